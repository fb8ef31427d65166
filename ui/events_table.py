"""The same events as the timeline as a table: same filter, same selection, sortable, copyable.

The model keeps numpy columns and an array with the order of rows, never an object per event.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from auditor.columns import DATA_TYPES, KINDS, SOURCES, UNKNOWN, EventColumns, PackageKey
from auditor.event_context import background_code
from auditor.records import Kind, Source
from ui import icons
from ui.labels import UNKNOWN as DASH
from ui.labels import Labels, local_time, slot_time, zone_of
from ui.rows_table import choose_row, widen_to_titles
from ui.theme import Theme, when_dressed
from ui.widgets import clean, table_text, text_width

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()


class Column(IntEnum):
    """The columns, in their order."""

    TIME = 0
    APP = 1
    DATA = 2
    OP = 3
    KIND = 4
    BACKGROUND = 5
    DURATION = 6
    COUNT = 7
    SOURCE = 8
    PACKAGE = 9


WIDTHS = {
    Column.TIME: 35,
    Column.APP: 32,
    Column.DATA: 22,
    Column.OP: 30,
    Column.KIND: 13,
    Column.BACKGROUND: 21,
    Column.DURATION: 14,
    Column.COUNT: 9,
    Column.SOURCE: 20,
    Column.PACKAGE: 34,
}
RIGHT = (Column.DURATION, Column.COUNT)


class EventsModel(QAbstractTableModel):
    """Events that pass the filter; a row number means nothing, an event id does."""

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._columns: EventColumns | None = None
        self._order: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._zone = zone_of(None)
        self._sorted = (Column.TIME, Qt.SortOrder.DescendingOrder)
        self._icons = [icons.icon(str(each), theme.data[each]) for each in DATA_TYPES]
        self._refused = icons.icon("reject", theme.on_alarm)
        self._headers = self._header_texts()

    def show_columns(self, columns: EventColumns, zone: str | None) -> None:
        """Take other events; the sort order stays."""
        self.beginResetModel()
        self._columns, self._zone = columns, zone_of(zone)
        self._order = self._sort_rows(*self._sorted)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Role.DisplayRole) -> str | QIcon | int | None:
        if not index.isValid() or self._columns is None:
            return None
        row, column = int(self._order[index.row()]), Column(index.column())
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(row, column)
        if role == Role.AccessibleDescriptionRole:
            return self._about(row, column)
        if role == Role.ToolTipRole:
            return ": ".join(filter(None, (self._text(row, column), self._about(row, column))))
        if role == Role.DecorationRole:
            return self._icon(row, column)
        if role == Role.TextAlignmentRole and index.column() in RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> str | int | None:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Role.TextAlignmentRole and section in RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        is_shown = role in (Role.DisplayRole, Role.ToolTipRole)
        return self._headers[section] if is_shown else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in another order; equal ones stay in the order of time and id."""
        if not 0 <= column < len(Column):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self.event_id(index.row()) for index in before]
        self._sorted = (Column(column), order)
        self._order = self._sort_rows(*self._sorted)
        after = [self.index(self.row_of(i), b.column()) for i, b in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def event_id(self, row: int) -> int:
        """Give the id of the event in a row."""
        assert self._columns is not None
        return int(self._columns.ids[self._order[row]])

    def row_of(self, event_id: int) -> int:
        """Give the row of an event, or -1 when the filter does not let it through."""
        if self._columns is None:
            return -1
        found = np.flatnonzero(self._columns.ids[self._order] == event_id)
        return int(found[0]) if len(found) else -1

    def chosen(self, rows: NDArray[np.int64]) -> tuple[tuple[int, ...], int, int]:
        """Give the events of some rows, and the span [begin, end) that holds those with a time."""
        columns = self._columns
        assert columns is not None
        places = self._order[rows]
        known = places[columns.time_ms[places] != UNKNOWN]
        begin_ms = int(columns.time_ms[known].min()) if len(known) else 0
        last_ms = int(columns.end_ms[known].max(initial=begin_ms))
        return tuple(columns.ids[places].tolist()), begin_ms, last_ms + 1

    def _sort_rows(self, column: Column, order: Qt.SortOrder) -> NDArray[np.int64]:
        if self._columns is None:
            return np.empty(0, dtype=np.int64)
        is_down = order == Qt.SortOrder.DescendingOrder
        if column is Column.TIME:
            return _time_order(self._columns, is_down)
        keys = self._sort_keys(self._columns, column)
        if is_down:  # reversed before and after, so that equal rows stay in the order of time
            return (len(keys) - 1 - np.argsort(keys[::-1], kind="stable"))[::-1]
        return np.argsort(keys, kind="stable")

    def _sort_keys(self, columns: EventColumns, column: Column) -> NDArray[np.signedinteger]:
        match column:
            case Column.APP:
                return _rank_texts([_title(key) for key in columns.packages])[columns.package]
            case Column.PACKAGE:
                return _rank_texts([key.package for key in columns.packages])[columns.package]
            case Column.DATA:
                names = [self._labels.data_type(each) for each in DATA_TYPES]
                return _rank_texts(names)[columns.data_type]
            case Column.OP:
                return _rank_texts(list(columns.ops))[columns.op]
            case Column.KIND:
                return columns.kind
            case Column.BACKGROUND:
                return columns.background
            case Column.DURATION:
                return columns.duration_ms
            case Column.COUNT:
                return columns.count
            case _:
                return columns.source

    def _text(self, row: int, column: Column) -> str:
        columns = self._columns
        assert columns is not None
        match column:
            case Column.TIME:
                return self._time_text(row)
            case Column.APP:
                return clean(_title(columns.packages[columns.package[row]]), 120)
            case Column.PACKAGE:
                return clean(_whole_name(columns.packages[columns.package[row]]), 200)
            case Column.DATA:
                return self._labels.data_type(DATA_TYPES[columns.data_type[row]])
            case Column.OP:
                return clean(columns.ops[columns.op[row]], 80)
            case Column.KIND:
                return self._labels.kind(KINDS[columns.kind[row]])
            case Column.BACKGROUND:
                return self._labels.code("background", self._background_code(row))
            case Column.DURATION:
                return self._duration_text(row)
            case Column.COUNT:
                return self._labels.number(_known(columns.count[row]))
            case Column.SOURCE:
                return self._labels.source(SOURCES[columns.source[row]])

    def _about(self, row: int, column: Column) -> str:
        """What a code means, on demand."""
        columns, labels = self._columns, self._labels
        assert columns is not None
        match column:
            case Column.OP:
                op = columns.ops[columns.op[row]]
                return f"{labels.op(op)}. {labels.op_about(op)}"
            case Column.KIND:
                return labels.about("kind", KINDS[columns.kind[row]])
            case Column.BACKGROUND:
                return labels.about("background", self._background_code(row))
            case Column.SOURCE:
                return labels.about("source", SOURCES[columns.source[row]])
            case _:
                return ""

    def _background_code(self, row: int) -> str:
        assert self._columns is not None
        return background_code(int(self._columns.background[row]), int(self._columns.by_usage[row]))

    def _time_text(self, row: int) -> str:
        columns = self._columns
        assert columns is not None
        time_ms = _known(columns.time_ms[row])
        if time_ms is None:
            return DASH
        if self._is_slot(row):
            return slot_time(time_ms, int(columns.end_ms[row]), self._zone)
        return local_time(time_ms, int(columns.precision_ms[row]), self._zone)

    def _duration_text(self, row: int) -> str:
        assert self._columns is not None
        if self._is_slot(row):  # how long the slot is says nothing about the accesses in it
            return DASH
        return self._labels.duration(_known(self._columns.duration_ms[row]))

    def _is_slot(self, row: int) -> bool:
        assert self._columns is not None
        return SOURCES[self._columns.source[row]] is Source.AGGREGATE

    def _icon(self, row: int, column: int) -> QIcon | None:
        assert self._columns is not None
        if column == Column.DATA:
            return self._icons[self._columns.data_type[row]]
        if column == Column.KIND and KINDS[self._columns.kind[row]] is Kind.REJECT:
            return self._refused
        return None

    def _header_texts(self) -> list[str]:
        return [
            self.tr("Time"),
            self.tr("App"),
            self.tr("Data"),
            self.tr("Operation"),
            self.tr("Kind"),
            self.tr("Background"),
            self.tr("Duration"),
            self.tr("Count"),
            self.tr("Source"),
            self.tr("Package"),
        ]


class EventsTable(QTableView):
    """Shows the model; the current row is the selected event."""

    event_selected = Signal(object)  # event id (int)

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("eventsTable")
        self.setAccessibleName(self.tr("Events"))
        self.events = EventsModel(labels, theme, self)
        self.setModel(self.events)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setTabKeyNavigation(False)
        self._dress_headers()
        self.selectionModel().currentRowChanged.connect(self._tell)
        self._is_following = False

    def select_event(self, event_id: int | None) -> None:
        """Show an event's row without telling anybody."""
        row = -1 if event_id is None else self.events.row_of(event_id)
        self._is_following = True
        if row < 0:
            self.clearSelection()
        elif row != self.currentIndex().row() or not self.selectionModel().hasSelection():
            choose_row(self, row)
            self.scrollTo(self.events.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        self._is_following = False

    def keyPressEvent(self, event) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, tabs between columns, a line of headers first."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = [[str(self.events.headerData(c, Qt.Orientation.Horizontal)) for c in Column]]
        lines += [[str(self.events.index(row, c).data()) for c in Column] for row in rows]
        QGuiApplication.clipboard().setText(table_text(lines))

    def _dress_headers(self) -> None:
        header = self.horizontalHeader()
        header.setSortIndicator(Column.TIME, Qt.SortOrder.DescendingOrder)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for column, characters in WIDTHS.items():
            self.setColumnWidth(column, text_width(self, characters))
        when_dressed(header, lambda: widen_to_titles(header))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(self.fontMetrics().height() + 12, 28))

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._is_following:
            self.event_selected.emit(self.events.event_id(current.row()))


def _title(key: PackageKey) -> str:
    """The app's name, with the user behind it where it is not the phone's owner."""
    name = key.label or key.package
    return f"{name} ({key.user})" if key.user else name


def _whole_name(key: PackageKey) -> str:
    return f"{key.package} ({key.user})" if key.user else key.package


def _time_order(columns: EventColumns, is_down: bool) -> NDArray[np.int64]:
    """The columns are in the order of time already; what has no time stays last both ways."""
    rows = np.arange(len(columns), dtype=np.int64)
    known = int(np.count_nonzero(columns.time_ms != UNKNOWN))
    return np.concatenate([rows[:known][::-1], rows[known:]]) if is_down else rows


def _known(value: np.int64) -> int | None:
    return None if value == UNKNOWN else int(value)


def _rank_texts(texts: list[str]) -> NDArray[np.int32]:
    """Give each text its place in the alphabet: rows are sorted by small numbers then."""
    ranks = np.zeros(max(len(texts), 1), dtype=np.int32)
    for rank, number in enumerate(sorted(range(len(texts)), key=lambda n: texts[n].casefold())):
        ranks[number] = rank
    return ranks
