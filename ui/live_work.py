"""The watch behind the switch *Live*: it runs in a child process and sends what it sees."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from auditor.adb.bridge import choose_device, make_bridge
from auditor.adb.server import ServerAddress, server_of
from auditor.live.alerts import Alerts
from auditor.live.clock import SystemClock
from auditor.live.news import News, Watched
from auditor.live.watcher import Watcher
from auditor.records import DataType
from ui.jobs import JobTask


@dataclass(frozen=True, slots=True)
class Watching:
    """Which phone to watch, by which server, and what to make noise about."""

    case: Path
    serial: str
    sample_api: str | None  # of the sample phone, which is made in the child
    address: ServerAddress | None  # None: a running server, else an own one
    adb_port: int | None
    bridge: str
    alerts: frozenset[DataType]


def watch(wanted: Watching, task: JobTask) -> Watched:
    """Watch until the task is cancelled, which is an ordinary end. Sends State, News and Alert."""
    alerts, clock = Alerts(wanted.alerts), SystemClock()

    def hear(news: News) -> None:
        task.send(news)
        for alert in alerts.of(news, clock.steady_ms()):
            task.send(alert)

    with contextlib.ExitStack() as stack:
        address = stack.enter_context(_server(wanted))
        bridge = make_bridge(wanted.bridge, address)
        serial = choose_device(bridge.devices(), wanted.serial).serial
        watcher = Watcher(bridge, serial, wanted.case)
        return watcher.run(task, hear, task.send)


@contextlib.contextmanager
def _server(wanted: Watching):
    if wanted.sample_api is not None:
        from auditor.sample import memory
        from auditor.sample.adb_server import SampleServer
        from auditor.sample.phone import SamplePhone

        seed = wanted.serial.rpartition("-")[2]
        phone = SamplePhone(wanted.sample_api, int(seed) if seed.isdigit() else 1)
        memory.remember(phone.config, wanted.case / memory.NAME)
        with SampleServer(phone) as server:
            yield ServerAddress(port=server.port)
    elif wanted.address is not None:
        yield wanted.address
    else:
        with server_of(wanted.adb_port) as address:
            yield address
