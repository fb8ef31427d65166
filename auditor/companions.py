"""What a case holds beside its events: the rows of the documented views, one kind at a time.

Also what of it concerns one app, or one reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.views import VIEWS

if TYPE_CHECKING:
    from auditor.permissions import AppKey
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


@dataclass(frozen=True, slots=True)
class Notice:
    """What a text says about itself: that it is incomplete, refused, approximate …"""

    raw_file: str
    line: int
    code: str
    text: str


def notices(store: "Store", capture_id: str) -> list[Notice]:
    """List the notices of one reading, in reading order."""
    rows = store.db.execute(
        "SELECT r.file, n.line, n.code, n.text FROM notices n"
        " JOIN raw_files r ON r.id = n.raw_file_id JOIN captures c ON c.id = r.capture_id"
        " WHERE c.capture_id = ? ORDER BY r.id, n.line, n.code",
        (capture_id,),
    )
    return [Notice(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class ProcessStart:
    """A process that began; `cause` and `killed_for` as printed, None where not told."""

    time_ms: int | None
    precision_ms: int
    process: str
    cause: str | None
    component: str | None
    ended_ms: int | None
    killed_for: str | None


def process_starts(store: "Store", app: "AppKey") -> list[ProcessStart]:
    """List the starts of processes of an app's uid, which it may share with other apps."""
    rows = store.db.execute(
        "SELECT time_ms, precision_ms, process, cause, component, ended_ms, killed_for"
        " FROM v_process_starts WHERE device_id = ? AND uid = ? ORDER BY time_ms, raw_file, line",
        app[:2],
    )
    return [ProcessStart(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Domain:
    """An internet domain that an iPhone's app met; see docs/schema.md, v_network."""

    domain: str
    owner: str | None
    hits: int | None
    first_ms: int | None
    last_ms: int | None
    initiated: str | None
    context: str | None


def domains(store: "Store", app: "AppKey") -> list[Domain]:
    """List the domains that an iPhone's report names for an app; the same line once."""
    rows = store.db.execute(
        "SELECT DISTINCT domain, owner, hits, first_ms, last_ms, initiated, context"
        " FROM v_network WHERE device_id = ? AND package = ? ORDER BY last_ms, domain",
        (app[0], app[2]),
    )
    return [Domain(*row) for row in rows]
