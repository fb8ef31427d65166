"""A question that stands on the page until it is answered: no box, nothing is blocked."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ui.theme import Theme
from ui.widgets import icon_label, label, push_button, row


class Ask(QFrame):
    """What would happen, a button that does it, a button that does not. Esc says no."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "notice")
        self._action: Callable[[], object] | None = None
        self._text = label(wraps=True, name=f"{name}Text")
        self.yes = push_button("", f"{name}Yes", "", self._do, "primary")
        self._no = push_button(
            self.tr("Not now"), f"{name}No", self.tr("Leave everything as it is (Esc)"), self.hide
        )
        line = row(
            icon_label("info", theme.on_notice, 20), self._text, self.yes, self._no, spacing=12
        )
        line.setContentsMargins(14, 9, 14, 9)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton]:
        """Yes and no; in a dialog neither may take Enter from where the person is."""
        return self.yes, self._no

    def ask(self, question: str, yes: str, action: Callable[[], object]) -> None:
        """Show a question; `action` is called at most once, if a person says yes."""
        self._action = action
        self._text.setText(question)
        self.setAccessibleName(question)
        self.yes.setText(yes)
        self.yes.setToolTip(question)
        self.show()
        self._no.setFocus()

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _do(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action is not None:
            action()
