"""Apps of a case: what each did, counted over the events that pass a filter."""

from dataclasses import dataclass

import numpy as np

from auditor.columns import DATA_TYPES, KINDS, UNKNOWN, EventColumns, Int64, columns_of
from auditor.filters import EventFilter
from auditor.records import DataType, Kind
from auditor.store import Store


@dataclass(frozen=True, slots=True)
class AppRow:
    """One package of one uid of one phone.

    `events` counts what is listed, `accesses` and `rejects` how often it happened at least: what
    a period counts and is listed singly too is counted once, an event whose count the phone does
    not tell is one. Installer and version are as of the newest capture that tells them.
    """

    device_id: str
    package: str
    uid: int
    user: int | None  # None: its records tell no uid
    label: str | None
    is_system: bool
    version_name: str | None
    installer: str | None
    events: int
    accesses: int
    rejects: int
    background: int  # of the accesses, how many are known to be in the background
    first_ms: int | None
    last_ms: int | None
    data_types: tuple[DataType, ...]


def apps(
    store: Store, wanted: EventFilter = EventFilter(), columns: EventColumns | None = None
) -> list[AppRow]:
    """List the apps with at least one event that passes, most accesses first, then by name.

    Who has the columns of that filter already may hand them over.
    """
    columns = columns_of(store.db, wanted) if columns is None else columns
    facts = package_facts(store)
    order = np.argsort(columns.package, kind="stable")
    codes, begins = np.unique(columns.package[order], return_index=True)
    parts = np.split(order, begins[1:])
    rows = [
        _row(columns, code, part, facts) for code, part in zip(codes.tolist(), parts, strict=False)
    ]
    return sorted(rows, key=lambda row: (-row.accesses, row.package, row.uid, row.device_id))


Facts = dict[tuple[str, int, str], tuple[str | None, str | None]]


def package_facts(store: Store) -> Facts:
    """Read version and installer of every installed app, as of the newest reading that tells."""
    facts: Facts = {}  # the newest comes last, so that it wins
    for device_id, uid, package, version, installer in store.db.execute(
        "SELECT device_id, uid, package, version_name, installer FROM v_packages"
        " ORDER BY captured_ms, capture_id, raw_file, line"
    ):
        old = facts.get((device_id, uid, package), (None, None))
        facts[device_id, uid, package] = (version or old[0], installer or old[1])
    return facts


def _row(columns: EventColumns, code: int, mine: Int64, facts: Facts) -> AppRow:
    key = columns.packages[code]
    count = columns.more[mine]
    is_access = columns.kind[mine] == KINDS.index(Kind.ACCESS)
    times = columns.time_ms[mine]
    times = times[times != UNKNOWN]
    version, installer = facts.get((key.device_id, key.uid, key.package), (None, None))
    return AppRow(
        device_id=key.device_id,
        package=key.package,
        uid=key.uid,
        user=key.user,
        label=key.label,
        is_system=key.is_system,
        version_name=version,
        installer=installer,
        events=len(mine),
        accesses=int(count[is_access].sum()),
        rejects=int(count[~is_access].sum()),
        background=int(count[is_access & (columns.background[mine] == 1)].sum()),
        first_ms=int(times.min()) if len(times) else None,
        last_ms=int(times.max()) if len(times) else None,
        data_types=tuple(DATA_TYPES[i] for i in np.unique(columns.data_type[mine]).tolist()),
    )
