"""When the processes of apps lived: opened by the person, or started by something else."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from auditor.sample.apps import Habit, Install, habit, install, installs
from auditor.sample.days import MINUTE, SECOND, Day

_IDLE = 40 * MINUTE  # an app that nobody opens for so long is ended


class Life(NamedTuple):
    """One process of an app, and what it was started for."""

    begin: int
    end: int
    who: Install
    cause: str = "next-top-activity"
    component: str = "MainActivity"


class _Start(NamedTuple):
    """Something that starts an app if it does not run yet."""

    at: int
    who: Install
    what: Habit
    length: int


def lives(days: Sequence[Day], seed: int, now: int) -> list[Life]:
    """List the processes of the last days that began by now, in order of their begin."""
    opened = list(_opened(days[-3:], now))
    by_app: dict[Install, list[Life]] = {}
    for life in opened:
        by_app.setdefault(life.who, []).append(life)
    found = [*opened]
    for start in sorted(_starts(days[-3:], opened, seed), key=lambda each: (each.at, each.who.uid)):
        life = Life(start.at, start.at + start.length, start.who, start.what.cause, "PushService")
        others = by_app.setdefault(start.who, [])
        if start.at <= now and not any(_meet(life, other) for other in others):
            others.append(life)
            found.append(life)
    return sorted(found, key=lambda life: (life.begin, life.who.uid))


def _meet(one: Life, other: Life) -> bool:
    return one.begin - SECOND <= other.end and other.begin - SECOND <= one.end


def _opened(days: Sequence[Day], now: int) -> Iterator[Life]:
    """Join visits of one app that follow soon on each other: its process stays meanwhile."""
    open_lives: dict[Install, Life] = {}
    visits = [visit for day in days for visit in day.visits]
    for begin, end, who in sorted((v.begin, v.end, v.who) for v in visits):
        if begin > now:
            break
        last = open_lives.get(who)
        if last is not None and begin < last.end:
            open_lives[who] = last._replace(end=end + _IDLE)
            continue
        if last is not None:
            yield last
        open_lives[who] = Life(begin - 180, end + _IDLE, who)
    yield from open_lives.values()


def _starts(days: Sequence[Day], opened: Sequence[Life], seed: int) -> Iterator[_Start]:
    """What apps do to be started, or to start others."""
    for who in installs():
        for name in (*who.app.habits, *who.app.misconduct):
            what = habit(name)
            if what.kind != "start":
                continue
            if what.when == "visit":
                mine = [life for life in opened if life.who == who]
                yield from _others(mine, what, f"others {seed} {who.uid}")
            else:
                for day in days:
                    yield from _own(who, what, day, Random(f"starts {seed} {who.uid} {day.begin}"))


def _own(who: Install, what: Habit, day: Day, rng: Random) -> Iterator[_Start]:
    first, last = day.hour(what.hours[0]), day.hour(what.hours[1] + 1)
    for _ in range(rng.randint(*what.times)):
        yield _Start(rng.randrange(first, last), who, what, _length(what, rng))


def _others(mine: Sequence[Life], what: Habit, name: str) -> Iterator[_Start]:
    """Each time the app is opened, it starts the others a few seconds later."""
    for life in mine:
        rng = Random(f"{name} {life.begin}")  # the same in every reading that tells of it
        if rng.random() < what.chance:
            for package in what.others:
                at = life.begin + rng.randrange(900, 8 * SECOND)
                yield _Start(at, install(package, life.who.user), what, _length(what, rng))


def _length(what: Habit, rng: Random) -> int:
    return int(rng.uniform(*what.seconds) * SECOND)
