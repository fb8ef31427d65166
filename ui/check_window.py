"""What came of checking an evidence bundle: whether it is what was sealed, and its number."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QVBoxLayout, QWidget

from auditor.error_words import say_error
from auditor.errors import AuditorError
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
    selectable,
    text_width,
)
from ui.work_bar import WorkBar

if TYPE_CHECKING:
    from ui.work import Checked

MOST = 200  # things that differ which are listed; more help nobody
LONGEST = 300  # characters of a path that the bundle's maker chose


class CheckWindow(QDialog):
    """Stays open beside the window; Esc closes it, and stops what it waits for."""

    left = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("checkWindow")
        self.setWindowTitle(self.tr("Check an evidence bundle"))
        self._labels, self._theme = labels, theme
        self._title = label(kind="title", wraps=True, name="checkTitle")
        self._path = selectable(label(kind="muted", wraps=True, name="checkPath"))
        self._body = QVBoxLayout()
        self.work = WorkBar()
        self._close = push_button(
            self.tr("Close"), "checkClose", self.tr("Close this window (Esc)"), self.close
        )
        inside = QWidget()
        inside.setObjectName("content")
        inside.setLayout(column(self._title, self._path, self._body, 1, spacing=10, margin=16))
        buttons = row(1, self._close)
        buttons.setContentsMargins(16, 4, 16, 14)
        bar = row(self.work)
        bar.setContentsMargins(16, 0, 16, 0)
        layout = column(scrolled(inside), bar, buttons, spacing=6)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.resize(text_width(self, 76), self.fontMetrics().height() * 32)

    def open_about(self, path: Path) -> None:
        """Begin anew with another bundle."""
        self._title.setText(clean(path.name, LONGEST))
        self._path.setText(clean(str(path.parent), LONGEST))
        clear_layout(self._body)
        self.work.begin(self.tr("Checking every file against its hash …"))
        self.show()
        self.raise_()
        self.activateWindow()

    def show_checked(self, checked: "Checked") -> None:
        """Say whether it is what was sealed, and its number to compare."""
        self.work.end()
        clear_layout(self._body)
        for part in self._parts(checked):
            add = self._body.addWidget if isinstance(part, QWidget) else self._body.addLayout
            add(part)
        self._close.setFocus()

    def show_error(self, error: AuditorError) -> None:
        """Say why it cannot be checked at all."""
        self.work.end()
        clear_layout(self._body)
        parts = (part for part in (error.sentence, error.next_step) if part)
        text = "\n".join(clean(say_error(part, self._labels.lang)) for part in parts)
        self._body.addWidget(self._alarm(text))

    def done(self, result: int) -> None:
        """Every way to close it comes through here."""
        self.left.emit()
        super().done(result)

    def _parts(self, checked: "Checked") -> Iterator[object]:
        found = checked.found
        if found.is_sample:
            text = self._labels.sentence("limit_sample", {})
            yield label(text, "sample", wraps=True, name="checkSample")
        if checked.problems:
            yield from self._differences(checked)
        else:
            told = self.tr("All %Ln file(s) are as they were sealed.", None, found.files)
            anew = self.tr(
                "Its records and findings were derived from its raw files again: they are the same."
            )
            yield self._fine(f"{told}\n{anew}")
        yield label(self.tr("SHA-256 of its manifest"), "heading")
        digest = found.manifest_sha256
        yield selectable(label(digest, "raw", wraps=True, name="checkDigest"))
        copy = push_button(
            self.tr("Copy the number"),
            "checkCopy",
            self.tr("Copy the SHA-256 of the manifest"),
            lambda: QGuiApplication.clipboard().setText(digest),
        )
        yield row(copy, 1)
        yield self._said(
            self.tr(
                "Compare it with the number that was written down when the bundle was made: only "
                "that shows that the whole bundle was not exchanged for another."
            )
        )
        yield self._said(self._seals(checked))

    def _differences(self, checked: "Checked") -> Iterator[object]:
        problems = checked.problems
        told = self.tr("%Ln thing(s) differ(s) from what was sealed.", None, len(problems))
        yield self._alarm(
            told + "\n" + self.tr("Ask for another copy of it; do not use this one as evidence.")
        )
        for problem in problems[:MOST]:
            detail = f" ({problem.detail})" if problem.detail else ""
            text = f"{problem.path}: {self._what(problem.code)}{detail}"
            yield selectable(label(clean(text, LONGEST), "raw", wraps=True, name="checkProblem"))
        if len(problems) > MOST:
            yield self._said(self.tr("And %Ln more.", None, len(problems) - MOST))

    def _what(self, code: str) -> str:
        known = {
            "changed": self.tr("is not the file that was sealed"),
            "missing": self.tr("is missing"),
            "extra": self.tr("was not in the bundle when it was sealed"),
            "renamed": self.tr("was sealed under another name"),
            "twice": self.tr("is in the archive twice"),
            "unreadable": self.tr("cannot be read"),
            "manifest": self.tr("is not as it was sealed"),
            "custody": self.tr("is broken: an entry does not follow from the one before"),
            "pointer": self.tr("names a line that is not in the bundle"),
            "record": self.tr("says what its raw line does not say"),
            "finding": self.tr("says what its raw files do not give"),
            "signature": self.tr("does not fit the manifest and the key"),
            "timestamp": self.tr("does not fit the manifest and the authority"),
        }
        return known[code]

    def _seals(self, checked: "Checked") -> str:
        found = checked.found
        if found.signed_by is None:
            signed = self.tr("It carries no signature.")
        else:
            signed = self.tr("It is signed with the key %1.").replace("%1", found.signed_by)
        if not found.has_stamp:
            return signed
        return (
            signed
            + " "
            + self.tr("Its time stamp is checked on the command line: auditor verify --authority.")
        )

    def _fine(self, text: str) -> QFrame:
        return self._verdict("check", self._theme.fine, text, "card", "checkFine")

    def _alarm(self, text: str) -> QFrame:
        return self._verdict("warning", self._theme.on_alarm, text, "alarm", "checkAlarm")

    def _verdict(self, picture: str, color: str, text: str, kind: str, name: str) -> QFrame:
        told = selectable(label(text, wraps=True, name=f"{name}Text"))
        line = row(icon_label(picture, color, 22), told, spacing=12)
        line.setStretch(1, 1)
        line.setContentsMargins(12, 9, 12, 9)
        return card(line, kind, name)

    def _said(self, text: str) -> QLabel:
        return label(text, "muted", wraps=True)
