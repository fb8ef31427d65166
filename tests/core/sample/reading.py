"""Readers of a sample phone's dumps for the tests: short, strict, and nobody else's code.

Each insists on every line it sees, so that a line of another shape fails the test.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
ABS = r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})"
DUR = r"(0|[+-](?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?\d+ms)"
KEY = r"\[(pers|top|fgsvc|fg|bg|cch)-(s|tp|tpd)\]"
_UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}

Row = tuple[object, ...]


@cache
def _hour(text: str) -> int:
    return round(datetime.fromisoformat(text + ":00:00").replace(tzinfo=ZONE).timestamp() * 1000)


def epoch(text: str) -> int:
    """Turn the phone's wall clock into UTC milliseconds."""
    minute, second = int(text[14:16]), int(text[17:19])
    return _hour(text[:13]) + minute * 60_000 + second * 1000 + int(text[20:])


def lasting(text: str) -> int:
    """Turn a printed duration into milliseconds."""
    parts = re.findall(r"(\d+)(ms|[dhms])", text)
    total = sum(int(number) * _UNITS[unit] for number, unit in parts)
    return -total if text.startswith("-") else total


def uid_of(text: str) -> int:
    """Turn `u10a121` or `1000` into a uid."""
    found = re.fullmatch(r"u(\d+)([as])(\d+)|(\d+)", text)
    assert found, text
    if found[4]:
        return int(found[4])
    return int(found[1]) * 100_000 + int(found[3]) + (10_000 if found[2] == "a" else 0)


def _tag(text: str) -> str | None:
    return None if text == "null" else text


def section(text: str, first: str, last: str | None = None) -> list[str]:
    """Cut the lines from one that begins with `first` to the one before `last`."""
    lines = text.splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith(first))
    end = len(lines)
    if last is not None:
        end = next(n for n, line in enumerate(lines) if n > begin and line.startswith(last))
    return lines[begin:end]


def read_ops_30(lines: Iterable[str], now: int) -> set[Row]:
    """Read the op section of API 30 on. Rows: kind, uid, package, op, tag, state, flag, time,
    duration, proxy uid, running.
    """
    rows: set[Row] = set()
    block: list[Row] = []
    uid, package, op, tag = 0, "", "", None
    for line in lines:
        if m := re.fullmatch(r"  Uid (\S+):", line):
            uid = uid_of(m[1])
        elif m := re.fullmatch(r"    Package (\S+):", line):
            package = m[1]
        elif m := re.fullmatch(r"      (\S+) \(\w+(?: / switch \w+=\w+)?\): ", line):
            op = m[1]
        elif m := re.fullmatch(r" {8}(.*)=\[", line):
            tag, block = _tag(m[1]), []
        elif m := re.fullmatch(
            rf" {{10}}Access: {KEY} {ABS} \({DUR}\)(?: duration={DUR})?"
            r"(?: proxy\[uid=(\d+), pkg=(\S+), attributionTag=null\])?",
            line,
        ):
            assert epoch(m[3]) - lasting(m[4]) == now, line
            lasted = lasting(m[5]) if m[5] else None
            via = int(m[6]) if m[6] else None
            block.append(("access", uid, package, op, tag, m[1], m[2], epoch(m[3]), lasted, via))
        elif m := re.fullmatch(rf" {{10}}Reject: {KEY}{ABS} \({DUR}\).*", line):
            assert epoch(m[3]) - lasting(m[4]) == now, line
            block.append(("reject", uid, package, op, tag, m[1], m[2], epoch(m[3]), None, None))
        elif m := re.fullmatch(rf" {{10}}Running start at: {DUR}", line):
            started = now - lasting(m[1])
            block = [(*row, True) if row[7] == started else row for row in block]
        elif line == " " * 8 + "]":
            rows |= {row if len(row) == 11 else (*row, False) for row in block}
        else:
            assert re.fullmatch(_HEAD_LINES, line), line
    return rows


