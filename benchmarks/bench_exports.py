"""What an export of a large case costs, by format: seconds of the processor, memory, size.

    python -m benchmarks.bench_exports --events 1M --forms csv,jsonl,parquet

Run it from the project's folder. The case is that of bench_ingest. Each export runs in a process of
its own; memory is the most that it held at a time, of which a part is Python, numpy and libraries,
so compare two sizes.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from auditor.exports import Format, export_events
from auditor.filters import EventFilter
from auditor.store import Store
from benchmarks.bench_ingest import NOW_MS, SIZES, load, make_blocks, make_columns, write_capture


def make_case(case: Path, number: int) -> None:
    """Load so many events into a new case."""
    load(case, write_capture(case, "one", NOW_MS), list(make_blocks(make_columns(number))))


def measure(case: Path, form: str) -> dict[str, float]:
    """Export everything once."""
    target = case.parent / f"out.{form}"
    begin = time.process_time()
    with Store.open(case, read_only=True) as store:
        wanted = EventFilter(include_middlemen=True)
        number = export_events(store, wanted, target, Format(form), NOW_MS, is_replacing=True)
    seconds = time.process_time() - begin
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
    return {"events": number, "s": seconds, "mib": held, "size": target.stat().st_size / 2**20}


def main() -> None:
    """Measure in turn, each in a child; print a row each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", choices=SIZES, default="100k")
    parser.add_argument("--forms", default=",".join(Format))
    parser.add_argument("--one", nargs=2, metavar=("CASE", "FORM"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(Path(options.one[0]), options.one[1])))
        return
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        make_case(case, SIZES[options.events])
        for form in options.forms.split(","):
            command = [sys.executable, "-m", "benchmarks.bench_exports", "--one", str(case), form]
            done = subprocess.run(command, capture_output=True, check=True, text=True)
            found = json.loads(done.stdout)
            print(
                f"{form:8} {found['events']:9,.0f} events {found['s']:7.1f} s"
                f" {found['mib']:6.0f} MiB held {found['size']:8.1f} MiB written",
                flush=True,
            )


if __name__ == "__main__":
    main()
