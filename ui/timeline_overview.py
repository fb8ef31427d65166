"""The strip below the lanes: everything there is, and a brush for the part that is shown."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor.density import density
from auditor.facts import MarkClass
from auditor.timeline import Lane
from ui.phrases import tr
from ui.theme import Theme
from ui.timeline_ground import Hatch, draw_nights, nights_in
from ui.timeline_shapes import fill_rects
from ui.timeline_stage import Stage

EDGE_PX = 7
AFTER_MS = 1  # counting all records waits until the lanes are painted
NARROWEST_PX = 8.0  # a brush on an hour of a year must still be seen and caught


class OverviewStrip(QWidget):
    """Drag the brush to move it, its edges to change it, elsewhere to draw a new one."""

    def __init__(self, stage: Stage, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._theme = theme
        self._picture: QPixmap | None = None
        self._hatch = Hatch(theme)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AFTER_MS)
        self._later.timeout.connect(self.draw_now)
        self._grip: str | None = None
        self._grip_offset_ms = 0.0
        self.setObjectName("timeline_overview")
        self.setFixedHeight(max(44, self.fontMetrics().height() * 3))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.retranslate()
        stage.moved.connect(self.update)
        stage.lanes_changed.connect(self._forget)

    def retranslate(self) -> None:
        """Speak another language."""
        self.setAccessibleName(tr("Overview of all records; the brush is the part shown above"))
        self.setToolTip(tr("Drag the brush to move in time, its edges to zoom."))

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme, self._hatch = theme, Hatch(theme)
        self._forget()

    def _forget(self) -> None:
        """Keep the old picture until another turn of the event loop has time for a new one."""
        self._later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw everything anew."""
        self._picture = None
        self._later.start()
        super().resizeEvent(event)

    # -- geometry -----------------------------------------------------------------------------

    def _ms_per_px(self) -> float:
        whole = self._stage.whole()
        return (whole.end_ms - whole.begin_ms) / max(1, self.width())

    def x_of(self, time_ms: float) -> float:
        """Where a time is on the strip."""
        return (time_ms - self._stage.whole().begin_ms) / self._ms_per_px()

    def time_at(self, x_px: float) -> float:
        """The time at a pixel of the strip."""
        return self._stage.whole().begin_ms + x_px * self._ms_per_px()

    def brush(self) -> QRectF:
        """The part that is shown above, wide enough to be caught."""
        left, right = self.x_of(self._stage.span.begin_ms), self.x_of(self._stage.span.end_ms)
        lack = max(0.0, NARROWEST_PX - (right - left)) / 2
        left, right = max(0.0, left - lack), min(float(self.width()), right + lack)
        return QRectF(left, 0, max(1.0, right - left), self.height())

    # -- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything from a picture kept, then the brush over it."""
        with QPainter(self) as painter:
            if self._picture is None:
                painter.fillRect(self.rect(), QColor(self._theme.surface))
            else:
                painter.drawPixmap(0, 0, self._picture)
            brush = self.brush()
            shade = QColor(self._theme.window)
            shade.setAlpha(150)
            painter.fillRect(QRectF(0, 0, brush.left(), self.height()), shade)
            painter.fillRect(QRectF(brush.right(), 0, self.width(), self.height()), shade)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(brush.adjusted(1, 1, -1, -1))
            painter.setPen(QPen(QColor(self._theme.accent), 4))
            for x in (brush.left() + 2, brush.right() - 2):
                painter.drawLine(int(x), self.height() // 3, int(x), self.height() * 2 // 3)

    def draw_now(self) -> None:
        """Make the picture of all records at once; it is made in a turn of its own otherwise."""
        self._later.stop()
        if not self.size().isEmpty():
            self._picture = self._draw_everything()
        self.update()

    def _draw_everything(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.surface))
        lanes = [lane for lane in self._stage.lanes if lane.depth == 0]
        with QPainter(picture) as painter:
            self._draw_ground(painter)
            if lanes:
                self._draw_counts(painter, lanes)
        return picture

    def _draw_ground(self, painter: QPainter) -> None:
        stage, whole = self._stage, self._stage.whole()
        found = nights_in(whole.begin_ms, whole.end_ms, stage.zone, self.width())
        draw_nights(painter, self._theme, found, self.x_of, self.rect())
        self._hatch.draw(painter, stage.stretches, self.x_of, self.rect())

    def _draw_counts(self, painter: QPainter, lanes: Sequence[Lane]) -> None:
        whole = self._stage.whole()
        counted = density(lanes, whole.begin_ms, whole.end_ms, max(1, self.width() // 2))
        left = self.x_of(counted.grid.begin_ms)
        wide = counted.grid.width_ms / self._ms_per_px()
        x = left + wide * np.arange(counted.grid.columns)
        singles = counted.counts[:, : MarkClass.AGGREGATE].sum(axis=(0, 1))
        covered = counted.of(MarkClass.AGGREGATE).sum(axis=0) > 0
        pale = QColor(self._theme.accent)
        pale.setAlpha(50)
        self._draw_bars(painter, pale, x, wide, covered * 0.25)
        self._draw_bars(painter, QColor(self._theme.accent), x, wide, _heights(singles))

    def _draw_bars(
        self, painter: QPainter, color: QColor, x: np.ndarray, wide: float, heights: np.ndarray
    ) -> None:
        room = self.height() - 6.0
        seen = heights > 0
        high = np.maximum(heights[seen] * room, 2.0)
        width = np.full(len(high), max(1.0, wide))
        fill_rects(painter, color, np.column_stack((x[seen], room + 3 - high, width, high)))

    # -- hands --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Catch the brush or one of its edges; elsewhere centre it there first."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = self.time_at(event.position().x())
        self._grip = self._grip_at(event.position().x())
        if self._grip is None:
            half = self._stage.span.length_ms / 2
            self._stage.look_at(at - half, at + half)
            self._grip = "whole"
        self._grip_offset_ms = at - self._stage.span.begin_ms

    def _grip_at(self, x: float) -> str | None:
        brush = self.brush()
        edge = min(EDGE_PX, brush.width() / 4)
        if abs(x - brush.left()) <= edge:
            return "begin"
        if abs(x - brush.right()) <= edge:
            return "end"
        return "whole" if brush.left() <= x <= brush.right() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was caught; show what could be."""
        x = event.position().x()
        if self._grip is None:
            self._show_cursor(self._grip_at(x))
            return
        at, span = self.time_at(x), self._stage.span
        if self._grip == "begin":
            self._stage.look_at(min(at, span.end_ms - 1000), span.end_ms)
        elif self._grip == "end":
            self._stage.look_at(span.begin_ms, max(at, span.begin_ms + 1000))
        else:
            begin = at - self._grip_offset_ms
            self._stage.look_at(begin, begin + span.length_ms)

    def _show_cursor(self, grip: str | None) -> None:
        shapes = {
            "begin": Qt.CursorShape.SizeHorCursor,
            "end": Qt.CursorShape.SizeHorCursor,
            "whole": Qt.CursorShape.OpenHandCursor,
        }
        self.setCursor(shapes.get(grip or "", Qt.CursorShape.ArrowCursor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None


def _heights(counts: np.ndarray) -> np.ndarray:
    """0 to 1 by the logarithm of the count: one record is seen beside ten thousand."""
    most = max(1, int(counts.max()))
    return np.where(counts > 0, np.log1p(counts) / np.log1p(most), 0.0)
