"""What is seen in the same texts: this program beside MVT, as a table for docs/formats.md.

    python -m venv /tmp/mvt && /tmp/mvt/bin/pip install mvt
    python -m benchmarks.compare_mvt --mvt-python /tmp/mvt/bin/python ../shared

Run it from the project's folder. Each reads every input its own way: a text of `dumpsys appops`
with its parser, a bug report with what cuts it. What MVT's own modules keep of it is counted, not
what could be worked out from it. `../shared` is the folder of dumps beside the project.
"""

import argparse
import gzip
import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from auditor.blocks import Block
from auditor.clock import PhoneClock
from auditor.importers import import_paths
from auditor.parsers.appops_fast import parse_appops_stream
from auditor.readers import READERS
from auditor.record_numbers import Record
from auditor.records import Event, OpMode, Running, Source
from auditor.store import Store

ASKED_MS = 1_760_000_000_000  # stands for the time of the capture, which changes no count
REPORTS = ("emulator-psr1-9-bugreport.zip", "mtk-tablet-13-bugreport-trimmed.txt")
PRINTED = ("34-discrete-1", "34-both-1", "36sql-both-1", "36post-main-discrete-1")
# Runs in MVT's own environment, which lacks this project: texts of one section on standard input.
MVT = """
import json, sys
from importlib.metadata import version
from mvt.android.artifacts.dumpsys_appops import DumpsysAppopsArtifact
found = []
for text in json.load(sys.stdin):
    artifact = DumpsysAppopsArtifact()
    if "DUMP OF SERVICE appops:" in text:
        text = artifact.extract_dumpsys_section(text, "DUMP OF SERVICE appops:")
    artifact.parse(text)
    ops = [op for package in artifact.results for op in package["permissions"]]
    entries = [entry for op in ops for entry in op["entries"]]
    events = [entry for entry in entries if entry["event"] in ("access", "reject")]
    found.append({
        "events": len(events),
        "durations": sum(entry.get("duration") is not None for entry in events),
        "tags": sum(entry.get("attribution") not in (None, "null") for entry in events),
        "proxies": sum(entry.get("proxy") is not None for entry in events),
        "in_use": sum(entry["event"] == "running" for entry in entries),
        "history": 0,
        "modes": len(ops) + sum(
            len(modes) for modes in {
                p["uid"]: p.get("default_modes") or {} for p in artifact.results
            }.values()
        ),
    })
print(json.dumps([version("mvt"), found]))
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one program keeps of one text."""

    events: int  # accesses and rejects of the op section
    durations: int
    tags: int
    proxies: int
    in_use: int
    history: int  # single accesses and counts of the history
    modes: int


def main() -> None:
    """Print the table, with the version that it holds for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mvt-python", required=True)
    parser.add_argument("shared", type=Path)
    options = parser.parse_args()
    inputs = list(texts(options.shared))
    version, other = theirs(options.mvt_python, [text for _, text, _ in inputs])
    print(f"mvt {version}\n")
    names = [field.name.replace("_", " ") for field in fields(Seen)]
    print("| text |", " | ".join(names), "|\n|", "--- |" * (len(names) + 1))
    for (name, text, path), seen in zip(inputs, other, strict=True):
        own = ours(text, path)
        cells = [f"{getattr(own, f.name):,} / {getattr(seen, f.name):,}" for f in fields(Seen)]
        print(f"| {name} |", " | ".join(cells), "|")


def texts(shared: Path) -> Iterator[tuple[str, str, Path | None]]:
    """Give name and text of each input, and the file of those that are a bug report."""
    for path in sorted((shared / "corpus" / "appops").glob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8", errors="replace"), None
    for name in REPORTS:
        path = shared / "corpus" / "bugreport" / name
        yield path.stem, report(path), path
    for name in PRINTED:
        path = shared / "aosp" / f"{name}.txt.gz"
        yield f"{name} of Android's code", gzip.decompress(path.read_bytes()).decode(), None


def report(path: Path) -> str:
    """Read a bug report's text, out of its archive if it is in one."""
    if path.suffix != ".zip":
        return path.read_text(encoding="utf-8", errors="replace")
    with zipfile.ZipFile(path) as archive:
        entry = archive.read("main_entry.txt").decode().strip()
        return archive.read(entry).decode("utf-8", "replace")


def theirs(python: str, inputs: Sequence[str]) -> tuple[str, list[Seen]]:
    """Let MVT's parser read them all."""
    done = subprocess.run(
        [python, "-c", MVT], input=json.dumps(inputs), capture_output=True, text=True, check=True
    )
    version, found = json.loads(done.stdout.splitlines()[-1])
    return version, [Seen(**each) for each in found]


def ours(text: str, path: Path | None) -> Seen:
    """Read one of them as the program does."""
    records = list(of_report(path) if path else of_text(text))
    events = [record for record in records if isinstance(record, Event)]
    last = [event for event in events if event.source is Source.LAST and event.count != 0]
    return Seen(
        events=len(last),
        durations=sum(event.duration_ms is not None for event in last),
        tags=sum(event.tag is not None for event in last),
        proxies=sum(event.proxy is not None for event in last),
        in_use=sum(isinstance(record, Running) for record in records),
        history=sum(event.source is not Source.LAST for event in events),
        modes=sum(isinstance(record, OpMode) for record in records),
    )


def of_text(text: str) -> Iterator[Record]:
    with tempfile.TemporaryFile() as stream:
        stream.write(text.encode())
        stream.seek(0)
        yield from parse_appops_stream(stream, PhoneClock("UTC", True, None, None))


def of_report(path: Path) -> Iterator[Record]:
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        Store.create(case).close()
        (manifest,) = import_paths([path], case, "UTC", ASKED_MS)
        for raw in manifest.files:
            if raw.command == "appops":
                with (case / "captures" / manifest.capture_id / raw.file).open("rb") as stream:
                    for each in READERS["appops"](stream, raw, manifest):
                        yield from each.records() if isinstance(each, Block) else [each]


if __name__ == "__main__":
    main()
