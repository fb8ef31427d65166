"""The first column stays in view; keys, clicks, order and widths are those of one table."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.frozen_column import FrozenTable
from ui.rows_table import Field

COLUMNS = 12


@dataclass(frozen=True)
class Line:
    """A row with a number of its own."""

    number: int


def fields(first_characters: int = 12) -> list[Field[Line]]:
    """A name and eleven numbers."""
    made = [
        Field("Name", lambda r: f"row {r.number:03}", lambda r: r.number, first_characters),
    ]
    made += [
        Field(f"N{n}", lambda r, n=n: str(r.number * n), lambda r, n=n: r.number * n, 14, True)
        for n in range(1, COLUMNS)
    ]
    return made


def make(qtbot: QtBot, first_characters: int = 12) -> FrozenTable:
    """A table of two hundred rows in a window that shows four of its columns."""
    table = FrozenTable("t", "Rows", fields(first_characters), (0, Qt.SortOrder.AscendingOrder))
    qtbot.addWidget(table)
    table.rows.show_rows([Line(number) for number in range(200)])
    table.resize(520, 320)
    table.show()
    return table


@pytest.fixture
def table(qtbot: QtBot) -> FrozenTable:
    """A table scrolled to its right end."""
    made = make(qtbot)
    made.horizontalScrollBar().setValue(made.horizontalScrollBar().maximum())
    return made


def test_the_first_column_is_over_the_edge_only_while_it_is_needed(table: FrozenTable) -> None:
    assert table.frozen.isVisible()
    assert table.frozen.x() == table.viewport().x()
    assert table.frozen.width() == table.columnWidth(0)
    assert table.frozen.indexAt(QPoint(5, 5)).data() == "row 000"

    table.horizontalScrollBar().setValue(0)

    assert not table.frozen.isVisible()


def test_the_rows_stand_beside_their_names_however_one_scrolls(table: FrozenTable) -> None:
    table.verticalScrollBar().setValue(50)
    assert table.frozen.rowAt(5) == table.rowAt(5) == 50

    table.frozen.verticalScrollBar().setValue(80)
    assert table.rowAt(5) == table.frozen.rowAt(5) == 80

    last = table.rows.index(199, 0)
    table.scrollTo(last)
    assert table.frozen.visualRect(last).y() == table.visualRect(last).y()


def test_a_click_on_a_name_chooses_the_row_and_leaves_the_keys_with_the_table(
    qtbot: QtBot, table: FrozenTable
) -> None:
    place = table.frozen.visualRect(table.rows.index(3, 0)).center()
    told: list[Line] = []
    table.row_chosen.connect(told.append)
    table.row_clicked.connect(told.append)

    qtbot.mouseClick(table.frozen.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert told == [Line(3), Line(3)]
    assert QApplication.focusWidget() is table
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 4
    assert table.frozen.selectionModel().currentIndex().row() == 4


def test_walking_by_keys_never_ends_under_the_first_column(
    qtbot: QtBot, table: FrozenTable
) -> None:
    table.setFocus()
    table.setCurrentIndex(table.rows.index(2, COLUMNS - 1))
    for _step in range(COLUMNS - 2):
        qtbot.keyClick(table, Qt.Key.Key_Left)
        cell = table.visualRect(table.currentIndex())
        is_covered = table.frozen.isVisible() and table.currentIndex().column() > 0
        assert not is_covered or cell.left() >= table.columnWidth(0)

    assert table.currentIndex().column() == 1


def test_the_title_of_the_first_column_sorts(qtbot: QtBot, table: FrozenTable) -> None:
    header = table.frozen.horizontalHeader()
    place = QPoint(10, header.height() // 2)

    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert table.frozen.indexAt(QPoint(5, 5)).data() == "row 199"
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert header.sortIndicatorSection() == 1
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.horizontalHeader().sortIndicatorSection() == 0
    assert table.frozen.indexAt(QPoint(5, 5)).data() == "row 000"


def test_a_width_that_is_drawn_on_either_holds_for_both(table: FrozenTable) -> None:
    table.frozen.horizontalHeader().resizeSection(0, 150)
    assert table.columnWidth(0) == 150 and table.frozen.width() == 150

    table.setColumnWidth(0, 130)
    assert table.frozen.columnWidth(0) == 130 and table.frozen.width() == 130


def test_a_first_column_that_leaves_no_room_is_not_held(qtbot: QtBot) -> None:
    table = make(qtbot, first_characters=60)

    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())

    assert not table.frozen.isVisible()


def test_from_right_to_left_the_first_column_is_at_the_right(qtbot: QtBot) -> None:
    table = make(qtbot)
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())

    assert table.frozen.isVisible()
    assert table.frozen.geometry().right() == table.viewport().geometry().right()


def test_only_the_table_is_on_the_way_of_the_tab_key(table: FrozenTable) -> None:
    assert not table.frozen.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert table.frozen.accessibleName() == "Rows"
