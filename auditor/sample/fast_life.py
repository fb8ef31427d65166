"""A clock in which waiting takes no time, and a phone that is busy for a while with each dump.

What lives by this clock does what it does in a day within minutes: a wait passes at once, and only
the phone's answers and our own work take real time.
"""

import heapq
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.sharedctypes import SynchronizedArray
from typing import TypeAlias

from auditor.sample.answers import Answers, Reply
from auditor.task import Cancelled, Task

DUMP_MS, PER_100_KB_MS = 30, 80  # what a dump costs a phone at least, and for what it prints


Times: TypeAlias = "SynchronizedArray[int]"  # not to be subscripted when it runs


class FastClock:
    """Time that passes by being waited for. May be used from any thread.

    Several processes live by one time when each makes a clock of the same `times`.
    """

    def __init__(self, begin_ms: int = 0, times: "Times | None" = None) -> None:
        self.times: Times = times or get_context("spawn").Array("q", (begin_ms, 0))  # UTC, steady
        self._plans: list[tuple[int, int, Callable[[], None]]] = []
        self._planned = 0

    def utc_ms(self) -> int:
        """Give the time, UTC milliseconds."""
        return self.times[0]

    def steady_ms(self) -> int:
        """Give the time that has passed while the computer was awake."""
        return self.times[1]

    def sleep(self, seconds: float, task: Task) -> None:
        """Let time pass, and let happen what `at` said for it."""
        until_ms = self.utc_ms() + max(1, round(seconds * 1000))
        while self._plans and self._plans[0][0] <= until_ms:
            moment_ms, _, action = heapq.heappop(self._plans)
            self.pass_ms(max(0, moment_ms - self.utc_ms()))
            action()
        if task.is_cancelled:
            raise Cancelled
        self.pass_ms(max(0, until_ms - self.utc_ms()))

    def at(self, utc_ms: int, action: Callable[[], None]) -> None:
        """Let something happen at a moment: in the thread that waits, when it waits past that."""
        self._planned += 1
        heapq.heappush(self._plans, (utc_ms, self._planned, action))

    def pass_ms(self, milliseconds: int, is_awake: bool = True) -> None:
        """Let time pass, while the computer is awake or asleep."""
        with self.times.get_lock():
            self.times[0] += milliseconds
            self.times[1] += milliseconds * is_awake


class BusyPhone:
    """A phone whose answers take the time of a clock, as those of a real one do."""

    def __init__(self, phone: Answers, clock: FastClock) -> None:
        self._phone = phone
        self._clock = clock
        self.serial = phone.serial
        self.product, self.model, self.device = phone.product, phone.model, phone.device

    def answer(self, line: str) -> Reply | None:
        """Answer, and let the time pass that it takes."""
        reply = self._phone.answer(line)
        size = len(reply.stdout) if reply is not None else 0
        is_dump = line.startswith("dumpsys")
        self._clock.pass_ms(DUMP_MS * is_dump + 5 + size * PER_100_KB_MS // 100_000)
        return reply
