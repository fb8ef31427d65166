"""How a person left the timeline, as a text that is kept over a restart."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, Signal

from auditor.lane_order import Sort
from auditor.timeline import Group
from ui.timeline_frame import TimeRange
from ui.timeline_stage import Stage


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


class StateKeeper(QObject):
    """Tells how the timeline is left, and puts it so again."""

    changed = Signal(object)  # str: TimelineState as text

    def __init__(
        self, stage: Stage, shows_table: Callable[[], bool], shown: Callable[[], str]
    ) -> None:
        super().__init__(stage)
        self._stage, self._shows_table, self._shown = stage, shows_table, shown
        self._left: TimelineState | None = None  # as it was left, until it is shown again
        stage.lanes_changed.connect(self.tell)
        stage.rested.connect(self.tell)

    def restore(self, text: str) -> TimelineState:
        """Take group, order and pins at once; the span waits for the events."""
        self._left = left = from_text(text)
        self._stage.set_group(Group(left.group))
        self._stage.set_sort(Sort(left.sort))
        self._stage.pin(frozenset(left.pinned))
        return left

    def tell(self) -> None:
        """Say how it is left, unless it still waits to be as it was."""
        if self._left is None:
            state = state_of(self._stage, self._shows_table(), self._shown())
            self.changed.emit(state.to_text())

    def go_where_left(self) -> bool:
        """Look at the span that was left if the same events are shown; whether it did."""
        left, self._left = self._left, None
        if left is None or left.span is None or left.shown != self._shown():
            return False
        self._stage.look_at(left.span.begin_ms, left.span.end_ms)
        return True
