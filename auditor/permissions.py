"""What each reading says an app may do: the permissions it asked for, and which it has.

A permission that was granted can still be held back by the mode of its op, and a special access
(usage statistics, drawing over other apps …) is decided by that mode alone: both are read together.
"""

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from auditor import words
from auditor.ops import catalogue, data_type
from auditor.records import DataType

AppKey = tuple[str, int, str]  # device_id, uid, package


class Grant(StrEnum):
    """How far a permission goes, the furthest first. UNKNOWN: asked for, and no reading tells."""

    GRANTED = "granted"
    WHILE_IN_USE = "while_in_use"  # only while the app is visible
    ONE_TIME = "one_time"  # until the app is left
    SWITCHED_OFF = "switched_off"  # granted, but the phone gives the app nothing
    DENIED = "denied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PermissionState:
    """One permission of one app as one reading found it. `flags` as printed, joined by `|`."""

    permission: str
    data_type: DataType
    grant: Grant
    flags: str
    runtime: bool | None
    mode: str | None  # of its op, where one is set
    capture_id: str
    captured_ms: int
    raw_file: str
    line: int


@dataclass(frozen=True, slots=True)
class PermissionChange:
    """A permission that two readings in a row saw differently; when exactly, nothing tells.

    `before` or `after` None: the app did not ask for it then.
    """

    permission: str
    data_type: DataType
    before: Grant | None
    after: Grant | None
    seen_before_ms: int
    seen_after_ms: int
    capture_id: str  # the reading that shows the change


# Permissions that no op of the catalogue names (developer.android.com, Manifest.permission).
_MORE = {
    "android.permission.ACCESS_BACKGROUND_LOCATION": DataType.LOCATION,
    "android.permission.BODY_SENSORS_BACKGROUND": DataType.SENSORS,
}


@cache
def permission_types() -> dict[str, DataType]:
    """Say which data a permission opens; permissions that open none of ours are left out."""
    found = {
        op.permission: data_type(name)
        for name, op in catalogue().items()
        if op.permission and data_type(name) is not DataType.OTHER
    }
    return found | _MORE


@cache
def _op_names() -> dict[str, str]:
    """Give the op that each permission is held back by; with two names the later one counts."""
    return {op.permission: name for name, op in catalogue().items() if op.permission}


def types_with_permission() -> frozenset[DataType]:
    """List the data types that an app must ask for; the clipboard is none of them."""
    return frozenset(permission_types().values())


_NEWEST = """
SELECT n.package_id, n.capture_id FROM (
  SELECT m.package_id, r.capture_id, max(c.started_ms) FROM permissions m
  JOIN raw_files r ON r.id = m.raw_file_id JOIN captures c ON c.id = r.capture_id
  GROUP BY m.package_id) n
"""
_PERMISSIONS = """
SELECT d.device_id, p.uid, p.name, t.name, m.granted, m.flags, m.runtime,
  c.capture_id, c.started_ms, r.file, m.line
FROM permissions m
JOIN raw_files r ON r.id = m.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN packages p ON p.id = m.package_id
JOIN devices d ON d.id = p.device_id
JOIN permission_names t ON t.id = m.name_id
"""
_ORDER = " ORDER BY c.started_ms, c.id, p.id, t.name, r.id, m.line"
_MODES = """
SELECT c.capture_id, m.uid, m.package, o.name, m.mode
FROM op_modes m JOIN ops o ON o.id = m.op_id
JOIN raw_files r ON r.id = m.raw_file_id JOIN captures c ON c.id = r.capture_id
"""
# Flags that say who decided; the others say how the phone shows a permission.
_DECIDERS = (
    "USER_SET",
    "USER_FIXED",
    "POLICY_FIXED",
    "SYSTEM_FIXED",
    "GRANTED_BY_DEFAULT",
    "GRANTED_BY_ROLE",
    "ONE_TIME",
    "AUTO_REVOKED",
    "REVIEW_REQUIRED",
    "REVOKED_COMPAT",
    "REVOKE_WHEN_REQUESTED",
    "REVOKE_ON_UPGRADE",
)
Modes = dict[tuple[str, int, str | None, str], str]  # capture, uid, package or all of them, op


def newest_states(db: sqlite3.Connection) -> dict[AppKey, list[PermissionState]]:
    """Give the permissions of every app as of the newest reading that tells them."""
    sql = f"{_PERMISSIONS} WHERE (m.package_id, c.id) IN ({_NEWEST}) {_ORDER}"
    return _by_app(db.execute(sql), _modes(db, _MODES, ()))


def states_by_reading(db: sqlite3.Connection, app: AppKey) -> dict[str, list[PermissionState]]:
    """Give the permissions of one app by capture_id, the oldest reading first."""
    sql = f"{_PERMISSIONS} WHERE d.device_id = ? AND p.uid = ? AND p.name = ? {_ORDER}"
    modes = _modes(db, f"{_MODES} WHERE m.uid = ?", (app[1],))
    found: dict[str, dict[str, PermissionState]] = {}
    for _key, state in _states(db.execute(sql, app), modes):
        found.setdefault(state.capture_id, {})[state.permission] = state
    return {capture: list(each.values()) for capture, each in found.items()}


