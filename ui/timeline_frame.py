"""Which stretch of time and which lanes are on the screen, in pixels. Nothing here paints."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from PySide6.QtCore import QObject, QTimer, Signal

from auditor.coverage import Reading
from auditor.facts import Facts
from auditor.timeline import Lane
from auditor.timeticks import DAY_MS, HOUR_MS, Tick, ticks

SHORTEST_MS = 200.0  # the finest view: nothing on a phone is exacter than a millisecond
REST_MS = 150  # so long after the last move the view counts as at rest


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A selected stretch of time, [begin, end), in UTC milliseconds."""

    begin_ms: int
    end_ms: int


@dataclass
class Span:
    """The visible stretch of time; fractions of a millisecond are needed when zoomed in."""

    begin_ms: float = 0.0
    end_ms: float = float(DAY_MS)

    @property
    def length_ms(self) -> float:
        """How much time is visible."""
        return self.end_ms - self.begin_ms


@dataclass
class Size:
    """The area of the marks in pixels."""

    width_px: int = 800
    height_px: int = 400
    row_px: int = 26
    scroll_px: int = 0


class Frame(QObject):
    """Places times and lanes on the screen, and moves over them."""

    moved = Signal()  # another span
    scrolled = Signal()  # other lanes on top, or another lane for the keys
    rested = Signal()  # no move for a while: time to draw as finely as can be

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.facts: Facts | None = None
        self.lanes: list[Lane] = []
        self.readings: tuple[Reading, ...] = ()
        self.zone: tzinfo = UTC
        self.reach: TimeRange | None = None  # outside of it nothing is shown: only that was read
        self.lines_ms: tuple[int, ...] = ()  # moments drawn through all lanes; the first stands out
        self.span = Span()
        self.size = Size()
        self.tick_room_px = 110.0  # what a label of the axis needs
        self._ticks: tuple[tuple[object, ...], int, list[Tick]] = ((), DAY_MS, [])
        self.is_moving = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._come_to_rest)

    # -- geometry -----------------------------------------------------------------------------

    def resize(self, width_px: int, height_px: int) -> None:
        """Take the size of the area of the marks."""
        self.size.width_px, self.size.height_px = max(1, width_px), max(1, height_px)
        self.scroll_to(self.size.scroll_px)

    @property
    def ms_per_px(self) -> float:
        """How much time a pixel holds."""
        return self.span.length_ms / self.size.width_px

    def x_of(self, time_ms: float) -> float:
        """Where a time is, in pixels from the left edge of the marks."""
        return (time_ms - self.span.begin_ms) / self.ms_per_px

    def time_at(self, x_px: float) -> float:
        """The time at a pixel."""
        return self.span.begin_ms + x_px * self.ms_per_px

    def top_of(self, index: int) -> int:
        """The upper edge of a lane, in pixels from the top of the marks."""
        return index * self.size.row_px - self.size.scroll_px

    def lane_at(self, y_px: float) -> int | None:
        """The lane at a pixel, None below the last one."""
        index = int((y_px + self.size.scroll_px) // self.size.row_px)
        return index if 0 <= index < len(self.lanes) else None

    def lanes_in_view(self) -> range:
        """The lanes that are at least partly visible."""
        row = self.size.row_px
        first = self.size.scroll_px // row
        past = -(-(self.size.scroll_px + self.size.height_px) // row)
        return range(max(0, first), min(len(self.lanes), past))

    def ticks(self) -> tuple[int, list[Tick]]:
        """The step of the time axis in milliseconds and its ticks, the same for all who draw."""
        most = max(2, int(self.size.width_px / self.tick_room_px))
        key = (self.span.begin_ms, self.span.end_ms, most, self.zone)
        if key != self._ticks[0]:
            begin_ms, end_ms = int(self.span.begin_ms), int(self.span.end_ms)
            self._ticks = (key, *ticks(begin_ms, end_ms, self.zone, most))
        return self._ticks[1], self._ticks[2]

    @property
    def most_scroll_px(self) -> int:
        """How far the lanes can be scrolled."""
        return max(0, len(self.lanes) * self.size.row_px - self.size.height_px)

    # -- moving -------------------------------------------------------------------------------

    def look_at(self, begin_ms: float, end_ms: float) -> None:
        """Show [begin, end), kept within reach of the records and not finer than is recorded."""
        longest = self._longest()
        length = min(max(end_ms - begin_ms, SHORTEST_MS), longest)
        first, last = self._middles(length)
        middle = min(max((begin_ms + end_ms) / 2, first), last)
        begin = middle - length / 2
        if (begin, begin + length) != (self.span.begin_ms, self.span.end_ms):
            self.span = Span(begin, begin + length)
            self.is_moving = True
            self._rest.start()
            self.moved.emit()

    def _come_to_rest(self) -> None:
        self.is_moving = False
        self.rested.emit()

    def _longest(self) -> float:
        """The longest span, in milliseconds."""
        whole = self.whole()
        return (whole.end_ms - whole.begin_ms) * (4.0 if self.reach is None else 1.0)

    def _middles(self, length_ms: float) -> tuple[float, float]:
        """Where the middle of a span of that length may be."""
        whole, half = self.whole(), length_ms / 2 if self.reach is not None else 0.0
        return whole.begin_ms + half, whole.end_ms - half

    def whole(self) -> TimeRange:
        """All records and readings with a little air, at least an hour; or all there is to see."""
        if self.reach is not None:
            return self.reach
        begin, end = self._told()
        air = max((end - begin) // 40, 60_000, (HOUR_MS - (end - begin)) // 2)
        return TimeRange(begin - air, end + air)

    def _told(self) -> tuple[int, int]:
        """Where records and readings begin and end."""
        span = self.facts.span if self.facts else None
        begin, end = span or (0, DAY_MS)
        for reading in self.readings:
            begin, end = min(begin, reading.begin_ms), max(end, reading.end_ms)
        return begin, end

    def zoom(self, factor: float, at_ms: float | None = None) -> None:
        """Show `factor` times as much time, the given time (else the middle) staying in place."""
        span = self.span
        at = (span.begin_ms + span.end_ms) / 2 if at_ms is None else at_ms
        length = min(max(span.length_ms * factor, SHORTEST_MS), self._longest())
        factor = length / span.length_ms
        self.look_at(at + (span.begin_ms - at) * factor, at + (span.end_ms - at) * factor)

    def pan(self, fraction: float) -> None:
        """Go by a fraction of the visible span, to later times when positive."""
        by = self.span.length_ms * fraction
        self.look_at(self.span.begin_ms + by, self.span.end_ms + by)

    def show_last(self, length_ms: int) -> None:
        """Show the last hour, day … up to the end of the records."""
        end = self._told()[1] + length_ms // 40  # the air of the whole may be days wide
        self.look_at(end - length_ms, end)

    def scroll_to(self, top_px: int) -> None:
        """Put another lane on top."""
        top = min(max(0, top_px), self.most_scroll_px)
        if top != self.size.scroll_px:
            self.size.scroll_px = top
            self.scrolled.emit()

    def reveal_lane(self, index: int) -> None:
        """Scroll only as far as the lane needs to be whole."""
        top = index * self.size.row_px
        low = top + self.size.row_px - self.size.height_px
        self.scroll_to(min(max(self.size.scroll_px, low), top))
