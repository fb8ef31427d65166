"""A text being read once, from the first line to the last, by several grammars in turn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import inf

from auditor.clock import DumpClock, PhoneClock
from auditor.parsers.lines import CUT_MARK
from auditor.records import Unparsed

_KEPT = 500  # characters of a line that was not understood


@dataclass
class Cursor:
    """Where the reading stands. `line` is the first line nobody has taken yet.

    A grammar loops over `rest()`; when it meets a line that is not its own it calls `leave`
    and returns, and when the text is exhausted it sets `ended`.
    """

    lines: Iterator[str]
    clock: DumpClock
    line: str = ""
    number: int = 0
    ended: bool = False
    is_filtered: bool = False  # printed with a filter that breaks the history (formats.md 11.5)
    is_open: bool = False  # the last block was not closed: the text is cut
    bucket_ms: int | None = None  # of the table whose title came last
    resume_at: float = inf  # the line from which on a uid is read by somebody faster
    buckets_ms: dict[str, int] = field(default_factory=dict)  # SHORT_INTERVAL, LONG_INTERVAL

    def advance(self) -> None:
        """Take the current line and step to the next."""
        try:
            self.line = next(self.lines)
            self.number += 1
        except StopIteration:
            self.ended = True

    def rest(self) -> Iterator[tuple[int, str]]:
        """Give the current line and all that follow, numbered. Whoever exhausts it says so."""
        return enumerate(chain((self.line,), self.lines), self.number)

    def leave(self, number: int, line: str) -> None:
        """Hand a line back that another grammar must take."""
        self.number, self.line = number, line

    def start_again(self, lines: Iterator[str], number: int) -> None:
        """Go on with other lines, the first of which has this number."""
        self.lines, self.number = lines, number - 1
        self.advance()

    def unparsed(self, reason: str) -> Unparsed:
        """Record the current line as not understood."""
        return unparsed(self.number, self.line, reason)


def open_text(lines: Iterable[str], clock: PhoneClock) -> Cursor:
    """Start reading at the first line."""
    cursor = Cursor(iter(lines), DumpClock(clock))
    cursor.advance()
    return cursor


def unparsed(number: int, line: str, reason: str) -> Unparsed:
    """Record a line as not understood; a line that was not read whole has its own reason."""
    if line.endswith(CUT_MARK):
        reason = "line_cut"
    return Unparsed(number, line[:_KEPT], reason)
