"""`logcat -b events`: which processes began and ended, when, and what they were started for.

Source of the fields: EventLogTags.logtags of the activity manager. Of the log only these three
tags are ever read; a raw file holds no others.
"""

import re
from collections.abc import Iterable, Iterator

from auditor.clock import PhoneClock
from auditor.companion_records import ProcessChange, ProcessEvent
from auditor.parsers.cursor import unparsed
from auditor.parsers.logtime import LONGEST_LINE, LogMoment, LogTimes
from auditor.parsers.notices import notice
from auditor.records import Notice, Unparsed

TAGS = {
    "am_proc_start": ProcessChange.START,
    "am_kill": ProcessChange.KILL,
    "am_proc_died": ProcessChange.DIED,
}
_TIME = r"(?:(\d{8,11})\.(\d{3})\d{0,6}|(?:(\d{4})-)?(\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3})\d{0,6})"
# Any app may write a line with these tags: where the uid of its writer is printed, it must be
# the system's.
LINE_BEGIN = (
    rf"\s*{_TIME}(?: ([+-]\d{{4}}))?(?: +(?:1000|system))? +\d+ +\d+ [A-Z]"
    rf" ({'|'.join(TAGS)}) *: \["
)
_LINE = re.compile(rf"{LINE_BEGIN}(.*)\]\s*").fullmatch
_DIVIDER = re.compile(r"-{6,} (?:beginning of|switch to) \w+").match
_NUMBER = re.compile(r"\d{1,10}", re.ASCII).fullmatch
_MEMORY = re.compile(r",-?\d+$")  # what the process held, which newer versions add to a kill
_FEWEST = {ProcessChange.START: 4, ProcessChange.KILL: 4, ProcessChange.DIED: 3}


def parse_processes(
    lines: Iterable[str], clock: PhoneClock
) -> Iterator[ProcessEvent | Unparsed | Notice]:
    """Read the log as printed with `-v threadtime`, with or without `-v epoch` and `-v uid`.

    A line of another tag, or of another writer than the system where it is told, is counted
    without its text: an app may have written it.
    """
    times = LogTimes(clock)
    for number, line in enumerate(lines, 1):
        if not line.strip() or _DIVIDER(line):
            continue
        if answer := notice(number, line):
            yield answer
        elif len(line) > LONGEST_LINE or (match := _LINE(line)) is None:
            yield unparsed(number, "", "other_tag")
        else:
            event = _event(times, match, number)
            yield event if event is not None else unparsed(number, line, "bad_event")


def _event(times: LogTimes, match: re.Match[str], number: int) -> ProcessEvent | None:
    what = TAGS[match[7]]
    fields = match[8].split(",")
    if len(fields) < _FEWEST[what] or not (_NUMBER(fields[0]) and _NUMBER(fields[1])):
        return None
    has_uid = what is ProcessChange.START
    if has_uid and not _NUMBER(fields[2]):
        return None
    moment = _moment(times, match)
    if moment is None:
        return None
    cause, component = _why(what, fields)
    return ProcessEvent(
        what=what,
        user_id=int(fields[0]),
        pid=int(fields[1]),
        uid=int(fields[2]) if has_uid else None,
        process=fields[3] if has_uid else fields[2],
        cause=cause,
        component=component,
        time_ms=moment.time_ms,
        precision_ms=1 + moment.spread_ms,
        zone_assumed=moment.is_assumed,
        line=number,
    )


def _moment(times: LogTimes, match: re.Match[str]) -> LogMoment | None:
    seconds, millis, year, month_day, time, offset = match.groups()[:6]
    if seconds is not None:
        time_ms = int(seconds) * 1000 + int(millis)
        return LogMoment(time_ms, 0, False, time_ms)
    try:
        if year is None:
            return times.read(month_day, time)
        moment = times.dated(f"{year}-{month_day}", time)
        if offset is None:
            return moment
        time_ms = moment.local_ms - _offset_ms(offset)
        return LogMoment(time_ms, 0, False, moment.local_ms)
    except ValueError:
        return None


def _offset_ms(text: str) -> int:
    minutes = int(text[1:3]) * 60 + int(text[3:5])
    return (-minutes if text[0] == "-" else minutes) * 60_000


def _why(what: ProcessChange, fields: list[str]) -> tuple[str | None, str | None]:
    """Give what a process was started or killed for, and the component that was started."""
    if what is ProcessChange.START:
        component = ",".join(fields[5:]).strip("{}")
        return (fields[4] if len(fields) > 4 else "") or None, component or None
    if what is ProcessChange.KILL:
        return _MEMORY.sub("", ",".join(fields[4:])) or None, None
    return None, None
