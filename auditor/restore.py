"""A store that is damaged, lost or newer, made anew from the raw files; the old one is kept.

What a person added is taken over as far as the old file's pages tell it (additions.py). Parsing a
store anew that is whole, in its place, is `auditor reload` (rebuild.py).
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from auditor import schema
from auditor.additions import Kept, carry_over, choose_again
from auditor.errors import DamagedCase, NewerCase, OlderCase, StoreError, WrongFormat
from auditor.identity.keeping import relabel
from auditor.load import LoadReport, load_capture
from auditor.manifest import MANIFEST, read_manifest
from auditor.rebuild import KEPT, NEW_NAME, alone, remove_store
from auditor.store import CAPTURES, DB_NAME, Store, has_readings, sentences
from auditor.store_pages import StorePages, Value
from auditor.task import Task

ASIDE = f"{DB_NAME}.damaged-"
# Keys of others come first: what is read of apps' files is told by rows of `app_files`.
CARRIED = tuple(name for name in KEPT if not name.startswith("_"))
MOST_PROBLEMS = 20  # lines of what SQLite says; the first tells enough


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a look at every page of a store brought. `state`: whole, damaged, missing, newer."""

    state: str
    problems: tuple[str, ...] = ()  # as SQLite says them

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to rebuild."""
        return self.state == "whole"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A reading that the rebuilt case does not hold; `why` is empty where its folder is gone."""

    folder: str
    why: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it. `strange`: tables of a newer version that this one cannot take over."""

    reports: tuple[LoadReport, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    kept: tuple[Kept, ...] = ()
    strange: tuple[str, ...] = ()
    evidence_gone: int = 0
    aside: Path | None = None  # where the old file is now; None: there was none


@dataclass(slots=True)
class _Filled:
    reports: list[LoadReport] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    evidence_gone: int = 0


def diagnose(case_dir: Path) -> Diagnosis:
    """Look at every page of a store. StoreError for what is no damage: a lock, a disk."""
    try:
        with Store.open(case_dir, read_only=True) as store:
            return _checked(store.db)
    except OlderCase:
        with closing(_plain(case_dir / DB_NAME)) as db, sentences(case_dir):
            return _checked(db)
    except NewerCase:
        return Diagnosis("newer")
    except DamagedCase as error:
        is_there = (case_dir / DB_NAME).exists()
        why = (str(error.__cause__ or error.sentence),)
        return Diagnosis("damaged", why) if is_there else Diagnosis("missing")


def _plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _checked(db: sqlite3.Connection) -> Diagnosis:
    found = [str(row[0]) for row in db.execute(f"PRAGMA integrity_check({MOST_PROBLEMS})")]
    return Diagnosis("whole") if found == ["ok"] else Diagnosis("damaged", tuple(found))


def rebuild_case(case_dir: Path, task: Task | None = None) -> Rebuilt:
    """Make the store of a case anew and put the old one aside. All of it, or nothing.

    StoreError where there are no raw files, somebody else writes, or nothing can be written;
    Cancelled.
    """
    task = task or Task()
    if not has_readings(case_dir):
        raise StoreError(
            f"The folder {case_dir} holds no readings: there is nothing to rebuild a case from.",
            "Choose the folder of a case; the raw files lie in its folder `captures`.",
        )
    new_path = case_dir / NEW_NAME
    with alone(case_dir), _as_sentence(case_dir):
        before = _stamp(case_dir)
        remove_store(new_path)
        try:
            with _old_pages(case_dir) as old:
                filled = _fill(case_dir, old, task)
            task.step()
            if _stamp(case_dir) != before:
                raise StoreError(
                    "The case was written by another program while it was rebuilt.",
                    "Nothing was changed by that. Close the other program and try again.",
                )
            aside = _exchange(case_dir, new_path)
        finally:
            with suppress(OSError):
                remove_store(new_path)
    return Rebuilt(
        tuple(filled.reports),
        tuple(filled.left_out),
        tuple(filled.kept),
        tuple(filled.strange),
        filled.evidence_gone,
        aside,
    )


@contextmanager
def _as_sentence(case_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The case {case_dir} could not be rebuilt: {error.strerror or error}.",
            "Check that its disk is connected and has room, that you may write to the folder,"
            " and that no other program has the case open.",
        ) from error


def _stamp(case_dir: Path) -> list[tuple[str, int, int]]:
    """When the old file and its log were written, to see that nobody wrote meanwhile."""
    paths = [case_dir / DB_NAME, case_dir / f"{DB_NAME}-wal"]
    facts = [(path.name, path.stat()) for path in paths if path.exists()]
    return [(name, each.st_mtime_ns, each.st_size) for name, each in facts if each.st_size]


@contextmanager
def _old_pages(case_dir: Path) -> Iterator[StorePages | None]:
    """Give the pages of the old file; None where it is lost."""
    if not (case_dir / DB_NAME).exists():
        yield None
        return
    with StorePages(case_dir / DB_NAME) as pages:
        yield pages


def _fill(case_dir: Path, old: StorePages | None, task: Task) -> _Filled:
    done = _Filled()
    told = _told_readings(old)
    folders = _in_order(case_dir, told)
    loaded = [name for name in folders if _load(case_dir, name, task, done)]
    done.left_out += [LeftOut(Path(p).name, "") for p in told if p not in folders]
    with Store.create_beside(case_dir, NEW_NAME) as new:
        with new.transaction() as db:
            done.kept = [carry_over(db, name, old) for name in CARRIED]
            if old is not None:
                is_alike = told == loaded
                done.evidence_gone = choose_again(db, case_dir / DB_NAME, old, is_alike)
            relabel(db)
        if old is not None and old.version > schema.LATEST:
            ours = {row[0] for row in new.db.execute("SELECT name FROM sqlite_master")}
            done.strange = sorted(old.names - ours)
    return done


def _load(case_dir: Path, place: str, task: Task, done: _Filled) -> bool:
    """Load one reading into the new store; one that cannot be is left out, with the reason."""
    try:
        with Store.create_beside(case_dir, NEW_NAME) as new:
            done.reports.append(load_capture(new, case_dir / place, task))
    except WrongFormat as error:
        done.left_out.append(LeftOut(Path(place).name, error.sentence))
        return False
    return True


def _told_readings(old: StorePages | None) -> list[str]:
    """List the readings that the old file still tells of, in the order they were loaded."""
    rows = old.table("captures").rows if old is not None else []
    found = sorted((row for row in rows if isinstance(row.get("id"), int)), key=_number)
    return [str(row["folder"]) for row in found if _is_place(row.get("folder"))]


def _number(row: dict[str, Value]) -> int:
    return int(str(row["id"]))


def _is_place(folder: object) -> bool:
    """Whether this is the place of a reading in its case, and no way out of it."""
    return (
        isinstance(folder, str)
        and bool(Path(folder).name)
        and Path(folder).parent == Path(CAPTURES)
    )


def _in_order(case_dir: Path, told: list[str]) -> list[str]:
    """List the readings that lie in the case: as they were loaded, then the others by time."""
    lying = [path.parent for path in (case_dir / CAPTURES).glob(f"*/{MANIFEST}")]
    names = {f"{CAPTURES}/{path.name}" for path in lying if not path.name.startswith(".")}
    others = sorted(names - set(told), key=lambda place: (_begun(case_dir / place), place))
    return [place for place in dict.fromkeys(told) if place in names] + others


def _begun(folder: Path) -> int:
    try:
        return read_manifest(folder).started_utc_ms
    except WrongFormat:
        return 0


def _exchange(case_dir: Path, new_path: Path) -> Path | None:
    """Put the new store in the place of the old, in one step; the old one lies aside before."""
    old, log = case_dir / DB_NAME, case_dir / f"{DB_NAME}-wal"
    aside = _free_name(case_dir) if old.exists() else None
    if aside is not None:
        _double(old, aside)
        if log.exists() and log.stat().st_size:
            _double(log, aside.with_name(f"{aside.name}-wal"))
    # A log that lies beside another store would be merged into it.
    for suffix in ("-wal", "-shm", "-journal"):
        old.with_name(old.name + suffix).unlink(missing_ok=True)
    new_path.replace(old)
    return aside


def _free_name(case_dir: Path) -> Path:
    stem = f"{ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, 1_000))
    return next(case_dir / name for name in names if not (case_dir / name).exists())


def _double(path: Path, other: Path) -> None:
    """Give a file a second name; where the file system knows no such thing, copy it."""
    try:
        os.link(path, other)
    except OSError:
        shutil.copy2(path, other)
