"""Lanes of a timeline: which marks lie on which lane, what is hit, what comes next.

Everything is numpy arrays over the rows of one `Facts`; nothing here paints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

import numpy as np

from auditor.columns import DATA_TYPES, PackageKey
from auditor.facts import Bool, Facts, Int8, MarkClass, is_more_likely
from auditor.lane_blocks import Blocks, make_blocks
from auditor.marks import NO_MARKS, Int32, Int64, Marks
from auditor.records import DataType


class Group(StrEnum):
    """What a lane stands for."""

    APP = "app"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class LaneKey:
    """A whole app, a whole data type, or one of them within the other."""

    app: PackageKey | None
    data_type: DataType | None


@dataclass(frozen=True, eq=False)
class Lane:
    """One lane with its four classes of marks, indexed by `MarkClass`."""

    key: LaneKey
    depth: int
    facts: Facts = field(repr=False)
    classes: tuple[Marks, ...] = field(repr=False)

    @cached_property
    def rows(self) -> Int64:
        """All records of the lane by start, then by row: the order of walking."""
        rows = np.concatenate([marks.rows for marks in self.classes])
        return rows[np.lexsort((rows, self.facts.start_ms[rows]))]

    @cached_property
    def records(self) -> int:
        """How many records, an aggregate being one."""
        return sum(len(marks) for marks in self.classes)

    @cached_property
    def last_use_ms(self) -> int:
        """The last millisecond any mark of the lane touches."""
        return max(int(marks.lasts[-1]) for marks in self.classes if len(marks))

    @cached_property
    def data_types(self) -> tuple[DataType, ...]:
        """The data types on the lane, in the catalogue's order."""
        return tuple(DATA_TYPES[code] for code in self._present(self.facts.type_code))

    @cached_property
    def apps(self) -> tuple[PackageKey, ...]:
        """The apps on the lane."""
        return tuple(self.facts.apps[code] for code in self._present(self.facts.app_code))

    @cached_property
    def times(self) -> int:
        """How often anything happened on the lane, refusals included, at least."""
        return sum(int(self.facts.times[marks.rows].sum()) for marks in self.classes)

    @cached_property
    def is_lower_bound(self) -> bool:
        """Whether it may have happened more often than `times`."""
        return any(bool(is_more_likely(self.facts, marks.rows).any()) for marks in self.classes)

    @cached_property
    def background_share(self) -> float | None:
        """How much of the accesses was in the background, 0 to 1; None where no state is known."""
        known = background = 0
        for marks in self.classes:
            rows = marks.rows[~self.facts.is_reject[marks.rows]]
            times, state = self.facts.times[rows], self.facts.background[rows]
            known += int(times[state >= 0].sum())
            background += int(times[state == 1].sum())
        return background / known if known else None

    def _present(self, codes: Int8 | Int32) -> list[int]:
        """The codes that occur on the lane, rising; counting them is quicker than sorting."""
        rows = np.concatenate([marks.rows for marks in self.classes])
        found: list[int] = np.flatnonzero(np.bincount(codes[rows])).tolist()
        return found

    @cached_property
    def running(self) -> Marks:
        """What went on when the phone was read, of every class."""
        return self._signed(self.facts.is_running if self.facts.are_running else None)

    @cached_property
    def doubtful(self) -> Marks:
        """What has an uncertain time, of every class."""
        return self._signed(self.facts.is_doubtful if self.facts.are_doubtful else None)

    def _signed(self, sign: Bool | None) -> Marks:
        if sign is None:
            return NO_MARKS
        rows = np.concatenate([marks.rows[sign[marks.rows]] for marks in self.classes])
        rows = rows[np.argsort(self.facts.start_ms[rows], kind="stable")]
        return Marks(rows, self.facts.start_ms[rows], self.facts.last_ms[rows])

    @cached_property
    def blocks(self) -> Blocks:
        """The aggregated slots, each once."""
        return make_blocks(self.facts, self.classes[MarkClass.AGGREGATE].rows)

    def touching(self, mark_class: MarkClass, begin_ms: int, end_ms: int) -> Int32:
        """The rows of one class that touch [begin, end), by start."""
        return self.classes[mark_class].touching(begin_ms, end_ms, self.facts.last_ms)

    def count(self, begin_ms: int, end_ms: int) -> int:
        """How many single events touch [begin, end); aggregates are no single events."""
        return sum(m.count(begin_ms, end_ms) for m in self.classes[: MarkClass.AGGREGATE])

    def hit(self, time_ms: int, tolerance_ms: int) -> int | None:
        """The id of the mark at a time, else of the nearest within the tolerance.

        Single events come before aggregates; of several at the place, the last to start.
        """
        begin, end = time_ms - tolerance_ms, time_ms + tolerance_ms + 1
        singles = (MarkClass.ACCESS, MarkClass.BACKGROUND, MarkClass.REJECT)
        rows = np.concatenate([self.touching(one, begin, end) for one in singles])
        if not len(rows):
            rows = self.touching(MarkClass.AGGREGATE, begin, end)
        if not len(rows):
            return None
        starts, lasts = self.facts.start_ms[rows], self.facts.last_ms[rows]
        away = np.maximum(0, np.maximum(starts - time_ms, time_ms - lasts))
        best = np.lexsort((rows, -starts, away))[0]
        return int(self.facts.ids[rows[best]])

    def step(self, event_id: int | None, by: int, from_ms: int) -> int | None:
        """The id of the event `by` places further (negative: back), None past the ends.

        Without an event of this lane to start from: the first at or after `from_ms`, or the last
        before it.
        """
        row = None if event_id is None else self.facts.row_of(event_id)
        starts = self.facts.start_ms[self.rows]
        at = None if row is None else self._place(row)
        if at is None:
            first_after = int(np.searchsorted(starts, from_ms))
            target = first_after + by - 1 if by > 0 else first_after + by
        else:
            target = at + by
        if not 0 <= target < len(self.rows):
            return None
        return int(self.facts.ids[self.rows[target]])

    def nearest(self, time_ms: int) -> int | None:
        """The id of the event that starts closest to a time."""
        starts = self.facts.start_ms[self.rows]
        if not len(starts):
            return None
        after = int(np.searchsorted(starts, time_ms))
        near = [at for at in (after - 1, after) if 0 <= at < len(starts)]
        best = min(near, key=lambda at: abs(int(starts[at]) - time_ms))
        return int(self.facts.ids[self.rows[best]])

    def _place(self, row: int) -> int | None:
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else None


