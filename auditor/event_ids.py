"""Which event a record tells of: its id, whether the case knows it already or not."""

import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from auditor.arrivals import SLOT, Arrived, Sort
from auditor.bulk import UNKNOWN, Int64, numbers_of
from auditor.event_sql import TIME_BITS, TIME_MASK
from auditor.lanes import ERA, Lanes
from auditor.parsers.place import CLOCKS_APART_MS
from auditor.records import Source

TWIN_BITS = 32  # of a turn: above the place among slots of one begin, 0 for what is in none

# Slots of several readings may begin alike: which of these a slot is, the first loaded being 1.
# Not its own number, which would take a series for every count of every reading.
_PLACES = "SELECT id, row_number() OVER (PARTITION BY begin_ms ORDER BY id) FROM slots"

# Before Android 9 a time is only as exact as the reading took, and up to Android 10 the begin of
# a run is worked out from its end: two readings of one access then differ. Where both stretches
# in which it may lie meet, it is the same access. Its own time stays on its line.
_ADOPT = """
SELECT min(e.id) FROM events e JOIN forms f ON f.id = e.form_id
WHERE e.id BETWEEN :first AND :last AND f.precision_ms + :precision > 2
  AND (e.id & :mask) - :time < :precision + :apart
  AND :time - (e.id & :mask) < f.precision_ms + :apart
"""
_STORED = f"""
SELECT e.id, ifnull(e.duration_ms, {UNKNOWN}), ifnull(f.count, {UNKNOWN}),
  ifnull(d.attribution_flags, {UNKNOWN}), ifnull(d.chain_id, {UNKNOWN}),
  ifnull(d.slot_id, 0), w.source IN ('{Source.AUDIO}', '{Source.CAMERA}')
FROM json_each(?) j CROSS JOIN events e ON e.id = j.value
JOIN series s ON s.id = e.id >> {TIME_BITS} JOIN ways w ON w.id = s.way_id
JOIN forms f ON f.id = e.form_id LEFT JOIN event_details d ON d.event_id = e.id
"""


def sort_of(
    duration_ms: int | None,
    count: int | None,
    attribution_flags: int | None,
    chain_id: int | None,
    slot_id: int,
    is_session: bool,
) -> Sort:
    """Tell apart what the phone keeps apart within one series and time.

    A session grows while it runs, and of an old one only the end may be left: it counts nothing.
    A row of a history stays as it is, and equal rows are as many accesses: twins.
    """
    if is_session:
        return (bool(count),)
    if slot_id:
        return (slot_id,)
    return (duration_ms, count, attribution_flags, chain_id)


