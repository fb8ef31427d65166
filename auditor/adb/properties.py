"""What a phone says of itself, one property at a time."""

from auditor.adb.bridge import Bridge
from auditor.adb.commands import request
from auditor.adb.stream import Limits, run
from auditor.task import Task


def read_property(
    bridge: Bridge, serial: str, key: str, task: Task, limits: Limits | None = None
) -> str | None:
    """Read a property of a phone: empty where it has none, None where its answer was not whole.

    Raises DeviceError when the phone cannot be reached at all.
    """
    untrusted = bytearray()
    result = run(bridge, serial, request("property", key=key), untrusted.extend, task, limits)
    return untrusted.decode("utf-8", "replace").strip() if result.whole else None
