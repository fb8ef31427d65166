"""What may be said on the command line of the window. Imports no Qt: --help must be quick."""

import argparse
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

PAGES = (
    "home",
    "timeline",
    "apps",
    "findings",
    "complaint",
    "captures",
    "sessions",
    "preferences",
)
NO_DISPLAY = (
    "There is no display here, so the window cannot open. "
    "The command line does the same job: auditor --help"
)


@dataclass(frozen=True, slots=True)
class Options:
    """The command line, checked. None means: as last time, or as the desktop says."""

    paths: tuple[Path, ...]
    case: Path | None
    sample: bool
    page: str | None
    lang: str | None
    theme: str | None
    size: tuple[int, int] | None
    grab: Path | None
    adb_port: int | None


def parse(arguments: list[str] | None) -> Options:
    """Read the command line; leaves with exit code 2 and one sentence when it is wrong."""
    found = vars(make_parser().parse_args(arguments))
    return Options(**{**found, "paths": tuple(path.absolute() for path in found["paths"])})


def make_parser() -> argparse.ArgumentParser:
    """Give the parser of the command line, which the man page is made from too."""
    parser = argparse.ArgumentParser(
        prog="permission-auditor",
        description="Which apps touched the microphone, photos or contacts of a phone, and when?",
    )
    parser.add_argument(
        "paths",
        type=Path,
        nargs="*",
        metavar="PATH",
        help="a case to open, an evidence bundle to check, or files to read into a case",
    )
    parser.add_argument("--case", type=Path, metavar="DIR", help="open or make this case")
    parser.add_argument("--sample", action="store_true", help="read the sample phone at once")
    parser.add_argument("--page", choices=PAGES, help="the page to begin with")
    parser.add_argument("--lang", choices=("en", "zh_CN"), help="language of the window")
    parser.add_argument("--theme", choices=("light", "dark"), help="colours of the window")
    parser.add_argument("--size", type=_size, metavar="WxH", help="size of the window in pixels")
    parser.add_argument("--grab", type=Path, metavar="FILE.png", help="save the page and exit")
    parser.add_argument("--adb-port", type=int, metavar="P", help="port of a running ADB server")
    return parser


def has_display(options: Options) -> bool:
    """Say whether a window can be shown here; saving a picture of it needs no display."""
    if options.grab is not None or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no size such as 1280x800")
    return int(found[1]), int(found[2])
