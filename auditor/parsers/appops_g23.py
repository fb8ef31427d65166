"""Op lines of API 23 to 27: everything in one line, only "how long ago" (formats.md 1.2).

A run that is over has the time of its end there, and the one event has that of its begin.
"""

import re

from auditor.parsers.place import Place
from auditor.parsers.tokens import SPAN, span_ms
from auditor.records import AppOpsRecord, Event, Kind, OpMode, Running, Source

_OP = re.compile(
    rf" {{6}}(\S*): mode=([^;\s]+)(?:; time=({SPAN}) ago)?(?:; rejectTime=({SPAN}) ago)?"
    rf"( \(running\)|; duration=(?:{SPAN}))? *"
).fullmatch


def op_line(at: Place, number: int, line: str) -> list[AppOpsRecord]:
    """Read an op line below a package; nothing if it is none.

    The text holds no absolute time: events are as exact as the moment of the reading is known.
    """
    match = _OP(line)
    if match is None or at.uid is None or at.package is None:
        return []
    op, mode, access, reject, state = match.groups()
    try:
        access_ms = None if access is None else span_ms(access)
        reject_ms = None if reject is None else span_ms(reject)
        has_duration = state is not None and state.startswith(";")
        duration_ms = span_ms(state[11:]) if has_duration else None
    except ValueError:
        return []
    if duration_ms is not None and duration_ms < 0:  # more than 24 days overflow Android's int
        duration_ms = None
    if access_ms is not None and duration_ms is not None:
        access_ms += duration_ms
    at.enter_op(None)
    is_running = state == " (running)"
    records: list[AppOpsRecord] = [OpMode(at.uid, at.package, op, mode, None, None, number)]
    if access_ms is not None or state is not None:
        event = _event(at, number, op, Kind.ACCESS, access_ms, duration_ms, is_running)
        records.append(event)
        if is_running:
            running = Running(at.uid, at.package, op, None, event.time_ms, None, number)
            records.append(running)
    if reject_ms is not None:
        records.append(_event(at, number, op, Kind.REJECT, reject_ms, None, False))
    return records


def _event(
    at: Place,
    number: int,
    op: str,
    kind: Kind,
    ago_ms: int | None,
    duration_ms: int | None,
    is_running: bool,
) -> Event:
    assert at.uid is not None and at.package is not None
    now = at.clock.now()
    is_timed = now is not None and ago_ms is not None
    return Event(
        kind=kind,
        uid=at.uid,
        package=at.package,
        op=op,
        tag=None,
        uid_state=None,
        flags=None,
        time_ms=now.time_ms - ago_ms if is_timed else None,  # type: ignore[union-attr, operator]
        precision_ms=1 + now.spread_ms if now is not None and is_timed else 0,
        duration_ms=duration_ms,
        count=None,
        source=Source.LAST,
        line=number,
        running=is_running,
        zone_assumed=now is None or now.is_assumed,
    )
