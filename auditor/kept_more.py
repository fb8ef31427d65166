"""Whether a phone that was told to keep more does: what later readings hold of it."""

from dataclasses import dataclass

from auditor.phone_changes import PhoneChange
from auditor.store import Store

MINUTE_MS = 60_000  # single accesses may be known to the minute: that of the change counts
# The list of single accesses alone: late Android 16's other table has lone accesses, too.
_READ = """
SELECT count(DISTINCT capture_id) FROM v_raw_files
WHERE device_id = ? AND captured_ms >= ? AND whole
  AND command IN ('appops_history', 'appops_discrete')
"""
_LISTED = """
SELECT count(DISTINCT r.event_id) FROM v_records r
JOIN v_raw_files f ON f.capture_id = r.capture_id AND f.file = r.raw_file
WHERE r.device_id = ? AND r.source = 'discrete' AND r.time_ms >= ?
  AND f.command IN ('appops_history', 'appops_discrete') AND r.data_type IN ({types})
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a phone's list was read to its end since, and how many accesses of those kinds
    it held."""

    readings: int
    accesses: int


def seen_since(store: Store, told: PhoneChange) -> Seen:
    """Count what the case holds since a phone was told to keep more."""
    since = (told.device_id, told.time_ms)
    (readings,) = store.db.execute(_READ, since).fetchone()
    if not readings:
        return Seen(0, 0)
    since_ms = told.time_ms - told.time_ms % MINUTE_MS
    listed = _LISTED.format(types=",".join("?" * len(told.types)))
    (found,) = store.db.execute(listed, (told.device_id, since_ms, *told.types)).fetchone()
    return Seen(readings, found)
