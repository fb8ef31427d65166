"""A popup list of the case's apps with a line to type in: any number can be ticked."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from ui.theme import Theme
from ui.widgets import clean, text_width

if TYPE_CHECKING:
    from auditor.columns import PackageKey

ROWS_SHOWN = 14


class AppChooser(QMenu):
    """A menu that stays open while apps are ticked."""

    packages_chosen = Signal(object)  # frozenset[str]

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: dict[str, str] = {}
        self._chosen: frozenset[str] = frozenset()
        self._is_filled = True
        self._find = QLineEdit()
        self._find.setObjectName("findApp")
        self._find.setPlaceholderText(self.tr("Find an app"))
        self._find.setAccessibleName(self.tr("Find an app"))
        self._find.textChanged.connect(self._narrow)
        self._list = QListWidget()
        self._list.setObjectName("appList")
        self._list.setAccessibleName(self.tr("Apps"))
        self._list.itemChanged.connect(self._choose)
        self._list.itemActivated.connect(_toggle)
        self._list.setUniformItemSizes(True)
        self._build()

    def show_apps(self, apps: Iterable["PackageKey"]) -> None:
        """List the apps of a case by title, once somebody looks: thousands take a while."""
        self._titles = {}
        for app in apps:
            self._titles.setdefault(app.package, app.label or app.package)
        self._is_filled = False
        if self.isVisible():
            self._fill()

    def show_chosen(self, packages: frozenset[str]) -> None:
        """Tick what the filter names."""
        self._chosen = packages
        if self._is_filled:
            self._tick(packages)

    def _fill(self) -> None:
        if self._is_filled:
            return
        self._is_filled = True
        self._list.blockSignals(True)
        self._list.clear()
        for package, title in sorted(self._titles.items(), key=lambda each: each[1].casefold()):
            self._add(package, title)
        self._list.blockSignals(False)
        self._tick(self._chosen)
        self._narrow(self._find.text())

    def _tick(self, packages: frozenset[str]) -> None:
        self._list.blockSignals(True)
        for item in self._items():
            is_chosen = item.data(Qt.ItemDataRole.UserRole) in packages
            state = Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked
            if item.checkState() != state:
                item.setCheckState(state)
        self._list.blockSignals(False)

    def title_of(self, package: str) -> str:
        """Give an app's label, or its package name."""
        return self._titles.get(package, package)

    def _build(self) -> None:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._find)
        layout.addWidget(self._list)
        metrics = self.fontMetrics()
        self._list.setMinimumWidth(text_width(self, 60))
        self._list.setMinimumHeight((metrics.height() + 6) * ROWS_SHOWN)
        action = QWidgetAction(self)
        action.setDefaultWidget(box)
        self.addAction(action)
        self.aboutToShow.connect(self._fill)
        self.aboutToShow.connect(self._find.setFocus)

    def _add(self, package: str, title: str) -> None:
        text = clean(title if title == package else f"{title}  ·  {package}", 120)
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, package)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        self._list.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(number) for number in range(self._list.count())]

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        for item in self._items():
            item.setHidden(wanted not in item.text().casefold())

    def _choose(self, _item: QListWidgetItem) -> None:
        chosen = (i for i in self._items() if i.checkState() == Qt.CheckState.Checked)
        names = frozenset(item.data(Qt.ItemDataRole.UserRole) for item in chosen)
        self.packages_chosen.emit(names)


def _toggle(item: QListWidgetItem) -> None:
    checked = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
