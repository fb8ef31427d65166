"""What a case answers: events, records, their raw lines, captures, devices, apps.

Everything here only reads. `EventFilter` decides the same way for all of it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from auditor import shown
from auditor.apps import AppRow, apps
from auditor.clock_changes import clock_changes, is_doubtful
from auditor.columns import UNKNOWN, EventColumns, PackageKey, columns_of
from auditor.context import RawContext, merged_id, raw_context, witnesses
from auditor.event_context import Context, decide_one, disagrees
from auditor.event_sql import BEST_LINE, RECORDS, TIME_BITS, TIME_MS
from auditor.filters import EventFilter
from auditor.ops import is_background
from auditor.pseudonyms import Pseudonyms
from auditor.readings import (
    CaptureRow,
    UnparsedRow,
    captures,
    devices,
    last_capture_ms,
    unparsed,
)
from auditor.series import SeriesTable
from auditor.store import Store

__all__ = [
    "UNKNOWN",
    "AppRow",
    "CaptureRow",
    "EventColumns",
    "EventFilter",
    "EventRow",
    "PackageKey",
    "RawContext",
    "UnparsedRow",
    "apps",
    "captures",
    "columns",
    "devices",
    "event",
    "events",
    "last_capture_ms",
    "local_text",
    "raw_context",
    "rows_of",
    "times_unknown",
    "unparsed",
    "utc_text",
    "witnesses",
]

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: `id`, then the fields of an export in their order, see exports/lines.py.

    An unmerged row is one raw record; its id is negative. Ids mean nothing outside a case.
    """

    id: int
    time_utc: str | None
    time_ms: int | None
    precision_ms: int
    time_local: str | None
    duration_ms: int | None
    kind: str
    count: int | None
    data_type: str
    op: str
    package: str
    uid: int
    user: int | None  # None: the record tells no uid
    label: str | None
    attribution_tag: str | None
    uid_state: str | None
    flags: str | None
    is_background: bool | None
    background_by_state: bool | None
    background_by_usage: bool | None
    background_disagrees: bool
    in_front: bool | None
    screen_on: bool | None
    locked: bool | None
    left_ago_ms: int | None
    left_ago_precision_ms: int | None
    permission_granted: bool | None
    permission_before: bool | None
    permission_after: bool | None
    powered: bool | None
    battery_level: int | None
    proxy_package: str | None
    proxy_uid: int | None
    proxy_tag: str | None
    source: str
    running: bool
    zone_assumed: bool  # the time rests on a zone or a capture time that nobody confirmed
    about: bool  # begin and end of a period are approximate
    clock_changed: bool  # the phone's clock was set to another time around then
    device_id: str
    capture_id: str
    raw_file: str
    line: int


def columns(store: Store, wanted: EventFilter = EventFilter()) -> EventColumns:
    """Give the events that pass a filter as numpy columns: the same rows as `events`."""
    return columns_of(store.db, wanted)


# An event with several witnesses says what they say together (merged_events).
_EVENTS = f"""
SELECT e.id, ifnull(m.lead_id, e.id) >> {TIME_BITS},
  ifnull(m.time_ms, {TIME_MS.format(series="s", event="e")}),
  ifnull(m.precision_ms, f.precision_ms), iif(m.id IS NULL, e.duration_ms, m.duration_ms),
  iif(m.id IS NULL, f.count, m.count), ifnull(m.running, f.running),
  iif(m.id IS NULL, f.proxy_id, m.proxy_id),
  ifnull(b.file_id, a.file_id), ifnull(b.line, a.line), m.source,
  iif(m.id IS NULL, f.zone_assumed, m.zone_assumed), h.about,
  x.facts, x.left_ago_ms, x.left_ago_precision_ms
FROM json_each(:ids) j CROSS JOIN events e ON e.id = j.value
JOIN series s ON s.id = e.id >> {TIME_BITS} JOIN forms f ON f.id = e.form_id
LEFT JOIN merged_events m ON m.id = e.id
LEFT JOIN event_context x ON x.event_id = e.id
JOIN events q ON q.id = ifnull(m.lead_id, e.id) JOIN forms h ON h.id = q.form_id
JOIN events a ON a.id = ifnull(m.told_id, e.id)
{BEST_LINE.format(event="a")}
"""
_WANTED = "{}.id IN (SELECT -value FROM json_each(:ids))"
_RECORDS = f"""
SELECT -l.id, l.event_id >> {TIME_BITS}, l.time_ms, f.precision_ms, l.duration_ms, f.count,
  f.running, f.proxy_id, l.file_id, l.line, NULL, f.zone_assumed, f.about,
  x.facts, x.left_ago_ms, x.left_ago_precision_ms
FROM ({RECORDS.format(records=_WANTED.format("e"), lines=_WANTED.format("l"))}) l
JOIN forms f ON f.id = l.form_id
LEFT JOIN merged_into i ON i.event_id = l.event_id
LEFT JOIN event_context x ON x.event_id = ifnull(i.merged_id, l.event_id)
"""


