"""While a phone is read: which step, how many bytes, time left, and a way to stop."""

import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.jobs import Progress
from ui.labels import Labels
from ui.theme import Theme
from ui.widgets import card, clean, column, label, push_button, readable_width, row

SLOW_S = 3.0  # before that a guess at the time left would jump about


class ReadingView(QWidget):
    """Progress of one reading. What was read when it is stopped is kept and marked as cut."""

    cancel_chosen = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reading")
        self._labels = labels
        self._began_s = 0.0
        self._title = label(kind="title", name="readingTitle")
        self._step = label(name="readingStep", wraps=True)
        self._facts = label(kind="muted", name="readingFacts")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setObjectName("readingProgress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop_tip = self.tr("Stop now. What was read by then is kept and marked as cut.")
        self._cancel = push_button(
            self.tr("Stop"), "readingStop", self._stop_tip, self._ask_to_stop
        )
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._show_facts)
        self._progress = Progress(0, None, "")
        self._build()

    def begin(self, title: str, can_stop: bool = True, stop_tip: str = "") -> None:
        """Start over with a title. `stop_tip` says what comes of stopping, if not the usual."""
        self._title.setText(title)
        self._step.setText(self.tr("Starting …"))
        self._began_s = time.monotonic()
        self._cancel.setEnabled(can_stop)
        self._cancel.setToolTip(stop_tip or self._stop_tip)
        self._cancel.setText(self.tr("Stop"))
        self.show_progress(Progress(0, None, ""))
        self._clock.start()

    def end(self) -> None:
        """Stop the clock."""
        self._clock.stop()

    def show_step(self, text: str) -> None:
        """Say what is being done now."""
        self._step.setText(clean(text, 160))

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self._progress = progress
        if progress.total:
            self._bar.setRange(0, 1000)
            self._bar.setValue(min(progress.done * 1000 // progress.total, 1000))
        else:
            self._bar.setRange(0, 0)
        if progress.note:
            self.show_step(self._step_text(progress.note))
        self._show_facts()

    def _build(self) -> None:
        buttons = row(self._cancel, 1)
        inner = column(
            self._title, self._step, self._bar, self._facts, buttons, spacing=14, margin=28
        )
        box = card(inner, name="readingCard")
        readable_width(box, 100)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 30, 36, 30)
        layout.addStretch(1)
        layout.addLayout(row(1, box, 1))
        layout.itemAt(1).layout().setStretch(1, 8)
        layout.addStretch(2)

    def _step_text(self, note: str) -> str:
        """Put a note of the core, `<raw file> <bytes so far>`, into words."""
        name, _blank, size = note.rpartition(" ")
        if not size.isdigit():
            return note
        return f"{self._file_text(name)} · {name} · {self._labels.size(int(size))}"

    def _file_text(self, name: str) -> str:
        if name.startswith("appops"):
            return self.tr("Record of accesses")
        if name.startswith(("package", "shared_users")):
            return self.tr("Apps and their permissions")
        if name.startswith(("usagestats", "power", "deviceidle")):
            return self.tr("What was on the screen")
        if name.startswith(("audio", "camera")):
            return self.tr("Logs of microphone and camera")
        return self.tr("About the phone itself")

    def _ask_to_stop(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setText(self.tr("Stopping …"))
        self.cancel_chosen.emit()

    def _show_facts(self) -> None:
        passed_s = time.monotonic() - self._began_s
        facts = [
            self.tr("%1 so far").replace("%1", self._labels.duration(max(int(passed_s), 1) * 1000))
        ]
        done, total = self._progress.done, self._progress.total
        if total and done and passed_s > SLOW_S:
            left_s = int(passed_s / done * (total - done))
            left = self._labels.duration(left_s * 1000)
            facts.append(self.tr("about %1 left").replace("%1", left))
        self._facts.setText("  ·  ".join(facts))
