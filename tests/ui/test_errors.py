"""A mistake of ours is shown once, with a report that can be copied and holds no personal data."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from auditor.errors import NoDevice
from ui.errors import BugCatcher, BugDialog, MessageBar, bug_report
from ui.theme import LIGHT


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


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The phone R1 is not connected.\nPlug it in, or choose another phone."),
        ("zh_CN", "手机 R1 没有连接。\n请连接它，或选择另一部手机。"),
    ],
)
def test_trouble_is_told_in_the_language_of_the_window(qtbot: QtBot, lang: str, text: str) -> None:
    bar = MessageBar(lang, LIGHT)
    qtbot.addWidget(bar)

    bar.show_error(
        NoDevice("The phone R1 is not connected.", "Plug it in, or choose another phone.")
    )

    label = bar.findChild(QLabel, "errorText")
    assert isinstance(label, QLabel) and label.text() == text
