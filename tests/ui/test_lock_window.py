"""A case is locked and opened again in the window; what goes wrong is said where one types."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from auditor.live.lock import marked
from auditor.live.news import Standing
from auditor.locked_file import SUFFIX, is_locked
from auditor.locking import MARKER
from auditor.manifest import read_manifest
from auditor.query import captures
from auditor.store import DB_NAME, Store
from tests.ui.help import Start, find, settle
from ui.lock_window import LockWindow
from ui.memory import Memory
from ui.program import Program

WORDS = "four words of mine"
WAIT_MS = 60_000


def press(qtbot: QtBot, program: Program, name: str) -> None:
    assert program.locks.shown is not None
    button = program.locks.shown.findChild(QPushButton, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def lock_with_words(qtbot: QtBot, program: Program) -> LockWindow:
    """Type the passphrase twice, and lock."""
    window = program.locks.shown
    assert window is not None
    window.first.setText(WORDS)
    window.again.setText(WORDS)
    press(qtbot, program, "lockDo")
    return window


def said(program: Program, name: str) -> str:
    assert program.locks.shown is not None
    found = program.locks.shown.findChild(QLabel, name)
    return found.text() if found is not None and found.isVisible() else ""


def watch(qtbot: QtBot, program: Program) -> None:
    """Switch Live on, and wait until it watches."""
    standings: list[str] = []
    program.live.changed.connect(
        lambda: standings.append(program.live.state.standing) if program.live.state else None
    )
    program.live.start()
    qtbot.waitUntil(lambda: Standing.WATCHING in standings, timeout=WAIT_MS)


def test_a_watched_case_is_locked_with_all_of_it_listed_with_a_lock_and_opened_by_its_passphrase(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    watch(qtbot, program)
    file = sample_case.with_name(sample_case.name + SUFFIX)

    find(program, QAction, "lockCase").trigger()
    window = program.locks.shown
    assert window is not None
    assert "Live is on" in said(program, "lockSaid")
    do = window.findChild(QPushButton, "lockDo")
    window.first.setText("short")
    assert "At least 8 characters" in said(program, "lockHint")
    window.first.setText(WORDS)
    assert "not the same yet" in said(program, "lockHint")
    assert not do.isEnabled()
    window.again.setText(WORDS)
    press(qtbot, program, "lockDo")
    qtbot.waitUntil(
        lambda: not sample_case.exists() or bool(said(program, "lockError")), timeout=WAIT_MS
    )
    settle(qtbot, program)
    assert said(program, "lockError") == ""
    assert not program.live.is_on
    assert is_locked(file)
    assert program.session.case is None
    assert not window.isVisible()
    assert window.first.text() == ""  # no passphrase stays

    recent = find(program, QPushButton, "recent_0")
    assert "·  locked  ·" in recent.text()
    assert not recent.icon().isNull()
    qtbot.mouseClick(recent, Qt.MouseButton.LeftButton)
    window.first.setText("something else")
    press(qtbot, program, "lockDo")
    qtbot.waitUntil(lambda: bool(said(program, "lockError")), timeout=WAIT_MS)
    assert "not the passphrase" in said(program, "lockError")
    window.first.setText(WORDS)
    press(qtbot, program, "lockDo")
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=WAIT_MS)
    assert (sample_case / MARKER).is_file()
    assert file.is_file()

    with Store.open(sample_case, read_only=True) as store:
        watched = captures(store)[-1]
    assert watched.plan == "watch"
    assert read_manifest(sample_case / "captures" / watched.capture_id).outcome == "whole"
    assert not marked(sample_case / "captures")


def test_a_dropped_locked_case_asks_and_another_zip_is_read_as_ever(
    qtbot: QtBot, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    settle(qtbot, program)
    monkeypatch.setattr("auditor.locked_file.is_locked", lambda _file: True)
    taken: list[list[Path]] = []
    monkeypatch.setattr(program.actions, "import_files", taken.append)
    locked, other = tmp_path / f"a{SUFFIX}", tmp_path / "a.zip"
    for each in (locked, other):
        each.write_bytes(b"")

    program.window.paths_dropped.emit([other])
    assert taken == [[other]]
    program.window.paths_dropped.emit([locked])
    assert taken == [[other]]
    assert program.locks.shown is not None
    assert program.locks.shown.isVisible()
    assert not program.locks.shown.again.isVisible()


def test_the_next_start_says_that_a_case_lies_open(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    Memory(tmp_path / "settings").remember_case(sample_case)
    (sample_case / MARKER).write_text("{}")

    program = start()
    settle(qtbot, program)

    assert "lies open" in program.window.messages.findChild(QLabel, "errorText").text()


def test_a_case_that_cannot_be_locked_is_there_as_before(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    sample_case.with_name(sample_case.name + SUFFIX).write_text("somebody else's")

    program.locks.lock()
    lock_with_words(qtbot, program)

    qtbot.waitUntil(lambda: bool(said(program, "lockError")), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=WAIT_MS)
    assert (sample_case / DB_NAME).is_file()


def test_stopped_while_a_watch_ends_the_case_is_there_as_before(
    qtbot: QtBot, start: Start, sample_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    monkeypatch.setattr(type(program.live), "is_on", property(lambda _live: True))
    monkeypatch.setattr(program.live, "stop", lambda: None)
    program.locks.lock()
    window = lock_with_words(qtbot, program)
    qtbot.waitUntil(lambda: program.session.case is None)

    program.locks.leave()
    monkeypatch.undo()
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=WAIT_MS)
    program.live.changed.emit()
    settle(qtbot, program)

    assert window.first.isEnabled()
    assert (sample_case / DB_NAME).is_file()
    assert not sample_case.with_name(sample_case.name + SUFFIX).exists()
