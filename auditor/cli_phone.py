"""Commands that talk to a phone: devices, capture."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from auditor import words
from auditor.adb.bridge import Bridge, choose_device, make_bridge
from auditor.adb.devices import no_device
from auditor.adb.server import ServerAddress, adb_server
from auditor.capture import capture
from auditor.cli_load import load_and_tell
from auditor.cli_support import running_task
from auditor.cli_tables import lines
from auditor.errors import CaptureCut
from auditor.manifest import MANIFEST
from auditor.new_case import filled_case
from auditor.store import Store
from auditor.task import Cancelled, Task, silent


@contextlib.contextmanager
def opened_bridge(name: str, adb_port: int | None) -> Iterator[Bridge]:
    """Give a bridge to the ADB server of a port, else to a running one or an own private one."""
    if adb_port is not None:
        yield make_bridge(name, ServerAddress("127.0.0.1", adb_port))
        return
    with adb_server() as address:
        yield make_bridge(name, address)


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
    case: Path, serial: str | None, plan: str, bridge_name: str, adb_port: int | None
) -> None:
    """Read one phone into a case and say what it brought."""
    with opened_bridge(bridge_name, adb_port) as bridge, running_task() as task:
        chosen = choose_device(bridge.devices(), serial)
        read_and_load(bridge, chosen.serial, case, plan, task)


def read_and_load(bridge: Bridge, serial: str, case: Path, plan: str, task: Task) -> None:
    """Read a phone and load what was read, also when the reading was cut or cancelled.

    Raises what the reading raised, after loading.
    """
    with filled_case(case) as store:
        before = _folders(store)
        try:
            manifest = capture(bridge, serial, case, plan, task)
        except (CaptureCut, Cancelled):
            for folder in sorted(_folders(store) - before):
                load_and_tell(store, folder, silent())
            raise
        load_and_tell(store, store.captures_dir / manifest.capture_id, task)


def _folders(store: Store) -> set[Path]:
    return {each for each in store.captures_dir.iterdir() if (each / MANIFEST).exists()}
