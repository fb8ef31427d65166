"""A bug report's zip into a new case as a whole process, beside MVT's command on the same zip.

    python -m venv /tmp/mvt && /tmp/mvt/bin/pip install mvt
    python -m benchmarks.bench_import --mvt /tmp/mvt/bin/mvt-android report.zip

Run it from the project's folder. Ours is `auditor import`: it copies and hashes what it reads,
stores every record with its line, merges them and prepares the window's columns; MVT's is
`check-bugreport -m DumpsysAppops`, which writes JSON. The rounds take turns, after one of each that
does not count: in it Python keeps what it compiles of both, as it does for whoever installs them.
Seconds are those of the processor, with all child processes; compare ratios of one run only.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What one process needed."""

    seconds: float
    elapsed_s: float
    peak_mb: float


# A checkout whose modules are compiled at every start would be measured as a compiler.
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def measure(command: list[str]) -> Run:
    """Run a command to its end in a process that does nothing else, for its peak alone."""
    code = (
        "import resource, subprocess, sys, time;"
        "begin = time.monotonic();"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE);"
        "elapsed = time.monotonic() - begin;"
        "sys.stderr.buffer.write(done.stderr);"
        "use = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(use.ru_utime + use.ru_stime, elapsed, use.ru_maxrss);"
        "sys.exit(done.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, env=_ENVIRONMENT
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    seconds, elapsed, peak_kb = done.stdout.split()
    return Run(float(seconds), float(elapsed), float(peak_kb) / 1024)


def ours(path: Path) -> Run:
    """Import into a new case."""
    with tempfile.TemporaryDirectory() as folder:
        case = str(Path(folder) / "case")
        return measure([sys.executable, "-m", "auditor", "import", str(path), "--case", case])


def theirs(mvt: str, path: Path) -> Run:
    """Let MVT check the same report."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out")
        return measure([mvt, "check-bugreport", "-m", "DumpsysAppops", "--output", out, str(path)])


def report(path: Path, own: list[Run], other: list[Run]) -> None:
    """Print medians and the ratio of the rounds."""
    print(f"\n{path.name}: {path.stat().st_size / 1e6:.1f} MB, CPU seconds")
    for name, runs in (("auditor import", own), ("mvt-android", other)):
        if runs:
            seconds = statistics.median(run.seconds for run in runs)
            elapsed = statistics.median(run.elapsed_s for run in runs)
            peak = max(run.peak_mb for run in runs)
            print(f"  {name:16}{seconds:8.2f} s   elapsed {elapsed:6.2f} s   peak {peak:6.0f} MB")
    if other:
        pairs = zip(own, other, strict=True)
        faster = statistics.median(b.seconds / a.seconds for a, b in pairs)
        print(f"  auditor takes 1/{faster:.1f} of MVT's time")


def main() -> None:
    """Run both in turns."""
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mvt", default="", help="the command mvt-android")
    args = parser.parse_args()
    for path in args.paths:
        own: list[Run] = []
        other: list[Run] = []
        for _ in range(args.rounds + 1):
            own.append(ours(path))
            if args.mvt:
                other.append(theirs(args.mvt, path))
        report(path, own[1:], other[1:])


if __name__ == "__main__":
    main()
