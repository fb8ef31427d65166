"""The op section of every version: uids, their states and modes, packages, ops (formats.md 1).

What versions print below an op differs and is read by appops_g30, appops_g28 and appops_g23.
Which of them a line belongs to is seen from its shape, so that builds which mix them are read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.parsers import appops_g23, appops_g28, appops_g30
from auditor.parsers.cursor import Cursor, unparsed
from auditor.parsers.place import Place, in_use
from auditor.parsers.tokens import SPAN, span_ms, uid_number
from auditor.records import AppOpsRecord, Kind, OpMode, Running, UidRow

UID = re.compile(r" {2}Uid (\S+): *").fullmatch
STATE = re.compile(r" {4}state=(\S+) *").fullmatch
UID_FACT = re.compile(
    r" {4}(?:pendingState|capability|pendingCapability|appWidgetVisible|pendingAppWidgetVisible"
    r"|pendingStateCommitTime|startNesting|hasForegroundWatchers)=.*| {4}foregroundOps:"
).fullmatch
WATCHED = re.compile(r" {6}\S*: [A-Z]+ *").fullmatch
UID_MODE = re.compile(r" {6}(\S*): mode=(\S+) *").fullmatch
PACKAGE = re.compile(r" {4}Package (?:(\S+) isPrivileged: *|(.+):)").fullmatch
# EMUI 5 breaks the line of a package after each fact, and the rest begins without an indent.
PACKAGE_REST = re.compile(r"(?:true|false) (?:needSyncPriv)?: *").fullmatch
OP = re.compile(r" {6}(\S*) \(([^()]*?)(?: / switch (\S*?)=([^()]*))?\): *").fullmatch
CUT_OP = re.compile(r" {6}\S* \([^()]* / switch NONE").fullmatch  # formats.md 11.3
RUNNING = re.compile(rf" {{10}}Running start at: ({SPAN}) *").fullmatch
NESTING = re.compile(r" {10}startNesting=(\d{1,9}) *").fullmatch
_LASTED = re.compile(r" {10}duration=(\+[\ddhms]+ms) *").fullmatch


class OpSection:
    """Reads from the first `Uid` line to the first line that is no longer below one."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._at = Place(cursor.clock)
        self._pending_uid: tuple[int, int] | None = None  # uid and line, until its state is known
        self._started: tuple[int, int] | None = None  # for how long, and the line that says it
        self._nesting: int | None = None
        self._lasted: tuple[int, int] | None = None  # how long it last ran, and the line

    def read(self) -> Iterator[AppOpsRecord]:
        """Yield what the section records; what is not understood as Unparsed."""
        cursor, at = self._cursor, self._at
        take, first = appops_g30.take, cursor.number
        number = first
        for number, line in cursor.rest():
            # The lines there are most of come first: events, ops, blocks of tags.
            if line.startswith("          ") and take(at, number, line):
                continue
            if line.startswith("      "):
                if (match := OP(line)) and at.package is not None and at.uid is not None:
                    if self._has_more:
                        yield from self._flush()
                    op, mode, switch_op, switch_mode = match.groups()
                    at.enter_op(op)
                    yield OpMode(at.uid, at.package, op, mode, switch_op, switch_mode, number)
                elif line == "        ]":
                    if self._has_more:
                        yield from self._flush()
                    at.leave_block()
                elif line.endswith("=[") and line.startswith("        "):
                    if self._has_more:
                        yield from self._flush()
                    at.enter_block(line[8:-2])
                elif not line.isspace():
                    yield from self._structure(number, line)
            elif not line or line.isspace() or PACKAGE_REST(line):
                continue
            elif number >= cursor.resume_at and number > first and UID(line):
                cursor.leave(number, line)
                break
            elif line.startswith(("   ", "  Uid ")):
                yield from self._structure(number, line)
            else:
                cursor.leave(number, line)
                break
        else:
            cursor.ended, cursor.number = True, number
            cursor.is_open = cursor.is_open or at.in_block
        yield from self._flush()
        yield from self._flush_uid(None)

    def _structure(self, number: int, line: str) -> Iterator[AppOpsRecord]:
        """Read a line that is not an event: by its indent, which no name can imitate."""
        if line.startswith("          ") and self._below_op(number, line):
            return
        yield from self._flush()
        if match := UID(line):
            yield from self._flush_uid(None)
            yield from self._uid(number, line, match[1])
        elif match := STATE(line):
            yield from self._flush_uid(match[1])
        elif UID_FACT(line):
            yield from self._flush_uid(None)
        elif match := PACKAGE(line):
            yield from self._flush_uid(None)
            self._at.enter_package(match[1] or match[2])
        elif CUT_OP(line):
            self._cursor.is_open = True
            self._at.lose(line)
        elif line.startswith("      ") and line[6:7] != " ":
            yield from self._flush_uid(None)
            yield from self._at_six(number, line)
        else:
            yield unparsed(number, line, self._at.lose(line))

    def _uid(self, number: int, line: str, text: str) -> Iterator[AppOpsRecord]:
        uid = uid_number(text)
        self._at.enter_uid(uid)
        if uid is None:
            yield unparsed(number, line, "bad_uid")
        else:
            self._pending_uid = (uid, number)

    def _at_six(self, number: int, line: str) -> Iterator[AppOpsRecord]:
        at = self._at
        if at.uid is not None and at.package is None and (match := UID_MODE(line)):
            yield OpMode(at.uid, None, match[1], match[2], None, None, number)
        elif at.package is not None and (records := appops_g23.op_line(at, number, line)):
            yield from records
        elif at.package is not None or not WATCHED(line):
            yield unparsed(number, line, at.lose(line))

    def _below_op(self, number: int, line: str) -> bool:
        """Take the lines that say how long an op runs or ran, and the times of API 28."""
        if not self._at.has_op:
            return False
        if appops_g28.take(self._at, number, line):
            return True
        try:
            if self._started is None and (match := RUNNING(line)):
                self._started = (span_ms(match[1]), number)
            elif self._nesting is None and (match := NESTING(line)):
                self._nesting = max(1, int(match[1]))
            elif self._lasted is None and (match := _LASTED(line)):
                self._lasted = (span_ms(match[1]), number)
            else:
                return False
        except ValueError:
            return False
        return True

    def _flush_uid(self, state: str | None) -> Iterator[AppOpsRecord]:
        if self._pending_uid is not None:
            yield UidRow(self._pending_uid[0], state, self._pending_uid[1])
            self._pending_uid = None

    @property
    def _has_more(self) -> bool:
        """Say whether anything below the last header still waits to be given."""
        return bool(self._at.held or self._started or self._nesting or self._lasted)

    def _flush(self) -> Iterator[AppOpsRecord]:
        """Give the events of an op or of a tag's block, now that all of it was read."""
        at, held = self._at, self._at.held
        if self._lasted is not None:
            lasted_ms, line = self._lasted
            appops_g28.add_run(at, line, lasted_ms)
        if self._started is None:
            yield from held
        else:
            self._mark_in_use(self._started[0])
            yield from held
            yield self._running(*self._started)
        held.clear()
        self._started = self._nesting = self._lasted = None

    def _mark_in_use(self, elapsed_ms: int) -> None:
        at, now = self._at, self._at.clock.now()
        # Before API 30, without blocks, only what is over says how long it lasted.
        spans = {
            i: (event.time_ms, event.duration_ms)
            for i, event in enumerate(at.held)
            if event.kind is Kind.ACCESS
            and event.time_ms is not None
            and (at.in_block or event.duration_ms is None)
        }
        rows = list(spans)
        if now is not None:
            for which in in_use(list(spans.values()), elapsed_ms, now.time_ms):
                at.held[rows[which]] = replace(at.held[rows[which]], running=True)

    def _running(self, elapsed_ms: int, line: int) -> Running:
        at = self._at
        assert at.uid is not None and at.package is not None and at.op is not None
        now = at.clock.now()
        started = None if now is None else now.time_ms - elapsed_ms
        # Without a line for it there is one unfinished start (formats.md 1.5).
        return Running(at.uid, at.package, at.op, at.tag, started, self._nesting or 1, line)
