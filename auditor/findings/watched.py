"""What watches say of the accesses that rules see: which they saw come, and when they saw nothing.

A watch asks a phone for its last accesses again and again (docs/live.md). An access was *seen to
come* if the same question had been asked before, without a gap in between, and its time was not
in that answer yet. What was there at the first look, or came first after a gap, is as exact, but
nobody saw what was before it.
"""

import sqlite3
from dataclasses import dataclass

import numpy as np

from auditor.bulk import UNKNOWN, Bool, Int64, is_among, numbers
from auditor.event_sql import TIME_BITS
from auditor.records import Source
from auditor.repeats import WATCH
from auditor.series import SeriesTable
from auditor.shown import Rows, times

NOT_WATCHED, CAME_FIRST, SEEN = 0, 1, 2

# How far the phone's clock is ahead of the computer's: at least and at most, at all readings of it
# while the capture grew. Its answer lay between the question and `host_after_ms`.
_AHEAD = """
SELECT capture_id, min(phone_utc_ms - ifnull(host_after_ms, host_utc_ms)) AS least_ms,
  max(phone_utc_ms - host_utc_ms) AS most_ms
FROM clock_readings WHERE phone_utc_ms IS NOT NULL GROUP BY capture_id
"""
_FILES = f"""
SELECT r.id, r.capture_id, ifnull(r.looked_before_ms, {UNKNOWN}), ifnull(r.ended_ms, r.started_ms),
  ifnull(k.least_ms, {UNKNOWN}), ifnull(k.most_ms, {UNKNOWN})
FROM raw_files r JOIN captures c ON c.id = r.capture_id
LEFT JOIN ({_AHEAD}) k ON k.capture_id = c.id
WHERE c.plan = '{WATCH}' ORDER BY r.id
"""
_RECORDS = (
    "SELECT id, file_id FROM events WHERE file_id BETWEEN ? AND ?",
    "SELECT event_id, file_id FROM event_lines WHERE file_id BETWEEN ? AND ?",
)
# By the phone's clock: a watch as short, a gap as long as the two clocks allow.
WATCHES = f"""
SELECT d.device_id, c.capture_id, c.started_ms + k.most_ms AS begin_ms,
  ifnull(c.ended_ms, c.started_ms) + k.least_ms AS end_ms, k.most_ms - k.least_ms AS uncertain_ms
FROM captures c JOIN devices d ON d.id = c.device_id JOIN ({_AHEAD}) k ON k.capture_id = c.id
WHERE c.plan = '{WATCH}'
"""
GAPS = f"""
SELECT d.device_id, c.capture_id, g.begin_ms + k.least_ms AS begin_ms,
  g.end_ms + k.most_ms AS end_ms, k.most_ms - k.least_ms AS uncertain_ms, g.reason
FROM live_gaps g JOIN captures c ON c.id = g.capture_id JOIN devices d ON d.id = c.device_id
JOIN ({_AHEAD}) k ON k.capture_id = c.id
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """How watches saw some events, as arrays in the order of their ids."""

    how: Int64  # NOT_WATCHED CAME_FIRST SEEN
    looks_apart_ms: Int64  # from the look before to the answer that told it; UNKNOWN but for SEEN

    @property
    def is_seen(self) -> Bool:
        """Which were seen to come."""
        seen: Bool = self.how == SEEN
        return seen


def read(db: sqlite3.Connection, table: SeriesTable, rows: Rows) -> Watched:
    """Say how watches saw events, which are in the order of their ids."""
    how = np.zeros(len(rows), dtype=np.int64)
    apart = np.full(len(rows), UNKNOWN, dtype=np.int64)
    files = numbers(db, _FILES, 6)
    if len(rows) and files.size:
        ids, file = _first_records(db, table, files)
        place, is_there = _places(db, ids, rows.ids)
        ids, file, place = ids[is_there], file[is_there], place[is_there]
        is_seen = _is_seen(files, file, times(db, ids)) & (rows.precision_ms[place] <= 1)
        np.maximum.at(how, place, np.where(is_seen, SEEN, CAME_FIRST))
        width = files[3, file] - files[2, file]
        # Of several watches the one that looked most closely tells most.
        narrowest = np.full(len(rows), np.iinfo(np.int64).max)
        np.minimum.at(narrowest, place[is_seen], width[is_seen])
        apart = np.where(how == SEEN, narrowest, UNKNOWN)
    return Watched(how, apart)


def _first_records(db: sqlite3.Connection, table: SeriesTable, files: Int64) -> tuple[Int64, Int64]:
    """Give the last accesses that watches told, each with the place of the file of its first
    record in each watch: later ones tell its end, or say it again.
    """
    ends = (int(files[0, 0]), int(files[0, -1]))
    ids, of = np.concatenate([numbers(db, sql, 2, ends) for sql in _RECORDS], axis=1)
    is_last = table.ways.passing(lambda way: way.source is Source.LAST)
    wanted = is_among(of, files[0]) & is_last[table.way[ids >> TIME_BITS]]
    ids, file = ids[wanted], np.searchsorted(files[0], of[wanted])
    order = np.lexsort((file, files[1, file], ids))
    ids, file = ids[order], file[order]
    capture = files[1, file]
    is_first = np.ones(len(ids), dtype=np.bool_)
    is_first[1:] = (ids[1:] != ids[:-1]) | (capture[1:] != capture[:-1])
    return ids[is_first], file[is_first]


def _places(db: sqlite3.Connection, ids: Int64, shown: Int64) -> tuple[Int64, Bool]:
    """Give where the events stand that these are witnesses of, and which are listed at all."""
    event, merged = numbers(db, "SELECT event_id, merged_id FROM merged_into ORDER BY 1", 2)
    if len(event):
        at = np.minimum(np.searchsorted(event, ids), len(event) - 1)
        ids = np.where(event[at] == ids, merged[at], ids)
    place = np.minimum(np.searchsorted(shown, ids), len(shown) - 1)
    is_there: Bool = shown[place] == ids
    return place, is_there


def _is_seen(files: Int64, file: Int64, time_ms: Int64) -> Bool:
    """Which were asked for before, and lie between the two looks by the phone's clock as well."""
    before, answered, least, most = (each[file] for each in files[2:])
    is_known = (before != UNKNOWN) & (least != UNKNOWN) & (time_ms != UNKNOWN)
    # A clock that was set in between makes it any time: then nobody can tell.
    is_between = (time_ms >= before + least) & (time_ms <= answered + most)
    found: Bool = is_known & is_between
    return found
