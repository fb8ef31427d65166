"""The passphrase of a case: typed twice to lock it, once to open it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from auditor.error_words import say_error
from auditor.errors import AuditorError
from ui.jobs import Progress
from ui.labels import Labels
from ui.theme import Theme
from ui.widgets import (
    card,
    clean,
    column,
    icon_label,
    label,
    push_button,
    row,
    scrolled,
    selectable,
    text_width,
)
from ui.work_bar import WorkBar

SHORTEST, GOOD = 8, 16  # characters: refused below the first, good from the second on


class LockWindow(QDialog):
    """Asks for a passphrase; what came of it is said here, or by the window behind it."""

    passphrase_given = Signal(object)  # str
    left = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lockWindow")
        self._labels, self._is_new = labels, True
        self._title = label(kind="title", wraps=True, name="lockTitle")
        self._said = label(wraps=True, name="lockSaid")
        self._lost = label(kind="muted", wraps=True, name="lockLost")
        self._first_name, self.first = self._field("lockFirst", self.tr("Passphrase"))
        self._again_name, self.again = self._field("lockAgain", self.tr("The same once more"))
        self._hint = label(kind="muted", wraps=True, name="lockHint")
        self._error = selectable(label(wraps=True, name="lockError"))
        line = row(icon_label("warning", theme.on_alarm, 22), self._error, spacing=12)
        line.setStretch(1, 1)
        line.setContentsMargins(12, 9, 12, 9)
        self._alarm = card(line, "alarm", "lockAlarm")
        self.work = WorkBar()
        self._do = push_button("", "lockDo", "", self._give, "primary")
        self._do.setDefault(True)
        away = push_button(
            self.tr("Not now"), "lockNo", self.tr("Leave everything as it is (Esc)"), self.close
        )
        away.setAutoDefault(False)
        inside = QWidget()
        inside.setObjectName("content")
        fields = (self._first_name, self.first, self._again_name, self.again, self._hint)
        parts = (self._title, self._said, self._alarm, *fields, self._lost)
        inside.setLayout(column(*parts, 1, spacing=9, margin=18))
        buttons = row(1, away, self._do)
        buttons.setContentsMargins(18, 4, 18, 14)
        bar = row(self.work)
        bar.setContentsMargins(18, 0, 18, 0)
        layout = column(scrolled(inside), bar, buttons, spacing=6)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        for field in (self.first, self.again):
            field.textChanged.connect(self._follow)
        self.resize(text_width(self, 66), self.fontMetrics().height() * 30)

    def ask_new(self, case: Path, is_watched: bool = False) -> None:
        """Ask for the passphrase that a case shall be locked with."""
        self._begin(True, self.tr("Lock this case"), self.tr("Lock it"))
        said = self.tr(
            "The case %1 becomes one encrypted file, and its folder is removed once the file "
            "was read back. To work with it again, open the file with the passphrase."
        ).replace("%1", clean(case.name, 80))
        if is_watched:
            first = self.tr("Live is on: it ends first, and what it recorded is locked as well.")
            said = f"{said}\n{first}"
        self._said.setText(said)
        self._lost.setText(
            self.tr(
                "A lost passphrase cannot be brought back, by nobody: write it down where only you "
                "find it. What is removed can be found again on some disks, unless the whole disk "
                "is encrypted."
            )
        )

    def ask(self, file: Path) -> None:
        """Ask for the passphrase of a locked case."""
        self._begin(False, self.tr("Open a locked case"), self.tr("Open it"))
        self._said.setText(
            self.tr("%1 is locked. Its passphrase opens it.").replace("%1", clean(file.name, 80))
        )
        self._lost.setText(
            self.tr("While it lies open, its folder can be read by whoever uses this account.")
        )

    def show_work(self, title: str) -> None:
        """Wait for work that can be stopped."""
        self._alarm.hide()
        self._do.setEnabled(False)
        for field in (self.first, self.again):
            field.setEnabled(False)
        self.work.begin(title)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self.work.show_progress(progress)

    def end_work(self, error: AuditorError | None = None) -> None:
        """Let it be tried again, after saying what went wrong."""
        self.work.end()
        for field in (self.first, self.again):
            field.setEnabled(True)
        self._follow()
        if error is not None:
            parts = (part for part in (error.sentence, error.next_step) if part)
            text = "\n".join(clean(say_error(part, self._labels.lang)) for part in parts)
            self._error.setText(text)
            self._alarm.show()
            self.first.setFocus()
            self.first.selectAll()

    def done(self, result: int) -> None:
        """Every way to close it comes through here; no passphrase stays."""
        self.first.clear()
        self.again.clear()
        self.left.emit()
        super().done(result)

    def _field(self, name: str, text: str) -> tuple[QWidget, QLineEdit]:
        made = QLineEdit()
        made.setObjectName(name)
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setAccessibleName(text)
        made.setToolTip(text)
        made.setAcceptDrops(False)
        told = label(text, "muted")
        told.setBuddy(made)
        return told, made

    def _begin(self, is_new: bool, title: str, do: str) -> None:
        self._is_new = is_new
        self.setWindowTitle(title)
        self._title.setText(title)
        self._do.setText(do)
        self._do.setToolTip(title)
        for part in (self._again_name, self.again, self._hint):
            part.setVisible(is_new)
        self.first.clear()
        self.again.clear()
        self.end_work()
        self._alarm.hide()
        self.show()
        self.raise_()
        self.activateWindow()
        self.first.setFocus()

    def _follow(self) -> None:
        typed = self.first.text()
        self._hint.setText(self._said_of(typed))
        is_good = len(typed) >= SHORTEST and typed == self.again.text()
        self._do.setEnabled(is_good if self._is_new else bool(typed))

    def _said_of(self, typed: str) -> str:
        if len(typed) < SHORTEST:
            return self.tr(
                "At least %1 characters. Good are four or five words that do not belong together."
            ).replace("%1", str(SHORTEST))
        if typed != self.again.text():
            return self.tr("The two are not the same yet.")
        if len(typed) < GOOD or len(set(typed)) < SHORTEST:
            return self.tr("A longer one is much harder to guess: add a word or two.")
        return self.tr("This is long. Somebody who knows you should not guess it either.")

    def _give(self) -> None:
        if self._do.isEnabled():
            self.passphrase_given.emit(self.first.text())
