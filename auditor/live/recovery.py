"""Watches that were killed: found when a case is opened for writing next, and finished."""

import contextlib
from dataclasses import replace
from pathlib import Path

from auditor.errors import WrongFormat
from auditor.live.journal import FILE, Tally, read_journal
from auditor.live.lock import WatchLock, unfinished
from auditor.live.recorder import seal
from auditor.load import load_more
from auditor.manifest import MANIFEST, RAW, Manifest, Skipped, check_hashes, read_manifest
from auditor.readers import READERS
from auditor.repeats import Told
from auditor.store import Store
from auditor.task import Task


def finish_killed(store: Store, task: Task | None = None) -> list[str]:
    """Seal what killed watches left and load the rest of it; gives the ids of their captures.

    Everything that a journal acknowledges is in the case afterwards. StoreError, Cancelled.
    """
    done: list[str] = []
    for folder in unfinished(store.captures_dir):
        with WatchLock(folder) as lock:
            if not lock.is_held:
                continue  # somebody else finishes it now
            if (folder / MANIFEST).exists():
                try:
                    _finish(store, folder, task)
                except WrongFormat:
                    continue  # nothing says whose it is: it stays as it lies, beside the others
                done.append(folder.name)
            lock.is_done = True
        if folder.name not in done:
            _remove_if_empty(folder)
    return done


def _finish(store: Store, folder: Path, task: Task | None) -> None:
    manifest, tally = _as_left(folder)
    told = _told_of(store, folder, manifest, tally)
    outcome = "cut" if manifest.outcome == "running" else manifest.outcome
    load_more(store, folder, seal(folder, manifest, tally, outcome), told, task)


def _remove_if_empty(folder: Path) -> None:
    """Take away what was killed before it could write who is watched: it holds no answer."""
    with contextlib.suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)
        (folder / RAW).rmdir()
        folder.rmdir()


def _as_left(folder: Path) -> tuple[Manifest, Tally]:
    """Read what the journal acknowledges. A text that is not what it says is named as left out,
    and so is a line that is none of ours."""
    manifest = read_manifest(folder)
    tally = Tally()
    (folder / FILE).touch()  # the program may have been killed before it made it
    for line in read_journal(folder):
        tally.take(line)
    damaged = set(check_hashes(folder, replace(manifest, files=tally.files)))
    tally.skipped += [Skipped(raw.command, "damaged") for raw in tally.files if raw.name in damaged]
    tally.files = [raw for raw in tally.files if raw.name not in damaged]
    return manifest, tally


def _told_of(store: Store, folder: Path, manifest: Manifest, tally: Tally) -> Told:
    """Work out again what the texts told that are in the case already."""
    told = Told()
    loaded = {
        name
        for (name,) in store.db.execute(
            "SELECT r.file FROM raw_files r JOIN captures c ON c.id = r.capture_id"
            " WHERE c.capture_id = ?",
            (manifest.capture_id,),
        )
    }
    whole = replace(manifest, clocks=tally.clocks)
    for raw in tally.files:
        reader = READERS.get(raw.command)
        if raw.file in loaded and reader is not None:
            with (folder / raw.file).open("rb") as stream:
                told.accept(told.sift(raw, reader(stream, raw, whole)))
    return told
