"""Alerts of a watch: which news disturb somebody, and how seldom."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.live.alerts import PAUSE_MS, Alerts
from auditor.live.news import News
from auditor.query import EventRow, events
from auditor.records import DataType
from tests.core.lives import access, make_case


@pytest.fixture(scope="module")
def row(tmp_path_factory: pytest.TempPathFactory) -> EventRow:
    folder: Path = tmp_path_factory.mktemp("alerts")
    with make_case(folder / "case", [access(state="bg")]) as store:
        (found,) = events(store)
    return found


def news(*rows: EventRow) -> News:
    return News(rows, 0, 0, 0, 0, "watch")


def test_a_chosen_kind_in_the_background_is_told(row: EventRow) -> None:
    (alert,) = Alerts([DataType.MICROPHONE]).of(news(row), 0)

    assert (alert.package, alert.counts, alert.count) == (row.package, (("microphone", 1),), 1)


@pytest.mark.parametrize(
    "change",
    [
        {"is_background": False},
        {"is_background": None},
        {"kind": "reject"},
        {"data_type": "camera"},
    ],
)
def test_anything_else_is_not(row: EventRow, change: dict[str, object]) -> None:
    assert Alerts([DataType.MICROPHONE]).of(news(replace(row, **change)), 0) == []  # type: ignore[arg-type]


def test_one_app_is_told_once_and_then_together(row: EventRow) -> None:
    alerts = Alerts([DataType.MICROPHONE, DataType.CAMERA])
    alerts.of(news(row), 0)

    assert alerts.of(news(row, replace(row, data_type="camera")), PAUSE_MS - 1) == []
    (alert,) = alerts.of(news(row), PAUSE_MS)
    assert alert.counts == (("microphone", 2), ("camera", 1))
    assert alerts.due(3 * PAUSE_MS) == []


def test_two_apps_do_not_wait_for_each_other(row: EventRow) -> None:
    other = replace(row, package="com.example.other", uid=10_300)
    alerts = Alerts([DataType.MICROPHONE])
    alerts.of(news(row), 0)

    assert [alert.package for alert in alerts.of(news(other), 1)] == ["com.example.other"]


def test_a_short_answer_is_not_held_back_by_a_clock_that_was_set(row: EventRow) -> None:
    alerts = Alerts([DataType.MICROPHONE], pause_ms=10)
    alerts.of(news(row), 0)

    assert alerts.of(news(row), 10)
