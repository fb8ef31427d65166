"""Cases that are damaged, newer, read-only, empty or huge: a sentence and a next step for each."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor.adb.visible import SHOWN_LOG
from auditor.filters import EventFilter
from auditor.notes import add_mark
from auditor.query import columns
from auditor.restore import ASIDE
from auditor.store import DB_NAME, Store
from tests.core.cases import event, load
from tests.ui.help import Start, find, import_file, settle
from ui import deferred, reads
from ui.sidebar import Page


def break_store(case_dir: Path) -> None:
    """Overwrite pages in the middle of the store, as a failing disk would."""
    path = case_dir / DB_NAME
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 4096] = os.urandom(len(data) - 8192)
    path.write_bytes(bytes(data))


def break_events(case_dir: Path) -> None:
    """Overwrite what lists the events and nothing else."""
    db = sqlite3.connect(case_dir / DB_NAME)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    roots = db.execute(
        "SELECT rootpage FROM sqlite_master WHERE name IN ('events', 'event_columns')"
    )
    places = [(number - 1) * 4096 for (number,) in roots]
    db.close()
    with (case_dir / DB_NAME).open("r+b") as stream:
        for place in places:
            stream.seek(place)
            stream.write(b"\xa5" * 4096)


@pytest.fixture
def read_only(sample_case: Path) -> Iterator[Path]:
    db = sqlite3.connect(sample_case / DB_NAME)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    folders = [sample_case, *(p for p in sample_case.rglob("*") if p.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield sample_case
    for folder in folders:
        folder.chmod(0o755)


def test_a_damaged_store_is_rebuilt_from_its_raw_files_and_opened(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    with Store.open(sample_case) as store:
        add_mark(store, 1_700_000_000_000, "mine", 0)
        before = len(columns(store, EventFilter(include_middlemen=True)).ids)
    break_events(sample_case)
    program = start(case=sample_case)
    settle(qtbot, program)
    assert "damaged" in find(program, QLabel, "errorText").text()

    press(qtbot, find(program, QPushButton, "messageAction"))
    assert "Rebuilding" in find(program, QLabel, "readingTitle").text()
    qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)
    settle(qtbot, program)

    assert program.session.case is not None
    assert program.session.case.path == sample_case
    assert program.session.case.events == before
    assert "Kept: own marks: 1." in find(program, QLabel, "errorText").text()
    assert len(list(sample_case.glob(f"{ASIDE}*"))) == 1


def test_a_stopped_rebuilding_leaves_the_case_and_the_offer(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    break_store(sample_case)
    program = start(case=sample_case)
    settle(qtbot, program)
    press(qtbot, find(program, QPushButton, "messageAction"))

    press(qtbot, find(program, QPushButton, "readingStop"))
    qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)
    settle(qtbot, program)

    assert program.session.case is None
    assert find(program, QPushButton, "messageAction").isVisible()
    assert list(sample_case.glob(f"{ASIDE}*")) == []


@pytest.mark.parametrize("page", ["timeline", "apps", "captures"])
def test_damage_that_is_met_at_work_offers_the_same_way_out(
    qtbot: QtBot, start: Start, sample_case: Path, page: str
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    break_store(sample_case)

    program.window.show_page(Page(page))
    settle(qtbot, program)

    assert "damaged" in find(program, QLabel, "errorText").text()
    assert find(program, QPushButton, "messageAction").text() == "Rebuild from the raw files"


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_damaged_store_without_raw_files_is_told_without_a_promise(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / DB_NAME).write_bytes(os.urandom(10_000))

    program = start(case=tmp_path / "case")
    settle(qtbot, program)

    assert "damaged or is not a case" in find(program, QLabel, "errorText").text()
    assert not find(program, QPushButton, "messageAction").isVisible()
    assert find(program, QWidget, "choices").isVisible()


def test_a_case_of_a_newer_version_says_so_and_is_left_alone(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    db = sqlite3.connect(sample_case / DB_NAME)
    db.execute("PRAGMA user_version = 9999")
    db.close()

    program = start(case=sample_case)
    settle(qtbot, program)

    text = find(program, QLabel, "errorText").text()
    assert "newer version" in text and "Install the newest version" in text
    assert find(program, QWidget, "choices").isVisible()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_case_shows_every_page_and_refuses_changes_in_a_sentence(
    qtbot: QtBot, start: Start, read_only: Path
) -> None:
    program = start(case=read_only)
    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
    assert not find(program, QWidget, "errorBar").isVisible()

    program.actions.reload_case()
    qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)

    assert "read" in find(program, QLabel, "errorText").text()
    assert not (read_only / SHOWN_LOG).exists()


def out_of_order(*_given: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("step", ["read_sample", "case_info"])
def test_a_bug_while_reading_leads_back_to_what_one_can_do(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    program = start()
    monkeypatch.setattr(deferred, step, out_of_order)

    with qtbot.captureExceptions() as caught:
        program.actions.read_sample()
        qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)
        settle(qtbot, program)

    assert [each[0] for each in caught] == [ZeroDivisionError]
    assert find(program, QWidget, "choices").isVisible()
    assert not find(program, QWidget, "reading").isVisible()


def test_a_case_that_a_bug_kept_from_being_shown_is_one_click_away(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    with monkeypatch.context() as broken, qtbot.captureExceptions():
        broken.setattr(deferred, "case_info", out_of_order)
        program.actions.read_sample()
        qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)

    assert "made a mistake" in find(program, QLabel, "errorText").text()
    qtbot.mouseClick(find(program, QPushButton, "messageAction"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)

    assert program.session.case.captures[0].records > 10_000  # type: ignore[union-attr]


def test_a_bug_while_parsing_anew_is_told_with_a_way_back(
    qtbot: QtBot, start: Start, sample_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    monkeypatch.setattr(deferred, "reload_case", out_of_order)

    with qtbot.captureExceptions() as caught:
        program.actions.reload_case()
        qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)
        settle(qtbot, program)

    assert [each[0] for each in caught] == [ZeroDivisionError]
    assert "made a mistake" in find(program, QLabel, "errorText").text()
    assert find(program, QWidget, "caseView").isVisible()


def test_a_case_that_cannot_be_summed_up_offers_two_ways_out(
    qtbot: QtBot, start: Start, sample_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken, qtbot.captureExceptions() as caught:
        broken.setattr(reads, "summary", out_of_order)
        program = start(case=sample_case)
        settle(qtbot, program)
    assert [each[0] for each in caught] == [ZeroDivisionError]
    assert find(program, QWidget, "homeTrouble").isVisible()

    qtbot.mouseClick(find(program, QPushButton, "do_again"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert find(program, QWidget, "caseView").isVisible()


def test_an_empty_capture_has_pages_with_a_sentence(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    from auditor.store import Store

    with Store.create(tmp_path / "case") as store:
        load(store, "one", [])

    program = start(case=tmp_path / "case")
    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
        assert not find(program, QWidget, "errorBar").isVisible()


def test_five_thousand_apps_are_listed_at_once(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    from auditor.store import Store

    with Store.create(tmp_path / "case") as store:
        load(
            store,
            "one",
            [event(package=f"org.app{n}", uid=10_000 + n, line=n + 1) for n in range(5_000)],
        )

    program = start(case=tmp_path / "case", page="apps")
    settle(qtbot, program)

    assert program.window.page_widget.table.rows.rowCount() == 5_000


def test_what_another_window_deleted_is_gone_here_too(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    one, other = start(case=sample_case, page="captures"), start(case=sample_case)
    for program in (one, other):
        settle(qtbot, program)
    assert one.session.case is not None and other.session.case is not None
    other.actions.delete_capture(other.session.case.captures[0].capture_id)
    qtbot.waitUntil(lambda: not other.actions.is_reading, timeout=60_000)
    settle(qtbot, other)

    QApplication.sendEvent(one.window, QEvent(QEvent.Type.WindowActivate))
    settle(qtbot, one)

    assert one.session.case.captures == ()
    assert find(one, QWidget, "emptyCaptures").isVisible()
    assert not find(one, QWidget, "errorBar").isVisible()


def test_coming_back_to_a_window_reads_nothing_anew_while_the_case_is_the_same(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    before = program.session.case
    program.session.select(program.window.page_widget.table.events.event_id(3))
    settle(qtbot, program)

    for _time in range(2):
        QApplication.sendEvent(program.window, QEvent(QEvent.Type.WindowActivate))
        settle(qtbot, program)

    assert program.session.case is before
    assert program.session.selection is not None


@pytest.mark.skipif(os.name == "nt", reason="there are no such files")
def test_a_pipe_that_never_ends_is_refused_at_once(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    program = start()
    settle(qtbot, program)

    program.actions.import_files([tmp_path / "pipe"])

    assert "pipe or a device" in find(program, QLabel, "errorText").text()
    assert not program.actions.is_reading


def test_a_dump_with_a_very_long_name_becomes_a_case_with_a_shorter_one(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    dump = tmp_path / ("n" * 250 + ".txt")
    dump.write_bytes(next(sample_case.glob("captures/*/raw/users.txt")).read_bytes())
    program = start()
    settle(qtbot, program)

    import_file(qtbot, program, dump)

    assert program.session.case is not None
    assert len(program.session.case.path.name) == 80


def test_the_name_of_a_case_cannot_stretch_the_window(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    long = sample_case.rename(sample_case.with_name("n" * 200))

    program = start(case=long)
    settle(qtbot, program)

    assert program.window.width() == 1280
    assert find(program, QLabel, "caseFacts").width() < 1280
