"""Two sessions side by side: what both show, what only one does, and where one says nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.notes import MarkKind
from auditor.records import DataType
from auditor.store import Store
from auditor.trials.comparison import (
    TrialComparison,
    aligned_at,
    choose_side,
    compare_sides,
)
from auditor.trials.keeping import trial
from auditor.trials.picture import comparison_svg
from auditor.trials.results import results
from tests.core.lives import HOUR, NOW_MS
from tests.core.trials.cases import APP, BEGIN, at, read, run_plan
from tests.core.trials.test_results import CLICKS

SECOND = BEGIN + HOUR


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two sessions of one app: microphone before agreement in both, contacts in the first only."""
    made = Store.create(tmp_path / "case")
    read(made, "before", [at(-3600, "CAMERA")], BEGIN - 60_000)
    records = [at(30), at(40, "READ_CONTACTS"), at(20, begin_ms=SECOND), at(25, begin_ms=SECOND)]
    read(made, "after", records, NOW_MS)
    run_plan(made, CLICKS, title="old")
    run_plan(made, CLICKS[:2], begin_ms=SECOND, title="new")
    return made


def compared(store: Store) -> TrialComparison:
    return compare_sides(*(choose_side(results(store, trial(store, n))) for n in (1, 2)))


def test_what_both_show_is_reproduced(store: Store) -> None:
    found = compared(store)
    rows = {(row.step, row.data_type): row for row in found.rows}

    both = rows["notice", DataType.MICROPHONE]
    assert both.is_reproduced
    assert both.left is not None
    assert both.right is not None
    assert (both.left.accesses, both.right.accesses) == (1, 2)
    one = rows["notice", DataType.CONTACTS]
    assert (one.is_reproduced, one.right) == (False, None)
    assert (one.in_left, one.in_right) == (True, True), "it was looked for and was not there"


def test_findings_of_both_are_told_from_those_of_one(store: Store) -> None:
    found = {(row.rule, row.about): row for row in compared(store).findings}

    assert found["R01", "RECORD_AUDIO"].is_reproduced
    assert not found["R01", "READ_CONTACTS"].is_reproduced


def test_a_step_that_was_not_done_is_no_absence(store: Store) -> None:
    read(store, "later", [at(250)], NOW_MS + 60_000)

    rows = {(row.step, row.data_type): row for row in compared(store).rows}

    home = rows["background", DataType.MICROPHONE]
    assert (home.in_left, home.in_right, home.right) == (True, False, None)


def test_sides_are_laid_upon_each_other_at_the_first_mark_of_a_kind(store: Store) -> None:
    found = compared(store)

    ours, theirs = aligned_at(found.left, found.right, MarkKind.AGREE)
    assert (ours.at.time_ms, theirs.at.time_ms) == (BEGIN + 120_000, SECOND + 120_000)
    assert aligned_at(found.left, found.right, None)[0].kind is MarkKind.FIRST_LAUNCH
    with pytest.raises(UsageError, match="no such mark in common") as error:
        aligned_at(found.left, found.right, MarkKind.HOME_PRESSED)
    assert error.value.next_step == "Both have: first_launch, agree."


def test_an_app_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(UsageError, match="has no app 2"):
        choose_side(results(store, trial(store, 1)), 2)


def test_the_picture_puts_the_chosen_marks_above_each_other(store: Store) -> None:
    found = compared(store)
    sides = (found.left, found.right)
    marks = aligned_at(*sides, MarkKind.AGREE)

    svg = comparison_svg((store, store), sides, marks, (1280, 1100), "light", "en")

    x = {
        line.partition('x="')[2].partition('"')[0]
        for line in svg.split("<text")
        if ">Agreed<" in line
    }
    assert len(x) == 1, "both at the same place"
    assert svg.count(">Agreed<") == 2
    assert svg.count('id="s0-clip') and svg.count('id="s1-clip')
    assert "Home pressed" in svg
    assert "R58M1" not in svg, "a picture is made to be handed on"


def test_sides_without_both_readings_say_nothing_of_permissions(store: Store) -> None:
    found = compared(store)

    assert found.changes is None
    told = compare_sides(
        replace(found.left, results=replace(found.left.results, changes=())),
        replace(found.right, results=replace(found.right.results, changes=())),
    )
    assert told.changes == ()
    assert APP in {found.left.app, found.right.app}
