"""The command palette: type what you want, Enter does it."""

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.actions import Command, commands, nearest_first
from ui.theme import Theme
from ui.widgets import column, label, text_width

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def find(given: list[Command], typed: str) -> list[Command]:
    """Those that have every typed word in them; what begins with the first word comes first."""
    words = typed.casefold().split()
    if not words:
        return given
    hits = [one for one in given if all(word in _whole(one) for word in words)]
    return sorted(hits, key=lambda one: not one.text.casefold().startswith(words[0]))


def _whole(command: Command) -> str:
    return f"{command.group} {command.text} {' '.join(command.keys)}".casefold()


class CommandModel(QAbstractListModel):
    """What is found, in the order it is shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: list[Command] = []

    def show_commands(self, shown: list[Command]) -> None:
        """Show others."""
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Role.DisplayRole) -> str | None:
        if not index.isValid():
            return None
        command = self.shown[index.row()]
        if role == Role.DisplayRole:
            return command.text
        if role == Role.AccessibleTextRole:
            return ", ".join(part for part in (command.text, command.group, *command.keys) if part)
        return None


class CommandLine(QStyledItemDelegate):
    """A line: what it does, under which heading, its first key at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, max(30, option.fontMetrics.height() + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        command = index.model().shown[index.row()]
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(self._theme.selection))
        area = option.rect.adjusted(12, 0, -12, 0)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._theme.muted))
        right = command.keys[0] if command.keys else ""
        painter.drawText(area, align | Qt.AlignmentFlag.AlignRight, right)
        room = area.width() - option.fontMetrics.horizontalAdvance(right) - 16
        painter.setPen(QColor(self._theme.text))
        text = option.fontMetrics.elidedText(command.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, align | Qt.AlignmentFlag.AlignLeft, text)
        used = option.fontMetrics.horizontalAdvance(text) + 14
        rest = QRect(area.left() + used, area.top(), room - used, area.height())
        if rest.width() > 40:
            group = option.fontMetrics.elidedText(
                command.group, Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(rest, align | Qt.AlignmentFlag.AlignLeft, group)


class Palette(QDialog):
    """Closes as soon as it is left; an action runs after that, as if it had been clicked."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle(self.tr("Commands"))
        self._all: list[Command] = []
        self._typed = QLineEdit()
        self._typed.setObjectName("paletteText")
        self._typed.setPlaceholderText(self.tr("Type what you want to do"))
        self._typed.setAccessibleName(self.tr("Type what you want to do"))
        self._typed.textChanged.connect(self._filter)
        self._typed.installEventFilter(self)
        self.model = CommandModel(self)
        self._list = QListView()
        self._list.setObjectName("paletteList")
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setModel(self.model)
        self._list.setItemDelegate(CommandLine(theme, self))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(lambda index: self._run(index.row()))
        self._none = label(self.tr("No command has these words."), "muted", name="paletteNone")
        self.setLayout(column(self._typed, self._none, self._list, spacing=8, margin=10))
        self.setMinimumWidth(text_width(self, 76))
        self.setMinimumHeight(self.fontMetrics().height() * 24)

    def open_palette(self, page: QWidget | None = None) -> None:
        """Show what the window can do now, what belongs to the page first."""
        window = self.parentWidget()
        possible = [one for one in commands(window) if one.action.isEnabled()]
        self._all = nearest_first(possible, page)
        self._typed.clear()
        self._filter("")
        place = window.mapToGlobal(window.rect().center())
        self.adjustSize()
        self.move(place.x() - self.width() // 2, window.mapToGlobal(window.pos() * 0).y() + 80)
        self.show()
        self.activateWindow()
        self._typed.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Close when another window is used."""
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.hide()
        super().changeEvent(event)

    def _filter(self, typed: str) -> None:
        found = find(self._all, typed)
        self.model.show_commands(found)
        self._none.setVisible(not found)
        self._list.setCurrentIndex(self.model.index(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move in the list, while the cursor stays where one types."""
        if watched is self._typed and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress and event.key() in MOVES:
                self._move(Qt.Key(event.key()))
                return True
            if event.type() is QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            ):
                self._run(self._list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _move(self, key: Qt.Key) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10}.get(key, 10)
        last = self.model.rowCount() - 1
        if last >= 0:
            row = min(max(0, self._list.currentIndex().row() + by), last)
            self._list.setCurrentIndex(self.model.index(row))

    def _run(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            action = self.model.shown[row].action
            self.accept()
            action.trigger()
