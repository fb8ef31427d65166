"""Series: everything that many events share (who, what, how, from which record), as arrays.

A dump's op section tells one access of each, so a case may have nearly as many series as events.
Of what they are made of, packages, ops, tags and ways, there are hundreds: every question is asked
of those, and answered for series and events by number.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from auditor.bulk import Bool, Int64
from auditor.filters import EventFilter
from auditor.lanes import read_keys
from auditor.ops import is_middleman
from auditor.records import DataType, Kind, Source
from auditor.uids import FIRST_APP_ID, PER_USER

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Package:
    """One package of one uid of one device."""

    device_id: str
    name: str
    uid: int
    label: str | None
    is_system: bool
    labels: str | None = None  # of its file, by language: JSON as the case keeps it

    @property
    def user(self) -> int | None:
        """The Android user that the uid belongs to; None of a record without a uid."""
        return None if self.uid < 0 else self.uid // PER_USER


@dataclass(frozen=True, slots=True)
class Op:
    """An op and what it touches."""

    name: str
    data_type: DataType


@dataclass(frozen=True, slots=True)
class Way:
    """In what state, through whom, and which record tells it."""

    uid_state: str | None
    flags: str | None
    kind: Kind
    source: Source
    virtual_device: str | None
    unattributed: bool


@dataclass(frozen=True, slots=True)
class Series:
    """One series, with its parts."""

    package: Package
    op: Op
    tag: str | None
    way: Way


class Parts(Generic[Row]):
    """The rows of a small table by id; `None` where there is no such id."""

    def __init__(self, rows: Iterable[tuple[int, Row]]) -> None:
        found = dict(rows)
        self.rows: list[Row | None] = [found.get(i) for i in range(max(found, default=0) + 1)]

    def __getitem__(self, number: int) -> Row:
        row = self.rows[number]
        assert row is not None
        return row

    def numbers(self, value: Callable[[Row], int]) -> Int64:
        """Ask each row: an array by id."""
        return np.array([0 if row is None else value(row) for row in self.rows], dtype=np.int64)

    def passing(self, question: Callable[[Row], bool]) -> Bool:
        """Ask each row yes or no: an array by id."""
        return np.array([row is not None and question(row) for row in self.rows], dtype=np.bool_)

    def codes(self, key: Callable[[Row], object]) -> Int64:
        """Number the rows so that equal keys are equal numbers, from 0 on."""
        codes: dict[object, int] = {}
        return self.numbers(lambda row: codes.setdefault(key(row), len(codes)))


_PACKAGES = """
SELECT p.id, d.device_id, p.name, p.uid, p.label, p.is_system, a.labels
FROM packages p JOIN devices d ON d.id = p.device_id
LEFT JOIN app_files i ON i.device_id = d.device_id AND i.uid = p.uid AND i.package = p.name
LEFT JOIN apks a ON a.id = i.apk_id
"""
_WAYS = """
SELECT w.id, u.name, f.name, w.kind, w.source, w.virtual_device, w.unattributed
FROM ways w LEFT JOIN uid_states u ON u.id = w.state_id LEFT JOIN flags f ON f.id = w.flags_id
"""


class SeriesTable:
    """All series of a case: arrays of the numbers of their parts, by the series' id."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.packages = Parts((row[0], _package(*row[1:])) for row in db.execute(_PACKAGES))
        self.ops = Parts(
            (row[0], Op(row[1], DataType(row[2])))
            for row in db.execute("SELECT id, name, data_type FROM ops")
        )
        self.tags = Parts((row[0], str(row[1])) for row in db.execute("SELECT id, name FROM tags"))
        self.ways = Parts(
            (row[0], Way(row[1], row[2], Kind(row[3]), Source(row[4]), row[5], bool(row[6])))
            for row in db.execute(_WAYS)
        )
        ids, keys = read_keys(db)
        by_id = np.zeros((4, int(ids.max(initial=0)) + 1), dtype=np.int64)
        by_id[:, ids] = keys.package, keys.op, keys.tag, keys.way
        self.package, self.op, self.tag, self.way = by_id

    def __len__(self) -> int:
        """Count the series, and the place 0 that is none."""
        return len(self.package)

    def part(self, numbers: Int64) -> "SeriesTable":
        """Give some series, numbered by their places in this list."""
        part = copy(self)
        for name in ("package", "op", "tag", "way"):
            setattr(part, name, getattr(self, name)[numbers])
        return part

    def one(self, number: int) -> Series:
        """Give one series."""
        tag = int(self.tag[number])
        return Series(
            self.packages[int(self.package[number])],
            self.ops[int(self.op[number])],
            self.tags[tag] if tag else None,
            self.ways[int(self.way[number])],
        )

    def passing(self, wanted: EventFilter) -> Bool:
        """Which series pass a filter, but for its span, sources and background.

        Those are of the event: it may have witnesses of several series.
        """
        who = self.packages.passing(lambda package: _is_wanted(package, wanted))
        what = self.ops.passing(lambda op: not wanted.types or op.data_type in wanted.types)
        how = self.ways.passing(lambda way: _is_wanted_way(way, wanted))
        passing: Bool = who[self.package] & what[self.op] & how[self.way]
        return passing & self._with_text(wanted.text.casefold()) if wanted.text else passing

    def _with_text(self, text: str) -> Bool:
        def has(*fields: str | None) -> bool:
            return any(text in field.casefold() for field in fields if field)

        who = self.packages.passing(lambda package: has(*_names(package)))
        what = self.ops.passing(lambda op: has(op.name, op.data_type))
        tag = self.tags.passing(has)
        found: Bool = who[self.package] | what[self.op] | tag[self.tag]
        return found


def _package(
    device_id: str,
    name: str,
    uid: int,
    label: str | None,
    is_system: int | None,
    labels: str | None,
) -> Package:
    of_system = bool(is_system) or uid % PER_USER < FIRST_APP_ID
    return Package(device_id, name, uid, label, of_system, labels)


def _names(package: Package) -> tuple[str | None, ...]:
    """Give all that a page may call it, in whatever language: a filter means the same in each."""
    from auditor.identity.known import known_labels  # read only when somebody looks for a text

    told = tuple(text for _locale, text in json.loads(package.labels or "[]"))
    if package.label is None:
        told += tuple(each.text for each in known_labels().get(package.name, ()))
    return package.name, package.label, *told


def _is_wanted(package: Package, wanted: EventFilter) -> bool:
    return (
        (not wanted.packages or package.name in wanted.packages)
        and (not wanted.uids or package.uid in wanted.uids)
        and (wanted.device_id is None or package.device_id == wanted.device_id)
        and (wanted.include_system or not package.is_system)
    )


def _is_wanted_way(way: Way, wanted: EventFilter) -> bool:
    return (not wanted.kinds or way.kind in wanted.kinds) and (
        wanted.include_middlemen or wanted.unmerged or not is_middleman(way.flags)
    )
