"""Steps one after the other, each green once it is done; what to do stands below the next one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from auditor import words
from auditor.adb.devices import State
from auditor.connecting import Step, done_steps
from ui.theme import Theme
from ui.widgets import icon_label, label, row

MARK_PX = 24


class StepList(QWidget):
    """Shows steps of which the first `done` are behind; `details` stand below the next."""

    def __init__(
        self,
        name: str,
        texts: Sequence[str],
        done: int,
        theme: Theme,
        details: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        spoken = []
        for number, text in enumerate(texts):
            layout.addLayout(self._line(number, text, done))
            spoken.append(f"{number + 1}. {text}: {self._word(number < done)}")
            if number == done and details is not None:
                details.setContentsMargins(MARK_PX + 10, 0, 0, 4)
                layout.addWidget(details)
        self.setAccessibleName(". ".join(spoken))

    def _word(self, is_done: bool) -> str:
        return self.tr("done") if is_done else self.tr("not yet")

    def _line(self, number: int, text: str, done: int):
        is_done, is_now = number < done, number == done
        fine = self._theme.fine
        mark = icon_label("check", fine, MARK_PX) if is_done else self._number(number + 1)
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


class Checklist(StepList):
    """Three steps from the cable, or from Wi-Fi, to a phone that can be read."""

    def __init__(
        self,
        name: str,
        state: State | None,
        details: QWidget | None,
        lang: str,
        theme: Theme,
        is_wireless: bool = False,
        refuses: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        texts = [words.word(f"connect_step.{step}", lang) for step in Step]
        if is_wireless:
            texts[0] = words.word("connect_step.seen_wireless", lang)
        super().__init__(name, texts, len(done_steps(state, refuses)), theme, details, parent)
