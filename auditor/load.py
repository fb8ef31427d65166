"""A capture folder into a case: the only place where capture, parsers and store meet."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from auditor import columns, merged, phone_changes, slots
from auditor.arrivals import Changes
from auditor.bulk import Int64
from auditor.capture_rows import (
    find_capture,
    update_capture,
    write_capture,
    write_device,
    write_raw_file,
)
from auditor.errors import StoreError, WrongFormat
from auditor.event_sql import RECORDS
from auditor.manifest import MANIFEST, Manifest, RawFile, check_hashes, read_manifest
from auditor.readers import READERS, WITHOUT_UIDS, Readers
from auditor.record_numbers import Record
from auditor.records import Notice
from auditor.repeats import WATCH, Told
from auditor.store import Store
from auditor.task import Task
from auditor.writer import CaptureWriter


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one capture brought. `events_known` counts records that the case had already."""

    capture_id: str
    events_added: int
    events_known: int
    unparsed: int
    notices: list[Notice]
    files: int
    files_cut: int


def load_capture(
    store: Store, folder: Path, task: Task | None = None, readers: Readers = READERS
) -> LoadReport:
    """Load a capture folder that lies in the case. All of it is written, or nothing.

    A cut file is read as far as it goes. Loading a capture twice changes nothing. Raises
    WrongFormat for a manifest or a raw file that is not what it was, StoreError, Cancelled.
    """
    task = task or Task()
    place = _place_in_case(store, folder)
    manifest = read_manifest(folder)
    seal = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    task.step(0, None, manifest.capture_id)
    refuse_changed_files(folder, manifest)
    phone_changes.adopt(store.path, manifest.phone_changes)
    with store.transaction() as db:
        known = find_capture(db, manifest, seal)
        if known is not None:
            return _report(db, manifest, known, 0, db.execute(_RECORDS, (known,)).fetchone()[0])
        device_id = write_device(db, manifest)
        capture_id = write_capture(db, manifest, device_id, place, seal)
        told = Told() if manifest.plan == WATCH else None
        loading = _Loading(db, device_id, capture_id, folder, manifest, task, told)
        changes = loading.run(readers, manifest.files)
        _derive(db, device_id, loading.files, changes)
        return _report(db, manifest, capture_id, len(changes.ids), loading.known)


@dataclass(frozen=True, slots=True)
class Grown:
    """What a watched capture brought since it was loaded last: events of the case by their ids.

    `added` are new, `changed` were there and say something else now.
    """

    added: list[int]
    changed: list[int]


def load_more(
    store: Store,
    folder: Path,
    manifest: Manifest,
    told: Told,
    task: Task | None = None,
    readers: Readers = READERS,
) -> Grown:
    """Load what a capture that grows has more than the case knows of it. All of that, or nothing.

    `manifest` is the capture as it is now, with every raw file that is whole on the disk; `told`
    what its earlier files told: a new one for a capture of which nothing is loaded, the same again
    after each call that did not fail. Only what the new files concern is worked out anew. Raises
    StoreError, Cancelled.
    """
    place = _place_in_case(store, folder)
    seal = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    with store.transaction() as db:
        device_id = write_device(db, manifest)
        row = db.execute(
            "SELECT id FROM captures WHERE capture_id = ?", (manifest.capture_id,)
        ).fetchone()
        if row is None:
            capture_id = write_capture(db, manifest, device_id, place, seal)
            clock_was_read = True
        else:
            capture_id = int(row[0])
            clock_was_read = update_capture(db, manifest, capture_id, seal)
        known = {
            name
            for (name,) in db.execute(
                "SELECT file FROM raw_files WHERE capture_id = ?", (capture_id,)
            )
        }
        new = [raw for raw in manifest.files if raw.file not in known]
        loading = _Loading(db, device_id, capture_id, folder, manifest, task or Task(), told)
        changes = loading.run(readers, new)
        others = _derive(db, device_id, loading.files, changes, clock_was_read)
        changed = np.setdiff1d(np.concatenate((changes.grown, others)), changes.ids)
        return Grown(changes.ids.tolist(), changed.tolist())


def _derive(
    db: sqlite3.Connection,
    device_id: int,
    files: list[int],
    changes: Changes,
    clock_was_read: bool = True,
) -> Int64:
    """Bring up to date what is worked out from events: the ids of others that this changed."""
    hidden = slots.refresh(db, device_id, files)
    joined = merged.refresh(db, np.concatenate((changes.touched, hidden)))
    others = np.concatenate((hidden, joined))
    columns.refresh(db, files, changes, others, clock_was_read)
    return others


