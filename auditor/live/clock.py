"""The time that a watch lives in: the computer's, or one in which a day takes minutes."""

import time
from typing import Protocol

from auditor.task import Cancelled, Task

TICK_S = 0.1  # how soon a wait hears that somebody asked to stop
ASLEEP_MS = 20_000  # time that passes unnoticed: the computer slept
CLOCK_SET_MS = 3_000  # a clock that is off by so much all at once was set


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


class Wakefulness:
    """Tells whether the computer slept through what it just did, and how long all of it took.

    In some systems a clock that nobody sets stands still during a sleep, in others it goes on:
    then only what took far longer than it could tells of one.
    """

    def __init__(self, clock: LiveClock) -> None:
        self._clock = clock
        self._utc_ms, self._steady_ms = clock.utc_ms(), clock.steady_ms()
        self._begun_ms = self._steady_ms
        self._passed_ms = 0
        self.was_set = False  # the two clocks went apart by more than they do by themselves

    @property
    def passed_ms(self) -> int:
        """How much time has passed, that of sleep as well. A clock that is set back takes none."""
        return self._passed_ms + max(0, *self._since())

    def begin(self) -> None:
        """Say that something begins now."""
        self._begun_ms = self._clock.steady_ms()

    def slept(self, at_most_ms: int) -> bool:
        """Whether the computer slept meanwhile; awake, what began takes `at_most_ms`."""
        utc, steady = self._since()
        took_ms = self._clock.steady_ms() - self._begun_ms
        self._passed_ms += max(utc, steady, 0)
        self._utc_ms, self._steady_ms = self._utc_ms + utc, self._steady_ms + steady
        self.was_set = self.was_set or abs(utc - steady) >= CLOCK_SET_MS
        return utc - steady >= ASLEEP_MS or took_ms - at_most_ms >= ASLEEP_MS

    def _since(self) -> tuple[int, int]:
        return self._clock.utc_ms() - self._utc_ms, self._clock.steady_ms() - self._steady_ms
