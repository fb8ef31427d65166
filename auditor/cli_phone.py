"""Commands that talk to a phone: devices, capture."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from auditor import words
from auditor.adb.bridge import Bridge, choose_device, make_bridge
from auditor.adb.devices import no_device
from auditor.adb.pairing import Address, connected
from auditor.adb.server import server_of
from auditor.capture import capture
from auditor.cli_load import load_and_tell
from auditor.cli_support import clean, opened_case, running_task, show_error
from auditor.cli_tables import lines
from auditor.errors import CaptureCut, DeviceError, UsageError
from auditor.identity import identify
from auditor.live.lock import marked
from auditor.manifest import MANIFEST
from auditor.new_case import filled_case
from auditor.phone_changes import read_log
from auditor.settings import phone_changes_path
from auditor.store import Store
from auditor.task import Cancelled, Task, silent


@contextlib.contextmanager
def opened_bridge(name: str, adb_port: int | None) -> Iterator[Bridge]:
    """Give a bridge to the ADB server of a port, else to a running one or an own private one."""
    with server_of(adb_port) as address:
        yield make_bridge(name, address)


@contextlib.contextmanager
def opened_phone(
    bridge_name: str, adb_port: int | None, serial: str | None, wireless: str | None, task: Task
) -> Iterator[tuple[Bridge, str]]:
    """Give a bridge and the serial number of the one phone that is meant and can be read.

    `wireless` is the address of a paired phone, which is connected for as long.
    """
    if wireless is not None and serial is not None:
        raise UsageError(
            "A phone is named by --serial or by --connect, not by both.",
            "Leave --serial out: the address names the phone.",
        )
    phone = None if wireless is None else Address.parse(wireless)
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(server_of(adb_port))
        if phone is not None:
            serial = stack.enter_context(connected(server, phone, task))
        bridge = make_bridge(bridge_name, server)
        yield bridge, choose_device(bridge.devices(), serial).serial


@contextlib.contextmanager
def opened_phones(
    bridge_name: str, adb_port: int | None, serials: Sequence[str]
) -> Iterator[tuple[Bridge, list[str]]]:
    """Give a bridge and the phones of these serial numbers, each once; all can be read."""
    with opened_bridge(bridge_name, adb_port) as bridge:
        rows = bridge.devices()
        yield bridge, [choose_device(rows, serial).serial for serial in dict.fromkeys(serials)]


def device_lines(bridge_name: str, adb_port: int | None, as_json: bool) -> Iterator[str]:
    """List phones as lines to print. Raises NoDevice after an empty list."""
    with opened_bridge(bridge_name, adb_port) as bridge:
        rows = bridge.devices()
    if as_json:
        yield json.dumps([asdict(row) for row in rows], indent=2)
    elif rows:
        heads = ("SERIAL", "STATE", "MODEL")
        yield from lines(
            heads,
            [
                (
                    row.serial,
                    words.word(f"device_state.{row.state.replace(' ', '_')}", "en"),
                    (row.model or "").replace("_", " "),
                )
                for row in rows
            ],
        )
    if not rows:
        raise no_device(None)


def capture_phone(
    case: Path,
    serial: str | None,
    plan: str,
    most: int,
    bridge_name: str,
    adb_port: int | None,
    wireless: str | None,
) -> None:
    """Read one phone into a case and say what it brought, then who its most used apps are."""
    with (
        running_task() as task,
        opened_phone(bridge_name, adb_port, serial, wireless, task) as (bridge, chosen),
    ):
        read_and_load(bridge, chosen, case, plan, task)
        _tell_of_changes(bridge, chosen, case, task)
        if most:
            _identify_after(bridge, chosen, case, task, most)


def _tell_of_changes(bridge: Bridge, serial: str, case: Path, task: Task) -> None:
    """Say of a phone that was told to keep more whether it still holds that."""
    from auditor.cli_keep_more_work import tell_after_reading

    tell_after_reading(bridge, serial, case, task)


def _identify_after(bridge: Bridge, serial: str, case: Path, task: Task, most: int) -> None:
    """Read who apps are after a whole reading, which it cannot spoil."""
    try:
        identify_and_tell(bridge, serial, case, None, task, most)
    except DeviceError as error:
        show_error(error)
        click.echo("The reading is whole. For the apps' names: auditor identify.", err=True)


def identify_apps(
    case: Path,
    serial: str | None,
    packages: tuple[str, ...],
    bridge_name: str,
    adb_port: int | None,
    wireless: str | None,
) -> None:
    """Read who apps are into a case that there is, and say what came of it."""
    with opened_case(case):
        pass
    with (
        running_task() as task,
        opened_phone(bridge_name, adb_port, serial, wireless, task) as (bridge, chosen),
    ):
        identify_and_tell(bridge, chosen, case, packages or None, task)


def identify_and_tell(
    bridge: Bridge,
    serial: str,
    case: Path,
    packages: tuple[str, ...] | None,
    task: Task,
    most: int | None = None,
) -> None:
    """Read who apps are, and say what came of it. Names without an app in the case are told."""
    report = identify(bridge, serial, case, packages, task, most=most)
    click.echo(
        f"Apps identified: {report.read} read from the phone, {report.known} known before, "
        f"{report.failed} could not be read."
    )
    if report.failed:
        click.echo("Why each could not: auditor apps --case DIR --json, field trouble.", err=True)
    for name in report.not_found:
        click.echo(clean(f"The case holds no app {name} of this phone."), err=True)


def read_and_load(bridge: Bridge, serial: str, case: Path, plan: str, task: Task) -> None:
    """Read a phone and load what was read, also when the reading was cut or cancelled.

    Raises what the reading raised, after loading.
    """
    with filled_case(case) as store:
        before = _folders(store)
        try:
            known = read_log(phone_changes_path())
            manifest = capture(bridge, serial, case, plan, task, changes=known)
        except (CaptureCut, Cancelled):
            for folder in sorted(_folders(store) - before):
                load_and_tell(store, folder, silent())
            raise
        load_and_tell(store, store.captures_dir / manifest.capture_id, task)


def _folders(store: Store) -> set[Path]:
    watched = set(marked(store.captures_dir))
    found = {each for each in store.captures_dir.iterdir() if (each / MANIFEST).exists()}
    return found - watched
