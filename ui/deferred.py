"""The work behind `CaseActions` that runs in other threads and processes.

Its imports run there too: numpy, the parsers, the sample phone and adbutils take 0.1 to 0.3 s each,
which the window must not wait for.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.adb.server import ServerAddress
from auditor.errors import OlderCase, StoreError
from auditor.settings import WirelessPhone
from auditor.task import Task
from ui.jobs import JobTask
from ui.session import CaseInfo

if TYPE_CHECKING:
    from auditor.adb.doctor import Facts
    from auditor.adb.pairing import Address, Offer
    from auditor.wireless import Connected

SAMPLE_API = "35"
SAMPLE_SEED = 1
PAGE_MODULES = (
    "ui.timeline_page",
    "ui.timeline_plot",
    "ui.findings_page",
    "ui.apps_page",
    "ui.complaint_page",
    "ui.captures_page",
    "ui.trials_page",
)


@dataclass(frozen=True, slots=True)
class Server:
    """The ADB server to talk to: the one in use, else the one that somebody named by its port."""

    running: ServerAddress | None
    named: int | None


def case_info(case_dir: Path, task: Task) -> CaseInfo:
    from auditor.live.lock import unfinished
    from auditor.store import CAPTURES, Store
    from ui import reads

    if unfinished(case_dir / CAPTURES):
        _finish_watches(case_dir)
    try:
        return reads.case_info(case_dir, task)
    except OlderCase:
        Store.open(case_dir).close()  # brings it up to date
        return reads.case_info(case_dir, task)


def get_pages_ready(lang: str, task: Task) -> None:
    """Import and read what the pages are made of, before somebody goes there and waits for it."""
    from auditor import words
    from auditor.complaint.channels import all_fields, channels
    from auditor.findings.categories import categories
    from auditor.trials.plan_files import own_plans

    for name in PAGE_MODULES:
        task.step()
        import_module(name)
    for read in (channels, all_fields, categories, own_plans, partial(words.catalogue, lang)):
        task.step()
        read()


def _finish_watches(case_dir: Path) -> None:
    """Finish watches that were killed, where the case can be written."""
    from auditor.live.recovery import finish_killed
    from auditor.store import Store

    with contextlib.suppress(StoreError), Store.open(case_dir) as store:
        finish_killed(store)


def follow_phones(
    adb_port: int | None, bridge: str, held: Mapping[str, str], task: JobTask
) -> None:
    from ui import work

    work.follow_phones(adb_port, work.How(bridge=bridge), held, task)


def look_around(server: Server, task: Task) -> "Facts":
    from auditor import doctor_facts

    return doctor_facts.look_around(task, named=server.named, running=server.running)


def ask_again(server: Server, task: Task) -> None:
    from auditor.adb.server import ask_again, server_of

    task.step()
    if server.running is not None:
        ask_again(server.running)
        return
    with server_of(server.named) as address:
        ask_again(address)


def pair_by_offer(address: ServerAddress, offer: "Offer", task: JobTask) -> "Connected":
    from auditor import wireless

    guid = wireless.pair_by_offer(address, offer, task.send, task)
    return _connect_paired(address, guid, task)


def pair_by_code(address: ServerAddress, phone: "Address", code: str, task: JobTask) -> "Connected":
    from auditor import wireless

    return _connect_paired(
        address, wireless.pair_by_code(address, phone, code, task.send, task), task
    )


def _connect_paired(address: ServerAddress, guid: str, task: JobTask) -> "Connected":
    from auditor import wireless

    task.send(WirelessPhone(guid, "", ""))
    return wireless.connect_known(address, guid, "", "", task.send, task)


def connect_known(address: ServerAddress, phone: WirelessPhone, task: JobTask) -> "Connected":
    from auditor import wireless

    known = (phone.guid, phone.address, phone.name)
    return wireless.connect_known(address, *known, task.send, task)


def connect_at(
    address: ServerAddress, place: "Address", phone: WirelessPhone, task: JobTask
) -> "Connected":
    from auditor import wireless

    return wireless.connect_at(address, place, phone.guid, phone.name, task.send, task)


def read_phone(
    address: ServerAddress, serial: str, how: tuple[str, str], folder: Path, task: Task
) -> None:
    from ui import work

    work.read_phone(address, serial, folder, work.How(*how), task)


def read_phones(
    phones: tuple[tuple[str, bool], ...],
    server: Server,
    how: tuple[str, str],
    folder: Path,
    task: Task,
) -> None:
    from ui import work

    work.read_phones(phones, server, work.How(*how), folder, task)


def read_sample(folder: Path, task: Task) -> None:
    from ui import work

    work.read_sample(folder, SAMPLE_API, SAMPLE_SEED, task)


def watch_live(
    folder: Path,
    who: tuple[str, str | None],
    way: tuple[ServerAddress | None, int | None, str],
    alerts: tuple[str, ...],
    task: JobTask,
) -> object:
    from auditor.records import DataType
    from ui import live_work

    kinds = frozenset(DataType(each) for each in alerts)
    return live_work.watch(live_work.Watching(folder, *who, *way, kinds), task)


def identify(address: ServerAddress, serial: str, bridge: str, folder: Path, task: Task) -> object:
    from ui import work

    return work.identify_apps(address, serial, bridge, folder, task)


def identify_sample(folder: Path, task: Task) -> object:
    from ui import work

    return work.identify_sample(folder, SAMPLE_API, SAMPLE_SEED, task)


def show_app_settings(
    wanted: tuple[str, bool, str, int, Path], adb_port: int | None, task: Task
) -> None:
    from ui import phone_settings

    phone_settings.show(phone_settings.Wanted(*wanted), adb_port, task)


def follow_debugging(server: Server, task: JobTask) -> None:
    """Send the server's address, then whether debugging is on, each time it changes."""
    from auditor import doctor_facts
    from auditor.adb.server import server_of
    from auditor.errors import NoServer

    def follow(address: ServerAddress | None) -> None:
        task.send(address)
        look = partial(doctor_facts.debugging_now, address)
        doctor_facts.follow_debugging(look, task.send, task)

    if server.running is not None:
        follow(server.running)
        return
    try:
        with server_of(server.named) as address:
            follow(address)
    except NoServer:  # the bus alone tells enough
        follow(None)


