"""`--grab`: saves a picture of the page once all it shows is there, then ends the program."""

import sys
import time
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QWidget

LIMIT_S = 180.0
STEADY_LOOKS = 4  # so many looks in a row must find it settled: one job may start another
LOOK_MS = 60


class Shown(Protocol):
    """What can be grabbed."""

    window: QWidget

    @property
    def is_settled(self) -> bool: ...


class Grabber(QObject):
    """Looks until the page has settled."""

    def __init__(self, shown: Shown, path: Path) -> None:
        super().__init__()
        self._shown, self._path = shown, path
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._looks = 0
        self._until_s = time.monotonic() + LIMIT_S

    def start(self) -> None:
        """Begin to look; the event loop need not run yet."""
        self._timer.start()

    def _look(self) -> None:
        self._looks = self._looks + 1 if self._shown.is_settled else 0
        if self._looks >= STEADY_LOOKS:
            self._save()
        elif time.monotonic() > self._until_s:
            print(f"The page was not ready after {LIMIT_S:.0f} s.", file=sys.stderr)  # noqa: T201
            self._end(1)

    def _save(self) -> None:
        if self._shown.window.grab().save(str(self._path)):
            self._end(0)
            return
        print(f"The picture {self._path} could not be written.", file=sys.stderr)  # noqa: T201
        self._end(1)

    def _end(self, code: int) -> None:
        self._timer.stop()
        QCoreApplication.exit(code)
