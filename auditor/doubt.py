"""Which events' times rest on something that nobody confirmed: a zone, a slot's bounds, a clock."""

import numpy as np
from numpy.typing import NDArray

from auditor.clock_changes import ClockChange, clock_changes
from auditor.columns import UNKNOWN, EventColumns
from auditor.store import Store

_FORMS = "SELECT EXISTS (SELECT 1 FROM forms WHERE zone_assumed OR about)"
_SINGLE = """
SELECT e.id FROM events e JOIN forms f ON f.id = e.form_id
WHERE (f.zone_assumed OR f.about) AND NOT EXISTS (SELECT 1 FROM merged_events m WHERE m.id = e.id)
"""
_MERGED = """
SELECT m.id FROM merged_events m
JOIN events e ON e.id = m.lead_id JOIN forms f ON f.id = e.form_id
WHERE m.zone_assumed OR f.about
"""


def doubtful_ids(store: Store, columns: EventColumns) -> NDArray[np.int64]:
    """Give the ids, rising, of events whose time is assumed, about, or near a change of a clock."""
    found: set[int] = set()
    if store.db.execute(_FORMS).fetchone()[0]:
        found.update(row[0] for row in store.db.execute(_SINGLE))
    found.update(row[0] for row in store.db.execute(_MERGED))
    for change in clock_changes(store):
        found.update(columns.ids[_touched(columns, change)].tolist())
    return np.array(sorted(found), dtype=np.int64)


def _touched(columns: EventColumns, change: ClockChange) -> NDArray[np.bool_]:
    is_of_phone = np.array(
        [key.device_id == change.device_id for key in columns.packages], np.bool_
    )
    length = np.maximum(columns.precision_ms, columns.duration_ms)  # an unknown one is tiny
    is_near = (columns.time_ms <= change.end_ms) & (columns.time_ms >= change.begin_ms - length)
    touched: NDArray[np.bool_] = is_near & (columns.time_ms != UNKNOWN)
    if len(columns):
        touched &= is_of_phone[columns.package]
    return touched
