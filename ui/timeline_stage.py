"""What the timeline shows at this moment: lanes, span, scroll, selection. Nothing here paints.

Every part of the timeline reads the one stage and calls it; the stage answers with signals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from auditor.columns import DATA_TYPES
from auditor.coverage import Reading, Stretch, stretches
from auditor.facts import Facts, MarkClass
from auditor.lane_order import LaneOrder, LaneTree, Sort, lane_id
from auditor.records import DataType
from auditor.timeline import Group, Lane, LaneKey
from auditor.timeticks import DAY_MS, HOUR_MS, Tick, ticks

SHORTEST_MS = 200.0  # the finest view: nothing on a phone is exacter than a millisecond
HIT_PX = 5
REST_MS = 150  # so long after the last move the view counts as at rest


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A selected stretch of time, [begin, end), in UTC milliseconds."""

    begin_ms: int
    end_ms: int


@dataclass
class Span:
    """The visible stretch of time; fractions of a millisecond are needed when zoomed in."""

    begin_ms: float = 0.0
    end_ms: float = float(DAY_MS)

    @property
    def length_ms(self) -> float:
        """How much time is visible."""
        return self.end_ms - self.begin_ms


@dataclass
class Size:
    """The area of the marks in pixels."""

    width_px: int = 800
    height_px: int = 400
    row_px: int = 26
    scroll_px: int = 0


