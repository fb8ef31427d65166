"""Numbered migrations, and the views that rules are written against."""

import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from auditor import query, schema
from auditor.companion_records import ProcessChange, ProcessEvent
from auditor.errors import StoreError
from auditor.filters import EventFilter
from auditor.notes import notes
from auditor.records import Event, Source
from auditor.store import DB_NAME, Store
from auditor.views import VIEWS
from tests.conftest import PROJECT
from tests.core import saved_case
from tests.core.cases import HOUR_MS, NOW_MS, event, load, random_events

AGGREGATE = Source.AGGREGATE
DATA = PROJECT / "tests" / "data"
OLD = sorted(path.name for path in DATA.glob("case_v*.sql"))


def old_case(folder: Path, name: str = "case_v1.sql") -> Path:
    """A case as an earlier schema wrote it."""
    folder.mkdir()
    (folder / "captures").mkdir()
    db = sqlite3.connect(folder / DB_NAME)
    db.executescript((DATA / name).read_text(encoding="utf-8"))
    db.close()
    return folder


def shape(db: sqlite3.Connection) -> list[tuple[str, str]]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return [(name, re.sub(r"\s+", " ", sql)) for name, sql in rows]


def test_every_earlier_schema_has_a_saved_case() -> None:
    assert {f"case_v{number}.sql" for number in range(1, schema.LATEST)} <= set(OLD)


@pytest.mark.parametrize("name", OLD)
def test_an_old_case_becomes_what_a_new_one_is(tmp_path: Path, name: str) -> None:
    with Store.open(old_case(tmp_path / "old", name)) as old, Store.create(tmp_path / "new") as new:
        assert schema.version(old.db) == schema.LATEST
        assert shape(old.db) == shape(new.db)


