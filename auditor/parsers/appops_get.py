"""`cmd appops get PACKAGE`: modes and last accesses of one app, which the answer does not name.

Source of the form: AppOpsService.onShellCommand, Android 6 to 16. Whose answer it is must be told
from outside: by the person who has it, or by the command line above it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from auditor.clock import DumpClock, Moment, PhoneClock
from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.parsers.tokens import SPAN, span_ms
from auditor.records import UNKNOWN_UID, Event, Kind, Notice, OpMode, Running, Source, Unparsed

GetRecord = Event | OpMode | Running | Unparsed | Notice

_OP = re.compile(
    r"(?:Uid mode: )?([A-Za-z][A-Za-z0-9_]*(?:\(\d+\))?|): (\w{1,40})"
    rf"(?:; time=({SPAN}) ago)?(?:; rejectTime=({SPAN}) ago)?"
    rf"(?:( \(running\))|; duration=({SPAN}))?\s*"
).fullmatch
_PACKAGE = r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+"
_COMMAND = re.compile(rf"\bappops get (?:--user \S+ )?({_PACKAGE})(?=\s|$)").search
_FIRST_LINES = 5


def package_of(lines: Iterable[str]) -> str | None:
    """Find the app in a command line above the answer; None where there is none."""
    for line in islice(lines, _FIRST_LINES):
        if match := _COMMAND(line[:1000]):
            return match[1]
    return None


def parse_appops_get(
    lines: Iterable[str], clock: PhoneClock, package: str = ""
) -> Iterator[GetRecord]:
    """Read the answer about `package`. It names no uid: events carry `UNKNOWN_UID`.

    The modes of its uid, which hold for the app, are given as the app's. Times are distances to
    the answer. Of an access with a duration the version decides whether the time is its begin or
    its end, and the answer does not tell the version: it may have begun that much earlier.
    """
    now = DumpClock(clock).now()
    for number, line in enumerate(lines, 1):
        if not line.strip() or _COMMAND(line[:1000]):
            continue
        match = _OP(line)
        if match is not None and package:
            yield from _records(match, now, package, number) or [
                unparsed(number, line, "bad_event")
            ]
        elif answer := notice(number, line):
            yield answer
        else:
            yield unparsed(number, line, "no_package" if match else "unknown_line")


def _records(
    match: re.Match[str], now: Moment | None, package: str, number: int
) -> list[GetRecord]:
    op, mode, access, reject, running, duration = match.groups()
    try:
        access_ms, reject_ms, duration_ms = (
            None if text is None else span_ms(text) for text in (access, reject, duration)
        )
    except ValueError:
        return []
    if duration_ms is not None and duration_ms < 0:  # more than 24 days overflow Android's int
        duration_ms = None
    records: list[GetRecord] = [OpMode(UNKNOWN_UID, package, op, mode, None, None, number)]
    if access is not None or running or duration_ms is not None:
        event = _event(Kind.ACCESS, op, package, now, access_ms, duration_ms, number)
        records.append(replace(event, running=running is not None))
        if running:
            records.append(Running(UNKNOWN_UID, package, op, None, event.time_ms, None, number))
    if reject is not None:
        records.append(_event(Kind.REJECT, op, package, now, reject_ms, None, number))
    return records


def _event(
    kind: Kind,
    op: str,
    package: str,
    now: Moment | None,
    ago_ms: int | None,
    duration_ms: int | None,
    number: int,
) -> Event:
    time_ms, precision_ms = None, 0
    if now is not None and ago_ms is not None:
        time_ms = now.time_ms - ago_ms - (duration_ms or 0)
        precision_ms = 1 + now.spread_ms + (duration_ms or 0)
    return Event(
        kind=kind,
        uid=UNKNOWN_UID,
        package=package,
        op=op,
        tag=None,
        uid_state=None,
        flags=None,
        time_ms=time_ms,
        precision_ms=precision_ms,
        duration_ms=duration_ms,
        count=None,
        source=Source.LAST,
        line=number,
        zone_assumed=now is None or now.is_assumed,
    )
