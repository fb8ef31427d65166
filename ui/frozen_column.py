"""A table whose first column stays in view while the others scroll sideways."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.rows_table import Field, RowsTable

MOST_SHARE = 0.6  # of the width: a wider first column would leave no room for the others
Hint = QAbstractItemView.ScrollHint
NO_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class FrozenTable(RowsTable):
    """While it is scrolled sideways a second view of its first column lies over its edge.

    Keys and the selection stay with the table itself; the second view never has the focus.
    """

    def __init__(
        self,
        name: str,
        title: str,
        fields: Sequence[Field[Any]],
        sort_by: tuple[int, Qt.SortOrder],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, title, fields, sort_by, parent)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setFirstSectionMovable(False)
        self.frozen = _FirstColumn(self, title)
        self.horizontalScrollBar().valueChanged.connect(self._place)
        self.horizontalHeader().sectionResized.connect(self._follow_width)
        self.horizontalHeader().geometriesChanged.connect(self._place)
        self.viewport().installEventFilter(self)

    def scrollTo(self, index: QModelIndex | QPersistentModelIndex, hint: Hint = Hint.EnsureVisible):
        """Bring a cell into view, and not under the first column."""
        super().scrollTo(index, hint)
        if index.column() == 0 or self.frozen.isHidden():
            return
        hidden_px = self._hidden_px(self.visualRect(index))
        if hidden_px > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden_px)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange):
            self._place()
        return super().eventFilter(watched, event)

    def _hidden_px(self, cell: QRect) -> int:
        """How much of a cell lies under the first column."""
        width = self.columnWidth(0)
        if self.isRightToLeft():
            return cell.right() - (self.viewport().width() - width) + 1
        return width - cell.left()

    def _follow_width(self, section: int, _old_px: int, new_px: int) -> None:
        if section == 0:
            self._place()

    def _place(self) -> None:
        """Lay the second view over the edge, or take it away where it is of no use."""
        room, width = self.viewport().geometry(), self.columnWidth(0)
        is_scrolled = self.horizontalScrollBar().value() > 0
        fits = width < room.width() * MOST_SHARE
        left = room.right() - width + 1 if self.isRightToLeft() else room.left()
        head = self.horizontalHeader().height()
        self.frozen.setGeometry(left, room.top() - head, width, room.height() + head)
        self.frozen.setColumnWidth(0, width)
        self.frozen.setVisible(is_scrolled and fits)
        if not self.frozen.isHidden():
            self.frozen.follow(self)


class _FirstColumn(QTableView):
    """The same rows and the same selection, of the first column only."""

    def __init__(self, table: FrozenTable, title: str) -> None:
        super().__init__(table)
        self.setObjectName("firstColumn")
        self.setAccessibleName(title)
        self.setProperty("kind", "frozen")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(table.rows)
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(table)
        self.setSelectionBehavior(table.selectionBehavior())
        self.setSelectionMode(table.selectionMode())
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollBarPolicy(NO_BAR)
        self.setHorizontalScrollBarPolicy(NO_BAR)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for number in range(1, table.rows.columnCount()):
            self.setColumnHidden(number, True)
        self._dress_header(table)
        self._join(table)
        self.hide()

    def follow(self, table: FrozenTable) -> None:
        """Show the same rows at the same height, under the same title."""
        self.setIconSize(table.iconSize())
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        self.horizontalHeader().setFixedHeight(table.horizontalHeader().height())
        shown = table.horizontalHeader()
        self._show_order(shown.sortIndicatorSection(), shown.sortIndicatorOrder())
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def _dress_header(self, table: FrozenTable) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(table.horizontalHeader().defaultAlignment())
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(lambda _section: self._sort(table))
        header.sectionResized.connect(lambda section, _old, new: _widen(table, section, new))

    def _join(self, table: FrozenTable) -> None:
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        table.horizontalHeader().sortIndicatorChanged.connect(self._show_order)
        self.clicked.connect(table.clicked)
        self.activated.connect(table.activated)

    def _sort(self, table: FrozenTable) -> None:
        """A click on the title, as the table's own header takes it."""
        header = table.horizontalHeader()
        is_up = header.sortIndicatorSection() == 0 and (
            header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        )
        order = Qt.SortOrder.DescendingOrder if is_up else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(0, order)

    def _show_order(self, section: int, order: Qt.SortOrder) -> None:
        self.horizontalHeader().setSortIndicator(section, order)


def _widen(table: FrozenTable, section: int, width_px: int) -> None:
    if section == 0 and width_px > 0:  # the hidden ones tell that they have no width
        table.setColumnWidth(0, width_px)