def test_a_new_case_is_made_as_the_migrations_make_it(tmp_path: Path) -> None:
    migrated = sqlite3.connect(tmp_path / "migrated.db", isolation_level=None)
    schema.migrate(migrated)
    with Store.create(tmp_path / "new") as new:
        ran = "SELECT id, migration_set, name FROM _sqlite_migrations"
        for sql in (ran, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"):
            assert new.db.execute(sql).fetchall() == migrated.execute(sql).fetchall()
        for setting in ("user_version", "application_id"):
            pragma = f"PRAGMA {setting}"
            assert new.db.execute(pragma).fetchall() == migrated.execute(pragma).fetchall()
    migrated.close()


def test_an_old_case_keeps_its_events(tmp_path: Path) -> None:
    with Store.open(old_case(tmp_path / "old")) as store:
        rows = list(query.events(store, EventFilter(include_middlemen=True)))
        columns = query.columns(store, EventFilter(include_middlemen=True))
        records = list(query.events(store, EventFilter(unmerged=True)))

    assert [(row.op, row.time_ms, row.duration_ms, row.line) for row in rows] == [
        ("RECORD_AUDIO", NOW_MS - HOUR_MS, 9000, 4),
        ("CAMERA", NOW_MS - HOUR_MS, None, 5),
        ("READ_CONTACTS", None, None, 8),
    ]
    assert columns.ids.tolist() == [row.id for row in rows]
    assert [row.line for row in records] == [3, 5, 4, 8]


def test_a_case_of_the_second_schema_keeps_what_it_holds(tmp_path: Path) -> None:
    with Store.open(old_case(tmp_path / "old", "case_v2.sql")) as store:
        rows = list(query.events(store, EventFilter()))
        columns = query.columns(store, EventFilter())
        usage = store.db.execute("SELECT type, package FROM v_usage").fetchall()
        load(store, "today", [event()], at_ms=NOW_MS + HOUR_MS)
        (grown,) = store.db.execute("SELECT count(*) FROM v_events").fetchone()

    assert [(row.op, row.line) for row in rows] == [
        ("RECORD_AUDIO", 2),
        ("CAMERA", 3),
        ("READ_CONTACTS", 4),
    ]
    assert columns.ids.tolist() == [row.id for row in rows]
    assert usage == [("ACTIVITY_RESUMED", "com.example.chat")]
    assert grown == 3


def test_events_of_an_older_case_are_merged_when_it_is_opened(tmp_path: Path) -> None:
    with Store.open(old_case(tmp_path / "old", "case_v3.sql")) as store:
        rows = list(query.events(store, EventFilter()))
        records = list(query.events(store, EventFilter(unmerged=True)))

    with Store.open(tmp_path / "old", read_only=True) as store:
        assert list(query.events(store, EventFilter())) == rows
    assert [(row.op, row.time_ms, row.duration_ms) for row in rows] == [
        ("RECORD_AUDIO", NOW_MS - HOUR_MS, 120_000),
        ("CAMERA", NOW_MS - HOUR_MS, None),
        ("READ_CONTACTS", None, None),
    ]
    assert len(records) == 5


def test_a_case_of_the_fourth_schema_takes_the_newer_records(tmp_path: Path) -> None:
    start = ProcessEvent(
        ProcessChange.START, 0, 7, 10_101, "com.example.chat", None, None, NOW_MS, 1, False, 1
    )
    with Store.open(old_case(tmp_path / "old", "case_v4.sql")) as store:
        before = [row.op for row in query.events(store, EventFilter())]
        load(store, "today", [start], at_ms=NOW_MS + HOUR_MS)
        found = store.db.execute("SELECT process, ended_ms FROM v_process_starts").fetchall()

    assert before == ["RECORD_AUDIO", "CAMERA"]
    assert found == [("com.example.chat", None)]


EVENTS = """
SELECT e.time_ms, e.precision_ms, e.duration_ms, e.kind, e.count, e.op, e.package, e.uid,
  e.attribution_tag, e.uid_state, e.flags, e.proxy_package, e.source, e.sources, e.running,
  e.zone_assumed, e.about, e.access_duration_ms, e.printed_begin_ms, e.printed_end_ms,
  e.attribution_flags, e.chain_id, e.superseded, e.capture_id, e.line, e.known, e.more,
  (SELECT group_concat(place) FROM (SELECT capture_id || ' ' || line || ' ' ||
     ifnull(time_ms, '') || ' ' || ifnull(duration_ms, '') || ' ' || running AS place
   FROM v_records r WHERE r.event_id = e.event_id ORDER BY place))
FROM v_events e
"""


def told(store: Store) -> list[str]:
    """Every event of a case with its records, whatever its id is."""
    return sorted(map(repr, store.db.execute(EVENTS)))


def listed(store: Store, wanted: EventFilter) -> list[str]:
    return sorted(repr(replace(row, id=0)) for row in query.events(store, wanted))


def test_a_case_of_the_seventh_schema_becomes_what_its_captures_are_today(tmp_path: Path) -> None:
    old_case(tmp_path / "old", "case_v7.sql")
    with Store.open(tmp_path / "old") as old, Store.create(tmp_path / "new") as new:
        saved_case.fill(new)
        found, wanted = told(old), told(new)
        for each in (EventFilter(unmerged=True), EventFilter()):
            assert listed(old, each) == listed(new, each)
        again = saved_case.CAPTURES[0][1]
        report = load(old, "again", again, at_ms=NOW_MS + 3 * HOUR_MS)

    assert found == wanted
    assert len(found) > 150
    slots = [each for each in again if isinstance(each, Event) and each.source is AGGREGATE]
    assert report.events_added == len(slots)  # each reading of a history keeps its own counts


def test_an_old_case_gives_back_the_room_it_no_longer_needs(tmp_path: Path) -> None:
    folder = old_case(tmp_path / "old", "case_v7.sql")
    db = sqlite3.connect(folder / DB_NAME)
    db.execute("CREATE TABLE big AS SELECT zeroblob(3000000) AS empty")
    db.execute("DROP TABLE big")
    db.commit()
    db.close()
    before = (folder / DB_NAME).stat().st_size
    with Store.open(folder) as store:
        wanted = listed(store, EventFilter())

    assert (folder / DB_NAME).stat().st_size < before / 5
    with Store.open(folder, read_only=True) as store:
        assert listed(store, EventFilter()) == wanted


def test_an_old_case_goes_on_growing(tmp_path: Path) -> None:
    with Store.open(old_case(tmp_path / "old")) as store:
        report = load(store, "today", [event(), event(time_ms=NOW_MS)], at_ms=NOW_MS + HOUR_MS)

    assert (report.events_added, report.events_known) == (1, 1)


def test_an_old_case_is_not_touched_by_reading(tmp_path: Path) -> None:
    folder = old_case(tmp_path / "old")
    before = (folder / DB_NAME).read_bytes()

    with pytest.raises(StoreError, match="older version"):
        Store.open(folder, read_only=True)

    assert (folder / DB_NAME).read_bytes() == before


def test_a_migration_that_fails_leaves_the_case_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = old_case(tmp_path / "old")

    scripts = ("CREATE TABLE half_done (x);\nINSERT INTO nowhere VALUES (1);\n",)
    failing = SimpleNamespace(__name__="m0002_fails", SCRIPTS=scripts)

    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], failing))
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Store.open(folder)

    monkeypatch.undo()
    with Store.open(folder) as store:
        assert "half_done" not in [name for name, _ in shape(store.db)]
        assert schema.version(store.db) == schema.LATEST


