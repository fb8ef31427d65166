"""What lies in tests/data/case_v4.sql: the records of four captures, of every sort."""

from dataclasses import replace

from auditor.record_numbers import Record
from auditor.records import Event, Proxy, Snapshot, Source
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, event, load, random_events

MINUTE_MS = 60_000
SHORT_OPS = ("FINE_LOCATION", "COARSE_LOCATION")


def slot(index: int, begin_ms: int, line: int, minutes: int = 15) -> Snapshot:
    end_ms = begin_ms + minutes * MINUTE_MS
    return Snapshot(index, begin_ms, end_ms, begin_ms, end_ms, False, line)


def counted(begin_ms: int, count: int, line: int, **changes: object) -> Event:
    return event(
        source=Source.AGGREGATE,
        time_ms=begin_ms,
        duration_ms=15 * MINUTE_MS,
        count=count,
        access_duration_ms=count * 700,
        printed_begin_ms=begin_ms - 5,
        printed_end_ms=begin_ms + 15 * MINUTE_MS - 5,
        line=line,
        **changes,
    )


def history(shift_ms: int) -> list[Record]:
    begin_ms = NOW_MS - 4 * HOUR_MS
    return [
        slot(2, begin_ms + shift_ms, 300),
        counted(begin_ms + shift_ms, 3, 301),
        counted(begin_ms + shift_ms, 3, 302),
        counted(begin_ms + shift_ms, 1, 303, op="CAMERA"),
        slot(0, begin_ms + 3 * HOUR_MS, 310, minutes=60),
        counted(begin_ms + 3 * HOUR_MS, 8, 311),
    ]


def single() -> list[Record]:
    """Accesses that several records tell, that grow, or whose times are odd."""
    begun = NOW_MS - 2 * HOUR_MS
    minute = begun // MINUTE_MS * MINUTE_MS
    row = event(source=Source.DISCRETE, precision_ms=MINUTE_MS, time_ms=minute, count=None)
    return [
        event(time_ms=minute + 20_000, duration_ms=5_000, running=True, line=400),
        replace(row, line=401),
        replace(row, duration_ms=MINUTE_MS, line=402),
        replace(row, line=403),
        event(source=Source.AUDIO, time_ms=minute + 20_300, flags=None, uid_state=None, line=404),
        *(event(op=op, time_ms=begun + 700 * i, line=405 + i) for i, op in enumerate(SHORT_OPS)),
        event(time_ms=-5_000, op="CAMERA", line=410),
        event(time_ms=1 << 52, op="CAMERA", line=411),
        event(time_ms=None, op="CAMERA", line=412),
        event(time_ms=begun - 77, precision_ms=900, op="READ_SMS", line=413),
        event(time_ms=begun, op="READ_CALL_LOG", chain_id=7, attribution_flags=5, line=414),
    ]


def later() -> list[Record]:
    """The same phone, some time after."""
    again = [replace(each, line=each.line + 9) for each in single() if isinstance(each, Event)]
    again[0] = replace(again[0], duration_ms=9_000, running=False)
    again[10] = replace(again[10], time_ms=NOW_MS - 2 * HOUR_MS + 200, precision_ms=700)
    proxy = Proxy(10_088, "com.example.provider", None)
    again[11] = replace(again[11], proxy=proxy, zone_assumed=True)
    return [*again]


CAPTURES: tuple[tuple[str, list[Record], int], ...] = (
    ("one", [*random_events(5, 120), *single(), *history(0)], NOW_MS),
    ("two", [*random_events(6, 60), *random_events(5, 80), *history(900)], NOW_MS + HOUR_MS),
    ("three", later(), NOW_MS + 2 * HOUR_MS),
    ("earlier", [*random_events(5, 30), *single()], NOW_MS - HOUR_MS),
)


def fill(store: Store) -> None:
    """Load the captures."""
    for name, records, at_ms in CAPTURES:
        load(store, name, records, at_ms=at_ms)
