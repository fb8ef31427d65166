"""`dumpsys app_hibernation`: apps that nobody used, put to sleep (Android 12 on)."""

import re
from collections.abc import Iterable, Iterator

from auditor.clock import DumpClock, PhoneClock
from auditor.companion_records import Hibernation
from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.parsers.tokens import local_ms
from auditor.records import Notice, Unparsed

_USER = re.compile(r"User Level Hibernation States, user=(\d{1,5})\s*").fullmatch
_GLOBAL = re.compile(r"Global Level Hibernation States\s*").fullmatch
# The quotes stand where Android prints them: none before a value that is no name.
_STATE = re.compile(
    r"\s*(?:User|Global)LevelState\{packageName='([^']{1,300})', hibernated=(true|false)'"
    r"(?:, savedByte=-?\d+')?, lastUnhibernated=(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?\}\s*"
).fullmatch
_NEVER = "1970-01-01"
_SECOND_MS = 1000


def parse_hibernation(
    lines: Iterable[str], clock: PhoneClock
) -> Iterator[Hibernation | Unparsed | Notice]:
    """Read the states of each user, then those of all users together, which print days only."""
    times = DumpClock(clock)
    user: int | None = None
    for number, line in enumerate(lines, 1):
        if match := _USER(line):
            user = int(match[1])
        elif _GLOBAL(line):
            user = None
        elif match := _STATE(line):
            woken_ms, spread_ms, is_assumed = _moment(times, match[3], match[4])
            yield Hibernation(
                user_id=user,
                package=match[1],
                is_hibernated=match[2] == "true",
                last_woken_ms=woken_ms,
                precision_ms=_SECOND_MS + spread_ms,
                zone_assumed=is_assumed,
                line=number,
            )
        elif answer := notice(number, line):
            yield answer
        elif line.strip():
            yield unparsed(number, line, "unknown_line")


def _moment(times: DumpClock, day: str, time: str | None) -> tuple[int | None, int, bool]:
    """Give the moment, its spread and whether it is assumed; none for a day alone or never."""
    if time is None or day == _NEVER:
        return None, 0, False
    try:
        moment = times.moment(local_ms(f"{day} {time}.000"))
    except ValueError:
        return None, 0, False
    return moment
