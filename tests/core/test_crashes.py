"""The program killed at any moment: the case opens, nothing acknowledged is missing.

Every run kills a process of its own with SIGKILL (TerminateProcess on Windows) at a random moment
between its start and the time that it takes undisturbed. CRASHES=200 for the whole of it.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from auditor.findings.engine import find
from auditor.findings.rule_files import own_rules
from auditor.live.lock import marked
from auditor.manifest import MANIFEST, check_hashes, read_manifest
from auditor.new_case import filled_case
from auditor.query import captures, event
from auditor.rebuild import reload_case
from auditor.restore import ASIDE
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import Store

CRASHES = int(os.environ.get("CRASHES", "11"))
WATCHES = max(3, CRASHES // 4)
LONGEST_S = 120
TOLD = ("kind", "uid", "package", "op", "attribution_tag", "uid_state", "time_ms")
QUICKER = 600  # how many times faster than ours the time of a watched phone passes


@dataclass
class Stage:
    """A case with one acknowledged reading, a phone, and room for what is written."""

    case: Path
    out: Path
    port: int
    dump: Path  # a saved text of the phone, to be imported
    finding: str

    def commands(self) -> dict[str, list[str]]:
        case = ["--case", str(self.case)]
        phone = [*case, "--adb-port", str(self.port)]
        app = ["--package", self.package(), "--device", "SAMPLE-5"]
        return {
            "capture": ["capture", *phone, "--identify", "0", "--plan", "quick"],
            "capture and identify": ["capture", *phone, "--identify", "5", "--plan", "quick"],
            "import": ["import", str(self.dump), "--timezone", "Asia/Shanghai", *case],
            "reload": ["reload", *case],
            "rebuild": ["rebuild", "--anyway", *case],
            "csv": ["export", "csv", *case, "-o", str(self.out / "events.csv")],
            "html": ["export", "html", *case, "-o", str(self.out / "report.html")],
            "xlsx": ["export", "xlsx", *case, "-o", str(self.out / "events.xlsx")],
            "bundle": ["export", "bundle", *case, *app, "-o", str(self.out / "b.zip")],
            "complaint": [
                *("complaint", "write", "free", "--draft", "--finding", self.finding, *case),
                *("-o", str(self.out / "complaint")),
            ],
        }

    def package(self) -> str:
        with Store.open(self.case, read_only=True) as store:
            (name,) = store.db.execute(
                "SELECT package FROM v_accesses WHERE uid >= 10000 ORDER BY event_id LIMIT 1"
            ).fetchone()
        return str(name)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    root = tmp_path_factory.mktemp("crashes")
    (root / "out").mkdir()
    with SampleServer(SamplePhone(35, 5)) as server:
        case = root / "case"
        phone = ["--case", str(case), "--adb-port", str(server.port)]
        assert run(["capture", *phone, "--identify", "0", "--plan", "quick"]) is not None
        dump = root / "saved.txt"
        shutil.copyfile(next(case.glob("captures/*/raw/appops_all.txt")), dump)
        with Store.open(case, read_only=True) as store:
            finding = next(each.id for each in find(store, own_rules()).items if each.is_open)
        yield Stage(case, root / "out", server.port, dump, finding)


def run(arguments: list[str], kill_after_s: float | None = None) -> str | None:
    """Run a command; gives what it acknowledged, or None when it was killed before its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        out, _ = process.communicate(timeout=kill_after_s or LONGEST_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None
    assert process.returncode == 0, out
    return out


def acknowledged(case: Path) -> dict[str, int]:
    """What a person was told: each reading, and how many records it brought."""
    with Store.open(case, read_only=True) as store:
        return {row.capture_id: row.records for row in captures(store)}


def check(case: Path, before: dict[str, int]) -> dict[str, int]:
    """Hold a case to what was acknowledged; gives what it holds now."""
    for aside in case.glob(f"{ASIDE}*"):
        aside.unlink()
    with Store.open(case) as store:
        assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
    now = acknowledged(case)
    assert before.items() <= now.items()
    for folder in (case / "captures").iterdir():
        if (folder / MANIFEST).exists():
            assert check_hashes(folder, read_manifest(folder)) == []
    return now


@pytest.mark.parametrize("number", range(CRASHES))
def test_a_case_survives_a_kill_at_any_moment(stage: Stage, number: int) -> None:
    chance = random.Random(number)
    commands = stage.commands()
    name = sorted(commands)[number % len(commands)]
    before = acknowledged(stage.case)
    took = _time_of(stage, name)

    told = run(commands[name], kill_after_s=chance.uniform(0, took))

    now = check(stage.case, before)
    if told is not None and name.startswith("capture"):
        assert len(now) == len(before) + 1
    _nothing_half_written(stage.out)


_took: dict[str, float] = {}


def _time_of(stage: Stage, name: str) -> float:
    """Give how long a command takes undisturbed, on a copy of the case."""
    if name not in _took:
        copy = replace(stage, case=stage.case.with_name(f"copy of {name}"))
        shutil.copytree(stage.case, copy.case)
        began = time.monotonic()
        assert run(copy.commands()[name]) is not None
        _took[name] = time.monotonic() - began
        shutil.rmtree(copy.case)
        _empty(stage.out)
    return _took[name]


def _nothing_half_written(out: Path) -> None:
    """Under its name stands a whole file, or none."""
    table, bundle = out / "events.csv", out / "b.zip"
    if table.exists():
        assert table.read_bytes().endswith(b"\n")
    report, book, complaint = out / "report.html", out / "events.xlsx", out / "complaint"
    if report.exists():
        assert report.read_bytes().rstrip().endswith(b"</html>")
    if book.exists():
        assert zipfile.ZipFile(book).testzip() is None
    if complaint.exists():
        pages = list(complaint.rglob("*.pdf"))
        assert pages and all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in pages)
    if bundle.exists():
        assert run(["verify", str(bundle)]) is not None
    _empty(out)


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def test_readings_that_a_kill_left_unloaded_are_loaded_by_a_reload(stage: Stage) -> None:
    folders = {
        each.name for each in (stage.case / "captures").iterdir() if (each / MANIFEST).exists()
    }

    reload_case(stage.case)

    assert acknowledged(stage.case).keys() == folders


