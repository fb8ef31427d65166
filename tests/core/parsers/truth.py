"""The dumps that Android's own code printed, each with what it must be read as."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.clock import PhoneClock
from auditor.parsers.appops import parse_appops
from auditor.parsers.lines import decode_lines
from auditor.records import AppOpsRecord, Event, OpMode, Running, Snapshot, Source, UidRow
from tests.conftest import SHARED

Row = dict[str, Any]
FOLDER = SHARED / "aosp"
NO_TRUTH = ("28-mode-1", "29-mode-1")  # their truth files are empty, although rows are printed


@dataclass(frozen=True)
class Dump:
    """One dump: its records as parsed with a known clock, and its truth by kind."""

    name: str
    now_ms: int
    zone: str
    records: list[AppOpsRecord]
    rows: dict[str, list[Row]]

    @property
    def events(self) -> list[Event]:
        return [record for record in self.records if isinstance(record, Event)]

    def of(self, *kinds: str) -> list[Row]:
        return [row for kind in kinds for row in self.rows.get(kind, [])]


def names() -> list[str]:
    """List all dumps, by name; empty where ../shared is not."""
    return sorted(path.name.removesuffix(".meta.json") for path in FOLDER.glob("*.meta.json"))


def read(name: str, clock: PhoneClock | None = None, is_command_known: bool = False) -> Dump:
    """Parse a dump with its own clock, or another, and as if its command line were known."""
    meta = json.loads((FOLDER / f"{name}.meta.json").read_text(encoding="utf-8"))
    now = meta["now_ms"]
    clock = clock or PhoneClock(meta["time_zone"], True, now, now)
    with gzip.open(FOLDER / f"{name}.txt.gz") as stream:
        command = meta["command"] if is_command_known else ""
        records = list(parse_appops(decode_lines(stream), clock, command))
    rows: dict[str, list[Row]] = {}
    for row in _rows(FOLDER / f"{name}.truth.jsonl.gz"):
        rows.setdefault(row["kind"], []).append(row)
    return Dump(name, now, meta["time_zone"], records, rows)


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for key in ("tag", "proxy_tag"):
                # A tag that an app named "null" prints like no tag at all.
                row[key] = None if row.get(key) == "null" else row.get(key)
            yield row


Facts = tuple[object, ...]


CLOCKS_APART_MS = 5


def true_last(row: Row) -> Facts:
    """What must be read from an access or reject of the op section, from API 30 on."""
    is_access = row["kind"] == "access"
    proxy = (row.get("proxy_uid"), row.get("proxy_package"), row["proxy_tag"])
    return (
        row["kind"],
        *(row["uid"], row["package"], row["op"], row["tag"], row["state"], row.get("flag")),
        *(row["t"], row.get("duration"), proxy if is_access and proxy[1] else None),
        *(1, row["line"]),
    )


def true_last_29(row: Row) -> Facts:
    """The same where the printed time is the end of a run that is over."""
    lasted = row.get("duration")
    if lasted is None:
        return true_last(row)
    begin = row | {"t": row["t"] - lasted}
    return (*true_last(begin)[:-2], 1 + CLOCKS_APART_MS, row["line"])


def true_last_28(rows: list[Row], runs: list[Row], now_ms: int) -> list[Facts]:
    """The same where only the op has a length, not the access.

    It belongs to the newest access when that is past and the run holds no other; else to none.
    """
    facts: list[Facts] = []
    accesses: dict[Facts, list[Row]] = {}
    for row in rows:
        if row["kind"] == "access":
            accesses.setdefault((row["uid"], row["package"], row["op"]), []).append(row)
    ended: dict[int, int] = {}
    for run in runs:
        whose = (run["uid"], run["package"], run["op"])
        *others, newest = sorted(accesses.get(whose, [{"t": None}]), key=lambda row: row["t"])
        begin = None if newest["t"] is None else newest["t"] - run["duration"]
        if (
            begin is not None
            and newest["t"] <= now_ms
            and all(other["t"] < begin - CLOCKS_APART_MS for other in others)
        ):
            ended[newest["line"]] = run["duration"]
        else:
            facts.append(
                ("access", *whose, None, None, None, None, run["duration"], None, 0, run["line"])
            )
    for row in rows:
        lasted = ended.get(row["line"]) if row["kind"] == "access" else None
        facts.append(true_last_29(row if lasted is None else row | {"duration": lasted}))
    return facts


def read_last(event: Event) -> Facts:
    proxy = event.proxy
    return (
        event.kind.value,
        *(event.uid, event.package, event.op, event.tag, event.uid_state, event.flags),
        *(event.time_ms, event.duration_ms),
        None if proxy is None else (proxy.uid, proxy.package, proxy.tag),
        *(event.precision_ms, event.line),
    )


def true_single(row: Row) -> Facts:
    """What must be read from a row of the discrete list or of its table."""
    device, chain = row["device"], row["chain"]
    return (
        *("access", row["uid"], row["package"], row["op"], row["tag"], row["state"], row["flag"]),
        *(row["t"], row["duration"], row["attr_flags"] or None, None if chain == -1 else chain),
        *(None if device == "default:0" else device, row["line"]),
    )


def read_single(event: Event) -> Facts:
    return (
        *(event.kind.value, event.uid, event.package, event.op, event.tag, event.uid_state),
        *(event.flags, event.time_ms, event.duration_ms, event.attribution_flags),
        *(event.chain_id, event.virtual_device, event.line),
    )


def true_counts(row: Row, is_whose: bool) -> list[Facts]:
    """What must be read from a count of the aggregated history; two events if it has both."""
    whose = (row["uid"], row["package"], row["op"], row["tag"]) if is_whose else ()
    key = (*whose, row["state"], row["flag"], row["begin"], row["end"], row["line"])
    facts: list[Facts] = []
    if row["access"] or row["duration"]:
        facts.append(("access", row["access"], row["duration"] or None, *key))
    if row["reject"]:
        facts.append(("reject", row["reject"], None, *key))
    return facts


def read_counts(event: Event, is_whose: bool) -> Facts:
    whose = (event.uid, event.package, event.op, event.tag) if is_whose else ()
    return (
        *(event.kind.value, event.count, event.access_duration_ms, *whose, event.uid_state),
        *(event.flags, event.printed_begin_ms, event.printed_end_ms, event.line),
    )


def true_bucket(row: Row) -> list[Facts]:
    """What must be read from a row of late Android 16's tables."""
    device, chain, total = row["device"], row["chain"], row["access"] + row["reject"]
    rest = row["bucket_ms"] - row["t"] % row["bucket_ms"] if total > 1 else None
    lasted = row["duration"] or None
    source = Source.DISCRETE if rest is None else Source.AGGREGATE
    key = (
        *(source, row["uid"], row["package"], row["op"], row["tag"], row["state"], row["flag"]),
        *(row["t"], row["attr_flags"] or None, None if chain == -1 else chain),
        *(None if device == "default:0" else device, row["line"]),
    )
    facts: list[Facts] = []
    if row["access"] or not row["reject"]:
        facts.append(("access", row["access"], *_lengths(lasted, rest), *key))
    if row["reject"]:
        facts.append(("reject", row["reject"], *_lengths(None, rest), *key))
    return facts


