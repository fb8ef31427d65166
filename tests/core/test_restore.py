"""A store rebuilt from its raw files, however it was damaged; what a person added stays."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor import schema
from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.capture import capture
from auditor.cli import cli
from auditor.errors import DamagedCase, NewerCase, StoreError
from auditor.filters import EventFilter
from auditor.findings.decisions import choose_category
from auditor.load import load_capture
from auditor.manifest import MANIFEST
from auditor.new_case import filled_case
from auditor.notes import add_evidence, add_mark, notes
from auditor.query import events
from auditor.rebuild import KEPT, alone, reload_case
from auditor.rebuild_words import rebuilt_lines
from auditor.restore import ASIDE, CARRIED, diagnose, rebuild_case
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import DB_NAME, Store
from auditor.store_pages import StorePages
from auditor.task import Cancelled, Task, silent

PAGE = 4096
APP = ("SAMPLE-3", 10121, "com.pebblechat.messenger")
MARKS = 300  # of about 200 bytes: a dozen pages


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two readings and all that a person can add. Copy it."""
    now = [1_763_000_000_123]
    case = tmp_path_factory.mktemp("made") / "case"
    phone = SamplePhone(31, seed=3, now=lambda: now[0], days=2)
    with SampleServer(phone) as server, Store.create(case) as store:
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
        for _ in range(2):
            manifest = capture(bridge, phone.serial, case, "quick", silent(), now_ms=phone.now)
            load_capture(store, store.captures_dir / manifest.capture_id)
            now[0] += 3 * 3_600_000
        chosen = [row.id for row in events(store, EventFilter())][::25]
        add_evidence(store, 1, 2, EventFilter(event_ids=frozenset(chosen)), chosen, 3)
        add_evidence(store, 4, 5, EventFilter(), chosen[:3], 6)
        for number in range(MARKS):
            add_mark(store, number, f"mark {number} " + "好" * 60, number)
        choose_category(store, APP, "messaging", "I say so", 1)
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return case


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "case"))


def added(case: Path) -> tuple[object, ...]:
    with Store.open(case, read_only=True) as store:
        return notes(store), store.db.execute("SELECT * FROM categories").fetchall()


def shown(case: Path) -> list[object]:
    with Store.open(case, read_only=True) as store:
        return list(events(store, EventFilter()))


def pages_of(db: Path, table: str) -> list[int]:
    """The numbers of a table's pages, first the one at its root."""
    with closing(sqlite3.connect(db)) as store:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = store.execute(sql, (table,)).fetchone()
    data = db.read_bytes()
    if data[(root - 1) * PAGE] != 5:
        return [root]
    page = data[(root - 1) * PAGE : root * PAGE]
    count = int.from_bytes(page[3:5], "big")
    cells = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n], "big") for n in range(count)]
    return [root, *(int.from_bytes(page[at : at + 4], "big") for at in cells)]


def wipe(db: Path, *numbers: int) -> None:
    data = bytearray(db.read_bytes())
    for number in numbers:
        data[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)
    db.write_bytes(data)


def torn(db: Path) -> None:
    wipe(db, *pages_of(db, "events"))


def no_first_page(db: Path) -> None:
    wipe(db, 1)


def other_mark(db: Path) -> None:
    with closing(sqlite3.connect(db)) as store:
        store.execute("PRAGMA application_id = 7")


