"""How much of a count over a period is known singly.

A slot counts what the log and the last accesses tell one by one, too. Two numbers are kept apart:
`known`, what certainly lies in the slot, and `possible`, what may lie in it. The first says how
many more there are at most, the second how many there are at least.
"""

from dataclasses import dataclass

import numpy as np

from auditor.bulk import UNKNOWN, distinct
from auditor.merge import AGGREGATE, DISCRETE, LATEST_MS, MINUTE_MS, Bool, Int64
from auditor.merge_case import ABOUT, Case
from auditor.merge_facts import Groups

SLACK_MS = 2_000  # corrected boundaries agree to a second or two


@dataclass(frozen=True, slots=True)
class Singles:
    """Accesses known one by one, as arrays: each was between `begin_ms` and `end_ms`, included."""

    key: Int64
    begin_ms: Int64
    end_ms: Int64
    count: Int64

    def select(self, mask: Bool) -> "Singles":
        """Take some of them."""
        return Singles(self.key[mask], self.begin_ms[mask], self.end_ms[mask], self.count[mask])


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods with a count, as arrays; `end_ms` is the first millisecond after."""

    key: Int64
    begin_ms: Int64
    end_ms: Int64


class Tally:
    """Counts singles by key and time: built once, asked for many periods."""

    def __init__(self, singles: Singles) -> None:
        usable = (singles.begin_ms >= 0) & (singles.end_ms < LATEST_MS) & (singles.key >= 0)
        singles = singles.select(usable)
        self._begins, self._begun = _sorted(singles.key, singles.begin_ms, singles.count)
        self._ends, self._ended = _sorted(singles.key, singles.end_ms, singles.count)

    def inside(self, periods: Periods) -> Int64:
        """Count what certainly lies in each period."""
        before_end = self._before(self._ends, self._ended, periods.key, periods.end_ms)
        before = self._before(self._begins, self._begun, periods.key, periods.begin_ms)
        # What began before and ended after is subtracted too: then fewer, never more, are known.
        inside: Int64 = np.maximum(before_end - before, 0)
        return inside

    def touching(self, periods: Periods, slack_ms: Int64) -> Int64:
        """Count what may lie in each period, whose boundaries may be off by so much."""
        begin_ms, end_ms = periods.begin_ms - slack_ms, periods.end_ms + slack_ms
        begun = self._before(self._begins, self._begun, periods.key, end_ms)
        ended = self._before(self._ends, self._ended, periods.key, begin_ms)
        touching: Int64 = begun - ended
        return touching

    @staticmethod
    def _before(places: Int64, totals: Int64, key: Int64, time_ms: Int64) -> Int64:
        """Count what has a key and lies before a time, and all of the smaller keys."""
        wanted = np.maximum(key, 0) * LATEST_MS + np.clip(time_ms, 0, LATEST_MS - 1)
        found: Int64 = np.where(key < 0, 0, totals[np.searchsorted(places, wanted)])
        return found


def _sorted(key: Int64, time_ms: Int64, count: Int64) -> tuple[Int64, Int64]:
    places = key * LATEST_MS + time_ms
    order = np.argsort(places, kind="stable")
    totals = np.zeros(len(order) + 1, dtype=np.int64)
    np.cumsum(count[order], out=totals[1:])
    return places[order], totals


def known_counts(case: Case, root: Int64, groups: Groups) -> list[tuple[int, int, int]]:
    """For each count over a period that is known in part: its id, `known` and `more`.

    `more` is what it adds at least to all that is listed singly, and to other periods.
    """
    facts = case.facts
    rows = np.flatnonzero((case.source == AGGREGATE) & (facts.time_ms != UNKNOWN))
    rows = rows[facts.count[rows] > 0]
    if not len(rows):
        return []
    known, possible = np.zeros((2, len(rows)), dtype=np.int64)
    is_slot = case.slot[rows] >= 0
    singly = _Singly(case, root, groups)
    for mask, is_table in ((is_slot, False), (~is_slot, True)):
        if mask.any():
            known[mask], possible[mask] = singly.explain(rows[mask], is_table)
    count = facts.count[rows]
    more = _once_for_both_locations(case, rows, np.maximum(count - possible, 0))
    told = (known > 0) | (more != count)
    columns = (case.ids[root[rows]], np.minimum(known, count), more)
    ids, sure, least = (column[told].tolist() for column in columns)
    return list(zip(ids, sure, least, strict=True))


class _Singly:
    """Every access that is listed singly, under each key it may be counted by."""

    def __init__(self, case: Case, root: Int64, groups: Groups) -> None:
        facts, series = case.facts, case.series
        self._case = case
        begin, precision, weight = facts.time_ms.copy(), facts.precision_ms.copy(), facts.count
        begin[groups.root] = facts.time_ms[groups.time]
        precision[groups.root] = facts.precision_ms[groups.time]
        lead = np.arange(len(root))
        lead[groups.root] = groups.lead
        weight = weight.copy()
        weight[groups.root] = groups.count
        weight[weight == UNKNOWN] = 1
        is_log = np.zeros(len(root), dtype=np.bool_)
        is_log[root[(case.source == DISCRETE) & (facts.count != 0)]] = True
        is_single = (case.source[lead] != AGGREGATE) & (begin != UNKNOWN)
        # An event of several ops counts once under each of them.
        rows = np.flatnonzero(is_single[root])
        keys = case.exact[facts.series]
        places = distinct(root[rows] * (int(keys.max()) + 1) + keys[rows])
        roots, exact = np.divmod(places, int(keys.max()) + 1)

        def singles(of: Int64, key: Int64) -> Singles:
            length = np.maximum(precision[of], 1) - 1
            return Singles(key, begin[of], begin[of] + length, weight[of])

        is_vague = case.is_vague[facts.series[lead]]
        clear = ~is_vague[roots]
        self._exact = singles(roots[clear], exact[clear])
        self._is_log = is_log[roots[clear]]
        alone = np.flatnonzero(is_single & (root == np.arange(len(root))))
        vague = alone[is_vague[alone]]
        self._vague = singles(vague, series.by_name[facts.series[lead[vague]]])
        self._vague_is_log = is_log[vague]
        # Coarse alone may be what a period counts under fine, and the other way round.
        lonely = self._without_sibling(alone[~is_vague[alone]], root, lead)
        self._other = singles(lonely, case.sibling[facts.series[lead[lonely]]])

    def explain(self, rows: Int64, is_table: bool) -> tuple[Int64, Int64]:
        """Give what is known to lie in each period, and what may lie in it.

        The rows of a table add up: what it lists singly is not in its counts.
        """
        case, facts = self._case, self._case.facts
        of, begin_ms = facts.series[rows], facts.time_ms[rows]
        length = np.maximum((facts.precision_ms if is_table else facts.duration_ms)[rows], 0)
        is_about = case.bits[rows] & ABOUT != 0
        slack = np.where(is_about, length, 0 if is_table else SLACK_MS)
        exact = Periods(case.exact[of], begin_ms, begin_ms + length)
        named = Periods(case.series.by_name[of], begin_ms, begin_ms + length)
        counted = self._exact.select(~self._is_log) if is_table else self._exact
        vague = self._vague.select(~self._vague_is_log) if is_table else self._vague
        tally = Tally(counted)
        known = np.where(is_about, 0, tally.inside(exact))
        possible = tally.touching(exact, slack) + Tally(vague).touching(named, slack)
        return known, possible + Tally(self._other).touching(exact, slack)

    def _without_sibling(self, rows: Int64, root: Int64, lead: Int64) -> Int64:
        case = self._case
        of = case.facts.series
        rows = rows[case.sibling[of[lead[rows]]] >= 0]
        ops = case.series.op[of]
        differs = np.zeros(len(root), dtype=np.bool_)
        differs[root[ops != ops[lead[root]]]] = True
        return rows[~differs[rows]]


def _once_for_both_locations(case: Case, rows: Int64, more: Int64) -> Int64:
    """Count what fine and coarse location count of one period once: the larger of both."""
    facts, series = case.facts, case.series
    of = facts.series[rows]
    minute = facts.time_ms[rows] // MINUTE_MS
    period = np.where(case.slot[rows] >= 0, case.slot[rows], -1 - minute)
    fine: dict[tuple[int, int], int] = {}
    for i in np.flatnonzero(series.is_fine[of]).tolist():
        key = (int(series.place[of[i]]), int(period[i]))
        fine[key] = fine.get(key, 0) + int(more[i])
    for i in np.flatnonzero((series.place[of] >= 0) & ~series.is_fine[of]).tolist():
        key = (int(series.place[of[i]]), int(period[i]))
        taken = min(int(more[i]), fine.get(key, 0))
        fine[key] = fine.get(key, 0) - taken
        more[i] -= taken
    return more
