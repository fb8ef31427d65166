"""Watches that were killed: what they left is finished, and told as it is until then."""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import cli
from auditor.columns import columns_of
from auditor.filters import EventFilter
from auditor.limits import limits_of
from auditor.live.journal import Journal, kept, read_journal
from auditor.live.lock import marked
from auditor.live.recorder import raw_file
from auditor.live.recovery import finish_killed
from auditor.manifest import MANIFEST, read_manifest
from auditor.query import captures, devices
from auditor.rebuild import reload_case
from auditor.store import Store
from tests.core.live.lives import BEGIN_MS, MINUTE, FastLife, fast_life, listed


@pytest.fixture
def life(tmp_path: Path) -> Iterator[FastLife]:
    with fast_life(tmp_path) as found:
        yield found


def test_a_killed_watch_is_finished_from_its_journal(life: FastLife, tmp_path: Path) -> None:
    """The case as it stood when the program died: copied while it watched, and torn at the end."""
    copy = tmp_path / "killed"

    def die() -> None:
        with Store.open(life.case) as store:
            store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        shutil.copytree(life.case, copy)
        (folder,) = marked(copy / "captures")
        acknowledge_one_more(folder)
        with (folder / "raw" / "journal.jsonl").open("ab") as stream:
            stream.write(b'{"what":"kept","fi')

    life.after(5, die)
    life.watch(6 * MINUTE)
    assert read_manifest(marked(copy / "captures")[0]).outcome == "running"
    told = CliRunner().invoke(cli, ["captures", "--case", str(copy)]).output
    assert "was killed before it ended" in told
    assert f"auditor reload --case {copy}" in told

    with Store.open(copy) as store:
        (name,) = finish_killed(store)
        (row,) = captures(store)
        journal = {
            line["file"]["file"]
            for line in read_journal(copy / "captures" / name)
            if line["what"] == "kept"
        }
        loaded = {file for (file,) in store.db.execute("SELECT file FROM raw_files")}
        (late,) = store.db.execute(
            "SELECT count(*) FROM v_records WHERE raw_file = 'raw/late.txt'"
        ).fetchone()
    assert late == 1
    assert row.outcome == "cut"
    assert "raw/late.txt" in loaded
    assert journal <= loaded
    before = listed(copy)
    reload_case(copy)
    assert listed(copy) == before


def cuts(store: Store) -> list[str]:
    """The limit of the case that a reading was cut, if it says so."""
    whole = columns_of(store.db, EventFilter())
    found = limits_of(store, devices(store)[0], whole, whole, None)
    return [limit.code for limit in found if limit.code == "cut"]


def test_who_only_reads_a_case_sees_whether_a_watch_goes_on(life: FastLife, tmp_path: Path) -> None:
    """Before anybody may write into the case, too: by the lock that dies with the watch."""
    copy = tmp_path / "killed"
    told: list[str] = []

    def look() -> None:
        with Store.open(life.case) as store:
            store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            told.extend(row.outcome for row in captures(store))
            told.extend(cuts(store))
        shutil.copytree(life.case, copy)

    life.after(1, look)
    life.watch(2 * MINUTE)

    assert told == ["running"], "what goes on is not cut"
    with Store.open(copy, read_only=True) as store:
        (row,) = captures(store)
        ((stored,),) = store.db.execute("SELECT outcome FROM captures")
        assert cuts(store) == ["cut"]
    assert (row.outcome, stored) == ("cut", "running")
    shown = CliRunner().invoke(cli, ["captures", "--case", str(copy)])
    assert " cut " in shown.output


@pytest.mark.parametrize("what", ["line", "journal", "manifest", "both"])
def test_whatever_a_killed_watch_left_the_case_can_be_written(
    life: FastLife, tmp_path: Path, what: str
) -> None:
    copy = tmp_path / "killed"

    def die() -> None:
        with Store.open(life.case) as store:
            store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        shutil.copytree(life.case, copy)

    life.after(1, die)
    life.watch(2 * MINUTE)
    (folder,) = marked(copy / "captures")
    if what == "line":
        with (folder / "raw" / "journal.jsonl").open("a") as stream:
            stream.write('{"what":"same","asked":"camera","at":"never"}\n')
    if what in ("journal", "both"):
        (folder / "raw" / "journal.jsonl").unlink()
    if what == "manifest":
        (folder / MANIFEST).write_text("{")
    if what == "both":  # killed before anything was asked
        shutil.rmtree(folder / "raw")
        (folder / "raw").mkdir()
        (folder / MANIFEST).unlink()

    with Store.open(copy) as store:
        done = finish_killed(store)
        (row,) = captures(store)

    assert done == ([folder.name] if what in ("line", "journal") else [])
    assert row.outcome == "cut"
    assert folder.exists() == (what != "both")
    assert (marked(copy / "captures") == []) == (what != "manifest")


def acknowledge_one_more(folder: Path) -> None:
    """A text on the disk and in the journal that the case never got: killed before the load."""
    text = (
        b"Current AppOps Service state:\n  Settings:\n\n  Uid u0a121:\n    state=cch\n"
        b"    Package com.pebblechat.messenger:\n      CAMERA (allow): \n        null=[\n"
        b"          Access: [top-s] 2026-05-29 07:19:01.001 (-1s0ms)\n        ]\n"
    )
    begun = BEGIN_MS + 5 * MINUTE
    raw = replace(
        raw_file("late", "appops_op", {"op": "CAMERA"}, "", begun, begun + 9),
        size_bytes=len(text),
        sha256=hashlib.sha256(text).hexdigest(),
        exit_code=0,
        whole=True,
    )
    (folder / raw.file).write_bytes(text)
    with Journal(folder) as journal:
        journal.write(kept(raw, 9))
