"""Where the records reach and where they cannot, so that an empty stretch never looks like proof.

A phone keeps each access only for some days; before that, at best the last one of each kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.facts import Facts
from auditor.query import CaptureRow


class Keeps(StrEnum):
    """What a stretch of time can show at all."""

    NOTHING = "nothing"  # none of the records reaches this far
    LAST_ONLY = "last_only"  # only the last access of each kind; earlier ones are overwritten
    ALL = "all"  # within the reach of records that keep every access, as far as the phone does


@dataclass(frozen=True, slots=True)
class Reading:
    """One capture on the time axis, which is the phone's clock: that of all events."""

    capture_id: str
    begin_ms: int
    end_ms: int


def readings_of(taken: Sequence[CaptureRow]) -> list[Reading]:
    """Place captures on the phone's clock, where they asked for it; else on the computer's."""
    return [
        Reading(each.capture_id, each.phone_ms(each.started_ms), each.phone_end_ms)
        for each in taken
    ]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open stretch of time and what it can show; None: without end on that side."""

    begin_ms: int | None
    end_ms: int | None
    keeps: Keeps


def stretches(facts: Facts, readings: Sequence[Reading] = ()) -> tuple[Stretch, ...]:
    """Cut all time into what nothing, only the last, and every access is known about.

    What is known ends with the last reading, or with the last record if no reading is known.
    """
    if facts.span is None:
        return (Stretch(None, None, Keeps.NOTHING),)
    first, last = facts.span
    end = max((reading.end_ms for reading in readings), default=last)
    end = max(end, last)
    whole = facts.start_ms[facts.keeps_all]
    all_from = int(whole.min()) if len(whole) else end
    cuts = [
        Stretch(None, first, Keeps.NOTHING),
        Stretch(first, all_from, Keeps.LAST_ONLY),
        Stretch(all_from, end, Keeps.ALL),
        Stretch(end, None, Keeps.NOTHING),
    ]
    return tuple(c for c in cuts if c.begin_ms is None or c.begin_ms != c.end_ms)