def _lengths(lasted: int | None, rest: int | None) -> Facts:
    """Duration, duration of the accesses, precision."""
    return (lasted, None, 1) if rest is None else (rest, lasted, rest)


def read_bucket(event: Event) -> Facts:
    return (
        *(event.kind.value, event.count, event.duration_ms, event.access_duration_ms),
        *(event.precision_ms, event.source, event.uid, event.package, event.op, event.tag),
        *(event.uid_state, event.flags, event.time_ms, event.attribution_flags),
        *(event.chain_id, event.virtual_device, event.line),
    )


def true_old(row: Row) -> list[Facts]:
    """What must be read from an op line of API 23 to 27, which prints when a run ended."""
    begin = row["t"] if row["t"] is None else row["t"] - (row["duration"] or 0)
    key = (row["uid"], row["package"], row["op"], row["line"])
    facts: list[Facts] = []
    if row["t"] is not None or row["running"] or row["duration"]:
        facts.append(("access", begin, row["duration"] or None, row["running"], *key))
    if row["reject_t"] is not None:
        facts.append(("reject", row["reject_t"], None, False, *key))
    return facts


def read_old(event: Event) -> Facts:
    return (
        *(event.kind.value, event.time_ms, event.duration_ms, event.running),
        *(event.uid, event.package, event.op, event.line),
    )


def true_modes(dump: Dump) -> list[Facts]:
    facts: list[Facts] = []
    for row in dump.of("op", "uidmode"):
        switch = (row.get("switch"), row.get("switch_mode"))
        facts.append((row["uid"], row.get("package"), row["op"], row["mode"], *switch, row["line"]))
    return facts


def read_modes(dump: Dump) -> list[Facts]:
    return [
        (mode.uid, mode.package, mode.op, mode.mode, mode.switch_op, mode.switch_mode, mode.line)
        for mode in dump.records
        if isinstance(mode, OpMode)
    ]


def true_running(dump: Dump) -> list[Facts]:
    return [
        (
            *(row["uid"], row["package"], row["op"], row["tag"]),
            *(dump.now_ms - row["elapsed"], row["nesting"], row["line"]),
        )
        for row in dump.of("running")
    ]


def read_running(dump: Dump) -> list[Facts]:
    return [
        (run.uid, run.package, run.op, run.tag, run.started_ms, run.nesting, run.line)
        for run in dump.records
        if isinstance(run, Running)
    ]


def read_uids(dump: Dump) -> list[Facts]:
    return [(row.uid, row.line) for row in dump.records if isinstance(row, UidRow)]


def read_slots(dump: Dump) -> list[Snapshot]:
    return [row for row in dump.records if isinstance(row, Snapshot)]
