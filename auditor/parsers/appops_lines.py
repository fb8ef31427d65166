"""What a line of an op section is, seen by itself: the fast reading asks once per different line.

The order of the questions is that of OpSection. Whatever depends on more than the line and the
headers above it is ODD: the line parser reads it.
"""

from typing import Final

from auditor.parsers import appops_section as section
from auditor.parsers.tokens import or_none, span_ms, uid_number

ODD: Final = 0
NOTHING: Final = 1  # blank, or the rest of a broken line
UID: Final = 2
STATE: Final = 3
FACT: Final = 4
PACKAGE: Final = 5
UID_MODE: Final = 6
WATCHED: Final = 7
OP: Final = 8
OPEN: Final = 9  # of a tag's block
CLOSE: Final = 10
RUNNING: Final = 11
NESTING: Final = 12
EVENT: Final = 13

Meaning = tuple[int, object]
_ODD_LINE: Meaning = (ODD, None)
_NO_LINE: Meaning = (NOTHING, None)


def meaning(line: str) -> Meaning:
    """Give the class of a line that is no event, and what it says."""
    if line.startswith("      "):
        return _deep(line)
    if line.startswith("    Package ") and (match := section.PACKAGE(line)):
        return PACKAGE, match[1] or match[2]
    if not line or line.isspace() or section.PACKAGE_REST(line):
        return _NO_LINE
    if match := section.UID(line):
        uid = uid_number(match[1])
        return _ODD_LINE if uid is None else (UID, uid)
    if match := section.STATE(line):
        return STATE, match[1]
    return (FACT, None) if section.UID_FACT(line) else _ODD_LINE


def _deep(line: str) -> Meaning:
    if match := section.OP(line):
        op, mode, switch_op, switch_mode = match.groups()
        return OP, (op, mode, switch_op, switch_mode)
    if line == "        ]":
        return CLOSE, None
    if line.endswith("=[") and line.startswith("        "):
        return OPEN, or_none(line[8:-2])
    if line.isspace():
        return _NO_LINE
    if line.startswith("          "):
        return _below_op(line)
    if section.CUT_OP(line) or line[6:7] == " ":
        return _ODD_LINE
    if match := section.UID_MODE(line):
        return UID_MODE, (match[1], match[2], None, None)
    return (WATCHED, None) if section.WATCHED(line) else _ODD_LINE


def _below_op(line: str) -> Meaning:
    try:
        if match := section.RUNNING(line):
            return RUNNING, span_ms(match[1])
    except ValueError:
        return _ODD_LINE
    if match := section.NESTING(line):
        return NESTING, max(1, int(match[1]))
    return _ODD_LINE
