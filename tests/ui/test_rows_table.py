"""The plain table: Qt's promises, and an order that keeps equal rows and the chosen one."""

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.rows_table import Field, RowsModel

Pair = tuple[str, int]
ROWS: list[Pair] = [("b", 2), ("a", 2), ("c", 1)]


@pytest.fixture
def model(qtbot: QtBot) -> RowsModel[Pair]:
    made: RowsModel[Pair] = RowsModel(
        [
            Field("Name", lambda pair: pair[0], lambda pair: pair[0], 10),
            Field("Number", lambda pair: str(pair[1]), lambda pair: pair[1], 10, True),
        ]
    )
    made.show_rows(ROWS)
    return made


def names(model: RowsModel[Pair]) -> list[str]:
    return [model.row_at(row)[0] for row in range(model.rowCount())]


def test_the_model_keeps_all_of_qts_promises(
    model: RowsModel[Pair], qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)


def test_equal_rows_keep_their_order_both_ways(model: RowsModel[Pair]) -> None:
    model.sort(1, Qt.SortOrder.AscendingOrder)
    up = names(model)
    model.show_rows(ROWS)
    model.sort(1, Qt.SortOrder.DescendingOrder)

    assert up == ["c", "b", "a"]
    assert names(model) == ["b", "a", "c"]


def test_a_persistent_index_follows_its_row(model: RowsModel[Pair]) -> None:
    kept = QPersistentModelIndex(model.index(0, 0))

    model.sort(0, Qt.SortOrder.AscendingOrder)

    assert kept.data() == "b"


def test_new_rows_come_in_the_order_that_was_chosen(model: RowsModel[Pair]) -> None:
    model.sort(0, Qt.SortOrder.DescendingOrder)

    model.show_rows([("x", 1), ("z", 1), ("y", 1)])

    assert names(model) == ["z", "y", "x"]
