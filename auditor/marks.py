"""Marks of one kind on one lane as sorted arrays, and how many touch each column of a picture.

A mark covers whole milliseconds, from its start to the last one it touches, both included.
Counting never looks at single marks where there are many: a column's value is the number of
starts before its right edge less the number of ends before its left edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]

MINUTE_MS = 60_000
TOTALS_FROM = 2_000  # below this, placing each mark is as quick and needs no memory
BUCKETS_EACH, FEW_BUCKETS = 4, 32_768  # of the running totals of few times
FINE_BITS = 2  # columns of minutes are rounded up to this many bits after the first
SEARCH_FROM = 4  # marks per column from which searching the edges beats placing each mark


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of equal width, aligned to multiples of it so that a pan never moves their edges."""

    begin_ms: int
    width_ms: int
    columns: int

    @property
    def end_ms(self) -> int:
        """The right edge of the last column."""
        return self.begin_ms + self.width_ms * self.columns

    def edges(self) -> Int64:
        """All edges, one more than there are columns."""
        return self.begin_ms + self.width_ms * np.arange(self.columns + 1, dtype=np.int64)

    @property
    def shift(self) -> int:
        """The largest n for which every edge is a multiple of 2^n minutes; -1 if there is none."""
        minutes, rest = divmod(self.width_ms, MINUTE_MS)
        return -1 if rest else (minutes & -minutes).bit_length() - 1


