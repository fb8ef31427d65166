"""Counts per pixel column as one opaque image: what a lane looks like when marks would overlap.

Each lane is a row of bins. A bin's height is the count (each step about two and a half times
more), a dark strip below it says that some of it was in the background, a strip on top that
something was refused, and hatching that a count over a period lies there.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from auditor.columns import DATA_TYPES
from auditor.timeline import Density, Lane, MarkClass
from ui.theme import Theme

MIXED = len(DATA_TYPES)  # the colour of a lane with several data types
ROWS = 14  # of the image, for one lane
TOP_ROW, FIRST_BIN, LAST_BIN, STRIP = 1, 2, 10, 11
LEAST_BIN = 2  # rows below the lowest bin's top: a single record must be seen
MOST = 4096  # counts above this look the same

BACKGROUND_BIT, REJECT_BIT, AGGREGATE_BIT, PHASE_SHIFT = 1 << 3, 1 << 4, 1 << 5, 6
CODES = 256


def levels() -> NDArray[np.uint8]:
    """The height of a bin, 0 to 7, by count: any count at all has a height."""
    counts = np.arange(MOST + 1)
    steps = 1 + np.floor(np.log2(np.maximum(counts, 1)) / 1.4)
    return np.where(counts == 0, 0, np.minimum(steps, 7)).astype(np.uint8)


LEVELS = levels()


def codes_of(density: Density) -> NDArray[np.uint8]:
    """Everything that decides a bin's look, in one byte per lane and column."""
    accesses = density.of(MarkClass.ACCESS) + density.of(MarkClass.BACKGROUND)
    code = LEVELS[np.minimum(accesses, MOST)]
    code |= (density.of(MarkClass.BACKGROUND) > 0).view(np.uint8) * np.uint8(BACKGROUND_BIT)
    code |= (density.of(MarkClass.REJECT) > 0).view(np.uint8) * np.uint8(REJECT_BIT)
    code |= (density.of(MarkClass.AGGREGATE) > 0).view(np.uint8) * np.uint8(AGGREGATE_BIT)
    first = density.grid.begin_ms // density.grid.width_ms  # hatching stays put in a pan
    phase = ((first + np.arange(density.grid.columns)) % 4).astype(np.uint8)
    return np.asarray(code | (phase << PHASE_SHIFT), np.uint8)


class DensityColors:
    """For each row of a lane's image, the colour of each code in each lane colour."""

    def __init__(self, theme: Theme) -> None:
        ground = _rgb(theme.surface)
        self.ground, self.line = np.uint32(ground), np.uint32(_rgb(theme.border))
        colors = [_rgb(theme.data[one]) for one in DATA_TYPES] + [_rgb(theme.accent)]
        strip, reject = _rgb(theme.text), _rgb(theme.on_alarm)
        code = np.arange(CODES)
        level, phase = code & 7, code >> PHASE_SHIFT
        has = [(code & bit) > 0 for bit in (BACKGROUND_BIT, REJECT_BIT, AGGREGATE_BIT)]
        self.rows = np.full((ROWS, len(colors), CODES), ground, np.uint32)
        for i, color in enumerate(colors):
            self.rows[TOP_ROW, i, has[1]] = reject
            for row in range(FIRST_BIN, LAST_BIN + 1):
                hatch = has[2] & ((row + phase) % 4 == 0)
                self.rows[row, i, hatch] = _between(ground, color, 0.6)
                filled = (level > 0) & (level + LEAST_BIN >= LAST_BIN + 1 - row)
                self.rows[row, i, filled] = color
            self.rows[STRIP, i, has[0]] = strip
            self.rows[STRIP + 1, i, has[0]] = strip
        self.flat = self.rows.reshape(ROWS, -1)


def _rgb(color: str) -> int:
    return QColor(color).rgb()


def _between(one: int, other: int, part: float) -> int:
    parts = (
        round((one >> shift & 255) * (1 - part) + (other >> shift & 255) * part) << shift
        for shift in (0, 8, 16)
    )
    return 0xFF000000 | sum(parts)


def color_of(lane: Lane) -> int:
    """Which colour a lane's bins have: its data type's, or the neutral one of several."""
    types = lane.data_types
    return DATA_TYPES.index(types[0]) if len(types) == 1 else MIXED


def draw_density(
    painter: QPainter,
    density: Density,
    lane_colors: NDArray[np.intp],
    colors: DensityColors,
    area: QRectF,
    lines_ms: Sequence[int],
) -> None:
    """Draw all lanes of the density into the area, which may be wider than the view.

    `lines_ms` are lines of the time axis; they never cover a bin.
    """
    codes = codes_of(density).astype(np.intp)  # what take wants; else it converts at each call
    codes += lane_colors[:, None] * CODES
    lanes, columns = codes.shape
    pixels = np.empty((lanes, ROWS, columns), np.uint32)
    for row in range(TOP_ROW, STRIP + 1):
        np.take(colors.flat[row], codes, out=pixels[:, row, :], mode="clip")
    pixels[:, STRIP + 1, :] = pixels[:, STRIP, :]
    pixels[:, :TOP_ROW, :] = pixels[:, STRIP + 2 :, :] = colors.ground
    for time_ms in lines_ms:
        column = (time_ms - density.grid.begin_ms) // density.grid.width_ms
        if 0 <= column < columns:
            line = pixels[:, :, column]
            line[line == colors.ground] = colors.line
    image = QImage(pixels.data, columns, lanes * ROWS, columns * 4, QImage.Format.Format_RGB32)
    painter.drawImage(area, image)
