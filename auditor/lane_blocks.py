"""Aggregated slots of one lane: a period with a count, each once."""

from dataclasses import dataclass

import numpy as np

from auditor.columns import UNKNOWN
from auditor.facts import Bool, Facts
from auditor.marks import Int32, Int64


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


def make_blocks(facts: Facts, rows: Int32) -> Blocks:
    """Put the records of each slot together."""
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
