"""Three steps from the cable to a phone that can be read, each green once it is done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from auditor import words
from auditor.adb.devices import State
from auditor.connecting import Step, done_steps, next_step
from ui.theme import Theme
from ui.widgets import icon_label, label, row

MARK_PX = 24


class Checklist(QWidget):
    """Shows the steps of one phone; `details` stands below the step to take now."""

    def __init__(
        self,
        name: str,
        state: State | None,
        details: QWidget | None,
        lang: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        done, now = done_steps(state), next_step(state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        spoken = []
        for number, step in enumerate(Step, start=1):
            text = words.word(f"connect_step.{step}", lang)
            layout.addLayout(self._line(number, text, step in done, step is now))
            spoken.append(f"{number}. {text}: {self._word(step in done)}")
            if step is now and details is not None:
                details.setContentsMargins(MARK_PX + 10, 0, 0, 4)
                layout.addWidget(details)
        self.setAccessibleName(". ".join(spoken))

    def _word(self, is_done: bool) -> str:
        return self.tr("done") if is_done else self.tr("not yet")

    def _line(self, number: int, text: str, is_done: bool, is_now: bool):
        mark = icon_label("check", self._theme.fine, MARK_PX) if is_done else self._number(number)
        kind = "fine" if is_done else "" if is_now else "muted"
        told = label(text, kind, wraps=True)
        if is_now:
            told.setStyleSheet("font-weight: 600;")
        line = row(mark, told, spacing=10)
        line.setStretch(1, 1)
        return line

    def _number(self, number: int) -> QLabel:
        made = label(str(number), "step")
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side = max(MARK_PX, self.fontMetrics().height() + 8)
        made.setFixedSize(side, side)
        return made
