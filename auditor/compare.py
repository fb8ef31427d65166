"""Two readings of one phone side by side: which apps came, went or were updated, what is new."""

from dataclasses import dataclass

import numpy as np

from auditor.app_page import INSTALLED, Installed, installed
from auditor.columns import (
    DATA_TYPES,
    KINDS,
    SOURCES,
    UNKNOWN,
    Bool,
    EventColumns,
    Int64,
    columns_of,
)
from auditor.errors import UsageError
from auditor.event_sql import RECORDS
from auditor.filters import EventFilter
from auditor.permissions import AppKey, PermissionChange, changes, states_of_reading
from auditor.query import CaptureRow, captures
from auditor.records import DataType, Kind, Source
from auditor.store import Store

LISTS = ("packages", "packages_no_uid", "package_dump", "package_dump_no_limit")


@dataclass(frozen=True, slots=True)
class Updated:
    """An app that two readings found in different versions."""

    app: AppKey
    before: Installed
    after: Installed


@dataclass(frozen=True, slots=True)
class NewUse:
    """What only the later reading tells of one app and one kind of data, counted at least."""

    app: AppKey
    data_type: DataType
    accesses: int
    rejects: int
    background: int
    last_ms: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs. `came`, `went` are None where a list of packages is cut or missing.

    `straddling` counts records of periods that began before the earlier reading and ended after
    it: part of what they count is new, and which part nothing tells. `older` counts what only the
    later reading tells, though it happened before the earlier one began: nothing new.
    """

    before: CaptureRow
    after: CaptureRow
    came: tuple[AppKey, ...] | None
    went: tuple[AppKey, ...] | None
    updated: tuple[Updated, ...]
    permissions: tuple[tuple[AppKey, PermissionChange], ...]
    new: tuple[NewUse, ...]
    straddling: int
    older: int

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs in what both readings tell."""
        return not (self.came or self.went or self.updated or self.permissions or self.new)


def choose_pair(
    store: Store, before: str | None = None, after: str | None = None
) -> tuple[CaptureRow, CaptureRow]:
    """Give two readings of one phone, the earlier first; without names the newest two.

    UsageError when there are no two, or they are of different phones.
    """
    rows = captures(store)
    newest = _named(rows, after) if after else rows[-1] if rows else None
    of_phone = [row for row in rows if newest and row.device_id == newest.device_id]
    earlier = [row for row in of_phone if newest and row.started_ms < newest.started_ms]
    oldest = _named(rows, before) if before else earlier[-1] if earlier else None
    if newest is None or oldest is None or oldest == newest:
        raise UsageError(
            "There are no two readings of one phone to compare.", "Read the phone once more."
        )
    if oldest.device_id != newest.device_id:
        raise UsageError(
            "These are readings of two different phones.", "Choose two readings of one phone."
        )
    pair = sorted((oldest, newest), key=lambda row: row.started_ms)
    return pair[0], pair[1]


def _named(rows: list[CaptureRow], capture_id: str) -> CaptureRow:
    found = next((row for row in rows if row.capture_id == capture_id), None)
    if found is None:
        raise UsageError(f"The case holds no reading {capture_id}.", "List them: auditor captures.")
    return found


def compare(store: Store, before: CaptureRow, after: CaptureRow) -> Comparison:
    """Compare two readings of one phone, the earlier first."""
    old, new = (_installed(store, row.capture_id) for row in (before, after))
    both = sorted(old.keys() & new.keys())
    uses, straddling, older = _new_uses(store, before, after)
    return Comparison(
        before=before,
        after=after,
        came=tuple(sorted(new.keys() - old.keys())) if _is_listed(store, before) else None,
        went=tuple(sorted(old.keys() - new.keys())) if _is_listed(store, after) else None,
        updated=tuple(Updated(k, old[k], new[k]) for k in both if _is_update(old[k], new[k])),
        permissions=tuple(_permissions(store, before, after)),
        new=uses,
        straddling=straddling,
        older=older,
    )


def _installed(store: Store, capture_id: str) -> dict[AppKey, Installed]:
    rows = store.db.execute(
        f"SELECT device_id, uid, package, {INSTALLED} FROM v_packages WHERE capture_id = ?"
        " GROUP BY device_id, uid, package",
        (capture_id,),
    )
    return {(row[0], row[1], row[2]): installed(row[3:]) for row in rows}


