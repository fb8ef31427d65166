"""A mistake of ours is shown once, with a report that can be copied and holds no personal data."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from ui.errors import BugCatcher, BugDialog, bug_report


@pytest.fixture
def catcher(qtbot: QtBot) -> Iterator[BugCatcher]:
    made = BugCatcher()
    yield made
    for dialog in dialogs():
        dialog.close()
        dialog.deleteLater()


def dialogs() -> list[BugDialog]:
    shown = QApplication.topLevelWidgets()
    return [each for each in shown if isinstance(each, BugDialog) and each.isVisible()]


def trip() -> Exception:
    try:
        raise KeyError("com.example.private")
    except KeyError as error:
        return error


def test_a_report_names_places_and_versions_but_no_values() -> None:
    error = trip()

    text = bug_report(type(error), error, error.__traceback__)

    assert "builtins.KeyError" in text and "trip" in text and "Python 3" in text
    assert "com.example.private" not in text


def test_a_mistake_is_shown_in_one_dialog_and_can_be_copied(
    qtbot: QtBot, catcher: BugCatcher
) -> None:
    error = trip()

    catcher(type(error), error, error.__traceback__)
    catcher(type(error), error, error.__traceback__)

    (dialog,) = dialogs()
    qtbot.mouseClick(dialog.findChild(QPushButton, "copyReport"), Qt.MouseButton.LeftButton)
    report = dialog.findChild(QPlainTextEdit, "bugReport").toPlainText()
    assert QGuiApplication.clipboard().text() == report
    assert "KeyError" in report


def test_the_dialog_can_be_closed_by_key(qtbot: QtBot, catcher: BugCatcher) -> None:
    error = trip()
    catcher(type(error), error, error.__traceback__)
    (dialog,) = dialogs()

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert dialogs() == []
