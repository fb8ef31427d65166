"""A million events into a case, beside sqlite-utils and beside bare SQLite; and out of it again.

    python -m benchmarks.bench_ingest --events 1M --rounds 3

Run it from the project's folder. Every candidate gets ready objects; what is timed goes from
opening the file to the committed and closed file, each time in a process of its own. Candidates:
`load` is what a person gets: load_capture with a parser that hands out blocks, so merging and the
columns of the window are in it; `again` the same events as a second reading of the same phone, each
record kept as a witness; `same` the very capture once more; `store` CaptureWriter alone, which does
what the others do: keep each event once; `sqlite-utils` its `insert_all` of rows with a key,
`ignore` and one transaction; `floor` `executemany` into a table without key and index. Seconds are
those of the processor. Then: a case of that size opened as columns, and asked by filters.
"""

import argparse
import hashlib
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from auditor import query
from auditor.blocks import NONE, Block, EventColumns, ModeColumns
from auditor.load import load_capture
from auditor.manifest import Manifest, RawFile, write_manifest
from auditor.query import EventFilter
from auditor.records import DataType, DeviceInfo, Kind
from auditor.store import DB_NAME, Store
from auditor.task import Task
from auditor.writer import CaptureWriter

NAMES = ("load", "again", "same", "store", "sqlite-utils", "floor")
SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}
APPS, OPS, TAGS, STATES = 300, 45, 6, 12
NOW_MS, DAYS_MS, BLOCK = 1_770_372_000_000, 400 * 86_400_000, 25_000
PERSONAL_OPS = (  # what a window shows first; no two of them are ever one event
    "RECORD_AUDIO",
    "CAMERA",
    "READ_CONTACTS",
    "FINE_LOCATION",
    "READ_CALENDAR",
    "READ_CALL_LOG",
    "READ_SMS",
    "READ_CLIPBOARD",
    "READ_MEDIA_IMAGES",
    "READ_PHONE_STATE",
)
FIELDS = ("app", "op", "tag", "state", "time_ms", "duration_ms")
Columns = dict[str, np.ndarray]


def make_columns(number: int) -> Columns:
    """Events of few busy and many quiet apps, as a phone's."""
    random = np.random.default_rng(1)
    age = np.minimum(random.exponential(4e9, number), DAYS_MS).astype(np.int64)
    lasted = random.exponential(20_000, number).astype(np.int64)
    return {
        "app": np.minimum(random.zipf(1.3, number) - 1, APPS - 1),
        "op": np.minimum(random.zipf(1.4, number) - 1, OPS - 1),
        "tag": random.integers(0, TAGS, number),
        "state": random.integers(0, STATES, number),
        "time_ms": NOW_MS - age,
        "duration_ms": np.where(random.random(number) < 0.3, lasted, NONE),
    }


def make_blocks(columns: Columns) -> Iterator[Block]:
    """The same as the blocks that a parser hands out."""
    none = np.zeros(0, np.int64)
    modes = ModeColumns(none, none.astype(np.int32), none.astype(np.int32))
    owners = [(10_000 + app, f"com.example.app{app}") for app in range(APPS)]
    tags = [f"tag{tag}" if tag else None for tag in range(TAGS)]
    kinds = [Kind.ACCESS] * 9 + [Kind.REJECT] * 3
    actors = [(kind, f"state{state}", "s") for state, kind in enumerate(kinds)]
    number = len(columns["app"])
    for begin in range(0, number, BLOCK):
        part = {name: values[begin : begin + BLOCK] for name, values in columns.items()}
        size = len(part["app"])
        events = EventColumns(
            line=np.arange(begin + 1, begin + size + 1),
            owner=part["app"].astype(np.int32),
            op=part["op"].astype(np.int32),
            tag=part["tag"].astype(np.int32),
            actor=part["state"].astype(np.int32),
            proxy=np.full(size, NONE, np.int32),
            time_ms=part["time_ms"],
            precision_ms=np.ones(size, np.int64),
            duration_ms=part["duration_ms"],
            running=np.zeros(size, np.bool_),
            zone_assumed=np.zeros(size, np.bool_),
        )
        names = [*PERSONAL_OPS, *(f"OP_{op}" for op in range(len(PERSONAL_OPS), OPS))]
        yield Block(owners, names, tags, actors, [], [], [], modes, [], events)


def write_capture(case: Path, name: str, at_ms: int) -> Path:
    """Write the folder of a capture with one raw file; what it says comes from `load`."""
    folder = case / "captures" / name
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "appops.txt").write_bytes(b"")
    raw = RawFile(
        name="appops",
        command="appops",
        parameters={},
        line="dumpsys appops",
        file="raw/appops.txt",
        size_bytes=0,
        sha256=hashlib.sha256(b"").hexdigest(),
        started_utc_ms=at_ms,
        ended_utc_ms=at_ms,
        exit_code=0,
        whole=True,
        reason=None,
        phone_before_ms=at_ms,
        phone_after_ms=at_ms,
    )
    phone = DeviceInfo("P", "P", False, None, None, 34, "14", None, "UTC", None)
    manifest = Manifest(name, phone, "full", "adb", {}, at_ms, at_ms, files=[raw])
    write_manifest(folder, manifest)
    return folder


def load(case: Path, folder: Path, blocks: list[Block]) -> int:
    """Open a case, load a capture that tells these events, close it. Gives how many are new."""
    with Store.create(case) as store:
        readers = {"appops": lambda *_: iter(blocks)}
        return load_capture(store, folder, readers=readers).events_added