_HEAD_LINES = (
    r"    state=(pers|top|fgsvc|fg|bg|cch|gone)|    capability=[A-Z-]{3,8}|"
    r"    appWidgetVisible=false|    foregroundOps:|      \w+: (WATCHER|SILENT)|"
    r"    hasForegroundWatchers=(true|false)|      \w+: mode=\w+| {10}startNesting=[2-9]|"
)


_COUNTS = re.compile(
    rf" {{16}}{KEY} = (?=.)(?:access=(\d+))?(?:, )?(?:reject=(\d+))?(?:, )?(?:duration={DUR})?"
)
_BOUNDARY = re.compile(rf"        (begin|end) = {ABS}  \({DUR}\)")


def read_history(lines: Iterable[str], now: int) -> tuple[list[tuple[int, int]], set[Row]]:
    """Read `History:`. Gives printed slot boundaries and rows: slot, uid, package, op, tag,
    state, flag, accesses, rejects, milliseconds.
    """
    slots: list[tuple[int, int]] = []
    rows: set[Row] = set()
    begin, uid, package, op, tag = 0, 0, "", "", None
    for line in lines:
        if m := _COUNTS.fullmatch(line):
            counts = int(m[3] or 0), int(m[4] or 0), lasting(m[5]) if m[5] else 0
            rows.add((len(slots) - 1, uid, package, op, tag, m[1], m[2], *counts))
        elif m := re.fullmatch(r"              (\w+):", line):
            op = m[1]
        elif m := re.fullmatch(r"            Attribution (.*):", line):
            tag = _tag(m[1])
        elif m := re.fullmatch(r"          Package (\S+):", line):
            package = m[1]
        elif m := re.fullmatch(r"        Uid (\S+):", line):
            uid = uid_of(m[1])
        elif m := _BOUNDARY.fullmatch(line):
            assert epoch(m[2]) - lasting(m[3]) == now
            if m[1] == "begin":
                begin = epoch(m[2])
            else:
                slots.append((begin, epoch(m[2])))
        else:
            assert line in ("", "      snapshot:") or line.startswith("  History:  mode="), line
    return slots, rows


def read_discrete(lines: Iterable[str], pad: int = 0) -> list[Row]:
    """Read `Discrete accesses:` as a tree; `pad` is 2 for API 36. Rows: uid, package, op, tag,
    state, flag, time, duration, attribution flags, chain.
    """
    rows: list[Row] = []
    uid, package, op, tag = 0, "", "", None
    access = re.compile(
        rf" {{{10 + pad}}}Access {KEY} at {ABS}(?: for (\d+) milliseconds )?"
        r"(?: attribution flags=(\d+) with chainId=(\d+))?"
    )
    for line in list(lines)[2:]:
        if m := access.fullmatch(line):
            lasted = int(m[4]) if m[4] else None
            chain = int(m[5] or 0), int(m[6] or -1)
            rows.append((uid, package, op, tag, m[1], m[2], epoch(m[3]), lasted, *chain))
        elif m := re.fullmatch(r"  Uid: (\d+)", line):
            uid = int(m[1])
        elif m := re.fullmatch(r"    Package: (\S+)", line):
            package = m[1]
        elif m := re.fullmatch(r"      (\w+)", line):
            op = m[1]
        elif m := re.fullmatch(rf" {{{8 + pad}}}Attribution: (.*)", line):
            tag = _tag(m[1])
        else:
            assert pad and line == "        Device: default:0", line
    return rows


def read_table(lines: Iterable[str]) -> list[dict[str, str]]:
    """Read a table by its header; a row may hold nothing but its columns."""
    header, *body = [line for line in lines if "|" in line]
    names = header.split("|")
    assert all(line.count("|") == len(names) - 1 for line in body)
    return [dict(zip(names, line.split("|"), strict=True)) for line in body]


