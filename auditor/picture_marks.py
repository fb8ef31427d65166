"""Draws the marks of one row: ticks, bars, soft minutes, hatched blocks, crosses, columns.

What was in the background carries a filled triangle, what the record does not say a small
ring: shape, not only colour.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from auditor.facts import MarkClass
from auditor.picture_colors import Palette
from auditor.records import DataType
from auditor.svg import Canvas, text_width
from auditor.timeline import Lane

COLUMN_UNITS = 5.0  # instants closer than this become one column with a height
MINUTE_MS = 60_000
SECOND_MS = 1000


@dataclass(slots=True)
class _Column:
    """Instants that would overlap."""

    count: int = 0
    x: float = 0.0  # of the only one
    is_soft: bool = False
    is_doubtful: bool = False  # the time of any of them is uncertain
    background: int = -2  # the largest of its marks: 1 background, 0 foreground, -1 not recorded


def define_patterns(canvas: Canvas, colors: Palette, unit: float) -> None:
    """Define hatching and soft edges for each data type, and the areas without data."""
    for data_type, color in colors.data_types.items():
        canvas.define(_hatch(f"hatch-{data_type}", color, 5 * unit, 1.1 * unit, 45))
        canvas.define(
            f'<linearGradient id="soft-{data_type}">'
            f'<stop offset="0" stop-color="{color}" stop-opacity="0.1"/>'
            f'<stop offset="0.3" stop-color="{color}"/><stop offset="0.7" stop-color="{color}"/>'
            f'<stop offset="1" stop-color="{color}" stop-opacity="0.1"/></linearGradient>'
        )
    canvas.define(_hatch("nothing", colors.strong_line, 9 * unit, 1.2 * unit, -45))
    canvas.define(
        f'<pattern id="last_only" width="{9 * unit}" height="{9 * unit}" '
        f'patternUnits="userSpaceOnUse"><circle cx="{2 * unit}" cy="{2 * unit}" '
        f'r="{0.9 * unit}" fill="{colors.strong_line}"/></pattern>'
    )


def _hatch(name: str, color: str, gap: float, stroke: float, degrees: int) -> str:
    return (
        f'<pattern id="{name}" width="{gap}" height="{gap}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({degrees})"><line x1="0" y1="0" x2="0" y2="{gap}" '
        f'stroke="{color}" stroke-width="{stroke * 2}"/></pattern>'
    )


class MarkPainter:
    """Paints marks; `x` gives the place of a time, `limits` the left and right end of a row."""

    def __init__(
        self,
        canvas: Canvas,
        colors: Palette,
        x: Callable[[float], float],
        limits: tuple[float, float],
        unit: float,
    ) -> None:
        self.canvas = canvas
        self.colors = colors
        self.x = x
        self.limits = limits
        self.unit = unit

    def draw(self, lane: Lane, begin_ms: int, end_ms: int, y: float, height: float) -> None:
        """Draw one row, from what is least exact to what is most."""
        data_type = lane.key.data_type or DataType.OTHER
        box = _Box(data_type, self.colors.data_types[data_type], y, height, self.unit)
        labels = list(self._blocks(lane, begin_ms, end_ms, box))
        columns: dict[int, _Column] = {}
        for mark_class in (MarkClass.ACCESS, MarkClass.BACKGROUND):
            for mark in self._marks(lane, mark_class, begin_ms, end_ms):
                if mark.is_long and mark.right - mark.left >= COLUMN_UNITS * self.unit:
                    self._bar(mark, box)
                else:
                    self._collect(columns, mark)
        for number, column in columns.items():
            self._column(number, column, box)
        self._running(lane, begin_ms, end_ms, box)
        seen: set[int] = set()
        for mark in self._marks(lane, MarkClass.REJECT, begin_ms, end_ms):
            place = round(mark.left / (3 * self.unit))
            if place not in seen:
                seen.add(place)
                self._cross(mark.left, box.middle, box.color)
        for left, right, text in labels:
            self._count(left, right, text, box)

    def _marks(
        self, lane: Lane, mark_class: MarkClass, begin_ms: int, end_ms: int
    ) -> "Iterator[_Mark]":
        facts = lane.facts
        for row in lane.touching(mark_class, begin_ms, end_ms).tolist():
            start, last = int(facts.start_ms[row]), int(facts.last_ms[row])
            yield _Mark(
                self.x(start),
                self.x(last + 1),
                is_long=int(facts.duration_ms[row]) > 0,
                is_soft=int(facts.precision_ms[row]) >= SECOND_MS,
                is_doubtful=bool(facts.is_doubtful[row]),
                background=int(facts.background[row]),
            )

    def _collect(self, columns: dict[int, _Column], mark: "_Mark") -> None:
        center = (mark.left + mark.right) / 2
        column = columns.setdefault(int(center // (COLUMN_UNITS * self.unit)), _Column())
        column.count += 1
        column.x = center
        column.is_soft = mark.is_soft
        column.is_doubtful |= mark.is_doubtful
        column.background = max(column.background, mark.background)

    def _blocks(
        self, lane: Lane, begin_ms: int, end_ms: int, box: "_Box"
    ) -> Iterator[tuple[float, float, str]]:
        """Draw the aggregates; give left, right and count of each, to be written on top."""
        blocks = lane.blocks
        background = self._block_backgrounds(lane)
        for i in blocks.touching(begin_ms, end_ms).tolist():
            left = self.x(int(blocks.start_ms[i]))
            right = max(self.x(int(blocks.last_ms[i]) + 1), left + 2 * self.unit)
            count, rejects = int(blocks.count[i]), int(blocks.rejects[i])
            self._block(left, right, box, is_refused=0 < count == rejects)
            if lane.facts.is_doubtful[blocks.rows[i]]:
                self._dots(left, right, box)
            known = background[int(blocks.start_ms[i]), int(blocks.last_ms[i])]
            self._hat((left + right) / 2, known, box)
            if count:  # without, the phone only says that a use begun earlier went on
                yield left, right, f"≥{count}" if blocks.is_lower_bound[i] else str(count)

    def _block_backgrounds(self, lane: Lane) -> dict[tuple[int, int], int]:
        """For each slot: 1 if any record in it is known to be in the background, else 0 or -1."""
        facts = lane.facts
        found: dict[tuple[int, int], int] = {}
        for row in lane.classes[MarkClass.AGGREGATE].rows.tolist():
            slot = int(facts.start_ms[row]), int(facts.last_ms[row])
            found[slot] = max(found.get(slot, -1), int(facts.background[row]))
        return found

    def _block(self, left: float, right: float, box: "_Box", is_refused: bool) -> None:
        unit = self.unit
        self.canvas.add(
            "rect",
            x=left,
            y=box.top,
            width=right - left,
            height=box.bottom - box.top,
            fill=f"url(#hatch-{box.data_type})",
            fill_opacity=0.3,
            stroke=box.color,
            stroke_width=0.8 * unit,
            **({"stroke_dasharray": f"{2 * unit} {2 * unit}"} if is_refused else {}),
        )

    def _count(self, left: float, right: float, text: str, box: "_Box") -> None:
        """Write an aggregate's count into its block, if there is room."""
        unit = self.unit
        size = 10.5 * unit
        left, right = max(left, self.limits[0]), min(right, self.limits[1])
        if text_width(text, size) + 4 * unit <= right - left:
            self.canvas.text(
                (left + right) / 2,
                box.middle + 3.8 * unit,
                text,
                size,
                fill=self.colors.text,
                stroke=self.colors.plot,
                stroke_width=3 * unit,
                stroke_linejoin="round",
                paint_order="stroke",
                text_anchor="middle",
            )

    def _bar(self, mark: "_Mark", box: "_Box") -> None:
        fill = f"url(#soft-{box.data_type})" if mark.is_soft else box.color
        self._body(mark.left, mark.right - mark.left, box.top + 3 * self.unit, box.bottom, fill)
        self._hat(mark.left + 3 * self.unit, mark.background, box)
        if mark.is_doubtful:
            self._dots(mark.left, mark.right, box)

    def _column(self, number: int, column: _Column, box: "_Box") -> None:
        unit = self.unit
        if column.is_doubtful:
            self._dots(column.x - 5 * unit, column.x + 5 * unit, box)
        if column.count > 1:
            # Doubling the count adds the same height; from 64 on a column is full.
            share = min(1.0, 0.4 + column.count.bit_length() / 10)
            width = COLUMN_UNITS * unit
            top = box.bottom - (box.bottom - box.top) * share
            left = number * width
            self._body(left + 0.4 * unit, width - 0.8 * unit, top, box.bottom, box.color)
            self._hat(left + width / 2, column.background, box)
        elif column.is_soft:
            fill = f"url(#soft-{box.data_type})"
            self._body(column.x - 3 * unit, 6 * unit, box.top + 3 * unit, box.bottom, fill)
            self._hat(column.x, column.background, box)
        else:
            self._body(column.x - unit, 2 * unit, box.top + 3 * unit, box.bottom, box.color)
            self._hat(column.x, column.background, box)

    def _body(self, x: float, width: float, top: float, bottom: float, fill: str) -> None:
        self.canvas.add("rect", x=x, y=top, width=width, height=bottom - top, fill=fill)

    def _hat(self, x: float, background: int, box: "_Box") -> None:
        """Put the triangle of the background, or the ring of "not recorded", on a mark."""
        unit = self.unit
        y = box.top - 3 * unit
        if background == 1:
            path = f"M{x - 4 * unit:.2f} {y:.2f}h{8 * unit:.2f}l{-4 * unit:.2f} {6 * unit:.2f}z"
            self.canvas.add(
                "path", d=path, fill=self.colors.text, stroke=self.colors.plot, stroke_width=0.6
            )
        elif background == -1:
            self.canvas.add(
                "circle",
                cx=x,
                cy=y + 3 * unit,
                r=2 * unit,
                fill=self.colors.plot,
                stroke=box.color,
                stroke_width=unit,
            )

    def _running(self, lane: Lane, begin_ms: int, end_ms: int, box: "_Box") -> None:
        """An arrow out of the end of what went on when the phone was read, once a place."""
        unit, seen = self.unit, set[int]()
        for last_ms in lane.running.ends_within(begin_ms, end_ms).tolist():
            x = self.x(last_ms + 1) + 1.5 * unit
            if round(x / unit) not in seen:
                seen.add(round(x / unit))
                self._arrow(x, box)

    def _arrow(self, x: float, box: "_Box") -> None:
        unit = self.unit
        half = 3.5 * unit
        path = f"M{x:.2f} {box.middle - half:.2f}l{half:.2f} {half:.2f}l{-half:.2f} {half:.2f}"
        self.canvas.add(
            "path", d=path, fill="none", stroke=self.colors.text, stroke_width=1.6 * unit
        )

    def _dots(self, left: float, right: float, box: "_Box") -> None:
        """Dots above what has an uncertain time."""
        self.canvas.add(
            "line",
            x1=left,
            x2=right,
            y1=box.top - 4 * self.unit,
            y2=box.top - 4 * self.unit,
            stroke=self.colors.muted,
            stroke_width=1.4 * self.unit,
            stroke_dasharray=f"{1.6 * self.unit} {1.8 * self.unit}",
        )

    def _cross(self, x: float, y: float, color: str) -> None:
        """Draw a cross that is hollow: its outline only."""
        arm, half = 5.2 * self.unit, 1.6 * self.unit
        steps = (
            (-half, -arm),
            (half, -arm),
            (half, -half),
            (arm, -half),
            (arm, half),
            (half, half),
            (half, arm),
            (-half, arm),
            (-half, half),
            (-arm, half),
            (-arm, -half),
            (-half, -half),
        )
        points = " ".join(f"{x + dx:.2f},{y + dy:.2f}" for dx, dy in steps)
        self.canvas.add(
            "polygon",
            points=points,
            fill=self.colors.plot,
            stroke=color,
            stroke_width=1.1 * self.unit,
            transform=f"rotate(45 {x:.2f} {y:.2f})",
        )

    def legend(self, key: str, x: float, y: float) -> None:
        """Draw the example of one entry of the legend, 20 units wide, 18 high."""
        unit = self.unit
        color = self.colors.data_types[DataType.CONTACTS]
        box = _Box(DataType.CONTACTS, color, y - 2 * unit, 22 * unit, unit)
        center = x + 10 * unit
        match key:
            case "tick" | "background" | "unknown":
                background = {"tick": 0, "background": 1, "unknown": -1}[key]
                self._column(0, _Column(1, center, background=background), box)
            case "bar":
                self._bar(_Mark(x, x + 20 * unit, True, False, False, 0), box)
            case "minute":
                self._column(0, _Column(1, center, is_soft=True, background=0), box)
            case "running":
                self._bar(_Mark(x, x + 12 * unit, True, False, False, 0), box)
                self._arrow(x + 13.5 * unit, box)
            case "doubt":
                self._column(0, _Column(1, center, is_doubtful=True, background=0), box)
            case "more":
                for number, share in enumerate((0.5, 0.9, 0.7)):
                    top = box.bottom - (box.bottom - box.top) * share
                    left = x + (2 + number * 5) * unit
                    self._body(left, 4.2 * unit, top, box.bottom, color)
            case "block":
                self._block(x, x + 20 * unit, box, is_refused=False)
            case "cross":
                self._cross(center, box.middle, color)
            case "night":
                self._body(x, 20 * unit, box.top, box.bottom, self.colors.night)
                self._frame(x, box)
            case _:
                self._body(x, 20 * unit, box.top, box.bottom, f"url(#{key})")
                self._frame(x, box)

    def _frame(self, x: float, box: "_Box") -> None:
        self.canvas.add(
            "rect",
            x=x,
            y=box.top,
            width=20 * self.unit,
            height=box.bottom - box.top,
            fill="none",
            stroke=self.colors.strong_line,
            stroke_width=0.8 * self.unit,
        )


@dataclass(frozen=True, slots=True)
class _Mark:
    left: float
    right: float
    is_long: bool
    is_soft: bool
    is_doubtful: bool
    background: int


@dataclass(frozen=True, slots=True)
class _Box:
    """Where the marks of a row stand."""

    data_type: DataType
    color: str
    y: float
    height: float
    unit: float

    @property
    def top(self) -> float:
        return self.y + 5 * self.unit

    @property
    def bottom(self) -> float:
        return self.y + self.height - 2 * self.unit

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2
