"""The one graphics item that draws every mark of the timeline. Imported with pyqtgraph, late."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from auditor.columns import DATA_TYPES
from auditor.density import density
from auditor.facts import Facts, MarkClass
from auditor.timeline import Lane
from ui import timeline_shapes as shapes
from ui.theme import Theme
from ui.timeline_density import DensityColors, Ground, color_of, draw_density
from ui.timeline_frame import TimeRange
from ui.timeline_ground import Hatch, Nights, draw_nights, nights_in
from ui.timeline_shapes import Spots
from ui.timeline_stage import Stage

MOST_SINGLE = 10_000  # more marks than this in view are drawn as bins
MOST_TEXTS = 400
SOFT_FROM_MS = 1_001  # a record this inexact lies somewhere within its width
MANY_LANES = 60  # with more lanes in view, a bin is wider


class MarksItem(pg.GraphicsObject):
    """Draws in the pixels of its view box, so that no transformation blurs a mark."""

    def __init__(self, stage: Stage, theme: Theme) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption, False)
        self.stage = stage
        self.shows_bins = False  # whether the last paint drew bins
        self.drag_range: TimeRange | None = None  # a range while the mouse still draws it
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        self.colors = DensityColors(theme)
        self._hatch = Hatch(theme)
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole area of the marks."""
        return QRectF(0, 0, self.stage.size.width_px, self.stage.size.height_px)

    def resize(self) -> None:
        """Follow the size of the stage."""
        self.prepareGeometryChange()

    def _is_dense(self) -> bool:
        """Whether there are too many marks in view to draw each."""
        stage = self.stage
        begin, end = int(stage.span.begin_ms), int(np.ceil(stage.span.end_ms))
        seen = 0
        for index in stage.lanes_in_view():
            lane = stage.lanes[index]
            seen += lane.count(begin, end)
            if len(lane.classes[MarkClass.AGGREGATE]):
                seen += len(lane.blocks.touching(begin, end))
            if seen > MOST_SINGLE:
                return True
        return False

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw what the stage shows."""
        painter.setClipRect(self.boundingRect())
        if self.stage.facts is not None and self.stage.lanes:
            self.shows_bins = self._is_dense()
            if self.shows_bins:
                self._draw_bins(painter)
                self._draw_no_data(painter)  # no mark lies there, but an arrow may reach into it
                self._draw_running(painter)
            else:
                area = self._lanes_area()
                draw_nights(painter, self.theme, self._nights(), self.stage.x_of, area)
                self._draw_no_data(painter)
                self._draw_grid(painter)
                self._draw_singles(painter, self.stage.facts)
        self._draw_lane_lines(painter)
        self._draw_moments(painter)
        self._draw_range(painter)
        self._draw_selection(painter)

    # -- many ---------------------------------------------------------------------------------

    def _draw_bins(self, painter: QPainter) -> None:
        stage = self.stage
        shown = stage.lanes_in_view()
        lanes = stage.lanes[shown.start : shown.stop]
        columns = stage.size.width_px // self._column_px(len(lanes))
        counted = density(lanes, int(stage.span.begin_ms), int(stage.span.end_ms) + 1, columns)
        left, right = stage.x_of(counted.grid.begin_ms), stage.x_of(counted.grid.end_ms)
        top, height = stage.top_of(shown.start), len(lanes) * stage.size.row_px
        lane_colors = np.array([color_of(lane) for lane in lanes], np.intp)
        area = QRectF(left, top, right - left, height)
        lines_ms = [tick.time_ms for tick in stage.ticks()[1]]
        ground = Ground(lines_ms, self._nights())
        draw_density(painter, counted, lane_colors, self.colors, area, ground)

    def _draw_running(self, painter: QPainter) -> None:
        """The arrow of what goes on still, out of the bin where it ends, once a place."""
        stage = self.stage
        begin, end = int(stage.span.begin_ms), int(stage.span.end_ms) + 1
        for index in stage.lanes_in_view():
            running = stage.lanes[index].running
            if len(running):
                ends = running.ends_within(begin, end)
                ends = ends[np.diff(ends // stage.ms_per_px, prepend=-np.inf) > 0]
                spots = self._spots(ends, ends, np.full(len(ends), index))
                row_px = stage.size.row_px
                shapes.draw_running(painter, QColor(self.theme.text), spots, row_px)

    def _column_px(self, lanes: int) -> int:
        """How wide a bin is: coarser with many lanes, and while they move."""
        if lanes > MANY_LANES:
            return 6 if self.stage.is_moving else 2
        return 2 if self.stage.is_moving else 1

    # -- few ----------------------------------------------------------------------------------

    def _draw_singles(self, painter: QPainter, facts: Facts) -> None:
        self._draw_blocks(painter)
        for one in (MarkClass.ACCESS, MarkClass.BACKGROUND, MarkClass.REJECT):
            rows, lanes = self._rows_in_view(one)
            if len(rows):
                self._draw_class(painter, facts, one, rows, lanes)

    def _rows_in_view(self, one: MarkClass) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The rows of one class to draw, and the lane of each."""
        stage = self.stage
        begin, end = int(stage.span.begin_ms), int(np.ceil(stage.span.end_ms))
        shown = stage.lanes_in_view()
        found = [stage.lanes[index].touching(one, begin, end) for index in shown]
        lanes = np.repeat(np.array(shown, np.int64), [len(rows) for rows in found])
        return np.concatenate(found) if found else np.empty(0, np.int32), lanes

    def _spots(
        self, start_ms: NDArray[np.int64], last_ms: NDArray[np.int64], lanes: NDArray[np.int64]
    ) -> Spots:
        stage = self.stage
        per_px = stage.ms_per_px
        # Clipped, for a raster engine cannot draw a bar that reaches a million pixels out.
        edge = stage.size.width_px + 20.0
        x = np.clip((start_ms - stage.span.begin_ms) / per_px, -20.0, edge)
        right = np.clip((last_ms + 1 - stage.span.begin_ms) / per_px, -20.0, edge)
        width = np.maximum(right - x, shapes.LEAST_PX)
        return Spots(x, width, lanes * float(stage.size.row_px) - stage.size.scroll_px)

    def _draw_class(
        self,
        painter: QPainter,
        facts: Facts,
        one: MarkClass,
        rows: NDArray[np.int32],
        lanes: NDArray[np.int64],
    ) -> None:
        spots = self._spots(facts.start_ms[rows], facts.last_ms[rows], lanes)
        row_px = self.stage.size.row_px
        self._draw_signs(painter, facts, rows, spots)
        if one is MarkClass.REJECT:
            colors = QColor(self.theme.on_alarm), QColor(self.theme.surface)
            shapes.draw_crosses(painter, *colors, spots, row_px)
            return
        soft = facts.precision_ms[rows] >= SOFT_FROM_MS
        types = facts.type_code[rows]
        height = 0.64 if one is MarkClass.ACCESS else 0.50
        for code in np.unique(types):
            color = self.theme.data_color(DATA_TYPES[code])
            chosen = types == code
            shapes.draw_uses(painter, color, spots.where(chosen), soft[chosen], row_px, height)
        if one is MarkClass.BACKGROUND:
            shapes.draw_underlines(painter, QColor(self.theme.text), spots, row_px)

    def _draw_signs(
        self, painter: QPainter, facts: Facts, rows: NDArray[np.int32], spots: Spots
    ) -> None:
        """What goes on still, and what nobody confirmed."""
        ink, pale = QColor(self.theme.text), QColor(self.theme.muted)
        row_px = self.stage.size.row_px
        shapes.draw_running(painter, ink, spots.where(facts.is_running[rows]), row_px)
        shapes.draw_doubts(painter, pale, spots.where(facts.is_doubtful[rows]), row_px)

    def _draw_blocks(self, painter: QPainter) -> None:
        stage = self.stage
        begin, end = int(stage.span.begin_ms), int(np.ceil(stage.span.end_ms))
        for index in stage.lanes_in_view():
            lane = stage.lanes[index]
            if not len(lane.classes[MarkClass.AGGREGATE]):
                continue
            blocks = lane.blocks
            chosen = blocks.touching(begin, end)
            lanes = np.full(len(chosen), index)
            spots = self._spots(blocks.start_ms[chosen], blocks.last_ms[chosen], lanes)
            types = lane.data_types
            one_type = len(types) == 1
            color = self.theme.data_color(types[0]) if one_type else QColor(self.theme.accent)
            shapes.draw_blocks(painter, color, spots, stage.size.row_px)
            is_doubtful = lane.facts.is_doubtful[blocks.rows[chosen]]
            pale = QColor(self.theme.muted)
            shapes.draw_doubts(painter, pale, spots.where(is_doubtful), stage.size.row_px)
            texts = [
                ("≥" if lower else "") + str(count)
                for count, lower in zip(
                    blocks.count[chosen].tolist(),
                    blocks.is_lower_bound[chosen].tolist(),
                    strict=True,
                )
            ]
            self._draw_counts(painter, lane, spots, texts)

    def _draw_counts(self, painter: QPainter, lane: Lane, spots: Spots, texts: list[str]) -> None:
        """Write each block's count where no single mark lies under it; if there is no room, not."""
        metrics = QFontMetricsF(painter.font())
        height = metrics.height()
        left, right = 0.0, float(self.stage.size.width_px)
        for i, text in enumerate(texts[:MOST_TEXTS]):
            begin = max(float(spots.x[i]), left)
            end = min(float(spots.x[i] + spots.width[i]), right)
            need = metrics.horizontalAdvance(text) + 8
            if end - begin < need:
                continue
            places = ((begin + end - need) / 2, begin + 2, end - need - 2)
            x = next((x for x in places if not self._has_single(lane, x, x + need)), None)
            if x is None:
                continue
            top = float(spots.top[i]) + (self.stage.size.row_px - height) / 2
            plate = QRectF(x, top, need, height)
            painter.fillRect(plate, QColor(self.theme.surface))
            painter.setPen(QColor(self.theme.text))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _has_single(self, lane: Lane, left: float, right: float) -> bool:
        begin, end = (int(self.stage.time_at(x)) for x in (left - 3, right + 3))
        return lane.count(begin, end) > 0

    # -- around -------------------------------------------------------------------------------

    def _draw_grid(self, painter: QPainter) -> None:
        stage = self.stage
        _, found = stage.ticks()
        painter.setPen(QPen(QColor(self.theme.border), 1))
        bottom = min(stage.size.height_px, stage.top_of(len(stage.lanes)))
        for tick in found:
            x = round(stage.x_of(tick.time_ms)) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom))

    def _draw_no_data(self, painter: QPainter) -> None:
        self._hatch.draw(painter, self.stage.stretches, self.stage.x_of, self._lanes_area())

    def _lanes_area(self) -> QRect:
        size = self.stage.size
        low = min(size.height_px, self.stage.top_of(len(self.stage.lanes)))
        return QRect(0, 0, size.width_px, low)

    def _nights(self) -> Nights:
        stage = self.stage
        span, width = stage.span, stage.size.width_px
        return nights_in(span.begin_ms, span.end_ms, stage.zone, width)

    def _draw_lane_lines(self, painter: QPainter) -> None:
        stage = self.stage
        shown = stage.lanes_in_view()
        top = np.arange(shown.start + 1, shown.stop + 1) * float(stage.size.row_px)
        lines = np.ones((len(top), 4))  # rectangles one pixel high: Qt draws lines slowly
        lines[:, 0], lines[:, 2] = 0.0, stage.size.width_px
        lines[:, 1] = top - stage.size.scroll_px - 1
        shapes.fill_rects(painter, QColor(self.theme.border), lines)

    def _draw_moments(self, painter: QPainter) -> None:
        """A line through all lanes for each moment; the first is whole and strong."""
        ink = QColor(self.theme.sample)
        for number, time_ms in enumerate(self.stage.lines_ms):
            x = self.stage.x_of(time_ms)
            if 0 <= x <= self.stage.size.width_px:
                style = Qt.PenStyle.DotLine if number else Qt.PenStyle.SolidLine
                painter.setPen(QPen(ink, 1 if number else 2, style))
                painter.drawLine(QPointF(x, 0), QPointF(x, self.stage.size.height_px))

    def _draw_range(self, painter: QPainter) -> None:
        chosen = self.drag_range or self.stage.range
        if chosen is None:
            return
        left, right = self.stage.x_of(chosen.begin_ms), self.stage.x_of(chosen.end_ms)
        left, right = max(left, -2.0), min(right, self.stage.size.width_px + 2.0)
        if right < left:
            return
        area = QRectF(left, -1, right - left, self.stage.size.height_px + 2)
        tint = QColor(self.theme.accent)
        tint.setAlpha(40)
        painter.fillRect(area, tint)
        painter.setPen(QPen(QColor(self.theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)

    def _draw_selection(self, painter: QPainter) -> None:
        stage = self.stage
        if stage.facts is None or stage.selection is None:
            return
        row = stage.facts.row_of(stage.selection)
        index = None if row is None else stage.lane_of(row)
        if index is None:
            return
        lane = np.array([index])
        one = np.array([row])
        spots = self._spots(stage.facts.start_ms[one], stage.facts.last_ms[one], lane)
        x, width, top = float(spots.x[0]), float(spots.width[0]), float(spots.top[0])
        frame = QRectF(x - 5, top + 2, width + 10, stage.size.row_px - 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.surface), 4))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
