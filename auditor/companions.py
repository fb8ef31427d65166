"""What a case holds beside its events: the rows of the documented views, one kind at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.views import VIEWS

if TYPE_CHECKING:
    from auditor.store import Store  # the command line names the kinds before it opens a case

# Events have filters and exports of their own.
_OF_EVENTS = ("v_events", "v_accesses", "v_rejects", "v_records")
KINDS = tuple(sorted(name.removeprefix("v_") for name in VIEWS if name not in _OF_EVENTS))

_ORDER = ("captured_ms", "time_ms", "begin_ms", "capture_id", "raw_file", "file", "line")


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of one kind, in the order of the view's columns (docs/schema.md)."""

    names: tuple[str, ...]
    rows: Iterator[tuple[int | str | None, ...]]


def rows_of(store: "Store", kind: str) -> Rows:
    """Read one kind of KINDS; the rows are read as they are asked for."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of record")
    names = tuple(row[1] for row in store.db.execute(f"PRAGMA table_info(v_{kind})"))
    order = ", ".join(name for name in (*_ORDER, *names) if name in names)
    return Rows(names, store.db.execute(f"SELECT * FROM v_{kind} ORDER BY {order}"))
