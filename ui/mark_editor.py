"""A small window in which a person writes a mark of their own, or changes one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from auditor.notes import LONGEST_TEXT, OwnMark
from ui.widgets import column, label, push_button, row, text_width


class MarkEditor(QDialog):
    """Enter keeps the text, Esc leaves everything as it was."""

    kept = Signal(object, object, object)  # mark id (int) | None, time_ms (int), text (str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("markEditor")
        self.setWindowTitle(self.tr("My mark"))
        self._mark_id: int | None = None
        self._time_ms = 0
        self._when = label(kind="muted", name="markTime")
        self._text = QLineEdit()
        self._text.setObjectName("markText")
        self._text.setMaxLength(LONGEST_TEXT)
        self._text.setAccessibleName(self.tr("What happened here"))
        self._text.setPlaceholderText(self.tr("What happened here"))
        self._text.setMinimumWidth(text_width(self, 48))
        tip = self.tr("Keep the mark in the case (Enter)")
        keep = push_button(self.tr("Keep"), "keepMark", tip, self._keep, "primary")
        self._text.returnPressed.connect(self._keep)
        tip = self.tr("Take this mark out of the case")
        self._remove = push_button(self.tr("Remove the mark"), "removeMark", tip, self._take_away)
        tip = self.tr("Leave everything as it is (Esc)")
        leave = push_button(self.tr("Leave"), "leaveMark", tip, self.reject)
        for button in (self._remove, leave, keep):  # Enter is the text's
            button.setAutoDefault(False)
        buttons = row(self._remove, 1, leave, keep, spacing=8)
        self.setLayout(column(self._when, self._text, buttons, spacing=10, margin=14))

    def write(self, time_ms: int, when: str, mark: OwnMark | None = None) -> None:
        """Open for a new mark at a time, or for one that is there."""
        self._mark_id, self._time_ms = (mark.id, mark.time_ms) if mark else (None, time_ms)
        self._when.setText(when)
        self._text.setText(mark.text if mark else "")
        self._remove.setVisible(mark is not None)
        self.show()
        self.activateWindow()
        self._text.setFocus()

    def _keep(self) -> None:
        text = self._text.text().strip()
        if text:
            self.kept.emit(self._mark_id, self._time_ms, text)
            self.accept()

    def _take_away(self) -> None:
        self.kept.emit(self._mark_id, self._time_ms, "")
        self.accept()
