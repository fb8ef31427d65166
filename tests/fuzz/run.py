"""Fuzzes the parsers with atheris, each target in a process of its own.

    make fuzz                                  every target for a minute
    make fuzz ARGS="--seconds 600 appops"      one target for ten minutes

Inputs that reach new code are kept in build/fuzz/corpus, those that break a claim in
build/fuzz/broken: the name says the target, and `--again FILE` runs one of them without atheris.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import PROJECT

FOLDER = PROJECT / "build" / "fuzz"
EXECUTED = re.compile(r"stat::number_of_executed_units: (\d+)")


def main() -> None:
    """Fuzz the targets that are named, or all of them; end with 1 if one is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--again", type=Path, help="run one kept input on the named target")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        fuzz(options.names[0], options.seconds)
    elif options.again:
        from tests.fuzz.targets import targets

        targets()[options.names[0]](options.again.read_bytes())
    else:
        sys.exit(fuzz_all(options.names, options.seconds))


def fuzz_all(names: list[str], seconds: int) -> int:
    """Fuzz one target after the other and say how each went."""
    from tests.fuzz.targets import targets

    unknown = set(names) - targets().keys()
    if unknown:
        sys.exit(f"No target {', '.join(sorted(unknown))}. There are: {', '.join(targets())}")
    write_seeds(names or list(targets()))
    broken = 0
    for name in names or targets():
        command = [sys.executable, "-m", __spec__.name, "--child", f"--seconds={seconds}", name]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
        found = EXECUTED.search(done.stderr)
        runs = f"{int(found[1]):,} runs" if found else "stopped"
        print(f"{name:24} {runs:>18}  {'fine' if done.returncode == 0 else 'BROKEN'}", flush=True)
        if done.returncode:
            broken += 1
            print(done.stderr[-3000:], flush=True)
    return min(broken, 1)


def write_seeds(names: list[str]) -> None:
    """Give each target the texts to begin with, once."""
    from tests.fuzz.seeds import seeds

    (FOLDER / "broken").mkdir(parents=True, exist_ok=True)
    for name in names:
        folder = FOLDER / "corpus" / name
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds()):
            (folder / f"seed-{number:03}").write_bytes(b"\0" + seed)


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process, until the time is over or a claim is broken."""
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not here: pip install -r packaging/requirements/fuzz.txt")

    with atheris.instrument_imports(include=["auditor"]):
        from tests.fuzz.targets import targets
    arguments = [
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-max_len=8000",
        "-print_final_stats=1",
        f"-artifact_prefix={FOLDER / 'broken' / name}-",
        str(FOLDER / "corpus" / name),
    ]
    atheris.Setup([sys.argv[0], *arguments], targets()[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
