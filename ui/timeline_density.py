"""Counts per pixel column as one opaque image: what a lane looks like when marks would overlap.

Each lane is a row of bins. A bin's height is the count (each step about two and a half times
more), a dark strip below it says that some of it was in the background, a strip on top that
something was refused, dots above that a time is uncertain, and hatching that a count over a period
lies there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from auditor.columns import DATA_TYPES
from auditor.density import Density
from auditor.facts import MarkClass
from auditor.marks import Grid
from auditor.timeline import Lane
from ui.theme import Theme
from ui.timeline_ground import Nights

MIXED = len(DATA_TYPES)  # the colour of a lane with several data types
ROWS = 14  # of the image, for one lane
DOTS_ROW, TOP_ROW, FIRST_BIN, LAST_BIN, STRIP = 0, 1, 2, 10, 11
LEAST_BIN = 2  # rows below the lowest bin's top: a single record must be seen
MOST = 4096  # counts above this look the same

BACKGROUND_BIT, REJECT_BIT, AGGREGATE_BIT, DOUBT_BIT = 1 << 3, 1 << 4, 1 << 5, 1 << 6
PHASE_SHIFT = 7
CODES = 1 << 9


def levels() -> NDArray[np.uint8]:
    """The height of a bin, 0 to 7, by count: any count at all has a height."""
    counts = np.arange(MOST + 1)
    steps = 1 + np.floor(np.log2(np.maximum(counts, 1)) / 1.4)
    return np.where(counts == 0, 0, np.minimum(steps, 7)).astype(np.uint8)


LEVELS = levels()


def codes_of(density: Density) -> NDArray[np.intp]:
    """Everything that decides a bin's look, in one number per lane and column."""
    accesses = density.of(MarkClass.ACCESS) + density.of(MarkClass.BACKGROUND)
    code = LEVELS[np.minimum(accesses, MOST)]
    code |= (density.of(MarkClass.BACKGROUND) > 0).view(np.uint8) * np.uint8(BACKGROUND_BIT)
    code |= (density.of(MarkClass.REJECT) > 0).view(np.uint8) * np.uint8(REJECT_BIT)
    code |= (density.of(MarkClass.AGGREGATE) > 0).view(np.uint8) * np.uint8(AGGREGATE_BIT)
    code |= density.doubtful.view(np.uint8) * np.uint8(DOUBT_BIT)
    first = density.grid.begin_ms // density.grid.width_ms  # hatching stays put in a pan
    phase = (first + np.arange(density.grid.columns)) % 4
    return code.astype(np.intp) | (phase << PHASE_SHIFT)


@dataclass(frozen=True)
class Ground:
    """What lies under the bins: lines of the time axis, nights; neither covers a bin."""

    lines_ms: Sequence[int]
    nights: Nights

    def is_night(self, grid: Grid) -> NDArray[np.bool_]:
        """Which columns begin at night."""
        dark = np.zeros(grid.columns, np.bool_)
        places = np.clip(-((grid.begin_ms - self.nights) // grid.width_ms), 0, grid.columns)
        for first, past in places.tolist():
            dark[first:past] = True
        return dark


class DensityColors:
    """For each row of a lane's image, the colour of each code in each lane colour, day and night.

    The codes of the nights come after all those of the days.
    """

    def __init__(self, theme: Theme) -> None:
        self.line = np.uint32(_rgb(theme.border))
        self.grounds = np.array([_rgb(theme.surface), _rgb(theme.raised)], np.uint32)
        colors = [_rgb(theme.data[one]) for one in DATA_TYPES] + [_rgb(theme.accent)]
        self.night = len(colors) * CODES  # how far its codes are from those of the day
        rows = [self._rows(theme, int(ground), colors) for ground in self.grounds]
        self.flat = np.concatenate([each.reshape(ROWS, -1) for each in rows], axis=1)

    def _rows(self, theme: Theme, ground: int, colors: list[int]) -> NDArray[np.uint32]:
        code = np.arange(CODES)
        level, phase = code & 7, code >> PHASE_SHIFT
        rows = np.full((ROWS, len(colors), CODES), ground, np.uint32)
        rows[DOTS_ROW, :, ((code & DOUBT_BIT) > 0) & (phase < 2)] = _rgb(theme.muted)
        rows[TOP_ROW, :, (code & REJECT_BIT) > 0] = _rgb(theme.on_alarm)
        for i, color in enumerate(colors):
            for row in range(FIRST_BIN, LAST_BIN + 1):
                hatch = ((code & AGGREGATE_BIT) > 0) & ((row + phase) % 4 == 0)
                rows[row, i, hatch] = _between(ground, color, 0.6)
                filled = (level > 0) & (level + LEAST_BIN >= LAST_BIN + 1 - row)
                rows[row, i, filled] = color
        rows[STRIP : STRIP + 2, :, (code & BACKGROUND_BIT) > 0] = _rgb(theme.text)
        return rows


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
    ground: Ground,
) -> None:
    """Draw all lanes of the density into the area, which may be wider than the view."""
    dark = ground.is_night(density.grid)
    codes = codes_of(density)
    codes += lane_colors[:, None] * CODES
    codes += dark * colors.night
    lanes, columns = codes.shape
    pixels = np.empty((lanes, ROWS, columns), np.uint32)
    for row in range(DOTS_ROW, STRIP + 1):
        np.take(colors.flat[row], codes, out=pixels[:, row, :], mode="clip")
    pixels[:, STRIP + 1, :] = pixels[:, STRIP, :]
    empty = colors.grounds[dark.view(np.uint8)]
    pixels[:, STRIP + 2 :, :] = empty
    for time_ms in ground.lines_ms:
        column = (time_ms - density.grid.begin_ms) // density.grid.width_ms
        if 0 <= column < columns:
            line = pixels[:, :, column]
            line[line == empty[column]] = colors.line
    image = QImage(pixels.data, columns, lanes * ROWS, columns * 4, QImage.Format.Format_RGB32)
    painter.drawImage(area, image)
