"""What a picture would show, found in the widgets: cut texts, overlaps, small or nameless things.

Each function lists what is wrong below a widget, in words that name the place.
"""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QStackedLayout,
    QTabBar,
    QWidget,
)

from ui.timeline_labels import SpokenLane
from ui.widgets import ElidedLabel

LEAST_TARGET_PX = 24
NOT_CUT = (ElidedLabel, SpokenLane)  # elides on purpose; is heard, not seen
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)


def place(widget: QObject) -> str:
    """Name a widget by its own and its parents' names."""
    names: list[str] = []
    above: QObject | None = widget
    while above is not None and len(names) < 4:
        names.append(above.objectName() or type(above).__name__)
        above = above.parent()
    return " in ".join(names)


def shown(root: QWidget) -> Iterator[QWidget]:
    """Give everything below that can be seen, or scrolled to."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible() and widget.width() > 0:
            yield widget


def controls(root: QWidget) -> Iterator[QWidget]:
    """Give everything below that a person can operate."""
    for widget in shown(root):
        if isinstance(widget, CONTROLS) and not isinstance(widget, QScrollBar):
            if isinstance(widget, QHeaderView) or not widget.isEnabled():
                continue  # a header's keys are the table's
            yield widget


def cut_texts(root: QWidget) -> list[str]:
    """List texts that have less room than they need and do not elide on purpose.

    On purpose means: the whole text is the widget's tooltip.
    """
    return [
        f"{text[:60]!r} needs {need}, has {has}: {place(widget)}"
        for widget in shown(root)
        for text, need, has in _texts(widget)
        if need > has + 1 and text not in widget.toolTip()
    ]


def _texts(widget: QWidget) -> Iterator[tuple[str, int, int]]:
    hint = widget.sizeHint()
    if isinstance(widget, QLabel) and widget.text() and not isinstance(widget, NOT_CUT):
        if widget.wordWrap():
            yield widget.text(), widget.heightForWidth(widget.width()), widget.height()
        else:
            yield widget.text(), hint.width(), widget.width()
            yield widget.text(), hint.height(), widget.height()
    elif isinstance(widget, QAbstractButton) and widget.text():
        yield widget.text(), hint.width(), widget.width()
        yield widget.text(), hint.height(), widget.height()
    elif isinstance(widget, QAbstractButton) and widget.hasHeightForWidth():
        yield widget.accessibleName(), widget.heightForWidth(widget.width()), widget.height()
    elif isinstance(widget, QComboBox):
        yield widget.currentText(), hint.width(), widget.width()
    elif isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        yield from _headers(widget)
    elif isinstance(widget, QTabBar):
        for number in range(widget.count()):
            if widget.isTabVisible(number):
                text = widget.tabText(number)
                need = widget.fontMetrics().horizontalAdvance(text)
                yield text, need, widget.tabRect(number).width()
    elif isinstance(widget, QMenu):
        for action in lines_of(widget):
            need = widget.fontMetrics().horizontalAdvance(action.text().replace("&", ""))
            yield action.text(), need, widget.actionGeometry(action).width()


def lines_of(menu: QMenu) -> list[QAction]:
    """Give what can be chosen in a menu."""
    return [each for each in menu.actions() if each.isVisible() and each.text()]


def _headers(header: QHeaderView) -> Iterator[tuple[str, int, int]]:
    for number in range(header.count()):
        if not header.isSectionHidden(number):
            title = str(header.model().headerData(number, Qt.Orientation.Horizontal))
            yield title, header.sectionSizeHint(number), header.sectionSize(number)


def small_targets(root: QWidget) -> list[str]:
    """List what is smaller than a finger or a shaky hand can hit."""
    small = [
        f"{widget.width()}x{widget.height()}: {place(widget)}"
        for widget in controls(root)
        if min(widget.width(), widget.height()) < LEAST_TARGET_PX
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    return small + [
        f"lines of {height} px: {place(widget)}"
        for widget in shown(root)
        for height in _line_heights(widget)
        if height < LEAST_TARGET_PX
    ]


def _line_heights(widget: QWidget) -> Iterator[int]:
    """Give the heights of lines that can be clicked: of a list, a table, a menu."""
    if isinstance(widget, QMenu):
        yield from (widget.actionGeometry(each).height() for each in lines_of(widget))
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        first = widget.model().index(0, 0) if widget.model() is not None else QModelIndex()
        if first.isValid() and not widget.visualRect(first).isEmpty():
            yield widget.visualRect(first).height()


def sideways(root: QWidget) -> list[str]:
    """List pages and panels that must be scrolled sideways to be read; a whole window may."""
    return [
        f"{area.horizontalScrollBar().maximum()} px are out of sight: {place(area)}"
        for area in shown(root)
        if isinstance(area, QScrollArea)
        and area.objectName() != "pageFrame"
        and area.horizontalScrollBar().maximum() > 0
    ]


def overlaps(root: QWidget) -> list[str]:
    """List neighbours of one layout that lie over each other, and what sticks out of its parent."""
    found = []
    for layout in root.findChildren(QLayout):
        parent = layout.parentWidget()
        if parent is None or not parent.isVisible() or isinstance(layout, QStackedLayout):
            continue
        parts = [(each, each.geometry()) for each in _parts(layout, parent)]
        for number, (one, area) in enumerate(parts):
            if not parent.rect().adjusted(-1, -1, 1, 1).contains(area):
                found.append(f"{area} sticks out of {parent.rect()}: {place(parent)}")
            for other, beside in parts[number + 1 :]:
                both = area.intersected(beside)
                if both.width() > 1 and both.height() > 1:
                    found.append(f"{place(one)} and {place(other)} overlap by {both}")
    return found


def _parts(layout: QLayout, parent: QWidget) -> list[QWidget | QLayout]:
    """Give what a layout holds, without asking it for its items.

    A QLayoutItem that Python has seen and QFormLayout.removeRow deletes later is freed twice
    (PySide6 6.11): the program would crash in the test only.
    """
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    widgets = [each for each in parent.findChildren(QWidget, options=direct) if each.isVisible()]
    inner = [each for each in layout.findChildren(QLayout, options=direct) if not each.isEmpty()]
    held = [each for each in widgets if layout.indexOf(each) >= 0] + inner
    return [each for each in held if each.geometry().isValid()]


def unnamed(root: QWidget) -> list[str]:
    """List controls of which a screen reader could only say what kind they are."""
    return [place(widget) for widget in controls(root) if not name_of(widget)]


def undescribed(root: QWidget) -> list[str]:
    """List buttons and fields that do not say more than their name when asked."""
    return [
        place(widget)
        for widget in controls(root)
        if not description_of(widget)
        and not isinstance(widget, QAbstractItemView | QAbstractSlider)
    ]


def name_of(widget: QWidget) -> str:
    """Give what a screen reader is told as the name."""
    made = QAccessible.queryAccessibleInterface(widget)
    return made.text(QAccessible.Text.Name).strip() if made is not None else ""


def description_of(widget: QWidget) -> str:
    """Give what a screen reader is told besides."""
    made = QAccessible.queryAccessibleInterface(widget)
    return made.text(QAccessible.Text.Description).strip() if made is not None else ""


def faults(root: QWidget) -> list[str]:
    """List everything of this file."""
    checks = (cut_texts, small_targets, sideways, overlaps, unnamed, undescribed)
    return [f"{check.__name__}: {fault}" for check in checks for fault in check(root)]
