"""The chips: the one filter of all pages, always visible, cleared by one key."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from auditor.filters import PERSONAL, EventFilter
from auditor.records import DataType, Kind
from tests.ui.help import Start, find, settle
from ui.filter_chips import Chip
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page


def choose(chip: Chip, text: str) -> None:
    action: QAction = next(each for each in chip.menu().actions() if each.text() == text)
    action.trigger()


def test_a_data_type_is_chosen_and_marked(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    chip = find(program, Chip, "chipTypes")

    choose(chip, "Microphone")

    assert program.session.filter.types == {DataType.MICROPHONE}
    assert chip.text() == "Microphone"
    assert chip.property("active")


def test_the_last_type_that_is_taken_away_gives_all_personal_data_again(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    chip = find(program, Chip, "chipTypes")
    choose(chip, "Microphone")

    choose(chip, "Microphone")

    assert program.session.filter.types == PERSONAL


def test_one_key_clears_the_filter_on_any_page(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    program.session.set_filter(EventFilter(kinds=frozenset({Kind.REJECT}), background=True))
    program.window.show_page(Page.CAPTURES)

    qtbot.keyClick(program.window, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)

    assert program.session.filter == DEFAULT_FILTER
    assert not find(program, QToolButton, "clearFilter").isVisible()


def test_typing_filters_after_a_pause(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    line = find(program, QLineEdit, "filterText")

    with qtbot.waitSignal(program.session.filter_changed):
        qtbot.keyClicks(line, "pebble")

    assert program.session.filter.text == "pebble"


def test_the_span_counts_back_from_the_last_reading(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)

    choose(find(program, Chip, "chipSpan"), "24 hours before the last reading")

    assert program.session.case is not None
    last_ms = program.session.case.captures[-1].started_ms
    assert program.session.filter.since_ms == last_ms - 86_400_000


def test_an_app_is_ticked_in_the_list(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    chooser = find(program, Chip, "chipApps").menu()
    assert chooser._list.count() == 0  # thousands of lines take a while: only for who looks
    chooser.aboutToShow.emit()
    item = chooser._list.item(0)

    item.setCheckState(Qt.CheckState.Checked)

    package = item.data(Qt.ItemDataRole.UserRole)
    assert program.session.filter.packages == {package}


def test_an_app_that_was_chosen_before_anybody_looked_is_ticked(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    assert program.session.case is not None
    package = program.session.case.apps[0].package
    program.session.set_filter(EventFilter(packages=frozenset({package})))
    chooser = find(program, Chip, "chipApps").menu()

    chooser.aboutToShow.emit()

    items = [chooser._list.item(number) for number in range(chooser._list.count())]
    ticked = [i for i in items if i.checkState() == Qt.CheckState.Checked]
    assert [item.data(Qt.ItemDataRole.UserRole) for item in ticked] == [package]


def test_chosen_events_have_a_chip_that_lets_go_of_them(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    page = program.window.page_widget
    chosen = frozenset(page.table.events.event_id(row) for row in (0, 5))
    chip = find(program, Chip, "chipEvents")
    was_shown = chip.isVisible()

    program.session.set_filter(EventFilter(event_ids=chosen))
    settle(qtbot, program)
    shown = {page.table.events.event_id(row) for row in range(page.table.events.rowCount())}
    text = chip.text()
    choose(chip, "Other events as well")

    assert (was_shown, text, shown) == (False, "2 chosen events", chosen)
    assert program.session.filter == EventFilter()
    assert not chip.isVisible()


def test_single_events_are_let_go_of_with_their_case(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    program.session.set_filter(EventFilter(event_ids=frozenset({1}), text="x"))

    program.session.set_case(None)

    assert program.session.filter == EventFilter(text="x")


def test_chips_hide_while_no_case_is_open(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)

    assert not program.window.chips.isVisible()
