"""Rows out of a SQLite file that SQLite itself refuses: its pages read one by one.

Format: https://www.sqlite.org/fileformat2.html, "B-tree Pages", "Record Format", "The Write-Ahead
Log". Every number of a damaged file may be wrong: nothing is followed twice or out of the file.
"""

import sqlite3
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

Value = int | float | str | bytes | None
Record = tuple[int | None, tuple[Value, ...]]  # rowid where the table has one; the columns

_HEADER = 100  # of the file, in front of the first page's own
_MAGIC = b"SQLite format 3\0"
_INDEX_INTERIOR, _TABLE_INTERIOR, _INDEX_LEAF, _TABLE_LEAF = 2, 5, 10, 13
_INTERIOR = (_INDEX_INTERIOR, _TABLE_INTERIOR)
_KINDS = (_INDEX_INTERIOR, _TABLE_INTERIOR, _INDEX_LEAF, _TABLE_LEAF)
_USUAL_PAGE = 4096  # what this program's stores have, should the header not tell
_LARGEST_ROW = 64 << 20
_WAL_HEADER, _FRAME_HEADER = 32, 24
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # bytes of each kind of whole number
# What a CREATE TABLE may do while its columns are looked up; it comes from a damaged file.
_HARMLESS = frozenset(
    {
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_INSERT,
        sqlite3.SQLITE_UPDATE,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_PRAGMA,
        sqlite3.SQLITE_CREATE_INDEX,
        sqlite3.SQLITE_TRANSACTION,
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a table that could be read; `is_whole`: no page of it was unreadable."""

    rows: list[dict[str, Value]] = field(default_factory=list)
    is_whole: bool = False


class _BrokenError(Exception):
    """A page or a row is not as the format wants it."""


class StorePages:
    """A SQLite file, read without SQLite. Use it as a context manager. OSError."""

    def __init__(self, path: Path) -> None:
        self._stream: BinaryIO = path.open("rb")
        self._size = path.stat().st_size
        head = self._stream.read(_HEADER)
        self._page, self._usable = _page_size(head)
        self.version = _version(head)
        self._log = _logged(path.with_name(f"{path.name}-wal"), self._page)
        self._is_whole = True
        self._tables = self._schema()

    def __enter__(self) -> "StorePages":
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream.close()

    @property
    def names(self) -> frozenset[str]:
        """The tables that the file tells of."""
        return frozenset(self._tables)

    def table(self, name: str) -> Found:
        """Read a table as far as it goes; of one that is not told of, nothing."""
        if name not in self._tables:
            return Found()
        root, sql = self._tables[name]
        try:
            columns = _columns(sql)
        except (sqlite3.Error, StopIteration):
            return Found()
        self._is_whole = True
        rows = [each for record in self._records(root) if (each := _named(columns, record))]
        return Found(rows, self._is_whole)

    def _schema(self) -> dict[str, tuple[int, str]]:
        """Find the tables by the first page; if that is lost, wherever the pages tell of them."""
        found = dict(_tables(self._records(1)))
        if not self._is_whole or not found:
            for number in range(1, self._size // self._page + 1):
                found |= dict(_tables(self._records(number, leaf_only=True)))
        return found

    def _records(self, root: int, leaf_only: bool = False) -> Iterator[Record]:
        """Yield the records below a page, in the order of their keys."""
        seen: set[int] = set()
        waiting: list[int | Record] = [root]
        while waiting:
            each = waiting.pop()
            if not isinstance(each, int):
                yield each
                continue
            try:
                if each in seen:
                    raise _BrokenError
                seen.add(each)
                waiting += reversed(self._parts(each, leaf_only))
            except (_BrokenError, IndexError, struct.error):
                self._is_whole = False

    def _parts(self, number: int, leaf_only: bool) -> list[int | Record]:
        """Give what stands on a page: records, and the numbers of the pages below it."""
        data = self._read(number)
        at = _HEADER if number == 1 else 0
        kind, cells = data[at], struct.unpack_from(">H", data, at + 3)[0]
        if kind not in _KINDS or (leaf_only and kind != _TABLE_LEAF):
            raise _BrokenError
        begin = at + (12 if kind in _INTERIOR else 8)
        parts: list[int | Record] = []
        for place in struct.unpack_from(f">{cells}H", data, begin):
            try:
                parts += self._cell(data, place, kind)
            except (_BrokenError, IndexError, struct.error, UnicodeDecodeError):
                self._is_whole = False
        if kind in _INTERIOR:
            parts.append(struct.unpack_from(">I", data, at + 8)[0])
        return parts

    def _cell(self, data: bytes, at: int, kind: int) -> Iterator[int | Record]:
        if kind in _INTERIOR:
            yield struct.unpack_from(">I", data, at)[0]
            at += 4
        if kind == _TABLE_INTERIOR:
            return
        length, at = _varint(data, at)
        rowid = None
        if kind == _TABLE_LEAF:
            rowid, at = _varint(data, at)
        yield rowid, _values(self._payload(data, at, length, kind == _TABLE_LEAF))

    def _payload(self, data: bytes, at: int, length: int, in_table: bool) -> bytes:
        """Collect a row that may go on in pages of its own."""
        if not 0 < length <= min(self._size + len(self._log) * self._page, _LARGEST_ROW):
            raise _BrokenError
        usable = self._usable
        most = usable - 35 if in_table else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return _exactly(data[at : at + length], length)
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= most else least
        parts, left = [_exactly(data[at : at + local], local)], length - local
        (number,) = struct.unpack_from(">I", data, at + local)
        while left:  # shorter with each page, so that it ends
            page = self._read(number)
            taken = page[4 : min(usable, 4 + left)]
            parts.append(taken)
            left -= len(taken)
            (number,) = struct.unpack_from(">I", page, 0)
        return b"".join(parts)

    def _read(self, number: int) -> bytes:
        if number in self._log:
            return self._log[number]
        if number < 1:
            raise _BrokenError
        self._stream.seek((number - 1) * self._page)
        return _exactly(self._stream.read(self._page), self._page)


def _page_size(head: bytes) -> tuple[int, int]:
    """Give the size of a page, and how much of it is used."""
    if len(head) == _HEADER and head.startswith(_MAGIC):
        (size,) = struct.unpack_from(">H", head, 16)
        size = 65536 if size == 1 else size
        if 512 <= size <= 65536 and size & (size - 1) == 0 and head[20] < 33:
            return size, size - head[20]
    return _USUAL_PAGE, _USUAL_PAGE


def _version(head: bytes) -> int:
    """Give the number that a file's maker left in it; 0 where the header does not tell."""
    is_told = len(head) == _HEADER and head.startswith(_MAGIC)
    return int.from_bytes(head[60:64], "big") if is_told else 0


def _logged(path: Path, page: int) -> dict[int, bytes]:
    """Read the pages that are committed in the log beside the file and not yet merged into it."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    found: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    salt = data[16:24]
    for at in range(_WAL_HEADER, len(data) - _FRAME_HEADER - page + 1, _FRAME_HEADER + page):
        number, after = struct.unpack_from(">II", data, at)
        if data[at + 8 : at + 16] != salt or number == 0:
            break
        waiting[number] = data[at + _FRAME_HEADER : at + _FRAME_HEADER + page]
        if after:  # the last page of a transaction
            found |= waiting
            waiting.clear()
    return found


def _tables(records: Iterator[Record]) -> Iterator[tuple[str, tuple[int, str]]]:
    for _rowid, values in records:
        match values:
            case ["table", str(name), _, int(root), str(sql)]:
                yield name, (root, sql)


@dataclass(frozen=True, slots=True)
class _Columns:
    names: list[str]  # in the order in which a record holds them
    rowid: str | None  # the column that is the number of the row


def _columns(sql: str) -> _Columns:
    """Ask SQLite for the columns of a table, without letting the text do anything else."""
    db = sqlite3.connect(":memory:")
    db.set_authorizer(
        lambda action, *_more: sqlite3.SQLITE_OK if action in _HARMLESS else sqlite3.SQLITE_DENY
    )
    try:
        db.execute(sql)
        tables = db.execute("PRAGMA table_list").fetchall()
        name, is_apart = next((t[1], t[4]) for t in tables if not t[1].startswith("sqlite_"))
        facts = db.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
    finally:
        db.close()
    keys = sorted((row for row in facts if row[5]), key=lambda row: int(row[5]))
    if is_apart:  # WITHOUT ROWID: the columns of the key come first
        others = [row[1] for row in facts if not row[5]]
        return _Columns([row[1] for row in keys] + others, None)
    is_number = len(keys) == 1 and str(keys[0][2]).upper() == "INTEGER"
    return _Columns([row[1] for row in facts], keys[0][1] if is_number else None)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _named(columns: _Columns, record: Record) -> dict[str, Value] | None:
    """Give a record by its columns; one made before a column was added has none of that."""
    rowid, values = record
    if len(values) > len(columns.names):
        return None
    row = dict(zip(columns.names, values, strict=False))
    if columns.rowid is not None:
        row[columns.rowid] = rowid
    return row


def _values(payload: bytes) -> tuple[Value, ...]:
    end, at = _varint(payload, 0)
    if not at <= end <= len(payload):
        raise _BrokenError
    kinds: list[int] = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise _BrokenError
    return tuple(values)


def _value(data: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return (None if kind == 0 else kind - 8), at
    if kind in _INTEGERS:
        size = _INTEGERS[kind]
        return int.from_bytes(_exactly(data[at : at + size], size), "big", signed=True), at + size
    if kind == 7:
        return struct.unpack_from(">d", data, at)[0], at + 8
    if kind < 12:
        raise _BrokenError
    size = (kind - 12) // 2
    part = _exactly(data[at : at + size], size)
    return (part.decode() if kind % 2 else part), at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for number in range(9):
        byte = data[at + number]
        if number == 8:
            value = value << 8 | byte
            break
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value - (1 << 64) if value >= 1 << 63 else value, at + number + 1


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise _BrokenError
    return data
