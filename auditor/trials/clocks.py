"""When a mark was made, by the phone's clock: asked of the phone, else worked out from before.

At a click the mark is kept at once with what is known; then the phone is asked for its time, which
takes a moment, and tells how far its clock is off and how surely.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from auditor.adb.bridge import Bridge
from auditor.adb.commands import request
from auditor.adb.stream import Limits, run
from auditor.capture_facts import date_ms
from auditor.errors import DeviceError
from auditor.query import captures
from auditor.store import Store
from auditor.task import Task
from auditor.trials.records import Clock, MarkTime

LIMITS = Limits(silence_s=3.0, total_s=4.0, size_bytes=4096)  # a phone that hangs delays no click
COMMANDS = ("date", "date_seconds")  # the second where the first is not understood


def host_ms() -> int:
    """Give this computer's clock, UTC milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a phone said of its time: between `first_ms` and `last_ms`, while this computer's clock
    went from `asked_ms` to `answered_ms`.
    """

    asked_ms: int
    answered_ms: int
    first_ms: int
    last_ms: int

    def at(self, clicked_ms: int) -> MarkTime:
        """Work out the phone's time at a click, and within which distance of it the true one is."""
        earliest = self.first_ms - (self.answered_ms - clicked_ms)
        latest = self.last_ms - (self.asked_ms - clicked_ms)
        middle = (earliest + latest) // 2
        return MarkTime(
            time_ms=middle,
            clock=Clock.PHONE,
            host_ms=clicked_ms,
            # All three clocks are read in whole milliseconds: none is known better than that.
            uncertainty_ms=max(1, latest - middle, middle - earliest),
            asked_ms=self.asked_ms,
            answered_ms=self.answered_ms,
            phone_ms=self.first_ms,
        )


def ask_time(
    bridge: Bridge, serial: str, task: Task, now_ms: Callable[[], int] = host_ms
) -> Answer | None:
    """Ask a phone for its time; None when it does not answer."""
    for command in COMMANDS:
        told = bytearray()
        asked_ms = now_ms()
        try:
            result = run(bridge, serial, request(command), told.extend, task, LIMITS)
        except DeviceError:
            return None
        first_ms, last_ms = date_ms(bytes(told)), date_ms(bytes(told), is_latest=True)
        if not result.whole and result.reason != "exit_code":
            return None
        if result.whole and first_ms is not None and last_ms is not None:
            return Answer(asked_ms, max(asked_ms, now_ms()), first_ms, last_ms)
    return None


def without_phone(store: Store, device_id: str, clicked_ms: int) -> MarkTime:
    """Work out a phone's time at a click from how far its clock was off when last asked."""
    difference = _difference(store, device_id)
    if difference is None:
        return MarkTime(clicked_ms, Clock.HOST, clicked_ms)
    return MarkTime(clicked_ms + difference, Clock.OFFSET, clicked_ms)


def _difference(store: Store, device_id: str) -> int | None:
    """Phone minus computer, as a mark or a reading told last."""
    told = [
        (each.ended_ms or each.started_ms, each.clock_difference_ms)
        for each in captures(store)
        if each.device_id == device_id and each.clock_difference_ms is not None
    ]
    told += store.db.execute(
        "SELECT t.host_ms, m.time_ms - t.host_ms FROM trial_marks t JOIN own_marks m"
        " ON m.id = t.mark_id WHERE t.clock = ? AND m.device_id = ?",
        (Clock.PHONE, device_id),
    ).fetchall()
    return max(told)[1] if told else None
