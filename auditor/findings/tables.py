"""The engine's tables: what rules read beside the documented views of a case.

They are made for each run in a connection of its own, of the case's own columns, and gone with it.
docs/findings.md describes them: rules may read nothing else.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np

from auditor import column_parts, shown
from auditor.bulk import UNKNOWN, Bool, Int64, insert_numbers, numbers
from auditor.event_context import (
    AFTER,
    BEFORE,
    BEHIND,
    IN_FRONT,
    LOCKED,
    POWERED,
    SCREEN_ON,
    decide,
)
from auditor.event_context import by_usage as told_by_usage
from auditor.findings import watched
from auditor.findings.categories import TYPES, categories
from auditor.findings.watched import GAPS, WATCHES, Watched
from auditor.notes import MarkKind
from auditor.ops import catalogue, data_type, is_background, is_middleman
from auditor.records import DataType, Kind, Source
from auditor.series import SeriesTable
from auditor.shown import SOURCES, Rows
from auditor.timeticks import DAY_MS, HOUR_MS, to_local, zone_or_utc

_TABLES = """
CREATE TEMP TABLE seen (
  sort INTEGER, event_id INTEGER, time_ms INTEGER, precision_ms INTEGER, duration_ms INTEGER,
  count INTEGER, more INTEGER, source INTEGER, is_background INTEGER, facts INTEGER,
  left_ago_ms INTEGER, running INTEGER, day INTEGER, seen_live INTEGER, looks_apart_ms INTEGER,
  suppressor INTEGER,
  PRIMARY KEY (sort, event_id)
) WITHOUT ROWID;
CREATE TEMP TABLE sorts (
  sort INTEGER PRIMARY KEY, kind TEXT, device_id TEXT, uid INTEGER, user_id INTEGER,
  package TEXT, op TEXT, data_type TEXT, attribution_tag TEXT, uid_state TEXT, flags TEXT,
  background_by_state INTEGER
);
CREATE INDEX temp.sorts_what ON sorts (kind, data_type);
CREATE TEMP TABLE partly (sort INTEGER PRIMARY KEY);
CREATE TEMP TABLE category_data (category TEXT, data_type TEXT, need TEXT);
CREATE TEMP TABLE permission_data (permission TEXT, data_type TEXT);
CREATE TEMP TABLE phones (
  device_id TEXT PRIMARY KEY, zone TEXT, api INTEGER, is_sample INTEGER, read_ms INTEGER
);
CREATE TEMP TABLE watches (
  device_id TEXT, capture_id TEXT, begin_ms INTEGER, end_ms INTEGER, uncertain_ms INTEGER
);
CREATE TEMP TABLE watch_gaps (
  device_id TEXT, capture_id TEXT, begin_ms INTEGER, end_ms INTEGER, uncertain_ms INTEGER,
  reason TEXT
);
"""
# Facts of event_context are unpacked where they are asked for: few rules ask for most of them.
_FACT = "nullif(s.facts >> {place} & 3, 0) - 1 AS {name}"
_FACTS = ", ".join(
    _FACT.format(place=place, name=name)
    for name, place in (
        ("background_by_usage", BEHIND),
        ("in_front", IN_FRONT),
        ("screen_on", SCREEN_ON),
        ("locked", LOCKED),
        ("permission_before", BEFORE),
        ("permission_after", AFTER),
        ("powered", POWERED),
    )
)
_SOURCE = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(SOURCES))
_VIEW = f"""
CREATE TEMP VIEW {{name}} AS SELECT
  s.event_id, q.device_id, q.uid, q.user_id, q.package, q.op, q.data_type, q.attribution_tag,
  q.uid_state, q.flags, CASE s.source {_SOURCE} END AS source, s.time_ms, s.precision_ms,
  s.duration_ms, s.count, s.more, s.is_background, q.background_by_state, {_FACTS},
  s.left_ago_ms, s.running, s.day, s.seen_live, s.looks_apart_ms
FROM temp.sorts q CROSS JOIN temp.seen s ON s.sort = q.sort
WHERE q.kind = '{{kind}}' AND {{which}}
"""
COUNTED = "s.suppressor IS NULL"
# Of those apps and kinds of data of which something does not count: of others it would be the same.
EVERY = "q.sort IN (SELECT sort FROM temp.partly)"
_PARTLY = """
INSERT INTO temp.partly SELECT q.sort FROM temp.sorts q
WHERE (q.device_id, q.uid, q.package, q.data_type) IN (
  SELECT o.device_id, o.uid, o.package, o.data_type FROM temp.sorts o
  WHERE o.sort IN (SELECT sort FROM temp.seen WHERE suppressor IS NOT NULL))
