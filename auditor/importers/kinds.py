"""Which command printed a text, told from the text alone. Names are those of adb/commands.py."""

import re
from collections.abc import Iterable

from auditor.ops import catalogue
from auditor.parsers.processes import LINE_BEGIN
from auditor.parsers.settings import NAMESPACES

APPOPS_GET = "appops_get"  # no command of the table either: it names no app
GETPROP = "getprop"  # no command of the table: many properties at once, as `getprop` prints them

_SIGNS = {
    "appops": r"Current AppOps Service state:",
    "appops_history": r"  History:  mode=|Discrete accesses: *$|-+Aggregated App Ops-+"
    r"|UID\|PACKAGE_NAME\|",
    "package_dump": r"Packages:$| {0,2}Package \[[^\]]+\] \([0-9a-f]+\):|Database versions:$"
    r"|Activity Resolver Table:$|Verifiers:$",
    "packages": r"package:\S+.* uid:\d+",
    "packages_no_uid": r"package:\S+",
    "users": r"Users:$",
    "usagestats": r"user=\d+ *$|interval=(?:daily|weekly|monthly|yearly)\b",
    "audio": r"RecordActivityMonitor dump time:|(?:Audio event|Events) log: (?:audio|recording) "
    r"|MediaFocusControl dump time:",
    "camera": r"== Service global info: ==|== Camera service events log|Camera module \w"
    r"|Active Camera Clients:",
    # Which names are ops is looked up: as one pattern they take longer to compile than to read.
    APPOPS_GET: r"No operations\.\s*$|(?:Uid mode: )?(?P<op>[A-Za-z]\w*|MIUIOP\(\d+\)): "
    r"(?:allow|ignore|deny|default|foreground|ask)(?:$|; (?:time|rejectTime|duration)=| \(running)",
    "app_hibernation": r"User Level Hibernation States, user=",
    "sensor_privacy": r"SENSOR PRIVACY MANAGER STATE ",
    "deviceidle": r"(?:system|system-excidle|user),[\w.]+,\d+$"
    r"|  Whitelist (?:\(except idle\) )?system apps:",
    "netstats": r"Active interfaces:$|(?:Dev|Xt|UID) stats:$|v1,\d{9,11},\d{9,11}$",
    "power": r"POWER MANAGER \(dumpsys power\)",
    "process_events": LINE_BEGIN,
    "settings_list": rf"(?:{'|'.join(NAMESPACES)})=",
    GETPROP: r"\[(?:ro|persist)\.[^\]]+\]: \[",
}
_SIGN = re.compile("|".join(f"(?P<{name}>{sign})" for name, sign in _SIGNS.items()))
_UID_BLOCK = re.compile(r"  Uid \S+:$")


def recognise(lines: Iterable[str]) -> str | None:
    """Say which command printed these lines; None when nothing in them tells.

    An app-ops text counts as the history when it holds a history and no op section.
    """
    kind: str | None = None
    for line in lines:
        if kind == "appops" and _UID_BLOCK.match(line):
            return kind
        found = _sign_of(line)
        if found is None or found == "appops":
            kind = found or kind
        elif kind is None or found == "appops_history":
            return found
    return kind


def _sign_of(line: str) -> str | None:
    found = _SIGN.match(line)
    if found is None:
        return None
    op = found["op"]
    # No other sign begins as an op and its mode do.
    is_other = op is not None and "(" not in op and op not in catalogue()
    return None if is_other else found.lastgroup
