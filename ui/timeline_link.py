"""Two timelines that move as one: a moment of the one stands below a moment of the other."""

from PySide6.QtCore import QObject

from ui.timeline_frame import TimeRange
from ui.timeline_stage import Stage


class Link(QObject):
    """Keeps two stages at the same distance from a moment of each, whichever is moved."""

    def __init__(self, first: Stage, second: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._first, self._second = first, second
        self._later_ms = 0  # how much later the second one's moment is
        self._is_following = False
        first.moved.connect(lambda: self._follow(first, second, 1))
        second.moved.connect(lambda: self._follow(second, first, -1))

    def lay(self, moments_ms: tuple[int, int], before_ms: int, after_ms: int) -> None:
        """Lay the moments upon each other and show all the time there is around them.

        Nothing outside of `before_ms` … `after_ms` around them is shown from then on.
        """
        self._later_ms = moments_ms[1] - moments_ms[0]
        pair = zip((self._first, self._second), moments_ms, strict=True)
        self._is_following = True  # each of them is put in its place here
        for stage, at_ms in pair:
            stage.reach = TimeRange(at_ms - before_ms, at_ms + after_ms)
            stage.look_at(at_ms - before_ms, at_ms + after_ms)
        self._is_following = False

    def _follow(self, moved: Stage, other: Stage, sign: int) -> None:
        if not self._is_following:
            self._is_following = True
            by = sign * self._later_ms
            other.look_at(moved.span.begin_ms + by, moved.span.end_ms + by)
            self._is_following = False
