"""The sentences of the timeline say what a record says, no more and no less."""

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from auditor.columns import UNKNOWN
from auditor.facts import MarkClass, facts_of
from auditor.timeline import make_lanes
from tests.core.timeline_facts import Row, columns_of
from ui.labels import Labels
from ui.phrases import fill
from ui.timeline_words import lane_texts, moment, tell, zone_text

NOON = 1_764_000_000_123


def sentence(row: Row, **changed) -> str:
    """What is told of one record, some of its columns changed."""
    columns = replace(
        columns_of([row]), **{key: np.array([value]) for key, value in changed.items()}
    )
    return tell(facts_of(columns), 0, Labels("en"), UTC)


@pytest.mark.parametrize(
    ("row", "changed", "told"),
    [
        (Row(NOON), {}, "at 2025-11-24 16:00:00.123, in the foreground."),
        (Row(NOON), {"background": -1}, ", in front or not is not recorded."),
        (
            Row(NOON),
            {"background": 0, "by_usage": 1},
            ", in the foreground by its state, but not by the usage history.",
        ),
        (
            Row(NOON),
            {"background": -1, "by_usage": 0},
            ", in the background by its state, but in front by the usage history.",
        ),
        (Row(NOON), {"background": 0, "by_usage": 0}, ", in the foreground."),
        (Row(NOON, mark=MarkClass.BACKGROUND), {}, ", in the background."),
        (Row(NOON, 12_000), {}, " for 12 s, in the foreground."),
        (Row(NOON, precision_ms=1000), {}, "at 2025-11-24 16:00:00, in"),
        (Row(NOON, precision_ms=60_000, count=3), {}, "at 2025-11-24 16:00, 3 times, in"),
        (Row(NOON), {"running": True}, ", still in use when the phone was read, in"),
        (Row(NOON, mark=MarkClass.REJECT), {}, " and was refused, in the foreground."),
    ],
)
def test_a_record_is_told_as_it_was_recorded(row, changed, told):
    assert told in sentence(row, **changed)


def test_a_count_that_is_not_recorded_is_no_number():
    row = Row(NOON, 3_600_000, MarkClass.AGGREGATE, count=UNKNOWN)

    assert "an unknown number of times" in sentence(row)


def test_a_refused_count_says_so():
    row = Row(NOON, 3_600_000, MarkClass.AGGREGATE, count=4, is_reject=True)

    assert "4×" in sentence(row) and "was refused" in sentence(row)


def test_a_name_with_a_sign_in_it_is_not_filled():
    assert fill("%1 used %2 at 100%", "My %2 app", "it") == "My %2 app used it at 100%"


def test_the_same_app_of_another_user_is_told_apart():
    lanes = make_lanes(facts_of(columns_of([Row(NOON, app=0), Row(NOON + 1, app=1)])))

    assert [lane_texts(lane, Labels("en"))[1] for lane in lanes] == [
        "com.example.app1 · user 10",
        "com.example.app0",
    ]


def test_a_zone_is_shown_with_its_offset_and_an_unknown_one_as_unknown():
    labels = Labels("en")

    assert zone_text(ZoneInfo("Asia/Shanghai"), "Asia/Shanghai", NOON, labels) == (
        "Asia/Shanghai (UTC+08:00)"
    )
    assert "not known" in zone_text(UTC, None, NOON, labels)
    assert "not known" in zone_text(UTC, "Mars/Base", NOON, labels)


def test_a_moment_shows_no_more_than_was_recorded():
    assert moment(NOON, 1, UTC).endswith("16:00:00.123")
    assert moment(NOON, 1_000, UTC).endswith("16:00:00")
    assert moment(NOON, 60_000, UTC).endswith("16:00")