@pytest.fixture(scope="module")
def quick_phone() -> Iterator[int]:
    """The port of a phone whose day passes in minutes, so that there is always something new."""
    begun = time.time()

    def now() -> int:
        return round((begun + (time.time() - begun) * QUICKER) * 1000)

    with SampleServer(SamplePhone(30, 5, now, days=1)) as server:
        yield server.port


@pytest.fixture(scope="module")
def watched_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched") / "case"


@pytest.mark.parametrize("number", range(WATCHES))
def test_a_watch_that_is_killed_loses_no_event_that_it_printed(
    quick_phone: int, watched_case: Path, number: int
) -> None:
    """Killed in its first reading, or some moment after an event."""
    chance = random.Random(number)
    wanted = chance.randint(1, 6) if number else 0

    told = _watch_until_killed(quick_phone, watched_case, wanted, chance.uniform(0, 1.5))

    assert len(told) >= wanted
    with filled_case(watched_case) as store:
        for printed in told:
            found = event(store, printed["id"])
            # What is known of it may be more by now: a note joins the session that was printed.
            sql = f"SELECT {', '.join(TOLD)} FROM v_records WHERE event_id = ?"
            for name, values in zip(
                TOLD, zip(*store.db.execute(sql, (found.id,)), strict=True), strict=True
            ):
                assert printed[name] in values, (name, printed)
    assert marked(watched_case / "captures") == []
    check(watched_case, {})


def _watch_until_killed(port: int, case: Path, wanted: int, later_s: float) -> list[dict[str, Any]]:
    """Give the events that a watch printed before it was killed: `wanted` or more."""
    command = ["watch", "--json", "--every", "1", "--case", str(case), "--adb-port", str(port)]
    told: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "auditor", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            while not told or sum("event" in json.loads(line) for line in told) < wanted:
                line = process.stdout.readline()
                assert line, "the watch ended by itself"
                told.append(line)
            time.sleep(later_s)
        finally:
            process.kill()
        told += process.stdout.readlines()
    lines = [json.loads(line) for line in told if line.endswith("\n")]
    return [line["event"] for line in lines if "event" in line]
