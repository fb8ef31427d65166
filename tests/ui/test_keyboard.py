"""Everything by keyboard: Tab reaches every control of every page, and one sees where it is."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.help import Start, find, settle
from tests.ui.scenes import scenes
from tests.ui.structure import controls, place
from ui.program import Program
from ui.sidebar import Page

MOST_STOPS = 150
NO_DIALOGS = ("connect-", "maker-", "doctor-", "menu", "chip-", "drop")


def walk(
    qtbot: QtBot, program: Program, key: Qt.Key = Qt.Key.Key_Tab
) -> list[tuple[QWidget, bool]]:
    """Press Tab until it comes round; gives each stop, and whether focus changed its picture."""
    return walk_in(qtbot, program.window, key)


def walk_in(
    qtbot: QtBot, window: QWidget, key: Qt.Key = Qt.Key.Key_Tab
) -> list[tuple[QWidget, bool]]:
    """The same in a window of any kind."""
    window.activateWindow()
    stops: list[tuple[QWidget, bool]] = []
    first = QApplication.focusWidget()
    assert first is not None
    current = first
    for _number in range(MOST_STOPS):
        with_keys = picture(current)
        qtbot.keyClick(current, key)
        stops.append((current, picture(current) != with_keys))
        current = QApplication.focusWidget()
        assert current is not None
        if current is first:
            return stops
    raise AssertionError(f"Tab does not come round: {[place(stop) for stop, _seen in stops]}")


def picture(widget: QWidget) -> QImage:
    """What a person sees of it: of a part inside a frame, such as a view's, with the frame."""
    proxy = widget.focusProxy() or widget
    parent = proxy.parentWidget()
    return (parent if parent is not None else proxy).grab().toImage()


def is_reached(control: QWidget, stops: list[QWidget]) -> bool:
    """A table's header is reached with the table, a button group's others with the arrows."""
    return control in stops or any(control.isAncestorOf(stop) for stop in stops)


@pytest.mark.parametrize("page", list(Page))
def test_tab_reaches_every_control_and_one_sees_where_it_is(
    qtbot: QtBot, start: Start, sample_case: Path, page: Page
) -> None:
    program = start(case=sample_case, page=str(page))
    settle(qtbot, program)

    stops = walk(qtbot, program)
    reached = [stop for stop, _seen in stops]

    missed = [each for each in controls(program.window) if not is_reached(each, reached)]
    assert [place(each) for each in missed if not is_one_of_a_group(each)] == []
    assert [place(stop) for stop, is_seen in stops if not is_seen] == []


def is_one_of_a_group(control: QWidget) -> bool:
    """Of buttons of which one is pressed, Tab reaches that one and arrow keys the others."""
    group = getattr(control, "group", lambda: None)()
    return group is not None and group.exclusive() and control.isCheckable()


@pytest.mark.parametrize("page", [Page.HOME, Page.TIMELINE])
def test_tab_reaches_every_control_without_a_case(qtbot: QtBot, start: Start, page: Page) -> None:
    program = start(page=str(page))
    settle(qtbot, program)

    stops = walk(qtbot, program)

    reached = [stop for stop, _seen in stops]
    missed = [each for each in controls(program.window) if not is_reached(each, reached)]
    assert [place(each) for each in missed if not is_one_of_a_group(each)] == []
    assert [place(stop) for stop, is_seen in stops if not is_seen] == []


def test_shift_tab_goes_the_same_way_back(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = start(case=sample_case, page="captures")
    settle(qtbot, program)

    there = [stop for stop, _seen in walk(qtbot, program)]
    back = [stop for stop, _seen in walk(qtbot, program, Qt.Key.Key_Backtab)]

    assert back == [there[0], *reversed(there[1:])]


def test_the_details_are_reached_and_left_by_keyboard(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    program.session.select(program.window.page_widget.table.events.event_id(0))
    settle(qtbot, program)
    drawer = find(program, QWidget, "drawer")

    reached = [stop for stop, _seen in walk(qtbot, program)]

    missed = [each for each in controls(drawer) if not is_reached(each, reached)]
    assert [place(each) for each in missed] == []


def dialogs(qtbot: QtBot, program: Program, needs_case: bool) -> Iterator[tuple[str, QDialog]]:
    """Open every dialog there is, one after the other."""
    for scene in scenes():
        if scene.needs_case is needs_case and not scene.name.startswith(NO_DIALOGS):
            shown = scene.show(program, partial(settle, qtbot, program))
            if isinstance(shown, QDialog):
                qtbot.waitUntil(lambda shown=shown: shown.isActiveWindow())
                yield scene.name, shown
                shown.close()


@pytest.mark.parametrize("needs_case", [False, True])
def test_every_dialog_is_used_and_left_by_keyboard(
    qtbot: QtBot, start: Start, sample_case: Path, needs_case: bool
) -> None:
    program = start(case=sample_case if needs_case else None)
    settle(qtbot, program)
    wrong: list[str] = []
    seen = 0
    for name, dialog in dialogs(qtbot, program, needs_case):
        seen += 1
        first = QApplication.focusWidget()
        if first is None or not dialog.isAncestorOf(first):
            wrong.append(f"{name}: nothing in it has the focus")
            continue
        if isinstance(first, QPushButton) and first.property("kind") == "danger":
            wrong.append(f"{name}: Enter does what cannot be undone")
        stops = walk_in(qtbot, dialog)
        reached = [stop for stop, _seen in stops]
        missed = [each for each in controls(dialog) if not is_reached(each, reached)]
        missed = [each for each in missed if each.objectName() != "paletteList"]  # Up and Down do
        wrong += [f"{name}: Tab misses {place(each)}" for each in missed]
        if len(stops) > 1:  # a lone control keeps the focus that it has
            same = (place(stop) for stop, is_seen in stops if not is_seen)
            wrong += [f"{name}: {each} looks the same with the focus" for each in same]
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        if dialog.isVisible():  # a question in it says no first
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        if dialog.isVisible():
            wrong.append(f"{name}: Esc does not close it")

    assert "\n".join(wrong) == ""
    assert seen >= (4 if needs_case else 9)
