"""Android's own files about app ops, written here after their documented formats."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from auditor import query
from auditor.errors import WrongFormat
from auditor.filters import EventFilter
from auditor.importers import import_paths
from auditor.load import load_capture
from auditor.manifest import Manifest
from auditor.store import Store
from tests.core.importers.writers import (
    ACCESSES,
    DISCRETE,
    HISTORY,
    NOW_MS,
    OLD_APPOPS,
    STATES_APPOPS,
    binary_xml,
    saved,
)

CHAT = "org.example.chat"
ALL = EventFilter(include_middlemen=True, unmerged=True)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    Store.create(tmp_path / "case").close()
    return tmp_path / "case"


def load(case: Path, *paths: Path) -> tuple[Manifest, list[query.EventRow]]:
    (manifest,) = import_paths(paths, case)
    with Store.open(case) as store:
        report = load_capture(store, case / "captures" / manifest.capture_id)
        assert report.unparsed == 0
        return manifest, list(query.events(store, ALL))


def facts(rows: Iterable[query.EventRow]) -> set[tuple[object, ...]]:
    return {
        (r.uid, r.package, r.op, r.kind, r.uid_state, r.flags, r.time_ms, r.duration_ms, r.count)
        for r in rows
    }


def test_the_old_form_has_one_access_and_one_refusal_for_each_op(
    case: Path, tmp_path: Path
) -> None:
    _, rows = load(case, saved(tmp_path, "appops.xml", OLD_APPOPS))

    cam = (10101, "org.example.camera", "CAMERA")
    assert facts(rows) == {
        (*cam, "access", None, None, NOW_MS, 1500, None),
        (*cam, "reject", None, None, NOW_MS - 5, None, None),
    }
    (access,) = (row for row in rows if row.kind == "access")
    assert (access.proxy_package, access.proxy_uid, access.precision_ms) == (
        "org.example.helper",
        10077,
        1,
    )
    with Store.open(case) as store:
        modes = store.db.execute("SELECT package, mode FROM op_modes ORDER BY line").fetchall()
    assert [tuple(row) for row in modes] == [(None, "ignore"), ("org.example.camera", "foreground")]


def test_the_form_of_android_9_has_a_time_for_each_state(case: Path, tmp_path: Path) -> None:
    _, rows = load(case, saved(tmp_path, "appops.xml", STATES_APPOPS))

    chat = (10102, CHAT, "RECORD_AUDIO")
    assert facts(rows) == {
        (*chat, "access", "top", None, NOW_MS, 70, None),
        (*chat, "access", "bg", None, NOW_MS - 9, None, None),
        (*chat, "reject", "cch", None, NOW_MS - 3, None, None),
    }


@pytest.mark.parametrize("binary", [False, True])
def test_the_new_form_has_states_flags_tags_and_proxies(
    case: Path, tmp_path: Path, binary: bool
) -> None:
    data = binary_xml(ACCESSES) if binary else ACCESSES.encode()

    manifest, rows = load(case, saved(tmp_path, "appops_accesses.xml", data))

    chat = (10102, CHAT, "RECORD_AUDIO")
    assert facts(rows) == {
        (*chat, "access", "top", "s", NOW_MS, 4200, None),
        (*chat, "access", "bg", "tpd", NOW_MS - 1, None, None),
        (*chat, "reject", "bg", "tpd", NOW_MS - 2, None, None),
    }
    assert {row.attribution_tag for row in rows} == {"voice", None}
    proxied = next(row for row in rows if row.proxy_package)
    assert (proxied.proxy_package, proxied.proxy_uid, proxied.kind) == (
        "org.example.proxy",
        10103,
        "access",
    )
    folder = case / "captures" / manifest.capture_id
    assert (folder / manifest.files[0].file).read_bytes() == data  # kept as it was
    if binary:
        made = manifest.files[1]
        assert (made.command, made.parameters["made_of"]) == ("appops_xml", "appops_accesses.xml")


@pytest.mark.parametrize("binary", [False, True])
def test_a_discrete_file_lists_single_accesses(case: Path, tmp_path: Path, binary: bool) -> None:
    data = binary_xml(DISCRETE) if binary else DISCRETE.encode()

    _, rows = load(case, saved(tmp_path, f"{NOW_MS}tl", data))

    chat = (10102, CHAT, "CAMERA", "access")
    assert facts(rows) == {
        (*chat, "top", "s", NOW_MS, 60000, None),
        (*chat, "bg", "s|tpd", NOW_MS + 60_000, None, None),
        (*chat, "cch", "tp", NOW_MS + 120_000, None, None),
    }
    assert {row.source for row in rows} == {"discrete"}
    assert {row.attribution_tag for row in rows} == {"lens", None}


@pytest.mark.parametrize("binary", [False, True])
def test_a_history_file_has_counts_over_slots_before_it_was_written(
    case: Path, tmp_path: Path, binary: bool
) -> None:
    data = binary_xml(HISTORY) if binary else HISTORY.encode()
    path = saved(tmp_path, "900000.xml", data)
    os.utime(path, (NOW_MS / 1000, NOW_MS / 1000))

    _, rows = load(case, path)

    chat, slot = (10102, CHAT, "READ_CONTACTS"), 900_000
    assert facts(rows) == {
        (*chat, "access", "top", "s", NOW_MS - 2 * slot, slot, 3),
        (*chat, "reject", "top", "s", NOW_MS - 2 * slot, slot, 2),
        (*chat, "access", "bg", "tpd", NOW_MS - 3 * slot, slot, 1),
    }
    assert {row.source for row in rows} == {"aggregate"}
    with Store.open(case) as store:
        sure = store.db.execute("SELECT DISTINCT about, zone_assumed FROM v_events").fetchall()
    assert [tuple(row) for row in sure] == [(1, 1)]


def database(path: Path, columns: str, rows: list[tuple[object, ...]]) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"CREATE TABLE app_op_accesses(id INTEGER PRIMARY KEY,{columns})")
        marks = ", ".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO app_op_accesses VALUES (NULL, {marks})", rows)
    return path


SINGLE = (
    "uid INTEGER,package_name TEXT,device_id TEXT NOT NULL,op_code INTEGER,attribution_tag TEXT,"
    "access_time INTEGER,access_duration INTEGER,uid_state INTEGER,op_flags INTEGER,"
    "attribution_flags INTEGER,chain_id INTEGER"
)
COUNTED = (
    "uid INTEGER,package_name TEXT,device_id TEXT,op_code INTEGER,attribution_tag TEXT,"
    "uid_state INTEGER,op_flags INTEGER,attribution_flags INTEGER,chain_id INTEGER,"
    "access_time INTEGER,access_duration INTEGER,total_duration INTEGER,access_count INTEGER,"
    "reject_count INTEGER"
)


def test_the_database_of_android_16_lists_single_accesses(case: Path, tmp_path: Path) -> None:
    path = database(
        tmp_path / "appops.db",
        SINGLE,
        [
            (10102, CHAT, "default:0", 26, "a\tb\\", NOW_MS, 1234, 200, 1, 0, -1),
            (10102, CHAT, "companion:1", 27, None, NOW_MS + 1, -1, 600, 8, 9, 7),
        ],
    )

    manifest, rows = load(case, path)

    assert facts(rows) == {
        (10102, CHAT, "CAMERA", "access", "top", "s", NOW_MS, 1234, None),
        (10102, CHAT, "RECORD_AUDIO", "access", "bg", "tpd", NOW_MS + 1, None, None),
    }
    assert {row.attribution_tag for row in rows} == {"a\tb\\", None}
    folder = case / "captures" / manifest.capture_id
    assert (folder / manifest.files[0].file).read_bytes() == path.read_bytes()


def test_the_newer_database_counts_within_buckets(case: Path, tmp_path: Path) -> None:
    begin = NOW_MS // 900_000 * 900_000 + 100_000
    key = (10102, CHAT, "default:0", 4, None, 200, 1, 0, -1)
    path = database(
        tmp_path / "appops.db",
        COUNTED,
        [(*key, begin, 0, 90, 3, 1), (*key, begin + 900_000, 0, 0, 1, 0)],
    )

    _, rows = load(case, path)

    chat = (10102, CHAT, "READ_CONTACTS")
    assert facts(rows) == {
        (*chat, "access", "top", "s", begin, 800_000, 3),
        (*chat, "reject", "top", "s", begin, 800_000, 1),
        (*chat, "access", "top", "s", begin + 900_000, None, 1),
    }


def test_what_is_only_in_the_log_beside_the_database_is_read(case: Path, tmp_path: Path) -> None:
    row = (10102, CHAT, "default:0", 26, None, NOW_MS, -1, 200, 1, 0, -1)
    path = tmp_path / "live" / "appops.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"CREATE TABLE app_op_accesses(id INTEGER PRIMARY KEY,{SINGLE})")
        db.execute("INSERT INTO app_op_accesses VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?)", row)
        db.commit()
        for name in ("appops.db", "appops.db-wal"):  # as copied from a running phone
            saved(tmp_path / "pulled", name, (path.parent / name).read_bytes())

    _, rows = load(case, tmp_path / "pulled")

    assert [each.time_ms for each in rows] == [NOW_MS]


def test_a_view_in_place_of_the_table_is_refused(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "appops.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE VIEW app_op_accesses AS SELECT 1 AS uid, 2 AS package_name")

    with pytest.raises(WrongFormat, match="holds no app ops"):
        import_paths([path], case)


@pytest.mark.parametrize("data", [b"SQLite format 3\0", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_database_is_refused(case: Path, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(WrongFormat, match="cannot be read"):
        import_paths([saved(tmp_path, "appops.db", data)], case)


def other_database(folder: Path) -> Path:
    path = folder / "privacy_dashboard.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE permission_usage (package TEXT, time INTEGER)")
        db.commit()
    return path


def test_a_database_of_unknown_form_is_refused_and_said_to_be_unknown(
    case: Path, tmp_path: Path
) -> None:
    with pytest.raises(WrongFormat, match="SQLite database in which this program knows no table"):
        import_paths([other_database(tmp_path)], case)


def test_what_is_foreign_in_a_folder_is_left_out_and_named(case: Path, tmp_path: Path) -> None:
    saved(tmp_path, "system/appops.xml", OLD_APPOPS)
    saved(tmp_path, "system/packages.xml", binary_xml("<packages><package /></packages>"))
    other_database(tmp_path / "system")

    (manifest,) = import_paths([tmp_path / "system"], case)

    assert [raw.command for raw in manifest.files] == ["appops_xml"]
    assert {each.command for each in manifest.skipped} == {"packages.xml", "privacy_dashboard.db"}


@pytest.mark.parametrize("cut", [5, 40, 200])
def test_damaged_binary_xml_is_refused(case: Path, tmp_path: Path, cut: int) -> None:
    path = saved(tmp_path, "a.xml", binary_xml(ACCESSES)[:cut])

    with pytest.raises(WrongFormat, match="binary XML"):
        import_paths([path], case)


def test_binary_xml_nested_absurdly_is_refused(case: Path, tmp_path: Path) -> None:
    text = "<app-ops>" + "<uid>" * 100 + "</uid>" * 100 + "</app-ops>"

    with pytest.raises(WrongFormat, match="nested too deeply"):
        import_paths([saved(tmp_path, "a.xml", binary_xml(text))], case)


BOMB = (
    '<app-ops><!DOCTYPE app-ops [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<pkg n="&b;"></pkg></app-ops>'
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "<app-ops>" + "<x>" * 100 + "</x>" * 100 + "</app-ops>",
        ACCESSES.replace("</app-ops>", ""),
        f'<app-ops v="1"><pkg n="{"x" * 5000}"></pkg></app-ops>',
        ACCESSES.replace("encoding='utf-8'", "encoding='nutf-8'"),
    ],
)
def test_unsafe_or_cut_xml_ends_in_a_counted_line_not_in_trouble(
    case: Path, tmp_path: Path, text: str
) -> None:
    (manifest,) = import_paths([saved(tmp_path, "appops.xml", text)], case)

    with Store.open(case) as store:
        load_capture(store, case / "captures" / manifest.capture_id)
        reasons = [row[0] for row in store.db.execute("SELECT reason FROM unparsed")]
    assert reasons == ["bad_xml"]


def test_an_entry_without_its_numbers_is_counted_and_passes_nothing_on(
    case: Path, tmp_path: Path
) -> None:
    text = DISCRETE.replace('op="26"', 'op="twenty"')
    (manifest,) = import_paths([saved(tmp_path, "tl", text)], case)

    with Store.open(case) as store:
        report = load_capture(store, case / "captures" / manifest.capture_id)
    assert (report.events_added, report.unparsed) == (0, 3)


def test_a_slot_that_counts_less_than_never_is_counted_as_not_understood(
    case: Path, tmp_path: Path
) -> None:
    text = HISTORY.replace('ac="3" rc="2"', 'ac="-3" rc="2"')
    (manifest,) = import_paths([saved(tmp_path, "0.xml", text)], case)

    with Store.open(case) as store:
        report = load_capture(store, case / "captures" / manifest.capture_id)
        counts = [row.count for row in query.events(store, ALL)]
    assert report.unparsed == 1
    assert counts == [1]


def test_the_real_file_of_android_9_is_read_whole(case: Path, shared_dir: Path) -> None:
    path = shared_dir / "corpus" / "other" / "android9-appops-xml.txt"
    text = path.read_text()
    times = sum(
        text.count(f' {letter}{state}="')
        for letter in "tr"
        for state in ("p", "t", "fs", "f", "b", "c")
    )

    _, rows = load(case, path)

    assert len(rows) == times == 245
