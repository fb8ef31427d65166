"""What lies above the lanes of a timeline: screen, lock, the app in front, installs, readings.

Arrays only, ordered by begin; drawing is the GUI's. Times are UTC milliseconds of the phone's
clock. Where no interval says yes or no, nothing is known: that must not look like "off".
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from auditor.changes import Change, package_changes, permission_changes
from auditor.identity.names import names_in
from auditor.readings import captures
from auditor.store import Store
from auditor.uids import PER_USER
from auditor.watches import WatchSpan, watch_spans

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
Bool = NDArray[np.bool_]


class Lane(StrEnum):
    """What the phone itself did."""

    SCREEN = "screen"  # on or off
    LOCK = "lock"  # locked or not


@dataclass(frozen=True, slots=True)
class Stretches:
    """Half-open stretches, ordered by begin. Each end is as exact as its `…_precision_ms` says.

    A true begin lies in `begin_ms` … `begin_ms + begin_precision_ms - 1`, an end likewise. Where
    `ends_known` is False the record stops there and what came then is not known.
    """

    begin_ms: Int64
    begin_precision_ms: Int64
    end_ms: Int64
    end_precision_ms: Int64
    ends_known: Bool
    is_on: Bool  # screen on, locked, in front
    package: Int32  # a code of Band.packages; -1 for the phone itself

    def __len__(self) -> int:
        return len(self.begin_ms)


@dataclass(frozen=True, slots=True)
class Runs:
    """Closed stretches: what readings took, or what usage history covers."""

    begin_ms: Int64
    end_ms: Int64

    def __len__(self) -> int:
        return len(self.begin_ms)


@dataclass(frozen=True, slots=True)
class BandPackage:
    """What a package code stands for."""

    user: int
    package: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Band:
    """The context of one phone.

    `front` may hold several apps at once (split screen). `covered` is where the usage history of
    any user reaches: outside of it, and where `screen` has no stretch, nothing is known of the
    screen. `changes` are installs, updates and permissions, each between `begin_ms` and `end_ms`.
    `watches` tell when the phone was watched live, and when nothing could be seen meanwhile.
    """

    packages: tuple[BandPackage, ...]
    screen: Stretches
    lock: Stretches
    front: Stretches
    covered: Runs
    readings: Runs
    changes: tuple[Change, ...]
    watches: tuple[WatchSpan, ...] = ()


_STATES = """
SELECT begin_ms, begin_precision_ms, end_ms, end_precision_ms, ends_known, is_on, -1
FROM phone_states WHERE device_id = ? AND what = ? ORDER BY begin_ms, end_ms
"""
_FRONT = """
SELECT begin_ms, begin_precision_ms, end_ms, end_precision_ms, ends_known, user_id, package
FROM foreground WHERE device_id = ? ORDER BY begin_ms, end_ms, user_id, package
"""
_COVERED = """
SELECT s.begin_ms, s.end_ms FROM usage_spans s
JOIN raw_files r ON r.id = s.raw_file_id JOIN captures c ON c.id = r.capture_id
WHERE c.device_id = ? ORDER BY s.begin_ms, s.end_ms
"""
_READINGS = """
SELECT started_ms, ifnull(ended_ms, started_ms) FROM captures
WHERE device_id = ? ORDER BY started_ms, id
"""


def context_band(store: Store, device_id: str, lang: str) -> Band:
    """Give the context of a phone, its apps named in a language. KeyError without such a phone."""
    row = store.db.execute("SELECT id FROM devices WHERE device_id = ?", (device_id,)).fetchone()
    if row is None:
        raise KeyError(device_id)
    db, number = store.db, int(row[0])
    named = names_in(store, lang).items()
    names = {
        (uid // PER_USER, package): each for (of, uid, package), each in named if of == device_id
    }
    front, packages = _front(db, number, names)
    return Band(
        packages=packages,
        screen=_states(db, number, Lane.SCREEN),
        lock=_states(db, number, Lane.LOCK),
        front=front,
        covered=_joined(db.execute(_COVERED, (number,)).fetchall()),
        readings=_runs(db.execute(_READINGS, (number,)).fetchall()),
        changes=tuple(
            sorted(
                (*package_changes(db, number), *permission_changes(db, number)),
                key=lambda change: (change.end_ms, change.package, change.what),
            )
        ),
        watches=watch_spans(db, [row for row in captures(store) if row.device_id == device_id]),
    )


def _names(store: Store, device_id: str, lang: str) -> dict[tuple[int, str], str]:
    """What the apps of a phone are called, by user and package."""
    named = names_in(store, lang).items()
    return {
        (uid // PER_USER, package): name for (of, uid, package), name in named if of == device_id
    }


def _states(db: sqlite3.Connection, number: int, lane: Lane) -> Stretches:
    return _stretches(db.execute(_STATES, (number, lane.value)).fetchall())


def _front(
    db: sqlite3.Connection, number: int, names: Mapping[tuple[int, str], str]
) -> tuple[Stretches, tuple[BandPackage, ...]]:
    codes: dict[BandPackage, int] = {}
    rows = []
    for *times, user, package in db.execute(_FRONT, (number,)):
        key = BandPackage(user, package, names.get((user, package)))
        rows.append((*times, 1, codes.setdefault(key, len(codes))))
    return _stretches(rows), tuple(codes)


def _stretches(rows: list[tuple[int, ...]]) -> Stretches:
    table = np.array(rows, dtype=np.int64).reshape(-1, 7).T
    return Stretches(
        table[0],
        table[1],
        table[2],
        table[3],
        table[4] != 0,
        table[5] != 0,
        table[6].astype(np.int32),
    )


def _runs(rows: list[tuple[int, int]]) -> Runs:
    table = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    return Runs(table[0], table[1])


def _joined(rows: list[tuple[int, int]]) -> Runs:
    found: list[tuple[int, int]] = []
    for begin, end in rows:
        if found and begin <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return _runs(found)
