"""Shows a page of settings on the phone: for a person's confirmed click, and for nothing else."""

from dataclasses import dataclass
from pathlib import Path

from auditor.adb.devices import State, no_device
from auditor.adb.server import ServerAddress, server_of
from auditor.adb.visible import show_app_settings, show_developer_settings
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
        with sample_server(wanted.serial, wanted.case_dir) as address:
            _show(wanted, address, task)
        return
    with server_of(adb_port) as address:
        _show(wanted, address, task)


def _show(wanted: Wanted, address: ServerAddress, task: Task) -> None:
    from auditor.adb.bridge import make_bridge

    bridge = make_bridge(BRIDGE, address)
    show_app_settings(bridge, wanted.serial, wanted.package, wanted.user, wanted.case_dir, task)


def show_developer(
    address: ServerAddress, serials: tuple[str, ...], case_dir: Path, task: Task
) -> None:
    """Show the developer options of the phone of a case. DeviceError, StoreError."""
    from auditor.adb.bridge import make_bridge

    bridge = make_bridge(BRIDGE, address)
    ready = [row.serial for row in bridge.devices() if row.state is State.DEVICE]
    serial = next((each for each in ready if each in serials), None)
    if serial is None:
        raise no_device(serials[0] if serials else None)
    show_developer_settings(bridge, serial, case_dir, task)
