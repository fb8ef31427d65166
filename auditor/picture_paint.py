"""Places a scene on a canvas: header, axis, rows, legend. Decides nothing about the events."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from auditor import words
from auditor.coverage import Keeps
from auditor.picture import Scene
from auditor.picture_legend import Legend, diamond
from auditor.picture_marks import MarkPainter, define_patterns
from auditor.svg import Canvas, fit, fit_middle, text_width
from auditor.timeline import Lane
from auditor.timeticks import DAY_MS, Tick, nights, ticks

ROW_UNITS = (22.0, 34.0)  # least and most height of a row
GUTTER_UNITS = 318.0
TYPE_SIZE = 11.5
SEPARATOR = "\u00a0\u00a0·\u00a0 "  # plain spaces in a row count as one in SVG


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things are, in pixels. `unit` is the size of one design pixel."""

    unit: float
    left: float
    top: float
    right: float
    bottom: float
    begin_ms: int
    end_ms: int

    def x(self, time_ms: float) -> float:
        """Where a time is; may lie outside the frame."""
        share = (time_ms - self.begin_ms) / (self.end_ms - self.begin_ms)
        return self.left + share * (self.right - self.left)


def paint(scene: Scene, size: tuple[int, int], prefix: str = "") -> str:
    """Paint a scene and give the SVG document; `prefix` keeps its names apart from another's."""
    return _Painter(scene, *size, prefix).run()


