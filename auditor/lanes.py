"""The numbers of series, and of events within them.

An event's id is the number of its series and, in the low 40 bits, its time in milliseconds within
the series' era (docs/schema.md): the table of events is its own index, and what is asked of a
series is asked of one stretch of ids. What the phone records twice of one key and time, and what
lies in another era, is in a further series of the same key.
"""

import sqlite3
from dataclasses import dataclass, fields

import numpy as np

from auditor.bulk import UNKNOWN, Bool, Int64, insert_numbers, is_among, numbers
from auditor.errors import StoreError
from auditor.event_sql import TIME_BITS

ERA = 1  # from November 2004 to September 2039: where nearly every time lies
MOST_SERIES = (1 << 63 - TIME_BITS) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Who did what how, as equally long arrays of ids of the small tables; `tag` 0 is none."""

    package: Int64
    op: Int64
    tag: Int64
    way: Int64

    def __len__(self) -> int:
        return len(self.package)

    def take(self, rows: Int64 | Bool) -> "Keys":
        """Give the keys of some rows."""
        return Keys(*(getattr(self, item.name)[rows] for item in fields(self)))

    def and_then(self, other: "Keys") -> "Keys":
        """Give these keys and others behind them."""
        return Keys(
            *(
                np.concatenate((getattr(self, item.name), getattr(other, item.name)))
                for item in fields(self)
            )
        )


def packed(keys: Keys, sizes: list[int]) -> Int64:
    """Give one number for each key, equal for equal keys; `sizes` are above all of its parts."""
    if np.prod([float(size) for size in sizes]) > 2.0**62:
        raise too_many()
    number = keys.package
    for part, size in ((keys.op, sizes[1]), (keys.tag, sizes[2]), (keys.way, sizes[3])):
        number = number * size + part
    return number


def sizes_of(*tables: Keys) -> list[int]:
    """Give a number above all ids of each part."""
    return [
        1 + max(int(getattr(keys, item.name).max(initial=0)) for keys in tables)
        for item in fields(Keys)
    ]


def read_keys(db: sqlite3.Connection) -> tuple[Int64, Keys]:
    """Give the ids of all series, the smallest first, and their keys."""
    ops, ways = (
        1 + int(db.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()[0])
        for table in ("ops", "ways")
    )
    # Two parts in one number: handing numbers over takes longer than anything else here.
    ids, what, how = numbers(db, _KEYS.format(ops=ops, ways=ways), 3)
    return ids, Keys(what // ops, what % ops, how // ways, how % ways)


class Lanes:
    """The series of a case while a capture is being written."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        ids, keys = read_keys(db)
        self.last = int(ids.max(initial=0))
        odd, turn, era = numbers(db, _ODD, 3)
        is_odd = is_among(ids, odd)
        self._ids, self._keys = ids[~is_odd], keys.take(~is_odd)
        heads = self.heads(keys.take(is_odd))
        rows = zip(*(each.tolist() for each in (heads, turn, era, odd)), strict=True)
        self._odd = {(head, turn, era): lane for head, turn, era, lane in rows}

    def heads(self, keys: Keys) -> Int64:
        """Give the series of each key for ordinary times, adding those that are new."""
        sizes = sizes_of(self._keys, keys)
        known = packed(self._keys, sizes)
        order = np.argsort(known, kind="stable")
        wanted, first, inverse = np.unique(
            packed(keys, sizes), return_index=True, return_inverse=True
        )
        place = np.searchsorted(known, wanted, sorter=order)
        ids = np.zeros(len(wanted), dtype=np.int64)
        is_old = place < len(known)
        is_old[is_old] = known[order[place[is_old]]] == wanted[is_old]
        ids[is_old] = self._ids[order[place[is_old]]]
        ids[~is_old] = self._add(keys.take(first[~is_old]))
        return ids[inverse]

    def lane(self, head: int, turn: int, era: int) -> int:
        """Give the series of a key for another turn or era, adding it when it is new."""
        if turn == 0 and era == ERA:
            return head
        found = self._odd.get((head, turn, era))
        if found is None:
            self._number(1)
            found = self._odd[head, turn, era] = self.last
            self._db.execute(_ADD_ODD, (found, turn, None if era == UNKNOWN else era, head))
        return found

    def known(self, head: int, turn: int, era: int) -> int | None:
        """Give the same if it is there already."""
        return head if turn == 0 and era == ERA else self._odd.get((head, turn, era))

    def _add(self, keys: Keys) -> Int64:
        ids = np.arange(self.last + 1, self.last + 1 + len(keys))
        self._number(len(keys))
        tag = np.where(keys.tag == 0, UNKNOWN, keys.tag)
        columns = (ids, keys.package, keys.op, tag, keys.way)
        turn, era = (np.full(len(keys), each) for each in (0, ERA))
        insert_numbers(self._db, "series", (*columns, turn, era))
        self._ids = np.concatenate((self._ids, ids))
        self._keys = self._keys.and_then(keys)
        return ids

    def _number(self, more: int) -> None:
        self.last += more
        if self.last > MOST_SERIES:
            raise too_many()


_KEYS = """
SELECT id, package_id * {ops} + op_id, ifnull(tag_id, 0) * {ways} + way_id FROM series ORDER BY id
"""
_ODD = f"""
SELECT id, turn, ifnull(era, {UNKNOWN}) FROM series WHERE turn <> 0 OR era IS NOT {ERA} ORDER BY id
"""
_ADD_ODD = """
INSERT INTO series SELECT ?, package_id, op_id, tag_id, way_id, ?, ? FROM series WHERE id = ?
"""


def too_many() -> StoreError:
    """A case of more kinds of access than there are numbers for; no phone has as many."""
    return StoreError(
        "This case has no room for more kinds of access than it holds.",
        "Import what is new into another case.",
    )
