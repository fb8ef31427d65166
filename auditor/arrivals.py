"""Records of accesses on their way into a case: coded, but not yet told apart as events."""

from dataclasses import dataclass

import numpy as np

from auditor.bulk import UNKNOWN, Int64
from auditor.lanes import Keys

Parts = tuple[int, int, int, int]  # package, op, tag (0: none), way
Sort = tuple[object, ...]  # what tells rows of one series and time apart; equal ones are twins
Details = tuple[int | None, ...]  # in the order of the table `event_details`, without the last
SLOT = 5  # its place in the details


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """Some records as equally long arrays, in the order in which they were read.

    `sorts` and `details` name rows. A row without a sort is a last access: one per series and time.
    An unknown time or duration is UNKNOWN.
    """

    keys: Keys
    form: Int64
    file: Int64
    line: Int64
    time_ms: Int64
    duration_ms: Int64
    sorts: dict[int, Sort]
    details: dict[int, Details]

    def __len__(self) -> int:
        return len(self.form)


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What a load changed: new events as columns, and the ids of older ones that grew."""

    ids: Int64
    duration_ms: Int64
    form: Int64
    grown: Int64

    @property
    def touched(self) -> Int64:
        """The ids of all of them."""
        return np.concatenate((self.ids, self.grown))


class Arrivals:
    """Gathers records, singly and in columns."""

    def __init__(self) -> None:
        self._tables: list[Int64] = []
        self._rows: list[tuple[int, ...]] = []
        self._sorts: dict[int, Sort] = {}
        self._details: dict[int, Details] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(
        self,
        parts: Parts,
        form: int,
        place: tuple[int, int],
        time_ms: int | None,
        duration_ms: int | None,
        sort: Sort | None,
        details: Details,
    ) -> None:
        """Take one record; `place` is its file and line."""
        time = UNKNOWN if time_ms is None else time_ms
        lasted = UNKNOWN if duration_ms is None else duration_ms
        self._rows.append((*parts, form, *place, time, lasted))
        if sort is not None:
            self._sorts[self._size] = sort
        if any(each is not None for each in details):
            self._details[self._size] = details
        self._size += 1

    def add_columns(self, columns: list[Int64]) -> None:
        """Take last accesses as columns, in the order in which `add` puts its numbers."""
        self._close()
        self._tables.append(np.array(columns, dtype=np.int64))
        self._size += len(columns[0])

    def take(self) -> Arrived:
        """Give what was gathered, and begin anew."""
        self._close()
        empty = np.zeros((9, 0), dtype=np.int64)
        table = np.concatenate([empty, *self._tables], axis=1)
        package, op, tag, way, form, file, line, time_ms, duration_ms = table
        keys = Keys(package, op, tag, way)
        found = Arrived(keys, form, file, line, time_ms, duration_ms, self._sorts, self._details)
        self._tables, self._sorts, self._details, self._size = [], {}, {}, 0
        return found

    def _close(self) -> None:
        if self._rows:
            self._tables.append(np.array(self._rows, dtype=np.int64).T)
            self._rows = []
