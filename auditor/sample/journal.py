"""The journal of a phone's life: everything that happened, in order, extended day by day."""

from bisect import bisect_right
from datetime import UTC, datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from auditor.sample.days import Day, live_day, midnight
from auditor.sample.entries import Entry, Teller, cut_run
from auditor.sample.versions import Version

LIFE_DAYS = 14
_TIME = itemgetter(0)


class Journal:
    """The same seed and start give the same entries, whenever they are asked for.

    Entries of a day may reach into the next (a run over midnight); they wait in `_ahead`
    until that day is told, so that `entries` is always in order of time.
    """

    def __init__(self, version: Version, seed: int, start_ms: int, zone: str) -> None:
        self._version = version
        self._seed = seed
        self._zone = ZoneInfo(zone)
        first = datetime.fromtimestamp(start_ms / 1000, tz=UTC).astimezone(self._zone)
        self._next = first.toordinal()
        self._ahead: list[Entry] = []
        self._busy: dict[tuple[int, str, str, str | None], int] = {}
        self._told_until = midnight(self._next, self._zone)
        self.begin = self._told_until
        self.days: list[Day] = []
        self.entries: list[Entry] = []

    def until(self, now_ms: int) -> list[Entry]:
        """Give every entry at or before `now_ms`."""
        return self.entries[: self.count(now_ms)]

    def count(self, now_ms: int) -> int:
        """Tell how many of `entries` lie at or before `now_ms`."""
        while self._told_until <= now_ms:
            self._tell_day()
        return bisect_right(self.entries, now_ms, key=_TIME)

    def days_until(self, now_ms: int) -> list[Day]:
        """Give the days that have begun."""
        self.count(now_ms)
        return [day for day in self.days if day.begin <= now_ms]

    def shorten_silences(self, begin_ms: int, end_ms: int, longest_ms: int) -> int:
        """Cut each silence between two moments down to `longest_ms`; give the new end.

        All calls stay, in their order. After the new end nothing happens until the old one. What
        people did (`days`) stays where it was.
        """
        first, last = self.count(begin_ms), self.count(end_ms)
        moved: dict[int, int] = {}
        before_ms = now_ms = begin_ms
        for entry in self.entries[first:last]:
            now_ms += min(longest_ms, entry.time - before_ms)
            before_ms, moved[entry.time] = entry.time, now_ms
        self.entries[first:last] = [
            each._replace(time=moved[each.time], began=moved.get(each.began, each.began))
            for each in self.entries[first:last]
        ]
        return now_ms + min(longest_ms, end_ms - before_ms)

    def _tell_day(self) -> None:
        day = live_day(self._seed, self._next, self._zone)
        teller = Teller(self._version, self._seed, day)
        teller.tell()
        told = self._ahead + teller.entries
        for run in sorted(teller.runs, key=lambda run: (run.begin, run.op)):
            key = (run.who.uid, run.who.package, run.op, run.habit.tag)
            if self._busy.get(key, 0) < run.begin:  # one client runs an op once at a time
                self._busy[key] = run.end
                told += cut_run(run, teller.visits_of(run.who))
        told.sort(key=_TIME)
        cut = bisect_right(told, day.end - 1, key=_TIME)
        self.entries += told[:cut]
        self._ahead = told[cut:]
        self.days.append(day)
        self._next += 1
        self._told_until = day.end
