"""Shows an app's settings on the phone: for a person's confirmed click, and for nothing else."""

from dataclasses import dataclass
from pathlib import Path

from auditor.adb.server import ServerAddress, server_of
from auditor.adb.visible import show_app_settings
from auditor.task import Task
from ui.work import sample_server

BRIDGE = "adbutils"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which app's page to show, on which phone; the case notes that it was asked for."""

    serial: str
    is_sample: bool
    package: str
    user: int
    case_dir: Path


def show(wanted: Wanted, adb_port: int | None, task: Task) -> None:
    """Show the page. DeviceError, StoreError."""
    if wanted.is_sample:
        with sample_server(wanted.serial) as address:
            _show(wanted, address, task)
        return
    with server_of(adb_port) as address:
        _show(wanted, address, task)


def _show(wanted: Wanted, address: ServerAddress, task: Task) -> None:
    from auditor.adb.bridge import make_bridge

    bridge = make_bridge(BRIDGE, address)
    show_app_settings(bridge, wanted.serial, wanted.package, wanted.user, wanted.case_dir, task)
