"""The one thing that changes a phone: how many single accesses it keeps. A table of its own.

Apart from the table of commands that only read: nothing runs it but `auditor.keeping_more`, after a
person's click or `--yes-change-this-phone`. It can store, read back and delete two values of the
phone's configuration and nothing else. Source: formats.md 4.5 and 4.6.
"""

import re

from auditor.adb.bridge import Bridge
from auditor.adb.commands import Command, Request, fill
from auditor.adb.stream import Result, run
from auditor.errors import NotReady
from auditor.task import Task

OPS_LIST, CUTOFF = "discrete_history_ops_cslist", "discrete_history_cutoff_millis"
# The list last: a change of any key makes the phone forget, until it is started again, what it
# heeded of the others (formats.md 4.6, trap 1).
KEYS = (CUTOFF, OPS_LIST)
_KEY = "|".join(KEYS)
_VALUE = r"[0-9]{1,13}(?:,[0-9]{1,6}){0,399}"
_LIMIT_BYTES = 1 << 14

READ_VALUE = Command(
    "keep_more_read",
    "device_config get privacy {key}",
    "reads how many single accesses the phone was told to keep",
    {"key": _KEY},
    min_api=31,
    silence_s=15.0,
    total_s=30.0,
    size_bytes=_LIMIT_BYTES,
)
STORE_VALUE = Command(
    "keep_more_store",
    "device_config put privacy {key} {value}",
    "tells the phone to keep more single accesses, or puts an earlier value back",
    {"key": _KEY, "value": _VALUE},
    min_api=31,
    silence_s=15.0,
    total_s=30.0,
    size_bytes=_LIMIT_BYTES,
)
DELETE_VALUE = Command(
    "keep_more_delete",
    "device_config delete privacy {key}",
    "takes the value away again where there was none before",
    {"key": _KEY},
    min_api=31,
    silence_s=15.0,
    total_s=30.0,
    size_bytes=_LIMIT_BYTES,
)
KEEP_MORE = (READ_VALUE, STORE_VALUE, DELETE_VALUE)


def can_be_stored(value: str | None) -> bool:
    """Whether a value could be put back exactly as it is; None stands for no value."""
    return value is None or re.fullmatch(_VALUE, value, re.ASCII) is not None


def read_value(bridge: Bridge, serial: str, key: str, task: Task) -> str | None:
    """Read a value of the phone; None where none is stored. DeviceError."""
    untrusted = bytearray()
    result = run(bridge, serial, fill(READ_VALUE, {"key": key}), untrusted.extend, task)
    if not result.whole or _complains(result, untrusted):
        raise NotReady(
            "The phone did not say how many single accesses it keeps.",
            "Unlock the phone, plug it in again, then try once more.",
        )
    text = untrusted.decode("utf-8", "replace").strip()
    return None if text in ("", "null") else text


def store_value(bridge: Bridge, serial: str, key: str, value: str | None, task: Task) -> bool:
    """Store a value, or delete it for None. False when the phone says no; DeviceError.

    True is no proof: read it back.
    """
    untrusted = bytearray()
    result = run(bridge, serial, _request(key, value), untrusted.extend, task)
    return result.whole and not _complains(result, untrusted)


def _request(key: str, value: str | None) -> Request:
    if value is None:
        return fill(DELETE_VALUE, {"key": key})
    return fill(STORE_VALUE, {"key": key, "value": value})


def _complains(result: Result, untrusted: bytearray) -> bool:
    return b"Exception" in result.stderr + untrusted
