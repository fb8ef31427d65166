"""The person: when the screen is on, what is open. One day at a time, the same for one seed."""

import random
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from auditor.sample.apps import WORK_USER, Install, installs

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Visit:
    """An app in the foreground, from `begin` to `end` (UTC milliseconds)."""

    begin: int
    end: int
    who: Install


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: screen-on spans and visits, in order of time."""

    ordinal: int
    begin: int  # local midnight, UTC milliseconds
    end: int
    screen: tuple[tuple[int, int], ...]
    visits: tuple[Visit, ...]

    def is_screen_on(self, time_ms: int) -> bool:
        """Say whether the screen is on."""
        index = bisect_right(self.screen, (time_ms, self.end * 2)) - 1
        return index >= 0 and time_ms < self.screen[index][1]

    def hour(self, number: float) -> int:
        """Turn a local hour into UTC milliseconds (a day of 23 or 25 hours is stretched)."""
        return self.begin + int((self.end - self.begin) * number / 24)


def midnight(ordinal: int, zone: ZoneInfo) -> int:
    """Find the UTC milliseconds at which a local day begins."""
    day = date.fromordinal(ordinal)
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * SECOND


def live_day(seed: int, ordinal: int, zone: ZoneInfo) -> Day:
    """Live one day: get up, look at the phone many times, sleep."""
    rng = random.Random(f"day {seed} {ordinal}")
    begin, end = midnight(ordinal, zone), midnight(ordinal + 1, zone)
    is_weekend = date.fromordinal(ordinal).weekday() > 4
    empty = Day(ordinal, begin, end, (), ())
    wake = empty.hour((8.6 if is_weekend else 7.0) + rng.uniform(-0.4, 0.6))
    sleep = empty.hour(23.1 + rng.uniform(-0.6, 0.7))
    spans: list[tuple[int, int]] = []
    visits: list[Visit] = []
    now = wake
    while now < sleep:
        length = int(min(rng.lognormvariate(4.6, 1.0), 2700) * SECOND) + 8 * SECOND
        visits += _session(rng, empty, now, now + length, is_weekend)
        off = max(now + length, visits[-1].end if visits else 0)
        spans.append((now, off))
        now = off + int(rng.expovariate(1 / (9 * MINUTE))) + 40 * SECOND
    return Day(ordinal, begin, end, tuple(spans), tuple(visits))


def _session(rng: random.Random, day: Day, begin: int, end: int, is_weekend: bool) -> list[Visit]:
    """Open one app after another until the person puts the phone away."""
    visits: list[Visit] = []
    now = begin + rng.randrange(1500, 4000)
    while now < end:
        who = _choose(rng, day, now, is_weekend)
        low, high = who.app.minutes
        length = int(min(rng.uniform(low, high), rng.expovariate(1 / 2.2) + low) * MINUTE)
        until = min(now + length, end)
        if until - now > 2 * SECOND:
            visits.append(Visit(now, until, who))
        now = until + rng.randrange(300, 2500)
    return visits


def _choose(rng: random.Random, day: Day, now: int, is_weekend: bool) -> Install:
    hour = (now - day.begin) * 24 / (day.end - day.begin)
    part = 0 if hour < 9.5 else 1 if hour < 18 else 2
    is_work_time = not is_weekend and 9 <= hour < 18.3
    if is_work_time and rng.random() < 0.3:
        return rng.choices(_WORK, [who.app.use[1] for who in _WORK])[0]
    return rng.choices(_OWN, _WEIGHTS[part])[0]


_OWN = [who for who in installs() if who.user == 0 and any(who.app.use)]
_WORK = [who for who in installs() if who.user == WORK_USER and any(who.app.use)]
_WEIGHTS = [[who.app.use[part] for who in _OWN] for part in range(3)]
