"""Which op an Android version prints for what an app wants: names came, went and changed."""

from functools import cache

from auditor.ops import catalogue
from auditor.sample.versions import Version

# What an app wants → op names from which API level on (formats.md 5.1, 5.2, 7.22).
_WANTS: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "PHOTOS": (
        (33, ("READ_MEDIA_IMAGES",)),
        (29, ("READ_EXTERNAL_STORAGE", "READ_MEDIA_IMAGES")),
        (0, ("READ_EXTERNAL_STORAGE",)),
    ),
    "VIDEOS": (
        (33, ("READ_MEDIA_VIDEO",)),
        (29, ("READ_EXTERNAL_STORAGE", "READ_MEDIA_VIDEO")),
        (0, ("READ_EXTERNAL_STORAGE",)),
    ),
    "SONGS": (
        (33, ("READ_MEDIA_AUDIO",)),
        (29, ("READ_EXTERNAL_STORAGE", "READ_MEDIA_AUDIO")),
        (0, ("READ_EXTERNAL_STORAGE",)),
    ),
    "LOCATE": ((31, ("FINE_LOCATION", "COARSE_LOCATION")), (0, ("FINE_LOCATION",))),
    "READ_PHONE_STATE": ((29, ("READ_PHONE_STATE",)), (0, ("OP_READ_PHONE_STATE",))),
    "PHONE_CALL_MICROPHONE": ((30, ("PHONE_CALL_MICROPHONE",)), (0, ("RECORD_AUDIO",))),
}


@cache
def names_of(logical: str, version: Version) -> tuple[str, ...]:
    """List the printed op names; empty where this version has none."""
    if logical.startswith("MIUIOP"):
        return (logical,) if version.vendor == "miui" else ()
    for since, names in _WANTS.get(logical, ((0, (logical,)),)):
        if version.api >= since:
            return tuple(name for name in names if _exists(name, version.api))
    return ()


def _exists(name: str, api: int) -> bool:
    since = catalogue()[name].since_api
    return since is not None and since <= api


@cache
def code_of(name: str) -> int:
    """Find an op's number, by which Android orders ops; vendor ops print theirs in the name."""
    op = catalogue().get(name)
    if op is not None:
        return op.code
    return int("".join(c for c in name if c.isdigit()) or 0)


# The op whose mode decides (formats.md 1.5), until and from API 31.
_SWITCH_OLD = {
    "FINE_LOCATION": "COARSE_LOCATION",
    "GPS": "COARSE_LOCATION",
    "WIFI_SCAN": "COARSE_LOCATION",
    "NEIGHBORING_CELLS": "COARSE_LOCATION",
    "MONITOR_LOCATION": "COARSE_LOCATION",
    "MONITOR_HIGH_POWER_LOCATION": "COARSE_LOCATION",
    "BLUETOOTH_SCAN": "COARSE_LOCATION",
    "RECEIVE_EMERGECY_SMS": "RECEIVE_SMS",
    "READ_ICC_SMS": "READ_SMS",
    "WRITE_ICC_SMS": "WRITE_SMS",
}
_SWITCH_NEW = {
    **{op: to for op, to in _SWITCH_OLD.items() if op not in ("FINE_LOCATION", "BLUETOOTH_SCAN")},
    "FINE_LOCATION_SOURCE": "FINE_LOCATION",
    "COARSE_LOCATION_SOURCE": "COARSE_LOCATION",
    "ACTIVITY_RECOGNITION_SOURCE": "ACTIVITY_RECOGNITION",
}


def switch_of(op: str, api: int) -> str | None:
    """Name the op whose mode decides instead; None where an op decides for itself."""
    return (_SWITCH_NEW if api >= 31 else _SWITCH_OLD).get(op)
