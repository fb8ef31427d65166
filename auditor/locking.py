"""A whole case locked with a passphrase into one encrypted file, and opened again to work with it.

The plain folder is removed only after the file was read back and every byte was compared. What is
in the file: locked_file.py.
"""

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from auditor.errors import CHECK_DISK, StoreError, UsageError
from auditor.held import held
from auditor.live.lock import refuse_while_watched
from auditor.locked_file import (
    SUFFIX,
    Digests,
    in_use,
    is_locked,
    key_digest,
    opened,
    read_back,
    unpack,
    write_locked,
)
from auditor.store import CAPTURES, DB_NAME, sentences
from auditor.task import Task
from auditor.whole_file import OWNER_ONLY, refuse_taken, whole_file

MARKER = "unlocked_from.json"  # in a case that lies open: of which locked file it is
BUSY_S = 5.0
SHORTEST = 8  # characters; what is shorter is tried out in hours
_SIDE_FILES = (f"{DB_NAME}-wal", f"{DB_NAME}-shm", f"{DB_NAME}-journal")
_BESIDE = "-open"  # at the end of a folder's name whose file could have the same
_OPENING, _REMOVING = ".unlocking", ".removing"  # of what is plain for the moment
_HELD = ".case-busy"  # of what a program holds while it is at work on a locked file


def locked_file_of(case_dir: Path) -> Path:
    """Give the file that a case is locked into: the one it came from, else beside it."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        name = json.loads((case_dir / MARKER).read_text(encoding="utf-8"))["file"]
        if isinstance(name, str) and Path(name).name == name:
            return case_dir.with_name(name)
    return case_dir.with_name(case_dir.name + SUFFIX)


def case_dir_of(file: Path) -> Path:
    """Give the folder that a locked case is opened into: beside its file."""
    return file.with_suffix("") if file.suffix == SUFFIX else file.with_name(file.name + _BESIDE)


def lies_open(case_dir: Path) -> bool:
    """Whether a case is the plain copy of a locked one: whoever is done with it locks it again."""
    return (case_dir / MARKER).is_file()


def lock(case_dir: Path, passphrase: str, task: Task) -> Path:
    """Put a case into one encrypted file and remove its folder; gives the file.

    Killed or failing at any moment, the whole case is there: as a folder, as a file, or as both.
    Raises UsageError, StoreError, Cancelled.
    """
    if len(passphrase) < SHORTEST:
        raise UsageError(
            f"The passphrase is shorter than {SHORTEST} characters.",
            "Choose a longer one: four or five words that do not belong together.",
        )
    refuse_no_case(case_dir)
    file = locked_file_of(case_dir)
    with _alone(file):
        refuse_while_watched(case_dir / CAPTURES)
        is_again = _came_from(case_dir, file)
        if not is_again:
            refuse_taken(file, False)
        before = _write(case_dir, file, is_again, passphrase, task)
        _remove(case_dir, file, before)
    return file


def _write(
    case_dir: Path, file: Path, is_again: bool, passphrase: str, task: Task
) -> dict[str, tuple[int, int]]:
    """Write the file and read it back; gives how the case was before, by which changes are seen."""
    with _at_rest(case_dir):
        # Before anything is listed: a reading writes its texts while the store is held.
        before = _stats(case_dir)
        files = _files(case_dir)
        digests: Digests = {}
        with whole_file(file, is_again, OWNER_ONLY) as stream:
            write_locked(stream, case_dir, files, passphrase, digests, task)
            stream.flush()
            with Path(stream.name).open("rb") as written:
                read_back(written, file, passphrase, digests, task)
        _sync_folder(file.parent)
    return before


def unlock(file: Path, passphrase: str, task: Task) -> Path:
    """Open a locked case into a folder for its owner only, beside the file; gives the folder.

    The file stays. Raises WrongFormat, UsageError, StoreError, Cancelled.
    """
    case_dir = case_dir_of(file)
    with _alone(file):
        if lies_open(case_dir):
            raise UsageError(f"The case {case_dir} is open already.", "Open its folder.")
        if case_dir.exists() or case_dir.is_symlink():
            raise UsageError(
                f"The case {case_dir} cannot be opened: its folder is taken.",
                "Move that away first.",
            )
        _open(case_dir, file, passphrase, task)
    return case_dir


def _open(case_dir: Path, file: Path, passphrase: str, task: Task) -> None:
    part = _part_of(file, _OPENING)
    try:
        shutil.rmtree(part, ignore_errors=True)  # what a killed program left
        part.mkdir(mode=0o700)
        with file.open("rb") as stream, opened(stream, file, passphrase) as tar:
            unpack(tar, part, file, task)
        _mark(part, file)
        part.rename(case_dir)
    except OSError as error:
        raise StoreError(
            f"The case {case_dir} could not be opened: {error.strerror or error}.", CHECK_DISK
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def refuse_no_case(case_dir: Path) -> None:
    """UsageError for what cannot be locked: a folder that is no case, or a case that is locked."""
    refuse_locked(case_dir)
    if not (case_dir / DB_NAME).is_file():
        raise UsageError(f"The folder {case_dir} is not a case.", "Choose the folder of a case.")


def refuse_locked(case_dir: Path) -> None:
    """UsageError for a case that is locked: its folder is gone, and its file is there."""
    if case_dir.exists():
        return
    file = locked_file_of(case_dir)
    if is_locked(file):
        raise UsageError(
            f"The case {case_dir} is locked in {file}.", f"Open it first: auditor unlock {file}"
        )


def clean_up(folder: Path) -> list[Path]:
    """Remove what a killed program left plain beside its locked files; give what is gone.

    A half-opened or half-removed case is removed only where its locked file is there, and whole
    by its own word: it was read back before anything was removed.
    """
    gone = []
    for ending in (_OPENING, _REMOVING):
        for part in sorted(folder.glob(f".*{ending}")):
            name = part.name.removeprefix(".").removesuffix(ending)
            # Older versions named it after the folder of the case.
            files = [folder / each for each in (name, name + SUFFIX, name.removesuffix(_BESIDE))]
            file = next(filter(is_locked, files), None)
            if file is None or not part.is_dir() or part.is_symlink():
                continue
            with suppress(UsageError, StoreError), _alone(file):  # nobody is at work there
                shutil.rmtree(part, ignore_errors=True)
                gone.append(part)
    for left in sorted(folder.glob(f".?*{_HELD}")):
        file = folder / left.name.removeprefix(".").removesuffix(_HELD)
        with suppress(UsageError, StoreError), _alone(file):
            pass  # nobody holds it: it is gone afterwards
    return gone


def _part_of(file: Path, ending: str) -> Path:
    """Give the place of what is plain for the moment: it tells of which file, so it is found."""
    return file.with_name(f".{file.name}{ending}")


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let no other program lock, open or tidy up a case meanwhile. UsageError, StoreError."""
    with ExitStack() as stack:
        try:
            is_ours = stack.enter_context(held(file.with_name(f".{file.name}{_HELD}")))
        except OSError as error:
            raise StoreError(
                f"Nothing can be written beside {file}: {error.strerror or error}.", CHECK_DISK
            ) from error
        if not is_ours:
            raise UsageError(
                f"Another program is locking or opening {file}.", "Wait until that is done."
            )
        yield


