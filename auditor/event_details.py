"""Everything a case holds about one event: its witnesses, what was around it, its permission."""

import sqlite3
from dataclasses import dataclass, replace

from auditor.context import OF_EVENT, best_record, merged_id
from auditor.event_sql import RECORDS, TIME_BITS
from auditor.identity.names import Names, names_in
from auditor.ops import catalogue
from auditor.permissions import PermissionState, states_by_reading
from auditor.query import EventRow, event, times_unknown
from auditor.store import Store


@dataclass(frozen=True, slots=True)
class Witness:
    """One raw line that tells of an event; `context.raw_line` reads it.

    A session of the audio or camera log has a second line, its other end: `is_other_end`.
    """

    raw_file_id: int
    source: str
    capture_id: str
    raw_file: str
    line: int
    sha256: str
    is_whole: bool
    is_best: bool  # the line that the shown time is from
    is_other_end: bool


@dataclass(frozen=True, slots=True)
class PermissionReading:
    """What a reading says of the permission that an op needs, and when it was made."""

    state: PermissionState
    read_ms: int


@dataclass(frozen=True, slots=True)
class EventDetails:
    """One event. `more` is how many of a period's count are not listed singly: least and most.

    `front` are the apps (label, or package) known to have been in front throughout the stretch
    in which the event lies. `before` and `after` are the readings of `permission` next to it.
    """

    row: EventRow
    zone: str | None
    zone_assumed: bool
    witnesses: tuple[Witness, ...]
    more: tuple[int, int] | None
    front: tuple[str, ...]
    permission: str | None
    before: PermissionReading | None
    after: PermissionReading | None


_WITNESSES = f"""
SELECT r.id, w.source, c.capture_id, r.file, {{line}}, r.sha256, r.whole, l.id
FROM ({RECORDS}) l
JOIN series s ON s.id = l.event_id >> {TIME_BITS} JOIN ways w ON w.id = s.way_id
JOIN raw_files r ON r.id = l.file_id
JOIN captures c ON c.id = r.capture_id
{{sessions}} ORDER BY r.started_ms, l.id = l.event_id DESC, l.id
"""
_OTHER_END = "CASE l.line WHEN n.begin_line THEN n.end_line ELSE n.begin_line END"
_SESSIONS = f"""
JOIN sessions n ON n.raw_file_id = l.file_id AND l.line IN (n.begin_line, n.end_line)
  AND n.source = w.source AND {_OTHER_END} IS NOT NULL
"""
_ZONE = "SELECT zone, zone_assumed FROM captures WHERE capture_id = ?"
_FRONT = """
SELECT f.package, (SELECT p.uid FROM packages p WHERE p.device_id = f.device_id
  AND p.name = f.package AND p.uid / 100000 = f.user_id)
FROM foreground f JOIN devices d ON d.id = f.device_id
WHERE d.device_id = ? AND f.begin_ms + f.begin_precision_ms - 1 <= ? AND f.end_ms > ?
ORDER BY f.begin_ms, f.package
"""
_READ = """
SELECT c.capture_id, min(ifnull(r.phone_before_ms, r.started_ms))
FROM raw_files r JOIN captures c ON c.id = r.capture_id
WHERE EXISTS (SELECT 1 FROM permissions m WHERE m.raw_file_id = r.id) GROUP BY c.id
"""


def event_details(store: Store, event_id: int, lang: str) -> EventDetails:
    """Give all about an event, or about one raw record for a negative id. KeyError.

    Apps are called as they are in a language of the program, `en` or `zh_CN`.
    """
    names, row = names_in(store, lang), event(store, event_id)
    row = replace(row, label=names.get((row.device_id, row.uid, row.package), row.label))
    zone, is_assumed = store.db.execute(_ZONE, (row.capture_id,)).fetchone()
    op = catalogue().get(row.op)
    permission = op.permission if op else None
    before, after = _permission(store.db, row, permission)
    return EventDetails(
        row=row,
        zone=zone,
        zone_assumed=bool(is_assumed),
        witnesses=_witnesses(store, event_id),
        more=None if event_id < 0 else times_unknown(store, event_id),
        front=_front(store.db, row, names),
        permission=permission,
        before=before,
        after=after,
    )


def _witnesses(store: Store, event_id: int) -> tuple[Witness, ...]:
    """List the lines that tell of an event, oldest reading first, then other ends of sessions."""
    if event_id < 0:
        number = best = -event_id
        which = {"records": "e.id = :id", "lines": "l.id = :id"}
    else:
        number, best = merged_id(store, event_id), best_record(store, event_id)
        which = {"records": OF_EVENT.format(id="e.id"), "lines": OF_EVENT.format(id="l.event_id")}
    found = []
    for sessions, line in (("", "l.line"), (_SESSIONS, _OTHER_END)):
        sql = _WITNESSES.format(line=line, sessions=sessions, **which)
        for row in store.db.execute(sql, {"id": number}):
            raw_file_id, source, capture_id, file, at, sha256, whole, record = row
            is_end = bool(sessions)
            shown = (bool(whole), record == best and not is_end, is_end)
            found.append(Witness(raw_file_id, source, capture_id, file, at, sha256, *shown))
    return tuple(found)


def _front(db: sqlite3.Connection, row: EventRow, names: Names) -> tuple[str, ...]:
    if row.time_ms is None or row.source == "aggregate":
        return ()
    last_ms = row.time_ms + max(row.precision_ms, 1) - 1
    found = db.execute(_FRONT, (row.device_id, row.time_ms, last_ms))
    titles = (names.get((row.device_id, uid, package), package) for package, uid in found)
    return tuple(dict.fromkeys(titles))


def _permission(
    db: sqlite3.Connection, row: EventRow, permission: str | None
) -> tuple[PermissionReading | None, PermissionReading | None]:
    """Find the readings next to an event; of one without a time, only the newest."""
    if permission is None:
        return None, None
    app = (row.device_id, row.uid, row.package)
    read = dict(db.execute(_READ).fetchall())
    readings = sorted(
        (
            PermissionReading(state, read[capture_id])
            for capture_id, states in states_by_reading(db, app).items()
            for state in states
            if state.permission == permission and capture_id in read
        ),
        key=lambda reading: reading.read_ms,
    )
    if row.time_ms is None:
        return (None, readings[-1]) if readings else (None, None)
    is_count = row.source == "aggregate" and row.duration_ms is not None
    last_ms = row.time_ms + (row.duration_ms or 0 if is_count else max(row.precision_ms, 1) - 1)
    before = [reading for reading in readings if reading.read_ms <= row.time_ms]
    after = [reading for reading in readings if reading.read_ms > last_ms]
    return (before[-1] if before else None), (after[0] if after else None)
