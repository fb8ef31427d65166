"""Events as numpy columns: for the timeline and the table, which hold no object per event.

The columns of a whole case are kept in the case as a derived table, written with each load:
reading them takes milliseconds, and a filter is a mask over them.
"""

import sqlite3
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor import column_parts, shown
from auditor.arrivals import Changes
from auditor.bulk import UNKNOWN, Int64, distinct, is_among
from auditor.filters import EventFilter
from auditor.ops import is_background
from auditor.records import DataType, Kind, Source
from auditor.series import Package, SeriesTable
from auditor.shown import SOURCES, Rows
from auditor.uids import PER_USER

__all__ = ["SOURCES", "UNKNOWN", "EventColumns", "Int64", "PackageKey", "columns_of", "refresh"]

KINDS = tuple(Kind)
DATA_TYPES = tuple(DataType)
# Records that keep some accesses only: the last of each kind, or what fits a short log.
PARTIAL_SOURCES = tuple(SOURCES.index(each) for each in (Source.LAST, Source.AUDIO, Source.CAMERA))

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
    by_usage: Int8  # the same by the usage history alone; where it is known, the state may disagree
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


def columns_of(db: sqlite3.Connection, wanted: EventFilter) -> EventColumns:
    """Give the events that pass a filter as columns: the same rows as `query.events`."""
    stored = None if wanted.unmerged else column_parts.read(db)
    if stored is None:
        stored = shown.records(db) if wanted.unmerged else shown.everything(db)
    series = SeriesTable(db)
    source, sources = _told_by(stored, series)
    keep = _mask(stored, series, wanted)
    if wanted.sources:
        keep &= sources & sum(1 << SOURCES.index(each) for each in wanted.sources) != 0
    if not keep.all():  # most often everything is asked for: then nothing is copied
        stored, source, sources = stored.take(keep), source[keep], sources[keep]
    return _dress(stored, source, sources, series)


def refresh(
    db: sqlite3.Connection,
    files: list[int],
    changes: Changes,
    others: Int64,
    clock_was_read: bool = True,
) -> None:
    """Bring the derived tables up to date after a load of raw files, inside its transaction.

    `others` are the ids of events of which something else changed than what the load brought.
    """
    changed = distinct(np.concatenate((changes.grown, others)))
    new = np.array((changes.ids, changes.duration_ms, changes.form))
    new = new[:, ~is_among(changes.ids, changed)]
    rows = shown.join([shown.plain(db, *new), shown.shown(db, changed)])
    if column_parts.has_surroundings(db, files, clock_was_read):
        column_parts.refresh(db, rows, changed)
        column_parts.renew_context(db)
        return
    if column_parts.has_surroundings(db):
        from auditor import event_context

        who = (rows.ids, rows.series, rows.time_ms, rows.precision_ms)
        rows = replace(rows, context=event_context.refresh(db, changed, *who))
    column_parts.refresh(db, rows, changed)


def _mask(rows: Rows, series: SeriesTable, wanted: EventFilter) -> Bool:
    keep: Bool = series.passing(wanted)[rows.series]
    if wanted.event_ids:
        keep &= is_among(rows.ids, np.array(sorted(wanted.event_ids), dtype=np.int64))
    if wanted.background is not None:
        keep &= _background(rows, series)[0] == int(wanted.background)
    if wanted.since_ms is not None:
        # An unknown duration is the smallest number there is, so the precision wins.
        length = np.maximum(rows.duration_ms, rows.precision_ms)
        keep &= (rows.time_ms != UNKNOWN) & (rows.time_ms > wanted.since_ms - length)
    if wanted.until_ms is not None:
        keep &= (rows.time_ms != UNKNOWN) & (rows.time_ms < wanted.until_ms)
    return keep


def _told_by(rows: Rows, series: SeriesTable) -> tuple[Int8, Int8]:
    """Give the source of each event's time, and a bit for each of its sources."""
    of_way = series.ways.numbers(lambda way: SOURCES.index(way.source)).astype(np.int8)
    source = of_way[series.way][rows.series]
    sources = np.left_shift(np.int8(1), source)
    told = np.flatnonzero(rows.told_by >= 0)
    source[told] = rows.told_by[told] & 255
    sources[told] = rows.told_by[told] >> 8
    return source, sources


def _dress(rows: Rows, source: Int8, sources: Int8, series: SeriesTable) -> EventColumns:
    of = rows.series
    way, op, package = series.way[of], series.op[of], series.package[of]
    used_ops, used_packages = (distinct(each[1:]) for each in (series.op, series.package))
    kind = series.ways.numbers(lambda way: KINDS.index(way.kind)).astype(np.int8)
    data_type = series.ops.numbers(lambda op: DATA_TYPES.index(op.data_type)).astype(np.int8)
    background, by_usage = _background(rows, series)
    lasted = np.where(rows.duration_ms == UNKNOWN, 0, rows.duration_ms)
    return EventColumns(
        ids=rows.ids,
        time_ms=rows.time_ms,
        end_ms=np.where(rows.time_ms == UNKNOWN, UNKNOWN, rows.time_ms + lasted),
        precision_ms=rows.precision_ms,
        duration_ms=rows.duration_ms,
        count=rows.count,
        kind=kind[way],
        data_type=data_type[op],
        op=_codes(used_ops, len(series.ops.rows))[op],
        package=_codes(used_packages, len(series.packages.rows))[package],
        background=background,
        by_usage=by_usage,
        source=source,
        sources=sources,
        running=rows.running != 0,
        more=rows.more,
        ops=tuple(series.ops[i].name for i in used_ops.tolist()),
        packages=tuple(_package_key(series.packages[i]) for i in used_packages.tolist()),
    )


def _codes(used: Int64, size: int) -> Int32:
    """Number what is used from 0 on: an array by id."""
    codes = np.zeros(size, dtype=np.int32)
    codes[used] = np.arange(len(used))
    return codes


def _background(rows: Rows, series: SeriesTable) -> tuple[Int8, Int8]:
    """Decide of each event whether it was in the background; and by the usage history alone."""
    from auditor import event_context  # slow to import, and a load can do without

    by_state = series.ways.numbers(lambda way: _or_unknown(is_background(way.uid_state)))
    by_usage = event_context.by_usage(rows.context)
    of_rows = by_state.astype(np.int8)[series.way][rows.series]
    return event_context.decide(of_rows, by_usage), by_usage


def _or_unknown(state: bool | None) -> int:
    return -1 if state is None else int(state)


def _package_key(package: Package) -> PackageKey:
    return PackageKey(
        package.device_id, package.uid, package.name, package.label, package.is_system
    )
