"""The columns of a case as they lie in it: compressed, in parts that follow each other in time.

A derived table: reading it takes a fifth of a second for a million events. A load writes only the
parts anew that its events lie in.
"""

import json
import sqlite3
import struct
import zlib
from dataclasses import replace
from itertools import pairwise

import numpy as np

from auditor import schema
from auditor.bulk import UNKNOWN, Int64, distinct, is_among
from auditor.event_sql import TIME_BITS, TIME_MASK
from auditor.shown import FIELDS, Rows, everything, join, times

SIZE = 1 << 15  # events in a part when it is made; it is cut at twice as many
REACH_MS = 2 * 3_600_000  # what a witness can move the time of an event by is less
LATER = int(np.iinfo(np.int64).max)  # where unknown times stand

_PARTS = "SELECT id, data FROM event_columns ORDER BY begin_ms, id"
_TELLS = """
SELECT 1 FROM {table} WHERE :files IS NULL
OR raw_file_id IN (SELECT value FROM json_each(:files)) LIMIT 1
"""
_CLOCK_WAS_SET = "SELECT 1 FROM v_clock_changes LIMIT 1"
_HEAD = struct.Struct("<BI")  # format, rows
_COLUMN = struct.Struct("<qBBI")  # smallest number, bytes of each, whether 0 is unknown, length


def refresh(db: sqlite3.Connection, rows: Rows, changed: Int64) -> None:
    """Put events in that are new or changed, and take out what they were before."""
    parts = db.execute("SELECT id, begin_ms FROM event_columns ORDER BY begin_ms, id").fetchall()
    if not parts:
        _write(db, rows.in_order())
        return
    begins = np.array([begin for _, begin in parts], dtype=np.int64)
    into = _place(begins, _key(rows.time_ms))
    own = _key(times(db, changed))
    first = _place(begins, np.where(own == LATER, own, own - REACH_MS))
    last = _place(begins, np.where(own == LATER, own, own + REACH_MS))
    for place in sorted({*into.tolist(), *_between(first, last)}):
        number = parts[place][0]
        old = decode(_data(db, number))
        old = old.take(~is_among(old.ids, changed))
        db.execute("DELETE FROM event_columns WHERE id = ?", (number,))
        _write(db, join([old, rows.take(into == place)]).in_order())


def rebuild(db: sqlite3.Connection) -> None:
    """Work the whole table out again, and with it what was going on around the events."""
    db.execute("DELETE FROM event_columns")
    _write(db, everything(db))
    renew_context(db)


def renew_context(db: sqlite3.Connection) -> None:
    """Work out anew what was going on around all events, and write what is otherwise now."""
    from auditor import event_context  # slow to import, and a dump alone needs none of it

    parts = [(n, decode(data)) for n, data in db.execute(_PARTS).fetchall()]
    rows = join([part for _, part in parts])
    facts = event_context.rebuild(db, rows.ids, rows.series, rows.time_ms, rows.precision_ms)
    ends = np.cumsum([len(part) for _, part in parts], dtype=np.int64)
    for (number, part), own in zip(parts, np.split(facts, ends[:-1]), strict=False):
        if not np.array_equal(part.context, own):
            data = encode(replace(part, context=own))
            db.execute("UPDATE event_columns SET data = ? WHERE id = ?", (data, number))


def has_surroundings(
    db: sqlite3.Connection, files: list[int] | None = None, clock_was_read: bool = True
) -> bool:
    """Whether a case, or some raw files of it, tell what was going on around events.

    A change of the clock, which only shows between two captures, takes knowledge of older events.
    """
    if files is not None and clock_was_read and db.execute(_CLOCK_WAS_SET).fetchone() is not None:
        return has_surroundings(db)
    wanted = None if files is None else json.dumps(files)
    return any(
        db.execute(_TELLS.format(table=table), {"files": wanted}).fetchone() is not None
        for table in ("usage_spans", "usage_events", "permissions", "screen_states", "settings")
    )


def read(db: sqlite3.Connection) -> Rows | None:
    """Give all listed events in order; None where the table is not of this version."""
    if not schema.has_columns(db):
        return None
    return join([decode(data) for _, data in db.execute(_PARTS)])


def _data(db: sqlite3.Connection, number: int) -> bytes:
    row = db.execute("SELECT data FROM event_columns WHERE id = ?", (number,)).fetchone()
    return bytes(row[0])


