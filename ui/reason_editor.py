"""Why a finding needs no further look: a line to write it in, on the page itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from ui.widgets import column, label, push_button, row

LONGEST_REASON = 500


class ReasonEditor(QFrame):
    """Hidden until `ask`. Enter keeps the reason, Esc leaves everything as it was."""

    kept = Signal(object)  # the reason (str), not empty

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasonEditor")
        self.setProperty("kind", "notice")
        said = label(
            self.tr("Why does it need no further look? It stays listed, with your reason."),
            wraps=True,
        )
        self._text = QLineEdit()
        self._text.setObjectName("reasonText")
        self._text.setMaxLength(LONGEST_REASON)
        self._text.setAccessibleName(self.tr("Reason"))
        self._text.setPlaceholderText(self.tr("For example: I was in a call then"))
        self._text.setToolTip(self.tr("The reason stands in every export (Enter keeps it)"))
        self._text.returnPressed.connect(self._keep)
        self._text.textChanged.connect(self._follow)
        self._yes = push_button(
            self.tr("Dismiss"), "reasonKeep", self.tr("Dismiss it (Enter)"), self._keep, "primary"
        )
        no = push_button(
            self.tr("Not now"), "reasonLeave", self.tr("Leave it as it is (Esc)"), self.hide
        )
        line = row(self._text, self._yes, no)
        line.setStretch(0, 1)
        layout = column(said, line, spacing=8)
        layout.setContentsMargins(14, 10, 14, 12)
        self.setLayout(layout)
        self.hide()

    def ask(self) -> None:
        """Let a person write a reason."""
        self._text.clear()
        self._follow("")
        self.show()
        self._text.setFocus()

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _follow(self, text: str) -> None:
        self._yes.setEnabled(bool(text.strip()))

    def _keep(self) -> None:
        reason = self._text.text().strip()
        if reason:
            self.hide()
            self.kept.emit(reason)
