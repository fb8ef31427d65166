"""`dumpsys deviceidle`, `cmd deviceidle whitelist`: who may work while the phone sleeps."""

import re
from collections.abc import Iterable, Iterator

from auditor.companion_records import DozeExemption
from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.records import Notice, Unparsed

_ROW = re.compile(r"(system-excidle|system|user),([^,\s]{1,300}),(\d{1,10})\s*").fullmatch
_HEADING = re.compile(r" {2}((?:Whitelist|Removed from whitelist) .*):\s*").fullmatch
_ANY_HEADING = re.compile(r" {0,2}\S.*").fullmatch
_PACKAGE = re.compile(r" {4}([^\s,=]{1,300})\s*").fullmatch
_APP_ID = re.compile(r" {4}(\d{1,10})\s*").fullmatch
_WORDS = {"system-excidle": "system_except_idle", "system": "system", "user": "user"}
# heading -> by whom, and whether the user took it off
_HEADINGS = {
    "Whitelist (except idle) system apps": ("system_except_idle", False),
    "Whitelist system apps": ("system", False),
    "Whitelist user apps": ("user", False),
    "Removed from whitelist system apps": ("system", True),
}
_ID_HEADINGS = {"Whitelist user app ids": ("user", False)}


def parse_deviceidle(lines: Iterable[str]) -> Iterator[DozeExemption | Unparsed | Notice]:
    """Read the exemptions of either command. Settings, states and timers are passed over.

    The lists of all app ids repeat the lists of apps and are passed over too.
    """
    packages: tuple[str, bool] | None = None
    ids: tuple[str, bool] | None = None
    for number, line in enumerate(lines, 1):
        if match := _ROW(line):
            yield DozeExemption(match[2], int(match[3]), _WORDS[match[1]], False, number)
        elif match := _HEADING(line):
            packages, ids = _HEADINGS.get(match[1]), _ID_HEADINGS.get(match[1])
        elif answer := notice(number, line):
            yield answer
        elif _ANY_HEADING(line):
            packages = ids = None
        elif packages is not None and line.strip():
            match = _PACKAGE(line)
            if match is None:
                yield unparsed(number, line, "unknown_line")
            else:
                yield DozeExemption(match[1], None, *packages, number)
        elif ids is not None and line.strip():
            match = _APP_ID(line)
            if match is None:
                yield unparsed(number, line, "unknown_line")
            else:
                yield DozeExemption(None, int(match[1]), *ids, number)
