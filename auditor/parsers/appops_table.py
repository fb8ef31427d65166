"""History of Android 16 as tables with a header line (formats.md 4.3, 4.4).

Columns are found by their names, since builds order them differently. An attribution tag may
hold the separator: a row is matched from both ends, and its uid state tells where the tag ends.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from auditor.clock import MINUTE_MS
from auditor.parsers.appops_discrete import known_chain, other_device
from auditor.parsers.cursor import Cursor, unparsed
from auditor.parsers.tokens import TIME, local_ms, or_none
from auditor.records import AppOpsRecord, Event, Kind, Source

HEADER = re.compile(r"UID\|PACKAGE_NAME\|[A-Z_|]+ *").fullmatch
_LONGEST_BUCKET_MS = 15 * MINUTE_MS
_TAG = "ATTRIBUTION_TAG"
_STATES = "pers|top|fgsvcl|fgsvc|fg|bg|cch|gone|unknown"
# Other spellings of one meaning -> the name used here.
_ALIASES = {"ATTR_FLAGS": "ATTRIBUTION_FLAGS", "CHAIN_ID": "ATTRIBUTION_CHAIN_ID"}
_PATTERNS = {
    "UID": r"\d{1,10}",
    _TAG: ".*",
    "UID_STATE": _STATES,
    "OP_FLAGS": r"[a-z|]+",
    "ACCESS_TIME": TIME,
    "ACCESS_COUNTS": r"\d{1,18}",
    "REJECT_COUNTS": r"\d{1,18}",
    "DURATION": r"-?\d{1,18}",
    "ATTRIBUTION_FLAGS": r"-?\d{1,9}",
    "ATTRIBUTION_CHAIN_ID": r"-?\d{1,9}",
}
_NEEDED = {"UID", "PACKAGE_NAME", "OP_NAME", "ACCESS_TIME"}
_Match = Callable[[str], re.Match[str] | None]


class TableSection:
    """Reads from a header line to the first line that is no row."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        columns = [_ALIASES.get(name, name) for name in cursor.line.strip().split("|")]
        self._separators = len(columns) - 1
        self._has_counts = "ACCESS_COUNTS" in columns
        self._matchers: list[_Match] = []
        named = [name for name in columns if name]
        # Of two columns of one name nobody can tell which is meant.
        if set(named) >= _NEEDED and len(set(named)) == len(named):
            self._matchers = [_matcher(columns, _STATES), _matcher(columns, r"[^|]*")]

    def read(self) -> Iterator[AppOpsRecord]:
        """Yield one event for each kind a row counts; a row not understood as Unparsed."""
        cursor = self._cursor
        lines = cursor.rest()
        number, header = next(lines)
        if not self._matchers:
            yield unparsed(number, header, "unknown_table")
        for number, line in lines:
            if not line or line.isspace():
                continue  # also between rows: a redacted text has them
            if line.count("|") < self._separators:
                if line.count("|") > 2:
                    yield unparsed(number, line, "bad_row")
                    continue
                cursor.leave(number, line)
                return
            if HEADER(line):
                cursor.leave(number, line)
                return
            yield from self._row(number, line)
        cursor.ended = True

    def _row(self, number: int, line: str) -> Iterator[AppOpsRecord]:
        match = next((found for match in self._matchers if (found := match(line))), None)
        if match is None:
            yield unparsed(number, line, "bad_row")
            return
        cells = match.groupdict()
        try:
            moment = self._cursor.clock.moment(local_ms(cells["ACCESS_TIME"]))
        except ValueError:
            yield unparsed(number, line, "bad_row")
            return
        row = _Row(number, cells, moment.time_ms, moment.spread_ms, moment.is_assumed)
        if self._has_counts:
            yield from row.bucket(self._cursor.bucket_ms)
        else:
            yield row.event(Kind.ACCESS, None, row.duration(-1), None)


@dataclass
class _Row:
    """One row of a table, its time already in UTC."""

    line: int
    cells: dict[str, str | None]
    time_ms: int
    spread_ms: int
    is_assumed: bool

    def number(self, column: str) -> int:
        """Read a count; 0 where the table lacks the column."""
        return int(self.cells.get(column) or 0)

    def duration(self, missing: int) -> int | None:
        """Read the duration; None where it is the value that means "none", or less than nothing."""
        lasted_ms = int(self.cells.get("DURATION") or missing)
        return None if lasted_ms == missing or lasted_ms < 0 else lasted_ms

    def bucket(self, bucket_ms: int | None) -> Iterator[Event]:
        """Give what a bucket's row counts: one single event, or several within the bucket.

        A row of one event has its exact time. In a row of more only the first is known: they
        lie between it and the end of the bucket. A row that counts nothing ends a start.
        """
        access, reject = self.number("ACCESS_COUNTS"), self.number("REJECT_COUNTS")
        rest_ms = None
        if access + reject > 1:
            bucket_ms = bucket_ms or _LONGEST_BUCKET_MS  # a table whose title was cut off
            rest_ms = bucket_ms - self.time_ms % bucket_ms
        if access or not reject:
            yield self.event(Kind.ACCESS, access, self.duration(0), rest_ms)
        if reject:
            yield self.event(Kind.REJECT, reject, None, rest_ms)

    def event(
        self, kind: Kind, count: int | None, lasted_ms: int | None, rest_ms: int | None
    ) -> Event:
        """Build the event; `rest_ms` is how long after its time more of it may lie."""
        cells, is_single = self.cells, rest_ms is None
        tag = cells.get(_TAG)
        return Event(
            kind=kind,
            uid=int(cells["UID"] or 0),
            package=cells["PACKAGE_NAME"] or "",
            op=cells["OP_NAME"] or "",
            tag=None if tag is None else or_none(tag),
            uid_state=cells.get("UID_STATE"),
            flags=cells.get("OP_FLAGS"),
            time_ms=self.time_ms,
            precision_ms=(rest_ms or 1) + self.spread_ms,
            duration_ms=lasted_ms if is_single else rest_ms,
            count=count,
            source=Source.DISCRETE if is_single else Source.AGGREGATE,
            line=self.line,
            zone_assumed=self.is_assumed,
            access_duration_ms=None if is_single else lasted_ms,
            chain_id=known_chain(cells.get("ATTRIBUTION_CHAIN_ID")),
            attribution_flags=self.number("ATTRIBUTION_FLAGS") or None,
            virtual_device=other_device(cells.get("DEVICE_ID")),
        )


def _matcher(columns: list[str], states: str) -> _Match:
    patterns = _PATTERNS | {"UID_STATE": states}
    named = [f"(?P<{name}>{patterns.get(name, '[^|]*')})" if name else "[^|]*" for name in columns]
    return re.compile(r"\|".join(named) + r"\s*").fullmatch


def bucket_sizes(line: str) -> dict[str, int]:
    """Read the line that says how long the buckets are: SHORT_INTERVAL and LONG_INTERVAL."""
    found = re.findall(r"(SHORT|LONG)_INTERVAL\(Aggregation Bucket\)=(\d{1,6}) Minute", line)
    return {name: int(minutes) * MINUTE_MS for name, minutes in found}
