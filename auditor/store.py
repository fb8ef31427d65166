"""A case on disk: create, open, close, and trouble with it in plain sentences.

A case is a folder: `case.db` and `captures/<capture_id>/…`. What is written into it is in
writer.py, what is read from it in query.py. One Store per thread.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor import schema
from auditor.errors import BusyCase, DamagedCase, NewerCase, OlderCase, StoreError
from auditor.manifest import MANIFEST

DB_NAME = "case.db"
CAPTURES = "captures"
BUSY_MS = 5_000
REBUILD = (
    "The raw files of its readings are kept: rebuild the case from them (auditor rebuild)."
    " The damaged file is put aside, not deleted."
)

# What nonsense in a store can make a program stumble over.
ODD = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, zlib.error)

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_LOCKLESS = {sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOLFS}
_LOCKLESS_IO = {  # of what SQLite calls input and output, these are about locks
    sqlite3.SQLITE_IOERR_LOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
    sqlite3.SQLITE_IOERR_SHMLOCK,
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_SHMOPEN,
}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


class Store:
    """An open case. Use it as a context manager; a Store belongs to the thread that opened it."""

    def __init__(self, case_dir: Path, db: sqlite3.Connection, read_only: bool) -> None:
        self.path = case_dir
        self.db = db
        self.read_only = read_only

    @classmethod
    def create(cls, case_dir: Path) -> Self:
        """Make a new case folder, or open the case that is already there. StoreError."""
        if (case_dir / DB_NAME).exists():
            return cls.open(case_dir)
        if case_dir.is_dir() and any(_foreign(case_dir)):
            raise StoreError(
                f"The folder {case_dir} holds other files, so no case was made in it.",
                "Choose an empty or a new folder.",
            )
        try:
            _make_private(case_dir)
        except OSError as error:
            raise StoreError(
                f"The folder {case_dir} cannot be made: {error.strerror}.",
                "Choose a folder that you may write to.",
            ) from error
        return cls._open(case_dir, BUSY_MS)

    @classmethod
    def open(cls, case_dir: Path, read_only: bool = False, busy_ms: int = BUSY_MS) -> Self:
        """Open an existing case and bring it to today's schema. StoreError.

        `read_only` changes nothing in the case and never migrates; SQLite may leave its empty
        `-wal` and `-shm` files beside the database. `busy_ms` is how long to wait for
        another program that is writing.
        """
        if not case_dir.is_dir():
            raise StoreError(
                f"There is no folder {case_dir}.",
                "Check the path and that its disk is connected, or make a new case.",
            )
        if not (case_dir / DB_NAME).exists() and has_readings(case_dir):
            raise lost(case_dir)
        if not (case_dir / DB_NAME).is_file():
            raise StoreError(
                f"The folder {case_dir} is not a case: it holds no {DB_NAME}.",
                "Choose a folder that was made by this program.",
            )
        return cls._open_read_only(case_dir, busy_ms) if read_only else cls._open(case_dir, busy_ms)

    @classmethod
    def create_beside(cls, case_dir: Path, name: str) -> Self:
        """Make a second, empty store in a case, to be filled from the same captures. StoreError."""
        return cls._open(case_dir, BUSY_MS, name)

    @classmethod
    def _open(cls, case_dir: Path, busy_ms: int, name: str = DB_NAME) -> Self:
        with _opening(case_dir):
            is_new = name != DB_NAME or not has_readings(case_dir)
            with suppress(OSError):  # there already; of a real trouble SQLite says more
                (case_dir / name).touch(0o600, exist_ok=False)  # -wal and -shm get the same mode
                is_new = True
            db = _connect(f"{(case_dir / name).absolute().as_uri()}?mode=rwc", busy_ms)
            with _closed_on_error(db):
                _check_is_case(db, case_dir, may_be_new=is_new)
                found = schema.version(db)
                if found < schema.LATEST:
                    db.execute("PRAGMA journal_mode = WAL").fetchone()
                    schema.migrate(db) if found else schema.create(db)
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute("PRAGMA foreign_keys = ON")
                store = cls(case_dir, db, read_only=False)
                store._renew_derived()
                if 0 < found < schema.LATEST:
                    store._give_back_room()
        return store

    @classmethod
    def _open_read_only(cls, case_dir: Path, busy_ms: int) -> Self:
        uri = f"{(case_dir / DB_NAME).absolute().as_uri()}?mode=ro"
        with _opening(case_dir):
            try:
                db = _checked(uri, busy_ms, case_dir)
            except sqlite3.OperationalError:
                if _has_unmerged_pages(case_dir):
                    raise
                # A WAL file cannot be made beside a case on a read-only disk, and nobody
                # else can be writing there: read the file as it stands.
                db = _checked(f"{uri}&immutable=1", busy_ms, case_dir)
        return cls(case_dir, db, read_only=True)

    def _renew_derived(self) -> None:
        """Work out again what an older version worked out otherwise, or not at all."""
        if schema.has_columns(self.db):
            return
        from auditor import column_parts, merged  # slow to import, and seldom needed

        with self.transaction() as db:
            merged.rebuild(db)
            column_parts.rebuild(db)

    def _give_back_room(self) -> None:
        """Make the file small again after a migration that left most of it empty."""
        (free,), (pages,) = (
            self.db.execute(f"PRAGMA {name}").fetchone()
            for name in ("freelist_count", "page_count")
        )
        if 2 * free > pages:
            with suppress(sqlite3.OperationalError):  # no room for the copy: it works as it is
                self.db.execute("VACUUM")

    @property
    def captures_dir(self) -> Path:
        """The folder that holds one folder per capture."""
        return self.path / CAPTURES

    def close(self) -> None:
        """Close the file. Harmless when closed already."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside is written, or nothing: also when cancelled. StoreError."""
        with sentences(self.path), schema.transaction(self.db):
            yield self.db

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it; what SQLite says of damage, a lock or a disk becomes a StoreError."""
        told = self._told(error)
        with suppress(sqlite3.Error):  # after a trouble that is told
            self.close()
        if told is not None:
            raise told from error

    def _told(self, error: BaseException | None) -> StoreError | None:
        if isinstance(error, sqlite3.Error):
            return _tell(error, self.path)
        if isinstance(error, ODD) and not self._is_sound():
            return _damaged(self.path)
        return None

    def _is_sound(self) -> bool:
        """Look whether it is damage that made this program stumble, and no mistake of its own."""
        try:
            return bool(self.db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except (sqlite3.Error, UnicodeDecodeError):
            return False


def has_readings(case_dir: Path) -> bool:
    """Say whether raw files lie in a folder: what a store can be made anew from."""
    with suppress(OSError):
        return any((case_dir / CAPTURES).glob(f"*/{MANIFEST}"))
    return False


def _make_private(case_dir: Path) -> None:
    """Make the folders of a case so that nobody but their owner can look in.

    A folder that was there before keeps its mode; what lies in it is private all the same.
    """
    case_dir.parent.mkdir(parents=True, exist_ok=True)
    case_dir.mkdir(mode=0o700, exist_ok=True)
    (case_dir / CAPTURES).mkdir(mode=0o700, exist_ok=True)


@contextmanager
def sentences(case_dir: Path) -> Iterator[None]:
    """Turn what SQLite says about the world into a StoreError; a bug of ours passes as it is."""
    try:
        yield
    except sqlite3.Error as error:
        told = _tell(error, case_dir)
        if told is None:
            raise
        raise told from error


@contextmanager
def _opening(case_dir: Path) -> Iterator[None]:
    """Do the same while a case is opened, where SQLite's complaint itself may be unreadable."""
    with sentences(case_dir):
        try:
            yield
        except UnicodeDecodeError as error:
            raise _damaged(case_dir) from error


