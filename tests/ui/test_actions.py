"""Keys, their list and the palette: all read from the actions, so none can lie."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.ui.help import find as find_widget
from tests.ui.help import settle
from ui.actions import add_action, commands
from ui.palette import find
from ui.sidebar import Page
from ui.timeline_gestures import gestures

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def program(qtbot, start, sample_case: Path):
    made = start(case=sample_case, page="timeline")
    settle(qtbot, made)
    made.window.activateWindow()
    return made


def test_no_key_hides_outside_the_actions(program):
    assert program.window.findChildren(QShortcut) == []


def test_no_two_actions_have_the_same_key(program):
    keys = [key for command in commands(program.window) for key in command.keys]

    assert len(keys) > 30
    assert sorted(keys) == sorted(set(keys))


def test_every_action_with_a_key_stands_in_the_list_of_keys(qtbot, program):
    qtbot.keyClick(program.window, "?")
    help_ = program.window.keys_window
    assert help_.isVisible()

    listed = {(text, keys) for _group, text, keys in help_.rows()}

    with_keys = [a for a in program.window.findChildren(QAction) if a.shortcuts() and a.text()]
    assert len(with_keys) > 30
    for action in with_keys:
        shown = [keys for text, keys in listed if text == action.text()]
        native = QKeySequence.SequenceFormat.NativeText
        for key in action.shortcuts():
            assert key.toString(native) in " ".join(shown), action.text()
    assert set(gestures()) <= listed


def test_keys_of_a_page_that_is_not_shown_are_not_listed(qtbot, program):
    program.window.show_page(Page.HOME)
    program.window.open_keys()

    assert "Zoom in" not in {text for _group, text, _keys in program.window.keys_window.rows()}


def test_the_palette_finds_as_one_types_and_enter_does_it(qtbot, program):
    stage = program.pages.timeline.view.stage
    qtbot.keyClick(program.window, Qt.Key.Key_P, CTRL_SHIFT)
    palette = program.window.palette_window
    qtbot.waitUntil(palette.isVisible)
    everything = palette.model.rowCount()
    text = palette.findChild(QLineEdit, "paletteText")

    qtbot.keyClicks(text, "data type")
    assert 0 < palette.model.rowCount() < everything
    text.clear()
    qtbot.keyClicks(text, "lane per data")
    qtbot.keyClick(text, Qt.Key.Key_Return)

    assert not palette.isVisible()
    assert stage.group == "type"


def test_the_palette_moves_by_arrows_and_closes_by_escape(qtbot, program):
    program.window.open_palette()
    palette = program.window.palette_window
    text = palette.findChild(QLineEdit, "paletteText")

    qtbot.keyClick(text, Qt.Key.Key_Down)
    qtbot.keyClick(text, Qt.Key.Key_Down)
    qtbot.keyClick(text, Qt.Key.Key_Up)
    assert palette._list.currentIndex().row() == 1
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_the_palette_says_when_nothing_is_found(qtbot, program):
    program.window.open_palette()
    palette = program.window.palette_window

    palette.findChild(QLineEdit, "paletteText").setText("no such thing at all")

    assert palette.model.rowCount() == 0
    assert palette._none.isVisible()


def test_what_cannot_be_done_now_is_not_offered(qtbot, program):
    program.window.open_palette()

    texts = {command.text for command in program.window.palette_window.model.shown}

    assert "Clear the span, then the selection" not in texts
    assert "Zoom in" in texts


def test_the_palette_has_the_menus_too(program):
    texts = {(command.group, command.text) for command in commands(program.window)}

    assert ("Look", "Dark") in texts
    assert ("Language", "简体中文") in texts
    assert any(text == "Foreground and background" for _group, text in texts)
    assert any(text == "Picture (PNG) …" for _group, text in texts)


def test_ctrl_and_a_number_still_open_the_pages(qtbot, program):
    qtbot.keyClick(program.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)

    assert program.window.page is Page.APPS


def test_the_palette_is_spoken_with_group_and_keys(program):
    program.window.open_palette()
    model = program.window.palette_window.model

    spoken = [
        model.index(i).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(model.rowCount())
    ]

    assert "Zoom in, Timeline, W" in spoken


def test_all_words_must_be_there_and_a_beginning_comes_first(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    for text in ("Do not open", "Open a file", "Close"):
        add_action(owner, text, "Group", text, (), lambda: None)
    given = commands(owner)

    assert [one.text for one in find(given, "OPEN")] == ["Open a file", "Do not open"]
    assert [one.text for one in find(given, "file open")] == ["Open a file"]
    assert len(find(given, "")) == 3
    assert len(find(given, "group")) == 3


def test_the_filter_field_keeps_the_question_mark(qtbot, program):
    text = find_widget(program, QLineEdit, "filterText")
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)

    qtbot.keyClick(text, "?")

    assert text.text() == "?"
    qtbot.waitUntil(lambda: program.session.filter.text == "?")
    settle(qtbot, program)
    assert program.window.keys_window is None
