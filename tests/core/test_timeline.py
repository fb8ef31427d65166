"""Lanes, exact counts per column, hits and steps."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor.marks
from auditor.columns import UNKNOWN
from auditor.coverage import Keeps, Reading, stretches
from auditor.density import density
from auditor.facts import MarkClass, facts_of
from auditor.marks import Grid, count_columns, make_grid
from auditor.records import DataType, Source
from auditor.timeline import Group, LaneKey, make_lanes
from tests.core.timeline_facts import Row, columns_of, facts

MINUTE_MS = 60_000
HOUR_MS = 3_600_000

row_lists = st.lists(
    st.builds(
        Row,
        time_ms=st.integers(-HOUR_MS, 50 * HOUR_MS),
        length_ms=st.one_of(st.just(1), st.integers(1, 3 * HOUR_MS)),
        mark=st.sampled_from(MarkClass),
        app=st.integers(0, 3),
        data_type=st.sampled_from([DataType.MICROPHONE, DataType.PHOTOS]),
    ),
    min_size=1,
    max_size=80,
)
windows = st.tuples(st.integers(-2 * HOUR_MS, 50 * HOUR_MS), st.integers(1, 60 * HOUR_MS))


def touches(row: Row, begin_ms: int, end_ms: int) -> bool:
    return row.time_ms < end_ms and row.time_ms + row.length_ms - 1 >= begin_ms


@pytest.mark.parametrize("search_from", [0, 4])
@pytest.mark.parametrize("totals_from", [0, 20_000])
@settings(max_examples=150, deadline=None)
@given(rows=row_lists, window=windows, columns=st.integers(1, 300))
def test_every_column_counts_exactly_the_marks_that_touch_it(
    search_from, totals_from, rows, window, columns
):
    begin, end = window[0], sum(window)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auditor.marks, "TOTALS_FROM", totals_from)
        patch.setattr(auditor.marks, "SEARCH_FROM", search_from)
        lanes = make_lanes(facts(rows))

        counted = density(lanes, begin, end, columns)

    edges = counted.grid.edges().tolist()
    for i, lane in enumerate(lanes):
        mine = [r for r in rows if f"com.example.app{r.app}" == lane.key.app.package]
        for one in MarkClass:
            expected = [
                sum(touches(r, a, b) for r in mine if r.mark == one) for a, b in pairwise(edges)
            ]
            assert counted.of(one)[i].tolist() == expected


@settings(max_examples=200, deadline=None)
@given(window=windows, columns=st.integers(1, 4000))
def test_a_grid_covers_its_window_with_about_as_many_columns_as_asked(window, columns):
    begin, end = window[0], sum(window)

    grid = make_grid(begin, end, columns)

    assert grid.begin_ms <= begin and grid.end_ms >= end
    assert grid.columns <= columns + 2
    assert grid.begin_ms % grid.width_ms == 0
    assert grid.width_ms <= -(-(end - begin) // columns) * 1.25 + MINUTE_MS
    assert grid.shift >= -1 + (grid.width_ms >= MINUTE_MS)


def test_a_pan_leaves_the_edges_of_columns_where_they_were():
    one, other = (make_grid(b, b + HOUR_MS, 100) for b in (1000, 77_777))

    assert one.width_ms == other.width_ms
    assert (one.begin_ms - other.begin_ms) % one.width_ms == 0


def test_running_totals_have_no_more_buckets_than_a_few_for_each_time(monkeypatch):
    monkeypatch.setattr(auditor.marks, "TOTALS_FROM", 0)
    starts = np.array([0, 5, 60 * 365 * 24 * HOUR_MS], np.int64)

    marks = auditor.marks.Marks(np.arange(3, dtype=np.int32), starts, starts)

    assert len(marks.start_totals.before) <= auditor.marks.BUCKETS_EACH * len(starts) + 2
    monkeypatch.setattr(auditor.marks, "FEW_BUCKETS", 0)
    marks = auditor.marks.Marks(np.arange(3, dtype=np.int32), starts, starts)
    assert len(marks.start_totals.before) <= len(starts) + 2


@settings(max_examples=150, deadline=None)
@given(rows=row_lists, window=windows)
def test_the_rows_that_touch_a_window_are_all_that_do_and_no_other(rows, window):
    begin, end = window[0], sum(window)
    told = facts(rows)

    found = [
        int(told.ids[row])
        for lane in make_lanes(told)
        for one in MarkClass
        for row in lane.touching(one, begin, end)
    ]

    assert sorted(found) == [100 + i for i, r in enumerate(rows) if touches(r, begin, end)]


@settings(max_examples=100, deadline=None)
@given(rows=row_lists, window=windows)
def test_a_lane_counts_single_events_without_aggregates(rows, window):
    begin, end = window[0], sum(window)

    counted = sum(lane.count(begin, end) for lane in make_lanes(facts(rows)))

    singles = [r for r in rows if r.mark != MarkClass.AGGREGATE]
    assert counted == sum(touches(r, begin, end) for r in singles)


@settings(max_examples=100, deadline=None)
@given(rows=row_lists, group=st.sampled_from(Group))
def test_the_parts_of_an_opened_lane_hold_its_records_and_no_other(rows, group):
    told = facts(rows)
    closed = make_lanes(told, group)
    opened = make_lanes(told, group, frozenset(lane.key for lane in closed))

    assert [lane.key for lane in opened if lane.depth == 0] == [lane.key for lane in closed]
    whole = {lane.key: sorted(lane.rows.tolist()) for lane in closed}
    parts: dict[LaneKey, list[int]] = {lane.key: [] for lane in closed}
    for lane in (lane for lane in opened if lane.depth == 1):
        parent = (
            LaneKey(lane.key.app, None)
            if group is Group.APP
            else (LaneKey(None, lane.key.data_type))
        )
        parts[parent] += lane.rows.tolist()
    assert {key: sorted(rows) for key, rows in parts.items()} == whole


def test_the_same_package_of_two_users_has_two_lanes():
    columns = columns_of([Row(0, app=0), Row(5, app=1)])
    twins = tuple(replace(key, package="com.example.twin") for key in columns.packages)

    lanes = make_lanes(facts_of(replace(columns, packages=twins)))

    assert [lane.key.app.uid for lane in lanes] == [1_010_101, 10_100]


def test_lanes_are_sorted_by_last_use():
    lanes = make_lanes(facts([Row(0, app=2), Row(900, app=0), Row(500, app=1)]))

    assert [lane.key.app.package[-1] for lane in lanes] == ["0", "1", "2"]
    assert [lane.last_use_ms for lane in lanes] == [900, 500, 0]


def test_no_records_make_no_lanes():
    assert make_lanes(facts([])) == []
    assert facts([]).span is None
    assert density([], 0, HOUR_MS, 10).of(MarkClass.ACCESS).shape[0] == 0


def test_aggregated_records_of_one_slot_are_one_block_with_their_sum():
    slot = {"length_ms": 4 * HOUR_MS, "mark": MarkClass.AGGREGATE}
    rows = [
        Row(0, count=3, **slot),
        Row(0, count=4, is_reject=True, **slot),
        Row(4 * HOUR_MS, count=UNKNOWN, **slot),
        Row(0, length_ms=HOUR_MS, mark=MarkClass.AGGREGATE, count=9),
    ]

    blocks = make_lanes(facts(rows))[0].blocks

    assert blocks.start_ms.tolist() == [0, 0, 4 * HOUR_MS]
    assert (blocks.last_ms + 1).tolist() == [HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS]
    assert blocks.count.tolist() == [9, 7, 1]
    assert blocks.rejects.tolist() == [0, 4, 0]
    assert blocks.is_lower_bound.tolist() == [False, False, True]
    assert blocks.touching(2 * HOUR_MS, 3 * HOUR_MS).tolist() == [1]


def test_aggregates_are_never_among_single_events():
    lane = make_lanes(facts([Row(0, mark=MarkClass.AGGREGATE, length_ms=HOUR_MS), Row(10)]))[0]

    counted = density([lane], 0, HOUR_MS, 4)

    assert lane.count(0, HOUR_MS) == 1
    assert counted.of(MarkClass.ACCESS).sum() == 1
    assert counted.of(MarkClass.AGGREGATE).tolist() == [[1, 1, 1, 1]]


def test_a_hit_takes_the_mark_under_the_pointer_before_a_nearer_start():
    lane = make_lanes(facts([Row(0, length_ms=1000), Row(1010)]))[0]

    assert lane.hit(999, 50) == 100
    assert lane.hit(1008, 50) == 101
    assert lane.hit(5000, 50) is None


def test_a_hit_on_an_aggregate_gives_way_to_a_single_event():
    rows = [Row(0, mark=MarkClass.AGGREGATE, length_ms=HOUR_MS), Row(500)]
    lane = make_lanes(facts(rows))[0]

    assert lane.hit(510, 20) == 101
    assert lane.hit(9000, 20) == 100


@settings(max_examples=100, deadline=None)
@given(rows=row_lists)
def test_steps_walk_every_event_of_a_lane_once_in_order_and_back(rows):
    lane = make_lanes(facts(rows))[0]

    forth, event = [], lane.step(None, 1, -10 * HOUR_MS)
    while event is not None:
        forth.append(event)
        event = lane.step(event, 1, 0)
    back, event = [], forth[-1]
    while event is not None:
        back.append(event)
        event = lane.step(event, -1, 0)

    assert forth == lane.facts.ids[lane.rows].tolist()
    assert back == forth[::-1]


def test_a_step_without_a_selection_starts_from_the_given_time():
    lane = make_lanes(facts([Row(10), Row(20), Row(30)]))[0]

    assert lane.step(None, 1, 20) == 101
    assert lane.step(None, -1, 20) == 100
    assert lane.step(None, 1, 31) is None
    assert lane.nearest(26) == 102


def test_a_row_is_found_by_its_id_whatever_their_order():
    columns = replace(columns_of([Row(3), Row(1), Row(2)]), ids=np.array([7, 5, 900], np.int64))

    told = facts_of(columns)

    assert [told.row_of(event) for event in (5, 7, 900, 6)] == [1, 0, 2, None]


def test_a_record_without_a_time_is_counted_and_not_drawn():
    told = facts([Row(5), Row(UNKNOWN), Row(UNKNOWN)])

    assert (len(told), told.untimed) == (1, 2)


def test_a_mark_reaches_as_far_as_its_duration_or_its_precision():
    told = facts([Row(0, 500), Row(0, precision_ms=MINUTE_MS), Row(0, 90_000, precision_ms=60_000)])

    assert told.last_ms.tolist() == [499, MINUTE_MS - 1, 89_999]


def test_a_record_known_to_a_quarter_hour_is_no_instant():
    told = facts([Row(0, precision_ms=15 * MINUTE_MS), Row(0, precision_ms=MINUTE_MS)])

    assert told.mark_class.tolist() == [MarkClass.AGGREGATE, MarkClass.ACCESS]


def test_an_absurd_duration_does_not_turn_time_around():
    told = facts([Row(10**12, length_ms=2**63 - 1)])

    assert told.last_ms[0] > 10**12


def test_time_is_cut_into_nothing_only_the_last_and_all():
    told = facts([Row(100, source=Source.LAST), Row(500), Row(900)])

    cut = stretches(told, [Reading("c1", 2000, 2100)])

    assert [(s.begin_ms, s.end_ms, s.keeps) for s in cut] == [
        (None, 100, Keeps.NOTHING),
        (100, 500, Keeps.LAST_ONLY),
        (500, 2100, Keeps.ALL),
        (2100, None, Keeps.NOTHING),
    ]


def test_without_records_nothing_is_known_of_any_time():
    assert [s.keeps for s in stretches(facts([]))] == [Keeps.NOTHING]


def test_without_single_accesses_only_the_last_is_known():
    cut = stretches(facts([Row(100, source=Source.LAST), Row(300, source=Source.LAST)]))

    assert [s.keeps for s in cut] == [Keeps.NOTHING, Keeps.LAST_ONLY, Keeps.NOTHING]


@settings(max_examples=100, deadline=None)
@given(rows=row_lists, window=windows, columns=st.integers(1, 300), data=st.data())
def test_a_column_is_doubtful_where_any_of_its_marks_is(rows, window, columns, data):
    is_doubtful = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    ids = np.flatnonzero(is_doubtful).astype(np.int64) + 100
    lanes = make_lanes(facts_of(columns_of(rows), ids))

    counted = density(lanes, window[0], sum(window), columns)

    edges = counted.grid.edges().tolist()
    for i, lane in enumerate(lanes):
        mine = [
            r
            for r, is_so in zip(rows, is_doubtful, strict=True)
            if is_so and f"com.example.app{r.app}" == lane.key.app.package
        ]
        expected = [any(touches(r, a, b) for r in mine) for a, b in pairwise(edges)]
        assert counted.doubtful[i].tolist() == expected


def test_a_lane_knows_where_what_goes_on_still_was_when_the_phone_was_read():
    rows = [Row(5, 20, running=True), Row(7), Row(9, 2, MarkClass.BACKGROUND, running=True)]
    [lane] = make_lanes(facts(rows))
    assert lane.running.rows.tolist() == [0, 2]
    assert lane.running.ends_within(0, 24).tolist() == [10]
    assert lane.running.ends_within(0, 25).tolist() == [10, 24]
    assert len(lane.doubtful) == 0


def test_a_grid_edge_belongs_to_the_column_on_its_right():
    lane = make_lanes(facts([Row(200)]))[0]

    counted = count_columns([lane.classes[MarkClass.ACCESS]], Grid(0, 100, 4))

    assert counted.tolist() == [[0, 0, 1, 0]]
