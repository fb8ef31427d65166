"""The first start: three cards that say what this is, what stays private, what it cannot prove."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import Theme
from ui.widgets import card, column, icon_label, label, push_button, row

CARDS_APART_PX = 18


class Welcome(QFrame):
    """Stands below the three choices until it is closed, and never comes back by itself.

    Below, because in a small window it would push away what a person came to do.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        close = push_button(
            self.tr("Got it"), "welcomeClose", self.tr("Close these three cards"), self._close
        )
        cards = [self._card(theme, *each) for each in self._texts()]
        line = row(*cards, spacing=CARDS_APART_PX)
        for place in range(len(cards)):
            line.setStretch(place, 1)
        self.setLayout(column(line, row(1, close), spacing=10))

    def _texts(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (
                "timeline",
                self.tr("Your phone keeps a record"),
                self.tr(
                    "Android notes which app used the microphone, camera, location, photos or "
                    "contacts, and when. This program reads that record and shows it."
                ),
            ),
            (
                "check",
                self.tr("It only reads, and nothing leaves"),
                self.tr(
                    "No root, nothing is installed, nothing on the phone is changed unless you ask "
                    "for it. What was read stays on this computer: this program never uses the "
                    "internet."
                ),
            ),
            (
                "info",
                self.tr("A clean result is no proof"),
                self.tr(
                    "A phone keeps some days, and not every access. What is not recorded is not "
                    "shown; each page says what this phone cannot tell."
                ),
            ),
        )

    def _card(self, theme: Theme, icon: str, title: str, text: str) -> QFrame:
        picture = icon_label(icon, theme.accent, 26)
        parts = (picture, label(title, "heading", wraps=True), label(text, "muted", wraps=True), 1)
        return card(column(*parts, spacing=8, margin=16), "card")

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
