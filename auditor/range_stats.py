"""What happened in a stretch of time, per app and data type: never more than is certain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.columns import DATA_TYPES, PackageKey
from auditor.facts import Facts, MarkClass, is_more_likely
from auditor.records import DataType

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One app and data type within the stretch.

    `accesses` and `rejects` are lower bounds where `is_lower_bound`: a record that overwrites,
    one whose count is not told, or a count over a period that only overlaps the stretch (that
    adds nothing). `lasted_ms` is the time within the stretch that is covered by accesses of known
    length, None where no length is known; `in_front` and `in_background` count accesses whose
    state is known.
    """

    app: PackageKey
    data_type: DataType
    accesses: int
    rejects: int
    is_lower_bound: bool
    lasted_ms: int | None
    in_front: int
    in_background: int

    @property
    def background_share(self) -> float | None:
        """0 to 1; None where no state is known."""
        known = self.in_front + self.in_background
        return self.in_background / known if known else None


@dataclass(frozen=True, slots=True)
class RangeStats:
    """A stretch [begin, end), its rows with most accesses first, and all its records' ids."""

    begin_ms: int
    end_ms: int
    rows: tuple[RangeRow, ...]
    ids: tuple[int, ...]

    @property
    def accesses(self) -> int:
        """Of all rows together."""
        return sum(row.accesses for row in self.rows)

    @property
    def rejects(self) -> int:
        """Of all rows together."""
        return sum(row.rejects for row in self.rows)

    @property
    def is_lower_bound(self) -> bool:
        """Whether any number may be larger in truth."""
        return any(row.is_lower_bound for row in self.rows)

    @property
    def apps(self) -> int:
        """How many apps."""
        return len({row.app for row in self.rows})


def range_stats(facts: Facts, begin_ms: int, end_ms: int) -> RangeStats:
    """Count what touches [begin, end)."""
    touching = np.flatnonzero((facts.start_ms < end_ms) & (facts.last_ms >= begin_ms))
    code = facts.app_code[touching].astype(np.int64) * len(DATA_TYPES) + facts.type_code[touching]
    order = np.argsort(code, kind="stable")
    groups, first = np.unique(code[order], return_index=True)
    parts = np.split(touching[order], first[1:]) if len(groups) else []
    rows = [_row(facts, part, begin_ms, end_ms) for part in parts]
    rows.sort(key=lambda row: (-row.accesses, -row.rejects, row.app.package, row.data_type))
    return RangeStats(begin_ms, end_ms, tuple(rows), tuple(facts.ids[touching].tolist()))


def _row(facts: Facts, rows: Int64, begin_ms: int, end_ms: int) -> RangeRow:
    times, overlaps = _times(facts, rows, begin_ms, end_ms)
    is_access = ~facts.is_reject[rows]
    state = facts.background[rows]
    return RangeRow(
        app=facts.apps[facts.app_code[rows[0]]],
        data_type=DATA_TYPES[facts.type_code[rows[0]]],
        accesses=int(times[is_access].sum()),
        rejects=int(times[~is_access].sum()),
        is_lower_bound=bool(overlaps.any() or is_more_likely(facts, rows).any()),
        lasted_ms=_lasted(facts, rows[is_access], begin_ms, end_ms),
        in_front=int(times[is_access & (state == 0)].sum()),
        in_background=int(times[is_access & (state == 1)].sum()),
    )


def _times(facts: Facts, rows: Int64, begin_ms: int, end_ms: int) -> tuple[Int64, Bool]:
    """How often each record counts here, and which are periods that reach beyond the stretch."""
    is_period = facts.mark_class[rows] == MarkClass.AGGREGATE
    is_beyond = (facts.start_ms[rows] < begin_ms) | (facts.last_ms[rows] >= end_ms)
    overlaps: Bool = is_period & is_beyond
    return np.where(overlaps, 0, facts.times[rows]), overlaps


def _lasted(facts: Facts, rows: Int64, begin_ms: int, end_ms: int) -> int | None:
    """The time covered by accesses of known length, what overlaps once."""
    is_single = facts.mark_class[rows] != MarkClass.AGGREGATE
    rows = rows[is_single & (facts.duration_ms[rows] > 0)]
    if not len(rows):
        return None
    starts = facts.start_ms[rows]
    begins = np.maximum(starts, begin_ms)
    ends = np.minimum(starts + facts.duration_ms[rows], end_ms)
    order = np.argsort(begins, kind="stable")
    begins, ends = begins[order], np.maximum.accumulate(ends[order])
    free_from = np.concatenate((begins[:1], ends[:-1]))
    return int(np.maximum(0, ends - np.maximum(begins, free_from)).sum())
