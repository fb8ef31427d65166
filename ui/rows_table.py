"""A plain sortable table of a few thousand rows: apps, captures, raw files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme import when_dressed
from ui.widgets import clean, text_width

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
FACTS_ROLE = Role.UserRole + 1  # what a delegate paints


@dataclass(frozen=True)
class Field(Generic[Row]):
    """One column: its title, its text, what it is sorted by, how wide it is."""

    title: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any]
    characters: int
    is_number: bool = False
    icon: Callable[[Row], QIcon | None] | None = None
    tip: Callable[[Row], str] | None = None
    facts: Callable[[Row], object] | None = None  # for a delegate; `text` is spoken then, not shown
    head: QIcon | None = None  # stands for the title, which is its tooltip
    is_searched: bool = True  # by what one types to narrow the rows


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows and an order over them."""

    def __init__(self, fields: Sequence[Field[Row]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._rows: list[Row] = []
        self._all: list[Row] = []
        self._texts: list[str] | None = None  # of each row, to narrow by; made when first needed
        self._narrowed = ""
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take other rows; the sort order stays."""
        self._texts = None
        self._reset(list(rows))

    def _reset(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self._all = rows
        self._rows = self._passing()
        self._sort_rows()
        self.endResetModel()

    def narrow(self, text: str) -> None:
        """Show only the rows in which every word of a text is found; nothing shows all."""
        if text.casefold() != self._narrowed:
            self._narrowed = text.casefold()
            self._reset(self._all)

    def rows(self) -> list[Row]:
        """Give what is shown, in its order."""
        return list(self._rows)

    def _passing(self) -> list[Row]:
        parts = self._narrowed.split()
        if not parts:
            return list(self._all)
        if self._texts is None:
            self._texts = [self._text_of(row) for row in self._all]
        told = zip(self._all, self._texts, strict=True)
        return [row for row, text in told if all(part in text for part in parts)]

    def _text_of(self, row: Row) -> str:
        searched = (field for field in self._fields if field.facts is None and field.is_searched)
        return "\n".join(field.text(row) for field in searched).casefold()

    def row_at(self, number: int) -> Row:
        """Give the row that is shown at a place."""
        return self._rows[number]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._fields)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, field = self._rows[index.row()], self._fields[index.column()]
        if role == Role.ToolTipRole:
            return clean(field.tip(row)) if field.tip else clean(field.text(row))
        if role == FACTS_ROLE:
            return field.facts(row) if field.facts else None
        if role == Role.DisplayRole and field.facts is not None:
            return ""  # its delegate paints it
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return clean(field.text(row), 200)
        if role == Role.DecorationRole and field.icon is not None:
            return field.icon(row)
        if role == Role.TextAlignmentRole and field.is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> str | int | QIcon | None:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._fields):
            return None
        if role == Role.TextAlignmentRole and self._fields[section].is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        field = self._fields[section]
        if role == Role.DecorationRole:
            return field.head
        if role == Role.DisplayRole and field.head is not None:
            return None
        is_told = role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole)
        return field.title if is_told else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in another order; equal ones stay as they were."""
        if not 0 <= column < len(self._fields):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [self._rows[index.row()] for index in before]
        self._sorted = (column, order)
        self._sort_rows()
        places = {id(row): number for number, row in enumerate(self._rows)}
        after = [
            self.index(places[id(row)], old.column()) for row, old in zip(rows, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sort_rows(self) -> None:
        if self._sorted is not None:
            column, order = self._sorted
            is_down = order == Qt.SortOrder.DescendingOrder
            self._rows.sort(key=self._fields[column].key, reverse=is_down)


def widen_to_titles(header: QHeaderView) -> None:
    """Give every column at least the width of its title, whatever the language and the font."""
    header.ensurePolished()
    for number in range(header.count()):
        if not header.isSectionHidden(number):
            wanted = header.sectionSizeHint(number)
            header.resizeSection(number, max(wanted, header.sectionSize(number)))


def choose_row(table: QTableView, row: int) -> None:
    """Make a row the only chosen one.

    QTableView.selectRow heeds a Ctrl or Shift that is held, and finds no row from right to left.
    """
    flags = QItemSelectionModel.SelectionFlag
    index = table.model().index(row, 0)
    table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)


class RowsTable(QTableView):
    """A calm table: whole rows are chosen, Enter and double click open one."""

    row_chosen = Signal(object)  # the row under the cursor
    row_opened = Signal(object)  # by Enter or a double click
    row_clicked = Signal(object)

    def __init__(
        self,
        name: str,
        title: str,
        fields: Sequence[Field[Any]],
        sort_by: tuple[int, Qt.SortOrder],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.rows: RowsModel[Any] = RowsModel(fields, self)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self._dress(fields)
        self.sortByColumn(*sort_by)
        self.setSortingEnabled(True)
        header = self.horizontalHeader()
        when_dressed(header, lambda: widen_to_titles(header))  # by now it has room for the arrow
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.clicked.connect(lambda index: self.row_clicked.emit(self.rows.row_at(index.row())))
        self.activated.connect(lambda index: self.row_opened.emit(self.rows.row_at(index.row())))

    def _dress(self, fields: Sequence[Field[Any]]) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, field in enumerate(fields):
            self.setColumnWidth(number, text_width(self, field.characters))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(self.fontMetrics().height() + 12, 28))

    def select_row(self, wanted: Callable[[Any], bool]) -> None:
        """Choose the first row of that sort, if it is shown."""
        for number, each in enumerate(self.rows.rows()):
            if wanted(each):
                choose_row(self, number)
                return

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(self.rows.row_at(current.row()))
