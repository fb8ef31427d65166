"""Events that a person chose, found again by their raw lines when they get other numbers.

A store that is worked out anew numbers its events anew. A record keeps its reading, file and line.
"""

import json
import sqlite3
from collections import defaultdict
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
    chosen: Chosen = {}
    for evidence_id, packed in db.execute("SELECT id, event_ids FROM evidence").fetchall():
        ids = np.frombuffer(packed, dtype="<i8").tolist()
        lines: dict[int, set[Line]] = defaultdict(set)
        for row in db.execute(_LINES, (json.dumps(ids),)):
            lines[row[0]].add(row[1:])
        chosen[evidence_id] = {number: frozenset(lines.get(number, ())) for number in ids}
    return chosen


def find_again(db: sqlite3.Connection, chosen: Chosen) -> int:
    """Write the new numbers of the same events; one that no record tells of any more goes.

    Gives how many went.
    """
    gone = 0
    lines = {line for events in chosen.values() for each in events.values() for line in each}
    places = json.dumps(sorted({line[:3] for line in lines}, key=str))
    now = {row[1:]: row[0] for row in db.execute(_FOUND, (places,))}
    for evidence_id, events in chosen.items():
        found = [
            next((now[line] for line in each if line in now), None) for each in events.values()
        ]
        gone += found.count(None)
        kept = list(dict.fromkeys(number for number in found if number is not None))
        packed = np.array(kept, dtype="<i8").tobytes()
        db.execute(
            "UPDATE OR REPLACE evidence SET event_ids = ?, filter = ? WHERE id = ?",
            (packed, _renewed(db, evidence_id, kept), evidence_id),
        )
    return gone


def _renewed(db: sqlite3.Connection, evidence_id: int, kept: list[int]) -> str:
    """Give the filter of a choice, with the new numbers if it names events one by one."""
    text = db.execute("SELECT filter FROM evidence WHERE id = ?", (evidence_id,)).fetchone()[0]
    wanted = from_text(text)
    return to_text(replace(wanted, event_ids=frozenset(kept))) if wanted.event_ids else str(text)
