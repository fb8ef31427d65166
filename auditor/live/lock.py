"""Whether a watch that left its capture unfinished is still running: a lock that dies with it."""

import contextlib
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor.errors import UsageError
from auditor.held import try_lock
from auditor.manifest import not_writable

NAME = "watching"
_PATIENCE_S = 1.0


class WatchLock:
    """Held by the process that watches, as long as it lives. The system takes it back.

    The file itself stays until the capture is sealed and loaded: it marks what is to be finished.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handle: int | None = None
        self.is_done = False  # sealed and loaded
        self.is_held = False

    def __enter__(self) -> Self:
        try:
            self._handle = os.open(self._folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise not_writable(self._folder, error) from error
        # Somebody who only looks whether it is held holds it for a moment.
        until = time.monotonic() + _PATIENCE_S
        while not (is_held := try_lock(self._handle)) and time.monotonic() < until:
            time.sleep(_PATIENCE_S / 100)
        self.is_held = is_held
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._handle is not None:
            os.close(self._handle)
        if self.is_done:
            forget(self._folder)


def forget(folder: Path) -> None:
    """Take the mark away: nothing is left to be finished."""
    with contextlib.suppress(OSError):
        (folder / NAME).unlink()


def marked(captures: Path) -> list[Path]:
    """List the captures of watches that are not finished, whether somebody runs them or not."""
    return sorted(mark.parent for mark in captures.glob(f"*/{NAME}"))


def is_watched(folder: Path) -> bool:
    """Whether a running program is watching into this capture folder now."""
    try:
        handle = os.open(folder / NAME, os.O_RDWR)
    except OSError:
        return False
    try:
        return not try_lock(handle)
    finally:
        os.close(handle)


def unfinished(captures: Path) -> list[Path]:
    """List the captures of watches that nobody ended and nobody runs any more."""
    return [folder for folder in marked(captures) if not is_watched(folder)]


def refuse_while_watched(captures: Path) -> None:
    """UsageError while a phone is being watched into the case."""
    if any(map(is_watched, marked(captures))):
        raise UsageError(
            "A phone is being watched into this case.", "End the watch first, then try again."
        )