def _key(time_ms: Int64) -> Int64:
    return np.where(time_ms == UNKNOWN, LATER, time_ms)


def _place(begins: Int64, key: Int64) -> Int64:
    """Give the part that a time lies in; the first one also takes what is earlier."""
    place: Int64 = np.maximum(np.searchsorted(begins, key, side="right") - 1, 0)
    return place


def _between(first: Int64, last: Int64) -> set[int]:
    pairs = set(zip(first.tolist(), last.tolist(), strict=True))
    return {place for begin, end in pairs for place in range(begin, end + 1)}


def _write(db: sqlite3.Connection, rows: Rows) -> None:
    """Write ordered rows as parts. Equal times never lie in two, nor known and unknown in one."""
    key = _key(rows.time_ms)
    known = int(np.searchsorted(key, LATER))
    for begin, end in ((0, known), (known, len(rows))):
        for part in _cut(key, begin, end):
            db.execute(
                "INSERT INTO event_columns (begin_ms, data) VALUES (?, ?)",
                (int(key[part.start]), encode(rows.take(part))),
            )


def _cut(key: Int64, begin: int, end: int) -> list[slice]:
    size = SIZE if end - begin > 2 * SIZE else 2 * SIZE
    wanted = np.arange(begin + size, end, size)
    cuts = distinct(np.searchsorted(key[begin:end], key[wanted]) + begin).tolist()
    edges = [begin, *(cut for cut in cuts if cut > begin), end]
    return [slice(a, b) for a, b in pairwise(edges) if b > a]


def encode(rows: Rows) -> bytes:
    """Write the rows of a part; there must be some."""
    time_ms = rows.time_ms
    columns = dict(zip(FIELDS, rows.columns, strict=True))
    # Most events have their own time and series in their id: nothing is left of those.
    columns["ids"] = rows.ids ^ _own_ids(rows.series, time_ms)
    columns["time_ms"] = np.diff(time_ms, prepend=time_ms[:1])
    parts = [_HEAD.pack(schema.COLUMNS_FORMAT, len(rows)), struct.pack("<q", int(time_ms[0]))]
    return b"".join(parts + [_pack(columns[name]) for name in FIELDS])


def decode(data: bytes) -> Rows:
    """Read the rows of a part."""
    _, size = _HEAD.unpack_from(data)
    (begin_ms,) = struct.unpack_from("<q", data, _HEAD.size)
    at = _HEAD.size + 8
    columns: dict[str, Int64] = {}
    for name in FIELDS:
        columns[name], at = _unpack(data, at, size)
    columns["time_ms"] = np.cumsum(columns["time_ms"]) + begin_ms
    columns["ids"] ^= _own_ids(columns["series"], columns["time_ms"])
    return Rows(*(columns[name] for name in FIELDS))


def _own_ids(series: Int64, time_ms: Int64) -> Int64:
    ids: Int64 = series << TIME_BITS | time_ms & TIME_MASK
    return ids


def _pack(values: Int64) -> bytes:
    """Take the smallest number off, keep the bytes that are needed, and squeeze them."""
    is_unknown = values == UNKNOWN
    known = values[~is_unknown]
    low = int(known.min()) if len(known) else UNKNOWN
    with_unknown = int(len(known) < len(values) and len(known) > 0)
    codes = np.where(is_unknown, 0, values - low + with_unknown).astype(np.uint64)
    most = int(codes.max())
    width = next(width for width in (0, 1, 2, 4, 8) if most < 1 << 8 * width)
    # The bytes of equal weight side by side: most of them are alike.
    plain = codes.astype(f"<u{width}").view(np.uint8).reshape(-1, width).T if width else codes[:0]
    data = zlib.compress(plain.tobytes(), 1)
    return _COLUMN.pack(low, width, with_unknown, len(data)) + data


def _unpack(data: bytes, at: int, size: int) -> tuple[Int64, int]:
    low, width, with_unknown, length = _COLUMN.unpack_from(data, at)
    at += _COLUMN.size
    if not width:
        return np.full(size, low), at + length
    plain = np.frombuffer(zlib.decompress(data[at : at + length]), dtype=np.uint8)
    codes = np.ascontiguousarray(plain.reshape(width, size).T).view(f"<u{width}").reshape(-1)
    values = codes.astype(np.int64) + (low - with_unknown)
    return (np.where(codes == 0, UNKNOWN, values) if with_unknown else values), at + length