"""
_PHONES = """
INSERT INTO temp.phones
SELECT d.device_id, d.zone, d.api, d.is_sample, max(ifnull(c.ended_ms, c.started_ms))
FROM devices d JOIN captures c ON c.device_id = d.id GROUP BY d.id
"""
READABLE = frozenset(
    {
        "accesses",
        "rejects",
        "all_accesses",
        "phones",
        "category_data",
        "permission_data",
        "watches",
        "watch_gaps",
    }
)
# What a rule may say that it needs, and how to tell whether a case has it.
_SEEN = "SELECT 1 FROM temp.sorts q JOIN temp.seen s ON s.sort = q.sort WHERE q.kind ="
_COUNTS = f"s.source = {SOURCES.index(Source.AGGREGATE)}"
NEEDS = {
    "accesses": f"{_SEEN} 'access' LIMIT 1",
    "rejects": f"{_SEEN} 'reject' LIMIT 1",
    "counts": f"{_SEEN} 'access' AND {_COUNTS} LIMIT 1",
    "single_accesses": f"{_SEEN} 'access' AND NOT {_COUNTS} LIMIT 1",
    "usage": "SELECT 1 FROM v_usage LIMIT 1",
    "screen": "SELECT 1 FROM v_screen_intervals LIMIT 1",
    "permissions": "SELECT 1 FROM v_permissions LIMIT 1",
    "process_starts": "SELECT 1 FROM v_process_starts LIMIT 1",
    "sessions": "SELECT 1 FROM v_sessions LIMIT 1",
    "two_readings": "SELECT 1 FROM v_raw_files GROUP BY device_id"
    " HAVING count(DISTINCT capture_id) > 1 LIMIT 1",
    "categories": "SELECT 1 FROM v_categories LIMIT 1",
}
NEEDS |= {
    f"mark_{kind}": f"SELECT 1 FROM v_marks WHERE kind = '{kind}' LIMIT 1" for kind in MarkKind
}


@dataclass(frozen=True, slots=True)
class Seen:
    """The events that rules see, as arrays in the order of their ids."""

    ids: Int64
    series: Int64
    rows: Rows
    day: Int64
    source: Int64  # index of SOURCES
    background: Int64
    by_usage: Int64
    left_ago_ms: Int64
    is_lower_bound: Bool  # may stand for more accesses than it tells of
    watched: Watched
    table: SeriesTable

    def places(self, ids: Int64) -> Int64:
        """Give where events stand in the arrays; they must be there."""
        return np.searchsorted(self.ids, ids)


def read(db: sqlite3.Connection) -> Seen:
    """Read the events that rules see."""
    return _seen(db, SeriesTable(db))


def fill(db: sqlite3.Connection, seen: Seen, suppressors: Int64) -> None:
    """Make the engine's tables of a case. `suppressors`: UNKNOWN for each event that counts."""
    db.execute("PRAGMA temp_store = MEMORY")  # nothing of a case goes into another folder
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute(_PHONES)
    db.execute(f"INSERT INTO temp.watches {WATCHES}")
    db.execute(f"INSERT INTO temp.watch_gaps {GAPS}")
    db.executemany("INSERT INTO temp.category_data VALUES (?, ?, ?)", _category_rows())
    db.executemany(
        "INSERT INTO temp.permission_data VALUES (?, ?)",
        sorted(
            {(op.permission, data_type(name)) for name, op in catalogue().items() if op.permission}
        ),
    )
    show(db, COUNTED)
    _insert(db, seen, suppressors)
    if (suppressors != UNKNOWN).any():
        db.execute(_PARTLY)


def _category_rows() -> Iterator[tuple[str, str, str]]:
    for code, category in categories().items():
        for each in TYPES:
            yield code, each, category.need(each) or ""


def show(db: sqlite3.Connection, which: str) -> None:
    """Let `accesses` and `rejects` hold what counts, or every one."""
    db.execute("DROP VIEW IF EXISTS temp.all_accesses")
    db.execute(_VIEW.format(name="all_accesses", kind=Kind.ACCESS, which="true"))
    for name, kind in (("accesses", Kind.ACCESS), ("rejects", Kind.REJECT)):
        db.execute(f"DROP VIEW IF EXISTS temp.{name}")
        db.execute(_VIEW.format(name=name, kind=kind, which=which))


def _seen(db: sqlite3.Connection, table: SeriesTable) -> Seen:
    stored = column_parts.read(db)
    rows = shown.everything(db) if stored is None else stored
    wanted = table.ops.passing(lambda op: op.data_type is not DataType.OTHER)[table.op]
    wanted &= table.ways.passing(lambda way: not is_middleman(way.flags))[table.way]
    rows = rows.take(wanted[rows.series])
    rows = rows.take(np.argsort(rows.ids, kind="stable"))
    by_state = table.ways.numbers(lambda way: _code(is_background(way.uid_state)))
    by_usage = told_by_usage(rows.context)
    background = decide(by_state.astype(np.int8)[table.way][rows.series], by_usage)
    own = table.ways.numbers(lambda way: SOURCES.index(way.source))[table.way][rows.series]
    source = np.where(rows.told_by >= 0, rows.told_by & 255, own)
    return Seen(
        ids=rows.ids,
        series=rows.series,
        rows=rows,
        day=_days(db, table, rows),
        source=source,
        background=background.astype(np.int64),
        by_usage=by_usage.astype(np.int64),
        left_ago_ms=_left_ago(db, rows.ids),
        is_lower_bound=_lower_bounds(source, rows),
        watched=watched.read(db, table, rows),
        table=table,
    )