def states_of_reading(
    db: sqlite3.Connection, capture_id: str
) -> dict[AppKey, list[PermissionState]]:
    """Give the permissions of every app as one reading found them."""
    sql = f"{_PERMISSIONS} WHERE c.capture_id = ? {_ORDER}"
    modes = _modes(db, f"{_MODES} WHERE c.capture_id = ?", (capture_id,))
    return _by_app(db.execute(sql, (capture_id,)), modes)


def _by_app(rows: sqlite3.Cursor, modes: Modes) -> dict[AppKey, list[PermissionState]]:
    found: dict[AppKey, dict[str, PermissionState]] = {}
    for key, state in _states(rows, modes):
        found.setdefault(key, {})[state.permission] = state
    return {key: list(each.values()) for key, each in found.items()}


def changes(readings: dict[str, list[PermissionState]]) -> list[PermissionChange]:
    """List what changed from one reading of an app to the next, the oldest change first."""
    parts = [part for part in readings.values() if part]
    found: list[PermissionChange] = []
    for before, after in itertools.pairwise(parts):
        found += _between(before, after)
    return found


def _between(before: list[PermissionState], after: list[PermissionState]) -> list[PermissionChange]:
    old = {state.permission: state for state in before}
    new = {state.permission: state for state in after}
    found = []
    for name in sorted(old.keys() | new.keys()):
        was, became = old.get(name), new.get(name)
        if (was and was.grant) == (became and became.grant):
            continue
        told = became or was
        assert told is not None
        found.append(
            PermissionChange(
                permission=name,
                data_type=told.data_type,
                before=was.grant if was else None,
                after=became.grant if became else None,
                seen_before_ms=before[0].captured_ms,
                seen_after_ms=after[0].captured_ms,
                capture_id=after[0].capture_id,
            )
        )
    return found


def set_by(state: PermissionState, lang: str) -> str:
    """Say in words who decided about a permission; empty where the flags do not tell."""
    flags = state.flags.split("|")
    found = [words.find(f"permission_flag.{flag}", lang) for flag in _DECIDERS if flag in flags]
    return words.listed((text for text in found if text), lang)


def is_personal(state: PermissionState) -> bool:
    """Whether a permission is one that a person is asked about, or opens personal data."""
    return bool(state.runtime) or state.data_type is not DataType.OTHER


def furthest(states: list[PermissionState]) -> Grant | None:
    """Say how far the furthest of several permissions goes; None of none."""
    order = list(Grant)
    return min((state.grant for state in states), key=order.index, default=None)


def _modes(db: sqlite3.Connection, sql: str, parameters: tuple[object, ...]) -> Modes:
    wanted = set(_op_names().values())
    return {
        (capture_id, uid, package, op): mode
        for capture_id, uid, package, op, mode in db.execute(sql, parameters)
        if op in wanted
    }


def _states(rows: sqlite3.Cursor, modes: Modes) -> Iterator[tuple[AppKey, PermissionState]]:
    types = permission_types()
    for device_id, uid, package, name, granted, flags, runtime, capture_id, ms, file, line in rows:
        mode = _mode(modes, capture_id, uid, package, name)
        state = PermissionState(
            permission=name,
            data_type=types.get(name, DataType.OTHER),
            grant=_grant(name, granted, flags, mode),
            flags=flags,
            runtime=None if runtime is None else bool(runtime),
            mode=mode,
            capture_id=capture_id,
            captured_ms=ms,
            raw_file=file,
            line=line,
        )
        yield (device_id, uid, package), state


def _mode(modes: Modes, capture_id: str, uid: int, package: str, permission: str) -> str | None:
    """Give the mode that counts: the uid's, where it is not the default, before the package's."""
    op = _op_names().get(permission)
    if op is None:
        return None
    of_uid = modes.get((capture_id, uid, None, op))
    of_package = modes.get((capture_id, uid, package, op))
    return of_uid if of_uid not in (None, "default") else of_package or of_uid


def _grant(permission: str, granted: int | None, flags: str, mode: str | None) -> Grant:
    op = catalogue().get(_op_names().get(permission, ""))
    is_special = op is not None and not op.is_runtime
    if is_special and mode in ("allow", "ignore", "deny"):
        return Grant.GRANTED if mode == "allow" else Grant.DENIED
    if granted is None:
        return Grant.UNKNOWN
    if not granted:
        return Grant.DENIED
    if mode in ("ignore", "deny"):
        return Grant.SWITCHED_OFF
    if "ONE_TIME" in flags.split("|"):
        return Grant.ONE_TIME
    return Grant.WHILE_IN_USE if mode == "foreground" else Grant.GRANTED
