"""Derives a bundle's records and findings again from its raw files, and compares both."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor.bundle import findings
from auditor.bundle.anew import own_case
from auditor.bundle.canonical import json_line
from auditor.bundle.verify import Opened, Problem
from auditor.errors import AuditorError, BundleError
from auditor.findings.rule_files import ENGINE_VERSION, read_rules, rule_set_sha256
from auditor.store import Store
from auditor.task import Task

RECORDS = "derived/records.jsonl"
# What one raw line says by itself: no column of these rests on the lines that were left out.
COMPARED = (
    "time_ms",
    "precision_ms",
    "duration_ms",
    "kind",
    "count",
    "data_type",
    "op",
    "package",
    "uid",
    "attribution_tag",
    "uid_state",
    "flags",
    "proxy_package",
    "proxy_uid",
    "proxy_tag",
    "source",
    "running",
    "zone_assumed",
    "about",
    "access_duration_ms",
    "printed_begin_ms",
    "printed_end_ms",
    "attribution_flags",
    "chain_id",
    "virtual_device",
    "unattributed",
    "raw_file",
    "line",
)
# How files fail that somebody changed. SQLite: a row that no table takes.
_UNREADABLE = (
    AuditorError,
    OSError,
    sqlite3.Error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


def rederive(path: Path, task: Task | None = None) -> list[Problem]:
    """Read the raw files of a bundle anew; name each record and finding that differs.

    Nothing is changed. Raises BundleError when the bundle cannot be opened, or another version of
    the engine made its findings. Check it with `verify` first.
    """
    task = task or Task()
    bundle = Opened(path)
    try:
        return _compare(bundle, task)
    finally:
        bundle.close()


def _compare(bundle: Opened, task: Task) -> list[Problem]:
    try:
        with own_case(bundle.names, bundle.read, task) as (store, beside):
            anew = list(_records(store))
            records = [*_other_records(_rows(bundle), anew)]
            return [*records, *_other_findings(bundle, store, beside, task)]
    except BundleError:
        raise
    except _UNREADABLE as error:
        return [Problem("unreadable", "raw", str(error))]


def _other_records(
    held: list[Mapping[str, object]], anew: list[Mapping[str, object]]
) -> Iterator[Problem]:
    before, after = Counter(map(_key, held)), Counter(map(_key, anew))
    for row in held:
        if after[_key(row)] < before[_key(row)]:
            yield Problem("record", RECORDS, f"{row.get('raw_file')}:{row.get('line')}")
    told = {(row.get("raw_file"), row.get("line")) for row in held}
    for row in anew:
        # A line may tell of an access and of a reject, of which the choice took one.
        if before[_key(row)] == 0 and (row["raw_file"], row["line"]) not in told:
            yield Problem("record", str(row["raw_file"]), f"line {row['line']}")


def _other_findings(bundle: Opened, store: Store, beside: Path, task: Task) -> Iterator[Problem]:
    """Ask the bundle's own rules of its own files, and compare with what it says they give."""
    if findings.PATH not in bundle.names:  # a bundle of an earlier version
        return
    told = json.loads(bundle.read(findings.PATH))
    if told["engine"] != ENGINE_VERSION:
        raise BundleError(
            f"The findings of the bundle were made by engine {told['engine']}; this program has"
            f" engine {ENGINE_VERSION}.",
            "Its files can be checked without --rederive.",
        )
    for name in bundle.names:
        if name.startswith(findings.RULES):
            (beside / Path(name).name).write_bytes(bundle.read(name))
    rules = read_rules(beside)
    if rule_set_sha256(rules) != told["rule_set_sha256"]:
        yield Problem("finding", findings.PATH, "it was not made with these rules")
    own = findings.from_own_files(store, told, rules, task)
    before = {json_line(row) for row in told["from_these_files"]}
    after = {json_line(row): row for row in own}
    for line in sorted(before ^ after.keys()):
        yield Problem("finding", findings.PATH, str(json.loads(line)["id"]))
    whole = {row["id"] for row in told["findings"]}
    same = [*findings.compared(told["findings"], own)]
    if same != told["compared"] or len(whole) != len(told["findings"]):
        yield Problem("finding", findings.PATH, "it says otherwise what its files give")


def _rows(bundle: Opened) -> list[Mapping[str, object]]:
    if RECORDS not in bundle.names:
        return []
    return [json.loads(line) for line in bundle.read(RECORDS).splitlines()]


def _key(row: Mapping[str, object]) -> bytes:
    values = {name: row.get(name) for name in COMPARED}
    return json_line(values)  # type: ignore[arg-type]


def _records(store: Store) -> Iterator[Mapping[str, object]]:
    cursor = store.db.execute("SELECT * FROM v_records ORDER BY record_id")
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        base = str(row["raw_file"]).removeprefix("raw/")
        yield {**row, "raw_file": f"raw/{row['capture_id']}/{base}"}
