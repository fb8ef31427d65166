"""An evidence bundle: what would leave and what stays, then its one number to write down."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from auditor.bundle.preview import Preview
from auditor.error_words import say_error
from auditor.errors import AuditorError
from ui.bundle_lists import BundleLists
from ui.jobs import Progress
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
    short_words,
    text_width,
)
from ui.work_bar import WorkBar


class BundleWindow(QDialog):
    """Stays open beside the window; Esc closes it, and stops what it waits for."""

    save_chosen = Signal()
    left = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bundleWindow")
        self.setWindowTitle(self.tr("Evidence bundle"))
        self._labels, self._theme = labels, theme
        self._title = label(kind="title", wraps=True, name="bundleTitle")
        self._filter = label(kind="muted", wraps=True, name="bundleFilter")
        self._body = QVBoxLayout()
        self.work = WorkBar()
        self._save = push_button(
            self.tr("Save as a zip file …"),
            "bundleSave",
            self.tr("Choose where; nothing that is there already is replaced"),
            self.save_chosen.emit,
            "primary",
        )
        close = self._close = push_button(
            self.tr("Close"), "bundleClose", self.tr("Close this window (Esc)"), self.close
        )
        for button in (self._save, close):
            button.setAutoDefault(False)
        inside = QWidget()
        inside.setObjectName("content")
        inside.setLayout(column(self._title, self._filter, self._body, 1, spacing=10, margin=16))
        buttons = row(1, close, self._save)
        buttons.setContentsMargins(16, 4, 16, 14)
        bar = row(self.work)
        bar.setContentsMargins(16, 0, 16, 0)
        layout = column(scrolled(inside), bar, buttons, spacing=6)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.resize(text_width(self, 84), self.fontMetrics().height() * 36)

    def open_about(self, names: str, filter_text: str) -> None:
        """Begin anew: say what it is about while the figures are worked out."""
        about = self.tr("Evidence bundle about %1").replace("%1", clean(names, 200))
        for place, text in ((self._title, about), (self._filter, clean(filter_text))):
            place.setText(short_words(text))
            place.setToolTip(text)
        self.begin(self.tr("Working out what would leave …"))
        clear_layout(self._body)
        self.show()
        self.raise_()
        self.activateWindow()

    def begin(self, title: str) -> None:
        """Wait for work that has a way to stop it."""
        self._save.setEnabled(False)
        self.work.begin(title)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the work is."""
        self.work.show_progress(progress)

    def show_preview(self, told: Preview) -> None:
        """Show what would leave, before anything is written."""
        self._renew(
            *self._sample(told.is_sample),
            BundleLists(told, self._labels),
            self._said(
                self.tr(
                    "Nothing is sent: a file is written where you choose, and you decide who gets "
                    "it. It holds what is needed to check it without this program."
                )
            ),
        )
        self._save.setVisible(True)
        self._save.setEnabled(True)
        self._save.setFocus()

    def show_written(self, path: Path, digest: str, is_sample: bool) -> None:
        """Say where it is, and the number that seals it."""
        number = selectable(label(digest, "raw", wraps=True, name="bundleDigest"))
        copy = push_button(
            self.tr("Copy the number"),
            "bundleCopy",
            self.tr("Copy the SHA-256 of the manifest"),
            lambda: QGuiApplication.clipboard().setText(digest),
        )
        check = f'auditor verify "{path.name}" --rederive'
        self._renew(
            *self._sample(is_sample),
            label(self.tr("The bundle is written"), "heading"),
            self._selectable(str(path), "bundlePath"),
            label(self.tr("SHA-256 of its manifest"), "heading"),
            number,
            row(copy, 1),
            self._said(
                self.tr(
                    "Write this number down elsewhere: with it anybody can tell that nothing was "
                    "changed."
                )
            ),
            self._said(self.tr("Whoever receives it can check it so:")),
            self._selectable(check, "bundleCheck"),
            self._said(self.tr("Without this program: the file verify.md in it says how.")),
        )
        self._save.setVisible(False)
        copy.setFocus()

    def show_error(self, error: AuditorError) -> None:
        """Say what went wrong, above what was there; saving may be tried again."""
        self.work.end()
        lang = self._labels.lang
        parts = (part for part in (error.sentence, error.next_step) if part)
        text = "\n".join(clean(say_error(part, lang)) for part in parts)
        line = row(
            icon_label("warning", self._theme.on_alarm, 22),
            selectable(label(text, wraps=True, name="bundleError")),
            spacing=12,
        )
        line.setStretch(1, 1)
        line.setContentsMargins(12, 9, 12, 9)
        self._forget_error()
        self._body.insertWidget(0, card(line, "alarm", "bundleAlarm"))
        self._save.setEnabled(self.findChild(QWidget, "bundleLeaves") is not None)
        (self._save if self._save.isEnabled() else self._close).setFocus()

    def show_stopped(self) -> None:
        """Nothing was written; what was shown may be saved again."""
        self.work.end()
        if self.findChild(QWidget, "bundleLeaves") is None:
            self.close()
        self._save.setEnabled(True)

    def done(self, result: int) -> None:
        """Every way to close it comes through here."""
        self.left.emit()
        super().done(result)

    def _renew(self, *parts) -> None:
        self.work.end()
        clear_layout(self._body)
        for part in parts:
            add = self._body.addWidget if isinstance(part, QWidget) else self._body.addLayout
            add(part)

    def _forget_error(self) -> None:
        old = self.findChild(QWidget, "bundleAlarm")
        if old is not None:
            self._body.removeWidget(old)
            old.setParent(None)
            old.deleteLater()

    def _sample(self, is_sample: bool) -> Iterator[QWidget]:
        if is_sample:
            text = self._labels.sentence("limit_sample", {})
            yield label(text, "sample", wraps=True, name="bundleSample")

    def _said(self, text: str) -> QLabel:
        return label(text, "muted", wraps=True)

    def _selectable(self, text: str, name: str) -> QLabel:
        return selectable(label(clean(text), "raw", wraps=True, name=name))
