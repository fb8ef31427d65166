"""When a watch sees nothing, since when and why. Each gap is on the disk as soon as it begins."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from auditor.manifest import Gap

_REMEMBERED = 512  # answers: more than come between two readings of the clocks
SETTLES_MS = 10_000  # how long a phone may take to be listed after a sleep or a server's restart
# What is over when something else stands in the way: then that is another gap.
_PASSING = ("asleep", "server_gone")


class Gaps:
    """The stretches without sight of one watch, through all of its captures.

    All times are UTC milliseconds of the computer. `on_change` hears that sight was lost, for
    another reason than before, or is there again.
    """

    def __init__(self, now_ms: int, on_change: Callable[[], None]) -> None:
        self.open: Gap | None = None
        self.count = 0  # of those that are over
        self.length_ms = 0
        self._seen_ms = now_ms  # until when the phone was watched
        self._else_ms: int | None = None  # since when something else stands in the way
        self._answers: deque[tuple[int, int]] = deque(maxlen=_REMEMBERED)
        self._on_change = on_change
        self._write: Callable[[Gap, bool], None] = lambda _gap, _is_open: None

    def begin_capture(self, write: Callable[[Gap, bool], None]) -> None:
        """Say where gaps are written from now on, with whether they are open."""
        self._write = write

    def see(self, begun_ms: int, ended_ms: int) -> None:
        """Take in an answer of the phone that tells of its accesses: a gap ends where it began."""
        was_open = self.open is not None
        self._answers.append((begun_ms, ended_ms))
        self._close(begun_ms)
        self._seen_ms = max(self._seen_ms, ended_ms)
        if was_open:
            self._on_change()

    def lose(self, reason: str, now_ms: int) -> None:
        """Nothing is seen since the last answer.

        What is learned later about a gap takes the place of its first reason: a phone that is not
        connected turns out to have been started anew. Only what is certain stays: after a sleep or
        without a server something else begins a gap of its own, as soon as it has lasted.
        """
        found = self.open
        if found is None:
            self.open = Gap(min(self._seen_ms, now_ms), now_ms, reason)
        elif found.reason == reason:
            self._else_ms = None
            return
        elif found.reason not in _PASSING or reason == "rebooted":
            self.open = replace(found, end_utc_ms=max(found.begin_utc_ms, now_ms), reason=reason)
        else:
            since_ms = self._else_ms = now_ms if self._else_ms is None else self._else_ms
            if now_ms - since_ms < SETTLES_MS:
                return
            self._close(since_ms)
            self.open = Gap(since_ms, now_ms, reason)
        self._write(self.open, True)
        self._on_change()

    def miss(self, moment_ms: int, reason: str, now_ms: int) -> None:
        """Note a gap that is over, of which nobody knew: between the answers around a moment."""
        before = [ended for _, ended in self._answers if ended <= moment_ms]
        after = [begun for begun, _ in self._answers if begun >= moment_ms]
        begin_ms = max(before, default=min(self._seen_ms, moment_ms))
        self.open = Gap(begin_ms, begin_ms, reason)
        self._close(min(after, default=now_ms))

    def end_capture(self, now_ms: int) -> None:
        """End what is open: a capture ends, and what comes is another's."""
        self._close(now_ms)
        self._seen_ms = now_ms

    def _close(self, end_ms: int) -> None:
        self._else_ms = None
        if self.open is None:
            return
        found = replace(self.open, end_utc_ms=max(self.open.begin_utc_ms, end_ms))
        self.open = None
        self.count += 1
        self.length_ms += found.end_utc_ms - found.begin_utc_ms
        self._write(found, False)
