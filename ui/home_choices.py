"""Home without a case: three large choices, and the cases that were open lately."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor.store import DB_NAME
from ui import deferred, icons
from ui.theme import Theme
from ui.welcome import CARDS_APART_PX, Welcome
from ui.widgets import (
    CardButton,
    clean,
    clear_layout,
    column,
    icon_button,
    icon_label,
    label,
    push_button,
    row,
    scrolled,
)

RECENT_SHOWN = 4


def _is_there(case_dir: Path) -> bool:
    """Whether a case is there, as a folder or locked in its file."""
    return (case_dir / DB_NAME).is_file() or deferred.locked_file(case_dir) is not None


class ChoicesView(QWidget):
    """Connect a phone · open a file · look around with the sample phone."""

    connect_chosen = Signal()
    open_chosen = Signal()
    sample_chosen = Signal()
    case_chosen = Signal(object)  # Path
    case_forgotten = Signal(object)  # Path
    welcome_closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choices")
        self._theme = theme
        self._welcome = Welcome(theme)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        self._build()

    def show_recent(self, cases: Iterable[Path]) -> None:
        """List the cases that were open lately and are still there."""
        clear_layout(self._recent)
        known = [path for path in cases if _is_there(path)][:RECENT_SHOWN]
        if known:
            self._recent.addWidget(label(self.tr("Open again"), "heading"))
        for number, path in enumerate(known):
            self._recent.addLayout(self._recent_line(number, path))

    def show_welcome(self, is_shown: bool) -> None:
        """Show or hide the three cards of the first start."""
        self._welcome.setVisible(is_shown)

    def _recent_line(self, number: int, path: Path) -> QHBoxLayout:
        is_locked = not (path / DB_NAME).is_file()
        locked = self.tr("locked") if is_locked else ""
        button = push_button(
            clean("  ·  ".join(part for part in (path.name, locked, str(path.parent)) if part), 90),
            f"recent_{number}",
            clean(str(path)),
            lambda: self.case_chosen.emit(path),
            "sentence",
        )
        if is_locked:
            button.setIcon(icons.icon("lock", self._theme.text))
        text = self.tr("Take %1 off this list; the case itself stays")
        text = text.replace("%1", clean(path.name, 60))
        away = icon_button(
            "close", f"forget_{number}", text, self._theme, lambda: self.case_forgotten.emit(path)
        )
        return row(button, away, 1, spacing=4)

    def _build(self) -> None:
        title = self.tr("Which apps touched my microphone, photos or contacts, and when?")
        said = self.tr(
            "Your phone keeps its own record. This program reads it, without root and without "
            "installing anything on the phone. Everything stays on this computer."
        )
        choices = QHBoxLayout()
        choices.setSpacing(CARDS_APART_PX)
        for card in (self._connect_card(), self._open_card(), self._sample_card()):
            choices.addWidget(card, 1)
        drop = self.tr("You can also drop a file or a folder anywhere in this window.")
        self._welcome.closed.connect(self.welcome_closed)
        self._welcome.hide()
        inner = QWidget()
        inner.setObjectName("content")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(36, 24, 36, 24)
        layout.setSpacing(14)
        layout.addStretch(1)
        layout.addWidget(label(title, "title", wraps=True))
        layout.addWidget(label(said, "muted", wraps=True))
        layout.addSpacing(10)
        layout.addLayout(choices)
        layout.addWidget(label(drop, "muted", wraps=True))
        layout.addSpacing(6)
        layout.addWidget(self._welcome)
        layout.addLayout(self._recent)
        layout.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))

    def _connect_card(self) -> CardButton:
        card = self._card(
            "chooseConnect",
            "connect",
            self.tr("Connect a phone"),
            self.tr("Read an Android phone over a USB cable. It takes about a minute."),
        )
        card.clicked.connect(self.connect_chosen)
        return card

    def _open_card(self) -> CardButton:
        card = self._card(
            "chooseOpen",
            "open",
            self.tr("Open a file"),
            self.tr(
                "A case, a bug report, a capture or AndroidQF folder, saved dumps, or the App "
                "Privacy Report of an iPhone."
            ),
        )
        card.clicked.connect(self.open_chosen)
        return card

    def _sample_card(self) -> CardButton:
        card = self._card(
            "chooseSample",
            "sample",
            self.tr("Look around with the sample phone"),
            self.tr("No phone at hand? A made-up one shows everything the program does."),
        )
        card.clicked.connect(self.sample_chosen)
        return card

    def _card(self, name: str, icon_name: str, title: str, text: str) -> CardButton:
        card = CardButton(name, f"{title}. {text}", text, "choice")
        heading, said = label(title, "heading", wraps=True), label(text, "muted", wraps=True)
        picture = icon_label(icon_name, self._theme.accent, 40)
        content = column(picture, heading, said, 1, spacing=10, margin=22)
        card.setLayout(content)
        card.setMinimumHeight(self.fontMetrics().height() * 11)
        for inner in (picture, heading, said):
            inner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return card
