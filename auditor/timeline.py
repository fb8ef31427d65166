"""Lanes of a timeline: which marks lie on which lane, what is hit, what comes next.

Everything is numpy arrays over the rows of one `Facts`; nothing here paints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from auditor.columns import (
    DATA_TYPES,
    KINDS,
    SOURCES,
    UNKNOWN,
    EventColumns,
    PackageKey,
)
from auditor.marks import Grid, Int32, Int64, Marks, count_columns, make_grid
from auditor.records import DataType, Kind, Source

Int8 = NDArray[np.int8]
Bool = NDArray[np.bool_]

AGGREGATE_FROM_MS = 15 * 60_000  # a record known no better than this is never an instant
LONGEST_MS = 10**14  # three thousand years: a wilder number from a phone must not overflow


class Group(StrEnum):
    """What a lane stands for."""

    APP = "app"
    TYPE = "type"


class MarkClass(IntEnum):
    """How a mark is drawn and counted; never more than one per record."""

    ACCESS = 0  # in front, or the record does not say
    BACKGROUND = 1
    REJECT = 2
    AGGREGATE = 3  # a slot with a count: single times unknown


@dataclass(frozen=True, slots=True)
class LaneKey:
    """A whole app, a whole data type, or one of them within the other."""

    app: PackageKey | None
    data_type: DataType | None


@dataclass(frozen=True, eq=False)
class Facts:
    """What a timeline needs of each record with a known time, as arrays of one length.

    `last_ms` is the last millisecond a mark touches: its time and its duration or precision,
    whichever is longer, as in an `EventFilter`. Unknown numbers are `columns.UNKNOWN`.
    `type_code` points into `DATA_TYPES`, `app_code` into `apps`.
    """

    ids: Int64
    start_ms: Int64
    last_ms: Int64
    mark_class: Int8
    precision_ms: Int64
    duration_ms: Int64
    count: Int64
    times: Int64  # how often it happened besides what other records tell, at least
    background: Int8  # 1, 0, or -1 for unknown
    by_usage: Int8  # the same by the usage history alone
    is_reject: Bool
    is_running: Bool
    is_doubtful: Bool  # the time rests on something that nobody confirmed
    keeps_all: Bool  # the source keeps every access, not only the last one
    op_code: Int32
    type_code: Int8
    app_code: Int32
    apps: tuple[PackageKey, ...]
    ops: tuple[str, ...]
    untimed: int = 0  # records whose time is unknown: in the table, not here

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """From the first start to the end of the last mark; None without records."""
        if not len(self.ids):
            return None
        return int(self.start_ms.min()), int(self.last_ms.max()) + 1

    @cached_property
    def by_id(self) -> Int64:
        """Row numbers in the order of their ids."""
        return np.argsort(self.ids, kind="stable")

    def row_of(self, event_id: int) -> int | None:
        """Where a record is, None if it is not among these."""
        order = self.by_id
        at = int(np.searchsorted(self.ids, event_id, sorter=order))
        if at < len(order) and int(self.ids[order[at]]) == event_id:
            return int(order[at])
        return None


def facts_of(columns: EventColumns, doubtful: Int64 | None = None) -> Facts:
    """Take what a timeline shows from a query's columns; unknown times are only counted.

    `doubtful` are ids of events whose time is uncertain, see `doubt.doubtful_ids`.
    """
    known = int(np.count_nonzero(columns.time_ms != UNKNOWN))
    timed = slice(0, known)  # unknown times come last in a query's columns
    time_ms = np.clip(columns.time_ms[timed], -LONGEST_MS, LONGEST_MS * 3)
    precision, duration = columns.precision_ms[timed], columns.duration_ms[timed]
    length = np.clip(np.maximum(precision, duration), 1, LONGEST_MS)
    is_reject = columns.kind[timed] == KINDS.index(Kind.REJECT)
    is_background = columns.background[timed] == 1
    source = columns.source[timed]
    is_aggregate = (source == SOURCES.index(Source.AGGREGATE)) | (precision >= AGGREGATE_FROM_MS)
    mark_class = np.select(
        [is_aggregate, is_reject, is_background],
        [MarkClass.AGGREGATE, MarkClass.REJECT, MarkClass.BACKGROUND],
        MarkClass.ACCESS,
    )
    return Facts(
        ids=columns.ids[timed],
        start_ms=time_ms,
        last_ms=time_ms + length - 1,
        mark_class=mark_class.astype(np.int8),
        precision_ms=precision,
        duration_ms=duration,
        count=columns.count[timed],
        times=np.maximum(columns.more[timed], 0),
        background=columns.background[timed],
        by_usage=columns.by_usage[timed],
        is_reject=is_reject,
        is_running=columns.running[timed],
        is_doubtful=np.isin(columns.ids[timed], () if doubtful is None else doubtful),
        keeps_all=~columns.is_partial[timed],
        op_code=columns.op[timed],
        type_code=columns.data_type[timed],
        app_code=columns.package[timed],
        apps=columns.packages,
        ops=columns.ops,
        untimed=len(columns) - known,
    )


@dataclass(frozen=True, eq=False)
class Blocks:
    """The aggregated slots of one lane, each once, by start and end, as arrays of one length."""

    start_ms: Int64
    last_ms: Int64
    count: Int64  # what all records of the slot count together
    rejects: Int64  # how many of them were refused
    is_lower_bound: Bool  # a record of the slot does not say how many
    rows: Int32  # one of the records of each slot

    def touching(self, begin_ms: int, end_ms: int) -> Int64:
        """Which blocks touch [begin, end)."""
        started = int(np.searchsorted(self.start_ms, end_ms))
        return np.flatnonzero(self.last_ms[:started] >= begin_ms)


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
    def blocks(self) -> Blocks:
        """The aggregated slots, each once."""
        return _blocks(self.facts, self.classes[MarkClass.AGGREGATE].rows)

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


def is_more_likely(facts: Facts, rows: Int32 | Int64) -> Bool:
    """Which records may stand for more than their `times`: what overwrites, what counts in part."""
    is_part: Bool = facts.times[rows] != facts.count[rows]
    return is_part | ~facts.keeps_all[rows]


def _blocks(facts: Facts, rows: Int32) -> Blocks:
    starts, lasts = facts.start_ms[rows], facts.last_ms[rows]
    order = np.lexsort((rows, lasts, starts))
    rows, starts, lasts = rows[order], starts[order], lasts[order]
    is_new = np.ones(len(rows), np.bool_)
    is_new[1:] = (np.diff(starts) != 0) | (np.diff(lasts) != 0)
    first = np.flatnonzero(is_new)
    count = facts.count[rows]
    is_unknown = count == UNKNOWN
    known = np.where(is_unknown, 1, np.maximum(count, 0))  # an unknown count is at least one
    slots = np.cumsum(is_new) - 1

    def add_up(values: Int64) -> Int64:
        sums = np.zeros(len(first), np.int64)
        np.add.at(sums, slots, values)
        return sums

    return Blocks(
        start_ms=starts[first],
        last_ms=lasts[first],
        count=add_up(known),
        rejects=add_up(np.where(facts.is_reject[rows], known, 0)),
        is_lower_bound=add_up(is_unknown.astype(np.int64)) > 0,
        rows=rows[first],
    )


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


@dataclass(frozen=True, eq=False)
class Density:
    """How many marks touch each column, by lane, class and column; exact for the grid."""

    grid: Grid
    counts: Int32

    def of(self, mark_class: MarkClass) -> Int32:
        """The counts of one class, by lane and column."""
        return self.counts[:, mark_class]


def density(lanes: Sequence[Lane], begin_ms: int, end_ms: int, columns: int) -> Density:
    """Count what touches each of about `columns` columns of [begin, end) on every lane."""
    grid = make_grid(begin_ms, end_ms, columns)
    together = count_columns([marks for lane in lanes for marks in lane.classes], grid)
    return Density(grid, together.reshape(len(lanes), len(MarkClass), grid.columns))
