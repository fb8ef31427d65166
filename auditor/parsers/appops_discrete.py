"""Discrete history as text: single accesses of API 31 to 36.0 (formats.md 4.1, 4.2)."""

import re
from collections.abc import Iterator

from auditor.clock import MINUTE_MS
from auditor.parsers.cursor import Cursor, unparsed
from auditor.parsers.lines import CUT_MARK
from auditor.parsers.tokens import TIME, local_ms, or_none, uid_number
from auditor.records import AppOpsRecord, Event, Kind, Source

HEADER = re.compile(r" {2}Uid: (\S+) *").fullmatch
_PACKAGE = re.compile(r" {4}Package: (.+)").fullmatch
_OP = re.compile(r" {6}(\S+) *").fullmatch
_DEVICE = re.compile(r" {8}Device: (.*)").fullmatch
_TAG = re.compile(r"(?: {8}| {10})Attribution: (.*)").fullmatch
_ACCESS = re.compile(
    rf"(?: {{10}}| {{12}})Access \[([^\]-]*)-([^\]]*)\] at ({TIME})"
    r"(?: for (-?\d{1,15}) milliseconds ?)?"
    r"(?: ?attribution flags=(-?\d{1,9}) with chainId=(-?\d{1,9}))? *"
).fullmatch
_DEFAULT_DEVICE = "default:0"


class DiscreteSection:
    """Reads from the first `Uid:` line to the first line that is no longer below one."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._uid: int | None = None
        self._package: str | None = None
        self._op: str | None = None
        self._device: str | None = None
        self._tag: str | None = None
        self._has_tag = False

    def read(self) -> Iterator[AppOpsRecord]:
        """Yield an event per line; a line that is not understood as Unparsed."""
        cursor = self._cursor
        for number, line in cursor.rest():
            if line.startswith("          ") and (match := _ACCESS(line)):
                yield self._event(number, line, match)
            elif match := HEADER(line):
                self._uid, self._package, self._op = uid_number(match[1]), None, None
                if self._uid is None:
                    yield unparsed(number, line, "bad_uid")
            elif line.startswith("   "):
                if not self._header(line):
                    yield unparsed(number, line, self._lose(line))
            elif line and not line.isspace():
                cursor.leave(number, line)
                return
        cursor.ended = True

    def _header(self, line: str) -> bool:
        if line.endswith(CUT_MARK):  # a name that is not whole could be that of two apps
            return False
        if match := _TAG(line):
            self._tag, self._has_tag = or_none(match[1]), True
        elif match := _OP(line):
            self._op, self._device, self._has_tag = match[1], None, False
        elif match := _DEVICE(line):
            self._device, self._has_tag = match[1], False
        elif match := _PACKAGE(line):
            self._package, self._op = match[1], None
        else:
            return line.isspace()
        return True

    def _lose(self, line: str) -> str:
        """Forget the headers that a line nobody understood may have been; give the reason."""
        if "Access [" in line:
            return "bad_event"
        indent = len(line) - len(line.lstrip(" "))
        self._has_tag = False
        if indent < 8:
            self._op = None
        if indent < 6:
            self._package = None
        return "unknown_line"

    def _event(self, number: int, line: str, match: re.Match[str]) -> AppOpsRecord:
        if self._uid is None or self._package is None or self._op is None or not self._has_tag:
            return unparsed(number, line, "no_op")
        state, flags, when, lasted, attribution_flags, chain = match.groups()
        try:
            local = local_ms(when)
        except ValueError:
            return unparsed(number, line, "bad_event")
        moment = self._cursor.clock.moment(local)
        # Only 36.0 has a device level, and only it prints real milliseconds.
        is_floored = self._device is None and local % MINUTE_MS == 0
        return Event(
            kind=Kind.ACCESS,
            uid=self._uid,
            package=self._package,
            op=self._op,
            tag=self._tag,
            uid_state=state,
            flags=flags,
            time_ms=moment.time_ms,
            precision_ms=(MINUTE_MS if is_floored else 1) + moment.spread_ms,
            duration_ms=None if lasted is None or int(lasted) < 0 else int(lasted),
            count=None,
            source=Source.DISCRETE,
            line=number,
            zone_assumed=moment.is_assumed,
            chain_id=known_chain(chain),
            attribution_flags=int(attribution_flags or 0) or None,
            virtual_device=other_device(self._device),
        )


def known_chain(text: str | None) -> int | None:
    """Read a chain id; -1 and a missing one mean that there is no chain."""
    return None if text is None or int(text) == -1 else int(text)


def other_device(text: str | None) -> str | None:
    """Give the id of a virtual device; None for the phone itself."""
    return None if text is None or text == _DEFAULT_DEVICE else text
