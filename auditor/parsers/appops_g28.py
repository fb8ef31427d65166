"""Times below an op as API 28 prints them: one per uid state, grouped (formats.md 1.3)."""

import re
from dataclasses import replace

from auditor.clock import Moment
from auditor.parsers.place import Place
from auditor.parsers.tokens import SPAN, TIME, local_ms, span_ms
from auditor.records import Event, Kind, Source

_TIME = re.compile(rf"(?: {{10}}(Access|Reject): | {{18}})(\w+) *= ({TIME}) \(({SPAN})\) *")
_KINDS = {"Access": Kind.ACCESS, "Reject": Kind.REJECT}


def take(at: Place, number: int, line: str) -> bool:
    """Hold the event of a line until its op is complete; False if there is none.

    Lines after the first of a group have no word before them: `at.kind` remembers it.
    """
    match = _TIME.fullmatch(line)
    if match is None:
        return False
    word, state, when, distance = match.groups()
    kind = _KINDS[word] if word else at.kind
    if kind is None:
        return False
    try:
        moment = at.clock.moment(local_ms(when), span_ms(distance))
    except ValueError:
        return False
    at.kind = kind
    at.held.append(_event(at, number, kind, state, moment))
    return True


def untimed(at: Place, line: int, lasted_ms: int) -> Event:
    """Build an access of which only the duration is known."""
    return replace(
        _event(at, line, Kind.ACCESS, None, Moment(0, 0, False)),
        time_ms=None,
        precision_ms=0,
        access_duration_ms=lasted_ms,
    )


def _event(at: Place, line: int, kind: Kind, state: str | None, moment: Moment) -> Event:
    assert at.uid is not None and at.package is not None and at.op is not None
    return Event(
        kind=kind,
        uid=at.uid,
        package=at.package,
        op=at.op,
        tag=None,
        uid_state=state,
        flags=None,
        time_ms=moment.time_ms,
        precision_ms=1 + moment.spread_ms,
        duration_ms=None,
        count=None,
        source=Source.LAST,
        line=line,
        zone_assumed=moment.is_assumed,
    )
