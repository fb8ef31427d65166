"""Events as numpy columns: for the timeline and the table, which hold no object per event.

The columns of a whole case are kept in the case as a derived table, written with each load:
reading them takes milliseconds, and a filter is a mask over them.
"""

import sqlite3
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from auditor import event_context
from auditor.filters import PER_USER, EventFilter, Series, all_series, matches_who
from auditor.ops import is_background
from auditor.records import DataType, Kind, Source
from auditor.schema import EVENT_COLUMNS

UNKNOWN = int(np.iinfo(np.int64).min)  # in time_ms, end_ms, duration_ms and count
KINDS = tuple(Kind)
DATA_TYPES = tuple(DataType)
SOURCES = tuple(Source)
# Records that keep some accesses only: the last of each kind, or what fits a short log.
PARTIAL_SOURCES = tuple(SOURCES.index(each) for each in (Source.LAST, Source.AUDIO, Source.CAMERA))

Int64 = NDArray[np.int64]
Int8 = NDArray[np.int8]
Int32 = NDArray[np.int32]
Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PackageKey:
    """What a code in `EventColumns.package` stands for: one package of one uid of one device."""

    device_id: str
    uid: int
    package: str
    label: str | None
    is_system: bool

    @property
    def user(self) -> int:
        """The Android user that the uid belongs to."""
        return max(0, self.uid) // PER_USER  # -1: a record without a uid


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Equally long columns, ordered by time and id; unknown times last.

    An unknown time_ms, end_ms, duration_ms or count is `UNKNOWN`. `kind`, `data_type`, `source`
    index KINDS, DATA_TYPES, SOURCES; `op` and `package` index `ops` and `packages`.
    `end_ms` is time plus duration, the time itself where no duration is known. `source` is the
    record that the time is from, `sources` has a bit for each that tells of the event. `more` is
    how often it happened besides what other rows tell: at least, for a count over a period.
    """

    ids: Int64
    time_ms: Int64
    end_ms: Int64
    precision_ms: Int64
    duration_ms: Int64
    count: Int64
    kind: Int8
    data_type: Int8
    op: Int32
    package: Int32
    background: Int8  # 1, 0, or -1 for unknown
    source: Int8
    sources: Int8
    running: Bool
    more: Int64
    ops: tuple[str, ...]
    packages: tuple[PackageKey, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_partial(self) -> Bool:
        """Which events no record tells of that keeps every access."""
        bits = sum(1 << code for code in PARTIAL_SOURCES)
        partial: Bool = self.sources & ~np.int8(bits) == 0
        return partial


@dataclass(frozen=True, slots=True)
class _Raw:
    """The columns of a case before a filter."""

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


_UNKNOWN_SQL = "-9223372036854775808"
_SOURCE_SQL = " ".join(f"WHEN '{each}' THEN {i}" for i, each in enumerate(SOURCES))
_BITS_SQL = " + ".join(
    f"{1 << i} * (instr('|' || m.sources || '|', '|{each}|') > 0)" for i, each in enumerate(SOURCES)
)
_EVENTS = f"""
SELECT e.id, ifnull(m.series_id, e.series_id),
  ifnull(ifnull(m.time_ms, e.time_ms), {_UNKNOWN_SQL}), ifnull(m.precision_ms, e.precision_ms),
  ifnull(ifnull(m.duration_ms, e.duration_ms), {_UNKNOWN_SQL}),
  ifnull(ifnull(m.count, e.count), {_UNKNOWN_SQL}), ifnull(m.running, e.running),
  ifnull(k.more, ifnull(ifnull(m.count, e.count), 1)),
  CASE WHEN m.id IS NULL THEN -1 ELSE CASE m.source {_SOURCE_SQL} END + 256 * ({_BITS_SQL}) END,
  ifnull(x.facts, 0)
FROM events e
LEFT JOIN merged_events m ON m.id = e.id
LEFT JOIN merged_into i ON i.event_id = e.id
LEFT JOIN known_counts k ON k.event_id = e.id
LEFT JOIN event_context x ON x.event_id = e.id
WHERE NOT e.superseded AND i.event_id IS NULL AND ifnull(k.known < ifnull(m.count, e.count), 1)
"""
_RECORDS = f"""
SELECT -l.id, e.series_id, ifnull(l.time_ms, {_UNKNOWN_SQL}), l.precision_ms,
  ifnull(l.duration_ms, {_UNKNOWN_SQL}), ifnull(e.count, {_UNKNOWN_SQL}), l.running,
  ifnull(e.count, 1), -1, ifnull(x.facts, 0)
