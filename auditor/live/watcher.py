"""Watches one phone: asks, keeps what is new, loads it, tells it; comes through every gap.

The one class that others need is `Watcher`. It blocks; a task stops it from another thread. Time
comes from a clock that is handed in, so that a day can pass in minutes (sample/fast_life.py).
"""

from collections.abc import Iterable
from pathlib import Path

from auditor.adb.bridge import Bridge
from auditor.live.clock import LiveClock, SystemClock
from auditor.live.intake import OnNews
from auditor.live.news import OnState, Watched
from auditor.live.one_watch import Watch
from auditor.live.phone import AskedPhone
from auditor.live.plan import FULL_MS, WATCHED, Settings
from auditor.live.recovery import finish_killed
from auditor.live.rhythm import DUTY
from auditor.records import DataType
from auditor.store import Store
from auditor.task import Task

ROLL_MS = 6 * 3_600_000  # a capture of a watch is at most so long


class Watcher:
    """Watches a phone into a case.

    `types` are asked for every few seconds, everything else that is personal with the full dump.
    `duty` is the share of time that the phone may be busy with it. `fastest_ms` is how often the
    quickest questions are asked when the phone lets us, `whole_ms` how often everything is. With
    no types and a duty of 1 nothing but the whole dump tells of accesses, at a fixed rhythm.
    """

    def __init__(
        self,
        bridge: Bridge,
        serial: str,
        case_dir: Path,
        *,
        types: Iterable[DataType] = WATCHED,
        clock: LiveClock | None = None,
        duty: float = DUTY,
        fastest_ms: int = 2_000,
        whole_ms: int = FULL_MS,
        roll_ms: int = ROLL_MS,
    ) -> None:
        self._bridge = bridge
        self._serial = serial
        self._case_dir = case_dir
        self._settings = Settings(
            frozenset(types), clock or SystemClock(), duty, fastest_ms, whole_ms, roll_ms
        )

    def run(
        self,
        task: Task,
        on_news: OnNews = lambda _: None,
        on_state: OnState = lambda _: None,
        for_ms: int | None = None,
    ) -> Watched:
        """Watch until the task is cancelled or `for_ms` have passed; gives what came of it.

        A cancel is an ordinary end: what was recorded is sealed and given. DeviceError when the
        phone cannot be read at the beginning (later it is waited for), StoreError when nothing can
        be recorded any more: what was recorded until then is in the case or is finished when
        it is opened next.
        """
        with Store.create(self._case_dir) as store:
            finish_killed(store, task)
            phone = AskedPhone(self._bridge, self._serial, self._settings.clock, task)
            watch = Watch(self._settings, store, phone, task, on_news, on_state, for_ms)
            return watch.run()
