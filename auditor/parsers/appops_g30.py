"""Events below an op as API 29 to 36 and later print them, one line each (formats.md 1.4, 1.5).

API 29 prints when a run ended, from 30 on it is when it began: events have the begin.
"""

import re

from auditor.parsers.place import CLOCKS_APART_MS, Place
from auditor.parsers.tokens import SPAN, TIME, local_ms, proxy, span_ms
from auditor.records import Event, Kind, Source

# Reject has no blank after the bracket. A proxy's tag may hold anything, brackets too.
_ENTRY = re.compile(
    rf" {{10}}(Access|Reject): \[([^\]-]*)-([^\]]*)\] ?({TIME}) \(({SPAN})\)"
    rf"(?: duration=({SPAN}))?(?: proxy\[(.*)\])? *"
).fullmatch
_KINDS = {"Access": Kind.ACCESS, "Reject": Kind.REJECT}


def take(at: Place, number: int, line: str) -> bool:
    """Hold the event of a line until its op or block is complete; False if there is none."""
    match = _ENTRY(line)
    if match is None or at.op is None or at.is_lost:
        return False
    word, state, flags, when, distance, lasted, via = match.groups()
    try:
        local, distance_ms = local_ms(when), span_ms(distance)
        duration_ms = None if lasted is None else span_ms(lasted)
    except ValueError:
        return False
    if duration_ms is not None and duration_ms < 0:  # no access lasts less than nothing
        duration_ms = None
    spread_ms, is_assumed = 0, False
    offset = at.clock.offset_of_now.get(local - distance_ms)
    if offset is None:
        time_ms, spread_ms, is_assumed = at.clock.moment(local, distance_ms)
    else:
        time_ms = local - offset
    if duration_ms is not None and not at.in_block:
        # API 29, which knows no blocks, moves the time to the end of a run when it is over.
        time_ms -= duration_ms
        spread_ms += CLOCKS_APART_MS
    kind = _KINDS[word]
    assert at.uid is not None and at.package is not None
    at.held.append(
        Event(
            kind,
            at.uid,
            at.package,
            at.op,
            at.tag,
            state,
            flags,
            time_ms,
            1 + spread_ms,
            duration_ms,
            None,
            Source.LAST,
            number,
            # A reject prints the proxy of the access with the same key: not its own.
            None if via is None or kind is Kind.REJECT else proxy(via),
            False,
            is_assumed,
        )
    )
    return True
