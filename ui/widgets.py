"""Small pieces every page is made of: labels that never trust text, buttons, cards, notices."""

import unicodedata
from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.theme import Theme

LONGEST_TEXT = 500
LONGEST_WORD = 40  # characters: as many as the title of a dialog has room for


def clean(untrusted_text: str, longest: int = LONGEST_TEXT) -> str:
    """Take out what turns or hides text (bidi marks, controls) and cap its length."""
    shown = "".join(
        " " if c in "\t\n" else c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "�"
        for c in untrusted_text[: longest + 1]
    )
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def short_words(text: str, longest: int = LONGEST_WORD) -> str:
    """Cut words that no line has room for: a label breaks its lines between words only."""
    return " ".join(
        word if len(word) <= longest else f"{word[: longest - 1]}…" for word in text.split(" ")
    )


def table_text(lines: Iterable[Iterable[str]]) -> str:
    """Give the rows of a table for the clipboard; a spreadsheet takes none of it for a formula."""
    from auditor.exports.lines import guarded  # what nothing needs before something is copied

    return "\n".join("\t".join(map(guarded, line)) for line in lines)


def label(text: str = "", kind: str = "", wraps: bool = False, name: str = "") -> QLabel:
    """A label that shows plain text only: package names and tags may hold markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if kind:
        made.setProperty("kind", kind)
    if name:
        made.setObjectName(name)
    return made


def selectable(made: QLabel) -> QLabel:
    """Let a person mark and copy a label's text, by mouse and keyboard."""
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made


def push_button(
    text: str, name: str, tip: str, action: Callable[[], object] | None = None, kind: str = ""
) -> QPushButton:
    """A button with everything a button needs."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setToolTip(tip)
    made.setAccessibleDescription(tip)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if kind:
        made.setProperty("kind", kind)
    if action is not None:
        made.clicked.connect(lambda _checked=False: action())
    return made


def icon_button(
    icon_name: str, name: str, text: str, theme: Theme, action: Callable[[], object] | None = None
) -> QToolButton:
    """A button that is only an icon; `text` is its tooltip and accessible name."""
    made = QToolButton()
    made.setIcon(icons.icon(icon_name, theme.text))
    made.setIconSize(QSize(20, 20))
    made.setObjectName(name)
    made.setToolTip(text)
    made.setAccessibleName(text)
    made.setProperty("kind", "plain")
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if action is not None:
        made.clicked.connect(lambda _checked=False: action())
    return made


def icon_label(icon_name: str, color: str, size_px: int) -> QLabel:
    """A picture beside a word; it says nothing of its own to a screen reader."""
    made = QLabel()
    made.setPixmap(icons.pixmap(icon_name, color, size_px, icons.sharpest()))
    made.setFixedSize(size_px, size_px)
    return made


def set_kind(widget: QWidget, kind: str) -> None:
    """Change which rule of the style sheet a widget follows."""
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def column(*parts: QWidget | QLayout | int, spacing: int = 8, margin: int = 0) -> QVBoxLayout:
    """Stack widgets and layouts; an int is a stretch."""
    layout = QVBoxLayout()
    return _fill(layout, parts, spacing, margin)


def clearable(field: QLineEdit, text: str) -> None:
    """Give a line of text a cross that empties it; Qt's own has no name to be read out."""
    field.setClearButtonEnabled(True)
    for cross in field.findChildren(QToolButton):
        cross.setAccessibleName(text)
        cross.setAccessibleDescription(text)
        cross.setToolTip(text)


def row(*parts: QWidget | QLayout | int, spacing: int = 8, margin: int = 0) -> QHBoxLayout:
    """Put widgets and layouts side by side; an int is a stretch."""
    layout = QHBoxLayout()
    return _fill(layout, parts, spacing, margin)


def _fill(
    layout: QBoxLayout, parts: tuple[QWidget | QLayout | int, ...], spacing: int, margin: int
) -> QBoxLayout:
    layout.setSpacing(spacing)
    layout.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


def card(content: QLayout, kind: str = "card", name: str = "") -> QFrame:
    """A framed surface around a layout."""
    made = QFrame()
    made.setProperty("kind", kind)
    if name:
        made.setObjectName(name)
    made.setLayout(content)
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """Let a tall page scroll up and down; its width follows the window as far as it can."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def stacked(owner: QWidget, *states: QWidget) -> QStackedWidget:
    """Fill a page with the states it can be in; the first is shown."""
    made = QStackedWidget()
    for state in states:
        made.addWidget(state)
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(made)
    return made


def text_width(widget: QWidget, characters: int) -> int:
    """Give the width in pixels of so many ordinary letters in the widget's font.

    Not averageCharWidth: a font with Chinese in it says the width of a Chinese character.
    """
    return QFontMetrics(widget.font()).horizontalAdvance("n") * characters


def readable_width(widget: QWidget, characters: int = 110) -> None:
    """Keep lines of text short enough to read on a wide window."""
    widget.setMaximumWidth(text_width(widget, characters))


def clear_layout(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)
            inner.deleteLater()


class CardButton(QPushButton):
    """A card that is one large button: a layout of labels inside, one click target."""

    def __init__(self, name: str, spoken: str, tip: str, kind: str = "card") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setToolTip(tip)
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        layout = self.layout()
        return layout is not None and layout.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else -1


class TextButton(QPushButton):
    """A button whose text wraps: a sentence that can be clicked."""

    def __init__(self, text: str, name: str, tip: str) -> None:
        super().__init__()
        self._text = text
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setProperty("kind", "sentence")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._text

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self.ensurePolished()
        room = self.fontMetrics().boundingRect(0, 0, max(width - 20, 50), 10_000, _WRAP, self._text)
        return max(room.height() + 14, 30)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = min(self.fontMetrics().horizontalAdvance(self._text) + 24, 900)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        painter.setPen(self.palette().color(self.palette().ColorRole.ButtonText))
        painter.drawText(self.rect().adjusted(10, 7, -10, -7), _WRAP, self._text)


_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis when there is no room.

    Its tooltip is `tip`, else the whole text where that is cut.
    """

    def __init__(self, text: str = "", kind: str = "", name: str = "") -> None:
        super().__init__()
        self.tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if kind:
            self.setProperty("kind", kind)
        if name:
            self.setObjectName(name)
        self._whole = ""
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Set the text that is elided as needed."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 6, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._height())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._elide)

    def _height(self) -> int:
        return super().sizeHint().height()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(
            self._whole, Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(self.tip or (self._whole if shown != self._whole else ""))
        self.setText(shown)
