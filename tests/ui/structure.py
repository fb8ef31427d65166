"""What a picture would show, found in the widgets: cut texts, overlaps, small or nameless things.

Each function lists what is wrong below a widget, in words that name the place.
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QStackedLayout,
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
    for widget in root.findChildren(QWidget):
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


def _headers(header: QHeaderView) -> Iterator[tuple[str, int, int]]:
    for number in range(header.count()):
        if not header.isSectionHidden(number):
            title = str(header.model().headerData(number, Qt.Orientation.Horizontal))
            yield title, header.sectionSizeHint(number), header.sectionSize(number)


def small_targets(root: QWidget) -> list[str]:
    """List what is smaller than a finger or a shaky hand can hit."""
    return [
        f"{widget.width()}x{widget.height()}: {place(widget)}"
        for widget in controls(root)
        if min(widget.width(), widget.height()) < LEAST_TARGET_PX
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def overlaps(root: QWidget) -> list[str]:
    """List neighbours of one layout that lie over each other, and what sticks out of its parent."""
    found = []
    for layout in root.findChildren(QLayout):
        parent = layout.parentWidget()
        if parent is None or not parent.isVisible() or isinstance(layout, QStackedLayout):
            continue
        items = [layout.itemAt(i) for i in range(layout.count())]
        parts = [(i, i.geometry()) for i in items if not i.isEmpty() and i.geometry().isValid()]
        for number, (item, area) in enumerate(parts):
            if not parent.rect().adjusted(-1, -1, 1, 1).contains(area):
                found.append(f"{area} sticks out of {parent.rect()}: {place(parent)}")
            for other, beside in parts[number + 1 :]:
                both = area.intersected(beside)
                if both.width() > 1 and both.height() > 1:
                    names = [place(x.widget()) if x.widget() else "layout" for x in (item, other)]
                    found.append(f"{names[0]} and {names[1]} overlap by {both}")
    return found


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
    checks = (cut_texts, small_targets, overlaps, unnamed, undescribed)
    return [f"{check.__name__}: {fault}" for check in checks for fault in check(root)]
