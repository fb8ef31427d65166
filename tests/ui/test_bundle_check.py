"""A bundle that is opened is checked, and the window says what came of it."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor.filters import EventFilter
from auditor.task import Task
from tests.ui.help import Start, find, settle
from ui import work
from ui.program import Program

APP = "com.pebblechat.messenger"


@pytest.fixture(scope="module")
def sealed(read_case: Path, tmp_path_factory: pytest.TempPathFactory) -> work.Written:
    folder = tmp_path_factory.mktemp("bundle")
    case = Path(shutil.copytree(read_case, folder / "case"))  # a bundle gives a case its pseudonyms
    place = folder / "mine.auditor.zip"
    return work.export_bundle(case, EventFilter(packages=frozenset({APP})), place, 1, Task())


def opened(qtbot: QtBot, start: Start, path: Path) -> Program:
    """Start with a path on the command line and wait until it is checked."""
    program = start(paths=(path,))
    settle(qtbot, program)
    return program


def texts(program: Program, name: str) -> list[str]:
    return [each.text() for each in program.window.findChildren(QLabel, name)]


def test_a_bundle_that_is_whole_is_said_to_be_so_with_its_number(
    qtbot: QtBot, start: Start, sealed: work.Written
) -> None:
    program = opened(qtbot, start, sealed.path)

    assert find(program, QWidget, "checkWindow").isVisible()
    assert find(program, QLabel, "checkTitle").text() == "mine.auditor.zip"
    (told,) = texts(program, "checkFineText")
    assert "as they were sealed" in told and "they are the same" in told
    assert "SAMPLE" in find(program, QLabel, "checkSample").text()
    assert find(program, QLabel, "checkDigest").text() == sealed.sha256
    qtbot.mouseClick(find(program, QPushButton, "checkCopy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == sealed.sha256
    assert program.session.case is None  # it was checked, not read into a case


def test_what_was_changed_is_named(
    qtbot: QtBot, start: Start, sealed: work.Written, tmp_path: Path
) -> None:
    folder = tmp_path / "bundle"
    shutil.unpack_archive(sealed.path, folder)
    (folder / "limits.md").write_text("There are none.", encoding="utf-8")
    (folder / "more.txt").write_text("", encoding="utf-8")

    program = opened(qtbot, start, folder)

    (told,) = texts(program, "checkAlarmText")
    assert told.startswith("2 things differ") and "do not use this one as evidence" in told
    assert sorted(texts(program, "checkProblem")) == [
        "limits.md: is not the file that was sealed",
        "more.txt: was not in the bundle when it was sealed",
    ]
    assert texts(program, "checkFineText") == []


def test_another_bundle_may_be_opened_after_it_and_escape_ends_the_wait(
    qtbot: QtBot, start: Start, sealed: work.Written
) -> None:
    program = opened(qtbot, start, sealed.path)

    program.actions.import_files([sealed.path])
    qtbot.keyClick(find(program, QWidget, "checkWindow"), Qt.Key.Key_Escape)
    settle(qtbot, program)

    assert not find(program, QWidget, "checkWindow").isVisible()
    assert texts(program, "checkFineText") == []
