"""What a case lists, as rows of numbers: merged events, or every record of every raw line."""

import sqlite3
from dataclasses import dataclass

import numpy as np

from auditor.bulk import UNKNOWN, Bool, Int64, distinct, is_among, numbers, numbers_of
from auditor.event_sql import RECORDS, TIME_BITS, TIME_MASK, TIME_MS
from auditor.records import Source

SOURCES = tuple(Source)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Equally long columns of events or records. Unknown numbers are UNKNOWN."""

    ids: Int64
    series: Int64
    time_ms: Int64
    precision_ms: Int64
    duration_ms: Int64
    count: Int64
    running: Int64
    more: Int64
    told_by: Int64  # its source, and 256 times the bits of all its sources; -1: as its series
    context: Int64  # `facts` of event_context

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def columns(self) -> tuple[Int64, ...]:
        """The columns in their order."""
        return tuple(getattr(self, name) for name in FIELDS)

    def take(self, rows: Int64 | Bool | slice) -> "Rows":
        """Give some of the rows."""
        return Rows(*(column[rows] for column in self.columns))

    def in_order(self) -> "Rows":
        """Give the rows ordered by time and id, unknown times last."""
        rows = self
        if not bool((self.ids[1:] >= self.ids[:-1]).all()):
            rows = self.take(np.argsort(self.ids))
        # As an unsigned number the smallest is the largest; a stable order keeps that of the ids.
        key = rows.time_ms.view(np.uint64) - np.uint64(1 << 63) - np.uint64(1)
        return rows.take(np.argsort(key, kind="stable"))


FIELDS = tuple(Rows.__dataclass_fields__)


def join(parts: "list[Rows]") -> Rows:
    """Put the rows of several into one, in this order."""
    if not parts:
        return Rows(*(np.zeros(0, dtype=np.int64) for _ in FIELDS))
    return Rows(
        *(np.concatenate(columns) for columns in zip(*(p.columns for p in parts), strict=True))
    )


_SOURCE_SQL = " ".join(f"WHEN '{each}' THEN {i}" for i, each in enumerate(SOURCES))
_BITS_SQL = " + ".join(
    f"{1 << i} * (instr('|' || m.sources || '|', '|{each}|') > 0)" for i, each in enumerate(SOURCES)
)
_COUNT = "iif(m.id IS NULL, f.count, m.count)"
_SHOWN = f"""
SELECT e.id, ifnull(m.lead_id, e.id) >> {TIME_BITS},
  ifnull(ifnull(m.time_ms, {TIME_MS.format(series="s", event="e")}), {UNKNOWN}),
  ifnull(m.precision_ms, f.precision_ms),
  ifnull(iif(m.id IS NULL, e.duration_ms, m.duration_ms), {UNKNOWN}),
  ifnull({_COUNT}, {UNKNOWN}), ifnull(m.running, f.running), ifnull(k.more, ifnull({_COUNT}, 1)),
  CASE WHEN m.id IS NULL THEN -1 ELSE CASE m.source {_SOURCE_SQL} END + 256 * ({_BITS_SQL}) END,
  ifnull(x.facts, 0)
FROM json_each(?) j CROSS JOIN events e ON e.id = j.value
JOIN series s ON s.id = e.id >> {TIME_BITS} JOIN forms f ON f.id = e.form_id
LEFT JOIN event_details d ON d.event_id = e.id
LEFT JOIN merged_events m ON m.id = e.id
LEFT JOIN merged_into i ON i.event_id = e.id
LEFT JOIN known_counts k ON k.event_id = e.id
LEFT JOIN event_context x ON x.event_id = e.id
WHERE NOT ifnull(d.superseded, 0) AND i.event_id IS NULL AND ifnull(k.known < {_COUNT}, 1)
"""
_RECORDS = f"""
SELECT -l.id, l.event_id >> {TIME_BITS}, ifnull(l.time_ms, {UNKNOWN}), f.precision_ms,
  ifnull(l.duration_ms, {UNKNOWN}), ifnull(f.count, {UNKNOWN}), f.running, ifnull(f.count, 1), -1,
  ifnull(x.facts, 0), l.file_id, l.line
FROM ({RECORDS.format(records="true", lines="true")}) l JOIN forms f ON f.id = l.form_id
LEFT JOIN merged_into i ON i.event_id = l.event_id
LEFT JOIN event_context x ON x.event_id = ifnull(i.merged_id, l.event_id)
"""
_FORMS = f"SELECT id, precision_ms, ifnull(count, {UNKNOWN}), running FROM forms"
_ERAS = f"SELECT id, ifnull(era, {UNKNOWN}) FROM series WHERE era IS NOT 1"
_NOT_PLAIN = """
SELECT event_id FROM event_details WHERE superseded UNION SELECT id FROM merged_events
UNION SELECT event_id FROM merged_into UNION SELECT event_id FROM known_counts ORDER BY 1
"""


def shown(db: sqlite3.Connection, ids: Int64) -> Rows:
    """Give those of some events that are listed, in the order of their ids."""
    return Rows(*numbers_of(db, _SHOWN, len(FIELDS), distinct(ids)))


def plain(db: sqlite3.Connection, ids: Int64, duration_ms: Int64, form: Int64) -> Rows:
    """Give events as they are by themselves, known from what the table of events holds."""
    table = numbers(db, _FORMS, 4)
    forms = np.zeros((3, int(table[0].max(initial=0)) + 1), dtype=np.int64)
    forms[:, table[0]] = table[1:]
    precision_ms, count, running = (each[form] for each in forms)
    time_ms = times(db, ids)
    more = np.where(count == UNKNOWN, 1, count)
    told_by, context = np.full(len(ids), -1), np.zeros(len(ids), dtype=np.int64)
    series = ids >> TIME_BITS
    told = (time_ms, precision_ms, duration_ms, count, running)
    return Rows(ids, series, *told, more, told_by, context)


def times(db: sqlite3.Connection, ids: Int64) -> Int64:
    """Give the own times of events, which their ids tell, in milliseconds."""
    low = ids & TIME_MASK
    time_ms: Int64 = low + (1 << TIME_BITS)
    series, era = numbers(db, _ERAS, 2)
    if len(series):
        of = np.ones(int((ids >> TIME_BITS).max(initial=0)) + int(series.max()) + 1, dtype=np.int64)
        of[series] = era
        own = of[ids >> TIME_BITS]
        time_ms = np.where(own == UNKNOWN, UNKNOWN, (own << TIME_BITS) + low)
    return time_ms


def everything(db: sqlite3.Connection) -> Rows:
    """Give all events that are listed, worked out from the tables, in order."""
    table = numbers(db, f"SELECT id, ifnull(duration_ms, {UNKNOWN}), form_id FROM events", 3)
    (special,) = numbers(db, _NOT_PLAIN, 1)
    is_plain = ~is_among(table[0], special)
    rows = plain(db, *table[:, is_plain])
    rows = join([rows, shown(db, special)]).in_order()
    told, facts = numbers(db, "SELECT event_id, facts FROM event_context ORDER BY event_id", 2)
    place = np.searchsorted(told, rows.ids)
    is_told = is_among(rows.ids, told)
    rows.context[is_told] = facts[place[is_told]]
    return rows


def records(db: sqlite3.Connection) -> Rows:
    """Give every record, ordered by time, capture and place in its file; unknown times last."""
    table = numbers(db, _RECORDS, len(FIELDS) + 2)
    rows = Rows(*table[: len(FIELDS)])
    file, line = table[len(FIELDS) :]
    return rows.take(np.lexsort((-rows.ids, line, file, rows.time_ms, rows.time_ms == UNKNOWN)))