def events(store: Store, wanted: EventFilter = EventFilter()) -> Iterator[EventRow]:
    """Stream the events that pass, ordered by time and id; unknown times come last.

    Unmerged, equal times follow the order of loading: capture, file, line.
    """
    return rows_of(store, columns(store, wanted).ids, wanted.unmerged)


def rows_of(
    store: Store, ids: NDArray[np.int64], unmerged: bool, names: Pseudonyms | None = None
) -> Iterator[EventRow]:
    """Stream events by their ids (`columns(…).ids`), in the order of these.

    With `names` phones, captures and imported files are called so.
    """
    maker = _RowMaker(store, names)
    for begin in range(0, len(ids), BATCH):
        part = ids[begin : begin + BATCH].tolist()
        rows = _rows(store, part, _RECORDS if unmerged else _EVENTS)
        yield from (maker.make(rows[number]) for number in part)


def listed(store: Store, ids: list[int]) -> list[EventRow]:
    """Give those of some events that lists show, by time: none that another stands for."""
    if not ids:
        return []
    rows = shown.shown(store.db, np.array(ids, dtype=np.int64)).in_order()
    middlemen = {
        number
        for (number,) in store.db.execute(_OF_MIDDLEMEN, {"ids": json.dumps(rows.ids.tolist())})
    }
    kept = np.array([n for n in rows.ids.tolist() if n not in middlemen], dtype=np.int64)
    return list(rows_of(store, kept, unmerged=False))


_OF_MIDDLEMEN = f"""
SELECT j.value FROM json_each(:ids) j JOIN series s ON s.id = j.value >> {TIME_BITS}
JOIN ways w ON w.id = s.way_id JOIN flags f ON f.id = w.flags_id WHERE f.is_middleman
"""


def _rows(store: Store, ids: list[int], sql: str) -> dict[int, tuple[Any, ...]]:
    return {row[0]: row for row in store.db.execute(sql, {"ids": json.dumps(ids)})}


def event(store: Store, event_id: int) -> EventRow:
    """Give one event, or one raw record for a negative id. KeyError when there is none.

    A link to an event that was since merged or replaced still opens.
    """
    number, sql = (event_id, _RECORDS) if event_id < 0 else (merged_id(store, event_id), _EVENTS)
    row = _rows(store, [number], sql).get(number)
    if row is None:
        raise KeyError(event_id)
    return _RowMaker(store).make(row)


def times_unknown(store: Store, event_id: int) -> tuple[int, int] | None:
    """How many accesses of a period are not listed singly: at least, and at most.

    None for an event that is no count over a period.
    """
    row = store.db.execute(
        "SELECT ifnull(k.more, f.count), f.count - ifnull(k.known, 0)"
        " FROM (SELECT ? AS id) w LEFT JOIN merged_events m ON m.id = w.id"
        " JOIN events e ON e.id = ifnull(m.lead_id, w.id) JOIN forms f ON f.id = e.form_id"
        f" JOIN series s ON s.id = e.id >> {TIME_BITS} JOIN ways y ON y.id = s.way_id"
        " LEFT JOIN known_counts k ON k.event_id = w.id"
        " WHERE y.source = 'aggregate' AND f.count IS NOT NULL",
        (merged_id(store, event_id),),
    ).fetchone()
    return None if row is None else (row[0], row[1])


