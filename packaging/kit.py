"""What all recipes share: places, and how a program is run."""

import hashlib
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from product import PACKAGE, PROJECT, __version__, epoch

PACKAGING = PROJECT / "packaging"
BUILD = PROJECT / "build"  # what takes part in other packages
DIST = PROJECT / "dist"  # what people download
SYSTEM = (
    f"{PACKAGE}-{__version__}-{sys.platform}-{platform.machine()}"  # names what runs on one only
)
FROZEN = BUILD / "frozen" / PACKAGE  # the folder that archive and .deb hold


def environment(**more: str) -> dict[str, str]:
    """Give the environment in which recipes run programs: nothing in it changes the bytes."""
    fixed = {"SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "0", "TZ": "UTC"}
    return {**os.environ, **fixed, **more}


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path = PROJECT,
    env: dict[str, str] | None = None,
    quiet: bool = True,
) -> str:
    """Run a program; give what it printed. Shows all of it and stops when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env or environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        raise SystemExit(f"Failed with exit code {done.returncode}: {' '.join(map(str, command))}")
    return done.stdout


def only(folder: Path, pattern: str) -> Path:
    """Give the one file of a pattern. Stops when there is none, or more than one."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        told = ", ".join(path.name for path in found) or "nothing"
        raise SystemExit(f"{folder} should hold one {pattern}; it holds {told}.")
    return found[0]


def size_mb(path: Path) -> float:
    """Give how much a file or a folder takes, in millions of bytes; links count nothing."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(each.lstat().st_size for each in files if not each.is_symlink()) / 1e6


def sha256(path: Path) -> str:
    """Give the hash of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
