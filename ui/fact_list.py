"""Facts about a phone or an app: each a sentence, below it the line and reading that tell it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.widgets import clean, clear_layout, column, label

if TYPE_CHECKING:  # numpy comes along, which the window must not wait for
    from ui.reads import SaidFact


class FactList(QFrame):
    """A card of sentences that can be marked by the mouse and copied."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "card")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 12, 16, 12)
        self._rows.setSpacing(10)

    def show_facts(self, facts: "Sequence[SaidFact]") -> None:
        """Show these in place of the last."""
        clear_layout(self._rows)
        for fact in facts:
            told = label(clean(fact.text, 1000), wraps=True)
            source = label(clean(fact.source), "small", wraps=True)
            for each in (told, source):  # by keys too, each would be a stop of the Tab key
                each.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addLayout(column(told, source, spacing=1))
