"""The About box: what it says is so, by keyboard, and licences only when asked for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from auditor import __version__
from ui import about
from ui.actions import commands
from ui.program import Program


def texts(program: Program) -> str:
    return "\n".join(
        label.text() for label in program.about.findChildren(QLabel) if label.isVisible()
    )


def test_the_menu_opens_it_and_so_does_the_palette(start: Callable[..., Program]) -> None:
    program = start()
    assert "About Permission Auditor" in [each.text for each in commands(program.window)]

    program.window.findChild(QAction, "showAbout").trigger()

    assert program.about.isVisible()
    assert __version__ in texts(program) and "never uses the internet" in texts(program)
    QTest.keyClick(program.about, Qt.Key.Key_Escape)
    assert not program.about.isVisible()


def test_licences_are_looked_up_when_asked_for_and_once(
    start: Callable[..., Program], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    asked = []
    monkeypatch.setattr(about, "parts", lambda: asked.append(1) or FOUND)
    program.about.open_about()
    assert not asked
    program.about.findChild(QPushButton, "aboutLicences").click()
    qtbot.waitUntil(lambda: program.about.is_settled)

    names, text = (program.about.findChild(kind) for kind in (QListWidget, QPlainTextEdit))
    assert [names.item(row).text() for row in range(names.count())] == ["ours 1", "Qt"]
    assert "first text" in text.toPlainText()
    QTest.keyClick(names, Qt.Key.Key_Down)
    assert text.toPlainText() == "Qt\nLGPL-3.0-only\nComes within PySide6.\n\nreplace it"
    program.about.open_about()
    program.about.show_licences()
    assert asked == [1] and names.count() == 2


FOUND = (
    about.Part("ours", "1", "Apache-2.0", "first text"),
    about.Part("Qt", "", "LGPL-3.0-only", "replace it", "PySide6"),
)


def test_a_guide_is_offered_where_there_is_one() -> None:
    assert about.guide("en").name == "user-guide.md"
    assert about.guide("zh_CN").name == "user-guide.zh_CN.md"
