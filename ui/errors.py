"""How trouble is shown: the world's as one sentence with a next step, our own in one bug dialog."""

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QPlainTextEdit,
    QWidget,
)

from auditor import __version__
from auditor.error_words import say_error
from auditor.errors import AuditorError
from ui.theme import Theme, dress_alike
from ui.widgets import (
    card,
    clean,
    column,
    icon_button,
    icon_label,
    label,
    push_button,
    row,
    selectable,
    set_kind,
    text_width,
)

log = logging.getLogger(__name__)


class MessageBar(QWidget):
    """A bar on top of the page: what happened, what to do, and a cross to close it."""

    def __init__(self, lang: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorBar")
        self._lang = lang
        self._text = selectable(label(wraps=True, name="errorText"))
        self._alarm = icon_label("warning", theme.on_alarm, 22)
        self._notice = icon_label("check", theme.accent, 22)
        self._undo = push_button("", "messageAction", "", self._act)
        self._action: Callable[[], object] | None = None
        self.way_out: Callable[[AuditorError], tuple[str, Callable[[], object]] | None] | None
        self.way_out = None  # knows what one click can do about an error
        close = icon_button("close", "closeError", self.tr("Close this message"), theme, self.hide)
        layout = row(self._alarm, self._notice, self._text, self._undo, close, spacing=12)
        layout.setContentsMargins(14, 10, 10, 10)
        layout.setStretch(2, 1)
        self._frame = card(layout, "alarm")
        around = row(self._frame)
        around.setContentsMargins(16, 12, 16, 0)
        self.setLayout(around)
        self.hide()

    def show_error(
        self,
        error: AuditorError,
        action_text: str = "",
        action: Callable[[], object] | None = None,
    ) -> None:
        """The one function that shows the world's trouble; `action` is a way out of it."""
        log.info("shown to the person: %s", error)
        parts = (part for part in (error.sentence, error.next_step) if part)
        said = (clean(say_error(part, self._lang)) for part in parts)
        self._show("\n".join(said), is_alarm=True)
        if action is None and self.way_out is not None:
            action_text, action = self.way_out(error) or ("", None)
        self._offer(action_text, action)

    def show_beside(self, text: str) -> None:
        """Say something of less weight: an alarm that nobody closed yet stays."""
        if self.isHidden() or self._alarm.isHidden():
            self.show_notice(text)

    def show_notice(
        self, text: str, action_text: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Say that something went well; `action` undoes it, or leads on."""
        self._show("\n".join(map(clean, text.split("\n"))), is_alarm=False)
        self._offer(action_text, action)

    def _offer(self, text: str, action: Callable[[], object] | None) -> None:
        self._action = action
        self._undo.setText(text)
        self._undo.setToolTip(text)
        self._undo.setVisible(action is not None)

    def _act(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action is not None:
            action()

    def _show(self, text: str, is_alarm: bool) -> None:
        set_kind(self._frame, "alarm" if is_alarm else "done")
        set_kind(self._text, "")  # so that the colour of its text follows
        self._alarm.setVisible(is_alarm)
        self._notice.setVisible(not is_alarm)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.show()


class BugDialog(QDialog):
    """Says that the program made a mistake, and helps to report it. Holds no personal data."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bugDialog")
        self.setWindowTitle(self.tr("A mistake in the program"))
        self.setMinimumWidth(text_width(self, 90))
        said = self.tr(
            "The program made a mistake. Your case is safe: nothing half-written is kept."
        )
        asked = self.tr("Please report it with the text below. It holds no data from the phone.")
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setProperty("kind", "raw")
        text.setObjectName("bugReport")
        text.setAccessibleName(self.tr("Report"))
        text.setAccessibleDescription(asked)
        copy = push_button(
            self.tr("Copy the text"),
            "copyReport",
            self.tr("Copy the report, to paste it where mistakes are reported"),
            lambda: QGuiApplication.clipboard().setText(report),
        )
        close = push_button(
            self.tr("Close"), "closeReport", self.tr("Close this window (Esc)"), self.reject
        )
        parts = (label(said, "heading", wraps=True), label(asked, wraps=True), text)
        self.setLayout(column(*parts, row(1, copy, close), spacing=10, margin=14))


class BugCatcher(QObject):
    """Is sys.excepthook: logs what nobody expected and shows it once at a time."""

    _caught = Signal(object)

    def __init__(self, leaves: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._leaves = leaves  # nobody looks at the window: end the program with exit code 1
        self._dialog: BugDialog | None = None
        self._caught.connect(self._show)

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take over from Python. May be called in any thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("unexpected error", exc_info=(kind, error, trace))
        self._caught.emit(bug_report(kind, error, trace))

    def _show(self, report: str) -> None:
        if self._leaves:
            QCoreApplication.exit(1)
            return
        if self._dialog is not None and self._dialog.isVisible():
            return
        self._dialog = BugDialog(report)
        dress_alike(self._dialog)
        self._dialog.open()


def bug_report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Write what a report needs: versions and code places; no message, which may hold a name."""
    places = traceback.extract_tb(trace)
    lines = [f"{clean(place.filename[-60:])}:{place.lineno} {place.name}" for place in places]
    versions = f"Permission Auditor {__version__}, Python {platform.python_version()}"
    system = f"{platform.system()} {platform.machine()}"
    return "\n".join([versions, system, f"{kind.__module__}.{kind.__qualname__}", *lines])
