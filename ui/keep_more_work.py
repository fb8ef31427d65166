"""Asks a phone what it keeps, or tells it to keep more: for the window that a person opened."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from auditor import keeping_more
from auditor.adb.server import ServerAddress, server_of
from auditor.errors import UsageError
from auditor.keeping_more import Standing, Status, logs_of
from auditor.kept_more import Seen, seen_since
from auditor.phone_changes import CASE_LOG, KeyChange
from auditor.store import Store, sentences
from auditor.task import Task

BRIDGE, BY = "adbutils", "window"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to do with which phone: `look`, `on` or `off`; the case and this computer note it."""

    what: str
    serial: str
    device_id: str
    case_dir: Path
    journal: Path
    longer: bool
    is_made_up: bool = False  # the window's own sample phone: only its case knows of it


@dataclass(frozen=True, slots=True)
class Found:
    """How a phone stands; what would be stored: `plain`, and `longer` for 30 days."""

    status: Status
    plain: list[KeyChange]
    longer: list[KeyChange]
    seen: Seen | None
    left_alone: tuple[str, ...] = ()
    done: str = ""  # "on" or "off": what was just done and read back


def run(wanted: Wanted, port: int | None, task: Task) -> Found:
    """Do it, then say how the phone stands. DeviceError, StoreError, UsageError."""
    from auditor.adb.bridge import make_bridge

    own = (wanted.case_dir / CASE_LOG,)
    logs = own if wanted.is_made_up else logs_of(wanted.journal, wanted.case_dir)
    left_alone: tuple[str, ...] = ()
    with _server(wanted, port) as address:
        bridge = make_bridge(BRIDGE, address)
        status = keeping_more.look(bridge, wanted.serial, logs, task, by=BY)
        keeping_more.refuse_another(status, wanted.device_id)
        if wanted.what == "on":
            keeping_more.switch_on(bridge, wanted.serial, logs, wanted.longer, BY, task)
        elif wanted.what == "off":
            undone = keeping_more.switch_off(bridge, wanted.serial, logs, BY, task)
            left_alone = undone.left_alone
        if wanted.what != "look":
            status = keeping_more.look(bridge, wanted.serial, logs, task, by=BY)
    plain, longer = ([], []) if status.standing is Standing.NOT_POSSIBLE else _plans(status)
    seen = None
    if status.told is not None:
        with sentences(wanted.case_dir), Store.open(wanted.case_dir, read_only=True) as store:
            seen = seen_since(store, status.told)
    done = "" if wanted.what == "look" else wanted.what
    return Found(status, plain, longer, seen, left_alone, done)


def _server(wanted: Wanted, port: int | None) -> AbstractContextManager[ServerAddress]:
    from ui.work import sample_server

    return sample_server(wanted.serial, wanted.case_dir) if wanted.is_made_up else server_of(port)


def _plans(status: Status) -> tuple[list[KeyChange], list[KeyChange]]:
    try:
        return status.plan(False), status.plan(True)
    except UsageError:
        if status.told is not None:  # it can still be taken back
            return [], []
        raise
