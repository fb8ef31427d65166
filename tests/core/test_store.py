"""A case on disk: opening it, and every trouble with it in a sentence."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from auditor import query, schema
from auditor import store as store_module
from auditor.errors import StoreError
from auditor.new_case import filled_case
from auditor.store import DB_NAME, Store
from tests.core.cases import event, load


def test_a_new_case_is_a_folder_with_a_database_and_a_place_for_captures(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a" / "case") as store:
        tables = store.db.execute("SELECT count(*) FROM events").fetchone()

    assert tables == (0,)
    assert sorted(p.name for p in (tmp_path / "a" / "case").iterdir()) == ["captures", DB_NAME]


def test_creating_a_case_that_is_there_opens_it(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])

    with Store.create(tmp_path / "case") as store:
        assert len(query.captures(store)) == 1


def test_a_case_is_not_made_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")

    with pytest.raises(StoreError, match="holds other files"):
        Store.create(tmp_path)


def test_a_case_cannot_be_made_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")

    with pytest.raises(StoreError, match="cannot be made"):
        Store.create(tmp_path / "file" / "case")


@pytest.mark.parametrize("read_only", [False, True])
def test_a_missing_folder_is_told(tmp_path: Path, read_only: bool) -> None:
    with pytest.raises(StoreError, match="There is no folder"):
        Store.open(tmp_path / "nothing", read_only)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_folder_that_is_no_case_is_told(tmp_path: Path, read_only: bool) -> None:
    with pytest.raises(StoreError, match="is not a case"):
        Store.open(tmp_path, read_only)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, read_only: bool) -> None:
    db = sqlite3.connect(tmp_path / DB_NAME)
    db.execute("CREATE TABLE theirs (x)")
    db.close()
    before = (tmp_path / DB_NAME).read_bytes()

    with pytest.raises(StoreError, match="is not a case of this program"):
        Store.open(tmp_path, read_only)

    assert (tmp_path / DB_NAME).read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database_is_told(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / DB_NAME).write_bytes(b"nothing like a database " * 100)

    with pytest.raises(StoreError, match="damaged or is not a case"):
        Store.open(tmp_path, read_only)


def test_a_damaged_case_is_told_when_it_is_read(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event(line=i, time_ms=i * 1000) for i in range(1, 3000)])
    path = tmp_path / "case" / DB_NAME
    data = bytearray(path.read_bytes())
    data[8192 : len(data) - 4096] = b"\xa5" * (len(data) - 4096 - 8192)
    path.write_bytes(data)

    with (
        pytest.raises(StoreError, match="damaged"),
        Store.open(tmp_path / "case", read_only=True) as store,
    ):
        list(query.events(store))


@pytest.mark.parametrize("read_only", [False, True])
def test_a_case_of_a_newer_program_is_refused(tmp_path: Path, read_only: bool) -> None:
    with Store.create(tmp_path / "case") as store:
        store.db.execute(f"PRAGMA user_version = {schema.LATEST + 1}")

    with pytest.raises(StoreError, match="newer version"):
        Store.open(tmp_path / "case", read_only)


def test_a_case_open_for_reading_cannot_be_written(tmp_path: Path) -> None:
    Store.create(tmp_path / "case").close()

    with (
        Store.open(tmp_path / "case", read_only=True) as store,
        pytest.raises(StoreError, match="read-only"),
        store.transaction() as db,
    ):
        db.execute("DELETE FROM events")


def test_loading_into_a_case_open_for_reading_is_refused(tmp_path: Path) -> None:
    Store.create(tmp_path / "case").close()

    with (
        Store.open(tmp_path / "case", read_only=True) as store,
        pytest.raises(StoreError, match="open for reading only"),
    ):
        load(store, "one", [event()])


def contents(case: Path) -> dict[Path, bytes]:
    """Every file of a case, without those that SQLite keeps beside an open database."""
    files = (path for path in case.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if path.suffix not in {".db-wal", ".db-shm"}}


def test_reading_changes_nothing_in_the_case(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
    before = contents(tmp_path / "case")

    with Store.open(tmp_path / "case", read_only=True) as store:
        list(query.events(store))

    assert contents(tmp_path / "case") == before


def test_a_case_on_a_read_only_disk_can_be_read(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
    folder = tmp_path / "case"
    (folder / f"{DB_NAME}-wal").mkdir()  # SQLite can make no such file, as on such a disk

    with Store.open(folder, read_only=True) as store:
        assert len(list(query.events(store))) == 1


def test_a_case_that_another_program_writes_is_told(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as ours, ours.transaction():
        theirs = Store.open(tmp_path / "case", busy_ms=1)

        with theirs, pytest.raises(StoreError, match="being written by another"):
            load(theirs, "one", [event()])


def test_a_reader_sees_the_case_as_it_was_while_another_writes(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as ours:
        load(ours, "one", [event()])
        with Store.open(tmp_path / "case", read_only=True) as theirs, ours.transaction() as db:
            db.execute("UPDATE packages SET label = 'half done'")

            assert next(query.events(theirs)).label is None


def test_a_failure_inside_a_transaction_writes_nothing(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        with pytest.raises(KeyError), store.transaction() as db:
            db.execute("INSERT INTO tags (name) VALUES ('x')")
            raise KeyError

        assert store.db.execute("SELECT count(*) FROM tags").fetchone() == (0,)


@pytest.mark.parametrize("pages", [1, 20, 40])
def test_a_disk_too_full_for_a_new_case_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    connect = store_module._connect

    def cramped(uri: str, busy_ms: int) -> sqlite3.Connection:
        db = connect(uri, busy_ms)
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    monkeypatch.setattr(store_module, "_connect", cramped)
    with pytest.raises(StoreError, match="is full") as told, filled_case(tmp_path / "case"):
        pass

    assert told.value.next_step == "Make room and try again."
    assert not (tmp_path / "case").exists()


def test_why_sqlite_itself_ended_a_transaction_is_what_is_told() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("CREATE TABLE one (n PRIMARY KEY)")

        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), schema.transaction(db):
            db.execute("INSERT INTO one VALUES (1)")
            db.execute("INSERT OR ROLLBACK INTO one VALUES (1)")  # as it does on a full disk

        assert db.execute("SELECT count(*) FROM one").fetchone() == (0,)


def test_a_mistake_of_ours_in_sql_stays_a_bug(tmp_path: Path) -> None:
    with (
        Store.create(tmp_path / "case") as store,
        pytest.raises(sqlite3.OperationalError, match="no such table"),
        store.transaction() as db,
    ):
        db.execute("SELECT * FROM not_there")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights than modes")
def test_a_new_case_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Store.create(tmp_path / "some" / "case") as store, store.transaction():
            store.db.execute("INSERT INTO own_marks (time_ms, text, made_ms) VALUES (1, 'a', 1)")
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in store.path.iterdir()}
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "some" / "case").stat().st_mode) == 0o700
    assert modes["captures"] == 0o700
    assert {mode for name, mode in modes.items() if name != "captures"} == {0o600}


def test_opening_a_case_to_write_leaves_its_file_as_it_was(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case"):
        pass
    file = tmp_path / "case" / DB_NAME
    os.utime(file, (1_000_000_000, 1_000_000_000))

    with Store.open(tmp_path / "case"):
        pass

    assert file.stat().st_mtime == 1_000_000_000


@pytest.mark.parametrize("code", [sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_IOERR_SHMMAP])
def test_a_disk_without_locks_is_told(tmp_path: Path, code: int) -> None:
    error = sqlite3.OperationalError("locking protocol")
    error.sqlite_errorcode = code

    with pytest.raises(StoreError, match="cannot lock files"), store_module.sentences(tmp_path):
        raise error
