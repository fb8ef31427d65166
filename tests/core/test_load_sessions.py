"""Recordings, camera sessions, traffic and the like in a case: each once, for the right app."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import query
from auditor.companion_records import DozeExemption, ScreenState, SensorSwitch, Setting, Traffic
from auditor.filters import EventFilter
from auditor.manifest import ClockReading, Manifest, RawFile, read_manifest
from auditor.readers import READERS
from auditor.record_numbers import Record
from auditor.records import UNKNOWN_UID, DataType, Event, Outcome, Package, Session, Source
from auditor.store import Store
from auditor.summary import summarize
from tests.core.cases import HOUR_MS, NOW_MS, event, load, write_capture
from tests.core.parsers.companions import at

CHAT = "com.example.chat"
LOGGED = {"uid_state": None, "flags": None}
AUDIO = event(source=Source.AUDIO, **LOGGED)
CAMERA = event(source=Source.CAMERA, op="CAMERA", uid=UNKNOWN_UID, precision_ms=1000, **LOGGED)
SESSION = Session(
    Source.CAMERA, None, CHAT, "0", 4711, 1, 2, 1000, False, Outcome.ENDED, None, None, 8, 7, 8
)
BUCKET = Traffic(10_101, "[{type=1}]", "1", False, "DEFAULT", 0, 7_200_000, 10, 1, 20, 2, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        yield store


def installed(uid: int, name: str = CHAT) -> Package:
    return Package(name, uid, uid // 100_000, 1)


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    return store.db.execute(sql).fetchall()


def test_every_sort_of_record_is_kept_with_its_line(store: Store) -> None:
    records: Sequence[Record] = [
        installed(10_101),
        SESSION,
        replace(SESSION, source=Source.AUDIO, uid=10_102, silenced=True, line=9),
        ScreenState("Asleep", NOW_MS - 9, NOW_MS - 5, 2, "timeout", True, 83, 3),
        DozeExemption("com.example.alarm", 10_123, "user", False, 4),
        BUCKET,
        SensorSwitch(10, "camera", "software", True, 5),
        Setting("secure", "assistant", "a.b/.C", ("a.b",), 6),
    ]
    report = load(store, "one", records)

    assert report.unparsed == 0
    assert rows(store, "SELECT source, uid, package, silenced, line, end_line FROM v_sessions") == [
        ("camera", 10_101, CHAT, None, 8, 7),
        ("audio", 10_102, CHAT, 1, 9, 7),
    ]
    assert rows(store, "SELECT wakefulness, last_sleep_ms, battery_level, line FROM v_screen") == [
        ("Asleep", NOW_MS - 5, 83, 3)
    ]
    assert rows(store, "SELECT package, app_id, granted_by, line FROM v_doze_exemptions") == [
        ("com.example.alarm", 10_123, "user", 4)
    ]
    assert rows(store, "SELECT uid, types, metered, sent_bytes, line FROM v_traffic") == [
        (10_101, "1", 0, 20, 1)
    ]
    assert rows(
        store, "SELECT user_id, sensor, switch, is_blocked, line FROM v_sensor_switches"
    ) == [(10, "camera", "software", 1, 5)]
    assert rows(store, "SELECT namespace, key, value, packages, line FROM v_settings") == [
        ("secure", "assistant", "a.b/.C", "a.b", 6)
    ]


@pytest.mark.parametrize(
    "record",
    [
        replace(SESSION, begin_ms=1 << 60),
        replace(SESSION, number=1 << 64),
        ScreenState("Awake", 1 << 60, None, 1, None, None, None, 8),
        DozeExemption(None, 1 << 64, "user", False, 8),
        replace(BUCKET, sent_bytes=1 << 60, line=8),
    ],
    ids=repr,
)
def test_a_number_beyond_all_reason_is_counted_as_not_understood(
    store: Store, record: Record
) -> None:
    load(store, "one", [record])
    assert [(row.line, row.reason) for row in query.unparsed(store)] == [(8, "number_too_large")]


@pytest.mark.parametrize("logged", [AUDIO, CAMERA], ids=["audio", "camera"])
def test_a_session_that_ran_and_has_ended_since_is_one_event(store: Store, logged: Event) -> None:
    load(store, "one", [replace(logged, running=True)])
    load(store, "two", [replace(logged, duration_ms=5000, line=3)], at_ms=NOW_MS + HOUR_MS)
    load(store, "three", [replace(logged, duration_ms=5000)], at_ms=NOW_MS + 2 * HOUR_MS)

    (found,) = query.events(store)
    assert (found.duration_ms, found.running, found.source) == (5000, False, logged.source)
    assert len(list(query.events(store, EventFilter(unmerged=True)))) == 3


def test_two_sessions_of_one_second_stay_two(store: Store) -> None:
    for number in range(2):
        load(store, str(number), [CAMERA, replace(CAMERA, line=2)], at_ms=NOW_MS + number)
    turns = "SELECT s.turn FROM events e JOIN series s ON s.id = e.id >> 40"
    assert len({turn for (turn,) in rows(store, turns)}) == len(rows(store, turns)) == 2


def test_an_end_without_its_begin_is_another_event_than_a_begin(store: Store) -> None:
    load(store, "one", [AUDIO, replace(AUDIO, count=0, line=2)])
    assert rows(store, "SELECT count FROM v_records ORDER BY count") == [(0,), (1,)]


@pytest.mark.parametrize(
    ("uids", "uid"),
    [
        ([10_101], 10_101),
        ([10_101, 20_101], 10_101),  # the sandbox of its advertisers is not the app
        ([10_101, 1_010_101], UNKNOWN_UID),  # the log does not tell whose it was
        ([], UNKNOWN_UID),
    ],
)
def test_a_name_without_a_uid_is_the_app_that_has_it_alone(
    store: Store, uids: list[int], uid: int
) -> None:
    load(store, "one", [*map(installed, uids), installed(10_999, "another.app"), CAMERA])
    assert [row.uid for row in query.events(store)] == [uid]


@pytest.mark.parametrize(
    ("first", "then", "uid"),
    [([10_101], [10_150], 10_101), ([], [10_101], UNKNOWN_UID), ([10_101], [1_010_101], 10_101)],
    ids=["installed anew", "not listed at first", "a second user came"],
)
def test_a_connection_stays_one_event_when_its_app_gets_another_uid(
    store: Store, first: list[int], then: list[int], uid: int
) -> None:
    later = replace(CAMERA, time_ms=NOW_MS, line=2)
    load(store, "one", [*map(installed, first), CAMERA])
    load(store, "two", [*map(installed, then), CAMERA, later], at_ms=NOW_MS + 1)

    found = {row.time_ms: row.uid for row in query.events(store)}
    assert len(list(query.events(store))) == 2
    assert found[CAMERA.time_ms] == uid


def test_an_app_of_unknown_uid_is_not_counted_beside_its_name(store: Store) -> None:
    users = [event(uid=uid, op="CAMERA", time_ms=NOW_MS - 9) for uid in (10_101, 1_010_101)]
    stranger = replace(CAMERA, package="client.pid<812>")
    load(store, "one", [*users, CAMERA, stranger])

    (tile,) = summarize(store, NOW_MS, EventFilter(types=frozenset({DataType.CAMERA}))).tiles
    assert tile.apps == 3


def test_what_only_short_logs_tell_is_a_lower_bound(store: Store) -> None:
    load(store, "one", [AUDIO])
    codes = [sentence.code for sentence in summarize(store, NOW_MS).sentences]
    assert "used_at_least" in codes and "used" not in codes


def test_a_bucket_of_traffic_is_told_once_by_its_fullest_reading(store: Store) -> None:
    other = replace(BUCKET, network='[{type=1, key="b"}]', line=2)
    load(store, "one", [BUCKET, other])
    load(store, "two", [replace(BUCKET, sent_bytes=90, line=5)], at_ms=NOW_MS + HOUR_MS)
    load(store, "old", [replace(BUCKET, sent_bytes=15)], at_ms=NOW_MS - HOUR_MS)

    found = rows(store, "SELECT sent_bytes, capture_id, line FROM v_traffic ORDER BY sent_bytes")
    assert found == [(20, "one", 2), (90, "two", 5)]


LOG = b"""
Events log: recording activity received by AudioService
11-13 02:00:00:000 rec start riid:1 uid:10101 session:9 src:MIC not silenced pack:com.example.chat
"""


def read_log(manifest: Manifest, raw: RawFile) -> list[Record]:
    return list(READERS["audio"](io.BytesIO(LOG), raw, manifest))


@pytest.fixture
def taken(tmp_path: Path) -> tuple[Manifest, RawFile]:
    manifest = read_manifest(write_capture(tmp_path, "one", {"audio": []}))
    return manifest, replace(manifest.files[0], phone_before_ms=None, phone_after_ms=None)


def test_a_log_read_between_two_looks_at_the_clock_knows_its_year(
    taken: tuple[Manifest, RawFile],
) -> None:
    manifest, raw = taken
    for ahead_days, year in ((0, 2025), (400, 2026), (-400, 2023)):
        phone_ms = NOW_MS + ahead_days * 24 * HOUR_MS  # what the phone takes for now
        clock = ClockReading(NOW_MS, phone_ms, 1000, "boot")
        found, _ = read_log(replace(manifest, clocks=[clock]), raw)
        assert isinstance(found, Event)
        assert found.time_ms == at(f"{year}-11-13T02:00:00", "Asia/Kathmandu")
        assert not found.zone_assumed


def test_a_log_of_unknown_date_says_so_on_every_record(taken: tuple[Manifest, RawFile]) -> None:
    manifest, raw = taken
    found, session = read_log(replace(manifest, clocks=[], captured_at_assumed=True), raw)
    assert isinstance(found, Event) and isinstance(session, Session)
    assert found.time_ms is not None
    assert found.zone_assumed and session.zone_assumed
