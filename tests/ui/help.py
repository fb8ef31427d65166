"""What several tests of the window need."""

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.program import Program

Kind = TypeVar("Kind", bound=QObject)


def find(program: Program, kind: type[Kind], name: str) -> Kind:
    """Give the widget of that kind and object name in the window."""
    found = program.window.findChild(kind, name)
    assert found is not None, f"there is no {kind.__name__} named {name}"
    return found


def settle(qtbot: QtBot, program: Program) -> None:
    """Wait until the page shows all it is going to show."""
    looks = 0

    def is_steady() -> bool:
        nonlocal looks
        looks = looks + 1 if program.is_settled else 0
        return looks >= 5

    qtbot.waitUntil(is_steady, timeout=60_000)


def visible(widgets: list[QWidget]) -> list[QWidget]:
    """Give those that can be seen."""
    return [widget for widget in widgets if widget.isVisible()]
