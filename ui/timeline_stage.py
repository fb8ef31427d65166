"""What the timeline shows at this moment: lanes, their order, selection. Nothing here paints.

Every part of the timeline reads the one stage and calls it; the stage answers with signals.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo

import numpy as np
from PySide6.QtCore import QObject, Signal

from auditor.columns import DATA_TYPES
from auditor.coverage import Reading, Stretch, stretches
from auditor.facts import Facts, MarkClass
from auditor.lane_order import LaneOrder, LaneTree, Sort, lane_id
from auditor.records import DataType
from auditor.timeline import Group, Lane, LaneKey
from ui.timeline_frame import Frame, TimeRange

HIT_PX = 5


class Stage(Frame):
    """The state of one timeline and everything that can be done with it."""

    lanes_changed = Signal()  # other records, other grouping or order, a lane opened or closed
    selected = Signal(object)  # event id (int) | None
    ranged = Signal(object)  # TimeRange | None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stretches: tuple[Stretch, ...] = ()
        self.group = Group.APP
        self.opened: frozenset[LaneKey] = frozenset()
        self.order = LaneOrder()
        self.lane_text = ""  # only lanes that have it are shown
        self._tree: LaneTree | None = None
        self.selection: int | None = None
        self.range: TimeRange | None = None
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

    def fit(self) -> None:
        """Show the selected range; if it is shown already, or there is none, everything."""
        whole = self.range or self.whole()
        if self.range and self._shows(whole):
            whole = self.whole()
        self.look_at(whole.begin_ms, whole.end_ms)

    def _shows(self, range_: TimeRange) -> bool:
        far = max(abs(self.span.begin_ms - range_.begin_ms), abs(self.span.end_ms - range_.end_ms))
        return far <= max(1.0, self.ms_per_px)

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