def read_ops_29(lines: Iterable[str], now: int) -> set[Row]:
    """Read the op section of API 29. Rows: kind, uid, package, op, state, flag, begin, duration."""
    rows: set[Row] = set()
    uid, package, op = 0, "", ""
    for line in lines:
        if m := re.fullmatch(r"  Uid (\S+):", line):
            uid = uid_of(m[1])
        elif m := re.fullmatch(r"    Package (\S+):", line):
            package = m[1]
        elif m := re.fullmatch(r"      (\S+) \(\w+(?: / switch \w+=\w+)?\): ", line):
            op = m[1]
        elif m := re.fullmatch(
            rf" {{10}}(Access|Reject): {KEY}( ?){ABS} \({DUR}\)(?: duration={DUR})?", line
        ):
            assert epoch(m[5]) - lasting(m[6]) == now, line
            assert m[4] == (" " if m[1] == "Access" else "")
            lasted = lasting(m[7]) if m[7] else None
            begin = epoch(m[5]) - (lasted or 0)  # what is over has the time of its end here
            rows.add((m[1].lower(), uid, package, op, m[2], m[3], begin, lasted))
        else:
            assert re.fullmatch(
                rf"    state=\w+|    startNesting=\d| {{10}}Running start at: {DUR}|"
                r" {10}startNesting=\d|    foregroundOps:|      \w+: (WATCHER|SILENT)|"
                r"    hasForegroundWatchers=(true|false)|      \w+: mode=\w+|",
                line,
            ), line
    return rows


def read_ops_28(lines: Iterable[str], now: int) -> set[Row]:
    """Read the op section of API 28. Rows: kind, uid, package, op, state, time."""
    rows: set[Row] = set()
    uid, package, op, kind = 0, "", "", ""
    for line in lines:
        if m := re.fullmatch(r"  Uid (\S+):", line):
            uid = uid_of(m[1])
        elif m := re.fullmatch(r"    Package (\S+):", line):
            package = m[1]
        elif m := re.fullmatch(r"      (\S+) \(\w+(?: / switch \w+=\w+)?\): ", line):
            op = m[1]
        elif m := re.fullmatch(
            rf" {{10}}(?:(Access|Reject): | {{8}})(.{{5}}) = {ABS} \({DUR}\)", line
        ):
            kind = m[1] or kind
            assert epoch(m[3]) - lasting(m[4]) == now, line
            rows.add((kind.lower(), uid, package, op, m[2].strip(), epoch(m[3])))
        else:
            assert re.fullmatch(
                rf"    state=.{{5}}|    startNesting=\d| {{10}}Running start at: {DUR}|"
                rf" {{10}}startNesting=\d| {{10}}duration={DUR}|      \w+: mode=\w+|",
                line,
            ), line
    return rows


def read_ops_26(lines: Iterable[str], now: int) -> set[Row]:
    """Read the op section of API 26. Rows: kind, uid, package, op, begin, duration, running."""
    rows: set[Row] = set()
    uid, package = 0, None
    for line in lines:
        if m := re.fullmatch(r"  Uid (\S+):", line):
            uid, package = uid_of(m[1]), None
        elif m := re.fullmatch(r"    Package (\S+):", line):
            package = m[1]
        elif m := re.fullmatch(
            rf"      (\w+): mode=\d(?:; time={DUR} ago)?(?:; rejectTime={DUR} ago)?"
            rf"(?:( \(running\))|; duration={DUR})?",
            line,
        ):
            lasted = lasting(m[5]) if m[5] else None
            if m[2] is not None:
                begin = now - lasting(m[2]) - (lasted or 0)  # the time is that of the end
                rows.add(("access", uid, package, m[1], begin, lasted, bool(m[4])))
            if m[3] is not None:
                rows.add(("reject", uid, package, m[1], now - lasting(m[3]), None, False))
        else:
            assert line == "", line
    return rows


def by_bucket(rows: Iterable[dict[str, str]], size: int) -> dict[Row, tuple[int, int, int]]:
    """Sum a table's rows per bucket: a bucket may have several rows."""
    totals: dict[Row, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        key = (
            *(int(row["UID"]), row["PACKAGE_NAME"], row["OP_NAME"], _tag(row["ATTRIBUTION_TAG"])),
            *(row["UID_STATE"], row["OP_FLAGS"], epoch(row["ACCESS_TIME"]) // size * size),
        )
        for n, name in enumerate(("ACCESS_COUNTS", "REJECT_COUNTS", "DURATION")):
            totals[key][n] += int(row[name])
    return {key: (a, r, d) for key, (a, r, d) in totals.items()}
