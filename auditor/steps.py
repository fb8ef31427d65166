"""Yes-or-no facts over time, each change as exact as it was recorded: ask what was true when.

Many facts at once ("the screen is on", "this app is in front"), each called a subject. What is
not known for certain is unknown: a change that is known to the second only leaves open what was
true within that second, and so does an event whose own time is a minute wide.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

YES, NO, UNKNOWN_STATE = 1, 0, -1

Int64 = NDArray[np.int64]
Int8 = NDArray[np.int8]
Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Points:
    """Changes, in the order of each subject's record: from then on, the state is that.

    A change happened between `time_ms` and `time_ms + precision_ms - 1`. `state` is YES, NO or
    UNKNOWN_STATE. `order` decides between equal times.
    """

    subject: Int64
    time_ms: Int64
    precision_ms: Int64
    state: Int8
    order: Int64


@dataclass(frozen=True, slots=True)
class Intervals:
    """Stretches of one state. `ends_known` is False where only the record ends, not the state."""

    subject: Int64
    begin_ms: Int64
    begin_precision_ms: Int64
    end_ms: Int64
    end_precision_ms: Int64
    ends_known: Bool

    def __len__(self) -> int:
        return len(self.subject)


class Steps:
    """Changes in order of subject and time, equal neighbours joined."""

    def __init__(self, points: Points) -> None:
        kept = _sorted(points)
        state = _doubt(kept)
        first = np.ones(len(state), dtype=np.bool_)
        first[1:] = (kept.subject[1:] != kept.subject[:-1]) | (state[1:] != state[:-1])
        self.subject = kept.subject[first]
        self.time_ms = kept.time_ms[first]
        self.precision_ms = np.maximum(kept.precision_ms[first], 1)
        self.state = state[first]
        latest = self.time_ms + self.precision_ms - 1
        self._moments = np.unique(np.concatenate((self.time_ms, latest)))
        self._begins = self._keys(self.subject, self.time_ms)
        self._ends = np.sort(self._keys(self.subject, latest))

    def __len__(self) -> int:
        return len(self.subject)

    def at(self, subject: Int64, time_ms: Int64, precision_ms: Int64) -> Int8:
        """Say what was true of each subject throughout the stretch in which each event lies.

        A subject of -1 is one that nothing is known of.
        """
        last, is_sure = self._last(subject, time_ms, precision_ms)
        found = np.full(len(subject), UNKNOWN_STATE, dtype=np.int8)
        found[is_sure] = self.state[last[is_sure]]
        return found

    def since(
        self, subject: Int64, time_ms: Int64, precision_ms: Int64
    ) -> tuple[Int64, Int64, Bool]:
        """Say how long before each event a YES became NO: at least, how exactly, and whether.

        The third array is False where it is not known, or was no YES before.
        """
        last, is_sure = self._last(subject, time_ms, precision_ms)
        is_end = np.zeros(len(self), dtype=np.bool_)
        is_end[1:] = (
            (self.state[1:] == NO)
            & (self.state[:-1] == YES)
            & (self.subject[1:] == self.subject[:-1])
        )
        is_known = is_sure.copy()
        is_known[is_sure] = is_end[last[is_sure]]
        index = np.where(is_known, last, 0)
        if not len(self):
            return np.zeros(len(subject), np.int64), np.zeros(len(subject), np.int64), is_known
        least = time_ms - (self.time_ms[index] + self.precision_ms[index] - 1)
        width = np.maximum(precision_ms, 1) + self.precision_ms[index] - 1
        return np.where(is_known, least, 0), np.where(is_known, width, 0), is_known

    def intervals(self, state: int = YES) -> Intervals:
        """List the stretches of a state; one that is open at the end of the record has none."""
        has_next = np.zeros(len(self), dtype=np.bool_)
        has_next[:-1] = self.subject[1:] == self.subject[:-1]
        begin = np.flatnonzero((self.state == state) & has_next)
        end = begin + 1
        return Intervals(
            subject=self.subject[begin],
            begin_ms=self.time_ms[begin],
            begin_precision_ms=self.precision_ms[begin],
            end_ms=self.time_ms[end],
            end_precision_ms=self.precision_ms[end],
            ends_known=self.state[end] != UNKNOWN_STATE,
        )

    def _last(self, subject: Int64, time_ms: Int64, precision_ms: Int64) -> tuple[Int64, Bool]:
        """Find the change before each event, and whether none may lie within its stretch."""
        begun = np.searchsorted(
            self._begins,
            self._asked(subject, time_ms + np.maximum(precision_ms, 1) - 1),
            side="right",
        )
        over = np.searchsorted(self._ends, self._asked(subject, time_ms), side="right")
        last = begun - 1
        is_sure = (begun == over) & (begun > 0) & (subject >= 0)
        is_sure[is_sure] = self.subject[last[is_sure]] == subject[is_sure]
        return last, is_sure

    def _keys(self, subject: Int64, time_ms: Int64) -> Int64:
        # Ranks instead of times: no product of the two can be too large for 64 bits.
        keys: Int64 = subject * (len(self._moments) + 1) + 1
        return keys + np.searchsorted(self._moments, time_ms)

    def _asked(self, subject: Int64, time_ms: Int64) -> Int64:
        keys: Int64 = subject * (len(self._moments) + 1)
        return keys + np.searchsorted(self._moments, time_ms, side="right")


def _sorted(points: Points) -> Points:
    order = np.lexsort((points.order, points.time_ms, points.subject))
    return Points(
        points.subject[order],
        points.time_ms[order],
        points.precision_ms[order],
        points.state[order],
        points.order[order],
    )


def _doubt(points: Points) -> Int8:
    """Make unknown what stands after changes of which nobody knows which came last.

    Within one text the order of the lines tells, however coarse the times are. Where a coarse
    time and an exact one overlap, two texts tell of the same moments.
    """
    state = points.state.copy()
    rows = np.flatnonzero(state != UNKNOWN_STATE)
    if not len(rows):
        return state
    subject, begin = points.subject[rows], points.time_ms[rows]
    width = np.maximum(points.precision_ms[rows], 1)
    moments = np.unique(np.concatenate((begin, begin + width)))
    size = len(moments) + 1
    begins = subject * size + np.searchsorted(moments, begin)
    ends = subject * size + np.searchsorted(moments, begin + width)
    is_apart = np.ones(len(rows), dtype=np.bool_)
    is_apart[1:] = begins[1:] >= np.maximum.accumulate(ends)[:-1]
    starts = np.flatnonzero(is_apart)
    mixed = np.zeros(len(starts), dtype=np.bool_)
    for values in (width, state[rows]):
        differ = np.maximum.reduceat(values, starts) != np.minimum.reduceat(values, starts)
        mixed = differ if values is width else mixed & differ
    state[rows[mixed[np.cumsum(is_apart) - 1]]] = UNKNOWN_STATE
    return state
