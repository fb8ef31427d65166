"""Commands that talk to a phone: devices, capture."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from auditor import words
from auditor.adb.bridge import Bridge, choose_device, make_bridge
from auditor.adb.devices import no_device
from auditor.adb.server import ServerAddress, adb_server
from auditor.capture import capture
from auditor.cli_support import clean, running_task
from auditor.cli_tables import lines
from auditor.errors import CaptureCut
from auditor.load import load_capture
from auditor.manifest import MANIFEST, read_manifest
from auditor.new_case import filled_case
from auditor.store import Store
from auditor.task import Cancelled, Task, silent

_MOST_LEFT_OUT = 10


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


def load_and_tell(store: Store, folder: Path, task: Task) -> None:
    """Load a capture folder that lies in the case and say what it brought."""
    report = load_capture(store, folder, task)
    manifest = read_manifest(folder)
    sample = " (SAMPLE)" if manifest.device.is_sample else ""
    cut = f", {report.files_cut} of {report.files} files cut" if report.files_cut else ""
    unread = f", {report.unparsed:,} lines not understood" if report.unparsed else ""
    click.echo(
        f"Capture {report.capture_id}{sample} in {store.path}: {report.events_added:,} new "
        f"records, {report.events_known:,} known{unread}{cut}."
    )
    for form in manifest.tool.get("forms", "").split():
        if words.find(f"sentence.limit_form_{form}.other", "en"):
            click.echo(words.sentence(f"limit_form_{form}", "en"))
    for each in manifest.skipped[:_MOST_LEFT_OUT]:
        reason = words.find(f"skip_reason.{each.reason}", "en") or each.reason
        click.echo(clean(f"Left out: {each.command}, {reason}."), err=True)
    if len(manifest.skipped) > _MOST_LEFT_OUT:
        more = len(manifest.skipped) - _MOST_LEFT_OUT
        click.echo(f"Left out: {more} more, all named in {folder / MANIFEST}.", err=True)