def test_opening_a_case_of_today_needs_no_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.create(tmp_path / "case").close()
    monkeypatch.setattr(schema, "migrate", None)

    with Store.open(tmp_path / "case") as store:
        assert schema.version(store.db) == schema.LATEST


def test_every_table_is_strict(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        loose = [
            row[1]
            for row in store.db.execute("PRAGMA table_list")
            if row[0] == "main" and row[2] == "table" and not row[5]
        ]

    assert sorted(loose) == ["_sqlite_migrations", "sqlite_schema"]


def test_the_store_is_in_write_ahead_mode_and_checks_references(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", random_events(1, 50))

        assert store.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.db.execute("PRAGMA synchronous").fetchone() == (1,)
        assert store.db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_views_of_events_say_what_the_queries_say(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", random_events(5, 200))
        load(store, "two", random_events(6, 200), at_ms=NOW_MS + 1)
        for view, sign, wanted in (
            ("v_events", 1, EventFilter(include_middlemen=True)),
            ("v_records", -1, EventFilter(unmerged=True)),
        ):
            names = "time_ms, precision_ms, duration_ms, kind, count, data_type, op, package, uid,"
            names += " attribution_tag, uid_state, flags, proxy_package, source, capture_id, line,"
            names += " zone_assumed, about"
            key = "event_id" if view == "v_events" else "record_id"
            found = set(store.db.execute(f"SELECT {sign} * {key}, {names} FROM {view}"))

            fields = ["id", *names.replace(",", "").split()]
            assert found == {
                tuple(getattr(row, field) for field in fields)
                for row in query.events(store, wanted)
            }


@pytest.mark.parametrize("view", VIEWS)
def test_every_column_of_every_view_is_documented(tmp_path: Path, view: str) -> None:
    with Store.create(tmp_path / "case") as store:
        columns = [row[1] for row in store.db.execute(f"PRAGMA table_info({view})")]
    text = (PROJECT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert f"### {view}\n" in text
    told = "v_events" if view in ("v_accesses", "v_rejects") else view  # the same columns
    section = text.split(f"### {told}\n")[1].split("\n### ")[0].split("\n## ")[0]

    assert columns
    assert [name for name in columns if f"`{name}`" not in section] == []


def test_every_table_is_documented(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        tables = [
            row[0]
            for row in store.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
    text = (PROJECT / "docs" / "schema.md").read_text(encoding="utf-8")

    assert [name for name in tables if f"`{name}`" not in text] == []


def test_a_case_of_the_ninth_schema_keeps_what_a_person_added(tmp_path: Path) -> None:
    with Store.open(old_case(tmp_path / "old", "case_v9.sql")) as store:
        kept = notes(store)

    assert [(mark.text, mark.kind) for mark in kept.marks] == [("said yes to the camera", None)]
    assert [len(each.event_ids) for each in kept.evidence] == [3]
