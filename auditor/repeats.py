"""What a watched phone says again and again, told apart from what it says for the first time.

Every poll of a watch prints all that the phone keeps, so nearly all of it was told before. Of one
watched capture, a line is a record only where it tells something else than the line before it did:
a later access, the end of one that ran, another mode. Ordinary captures keep every line.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from auditor.blocks import Block
from auditor.manifest import RawFile
from auditor.ops import data_type
from auditor.parsers.place import CLOCKS_APART_MS
from auditor.record_numbers import Record
from auditor.records import DataType, Event, OpMode, Session, Source

WATCH = "watch"  # the plan of a watched capture
# Slots and what counts in them belong together, and each reading has its own: never left out.
_WHOLE = ("appops_history", "appops_history_table")
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What one text tells that was not told before; `accept` it when the text is kept."""

    fresh: list[Record]
    accesses: dict[_Key, Event]
    place: _Key
    lines: Counter[object]

    def has_news(self, types: frozenset[DataType]) -> bool:
        """Whether something was done, or allowed, that concerns one of these data types."""
        return any(
            isinstance(each, Session)
            or (isinstance(each, Event | OpMode) and data_type(each.op) in types)
            for each in self.fresh
        )


class Told:
    """What one watched capture has told so far. Its size is bounded by what a phone keeps."""

    def __init__(self) -> None:
        self._accesses: dict[_Key, Event] = {}  # last accesses, whichever command printed them
        self._lines: dict[_Key, Counter[object]] = {}  # the rest, by what was asked

    def copy(self) -> "Told":
        """Give another that knows the same: what it learns stays with it."""
        other = Told()
        other._accesses = dict(self._accesses)
        other._lines = dict(self._lines)
        return other

    def sift(self, raw: RawFile, records: Iterable[Record]) -> Sifted:
        """Take out of a text's records what the capture has told already."""
        place = (raw.command, *sorted(raw.parameters.items()))
        if raw.command in _WHOLE:
            return Sifted(list(records), {}, place, Counter())
        accesses: dict[_Key, Event] = {}
        fresh: list[Record] = []
        others: list[tuple[object, Record]] = []
        for record in _single(records):
            if isinstance(record, Event) and record.source is Source.LAST:
                if not self._is_told(record, accesses):
                    fresh.append(record)
            else:
                others.append((_plain(record), record))
        # A log may hold equal rows, each an access of its own: with one more all are told again.
        lines = Counter(plain for plain, _ in others)
        before = self._lines.get(place, Counter())
        fresh += [record for plain, record in others if lines[plain] > before[plain]]
        return Sifted(fresh, accesses, place, lines)

    def accept(self, sifted: Sifted) -> None:
        """Remember what a text told that was kept."""
        self._accesses |= sifted.accesses
        self._lines[sifted.place] = sifted.lines

    def _is_told(self, event: Event, found: dict[_Key, Event]) -> bool:
        key = (
            event.kind,
            event.uid,
            event.package,
            event.op,
            event.tag,
            event.uid_state,
            event.flags,
            event.virtual_device,
            event.unattributed,
        )
        before = self._accesses.get(key)
        if before is not None and _says_the_same(before, event):
            return True
        found[key] = event
        return False


def _says_the_same(before: Event, event: Event) -> bool:
    if before.time_ms is None or event.time_ms is None:
        is_same = before.time_ms == event.time_ms
    else:
        # Before Android 9 a time is only as exact as the reading took.
        is_exact = before.precision_ms <= 1 and event.precision_ms <= 1
        apart_ms = 0 if is_exact else before.precision_ms + event.precision_ms + CLOCKS_APART_MS
        is_same = abs(before.time_ms - event.time_ms) <= apart_ms
    if not is_same or before.running != event.running or before.proxy != event.proxy:
        return False
    # While it runs its duration grows with every look: its end is what is new.
    return event.running or before.duration_ms == event.duration_ms


def _single(records: Iterable[Record]) -> Iterable[Record]:
    for record in records:
        if isinstance(record, Block):
            yield from record.records()
        else:
            yield record


def _plain(record: Any) -> object:
    """Give a record without its line, which differs from text to text."""
    return replace(record, line=0) if hasattr(record, "line") else record
