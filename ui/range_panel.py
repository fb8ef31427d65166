"""What a selected span holds: a sentence, a small table, and what can be done with it."""

from collections.abc import Callable
from datetime import UTC, tzinfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from auditor.range_stats import RangeRow, RangeStats
from ui import icons
from ui.labels import UNKNOWN as DASH
from ui.labels import Labels
from ui.phrases import fill
from ui.theme import Theme, when_dressed
from ui.timeline_words import app_name, number_text, tell_range
from ui.widgets import (
    clean,
    column,
    icon_button,
    label,
    push_button,
    row,
    selectable,
    table_text,
    text_width,
)

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
COLUMNS = 4


class RangeModel(QAbstractTableModel):
    """One line per app and data type."""

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels, self._theme = labels, theme
        self._rows: tuple[RangeRow, ...] = ()
        self._order = list[int]()
        self._headers = (
            self.tr("App and data"),
            self.tr("Used"),
            self.tr("Time"),
            self.tr("Background"),
        )
        self._icons: dict[str, QIcon] = {}

    def show_rows(self, rows: tuple[RangeRow, ...]) -> None:
        """Show others, most accesses first."""
        self.beginResetModel()
        self._rows, self._order = rows, list(range(len(rows)))
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> str | int | None:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < COLUMNS:
            return None
        if role == Role.TextAlignmentRole and section >= 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self._headers[section] if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> str | QIcon | int | None:
        if not index.isValid():
            return None
        each, place = self._rows[self._order[index.row()]], index.column()
        if role == Role.DisplayRole:
            return self._texts(each)[place]
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self._texts(each)[place].replace("\n", ", ")
        if role == Role.DecorationRole and place == 0:
            return self._icon(str(each.data_type), self._theme.data[each.data_type])
        if role == Role.TextAlignmentRole and place >= 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, place: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; unknown values come last either way."""
        if not 0 <= place < COLUMNS:
            return
        self.layoutAboutToBeChanged.emit()
        is_down = order == Qt.SortOrder.DescendingOrder
        keys = [_key(each, place, self._texts(each)[place]) for each in self._rows]
        known = [i for i, key in enumerate(keys) if key is not None]
        known.sort(key=lambda i: keys[i], reverse=is_down)
        self._order = known + [i for i, key in enumerate(keys) if key is None]
        self.layoutChanged.emit()

    def table(self) -> list[list[str]]:
        """All of it for a spreadsheet, in the order shown, with headers."""
        accesses, refusals = self.tr("Accesses"), self.tr("Refusals")
        first = [self.tr("App"), self.tr("Data"), accesses, refusals, *self._headers[2:]]
        return [first, *(list(self._facts(self._rows[i])) for i in self._order)]

    def _facts(self, each: RangeRow) -> tuple[str, str, str, str, str, str]:
        share = each.background_share
        return (
            clean(app_name(each.app), 120),
            self._labels.data_type(each.data_type),
            number_text(each.accesses, each.is_lower_bound, self._labels),
            number_text(each.rejects, each.is_lower_bound and each.rejects > 0, self._labels),
            self._labels.duration(each.lasted_ms),
            DASH if share is None else self._labels.share(share),
        )

    def _texts(self, each: RangeRow) -> tuple[str, ...]:
        """What the cells say; two lines in one, so that all of them fit side by side."""
        app, data, accesses, rejects, lasted, share = self._facts(each)
        refused = "\n" + fill(self.tr("%1 refused"), rejects) if each.rejects else ""
        return f"{app}\n{data}", accesses + refused, lasted, share

    def _icon(self, name: str, color: str) -> QIcon:
        if name not in self._icons:
            self._icons[name] = icons.icon(name, color)
        return self._icons[name]


def _key(each: RangeRow, place: int, text: str) -> float | str | None:
    values: dict[int, Callable[[], float | None]] = {
        1: lambda: each.accesses + each.rejects / 1e9,
        2: lambda: each.lasted_ms,
        3: lambda: each.background_share,
    }
    return values[place]() if place in values else text.casefold()


class RangePanel(QFrame):
    """Stands beside the timeline while a span is selected."""

    closed = Signal()
    filter_chosen = Signal()  # show only this span on every page
    evidence_chosen = Signal()  # keep this span as evidence, or take it back

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rangePanel")
        self.setProperty("kind", "drawer")
        self.setAccessibleName(self.tr("Selected span"))
        self._labels = labels
        self._title = label(self.tr("Selected span"), "heading")
        close = icon_button(
            "close", "closeRange", self.tr("Clear the span (Esc)"), theme, self.closed.emit
        )
        self._sentence = selectable(label(kind="muted", wraps=True, name="rangeSentence"))
        self.model = RangeModel(labels, theme, self)
        self.table = self._make_table()
        only = push_button(
            self.tr("Show only this span"),
            "filterRange",
            self.tr("Filter all pages to the span that is marked on the timeline"),
            self.filter_chosen.emit,
        )
        self._evidence = push_button(
            self.tr("Use as evidence"), "rangeEvidence", "", self.evidence_chosen.emit, "primary"
        )
        self.show_kept(False)
        copy = icon_button("copy", "copyRange", self.tr("Copy as a table"), theme, self.copy)
        buttons = row(self._evidence, only, copy, 1, spacing=8)
        self.setLayout(
            column(row(self._title, 1, close), self._sentence, self.table, buttons, margin=12)
        )
        when_dressed(self.table.horizontalHeader(), self._make_room)

    def _make_room(self) -> None:
        header = self.table.horizontalHeader()
        titles = sum(header.sectionSizeHint(place) for place in range(header.count()))
        self.setMinimumWidth(max(text_width(self, 64), titles + text_width(self, 10)))

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("rangeTable")
        table.setAccessibleName(self.tr("What the span holds, per app and data type"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() * 2 + 10)
        header = table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        header.sortIndicatorChanged.connect(self.model.sort)
        # The name takes what the numbers leave, so that nothing has to be scrolled sideways.
        header.setMinimumSectionSize(text_width(self, 4))
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return table

    def show_stats(self, stats: RangeStats, zone: tzinfo = UTC) -> None:
        """Show what a span holds."""
        self._sentence.setText(tell_range(stats, self._labels, zone))
        self.model.show_rows(stats.rows)
        header = self.table.horizontalHeader()
        self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())

    def show_kept(self, is_kept: bool) -> None:
        """Say whether the span is evidence already."""
        if is_kept:
            text, tip = self.tr("Take back from evidence"), self.tr("Kept in the case as evidence")
        else:
            text = self.tr("Use as evidence")
            tip = self.tr("Keep the span, its filter and the numbers of its events in the case")
        self._evidence.setText(text)
        self._evidence.setToolTip(tip)
        self._evidence.setAccessibleDescription(tip)

    def copy(self) -> None:
        """Put the sentence and the table on the clipboard."""
        text = f"{self._sentence.text()}\n{table_text(self.model.table())}"
        QGuiApplication.clipboard().setText(text)
