"""What runs outside the GUI thread for a case to grow: plain functions for `Jobs`."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import notes
from auditor.adb.server import ServerAddress, server_of
from auditor.errors import AuditorError, StoreError, UsageError
from auditor.exports import Format, export_events
from auditor.filters import EventFilter
from auditor.findings import decisions
from auditor.findings.records import Finding
from auditor.identity import IdentifyReport, identify
from auditor.live.lock import marked
from auditor.live.recovery import finish_killed
from auditor.load import LoadReport, load_capture
from auditor.manifest import MANIFEST
from auditor.new_case import filled_case
from auditor.permissions import AppKey
from auditor.phone_changes import CASE_LOG, read_log
from auditor.picture import write_whole
from auditor.settings import phone_changes_path
from auditor.store import CAPTURES, Store, sentences
from auditor.task import Task
from ui.deferred import Server
from ui.jobs import JobTask

if TYPE_CHECKING:
    from auditor.bundle.preview import Preview
    from auditor.bundle.verify import Problem, Verification

BRIDGE = "adbutils"


@dataclass(frozen=True, slots=True)
class How:
    """How phones are read: the plan of a capture, and the library that opens connections."""

    plan: str = "full"
    bridge: str = BRIDGE


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading the captures that a case did not hold yet."""

    reports: tuple[LoadReport, ...]


def follow_phones(adb_port: int | None, how: How, held: Mapping[str, str], task: JobTask) -> None:
    """Send the server's address once, then each whole list of phones; ends by Cancelled.

    `held` are the phones on Wi-Fi that were connected meanwhile: they are let go at the end.
    """
    from auditor.adb.bridge import make_bridge
    from auditor.adb.pairing import disconnect

    with server_of(adb_port) as address:
        task.send(address)
        try:
            make_bridge(how.bridge, address).watch(task.send, task)
        finally:
            for serial in tuple(held):
                disconnect(address, serial)


def read_phone(
    address: ServerAddress,
    serial: str,
    case_dir: Path,
    how: How,
    task: Task,
    *,
    is_made_up: bool = False,
) -> None:
    """Read a phone into a case; a new case is made. Raises CaptureCut after all is safe.

    The window's sample phone is one for each case, so only the case knows what it was told.
    """
    from auditor.adb.bridge import make_bridge
    from auditor.capture import capture

    Store.create(case_dir).close()
    from auditor.keeping_more import logs_of, look_if_told

    bridge, journal = make_bridge(how.bridge, address), phone_changes_path()
    logs = (case_dir / CASE_LOG,) if is_made_up else logs_of(journal, case_dir)
    capture(bridge, serial, case_dir, how.plan, task, changes=read_log(logs[0]))
    look_if_told(bridge, serial, logs, task, "window")


def read_phones(
    phones: tuple[tuple[str, bool], ...],
    server: Server,
    how: How,
    case_dir: Path,
    task: Task,
) -> None:
    """Read several phones, each told by its serial and whether it is the sample phone.

    Each is read whatever became of the others; then the first trouble is raised.
    """
    troubles: list[AuditorError] = []
    for serial, is_sample in phones:
        try:
            with reached(serial if is_sample else None, server, case_dir) as address:
                read_phone(address, serial, case_dir, how, task, is_made_up=is_sample)
        except AuditorError as error:
            troubles.append(error)
    if troubles:
        raise troubles[0]


def reached(
    sample: str | None, server: Server, case_dir: Path
) -> contextlib.AbstractContextManager[ServerAddress]:
    """Give the ADB server to talk to; with a serial number of the sample phone, the case's own."""
    if sample is not None:
        return sample_server(sample, case_dir)
    if server.running is not None:
        return contextlib.nullcontext(server.running)
    return server_of(server.named)


def identify_apps(
    address: ServerAddress, serial: str, bridge: str, case_dir: Path, task: Task
) -> IdentifyReport:
    """Read who the apps with a record are from the phone; runs in a child process."""
    from auditor.adb.bridge import make_bridge

    return identify(make_bridge(bridge, address), serial, case_dir, None, task)


def identify_sample(case_dir: Path, api: str, seed: int, task: Task) -> IdentifyReport:
    """The same of the sample phone, which answers in that child process."""
    from auditor.sample.adb_server import SampleServer
    from auditor.sample.phone import SamplePhone

    with SampleServer(SamplePhone(int(api) if api.isdigit() else api, seed)) as server:
        address = ServerAddress(port=server.port)
        return identify_apps(address, f"SAMPLE-{seed}", BRIDGE, case_dir, task)


def read_sample(case_dir: Path, api: str, seed: int, task: Task) -> None:
    """Read the sample phone into a case, by way of its own ADB server."""
    with sample_server(f"SAMPLE-{seed}", case_dir, api) as address:
        read_phone(address, f"SAMPLE-{seed}", case_dir, How(), task, is_made_up=True)


@contextlib.contextmanager
def sample_server(serial: str, case_dir: Path, api: str = "35") -> Iterator[ServerAddress]:
    """Give an ADB server with a case's sample phone of that serial number, `SAMPLE-<seed>`.

    It runs in a process of its own, as a phone's does: the window must not wait for its inventions.
    """
    from auditor.sample import memory
    from auditor.sample.own_process import serving

    seed = serial.rpartition("-")[2]
    whole = int(seed) if seed.isdigit() else 1
    with serving(int(api) if api.isdigit() else api, whole, case_dir / memory.NAME) as port:
        yield ServerAddress(port=port)


