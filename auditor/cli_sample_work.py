"""What the commands of the sample phone do."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.cli_case import summary_text
from auditor.cli_phone import read_and_load
from auditor.cli_support import running_task, tell, writing_to
from auditor.cli_tables import SAMPLE_LINE
from auditor.errors import UsageError
from auditor.exports import Format, Shown, write_events
from auditor.filters import EventFilter
from auditor.identity import identify
from auditor.picture import timeline_svg, write_picture
from auditor.sample.adb_server import SampleServer
from auditor.sample.faults import parse_faults
from auditor.sample.phone import SamplePhone
from auditor.store import DB_NAME, Store
from auditor.summary import NAMED_TYPES, last_capture_ms, summarize
from auditor.task import Task

HOST = "127.0.0.1"


def serve(api: str, port: int, seed: int, faults: tuple[str, ...]) -> None:
    """Serve a sample phone until Ctrl-C (or the end of a terminal session)."""
    phone = SamplePhone(api, seed)
    wrong = parse_faults(faults)
    phone.config.sync_after_s = wrong.sync_after_s
    server = SampleServer(phone, faults=wrong, port=port)
    # What says that it is there can be ended: Ctrl-C is heard before the first line is printed.
    with server, _until_ctrl_c():
        click.echo(f"SAMPLE phone {phone.serial} (Android {phone.version.release}) is served by")
        click.echo(f"an ADB server at {HOST}:{server.port}. Try:")
        click.echo(f"  auditor devices --adb-port {server.port}")
        click.echo(f"  auditor capture --case DIR --adb-port {server.port}")
        click.echo(f"  adb -P {server.port} shell dumpsys appops")
        click.echo("Ctrl-C ends it.")


@contextmanager
def _until_ctrl_c() -> Iterator[None]:
    """Hear Ctrl-C from here on, and wait for it at the end."""
    done = threading.Event()
    before = {
        number: signal.signal(number, lambda _number, _frame: done.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
        while not done.wait(0.5):  # a wait without end cannot be interrupted on Windows
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def make_case(directory: Path, api: str, seed: int) -> None:
    """Read a sample phone into a folder and write events, sentences and a timeline beside it."""
    phone = SamplePhone(api, seed)
    _refuse_other_phone(directory, phone.serial)
    with SampleServer(phone) as server, running_task() as task:
        bridge = make_bridge("adbutils", ServerAddress(HOST, server.port))
        read_and_load(bridge, phone.serial, directory, "full", task)
        identify(bridge, phone.serial, directory, None, task)
        lines = write_results(directory, task)
    for line in lines:
        tell(line)
    click.echo(f"Written into {directory}: events.csv, events.jsonl, summary.txt, timeline.png")


def _refuse_other_phone(directory: Path, serial: str) -> None:
    """Keep a made-up phone out of a case that holds anything else."""
    if not (directory / DB_NAME).exists():
        return
    from auditor.query import devices

    with Store.open(directory) as store:
        others = [each.device_id for each in devices(store) if each.device_id != serial]
    if others:
        raise UsageError(
            f"The case {directory} holds another phone ({others[0]}).",
            "Choose another folder for the sample phone.",
        )


def write_results(directory: Path, task: Task) -> list[str]:
    """Write what a case tells into files; give the sentences."""
    with Store.open(directory, read_only=True) as store:
        now_ms = last_capture_ms(store) or 0
        what = Shown(store, EventFilter(), None, now_ms, task=task)
        for form in (Format.CSV, Format.JSONL):
            write_events(what, directory / f"events.{form}", form, is_replacing=True)
        lines = [SAMPLE_LINE, "", *summary_text(summarize(store, now_ms), "en"), "", SAMPLE_LINE]
        wanted = EventFilter(types=frozenset(NAMED_TYPES))
        svg = timeline_svg(store, wanted, (1280, 800), "light", "en")
    with writing_to(directory):
        (directory / "summary.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        write_picture(svg, directory / "timeline.png")
    return lines
