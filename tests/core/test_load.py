"""What loading keeps, what it recognises, and what it leaves behind when it is stopped."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import query, writer
from auditor.companion_records import (
    Hibernation,
    NetworkContact,
    ProcessChange,
    ProcessEvent,
    ScreenState,
    SensorSwitch,
)
from auditor.errors import StoreError, WrongFormat
from auditor.event_ids import EventIds
from auditor.filters import EventFilter
from auditor.load import load_capture
from auditor.record_numbers import Record
from auditor.records import (
    Event,
    Kind,
    Notice,
    OpMode,
    Package,
    Permission,
    Proxy,
    Running,
    Snapshot,
    Source,
    UidRow,
    Unparsed,
    UsageEvent,
    UsageSpan,
    User,
)
from auditor.store import Store
from auditor.task import Cancelled, Task
from tests.core.cases import (
    HOUR_MS,
    NOW_MS,
    PHONE,
    event,
    handing_out,
    load,
    random_events,
    write_capture,
)

EVERYTHING = EventFilter(include_middlemen=True)
RECORDS = EventFilter(unmerged=True)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "case") as store:
        yield store


def counts(store: Store) -> dict[str, int]:
    tables = [
        row[0]
        for row in store.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> '_sqlite_migrations'"
        )
    ]
    return {name: store.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def test_a_record_comes_out_as_it_went_in(store: Store) -> None:
    proxy = Proxy(10_088, "com.example.provider", "sync")
    report = load(
        store,
        "one",
        [
            event(
                tag="voice",
                flags="tpd",
                uid_state="bg",
                duration_ms=5000,
                proxy=proxy,
                running=True,
                line=7,
            )
        ],
    )

    (row,) = query.events(store)
    assert (report.events_added, report.events_known) == (1, 0)
    assert row.time_utc == "2025-11-13T01:13:20.000Z"
    assert row.time_local == "2025-11-13T06:58:20.000+05:45"
    assert (row.time_ms, row.precision_ms, row.duration_ms) == (NOW_MS - HOUR_MS, 1, 5000)
    assert (row.kind, row.count, row.data_type, row.op) == (
        "access",
        1,
        "microphone",
        "RECORD_AUDIO",
    )
    assert (row.package, row.uid, row.user, row.label) == ("com.example.chat", 10_101, 0, None)
    assert (row.attribution_tag, row.uid_state, row.flags) == ("voice", "bg", "tpd")
    assert row.is_background is True
    assert (row.proxy_package, row.proxy_uid, row.proxy_tag) == (proxy.package, 10_088, "sync")
    assert (row.source, row.running, row.device_id) == ("last", True, "PHONE1")
    assert (row.capture_id, row.raw_file, row.line) == ("one", "raw/appops.txt", 7)


def test_unknown_stays_unknown(store: Store) -> None:
    load(store, "one", [event(time_ms=None, uid_state=None, flags=None, count=None)])

    (row,) = query.events(store)
    assert row.time_ms is row.time_utc is row.time_local is row.count is row.duration_ms is None
    assert row.uid_state is row.flags is row.is_background is row.attribution_tag is None
    assert row.proxy_package is row.proxy_uid is row.proxy_tag is None


def test_an_unknown_uid_is_nobodys(store: Store) -> None:
    load(store, "one", [event(uid=-1), event(uid=1_010_101)])

    assert {row.uid: row.user for row in query.events(store)} == {-1: None, 1_010_101: 10}
    for view in ("v_events", "v_records"):
        found = store.db.execute(f"SELECT uid, user_id FROM {view} ORDER BY uid").fetchall()
        assert found == [(-1, None), (1_010_101, 10)]


def test_without_a_zone_there_is_no_local_time(store: Store) -> None:
    load(store, "one", [event()], device=replace(PHONE, zone=None))

    (row,) = query.events(store)
    assert row.time_utc is not None
    assert row.time_local is None


def test_loading_a_capture_again_changes_nothing(store: Store) -> None:
    events = random_events(1, 200)
    first = load(store, "one", events)
    before, rows = counts(store), list(query.events(store, EVERYTHING))

    again = load_capture(store, store.captures_dir / "one", None, handing_out({"appops": events}))

    assert (again.events_added, again.events_known) == (0, first.events_added + first.events_known)
    assert again.unparsed == first.unparsed
    assert counts(store) == before
    assert list(query.events(store, EVERYTHING)) == rows


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), number=st.integers(0, 60), again=st.integers(1, 3))
def test_the_same_dump_in_many_captures_is_one_history(
    tmp_path_factory: pytest.TempPathFactory, seed: int, number: int, again: int
) -> None:
    events = random_events(seed, number)
    with Store.create(tmp_path_factory.mktemp("case") / "case") as store:
        first = load(store, "c0", events)
        rows = [replace(r, capture_id="") for r in query.events(store, EVERYTHING)]

        for i in range(1, again + 1):
            report = load(store, f"c{i}", events, at_ms=NOW_MS + i)

            assert (report.events_added, report.events_known) == (0, number)
        later = [replace(r, capture_id="") for r in query.events(store, EVERYTHING)]
        assert later == rows
        assert len(rows) == first.events_added
        assert len(list(query.events(store, RECORDS))) == number * (again + 1)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), data=st.data())
def test_the_order_of_loading_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, seed: int, data: st.DataObject
) -> None:
    events = random_events(seed, 40)
    parts = [events[0:20], events[10:30], events[25:40]]
    order = data.draw(st.permutations(range(3)))
    found = []
    for places in (range(3), order):
        with Store.create(tmp_path_factory.mktemp("case") / "case") as store:
            for i in places:
                load(store, f"c{i}", parts[i], at_ms=NOW_MS + i * HOUR_MS)
            found.append(sorted(repr(replace(r, id=0)) for r in query.events(store, EVERYTHING)))

    assert found[0] == found[1]


def test_accesses_written_in_many_batches_are_those_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = random_events(11, 90)
    readings = [[*again, *random_events(12, 60)], [*again[:50], *random_events(13, 40), *again]]
    found = []
    for most in (1 << 20, 7):
        monkeypatch.setattr(writer, "MOST", most)
        with Store.create(tmp_path / str(most)) as store:
            reports = [
                load(store, f"c{i}", {"a": records, "b": records[::3]}, at_ms=NOW_MS + i)
                for i, records in enumerate(readings)
            ]
            lists = [list(query.events(store, wanted)) for wanted in (EVERYTHING, RECORDS)]
        found.append(
            (
                [(report.events_added, report.events_known) for report in reports],
                [sorted(repr(replace(row, id=0)) for row in rows) for rows in lists],
            )
        )

    assert found[0] == found[1]


def test_a_running_access_seen_twice_is_one_event_that_grew(store: Store) -> None:
    begun = NOW_MS - 5000
    load(store, "one", [event(time_ms=begun, duration_ms=5000, running=True, line=3)])
    load(
        store,
        "two",
        [event(time_ms=begun, duration_ms=9000, running=False, line=4)],
        at_ms=NOW_MS + 60_000,
    )

    (row,) = query.events(store)
    assert (row.duration_ms, row.running, row.capture_id, row.line) == (9000, False, "two", 4)
    assert [r.duration_ms for r in query.events(store, RECORDS)] == [5000, 9000]
    assert [w.line for w in query.witnesses(store, row.id)] == [3, 4]


def test_an_older_capture_loaded_later_does_not_set_back_what_is_running(store: Store) -> None:
    load(store, "new", [event(duration_ms=9000, running=False)], at_ms=NOW_MS)
    load(store, "old", [event(duration_ms=5000, running=True)], at_ms=NOW_MS - 60_000)

    (row,) = query.events(store)
    assert (row.duration_ms, row.running, row.capture_id) == (9000, False, "new")


def test_start_and_finish_rows_of_a_history_stay_two_records(store: Store) -> None:
    start = event(source=Source.DISCRETE, precision_ms=60_000, line=1)
    finish = replace(start, duration_ms=60_000, line=2)
    load(store, "one", [start, finish])
    load(store, "two", [start, finish], at_ms=NOW_MS + 1)

    assert [row.duration_ms for row in query.events(store)] == [None, 60_000]


def test_equal_rows_of_one_history_are_as_many_accesses(store: Store) -> None:
    row = event(source=Source.DISCRETE, precision_ms=60_000)
    twice = [replace(row, line=1), replace(row, line=2)]
    load(store, "one", twice)
    report = load(store, "two", [*twice, replace(row, line=3)], at_ms=NOW_MS + 1)

    assert (report.events_added, report.events_known) == (1, 2)
    assert len(list(query.events(store))) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"uid": 1_010_101},
        {"package": "other"},
        {"op": "CAMERA"},
        {"tag": "x"},
        {"tag": ""},
        {"uid_state": "bg"},
        {"flags": "tpd"},
        {"time_ms": NOW_MS},
        {"time_ms": None},
        {"kind": Kind.REJECT},
        {"source": Source.DISCRETE},
        {"virtual_device": "7"},
        {"unattributed": True},
    ],
)
def test_what_differs_in_its_key_is_another_event(store: Store, change: dict[str, object]) -> None:
    load(store, "one", [event()])

    assert load(store, "two", [event(**change)], at_ms=NOW_MS + 1).events_added == 1


def test_the_same_package_on_two_phones_is_two_events(store: Store) -> None:
    load(store, "one", [event()])
    load(store, "two", [event()], device=replace(PHONE, device_id="PHONE2"))

    assert [row.device_id for row in query.events(store)] == ["PHONE1", "PHONE2"]
    assert [device.device_id for device in query.devices(store)] == ["PHONE1", "PHONE2"]


def times(store: Store) -> list[tuple[int | None, int, int | None]]:
    return [(row.time_ms, row.precision_ms, row.duration_ms) for row in query.events(store)]


def test_times_only_as_exact_as_the_reading_are_one_access_where_they_meet(store: Store) -> None:
    load(store, "one", [event(time_ms=NOW_MS - 9000, precision_ms=800)])
    same = load(store, "two", [event(time_ms=NOW_MS - 8500, precision_ms=300)], at_ms=NOW_MS + 10)

    assert same.events_known == 1
    assert [r.time_ms for r in query.events(store, RECORDS)] == [NOW_MS - 9000, NOW_MS - 8500]


def test_a_time_is_not_shown_more_exactly_than_its_own_line_tells(store: Store) -> None:
    load(store, "one", [event(time_ms=NOW_MS - 9000, precision_ms=800)])
    load(store, "two", [event(time_ms=NOW_MS - 8500, precision_ms=300)], at_ms=NOW_MS + 10)

    assert times(store) == [(NOW_MS - 9000, 800, None)]


def test_accesses_whose_stretches_do_not_meet_are_two(store: Store) -> None:
    load(store, "one", [event(time_ms=NOW_MS - 9000, precision_ms=600)])
    load(store, "two", [event(time_ms=NOW_MS - 8000, precision_ms=600)], at_ms=NOW_MS + 10)

    assert times(store) == [(NOW_MS - 9000, 600, None), (NOW_MS - 8000, 600, None)]


@pytest.mark.parametrize("order", [("running", "over"), ("over", "running")])
def test_a_run_seen_while_it_lasts_and_when_it_is_over_is_one(
    store: Store, order: tuple[str, str]
) -> None:
    """Android 10: the begin that follows from the end differs by the milliseconds of two clocks."""
    seen = {
        "running": event(time_ms=NOW_MS - 9000, running=True),
        "over": event(time_ms=NOW_MS - 9001, precision_ms=6, duration_ms=4000),
    }
    for name in order:
        load(store, name, [seen[name]], at_ms=NOW_MS + (name == "over"))

    assert [(row.duration_ms, row.running) for row in query.events(store)] == [(4000, False)]


def test_every_sort_of_record_is_kept_with_its_line(store: Store) -> None:
    package = Package("com.example.chat", 10_101, 0, 9, "1.2", 12, 34, "store", is_system=True)
    records = [
        Running(10_101, "com.example.chat", "CAMERA", None, NOW_MS, 2, 1),
        OpMode(10_101, None, "CAMERA", "foreground", None, None, 2),
        UidRow(10_101, "top", 3),
        Unparsed(4, "what is this", "unknown line"),
        Notice("history_disabled", "mode=HISTORICAL_MODE_DISABLED", 5),
        User(0, "Owner", 0xC13, True, 6),
        Permission(
            "com.example.chat", 10_101, "android.permission.CAMERA", True, ("A", "B"), True, 7
        ),
        UsageEvent(0, NOW_MS, 1, "ACTIVITY_RESUMED", "com.example.chat", 8),
        package,
    ]
    report = load(store, "one", records)

    def rows(sql: str) -> list[tuple[object, ...]]:
        return store.db.execute(sql).fetchall()

    assert report.unparsed == 1
    assert report.notices == [records[4]]
    assert query.unparsed(store)[0].text == "what is this"
    assert rows("SELECT uid, package, started_ms, nesting, line FROM running_ops") == [
        (10_101, "com.example.chat", NOW_MS, 2, 1)
    ]
    assert rows("SELECT op, mode, package, line FROM v_op_modes") == [
        ("CAMERA", "foreground", None, 2)
    ]
    assert rows("SELECT uid, state, line FROM uid_rows") == [(10_101, "top", 3)]
    assert rows("SELECT user_id, name, flags, running, line FROM users") == [
        (0, "Owner", 0xC13, 1, 6)
    ]
    assert rows("SELECT permission, granted, flags, runtime, line FROM v_permissions") == [
        ("android.permission.CAMERA", 1, "A|B", 1, 7)
    ]
    assert rows("SELECT type, package, time_ms, line FROM v_usage") == [
        ("ACTIVITY_RESUMED", "com.example.chat", NOW_MS, 8)
    ]
    assert rows("SELECT package, version_name, installer, is_system, line FROM v_packages") == [
        ("com.example.chat", "1.2", "store", 1, 9)
    ]
    assert rows("SELECT is_read, records, unparsed, notices FROM v_raw_files") == [(1, 9, 1, 1)]


@pytest.mark.parametrize(
    "record",
    [
        event(line=2, duration_ms=10**30),
        event(line=2, time_ms=-(10**17)),
        event(line=2, uid=1 << 64),
        event(line=2, proxy=Proxy(1 << 64, None, None)),
        Running(1 << 64, "a", "CAMERA", None, None, None, 2),
        OpMode(1 << 64, None, "CAMERA", "allow", None, None, 2),
        Package("a", 10_101, 0, 2, version_code=1 << 64),
        User(0, "a", 1 << 64, True, 2),
        Snapshot(0, 0, 1 << 70, 0, 0, False, 2),
        UsageEvent(0, 1 << 64, 1, "a", "b", 2),
        ProcessEvent(ProcessChange.DIED, 0, 1 << 64, None, "a", None, None, 1, 1, False, 2),
        Hibernation(None, "a", True, 1 << 64, 1, False, 2),
        NetworkContact("a", "b", 1, 2, 1 << 64, None, None, None, None, 2),
        ScreenState("Awake", None, None, 1, None, None, 1 << 64, 2),
        SensorSwitch(1 << 64, "camera", None, True, 2),
        Snapshot(1 << 64, 1, 2, 1, 2, False, 2),
        UsageEvent(0, 1, 1, "ACTIVITY_RESUMED", "a", 2, "A", 1 << 64),
        UsageSpan(0, 1, 1 << 64, 2),
    ],
    ids=repr,
)
def test_a_number_beyond_all_reason_is_counted_as_not_understood(
    store: Store, record: Record
) -> None:
    report = load(store, "one", [event(line=1), record])

    assert (report.events_added, report.unparsed) == (1, 1)
    assert [(row.line, row.reason) for row in query.unparsed(store)] == [(2, "number_too_large")]


def test_a_usage_event_printed_again_is_one(store: Store) -> None:
    usage = UsageEvent(0, NOW_MS, 1, "ACTIVITY_RESUMED", "com.example.chat", 1)
    load(store, "one", {"day": [usage, replace(usage, line=2)], "file": [usage]})
    load(store, "two", {"day": [usage]}, at_ms=NOW_MS + 1)

    assert counts(store)["usage_events"] == 2  # two lines of one file are two events


def test_what_tells_a_usage_event_exactly_is_its_witness(store: Store) -> None:
    usage = UsageEvent(0, NOW_MS, 1000, "ACTIVITY_RESUMED", "com.example.chat", 1)
    load(store, "dates", [usage])
    load(store, "exact", [replace(usage, precision_ms=1, activity="A")], at_ms=NOW_MS + 1)
    load(store, "again", [usage], at_ms=NOW_MS + 2)

    found = store.db.execute("SELECT capture_id, precision_ms, activity FROM v_usage").fetchall()
    assert found == [("exact", 1, "A")]


def test_thousands_of_equal_rows_do_not_ask_for_each_others_twins(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    place = EventIds._place

    def counting(self: EventIds, *every: Any) -> bool:
        asked.append(1)
        return place(self, *every)

    monkeypatch.setattr(EventIds, "_place", counting)
    row = event(source=Source.DISCRETE, precision_ms=60_000)
    rows = [replace(row, line=line) for line in range(1, 1001)]
    load(store, "one", rows)
    report = load(store, "two", rows, at_ms=NOW_MS + 1)

    assert (report.events_added, report.events_known) == (0, 1000)
    assert len(asked) < 4 * 2000


def test_chains_of_any_number_are_told_apart(store: Store) -> None:
    row = event(source=Source.DISCRETE, precision_ms=60_000, count=None)
    chains = [-(1 << 53), 1 << 53, (1 << 53) - 1]
    starts = [replace(row, chain_id=chain, line=i) for i, chain in enumerate(chains, 1)]
    finish = replace(row, chain_id=chains[1], duration_ms=60_000, line=9)
    load(store, "one", [*starts, finish])

    rows = list(query.events(store, EventFilter()))
    assert len(rows) == 3
    assert [each.duration_ms for each in rows if each.duration_ms] == [60_000]


def process(what: ProcessChange, pid: int, seconds: int, name: str = "com.a") -> ProcessEvent:
    uid = 10_101 if what is ProcessChange.START else None
    time_ms = NOW_MS + 1000 * seconds
    return ProcessEvent(what, 0, pid, uid, name, "why", None, time_ms, 1, False, seconds + 1)


def test_a_process_ends_where_its_kill_or_death_is_told(store: Store) -> None:
    start, kill, died = ProcessChange.START, ProcessChange.KILL, ProcessChange.DIED
    records = [
        process(start, 7, 0),
        process(start, 8, 1, "com.b"),
        process(kill, 7, 2),
        process(died, 7, 3),
        process(start, 7, 4, "com.c"),
        process(start, 9, 5),
        process(died, 9, 6, "com.other"),
        process(died, 8, 7, "com.b"),
    ]
    load(store, "one", records)
    load(store, "two", records, at_ms=NOW_MS + 1)

    found = store.db.execute(
        "SELECT process, (ended_ms - time_ms) / 1000, killed_for, line FROM v_process_starts"
        " ORDER BY time_ms"
    ).fetchall()

    assert found == [
        ("com.a", 2, "why", 1),
        ("com.b", 6, None, 2),
        ("com.c", None, None, 5),
        ("com.a", None, None, 6),
    ]


def test_a_cut_file_is_loaded_as_far_as_it_goes_and_marked(store: Store) -> None:
    report = load(store, "one", [event()], cut=frozenset({"appops"}))

    assert (report.events_added, report.files_cut) == (1, 1)
    assert query.captures(store)[0].files_cut == 1
    assert store.db.execute("SELECT whole, reason FROM raw_files").fetchall() == [(0, "cut")]


def test_a_file_of_a_command_nobody_reads_is_kept_unread(store: Store) -> None:
    folder = write_capture(store.path, "one", {"appops": [event()]})

    load_capture(store, folder, None, {})

    assert store.db.execute("SELECT is_read, records FROM raw_files").fetchall() == [(0, 0)]


class CancelAfter(Task):
    """Cancels itself at a given step."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.left = steps

    def step(self, done: int = 0, total: int | None = None, note: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            self.cancel()
        super().step(done, total, note)


def test_cancelling_anywhere_leaves_nothing(store: Store) -> None:
    load(store, "zero", random_events(3, 50))
    before = counts(store)
    files = {"a": random_events(4, 5000), "b": random_events(5, 2500)}
    folder = write_capture(store.path, "one", files, at_ms=NOW_MS + 1)

    cancelled = 0
    for steps in range(100):
        try:
            load_capture(store, folder, CancelAfter(steps), handing_out(files))
        except Cancelled:
            cancelled += 1
            assert counts(store) == before
        else:
            break

    assert cancelled >= 5
    assert len(query.captures(store)) == 2


def test_cancelling_while_events_are_merged_leaves_nothing(store: Store) -> None:
    before = counts(store)
    files = {"a": random_events(4, 20_000)}
    folder = write_capture(store.path, "one", files)
    task = Task(lambda done, total, note: task.cancel() if done == total else None)

    with pytest.raises(Cancelled):
        load_capture(store, folder, task, handing_out(files))

    assert counts(store) == before


def test_a_raw_file_that_was_changed_is_refused_by_name(store: Store) -> None:
    folder = write_capture(store.path, "one", {"appops": [event(line=9)]})
    raw = folder / "raw" / "appops.txt"
    raw.write_bytes(raw.read_bytes().replace(b"line 9", b"line 8"))

    with pytest.raises(WrongFormat, match=r"raw/appops\.txt is no longer what was captured"):
        load_capture(store, folder, None, handing_out({"appops": [event()]}))

    assert query.captures(store) == []


def test_a_raw_file_that_is_gone_is_refused_by_name(store: Store) -> None:
    folder = write_capture(store.path, "one", {"appops": [event()]})
    (folder / "raw" / "appops.txt").unlink()

    with pytest.raises(WrongFormat, match=r"raw/appops\.txt is missing"):
        load_capture(store, folder)


def test_a_capture_whose_manifest_was_changed_since_is_refused(store: Store) -> None:
    load(store, "one", [event()])
    manifest = store.captures_dir / "one" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"full"', '"quick"'))

    with pytest.raises(WrongFormat, match="another capture named one"):
        load_capture(store, manifest.parent)


def test_a_capture_outside_the_case_is_refused(store: Store, tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "elsewhere", "one", {"appops": [event()]})

    with pytest.raises(StoreError, match="does not lie in the case"):
        load_capture(store, folder)


def test_progress_is_told_in_bytes_and_ends_at_the_whole(store: Store) -> None:
    steps: list[tuple[int, int | None]] = []
    task = Task(lambda done, total, note: steps.append((done, total)))

    load(store, "one", {"a": random_events(1, 5000), "b": random_events(2, 10)}, task=task)

    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_the_newest_capture_says_what_the_phone_is(store: Store) -> None:
    load(store, "new", [event()], at_ms=NOW_MS, device=replace(PHONE, release="15"))
    load(store, "old", [event()], at_ms=NOW_MS - 1)

    assert query.devices(store) == [replace(PHONE, release="15")]


def test_records_of_a_load_are_all_there(store: Store) -> None:
    events: list[Event] = random_events(9, 500)
    load(store, "one", events)

    assert [row.line for row in sorted(query.events(store, RECORDS), key=lambda r: r.line)] == [
        record.line for record in events
    ]
