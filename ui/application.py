"""The Qt application, which also takes the files that macOS hands to a program as events."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Keeps files that come before there is a window until somebody takes them."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[Path] = []
        self._take: Callable[[Path], None] | None = None

    def hand_on_to(self, take: Callable[[Path], None]) -> None:
        """Give each file to `take`, those that came by now first."""
        self._take = take
        self._hand_on()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._waiting.append(Path(event.file()))
            self._hand_on()
            return True
        return super().event(event)

    def _hand_on(self) -> None:
        while self._take is not None and self._waiting:
            self._take(self._waiting.pop(0))
