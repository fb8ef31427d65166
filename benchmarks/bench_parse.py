"""What reading `dumpsys appops` costs, beside MVT's parser and beside only splitting lines.

    python -m venv /tmp/mvt && /tmp/mvt/bin/pip install mvt
    python -m benchmarks.bench_parse --mvt-python /tmp/mvt/bin/python dump-10MB.txt dump-100MB.txt

Run it from the project's folder, on any text of `dumpsys appops` of Android 11 or later. Every
candidate runs in a process of its own and the rounds take turns; compare ratios of one run only.

Candidates: `blocks` is what an import uses (columns; MVT keeps less: no proxies, no history),
`records` the same as one object per record, `lines` the tolerant line parser alone, `splitlines`
nothing but `bytes.splitlines`, `mvt` its `DumpsysAppopsArtifact.parse`, without reading the file.
Seconds are those of the processor (each candidate uses one core), since a busy machine makes all
others worthless. Peak memory is what a process needed above what it needed to import its modules.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = ("splitlines", "blocks", "records", "lines", "mvt")
# Runs in MVT's own environment, which lacks this project.
MVT = """
import json, resource, sys, time
from mvt.android.artifacts.dumpsys_appops import DumpsysAppopsArtifact
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as stream:
    text = stream.read().decode("utf-8", "replace")
begin = time.process_time()
artifact = DumpsysAppopsArtifact()
artifact.parse(text)
seconds = time.process_time() - begin
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base
entries = [e for p in artifact.results for o in p["permissions"] for e in o["entries"]]
events = sum(e["event"] in ("access", "reject") for e in entries)
print(json.dumps({"s": seconds, "mb": peak / 1024, "events": events}))
"""


def splitlines(path: Path) -> int:
    """Split the lines and count those that look like events."""
    lines = path.read_bytes().splitlines()
    return len(lines)


def blocks(path: Path) -> int:
    """Read in blocks, as loading does: each is let go before the next."""
    from auditor.blocks import Block
    from auditor.parsers.appops_fast import parse_appops_blocks
    from auditor.records import Event

    events = 0
    with path.open("rb") as stream:
        for each in parse_appops_blocks(stream, clock()):
            if isinstance(each, Block):
                events += len(each.events.line)
            else:
                events += isinstance(each, Event)
    return events


def records(path: Path) -> int:
    """Read in blocks and make an object of each record."""
    from auditor.parsers.appops_fast import parse_appops_stream

    with path.open("rb") as stream:
        return count(parse_appops_stream(stream, clock()))


def lines(path: Path) -> int:
    """Read every line with the line parser."""
    from auditor.parsers.appops import parse_appops
    from auditor.parsers.lines import decode_lines

    with path.open("rb") as stream:
        return count(parse_appops(decode_lines(stream), clock()))


def count(found: Iterator[object]) -> int:
    """Count the events."""
    from auditor.records import Event

    return sum(isinstance(each, Event) for each in found)


def clock() -> object:
    """The clock of the generated dumps: `now` is 2026-02-06 10:00 UTC."""
    from auditor.clock import PhoneClock

    return PhoneClock("UTC", True, 1_770_372_000_000, 1_770_372_000_000)


CANDIDATES: dict[str, Callable[[Path], int]] = {
    "splitlines": splitlines,
    "blocks": blocks,
    "records": records,
    "lines": lines,
}


def measure(name: str, path: Path) -> dict[str, float]:
    """Run one candidate here."""
    import auditor.parsers.appops_fast  # noqa: F401  imports are not what is measured

    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    events = CANDIDATES[name](path)
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base
    return {"s": seconds, "mb": peak / 1024, "events": events}


def run(name: str, path: Path, mvt_python: str) -> dict[str, float]:
    """Run one candidate in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.bench_parse", "--one", name, str(path)]
    if name == "mvt":
        command = [mvt_python, "-c", MVT, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def report(path: Path, results: dict[str, list[dict[str, float]]]) -> None:
    """Print CPU seconds, ratios pair by pair, and peak memory."""
    size = path.stat().st_size
    print(f"\n{path.name}: {size / 1e6:.1f} MB, medians; ratios of the same round")
    print(f"  {'':12}{'s':>8}{'MB/s':>8}{'events':>10}{'x splitlines':>14}{'MVT / it':>10}", end="")
    print(f"{'peak MB':>9}{'of MVT':>8}")
    for name, runs in results.items():
        seconds = statistics.median(one["s"] for one in runs)
        peak = max(one["mb"] for one in runs)
        split = ratio(runs, results["splitlines"])
        print(f"  {name:12}{seconds:8.3f}{size / 1e6 / seconds:8.1f}", end="")
        events = "" if name == "splitlines" else f"{runs[0]['events']:.0f}"
        print(f"{events:>10}{split:14.1f}", end="")
        if "mvt" in results:
            most = max(one["mb"] for one in results["mvt"])
            print(f"{ratio(results['mvt'], runs):10.1f}{peak:9.0f}{peak / most:8.2f}")
        else:
            print(f"{'':10}{peak:9.0f}")


def ratio(upper: list[dict[str, float]], lower: list[dict[str, float]]) -> float:
    """The median of the ratios of each round."""
    return statistics.median(a["s"] / b["s"] for a, b in zip(upper, lower, strict=True))


def main() -> None:
    """Run the candidates in turns and print a table per file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mvt-python", default="", help="of an environment with mvt in it")
    parser.add_argument("--skip", default="", help="candidates to leave out, with commas")
    parser.add_argument("--one", nargs=2, metavar=("CANDIDATE", "PATH"), help="used by itself")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one[0], Path(args.one[1]))))
        return
    names = [name for name in NAMES if name not in args.skip.split(",")]
    if not args.mvt_python:
        names.remove("mvt")
    for path in args.paths:
        results: dict[str, list[dict[str, float]]] = {name: [] for name in names}
        for _ in range(args.rounds):
            for name in names:
                results[name].append(run(name, path, args.mvt_python))
        report(path, results)


if __name__ == "__main__":
    main()