def refuse_changed_files(folder: Path, manifest: Manifest) -> None:
    """Raise WrongFormat when a raw file is missing or is not the bytes that were captured."""
    changed = check_hashes(folder, manifest)
    if changed:
        files = {raw.name: raw.file for raw in manifest.files}
        path = folder / files[changed[0]]
        what = "is no longer what was captured" if path.exists() else "is missing"
        more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
        raise WrongFormat(
            f"The raw file {path}{more} {what}: its SHA-256 is not that of the manifest.",
            "Use an unchanged copy of the capture folder.",
        )


class _Loading:
    """One capture on its way into the store, inside one transaction."""

    def __init__(
        self,
        db: sqlite3.Connection,
        device_id: int,
        capture_id: int,
        folder: Path,
        manifest: Manifest,
        task: Task,
        told: Told | None,
    ) -> None:
        self._db = db
        self._told = told
        self.files: list[int] = []
        self._capture_id = capture_id
        self._folder = folder
        self._manifest = manifest
        self._task = task
        self._writer = CaptureWriter(db, device_id)
        self._done = 0
        self._total = 0

    @property
    def known(self) -> int:
        """How many records told of events that the case has already."""
        return self._writer.known

    def run(self, readers: Readers, files: Sequence[RawFile]) -> Changes:
        """Write raw files and what their readers find: what that changed."""
        self._total = sum(raw.size_bytes for raw in files)
        for raw in self._in_order(files):
            raw_file_id = write_raw_file(self._db, self._capture_id, raw)
            self.files.append(raw_file_id)
            reader = readers.get(raw.command)
            if reader is not None:
                with (self._folder / raw.file).open("rb") as stream:
                    records = self._fresh(raw, reader(stream, raw, self._manifest))
                    number = self._writer.add_file(
                        raw_file_id, raw.whole, records, self._beat(stream, raw)
                    )
                self._db.execute(
                    "UPDATE raw_files SET is_read = 1, records = ? WHERE id = ?",
                    (number, raw_file_id),
                )
            self._done += raw.size_bytes
            self._task.step(self._done, self._total, raw.name)
        return self._writer.finish(self._task)

    def _in_order(self, files: Sequence[RawFile]) -> Sequence[RawFile]:
        """Some texts name packages without uids: they are read when the packages are known.

        A watch asks for those first, and then decides text by text, in the order they came.
        """
        if self._told is not None:
            return files
        return sorted(files, key=lambda raw: raw.command in WITHOUT_UIDS)

    def _fresh(self, raw: RawFile, records: Iterable[Record]) -> Iterable[Record]:
        """Of a watched capture, leave out what it has told before."""
        if self._told is None:
            return records
        sifted = self._told.sift(raw, records)
        self._told.accept(sifted)
        return sifted.fresh

    def _beat(self, stream: BinaryIO, raw: RawFile) -> Callable[[], None]:
        return lambda: self._task.step(self._done + stream.tell(), self._total, raw.name)


_RECORDS = f"""
SELECT count(*) FROM ({RECORDS.format(records="true", lines="true")}) l
JOIN raw_files r ON r.id = l.file_id WHERE r.capture_id = ?
"""


def _place_in_case(store: Store, folder: Path) -> str:
    if store.read_only:
        raise StoreError(
            f"The case {store.path} is open for reading only.", "Open it for writing to add to it."
        )
    try:
        return folder.resolve().relative_to(store.path.resolve()).as_posix()
    except ValueError as error:
        raise StoreError(
            f"The capture {folder} does not lie in the case {store.path}.",
            "Import it: that copies it into the case.",
        ) from error


def _report(
    db: sqlite3.Connection, manifest: Manifest, capture_id: int, added: int, known: int
) -> LoadReport:
    unparsed = db.execute(
        "SELECT count(*) FROM unparsed n JOIN raw_files r ON r.id = n.raw_file_id"
        " WHERE r.capture_id = ?",
        (capture_id,),
    ).fetchone()[0]
    notices = db.execute(
        "SELECT n.code, n.text, n.line FROM notices n JOIN raw_files r ON r.id = n.raw_file_id"
        " WHERE r.capture_id = ? ORDER BY r.id, n.line",
        (capture_id,),
    )
    return LoadReport(
        capture_id=manifest.capture_id,
        events_added=added,
        events_known=known,
        unparsed=unparsed,
        notices=[Notice(*row) for row in notices],
        files=len(manifest.files),
        files_cut=sum(not raw.whole for raw in manifest.files),
    )
