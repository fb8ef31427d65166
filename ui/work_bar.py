"""A line on a page for work that takes a while: what, how far, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from ui.jobs import Progress
from ui.widgets import label, push_button, row


class WorkBar(QFrame):
    """Hidden until `begin`, gone after `end`."""

    stop_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workBar")
        self.setProperty("kind", "card")
        self._text = label(name="workText")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setObjectName("workProgress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = push_button(
            self.tr("Stop"),
            "workStop",
            self.tr("Stop now. The case stays as it was."),
            self._ask_to_stop,
        )
        line = row(self._text, self._bar, self._stop, spacing=12)
        line.setContentsMargins(14, 8, 14, 8)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def begin(self, title: str) -> None:
        """Say what is being done; how far is not known yet."""
        self._text.setText(title)
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self._stop.setText(self.tr("Stop"))
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        if progress.total:
            self._bar.setRange(0, 1000)
            self._bar.setValue(min(progress.done * 1000 // progress.total, 1000))

    def end(self) -> None:
        """Go away."""
        self.hide()

    def _ask_to_stop(self) -> None:
        self._stop.setEnabled(False)
        self._stop.setText(self.tr("Stopping …"))
        self.stop_chosen.emit()
