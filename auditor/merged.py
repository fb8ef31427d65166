"""Merged events of a case: derived tables, brought up to date with each load.

`merged_into` names the events that another one stands for, `merged_events` what several witnesses
say together, `known_counts` how much of a period's count is known singly. What is one event is
decided in merge.py, what it says in merge_facts.py, what is known of a count in known.py.
"""

import json
import sqlite3
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

import numpy as np

from auditor.bulk import Int64, distinct
from auditor.event_sql import TIME_BITS, TIME_MASK
from auditor.families import mergeable
from auditor.series import SeriesTable

Rows = Iterable[tuple[Any, ...]]

# Table, its first column, and the number of its columns.
_TABLES = (
    ("merged_into", "event_id", 2),
    ("merged_events", "id", 12),
    ("known_counts", "event_id", 3),
)
_ROWS = f"""
SELECT t.* FROM json_each(?) j CROSS JOIN {{table}} t
  ON t.{{key}} BETWEEN j.value << {TIME_BITS} AND j.value << {TIME_BITS} | {TIME_MASK}
"""


def rebuild(db: sqlite3.Connection) -> None:
    """Work out anew which events are one, in all of the case. Call it inside a transaction."""
    refresh(db, np.array([], dtype=np.int64), everywhere=True)


def refresh(db: sqlite3.Connection, touched: Int64, everywhere: bool = False) -> Int64:
    """Work out which events are one, where touched ones can play a part.

    Call it inside the transaction that changed events. Gives the ids of the events that now are
    told otherwise than before.
    """
    table = SeriesTable(db)
    of = np.arange(1, len(table)) if everywhere else distinct(touched >> TIME_BITS)
    series = mergeable(table, of)
    if not len(series):
        return series
    # A dump alone has hardly anything to merge: the rules are imported when there is.
    from auditor.known import known_counts
    from auditor.merge import same_events
    from auditor.merge_case import read_case
    from auditor.merge_facts import Groups

    case = read_case(db, table, series)
    root = same_events(case.facts, case.series)
    groups = Groups(case, root)
    moved = np.flatnonzero(root != np.arange(len(root)))
    pairs = zip(case.ids[moved].tolist(), case.ids[root[moved]].tolist(), strict=True)
    found: tuple[Rows, ...] = (pairs, groups.rows(), known_counts(case, root, groups))
    changed = [
        _replace(db, *named, series, rows) for named, rows in zip(_TABLES, found, strict=True)
    ]
    return np.array(sorted(set().union(*changed)), dtype=np.int64)


def _replace(
    db: sqlite3.Connection, name: str, key: str, width: int, series: Int64, rows: Rows
) -> set[int]:
    """Exchange the rows of some series, and give the ids that have other rows than before."""
    sql = _ROWS.format(table=name, key=key)
    old: set[tuple[Any, ...]] = set(db.execute(sql, (json.dumps(series.tolist()),)))
    new = set(rows)
    gone, come = old - new, new - old
    db.executemany(f"DELETE FROM {name} WHERE {key} = ?", [(row[0],) for row in gone])
    marks = ", ".join("?" * width)
    db.executemany(f"INSERT INTO {name} VALUES ({marks})", sorted(come, key=itemgetter(0)))
    return {row[0] for row in gone | come}