def whole(case: Path, columns: Columns, name: str) -> dict[str, float]:
    """The loading of this program: events first met, met again, or in the same capture."""
    blocks = list(make_blocks(columns))
    folder = write_capture(case, "one", NOW_MS)
    if name != "load":
        load(case, folder, blocks)
    if name == "again":
        folder = write_capture(case, "two", NOW_MS + 1)
    begin = time.process_time()
    added = load(case, folder, blocks)
    seconds = time.process_time() - begin
    return {"s": seconds, "added": added, "bytes": bytes_of_event(case)}


def bytes_of_event(case: Path) -> float:
    """The size of the case's file by the events in it."""
    with closing(sqlite3.connect(case / DB_NAME)) as db:
        rows = db.execute("SELECT count(*) FROM events").fetchone()[0]
    return (case / DB_NAME).stat().st_size / rows


def store_only(case: Path, columns: Columns) -> dict[str, float]:
    """The store of this program by itself: each event once, with the line that tells it."""
    blocks = list(make_blocks(columns))
    begin = time.process_time()
    with Store.create(case) as store, store.transaction() as db:
        db.execute(
            "INSERT INTO devices (id, device_id, serial, is_sample, seen_ms)"
            " VALUES (1, 'P', 'P', 0, 0)"
        )
        writer = CaptureWriter(db, 1)
        writer.add_file(1, True, blocks, lambda: None)
        added = len(writer.finish(Task()).ids)
    seconds = time.process_time() - begin
    return {"s": seconds, "added": added, "bytes": bytes_of_event(case)}


def asked(case: Path, columns: Columns) -> dict[str, float]:
    """Open what was loaded as columns, whole and filtered: the best of five, in seconds."""
    load(case, write_capture(case, "one", NOW_MS), list(make_blocks(columns)))
    questions = {
        "all": EventFilter(),
        "a day": EventFilter(since_ms=NOW_MS - 86_400_000, until_ms=NOW_MS),
        "a package": EventFilter(packages=frozenset({"com.example.app3"})),
        "a type": EventFilter(types=frozenset({DataType.OTHER}), background=False),
        "a text": EventFilter(text="app17"),
    }
    found = {}
    with Store.open(case, read_only=True) as store:
        for name, wanted in questions.items():
            times = []
            for _ in range(5):
                begin = time.process_time()
                query.columns(store, wanted)
                times.append(time.process_time() - begin)
            found[name] = min(times)
    return found


def sqlite_utils(folder: Path, columns: Columns) -> dict[str, float]:
    """What most Python programs use, at its best: integers, a key, one transaction."""
    import sqlite_utils

    rows = [dict(zip(FIELDS, row, strict=True)) for row in make_rows(columns)]
    begin = time.process_time()
    db = sqlite_utils.Database(folder / "t.db")
    db.enable_wal()
    db.execute("PRAGMA synchronous = NORMAL")
    key = ("app", "op", "time_ms", "state", "tag")
    db["event"].create(dict.fromkeys(FIELDS, int), pk=key, strict=True)
    db.execute("BEGIN")
    db["event"].insert_all(rows, ignore=True)
    db.conn.commit()
    number = db["event"].count
    db.conn.close()
    seconds = time.process_time() - begin
    return {"s": seconds, "added": number, "bytes": size_of(folder) / number}


def floor(folder: Path, columns: Columns) -> dict[str, float]:
    """Nothing but the rows."""
    rows = make_rows(columns)
    begin = time.process_time()
    with closing(sqlite3.connect(folder / "t.db", isolation_level=None)) as db:
        db.execute(f"CREATE TABLE event ({', '.join(f'{name} INTEGER' for name in FIELDS)})")
        db.execute("BEGIN")
        db.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", rows)
        db.execute("COMMIT")
    seconds = time.process_time() - begin
    return {"s": seconds, "added": len(rows), "bytes": size_of(folder) / len(rows)}


def make_rows(columns: Columns) -> list[tuple[int, ...]]:
    """The events as plain integers, sorted by their key."""
    key = ("tag", "state", "time_ms", "op", "app")
    order = np.lexsort([columns[name] for name in key])
    return list(zip(*(columns[name][order].tolist() for name in FIELDS), strict=True))


def size_of(folder: Path) -> int:
    """The bytes of all files."""
    return sum(path.stat().st_size for path in folder.iterdir())


def measure(name: str, number: int) -> dict[str, float]:
    """Run one candidate here, in a folder of its own."""
    columns = make_columns(number)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        own = {"sqlite-utils": sqlite_utils, "floor": floor, "store": store_only, "ask": asked}
        if name in own:
            return own[name](folder, columns)
        return whole(folder, columns, name)


def run(name: str, size: str) -> dict[str, float]:
    """Measure one candidate in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.bench_ingest", "--one", name, size]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Run the candidates in turns and print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", default="1M", choices=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=2, metavar=("CANDIDATE", "SIZE"), help="used by itself")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one[0], SIZES[args.one[1]])))
        return
    results: dict[str, list[dict[str, float]]] = {name: [] for name in NAMES}
    for _ in range(args.rounds):
        for name in NAMES:
            results[name].append(run(name, args.events))
    print(f"{args.events} events, medians; ratios of the same round")
    print(f"  {'':14}{'s':>8}{'new':>10}{'bytes/event':>13}{'sqlite-utils / it':>19}")
    for name, runs in results.items():
        seconds = statistics.median(one["s"] for one in runs)
        pairs = zip(results["sqlite-utils"], runs, strict=True)
        faster = statistics.median(other["s"] / own["s"] for other, own in pairs)
        last = runs[-1]
        print(f"  {name:14}{seconds:8.2f}{last['added']:10.0f}{last['bytes']:13.1f}{faster:19.2f}")
    for name, seconds in run("ask", args.events).items():
        print(f"  opened as columns, {name:10}{seconds:8.3f} s")


if __name__ == "__main__":
    main()
