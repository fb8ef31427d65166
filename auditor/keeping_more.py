"""Tells a phone to keep more single accesses, sees whether it does, and takes it back exactly.

Only for a person who was asked and said yes. Every step is in the log of `auditor.phone_changes`
before it is taken. What the phone keeps by itself, and what it can be told: formats.md 4.5, 4.6.
"""

import getpass
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from auditor import phone_changes
from auditor.adb.bridge import Bridge
from auditor.adb.keep_more import CUTOFF, KEYS, OPS_LIST, can_be_stored, read_value, store_value
from auditor.adb.properties import read_property
from auditor.capture_facts import device_of
from auditor.errors import AuditorError, NotReady, StoreError, UsageError
from auditor.ops import catalogue, ops_of
from auditor.phone_changes import (
    ASKED,
    CASE_LOG,
    DONE,
    HELD,
    OFF,
    ON,
    REFUSED,
    SEEN,
    KeyChange,
    PhoneChange,
)
from auditor.records import DataType, DeviceInfo
from auditor.task import Task

FIRST_API, LAST_API = 31, 36
LONGEST_MS = 30 * 86_400_000
TYPES = (
    DataType.CONTACTS,
    DataType.PHOTOS,
    DataType.SMS,
    DataType.CALL_LOG,
    DataType.CALENDAR,
)
# Noted by the system all the time, or no access to anybody's data.
_LEFT_OUT = {"GET_ACCOUNTS", "LEGACY_STORAGE", "NO_ISOLATED_STORAGE"}
# What each version keeps by itself: a list that is stored takes the place of these (4.5).
_USUAL = (
    (
        31,
        "FINE_LOCATION COARSE_LOCATION CAMERA RECORD_AUDIO PHONE_CALL_MICROPHONE PHONE_CALL_CAMERA",
    ),
    (33, "RECEIVE_SOUNDTRIGGER_AUDIO"),
    (35, "RECEIVE_SANDBOX_TRIGGER_AUDIO OP_RESERVED_FOR_TESTING"),
    (36, "EMERGENCY_LOCATION READ_HEART_RATE READ_OXYGEN_SATURATION READ_SKIN_TEMPERATURE"),
    (
        36,
        "GPS ACCESS_NOTIFICATIONS RUN_IN_BACKGROUND READ_DEVICE_IDENTIFIERS MONITOR_LOCATION",
    ),
    (
        36,
        "BIND_ACCESSIBILITY_SERVICE ACCESS_ACCESSIBILITY MONITOR_HIGH_POWER_LOCATION",
    ),
)
_FIRST_THAT_MAY_KEEP_ALL = 36  # builds of it keep every op with a runtime permission

log = logging.getLogger(__name__)
Clock = Callable[[], int]


class Standing(StrEnum):
    """How a phone stands to what this program told it."""

    OFF = "off"  # it was told nothing, or that was taken back
    ON = "on"  # its values are those that were left
    UNFINISHED = "unfinished"  # the program ended in the middle
    RESET = "reset"  # somebody else has changed the values since
    NOT_POSSIBLE = "not_possible"  # its Android has nothing to tell