class _Painter:
    def __init__(self, scene: Scene, width: int, height: int, prefix: str) -> None:
        self.scene = scene
        self.canvas = Canvas(width, height, prefix)
        self.colors = scene.palette
        # A larger picture gets larger text, and more rows as well.
        self.unit = 0.5 + 0.5 * min(width / 1280, height / 800)
        self.margin = 24 * self.unit

    def word(self, key: str) -> str:
        return words.word(f"picture.{key}", self.scene.lang)

    def run(self) -> str:
        canvas, colors = self.canvas, self.colors
        define_patterns(canvas, colors, self.unit)
        canvas.add("rect", width=canvas.width, height=canvas.height, fill=colors.ground)
        header = self._header()
        legend = Legend(self.scene, canvas, unit=self.unit, margin=self.margin)
        frame = Frame(
            self.unit,
            self.margin + GUTTER_UNITS * self.unit,
            header + 64 * self.unit,
            canvas.width - self.margin,
            canvas.height - self.margin * 0.6 - legend.height,
            self.scene.begin_ms,
            self.scene.end_ms,
        )
        self._ground(frame)
        self._rows(frame)
        self._axis(frame)
        self._context(frame)
        self._moments(frame)
        self._watermark(frame)
        legend.draw(frame.bottom, frame.x)
        canvas.title(self.word("title"))
        return canvas.to_svg()

    def _header(self) -> float:
        """Write title, banner and caption; give where they end."""
        unit, canvas, colors = self.unit, self.canvas, self.colors
        y = 38 * unit
        title = self.scene.title or self.word("title")
        room = canvas.width - 2 * self.margin - (220 * unit if self.scene.is_sample else 0)
        title = fit(title, 21 * unit, room)
        canvas.text(self.margin, y, title, 21 * unit, fill=colors.text)
        if self.scene.is_sample:
            self._banner(y)
        y += 8 * unit
        for line in self.scene.caption:
            for text in self._wrapped(line, 13 * unit):
                y += 19 * unit
                canvas.text(self.margin, y, text, 13 * unit, fill=colors.muted)
        return y

    def _banner(self, y: float) -> None:
        unit, canvas, colors = self.unit, self.canvas, self.colors
        text = self.word("sample")
        width = text_width(text, 14 * unit) + 24 * unit
        canvas.add(
            "rect",
            x=canvas.width - self.margin - width,
            y=y - 20 * unit,
            width=width,
            height=28 * unit,
            rx=6 * unit,
            fill=colors.banner,
        )
        canvas.text(
            canvas.width - self.margin - width / 2,
            y - 1 * unit,
            text,
            14 * unit,
            fill=colors.banner_text,
            text_anchor="middle",
        )

    def _wrapped(self, parts: list[str], size: float) -> Iterator[str]:
        """Join parts into as many lines as the width asks for."""
        width = self.canvas.width - 2 * self.margin
        line = ""
        for part in parts:
            joined = f"{line}{SEPARATOR}{part}" if line else part
            if line and text_width(joined, size) > width:
                yield line
                joined = part
            line = joined
        yield fit(line, size, width)

    def _ground(self, frame: Frame) -> None:
        colors = self.colors
        self._box(frame, frame.begin_ms, frame.end_ms, fill=colors.plot)
        for begin, end in nights(frame.begin_ms, frame.end_ms, self.scene.zone):
            self._box(frame, begin, end, fill=colors.night)
        for stretch in self.scene.stretches:
            if stretch.keeps is not Keeps.ALL:
                begin = frame.begin_ms if stretch.begin_ms is None else stretch.begin_ms
                end = frame.end_ms if stretch.end_ms is None else stretch.end_ms
                self._box(frame, begin, end, fill=f"url(#{stretch.keeps})")

    def _box(self, frame: Frame, begin_ms: int, end_ms: int, fill: str) -> None:
        left = max(frame.x(begin_ms), frame.left)
        right = min(frame.x(end_ms), frame.right)
        if right > left:
            height = frame.bottom - frame.top
            self.canvas.add(
                "rect", x=left, y=frame.top, width=right - left, height=height, fill=fill
            )

    def _axis(self, frame: Frame) -> None:
        """Draw hours and days; a day has a strong line and its name above."""
        unit, canvas, colors = self.unit, self.canvas, self.colors
        most = int((frame.right - frame.left) / (62 * unit))
        step, marks = ticks(frame.begin_ms, frame.end_ms, self.scene.zone, most)
        free_from = frame.left
        for tick in marks:
            x = frame.x(tick.time_ms)
            self._line(frame, x, colors.strong_line if tick.is_day else colors.line)
            text = self._tick_text(tick, step)
            half = text_width(text, 11.5 * unit) / 2
            if x - half >= free_from and x + half <= frame.right + self.margin:
                y = frame.top - 27 * unit
                color = colors.text if tick.is_day else colors.muted
                canvas.text(x, y, text, 11.5 * unit, fill=color, text_anchor="middle")
                free_from = x + half + 6 * unit

    def _tick_text(self, tick: Tick, step_ms: int) -> str:
        local = tick.local
        if tick.is_day or step_ms >= DAY_MS:
            weekday = words.word(f"weekday.{local.weekday()}", self.scene.lang)
            return self.word("day_format").format(
                weekday=weekday, month=f"{local.month:02d}", day=f"{local.day:02d}"
            )
        return f"{local:%H:%M:%S}" if step_ms < 60_000 else f"{local:%H:%M}"

    def _line(self, frame: Frame, x: float, color: str) -> None:
        self.canvas.add(
            "line",
            x1=x,
            x2=x,
            y1=frame.top - 22 * self.unit,
            y2=frame.bottom,
            stroke=color,
            stroke_width=self.unit,
        )

    def _context(self, frame: Frame) -> None:
        """Draw the band between axis and rows: readings, and where the phone keeps nothing."""
        unit, canvas, colors = self.unit, self.canvas, self.colors
        y = frame.top - 6 * unit
        for stretch in self.scene.stretches:
            begin = max(frame.x(stretch.begin_ms or frame.begin_ms), frame.left)
            end = min(frame.x(stretch.end_ms or frame.end_ms), frame.right)
            text = self._stretch_text(stretch.keeps, stretch.begin_ms is None)
            is_free = not self.scene.moments  # their names stand there
            if text and is_free and text_width(text, 11 * unit) <= end - begin - 12 * unit:
                canvas.text(begin + 6 * unit, y, text, 11 * unit, fill=colors.muted)
        for reading in self.scene.readings:
            x = frame.x(reading.end_ms)
            if frame.left <= x <= frame.right:
                self._line(frame, x, colors.accent)
                diamond(canvas, x, frame.top - 10 * unit, 5 * unit, colors.accent)

    def _moments(self, frame: Frame) -> None:
        """Draw a person's marks through all rows; names only where they do not cover each other."""
        unit, colors = self.unit, self.colors
        taken: list[tuple[float, float]] = []
        for each in sorted(self.scene.moments, key=lambda m: (not m.is_chosen, m.time_ms)):
            x = frame.x(each.time_ms)
            if not frame.left <= x <= frame.right:
                continue
            color = colors.accent if each.is_chosen else colors.muted
            self.canvas.add(
                "line",
                x1=x,
                x2=x,
                y1=frame.top - 4 * unit,
                y2=frame.bottom,
                stroke=color,
                stroke_width=(2.2 if each.is_chosen else 1) * unit,
                stroke_dasharray=f"{4 * unit:.1f} {3 * unit:.1f}",
            )
            text = fit(each.text, 11 * unit, 150 * unit)
            end = x + text_width(text, 11 * unit) + 4 * unit
            if end > frame.right or any(x < right and left < end for left, right in taken):
                continue
            taken.append((x, end))
            self.canvas.text(x + 2 * unit, frame.top - 6 * unit, text, 11 * unit, fill=color)

    def _stretch_text(self, keeps: Keeps, is_first: bool) -> str:
        if keeps is Keeps.LAST_ONLY:
            return self.word("only_last_before")
        return self.word("no_data") if keeps is Keeps.NOTHING and is_first else ""

    def _rows(self, frame: Frame) -> None:
        unit, canvas, colors = self.unit, self.canvas, self.colors
        if not self.scene.groups:
            x, y = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
            size = 15 * unit
            text = fit(self.word("no_events"), size, frame.right - frame.left)
            canvas.text(x, y, text, size, fill=colors.text, text_anchor="middle")
            return
        groups, hidden = fitting(self.scene.groups, frame, ROW_UNITS[0] * unit)
        room = frame.bottom - frame.top - (20 * unit if hidden else 0)
        height = min(room / sum(map(len, groups)), ROW_UNITS[1] * unit)
        y = frame.top
        for number, group in enumerate(groups):
            self._group(frame, group, y, height, number % 2 == 1)
            y += height * len(group)
        if hidden:
            text = words.sentence("more_lanes", self.scene.lang, hidden)
            canvas.text(self.margin, y + 15 * unit, text, 12.5 * unit, fill=colors.text)

    def _group(
        self, frame: Frame, group: list[Lane], y: float, height: float, is_odd: bool
    ) -> None:
        """Draw one app: its name once, and a row with marks for each data type."""
        canvas, colors = self.canvas, self.colors
        if is_odd:
            canvas.add(
                "rect",
                x=self.margin - 6 * self.unit,
                y=y,
                width=frame.left - self.margin + 6 * self.unit,
                height=height * len(group),
                fill=colors.stripe,
            )
        canvas.add(
            "line",
            x1=self.margin - 6 * self.unit,
            x2=frame.right,
            y1=y,
            y2=y,
            stroke=colors.strong_line,
            stroke_width=0.6 * self.unit,
        )
        self._name(group, y, height)
        for row, lane in enumerate(group):
            self._type_name(frame, lane, y + height * row, height)
            canvas.begin_clip(frame.left, y + height * row, frame.right - frame.left, height)
            painter = MarkPainter(canvas, colors, frame.x, (frame.left, frame.right), self.unit)
            painter.draw(lane, frame.begin_ms, frame.end_ms, y + height * row, height)
            canvas.end_clip()

    def _name(self, group: list[Lane], y: float, height: float) -> None:
        app = group[0].key.app
        if app is None:
            return
        unit, colors = self.unit, self.colors
        profile = self.word("profile").format(user=app.user)
        suffix = f" ({profile})" if app.user else ""
        size = 12.5 * unit
        room = self._name_width(group[0]) - text_width(suffix, size)
        name = fit_middle(app.label or app.package, size, room)
        middle = y + height / 2 + 4.5 * unit
        self.canvas.text(self.margin, middle, name + suffix, size, fill=colors.text)
        if app.label and len(group) > 1:
            self._package(app.package, self.margin, middle + height, self._name_width(group[1]))
        elif app.label:
            used = text_width(name + suffix, size) + 8 * unit
            free = self._name_width(group[0]) - used
            if free > 70 * unit:  # less shows too little of a name to tell packages apart
                self._package(app.package, self.margin + used, middle, free)

    def _package(self, package: str, x: float, y: float, width: float) -> None:
        size = 11 * self.unit
        self.canvas.text(x, y, fit_middle(package, size, width), size, fill=self.colors.muted)

    def _name_width(self, lane: Lane) -> float:
        """The room left of a row's data type."""
        data_type = lane.key.data_type
        text = words.data_type(data_type, self.scene.lang) if data_type else ""
        return (GUTTER_UNITS - 26) * self.unit - text_width(text, TYPE_SIZE * self.unit)

    def _type_name(self, frame: Frame, lane: Lane, y: float, height: float) -> None:
        data_type = lane.key.data_type
        if data_type is None:
            return
        unit = self.unit
        self.canvas.text(
            frame.left - 10 * unit,
            y + height / 2 + 4 * unit,
            words.data_type(data_type, self.scene.lang),
            TYPE_SIZE * unit,
            fill=self.colors.data_types[data_type],
            text_anchor="end",
        )

    def _watermark(self, frame: Frame) -> None:
        """Say SAMPLE across the rows, so that a part cut out of the picture still says it."""
        if not self.scene.is_sample:
            return
        unit = self.unit
        for column in range(1, 4):
            for row in range(1, 3):
                x = frame.left + (frame.right - frame.left) * (column - 0.5) / 3
                y = frame.top + (frame.bottom - frame.top) * (row - 0.5) / 2
                self.canvas.text(
                    x,
                    y,
                    "SAMPLE",
                    54 * unit,
                    fill=self.colors.text,
                    opacity=0.08,
                    text_anchor="middle",
                    transform=f"rotate(-18 {x:.1f} {y:.1f})",
                )


def fitting(
    groups: list[list[Lane]], frame: Frame, row_height: float
) -> tuple[list[list[Lane]], int]:
    """Give the apps whose rows fit, the last used first, and how many apps do not."""
    rows = int((frame.bottom - frame.top) / row_height)
    if sum(map(len, groups)) <= rows:
        return groups, 0
    ends = list(accumulate(map(len, groups)))
    shown = groups[: bisect_right(ends, rows - 1)] or [groups[0][: max(1, rows - 1)]]
    return shown, len(groups) - len(shown)
