"""What no raw file tells, carried from the pages of a damaged store into one made anew.

Marks, evidence, decisions about findings, what was read of apps' files. A row is taken over whole
or not at all, and an event chosen as evidence only where it certainly is the same event.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from auditor import evidence_ids
from auditor.filter_text import from_text, to_text
from auditor.filters import EventFilter
from auditor.store_pages import Found, StorePages, Value

Row = dict[str, Value]
Read = Callable[[str], Iterable[Row]]
SERIES_BITS = 40  # an event's id is its series and, in so many bits, its time


@dataclass(frozen=True, slots=True)
class Kept:
    """What was taken over of one table.

    `refused` rows could be read and are damaged; `is_whole` False: others could not be read, and
    nobody knows how many.
    """

    table: str
    rows: int
    refused: int = 0
    is_whole: bool = True


def carry_over(db: sqlite3.Connection, table: str, old: StorePages | None) -> Kept:
    """Copy the rows of one table by the names of their columns."""
    found = old.table(table) if old is not None else Found()
    known = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
    rows = refused = 0
    for row in found.rows:
        names = [name for name in known if name in row]
        listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        try:
            _refuse_odd(table, row)
            values = [row[name] for name in names]
            db.execute(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', values)
        except (sqlite3.Error, ValueError, OverflowError):
            refused += 1
        else:
            rows += 1
    return Kept(table, rows, refused, found.is_whole)


def _refuse_odd(table: str, row: Row) -> None:
    """Raise ValueError for a chosen stretch that could not be read again."""
    if table != "evidence":
        return
    text, packed = row.get("filter"), row.get("event_ids")
    if not isinstance(text, str) or not isinstance(packed, bytes):
        raise ValueError(table)
    np.frombuffer(packed, dtype="<i8")
    if text != "{}" and to_text(from_text(text)) == to_text(EventFilter()):
        raise ValueError(text)


def choose_again(
    db: sqlite3.Connection, old_file: Path, old: StorePages, is_same_order: bool
) -> int:
    """Give the chosen events the numbers that they have now; how many could not be found again.

    An event is found by its raw lines where the old file still tells them, else by its number:
    that is of the same event if its series is the same, and the readings were loaded alike.
    """
    chosen = {
        number: np.frombuffer(packed, dtype="<i8").tolist()
        for number, packed in db.execute("SELECT id, event_ids FROM evidence").fetchall()
    }
    events = {each for numbers in chosen.values() for each in numbers}
    now = evidence_ids.numbers_now(db, _lines(old_file, events))
    if is_same_order and not events <= now.keys():
        now |= _same_numbers(db, old, events - now.keys())
    for number, before in chosen.items():
        evidence_ids.renumber(db, number, [now[each] for each in before if each in now])
    return sum(each not in now for numbers in chosen.values() for each in numbers)


def _lines(old_file: Path, events: Iterable[int]) -> dict[int, frozenset[evidence_ids.Line]]:
    """Ask the damaged file for the raw lines of events, as far as SQLite can answer."""
    packed = np.array(sorted(events), dtype="<i8").tobytes()
    uri = f"{old_file.absolute().as_uri()}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(uri, uri=True)) as db:
        return evidence_ids.lines_of(db, packed)
    return {}


def _same_numbers(db: sqlite3.Connection, old: StorePages, events: Iterable[int]) -> dict[int, int]:
    """Give the events whose number tells the same series and time in both files."""

    def read_new(table: str) -> Sequence[Row]:
        cursor = db.execute(f'SELECT * FROM "{table}"')
        names = [each[0] for each in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    before, after = (_series(read) for read in (lambda name: old.table(name).rows, read_new))
    merged = dict(db.execute("SELECT event_id, merged_id FROM merged_into"))
    there = {
        each
        for each in events
        if db.execute("SELECT 1 FROM events WHERE id = ?", (each,)).fetchone()
    }
    return {
        each: merged.get(each, each)
        for each in there
        if (key := each >> SERIES_BITS) in after and before.get(key) == after[key]
    }


def _series(read: Read) -> dict[int, tuple[object, ...]]:
    """Say in words what each series is; one of which a word is lost is left out."""
    devices = _words(read, "devices", "device_id")
    packages = {
        row.get("id"): (devices[row["device_id"]], row.get("uid"), row.get("name"))
        for row in read("packages")
        if row.get("device_id") in devices
    }
    ops, tags = _words(read, "ops", "name"), _words(read, "tags", "name")
    states, flags = _words(read, "uid_states", "name"), _words(read, "flags", "name")
    told = ("kind", "source", "virtual_device", "unattributed")
    ways = {
        row.get("id"): (states[row["state_id"]], flags[row["flags_id"]], *map(row.get, told))
        for row in read("ways")
        if row.get("state_id") in states and row.get("flags_id") in flags
    }
    found: dict[int, tuple[object, ...]] = {}
    for row in read("series"):
        parts = (
            packages.get(row.get("package_id")),
            ops.get(row.get("op_id")),
            (tags.get(row.get("tag_id")),) if row.get("tag_id") in tags else None,
            ways.get(row.get("way_id")),
        )
        number = row.get("id")
        if isinstance(number, int) and None not in parts:
            found[number] = (*parts, row.get("turn"), row.get("era"))
    return found


def _words(read: Read, table: str, column: str) -> dict[Value, Value]:
    """Give the words of a table by their numbers; no number has no word."""
    return {None: None} | {row.get("id"): row.get(column) for row in read(table)}
