"""The small words every grammar shares: times, durations, uids, proxies (formats.md 0)."""

import re
from functools import lru_cache

from auditor.records import Proxy
from auditor.uids import PER_USER

# Patterns to build others from. `\d` reads native digits too (formats.md 0.1).
TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}"
SPAN = r"0|[+-][\ddhms]+ms"
UID = r"u\d+(?:ai|a|i|s)\d+|\d+"

# Numbers are bounded, so that every value fits 64 bits.
_UID = re.compile(r"u(\d{1,5})(ai|a|i|s)(\d{1,10})|(\d{1,10})").fullmatch
_PROXY = re.compile(r"uid=(-?\d{1,10}), pkg=(.*?)(?:, attributionTag=(.*))?").fullmatch
_DAY_MS = 86_400_000
_LONGEST_SPAN = 24  # `-9999999999d23h59m59s999ms`
_FIRST_UID = {"a": 10_000, "s": 0, "i": 99_000, "ai": 90_000}
_MONTH_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class _Days(dict[str, int]):
    """`2026-02-06` -> milliseconds from 1970 to its midnight, worked out once a day."""

    def __missing__(self, day: str) -> int:
        if len(self) > 100_000:  # 270 years of days: only hostile text has more
            self.clear()
        value = self[day] = _day_ms(int(day[:4]), int(day[5:7]), int(day[8:10]))
        return value


class _Minutes(dict[str, int]):
    """`23:59` -> milliseconds since midnight."""

    def __missing__(self, clock: str) -> int:
        hour, minute = int(clock[:2]), int(clock[3:5])
        if hour > 23 or minute > 59:
            raise ValueError(f"no time of a day: {clock}")
        if len(self) > 100_000:
            self.clear()
        value = self[clock] = (hour * 60 + minute) * 60_000
        return value


def _day_ms(year: int, month: int, day: int) -> int:
    """Count from 1970 in the Gregorian calendar; ValueError for a day that does not exist."""
    if not (1 <= month <= 12 and 1 <= day <= _MONTH_DAYS[month] and year >= 1):
        raise ValueError(f"no day: {year}-{month}-{day}")
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if month == 2 and day == 29 and not is_leap:
        raise ValueError(f"no day: {year}-{month}-{day}")
    # Years begin in March here, so that the leap day is the last of its year.
    shifted = year - (month <= 2)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + of_year
    return (days - 719_468) * _DAY_MS


_days = _Days()
_minutes = _Minutes()


def local_ms(text: str) -> int:
    """Read TIME as milliseconds of local time since 1970; ValueError if it does not exist."""
    seconds = int(text[17:19] + text[20:23])
    if seconds >= 60_000:
        raise ValueError(f"no time of a day: {text}")
    return _days[text[:10]] + _minutes[text[11:16]] + seconds


def span_ms(text: str) -> int:
    """Read SPAN as milliseconds; ValueError if its parts are not in order.

    Once a unit is printed, all smaller ones are (formats.md 0.2): cut them off from the end.
    """
    if text == "0":
        return 0
    if len(text) > _LONGEST_SPAN:
        raise ValueError("a duration of that many digits does not fit 64 bits")
    rest, has_seconds, last = text[1:-2].rpartition("s")
    value = int(last)
    if has_seconds:
        rest, has_minutes, last = rest.rpartition("m")
        value += int(last) * 1000
        if has_minutes:
            rest, has_hours, last = rest.rpartition("h")
            value += int(last) * 60_000
            if has_hours:
                rest, has_days, last = rest.rpartition("d")
                value += int(last) * 3_600_000
                if has_days:
                    value += int(rest) * _DAY_MS
    return -value if text[0] == "-" else value


@lru_cache(maxsize=4096)
def uid_number(text: str) -> int | None:
    """Read a uid as Android prints it (`u10a45`, `1000`); None if it is none."""
    match = _UID(text)
    if match is None:
        return None
    user, letter, number, plain = match.groups()
    if plain is not None:
        return int(plain)
    return int(user) * PER_USER + _FIRST_UID[letter] + int(number)


def or_none(text: str) -> str | None:
    """Read a name where Android prints `null` for none."""
    return None if text == "null" else text


@lru_cache(maxsize=4096)
def proxy(text: str) -> Proxy | None:
    """Read the inside of `proxy[…]`; None without a package, which means there was no proxy."""
    match = _PROXY(text)
    if match is None:
        return None
    uid, package, tag = match.groups()
    if package == "null":
        return None
    return Proxy(int(uid), package, None if tag is None else or_none(tag))
