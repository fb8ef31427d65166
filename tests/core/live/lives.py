"""A sample phone that lives fast, an ADB server and a watch of it, for the tests of watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.live.news import News, Standing, State, Watched
from auditor.live.watcher import Watcher
from auditor.query import events
from auditor.sample.adb_server import SampleServer
from auditor.sample.fast_life import BusyPhone, FastClock
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import Task

MINUTE = 60_000
BEGIN_MS = 1_780_010_000_000  # a quarter past seven in Shanghai: the phone's person gets up


@dataclass
class FastLife:
    """All that a test of a watch needs. `case` is made by the first watch."""

    case: Path
    phone: SamplePhone
    clock: FastClock
    server: SampleServer
    news: list[News] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def watcher(self, **options: Any) -> Watcher:
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", self.server.port))
        options.setdefault("clock", self.clock)
        return Watcher(bridge, self.phone.serial, self.case, **options)

    def watch(self, for_ms: int, task: Task | None = None, **options: Any) -> Watched:
        watcher = self.watcher(**options)
        return watcher.run(task or Task(), self.news.append, self.states.append, for_ms)

    def after(self, minutes: float, action: Callable[[], None]) -> None:
        self.clock.at(self.clock.utc_ms() + round(minutes * MINUTE), action)

    def unplug(self) -> None:
        self.server.unplug(self.phone.serial)

    def plug(self) -> None:
        self.server.plug(BusyPhone(self.phone, self.clock))

    @property
    def reasons(self) -> list[str | None]:
        return [state.reason for state in self.states if state.standing is Standing.AWAY]


@contextmanager
def fast_life(
    folder: Path, api: int | str = 30, seed: int = 1, days: int = 1
) -> Iterator[FastLife]:
    clock = FastClock(BEGIN_MS)
    phone = SamplePhone(api, seed, clock.utc_ms, days=days)
    with SampleServer(BusyPhone(phone, clock)) as server:
        yield FastLife(folder / "case", phone, clock, server)


def listed(case: Path) -> list[str]:
    """All that is told of events; their ids are those of one loading."""
    with Store.open(case, read_only=True) as store:
        return sorted(str(asdict(row) | {"id": 0}) for row in events(store))
