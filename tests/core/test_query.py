"""One filter for all: rows and columns against a filter written in plain Python."""

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from auditor import query
from auditor.column_parts import rebuild
from auditor.columns import DATA_TYPES, KINDS, SOURCES, UNKNOWN
from auditor.errors import StoreError
from auditor.filters import EventFilter
from auditor.ops import data_type, is_background, is_middleman
from auditor.query import EventRow
from auditor.records import DataType, Event, Kind, Package, Source
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, PHONE, event, load, random_events

EVENTS = random_events(11, 600)
BLANK = asdict(EventFilter())
FILTERS = [
    EventFilter(),
    EventFilter(include_middlemen=True),
    EventFilter(unmerged=True),
    EventFilter(types=frozenset({DataType.MICROPHONE, DataType.CONTACTS})),
    EventFilter(types=frozenset({DataType.OTHER})),
    EventFilter(packages=frozenset({"com.example.chat", "android"})),
    EventFilter(uids=frozenset({1_010_101})),
    EventFilter(kinds=frozenset({Kind.REJECT})),
    EventFilter(sources=frozenset({Source.DISCRETE})),
    EventFilter(background=True),
    EventFilter(background=False),
    EventFilter(include_system=False),
    EventFilter(text="NOTE"),
    EventFilter(text="ünï"),
    EventFilter(text="microphone", unmerged=True),
    EventFilter(text="%"),
    EventFilter(since_ms=NOW_MS - 10 * HOUR_MS),
    EventFilter(until_ms=NOW_MS - 10 * HOUR_MS),
    EventFilter(since_ms=NOW_MS - 20 * HOUR_MS, until_ms=NOW_MS - 19 * HOUR_MS, unmerged=True),
    EventFilter(device_id="PHONE1", types=frozenset({DataType.CAMERA}), background=True),
    EventFilter(device_id="nobody"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("query") / "case") as store:
        load(store, "one", EVENTS)
        yield store


def passes(record: Event, wanted: EventFilter) -> bool:
    """Filter in the plainest way there is."""
    type_of = data_type(record.op)
    texts = [record.package, record.op, type_of.value, record.tag or ""]
    known = record.time_ms is not None
    length = max(record.duration_ms or 0, record.precision_ms)
    return all(
        (
            not wanted.types or type_of in wanted.types,
            not wanted.packages or record.package in wanted.packages,
            not wanted.uids or record.uid in wanted.uids,
            not wanted.kinds or record.kind in wanted.kinds,
            not wanted.sources or record.source in wanted.sources,
            wanted.background is None or is_background(record.uid_state) == wanted.background,
            wanted.include_system or record.uid % 100_000 >= 10_000,
            wanted.include_middlemen or wanted.unmerged or not is_middleman(record.flags),
            any(wanted.text.lower() in text.lower() for text in texts),
            wanted.since_ms is None or (known and record.time_ms + length > wanted.since_ms),
            wanted.until_ms is None or (known and record.time_ms < wanted.until_ms),
            wanted.device_id in (None, "PHONE1"),
        )
    )


def merged(records: list[Event]) -> set[tuple[object, ...]]:
    """What is one last access is one; rows of a history are as many as they are."""
    keys: set[tuple[object, ...]] = set()
    for record in records:
        key = replace(record, running=False, precision_ms=0, proxy=None, line=0)
        if record.source is Source.LAST:
            key = replace(key, duration_ms=None, count=None)
        keys.add((key, 0 if record.source is Source.LAST else record.line))
    return keys


def test_events_come_ordered_by_time_and_id_unknown_times_last(store: Store) -> None:
    rows = list(query.events(store, EventFilter(include_middlemen=True)))

    keys = [(row.time_ms is None, row.time_ms or 0, row.id) for row in rows]
    assert keys == sorted(keys)
    assert any(row.time_ms is None for row in rows)


def told(wanted: EventFilter) -> str:
    """Name a filter by what it asks for; sets in order, so that every process names it alike."""
    asked = {key: value for key, value in asdict(wanted).items() if value != BLANK[key]}
    sets = {k: sorted(v) if isinstance(v, frozenset) else v for k, v in asked.items()}
    return str(sets or "everything")


@pytest.mark.parametrize("wanted", [f for f in FILTERS if f.unmerged], ids=told)
def test_records_that_pass_are_those_of_a_plain_filter(store: Store, wanted: EventFilter) -> None:
    found = sorted(row.line for row in query.events(store, wanted))

    assert found == [record.line for record in EVENTS if passes(record, wanted)]


@pytest.mark.parametrize("wanted", [f for f in FILTERS if not f.unmerged], ids=told)
def test_events_that_pass_are_as_many_as_of_a_plain_filter(
    store: Store, wanted: EventFilter
) -> None:
    rows = list(query.events(store, wanted))

    # All but the span is a question about a series, so it does not matter when it is asked.
    if wanted.since_ms is None and wanted.until_ms is None:
        expected = merged([record for record in EVENTS if passes(record, wanted)])
        assert len(rows) == len(expected)
    whole = {row.id: row for row in query.events(store, EventFilter(include_middlemen=True))}
    assert all(whole[row.id] == row for row in rows)
    assert {row.id for row in rows} == {
        row.id for row in whole.values() if passes(as_record(row), wanted)
    }


def as_record(row: EventRow) -> Event:
    return event(
        kind=Kind(row.kind),
        uid=row.uid,
        package=row.package,
        op=row.op,
        tag=row.attribution_tag,
        uid_state=row.uid_state,
        flags=row.flags,
        time_ms=row.time_ms,
        precision_ms=row.precision_ms,
        duration_ms=row.duration_ms,
        source=Source(row.source),
    )


@pytest.mark.parametrize("wanted", FILTERS, ids=told)
def test_columns_hold_the_same_rows_in_the_same_order(store: Store, wanted: EventFilter) -> None:
    rows = list(query.events(store, wanted))
    columns = query.columns(store, wanted)

    def plain(values: np.ndarray) -> list[int | None]:
        return [None if value == UNKNOWN else value for value in values.tolist()]

    assert columns.ids.tolist() == [row.id for row in rows]
    assert plain(columns.time_ms) == [row.time_ms for row in rows]
    assert plain(columns.duration_ms) == [row.duration_ms for row in rows]
    assert plain(columns.count) == [row.count for row in rows]
    assert plain(columns.end_ms) == [
        None if row.time_ms is None else row.time_ms + (row.duration_ms or 0) for row in rows
    ]
    assert columns.precision_ms.tolist() == [row.precision_ms for row in rows]
    assert columns.running.tolist() == [row.running for row in rows]
    assert [KINDS[i] for i in columns.kind] == [row.kind for row in rows]
    assert [DATA_TYPES[i] for i in columns.data_type] == [row.data_type for row in rows]
    assert [SOURCES[i] for i in columns.source] == [row.source for row in rows]
    assert [columns.ops[i] for i in columns.op] == [row.op for row in rows]
    packages = [columns.packages[i] for i in columns.package]
    assert [(p.device_id, p.uid, p.package, p.user) for p in packages] == [
        (row.device_id, row.uid, row.package, row.user) for row in rows
    ]
    states = {1: True, 0: False, -1: None}
    assert [states[i] for i in columns.background.tolist()] == [r.is_background for r in rows]


def test_chosen_events_pass_and_no_others(store: Store) -> None:
    whole = query.columns(store, EventFilter()).ids.tolist()
    chosen = frozenset(whole[3:20:4])

    found = query.columns(store, EventFilter(event_ids=chosen)).ids.tolist()
    none = query.columns(store, EventFilter(event_ids=frozenset({1 << 60})))

    assert found == [number for number in whole if number in chosen]
    assert len(none) == 0


def test_one_event_is_given_by_its_id(store: Store) -> None:
    for wanted in (EventFilter(), EventFilter(unmerged=True)):
        for row in list(query.events(store, wanted))[:20]:
            assert query.event(store, row.id) == row


@pytest.mark.parametrize("number", [10**9, -(10**9)])
def test_an_id_that_is_none_is_a_key_error(store: Store, number: int) -> None:
    with pytest.raises(KeyError):
        query.event(store, number)
    with pytest.raises(KeyError):
        query.raw_context(store, number)


def test_the_raw_line_of_an_event_stands_among_its_neighbours(store: Store) -> None:
    row = next(r for r in query.events(store, EventFilter(unmerged=True)) if r.line == 50)

    context = query.raw_context(store, row.id, 2)

    assert context.lines == tuple(f"line {i} of appops" for i in range(48, 53))
    assert context.lines[context.line - context.first_line] == "line 50 of appops"
    assert (context.capture_id, context.raw_file) == ("one", "raw/appops.txt")
    assert context.path.is_file()


def test_at_the_ends_of_a_raw_file_there_are_fewer_neighbours(store: Store) -> None:
    rows = {r.line: r for r in query.events(store, EventFilter(unmerged=True))}

    first = query.raw_context(store, rows[1].id, 3)
    last = query.raw_context(store, rows[600].id, 3)

    assert (first.first_line, len(first.lines)) == (1, 4)
    assert (last.first_line, len(last.lines)) == (597, 4)


def test_a_raw_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
        (store.captures_dir / "one" / "raw" / "appops.txt").unlink()

        with pytest.raises(StoreError, match=r"appops\.txt cannot be read"):
            query.raw_context(store, query.columns(store).ids.tolist()[0])


def test_apps_are_counted_as_their_events_say(store: Store) -> None:
    rows = list(query.events(store))
    apps = query.apps(store)

    assert sum(app.events for app in apps) == len(rows)
    for app in apps:
        mine = [row for row in rows if (row.uid, row.package) == (app.uid, app.package)]
        accesses = [row for row in mine if row.kind == "access"]
        assert app.events == len(mine)
        assert app.accesses == sum(1 if r.count is None else r.count for r in accesses)
        assert app.last_ms == max(r.time_ms for r in mine if r.time_ms is not None)
        assert set(app.data_types) == {row.data_type for row in mine}
    assert [app.accesses for app in apps] == sorted((a.accesses for a in apps), reverse=True)


def test_an_app_of_two_users_is_two_apps(store: Store) -> None:
    chats = [app for app in query.apps(store) if app.package == "com.example.chat"]

    assert sorted((app.uid, app.user) for app in chats) == [(10_101, 0), (1_010_101, 10)]


def test_an_app_that_came_with_the_phone_is_system_once_that_is_known(tmp_path: Path) -> None:
    package = Package("com.example.chat", 10_101, 0, 1, "1.0", installer="shop", is_system=True)
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
        (before,) = query.apps(store)
        load(store, "two", [package], at_ms=NOW_MS + 1)
        (after,) = query.apps(store)

        load(store, "zero", [replace(package, is_system=False)], at_ms=NOW_MS - 1)

        assert list(query.events(store, EventFilter(include_system=False))) == []
    assert (before.is_system, before.version_name, before.installer) == (False, None, None)
    assert (after.is_system, after.version_name, after.installer) == (True, "1.0", "shop")


def test_captures_come_oldest_first_with_what_became_of_them(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "late", [event()], at_ms=NOW_MS)
        load(store, "early", [event()], at_ms=NOW_MS - 5, cut=frozenset({"appops"}))

        early, late = query.captures(store)

    assert (early.capture_id, early.outcome, early.files_cut) == ("early", "cut", 1)
    assert (late.capture_id, late.outcome, late.files_cut) == ("late", "whole", 0)
    assert (late.records, late.files, late.zone) == (1, 1, PHONE.zone)


@pytest.mark.parametrize(
    ("time_ms", "zone", "expected"),
    [
        (0, "UTC", "1970-01-01T00:00:00.000+00:00"),
        (-1, "UTC", "1969-12-31T23:59:59.999+00:00"),
        (1_761_440_399_999, "Europe/Berlin", "2025-10-26T02:59:59.999+02:00"),
        (1_761_440_400_000, "Europe/Berlin", "2025-10-26T02:00:00.000+01:00"),
        (None, "UTC", None),
        (0, None, None),
        (0, "Not/AZone", None),
        (0, "../etc/passwd", None),
        (10**17, "UTC", None),
        (253_402_300_799_999, "Asia/Tokyo", None),
    ],
)
def test_local_times_carry_their_offset(
    time_ms: int | None, zone: str | None, expected: str | None
) -> None:
    assert query.local_text(time_ms, zone) == expected


def test_times_beyond_the_calendar_are_not_written(tmp_path: Path) -> None:
    assert query.utc_text(10**17) is None
    assert query.utc_text(-(10**17)) is None


_MANY = """
INSERT INTO events (id, file_id, line, form_id)
WITH RECURSIVE many (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM many WHERE i < 300000)
SELECT (1 << 40) + i, 1, 1, 1 FROM many
"""


def test_columns_of_a_big_case_are_there_at_once(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
        with store.transaction() as db:
            db.execute(_MANY)
            rebuild(db)
        best_s = 9.0
        for _ in range(3):
            start = time.perf_counter()
            columns = query.columns(store)
            best_s = min(best_s, time.perf_counter() - start)

    assert len(columns) == 300_001
    assert best_s < 0.3
