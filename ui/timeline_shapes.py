"""The shapes of single marks, each kind drawn for all its marks in as few calls as there are.

A mark's class is told by its shape alone; the colour only adds which data type it is.
"""

from dataclasses import dataclass

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

Float = NDArray[np.float64]

LEAST_PX = 2.0  # an instant must be seen
MOST_SMOOTH = 150  # smooth lines take several times as long as plain ones
SOFT_FROM_PX = 6.0  # narrower than this, soft ends cannot be told from hard ones


@dataclass(frozen=True)
class Spots:
    """Where marks are, in pixels: left edge, width, and the top of their lane."""

    x: Float
    width: Float
    top: Float

    def __len__(self) -> int:
        return len(self.x)

    def where(self, chosen: NDArray[np.bool_]) -> "Spots":
        """Only some of them."""
        return Spots(self.x[chosen], self.width[chosen], self.top[chosen])


def fill_rects(painter: QPainter, color: QColor | QBrush, rects: Float) -> None:
    """Fill rows of (x, y, width, height) in one call."""
    if not len(rects):
        return
    rects = np.ascontiguousarray(rects, np.float64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    # One call for the whole array: a QRectF is four doubles in this order.
    painter.drawRects(shiboken6.wrapInstance(rects.ctypes.data, QRectF), len(rects))


def draw_lines(painter: QPainter, color: QColor, width_px: float, lines: Float) -> None:
    """Draw rows of (x1, y1, x2, y2) in one call."""
    if not len(lines):
        return
    lines = np.ascontiguousarray(lines, np.float64)
    painter.setPen(QPen(color, width_px))
    painter.drawLines(shiboken6.wrapInstance(lines.ctypes.data, QLineF), len(lines))


def band(spots: Spots, row_px: int, top: float, height: float) -> Float:
    """Rectangles over a part of the lane's height, given as fractions of it."""
    high = np.full(len(spots), row_px * height)
    return np.column_stack((spots.x, spots.top + row_px * top, spots.width, high))


def draw_uses(
    painter: QPainter,
    color: QColor,
    spots: Spots,
    soft: NDArray[np.bool_],
    row_px: int,
    height: float,
) -> None:
    """Bars and ticks; soft ones fade at both ends, for they lie somewhere within their width."""
    is_soft = soft & (spots.width >= SOFT_FROM_PX)
    hard = spots.where(~is_soft)
    fill_rects(painter, color, band(hard, row_px, 0.16, height))
    within = spots.where(is_soft)
    for inset, opacity in ((0.0, 70), (0.12, 80), (0.25, 110)):
        pale = QColor(color)
        pale.setAlpha(opacity)
        step = within.width * inset
        part = Spots(within.x + step, within.width - 2 * step, within.top)
        fill_rects(painter, pale, band(part, row_px, 0.16, height))


def draw_underlines(painter: QPainter, color: QColor, spots: Spots, row_px: int) -> None:
    """The sign of background use: a line below a shorter mark, a little wider than the mark."""
    wide = np.maximum(spots.width, 6.0)
    line = Spots(spots.x - (wide - spots.width) / 2, wide, spots.top)
    fill_rects(painter, color, band(line, row_px, 0.76, 0.10))


def draw_crosses(
    painter: QPainter, color: QColor, ground: QColor, spots: Spots, row_px: int
) -> None:
    """The sign of a refusal: a hollow cross at the time of asking."""
    half = row_px * 0.22
    x = spots.x + np.minimum(spots.width, 2.0) / 2
    y = spots.top + row_px * 0.46
    falling = np.column_stack((x - half, y - half, x + half, y + half))
    rising = np.column_stack((x - half, y + half, x + half, y - half))
    lines = np.concatenate((falling, rising))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(spots) <= MOST_SMOOTH)
    draw_lines(painter, color, max(4.0, row_px * 0.17), lines)
    draw_lines(painter, ground, max(1.2, row_px * 0.05), lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def draw_running(painter: QPainter, color: QColor, spots: Spots, row_px: int) -> None:
    """The sign of what went on when the phone was read: an arrow out of the mark's end."""
    half, x = row_px * 0.16, spots.x + spots.width + 2
    y = spots.top + row_px * 0.42
    upper = np.column_stack((x, y - half, x + half, y))
    lower = np.column_stack((x, y + half, x + half, y))
    draw_lines(painter, color, 2.0, np.concatenate((upper, lower)))


def draw_doubts(painter: QPainter, color: QColor, spots: Spots, row_px: int) -> None:
    """The sign of a time that nobody confirmed: dots above the mark, at least three."""
    wide = np.maximum(spots.width, 10.0)
    x = spots.x - (wide - spots.width) / 2
    y = spots.top + row_px * 0.07
    pen = QPen(color, 1.5)
    pen.setDashPattern([1.5, 2.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    lines = np.ascontiguousarray(np.column_stack((x, y, x + wide, y)), np.float64)
    if len(lines):
        painter.drawLines(shiboken6.wrapInstance(lines.ctypes.data, QLineF), len(lines))


def draw_blocks(painter: QPainter, color: QColor, spots: Spots, row_px: int) -> None:
    """Hatched blocks with an outline: a period with a count, never an instant."""
    pale = QColor(color)
    pale.setAlpha(36)
    rects = band(spots, row_px, 0.10, 0.78)
    fill_rects(painter, pale, rects)
    hatch = QColor(color)
    hatch.setAlpha(150)
    fill_rects(painter, QBrush(hatch, Qt.BrushStyle.BDiagPattern), rects)
    edges = spots.where(spots.width >= 4)
    x, right = edges.x, edges.x + edges.width
    top, low = edges.top + row_px * 0.10, edges.top + row_px * 0.88
    sides = [(x, top, x, low), (right, top, right, low), (x, top, right, top), (x, low, right, low)]
    draw_lines(painter, color, 1.0, np.concatenate([np.column_stack(side) for side in sides]))
