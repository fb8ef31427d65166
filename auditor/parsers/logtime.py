"""Times of logs that print no year: `08-31 16:48:55` (formats.md 7, trap 18)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from auditor.clock import DumpClock, PhoneClock
from auditor.parsers.tokens import local_ms

LONGEST_LINE = 2000  # characters; what is longer is no line of a log
_DAY_MS = 86_400_000
_OLDEST = 8  # years: the longest way from one 29 February to the one before


@dataclass(frozen=True, slots=True)
class LogMoment:
    """A moment of a log. `time_ms` None: the year is not known."""

    time_ms: int | None
    spread_ms: int  # the true moment lies in `time_ms` … `time_ms + spread_ms`
    is_assumed: bool  # rests on a zone that nobody confirmed
    local_ms: int  # to measure with, in a year of its own where the year is not known


class LogTimes:
    """Finds the year that a log leaves out: the last one in which its entry is not of tomorrow."""

    def __init__(self, clock: PhoneClock) -> None:
        self._clock = DumpClock(clock)
        now = self._clock.now()
        self._now_ms = None if now is None else now.time_ms + now.spread_ms

    def read(self, month_day: str, time: str) -> LogMoment:
        """Read `08-31` and `16:48:55.950`; ValueError if there is no such moment."""
        if self._now_ms is None:
            return LogMoment(None, 0, True, local_ms(f"2000-{month_day} {time}"))
        this_year = _year(self._now_ms)
        for year in range(this_year + 1, this_year - _OLDEST, -1):
            try:
                local = local_ms(f"{year:04}-{month_day} {time}")
            except ValueError:  # 29 February, or no date at all
                continue
            moment = self._clock.moment(local)
            if moment.time_ms <= self._now_ms + _DAY_MS:
                return LogMoment(moment.time_ms, moment.spread_ms, moment.is_assumed, local)
        raise ValueError(f"no day: {month_day}")

    def dated(self, day: str, time: str) -> LogMoment:
        """Read `2025-08-31` and `16:48:55.950`; ValueError if there is no such moment."""
        local = local_ms(f"{day} {time}")
        moment = self._clock.moment(local)
        return LogMoment(moment.time_ms, moment.spread_ms, moment.is_assumed, local)


def span_between(begin: LogMoment, end: LogMoment) -> int | None:
    """Measure in milliseconds; None where a change of the clock hides how long it was."""
    if begin.spread_ms != end.spread_ms:
        return None
    if begin.time_ms is None or end.time_ms is None:
        length = end.local_ms - begin.local_ms
    else:
        length = end.time_ms - begin.time_ms
    return length if length >= 0 else None


def _year(time_ms: int) -> int:
    try:
        return datetime.fromtimestamp(time_ms / 1000, UTC).year
    except (OverflowError, ValueError, OSError):
        return 1970
