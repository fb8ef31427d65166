"""Lets the picture go on to now while the newest records are in view; else it stands still."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from ui.timeline_stage import Stage

EDGE_SHARE = 0.02  # so much room is left for what comes next


class NowFollower:
    """Moves the visible span. Who looked elsewhere is left there."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def is_at_edge(self) -> bool:
        """Whether the newest record is in view, and so the end of the records."""
        facts, span = self._stage.facts, self._stage.span
        return facts is not None and facts.span is not None and span.end_ms >= facts.span[1]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the newest record in view while others take the place of what is shown."""
        was_at_edge, length = self.is_at_edge, self._stage.span.length_ms
        yield
        facts = self._stage.facts
        if was_at_edge and facts is not None and facts.span and not self.is_at_edge:
            self._end_at(facts.span[1], length)

    def go_on(self, ahead_ms: int) -> None:
        """Show now at the right edge; the phone's clock is so much ahead of ours."""
        now_ms = time.time() * 1000 + ahead_ms
        if self.is_at_edge and self._stage.span.end_ms < now_ms:
            self._end_at(now_ms, self._stage.span.length_ms)

    def _end_at(self, time_ms: float, length_ms: float) -> None:
        end = time_ms + length_ms * EDGE_SHARE
        self._stage.look_at(end - length_ms, end)
