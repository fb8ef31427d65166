"""`packages.json` of AndroidQF: the installed apps with their uids and installers."""

import json
from collections.abc import Iterator

from auditor.records import Notice, Package, Unparsed
from auditor.uids import PER_USER


def parse_androidqf_packages(text: str) -> Iterator[Package | Unparsed | Notice]:
    """Read the list. An entry without a name or uid comes out as Unparsed.

    Newer versions list each user's apps, and those that were removed: these are counted in a
    Notice.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list):
        yield Unparsed(1, text[:500], "bad_json")
        return
    lines = _lines_of_names(text)
    gone = 0
    for entry in entries:
        if isinstance(entry, dict) and entry.get("installed") is False:
            gone += 1
            continue
        package = _package(entry, lines)
        yield package or Unparsed(1, json.dumps(entry)[:500], "bad_package")
    if gone:
        yield Notice("not_installed", f"{gone} apps were removed before", 1)


def _lines_of_names(text: str) -> dict[str, int]:
    """Find the line that names each package; 1 for a list without line ends."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        key, _, value = line.strip().rstrip(",").partition(":")
        if key == '"name"':
            found.setdefault(value.strip().strip('"'), number)
    return found


def _package(entry: object, lines: dict[str, int]) -> Package | None:
    if not isinstance(entry, dict):
        return None
    name, uid = entry.get("name"), entry.get("uid")
    if not isinstance(name, str) or not name or type(uid) is not int or uid < 0:
        return None
    is_system, user = entry.get("system"), entry.get("user_id")
    return Package(
        name=name,
        uid=uid,
        user_id=user if type(user) is int and user >= 0 else uid // PER_USER,
        line=lines.get(name, 1),
        installer=_name(entry.get("installer")),
        is_system=is_system if isinstance(is_system, bool) else None,
    )


def _name(value: object) -> str | None:
    return value if isinstance(value, str) and value not in ("", "null") else None
