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

    def before_edges(self, edges_minutes: Int64) -> Int32:
        """How many lie before each edge; the edges must be edges of buckets too."""
        places = (edges_minutes >> self.shift) - self.first
        return self.before.take(places, mode="clip")


def _add_up(sorted_ms: Int64) -> Totals:
    """Running totals with no more buckets than times: half the memory of the times at most."""
    span_minutes = (int(sorted_ms[-1]) - int(sorted_ms[0])) // MINUTE_MS
    shift = 0
    while span_minutes >> shift > len(sorted_ms):
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

    __slots__ = ("last_totals", "lasts", "longest_ms", "rows", "start_totals", "starts")

    def __init__(self, rows: Int32, starts: Int64, lasts: Int64) -> None:
        """Take starts in rising order and the last millisecond of each of them."""
        self.rows = rows
        self.starts = starts
        self.longest_ms = int((lasts - starts).max()) if len(rows) else 0
        self.lasts = np.sort(lasts) if self.longest_ms else starts
        self.start_totals = _add_up(self.starts) if len(rows) > TOTALS_FROM else None
        self.last_totals = self.start_totals
        if self.start_totals and self.longest_ms:
            self.last_totals = _add_up(self.lasts)

    def __len__(self) -> int:
        return len(self.rows)

    def count(self, begin_ms: int, end_ms: int) -> int:
        """How many marks touch [begin, end)."""
        return int(self.starts.searchsorted(end_ms) - self.lasts.searchsorted(begin_ms))

    def touching(self, begin_ms: int, end_ms: int, last_ms: Int64) -> Int32:
        """The rows of the marks that touch [begin, end), by start; `last_ms` is by row."""
        low = int(self.starts.searchsorted(begin_ms - self.longest_ms))
        rows = self.rows[low : int(self.starts.searchsorted(end_ms))]
        return np.asarray(rows[last_ms[rows] >= begin_ms]) if self.longest_ms else rows


def count_columns(many: Sequence[Marks], grid: Grid) -> Int32:
    """How many marks of each of `many` (rows) touch each column of the grid."""
    out = np.zeros((len(many), grid.columns), np.int32)
    by_totals, by_search, by_place = _sorted_by_way(many, grid)
    minutes = grid.edges() // MINUTE_MS
    for i in by_totals:
        starts, lasts = many[i].start_totals, many[i].last_totals
        assert starts is not None and lasts is not None
        before = starts.before_edges(minutes)
        ended = before if lasts is starts else lasts.before_edges(minutes)
        np.subtract(before[1:], ended[:-1], out=out[i])
    for i in by_search:
        edges = grid.edges()
        np.subtract(
            many[i].starts.searchsorted(edges[1:]),
            many[i].lasts.searchsorted(edges[:-1]),
            out=out[i],
            casting="same_kind",
        )
    if by_place:
        out[by_place] = _place([many[i] for i in by_place], grid)
    return out


def _sorted_by_way(many: Sequence[Marks], grid: Grid) -> tuple[list[int], list[int], list[int]]:
    """Which marks are counted by running totals, by searching edges, by placing each."""
    ways: tuple[list[int], list[int], list[int]] = ([], [], [])
    shift, most = grid.shift, SEARCH_FROM * grid.columns
    for i, marks in enumerate(many):
        totals = marks.start_totals, marks.last_totals
        if totals[0] and totals[1] and max(totals[0].shift, totals[1].shift) <= shift:
            ways[0].append(i)
        elif len(marks) > most and marks.count(grid.begin_ms, grid.end_ms) > most:
            ways[1].append(i)
        elif len(marks):
            ways[2].append(i)
    return ways


def _place(many: Sequence[Marks], grid: Grid) -> Int32:
    """Count by placing each mark: one more from its first column on, one less after its last."""
    before, started = _per_column([marks.starts for marks in many], grid)
    over, ended = _per_column([marks.lasts for marks in many], grid)
    changes = started
    changes[:, 1:] -= ended[:, :-1]
    changes[:, 0] += before - over
    return np.cumsum(changes, axis=1, dtype=np.int32)


def _per_column(many: Sequence[Int64], grid: Grid) -> tuple[Int64, Int64]:
    """For each sequence of sorted times: how many lie before the grid, and in each column."""
    window = np.array([grid.begin_ms, grid.end_ms], np.int64)
    bounds = np.array([times.searchsorted(window) for times in many])
    slices = [times[low:high] for times, (low, high) in zip(many, bounds.tolist(), strict=True)]
    places = (np.concatenate(slices) - grid.begin_ms) // grid.width_ms
    places += np.repeat(np.arange(len(many)) * grid.columns, bounds[:, 1] - bounds[:, 0])
    counts = np.bincount(places, minlength=len(many) * grid.columns)
    return bounds[:, 0], counts.reshape(len(many), grid.columns)
