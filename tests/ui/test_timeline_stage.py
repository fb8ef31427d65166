"""What can be done with the timeline, without painting it."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from auditor.coverage import Reading
from auditor.facts import MarkClass
from auditor.records import DataType
from auditor.timeline import Group
from tests.core.timeline_facts import Row, facts
from ui.timeline_frame import TimeRange
from ui.timeline_stage import Stage

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
NOON = 1_764_000_000_000

pytestmark = pytest.mark.usefixtures("qapp")  # a view at rest is told by a timer


@pytest.fixture
def stage():
    made = Stage()
    made.resize(1000, 100)
    rows = [Row(NOON + i * HOUR_MS, app=i % 4) for i in range(12)]
    rows.append(Row(NOON + 5, app=0, data_type=DataType.PHOTOS))
    made.show(facts(rows), UTC)
    return made


def test_the_first_records_are_shown_whole(stage):
    begin, end = stage.facts.span

    assert stage.span.begin_ms < begin and end < stage.span.end_ms
    assert sorted(stage.events_in_view()) == sorted(stage.facts.ids.tolist())


def test_a_filter_does_not_move_the_view(stage):
    stage.look_at(NOON, NOON + HOUR_MS)
    before = stage.span

    stage.show(facts([Row(NOON + 7)]), UTC)

    assert stage.span == before


def test_records_that_lie_elsewhere_are_brought_into_view(stage):
    stage.look_at(NOON, NOON + HOUR_MS)

    stage.show(facts([Row(NOON - 90 * DAY_MS)]), UTC)

    assert stage.events_in_view() == [100]


def test_zooming_keeps_the_time_under_the_pointer(stage):
    at = stage.time_at(250)

    stage.zoom(0.5, at)

    assert stage.time_at(250) == pytest.approx(at, abs=1)


def test_zooming_stops_at_what_is_recorded_and_at_all_there_is(stage):
    for _ in range(100):
        stage.zoom(0.5)
    assert stage.span.length_ms == pytest.approx(200)
    for _ in range(100):
        stage.zoom(2.0)
    whole = stage.whole()
    assert stage.span.length_ms == pytest.approx(4 * (whole.end_ms - whole.begin_ms))


def test_panning_never_loses_the_records(stage):
    for _ in range(1000):
        stage.pan(0.5)

    assert stage.span.begin_ms < stage.whole().end_ms


def test_fit_shows_the_range_first_and_then_everything(stage):
    stage.select_range(TimeRange(NOON, NOON + HOUR_MS))

    stage.fit()
    assert (stage.span.begin_ms, stage.span.end_ms) == (NOON, NOON + HOUR_MS)
    stage.fit()
    assert stage.span.begin_ms == stage.whole().begin_ms


def test_a_lane_opens_into_its_data_types_and_closes(stage):
    index = next(i for i, lane in enumerate(stage.lanes) if len(lane.data_types) == 2)

    stage.toggle(index)
    opened = [lane.key.data_type for lane in stage.lanes if lane.depth == 1]
    stage.toggle(index)

    assert sorted(opened) == [DataType.MICROPHONE, DataType.PHOTOS]
    assert all(lane.depth == 0 for lane in stage.lanes)


def test_grouping_by_type_makes_one_lane_per_data_type(stage):
    stage.set_group(Group.TYPE)

    assert [lane.key.data_type for lane in stage.lanes] == [DataType.MICROPHONE, DataType.PHOTOS]
    assert stage.data_types == (DataType.MICROPHONE, DataType.PHOTOS)


def test_selecting_brings_lane_and_time_into_view(stage):
    stage.look_at(NOON, NOON + HOUR_MS / 2)

    stage.select(111)

    row = stage.facts.row_of(111)
    assert 111 in stage.events_in_view()
    assert 0 <= stage.x_of(int(stage.facts.start_ms[row])) < stage.size.width_px


def test_an_event_that_is_not_shown_cannot_be_selected(stage):
    stage.select(999)

    assert stage.selection is None


def test_a_selection_that_a_filter_hides_is_taken_back_and_told(stage, qtbot):
    stage.select(103)

    with qtbot.waitSignal(stage.selected) as told:
        stage.show(facts([Row(NOON)]), UTC)

    assert told.args == [None]
    assert stage.selection is None


def test_steps_walk_the_lane_of_the_selection(stage):
    stage.select(104)

    stage.step(1)
    assert stage.selection == 108
    stage.step(-1)
    stage.step(-1)
    assert stage.selection == 112
    stage.step(-1)
    stage.step(-1)
    assert stage.selection == 100


def test_going_to_another_lane_selects_its_nearest_event(stage):
    stage.select(111)
    lane = stage.lane_index

    stage.step_lane(1)

    assert stage.lane_index == lane + 1
    assert stage.selection == 110
    stage.step_lane(-5)
    assert stage.selection == 110


def test_clearing_takes_the_range_back_first(stage):
    stage.select(100)
    stage.select_range(TimeRange(NOON, NOON + 5))

    stage.clear()
    assert (stage.range, stage.selection) == (None, 100)
    stage.clear()
    assert stage.selection is None


def test_scrolling_ends_at_the_last_lane(stage):
    stage.scroll_to(10**6)

    assert stage.size.scroll_px == len(stage.lanes) * stage.size.row_px - 100
    assert stage.lanes_in_view().stop == len(stage.lanes)
    assert stage.lane_at(99) == len(stage.lanes) - 1


def test_a_reading_after_the_last_record_is_part_of_everything(stage):
    stage.set_readings([Reading("c1", NOON + 30 * DAY_MS, NOON + 30 * DAY_MS + 5)])

    assert stage.whole().end_ms > NOON + 30 * DAY_MS


def test_ticks_follow_the_zone(stage):
    stage.zone = ZoneInfo("Asia/Kolkata")
    stage.look_at(NOON, NOON + 6 * HOUR_MS)

    _, found = stage.ticks()

    assert {tick.local.minute for tick in found} == {0}
    assert {tick.time_ms // 60_000 % 60 for tick in found} == {30}


def test_without_records_nothing_fails():
    stage = Stage()

    stage.show(facts([]), UTC)
    stage.step(1)
    stage.step_lane(1)
    stage.fit()
    stage.select(5)

    assert stage.events_in_view() == []
    assert stage.hit(10, 10) is None


def test_a_click_beside_a_tick_still_hits_it(stage):
    index = stage.lane_of(0)
    x, y = stage.x_of(int(stage.facts.start_ms[0])), stage.top_of(index) + 5

    assert stage.hit(x + 4, y) in (100, 112)
    assert stage.hit(x + 30, y) is None


def test_a_refused_event_can_be_hit_too():
    stage = Stage()
    stage.show(facts([Row(NOON, mark=MarkClass.REJECT)]), UTC)

    assert stage.hit(stage.x_of(NOON), 5) == 100
