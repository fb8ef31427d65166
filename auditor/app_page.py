"""All that a case holds about one app: who it is, what it may do, how that changed, its uses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from auditor import words
from auditor.app_table import TypeFacts, facts_of_app
from auditor.columns import EventColumns, columns_of
from auditor.errors import StoreError, UsageError
from auditor.filters import EventFilter
from auditor.identity.keeping import identities
from auditor.identity.records import Identity, IdentityKey
from auditor.permissions import (
    AppKey,
    PermissionChange,
    PermissionState,
    changes,
    states_by_reading,
)
from auditor.records import DeviceInfo
from auditor.store import Store
from auditor.uids import PER_USER


@dataclass(frozen=True, slots=True)
class Installed:
    """What one reading said about the package. Times are local to the phone, as printed."""

    capture_id: str
    captured_ms: int
    version_name: str | None
    version_code: int | None
    target_sdk: int | None
    installer: str | None
    initiating_package: str | None
    is_system: bool | None
    enabled: bool | None
    first_install_local: str | None
    last_update_local: str | None


@dataclass(frozen=True, slots=True)
class AppPage:
    """One package of one uid. `readings` are those that list it, the oldest first.

    `is_gone`: the newest reading that lists packages at all does not list this one; None where
    no reading lists any. `permissions` are those of the newest reading that tells them, None
    where none does.
    """

    device: DeviceInfo
    package: str
    uid: int
    label: str | None
    readings: tuple[Installed, ...]
    is_gone: bool | None
    types: tuple[TypeFacts, ...]
    permissions: tuple[PermissionState, ...] | None
    changes: tuple[PermissionChange, ...]
    identity: Identity | None  # who it is, where its file on the phone was read

    @property
    def user(self) -> int:
        """The Android user that the uid belongs to."""
        return max(0, self.uid) // PER_USER

    @property
    def newest(self) -> Installed | None:
        """What the newest reading that lists the package said."""
        return self.readings[-1] if self.readings else None


def signer(page: AppPage, lang: str) -> str:
    """Say by whose certificate the app is signed, and how far that was checked."""
    identity = page.identity
    if identity is None or identity.signer_sha256 is None:
        return words.word("signer_check.not_read", lang)
    check = words.find(f"signer_check.{identity.check}", lang) or str(identity.check)
    return f"SHA-256 {identity.signer_sha256} ({check})"


def keys_of(store: Store, package: str, user: int | None = None) -> list[AppKey]:
    """List the apps of that package name, the phone's owner first."""
    rows = store.db.execute(
        "SELECT d.device_id, p.uid, p.name FROM packages p JOIN devices d ON d.id = p.device_id"
        " WHERE p.name = ? ORDER BY d.id, p.uid",
        (package,),
    )
    found = [(row[0], row[1], row[2]) for row in rows if row[1] >= 0]
    return [key for key in found if user is None or key[1] // PER_USER == user]


def choose_app(store: Store, package: str, user: int | None = None) -> AppKey:
    """Give the app that is meant. UsageError when there is none."""
    found = keys_of(store, package, user)
    if not found:
        where = "" if user is None else f" for user {user}"
        raise UsageError(
            f"The case holds no app {package}{where}.", "List the apps: auditor apps --all."
        )
    return found[0]


def app_filter(app: AppKey, wanted: EventFilter = EventFilter()) -> EventFilter:
    """Let through what one app of one user did, and of that what a filter asks for."""
    return replace(
        wanted,
        packages=frozenset({app[2]}),
        uids=frozenset({app[1]}),
        device_id=app[0],
        include_system=True,
    )


def app_columns(store: Store, app: AppKey, wanted: EventFilter = EventFilter()) -> EventColumns:
    """Give the accesses and rejects of an app that pass a filter."""
    return columns_of(store.db, app_filter(app, wanted))


def app_page(store: Store, app: AppKey, wanted: EventFilter = EventFilter()) -> AppPage:
    """Gather the page of one app; a filter concerns what it used, not what it may.

    StoreError when the case does not know the app (any more).
    """
    from auditor.query import devices  # which imports apps.py, and so this room

    device = next((each for each in devices(store) if each.device_id == app[0]), None)
    row = store.db.execute(
        "SELECT p.label FROM packages p JOIN devices d ON d.id = p.device_id"
        " WHERE d.device_id = ? AND p.uid = ? AND p.name = ?",
        app,
    ).fetchone()
    if device is None or row is None:
        raise StoreError("This app is no longer in the case.", "Go back to the list of apps.")
    by_reading = states_by_reading(store.db, app)
    newest = list(by_reading.values())[-1] if by_reading else None
    readings = _readings(store, app)
    return AppPage(
        device=device,
        package=app[2],
        uid=app[1],
        label=row[0],
        readings=readings,
        is_gone=_is_gone(store, app[0], readings),
        types=facts_of_app(app_columns(store, app, wanted), app, newest),
        permissions=None if newest is None else tuple(newest),
        changes=tuple(changes(by_reading)),
        identity=identities(store).get(IdentityKey(*app)),
    )


# What the list and the dump of one reading say is joined; the list knows no versions.
INSTALLED = """
  capture_id, captured_ms, max(version_name), max(version_code), max(target_sdk),
  max(installer), max(initiating_package), max(is_system), max(enabled),
  max(first_install_local), max(last_update_local)
"""


def installed(row: Sequence[Any]) -> Installed:
    """Make the record of the columns of INSTALLED."""
    return Installed(
        capture_id=row[0],
        captured_ms=row[1],
        version_name=row[2],
        version_code=row[3],
        target_sdk=row[4],
        installer=row[5],
        initiating_package=row[6],
        is_system=None if row[7] is None else bool(row[7]),
        enabled=None if row[8] is None else bool(row[8]),
        first_install_local=row[9],
        last_update_local=row[10],
    )


def _readings(store: Store, app: AppKey) -> tuple[Installed, ...]:
    rows = store.db.execute(
        f"SELECT {INSTALLED} FROM v_packages WHERE device_id = ? AND uid = ? AND package = ?"
        " GROUP BY capture_id ORDER BY captured_ms, capture_id",
        app,
    )
    return tuple(installed(row) for row in rows)


def _is_gone(store: Store, device_id: str, readings: tuple[Installed, ...]) -> bool | None:
    row = store.db.execute(
        "SELECT capture_id FROM v_packages WHERE device_id = ?"
        " ORDER BY captured_ms DESC, capture_id DESC LIMIT 1",
        (device_id,),
    ).fetchone()
    if row is None:
        return None
    return not readings or readings[-1].capture_id != row[0]
