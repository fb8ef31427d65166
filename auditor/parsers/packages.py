"""Who is installed: `pm list users`, `pm list packages` and `dumpsys package` (formats.md 6)."""

import re
from collections.abc import Iterable, Iterator

from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.parsers.package_blocks import PackageBlock, SharedBlock
from auditor.records import Notice, Package, Permission, Unparsed, User
from auditor.uids import PER_USER

_USER = re.compile(r"\s*UserInfo\{(\d{1,5}):(.*):([0-9a-fA-F]{1,8})\}(.*)").fullmatch
_LISTED = re.compile(
    r"package:(?:(\S*)=)?([^\s=]+)(?: versionCode:(\d{1,18}))?(?: stopped=\w+)?"
    r"(?:\s+installer=(\S+))?(?: uid:([\d,]+))?\s*"
).fullmatch
_BLOCK = re.compile(r" {2}(Package|SharedUser) \[(.*)\] \([0-9a-f]*\):\s*").fullmatch
_SECTIONS = {
    "Packages:": "packages",
    "Hidden system packages:": "hidden",
    "Shared users:": "shared",
}


def parse_users(lines: Iterable[str]) -> Iterator[User | Unparsed | Notice]:
    """Read `pm list users`, or the users in `dumpsys user`."""
    for number, line in enumerate(lines, 1):
        if match := _USER(line):
            user_id, name, flags, rest = match.groups()
            is_running = re.search(r"\brunning\b", rest) is not None
            known_name = "" if name == "null" else name
            yield User(int(user_id), known_name, int(flags, 16), is_running, number)
        elif "UserInfo{" in line:
            yield unparsed(number, line, "bad_user")
        elif answer := notice(number, line):
            yield answer


def parse_package_list(
    lines: Iterable[str], user_id: int = 0
) -> Iterator[Package | Unparsed | Notice]:
    """Read `pm list packages -f -U -i --user N`: one package for each uid that is printed.

    Before Android 8 no uid is printed, and a package without a uid cannot be told from its
    twin in a profile: the lines are then left to the package dump, and one Notice says so.
    """
    is_without_uid = False
    for number, line in enumerate(lines, 1):
        match = _LISTED(line)
        if match is None:
            if answer := notice(number, line):
                yield answer
            elif line and not line.isspace():
                yield unparsed(number, line, "unknown_line")
            continue
        path, name, version, installer, uids = match.groups()
        if uids is None:
            if not is_without_uid:
                yield Notice("no_uid", line[:500], number)
            is_without_uid = True
            continue
        for uid in [int(text) for text in uids.split(",") if 0 < len(text) <= 10]:
            yield Package(
                name=name,
                uid=uid,
                user_id=user_id if len(uids.split(",")) == 1 else uid // PER_USER,
                line=number,
                version_code=None if version is None else int(version),
                installer=None if installer == "null" else installer,
                code_path=path,
            )


def parse_package_dump(
    lines: Iterable[str],
) -> Iterator[Package | Permission | Unparsed | Notice]:
    """Read the packages and shared users of `dumpsys package`, whole or of one package.

    A package comes once for each user it is installed for. What a shared user holds comes for
    each of its packages, after them. Other sections are passed over: they are about components.
    """
    members: dict[str, list[PackageBlock]] = {}
    block: PackageBlock | SharedBlock | None = None
    section: str | None = None
    for number, line in enumerate(lines, 1):
        if line and line[0] != " ":
            yield from _close(block, members)
            block, section = None, _SECTIONS.get(line.rstrip())
            if answer := notice(number, line):
                yield answer
        elif section is not None and (match := _BLOCK(line)):
            yield from _close(block, members)
            is_shared = match[1] == "SharedUser"
            block = (
                SharedBlock(match[2])
                if is_shared
                else PackageBlock(match[2], number, section == "hidden")
            )
        elif block is not None and line.startswith("    "):
            yield from block.take(number, line)
    yield from _close(block, members)
    for package in (package for group in members.values() for package in group):
        yield from package.requests()


def _close(
    block: PackageBlock | SharedBlock | None, members: dict[str, list[PackageBlock]]
) -> Iterator[Package | Permission]:
    """Give what a finished block says; packages that share a uid wait for its permissions."""
    if isinstance(block, SharedBlock):
        yield from block.permissions(members.pop(block.name, []))
    elif block is not None:
        yield from block.packages()
        if block.shared_user is None or block.is_hidden:
            yield from block.requests()
        else:
            members.setdefault(block.shared_user, []).append(block)
