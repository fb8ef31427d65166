"""What the parsers read from a sample phone is what it did: every row, on every version."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

from auditor.clock import PhoneClock
from auditor.parsers.appops import parse_appops
from auditor.records import Event, Kind, Notice, Source, Unparsed
from auditor.sample.phone import SamplePhone
from auditor.sample.truth import truth
from auditor.sample.truth_rows import TrueRow
from auditor.sample.versions import NAMES, version

START = 1_750_000_000_123
MINUTE = 60_000
STATE = "dumpsys -t 60 appops"
HISTORY = "dumpsys -t 60 appops --history --include-discrete 0"
LONG_TABLE = "dumpsys -t 60 appops --history --history-limit 0"


def _read(phone: SamplePhone, line: str) -> tuple[list[Event], list[TrueRow]]:
    reply = phone.answer(line)
    assert reply is not None
    now = phone.dumps[-1][1]
    clock = PhoneClock(phone.zone, True, now, now)
    records = list(parse_appops(reply.stdout.decode().splitlines(), clock, line))
    assert not [record for record in records if isinstance(record, Unparsed | Notice)]
    events = [record for record in records if isinstance(record, Event)]
    assert not any(event.zone_assumed or event.unattributed for event in events)
    return events, truth(phone)


def _last_event(event: Event, api: int) -> tuple[object, ...]:
    proxy = event.proxy if event.kind is Kind.ACCESS else None
    key = (event.kind, event.uid, event.package, event.op, event.tag, event.uid_state)
    running = event.running and api != 28
    return (*key, event.flags, event.time_ms, event.duration_ms, proxy, running)


def _last_row(row: TrueRow) -> tuple[object, ...]:
    key = (row.kind, row.uid, row.package, row.op, row.tag, row.state)
    return (*key, row.flags, row.time_ms, row.duration_ms, row.proxy, row.running)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("27", "32")])
def test_every_last_access_is_read_as_it_happened(name: str) -> None:
    phone = SamplePhone(name, 5, lambda: START, days=4)
    events, rows = _read(phone, STATE)
    events = [event for event in events if event.source is Source.LAST]
    found = Counter(_last_event(e, version(name).api) for e in events if e.count is None)
    assert found == Counter(_last_row(row) for row in rows if row.source is Source.LAST)
    assert found.total() > 300
    through_states = [event for event in events if event.count == 0]
    assert bool(through_states) is (name == "28")
    assert all(e.time_ms is None and e.uid_state is None and e.duration_ms for e in through_states)


def test_ops_in_use_are_read_as_running() -> None:
    phone = SamplePhone("34", 5, lambda: START, days=4)
    run = next(e for e in phone.journal.entries if e.what == "start" and e.tag == "nursery")
    phone.now = lambda: run.time + 61_001
    events, rows = _read(phone, STATE)
    assert [e.op for e in events if e.running] == [r.op for r in rows if r.running] != []


@pytest.mark.parametrize("name", ["31", "33", "34", "35", "36", "36sql"])
def test_every_single_access_and_every_count_is_read_as_it_happened(name: str) -> None:
    phone = SamplePhone(name, 5, lambda: START, days=4)
    events, rows = _read(phone, HISTORY)
    singles = Counter(_single_event(e) for e in events if e.source is Source.DISCRETE)
    assert singles == Counter(_single_row(r) for r in rows if r.source is Source.DISCRETE)
    counts = Counter(_count_event(e) for e in events if e.source is Source.AGGREGATE)
    assert counts == Counter(_count_row(r) for r in rows if r.source is Source.AGGREGATE)
    assert singles.total() > 500
    assert counts.total() > 2000


def _single_event(event: Event) -> tuple[object, ...]:
    key = (event.uid, event.package, event.op, event.tag, event.uid_state, event.flags)
    chain = (event.attribution_flags or 0, -1 if event.chain_id is None else event.chain_id)
    return (*key, event.time_ms, event.duration_ms, *chain)


def _single_row(row: TrueRow) -> tuple[object, ...]:
    key = (row.uid, row.package, row.op, row.tag, row.state, row.flags)
    return (*key, row.time_ms, row.duration_ms, row.attribution_flags, row.chain_id)


def _count_event(event: Event) -> tuple[object, ...]:
    key = (event.kind, event.uid, event.package, event.op, event.tag, event.uid_state, event.flags)
    assert event.time_ms is not None
    assert event.duration_ms is not None
    end = event.time_ms + event.duration_ms
    return (*key, event.time_ms, end, event.count, event.access_duration_ms)


def _count_row(row: TrueRow) -> tuple[object, ...]:
    key = (row.kind, row.uid, row.package, row.op, row.tag, row.state, row.flags)
    return (*key, row.time_ms, row.end_ms, row.count, row.duration_ms)


def test_a_second_reading_within_a_slot_gives_the_same_true_slots() -> None:
    clock = [START]
    phone = SamplePhone("34", 5, lambda: clock[0], days=4)
    _read(phone, HISTORY)
    clock[0] += 40_000
    events, rows = _read(phone, HISTORY)
    counts = Counter(_count_event(e) for e in events if e.source is Source.AGGREGATE)
    assert counts == Counter(_count_row(r) for r in rows if r.source is Source.AGGREGATE)


Totals = dict[tuple[object, ...], tuple[int, int, int]]


def _totals(rows: Iterable[tuple[tuple[object, ...], Kind, int, int]]) -> Totals:
    totals: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, kind, count, lasted in rows:
        totals[key][kind is Kind.REJECT] += count
        totals[key][2] += lasted
    return {key: (a, r, d) for key, (a, r, d) in totals.items()}


@pytest.mark.parametrize(("line", "size"), [(HISTORY, MINUTE), (LONG_TABLE, 15 * MINUTE)])
def test_the_tables_of_late_android_16_add_up_to_what_happened(line: str, size: int) -> None:
    phone = SamplePhone("36post", 5, lambda: START, days=4)
    events, rows = _read(phone, line)
    shown = _totals(
        (
            (e.uid, e.package, e.op, e.tag, e.uid_state, e.flags, (e.time_ms or 0) // size * size),
            e.kind,
            e.count or 0,
            (e.duration_ms if e.source is Source.DISCRETE else e.access_duration_ms) or 0,
        )
        for e in events
    )
    assert shown == _totals(
        (
            (r.uid, r.package, r.op, r.tag, r.state, r.flags, r.time_ms),
            r.kind,
            r.count or 0,
            r.duration_ms or 0,
        )
        for r in rows
    )
