"""Times below an op as API 28 prints them: one per uid state, grouped (formats.md 1.3)."""

import re
from dataclasses import replace

from auditor.clock import Moment
from auditor.parsers.place import CLOCKS_APART_MS, Place
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


def add_run(at: Place, line: int, lasted_ms: int) -> None:
    """Give the op's last run, which has a length but no state, to the access that it was.

    The end of a run moves the time of the state that the op was in then, so the newest time is
    that end. A change of state on the way would have left a time within the run: where there is
    one, or the clock was moved, nobody can tell which state lasted, and the run is an event of
    its own without time or state. It then counts for nothing beside the times it consists of.
    """
    accesses = [i for i, event in enumerate(at.held) if event.kind is Kind.ACCESS]
    times = {i: at.held[i].time_ms or 0 for i in accesses}
    newest = max(accesses, key=times.__getitem__, default=None)
    now = at.clock.now()
    if newest is not None and now is not None and times[newest] <= now.time_ms + now.spread_ms:
        begin_ms = times[newest] - lasted_ms
        if all(at_ms < begin_ms - CLOCKS_APART_MS for i, at_ms in times.items() if i != newest):
            event = at.held[newest]
            precision_ms = event.precision_ms + CLOCKS_APART_MS
            at.held[newest] = replace(
                event, time_ms=begin_ms, duration_ms=lasted_ms, precision_ms=precision_ms
            )
            return
    run = _event(at, line, Kind.ACCESS, None, Moment(0, 0, False))
    count = 0 if accesses else None
    at.held.append(replace(run, time_ms=None, precision_ms=0, duration_ms=lasted_ms, count=count))


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
