"""Adds the records of one capture to a case. What belongs together, and what is one event.

Records are first staged in a temporary table, then become events and witnesses in a few
statements over all of them; the caller holds the transaction.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from auditor.blocks import Block
from auditor.codes import Codes
from auditor.parsers.place import CLOCKS_APART_MS
from auditor.rows import STAGING, FileRows, Record
from auditor.task import Cancelled, Task

BATCH = 2_000
NO_TIME: Final = "-9223372036854775808"

# Before Android 9 a time is only as exact as the reading took, and up to Android 10 the begin of
# a run is worked out from its end: two readings of one access then differ. Where both stretches
# in which it may lie meet, it is the same access. Its own time stays on its line.
_ADOPT_TIMES = f"""
UPDATE incoming SET key_ms = ifnull((
    SELECT min(e.time_ms) FROM events e
    WHERE e.series_id = incoming.series_id AND e.variant = incoming.variant
      AND e.precision_ms + incoming.precision_ms > 2
      AND e.time_ms - incoming.time_ms < incoming.precision_ms + {CLOCKS_APART_MS}
      AND incoming.time_ms - e.time_ms < e.precision_ms + {CLOCKS_APART_MS}), key_ms)
WHERE is_last AND time_ms IS NOT NULL AND (precision_ms > 1 OR series_id IN (
  SELECT e.series_id FROM events e JOIN series s ON s.id = e.series_id
  WHERE s.source = 'last' AND e.precision_ms > 1))
"""
_SAME = (
    f"e.series_id = i.series_id AND ifnull(e.time_ms, {NO_TIME}) = ifnull(i.key_ms, {NO_TIME})"
    " AND e.variant = i.variant"
)
_ADD_EVENTS = f"""
INSERT INTO events (series_id, time_ms, precision_ms, duration_ms, count, running, zone_assumed,
  about, access_duration_ms, printed_begin_ms, printed_end_ms, proxy_id, attribution_flags,
  chain_id, slot_id, variant)
SELECT series_id, key_ms, precision_ms, duration_ms, count, running, zone_assumed,
  about, access_duration_ms, printed_begin_ms, printed_end_ms, proxy_id, attribution_flags,
  chain_id, slot_id, variant
FROM incoming WHERE true
ORDER BY series_id, ifnull(key_ms, {NO_TIME}), variant, id
ON CONFLICT (series_id, ifnull(time_ms, {NO_TIME}), variant) DO NOTHING
"""
_ADD_LINES = f"""
INSERT INTO event_lines (event_id, capture_id, raw_file_id, line, time_ms, precision_ms,
  duration_ms, running, zone_assumed, proxy_id)
SELECT e.id, :capture, i.raw_file_id, i.line, i.time_ms, i.precision_ms,
  i.duration_ms, i.running, i.zone_assumed, i.proxy_id
FROM incoming i JOIN events e ON {_SAME}
ORDER BY i.id
"""
# The line that explains an event best: the longest duration, then the newest reading.
_BEST = """
SELECT l.{column} FROM event_lines l JOIN raw_files r ON r.id = l.raw_file_id
WHERE l.event_id = events.id {condition} ORDER BY {order}
  r.started_ms DESC, l.id DESC LIMIT 1
"""
_MERGE = f"""
UPDATE events SET
  line_id = ({_BEST.format(column="id", condition="", order="ifnull(l.duration_ms, -1) DESC,")}),
  running = ({_BEST.format(column="running", condition="", order="")}),
  proxy_id = ({_BEST.format(column="proxy_id", condition="AND l.proxy_id IS NOT NULL", order="")}),
  duration_ms = (SELECT max(l.duration_ms) FROM event_lines l WHERE l.event_id = events.id),
  (precision_ms, zone_assumed) = (
    SELECT min(l.precision_ms), min(l.zone_assumed) FROM event_lines l
    WHERE l.event_id = events.id AND l.time_ms IS events.time_ms)
WHERE id IN (SELECT l.event_id FROM event_lines l WHERE l.capture_id = :capture AND EXISTS (
  SELECT 1 FROM event_lines other WHERE other.event_id = l.event_id AND other.id <> l.id))
"""
_ONLY_LINE = """
UPDATE events SET line_id = (SELECT l.id FROM event_lines l WHERE l.event_id = events.id)
WHERE line_id IS NULL
"""
# As of the newest capture that tells it, whichever was loaded last.
_IS_SYSTEM = """
UPDATE packages SET is_system = (
  SELECT k.is_system FROM package_facts k JOIN raw_files r ON r.id = k.raw_file_id
  WHERE k.package_id = packages.id AND k.is_system IS NOT NULL
  ORDER BY r.started_ms DESC, r.id DESC LIMIT 1)
WHERE device_id = :device
"""


class CaptureWriter:
    """Takes the records of one capture's raw files, then turns them into events at once."""

    def __init__(self, db: sqlite3.Connection, device_id: int, capture_id: int) -> None:
        self._db = db
        self._device_id = device_id
        self._capture_id = capture_id
        self._codes = Codes(db, device_id)
        db.execute(STAGING)
        db.execute("DELETE FROM incoming")

    def add_file(
        self,
        raw_file_id: int,
        whole: bool,
        records: Iterable[Record],
        beat: Callable[[], None],
    ) -> int:
        """Write every record of one raw file; events wait for `finish`. Gives their number.

        `beat` is called at a steady pace and may raise Cancelled.
        """
        file = FileRows(self._db, self._codes, self._device_id, raw_file_id, whole)
        number = waiting = 0
        for record in records:
            file.add(record)
            size = len(record) if isinstance(record, Block) else 1
            number += size
            waiting += size
            if waiting >= BATCH:
                file.flush()
                waiting = 0
                beat()
        file.flush()
        file.close_slots()
        return number

    def finish(self, task: Task) -> tuple[int, int]:
        """Turn what was staged into events and witnesses: how many are new, how many known."""
        with _interruptible(self._db, task):
            staged = self._count("SELECT count(*) FROM incoming")
            self._db.execute(_ADOPT_TIMES)
            added = self._db.execute(_ADD_EVENTS).rowcount
            lines = self._db.execute(_ADD_LINES, {"capture": self._capture_id}).rowcount
            if lines != staged:
                raise AssertionError(f"{staged} records became {lines} lines")
            self._db.execute(_ONLY_LINE)
            self._db.execute(_MERGE, {"capture": self._capture_id})
            self._db.execute(_IS_SYSTEM, {"device": self._device_id})
            self._db.execute("DELETE FROM incoming")
        return added, staged - added

    def _count(self, sql: str) -> int:
        return int(self._db.execute(sql).fetchone()[0])


@contextmanager
def _interruptible(db: sqlite3.Connection, task: Task) -> Iterator[None]:
    """Let a cancel end a statement that runs for seconds."""
    db.set_progress_handler(lambda: int(task.is_cancelled), 50_000)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise Cancelled from error
        raise
    finally:
        db.set_progress_handler(None, 0)
