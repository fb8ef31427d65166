"""The context above the lanes: screen, app in front, changes, readings, own marks, night, no data.

A row in which nothing is known is patterned: blank means that the phone tells it was off.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from auditor import words
from auditor.band import Band, Stretches
from auditor.changes import Change, What
from auditor.coverage import Keeps, Stretch
from auditor.notes import Evidence, Notes, OwnMark
from ui.labels import Labels
from ui.phrases import fill, tr
from ui.theme import Theme
from ui.timeline_ground import draw_nights, nights_in
from ui.timeline_shapes import fill_rects
from ui.timeline_stage import Stage, TimeRange
from ui.timeline_words import moment, span_text, tell_change
from ui.widgets import clean

Bool = NDArray[np.bool_]
Float = NDArray[np.float64]

ROWS = 3
SCREEN, FRONT, CHANGES = range(ROWS)
HIT_PX = 6
MOST_NAMES = 150
MOST_SPOKEN = 8


class ContextBand(QWidget):
    """Three rows, in step with the marks below them."""

    mark_clicked = Signal(object)  # OwnMark

    def __init__(self, stage: Stage, theme: Theme, labels: Labels, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._theme, self._labels = stage, theme, labels
        self._band: Band | None = None
        self._are_several = False  # phones, and none of them is the one that is meant
        self._notes = Notes()
        self.setObjectName("timeline_context")
        self.row_px = max(16, self.fontMetrics().height())
        self.setFixedHeight(self.row_px * ROWS + 4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_labels(labels)
        stage.moved.connect(self.update)
        stage.lanes_changed.connect(self.update)
        stage.rested.connect(self._describe)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def set_labels(self, labels: Labels) -> None:
        """Speak another language."""
        self._labels = labels
        self.setAccessibleName(tr("Screen, app in front, changes, readings, and what is not known"))
        self._describe()
        self.update()

    def show_band(self, band: Band | None, are_several: bool = False) -> None:
        """Show the context of a phone; None where it is not known, or where phones are several."""
        self._band, self._are_several = band, are_several
        self._describe()
        self.update()

    def show_notes(self, notes: Notes) -> None:
        """Show a person's own marks, and the spans chosen as evidence."""
        self._notes = notes
        self._describe()
        self.update()

    # -- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nights, what is known of the phone, what is not, then moments."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.surface))
            self._draw_nights(painter)
            self._draw_screen(painter)
            self._draw_front(painter)
            for stretch in self._stage.stretches:
                self._draw_stretch(painter, stretch)
            if self._are_several:
                rows = QRectF(0, self._top(SCREEN), self.width(), self.row_px * 2)
                self._write(painter, rows, self._why_nothing())
            self._draw_changes(painter)
            self._draw_readings(painter)
            self._draw_notes(painter)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _area(self, begin_ms: float | None, end_ms: float | None) -> QRectF:
        """The part of the strip for a stretch, empty when it is out of view."""
        left = 0.0 if begin_ms is None else max(0.0, self._stage.x_of(begin_ms))
        right = self.width() if end_ms is None else min(self.width(), self._stage.x_of(end_ms))
        return QRectF(left, 0, max(0.0, right - left), self.height())

    def _top(self, row: int) -> float:
        return 2.0 + row * self.row_px

    def _draw_nights(self, painter: QPainter) -> None:
        span, stage = self._stage.span, self._stage
        found = nights_in(span.begin_ms, span.end_ms, stage.zone, self.width())
        draw_nights(painter, self._theme, found, stage.x_of, self.rect())

    def _unknown(self, painter: QPainter, row: int) -> None:
        """Pattern a row: what is drawn over it later is known."""
        dots = QColor(self._theme.muted)
        dots.setAlpha(90)
        area = QRectF(0, self._top(row) + 2, self.width(), self.row_px - 4)
        painter.fillRect(area, QBrush(dots, Qt.BrushStyle.Dense7Pattern))

    def _draw_screen(self, painter: QPainter) -> None:
        self._unknown(painter, SCREEN)
        if self._band is None:
            return
        screen, lock = self._band.screen, self._band.lock
        ink = QColor(self._theme.muted)
        self._fill(painter, screen, ~screen.is_on, QColor(self._theme.surface), SCREEN, 2, 4)
        self._fill(painter, screen, screen.is_on, ink, SCREEN, 4, 8)
        locked = QColor(self._theme.accent)
        low = self.row_px - 4
        self._fill(painter, lock, lock.is_on, locked, SCREEN, low, self.row_px - 2)

    def _draw_front(self, painter: QPainter) -> None:
        self._unknown(painter, FRONT)
        if self._band is None:
            return
        known, front = self._band.covered, self._band.front
        ends = (np.asarray(each, np.float64) for each in (known.begin_ms, known.end_ms))
        self._rects(painter, *ends, QColor(self._theme.surface), FRONT, 2, 4)
        block = QColor(self._theme.accent)
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
        span, per_px = self._stage.span, self._stage.ms_per_px
        seen = (end_ms > span.begin_ms) & (begin_ms < span.end_ms)
        left = np.clip((begin_ms[seen] - span.begin_ms) / per_px, 0, self.width())
        right = np.clip((end_ms[seen] - span.begin_ms) / per_px, 0, self.width())
        if not len(left):
            return
        if len(left) > self.width():  # one rectangle per pixel is enough
            first = np.flatnonzero(np.diff(np.floor(left), prepend=-1.0))
            left, right = left[first], np.maximum.reduceat(right, first)
        width = np.maximum(right - left, 1.0)
        high = np.full(len(left), self.row_px - less)
        fill_rects(
            painter, color, np.column_stack((left, high * 0 + self._top(row) + top, width, high))
        )

    def _draw_names(self, painter: QPainter, front: Stretches) -> None:
        """Write the app's name into what is wide enough for it."""
        assert self._band is not None
        stage, metrics = self._stage, self.fontMetrics()
        wide = (front.end_ms - front.begin_ms) > 24 * stage.ms_per_px
        seen = (front.end_ms > stage.span.begin_ms) & (front.begin_ms < stage.span.end_ms)
        painter.setPen(QColor(self._theme.text))
        for i in np.flatnonzero(wide & seen)[:MOST_NAMES].tolist():
            area = self._area(float(front.begin_ms[i]), float(front.end_ms[i]))
            room = area.width() - 8
            text = metrics.elidedText(self._name(front, i), Qt.TextElideMode.ElideRight, int(room))
            if len(text) > 1 and metrics.horizontalAdvance(text) <= room:
                place = QRectF(area.left() + 4, self._top(FRONT), room, self.row_px)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)

    def _name(self, front: Stretches, i: int) -> str:
        assert self._band is not None
        app = self._band.packages[front.package[i]]
        return _with_user(clean(app.label or app.package, 80), app.user)

    def _draw_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        area = self._area(stretch.begin_ms, stretch.end_ms)
        if stretch.keeps is Keeps.ALL or area.width() < 1:
            return
        is_nothing = stretch.keeps is Keeps.NOTHING
        hatch = QColor(self._theme.muted)
        hatch.setAlpha(150 if is_nothing else 70)
        style = Qt.BrushStyle.BDiagPattern if is_nothing else Qt.BrushStyle.Dense7Pattern
        if not is_nothing:  # the screen is known by other records than the accesses
            area.setTop(self._top(CHANGES))
        painter.fillRect(area, QBrush(hatch, style))
        self._write(painter, area, *self._texts(stretch))

    def _why_nothing(self) -> str:
        return tr("Several phones: screen and app in front belong to one phone alone")

    def _texts(self, stretch: Stretch) -> tuple[str, str]:
        """What a stretch says, at length and in short."""
        if stretch.keeps is Keeps.LAST_ONLY:
            short = words.word("picture.legend_last_only", self._labels.lang)
            return tr("only last accesses are recorded here: a gap says nothing"), short
        short = words.word("picture.legend_nothing", self._labels.lang)
        if stretch.end_ms is None and stretch.begin_ms is not None:
            return tr("no data: the phone was not read after this"), short
        return tr("no data: nothing that is shown here was recorded earlier"), short

    def _write(self, painter: QPainter, area: QRectF, *texts: str) -> None:
        """The first of the texts that fits."""
        metrics = self.fontMetrics()
        for text in texts:
            width = metrics.horizontalAdvance(text) + 12
            if width <= area.width():
                plate = QRectF(0, 0, width, metrics.height())
                plate.moveCenter(area.center())
                painter.fillRect(plate, QColor(self._theme.surface))
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
                return

    def _draw_readings(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for reading in self._stage.readings:
            x = self._stage.x_of(reading.end_ms)
            if not -20 <= x <= self.width() + 20:
                continue
            low = float(self.height())
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawLine(QPointF(x, 0), QPointF(x, low))
            painter.setBrush(QColor(self._theme.accent))
            flag = [QPointF(x - 6, 0), QPointF(x + 6, 0), QPointF(x, 9)]
            painter.drawPolygon(QPolygonF(flag))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # -- changes ------------------------------------------------------------------------------

    def _changes_in_view(self) -> Iterator[Change]:
        span = self._stage.span
        for change in self._band.changes if self._band else ():
            if change.end_ms >= span.begin_ms and change.begin_ms <= span.end_ms:
                yield change

    def _draw_changes(self, painter: QPainter) -> None:
        """A sign at the moment; a line before it where it happened between two readings."""
        y = self._top(CHANGES) + self.row_px / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        drawn: set[tuple[What, int]] = set()
        for change in self._changes_in_view():
            x = self._stage.x_of(change.end_ms)
            spot = (change.what, round(x / 3))
            if spot in drawn:  # another of its kind is there already
                continue
            drawn.add(spot)
            begin = max(0.0, self._stage.x_of(change.begin_ms))
            painter.setPen(QPen(QColor(self._theme.muted), 1.5, Qt.PenStyle.DotLine))
            if x - begin > 4:
                painter.drawLine(QPointF(begin, y), QPointF(min(x, self.width()), y))
            self._draw_sign(painter, change.what, QPointF(x, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_sign(self, painter: QPainter, what: What, at: QPointF) -> None:
        ink, half = QColor(self._theme.text), self.row_px * 0.3
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(QColor(self._theme.surface))
        match what:
            case What.INSTALLED | What.UPDATED:  # a square is new, an empty one only newer
                is_new = what is What.INSTALLED
                painter.setBrush(ink if is_new else QColor(self._theme.surface))
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

    # -- notes --------------------------------------------------------------------------------

    def _draw_notes(self, painter: QPainter) -> None:
        """A bar along the bottom for evidence, a flag with its text for an own mark."""
        ink = QColor(self._theme.sample)
        for each in self._notes.evidence:
            area = self._area(each.begin_ms, each.end_ms)
            if area.width() > 0:
                area.setTop(self.height() - 6)
                painter.fillRect(area.adjusted(0, 0, max(0.0, 3 - area.width()), -1), ink)
        for i, mark in enumerate(self._notes.marks):
            x = self._stage.x_of(mark.time_ms)
            if -2 <= x <= self.width() + 2:
                self._draw_flag(painter, ink, x, mark.text, self._room_for(i))

    def _room_for(self, i: int) -> float:
        """How far the text of a mark may go: to the next mark."""
        marks = self._notes.marks
        x = self._stage.x_of(marks[i].time_ms)
        after = self._stage.x_of(marks[i + 1].time_ms) if i + 1 < len(marks) else self.width()
        return min(float(after), float(self.width())) - x - 16

    def _draw_flag(self, painter: QPainter, ink: QColor, x: float, text: str, room: float) -> None:
        top, high = self._top(CHANGES), float(self.row_px)
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(ink)
        painter.drawLine(QPointF(x, top), QPointF(x, top + high))
        pennon = [QPointF(x, top), QPointF(x + 9, top + high * 0.28), QPointF(x, top + high * 0.56)]
        painter.drawPolygon(QPolygonF(pennon))
        metrics = self.fontMetrics()
        shown = metrics.elidedText(clean(text, 80), Qt.TextElideMode.ElideRight, int(max(0, room)))
        if len(shown) > 1:
            plate = QRectF(x + 11, top, metrics.horizontalAdvance(shown) + 4, high)
            painter.fillRect(plate, QColor(self._theme.surface))
            painter.setPen(QColor(self._theme.text))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, shown)

    def _mark_at(self, x: float) -> OwnMark | None:
        near = [m for m in self._notes.marks if -HIT_PX <= x - self._stage.x_of(m.time_ms) <= 12]
        return min(near, key=lambda m: abs(self._stage.x_of(m.time_ms) - x), default=None)

    def _evidence_at(self, x: float) -> Evidence | None:
        time_ms = self._stage.time_at(x)
        around = [e for e in self._notes.evidence if e.begin_ms <= time_ms < e.end_ms]
        return min(around, key=lambda e: e.end_ms - e.begin_ms, default=None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the mark under the pointer, or select the span of the evidence there."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        mark = self._mark_at(event.position().x())
        evidence = self._evidence_at(event.position().x())
        is_low = event.position().y() >= self._top(CHANGES)
        if mark is not None and is_low:
            self.mark_clicked.emit(mark)
        elif evidence is not None and is_low:
            self._stage.select_range(TimeRange(evidence.begin_ms, evidence.end_ms))

    # -- words --------------------------------------------------------------------------------

    def text_at(self, at: QPoint) -> str:
        """What is under a point, a sentence a line."""
        time_ms = self._stage.time_at(at.x())
        lines = list(self._moment_texts(at.x()))
        if self._band is not None and not lines:
            lines = [*self._screen_texts(time_ms), *self._front_texts(time_ms)]
        if self._are_several:
            lines.append(self._why_nothing())
        lines += [
            self._texts(stretch)[0]
            for stretch in self._stage.stretches
            if stretch.keeps is not Keeps.ALL and _is_within(stretch, time_ms)
        ]
        return "\n".join(lines)

    def _moment_texts(self, x: float) -> Iterator[str]:
        zone = self._stage.zone
        for reading in self._stage.readings:
            if abs(self._stage.x_of(reading.end_ms) - x) <= HIT_PX:
                yield fill(tr("The phone was read at %1."), moment(reading.end_ms, 1000, zone))
        mark, evidence = self._mark_at(x), self._evidence_at(x)
        if mark is not None:
            yield fill(tr("My mark at %1: %2"), moment(mark.time_ms, 1000, zone), clean(mark.text))
        if evidence is not None:
            yield self._evidence_text(evidence)
        for change in self._changes_in_view():
            if abs(self._stage.x_of(change.end_ms) - x) <= HIT_PX:
                yield tell_change(change, self._label_of(change), zone)

    def _evidence_text(self, evidence: Evidence) -> str:
        span = span_text(evidence.begin_ms, evidence.end_ms, self._stage.zone)
        number = self._labels.number(len(evidence.event_ids))
        return fill(tr("Kept as evidence: %1, records: %2"), span, number)

    def _label_of(self, change: Change) -> str:
        assert self._band is not None
        wanted = (change.user, change.package)
        named = (p for p in self._band.packages if (p.user, p.package) == wanted)
        found = next((p.label for p in named if p.label), None)
        name = clean(f"{found} ({change.package})" if found else change.package, 120)
        return _with_user(name, change.user)

    def _screen_texts(self, time_ms: float) -> Iterator[str]:
        assert self._band is not None
        texts = {
            (0, True): tr("Screen on: %1"),
            (0, False): tr("Screen off: %1"),
            (1, True): tr("Locked: %1"),
        }
        for kind, runs in enumerate((self._band.screen, self._band.lock)):
            for i in _around(runs, time_ms):
                text = texts.get((kind, bool(runs.is_on[i])))
                if text:
                    yield fill(text, self._span(runs, i))
        if not len(_around(self._band.screen, time_ms)):
            yield tr("Screen: not recorded here")

    def _front_texts(self, time_ms: float) -> Iterator[str]:
        assert self._band is not None
        front = self._band.front
        for i in _around(front, time_ms)[:4]:
            yield fill(tr("In front: %1, %2"), self._name(front, i), self._span(front, i))

    def _span(self, runs: Stretches, i: int) -> str:
        text = span_text(int(runs.begin_ms[i]), int(runs.end_ms[i]), self._stage.zone)
        return text if runs.ends_known[i] else fill(tr("%1 or later"), text)

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.text_at(event.pos()), self)
            return True
        return super().event(event)

    def _describe(self) -> None:
        """For a screen reader: what happened in the span that is shown."""
        zone, span = self._stage.zone, self._stage.span
        told = [
            fill(tr("My mark at %1: %2"), moment(mark.time_ms, 1000, zone), clean(mark.text))
            for mark in self._notes.marks
            if span.begin_ms <= mark.time_ms < span.end_ms
        ]
        told += [
            self._evidence_text(each)
            for each in self._notes.evidence
            if each.begin_ms < span.end_ms and each.end_ms > span.begin_ms
        ]
        told += [
            tell_change(each, self._label_of(each), self._stage.zone)
            for each in self._changes_in_view()
        ]
        more = len(told) - MOST_SPOKEN
        if more > 0:
            told = [*told[:MOST_SPOKEN], fill(tr("and %1 more changes"), self._labels.number(more))]
        if self._are_several:
            told.insert(0, self._why_nothing())
        self.setAccessibleDescription(" ".join(told))


class BandNames(QWidget):
    """What the rows of the band are, left of it."""

    def __init__(self, band: ContextBand, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._band, self._theme = band, theme
        self.setFixedHeight(band.height())

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def names(self) -> Sequence[str]:
        """Of the rows, from the top."""
        return tr("Screen"), tr("In front"), tr("Changes, readings")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write them beside their rows."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.surface))
            painter.setPen(QColor(self._theme.muted))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            for row, text in enumerate(self.names()):
                high = self._band.row_px
                painter.drawText(QRectF(0, 2 + row * high, self.width() - 8, high), align, text)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())


def _with_user(name: str, user: int) -> str:
    """A work profile or a second user is named: its app of one name is another app."""
    return f"{name}, {fill(tr('user %1'), str(user))}" if user else name


def _around(runs: Stretches, time_ms: float) -> list[int]:
    """Which stretches a time is in."""
    found: list[int] = np.flatnonzero((runs.begin_ms <= time_ms) & (runs.end_ms > time_ms)).tolist()
    return found


def _is_within(stretch: Stretch, time_ms: float) -> bool:
    is_after = stretch.begin_ms is None or stretch.begin_ms <= time_ms
    return is_after and (stretch.end_ms is None or time_ms < stretch.end_ms)
