"""Aggregated history of API 31 to 36.0: counts per slot (formats.md 3.2, 11.5, 11.6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.clock import MINUTE_MS, Moment
from auditor.parsers.cursor import Cursor, unparsed
from auditor.parsers.lines import CUT_MARK
from auditor.parsers.tokens import SPAN, TIME, local_ms, or_none, span_ms, uid_number
from auditor.records import UNKNOWN_UID, AppOpsRecord, Event, Kind, Snapshot, Source

HEADER = "      snapshot:"
_BOUNDARY = re.compile(rf" {{8}}(begin|end) = ({TIME}) {{1,2}}\(({SPAN})\) *").fullmatch
_UID = re.compile(r" {8}Uid (\S+): *").fullmatch
_PACKAGE = re.compile(r" {10}Package (.+):").fullmatch
_TAG = re.compile(r" {12}Attribution (.*):").fullmatch
_OP = re.compile(r" {14}(\S*): *").fullmatch
_COUNTS = re.compile(
    r" {16}\[([^\]-]*)-([^\]]*)\] = (?:access=(\d{1,15}))?(?:(?:^|, |(?<== ))reject=(\d{1,15}))?"
    rf"(?:(?:, |(?<== ))duration=({SPAN}))? *"
).fullmatch
_BASE_SLOT_MS = 15 * MINUTE_MS
_COARSE_SLOT_MS = 150 * MINUTE_MS
_IS_NOW_MS = 1000
_HELD_LIMIT = 200_000  # records that wait for the verdict about the headers


@dataclass
class _Boundary:
    """One printed boundary of a slot."""

    moment: Moment
    distance_ms: int  # boundary − now


@dataclass
class _Slot:
    """The slot being read, and the headers above the current line."""

    index: int
    line: int
    begin: _Boundary | None = None
    end: _Boundary | None = None
    uid: int | None = None
    package: str | None = None
    tag: str | None = None
    has_tag: bool = False
    op: str | None = None
    snapshot: Snapshot | None = None
    lost_depth: int | None = None  # blanks before a header that was not read: those below lack it

    def enter(self, depth: int) -> None:
        """Pass a header that was read: it ends what stood below one that was not."""
        if self.lost_depth is not None and depth <= self.lost_depth:
            self.lost_depth = None


class HistorySection:
    """Reads from the first `snapshot:` line to the first line that belongs to no slot.

    A history printed with a filter lacks headers, so that counts of one app follow under the
    name of another. One orphan anywhere makes all rows `unattributed`: they wait for the end.
    """

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._slot = _Slot(-1, 0)
        self._held: list[AppOpsRecord] = []
        self._elapsed_ms: int | None = None  # since the slot in memory began

    def read(self) -> Iterator[AppOpsRecord]:
        """Yield each slot, then its events; what is not understood as Unparsed."""
        cursor = self._cursor
        for number, line in cursor.rest():
            if line.startswith("                ["):
                self._count(number, line)
            elif line.startswith("       "):
                self._header(number, line)
            elif line == HEADER:
                self._slot = _Slot(self._slot.index + 1, number)
            elif line and not line.isspace():
                cursor.leave(number, line)
                break
            if len(self._held) > _HELD_LIMIT:
                yield from self._flush()
        else:
            cursor.ended = True
        yield from self._flush()

    def _header(self, number: int, line: str) -> None:
        slot = self._slot
        if match := _OP(line):
            slot.enter(14)
            slot.op = match[1]
            self._expect(slot.has_tag)
        elif match := _TAG(line):
            slot.enter(12)
            slot.tag, slot.has_tag, slot.op = or_none(match[1]), True, None
            self._expect(slot.package is not None)
        elif match := _PACKAGE(line):
            slot.enter(10)
            slot.package, slot.tag, slot.has_tag, slot.op = match[1], None, False, None
            self._expect(slot.uid is not None)
        elif match := _UID(line):
            slot.enter(8)
            slot.uid = uid_number(match[1])
            slot.package, slot.tag, slot.has_tag, slot.op = None, None, False, None
            if slot.uid is None:
                self._held.append(unparsed(number, line, "bad_uid"))
        elif not line.isspace() and not self._boundary(line):
            self._lose(number, line)

    def _expect(self, is_complete: bool) -> None:
        """A header without the one above it is the mark of a filtered history, unless that one is
        there and was not read, as one that was cut."""
        if not is_complete and self._slot.lost_depth is None:
            self._cursor.is_filtered = True

    def _lose(self, number: int, line: str) -> None:
        """Keep a line nobody understood, and forget the headers that it may have been."""
        slot = self._slot
        indent = len(line) - len(line.lstrip(" "))
        self._held.append(unparsed(number, line, "unknown_line"))
        slot.op = None
        if indent < 10:
            slot.uid = None
        if indent < 12:
            slot.package = None
        if indent < 14:
            slot.tag, slot.has_tag = None, False
        if line.endswith(CUT_MARK) and (slot.lost_depth is None or indent < slot.lost_depth):
            slot.lost_depth = indent

    def _boundary(self, line: str) -> bool:
        match = _BOUNDARY(line)
        if match is None:
            return False
        which, when, distance_text = match.groups()
        try:
            distance = span_ms(distance_text)
            moment = self._cursor.clock.moment(local_ms(when), distance)
        except ValueError:
            return False
        if which == "begin":
            self._slot.begin = _Boundary(moment, distance)
        else:
            self._slot.end = _Boundary(moment, distance)
            self._slot.snapshot = self._snapshot()
            if self._slot.snapshot is not None:
                self._held.append(self._slot.snapshot)
        return True

    def _snapshot(self) -> Snapshot | None:
        slot = self._slot
        if slot.begin is None or slot.end is None:
            return None
        begin, end = slot.begin.moment.time_ms, slot.end.moment.time_ms
        is_bogus = end < begin  # printed as 1970 by a second call: it means now (formats.md 3.3)
        corrected_end = begin - slot.begin.distance_ms if is_bogus else end
        is_in_memory = slot.index == 0 and (is_bogus or abs(slot.end.distance_ms) <= _IS_NOW_MS)
        shift = 0
        about = corrected_end - begin >= _COARSE_SLOT_MS
        if is_in_memory:
            self._elapsed_ms = -slot.begin.distance_ms
        elif self._elapsed_ms is not None and 0 <= self._elapsed_ms <= _BASE_SLOT_MS:
            shift = 2 * self._elapsed_ms - _BASE_SLOT_MS
        else:
            about = True  # without the slot in memory the boundaries cannot be corrected
        return Snapshot(
            slot.index, begin, end, begin - shift, corrected_end - shift, about, slot.line
        )

    def _count(self, number: int, line: str) -> None:
        slot, match = self._slot, _COUNTS(line)
        if match is None:
            self._held.append(unparsed(number, line, "bad_event"))
            return
        state, flags, access, reject, lasted = match.groups()
        if slot.op is None or (access is None and reject is None and lasted is None):
            self._held.append(unparsed(number, line, "no_op" if slot.op is None else "bad_event"))
            return
        try:
            lasted_ms = None if lasted is None else span_ms(lasted)
        except ValueError:
            lasted_ms = -1
        if lasted_ms is not None and lasted_ms < 0:
            self._held.append(unparsed(number, line, "bad_event"))
            return
        if access is not None or lasted is not None:
            event = self._event(Kind.ACCESS, state, flags, int(access or 0), number)
            self._held.append(
                event if lasted is None else replace(event, access_duration_ms=lasted_ms)
            )
        if reject is not None:
            self._held.append(self._event(Kind.REJECT, state, flags, int(reject), number))

    def _event(self, kind: Kind, state: str, flags: str, count: int, number: int) -> Event:
        slot, snapshot = self._slot, self._slot.snapshot
        length = None if snapshot is None else max(0, snapshot.end_ms - snapshot.begin_ms)
        spread = 0 if slot.begin is None else slot.begin.moment.spread_ms
        return Event(
            kind=kind,
            uid=UNKNOWN_UID if slot.uid is None else slot.uid,
            package=slot.package or "",
            op=slot.op or "",
            tag=slot.tag,
            uid_state=state,
            flags=flags,
            time_ms=None if snapshot is None else snapshot.begin_ms,
            precision_ms=(length or 0) + spread,
            duration_ms=length,
            count=count,
            source=Source.AGGREGATE,
            line=number,
            zone_assumed=slot.begin is None or slot.begin.moment.is_assumed,
            about=snapshot is None or snapshot.about,
            printed_begin_ms=None if snapshot is None else snapshot.printed_begin_ms,
            printed_end_ms=None if snapshot is None else snapshot.printed_end_ms,
            unattributed=slot.lost_depth is not None,
        )

    def _flush(self) -> Iterator[AppOpsRecord]:
        is_filtered = self._cursor.is_filtered
        for record in self._held:
            if is_filtered and isinstance(record, Event):
                yield replace(record, unattributed=True)
            else:
                yield record
        self._held.clear()
