"""Which events' times rest on something that nobody confirmed: a zone, a slot's bounds, a clock."""

import numpy as np
from numpy.typing import NDArray

from auditor.clock_changes import clock_changes
from auditor.store import Store

_ASSUMED = """
SELECT e.id FROM events e LEFT JOIN merged_events m ON m.id = e.id
WHERE ifnull(m.zone_assumed, e.zone_assumed) OR e.about ORDER BY e.id
"""
_TOUCHING = """
SELECT e.id FROM events e
LEFT JOIN merged_events m ON m.id = e.id
JOIN series s ON s.id = e.series_id
JOIN packages p ON p.id = s.package_id
JOIN devices d ON d.id = p.device_id
WHERE d.device_id = ? AND ifnull(m.time_ms, e.time_ms) <= ?
  AND ifnull(m.time_ms, e.time_ms) + max(
    ifnull(m.precision_ms, e.precision_ms), ifnull(ifnull(m.duration_ms, e.duration_ms), 0)
  ) >= ?
"""


def doubtful_ids(store: Store) -> NDArray[np.int64]:
    """Give the ids, rising, of events whose time is assumed, about, or near a change of a clock."""
    found = {row[0] for row in store.db.execute(_ASSUMED)}
    for change in clock_changes(store):
        touched = (change.device_id, change.end_ms, change.begin_ms)
        found.update(row[0] for row in store.db.execute(_TOUCHING, touched))
    return np.array(sorted(found), dtype=np.int64)
