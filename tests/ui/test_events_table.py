"""The table: the same events as the query, sorted totally, never more exact than recorded."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor.columns import DATA_TYPES, KINDS, SOURCES, UNKNOWN, EventColumns, PackageKey
from auditor.filters import EventFilter
from auditor.query import events
from auditor.records import DataType, Kind, Source
from auditor.store import Store
from auditor.task import Task
from ui import reads
from ui.events_table import Column, EventsModel, EventsTable
from ui.labels import Labels
from ui.theme import LIGHT

Role = Qt.ItemDataRole
DOWN, UP = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
NOON_MS = 1_790_000_000_000


def make_columns() -> EventColumns:
    """Four events: to the second, to the minute, a slot of 15 minutes, one without a time."""
    return EventColumns(
        ids=np.array([10, 11, 12, 13]),
        time_ms=np.array([NOON_MS, NOON_MS + 60_000, NOON_MS + 120_000, UNKNOWN]),
        end_ms=np.array([NOON_MS + 2_000, NOON_MS + 60_000, NOON_MS + 1_020_000, UNKNOWN]),
        precision_ms=np.array([1, 60_000, 900_000, 1]),
        duration_ms=np.array([2_000, UNKNOWN, 900_000, UNKNOWN]),
        count=np.array([1, UNKNOWN, 7, 1]),
        kind=np.array([0, 1, 0, 0], dtype=np.int8),
        data_type=np.array([0, 1, 3, 0], dtype=np.int8),
        op=np.array([0, 1, 2, 0], dtype=np.int32),
        package=np.array([0, 1, 0, 1], dtype=np.int32),
        background=np.array([1, 0, -1, -1], dtype=np.int8),
        by_usage=np.array([1, 1, -1, 0], dtype=np.int8),
        source=np.array([0, 1, 2, 0], dtype=np.int8),
        sources=np.array([1, 2, 4, 1], dtype=np.int8),
        running=np.array([False, False, False, False]),
        more=np.array([1, 1, 7, 1]),
        ops=("RECORD_AUDIO", "CAMERA", "READ_CONTACTS"),
        packages=(
            PackageKey("D", 10_100, "org.zebra", "Zebra", False),
            PackageKey("D", 1_010_101, "org.apple", None, False),
        ),
    )


@pytest.fixture
def model(qtbot: QtBot) -> EventsModel:
    made = EventsModel(Labels("en"), LIGHT)
    made.show_columns(make_columns(), "Asia/Shanghai")
    return made


def texts(model: EventsModel, column: Column) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def ids(model: EventsModel) -> list[int]:
    return [model.event_id(row) for row in range(model.rowCount())]


def test_the_model_keeps_all_of_qts_promises(
    model: EventsModel, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)


def test_times_are_written_as_exactly_as_they_were_recorded(model: EventsModel) -> None:
    model.sort(Column.TIME, UP)

    second, minute, slot, unknown = texts(model, Column.TIME)
    assert second.count(":") == 2
    assert minute.count(":") == 1
    assert " – " in slot and slot.count(":") == 2
    assert unknown == "—"


def test_the_length_of_a_slot_is_no_duration(model: EventsModel) -> None:
    model.sort(Column.TIME, UP)

    assert texts(model, Column.DURATION) == ["2 s", "—", "—", "—"]


def test_unknown_is_a_dash_and_never_zero(model: EventsModel) -> None:
    model.sort(Column.TIME, UP)

    assert texts(model, Column.COUNT) == ["1", "—", "7", "1"]
    assert texts(model, Column.BACKGROUND)[2] == "not recorded"


def test_codes_are_explained_on_demand(model: EventsModel) -> None:
    model.sort(Column.TIME, UP)
    op, app = model.index(0, Column.OP), model.index(0, Column.APP)

    tip = op.data(Qt.ItemDataRole.ToolTipRole)

    assert tip.startswith("RECORD_AUDIO: record sound. The app had the microphone open")
    assert op.data(Qt.ItemDataRole.AccessibleDescriptionRole) in tip
    assert app.data(Qt.ItemDataRole.ToolTipRole) == app.data()


def test_a_clone_of_another_user_is_told_apart(model: EventsModel) -> None:
    model.sort(Column.TIME, UP)

    assert texts(model, Column.APP)[:2] == ["Zebra", "org.apple (10)"]


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (Column.TIME, UP, [10, 11, 12, 13]),
        (Column.TIME, DOWN, [12, 11, 10, 13]),
        (Column.APP, UP, [11, 13, 10, 12]),
        (Column.APP, DOWN, [10, 12, 11, 13]),
        (Column.COUNT, DOWN, [12, 10, 13, 11]),
        (Column.DATA, UP, [11, 12, 10, 13]),
    ],
)
def test_rows_sort_by_any_column_and_equal_ones_keep_their_order(
    model: EventsModel, column: Column, order: Qt.SortOrder, expected: list[int]
) -> None:
    model.sort(column, order)

    assert ids(model) == expected


def test_a_persistent_index_follows_its_event(model: EventsModel) -> None:
    from PySide6.QtCore import QPersistentModelIndex

    model.sort(Column.TIME, UP)
    kept = QPersistentModelIndex(model.index(0, 0))

    model.sort(Column.APP, UP)

    assert model.event_id(kept.row()) == 10


def test_a_disagreement_of_state_and_usage_history_is_told_in_cell_and_tip(
    model: EventsModel,
) -> None:
    told = {
        model.event_id(row): [
            str(model.index(row, Column.BACKGROUND).data(role))
            for role in (Role.AccessibleTextRole, Role.AccessibleDescriptionRole, Role.ToolTipRole)
        ]
        for row in range(model.rowCount())
    }

    assert {number: cell for number, (cell, _about, _tip) in told.items()} == {
        10: "background",
        11: "foreground, disputed",
        12: "not recorded",
        13: "contradictory",
    }
    assert "By the usage history it was not on the screen" in told[11][1]
    assert "counts as neither" in told[13][1]
    assert all(tip == ": ".join(filter(None, (cell, about))) for cell, about, tip in told.values())


def test_untrusted_names_lose_what_turns_text_around(model: EventsModel) -> None:
    columns = make_columns()
    evil = PackageKey("D", 1, "x", "safe\u202eexe" + "y" * 600, False)
    model.show_columns(
        EventColumns(
            **{
                **{name: getattr(columns, name) for name in EventColumns.__slots__},
                "packages": (evil, evil),
            }
        ),
        None,
    )

    shown = texts(model, Column.APP)[0]
    assert "\u202e" not in shown
    assert len(shown) <= 120


def test_selecting_from_outside_is_not_told_back(qtbot: QtBot) -> None:
    table = EventsTable(Labels("en"), LIGHT)
    qtbot.addWidget(table)
    table.events.show_columns(make_columns(), None)
    told: list[object] = []
    table.event_selected.connect(told.append)

    table.select_event(11)
    row = table.currentIndex().row()
    table.selectRow(0 if row else 1)

    assert table.events.event_id(row) == 11
    assert len(told) == 1


@pytest.mark.parametrize("direction", Qt.LayoutDirection)
@pytest.mark.parametrize(
    "held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier]
)
def test_an_event_chosen_elsewhere_is_chosen_whatever_key_is_held(
    qtbot: QtBot, held: Qt.KeyboardModifier, direction: Qt.LayoutDirection
) -> None:
    table = EventsTable(Labels("en"), LIGHT)
    qtbot.addWidget(table)
    table.setLayoutDirection(direction)
    table.events.show_columns(make_columns(), None)
    qtbot.keyClick(table, Qt.Key.Key_F9, held)

    table.select_event(10)

    rows = [index.row() for index in table.selectionModel().selectedRows()]
    qtbot.keyClick(table, Qt.Key.Key_F9)  # lets go of the key
    assert [table.events.event_id(row) for row in rows] == [10]


def test_copying_gives_headers_and_tabs(qtbot: QtBot) -> None:
    table = EventsTable(Labels("en"), LIGHT)
    qtbot.addWidget(table)
    table.events.show_columns(make_columns(), None)
    table.select_event(10)

    table.copy()

    head, line = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[:2] == ["Time", "App"]
    assert line.split("\t")[1] == "Zebra"


def test_the_table_shows_the_events_of_the_query(qtbot: QtBot, read_case: Path) -> None:
    wanted = EventFilter(types=frozenset({DataType.MICROPHONE}), background=True)
    model = EventsModel(Labels("en"), LIGHT)

    model.show_columns(reads.columns(read_case, wanted, Task()), "Asia/Shanghai")
    model.sort(Column.TIME, UP)

    with Store.open(read_case, read_only=True) as store:
        assert ids(model) == [row.id for row in events(store, wanted)] != []


def test_the_codes_of_the_columns_are_the_enums() -> None:
    assert (tuple(Kind), tuple(DataType), tuple(Source)) == (KINDS, DATA_TYPES, SOURCES)
