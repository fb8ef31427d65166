"""Which records tell of the same access (formats.md 8.3): pure numpy, no database.

An event takes part as one row; `same_events` says which rows are one event. A decision is made
with what was known when the later of two records was loaded, and stands: a later capture adds
witnesses to an event, it never tears one apart or joins two that were told apart. Therefore only
fields that never change once loaded are looked at: series, time, count, and the rows of a log.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.bulk import UNKNOWN
from auditor.records import Source
from auditor.shown import SOURCES

SECOND_MS, MINUTE_MS, HOUR_MS = 1_000, 60_000, 3_600_000
BUCKET_MS = 15 * MINUTE_MS  # the longest of the tables of late Android 16
SESSION_MS = 2 * SECOND_MS  # a recording or camera session begins this close to its note
TOGETHER_MS = SECOND_MS  # one request is noted under fine and coarse location
LATEST_MS = 1 << 43  # the year 2248: wilder times are shown as they are, never merged

LAST, DISCRETE, AGGREGATE, AUDIO, CAMERA = (
    SOURCES.index(each)
    for each in (Source.LAST, Source.DISCRETE, Source.AGGREGATE, Source.AUDIO, Source.CAMERA)
)

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]
Edges = tuple[Int64, Int64, Int64]  # left rows, right rows, how far apart

IN_BUCKET, IN_LOG, IN_SESSION, IN_PLACE = range(4)  # the rules, the surest first


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What a rule asks of a series, as arrays by series id. Equal keys are equal numbers.

    `head` is the first series that is the same but for twins and eras; events name that.
    `note` is uid, package, op, tag, kind and virtual device. Sessions tell less: `by_name` is
    package, op and kind, `by_uid` uid, op and kind; a call's op is that of any other use. `place`
    is `note` and state and flags without the op, -1 for anything that is neither fine nor coarse
    location. `state` and `uid` are -1 and `flags` (bits) is 0 where not recorded.
    """

    head: Int64
    source: Int64
    note: Int64
    by_name: Int64
    by_uid: Int64
    place: Int64
    op: Int64
    uid: Int64
    state: Int64
    flags: Int64
    is_fine: Bool
    is_named: Bool
    is_sure: Bool  # False where the row may be another app's (formats.md 11.5)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What a rule asks of events, as arrays of one length, the oldest first.

    `stage` counts the capture that brought an event; `chain` tells chains and attribution flags
    apart. Unknown numbers are UNKNOWN.
    """

    series: Int64
    stage: Int64
    time_ms: Int64
    precision_ms: Int64
    duration_ms: Int64
    count: Int64
    chain: Int64
    is_bucket: Bool  # a row of a table that counts several

    def __len__(self) -> int:
        return len(self.series)


def same_events(events: EventFacts, series: SeriesFacts) -> Int64:
    """Give for each event the row of the oldest one that is the same; its own row if alone."""
    rules = _Rules(events, series)
    root = rules.pairs()
    alone = root == np.arange(len(root))
    found = [
        (IN_BUCKET, rules.in_bucket(alone)),
        (IN_LOG, rules.in_log(alone)),
        (IN_SESSION, rules.in_session(alone)),
        (IN_PLACE, rules.in_place(alone)),
    ]
    join = _Joining(rules, found)
    root = join.run(root)
    return root[root]


class _Rules:
    """Each rule gives the pairs of rows that may be the same event."""

    def __init__(self, events: EventFacts, series: SeriesFacts) -> None:
        of = events.series
        self.events = events
        self.time = events.time_ms
        self.source = series.source[of]
        self.op = series.op[of]
        self.is_fine = series.is_fine[of]
        self._note, self._place = series.note[of], series.place[of]
        self._by_name, self._by_uid = series.by_name[of], series.by_uid[of]
        self._uid, self._is_named = series.uid[of], series.is_named[of]
        self._state, self._flags = series.state[of], series.flags[of]
        self.usable = series.is_sure[of] & (self.time >= 0) & (self.time < LATEST_MS)
        self.is_exact = (self.source == LAST) | (events.precision_ms <= SECOND_MS)
        # A last access before Android 9 is late by less than SESSION_MS: its time is a point.
        length = np.where(self.source == LAST, 1, np.clip(events.precision_ms, 1, MINUTE_MS))
        self.end = self.time + length - 1  # the last millisecond it can have been

    def pairs(self) -> Int64:
        """Join start and finish of one run, and the readings of one session.

        They have equal keys and times; a start has no duration. Where the phone counts, a finish
        counts nothing. The n-th start goes with the n-th finish: equal rows are several runs.
        """
        events = self.events
        lasted = events.duration_ms != UNKNOWN
        is_log = (self.source == DISCRETE) & self.usable
        start = is_log & ~lasted & (events.count != 0)
        finish = is_log & lasted & ((events.count == UNKNOWN) | (events.count == 0))
        root = np.arange(len(events))
        rows, first = self._runs(np.flatnonzero(start | finish))
        is_finish = finish[rows]
        order = np.lexsort((rows, is_finish, first))
        rows, first, is_finish = rows[order], first[order], is_finish[order]
        turn = _ranks(first * 2 + is_finish)
        width = int(turn.max(initial=0)) + 1
        place = first * width + turn
        _, i, j = np.intersect1d(
            place[~is_finish], place[is_finish], assume_unique=True, return_indices=True
        )
        one, other = rows[~is_finish][i], rows[is_finish][j]
        root[np.maximum(one, other)] = np.minimum(one, other)
        is_session = ((self.source == AUDIO) | (self.source == CAMERA)) & self.usable
        rows, first = self._runs(np.flatnonzero(is_session))
        if len(rows):
            oldest = np.full(int(first.max()) + 1, len(root))
            np.minimum.at(oldest, first, rows)
            root[rows] = oldest[first]
        return root

    def _runs(self, rows: Int64) -> tuple[Int64, Int64]:
        """Number what has equal series, chain and time: rows, and the number of each."""
        keys = (self.time[rows], self.events.chain[rows], self.events.series[rows])
        order = np.lexsort(keys)
        rows = rows[order]
        differs = np.zeros(len(rows), dtype=np.int64)
        for key in keys:
            of = key[order]
            differs[1:] |= of[1:] != of[:-1]
        return rows, np.cumsum(differs)

    def in_bucket(self, alone: Bool) -> Edges:
        """The end of a run whose start is counted together with others of its bucket."""
        finish = (self.source == DISCRETE) & (self.events.count == 0) & alone
        left, right = self._near(finish, self.events.is_bucket, self._note, BUCKET_MS, 0)
        late = self.time[left] - self.time[right]
        fits = (late < self.events.precision_ms[right]) & self._agree(left, right)
        return left[fits], right[fits], late[fits]

    def in_log(self, alone: Bool) -> Edges:
        """A last access and the row of the log whose time or minute it lies in."""
        log = (self.source == DISCRETE) & alone
        is_twice = bool((self.events.precision_ms[log] > HOUR_MS).any())
        reach = MINUTE_MS + HOUR_MS * is_twice
        left, right = self._near(self.source == LAST, log, self._note, reach, 0)
        late = self.time[left] - self.time[right]
        precision = self.events.precision_ms[right]
        # In the hour that comes twice a row is a minute of one of the two.
        minute = np.where(precision > HOUR_MS, precision - HOUR_MS, precision)
        fits = (late < precision) & (late % HOUR_MS < minute) & self._agree(left, right)
        left, right = left[fits], right[fits]
        return left, right, np.zeros(len(left), dtype=np.int64)

    def in_session(self, alone: Bool) -> Edges:
        """A recording or camera session and the note that lies within two seconds of its begin."""
        session = ((self.source == AUDIO) | (self.source == CAMERA)) & alone
        # One that counts nothing is the end of a session whose begin the log has lost.
        session &= (self.events.precision_ms <= MINUTE_MS) & (self.events.count != 0)
        note = ((self.source == LAST) | (self.source == DISCRETE)) & alone
        reach = SESSION_MS + MINUTE_MS
        found = [
            self._near(session & self._is_named, note, self._by_name, reach, reach),
            self._near(session & ~self._is_named, note, self._by_uid, reach, reach),
        ]
        left, right = (np.concatenate(rows) for rows in zip(*found, strict=True))
        gap = self._gap(left, right)
        fits = (gap <= SESSION_MS) & self._same_uid(left, right)
        return left[fits], right[fits], gap[fits]

    def in_place(self, alone: Bool) -> Edges:
        """Coarse and fine location of one request: within a second, or in one minute."""
        note = ((self.source == LAST) | (self.source == DISCRETE)) & alone & (self._place >= 0)
        left, right = self._near(
            note & ~self.is_fine, note & self.is_fine, self._place, MINUTE_MS, MINUTE_MS
        )
        both = self.is_exact[left] & self.is_exact[right]
        fits = self._gap(left, right) <= np.where(both, TOGETHER_MS, 0)
        left, right = left[fits], right[fits]
        return left, right, np.abs(self.time[left] - self.time[right])

    def fits(self, i: int, j: int) -> bool:
        """Say whether two rows can be witnesses of one event, whatever joined them to it."""
        if self.source[i] == self.source[j] and self.op[i] == self.op[j]:
            return False  # one witness of each record: two would be two accesses
        if not self._is_one_note(i, j):
            return False
        slack = 0
        if {int(self.source[i]), int(self.source[j])} & {AUDIO, CAMERA}:
            slack = SESSION_MS
        elif self.op[i] != self.op[j] and self.is_exact[i] and self.is_exact[j]:
            slack = TOGETHER_MS
        precision = max(int(self.events.precision_ms[i]), int(self.events.precision_ms[j]))
        if precision > HOUR_MS:  # either of two hours: the rule that joined them has looked
            return True
        apart = max(self.time[i], self.time[j]) - min(self.end[i], self.end[j])
        return bool(apart <= slack)

    def _is_one_note(self, i: int, j: int) -> bool:
        """Say whether two notes have the same key; a session has none."""
        if {int(self.source[i]), int(self.source[j])} & {AUDIO, CAMERA}:
            return True
        if self.op[i] != self.op[j]:
            return bool(self._place[i] == self._place[j] >= 0)
        same = self._note[i] == self._note[j]
        return bool(same and self._agree(np.array([i]), np.array([j]))[0])

    def _same_uid(self, left: Int64, right: Int64) -> Bool:
        one, other = self._uid[left], self._uid[right]
        same: Bool = (one == other) | (one < 0) | (other < 0)
        return same

    def _gap(self, left: Int64, right: Int64) -> Int64:
        late = np.maximum(self.time[left], self.time[right])
        gap: Int64 = np.maximum(0, late - np.minimum(self.end[left], self.end[right]))
        return gap

    def _agree(self, left: Int64, right: Int64) -> Bool:
        """State and flags must agree where both are known; a log may join several flags."""
        one, other = self._state[left], self._state[right]
        states = (one == other) | (one < 0) | (other < 0)
        one, other = self._flags[left], self._flags[right]
        agree: Bool = states & (((one & other) != 0) | (one == 0) | (other == 0))
        return agree

    def _near(
        self, left: Bool, right: Bool, key: Int64, before_ms: int, after_ms: int
    ) -> tuple[Int64, Int64]:
        """Pair each left row with the right rows of its key that began about then."""
        rows, others = np.flatnonzero(left & self.usable), np.flatnonzero(right & self.usable)
        if not len(rows) or not len(others):
            return rows[:0], others[:0]
        places = key[others] * LATEST_MS + self.time[others]
        order = np.argsort(places, kind="stable")
        others, places = others[order], places[order]
        base = key[rows] * LATEST_MS
        low = np.searchsorted(places, base + np.maximum(self.time[rows] - before_ms, 0))
        high = np.searchsorted(places, base + self.time[rows] + after_ms, side="right")
        number = np.maximum(high - low, 0)
        within = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
        return np.repeat(rows, number), others[np.repeat(low, number) + within]


class _Joining:
    """Joins pairs into events: the earliest known first, then the surest rule, then the nearest."""

    def __init__(self, rules: _Rules, found: list[tuple[int, Edges]]) -> None:
        self._rules = rules
        self._left = np.concatenate([edges[0] for _, edges in found])
        self._right = np.concatenate([edges[1] for _, edges in found])
        apart = np.concatenate([edges[2] for _, edges in found])
        self._rule = np.repeat([rule for rule, _ in found], [len(e[0]) for _, e in found])
        stage = np.maximum(rules.events.stage[self._left], rules.events.stage[self._right])
        self._order = np.lexsort((self._right, self._left, apart, self._rule, stage))
        self._members: dict[int, list[int]] = {}
        self._owner: dict[int, int] = {}
        self._buckets: set[int] = set()

    def run(self, root: Int64) -> Int64:
        """Join into `root`; rows there stand for themselves or for the row they name."""
        times = np.bincount(self._left, minlength=len(root))
        times += np.bincount(self._right, minlength=len(root))
        # Most pairs have no rival: those need no thought.
        simple = (times[self._left] == 1) & (times[self._right] == 1)
        one, other = self._left[simple], self._right[simple]
        root[np.maximum(one, other)] = np.minimum(one, other)
        order = self._order[~simple[self._order]]
        for left, right, rule in zip(
            self._left[order].tolist(),
            self._right[order].tolist(),
            self._rule[order].tolist(),
            strict=True,
        ):
            self._join(left, right, rule)
        for owner, members in self._members.items():
            root[members] = owner
        return root

    def _join(self, left: int, right: int, rule: int) -> None:
        one, other = self._owner.get(left, left), self._owner.get(right, right)
        if one == other:
            return
        ours, theirs = self._members.get(one, [one]), self._members.get(other, [other])
        if rule == IN_BUCKET:
            if len(ours) > 1:
                return
        elif {one, other} & self._buckets or not self._fit(ours, theirs):
            return
        owner = min(one, other)
        self._members.pop(one, None)
        self._members.pop(other, None)
        self._members[owner] = ours + theirs
        self._owner.update(dict.fromkeys(self._members[owner], owner))
        if rule == IN_BUCKET:
            self._buckets -= {one, other}
            self._buckets.add(owner)

    def _fit(self, ours: list[int], theirs: list[int]) -> bool:
        return all(self._rules.fits(i, j) for i in ours for j in theirs)


def _ranks(groups: Int64) -> Int64:
    """Count 0, 1, 2 … within each run of equal numbers of a sorted array."""
    places = np.arange(len(groups))
    first = np.ones(len(groups), dtype=np.bool_)
    first[1:] = groups[1:] != groups[:-1]
    ranks: Int64 = places - np.maximum.accumulate(np.where(first, places, 0))
    return ranks
