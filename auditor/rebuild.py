"""The store of a case worked out anew from its capture folders: to re-parse, or to leave one out.

What a case shows of a reading depends on the readings beside it (an event is kept once, a later
slot replaces earlier ones), so a reading cannot simply be cut out of the tables. All that remain
are loaded into a second store, whose rows then take the place of the old ones in one transaction.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from auditor import evidence_ids
from auditor.errors import StoreError, UsageError
from auditor.identity.keeping import forget_strangers, relabel
from auditor.live.lock import refuse_while_watched
from auditor.live.recovery import finish_killed
from auditor.load import LoadReport, load_capture
from auditor.manifest import MANIFEST
from auditor.query import captures
from auditor.store import DB_NAME, Store, sentences
from auditor.task import Task
from auditor.whole_file import OWNER_ONLY

NEW_NAME = f"{DB_NAME}.new"
LOCK_NAME = f"{DB_NAME}.renewing"
# Tables that loading fills, or that are worked out from them: they are exchanged as a whole.
WORKED_OUT = (
    "captures",
    "clock_readings",
    "devices",
    "doze_exemptions",
    "event_columns",
    "event_context",
    "event_details",
    "event_lines",
    "events",
    "flags",
    "foreground",
    "forms",
    "hibernation",
    "known_counts",
    "live_gaps",
    "live_paces",
    "live_rhythm",
    "merged_events",
    "merged_into",
    "network_contacts",
    "networks",
    "notices",
    "op_modes",
    "ops",
    "package_facts",
    "packages",
    "permission_names",
    "permissions",
    "phone_states",
    "process_events",
    "proxies",
    "raw_files",
    "running_ops",
    "screen_states",
    "sensor_switches",
    "series",
    "sessions",
    "settings",
    "skipped",
    "slots",
    "tags",
    "traffic",
    "uid_rows",
    "uid_states",
    "unparsed",
    "usage_events",
    "usage_spans",
    "users",
    "ways",
)
# Not filled by loading: they stay as they are. What was read of apps' files is no capture, nor is
# what a person wrote; the events that somebody chose are found again by their lines.
KEPT = (
    "_sqlite_migrations",
    "apks",
    "app_files",
    "own_marks",
    "trials",
    "trial_apps",
    "trial_marks",
    "trial_screenshots",
    "evidence",
    "dismissals",
    "categories",
)


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a case parsed anew brought.

    `evidence_gone` is how many events that a person chose no raw line tells of any more.
    """

    reports: list[LoadReport]
    evidence_gone: int


def reload_case(case_dir: Path, task: Task | None = None) -> Renewed:
    """Parse every raw file of a case again with this version. All of it, or nothing.

    Also loads readings that lie in the case and were not loaded, and finishes watches that were
    killed. UsageError while a phone is being watched into it, StoreError, WrongFormat,
    Cancelled.
    """
    with Store.open(case_dir) as store:
        return _renew(store, task or Task())


def delete_capture(case_dir: Path, capture_id: str, task: Task | None = None) -> int:
    """Take a reading and its raw files out of a case for good; the rest is worked out anew.

    Gives how many events that a person chose as evidence no other reading tells of: they went too.
    UsageError when there is no such reading, Cancelled: then nothing is deleted. StoreError, also
    when the case, which may be anybody's, names a folder that does not lie among its readings.
    """
    with Store.open(case_dir) as store:
        row = next((each for each in captures(store) if each.capture_id == capture_id), None)
        if row is None:
            raise UsageError(
                f"The case holds no reading {capture_id}.", "List them: auditor captures."
            )
        folder = case_dir / row.folder
        if folder.resolve().parent != store.captures_dir.resolve():
            raise StoreError(
                f"The folder {folder} does not lie among the readings of this case.",
                "Nothing was deleted. Import the readings that you trust into a new case.",
            )
        renewed = _renew(store, task or Task(), leave_out=folder)
    _delete_folder(folder)
    return renewed.evidence_gone


