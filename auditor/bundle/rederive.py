"""Derives a bundle's records again from its raw files, and compares them with those it holds."""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor.bundle.canonical import json_line
from auditor.bundle.verify import Opened, Problem
from auditor.errors import AuditorError
from auditor.load import load_capture
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


def rederive(path: Path, task: Task | None = None) -> list[Problem]:
    """Read the raw files of a bundle anew; name each record that differs. Nothing is changed.

    Raises BundleError when the bundle cannot be opened. Check it with `verify` first.
    """
    task = task or Task()
    bundle = Opened(path)
    folder = Path(tempfile.mkdtemp(prefix="permission-auditor-"))
    try:
        return list(_compare(bundle, folder, task))
    finally:
        bundle.close()
        shutil.rmtree(folder, ignore_errors=True)


def _compare(bundle: Opened, folder: Path, task: Task) -> Iterator[Problem]:
    held = _rows(bundle)
    try:
        anew = list(_derived(bundle, folder / "case", task))
    except (AuditorError, OSError, ValueError, KeyError) as error:
        yield Problem("unreadable", "raw", str(error))
        return
    before, after = Counter(map(_key, held)), Counter(map(_key, anew))
    for row in held:
        if after[_key(row)] < before[_key(row)]:
            yield Problem("record", RECORDS, f"{row.get('raw_file')}:{row.get('line')}")
    told = {(row.get("raw_file"), row.get("line")) for row in held}
    for row in anew:
        # A line may tell of an access and of a reject, of which the choice took one.
        if before[_key(row)] == 0 and (row["raw_file"], row["line"]) not in told:
            yield Problem("record", str(row["raw_file"]), f"line {row['line']}")


def _rows(bundle: Opened) -> list[Mapping[str, object]]:
    if RECORDS not in bundle.names:
        return []
    return [json.loads(line) for line in bundle.read(RECORDS).splitlines()]


def _key(row: Mapping[str, object]) -> bytes:
    values = {name: row.get(name) for name in COMPARED}
    return json_line(values)  # type: ignore[arg-type]


def _derived(bundle: Opened, case: Path, task: Task) -> Iterator[Mapping[str, object]]:
    """Load the bundle's captures into a case of their own, and give its records."""
    with Store.create(case) as store:
        for name in sorted(n for n in bundle.names if n.startswith("captures/")):
            capture = Path(name).stem
            folder = case / "captures" / capture
            (folder / "raw").mkdir(parents=True)
            (folder / "manifest.json").write_bytes(bundle.read(name))
            for file in json.loads(bundle.read(name))["files"]:
                base = Path(str(file["file"])).name
                data = bundle.read(f"raw/{capture}/{base}")
                (folder / "raw" / base).write_bytes(data)
            load_capture(store, folder, task)
        cursor = store.db.execute("SELECT * FROM v_records ORDER BY record_id")
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            base = str(row["raw_file"]).removeprefix("raw/")
            yield {**row, "raw_file": f"raw/{row['capture_id']}/{base}"}