def _is_update(old: Installed, new: Installed) -> bool:
    pairs = (
        (old.version_code, new.version_code),
        (old.version_name, new.version_name),
        (old.last_update_local, new.last_update_local),
    )
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _is_listed(store: Store, capture: CaptureRow) -> bool:
    """Whether a reading has a list of packages, and every such list is whole."""
    marks = ", ".join("?" * len(LISTS))
    row = store.db.execute(
        "SELECT count(*), min(r.whole) FROM raw_files r JOIN captures c ON c.id = r.capture_id"
        f" WHERE c.capture_id = ? AND r.command IN ({marks})",
        (capture.capture_id, *LISTS),
    ).fetchone()
    return bool(row[0] and row[1])


def _permissions(
    store: Store, before: CaptureRow, after: CaptureRow
) -> list[tuple[AppKey, PermissionChange]]:
    """List the changes of apps whose permissions both readings tell."""
    old, new = (states_of_reading(store.db, row.capture_id) for row in (before, after))
    return [
        (key, change)
        for key in sorted(old.keys() & new.keys())
        for change in changes({before.capture_id: old[key], after.capture_id: new[key]})
    ]


def _new_uses(
    store: Store, before: CaptureRow, after: CaptureRow
) -> tuple[tuple[NewUse, ...], int, int]:
    """Count what the later reading tells and the earlier does not, by app and kind of data."""
    columns = columns_of(store.db, EventFilter(device_id=after.device_id))
    told = np.isin(columns.ids, _told_by(store, after.capture_id))
    told &= ~np.isin(columns.ids, _told_by(store, before.capture_id))
    told &= columns.data_type != DATA_TYPES.index(DataType.OTHER)
    until_ms = before.phone_end_ms
    is_slot = columns.source == SOURCES.index(Source.AGGREGATE)
    straddles = told & is_slot & (columns.time_ms < until_ms) & (columns.end_ms > until_ms)
    older = told & ~is_slot & _is_before(columns, before)
    new = told & ~older & ~(is_slot & (columns.time_ms < until_ms))
    return _by_app(columns, new), int(straddles.sum()), int(older.sum())


def _is_before(columns: EventColumns, reading: CaptureRow) -> Bool:
    """Say which events were there when a reading began: a cut one has not told all of them."""
    if reading.captured_at_assumed:
        return np.zeros(len(columns.ids), dtype=np.bool_)
    began_ms = reading.phone_ms(reading.started_ms)
    latest_ms = columns.time_ms + np.maximum(columns.precision_ms, 1) - 1
    is_before: Bool = (columns.time_ms != UNKNOWN) & (latest_ms < began_ms)
    return is_before


_FILES = """
(SELECT r.id FROM raw_files r JOIN captures c ON c.id = r.capture_id WHERE c.capture_id = :capture)
"""
_OF_FILE = {"records": f"e.file_id IN {_FILES}", "lines": f"l.file_id IN {_FILES}"}


def _told_by(store: Store, capture_id: str) -> Int64:
    """List the shown events that a reading is a witness of."""
    rows = store.db.execute(
        f"SELECT DISTINCT ifnull(i.merged_id, l.event_id) FROM ({RECORDS.format(**_OF_FILE)}) l"
        " LEFT JOIN merged_into i ON i.event_id = l.event_id",
        {"capture": capture_id},
    )
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def _by_app(columns: EventColumns, mask: Bool) -> tuple[NewUse, ...]:
    cell = columns.package.astype(np.int64) * len(DATA_TYPES) + columns.data_type
    new = np.flatnonzero(mask)
    order = new[np.argsort(cell[new], kind="stable")]
    numbers, begins = np.unique(cell[order], return_index=True)
    found = []
    for number, rows in zip(numbers.tolist(), np.split(order, begins[1:]), strict=False):
        key = columns.packages[number // len(DATA_TYPES)]
        count, is_access = columns.more[rows], columns.kind[rows] == KINDS.index(Kind.ACCESS)
        times = columns.time_ms[rows]
        times = times[times != UNKNOWN]
        found.append(
            NewUse(
                app=(key.device_id, key.uid, key.package),
                data_type=DATA_TYPES[number % len(DATA_TYPES)],
                accesses=int(count[is_access].sum()),
                rejects=int(count[~is_access].sum()),
                background=int(count[is_access & (columns.background[rows] == 1)].sum()),
                last_ms=int(times.max()) if len(times) else None,
            )
        )
    return tuple(sorted(found, key=lambda use: (-(use.accesses + use.rejects), use.app)))