class Stage(QObject):
    """The state of one timeline and everything that can be done with it."""

    moved = Signal()  # another span
    scrolled = Signal()  # other lanes on top, or another lane for the keys
    rested = Signal()  # no move for a while: time to draw as finely as can be
    lanes_changed = Signal()  # other records, other grouping or order, a lane opened or closed
    selected = Signal(object)  # event id (int) | None
    ranged = Signal(object)  # TimeRange | None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.facts: Facts | None = None
        self.lanes: list[Lane] = []
        self.readings: tuple[Reading, ...] = ()
        self.stretches: tuple[Stretch, ...] = ()
        self.zone: tzinfo = UTC
        self.group = Group.APP
        self.opened: frozenset[LaneKey] = frozenset()
        self.order = LaneOrder()
        self.lane_text = ""  # only lanes that have it are shown
        self._tree: LaneTree | None = None
        self.is_moving = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._come_to_rest)
        self.span = Span()
        self.size = Size()
        self.selection: int | None = None
        self.range: TimeRange | None = None
        self.tick_room_px = 110.0  # what a label of the axis needs
        self._ticks: tuple[tuple[object, ...], int, list[Tick]] = ((), DAY_MS, [])
        self.lane_index = 0  # the lane that the keys act on

    # -- what is shown ------------------------------------------------------------------------

    def show(self, facts: Facts, zone: tzinfo, tree: LaneTree | None = None) -> None:
        """Show other records; the span stays where it is unless it was empty or misses them.

        `tree` are their lanes if somebody has made them already.
        """
        before = self.facts.span if self.facts else None
        self.facts, self.zone = facts, zone
        is_lost = self.selection is not None and facts.row_of(self.selection) is None
        is_made = tree is not None and tree.facts is facts and tree.group is self.group
        self._tree = tree if is_made else LaneTree(facts, self.group)
        self._find_stretches()
        self._remake()
        if is_lost:
            self.select(None)
        if facts.span and (before is None or not self._sees(facts.span)):
            self.fit()

    def _sees(self, span: tuple[int, int]) -> bool:
        return span[0] < self.span.end_ms and span[1] > self.span.begin_ms

    def set_readings(self, readings: Sequence[Reading]) -> None:
        """Show when the phone was read."""
        self.readings = tuple(readings)
        self._find_stretches()
        self._remake()

    def _find_stretches(self) -> None:
        self.stretches = stretches(self.facts, self.readings) if self.facts else ()

    def set_group(self, group: Group) -> None:
        """One lane per app, or one per data type."""
        if group is not self.group:
            self.group, self.opened, self.lane_index = group, frozenset(), 0
            self.size.scroll_px = 0
            self._tree = LaneTree(self.facts, group) if self.facts else None
            self._remake()

    def set_sort(self, sort: Sort) -> None:
        """Put the lanes in another order; pinned ones stay on top."""
        self._rearrange(replace(self.order, sort=sort))

    def name_lanes(self, name: Callable[[LaneKey], str]) -> None:
        """Say what is read on a lane: it is sorted and found by that."""
        self._rearrange(replace(self.order, name=name))

    def pin(self, ids: frozenset[str]) -> None:
        """Keep these lanes, by `lane_id`, on top and no others."""
        self._rearrange(replace(self.order, pinned=ids))

    def toggle_pin(self, index: int) -> None:
        """Pin a lane to the top or let it go; a part stands for its whole."""
        key = self._whole_of(index).key
        self.pin(self.order.pinned ^ {lane_id(key)})
        self.lane_index = next(i for i, lane in enumerate(self.lanes) if lane.key == key)
        self.reveal_lane(self.lane_index)
        self.scrolled.emit()

    def is_pinned(self, lane: Lane) -> bool:
        """Whether a lane is kept on top."""
        return lane.depth == 0 and lane_id(lane.key) in self.order.pinned

    def _whole_of(self, index: int) -> Lane:
        return next(lane for lane in reversed(self.lanes[: index + 1]) if lane.depth == 0)

    def _rearrange(self, order: LaneOrder) -> None:
        self.order = order
        self._remake()

    def find_lanes(self, text: str) -> None:
        """Show only lanes that have the text in a name; an empty one shows all."""
        if text != self.lane_text:
            self.lane_text = text
            self._remake()

    def fold_all(self) -> None:
        """Close every lane."""
        self.opened = frozenset()
        self._remake()

    def unfold_all(self) -> None:
        """Open every lane into its parts."""
        self.opened = frozenset(lane.key for lane in self.tops)
        self._remake()

    @property
    def tops(self) -> list[Lane]:
        """Every lane that is no part of another, whether it is found or not."""
        return self._tree.tops if self._tree else []

    def toggle(self, index: int) -> None:
        """Open a lane into its parts, or close it."""
        lane = self.lanes[index]
        if lane.depth == 0:
            self.opened = self.opened ^ {lane.key}
            self._remake()

    def _remake(self) -> None:
        current = self.lanes[self.lane_index].key if self.lanes else None
        tree = self._tree
        self.lanes = tree.lanes(self.order, self.opened, self.lane_text) if tree else []
        keys = [lane.key for lane in self.lanes]
        self.lane_index = keys.index(current) if current in keys else 0
        self.scroll_to(self.size.scroll_px)
        self.lanes_changed.emit()

    @property
    def data_types(self) -> tuple[DataType, ...]:
        """The data types among the records shown."""
        if self.facts is None:
            return ()
        return tuple(DATA_TYPES[code] for code in np.unique(self.facts.type_code))

    # -- geometry -----------------------------------------------------------------------------

    def resize(self, width_px: int, height_px: int) -> None:
        """Take the size of the area of the marks."""
        self.size.width_px, self.size.height_px = max(1, width_px), max(1, height_px)
        self.scroll_to(self.size.scroll_px)

    @property
    def ms_per_px(self) -> float:
        """How much time a pixel holds."""
        return self.span.length_ms / self.size.width_px

    def x_of(self, time_ms: float) -> float:
        """Where a time is, in pixels from the left edge of the marks."""
        return (time_ms - self.span.begin_ms) / self.ms_per_px

    def time_at(self, x_px: float) -> float:
        """The time at a pixel."""
        return self.span.begin_ms + x_px * self.ms_per_px

    def top_of(self, index: int) -> int:
        """The upper edge of a lane, in pixels from the top of the marks."""
        return index * self.size.row_px - self.size.scroll_px

    def lane_at(self, y_px: float) -> int | None:
        """The lane at a pixel, None below the last one."""
        index = int((y_px + self.size.scroll_px) // self.size.row_px)
        return index if 0 <= index < len(self.lanes) else None

    def lanes_in_view(self) -> range:
        """The lanes that are at least partly visible."""
        row = self.size.row_px
        first = self.size.scroll_px // row
        past = -(-(self.size.scroll_px + self.size.height_px) // row)
        return range(max(0, first), min(len(self.lanes), past))

    def ticks(self) -> tuple[int, list[Tick]]:
        """The step of the time axis in milliseconds and its ticks, the same for all who draw."""
        most = max(2, int(self.size.width_px / self.tick_room_px))
        key = (self.span.begin_ms, self.span.end_ms, most, self.zone)
        if key != self._ticks[0]:
            begin_ms, end_ms = int(self.span.begin_ms), int(self.span.end_ms)
            self._ticks = (key, *ticks(begin_ms, end_ms, self.zone, most))
        return self._ticks[1], self._ticks[2]

    @property
    def most_scroll_px(self) -> int:
        """How far the lanes can be scrolled."""
        return max(0, len(self.lanes) * self.size.row_px - self.size.height_px)

    # -- moving -------------------------------------------------------------------------------

    def look_at(self, begin_ms: float, end_ms: float) -> None:
        """Show [begin, end), kept within reach of the records and not finer than is recorded."""
        longest, bounds = self._limits()
        middle = (begin_ms + end_ms) / 2
        length = min(max(end_ms - begin_ms, SHORTEST_MS), longest)
        middle = min(max(middle, bounds[0]), bounds[1])
        begin = middle - length / 2
        if (begin, begin + length) != (self.span.begin_ms, self.span.end_ms):
            self.span = Span(begin, begin + length)
            self.is_moving = True
            self._rest.start()
            self.moved.emit()

    def _come_to_rest(self) -> None:
        self.is_moving = False
        self.rested.emit()

    def _limits(self) -> tuple[float, tuple[float, float]]:
        """The longest span, and where its middle may be."""
        whole = self.whole()
        return (whole.end_ms - whole.begin_ms) * 4.0, (whole.begin_ms, whole.end_ms)

    def whole(self) -> TimeRange:
        """All records and readings with a little air, at least an hour."""
        begin, end = self._told()
        air = max((end - begin) // 40, 60_000, (HOUR_MS - (end - begin)) // 2)
        return TimeRange(begin - air, end + air)

    def _told(self) -> tuple[int, int]:
        """Where records and readings begin and end."""
        span = self.facts.span if self.facts else None
        begin, end = span or (0, DAY_MS)
        for reading in self.readings:
            begin, end = min(begin, reading.begin_ms), max(end, reading.end_ms)
        return begin, end

    def zoom(self, factor: float, at_ms: float | None = None) -> None:
        """Show `factor` times as much time, the given time (else the middle) staying in place."""
        span = self.span
        at = (span.begin_ms + span.end_ms) / 2 if at_ms is None else at_ms
        longest, _ = self._limits()
        factor = min(max(span.length_ms * factor, SHORTEST_MS), longest) / span.length_ms
        self.look_at(at + (span.begin_ms - at) * factor, at + (span.end_ms - at) * factor)

    def pan(self, fraction: float) -> None:
        """Go by a fraction of the visible span, to later times when positive."""
        by = self.span.length_ms * fraction
        self.look_at(self.span.begin_ms + by, self.span.end_ms + by)

    def fit(self) -> None:
        """Show the selected range; if it is shown already, or there is none, everything."""
        whole = self.range or self.whole()
        if self.range and self._shows(whole):
            whole = self.whole()
        self.look_at(whole.begin_ms, whole.end_ms)

    def _shows(self, range_: TimeRange) -> bool:
        far = max(abs(self.span.begin_ms - range_.begin_ms), abs(self.span.end_ms - range_.end_ms))
        return far <= max(1.0, self.ms_per_px)

    def show_last(self, length_ms: int) -> None:
        """Show the last hour, day … up to the end of the records."""
        end = self._told()[1] + length_ms // 40  # the air of the whole may be days wide
        self.look_at(end - length_ms, end)

    def scroll_to(self, top_px: int) -> None:
        """Put another lane on top."""
        top = min(max(0, top_px), self.most_scroll_px)
        if top != self.size.scroll_px:
            self.size.scroll_px = top
            self.scrolled.emit()

    def reveal_lane(self, index: int) -> None:
        """Scroll only as far as the lane needs to be whole."""
        top = index * self.size.row_px
        low = top + self.size.row_px - self.size.height_px
        self.scroll_to(min(max(self.size.scroll_px, low), top))

    # -- selecting ----------------------------------------------------------------------------

    def hit(self, x_px: float, y_px: float) -> int | None:
        """The id of the event under the pointer."""
        index = self.lane_at(y_px)
        if index is None:
            return None
        tolerance = int(HIT_PX * self.ms_per_px) + 1
        return self.lanes[index].hit(int(self.time_at(x_px)), tolerance)

    def select(self, event_id: int | None) -> None:
        """Select an event that is shown, or none, and bring it into view."""
        row = self.facts.row_of(event_id) if self.facts and event_id is not None else None
        event_id = None if row is None else event_id
        if event_id == self.selection:
            return
        self.selection = event_id
        if row is not None:
            self._reveal(row)
        self.selected.emit(event_id)

    def _reveal(self, row: int) -> None:
        assert self.facts is not None
        index = self.lane_of(row)
        if index is not None:
            self.lane_index = index
            self.reveal_lane(index)
        start, last = int(self.facts.start_ms[row]), int(self.facts.last_ms[row])
        if last < self.span.begin_ms or start > self.span.end_ms:
            half = self.span.length_ms / 2
            self.look_at(start - half, start + half)

    def lane_of(self, row: int) -> int | None:
        """The lane that shows a record: the current one if it does, else the most special one.

        None while lanes are looked for by a text that its lane does not have.
        """
        assert self.facts is not None
        app = self.facts.apps[self.facts.app_code[row]]
        data_type = DATA_TYPES[self.facts.type_code[row]]
        fitting = [
            i
            for i, lane in enumerate(self.lanes)
            if lane.key.app in (None, app) and lane.key.data_type in (None, data_type)
        ]
        if self.lane_index in fitting:
            return self.lane_index
        return fitting[-1] if fitting else None

    def select_range(self, range_: TimeRange | None) -> None:
        """Select a stretch of time, or none."""
        if range_ != self.range:
            self.range = range_
            self.ranged.emit(range_)

    def moment(self) -> int:
        """The moment that is meant: the selected event's begin, else the middle of the view."""
        row = None if self.selection is None else self.facts and self.facts.row_of(self.selection)
        if row is not None and self.facts is not None:
            return int(self.facts.start_ms[row])
        return int((self.span.begin_ms + self.span.end_ms) / 2)

    def range_from_view(self) -> None:
        """Select what is on the screen."""
        self.select_range(TimeRange(int(self.span.begin_ms), int(np.ceil(self.span.end_ms))))

    def range_from_selection(self, is_begin: bool) -> None:
        """Let the range begin with the selected event, or end after it."""
        row = None if self.selection is None else self.facts and self.facts.row_of(self.selection)
        if row is None or self.facts is None:
            return
        begin, end = int(self.facts.start_ms[row]), int(self.facts.last_ms[row]) + 1
        if self.range is not None and is_begin:
            end = max(end, self.range.end_ms)
        elif self.range is not None:
            begin = min(begin, self.range.begin_ms)
        self.select_range(TimeRange(begin, end))

    def step(self, by: int) -> None:
        """Select the next (1) or previous (-1) event on the lane of the keys."""
        if not self.lanes:
            return
        middle = int((self.span.begin_ms + self.span.end_ms) / 2)
        found = self.lanes[self.lane_index].step(self.selection, by, middle)
        if found is not None:
            self.select(found)

    def step_lane(self, by: int) -> None:
        """Go to the next or previous lane and select its event nearest in time."""
        index = self.lane_index + by
        if not 0 <= index < len(self.lanes) or self.facts is None:
            return
        row = None if self.selection is None else self.facts.row_of(self.selection)
        middle = int((self.span.begin_ms + self.span.end_ms) / 2)
        time_ms = middle if row is None else int(self.facts.start_ms[row])
        self.lane_index = index
        self.select(self.lanes[index].nearest(time_ms))
        self.reveal_lane(index)
        self.scrolled.emit()

    def clear(self) -> None:
        """Take back the range, or else the selection."""
        if self.range is not None:
            self.select_range(None)
        else:
            self.select(None)

    def events_in_view(self) -> list[int]:
        """The ids of all records that touch the visible span on the lanes in view."""
        if self.facts is None:
            return []
        begin, end = int(self.span.begin_ms), int(np.ceil(self.span.end_ms))
        found: list[int] = []
        for index in self.lanes_in_view():
            for one in MarkClass:
                rows = self.lanes[index].touching(one, begin, end)
                found += self.facts.ids[rows].tolist()
        return found
