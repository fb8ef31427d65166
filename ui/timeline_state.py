"""How a person left the timeline, as a text that is kept over a restart."""

import json
from dataclasses import asdict, dataclass

from auditor.lane_order import Sort
from auditor.timeline import Group
from ui.timeline_stage import Stage, TimeRange


@dataclass(frozen=True, slots=True)
class TimelineState:
    """Order of the lanes, pinned lanes, and the span with what it was a span of."""

    group: str = Group.APP
    sort: str = Sort.LAST
    pinned: tuple[str, ...] = ()
    shows_table: bool = True
    begin_ms: int | None = None
    end_ms: int | None = None
    shown: str = ""  # the case and filter that the span belongs to

    def to_text(self) -> str:
        """Write it."""
        return json.dumps(asdict(self))

    @property
    def span(self) -> TimeRange | None:
        """The span, if there is one."""
        if self.begin_ms is None or self.end_ms is None or self.begin_ms >= self.end_ms:
            return None
        return TimeRange(self.begin_ms, self.end_ms)


def from_text(untrusted_text: str) -> TimelineState:
    """Read it back; what cannot be read is as it is at first."""
    try:
        read = json.loads(untrusted_text or "{}")
        made = TimelineState(**{**read, "pinned": tuple(map(str, read.get("pinned", ())))})
        Group(made.group), Sort(made.sort)
        bounds = (made.begin_ms, made.end_ms)
        is_sound = all(ms is None or isinstance(ms, int) for ms in bounds)
        return made if is_sound else TimelineState()
    except (ValueError, TypeError, AttributeError):
        return TimelineState()


def state_of(stage: Stage, shows_table: bool, shown: str) -> TimelineState:
    """How the timeline is now."""
    return TimelineState(
        group=stage.group,
        sort=stage.order.sort,
        pinned=tuple(sorted(stage.order.pinned)),
        shows_table=shows_table,
        begin_ms=int(stage.span.begin_ms) if stage.facts else None,
        end_ms=int(stage.span.end_ms) if stage.facts else None,
        shown=shown,
    )
