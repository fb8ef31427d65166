"""The names of a complaint's four steps, above it: each can be gone to at any time."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui.widgets import push_button, row


class StepHeads(QWidget):
    """A button for each step; the one that is shown is marked."""

    chosen = Signal(int)  # the number of a step, from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts = (
            self.tr("1  Findings"),
            self.tr("2  Where to"),
            self.tr("3  Your part"),
            self.tr("4  Check and save"),
        )
        self._buttons = [self._button(number, text) for number, text in enumerate(texts)]
        layout = row(*self._buttons, 1, spacing=6)
        layout.setContentsMargins(20, 12, 20, 4)
        self.setLayout(layout)
        self.show_step(0)

    def show_step(self, number: int) -> None:
        """Mark a step as the one that is shown."""
        for place, button in enumerate(self._buttons):
            button.setChecked(place == number)

    def open_step(self, number: int, is_open: bool) -> None:
        """Let a step be gone to, or not yet."""
        self._buttons[number].setEnabled(is_open)

    def _button(self, number: int, text: str) -> QPushButton:
        choose = partial(self.chosen.emit, number)
        made = push_button(text, f"complaintStep_{number}", text, choose, "step")
        made.setCheckable(True)
        return made
