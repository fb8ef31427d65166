"""What a stretch of time holds: never more than is certain."""

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.columns import UNKNOWN
from auditor.facts import MarkClass
from auditor.range_stats import range_stats
from auditor.records import DataType, Source
from tests.core.timeline_facts import Row, facts

HOUR_MS = 3_600_000


def only(rows: list[Row], begin_ms: int, end_ms: int):
    (row,) = range_stats(facts(rows), begin_ms, end_ms).rows
    return row


def test_rows_are_per_app_and_data_type_most_accesses_first():
    rows = [
        Row(10, app=1),
        Row(20, app=0),
        Row(30, app=0),
        Row(40, app=0, data_type=DataType.PHOTOS),
        Row(5_000, app=2),
    ]

    stats = range_stats(facts(rows), 0, 1_000)

    assert [(row.app.label, row.data_type, row.accesses) for row in stats.rows] == [
        ("App 0", DataType.MICROPHONE, 2),
        ("App 0", DataType.PHOTOS, 1),
        ("App 1", DataType.MICROPHONE, 1),
    ]
    assert (stats.accesses, stats.apps, stats.is_lower_bound) == (4, 2, False)
    assert sorted(stats.ids) == [100, 101, 102, 103]


def test_the_end_of_the_stretch_is_not_part_of_it():
    assert range_stats(facts([Row(10)]), 0, 10).rows == ()
    assert only([Row(10)], 0, 11).accesses == 1
    assert only([Row(10, 90)], 99, 200).accesses == 1
    assert range_stats(facts([Row(10, 90)]), 100, 200).rows == ()


def test_a_count_over_a_period_within_the_stretch_counts_whole():
    rows = [Row(0, HOUR_MS, MarkClass.AGGREGATE, count=7)]
    columns = facts(rows)
    columns.times[0] = 7

    (row,) = range_stats(columns, 0, HOUR_MS).rows

    assert (row.accesses, row.is_lower_bound, row.lasted_ms) == (7, False, None)


def test_a_period_that_reaches_beyond_the_stretch_adds_nothing_but_makes_it_at_least():
    columns = facts([Row(0, HOUR_MS, MarkClass.AGGREGATE, count=7), Row(100)])
    columns.times[0] = 7

    (row,) = range_stats(columns, 50, HOUR_MS * 2).rows

    assert (row.accesses, row.is_lower_bound) == (1, True)


def test_an_unknown_count_is_one_at_least():
    row = only([Row(0, HOUR_MS, MarkClass.AGGREGATE, count=UNKNOWN)], 0, HOUR_MS)

    assert (row.accesses, row.is_lower_bound) == (1, True)


def test_a_last_access_is_at_least_one():
    assert only([Row(5, source=Source.LAST)], 0, 10).is_lower_bound


def test_refusals_are_no_accesses_and_have_no_share_in_the_background():
    row = only([Row(5, mark=MarkClass.REJECT), Row(6, mark=MarkClass.BACKGROUND), Row(7)], 0, 10)

    assert (row.accesses, row.rejects) == (2, 1)
    assert (row.in_front, row.in_background, row.background_share) == (1, 1, 0.5)


def test_an_unknown_state_is_neither_in_front_nor_in_background():
    columns = facts([Row(5)])
    columns.background[0] = -1

    (row,) = range_stats(columns, 0, 10).rows

    assert row.background_share is None


def test_time_that_overlaps_counts_once_and_only_within_the_stretch():
    rows = [Row(0, 100), Row(50, 100), Row(400, 1_000), Row(300)]

    assert only(rows, 20, 500).lasted_ms == 130 + 100
    assert only([Row(5)], 0, 10).lasted_ms is None


@settings(max_examples=80, deadline=None)
@given(
    rows=st.lists(
        st.builds(Row, time_ms=st.integers(0, 500), length_ms=st.integers(1, 80)),
        min_size=1,
        max_size=30,
    ),
    begin=st.integers(0, 500),
    length=st.integers(1, 300),
)
def test_time_is_what_counting_each_millisecond_gives(rows, begin, length):
    end = begin + length
    touched = [r for r in rows if r.time_ms < end and r.time_ms + r.length_ms > begin]
    covered = {
        ms
        for r in touched
        if r.length_ms > 1
        for ms in range(max(r.time_ms, begin), min(r.time_ms + r.length_ms, end))
    }

    stats = range_stats(facts(rows), begin, end)

    assert sum(row.accesses for row in stats.rows) == len(touched)
    assert sum(row.lasted_ms or 0 for row in stats.rows) == len(covered)
