"""What a case says of its readings and phones, beside the events: each with what became of it."""

from dataclasses import dataclass
from pathlib import Path

from auditor.columns import UNKNOWN, columns_of
from auditor.filters import EventFilter
from auditor.live.lock import is_watched
from auditor.records import DeviceInfo
from auditor.store import Store


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One capture of a case, and what became of its raw files."""

    capture_id: str
    device_id: str
    is_sample: bool
    origin: str
    plan: str
    outcome: str  # running whole cut cancelled; running only while somebody still reads
    started_ms: int
    ended_ms: int | None
    api: int | None
    release: str | None
    zone: str | None
    zone_assumed: bool
    captured_at_assumed: bool
    files: int
    files_cut: int
    size_bytes: int
    records: int
    unparsed: int
    notices: int
    folder: str
    clock_difference_ms: int | None  # phone minus computer at the last look; None: not asked
    clock_moved_ms: int | None  # by how much that difference changed during the reading

    @property
    def phone_end_ms(self) -> int:
        """When it ended, by the phone's own clock."""
        return self.phone_ms(self.started_ms if self.ended_ms is None else self.ended_ms)

    def phone_ms(self, host_ms: int) -> int:
        """Turn a time of the computer into that of the phone's clock, the clock of all events."""
        return host_ms + (self.clock_difference_ms or 0)


_CAPTURES = """
SELECT c.capture_id, d.device_id, d.is_sample, c.origin, c.plan, c.outcome,
  c.started_ms, c.ended_ms, c.api, c.release, c.zone, c.zone_assumed, c.captured_at_assumed,
  count(r.id), ifnull(sum(NOT r.whole), 0), ifnull(sum(r.size_bytes), 0),
  ifnull(sum(r.records), 0),
  (SELECT count(*) FROM unparsed n JOIN raw_files q ON q.id = n.raw_file_id
   WHERE q.capture_id = c.id),
  (SELECT count(*) FROM notices n JOIN raw_files q ON q.id = n.raw_file_id
   WHERE q.capture_id = c.id),
  c.folder,
  (SELECT k.phone_utc_ms - k.host_utc_ms FROM clock_readings k
   WHERE k.capture_id = c.id AND k.phone_utc_ms IS NOT NULL
   ORDER BY k.host_utc_ms DESC LIMIT 1),
  (SELECT max(k.phone_utc_ms - k.host_utc_ms) - min(k.phone_utc_ms - k.host_utc_ms)
   FROM clock_readings k WHERE k.capture_id = c.id)
FROM captures c
JOIN devices d ON d.id = c.device_id
LEFT JOIN raw_files r ON r.capture_id = c.id
GROUP BY c.id ORDER BY c.started_ms, c.id
"""


def captures(store: Store) -> list[CaptureRow]:
    """List the captures of a case, oldest first."""
    return [
        CaptureRow(
            capture_id=row[0],
            device_id=row[1],
            is_sample=bool(row[2]),
            origin=row[3],
            plan=row[4],
            outcome=_outcome(store, row[19], row[5]),
            started_ms=row[6],
            ended_ms=row[7],
            api=row[8],
            release=row[9],
            zone=row[10],
            zone_assumed=bool(row[11]),
            captured_at_assumed=bool(row[12]),
            files=row[13],
            files_cut=row[14],
            size_bytes=row[15],
            records=row[16],
            unparsed=row[17],
            notices=row[18],
            folder=row[19],
            clock_difference_ms=row[20],
            clock_moved_ms=row[21],
        )
        for row in store.db.execute(_CAPTURES)
    ]


def _outcome(store: Store, folder: str, recorded: str) -> str:
    """Say how a capture ended. One that was killed is recorded as running until somebody who may
    write finishes it; whether its reader lives is told by a lock that dies with it."""
    if recorded != "running" or is_watched(store.captures_dir / Path(folder).name):
        return recorded
    return "cut"


_LAST_CAPTURE = """
SELECT ifnull(c.ended_ms, c.started_ms) + ifnull((
  SELECT k.phone_utc_ms - k.host_utc_ms FROM clock_readings k
  WHERE k.capture_id = c.id AND k.phone_utc_ms IS NOT NULL
  ORDER BY k.host_utc_ms DESC LIMIT 1), 0),
  NOT c.captured_at_assumed AND NOT EXISTS (
    SELECT 1 FROM raw_files r WHERE r.capture_id = c.id AND r.command = 'ios_privacy_report'),
  d.device_id
FROM captures c JOIN devices d ON d.id = c.device_id
WHERE :wanted IS NULL OR d.device_id = :wanted
ORDER BY ifnull(c.ended_ms, c.started_ms) DESC, c.id DESC LIMIT 1
"""


def last_capture_ms(store: Store, device_id: str | None = None) -> int | None:
    """When a phone of the case was last read: the `now` of everything that looks back.

    It is the phone's own clock where the capture asked for it, as are the times of all events:
    the computer's may be hours or years away from it. A file that does not say when it was made
    was made after its last event; nothing is known of the time between that and its own date.
    None without a capture.
    """
    row = store.db.execute(_LAST_CAPTURE, {"wanted": device_id}).fetchone()
    if row is None:
        return None
    now_ms, is_known, name = int(row[0]), bool(row[1]), str(row[2])
    return now_ms if is_known else min(now_ms, _last_event_ms(store, name) or now_ms)


def _last_event_ms(store: Store, device_id: str) -> int | None:
    found = columns_of(store.db, EventFilter(device_id=device_id, include_middlemen=True))
    ends = found.end_ms[found.time_ms != UNKNOWN]
    return int(ends.max()) if len(ends) else None


def devices(store: Store) -> list[DeviceInfo]:
    """List the phones of a case as they were last seen, in the order of their first capture."""
    rows = store.db.execute(
        "SELECT device_id, serial, is_sample, manufacturer, model, api, release, fingerprint,"
        " zone, locale FROM devices ORDER BY id"
    )
    return [
        DeviceInfo(
            device_id=row[0],
            serial=row[1],
            is_sample=bool(row[2]),
            manufacturer=row[3],
            model=row[4],
            api=row[5],
            release=row[6],
            fingerprint=row[7],
            zone=row[8],
            locale=row[9],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class UnparsedRow:
    """A line that no parser understood."""

    capture_id: str
    raw_file: str
    line: int
    text: str
    reason: str


def unparsed(store: Store, capture_id: str | None = None) -> list[UnparsedRow]:
    """List the lines that were not understood, of one capture or of all, in reading order."""
    rows = store.db.execute(
        "SELECT c.capture_id, r.file, n.line, n.text, n.reason FROM unparsed n"
        " JOIN raw_files r ON r.id = n.raw_file_id JOIN captures c ON c.id = r.capture_id"
        " WHERE :wanted IS NULL OR c.capture_id = :wanted"
        " ORDER BY c.started_ms, c.id, r.id, n.line",
        {"wanted": capture_id},
    )
    return [UnparsedRow(*row) for row in rows]
