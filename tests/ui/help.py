"""What several tests of the window need."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.program import Program

Kind = TypeVar("Kind", bound=QObject)
Start = Callable[..., Program]


def find(program: Program, kind: type[Kind], name: str) -> Kind:
    """Give the widget of that kind and object name in the window."""
    found = program.window.findChild(kind, name)
    assert found is not None, f"there is no {kind.__name__} named {name}"
    return found


def settle(qtbot: QtBot, program: Program) -> None:
    """Wait until the page shows all it is going to show."""
    wait_steady(qtbot, lambda: program.is_settled)


def wait_steady(qtbot: QtBot, is_quiet: Callable[[], bool], timeout_ms: int = 60_000) -> None:
    """Wait until this holds for five looks in a row: nothing follows any more."""
    looks = 0

    def is_steady() -> bool:
        nonlocal looks
        looks = looks + 1 if is_quiet() else 0
        return looks >= 5

    qtbot.waitUntil(is_steady, timeout=timeout_ms)


def import_file(qtbot: QtBot, program: Program, path: Path) -> None:
    """Import a file as if it were dropped, and wait until its case is shown."""
    program.actions.import_files([path])
    qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)
    settle(qtbot, program)


def page_of(qtbot: QtBot, start: Start, case: Path, kind: type[Kind], **options: object) -> Kind:
    """Start the program with a case and give the page that it opens with, settled."""
    program = start(case=case, **options)
    settle(qtbot, program)
    page = program.window.page_widget
    assert isinstance(page, kind)
    return page


def visible(widgets: list[QWidget]) -> list[QWidget]:
    """Give those that can be seen."""
    return [widget for widget in widgets if widget.isVisible()]