def make_grid(begin_ms: int, end_ms: int, columns: int) -> Grid:
    """Cover [begin, end) with at most about `columns` columns, at least a millisecond wide.

    Wide columns are a round number of minutes, up to a quarter wider than asked: then running
    totals answer exactly.
    """
    width = max(1, -(-(end_ms - begin_ms) // max(1, columns)))
    if width >= MINUTE_MS:
        minutes = -(-width // MINUTE_MS)
        coarse = max(0, minutes.bit_length() - 1 - FINE_BITS)
        width = (-(-minutes >> coarse) << coarse) * MINUTE_MS
    first = begin_ms // width
    return Grid(first * width, width, max(1, -(-end_ms // width) - first))


@dataclass(frozen=True, slots=True)
class Totals:
    """How many times lie before each edge of buckets of 2^shift minutes, from bucket `first` on."""

    shift: int
    first: int
    before: Int32

    def before_edges(self, grid: Grid) -> Int32:
        """How many lie before each edge of the grid; its edges must be edges of buckets too."""
        step = (grid.width_ms // MINUTE_MS) >> self.shift
        first = ((grid.begin_ms // MINUTE_MS) >> self.shift) - self.first
        edges, last = grid.columns + 1, len(self.before) - 1
        low = min(max(0, -(first // step)), edges)  # the first edge that is not left of the totals
        high = min(max(low, (last - first) // step + 1), edges)
        out = np.empty(edges, np.int32)
        out[:low], out[high:] = 0, self.before[-1]
        out[low:high] = self.before[first + low * step :: step][: high - low]
        return out


def _add_up(sorted_ms: Int64) -> Totals:
    """Running totals, half the memory of the times: no more buckets than times.

    Few times get a few buckets each, for searching among them costs more than what is kept.
    """
    span_minutes = (int(sorted_ms[-1]) - int(sorted_ms[0])) // MINUTE_MS
    most = max(len(sorted_ms), min(BUCKETS_EACH * len(sorted_ms), FEW_BUCKETS))
    shift = 0
    while span_minutes >> shift > most:
        shift += 1
    bucket_ms = MINUTE_MS << shift
    first = int(sorted_ms[0]) // bucket_ms
    per_bucket = np.bincount(sorted_ms // bucket_ms - first)
    before = np.zeros(len(per_bucket) + 1, np.int32)
    np.cumsum(per_bucket, out=before[1:])
    return Totals(shift, first, before)


class Marks:
    """The marks of one class on one lane, in the order of their starts.

    `rows` are positions in the columns the lanes were made from.
    """

    __slots__ = (
        "first_ms",
        "last_ms",
        "last_totals",
        "lasts",
        "longest_ms",
        "rows",
        "start_totals",
        "starts",
    )

    def __init__(self, rows: Int32, starts: Int64, lasts: Int64) -> None:
        """Take starts in rising order and the last millisecond of each of them."""
        self.rows = rows
        self.starts = starts
        self.longest_ms = int((lasts - starts).max()) if len(rows) else 0
        self.lasts = np.sort(lasts) if self.longest_ms else starts
        self.first_ms = int(starts[0]) if len(rows) else 0  # that the first of them touches
        self.last_ms = int(self.lasts[-1]) if len(rows) else 0  # that any of them touches
        self.start_totals = _add_up(self.starts) if len(rows) > TOTALS_FROM else None
        self.last_totals = self.start_totals
        if self.start_totals and self.longest_ms:
            self.last_totals = _add_up(self.lasts)

    def __len__(self) -> int:
        return len(self.rows)

    def answers(self, shift: int) -> bool:
        """Whether running totals give the counts at edges of 2^shift minutes."""
        starts, lasts = self.start_totals, self.last_totals
        return starts is not None and lasts is not None and max(starts.shift, lasts.shift) <= shift

    def count(self, begin_ms: int, end_ms: int) -> int:
        """How many marks touch [begin, end)."""
        return int(self.starts.searchsorted(end_ms) - self.lasts.searchsorted(begin_ms))

    def ends_within(self, begin_ms: int, end_ms: int) -> Int64:
        """The last milliseconds of marks that lie within [begin, end), rising."""
        return self.lasts[self.lasts.searchsorted(begin_ms) : self.lasts.searchsorted(end_ms)]

    def touching(self, begin_ms: int, end_ms: int, last_ms: Int64) -> Int32:
        """The rows of the marks that touch [begin, end), by start; `last_ms` is by row."""
        low = int(self.starts.searchsorted(begin_ms - self.longest_ms))
        rows = self.rows[low : int(self.starts.searchsorted(end_ms))]
        return np.asarray(rows[last_ms[rows] >= begin_ms]) if self.longest_ms else rows


NO_MARKS = Marks(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64))


def count_columns(many: Sequence[Marks], grid: Grid) -> Int32:
    """How many marks of each of `many` (rows) touch each column of the grid."""
    out = np.zeros((len(many), grid.columns), np.int32)
    edges, shift, most = grid.edges(), grid.shift, SEARCH_FROM * grid.columns
    begin_ms, end_ms = grid.begin_ms, grid.end_ms
    to_place: list[tuple[int, Window]] = []
    for i, marks in enumerate(many):
        if marks.first_ms >= end_ms or marks.last_ms < begin_ms:
            continue
        if marks.answers(shift):
            _read_totals(marks, grid, out[i])
            continue
        window = _window(marks, grid)
        if window.touching > most:
            _search(window, edges, out[i])
        else:
            to_place.append((i, window))
    if to_place:
        out[[i for i, _ in to_place]] = _place([window for _, window in to_place], grid)
    return out


@dataclass(frozen=True, slots=True)
class Window:
    """The starts and the last milliseconds that lie within a grid, and how many lie before it."""

    starts: Int64
    lasts: Int64
    started: int
    over: int

    @property
    def touching(self) -> int:
        """How many marks touch the grid."""
        return self.started + len(self.starts) - self.over


def _window(marks: Marks, grid: Grid) -> Window:
    low, high = _bounds(marks, marks.starts, grid)
    starts = marks.starts[low:high]
    if marks.lasts is marks.starts:
        return Window(starts, starts, low, low)
    over, ended = _bounds(marks, marks.lasts, grid)
    return Window(starts, marks.lasts[over:ended], low, over)


def _bounds(marks: Marks, times: Int64, grid: Grid) -> tuple[int, int]:
    """Where the grid begins and ends among sorted times; often all of them lie within it."""
    low, high = 0, len(times)
    if marks.first_ms < grid.begin_ms:
        low = int(times.searchsorted(grid.begin_ms))
    if marks.last_ms >= grid.end_ms:
        high = int(times.searchsorted(grid.end_ms))
    return low, high


def _read_totals(marks: Marks, grid: Grid, out: Int32) -> None:
    """Count by running totals."""
    starts, lasts = marks.start_totals, marks.last_totals
    assert starts is not None and lasts is not None
    before = starts.before_edges(grid)
    ended = before if lasts is starts else lasts.before_edges(grid)
    np.subtract(before[1:], ended[:-1], out=out)


def _search(window: Window, edges: Int64, out: Int32) -> None:
    """Count by searching the edges among the times."""
    before = window.starts.searchsorted(edges[1:])
    ended = window.lasts.searchsorted(edges[:-1])
    np.subtract(before, ended, out=out, casting="same_kind")
    out += window.started - window.over


def _place(many: Sequence[Window], grid: Grid) -> Int32:
    """Count by placing each mark: one more from its first column on, one less after its last."""
    started = _per_column([window.starts for window in many], grid)
    ended = _per_column([window.lasts for window in many], grid)
    changes = started
    changes[:, 1:] -= ended[:, :-1]
    changes[:, 0] += np.array([window.started - window.over for window in many])
    return np.cumsum(changes, axis=1, dtype=np.int32)


def _per_column(many: Sequence[Int64], grid: Grid) -> Int64:
    """How many of each sequence of times lie in each column; all of them lie within the grid."""
    places = (np.concatenate(many) - grid.begin_ms) // grid.width_ms
    lengths = [len(times) for times in many]
    places += np.repeat(np.arange(len(many)) * grid.columns, lengths)
    counts = np.bincount(places, minlength=len(many) * grid.columns)
    return counts.reshape(len(many), grid.columns)
