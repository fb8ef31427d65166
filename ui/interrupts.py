"""Ctrl-C in the terminal that the program was started from."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication


class Interrupts(QObject):
    """Turns Ctrl-C in the terminal into a proper end: Qt's loop would not let Python see it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
        self._old_fd = signal.set_wakeup_fd(self._theirs.fileno())
        kind = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._ours.fileno(), kind, self)
        self._notifier.activated.connect(app.quit)

    def close(self) -> None:
        """Give Ctrl-C back to Python."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_fd)
        signal.signal(signal.SIGINT, self._before)
        self._ours.close()
        self._theirs.close()
