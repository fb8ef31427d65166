"""Records become events and witnesses: what is new, what the case knows, what it learns more of."""

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from auditor.arrivals import Arrived, Changes
from auditor.bulk import IDS, UNKNOWN, Int64, distinct, insert_numbers, numbers_of
from auditor.codes import Codes, FormKey
from auditor.event_ids import EventIds
from auditor.event_sql import TIME_BITS, TIME_MASK
from auditor.lanes import Lanes

_STORED = f"""
SELECT e.id, ifnull(e.duration_ms, {UNKNOWN}), e.form_id
FROM json_each(?) j CROSS JOIN events e ON e.id = j.value
"""
_LAST_LINE = f"SELECT ifnull(max(id), 0) FROM event_lines WHERE id < {1 << TIME_BITS}"
_KNOWN = """
SELECT e.id, r.started_ms, e.duration_ms, e.form_id,
  EXISTS (SELECT 1 FROM event_lines own WHERE own.id = e.id)
FROM json_each(?) j CROSS JOIN events e ON e.id = j.value JOIN raw_files r ON r.id = e.file_id
"""
_LINES = """
SELECT l.event_id, r.started_ms, iif(l.id = l.event_id, 0, l.id), l.time_ms IS NULL,
  l.duration_ms, l.form_id
FROM json_each(?) j CROSS JOIN event_lines l ON l.event_id = j.value
JOIN raw_files r ON r.id = l.file_id
"""
_KEEP_FIRST = """
INSERT INTO event_lines SELECT id, id, file_id, line, NULL, duration_ms, form_id FROM events
WHERE id = ?
"""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one raw line says of an event, in an order of which the newest is the last."""

    started_ms: int
    turn: int  # of lines of one file; the first record of all is 0
    is_of_its_time: bool  # not only near it
    duration_ms: int | None
    form: FormKey


class EventWriter:
    """Adds the accesses of one capture, in one batch or several."""

    def __init__(self, db: sqlite3.Connection, codes: Codes) -> None:
        self._db = db
        self._codes = codes
        self._lanes = Lanes(db)
        self._ids = EventIds(db, self._lanes)
        self._vague = dict(db.execute("SELECT id, vague_ms FROM ways WHERE vague_ms > 0"))
        self._last_line = int(db.execute(_LAST_LINE).fetchone()[0])
        self._new: list[Int64] = []
        self._grown: set[int] = set()
        self.known = 0  # records of events that were there already

    def add(self, arrived: Arrived) -> None:
        """Write records of accesses: each becomes an event or a witness of one."""
        if not len(arrived):
            return
        first_new = self._lanes.last + 1
        ids = self._ids.assign(arrived, self._precisions(), self._vague_by_way())
        self._note_vague(arrived)
        order = np.argsort(ids, kind="stable")
        ids, form = ids[order], arrived.form[order]
        duration_ms = arrived.duration_ms[order]
        is_first = np.ones(len(ids), dtype=np.bool_)
        is_first[1:] = ids[1:] != ids[:-1]
        old = numbers_of(self._db, _STORED, 3, ids[is_first & (ids < first_new << TIME_BITS)])
        is_new = is_first.copy()
        places = np.searchsorted(ids, old[0])
        is_new[places] = False
        self._add_events(arrived, order[is_new], ids[is_new])
        own_duration, own_form = duration_ms.copy(), form.copy()
        own_duration[places], own_form[places] = old[1], old[2]
        first = np.maximum.accumulate(np.where(is_first, np.arange(len(ids)), 0))
        is_other = (own_duration[first] != duration_ms) | (own_form[first] != form)
        self._add_lines(arrived, order[~is_new], ids[~is_new])
        self._learn(distinct(ids[~is_new & is_other]))

    def changes(self) -> Changes:
        """Give what changed, when everything is added."""
        new = np.concatenate([np.zeros((3, 0), dtype=np.int64), *self._new], axis=1)
        ids, duration_ms, form = new
        return Changes(ids, duration_ms, form, np.array(sorted(self._grown), dtype=np.int64))

    def _add_events(self, arrived: Arrived, rows: Int64, ids: Int64) -> None:
        duration_ms, form = arrived.duration_ms[rows], arrived.form[rows]
        insert_numbers(
            self._db, "events", (ids, arrived.file[rows], arrived.line[rows], duration_ms, form)
        )
        self._new.append(np.array((ids, duration_ms, form)))
        if arrived.details:
            pairs = zip(rows.tolist(), ids.tolist(), strict=True)
            details = [(i, *arrived.details[r], 0) for r, i in pairs if r in arrived.details]
            self._db.executemany(
                "INSERT INTO event_details VALUES (?, ?, ?, ?, ?, ?, ?, ?)", details
            )

    def _add_lines(self, arrived: Arrived, rows: Int64, ids: Int64) -> None:
        time_ms = arrived.time_ms[rows]
        numbers = np.arange(len(rows)) + self._last_line + 1
        self._last_line += len(rows)
        self.known += len(rows)
        own = np.where(time_ms & TIME_MASK == ids & TIME_MASK, UNKNOWN, time_ms)
        place = arrived.file[rows], arrived.line[rows]
        said = arrived.duration_ms[rows], arrived.form[rows]
        if len(rows):
            insert_numbers(self._db, "event_lines", (numbers, ids, *place, own, *said))

    def _learn(self, ids: Int64) -> None:
        """Let events say what all of their records say together."""
        forms = {number: key for key, number in self._codes.forms.items()}
        for begin in range(0, len(ids), IDS):
            wanted = (json.dumps(ids[begin : begin + IDS].tolist()),)
            told: defaultdict[int, list[_Reading]] = defaultdict(list)
            for number, started_ms, turn, is_same, duration_ms, form in self._db.execute(
                _LINES, wanted
            ):
                told[number].append(
                    _Reading(started_ms, turn, bool(is_same), duration_ms, forms[form])
                )
            for number, started_ms, duration_ms, form, is_kept in self._db.execute(
                _KNOWN, wanted
            ).fetchall():
                own = _Reading(started_ms, 0, True, duration_ms, forms[form])
                every = told[number] if is_kept else [own, *told[number]]
                lasted, best = _together(own.form, every)
                if (lasted, best) != (duration_ms, own.form):
                    self._change(number, lasted, self._codes.forms.code(best), bool(is_kept))

    def _change(self, number: int, duration_ms: int | None, form: int, is_kept: bool) -> None:
        if not is_kept:
            self._db.execute(_KEEP_FIRST, (number,))
        self._db.execute(
            "UPDATE events SET duration_ms = ?, form_id = ? WHERE id = ?",
            (duration_ms, form, number),
        )
        self._grown.add(number)

    def _precisions(self) -> Int64:
        """Give the precision of each form, by its id."""
        ids = self._codes.forms.items()
        found = np.zeros(1 + max((number for _, number in ids), default=0), dtype=np.int64)
        for key, number in ids:
            found[number] = key[0]
        return found

    def _vague_by_way(self) -> Int64:
        last = max((number for _, number in self._codes.ways.items()), default=0)
        found = np.zeros(1 + last, dtype=np.int64)
        for way, longest_ms in self._vague.items():
            found[way] = longest_ms
        return found

    def _note_vague(self, arrived: Arrived) -> None:
        """Remember the longest precision of the last accesses of each way, where not exact."""
        precision = self._precisions()[arrived.form]
        is_vague = precision > 1
        is_vague[list(arrived.sorts)] = False
        for way in distinct(arrived.keys.way[is_vague]).tolist():
            longest_ms = int(precision[is_vague & (arrived.keys.way == way)].max())
            if longest_ms > self._vague.get(way, 0):
                self._vague[way] = longest_ms
                self._db.execute("UPDATE ways SET vague_ms = ? WHERE id = ?", (longest_ms, way))


def _together(own: FormKey, readings: list[_Reading]) -> tuple[int | None, FormKey]:
    """The longest duration, the surest time, the newest state."""
    readings = sorted(readings, key=lambda each: (each.started_ms, each.turn))
    lasted = [each.duration_ms for each in readings if each.duration_ms is not None]
    same = [each.form for each in readings if each.is_of_its_time]
    proxies = [each.form[5] for each in readings if each.form[5] is not None]
    precision_ms, assumed = min(form[0] for form in same), min(form[3] for form in same)
    running, proxy = readings[-1].form[2], proxies[-1] if proxies else None
    return max(lasted, default=None), (precision_ms, own[1], running, assumed, own[4], proxy)