def _delete_folder(folder: Path) -> None:
    """Delete a capture folder; under its new name nobody loads what is left of it.

    Should the program end before: the reading is still there, kept and not loaded.
    """
    if not folder.exists():
        return
    aside = folder.with_name(f".deleted-{folder.name}")
    try:
        folder.rename(aside)
    except OSError as error:
        raise StoreError(
            f"The folder {folder} could not be deleted: {error.strerror or error}.",
            "Delete it yourself, or parsing the case anew brings the reading back.",
        ) from error
    shutil.rmtree(aside, ignore_errors=True)


def _renew(store: Store, task: Task, leave_out: Path | None = None) -> Renewed:
    new_path = store.path / NEW_NAME
    refuse_while_watched(store.captures_dir)
    finish_killed(store, task)
    with alone(store.path):
        remove_store(new_path)
        loaded = _loaded(store)
        try:
            with Store.create_beside(store.path, NEW_NAME) as new:
                reports = [load_capture(new, each, task) for each in _folders(store, leave_out)]
            task.step()
            with sentences(store.path):
                gone = _take_over(store, new_path, loaded)
        finally:
            remove_store(new_path)
    return Renewed(reports, gone)


@contextmanager
def alone(case_dir: Path) -> Iterator[None]:
    """Keep every other program from making a second store of this case meanwhile. StoreError.

    SQLite's own lock on a file of its own: the system takes it back from a program that is killed.
    """
    path = case_dir / LOCK_NAME
    with sentences(case_dir), closing(sqlite3.connect(path, timeout=0)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        path.chmod(OWNER_ONLY)
        try:
            yield
        finally:
            with suppress(OSError):  # on Windows an open file stays; it is empty
                path.unlink(missing_ok=True)


def _loaded(store: Store) -> list[str]:
    return [row.folder for row in captures(store)]


def _folders(store: Store, leave_out: Path | None) -> list[Path]:
    """List the readings that lie in the case, in the order in which they were loaded.

    StoreError when one that was loaded lies there no more: what it told would be lost.
    """
    loaded = [store.path / folder for folder in _loaded(store)]
    gone = [folder for folder in loaded if not folder.is_dir() and folder != leave_out]
    if gone:
        raise StoreError(
            f"The folder {gone[0]} is missing: without its raw files, what it told would be lost.",
            "Put it back. If it is gone for good, import the case into a new one: that takes all "
            "other readings.",
        )
    lying = [f for f in store.captures_dir.iterdir() if not f.name.startswith(".")]
    others = sorted(f for f in lying if (f / MANIFEST).is_file() and f not in loaded)
    return [folder for folder in loaded + others if folder != leave_out]


def _take_over(store: Store, new_path: Path, loaded: list[str]) -> int:
    """Put the rows of the new store in place of the old ones: all, or none.

    Gives how many chosen events went with it.
    StoreError when another program has loaded or deleted a reading meanwhile.
    """
    db = store.db
    db.execute("PRAGMA foreign_keys = OFF")  # whole tables are exchanged, in no particular order
    db.execute("ATTACH ? AS fresh", (str(new_path),))
    try:
        with store.transaction():
            if _loaded(store) != loaded:
                raise StoreError(
                    "The readings of this case changed while they were parsed anew.",
                    "Nothing was changed by that. Try again.",
                )
            chosen = evidence_ids.remember(db)
            for name in WORKED_OUT:
                db.execute(f'DELETE FROM main."{name}"')
                db.execute(f'INSERT INTO main."{name}" SELECT * FROM fresh."{name}"')
            forget_strangers(db)
            relabel(db)
            return evidence_ids.find_again(db, chosen)
    finally:
        db.execute("DETACH fresh")
        db.execute("PRAGMA foreign_keys = ON")


def remove_store(path: Path) -> None:
    """Delete a store and what SQLite keeps beside it. OSError."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
