"""The time that a watch lives in: the computer's, or one in which a day takes minutes."""

import time
from typing import Protocol

from auditor.task import Cancelled, Task

TICK_S = 0.1  # how soon a wait hears that somebody asked to stop


class LiveClock(Protocol):
    """What a watch needs of time. All of it passes through here."""

    def utc_ms(self) -> int:
        """Give the computer's clock, which may be set and goes on while the computer sleeps."""

    def steady_ms(self) -> int:
        """Give a clock that nobody sets, from any beginning."""

    def sleep(self, seconds: float, task: Task) -> None:
        """Wait. Raises Cancelled as soon as somebody asks to stop."""


class SystemClock:
    """The computer's own time."""

    def utc_ms(self) -> int:
        """Give the computer's clock."""
        return time.time_ns() // 1_000_000

    def steady_ms(self) -> int:
        """Give the computer's clock that nobody sets."""
        return time.monotonic_ns() // 1_000_000

    def sleep(self, seconds: float, task: Task) -> None:
        """Wait, listening for a cancel."""
        until = time.monotonic() + seconds
        while True:
            if task.is_cancelled:
                raise Cancelled
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(TICK_S, left))
