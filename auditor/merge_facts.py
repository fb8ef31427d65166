"""What the witnesses of one event say together."""

import numpy as np

from auditor.bulk import UNKNOWN, distinct
from auditor.merge import AUDIO, CAMERA, DISCRETE, LAST, MINUTE_MS, Bool, Int64
from auditor.merge_case import ASSUMED, RUNNING, Case
from auditor.shown import SOURCES


class Groups:
    """What the witnesses of each event say together; only events with several."""

    def __init__(self, case: Case, root: Int64) -> None:
        facts = case.facts
        size = np.bincount(root, minlength=len(root))
        rows = np.flatnonzero(size[root] > 1)
        self._case = case
        source = case.source
        is_session = (source == AUDIO) | (source == CAMERA)
        of = facts.series
        is_coarse = (case.series.place[of] >= 0) & ~case.series.is_fine[of]
        # Who and how: a count before its parts, fine before coarse, what tells more before less.
        rank = is_session * 8 + is_coarse * 4 + (case.series.state[of] < 0) * 2
        rank += source != DISCRETE
        rank[facts.is_bucket] = -1
        self.root, self.lead = _firsts(root, rows, rank[rows])
        # When: the most exact; what Android noted before what a service logged.
        exact = np.maximum(facts.precision_ms, 1) * 4 + is_session * 2 + is_coarse
        exact[facts.is_bucket] = -1
        _, self.time = _firsts(root, rows, exact[rows])
        self._rows = rows[np.argsort(root[rows], kind="stable")]
        self._starts = np.searchsorted(root[self._rows], self.root)
        self.count = self._most(facts.count)
        self.duration = self._durations()
        bits = case.bits
        finished = (source != LAST) & (facts.duration_ms != UNKNOWN)
        finished &= bits & RUNNING == 0
        self.running = (self._most(bits & RUNNING) > 0) & (self._most(finished) == 0)
        self.sources = np.bitwise_or.reduceat(1 << source[self._rows], self._starts)
        with_proxy = np.where(case.proxy >= 0, np.arange(len(root)), -1)
        self.proxy = self._most(with_proxy)

    def rows(self) -> list[tuple[object, ...]]:
        """Give the rows of `merged_events`."""
        facts, ids = self._case.facts, self._case.ids
        names = {bits: _names(int(bits)) for bits in distinct(self.sources).tolist()}
        text = [str(each) for each in SOURCES]
        columns = (
            ids[self.root],
            ids[self.lead],
            ids[self.time],
            [text[i] for i in self._case.source[self.time].tolist()],
            [names[bits] for bits in self.sources.tolist()],
            facts.time_ms[self.time],
            facts.precision_ms[self.time],
            [None if n == UNKNOWN else n for n in self.duration.tolist()],
            [None if n == UNKNOWN else n for n in self.count.tolist()],
            self.running.astype(np.int64),
            (self._case.bits[self.time] & ASSUMED) // ASSUMED,
            [None if n < 0 else int(self._case.proxy[n]) for n in self.proxy.tolist()],
        )
        lists = [c.tolist() if isinstance(c, np.ndarray) else c for c in columns]
        return list(zip(*lists, strict=True))

    def _most(self, values: Int64 | Bool) -> Int64:
        if not len(self._rows):
            return np.zeros(0, dtype=np.int64)
        found: Int64 = np.maximum.reduceat(values[self._rows].astype(np.int64), self._starts)
        return found

    def _durations(self) -> Int64:
        """The longest, but an exact one rather than the minutes it was rounded up to."""
        facts = self._case.facts
        is_rounded = (self._case.source == DISCRETE) & (facts.precision_ms >= MINUTE_MS)
        exact = self._most(np.where(is_rounded, UNKNOWN, facts.duration_ms))
        rounded = self._most(np.where(is_rounded, facts.duration_ms, UNKNOWN))
        up = -(-exact // MINUTE_MS) * MINUTE_MS
        is_same = (exact != UNKNOWN) & (up == rounded)
        longest = np.where(is_same, exact, np.maximum(exact, rounded))
        bucket = facts.is_bucket[self.lead]  # its length is that of the bucket
        return np.where(bucket, facts.duration_ms[self.lead], longest)


def _firsts(root: Int64, rows: Int64, rank: Int64) -> tuple[Int64, Int64]:
    """For each event with several witnesses: its row, and that of the witness ranked first."""
    rows = rows[np.lexsort((rows, rank, root[rows]))]
    roots = root[rows]
    first = np.ones(len(rows), dtype=np.bool_)
    first[1:] = roots[1:] != roots[:-1]
    return roots[first], rows[first]


def _names(bits: int) -> str:
    return "|".join(each for i, each in enumerate(SOURCES) if bits >> i & 1)
