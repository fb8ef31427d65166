"""The legend of a picture: what each of its signs means, in as many lines as the width asks for."""

from collections.abc import Callable

from auditor import words
from auditor.coverage import Keeps
from auditor.picture import Scene
from auditor.picture_marks import MarkPainter
from auditor.svg import Canvas, text_width

ALWAYS = ("tick", "bar", "minute", "more", "block", "cross", "background", "unknown")
TEXT_UNITS = 11.5
LINE_UNITS = 22


class Legend:
    """Laid out when it is made, so that the rest of the picture knows how much room is left."""

    def __init__(self, scene: Scene, canvas: Canvas, unit: float, margin: float) -> None:
        self._scene, self._canvas = scene, canvas
        self._unit, self._margin = unit, margin
        self._lines = self._laid_out()

    @property
    def height(self) -> float:
        """In pixels, without the gap above it."""
        return len(self._lines) * LINE_UNITS * self._unit

    def draw(self, bottom: float, x_of: Callable[[float], float]) -> None:
        """Draw it below the rows, which end at `bottom`; `x_of` is where a time is."""
        unit, canvas, colors = self._unit, self._canvas, self._scene.palette
        marks = MarkPainter(canvas, colors, x_of, (0, canvas.width), unit)
        y = bottom + 8 * unit
        for line in self._lines:
            x = self._margin
            for key, text in line:
                if key == "capture":
                    diamond(canvas, x + 10 * unit, y + 9 * unit, 5 * unit, colors.accent)
                else:
                    marks.legend(key, x, y)
                place = (x + 26 * unit, y + 14 * unit)
                canvas.text(*place, text, TEXT_UNITS * unit, fill=colors.muted)
                x += self._width(text)
            y += LINE_UNITS * unit

    def _laid_out(self) -> list[list[tuple[str, str]]]:
        lines: list[list[tuple[str, str]]] = [[]]
        room = self._canvas.width - 2 * self._margin
        for entry in self._entries():
            if lines[-1] and sum(self._width(text) for _key, text in [*lines[-1], entry]) > room:
                lines.append([])
            lines[-1].append(entry)
        return lines

    def _entries(self) -> list[tuple[str, str]]:
        """The signs that the picture has: a key for each, and its words."""
        lanes = [lane for group in self._scene.groups for lane in group]
        some = {"running": any(len(lane.running) for lane in lanes)}
        some["doubt"] = any(len(lane.doubtful) for lane in lanes)
        stretches = {stretch.keeps for stretch in self._scene.stretches}
        lacking = [each.value for each in (Keeps.LAST_ONLY, Keeps.NOTHING) if each in stretches]
        keys = (*ALWAYS, *(sign for sign, is_there in some.items() if is_there), "capture", "night")
        lang = self._scene.lang
        return [(key, words.word(f"picture.legend_{key}", lang)) for key in (*keys, *lacking)]

    def _width(self, text: str) -> float:
        return text_width(text, TEXT_UNITS * self._unit) + 44 * self._unit


def diamond(canvas: Canvas, x: float, y: float, size: float, color: str) -> None:
    """Draw the sign of a reading around a point; `size` is half its width."""
    path = f"M{x:.2f} {y - size:.2f}l{size} {size}l{-size} {size}l{-size} {-size}z"
    canvas.add("path", d=path, fill=color)
