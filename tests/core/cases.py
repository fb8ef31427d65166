"""Captures made of records, for tests: real folders, real manifests, parsers that hand them out."""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from auditor.load import LoadReport, load_capture
from auditor.manifest import ClockReading, Manifest, RawFile, write_manifest
from auditor.readers import Readers
from auditor.record_numbers import Record
from auditor.records import DeviceInfo, Event, Kind, Proxy, Source
from auditor.store import Store
from auditor.task import Task

HOUR_MS = 3_600_000
NOW_MS = 1_763_000_000_000
PHONE = DeviceInfo("PHONE1", "PHONE1", False, "Acme", "One", 34, "14", "acme/one", "Asia/Kathmandu")


def event(**changes: object) -> Event:
    """An ordinary last access, changed where a test says so."""
    values: dict[str, object] = {
        "kind": Kind.ACCESS,
        "uid": 10_101,
        "package": "com.example.chat",
        "op": "RECORD_AUDIO",
        "tag": None,
        "uid_state": "top",
        "flags": "s",
        "time_ms": NOW_MS - HOUR_MS,
        "precision_ms": 1,
        "duration_ms": None,
        "count": 1,
        "source": Source.LAST,
        "line": 1,
    }
    return Event(**(values | changes))  # type: ignore[arg-type]


def write_capture(
    case: Path,
    capture_id: str,
    files: Mapping[str, Sequence[Record]],
    at_ms: int = NOW_MS,
    device: DeviceInfo = PHONE,
    cut: frozenset[str] = frozenset(),
) -> Path:
    """Write a capture folder; each file has as many lines as its records need."""
    folder = case / "captures" / capture_id
    (folder / "raw").mkdir(parents=True)
    raws = []
    for name, records in files.items():
        last = max((record.line for record in records), default=0)
        data = "".join(f"line {i} of {name}\n" for i in range(1, last + 1)).encode()
        (folder / "raw" / f"{name}.txt").write_bytes(data)
        raws.append(
            RawFile(
                name=name,
                command="appops",
                parameters={},
                line="dumpsys appops",
                file=f"raw/{name}.txt",
                size_bytes=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                started_utc_ms=at_ms,
                ended_utc_ms=at_ms + 100,
                exit_code=None if name in cut else 0,
                whole=name not in cut,
                reason="cut" if name in cut else None,
                phone_before_ms=at_ms,
                phone_after_ms=at_ms + 100,
            )
        )
    write_manifest(
        folder,
        Manifest(
            capture_id=capture_id,
            device=device,
            plan="full",
            origin="adb",
            tool={"name": "test"},
            started_utc_ms=at_ms,
            ended_utc_ms=at_ms + 1000,
            clocks=[ClockReading(at_ms, at_ms, at_ms, "boot")],
            files=raws,
            outcome="cut" if cut else "whole",
        ),
    )
    return folder


def handing_out(files: Mapping[str, Sequence[Record]]) -> Readers:
    """Readers that give the records a test wrote instead of reading the text."""

    def read(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
        stream.read()
        return iter(files[raw.name])

    return {"appops": read}


def load(
    store: Store,
    capture_id: str,
    records: Sequence[Record] | Mapping[str, Sequence[Record]],
    at_ms: int = NOW_MS,
    device: DeviceInfo = PHONE,
    cut: frozenset[str] = frozenset(),
    task: Task | None = None,
) -> LoadReport:
    """Write a capture of these records and load it."""
    files = records if isinstance(records, Mapping) else {"appops": records}
    folder = write_capture(store.path, capture_id, files, at_ms, device, cut)
    return load_capture(store, folder, task, handing_out(files))


def random_events(seed: int, number: int) -> list[Event]:
    """Events of every sort, as a phone might record them, in no particular order."""
    pick = random.Random(seed)
    packages = [(10_101, "com.example.chat"), (1_010_101, "com.example.chat")]
    packages += [(10_102, "org.example.karte"), (1000, "android"), (10_103, "Ünïcode.app")]
    found = []
    for line in range(1, number + 1):
        uid, package = pick.choice(packages)
        source = pick.choice([Source.LAST, Source.DISCRETE, Source.DISCRETE])
        found.append(
            event(
                kind=pick.choice([Kind.ACCESS, Kind.ACCESS, Kind.REJECT]),
                uid=uid,
                package=package,
                op=pick.choice(["RECORD_AUDIO", "CAMERA", "READ_CONTACTS", "WAKE_LOCK", ""]),
                tag=pick.choice([None, "voice_note", "=odd", "'quoted"]),
                uid_state=pick.choice([None, "top", "bg", "cch", "fgsvc"]),
                flags=pick.choice([None, "s", "tp", "up", "tpd", "s|tpd"]),
                time_ms=pick.choice([None, *[NOW_MS - pick.randrange(48 * HOUR_MS)] * 9]),
                precision_ms=1 if source is Source.LAST else 60_000,
                duration_ms=pick.choice([None, 0, 5_000, 600_000]),
                count=pick.choice([None, 1, 3]),
                proxy=pick.choice([None, None, Proxy(10_088, "com.example.provider", None)]),
                running=pick.random() < 0.1,
                source=source,
                line=line,
            )
        )
    return found
