"""Merged events of a case: derived tables, worked out anew after each load.

`merged_into` names the events that another one stands for, `merged_events` what several witnesses
say together, `known_counts` how much of a period's count is known singly. What is one event is
decided in merge.py, what it says in merge_facts.py, what is known of a count in known.py.
"""

import sqlite3

import numpy as np

from auditor.known import known_counts
from auditor.merge import same_events
from auditor.merge_case import read_case
from auditor.merge_facts import Groups

_ADD_EVENTS = """
INSERT INTO merged_events (id, lead_id, series_id, source, sources, time_ms, precision_ms,
  duration_ms, count, running, zone_assumed, proxy_id, line_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT proxy_id FROM events WHERE id = ?),
  (SELECT line_id FROM events WHERE id = ?))
"""


def rebuild(db: sqlite3.Connection) -> None:
    """Work out anew which events are one. Call it inside the transaction that changed events."""
    case = read_case(db)
    root = same_events(case.facts, case.series)
    groups = Groups(case, root)
    for table in ("merged_into", "merged_events", "known_counts"):
        db.execute(f"DELETE FROM {table}")
    moved = np.flatnonzero(root != np.arange(len(root)))
    db.executemany(
        "INSERT INTO merged_into (event_id, merged_id) VALUES (?, ?)",
        zip(case.ids[moved].tolist(), case.ids[root[moved]].tolist(), strict=True),
    )
    db.executemany(_ADD_EVENTS, groups.rows())
    db.executemany(
        "INSERT INTO known_counts (event_id, known, more) VALUES (?, ?, ?)",
        known_counts(case, root, groups),
    )
