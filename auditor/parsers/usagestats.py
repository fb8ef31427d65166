"""`dumpsys usagestats`: what was in the foreground, when the screen was on (formats.md 6.2)."""

import re
from collections.abc import Iterable, Iterator

from auditor.clock import MINUTE_MS, DumpClock, PhoneClock
from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.parsers.tokens import local_ms
from auditor.parsers.usage_spans import Spans
from auditor.records import Notice, Unparsed, UsageEvent, UsageSpan

SECOND_MS = 1000
_DAY_MS = 86_400_000
_LONGEST_LINE = 2000  # characters, to look for dates in
_RECENT_MS = 2 * _DAY_MS  # how old an event of the current daily file can be, and some

_USER = re.compile(r"user=(\d{1,5})\s*").fullmatch
_EVENT = re.compile(
    r"\s+time=(?:(\d{1,17})|\"([^\"]*)\") type=(\S+) package=(\S*)(?: (.*))?"
).fullmatch
_ACTIVITY = re.compile(r"(?:^|\s)class=(\S+)").search
_INSTANCE = re.compile(r"(?:^|\s)instanceId=(-?\d{1,10})(?:\s|$)").search
_ISO = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d").fullmatch
# Before Android 9 dates are those of the phone's language, without seconds.
# What stands between date and time is a comma, or half of the day: 下午2:28.
_TIME = r"(\D{1,9}?)(\d{1,2}):(\d\d)(?:\s*(.*))?"
_YEAR_FIRST = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})" + _TIME).fullmatch
_YEAR_LAST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})" + _TIME).fullmatch
# Statistics say when each app was last used; never is 1969-12-31 or 1970-01-01.
_ANY_YEAR_LAST = re.compile(r"=\"(\d{1,2})\D(\d{1,2})\D\d{4}\D").findall
_HALVES = {
    "上午": "am",
    "下午": "pm",
    "午前": "am",
    "午後": "pm",
    "오전": "am",
    "오후": "pm",
}
_HALF_DAY = re.compile(r"([ap])\.?\s?m\.?", re.IGNORECASE).fullmatch


def parse_usagestats(
    lines: Iterable[str], clock: PhoneClock, user_id: int = 0, is_whole: bool = True
) -> Iterator[UsageEvent | UsageSpan | Unparsed | Notice]:
    """Read the events of any option: `-c`, quoted dates, or `file USER daily`.

    `user_id` is the user of a text that does not name one. An event may be printed twice, in
    the last 24 hours and in its file. Statistics per package are passed over: only from their
    dates it is learned whether the day or the month comes first. At the end stand the spans that
    the text covers; of one that breaks off (not `is_whole`), up to its last event.
    """
    times = _Times(clock)
    spans = Spans(clock)
    for number, line in enumerate(lines, 1):
        if match := _EVENT(line):
            epoch, text, kind, package, rest = match.groups()
            found = (int(epoch), 1) if epoch else times.read(text)
            if found is None:
                yield unparsed(number, line, "bad_time")
            else:
                event = UsageEvent(user_id, *found, kind, package, number, *_activity(rest))
                spans.add(event)
                yield event
        elif match := _USER(line):
            user_id = int(match[1])
            spans.user(user_id)
        elif " type=" in line and "time=" in line and " package=" in line:
            yield unparsed(number, line, "bad_event")
        elif answer := notice(number, line):
            yield answer
        else:
            times.learn(line)
            spans.header(number, line)
    yield from spans.found(is_whole)


def _activity(rest: str | None) -> tuple[str | None, int | None]:
    """Find the class and the instance among the pairs after the package."""
    name, instance = _ACTIVITY(rest or ""), _INSTANCE(rest or "")
    return name[1] if name else None, int(instance[1]) if instance else None


class _Times:
    """Reads quoted dates. Whether the day or the month comes first is learned once."""

    def __init__(self, clock: PhoneClock) -> None:
        self._clock = DumpClock(clock)
        self._now_ms = clock.after_ms if clock.after_ms is not None else clock.before_ms
        self._is_day_first: bool | None = None

    def read(self, text: str) -> tuple[int, int] | None:
        """Give UTC milliseconds and precision; None if the date cannot be told."""
        try:
            if _ISO(text):
                return self._moment(local_ms(f"{text}.000"), SECOND_MS)
            if match := _YEAR_FIRST(text):
                year, month, day, *rest = match.groups()
                return self._moment(_local(year, month, day, *_clock(*rest)), MINUTE_MS)
            if match := _YEAR_LAST(text):
                first, second, year, *rest = match.groups()
                return self._year_last(first, second, year, *_clock(*rest))
        except ValueError:
            pass
        return None

    def learn(self, line: str) -> None:
        """Learn from the dates of a line that is no event what comes first, day or month."""
        if self._is_day_first is None and '="' in line:
            for first, second in _ANY_YEAR_LAST(line[:_LONGEST_LINE]):
                if (int(first) > 12) != (int(second) > 12):
                    self._is_day_first = int(first) > 12
                    return

    def _moment(self, local: int, precision_ms: int) -> tuple[int, int]:
        moment = self._clock.moment(local)
        return moment.time_ms, precision_ms + moment.spread_ms

    def _year_last(
        self, first: str, second: str, year: str, hour: str, minute: str, half: str | None
    ) -> tuple[int, int] | None:
        if int(first) == int(second):
            return self._moment(_local(year, first, second, hour, minute, half), MINUTE_MS)
        if self._is_day_first is None:
            if int(first) > 12 or int(second) > 12:
                self._is_day_first = int(first) > 12
            else:
                self._is_day_first = self._guess(first, second, year, hour, minute, half)
        if self._is_day_first is None:
            return None
        day, month = (first, second) if self._is_day_first else (second, first)
        return self._moment(_local(year, month, day, hour, minute, half), MINUTE_MS)

    def _guess(
        self, first: str, second: str, year: str, hour: str, minute: str, half: str | None
    ) -> bool | None:
        """The first events are of the last day: see which of the two readings is."""
        if self._now_ms is None:
            return None
        fits = []
        for is_day_first, (day, month) in ((True, (first, second)), (False, (second, first))):
            time_ms, _ = self._moment(_local(year, month, day, hour, minute, half), MINUTE_MS)
            if -_DAY_MS <= self._now_ms - time_ms <= _RECENT_MS:
                fits.append(is_day_first)
        return fits[0] if len(fits) == 1 else None


def _clock(gap: str, hour: str, minute: str, half: str | None) -> tuple[str, str, str | None]:
    """Find the half of the day before or after the time; ValueError for a word nobody knows."""
    before = gap.strip(" ,\u00a0\u202f")
    if not before:
        return hour, minute, half
    if before not in _HALVES or half:
        raise ValueError(f"no half of a day: {before}")
    return hour, minute, _HALVES[before]


def _local(year: str, month: str, day: str, hour: str, minute: str, half: str | None) -> int:
    """Build local milliseconds; ValueError for a date that does not exist."""
    hours = int(hour)
    if half:
        match = _HALF_DAY(half.strip())
        if match is None or not 1 <= hours <= 12:
            raise ValueError(f"no time of a day: {hour} {half}")
        hours = hours % 12 + (12 if match[1] in "pP" else 0)
    date = f"{int(year):04}-{int(month):02}-{int(day):02}"
    return local_ms(f"{date} {hours:02}:{int(minute):02}:00.000")
