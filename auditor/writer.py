"""Adds the records of one capture to a case. What belongs together, and what is one event.

What other services tell is written as it comes; accesses wait until they are sorted, for a million
in order is written in half of the time. The caller holds the transaction.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from auditor.arrivals import Arrivals, Changes
from auditor.blocks import Block
from auditor.codes import Codes
from auditor.event_writer import EventWriter
from auditor.record_numbers import Record
from auditor.rows import FileRows
from auditor.task import Cancelled, Task

BATCH = 2_000
MOST = 1 << 20  # accesses that wait: some 100 MB
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

    def __init__(self, db: sqlite3.Connection, device_id: int) -> None:
        self._db = db
        self._device_id = device_id
        self._codes = Codes(db, device_id)
        self._arrivals = Arrivals()
        self._events = EventWriter(db, self._codes)

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
        file = FileRows(self._db, self._codes, self._arrivals, self._device_id, raw_file_id, whole)
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
            if len(self._arrivals) >= MOST:
                self._events.add(self._arrivals.take())
        file.flush()
        file.close_slots()
        return number

    def finish(self, task: Task) -> Changes:
        """Turn what waits into events and witnesses. Raises Cancelled."""
        with _interruptible(self._db, task):
            self._events.add(self._arrivals.take())
            self._db.execute(_IS_SYSTEM, {"device": self._device_id})
        return self._events.changes()

    @property
    def known(self) -> int:
        """How many records told of an event that the case has already."""
        return self._events.known


@contextmanager
def _interruptible(db: sqlite3.Connection, task: Task) -> Iterator[None]:
    """Let a cancel end a statement that runs for seconds."""
    if task.is_cancelled:
        raise Cancelled
    db.set_progress_handler(lambda: int(task.is_cancelled), 50_000)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise Cancelled from error
        raise
    finally:
        db.set_progress_handler(None, 0)