def _lower_bounds(source: Int64, rows: Rows) -> Bool:
    """Which events may stand for more accesses than they tell of.

    A last access hides those before it, a list keeps one of each minute, and of a count over a
    period what is listed singly is taken off. Only a log tells each session once.
    """
    logs = [SOURCES.index(each) for each in (Source.AUDIO, Source.CAMERA)]
    is_count = source == SOURCES.index(Source.AGGREGATE)
    is_whole: Bool = np.isin(source, logs) | (is_count & (rows.more == rows.count))
    return ~is_whole


def _code(state: bool | None) -> int:
    return -1 if state is None else int(state)


def _days(db: sqlite3.Connection, table: SeriesTable, rows: Rows) -> Int64:
    """Number the days in each phone's zone; UNKNOWN where time or zone leave it open."""
    days = np.full(len(rows), UNKNOWN, dtype=np.int64)
    known = rows.time_ms != UNKNOWN
    known_zones = db.execute("SELECT device_id, zone FROM devices WHERE zone IS NOT NULL")
    for device_id, zone in known_zones.fetchall():
        here = known & _of_phone(table, device_id)[rows.series]
        days[here] = local_days(rows.time_ms[here], zone)
        last = local_days(rows.time_ms[here] + rows.precision_ms[here] - 1, zone)
        days[here] = np.where(days[here] == last, days[here], UNKNOWN)
    return days


def _of_phone(table: SeriesTable, device_id: str) -> Bool:
    """Which series are of a phone."""
    found: Bool = table.packages.passing(lambda one: one.device_id == device_id)[table.package]
    return found


def local_days(time_ms: Int64, zone_name: str | None) -> Int64:
    """Number days of a zone from 1970-01-01 on. Offsets change at full quarters of an hour."""
    zone = zone_or_utc(zone_name)
    quarters, place = np.unique(time_ms // (HOUR_MS // 4), return_inverse=True)
    offsets = np.array([_offset_ms(q * HOUR_MS // 4, zone) for q in quarters.tolist()], np.int64)
    found: Int64 = (time_ms + offsets[place]) // DAY_MS
    return found


def _offset_ms(time_ms: int, zone: tzinfo) -> int:
    offset = to_local(time_ms, zone).utcoffset()
    return int(offset.total_seconds() * 1000) if offset else 0


def _insert(db: sqlite3.Connection, seen: Seen, suppressors: Int64) -> None:
    """Add the events, and what many have in common: who, what, how. A case may have nearly as many
    series as events, for each slot of a count is one; of sorts there are some thousands.
    """
    rows, table = seen.rows, seen.table
    parts = [each[seen.series] for each in (table.package, table.op, table.tag, table.way)]
    key = np.zeros(len(rows), dtype=np.int64)
    for part in parts:
        key = key * (int(part.max(initial=0)) + 1) + part
    _, first, sort = np.unique(key, return_index=True, return_inverse=True)
    columns = [
        sort, seen.ids, rows.time_ms, rows.precision_ms, rows.duration_ms, rows.count,
        rows.more, seen.source, np.where(seen.background < 0, UNKNOWN, seen.background),
        rows.context, seen.left_ago_ms, rows.running, seen.day, _seen_live(seen.watched),
        seen.watched.looks_apart_ms, suppressors,
    ]  # fmt: skip
    order = np.lexsort((seen.ids, sort))
    insert_numbers(db, "temp.seen", [column[order] for column in columns])
    db.executemany(
        "INSERT INTO temp.sorts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_sort_row(table, n, int(seen.series[row])) for n, row in enumerate(first.tolist())),
    )


def _seen_live(found: Watched) -> Int64:
    """Say 1 of what a watch saw come, 0 of what it found there; UNKNOWN of all others."""
    live: Int64 = np.array([UNKNOWN, 0, 1], dtype=np.int64)[found.how]
    return live


def _sort_row(table: SeriesTable, sort: int, series: int) -> tuple[object, ...]:
    one = table.one(series)
    who, way = one.package, one.way
    return (
        sort, way.kind, who.device_id, who.uid, who.user, who.name, one.op.name,
        one.op.data_type, one.tag, way.uid_state, way.flags, is_background(way.uid_state),
    )  # fmt: skip


def _left_ago(db: sqlite3.Connection, ids: Int64) -> Int64:
    """Give how long before each event its app had left the screen; UNKNOWN where it is."""
    sql = "SELECT event_id, left_ago_ms FROM event_context WHERE left_ago_ms IS NOT NULL"
    known, ago = numbers(db, sql, 2)
    left = np.full(len(ids), UNKNOWN, dtype=np.int64)
    place = np.minimum(np.searchsorted(ids, known), max(len(ids) - 1, 0))
    is_here: Bool = ids[place] == known if len(ids) else np.zeros(0, dtype=np.bool_)
    left[place[is_here]] = ago[is_here]
    return left
