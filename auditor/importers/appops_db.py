"""Android 16's own database of app ops as a text table, one record a line.

Read only, from a copy together with its `-wal` file: what the phone wrote last is only there.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from auditor.errors import WrongFormat
from auditor.importers.sources import CHUNK_BYTES, Source
from auditor.task import Task

COLUMNS = (
    "uid",
    "package_name",
    "device_id",
    "op_code",
    "attribution_tag",
    "uid_state",
    "op_flags",
    "attribution_flags",
    "chain_id",
    "access_time",
    "access_duration",
    "total_duration",
    "access_count",
    "reject_count",
)
_NEEDED = {"uid", "package_name", "op_code", "access_time"}
_MOST_ROWS = 10_000_000
_LIMIT_BYTES = 512 << 20
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_NEXT = "Import the file appops.db of a phone with Android 16 or later."


def database_lines(source: Source, task: Task) -> Iterator[str]:
    """Yield a header and the rows, cells between tabs, an empty cell for NULL. WrongFormat."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "appops.db"
        _copy(source, copy)
        if source.path is not None:
            beside = source.path.with_name(source.path.name + "-wal")
            if beside.is_file() and beside.stat().st_size <= _LIMIT_BYTES:
                shutil.copyfile(beside, copy.with_name("appops.db-wal"))
        try:
            with closing(sqlite3.connect(copy)) as db:
                yield from _rows(db, source, task)
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            raise WrongFormat(f"The database {source.where} cannot be read: {error}.", _NEXT) from (
                error
            )


def _copy(source: Source, target: Path) -> None:
    size = 0
    with source.opened() as stream, target.open("xb") as out:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > _LIMIT_BYTES:
                raise WrongFormat(f"The database {source.where} is too large.", _NEXT)
            out.write(chunk)


def _rows(db: sqlite3.Connection, source: Source, task: Task) -> Iterator[str]:
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    db.execute("PRAGMA trusted_schema = OFF")
    db.set_progress_handler(lambda: int(task.is_cancelled), 100_000)
    # A table, not a view: a view from elsewhere may compute for ever.
    tables = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'app_op_accesses'"
    if db.execute(tables).fetchone() is None:
        raise WrongFormat(f"The database {source.where} holds no app ops.", _NEXT)
    known = {row[1] for row in db.execute("PRAGMA table_info(app_op_accesses)")}
    if not known >= _NEEDED:
        raise WrongFormat(f"The database {source.where} lacks columns.", _NEXT)
    columns = [column for column in COLUMNS if column in known]
    yield "\t".join(columns)
    query = f"SELECT {', '.join(columns)} FROM app_op_accesses ORDER BY rowid"
    for number, row in enumerate(db.execute(query)):
        if number >= _MOST_ROWS:
            raise WrongFormat(f"The database {source.where} has too many rows.", _NEXT)
        if number % 10_000 == 0:
            task.step(number, None, source.name)
        yield "\t".join("" if cell is None else str(cell).translate(_ESCAPED) for cell in row)