def import_files(paths: tuple[Path, ...], case_dir: Path, task: Task) -> None:
    """Make captures in a case from other people's files. WrongFormat."""
    from auditor.importers import import_paths

    with filled_case(case_dir):
        import_paths(paths, case_dir, task=task)


def load_new(case_dir: Path, task: Task) -> Loaded:
    """Load every capture of a case that it does not hold yet; runs in a child process."""
    with Store.create(case_dir) as store:
        finish_killed(store, task)
        watched = {folder.name for folder in marked(store.captures_dir)}
        known = {row[0] for row in store.db.execute("SELECT capture_id FROM captures")} | watched
        folders = sorted((case_dir / CAPTURES).iterdir())
        new = [f for f in folders if (f / MANIFEST).is_file() and f.name not in known]
        new = [f for f in new if not f.name.startswith(".")]  # being deleted
        return Loaded(tuple(load_capture(store, folder, task) for folder in new))


@dataclass(frozen=True, slots=True)
class Saved:
    """A file of events that lies where somebody chose."""

    path: Path
    events: int


def export(
    case_dir: Path, wanted: EventFilter, path: Path, kind: str, how: tuple[int, str], task: Task
) -> Saved:
    """Write what a filter shows into a file of a kind of `Format`; UsageError, StoreError.

    `how` is when (UTC ms) and in which language. The person was asked about a file that is there.
    """
    made_ms, lang = how
    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        form = Format(kind)
        number = export_events(store, wanted, path, form, made_ms, lang, task, is_replacing=True)
    return Saved(path, number)


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that lies where somebody chose; `sha256` is that of its manifest."""

    path: Path
    sha256: str
    is_sample: bool


def preview_bundle(case_dir: Path, wanted: EventFilter, task: Task) -> "Preview":
    """Count what a bundle would hold; writes nothing. UsageError, StoreError."""
    from auditor.bundle.preview import preview

    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        return preview(store, wanted, task)


def export_bundle(
    case_dir: Path, wanted: EventFilter, path: Path, exported_ms: int, task: Task
) -> Written:
    """Write a bundle. UsageError, BundleError, StoreError."""
    from auditor.bundle import export_bundle
    from auditor.query import devices

    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        digest = export_bundle(store, wanted, path, exported_ms, task=task)
        is_sample = any(each.is_sample for each in devices(store))
    return Written(path, digest, is_sample)


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a bundle found, also when its records and findings were derived again."""

    path: Path
    found: "Verification"
    problems: tuple["Problem", ...]


def check_bundle(path: Path, task: Task) -> Checked:
    """Check every hash of a bundle; if all fit, derive it from its raw files anew. BundleError."""
    from auditor.bundle.rederive import rederive
    from auditor.bundle.verify import verify

    found = verify(path, None, task)
    problems = found.problems or tuple(rederive(path, task))
    return Checked(path, found, problems)


def save_bytes(path: Path, data: bytes, task: Task) -> Path:
    """Write a file that appears only when it is whole. StoreError."""
    task.step()
    try:
        write_whole(path, data)
    except OSError as error:
        raise StoreError(
            f"The file {path} could not be written: {error.strerror or error}.",
            "Choose a place that you may write to and that has room.",
        ) from error
    return path


def add_mark(case_dir: Path, time_ms: int, text: str, made_ms: int, task: Task) -> None:
    """Keep a person's mark in the case. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        notes.add_mark(store, time_ms, text, made_ms)


def change_mark(case_dir: Path, mark_id: int, text: str, task: Task) -> None:
    """Change a person's mark; no text takes it away. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        notes.change_mark(store, mark_id, text)


def add_evidence(
    case_dir: Path,
    begin_ms: int,
    end_ms: int,
    wanted: EventFilter,
    event_ids: tuple[int, ...],
    made_ms: int,
    task: Task,
) -> None:
    """Keep a span as evidence in the case. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        notes.add_evidence(store, begin_ms, end_ms, wanted, event_ids, made_ms)


def leave_events(case_dir: Path, event_ids: frozenset[int], task: Task) -> None:
    """Take back the choice of exactly these events. UsageError, StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        kept = notes.notes(store).evidence
        found = [each.id for each in kept if each.filter.event_ids == event_ids]
        if not found:
            raise UsageError(
                "These events are chosen as part of a larger choice.",
                "Take the span back on the timeline.",
            )
        for evidence_id in found:
            notes.remove_evidence(store, evidence_id)


def dismiss(case_dir: Path, finding: Finding, reason: str, made_ms: int, task: Task) -> None:
    """Set a finding aside, with the reason. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        decisions.dismiss(store, finding, reason, made_ms)


def restore(case_dir: Path, finding: Finding, task: Task) -> None:
    """Let a dismissed finding count again. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        decisions.restore(store, finding)


def choose_category(
    case_dir: Path, app: AppKey, category: str | None, reason: str, made_ms: int, task: Task
) -> None:
    """Keep what kind of app an app is, or take that back. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        decisions.choose_category(store, app, category, reason, made_ms)


def remove_evidence(case_dir: Path, evidence_id: int, task: Task) -> None:
    """Take a span back. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        notes.remove_evidence(store, evidence_id)
