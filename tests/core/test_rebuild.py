"""A case worked out anew: parsed again it is the same, and a deleted reading was never there."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import rebuild
from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.capture import capture
from auditor.errors import StoreError, UsageError, WrongFormat
from auditor.filters import EventFilter
from auditor.load import load_capture
from auditor.manifest import MANIFEST, read_manifest, write_manifest
from auditor.notes import add_evidence, add_mark, notes
from auditor.query import captures, events
from auditor.rebuild import delete_capture, reload_case
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import DB_NAME, Store
from auditor.task import Cancelled, Task, silent

PAUSE_MS = 3 * 3_600_000


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two readings of one sample phone, three hours apart. Copy it."""
    now = [1_763_000_000_123]

    def clock() -> int:
        now[0] += 3
        return now[0]

    phone = SamplePhone(31, seed=3, now=clock)
    case = tmp_path_factory.mktemp("twice") / "case"
    with SampleServer(phone) as server, Store.create(case) as store:
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
        for _ in range(2):
            manifest = capture(bridge, phone.serial, case, "full", silent(), now_ms=clock)
            load_capture(store, store.captures_dir / manifest.capture_id)
            now[0] += PAUSE_MS
    return case


@pytest.fixture
def case(twice: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(twice, tmp_path / "case"))


def rows(case_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a store, table by table."""
    db = sqlite3.connect(case_dir / DB_NAME)
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}
    db.close()
    del found["_sqlite_migrations"]
    return found


def ids(case_dir: Path) -> list[str]:
    with Store.open(case_dir, read_only=True) as store:
        return [row.capture_id for row in captures(store)]


def test_parsed_again_a_case_is_the_same(case: Path) -> None:
    before = rows(case)

    renewed = reload_case(case)

    assert rows(case) == before
    assert [each.capture_id for each in renewed.reports] == ids(case)
    assert renewed.evidence_gone == 0
    assert not list(case.glob(f"{rebuild.NEW_NAME}*"))


@pytest.mark.parametrize("place", [0, 1])
def test_a_deleted_reading_was_never_there(case: Path, tmp_path: Path, place: int) -> None:
    names = ids(case)
    other = tmp_path / "other"
    with Store.create(other) as store:
        kept = names[1 - place]
        shutil.copytree(case / "captures" / kept, store.captures_dir / kept)
        load_capture(store, store.captures_dir / kept)

    delete_capture(case, names[place])

    assert rows(case) == rows(other)
    assert [path.name for path in (case / "captures").iterdir()] == [kept]


def records_of(case_dir: Path, ids: list[int]) -> dict[int, set[tuple[object, ...]]]:
    """Give the raw lines that tell of events."""
    found: dict[int, set[tuple[object, ...]]] = {number: set() for number in ids}
    with Store.open(case_dir, read_only=True) as store:
        for row in store.db.execute(
            "SELECT event_id, capture_id, raw_file, line, kind, op FROM v_records"
        ):
            if row[0] in found:
                found[row[0]].add(row[1:])
    return found


@pytest.mark.parametrize("place", [0, 1])
def test_chosen_events_stay_the_same_events_under_other_numbers(case: Path, place: int) -> None:
    names = ids(case)
    with Store.open(case) as store:
        chosen = [row.id for row in events(store, EventFilter())][::50]
        add_evidence(store, 1, 2, EventFilter(event_ids=frozenset(chosen)), chosen, 3)
        add_mark(store, 5, "mine", 6)
    before = set().union(*records_of(case, chosen).values())
    left = {line for line in before if line[0] != names[place]}
    alone = [lines for lines in records_of(case, chosen).values() if not lines & left]

    gone = delete_capture(case, names[place])

    assert gone == len(alone)
    with Store.open(case, read_only=True) as store:
        (kept,) = notes(store).evidence
        assert [mark.text for mark in notes(store).marks] == ["mine"]
    after = records_of(case, list(kept.event_ids))
    assert left and len(chosen) > 20
    assert all(lines & left for lines in after.values())
    assert left <= set().union(*after.values())
    assert kept.filter.event_ids == set(kept.event_ids)


def test_the_last_reading_leaves_an_empty_case(case: Path) -> None:
    for name in ids(case):
        delete_capture(case, name)

    with Store.open(case, read_only=True) as store:
        assert captures(store) == []
        assert list(events(store)) == []


def test_a_cancelled_deletion_deletes_nothing(case: Path) -> None:
    before, names = rows(case), ids(case)
    task = Task(lambda _done, _total, _note: task.cancel())

    with pytest.raises(Cancelled):
        delete_capture(case, names[0], task)

    assert rows(case) == before
    assert sorted(path.name for path in (case / "captures").iterdir()) == sorted(names)


def test_a_changed_raw_file_stops_it_and_nothing_is_lost(case: Path) -> None:
    before = rows(case)
    raw = next((case / "captures" / ids(case)[1] / "raw").glob("appops*"))
    raw.write_bytes(raw.read_bytes() + b"x")

    with pytest.raises(WrongFormat):
        reload_case(case)

    assert rows(case) == before


def test_a_reading_that_is_not_there_is_told(case: Path) -> None:
    with pytest.raises(UsageError, match="no reading"):
        delete_capture(case, "nobody")


def test_a_folder_that_cannot_be_deleted_is_told_and_can_be_loaded_again(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    names = ids(case)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", locked)
        with pytest.raises(StoreError, match="could not be deleted"):
            delete_capture(case, names[0])

    assert ids(case) == names[1:]
    reload_case(case)
    assert sorted(ids(case)) == sorted(names)


@pytest.mark.parametrize("delete", [False, True])
def test_a_reading_whose_folder_is_gone_is_not_lost_with_it(
    case: Path, tmp_path: Path, delete: bool
) -> None:
    names, before = ids(case), rows(case)
    shutil.move(case / "captures" / names[0], tmp_path / "elsewhere")

    with pytest.raises(StoreError, match="missing"):
        delete_capture(case, names[1]) if delete else reload_case(case)

    assert rows(case) == before
    assert (case / "captures" / names[1]).is_dir()


def test_a_reading_whose_own_folder_is_gone_can_be_deleted(case: Path) -> None:
    names = ids(case)
    shutil.rmtree(case / "captures" / names[0])

    delete_capture(case, names[0])

    assert ids(case) == names[1:]


@pytest.mark.parametrize("place", ["../mine", "captures/../../mine", "captures", "."])
def test_a_case_cannot_have_other_folders_deleted(case: Path, place: str) -> None:
    mine = case.parent / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear", encoding="utf-8")
    names = ids(case)
    with Store.open(case) as store:
        change = "UPDATE captures SET folder = ? WHERE capture_id = ?"
        store.db.execute(change, (place, names[0]))

    with pytest.raises(StoreError, match="does not lie among"):
        delete_capture(case, names[0])

    assert (mine / "letter.txt").is_file()
    assert ids(case) == names
    assert all((case / "captures" / name).is_dir() for name in names)


def test_a_reading_that_comes_while_a_case_is_parsed_anew_stays(case: Path) -> None:
    names = ids(case)
    kept = case / "captures" / names[1]
    delete_capture(case, names[0])
    other = case / "captures" / "another"
    done: list[str] = []

    def meanwhile(_done: int, _total: int | None, _note: str) -> None:
        if not done:
            done.append("loading")
            copied(kept, other)
            with Store.open(case) as store:
                load_capture(store, other)

    with pytest.raises(StoreError, match="changed while"):
        reload_case(case, Task(meanwhile))

    assert ids(case) == [names[1], "another"]


def copied(folder: Path, other: Path) -> None:
    """Make another reading of the same raw files."""
    shutil.copytree(folder, other)
    manifest = read_manifest(other)
    (other / MANIFEST).unlink()
    write_manifest(other, replace(manifest, capture_id=other.name))


def test_every_table_is_either_worked_out_anew_or_named_as_kept(tmp_path: Path) -> None:
    """A new table must be decided on: what a person wrote must never be worked out away."""
    with Store.create(tmp_path / "case") as store:
        names = {
            row[0]
            for row in store.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row[0].startswith("sqlite_")
        }

    assert names == {*rebuild.WORKED_OUT, *rebuild.KEPT}