class EventIds:
    """Gives records the ids of their events, for one capture."""

    def __init__(self, db: sqlite3.Connection, lanes: Lanes) -> None:
        self._db = db
        self._lanes = lanes
        self._sorts: dict[int, Sort] = {}  # by event, as far as they were asked for
        self._first_new = lanes.last + 1
        # By file, the events that one of its rows is a witness of: each row is one of its own.
        self._told: defaultdict[int, set[int]] = defaultdict(set)

    def assign(self, arrived: Arrived, precision_ms: Int64, vague_ms: Int64) -> Int64:
        """Give the id of each record's event, making series for what needs one.

        `precision_ms` is by form; `vague_ms` by way the longest precision of its last accesses.
        """
        heads = self._lanes.heads(arrived.keys)
        time_ms = self._adopted(arrived, heads, precision_ms, vague_ms)
        era = np.where(time_ms == UNKNOWN, UNKNOWN, time_ms >> TIME_BITS)
        ids: Int64 = (heads << TIME_BITS) | (time_ms & TIME_MASK)
        for row in np.flatnonzero(era != ERA).tolist():
            if row not in arrived.sorts:
                lane = self._lanes.lane(int(heads[row]), 0, int(era[row]))
                ids[row] = lane << TIME_BITS | int(ids[row]) & TIME_MASK
        self._tell_apart(arrived, heads, era, ids)
        return ids

    def _adopted(
        self, arrived: Arrived, heads: Int64, precision_ms: Int64, vague_ms: Int64
    ) -> Int64:
        """Give the times, of which a vague one is that of the event it may be of."""
        time_ms = arrived.time_ms.copy()
        own, of_way = precision_ms[arrived.form], vague_ms[arrived.keys.way]
        rows = np.flatnonzero(((own > 1) | (of_way > 1)) & (time_ms >> TIME_BITS == ERA))
        for row in rows.tolist():
            if row in arrived.sorts:
                continue
            lane = int(heads[row]) << TIME_BITS
            time, precision = int(time_ms[row]) & TIME_MASK, int(own[row])
            reach = max(int(of_way[row]), 1) + CLOCKS_APART_MS
            found = self._db.execute(
                _ADOPT,
                {
                    "first": lane | max(0, time - reach),
                    "last": lane | min(TIME_MASK, time + precision + CLOCKS_APART_MS),
                    "precision": precision,
                    "time": time,
                    "mask": TIME_MASK,
                    "apart": CLOCKS_APART_MS,
                },
            ).fetchone()[0]
            if found is not None:
                time_ms[row] += (found & TIME_MASK) - time
        return time_ms

    def _tell_apart(self, arrived: Arrived, heads: Int64, era: Int64, ids: Int64) -> None:
        """Find the turn of each row that has a sort: the first event that it can be, or none."""
        times = (ids & TIME_MASK).tolist()
        slots = {row: slot for row in arrived.sorts if (slot := _slot(arrived, row))}
        places = dict(self._db.execute(_PLACES)) if slots else {}
        waiting = [
            _Waiting(row, int(heads[row]), places.get(slots.get(row), 0), int(era[row]), times[row])
            for row in arrived.sorts
        ]
        waiting = self._place_all(waiting, 0, arrived, ids)
        # Of equal rows of one file each needs a twin of its own: the second looks no lower than
        # the second, or thousands of them would ask for each other's.
        later: defaultdict[int, list[_Waiting]] = defaultdict(list)
        ranks: Counter[tuple[object, ...]] = Counter()
        for each in waiting:
            place = (each.head, each.slot, each.era, each.time)
            equal = (int(arrived.file[each.row]), place, arrived.sorts[each.row])
            ranks[equal] += 1
            later[ranks[equal]].append(each)
        twin = 1
        while later:
            waiting = sorted(later.pop(twin, []), key=lambda each: each.row)
            if left := self._place_all(waiting, twin, arrived, ids):
                later[twin + 1] += left
            twin += 1

    def _place_all(
        self, waiting: list["_Waiting"], twin: int, arrived: Arrived, ids: Int64
    ) -> list["_Waiting"]:
        """Let rows be this twin, and give those that cannot."""
        self._read_sorts(waiting, twin)
        return [
            each
            for each in waiting
            if not self._place(each, twin, arrived.sorts[each.row], arrived, ids)
        ]

    def _place(self, each: "_Waiting", twin: int, sort: Sort, arrived: Arrived, ids: Int64) -> bool:
        """Let a row be this twin, unless that is another event or one that its file has told of."""
        number = self._number(each, twin)
        told = self._told[int(arrived.file[each.row])]
        found = None if number is None else self._sorts.get(number)
        if found is not None and (found != sort or number in told):
            return False
        if number is None:
            lane = self._lanes.lane(each.head, each.turn(twin), each.era)
            number = lane << TIME_BITS | each.time
        self._sorts[number] = sort
        told.add(number)
        ids[each.row] = number
        return True

    def _number(self, each: "_Waiting", twin: int) -> int | None:
        lane = self._lanes.known(each.head, each.turn(twin), each.era)
        return None if lane is None else lane << TIME_BITS | each.time

    def _read_sorts(self, waiting: list["_Waiting"], twin: int) -> None:
        wanted = {self._number(each, twin) for each in waiting}
        first_new = self._first_new << TIME_BITS
        ids = sorted(n for n in wanted if n is not None and n < first_new and n not in self._sorts)
        for row in numbers_of(self._db, _STORED, 7, np.array(ids, dtype=np.int64)).T.tolist():
            lasted, count, flags, chain = (None if n == UNKNOWN else n for n in row[1:5])
            self._sorts[row[0]] = sort_of(lasted, count, flags, chain, row[5], bool(row[6]))


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A row on its way through the turns of its series and time."""

    row: int
    head: int
    slot: int  # its place among slots that begin alike
    era: int
    time: int  # within the era

    def turn(self, twin: int) -> int:
        return self.slot | twin << TWIN_BITS


def _slot(arrived: Arrived, row: int) -> int:
    details = arrived.details.get(row)
    return (details[SLOT] if details else None) or 0
