"""Marks of one kind on one lane as sorted arrays, and how many touch each column of a picture.

A mark covers whole milliseconds, from its start to the last one it touches, both included.
Counting never looks at single marks: a column's value is the number of starts before its right
edge less the number of ends before its left edge.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]

QUARTER_HOUR_MS = 900_000
MOST_BUCKETS = 65_536
TOTALS_FROM = 20_000  # below this, searching is as quick as adding up and needs no memory


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


def make_grid(begin_ms: int, end_ms: int, columns: int, bucket_ms: int) -> Grid:
    """Cover [begin, end) with at most about `columns` columns, at least a millisecond wide.

    Columns wider than a bucket become a multiple of it: then running totals answer exactly.
    """
    width = max(1, -(-(end_ms - begin_ms) // max(1, columns)))
    if width >= bucket_ms:
        width = -(-width // bucket_ms) * bucket_ms
    first = begin_ms // width
    return Grid(first * width, width, max(1, -(-end_ms // width) - first))


def bucket_for(span_ms: int) -> int:
    """The width of a running total's bucket: a quarter hour, doubled until few enough cover all."""
    bucket = QUARTER_HOUR_MS
    while span_ms // bucket >= MOST_BUCKETS:
        bucket *= 2
    return bucket


@dataclass(frozen=True, slots=True)
class Totals:
    """How many times lie before each bucket's left edge; bucket `first` is the leftmost."""

    bucket_ms: int
    first: int
    before: Int32

    def before_edges(self, grid: Grid) -> Int32:
        """How many lie before each edge of a grid whose edges are bucket edges."""
        step = grid.width_ms // self.bucket_ms
        begin = grid.begin_ms // self.bucket_ms - self.first
        edges = begin + step * np.arange(grid.columns + 1)
        return self.before[np.clip(edges, 0, len(self.before) - 1)]


def _add_up(sorted_ms: Int64, bucket_ms: int) -> Totals:
    first = int(sorted_ms[0]) // bucket_ms
    buckets = sorted_ms // bucket_ms - first
    before = np.zeros(int(buckets[-1]) + 2, np.int32)
    np.cumsum(np.bincount(buckets), out=before[1:])
    return Totals(bucket_ms, first, before)


def _before_edges(sorted_ms: Int64, grid: Grid) -> Int64:
    """How many of the sorted times lie before each edge of the grid."""
    low, high = np.searchsorted(sorted_ms, (grid.begin_ms, grid.end_ms)).tolist()
    inside = sorted_ms[low:high]
    if len(inside) < grid.columns // 2:  # few times: put each into its column
        per_column = np.bincount((inside - grid.begin_ms) // grid.width_ms, minlength=grid.columns)
        out = np.full(grid.columns + 1, low, np.int64)
        out[1:] += np.cumsum(per_column)
        return out
    return np.asarray(low + np.searchsorted(inside, grid.edges()))


class Marks:
    """The marks of one class on one lane, in the order of their starts.

    `rows` are positions in the columns the lanes were made from.
    """

    __slots__ = ("_last_totals", "_start_totals", "lasts", "longest_ms", "rows", "starts")

    def __init__(self, rows: Int32, starts: Int64, lasts: Int64, bucket_ms: int) -> None:
        """Take starts in rising order and the last millisecond of each of them."""
        self.rows = rows
        self.starts = starts
        lengths = lasts - starts
        self.longest_ms = int(lengths.max()) if len(lengths) else 0
        self.lasts = np.sort(lasts) if self.longest_ms else starts
        self._start_totals: Totals | None = None
        self._last_totals: Totals | None = None
        if len(rows) > TOTALS_FROM:
            self._start_totals = _add_up(self.starts, bucket_ms)
            same = self.lasts is self.starts
            self._last_totals = self._start_totals if same else _add_up(self.lasts, bucket_ms)

    def __len__(self) -> int:
        return len(self.rows)

    def count(self, begin_ms: int, end_ms: int) -> int:
        """How many marks touch [begin, end)."""
        started = int(np.searchsorted(self.starts, end_ms))
        return started - int(np.searchsorted(self.lasts, begin_ms))

    def count_columns(self, grid: Grid) -> Int64 | Int32:
        """How many marks touch each column of the grid."""
        totals = self._start_totals, self._last_totals
        if totals[0] and totals[1] and grid.width_ms % totals[0].bucket_ms == 0:
            starts = totals[0].before_edges(grid)
            lasts = starts if totals[1] is totals[0] else totals[1].before_edges(grid)
            return np.asarray(starts[1:] - lasts[:-1])
        starts_before = _before_edges(self.starts, grid)
        same = self.lasts is self.starts
        lasts_before = starts_before if same else _before_edges(self.lasts, grid)
        return np.asarray(starts_before[1:] - lasts_before[:-1])

    def touching(self, begin_ms: int, end_ms: int, last_ms: Int64) -> Int32:
        """The rows of the marks that touch [begin, end), by start; `last_ms` is by row."""
        earliest = begin_ms - self.longest_ms
        low, high = np.searchsorted(self.starts, (earliest, end_ms)).tolist()
        rows = self.rows[low:high]
        return np.asarray(rows[last_ms[rows] >= begin_ms]) if self.longest_ms else rows
