"""Home without a case: three large choices, and the cases that were open lately."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import (
    CardButton,
    clean,
    clear_layout,
    column,
    icon_label,
    label,
    push_button,
    scrolled,
)

RECENT_SHOWN = 4


class ChoicesView(QWidget):
    """Connect a phone · open a file · look around with the sample phone."""

    connect_chosen = Signal()
    open_chosen = Signal()
    sample_chosen = Signal()
    case_chosen = Signal(object)  # Path

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choices")
        self._theme = theme
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        self._build()

    def show_recent(self, cases: Iterable[Path]) -> None:
        """List the cases that were open lately and are still there."""
        clear_layout(self._recent)
        known = [path for path in cases if (path / "case.db").is_file()][:RECENT_SHOWN]
        if known:
            self._recent.addWidget(label(self.tr("Open again"), "heading"))
        for number, path in enumerate(known):
            button = push_button(
                clean(f"{path.name}  ·  {path.parent}", 90),
                f"recent_{number}",
                clean(str(path)),
                lambda path=path: self.case_chosen.emit(path),
                "sentence",
            )
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _build(self) -> None:
        title = self.tr("Which apps touched my microphone, photos or contacts, and when?")
        said = self.tr(
            "Your phone keeps its own record. This program reads it, without root and without "
            "installing anything on the phone. Everything stays on this computer."
        )
        choices = QHBoxLayout()
        choices.setSpacing(18)
        for card in (self._connect_card(), self._open_card(), self._sample_card()):
            choices.addWidget(card, 1)
        drop = self.tr("You can also drop a file or a folder anywhere in this window.")
        inner = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(36, 30, 36, 30)
        layout.setSpacing(14)
        layout.addStretch(1)
        layout.addWidget(label(title, "title", wraps=True))
        layout.addWidget(label(said, "muted", wraps=True))
        layout.addSpacing(10)
        layout.addLayout(choices)
        layout.addWidget(label(drop, "muted", wraps=True))
        layout.addSpacing(6)
        layout.addLayout(self._recent)
        layout.addStretch(2)

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
            self.tr("A case, a capture folder, or the saved text of dumpsys appops."),
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