FROM event_lines l JOIN events e ON e.id = l.event_id
LEFT JOIN merged_into i ON i.event_id = e.id
LEFT JOIN event_context x ON x.event_id = ifnull(i.merged_id, e.id)
"""


def columns_of(db: sqlite3.Connection, wanted: EventFilter) -> EventColumns:
    """Give the events that pass a filter as columns: the same rows as `query.events`."""
    raw = _from_rows(db, _RECORDS) if wanted.unmerged else _stored(db)
    series = all_series(db)
    keep = _mask(raw, series, wanted)
    return _dress(raw, keep, series)


def rebuild(db: sqlite3.Connection) -> None:
    """Write the derived table anew. Call it inside the transaction that changed the events."""
    raw = _from_rows(db, _EVENTS)
    facts = event_context.rebuild(db, raw.ids, raw.series, raw.time_ms, raw.precision_ms)
    raw = replace(raw, context=facts)
    db.execute("DELETE FROM event_columns")
    db.executemany(
        "INSERT INTO event_columns (name, data) VALUES (?, ?)",
        [(name, getattr(raw, name).tobytes()) for name in EVENT_COLUMNS],
    )


def _stored(db: sqlite3.Connection) -> _Raw:
    blobs = dict(db.execute("SELECT name, data FROM event_columns").fetchall())
    if blobs.keys() != set(EVENT_COLUMNS):
        return _from_rows(db, _EVENTS)
    return _Raw(*(np.frombuffer(blobs[name], dtype=np.int64) for name in EVENT_COLUMNS))


def _from_rows(db: sqlite3.Connection, sql: str) -> _Raw:
    flat = np.fromiter(chain.from_iterable(db.execute(sql)), dtype=np.int64)
    table = flat.reshape(-1, len(EVENT_COLUMNS))
    time_ms = table[:, 2]
    # lexsort: the last key counts most. Unmerged ids are negative, their order is |id|.
    order = np.lexsort((np.abs(table[:, 0]), time_ms, time_ms == UNKNOWN))
    return _Raw(*(np.ascontiguousarray(table[order, i]) for i in range(len(EVENT_COLUMNS))))


def _mask(raw: _Raw, series: dict[int, Series], wanted: EventFilter) -> Bool:
    passing = np.zeros(max(series, default=0) + 1, dtype=np.bool_)
    for number, each in series.items():
        passing[number] = matches_who(each, wanted)
    keep: Bool = passing[raw.series]
    if wanted.background is not None:
        keep &= _background(raw, series) == int(wanted.background)
    if wanted.sources:
        _, sources = _told_by(raw, series)
        keep &= sources & sum(1 << SOURCES.index(each) for each in wanted.sources) != 0
    if wanted.since_ms is not None:
        # An unknown duration is the smallest number there is, so the precision wins.
        length = np.maximum(raw.duration_ms, raw.precision_ms)
        keep &= (raw.time_ms != UNKNOWN) & (raw.time_ms > wanted.since_ms - length)
    if wanted.until_ms is not None:
        keep &= (raw.time_ms != UNKNOWN) & (raw.time_ms < wanted.until_ms)
    return keep


def _background(raw: _Raw, series: dict[int, Series]) -> Int8:
    """Decide of each event whether it was in the background: 1, 0, or -1 for unknown."""
    of_series = np.full(max(series, default=0) + 1, -1, dtype=np.int8)
    for number, each in series.items():
        found = is_background(each.uid_state)
        of_series[number] = -1 if found is None else found
    return event_context.decide(of_series[raw.series], event_context.by_usage(raw.context))


def _told_by(raw: _Raw, series: dict[int, Series]) -> tuple[Int64, Int64]:
    """Give the source of each event's time, and a bit for each of its sources."""
    own = np.zeros(max(series, default=0) + 1, dtype=np.int64)
    for number, each in series.items():
        own[number] = SOURCES.index(each.source)
    source = own[raw.series]
    is_alone = raw.told_by < 0
    return (
        np.where(is_alone, source, raw.told_by & 255),
        np.where(is_alone, 1 << source, raw.told_by >> 8),
    )


def _dress(raw: _Raw, keep: Bool, series: dict[int, Series]) -> EventColumns:
    codes = _SeriesCodes(series)
    of = raw.series[keep]
    source, sources = (each[keep].astype(np.int8) for each in _told_by(raw, series))
    time_ms, duration_ms = raw.time_ms[keep], raw.duration_ms[keep]
    end_ms = np.where(
        time_ms == UNKNOWN, UNKNOWN, time_ms + np.where(duration_ms == UNKNOWN, 0, duration_ms)
    )
    return EventColumns(
        ids=raw.ids[keep],
        time_ms=time_ms,
        end_ms=end_ms,
        precision_ms=raw.precision_ms[keep],
        duration_ms=duration_ms,
        count=raw.count[keep],
        kind=codes.kind[of],
        data_type=codes.data_type[of],
        op=codes.op[of],
        package=codes.package[of],
        background=_background(raw, series)[keep],
        source=source,
        sources=sources,
        running=raw.running[keep] != 0,
        more=raw.more[keep],
        ops=codes.ops,
        packages=codes.packages,
    )


class _SeriesCodes:
    """One small array per field, indexed by series id: dressing a column is one lookup."""

    def __init__(self, series: dict[int, Series]) -> None:
        size = max(series, default=0) + 1
        self.kind = np.zeros(size, dtype=np.int8)
        self.data_type = np.zeros(size, dtype=np.int8)
        self.op = np.zeros(size, dtype=np.int32)
        self.package = np.zeros(size, dtype=np.int32)
        ops: dict[str, int] = {}
        packages: dict[PackageKey, int] = {}
        for number, each in series.items():
            key = PackageKey(each.device_id, each.uid, each.package, each.label, each.is_system)
            self.kind[number] = KINDS.index(each.kind)
            self.data_type[number] = DATA_TYPES.index(each.data_type)
            self.op[number] = ops.setdefault(each.op, len(ops))
            self.package[number] = packages.setdefault(key, len(packages))
        self.ops = tuple(ops)
        self.packages = tuple(packages)