def _tell(error: sqlite3.Error, case_dir: Path) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code of an extended one
    if str(error).startswith("Could not decode to UTF-8"):  # Python's own, without a code
        code = sqlite3.SQLITE_CORRUPT
    if code in _BUSY:
        return BusyCase(
            f"The case {case_dir} is being written by another program.",
            "Wait until it is done, or close it, and try again.",
        )
    if code in _BROKEN:
        return _damaged(case_dir)
    if code in _READ_ONLY:
        return StoreError(
            f"The case {case_dir} cannot be written: it is read-only.",
            "Copy the folder to a place that you may write to.",
        )
    if code in _LOCKLESS or getattr(error, "sqlite_errorcode", 0) in _LOCKLESS_IO:
        return StoreError(
            f"The disk with the case {case_dir} cannot lock files, as some network drives cannot.",
            "Copy the case to a disk of this computer and open it there.",
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreError(f"The disk with the case {case_dir} is full.", "Make room and try again.")
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}:
        return StoreError(
            f"The file {case_dir / DB_NAME} cannot be opened.",
            "Check that the disk is connected and has room,"
            " and that you may read and write the folder.",
        )
    return None


def lost(case_dir: Path) -> DamagedCase:
    """Say that the store of a case is gone and its readings are there."""
    return DamagedCase(
        f"The case {case_dir} has lost its file {DB_NAME}.", REBUILD, case_dir=case_dir
    )


def _damaged(case_dir: Path) -> DamagedCase:
    if has_readings(case_dir):
        return DamagedCase(
            f"The file {case_dir / DB_NAME} is damaged or is not a case.",
            REBUILD,
            case_dir=case_dir,
        )
    return DamagedCase(
        f"The file {case_dir / DB_NAME} is damaged or is not a case.",
        "Choose a folder that was made by this program.",
    )


def _connect(uri: str, busy_ms: int) -> sqlite3.Connection:
    # isolation_level None: this program says itself where a transaction begins and ends.
    return sqlite3.connect(uri, uri=True, timeout=busy_ms / 1000, isolation_level=None)


def _checked(uri: str, busy_ms: int, case_dir: Path) -> sqlite3.Connection:
    db = _connect(uri, busy_ms)
    with _closed_on_error(db):
        _check_is_case(db, case_dir, may_be_new=False)
        if schema.version(db) < schema.LATEST:
            raise OlderCase(
                f"The case {case_dir} was made by an older version of this program.",
                "Open it once for writing, or copy it first: then it is brought up to date.",
            )
    return db


def _check_is_case(db: sqlite3.Connection, case_dir: Path, may_be_new: bool) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    is_empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != schema.APPLICATION_ID and not (may_be_new and is_empty):
        if has_readings(case_dir):
            raise _damaged(case_dir)
        raise StoreError(
            f"The file {case_dir / DB_NAME} is not a case of this program.",
            "Choose a folder that was made by this program.",
        )
    if schema.version(db) > schema.LATEST:
        raise NewerCase(
            f"The case {case_dir} was made by a newer version of this program.",
            "Install the newest version to open it.",
        )


def _has_unmerged_pages(case_dir: Path) -> bool:
    wal = case_dir / f"{DB_NAME}-wal"
    return wal.is_file() and wal.stat().st_size > 0


def _foreign(case_dir: Path) -> Iterator[Path]:
    """Yield what is in a folder that a case has no place for."""
    with suppress(OSError):
        yield from (path for path in case_dir.iterdir() if path.name != CAPTURES)


@contextmanager
def _closed_on_error(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise
