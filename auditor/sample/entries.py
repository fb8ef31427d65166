"""What apps did in a day: habits turned into the calls that Android's AppOps service gets."""

import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from auditor.records import Proxy
from auditor.sample.apps import Habit, Install, habit, install, installs
from auditor.sample.days import SECOND, Day, Visit
from auditor.sample.opnames import names_of
from auditor.sample.versions import Version

NOTE, REJECT, START, FINISH, MOVE, NEST, UNNEST = (
    "note",
    "reject",
    "start",
    "finish",
    "move",  # the uid state changes while the op runs: `was` → `state`
    "nest",  # a second start of the same client
    "unnest",
)


class Entry(NamedTuple):
    """One call, in the order Android gets them. `began` is the start of the running segment."""

    time: int
    what: str
    uid: int
    package: str
    op: str
    tag: str | None
    state: str
    flag: str
    began: int
    proxy: Proxy | None = None
    was: str = ""
    attribution: int = 0
    chain: int = -1


class Run(NamedTuple):
    """A start and its finish, before it is cut at the changes of the uid state."""

    begin: int
    end: int
    who: Install
    op: str
    habit: Habit


class Teller:
    """Tells one day's entries. `chain` numbers count up from day to day."""

    def __init__(self, version: Version, seed: int, day: Day) -> None:
        self._version = version
        self._life = f"entries {seed} {day.ordinal}"
        self._rng = random.Random(self._life)
        self._day = day
        self._chain = (day.ordinal - 730_000) * 8
        self._visits: dict[Install, list[Visit]] = defaultdict(list)
        for visit in day.visits:
            self._visits[visit.who].append(visit)
        self.entries: list[Entry] = []
        self.runs: list[Run] = []

    def tell(self) -> None:
        """Fill `entries` (notes and rejects) and `runs`, unordered."""
        for who in installs():
            for name in (*who.app.habits, *who.app.misconduct):
                self._tell_habit(who, habit(name))
            if self._version.vendor == "miui" and not who.app.is_system:
                self._practise(who, habit("miui_rights"))

    def _tell_habit(self, who: Install, what: Habit) -> None:
        shared = self._rng
        if what.is_apart:
            self._rng = random.Random(f"{self._life} {who.uid} {what.name}")
        if what.is_call:
            self._practise(who, what)
        self._rng = shared

    def _practise(self, who: Install, what: Habit) -> None:
        rng = self._rng
        if what.when == "visit":
            for visit in self._visits.get(who, ()):
                if rng.random() < what.chance:
                    self._visit(who, what, visit)
        elif rng.random() < what.chance and (who.user == 0 or who.app.work):
            for _ in range(rng.randint(*what.times)):
                begin = self._moment(who, what)
                if begin is not None:
                    self._burst(who, what, begin)

    def _visit(self, who: Install, what: Habit, visit: Visit) -> None:
        rng = self._rng
        length = visit.end - visit.begin
        if what.kind == "run":
            begin = visit.begin + rng.randrange(400, max(401, length // 3))
            end = begin + self._length(what)
            if not what.outlives:
                end = min(end, visit.end - 150)
            if end - begin > 300:
                self._run(who, what, begin, end)
        elif what.every_s:
            for at in range(visit.begin + 800, visit.end, int(what.every_s * SECOND)):
                self._do(who, what, min(at + rng.randrange(0, 700), visit.end - 1))
        else:
            for _ in range(rng.randint(*what.times)):
                self._do(who, what, visit.begin + rng.randrange(150, max(151, length - 100)))

    def _moment(self, who: Install, what: Habit) -> int | None:
        """Pick a time of day that fits the habit: hours, screen, app not open."""
        first, last = self._day.hour(what.hours[0]), self._day.hour(what.hours[1] + 1)
        for _ in range(12):
            at = self._rng.randrange(first, last)
            if what.screen and (what.screen == "on") != self._day.is_screen_on(at):
                continue
            if what.screen == "off" and self._day.is_screen_on(at + 130 * SECOND):
                continue
            if not self._is_open(who, at, 140 * SECOND):
                return at
        return None

    def _is_open(self, who: Install, at: int, margin: int) -> bool:
        return any(v.begin - margin <= at < v.end + margin for v in self._visits.get(who, ()))

    def _burst(self, who: Install, what: Habit, begin: int) -> None:
        rng = self._rng
        if not what.every_s:
            self._act(who, what, begin)
            return
        end = begin + int(rng.uniform(*what.burst_s) * SECOND)
        step = what.every_s * SECOND
        at = float(begin)
        while at < end:
            if not self._is_open(who, int(at), 20 * SECOND):
                self._act(who, what, int(at))
            at += step * rng.uniform(0.96, 1.02)

    def _act(self, who: Install, what: Habit, at: int) -> None:
        if what.kind == "run":
            self._run(who, what, at, at + self._length(what))
        else:
            self._do(who, what, at)

    def _length(self, what: Habit) -> int:
        low, high = what.seconds
        return int((low + (high - low) * self._rng.random() ** 2) * SECOND) + self._rng.randrange(
            1000
        )

    def _run(self, who: Install, what: Habit, begin: int, end: int) -> None:
        for logical in what.ops:
            for op in names_of(logical, self._version):
                self.runs.append(Run(begin, end, who, op, what))
                begin += 3

    def _do(self, who: Install, what: Habit, at: int) -> None:
        for logical in what.ops:
            for op in names_of(logical, self._version):
                self._one(who, what, at, op)
                at += 2

    def _one(self, who: Install, what: Habit, at: int, op: str) -> None:
        kind = REJECT if what.kind == "reject" else NOTE
        if what.kind != "through":
            self.entries.append(
                Entry(at, kind, who.uid, who.package, op, what.tag, what.state, "s", at)
            )
            return
        via = install(what.provider, who.user)
        attribution, chain = (0, -1)
        if what.chain:
            self._chain += 1
            attribution, chain = 9, self._chain
        proxy = Proxy(via.uid, via.package, None)
        state = _provider_state(what.state)
        self.entries += (
            Entry(
                at,
                kind,
                via.uid,
                via.package,
                op,
                None,
                state,
                "tp",
                at,
                None,
                "",
                attribution and 10,
                chain,
            ),
            Entry(
                at,
                kind,
                who.uid,
                who.package,
                op,
                what.tag,
                what.state,
                "tpd",
                at,
                proxy,
                "",
                attribution,
                chain,
            ),
        )

    def visits_of(self, who: Install) -> list[Visit]:
        """List the day's visits of one app."""
        return self._visits.get(who, [])


def _provider_state(of_client: str) -> str:
    """A provider's process is raised by the app that uses it."""
    return {"top": "fg", "fgsvc": "fg", "bg": "bg"}.get(of_client, "cch")


def cut_run(run: Run, visits: list[Visit]) -> Iterator[Entry]:
    """Cut one run at the changes of the app's state: start, moves, finish."""
    resting = "fgsvc" if run.habit.state == "top" else run.habit.state
    edges = sorted({e for v in visits for e in (v.begin, v.end) if run.begin < e < run.end})
    points = [run.begin, *edges, run.end]
    states = ["top" if _is_inside(visits, (a + b) // 2) else resting for a, b in pairwise(points)]
    uid, package, op, tag = run.who.uid, run.who.package, run.op, run.habit.tag
    yield Entry(run.begin, START, uid, package, op, tag, states[0], "s", run.begin)
    began, state = run.begin, states[0]
    for edge, after in zip(edges, states[1:], strict=True):
        if after != state:
            yield Entry(edge, MOVE, uid, package, op, tag, after, "s", began, was=state)
            began, state = edge, after
    if run.habit.nested and began == run.begin and run.end - run.begin > 9 * SECOND:
        yield Entry(run.begin + 2 * SECOND, NEST, uid, package, op, tag, state, "s", began)
        yield Entry(run.end - SECOND, UNNEST, uid, package, op, tag, state, "s", began)
    yield Entry(run.end, FINISH, uid, package, op, tag, state, "s", began)


def _is_inside(visits: list[Visit], at: int) -> bool:
    index = bisect_left(visits, at, key=lambda visit: visit.end)
    return index < len(visits) and visits[index].begin <= at
