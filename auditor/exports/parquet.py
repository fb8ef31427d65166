"""Events, and the documented views of a case, as Parquet (extra `lab`: pyarrow).

Columns of events are named as in JSON Lines and hold text, int64 or bool; of views text or int64,
with truth as 0 and 1 as docs/schema.md says, so that one query gives the same on both. Every column
is nullable, and a column has the same type in every file. docs/exports.md lists them.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from auditor import __version__
from auditor.errors import UsageError
from auditor.exports.columns import KINDS
from auditor.exports.lab_extra import lab_missing
from auditor.exports.lines import FIELDS
from auditor.exports.shown import Shown
from auditor.exports.views import Column, columns_of_view, rows_of_view
from auditor.pseudonyms import Pseudonyms, pseudonyms
from auditor.store import Store
from auditor.task import Task
from auditor.views import VIEWS
from auditor.whole_file import refuse_taken, whole_file

if TYPE_CHECKING:
    import pyarrow

BATCH = 20_000  # rows held at a time: a row group
_Row = Sequence[object]


def write_parquet(what: Shown, stream: BinaryIO) -> int:
    """Write the events that are shown. Gives their number. UsageError without pyarrow."""
    arrow = _arrow()
    types = {str: arrow.string(), int: arrow.int64(), bool: arrow.bool_()}
    schema = arrow.schema(
        [arrow.field(name, types[kind]) for name, (kind, _) in KINDS.items()],
        metadata={"tool": f"permission-auditor {__version__}", "is_sample": _is_sample(what.store)},
    )
    return _write(schema, map(attrgetter(*FIELDS), what.events()), stream)


def export_views(
    store: Store,
    folder: Path,
    task: Task | None = None,
    is_replacing: bool = False,
    names: Pseudonyms | None = None,
) -> dict[str, int]:
    """Write one file per documented view, `v_events.parquet` …; give the rows of each.

    The folder is made. Without `names` phones, captures and imported files have pseudonyms. Raises
    UsageError, StoreError.
    """
    task = task or Task()
    _arrow()  # before anything is written
    names = names or pseudonyms(store)
    paths = {view: folder / f"{view}.parquet" for view in VIEWS}
    for path in paths.values():
        refuse_taken(path, is_replacing)
    _make_folder(folder)
    counts: dict[str, int] = {}
    with contextlib.ExitStack() as parts:
        places = {v: parts.enter_context(whole_file(p, is_replacing)) for v, p in paths.items()}
        for number, (view, place) in enumerate(places.items()):
            task.step(number, len(places), view)
            columns = columns_of_view(store, view)
            rows = _stepped(rows_of_view(store, view, columns, names), task, number, view)
            counts[view] = write_rows(view, columns, rows, place)
        task.step(len(places), len(places), "views")
    return counts


def write_rows(name: str, columns: Sequence[Column], rows: Iterable[_Row], stream: BinaryIO) -> int:
    """Write the rows of one view or table; give their number."""
    return _write(_view_schema(_arrow(), name, columns), rows, stream)


def _stepped(rows: Iterator[_Row], task: Task, number: int, view: str) -> Iterator[_Row]:
    for count, row in enumerate(rows, start=1):
        yield row
        if count % BATCH == 0:
            task.step(number, len(VIEWS), view)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be made: {error.strerror or error}.",
            "Choose a folder that you may write to.",
        ) from error


def _view_schema(arrow: Any, view: str, columns: Sequence[Column]) -> "pyarrow.Schema":
    types = {"text": arrow.string(), "integer": arrow.int64()}
    return arrow.schema(
        [arrow.field(each.name, types[each.kind]) for each in columns],
        metadata={"tool": f"permission-auditor {__version__}", "view": view},
    )


def _write(schema: Any, rows: Iterable[_Row], stream: BinaryIO) -> int:
    from pyarrow.parquet import ParquetWriter

    number = 0
    source = iter(rows)
    with ParquetWriter(stream, schema, compression="zstd") as writer:
        while part := list(islice(source, BATCH)):
            number += len(part)
            writer.write_batch(_batch(schema, part))
    return number


def _batch(schema: Any, rows: Sequence[_Row]) -> "pyarrow.RecordBatch":
    arrow = _arrow()
    arrays = [
        arrow.array(values, type=field.type)
        for values, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)


def _is_sample(store: Store) -> str:
    found = store.db.execute("SELECT max(is_sample) FROM devices").fetchone()[0]
    return "true" if found else "false"


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise lab_missing("Parquet needs the package pyarrow") from error
    return pyarrow
