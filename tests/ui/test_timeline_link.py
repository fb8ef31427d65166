"""Two timelines that move as one, however they are moved."""

import pytest
from pytestqt.qtbot import QtBot

from ui.timeline_link import Link
from ui.timeline_stage import Stage

FIRST, SECOND = 1_700_000_000_000, 1_700_900_000_500  # a moment of each, ten days apart
BEFORE, AFTER = 60_000, 600_000


@pytest.fixture
def pair(qtbot: QtBot) -> tuple[Stage, Stage]:
    first, second = Stage(), Stage()
    link = Link(first, second, first)
    link.lay((FIRST, SECOND), BEFORE, AFTER)
    return first, second


def around(pair: tuple[Stage, Stage]) -> set[tuple[float, float]]:
    """What each shows, as distances from its moment; one entry when both show the same."""
    return {
        (round(stage.span.begin_ms - at, 3), round(stage.span.end_ms - at, 3))
        for stage, at in zip(pair, (FIRST, SECOND), strict=True)
    }


def test_both_begin_with_all_there_is(pair: tuple[Stage, Stage]) -> None:
    assert around(pair) == {(-BEFORE, AFTER)}


@pytest.mark.parametrize("moved", [0, 1])
def test_what_moves_one_moves_the_other_by_as_much(pair: tuple[Stage, Stage], moved: int) -> None:
    pair[moved].zoom(0.25)
    (shown,) = around(pair)
    assert shown[1] - shown[0] == (BEFORE + AFTER) / 4
    pair[moved].pan(0.5)
    pair[1 - moved].zoom(0.5)
    (after,) = around(pair)
    assert after[0] > shown[0]


def test_neither_goes_where_nothing_was_read(pair: tuple[Stage, Stage]) -> None:
    pair[0].zoom(0.1)
    for _ in range(40):
        pair[0].pan(1.0)
    (shown,) = around(pair)
    assert shown[1] == AFTER
    pair[1].zoom(1000.0)
    assert around(pair) == {(-BEFORE, AFTER)}


def test_laid_upon_another_moment_they_show_that(pair: tuple[Stage, Stage]) -> None:
    link = Link(*pair, pair[0])
    link.lay((FIRST + 5_000, SECOND), 10_000, 20_000)

    assert pair[0].span.begin_ms == FIRST - 5_000
    assert pair[1].span.begin_ms == SECOND - 10_000
