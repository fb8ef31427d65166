"""What repeats becomes small numbers: packages, ops, tags, states, flags, proxies, ways, forms."""

import sqlite3
from collections.abc import Callable, Hashable, ItemsView, Iterator, Sequence
from typing import Generic, TypeVar

from auditor.arrivals import Parts
from auditor.ops import data_type, is_background, is_middleman
from auditor.records import UNKNOWN_UID, Event, Proxy
from auditor.uids import PER_USER

SANDBOXES = range(20_000, 30_000)  # uids of what advertisers run within apps (Android 13 on)

Key = TypeVar("Key", bound=Hashable)


class Table(Generic[Key]):
    """One dictionary table: gives the id of a key, adding the row when the key is new."""

    def __init__(
        self,
        db: sqlite3.Connection,
        known: dict[Key, int],
        insert: str,
        row: Callable[[Key], tuple[object, ...]],
    ) -> None:
        self._db = db
        self._known = known
        self._insert = insert
        self._row = row

    def __iter__(self) -> Iterator[Key]:
        """Give the keys that are known by now."""
        return iter(self._known)

    def items(self) -> ItemsView[Key, int]:
        """Give the keys that are known by now, with their ids."""
        return self._known.items()

    def code(self, key: Key) -> int:
        """Give the id of a key."""
        found = self._known.get(key)
        if found is None:
            found = self._db.execute(self._insert, self._row(key)).lastrowid
            assert found is not None
            self._known[key] = found
        return found

    def codes(self, keys: Sequence[Key]) -> list[int]:
        """Give the ids of many keys, adding all new ones at once."""
        new = list(dict.fromkeys(key for key in keys if key not in self._known))
        if new:
            self._db.executemany(self._insert, [self._row(key) for key in new])
            # Without gaps: nobody else writes while this transaction is open.
            last = self._db.execute("SELECT last_insert_rowid()").fetchone()[0]
            self._known.update(zip(new, range(last - len(new) + 1, last + 1), strict=True))
        return [self._known[key] for key in keys]


PackageName = tuple[int, str]  # uid and package name
NetworkKey = tuple[str, str, bool | None]  # as printed, types, metered
WayKey = tuple[int | None, int | None, str, str, str | None, int]
FormKey = tuple[int, int | None, int, int, int, int | None]


class Codes:
    """The dictionary tables of a case, for the device whose capture is being written."""

    def __init__(self, db: sqlite3.Connection, device_id: int) -> None:
        self.ops = _texts(db, "ops", "data_type", lambda name: data_type(name).value)
        self.tags = _texts(db, "tags")
        self.states = _texts(db, "uid_states", "is_background", is_background)
        self.flags = _texts(db, "flags", "is_middleman", is_middleman)
        self.permissions = _texts(db, "permission_names")
        self.packages: Table[PackageName] = Table(
            db,
            {
                (row[1], row[2]): row[0]
                for row in db.execute(
                    "SELECT id, uid, name FROM packages WHERE device_id = ?", (device_id,)
                )
            },
            "INSERT INTO packages (device_id, uid, name) VALUES (?, ?, ?)",
            lambda key: (device_id, *key),
        )
        self.proxies: Table[Proxy] = Table(
            db,
            {
                Proxy(row[1], row[2], row[3]): row[0]
                for row in db.execute("SELECT id, uid, package, tag FROM proxies")
            },
            "INSERT INTO proxies (uid, package, tag) VALUES (?, ?, ?)",
            lambda proxy: (proxy.uid, proxy.package, proxy.tag),
        )
        self.networks: Table[NetworkKey] = Table(
            db,
            {
                (row[1], row[2], None if row[3] is None else bool(row[3])): row[0]
                for row in db.execute("SELECT id, name, types, metered FROM networks")
            },
            "INSERT INTO networks (name, types, metered) VALUES (?, ?, ?)",
            lambda key: key,
        )
        self.ways: Table[WayKey] = Table(
            db,
            {
                tuple(row[1:]): row[0]
                for row in db.execute(
                    "SELECT id, state_id, flags_id, kind, source, virtual_device, unattributed"
                    " FROM ways"
                )
            },
            "INSERT INTO ways (state_id, flags_id, kind, source, virtual_device, unattributed)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            lambda key: key,
        )
        self.forms: Table[FormKey] = Table(
            db,
            {
                tuple(row[1:]): row[0]
                for row in db.execute(
                    "SELECT id, precision_ms, count, running, zone_assumed, about, proxy_id"
                    " FROM forms"
                )
            },
            "INSERT INTO forms (precision_ms, count, running, zone_assumed, about, proxy_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            lambda key: key,
        )

    def who(self, event: Event) -> Parts:
        """Give the parts of an event's series: who did what how, from which record."""
        return (
            self.packages.code((event.uid, event.package)),
            self.ops.code(event.op),
            0 if event.tag is None else self.tags.code(event.tag),
            self.ways.code(
                (
                    None if event.uid_state is None else self.states.code(event.uid_state),
                    None if event.flags is None else self.flags.code(event.flags),
                    event.kind.value,
                    event.source.value,
                    event.virtual_device,
                    int(event.unattributed),
                )
            ),
        )

    def form(self, event: Event) -> int:
        """Give the number of what else many events have in common."""
        return self.forms.code(
            (
                event.precision_ms,
                event.count,
                int(event.running),
                int(event.zone_assumed),
                int(event.about),
                None if event.proxy is None else self.proxies.code(event.proxy),
            )
        )

    def uids_by_name(self) -> dict[str, int]:
        """Give the uid of each package name that has only one. Sandboxes are not the app."""
        found: dict[str, int] = {}
        for uid, name in self.packages:
            if uid != UNKNOWN_UID and uid % PER_USER not in SANDBOXES:
                found[name] = UNKNOWN_UID if name in found else uid
        return found


def _texts(
    db: sqlite3.Connection,
    table: str,
    extra: str = "",
    derive: Callable[[str], object] | None = None,
) -> Table[str]:
    known = {row[1]: row[0] for row in db.execute(f"SELECT id, name FROM {table}")}
    if derive is None:
        return Table(db, known, f"INSERT INTO {table} (name) VALUES (?)", lambda name: (name,))
    insert = f"INSERT INTO {table} (name, {extra}) VALUES (?, ?)"
    return Table(db, known, insert, lambda name: (name, derive(name)))
