"""What a service answers in place of a dump, or inside one: refused, unknown option, timeout."""

import re

from auditor.records import Notice

_LONGEST = 500
_PATTERNS = {
    "refused": re.compile(r"Permission Denial: can't dump .*"),
    "unknown_option": re.compile(
        r"Unknown (?:option|command|package): .*|No argument for .* option.*"
    ),
    "not_found": re.compile(r"Unable to find package: .*"),
    "error": re.compile(r"Error: .*"),
    "dump_timeout": re.compile(r"\*\*\* SERVICE '.*' DUMP TIMEOUT .*"),
    "no_service": re.compile(r"Can't find service: .*"),
    "help": re.compile(r"AppOps service \(appops\) dump options: *"),
    "no_operations": re.compile(r"No operations\. *|Default mode: .*"),
    "history_off": re.compile(r"(?: {2})?History: {2}mode=HISTORICAL_MODE_DISABLED *"),
    "history_passive": re.compile(r"(?: {2})?History: {2}mode=HISTORICAL_MODE_ENABLED_PASSIVE *"),
}


def notice(number: int, line: str) -> Notice | None:
    """Recognise an answer; None for any other line."""
    for code, pattern in _PATTERNS.items():
        if pattern.fullmatch(line):
            return Notice(code, line[:_LONGEST], number)
    return None
