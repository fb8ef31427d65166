"""When a phone was watched live, and when such a watch could see nothing."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from auditor.readings import CaptureRow
from auditor.repeats import WATCH


@dataclass(frozen=True, slots=True)
class Unseen:
    """A stretch in which a watch could see nothing. What the phone keeps of it came later.

    Half-open, UTC milliseconds of the phone's clock as far as it was asked. `reason` is a word of
    auditor.manifest.Gap.
    """

    begin_ms: int
    end_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Paced:
    """How often a watch meant to ask from a moment on; as auditor.manifest.Pace, by the phone's
    clock as far as it was asked."""

    since_ms: int
    every_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class WatchSpan:
    """One watch on the time axis, with its gaps in order."""

    capture_id: str
    begin_ms: int
    end_ms: int
    gaps: tuple[Unseen, ...]
    paces: tuple[Paced, ...] = ()

    @property
    def unseen_ms(self) -> int:
        """For how long it could see nothing."""
        return sum(gap.end_ms - gap.begin_ms for gap in self.gaps)


_GAPS = """
SELECT c.capture_id, g.begin_ms, g.end_ms, g.reason
FROM live_gaps g JOIN captures c ON c.id = g.capture_id ORDER BY g.begin_ms, g.end_ms
"""

_PACES = """
SELECT c.capture_id, p.since_ms, p.every_ms, p.reason
FROM live_paces p JOIN captures c ON c.id = p.capture_id ORDER BY p.since_ms
"""


def watch_spans(db: sqlite3.Connection, taken: list[CaptureRow]) -> tuple[WatchSpan, ...]:
    """Give the watches among captures, in their order."""
    gaps = defaultdict(list)
    for capture_id, begin_ms, end_ms, reason in db.execute(_GAPS):
        gaps[capture_id].append((begin_ms, end_ms, reason))
    paces = defaultdict(list)
    for capture_id, since_ms, every_ms, reason in db.execute(_PACES):
        paces[capture_id].append((since_ms, every_ms, reason))
    return tuple(
        WatchSpan(
            row.capture_id,
            row.phone_ms(row.started_ms),
            row.phone_end_ms,
            tuple(
                Unseen(row.phone_ms(begin_ms), row.phone_ms(end_ms), reason)
                for begin_ms, end_ms, reason in gaps[row.capture_id]
            ),
            tuple(
                Paced(row.phone_ms(since_ms), every_ms, reason)
                for since_ms, every_ms, reason in paces[row.capture_id]
            ),
        )
        for row in taken
        if row.plan == WATCH
    )
