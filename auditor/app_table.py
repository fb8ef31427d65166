"""Apps side by side: for each kind of data what an app asked for, what it has, what it used."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auditor.apps import AppRow, apps, package_facts
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
from auditor.filters import EventFilter
from auditor.permissions import (
    AppKey,
    Grant,
    PermissionState,
    furthest,
    newest_states,
    types_with_permission,
)
from auditor.records import DataType, Kind, Source
from auditor.store import Store
from auditor.uids import FIRST_APP_ID, PER_USER


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """One app and one kind of data: *requested · granted · used*.

    `requested` None: no reading tells what the app asked for, or nothing need be asked for
    (`needs_permission` False). `granted` None: it asked for nothing. `accesses`, `rejects` and
    `background` count at least: a phone keeps some days, and of many accesses only the last.
    """

    data_type: DataType
    needs_permission: bool
    requested: bool | None
    granted: Grant | None
    permissions: tuple[str, ...]
    accesses: int
    rejects: int
    background: int
    last_ms: int | None
    last_precision_ms: int
    last_is_slot: bool = False  # only a count over a period tells of it

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.requested or self.accesses or self.rejects)


@dataclass(frozen=True, slots=True)
class AppFacts:
    """A row of the table: the app, and its kinds of data in the order of DataType."""

    app: AppRow
    types: tuple[TypeFacts, ...]

    def of(self, data_type: DataType) -> TypeFacts:
        """Give the facts about one kind of data; there are none about OTHER."""
        return self.types[TYPES.index(data_type)]


TYPES = tuple(each for each in DATA_TYPES if each is not DataType.OTHER)


def app_table(store: Store, wanted: EventFilter = EventFilter()) -> list[AppFacts]:
    """List the apps that pass, with their facts: who has a record, then who only may.

    An installed app without a record is listed where the filter asks nothing of single events.
    """
    states = newest_states(store.db)
    columns = columns_of(store.db, wanted)
    rows = apps(store, wanted, columns)
    rows += _unused(store, wanted, {_key(row) for row in rows}, states)
    used = _Used(columns)
    return [AppFacts(row, type_facts(states.get(_key(row)), used.of(_key(row)))) for row in rows]


def _key(row: AppRow) -> AppKey:
    return row.device_id, row.uid, row.package


def _unused(
    store: Store,
    wanted: EventFilter,
    used: set[AppKey],
    states: dict[AppKey, list[PermissionState]],
) -> list[AppRow]:
    if wanted.kinds or wanted.sources or wanted.background is not None:
        return []
    if wanted.since_ms is not None or wanted.until_ms is not None:
        return []
    facts, names = package_facts(store), _names(store)
    found = []
    for key in sorted(facts.keys() - used):
        label, is_system = names.get(key, (None, None))
        row = _row(key, label, is_system, facts[key])
        if _passes(row, wanted, states.get(key, [])):
            found.append(row)
    return found


def _names(store: Store) -> dict[AppKey, tuple[str | None, int | None]]:
    rows = store.db.execute(
        "SELECT d.device_id, p.uid, p.name, p.label, p.is_system FROM packages p"
        " JOIN devices d ON d.id = p.device_id"
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


def _row(
    key: AppKey, label: str | None, is_system: int | None, fact: tuple[str | None, str | None]
) -> AppRow:
    device_id, uid, package = key
    return AppRow(
        device_id=device_id,
        package=package,
        uid=uid,
        user=max(0, uid) // PER_USER,
        label=label,
        is_system=bool(is_system) or uid % PER_USER < FIRST_APP_ID,
        version_name=fact[0],
        installer=fact[1],
        events=0,
        accesses=0,
        rejects=0,
        background=0,
        first_ms=None,
        last_ms=None,
        data_types=(),
    )


def _passes(row: AppRow, wanted: EventFilter, states: list[PermissionState]) -> bool:
    asked = {state.data_type for state in states}
    texts = (row.package, row.label or "")
    return (
        (not wanted.packages or row.package in wanted.packages)
        and (not wanted.uids or row.uid in wanted.uids)
        and (wanted.device_id is None or row.device_id == wanted.device_id)
        and (wanted.include_system or not row.is_system)
        and (not wanted.types or bool(asked & wanted.types))
        and any(wanted.text.casefold() in text.casefold() for text in texts)
    )


@dataclass(frozen=True, slots=True)
class Use:
    """What one app did with one kind of data."""

    accesses: int = 0
    rejects: int = 0
    background: int = 0
    last_ms: int | None = None
    last_precision_ms: int = 0
    last_is_slot: bool = False


class _Used:
    """Counts over all apps at once: thousands of apps and a million events in one sweep."""

    def __init__(self, columns: EventColumns) -> None:
        self._codes = {
            (key.device_id, key.uid, key.package): code for code, key in enumerate(columns.packages)
        }
        width = len(DATA_TYPES)
        cell = columns.package.astype(np.int64) * width + columns.data_type
        size = max(len(columns.packages), 1) * width
        is_access = columns.kind == KINDS.index(Kind.ACCESS)

        def sums(mask: Bool) -> Int64:
            return np.bincount(cell[mask], columns.more[mask], size).astype(np.int64)

        self._accesses, self._rejects = sums(is_access), sums(~is_access)
        self._background = sums(is_access & (columns.background == 1))
        self._is_slot = columns.source == SOURCES.index(Source.AGGREGATE)
        self._last = _last_rows(columns, cell, is_access, self._is_slot, size)
        self._columns = columns

    def of(self, app: AppKey) -> dict[DataType, Use]:
        """Give what an app did by kind of data; empty for an app without a record."""
        code = self._codes.get(app)
        if code is None:
            return {}
        found = {}
        for number, data_type in enumerate(DATA_TYPES):
            cell = code * len(DATA_TYPES) + number
            if self._accesses[cell] or self._rejects[cell] or self._last[cell] >= 0:
                found[data_type] = self._use(cell)
        return found

    def _use(self, cell: int) -> Use:
        row, columns = int(self._last[cell]), self._columns
        return Use(
            accesses=int(self._accesses[cell]),
            rejects=int(self._rejects[cell]),
            background=int(self._background[cell]),
            last_ms=int(columns.time_ms[row]) if row >= 0 else None,
            last_precision_ms=int(columns.precision_ms[row]) if row >= 0 else 0,
            last_is_slot=row >= 0 and bool(self._is_slot[row]),
        )


def _last_rows(
    columns: EventColumns, cell: Int64, is_access: Bool, is_slot: Bool, size: int
) -> Int64:
    """Give the row of each cell's newest access, -1 for none; a slot only for want of better."""
    found = np.full(size, -1, dtype=np.int64)
    timed = is_access & (columns.time_ms != UNKNOWN)
    for mask in (timed & is_slot, timed & ~is_slot):
        rows = np.flatnonzero(mask)
        found[cell[rows]] = rows  # in the order of time: the last one stays
    return found


def type_facts(
    states: Sequence[PermissionState] | None, used: dict[DataType, Use]
) -> tuple[TypeFacts, ...]:
    """Join permissions (None: no reading tells them) and use, for every kind of data."""
    return tuple(_one(data_type, states, used.get(data_type, Use())) for data_type in TYPES)


def _one(data_type: DataType, states: Sequence[PermissionState] | None, use: Use) -> TypeFacts:
    needs = data_type in types_with_permission()
    mine = [state for state in states or () if state.data_type is data_type]
    return TypeFacts(
        data_type=data_type,
        needs_permission=needs,
        requested=bool(mine) if needs and states is not None else None,
        granted=furthest(mine),
        permissions=tuple(state.permission for state in mine),
        accesses=use.accesses,
        rejects=use.rejects,
        background=use.background,
        last_ms=use.last_ms,
        last_precision_ms=use.last_precision_ms,
        last_is_slot=use.last_is_slot,
    )


def facts_of_app(
    columns: EventColumns, app: AppKey, states: Sequence[PermissionState] | None
) -> tuple[TypeFacts, ...]:
    """Give the facts of one app; `columns` may hold others too."""
    return type_facts(states, _Used(columns).of(app))