def show_developer_settings(
    address: ServerAddress, serials: tuple[str, ...], folder: Path, task: Task
) -> None:
    from ui import phone_settings

    phone_settings.show_developer(address, serials, folder, task)


def import_files(paths: tuple[Path, ...], folder: Path, task: Task) -> None:
    from ui import work

    work.import_files(paths, folder, task)


def load_new(folder: Path, task: Task) -> object:
    from ui import work

    return work.load_new(folder, task)


def delete_capture(folder: Path, capture_id: str, task: Task) -> int:
    from auditor.rebuild import delete_capture

    return delete_capture(folder, capture_id, task)


def reload_case(folder: Path, task: Task) -> int:
    from auditor.rebuild import reload_case

    return reload_case(folder, task).evidence_gone


def rebuild_case(folder: Path, task: Task) -> object:
    from auditor.restore import rebuild_case

    return rebuild_case(folder, task)


def is_locked_case(file: Path) -> bool:
    from auditor import locked_file

    return file.suffix == locked_file.SUFFIX and locked_file.is_locked(file)


def locked_file(case_dir: Path) -> Path | None:
    """Give the file that a case which is not there any more is locked in."""
    from auditor import locking

    file = locking.locked_file_of(case_dir)
    return file if file.is_file() else None


def lies_open(case_dir: Path) -> bool:
    from auditor import locking

    return locking.lies_open(case_dir)


def clean_up_locked(folders: tuple[Path, ...], _task: Task) -> list[Path]:
    from auditor import locking

    return [gone for folder in folders for gone in locking.clean_up(folder)]


def lock_case(case_dir: Path, passphrase: str, task: Task) -> Path:
    from auditor import locking

    return locking.lock(case_dir, passphrase, task)


def unlock_case(file: Path, passphrase: str, task: Task) -> Path:
    from auditor import locking

    return locking.unlock(file, passphrase, task)


def keep_more(
    wanted: tuple[str, str, str, Path, Path, bool, bool], port: int | None, task: Task
) -> object:
    from ui import keep_more_work

    return keep_more_work.run(keep_more_work.Wanted(*wanted), port, task)


def told_phones(journal: Path, _task: Task) -> dict[str, int]:
    """Give the phones that were told to keep more and not told back, and when."""
    from auditor.phone_changes import last_on, read_log

    known = read_log(journal)
    told = {each.device_id: last_on(known, each.device_id) for each in known}
    return {device: step.time_ms for device, step in told.items() if step is not None}
