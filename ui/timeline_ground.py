"""What lies under the marks: nights, and hatching where nothing can be known."""

from collections.abc import Callable
from datetime import tzinfo
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap

from auditor.coverage import Keeps, Stretch
from auditor.timeticks import DAY_MS, HOUR_MS, nights
from ui.theme import Theme
from ui.timeline_shapes import fill_rects

NIGHT_MS, LEAST_NIGHT_PX = 8 * HOUR_MS, 3.0  # narrower ones are noise
CHUNK_MS = 32 * DAY_MS
HATCH_PX = 512  # of the tile that areas without data are laid with

Nights = NDArray[np.int64]  # begin and end of each, UTC milliseconds


def nights_in(begin_ms: float, end_ms: float, zone: tzinfo, width_px: float) -> Nights:
    """The nights that touch a span this wide; none where they are too narrow to be told apart."""
    length_ms = end_ms - begin_ms
    if length_ms <= 0 or NIGHT_MS * width_px / length_ms < LEAST_NIGHT_PX:
        return np.empty((0, 2), np.int64)
    chunks = range(int(begin_ms // CHUNK_MS), int(end_ms // CHUNK_MS) + 1)
    found = np.concatenate([_nights_of(chunk, zone) for chunk in chunks])
    return found[(found[:, 1] > begin_ms) & (found[:, 0] < end_ms)]


@lru_cache(maxsize=64)
def _nights_of(chunk: int, zone: tzinfo) -> Nights:
    """The nights that touch a chunk of time; one at its edge is in two chunks."""
    found = nights(chunk * CHUNK_MS, (chunk + 1) * CHUNK_MS, zone)
    return np.array(found, np.int64).reshape(-1, 2)


def draw_nights(
    painter: QPainter, theme: Theme, found: Nights, x_of: Callable[[Nights], Nights], area: QRect
) -> None:
    """Shade nights in an area; `x_of` gives the places of times."""
    edges = np.clip(x_of(found), area.left(), area.left() + area.width())
    rects = np.empty((len(found), 4))
    rects[:, 0], rects[:, 2] = edges[:, 0], edges[:, 1] - edges[:, 0]
    rects[:, 1], rects[:, 3] = area.top(), area.height()
    fill_rects(painter, QColor(theme.raised), rects)


def draw_last_only(
    painter: QPainter,
    theme: Theme,
    stretches: tuple[Stretch, ...],
    x_of: Callable[[float], float],
    area: QRect,
) -> None:
    """Dot where only last accesses are known, so that a gap says nothing."""
    dots = QColor(theme.muted)
    dots.setAlpha(70)
    for stretch in stretches:
        if stretch.keeps is Keeps.LAST_ONLY:
            begin, end = _ends(stretch, x_of, area)
            place = QRect(begin, area.top(), end - begin, area.height())
            painter.fillRect(place, QBrush(dots, Qt.BrushStyle.Dense7Pattern))


def _ends(stretch: Stretch, x_of: Callable[[float], float], area: QRect) -> tuple[int, int]:
    """Where a stretch begins and ends in an area, in whole pixels."""
    left, past = area.left(), area.left() + area.width()
    begin_ms, end_ms = stretch.begin_ms, stretch.end_ms
    begin = left if begin_ms is None else round(min(max(left, x_of(begin_ms)), past))
    end = past if end_ms is None else round(min(max(left, x_of(end_ms)), past))
    return begin, end


class Hatch:
    """Lays an opaque tile, for a pattern brush that is blended takes several times as long."""

    def __init__(self, theme: Theme) -> None:
        self._tile = QPixmap(HATCH_PX, HATCH_PX)
        self._tile.fill(QColor(theme.surface))
        line = QColor(theme.muted)
        line.setAlpha(60)
        with QPainter(self._tile) as painter:
            painter.fillRect(self._tile.rect(), QBrush(line, Qt.BrushStyle.BDiagPattern))

    def draw(
        self,
        painter: QPainter,
        stretches: tuple[Stretch, ...],
        x_of: Callable[[float], float],
        area: QRect,
    ) -> None:
        """Cover what nothing is known about, so that it never looks like nothing happened."""
        for stretch in stretches:
            if stretch.keeps is Keeps.NOTHING:
                begin, end = _ends(stretch, x_of, area)
                self._lay(painter, QRect(begin, area.top(), end - begin, area.height()))

    def _lay(self, painter: QPainter, area: QRect) -> None:
        """In whole pixels; Qt's own tiling takes several times as long."""
        for x in range(area.left(), area.right() + 1, HATCH_PX):
            for y in range(area.top(), area.bottom() + 1, HATCH_PX):
                part = QRect(x, y, HATCH_PX, HATCH_PX) & area
                painter.drawPixmap(part.topLeft(), self._tile, QRect(QPoint(), part.size()))
