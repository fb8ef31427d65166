"""Paints the band above the lanes: what is known of the phone, what is not, then moments."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from auditor.band import Stretches
from auditor.changes import What
from auditor.coverage import Keeps, Stretch
from ui.theme import Theme
from ui.timeline_band_words import BandWords
from ui.timeline_ground import draw_nights, nights_in
from ui.timeline_shapes import fill_rects
from ui.widgets import clean

Bool = NDArray[np.bool_]
Float = NDArray[np.float64]

ROWS = 3
SCREEN, FRONT, CHANGES = range(ROWS)
MOST_NAMES = 150


class BandPaint:
    """Draws on a widget of three rows."""

    def __init__(self, widget: QWidget, words: BandWords, theme: Theme, row_px: int) -> None:
        self._widget, self._words, self.theme, self.row_px = widget, words, theme, row_px

    def draw(self, painter: QPainter) -> None:
        """Draw all of it."""
        widget, words = self._widget, self._words
        painter.fillRect(widget.rect(), QColor(self.theme.surface))
        self._draw_nights(painter)
        self._draw_screen(painter)
        self._draw_front(painter)
        for stretch in words.stage.stretches:
            self._draw_stretch(painter, stretch)
        if words.are_several:
            rows = QRectF(0, self.top_of(SCREEN), widget.width(), self.row_px * 2)
            self._write(painter, rows, words.why_nothing())
        self._draw_watches(painter)
        self._draw_changes(painter)
        self._draw_readings(painter)
        self._draw_notes(painter)
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.drawLine(0, widget.height() - 1, widget.width(), widget.height() - 1)

    def _area(self, begin_ms: float | None, end_ms: float | None) -> QRectF:
        """The part of the strip for a stretch, empty when it is out of view."""
        left = 0.0 if begin_ms is None else max(0.0, self._words.stage.x_of(begin_ms))
        right = (
            self._widget.width()
            if end_ms is None
            else min(self._widget.width(), self._words.stage.x_of(end_ms))
        )
        return QRectF(left, 0, max(0.0, right - left), self._widget.height())

    def top_of(self, row: int) -> float:
        """Where a row begins."""
        return 2.0 + row * self.row_px

    def _draw_nights(self, painter: QPainter) -> None:
        span, stage = self._words.stage.span, self._words.stage
        found = nights_in(span.begin_ms, span.end_ms, stage.zone, self._widget.width())
        draw_nights(painter, self.theme, found, stage.x_of, self._widget.rect())

    def _unknown(self, painter: QPainter, row: int) -> None:
        """Pattern a row: what is drawn over it later is known."""
        dots = QColor(self.theme.muted)
        dots.setAlpha(90)
        area = QRectF(0, self.top_of(row) + 2, self._widget.width(), self.row_px - 4)
        painter.fillRect(area, QBrush(dots, Qt.BrushStyle.Dense7Pattern))

    def _draw_screen(self, painter: QPainter) -> None:
        self._unknown(painter, SCREEN)
        if self._words.band is None:
            return
        screen, lock = self._words.band.screen, self._words.band.lock
        ink = QColor(self.theme.muted)
        self._fill(painter, screen, ~screen.is_on, QColor(self.theme.surface), SCREEN, 2, 4)
        self._fill(painter, screen, screen.is_on, ink, SCREEN, 4, 8)
        locked = QColor(self.theme.accent)
        low = self.row_px - 4
        self._fill(painter, lock, lock.is_on, locked, SCREEN, low, self.row_px - 2)

    def _draw_front(self, painter: QPainter) -> None:
        self._unknown(painter, FRONT)
        if self._words.band is None:
            return
        known, front = self._words.band.covered, self._words.band.front
        ends = (np.asarray(each, np.float64) for each in (known.begin_ms, known.end_ms))
        self._rects(painter, *ends, QColor(self.theme.surface), FRONT, 2, 4)
        block = QColor(self.theme.accent)
        block.setAlpha(70)
        self._fill(painter, front, front.is_on, block, FRONT, 2, 4)
        self._draw_names(painter, front)

    def _fill(
        self,
        painter: QPainter,
        runs: Stretches,
        chosen: Bool,
        color: QColor,
        row: int,
        top: float,
        less: float,
    ) -> None:
        """Fill the chosen stretches in a row, `top` below its edge and `less` lower than it."""
        begin = runs.begin_ms[chosen].astype(np.float64)
        end = runs.end_ms[chosen].astype(np.float64)
        self._rects(painter, begin, end, color, row, top, less)

    def _rects(
        self,
        painter: QPainter,
        begin_ms: Float,
        end_ms: Float,
        color: QColor,
        row: int,
        top: float,
        less: float,
    ) -> None:
        span, per_px = self._words.stage.span, self._words.stage.ms_per_px
        seen = (end_ms > span.begin_ms) & (begin_ms < span.end_ms)
        left = np.clip((begin_ms[seen] - span.begin_ms) / per_px, 0, self._widget.width())
        right = np.clip((end_ms[seen] - span.begin_ms) / per_px, 0, self._widget.width())
        if not len(left):
            return
        if len(left) > self._widget.width():  # one rectangle per pixel is enough
            first = np.flatnonzero(np.diff(np.floor(left), prepend=-1.0))
            left, right = left[first], np.maximum.reduceat(right, first)
        width = np.maximum(right - left, 1.0)
        high = np.full(len(left), self.row_px - less)
        fill_rects(
            painter, color, np.column_stack((left, high * 0 + self.top_of(row) + top, width, high))
        )

    def _draw_names(self, painter: QPainter, front: Stretches) -> None:
        """Write the app's name into what is wide enough for it."""
        assert self._words.band is not None
        stage, metrics = self._words.stage, self._widget.fontMetrics()
        wide = (front.end_ms - front.begin_ms) > 24 * stage.ms_per_px
        seen = (front.end_ms > stage.span.begin_ms) & (front.begin_ms < stage.span.end_ms)
        painter.setPen(QColor(self.theme.text))
        for i in np.flatnonzero(wide & seen)[:MOST_NAMES].tolist():
            area = self._area(float(front.begin_ms[i]), float(front.end_ms[i]))
            room = area.width() - 8
            text = metrics.elidedText(
                self._words.front_name(front, i), Qt.TextElideMode.ElideRight, int(room)
            )
            if len(text) > 1 and metrics.horizontalAdvance(text) <= room:
                place = QRectF(area.left() + 4, self.top_of(FRONT), room, self.row_px)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        area = self._area(stretch.begin_ms, stretch.end_ms)
        if stretch.keeps is Keeps.ALL or area.width() < 1:
            return
        is_nothing = stretch.keeps is Keeps.NOTHING
        hatch = QColor(self.theme.muted)
        hatch.setAlpha(150 if is_nothing else 70)
        style = Qt.BrushStyle.BDiagPattern if is_nothing else Qt.BrushStyle.Dense7Pattern
        if not is_nothing:  # the screen is known by other records than the accesses
            area.setTop(self.top_of(CHANGES))
        painter.fillRect(area, QBrush(hatch, style))
        self._write(painter, area, *self._words.stretch_texts(stretch))

    def _write(self, painter: QPainter, area: QRectF, *texts: str) -> None:
        """The first of the texts that fits."""
        metrics = self._widget.fontMetrics()
        for text in texts:
            width = metrics.horizontalAdvance(text) + 12
            if width <= area.width():
                plate = QRectF(0, 0, width, metrics.height())
                plate.moveCenter(area.center())
                painter.fillRect(plate, QColor(self.theme.surface))
                painter.setPen(QColor(self.theme.muted))
                painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
                return

    def _draw_readings(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for reading in self._words.stage.readings:
            x = self._words.stage.x_of(reading.end_ms)
            if not -20 <= x <= self._widget.width() + 20:
                continue
            low = float(self._widget.height())
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawLine(QPointF(x, 0), QPointF(x, low))
            painter.setBrush(QColor(self.theme.accent))
            flag = [QPointF(x - 6, 0), QPointF(x + 6, 0), QPointF(x, 9)]
            painter.drawPolygon(QPolygonF(flag))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_watches(self, painter: QPainter) -> None:
        """A bar while the phone was watched live, hollow where nothing could be seen."""
        top, high = self.top_of(CHANGES), 4.0
        for watch in self._words.watches_in_view():
            area = self._area(watch.begin_ms, watch.end_ms)
            bar = QRectF(area.left(), top, max(2.0, area.width()), high)
            painter.fillRect(bar, QColor(self.theme.accent))
            for gap in watch.gaps:
                area = self._area(gap.begin_ms, gap.end_ms)
                if area.width() >= 1:
                    hole = QRectF(area.left(), top, area.width(), high)
                    painter.fillRect(hole, QColor(self.theme.surface))
                    painter.setPen(QPen(QColor(self.theme.accent), 1, Qt.PenStyle.DotLine))
                    middle = hole.center().y()
                    painter.drawLine(QPointF(hole.left(), middle), QPointF(hole.right(), middle))

    def _draw_changes(self, painter: QPainter) -> None:
        """A sign at the moment; a line before it where it happened between two readings."""
        y = self.top_of(CHANGES) + self.row_px / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        drawn: set[tuple[What, int]] = set()
        for change in self._words.changes_in_view():
            x = self._words.stage.x_of(change.end_ms)
            spot = (change.what, round(x / 3))
            if spot in drawn:  # another of its kind is there already
                continue
            drawn.add(spot)
            begin = max(0.0, self._words.stage.x_of(change.begin_ms))
            painter.setPen(QPen(QColor(self.theme.muted), 1.5, Qt.PenStyle.DotLine))
            if x - begin > 4:
                painter.drawLine(QPointF(begin, y), QPointF(min(x, self._widget.width()), y))
            self._draw_sign(painter, change.what, QPointF(x, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_sign(self, painter: QPainter, what: What, at: QPointF) -> None:
        ink, half = QColor(self.theme.text), self.row_px * 0.3
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(QColor(self.theme.surface))
        match what:
            case What.INSTALLED | What.UPDATED:  # a square is new, an empty one only newer
                is_new = what is What.INSTALLED
                painter.setBrush(ink if is_new else QColor(self.theme.surface))
                painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))
            case What.GRANTED | What.REVOKED:
                painter.drawEllipse(at, half + 1, half + 1)
                across = QPointF(half * 0.6, 0)
                painter.drawLine(at - across, at + across)
                if what is What.GRANTED:
                    down = QPointF(0, half * 0.6)
                    painter.drawLine(at - down, at + down)
            case _:
                painter.drawEllipse(at, half * 0.6, half * 0.6)

    def _draw_notes(self, painter: QPainter) -> None:
        """A bar along the bottom for evidence, a flag with its text for an own mark."""
        ink = QColor(self.theme.sample)
        for each in self._words.notes.evidence:
            area = self._area(each.begin_ms, each.end_ms)
            if area.width() > 0:
                area.setTop(self._widget.height() - 6)
                painter.fillRect(area.adjusted(0, 0, max(0.0, 3 - area.width()), -1), ink)
        for i, mark in enumerate(self._words.notes.marks):
            x = self._words.stage.x_of(mark.time_ms)
            if -2 <= x <= self._widget.width() + 2:
                self._draw_flag(painter, ink, x, self._words.text_of(mark), self._room_for(i))

    def _room_for(self, i: int) -> float:
        """How far the text of a mark may go: to the next mark."""
        marks = self._words.notes.marks
        x = self._words.stage.x_of(marks[i].time_ms)
        after = (
            self._words.stage.x_of(marks[i + 1].time_ms)
            if i + 1 < len(marks)
            else self._widget.width()
        )
        return min(float(after), float(self._widget.width())) - x - 16

    def _draw_flag(self, painter: QPainter, ink: QColor, x: float, text: str, room: float) -> None:
        top, high = self.top_of(CHANGES), float(self.row_px)
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(ink)
        painter.drawLine(QPointF(x, top), QPointF(x, top + high))
        pennon = [QPointF(x, top), QPointF(x + 9, top + high * 0.28), QPointF(x, top + high * 0.56)]
        painter.drawPolygon(QPolygonF(pennon))
        metrics = self._widget.fontMetrics()
        shown = metrics.elidedText(clean(text, 80), Qt.TextElideMode.ElideRight, int(max(0, room)))
        if len(shown) > 1:
            plate = QRectF(x + 11, top, metrics.horizontalAdvance(shown) + 4, high)
            painter.fillRect(plate, QColor(self.theme.surface))
            painter.setPen(QColor(self.theme.text))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)
