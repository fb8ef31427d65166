"""`dumpsys appops` of every Android version → records. The text chooses the grammar, never the
version: vendors backport, and one text may hold several grammars (docs/formats.md).
"""

import re
from collections.abc import Iterable, Iterator

from auditor.clock import MINUTE_MS, PhoneClock
from auditor.parsers import appops_discrete, appops_history, appops_table
from auditor.parsers.appops_discrete import DiscreteSection
from auditor.parsers.appops_history import HistorySection
from auditor.parsers.appops_section import OpSection
from auditor.parsers.appops_table import TableSection
from auditor.parsers.cursor import Cursor, open_text
from auditor.parsers.notices import notice
from auditor.parsers.tokens import TIME
from auditor.records import AppOpsRecord, Notice

# Lines without access data, and headers whose deeper lines hold none (formats.md 1).
_PLAIN = re.compile(
    r"(?:Current )?AppOps Service state: *|AppOps Historical Service State: *"
    r"|AppOps (?:Restrictions|Watchers|Uid Op State) *"
    rf"|Uid State Changes Event Log: *|{TIME} [A-Z_]+ +uid=.*"
    r"| {2}Empty *|Discrete accesses: *| {2}Largest chain id: -?\d+ *"
    r"|Database (?:size\(bytes\)|Total records): .*"
    r"|[A-Za-z][\w.]*\[.*\] *"  # further packages of a policy's tags
).fullmatch
_QUIET = re.compile(
    r" {2}(?:Settings:|Profile owners:|Op mode watchers:|Package mode watchers:"
    r"|All (?:op )?(?:mode|active|started|noted) watchers:|Clients:"
    r"|(?:Zen Mode )?Audio Restrictions:"
    r"|(?:Global|User) restrictions for token .*:|AppOps policy .*) *"
).fullmatch
_HISTORY = re.compile(r"(?: {2})?History: {2}mode=\S* *").fullmatch
_TITLE = re.compile(r"-{4,}(.*?)-{4,} *").fullmatch
# `cmd appops get` names neither package nor uid: nobody to count it for.
_GET = re.compile(r"(?:Uid mode: )?[A-Z_]+(?:\(\d+\))?: [a-z]+(?:;.*)?").fullmatch
_ENTRY = re.compile(r"(?:Access|Reject):? \[")
_FILTER = re.compile(r"(?:^|\s)--(?:package|op|attributionTag)(?:\s|$)")


def parse_appops(
    lines: Iterable[str], clock: PhoneClock, command: str = ""
) -> Iterator[AppOpsRecord]:
    """Read the text of `dumpsys appops`, whole or cut, of any version and with any options.

    `command` is the command line where it is known: a filter makes the rows of a history
    `unattributed` (formats.md 11.5), which the text alone does not always show.
    Never raises for what a text holds: what is not understood comes out as Unparsed.
    """
    cursor = open_appops(lines, clock, command)
    while not cursor.ended:
        yield from read_section(cursor)
    if cursor.is_open:
        yield Notice("cut", "", cursor.number)


def open_appops(lines: Iterable[str], clock: PhoneClock, command: str) -> Cursor:
    """Start reading, knowing what the command line says about the text."""
    cursor = open_text(lines, clock)
    cursor.is_filtered = "--history" in command and _FILTER.search(command) is not None
    return cursor


def read_section(cursor: Cursor) -> Iterator[AppOpsRecord]:
    """Read from the current line to the end of what it begins."""
    line = cursor.line
    if line.startswith("  Uid "):
        yield from OpSection(cursor).read()
    elif line == appops_history.HEADER:
        yield from HistorySection(cursor).read()
    elif appops_discrete.HEADER(line):
        yield from DiscreteSection(cursor).read()
    elif appops_table.HEADER(line):
        yield from TableSection(cursor).read()
    elif _QUIET(line):
        # Only a dump of one package has audio restrictions (formats.md 11.8).
        cursor.is_filtered = cursor.is_filtered or "Audio Restrictions:" in line
        cursor.advance()
        yield from _skip_deeper(cursor)
    else:
        yield from _line(cursor)
        cursor.advance()


def _skip_deeper(cursor: Cursor) -> Iterator[AppOpsRecord]:
    """Pass the lines below a header that hold no access data."""
    while not cursor.ended and cursor.line.startswith("   "):
        if cursor.line == appops_history.HEADER:
            return
        if _ENTRY.search(cursor.line):
            yield cursor.unparsed("outside")
        cursor.advance()


def _line(cursor: Cursor) -> Iterator[AppOpsRecord]:
    """Read a line that stands alone."""
    line = cursor.line
    if not line or line.isspace() or _PLAIN(line):
        return
    answer = notice(cursor.number, line)
    if answer is not None:
        yield answer
        if answer.code == "help":
            yield from _skip_help(cursor)
    elif line.startswith("SHORT_INTERVAL("):
        cursor.buckets_ms = appops_table.bucket_sizes(line)
    elif match := _TITLE(line):
        is_long = "Aggregated" in match[1]
        default = 15 * MINUTE_MS if is_long else MINUTE_MS
        cursor.bucket_ms = cursor.buckets_ms.get("LONG" if is_long else "SHORT", 0) or default
    elif not _HISTORY(line):
        yield cursor.unparsed("no_package" if _GET(line) else "outside")


def _skip_help(cursor: Cursor) -> Iterator[AppOpsRecord]:
    """Pass the options that a help text lists, which is all of such a text."""
    while not cursor.ended:
        if _ENTRY.search(cursor.line):
            yield cursor.unparsed("outside")
        cursor.advance()
