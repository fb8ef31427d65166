"""The raw lines behind an event, as they stand in the raw file."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from auditor.errors import StoreError
from auditor.event_sql import BEST_LINE, RECORDS
from auditor.parsers.lines import decode_lines
from auditor.store import Store

LONGEST_LINE = 2_000  # characters shown of a line


@dataclass(frozen=True, slots=True)
class RawContext:
    """Some lines of a raw file; `lines[line - first_line]` is the one that was asked for."""

    capture_id: str
    raw_file: str
    path: Path
    sha256: str
    whole: bool
    command_line: str
    line: int
    first_line: int
    lines: tuple[str, ...]


_WITNESS = f"""
SELECT l.id, c.capture_id, c.folder, r.file, r.sha256, r.whole, r.command_line, l.line
FROM ({RECORDS}) l
JOIN raw_files r ON r.id = l.file_id
JOIN captures c ON c.id = r.capture_id
ORDER BY r.started_ms, l.id = l.event_id DESC, l.id
"""
_BEST = f"""
SELECT ifnull(b.id, a.id) FROM events a {BEST_LINE.format(event="a")}
WHERE a.id = ifnull((SELECT told_id FROM merged_events WHERE id = :id), :id)
"""
_FILE = """
SELECT c.capture_id, c.folder, r.file, r.sha256, r.whole, r.command_line
FROM raw_files r JOIN captures c ON c.id = r.capture_id WHERE {}
"""
_NUMBERED_FILE = _FILE.format("r.id = ?")
_NAMED_FILE = _FILE.format("c.capture_id = ? AND r.file = ?")
OF_EVENT = "({id} = :id OR {id} IN (SELECT event_id FROM merged_into WHERE merged_id = :id))"


def merged_id(store: Store, event_id: int) -> int:
    """Give the event that an event was merged into, or itself."""
    found = store.db.execute(
        "SELECT merged_id FROM merged_into WHERE event_id = ?", (event_id,)
    ).fetchone()
    return event_id if found is None else int(found[0])


def raw_context(store: Store, event_id: int, around: int = 3) -> RawContext:
    """Give the line that explains an event best, or that of a record for a negative id.

    `around` lines stand before and after it where the file has them. KeyError when there is no
    such event; StoreError when the raw file is gone.
    """
    number = -event_id if event_id < 0 else best_record(store, event_id)
    sql = _WITNESS.format(records="e.id = :id", lines="l.id = :id")
    row = store.db.execute(sql, {"id": number}).fetchone()
    if row is None:
        raise KeyError(event_id)
    return _context(store, row[1:], around)


def best_record(store: Store, event_id: int) -> int:
    """Give the number of the record that explains an event best. KeyError."""
    best = store.db.execute(_BEST, {"id": merged_id(store, event_id)}).fetchone()
    if best is None:
        raise KeyError(event_id)
    return int(best[0])


def raw_line(store: Store, raw_file_id: int, line: int, around: int = 0) -> RawContext:
    """Give one line of a raw file. KeyError when there is no such file; StoreError as above."""
    row = store.db.execute(_NUMBERED_FILE, (raw_file_id,)).fetchone()
    if row is None:
        raise KeyError(raw_file_id)
    return _context(store, (*row, line), around)


def line_context(
    store: Store, capture_id: str, raw_file: str, line: int, around: int = 0
) -> RawContext:
    """Give one line of a raw file that is known by its reading and name. Errors as above."""
    row = store.db.execute(_NAMED_FILE, (capture_id, raw_file)).fetchone()
    if row is None:
        raise KeyError(raw_file)
    return _context(store, (*row, line), around)


def witnesses(store: Store, event_id: int, around: int = 0) -> list[RawContext]:
    """Give every line that recorded an event, by all its records, oldest capture first.

    KeyError as above.
    """
    if event_id < 0:
        return [raw_context(store, event_id, around)]
    sql = _WITNESS.format(
        records=OF_EVENT.format(id="e.id"), lines=OF_EVENT.format(id="l.event_id")
    )
    rows = store.db.execute(sql, {"id": merged_id(store, event_id)}).fetchall()
    if not rows:
        raise KeyError(event_id)
    return [_context(store, row[1:], around) for row in rows]


def _context(
    store: Store, row: tuple[str, str, str, str, int, str, int], around: int
) -> RawContext:
    capture_id, folder, file, sha256, whole, command_line, line = row
    path = store.path / folder / file
    first = max(1, line - around)
    return RawContext(
        capture_id=capture_id,
        raw_file=file,
        path=path,
        sha256=sha256,
        whole=bool(whole),
        command_line=command_line,
        line=line,
        first_line=first,
        lines=_lines(path, first, line + around),
    )


def _lines(path: Path, first: int, last: int) -> tuple[str, ...]:
    try:
        with path.open("rb") as binary:
            found = islice(decode_lines(binary), first - 1, last)
            return tuple(line[:LONGEST_LINE] for line in found)
    except OSError as error:
        raise StoreError(
            f"The raw file {path} cannot be read: {error.strerror or error}.",
            "The case is not whole: use a copy that holds all its captures.",
        ) from error
