"""How many marks touch each column of a picture, lane by lane."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auditor.facts import Bool, MarkClass
from auditor.marks import Grid, Int32, count_columns, make_grid
from auditor.timeline import Lane


@dataclass(frozen=True, eq=False)
class Density:
    """How many marks touch each column, by lane, class and column; exact for the grid.

    `doubtful`, by lane and column: whether the time of any of them is uncertain.
    """

    grid: Grid
    counts: Int32
    doubtful: Bool

    def of(self, mark_class: MarkClass) -> Int32:
        """The counts of one class, by lane and column."""
        return self.counts[:, mark_class]


def density(lanes: Sequence[Lane], begin_ms: int, end_ms: int, columns: int) -> Density:
    """Count what touches each of about `columns` columns of [begin, end) on every lane."""
    grid = make_grid(begin_ms, end_ms, columns)
    together = count_columns([marks for lane in lanes for marks in lane.classes], grid)
    counts = together.reshape(len(lanes), len(MarkClass), grid.columns)
    return Density(grid, counts, _doubtful(lanes, grid))


def _doubtful(lanes: Sequence[Lane], grid: Grid) -> Bool:
    doubtful = np.zeros((len(lanes), grid.columns), np.bool_)
    if any(len(lane.doubtful) for lane in lanes):
        np.greater(count_columns([lane.doubtful for lane in lanes], grid), 0, out=doubtful)
    return doubtful
