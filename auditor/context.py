"""The raw lines behind an event, as they stand in the raw file."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from auditor.errors import StoreError
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


_WITNESS = """
SELECT c.capture_id, c.folder, r.file, r.sha256, r.whole, r.command_line, l.line
FROM event_lines l
JOIN raw_files r ON r.id = l.raw_file_id
JOIN captures c ON c.id = l.capture_id
WHERE l.id = {line_id}
"""

_BEST_LINE = """
(SELECT ifnull(m.line_id, e.line_id) FROM events e LEFT JOIN merged_events m ON m.id = e.id
 WHERE e.id = ?)
"""


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
    if event_id < 0:
        sql, number = _WITNESS.format(line_id="?"), -event_id
    else:
        sql, number = _WITNESS.format(line_id=_BEST_LINE), merged_id(store, event_id)
    row = store.db.execute(sql, (number,)).fetchone()
    if row is None:
        raise KeyError(event_id)
    return _context(store, row, around)


def witnesses(store: Store, event_id: int, around: int = 0) -> list[RawContext]:
    """Give every line that recorded an event, by all its records, oldest capture first.

    KeyError as above.
    """
    if event_id < 0:
        return [raw_context(store, event_id, around)]
    ids = store.db.execute(
        "SELECT l.id FROM event_lines l JOIN raw_files r ON r.id = l.raw_file_id"
        " WHERE l.event_id = :merged OR l.event_id IN"
        "  (SELECT event_id FROM merged_into WHERE merged_id = :merged)"
        " ORDER BY r.started_ms, l.id",
        {"merged": merged_id(store, event_id)},
    ).fetchall()
    if not ids:
        raise KeyError(event_id)
    return [raw_context(store, -row[0], around) for row in ids]


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
