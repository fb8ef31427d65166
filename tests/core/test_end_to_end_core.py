"""Sample phone → ADB → capture → case → events: what comes out is what the phone did."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from auditor import query
from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.capture import capture
from auditor.event_sql import BEST_LINE
from auditor.filters import EventFilter
from auditor.load import LoadReport, load_capture
from auditor.query import EventRow
from auditor.records import Source
from auditor.sample.adb_server import SampleServer
from auditor.sample.apps import installs
from auditor.sample.phone import SamplePhone
from auditor.sample.recordings import recordings
from auditor.sample.truth import truth
from auditor.sample.truth_rows import TrueRow
from auditor.store import Store
from auditor.task import silent

RECORDS = EventFilter(unmerged=True)
EVERYTHING = EventFilter(include_middlemen=True)
PAUSE_MS = 40 * 60_000
MINUTE_MS = 60_000
QUARTER_MS = 15 * MINUTE_MS
HALF_MS = QUARTER_MS // 2


class Clock:
    """Phone and computer share it; it moves on with every look at it."""

    def __init__(self) -> None:
        self.now_ms = 1_763_000_000_123

    def __call__(self) -> int:
        self.now_ms += 3
        return self.now_ms


@dataclass
class Reading:
    """One capture, what it brought, and what the phone knew at that time."""

    report: LoadReport
    records: list[EventRow]
    true: list[TrueRow]
    has_tables: bool


@dataclass
class TwoReadings:
    """One phone read twice into one case, with some life between."""

    has_tables: bool  # late Android 16
    phone: SamplePhone
    store: Store
    first: Reading
    second: Reading
    seen_at_ms: int  # the second reading tells all that happened before
    told_after_first: list[EventRow]
    told: list[EventRow]  # one record for each that is not told again
    merged_after_first: list[EventRow]
    merged: list[EventRow]


@pytest.fixture(
    scope="module",
    params=["26", "30", "34", pytest.param("36post", marks=pytest.mark.slow)],
)
def read(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoReadings]:
    clock = Clock()
    phone = SamplePhone(request.param, seed=3, now=clock)
    case = tmp_path_factory.mktemp("end") / "case"
    with SampleServer(phone) as server, Store.create(case) as store:
        address = ServerAddress("127.0.0.1", server.port)
        first = read_once(phone, store, address, clock)
        told_after_first = told_once(store)
        merged_after_first = list(query.events(store, EVERYTHING))
        clock.now_ms += PAUSE_MS
        seen_at_ms = clock.now_ms
        second = read_once(phone, store, address, clock)
        yield TwoReadings(
            request.param == "36post",
            phone,
            store,
            first,
            second,
            seen_at_ms,
            told_after_first,
            told_once(store),
            merged_after_first,
            list(query.events(store, EVERYTHING)),
        )


def told_once(store: Store) -> list[EventRow]:
    """One record for each thing that records tell, whatever they tell of; no replaced slots."""
    lines = (
        "SELECT ifnull(b.id, e.id) FROM events e LEFT JOIN event_details d ON d.event_id = e.id"
        f" {BEST_LINE.format(event='e')} WHERE NOT ifnull(d.superseded, 0)"
    )
    wanted = {-number for (number,) in store.db.execute(lines)}
    return [row for row in query.events(store, RECORDS) if row.id in wanted]


def read_once(phone: SamplePhone, store: Store, address: ServerAddress, clock: Clock) -> Reading:
    begin = len(phone.dumps)
    bridge = make_bridge("adbutils", address)
    manifest = capture(bridge, phone.serial, store.path, "full", silent(), now_ms=clock)
    true = [
        row
        for number in range(begin, len(phone.dumps))
        if "appops" in phone.dumps[number][0]
        for row in truth(phone, number)
    ]
    report = load_capture(store, store.captures_dir / manifest.capture_id)
    every = query.events(store, RECORDS)
    records = [row for row in every if row.capture_id == manifest.capture_id]
    return Reading(report, records, true, phone.version.grammar == "post")


def who(row: EventRow | TrueRow) -> tuple[object, ...]:
    """What identifies a record but its time; the same names on both sides."""
    if isinstance(row, EventRow):
        tag, state = row.attribution_tag, row.uid_state
    else:
        tag, state = row.tag, row.state
    return (str(row.kind), row.uid, row.package, row.op, tag, state, row.flags)


def last(row: EventRow | TrueRow) -> tuple[object, ...]:
    if isinstance(row, EventRow):
        proxy = (row.proxy_uid, row.proxy_package, row.proxy_tag)
    else:
        proxy = (row.proxy.uid, row.proxy.package, row.proxy.tag) if row.proxy else (None,) * 3
    return (*who(row), row.duration_ms, row.running, proxy)


def test_every_line_is_understood(read: TwoReadings) -> None:
    assert query.unparsed(read.store) == []
    assert read.first.report.notices == read.second.report.notices == []


def test_last_accesses_are_the_phones_own(read: TwoReadings) -> None:
    for reading in (read.first, read.second):
        found = [row for row in reading.records if row.source == Source.LAST]
        true = [row for row in reading.true if row.source is Source.LAST]

        assert Counter(map(last, found)) == Counter(map(last, true))
        assert len(found) > 100
        by_key = {last(row): row for row in true}
        for row in found:
            assert row.time_ms is not None
            # Before Android 9 the time is as exact as the reading took, elsewhere to the ms.
            assert abs(row.time_ms - by_key[last(row)].time_ms) < max(row.precision_ms, 1)


Totals = dict[tuple[object, ...], int]
LONG_TABLE = "raw/appops_history_table.txt"  # Android 16's table of quarter hours


def log_totals(rows: list[EventRow] | list[TrueRow], has_tables: bool) -> Totals:
    """How often, per minute or quarter hour: Android 16's tables split one over several rows.

    Without tables the aggregated slots are left out, and how long is part of the key.
    """
    found: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        if row.source not in (Source.DISCRETE, Source.AGGREGATE):
            continue
        if row.source == Source.AGGREGATE and not has_tables:
            continue
        if isinstance(row, EventRow):
            is_long = row.raw_file == LONG_TABLE
        else:
            is_long = row.source is Source.AGGREGATE
        size = QUARTER_MS if is_long else MINUTE_MS
        assert row.time_ms is not None
        lasted = None if has_tables else row.duration_ms
        found[*who(row), row.time_ms // size * size, lasted] += row.count or 0
    return {key: count for key, count in found.items() if count or not has_tables}


def test_rows_of_a_log_are_the_phones_own(read: TwoReadings) -> None:
    for reading in (read.first, read.second):
        found = log_totals(reading.records, read.has_tables)

        assert found == log_totals(reading.true, read.has_tables)


def test_rows_of_two_logs_are_one_log(read: TwoReadings) -> None:
    first = without_tail(read.first)
    second = without_tail(read.second)

    # A minute that was going on at the first reading has more in the second.
    assert log_totals(read.told, read.has_tables) == first | second


def without_tail(reading: Reading) -> Totals:
    """What the tables say; Android 16 prints the last hour of one again below the op section."""
    tables = [row for row in reading.records if row.raw_file != "raw/appops_all.txt"]
    return log_totals(tables, reading.has_tables)


def test_counts_of_slots_are_the_phones_own(read: TwoReadings) -> None:
    if read.has_tables:
        pytest.skip("Android 16's tables have no slots")
    for reading in (read.first, read.second):
        found = [row for row in reading.records if row.source == Source.AGGREGATE]
        true = [row for row in reading.true if row.source is Source.AGGREGATE]

        assert counted(found) == counted(true)
        near = {(*who(row), row.count, (row.time_ms + HALF_MS) // QUARTER_MS) for row in true}
        for row in found:
            if row.duration_ms == QUARTER_MS:  # coarser slots are only about where they say
                assert row.time_ms is not None
                assert (*who(row), row.count, (row.time_ms + HALF_MS) // QUARTER_MS) in near


def counted(rows: list[EventRow] | list[TrueRow]) -> Counter[tuple[object, ...]]:
    """How often each did what, over all slots."""
    found: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        found[who(row)] += row.count or 0
    return found


def test_a_second_reading_doubles_nothing_and_loses_nothing(read: TwoReadings) -> None:
    lasts = [row for row in read.told if row.source == Source.LAST]

    assert read.second.report.events_known > 0
    assert {row.id for row in read.told_after_first if row.source == Source.LAST} <= {
        row.id for row in query.events(read.store, RECORDS)
    }
    last_keys = Counter((*who(row), row.time_ms) for row in lasts)
    assert max(last_keys.values()) == 1
    assert len(last_keys) == len(true_lasts(read))


def test_an_event_stays_what_it_was_when_the_phone_is_read_again(read: TwoReadings) -> None:
    before = {row.id: row for row in read.merged_after_first if row.source != Source.AGGREGATE}
    after = {row.id: row for row in read.merged}

    assert before.keys() <= after.keys()
    for number, row in before.items():
        old, new = row.time_ms, after[number].time_ms
        if old is not None and new is not None:
            assert old <= new < old + max(row.precision_ms, 1) or old == new


def true_lasts(read: TwoReadings) -> set[tuple[object, ...]]:
    """Every last access that the phone had at either reading."""
    rows = [*read.first.true, *read.second.true]
    return {(*who(row), row.time_ms) for row in rows if row.source is Source.LAST}


def test_merged_counts_are_those_of_the_newest_reading(read: TwoReadings) -> None:
    if read.has_tables:
        pytest.skip("Android 16's tables have no slots")
    merged = [row for row in read.told if row.source == Source.AGGREGATE]
    true = [row for row in read.second.true if row.source is Source.AGGREGATE]

    assert sum(row.count or 0 for row in merged) == sum(row.count or 0 for row in true)


LOCATION = ("FINE_LOCATION", "COARSE_LOCATION")
LISTED = ("RECORD_AUDIO", "CAMERA", *LOCATION)
Key = tuple[object, ...]


def true_accesses(read: TwoReadings, since_ms: int) -> dict[Key, int]:
    """What the phone really did, per minute, by its journal: both locations of a request once."""
    times: dict[Key, list[tuple[int, str]]] = {}
    for done in recordings(read.phone.journal.until(read.seen_at_ms)):
        entry = done.entry
        if done.kind == "access" and entry.op in LISTED and since_ms <= done.time:
            op = "LOCATION" if entry.op in LOCATION else entry.op
            key = (entry.uid, entry.package, op, entry.tag, done.state, entry.flag)
            times.setdefault((*key, done.time // MINUTE_MS), []).append((done.time, entry.op))
    return {key: len(apart(found)) for key, found in times.items()}


def apart(found: list[tuple[int, str]]) -> list[int]:
    """Leave out a coarse location noted within a second of a fine one that has no other."""
    fine = [time for time, op in found if op != LOCATION[1]]
    kept, free = list(fine), list(fine)
    for time in (time for time, op in found if op == LOCATION[1]):
        near = [each for each in free if abs(each - time) <= 1000]
        if near:
            free.remove(min(near, key=lambda each: abs(each - time)))
        else:
            kept.append(time)
    return kept


def shown_accesses(read: TwoReadings, since_ms: int) -> dict[Key, int]:
    """The same by what the program shows."""
    columns = query.columns(read.store, EVERYTHING)
    more = dict(zip(columns.ids.tolist(), columns.more.tolist(), strict=True))
    shown: Counter[Key] = Counter()
    for row in read.merged:
        slot = row.source == Source.AGGREGATE and not read.has_tables
        if slot or row.op not in LISTED or row.kind != "access" or row.time_ms is None:
            continue
        if since_ms <= row.time_ms < read.seen_at_ms // MINUTE_MS * MINUTE_MS:
            op = "LOCATION" if row.op in LOCATION else row.op
            key = (row.uid, row.package, op, row.attribution_tag, row.uid_state, row.flags)
            shown[(*key, row.time_ms // MINUTE_MS)] += more[row.id]
    return {key: count for key, count in shown.items() if count}


def test_every_access_is_shown_and_none_twice(read: TwoReadings) -> None:
    if not read.phone.version.retention_ms or read.phone.version.api < 31:
        pytest.skip("this phone keeps no list of accesses")
    since_ms = read.seen_at_ms - read.phone.version.retention_ms + 60 * MINUTE_MS
    since_ms = since_ms // MINUTE_MS * MINUTE_MS
    true, shown = true_accesses(read, since_ms), shown_accesses(read, since_ms)
    last_minute = read.seen_at_ms // MINUTE_MS
    true = {key: count for key, count in true.items() if key[-1] != last_minute}

    assert len(true) > 100
    assert shown.keys() == true.keys()
    assert [key for key in shown if shown[key] > true[key]] == []


def test_loading_again_changes_nothing(read: TwoReadings) -> None:
    for reading in (read.first, read.second):
        folder = read.store.captures_dir / reading.report.capture_id
        again = load_capture(read.store, folder)

        assert (again.events_added, again.events_known) == (0, len(reading.records))
    assert list(query.events(read.store, EVERYTHING)) == read.merged


def test_everything_says_that_it_is_a_sample(read: TwoReadings) -> None:
    assert all(device.is_sample for device in query.devices(read.store))
    assert all(row.device_id == "SAMPLE-3" for row in read.merged)


def test_every_event_is_explained_by_its_raw_line(read: TwoReadings) -> None:
    for row in read.merged[:: max(1, len(read.merged) // 50)]:
        context = query.raw_context(read.store, row.id, 0)

        (line,) = context.lines
        assert context.sha256 and context.whole
        if row.source == Source.LAST and row.uid_state:
            assert row.uid_state in line
        if row.source == Source.AGGREGATE:
            assert str(row.count) in line
        assert row.time_ms is None or (row.time_local or "").endswith("+08:00")


def test_the_case_knows_the_apps_their_permissions_and_users(read: TwoReadings) -> None:
    def rows(sql: str) -> list[tuple[object, ...]]:
        return read.store.db.execute(sql).fetchall()

    installed = {(install.package, install.uid) for install in installs()}
    found = rows("SELECT DISTINCT package, uid FROM v_packages WHERE installer IS NOT NULL")
    users = rows("SELECT DISTINCT user_id FROM users ORDER BY user_id")
    granted = rows("SELECT count(*) FROM v_permissions WHERE granted AND permission LIKE '%CAMERA'")

    assert len(found) > 20
    assert set(found) <= installed
    assert users == [(0,), (10,)]
    assert granted[0] > (0,)
