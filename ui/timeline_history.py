"""Where a person has looked: the views of the timeline, one step back and forth."""

from PySide6.QtCore import QObject, Signal

from ui.timeline_frame import Span
from ui.timeline_stage import Stage

LONGEST = 200  # more steps back than anybody takes


class ViewHistory(QObject):
    """Remembers a view when it comes to rest, so that one gesture is one step."""

    changed = Signal()  # whether there is a way back or forth

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._views: list[Span] = []
        self._at = -1
        stage.rested.connect(self._remember)

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier view."""
        return self._at > 0

    @property
    def can_go_forth(self) -> bool:
        """Whether there is a later view, left by going back."""
        return self._at < len(self._views) - 1

    def go(self, by: int) -> None:
        """Show the view `by` steps further (negative: back); a view in motion counts as one."""
        if self._stage.is_moving:
            self._remember()
        target = self._at + by
        if 0 <= target < len(self._views):
            self._at = target
            view = self._views[target]
            self._stage.look_at(view.begin_ms, view.end_ms)
            self.changed.emit()

    def forget(self) -> None:
        """Begin anew: what is shown are other records."""
        self._views, self._at = [], -1
        self._remember()

    def _remember(self) -> None:
        view = self._stage.span
        if self._views and view == self._views[self._at]:
            return
        del self._views[self._at + 1 :]
        self._views.append(view)
        del self._views[:-LONGEST]
        self._at = len(self._views) - 1
        self.changed.emit()
