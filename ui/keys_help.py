"""The list of all keys and gestures, read from the actions that have them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ui.actions import commands
from ui.timeline_gestures import gestures
from ui.widgets import column, text_width


class KeysHelp(QDialog):
    """Stays open beside the window while one tries the keys; Esc closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("keysHelp")
        self.setWindowTitle(self.tr("Keys and gestures"))
        self._tree = QTreeWidget()
        self._tree.setObjectName("keysList")
        self._tree.setAccessibleName(self.tr("Keys and gestures"))
        self._tree.setHeaderLabels([self.tr("What it does"), self.tr("Keys")])
        self._tree.setRootIsDecorated(False)
        self._tree.setItemsExpandable(False)
        self._tree.setUniformRowHeights(True)
        self._tree.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        header = self._tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        self.setLayout(column(self._tree, margin=10))
        self.resize(text_width(self, 84), self.fontMetrics().height() * 34)

    def open_help(self) -> None:
        """Show the keys that the window has now."""
        self._tree.clear()
        for command in commands(self.parentWidget()):
            if command.keys:
                self._add(command.group, command.text, "   ".join(command.keys))
        for text, how in gestures():
            self._add(self.tr("Mouse and touch on the timeline"), text, how)
        self._tree.expandAll()
        self._tree.setCurrentItem(self._tree.topLevelItem(0).child(0))
        self.show()
        self.activateWindow()

    def rows(self) -> list[tuple[str, str, str]]:
        """Group, text and keys of every line."""
        tops = [self._tree.topLevelItem(i) for i in range(self._tree.topLevelItemCount())]
        return [
            (top.text(0), top.child(i).text(0), top.child(i).text(1))
            for top in tops
            for i in range(top.childCount())
        ]

    def _add(self, group: str, text: str, keys: str) -> None:
        found = self._tree.findItems(group, Qt.MatchFlag.MatchExactly)
        top = found[0] if found else self._heading(group)
        top.addChild(self._roomy(QTreeWidgetItem([text, keys])))

    def _roomy(self, item: QTreeWidgetItem) -> QTreeWidgetItem:
        item.setSizeHint(0, QSize(0, max(26, self.fontMetrics().height() + 8)))
        return item

    def _heading(self, text: str) -> QTreeWidgetItem:
        top = self._roomy(QTreeWidgetItem([text]))
        font = self.font()
        font.setBold(True)
        top.setFont(0, font)
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._tree.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        return top
