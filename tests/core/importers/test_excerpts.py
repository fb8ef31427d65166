"""Of a log and of a list of settings only what is read is ever copied into a case."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.adb.commands import SETTINGS
from auditor.importers import import_paths
from auditor.importers.excerpts import LINE_LIMIT_BYTES, excerpt
from auditor.load import load_capture
from auditor.parsers.settings import NAMESPACES
from auditor.store import Store
from tests.core.importers.writers import board, saved

START = (
    "03-04 05:00:00.123  1000  1412  1533 I am_proc_start: [0,77,10101,org.example.chat,service,]"
)
PRIVATE = "03-04 05:00:00.200  1000  1412  1533 I am_create_task: my private page am_proc_start: x"
APP = "03-04 05:00:00.201 10101    77    77 D Chat    : message: hello"
PAGE = "03-04 05:00:01.000  1000  1412  1533 I am_kill : [0,77,org.example.chat,900,remove task]"
FORGED = "03-04 05:00:00.300 10101    77    77 I am_kill : [0,1,org.example.rival,900,made up]"
QUOTED = f"03-04 05:00:00.400  1000  1412  1533 I Chat    : {START}"
LOG = f"--------- beginning of events\n{START}\n{PRIVATE}\n{APP}\n{FORGED}\n{QUOTED}\n{PAGE}\n"
KEPT = f"--------- beginning of events\n{START}\n{PAGE}\n"


def imported(case: Path, path: Path) -> tuple[Path, list[tuple[object, ...]]]:
    Store.create(case).close()
    (manifest,) = import_paths([path], case, "Europe/Berlin")
    folder = case / "captures" / manifest.capture_id
    with Store.open(case) as store:
        assert load_capture(store, folder).unparsed == 0
        sql = "SELECT process, uid, cause, killed_for FROM v_process_starts"
        return folder / "raw", store.db.execute(sql).fetchall()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_log_is_kept_without_the_lines_of_others(tmp_path: Path, encoding: str) -> None:
    raw, found = imported(tmp_path / "case", saved(tmp_path, "logcat.txt", LOG.encode(encoding)))

    (path,) = raw.iterdir()
    assert path.read_text() == KEPT
    assert found == [("org.example.chat", 10101, "service", "remove task")]


def test_the_log_of_a_report_is_kept_without_the_lines_of_others(tmp_path: Path) -> None:
    text = board([("user", "Users:\n  UserInfo{0:Owner:13} serialNo=0\n")])
    log = f"------ EVENT LOG (logcat -b events -d *:v) ------\n{LOG}------ 0.1s was the duration"
    text = text.replace("------ DUMPSYS (", f"{log} of 'EVENT LOG' ------\n------ DUMPSYS (")

    raw, found = imported(tmp_path / "case", saved(tmp_path, "bugreport.txt", text))

    assert (raw / "event_log.txt").read_text() == KEPT
    assert not [path for path in raw.iterdir() if b"hello" in path.read_bytes()]
    assert [row[0] for row in found] == ["org.example.chat"]


def test_the_log_of_a_real_report_gives_every_start(tmp_path: Path, shared_dir: Path) -> None:
    path = shared_dir / "corpus" / "bugreport" / "emulator-psr1-9-bugreport.zip"
    Store.create(tmp_path / "case").close()
    (manifest,) = import_paths([path], tmp_path / "case")
    folder = tmp_path / "case" / "captures" / manifest.capture_id
    log = next(raw for raw in manifest.files if raw.command == "process_events")
    lines = (folder / log.file).read_text().splitlines()

    with Store.open(tmp_path / "case") as store:
        load_capture(store, folder)
        kinds = dict(store.db.execute("SELECT what, count(*) FROM process_events GROUP BY what"))
        unread = store.db.execute(
            "SELECT count(*) FROM unparsed n JOIN raw_files r ON r.id = n.raw_file_id"
            " WHERE r.command = 'process_events'"
        ).fetchone()

    assert kinds == {
        what: sum(f" {tag}" in line for line in lines)
        for what, tag in (("start", "am_proc_start"), ("kill", "am_kill"), ("died", "am_proc_died"))
    }
    assert (kinds["start"], unread) == (90, (0,))


def test_of_a_list_of_settings_only_those_that_matter_are_kept(tmp_path: Path) -> None:
    text = "android_id=0123\nassistant=org.example.help/.A\nlocation_mode=3\nphone_name=Mine\n"
    Store.create(tmp_path / "case").close()
    (manifest,) = import_paths([saved(tmp_path, "settings_secure.txt", text)], tmp_path / "case")
    folder = tmp_path / "case" / "captures" / manifest.capture_id

    with Store.open(tmp_path / "case") as store:
        load_capture(store, folder)
        found = store.db.execute("SELECT namespace, key, packages FROM v_settings").fetchall()

    assert found == [("secure", "assistant", "org.example.help"), ("secure", "location_mode", "")]
    assert b"0123" not in (folder / manifest.files[0].file).read_bytes()


def test_the_settings_of_a_list_are_those_that_a_phone_is_asked_for() -> None:
    assert {f"{space} {key}" for key, space in NAMESPACES.items()} == set(SETTINGS)


@given(st.lists(st.integers(0, len(LOG)), max_size=6))
def test_it_does_not_matter_where_chunks_end(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(LOG)]
    chunks = [LOG.encode()[a:b] for a, b in pairwise(places)]

    assert b"".join(excerpt("process_events", chunks)) == KEPT.encode()


def test_a_line_without_an_end_takes_no_memory() -> None:
    chunk = b"x" * LINE_LIMIT_BYTES

    assert b"".join(excerpt("process_events", [chunk] * 64)) == b""
