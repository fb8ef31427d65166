"""Live changes of an ADB server's list of phones: whole lists, settled, also across restarts."""

import contextlib
import socket
import time
from collections.abc import Callable

from auditor.adb.host import TICK_S, Strange, block_length
from auditor.errors import NoServer
from auditor.task import Cancelled, Task

_SETTLE_S = 0.3  # a phone that is plugged in passes through several states within moments
_POLL_S = 2.5  # servers before 31 do not push "unauthorized"; the protocol does not tell which
_BACK_OFF_S = (0.25, 0.5, 1.0, 2.0, 4.0)


class Settled:
    """Holds a list back until it has stood still. Times are any steady clock's seconds."""

    def __init__(self, settle_s: float = _SETTLE_S) -> None:
        self._settle_s = settle_s
        self._latest: str | None = None
        self._reported: str | None = None
        self._since = 0.0

    def see(self, text: str, now: float) -> None:
        """Take note of the list as it is now."""
        if text != self._latest:
            self._latest, self._since = text, now

    def due(self, now: float) -> str | None:
        """Give the list once, when it has stood still and differs from the last one given."""
        if self._latest is None or self._latest == self._reported:
            return None
        if now - self._since < self._settle_s:
            return None
        self._reported = self._latest
        return self._latest


def watch_devices(
    track: Callable[[], socket.socket],
    poll: Callable[[], str],
    on_list: Callable[[str], None],
    task: Task,
) -> None:
    """Report settled short lists until the task is cancelled; raises Cancelled then.

    `track` opens a tracking socket, `poll` asks once; both raise NoServer.
    """
    settled = Settled()
    failures = 0
    while True:
        try:
            with track() as sock:
                failures = 0
                _follow(sock, poll, settled, on_list, task)
        except (NoServer, OSError, EOFError, Strange):
            settled.see("", time.monotonic())
        wait_s = _BACK_OFF_S[min(failures, len(_BACK_OFF_S) - 1)]
        failures += 1
        _pause(max(wait_s, _SETTLE_S + TICK_S), settled, on_list, task)


def _follow(
    sock: socket.socket,
    poll: Callable[[], str],
    settled: Settled,
    on_list: Callable[[str], None],
    task: Task,
) -> None:
    buffer = b""
    polled = time.monotonic()
    while True:
        sock.settimeout(TICK_S)
        with contextlib.suppress(TimeoutError):
            block = sock.recv(1 << 16)
            if not block:
                raise EOFError
            buffer = _take_lists(buffer + block, settled)
        if time.monotonic() - polled >= _POLL_S:
            settled.see(poll(), time.monotonic())
            polled = time.monotonic()
        _report(settled, on_list, task)


def _take_lists(buffer: bytes, settled: Settled) -> bytes:
    while len(buffer) >= 4:
        end = 4 + block_length(buffer[:4])
        if len(buffer) < end:
            break
        settled.see(buffer[4:end].decode("utf-8", "replace"), time.monotonic())
        buffer = buffer[end:]
    return buffer


def _pause(seconds: float, settled: Settled, on_list: Callable[[str], None], task: Task) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _report(settled, on_list, task)
        time.sleep(TICK_S)


def _report(settled: Settled, on_list: Callable[[str], None], task: Task) -> None:
    if task.is_cancelled:
        raise Cancelled
    text = settled.due(time.monotonic())
    if text is not None:
        on_list(text)
