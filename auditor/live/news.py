"""What a watch tells whoever listens: new events as they come, and how the watch stands."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from auditor.manifest import Pace
from auditor.query import EventRow


class Standing(StrEnum):
    """What a watch is doing."""

    READING = "reading"  # the first reading: who the phone is, and what it kept until now
    WATCHING = "watching"
    AWAY = "away"  # nothing is seen; `reason` says why
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class State:
    """How a watch stands since `since_ms`, by the computer's clock."""

    standing: Standing
    since_ms: int
    reason: str | None = None  # as that of a gap
    capture_id: str | None = None
    pace: Pace | None = None  # how often it asks and why; None until that is known


OnState = Callable[[State], None]


@dataclass(frozen=True, slots=True)
class News:
    """Events that one answer brought. They are in the case already.

    `events` happened while it was watched, oldest first; `older` counts those that the phone had
    kept from before, `changed` those known before that say something else now, such as one that
    ended. `latency_ms` is how long it took from the end of the phone's answer until now.
    """

    events: tuple[EventRow, ...]
    older: int
    changed: int
    answered_ms: int
    latency_ms: int
    capture_id: str


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch came to when it ended."""

    captures: tuple[str, ...]
    events: int  # that happened while it was watched
    polls: int
    gaps: int
    watched_ms: int  # without the gaps
    away_ms: int
    cost_ms: int  # what the phone was busy with us, the first readings left out
    size_bytes: int  # of the texts that were kept

    @property
    def duty(self) -> float:
        """Which share of the watched time the phone was busy with us."""
        return self.cost_ms / self.watched_ms if self.watched_ms else 0.0
