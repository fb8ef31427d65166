"""What every package says about the program: names, version, dates, each from its one source.

Name, id and version stand in auditor/__init__.py, licence, home page and maintainer in
pyproject.toml, releases in CHANGELOG.md. Templates (`*.in`) name one of `texts()` as `${NAME}`.
"""

import os
import re
import string
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # the tree that is packaged, not one that is installed

from auditor import DESKTOP_ID, NAME, __version__  # noqa: E402 - see above

COMMANDS = ("auditor", "permission-auditor")
PACKAGE = "permission-auditor"
APPLE_ID = DESKTOP_ID.replace("_", "-")  # Linux allows no hyphen in the middle, Apple no underscore
BUNDLE_TYPE = "application/vnd.permission-auditor.bundle+zip"
LOCKED_TYPE = "application/vnd.permission-auditor.locked-case+zip"
CASE_TYPE = "application/vnd.permission-auditor.case+sqlite3"
_PROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SUMMARY = "See which apps used your phone's microphone, photos or contacts"
LICENSE = str(_PROJECT["license"])
_RELEASE = re.compile(r"^## (\d+\.\d+\.\d+) [-–] (\d{4}-\d{2}-\d{2})$", re.M)


def homepage() -> str | None:
    """Where the project lives (pyproject.toml, [project.urls] Homepage), once it has a place."""
    return _PROJECT.get("urls", {}).get("Homepage")


def pictures() -> str | None:
    """Where docs/images can be fetched (pyproject.toml, [project.urls] Pictures), if anywhere."""
    return _PROJECT.get("urls", {}).get("Pictures")


def maintainer() -> str:
    """Who answers for a package, as `name <address>` (pyproject.toml, maintainers).

    Without one it is an address that can reach nobody (RFC 2606), not an invented person's.
    """
    for each in _PROJECT.get("maintainers", []):
        if "email" in each:
            return f"{each.get('name', NAME)} <{each['email']}>"
    return f"{NAME} maintainers <maintainers@permission-auditor.invalid>"


def epoch() -> int:
    """Seconds since 1970 that everything in a package is dated with: the same for every build.

    SOURCE_DATE_EPOCH, else the time of the commit, else that of CHANGELOG.md.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    except FileNotFoundError:
        done = None
    if done is not None and done.stdout.strip().isdigit():
        return int(done.stdout)
    return int((PROJECT / "CHANGELOG.md").stat().st_mtime)


def releases() -> list[tuple[str, str]]:
    """Version and day of every release, newest first; an unreleased one as of `epoch`."""
    text = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = [(version, day) for version, day in _RELEASE.findall(text)]
    if __version__ not in [version for version, _day in found]:
        found.insert(0, (__version__, f"{datetime.fromtimestamp(epoch(), UTC):%Y-%m-%d}"))
    return found


def is_released() -> bool:
    """Whether CHANGELOG.md has a dated heading for this version."""
    text = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    return __version__ in [version for version, _day in _RELEASE.findall(text)]


def texts() -> dict[str, str]:
    """What templates may name."""
    return {
        "ID": DESKTOP_ID,
        "NAME": NAME,
        "PACKAGE": PACKAGE,
        "VERSION": __version__,
        "SUMMARY": SUMMARY,
        "LICENSE": LICENSE,
        "MAINTAINER": maintainer(),
        "BUNDLE_TYPE": BUNDLE_TYPE,
        "CASE_TYPE": CASE_TYPE,
        "LOCKED_TYPE": LOCKED_TYPE,
        "YEAR": f"{datetime.fromtimestamp(epoch(), UTC):%Y}",
    }


def filled(template: Path, **more: str) -> str:
    """Give a template's text with every name replaced; a name that nobody knows is an error."""
    text = template.read_text(encoding="utf-8")
    return string.Template(text).substitute(texts() | more)
