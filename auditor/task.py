"""How long work reports progress and is stopped: one small object, the last parameter."""

import threading
from collections.abc import Callable

Report = Callable[[int, int | None, str], None]


class Cancelled(Exception):  # noqa: N818 - not an error: somebody asked to stop
    """Raised by `Task.step` after `Task.cancel`; passes through everything."""


class Task:
    """Progress out, cancel in. Safe to cancel from another thread.

    `report(done, total, note)` is called in the worker's own thread; `total` is None while
    unknown, units are the caller's (bytes, commands, rows).
    """

    def __init__(self, report: Report | None = None) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def step(self, done: int = 0, total: int | None = None, note: str = "") -> None:
        """Report progress; raise Cancelled once somebody called cancel()."""
        if self._cancelled.is_set():
            raise Cancelled
        if self._report is not None:
            self._report(done, total, note)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled.is_set()


def silent() -> Task:
    """Give a task that reports to nobody."""
    return Task()
