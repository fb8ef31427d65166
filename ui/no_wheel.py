"""Keeps a scrolled page from changing what the pointer happens to pass."""

from PySide6.QtCore import QEvent, QObject


class NoWheel(QObject):
    """Scrolling the page must not change a choice that the pointer happens to pass."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