def _came_from(case_dir: Path, file: Path) -> bool:
    """Whether a case was opened from this very file, which may be replaced by it then.

    A file of the same name beside a case that was moved may be another case.
    """
    with suppress(OSError, ValueError, KeyError, zipfile.BadZipFile):
        marker = json.loads((case_dir / MARKER).read_text(encoding="utf-8"))
        return isinstance(marker, dict) and marker.get("key_sha256") == key_digest(file)
    return False


def _mark(case_dir: Path, file: Path) -> None:
    """Note in a plain case of which locked file it is."""
    marker = json.dumps({"file": file.name, "key_sha256": key_digest(file)})
    (case_dir / MARKER).write_text(marker, encoding="utf-8")


@contextmanager
def _at_rest(case_dir: Path) -> Iterator[None]:
    """Hold a case still: all in its one file, and nobody else writes into it. StoreError."""
    uri = f"{(case_dir / DB_NAME).absolute().as_uri()}?mode=rw"
    with sentences(case_dir):
        db = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None)
        try:
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if busy:
                raise in_use(case_dir)
            db.execute("BEGIN IMMEDIATE")
            log = case_dir / f"{DB_NAME}-wal"
            if log.exists() and log.stat().st_size:  # somebody wrote in between
                raise in_use(case_dir)
            yield
        finally:
            db.close()


def _files(case_dir: Path) -> list[Path]:
    """List everything that a case holds. UsageError for what could not be kept as it is."""
    found = []
    for path in sorted(case_dir.rglob("*")):
        name = path.relative_to(case_dir).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise UsageError(
                f"The case holds {path}, which is no file: a locked case could not keep it.",
                "Move it out of the case.",
            )
        if name != MARKER and name not in _SIDE_FILES:
            found.append(path)
    return found


def _stats(case_dir: Path) -> dict[str, tuple[int, int]]:
    """Give size and time of change of every file, by which a later change is seen."""
    found = {}
    for path in case_dir.rglob("*"):
        stat = path.stat()
        if path.is_file() and (path.name not in _SIDE_FILES or path.name.endswith("-wal")):
            found[path.relative_to(case_dir).as_posix()] = stat.st_size, stat.st_mtime_ns
    return {name: each for name, each in found.items() if not name.endswith("-wal") or each[0]}


def _remove(case_dir: Path, file: Path, before: dict[str, tuple[int, int]]) -> None:
    """Remove the plain folder: first its name, so that a half-removed case is never opened."""
    part = _part_of(file, _REMOVING)
    try:
        shutil.rmtree(part, ignore_errors=True)
        case_dir.rename(part)
        if _stats(part) == before:
            shutil.rmtree(part)
            return
        part.rename(case_dir)
        _mark(case_dir, file)  # so that the next try may replace the file
    except OSError as error:
        with suppress(OSError):
            if case_dir.is_dir():
                _mark(case_dir, file)
        raise StoreError(
            f"The case is locked in {file}, but its plain folder {case_dir} could not be removed:"
            f" {error.strerror or error}.",
            CHECK_DISK,
        ) from error
    raise StoreError(
        f"The case {case_dir} changed while it was locked, so its folder stays.",
        "Close other programs that use it, then lock it again.",
    )


def _sync_folder(folder: Path) -> None:
    """Wait until the new name is on the disk; not every system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