def make_lanes(
    facts: Facts, group: Group = Group.APP, opened: frozenset[LaneKey] = frozenset()
) -> list[Lane]:
    """Make the lanes, last used first; an opened lane is followed by one lane per part of it."""
    if not len(facts):
        return []
    every = np.arange(len(facts), dtype=np.int32)
    lanes = sorted(_split(facts, every, group, LaneKey(None, None), 0), key=_last_first)
    out = []
    for lane in lanes:
        out.append(lane)
        if lane.key in opened:
            out.extend(parts_of(lane))
    return out


def parts_of(lane: Lane) -> list[Lane]:
    """One lane per data type of an app, or per app of a data type; last used first."""
    by = Group.TYPE if lane.key.app else Group.APP
    parts = _split(lane.facts, lane.rows.astype(np.int32), by, lane.key, 1)
    return sorted(parts, key=_last_first)


def _last_first(lane: Lane) -> tuple[int, str]:
    return -lane.last_use_ms, repr(lane.key)


def _split(facts: Facts, rows: Int32, by: Group, within: LaneKey, depth: int) -> Iterator[Lane]:
    """One lane for each app or data type among the rows, with its marks by class and start."""
    codes: Sequence[int] | Int64
    if by is Group.APP:
        codes, code = np.arange(len(facts.apps)), facts.app_code[rows].astype(np.int64)
    else:
        codes, code = np.arange(len(DATA_TYPES)), facts.type_code[rows].astype(np.int64)
    classes = len(MarkClass)
    bins = code * classes + facts.mark_class[rows]
    if len(codes) * classes < 32_767:
        bins = bins.astype(np.int16)  # numpy sorts these by radix, several times quicker
    starts = facts.start_ms[rows]
    if np.any(starts[1:] < starts[:-1]):
        by_time = np.argsort(starts, kind="stable")
        rows, bins = rows[by_time], bins[by_time]
    order = np.argsort(bins, kind="stable")
    rows, bins = rows[order], bins[order]
    bounds = np.searchsorted(bins, np.arange(len(codes) * classes + 1)).tolist()
    starts, lasts = facts.start_ms[rows], facts.last_ms[rows]
    for i in range(len(codes)):
        parts = bounds[i * classes : (i + 1) * classes + 1]
        if parts[0] == parts[-1]:
            continue
        marks = tuple(Marks(rows[a:b], starts[a:b], lasts[a:b]) for a, b in pairwise(parts))
        yield Lane(_key(facts, by, i, within), depth, facts, marks)


def _key(facts: Facts, by: Group, code: int, within: LaneKey) -> LaneKey:
    if by is Group.APP:
        return LaneKey(facts.apps[code], within.data_type)
    return LaneKey(within.app, DATA_TYPES[code])
