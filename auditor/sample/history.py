"""The aggregated registry: counts per slot, finer near now, coarser before (formats.md 3.3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.sample.entries import Entry
from auditor.sample.recordings import recordings

SLOT = 15 * 60_000
_MULTIPLIER = 10

CountKey = tuple[int, str, str | None, str, str, str]  # uid, package, tag, op, state, flag
Counts = dict[CountKey, list[int]]  # accesses, rejects, milliseconds


@dataclass(frozen=True, slots=True)
class Span:
    """One slot with its true boundaries and its counts."""

    begin: int
    end: int
    counts: Counts


def slot_bounds(time: int, now: int, phase: int) -> tuple[int, int]:
    """Find the slot that holds `time` in a registry read at `now`.

    Slots lie on a grid that begins at `phase`: 15 minutes for the last ten and up to nine
    more, then ten times as long, and so on. The slot of `now` is the one still in memory.
    """
    index = (time - phase) // SLOT
    unit = SLOT
    first = (now - phase) // SLOT  # of the current level's grid; finer slots begin above it
    while True:
        first = (first - _MULTIPLIER) // _MULTIPLIER * _MULTIPLIER
        if index >= first:
            begin = phase + index * unit
            return begin, begin + unit
        index //= _MULTIPLIER
        first //= _MULTIPLIER
        unit *= _MULTIPLIER


def spans(entries: Iterable[Entry], now: int, phase: int) -> list[Span]:
    """Count everything into slots, newest first; the first is the one in memory, even if empty."""
    slots: dict[tuple[int, int], Counts] = defaultdict(dict)
    bounds: dict[int, tuple[int, int]] = {}
    for record in recordings(entries):
        number = (record.recorded - phase) // SLOT
        if number not in bounds:
            bounds[number] = slot_bounds(record.recorded, now, phase)
        entry = record.entry
        key = (entry.uid, entry.package, entry.tag, entry.op, record.state, entry.flag)
        counts = slots[bounds[number]].setdefault(key, [0, 0, 0])
        if record.kind == "end":
            counts[2] += record.duration
        else:
            counts[0 if record.kind == "access" else 1] += 1
    memory = slot_bounds(now, now, phase)
    newest = Span(memory[0], now, slots.pop(memory, {}))
    rest = [Span(begin, end, counts) for (begin, end), counts in slots.items()]
    return [newest, *sorted(rest, key=lambda span: -span.begin)]
