"""The registry of single accesses: which ops, how long, one per minute (formats.md 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from auditor.sample.entries import Entry
from auditor.sample.recordings import recordings
from auditor.sample.versions import Version

MINUTE = 60_000

_OPS_31 = (
    "FINE_LOCATION COARSE_LOCATION CAMERA RECORD_AUDIO PHONE_CALL_MICROPHONE PHONE_CALL_CAMERA"
)
_OPS_33 = _OPS_31 + " RECEIVE_SOUNDTRIGGER_AUDIO"
_OPS_35 = _OPS_33 + " RECEIVE_SANDBOX_TRIGGER_AUDIO OP_RESERVED_FOR_TESTING"
_OPS_36 = (
    _OPS_35 + " EMERGENCY_LOCATION READ_HEART_RATE READ_OXYGEN_SATURATION READ_SKIN_TEMPERATURE"
)
_OPS_POST = (
    _OPS_36 + " GPS ACCESS_NOTIFICATIONS RUN_IN_BACKGROUND BIND_ACCESSIBILITY_SERVICE "
    "ACCESS_ACCESSIBILITY READ_DEVICE_IDENTIFIERS MONITOR_HIGH_POWER_LOCATION MONITOR_LOCATION"
)
_KEPT_FLAGS = frozenset({"s", "tp", "tpd"})


def kept_ops(version: Version) -> frozenset[str]:
    """Name the ops whose single accesses this version keeps (post-36: in the 1-minute table)."""
    if version.grammar == "post":
        return frozenset(_OPS_POST.split())
    for since, names in ((36, _OPS_36), (35, _OPS_35), (33, _OPS_33), (31, _OPS_31)):
        if version.api >= since:
            return frozenset(names.split())
    return frozenset()


class Keeping(Protocol):
    """What a phone stores of single accesses: by itself, or as it was told (device_config.py)."""

    def ops_ever(self) -> frozenset[str]: ...
    def ops_at(self, time: int) -> frozenset[str]: ...
    def since(self, now: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Single:
    """One entry as it is stored: real milliseconds; `duration` None for a note or a start."""

    uid: int
    package: str
    op: str
    tag: str | None
    state: str
    flag: str
    time: int
    duration: int | None
    attribution: int
    chain: int


def rounded_up(duration: int) -> int:
    """Round a duration up to whole minutes, as versions until 35 print it."""
    return -(-duration // MINUTE) * MINUTE


def singles(entries: Iterable[Entry], now: int, kept: Keeping) -> list[Single]:
    """List the stored entries, oldest first; alike ones of one minute are stored once."""
    since = kept.since(now)
    seen: set[tuple[object, ...]] = set()
    found: list[Single] = []
    ops = kept.ops_ever()
    wanted = (entry for entry in entries if entry.op in ops and entry.flag in _KEPT_FLAGS)
    for record in recordings(wanted):
        entry = record.entry
        if record.kind == "reject" or record.time < since:
            continue
        if entry.op not in kept.ops_at(record.recorded):
            continue
        duration = record.duration if record.kind == "end" else None
        single = Single(
            entry.uid,
            entry.package,
            entry.op,
            entry.tag,
            record.state,
            entry.flag,
            record.time,
            duration,
            entry.attribution,
            entry.chain,
        )
        alike = (
            *(single.uid, single.package, single.op, single.tag, single.state, single.flag),
            *(single.time // MINUTE, None if duration is None else rounded_up(duration)),
            *(single.attribution, single.chain),
        )
        if alike not in seen:
            seen.add(alike)
            found.append(single)
    found.sort(key=lambda single: (single.time, single.duration or 0))
    return found
