"""Collects Python's garbage in the GUI thread only.

Left alone, Python collects in whichever thread allocates. When that is a worker and the garbage
holds widgets, Shiboken deletes them later in the main thread through pointers that may be gone by
then (runDeletionInMainThread, PySide6 6.11): the program crashes at random.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500


class GarbageCollector(QObject):
    """Takes over from Python's own collector until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limits = gc.get_threshold()
        gc.collect()
        gc.freeze()  # what the imports made stays for good and need not be looked at again
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        counts = gc.get_count()
        due = [n for n in range(3) if counts[n] > self._limits[n]]
        if due:
            gc.collect(max(due))

    def close(self) -> None:
        """Give the task back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
