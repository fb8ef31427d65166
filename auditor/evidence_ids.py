"""Events that a person chose, found again by their raw lines when they get other numbers.

A store that is worked out anew numbers its events anew. A record keeps its reading, file and line.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from auditor.filter_text import from_text, to_text

Line = tuple[object, ...]  # capture, raw file, line, kind, op and time of one record
_LINES = """
SELECT event_id, capture_id, raw_file, line, kind, op, package, time_ms FROM v_records
WHERE event_id IN (SELECT value FROM json_each(?))
"""
_FOUND = """
SELECT event_id, capture_id, raw_file, line, kind, op, package, time_ms FROM v_records
WHERE (capture_id, raw_file, line) IN (
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))
"""
Chosen = dict[int, dict[int, frozenset[Line]]]  # evidence -> event -> its records


def remember(db: sqlite3.Connection) -> Chosen:
    """Note the raw lines of every event that was chosen as evidence."""
    return {
        evidence_id: lines_of(db, packed)
        for evidence_id, packed in db.execute("SELECT id, event_ids FROM evidence").fetchall()
    }


def lines_of(db: sqlite3.Connection, packed: bytes) -> dict[int, frozenset[Line]]:
    """Give the raw lines of events, which are packed as the table of evidence keeps them."""
    ids = np.frombuffer(packed, dtype="<i8").tolist()
    lines: dict[int, set[Line]] = defaultdict(set)
    for row in db.execute(_LINES, (json.dumps(ids),)):
        lines[row[0]].add(row[1:])
    return {number: frozenset(lines.get(number, ())) for number in ids}


def find_again(db: sqlite3.Connection, chosen: Chosen) -> int:
    """Write the new numbers of the same events; one that no record tells of any more goes.

    Gives how many went.
    """
    events = {number: lines for each in chosen.values() for number, lines in each.items()}
    now = numbers_now(db, events)
    for evidence_id, before in chosen.items():
        renumber(db, evidence_id, [now[number] for number in before if number in now])
    return sum(number not in now for before in chosen.values() for number in before)


def numbers_now(db: sqlite3.Connection, events: Mapping[int, frozenset[Line]]) -> dict[int, int]:
    """Find events again by any of their raw lines; those that no record tells of are left out."""
    places = {line[:3] for lines in events.values() for line in lines}
    now = {row[1:]: row[0] for row in db.execute(_FOUND, (json.dumps(sorted(places, key=str)),))}
    found = {
        number: next((now[line] for line in lines if line in now), None)
        for number, lines in events.items()
    }
    return {before: number for before, number in found.items() if number is not None}


def renumber(db: sqlite3.Connection, evidence_id: int, numbers: list[int]) -> None:
    """Write which events a choice holds now."""
    kept = list(dict.fromkeys(numbers))
    packed = np.array(kept, dtype="<i8").tobytes()
    db.execute(
        "UPDATE OR REPLACE evidence SET event_ids = ?, filter = ? WHERE id = ?",
        (packed, _renewed(db, evidence_id, kept), evidence_id),
    )


def _renewed(db: sqlite3.Connection, evidence_id: int, kept: list[int]) -> str:
    """Give the filter of a choice, with the new numbers if it names events one by one."""
    text = db.execute("SELECT filter FROM evidence WHERE id = ?", (evidence_id,)).fetchone()[0]
    wanted = from_text(text)
    return to_text(replace(wanted, event_ids=frozenset(kept))) if wanted.event_ids else str(text)