def cut_in_two(db: Path) -> None:
    os.truncate(db, db.stat().st_size // 2)


@pytest.mark.parametrize("harm", [torn, no_first_page, other_mark])
def test_a_rebuilt_case_is_what_it_was_with_all_that_was_added(
    case: Path, harm: Callable[[Path], None]
) -> None:
    before = shown(case), added(case)
    harm(case / DB_NAME)
    damaged = (case / DB_NAME).read_bytes()
    assert not diagnose(case).is_whole

    done = rebuild_case(case)

    assert (shown(case), added(case)) == before
    assert done.evidence_gone == 0 and done.left_out == ()
    assert all(each.is_whole and not each.refused for each in done.kept)
    assert diagnose(case).is_whole
    assert done.aside is not None and done.aside.read_bytes() == damaged
    left = {path.name for path in case.iterdir()} - {f"{DB_NAME}-wal", f"{DB_NAME}-shm"}
    assert left == {"captures", DB_NAME, done.aside.name}


def test_what_a_destroyed_page_held_is_said_to_be_lost_and_the_rest_is_kept(case: Path) -> None:
    second = pages_of(case / DB_NAME, "own_marks")[2]
    wipe(case / DB_NAME, second)

    done = rebuild_case(case)

    (marks,) = [each for each in done.kept if each.table == "own_marks"]
    assert not marks.is_whole and 0 < marks.rows < MARKS
    with Store.open(case, read_only=True) as store:
        assert len(notes(store).marks) == marks.rows
    assert f"Not all could be read of: own marks. {marks.rows} kept" in "\n".join(
        rebuilt_lines(done, "en")
    )


@pytest.mark.parametrize("data", [b"", bytes(50_000), b"nothing like a database" * 99])
def test_of_a_file_that_tells_nothing_the_readings_are_rebuilt(case: Path, data: bytes) -> None:
    before = shown(case)
    (case / DB_NAME).write_bytes(data)
    for read_only in (True, False):
        with pytest.raises(DamagedCase, match="rebuild the case") as told:
            Store.open(case, read_only=read_only)
        assert told.value.case_dir == case

    done = rebuild_case(case)

    assert shown(case) == before
    assert "Could not be read at all: own marks" in "\n".join(rebuilt_lines(done, "en"))


def test_a_lost_store_is_told_and_rebuilt_and_never_taken_for_a_new_case(case: Path) -> None:
    before = shown(case)
    (case / DB_NAME).unlink()
    with pytest.raises(DamagedCase, match="has lost its file"):
        Store.open(case)
    with pytest.raises(DamagedCase), filled_case(case):
        pass
    assert diagnose(case).state == "missing"

    done = rebuild_case(case)

    assert shown(case) == before
    assert done.aside is None
    assert any("are lost" in line for line in rebuilt_lines(done, "en"))


def test_a_cut_file_gives_what_is_left_of_it(case: Path) -> None:
    before = shown(case)
    cut_in_two(case / DB_NAME)

    done = rebuild_case(case)

    assert shown(case) == before
    with Store.open(case, read_only=True) as store:
        kept = {each.table: each.rows for each in done.kept}
        assert kept["own_marks"] == len(notes(store).marks)


def test_what_is_not_merged_into_the_file_yet_is_kept_too(case: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with Store.open(case) as store:
        add_mark(store, 7, "the newest", 8)
        shutil.copytree(case, copy)  # as a kill leaves it: the mark is in the log
    assert (copy / f"{DB_NAME}-wal").stat().st_size > 0
    wipe(copy / DB_NAME, *pages_of(case / DB_NAME, "events"))

    done = rebuild_case(copy)

    with Store.open(copy, read_only=True) as store:
        assert "the newest" in [mark.text for mark in notes(store).marks]
    assert done.aside is not None
    assert done.aside.with_name(f"{done.aside.name}-wal").exists()


def test_evidence_is_kept_only_for_events_that_are_certainly_the_same(case: Path) -> None:
    """SQLite can ask the file nothing, and the words of some apps are lost with their page."""
    db = case / DB_NAME
    with closing(sqlite3.connect(db)) as store:
        store.execute("UPDATE packages SET name = 'com.somebody.else' WHERE name = ?", (APP[2],))
        store.execute("DELETE FROM event_lines")
        store.commit()
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    wipe(db, *pages_of(db, "events"), *pages_of(db, "forms"))
    with StorePages(db) as old:
        packages = {row["id"]: row["name"] for row in old.table("packages").rows}
        series = {row["id"]: packages[row["package_id"]] for row in old.table("series").rows}
    chosen = [each.event_ids for each in _evidence_of(case.parent, case)]

    done = rebuild_case(case)

    with Store.open(case, read_only=True) as store:
        kept = [each.event_ids for each in notes(store).evidence]
    for before, now in zip(chosen, kept, strict=True):
        assert set(now) == {n for n in before if series[n >> 40] != "com.somebody.else"}
    assert done.evidence_gone > 0


def _evidence_of(room: Path, case: Path):
    with StorePages(case / DB_NAME) as old:
        rows = old.table("evidence").rows
    copy = room / "only evidence"
    with Store.create(copy) as store:
        for row in rows:
            store.db.execute("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)", tuple(row.values()))
        return notes(store).evidence


def test_a_reading_that_cannot_be_read_is_left_out_by_name_and_stays(case: Path) -> None:
    first, second = sorted((case / "captures").iterdir())
    raw = next((second / "raw").glob("appops*"))
    raw.write_bytes(raw.read_bytes() + b"x")
    torn(case / DB_NAME)

    done = rebuild_case(case)

    assert [each.capture_id for each in done.reports] == [first.name]
    assert [each.folder for each in done.left_out] == [second.name]
    assert "no longer what was captured" in done.left_out[0].why
    assert raw.exists()


def test_a_reading_whose_folder_is_gone_is_named(case: Path) -> None:
    first, second = sorted((case / "captures").iterdir())
    shutil.rmtree(first)

    done = rebuild_case(case)

    assert [(each.folder, each.why) for each in done.left_out] == [(first.name, "")]
    assert [each.capture_id for each in done.reports] == [second.name]


def test_a_stopped_rebuilding_changes_nothing(case: Path) -> None:
    torn(case / DB_NAME)
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    task = Task(lambda _done, _total, _note: task.cancel())

    with pytest.raises(Cancelled):
        rebuild_case(case, task)

    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before


def test_without_raw_files_there_is_nothing_to_rebuild_from(tmp_path: Path) -> None:
    (tmp_path / DB_NAME).write_bytes(b"x" * 5000)
    with pytest.raises(StoreError, match="nothing to rebuild"):
        rebuild_case(tmp_path)
    with pytest.raises(StoreError, match="damaged") as told:
        Store.open(tmp_path)
    assert "rebuild" not in told.value.next_step


def test_only_one_program_at_a_time_makes_a_store_anew(case: Path) -> None:
    """A second one would take the half-made store of the first away from under it."""
    for work in (rebuild_case, reload_case):
        with alone(case), pytest.raises(StoreError, match="being written by another"):
            work(case)
    reload_case(case)


def test_what_is_written_meanwhile_stops_it_and_is_not_lost(case: Path) -> None:
    def meanwhile(_done: int, _total: int | None, _note: str) -> None:
        with Store.open(case) as store:
            add_mark(store, 1, "meanwhile", 2)

    with pytest.raises(StoreError, match="written by another program while"):
        rebuild_case(case, Task(meanwhile))

    with Store.open(case, read_only=True) as store:
        assert "meanwhile" in [mark.text for mark in notes(store).marks]


def test_a_newer_store_is_refused_and_rebuilt_only_when_asked_to(case: Path) -> None:
    with closing(sqlite3.connect(case / DB_NAME)) as db:
        db.execute("CREATE TABLE of_tomorrow (text TEXT)")
        db.execute("INSERT INTO of_tomorrow VALUES ('x')")
        db.execute("ALTER TABLE own_marks ADD COLUMN mood TEXT")
        db.execute(f"PRAGMA user_version = {schema.LATEST + 1}")
        db.commit()
    with pytest.raises(NewerCase):
        Store.open(case)

    refused = run("rebuild", "--case", case)
    assert refused.exit_code == 5 and "newer version" in refused.output
    with pytest.raises(NewerCase):
        Store.open(case)

    assert run("rebuild", "--case", case, "--anyway").exit_code == 0
    with Store.open(case, read_only=True) as store:
        assert len(notes(store).marks) == MARKS


def run(*words: object):
    return CliRunner().invoke(cli, [str(word) for word in words], prog_name="auditor")


def test_a_whole_store_is_left_as_it_is(case: Path) -> None:
    before = (case / DB_NAME).read_bytes()

    assert "is whole" in run("rebuild", "--case", case).output
    assert run("rebuild", "--case", case, "--check").exit_code == 0

    assert (case / DB_NAME).read_bytes() == before
    assert list(case.glob(f"{ASIDE}*")) == []


def test_the_command_says_what_is_wrong_what_was_kept_and_where_the_old_file_is(
    case: Path,
) -> None:
    torn(case / DB_NAME)

    looked = run("rebuild", "--case", case, "--check")
    done = run("rebuild", "--case", case)

    assert looked.exit_code == 5 and "The store is damaged." in looked.output
    assert done.exit_code == 0, done.output
    assert "2 readings were read anew" in done.output
    assert f"Kept: own marks: {MARKS}." in done.output
    assert f"The old file is kept as {ASIDE}" in done.output


COMMANDS = (
    ["captures"],
    ["summary"],
    ["apps"],
    ["events", "--format", "jsonl"],
    ["findings"],
    ["notes"],
    ["export", "csv", "-o", "{out}/a.csv"],
    ["export", "bundle", "--package", APP[2], "-o", "{out}/b.zip"],
    ["records", "permissions"],
    ["reload"],
)


@pytest.mark.parametrize("seed", range(3))
def test_damage_anywhere_is_a_sentence_with_a_way_out_and_no_traceback(
    case: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray((case / DB_NAME).read_bytes())
    for _ in range(chance.choice([1, 4, 40])):
        at = chance.randrange(len(data) // PAGE) * PAGE
        size = chance.choice([16, 512, PAGE])
        data[at : at + size] = chance.randbytes(size)
    (case / DB_NAME).write_bytes(data)

    for number, words in enumerate(chance.sample(COMMANDS, 4)):
        filled = [word.format(out=tmp_path) for word in words]
        result = run(*filled, "--case", case)
        assert result.exit_code in (0, 5, 2), (words, result.output)
        if result.exit_code == 5:
            assert "auditor rebuild" in result.output, (number, result.output)

    assert rebuild_case(case).left_out == ()
    assert len(shown(case)) > 100


def test_everything_that_a_person_adds_is_carried_over() -> None:
    assert {*CARRIED} == {name for name in KEPT if not name.startswith("_")}
    assert "own_marks" in CARRIED


def test_a_manifest_is_all_that_makes_a_folder_a_reading(case: Path) -> None:
    (case / "captures" / "notes of mine").mkdir()
    torn(case / DB_NAME)
    assert len(rebuild_case(case).reports) == 2
    assert not (case / "captures" / "notes of mine" / MANIFEST).exists()


def test_no_place_out_of_the_case_is_read(case: Path) -> None:
    shutil.copytree(next((case / "captures").iterdir()), case.parent / "elsewhere")
    with closing(sqlite3.connect(case / DB_NAME)) as db:
        db.execute("UPDATE captures SET folder = 'captures/../../elsewhere' WHERE id = 1")
        db.commit()

    done = rebuild_case(case)

    assert len(done.reports) == 2
    assert replace(done.reports[0]).capture_id in {p.name for p in (case / "captures").iterdir()}
