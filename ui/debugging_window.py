"""After the work: where debugging is switched off again, and whether it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from auditor import words
from auditor.adb.doctor import Debugging
from auditor.error_words import say_error
from auditor.errors import AuditorError
from auditor.makers import maker
from ui.ask import Ask
from ui.labels import Labels
from ui.theme import Theme
from ui.widgets import (
    card,
    clean,
    clear_layout,
    column,
    icon_label,
    label,
    push_button,
    row,
    scrolled,
    text_width,
)

_WORDS = {Debugging.OFF: "off", Debugging.ON: "still_on", Debugging.UNKNOWN: "unknown"}


class DebuggingWindow(QDialog):
    """Follows the phone for as long as it is open. Esc closes it."""

    show_chosen = Signal()  # asked, and answered with yes
    left = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("debuggingWindow")
        self.setWindowTitle(self.tr("Turn debugging off again"))
        self._labels, self._theme = labels, theme
        self._how = label(wraps=True, name="debuggingHow")
        self._state = QVBoxLayout()
        self._ask = Ask("askDeveloper", theme)
        self._trouble = label(wraps=True, name="debuggingTrouble")
        tip = self.tr("Shows the developer options on the phone's screen; a question comes first")
        self._show = push_button(
            self.tr("Show the page on the phone …"), "debuggingShow", tip, self._ask_first
        )
        tip = self.tr("Close this window (Esc)")
        leave = push_button(self.tr("Close"), "debuggingClose", tip, self.close)
        for button in (self._show, leave, *self._ask.buttons):
            button.setAutoDefault(False)
        wait = label(words.word("doctor.off_wait", labels.lang), "muted", wraps=True)
        buttons = row(self._show, 1, leave, spacing=8)
        parts = (self._how, wait, self._state, self._ask, self._trouble, 1)
        inside = QWidget()
        inside.setObjectName("content")
        inside.setLayout(column(*parts, spacing=12, margin=18))
        buttons.setContentsMargins(18, 4, 18, 14)
        layout = column(scrolled(inside), buttons, spacing=6)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.resize(text_width(self, 76), self.fontMetrics().height() * 26)
        self._leave = leave

    def open_for(self, maker_code: str | None, can_show: bool) -> None:
        """Open in a maker's words; `can_show`: there is a case that can note it."""
        names = maker(maker_code, self._labels.lang)
        how = words.word("doctor.off_how", self._labels.lang)
        self._how.setText(how.format(options=names.options, switch=names.switch))
        self._show.setVisible(can_show)
        self._trouble.hide()
        self._say("info", self.tr("Looking at the phone …"), "")
        self.show()
        self.raise_()
        self.activateWindow()
        (self._show if can_show else self._leave).setFocus()

    def show_state(self, state: Debugging) -> None:
        """Say whether debugging is off now."""
        text = words.word(f"doctor.{_WORDS[state]}", self._labels.lang)
        is_off = state is Debugging.OFF
        self._say("check" if is_off else "info", text, "fine" if is_off else "")
        if is_off:
            self._ask.hide()
            self._show.setEnabled(False)
            self._leave.setFocus()
        else:
            self._show.setEnabled(state is Debugging.ON)

    def show_shown(self) -> None:
        """Say that the phone shows the page."""
        self._trouble.setText(self.tr("The phone shows its developer options now."))
        self._trouble.show()

    def show_error(self, error: AuditorError) -> None:
        """Say why the phone does not show it; what to tap stands above."""
        lang = self._labels.lang
        parts = (part for part in (error.sentence, error.next_step) if part)
        self._trouble.setText("\n".join(clean(say_error(part, lang), 400) for part in parts))
        self._trouble.show()

    def done(self, result: int) -> None:
        """Every way to close it comes through here."""
        self.left.emit()
        super().done(result)

    def _ask_first(self) -> None:
        question = self.tr(
            "The phone will show its developer options. It notes that its settings were in front, "
            "and the case notes that you asked for it."
        )
        self._trouble.hide()
        self._ask.ask(question, self.tr("Show the page"), self.show_chosen.emit)

    def _say(self, icon: str, text: str, kind: str) -> None:
        clear_layout(self._state)
        color = self._theme.fine if kind == "fine" else self._theme.on_notice
        told = label(text, kind, wraps=True, name="debuggingState")
        line = row(icon_label(icon, color, 22), told, spacing=12, margin=12)
        line.setStretch(1, 1)
        shown = card(line, "card" if kind == "fine" else "notice")
        shown.setAccessibleName(text)
        self._state.addWidget(shown)