@dataclass(frozen=True, slots=True)
class Status:
    """What a phone says now, and what this computer or the case knows of it."""

    device: DeviceInfo
    standing: Standing
    values: dict[str, str | None]
    told: PhoneChange | None  # the step that is not taken back yet

    def plan(self, longer: bool) -> list[KeyChange]:
        """List what would be stored, in order. UsageError where that could not be taken back."""
        _refuse_version(self.device)
        return _plan(self.device.api or 0, self.values, longer)


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of taking it back: keys that somebody else had changed were left alone."""

    left_alone: tuple[str, ...]


def _host_utc_ms() -> int:
    return time.time_ns() // 1_000_000


def look(
    bridge: Bridge,
    serial: str,
    logs: Sequence[Path],
    task: Task,
    *,
    by: str = "",
    now_ms: Clock = _host_utc_ms,
) -> Status:
    """Ask a phone how it stands; changes nothing on it. DeviceError, StoreError.

    `logs` are those of this computer and of the case. In them is noted when the values were last
    seen to hold, and that somebody else changed them.
    """
    device = _device(bridge, serial, task)
    changes = phone_changes.merged(*map(phone_changes.read_log, logs))
    told = phone_changes.last_on(changes, device.device_id)
    if not _is_possible(device):
        return Status(device, Standing.NOT_POSSIBLE, {}, told)
    values = {key: read_value(bridge, serial, key, task) for key in KEYS}
    standing = _standing(told, values)
    if told is not None and standing in (Standing.RESET, Standing.ON):
        seen = _seen(told, standing, values, by, now_ms())
        if phone_changes.needs_noting(changes, told, seen):
            # That it holds can be noted the next time as well: no reason not to tell it.
            with suppress(*((StoreError,) if standing is Standing.ON else ())):
                _note(logs, seen)
    return Status(device, standing, values, told)


def refuse_another(status: Status, device_id: str) -> None:
    """UsageError unless it is this phone: at an ADB serial number may be another one by now."""
    if status.device.device_id != device_id:
        raise UsageError(
            "Another phone answers in the place of this one, so nothing was changed.",
            "Connect the phone that is shown, or read the other one into a case first.",
        )


def look_if_told(
    bridge: Bridge, serial: str, logs: Sequence[Path], task: Task, by: str
) -> Status | None:
    """Ask a phone how it stands if it was told to keep more; None where it was not, or is silent.

    It goes with a reading, which it must not spoil. A phone that was not told is asked nothing
    that the table of commands does not allow.
    """
    known = phone_changes.merged(*map(phone_changes.read_log, logs))
    if not any(phone_changes.last_on(known, each.device_id) for each in known):
        return None
    try:
        if phone_changes.last_on(known, _device(bridge, serial, task).device_id) is None:
            return None
        found = look(bridge, serial, logs, task, by=by)
    except AuditorError:
        log.info("keep more: the phone did not say how it stands", exc_info=True)
        return None
    return found if found.told is not None else None


def switch_on(
    bridge: Bridge,
    serial: str,
    logs: Sequence[Path],
    longer: bool,
    by: str,
    task: Task,
    *,
    now_ms: Clock = _host_utc_ms,
) -> PhoneChange:
    """Tell a phone to keep more, and read back that it took it.

    DeviceError, StoreError, UsageError. When it did not take it, it is as it was before, and
    NotReady says so.
    """
    status = look(bridge, serial, logs, task, by=by, now_ms=now_ms)
    keys = status.plan(longer)
    if status.standing in (Standing.ON, Standing.UNFINISHED):
        raise UsageError(
            "This phone was told already to keep more.",
            "Take that back first: auditor keep-more off.",
        )
    if not keys:
        raise UsageError("This phone keeps all of that already.", "There is nothing to change.")
    keys = _with_ours(keys, status)
    change = PhoneChange(
        id=secrets.token_hex(8),
        device_id=status.device.device_id,
        what=ON,
        phase=ASKED,
        time_ms=now_ms(),
        by=by,
        types=[str(each) for each in TYPES],
        longer=any(each.key == CUTOFF for each in keys),
        keys=keys,
        who=_user(),
    )
    try:
        _note(logs, change)
    except StoreError:  # one log may have it by now: it must not say that the phone was changed
        with suppress(StoreError):
            _note(logs, replace(change, phase=REFUSED, time_ms=now_ms()))
        raise
    for each in keys:
        if not store_value(bridge, serial, each.key, each.new, task):
            break
    values = {each.key: read_value(bridge, serial, each.key, task) for each in keys}
    if all(values[each.key] == each.new for each in keys):
        done = replace(change, phase=DONE, time_ms=now_ms())
        _note(logs, done)
        return done
    for each in keys:
        if values[each.key] != each.old:
            store_value(bridge, serial, each.key, each.old, task)
    if any(read_value(bridge, serial, each.key, task) != each.old for each in keys):
        raise NotReady(
            "The phone took only a part of it.", "Take that back: auditor keep-more off."
        )
    _note(logs, replace(change, phase=REFUSED, time_ms=now_ms()))
    raise NotReady(
        "The phone did not take it: its maker does not let ADB change this.",
        "Nothing was changed. Read the phone often instead: each reading adds what is new.",
    )


def switch_off(
    bridge: Bridge,
    serial: str,
    logs: Sequence[Path],
    by: str,
    task: Task,
    *,
    now_ms: Clock = _host_utc_ms,
) -> Undone:
    """Put back exactly what was there before. DeviceError, StoreError; UsageError if nothing was.

    A value that is not what this program left is somebody else's by now, and stays.
    """
    status = look(bridge, serial, logs, task, by=by, now_ms=now_ms)
    told = status.told
    if told is None or status.standing is Standing.NOT_POSSIBLE:
        raise UsageError(
            "This phone was not told to keep more, as far as this computer and the case know.",
            "There is nothing to take back.",
        )
    ours = [each for each in told.keys if status.values[each.key] == each.new]
    others = [each for each in told.keys if status.values[each.key] not in (each.new, each.old)]
    back = [KeyChange(each.key, each.new, each.old) for each in ours]
    undo = replace(told, what=OFF, phase=ASKED, time_ms=now_ms(), by=by, keys=back, who=_user())
    _note(logs, undo)
    for each in back:
        store_value(bridge, serial, each.key, each.new, task)
    if any(read_value(bridge, serial, each.key, task) != each.new for each in back):
        raise NotReady(
            "The phone did not take its earlier values back.",
            "Unlock it, plug it in again, and try once more: auditor keep-more off.",
        )
    _note(logs, replace(undo, phase=DONE, time_ms=now_ms()))
    return Undone(tuple(each.key for each in others))


def logs_of(journal: Path, case_dir: Path | None) -> tuple[Path, ...]:
    """Give the logs that a step is noted in: this computer's, and the case's if there is one."""
    return (journal,) if case_dir is None else (journal, case_dir / CASE_LOG)


def usual_ops(api: int) -> frozenset[str]:
    """Name the ops whose single accesses an Android version may keep by itself."""
    found = {name for since, names in _USUAL if since <= api for name in names.split()}
    if api >= _FIRST_THAT_MAY_KEEP_ALL:
        found |= {op.name for op in catalogue().values() if op.is_runtime}
    return frozenset(found)


def op_codes(api: int, stored: str | None) -> tuple[int, ...]:
    """Give the numbers of all ops to keep: those that are kept now, and ours. Sorted.

    `stored` is the list that the phone holds already; one that is no list of numbers is one that
    the phone passes over.
    """
    names = {name for each in TYPES for name in ops_of(each)} - _LEFT_OUT
    codes: set[int] = set()
    if stored is not None and can_be_stored(stored):
        codes = {int(each) for each in stored.split(",")}
    else:
        names |= usual_ops(api)
    known = {
        op.name: op.code
        for op in catalogue().values()
        if op.since_api is not None and op.since_api <= api
    }
    codes |= {known[name] for name in names if name in known}
    most = max(known.values())
    return tuple(sorted(code for code in codes if code <= most))


def _plan(api: int, values: dict[str, str | None], longer: bool) -> list[KeyChange]:
    if not all(can_be_stored(value) for value in values.values()):
        raise UsageError(
            "The phone holds a value that could not be put back exactly, so it is left as it is.",
            "Read the phone often instead: each reading adds what is new.",
        )
    plan = []
    cutoff, ops = values[CUTOFF], values[OPS_LIST]
    is_longest = cutoff is not None and cutoff.isdigit() and int(cutoff) >= LONGEST_MS
    if longer and not is_longest:
        plan.append(KeyChange(CUTOFF, cutoff, str(LONGEST_MS)))
    wanted = ",".join(map(str, op_codes(api, ops)))
    if ops != wanted:
        plan.append(KeyChange(OPS_LIST, ops, wanted))
    return plan


def _with_ours(plan: Sequence[KeyChange], status: Status) -> list[KeyChange]:
    """Add what is left of an earlier change that somebody else undid in part.

    Taken back later, each value becomes what it was before this program's first change.
    """
    told = () if status.told is None else status.told.keys
    ours = {each.key: each for each in told if status.values[each.key] == each.new}
    new = {each.key: each for each in plan}
    both = {key: replace(new[key], old=ours[key].old) for key in new.keys() & ours.keys()}
    found = ours | new | both
    return [found[key] for key in KEYS if key in found]


def _standing(told: PhoneChange | None, values: dict[str, str | None]) -> Standing:
    if told is None:
        return Standing.OFF
    if all(values[each.key] == each.new for each in told.keys):
        return Standing.ON
    return Standing.RESET if told.phase == DONE else Standing.UNFINISHED


def _seen(
    told: PhoneChange, standing: Standing, values: dict[str, str | None], by: str, now_ms: int
) -> PhoneChange:
    """Write down how the values that a phone was told stand now."""
    what, keys = HELD, []
    if standing is Standing.RESET:
        what = SEEN
        keys = [replace(each, old=each.new, new=values[each.key]) for each in told.keys]
    return replace(told, what=what, phase=DONE, time_ms=now_ms, by=by, keys=keys)


def _is_possible(device: DeviceInfo) -> bool:
    return device.api is not None and FIRST_API <= device.api <= LAST_API


def _refuse_version(device: DeviceInfo) -> None:
    if _is_possible(device):
        return
    if device.api is not None and device.api < FIRST_API:
        raise UsageError(
            "Android before 12 keeps no list of single accesses, so there is nothing to keep more"
            " of.",
            "Read the phone often instead: each reading adds what is new.",
        )
    raise UsageError(
        "It is not known how this version of Android could be told to keep more.",
        "Read the phone often instead, and look for a newer version of this program.",
    )


def _device(bridge: Bridge, serial: str, task: Task) -> DeviceInfo:
    keys = ("ro.boot.permission_auditor_sample", "ro.serialno", "ro.build.version.sdk")
    properties = {}
    for key in (*keys, "ro.build.version.release", "ro.product.model"):
        said = read_property(bridge, serial, key, task)
        if said is None:
            raise NotReady(
                "The phone did not say which one it is.",
                "Unlock the phone, plug it in again, then try once more.",
            )
        properties[key] = said
    return device_of(serial, properties)


def _note(logs: Sequence[Path], change: PhoneChange) -> None:
    log.info("keep more: %s %s", change.what, change.phase)
    for each in logs:
        phone_changes.add_to_log(each, change)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