@dataclass(frozen=True, slots=True)
class _Witness:
    capture_id: str
    file: str
    zone: str | None


def _witness(row: tuple[str, str, str | None], names: Pseudonyms | None) -> _Witness:
    capture_id, file, zone = row
    if names is None:
        return _Witness(capture_id, file, zone)
    return _Witness(names.capture(capture_id), names.raw_file(capture_id, file), zone)


class _RowMaker:
    """Turns numbered rows into EventRows; reads the small tables once."""

    def __init__(self, store: Store, names: Pseudonyms | None = None) -> None:
        self._devices = names.devices if names else {}
        self._series = SeriesTable(store.db)
        self._changes = clock_changes(store)
        self._proxies = {
            row[0]: (row[1], row[2], row[3])
            for row in store.db.execute("SELECT id, package, uid, tag FROM proxies")
        }
        self._files = {
            row[0]: _witness(row[1:], names)
            for row in store.db.execute(
                "SELECT r.id, c.capture_id, r.file, c.zone"
                " FROM raw_files r JOIN captures c ON c.id = r.capture_id"
            )
        }

    def make(self, row: tuple[Any, ...]) -> EventRow:
        number, series_id, time_ms, precision_ms, duration_ms, count, running = row[:7]
        series, witness = self._series.one(series_id), self._files[row[8]]
        package, way = series.package, series.way
        proxy_package, proxy_uid, proxy_tag = self._proxies.get(row[7], (None, None, None))
        context = Context.of(row[13] or 0, row[14], row[15])
        by_state, by_usage = is_background(way.uid_state), context.background_by_usage
        return EventRow(
            id=number,
            time_utc=utc_text(time_ms),
            time_ms=time_ms,
            precision_ms=precision_ms,
            time_local=local_text(time_ms, witness.zone),
            duration_ms=duration_ms,
            kind=way.kind.value,
            count=count,
            data_type=series.op.data_type.value,
            op=series.op.name,
            package=package.name,
            uid=package.uid,
            user=package.user,
            label=package.label,
            attribution_tag=series.tag,
            uid_state=way.uid_state,
            flags=way.flags,
            is_background=decide_one(by_state, by_usage),
            background_by_state=by_state,
            background_by_usage=by_usage,
            background_disagrees=disagrees(by_state, by_usage),
            in_front=context.in_front,
            screen_on=context.screen_on,
            locked=context.locked,
            left_ago_ms=context.left_ago_ms,
            left_ago_precision_ms=context.left_ago_precision_ms,
            permission_granted=context.permission_granted,
            permission_before=context.permission_before,
            permission_after=context.permission_after,
            powered=context.powered,
            battery_level=context.battery_level,
            proxy_package=proxy_package,
            proxy_uid=proxy_uid,
            proxy_tag=proxy_tag,
            source=row[10] or way.source.value,
            running=bool(running),
            zone_assumed=bool(row[11]),
            about=bool(row[12]),
            clock_changed=is_doubtful(
                self._changes, package.device_id, time_ms, max(duration_ms or 0, precision_ms)
            ),
            device_id=self._devices.get(package.device_id, package.device_id),
            capture_id=witness.capture_id,
            raw_file=witness.file,
            line=row[9],
        )


def utc_text(time_ms: int | None) -> str | None:
    """Write a time as ISO 8601 with milliseconds and Z; None for an unknown or absurd time."""
    moment = _moment(time_ms)
    if moment is None:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local_text(time_ms: int | None, zone: str | None) -> str | None:
    """Write a time in a zone, with its offset; None when the time or the zone is unknown."""
    moment, place = _moment(time_ms), _zone(zone)
    if moment is None or place is None:
        return None
    try:
        return moment.astimezone(place).isoformat(timespec="milliseconds")
    except OverflowError:  # within a day of the year 1 or 9999
        return None


def _moment(time_ms: int | None) -> datetime | None:
    if time_ms is None:
        return None
    try:
        whole = datetime.fromtimestamp(time_ms // 1000, UTC)
    except (OverflowError, ValueError, OSError):  # beyond the years 1 to 9999
        return None
    return whole.replace(microsecond=time_ms % 1000 * 1000)


@cache
def _zone(name: str | None) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # not a name of this zone database
        return None
