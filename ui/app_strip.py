"""An app's own small timeline: seven days, one row for each kind of data it used."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor import words
from auditor.columns import EventColumns
from auditor.coverage import Keeps, Stretch
from auditor.density import density
from auditor.facts import MarkClass, facts_of
from auditor.records import DataType
from auditor.timeline import Group, Lane, make_lanes
from ui.labels import Labels, zone_of
from ui.theme import Theme
from ui.timeline_ground import Hatch, draw_last_only, draw_nights, nights_in
from ui.timeline_words import span_text
from ui.widgets import text_width

DAYS, DAY_MS = 7, 86_400_000
BAR_PX = 3  # of one column: about an hour on an ordinary window


@dataclass(frozen=True)
class _Row:
    data_type: DataType
    lane: Lane


class AppStrip(QWidget):
    """Bars are accesses, a mark on top says background, hatched is a count, a cross a refusal."""

    type_chosen = Signal(object)  # DataType

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("appStrip")
        self._labels, self._theme = labels, theme
        self._rows: list[_Row] = []
        self._begin_ms = self._end_ms = 0
        self._zone: tzinfo = zone_of(None)
        self._stretches: tuple[Stretch, ...] = ()
        self._hatch = Hatch(theme)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_columns(
        self,
        columns: EventColumns,
        now_ms: int,
        zone: str | None,
        stretches: tuple[Stretch, ...] = (),
    ) -> None:
        """Show the seven days before the reading; `stretches` say what they can show at all."""
        self._stretches = stretches
        self._begin_ms, self._end_ms = now_ms - DAYS * DAY_MS, now_ms + 1
        self._zone = zone_of(zone)
        facts = facts_of(columns)
        lanes = make_lanes(facts, Group.TYPE)
        self._rows = [
            _Row(lane.key.data_type, lane)
            for lane in lanes
            if lane.key.data_type not in (None, DataType.OTHER)
        ]
        self.setVisible(bool(self._rows))
        self.setAccessibleName(self._summary())
        self.setToolTip("\n".join(self._lacks()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, self._row_px * len(self._rows) + self._axis_px + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    @property
    def _row_px(self) -> int:
        return max(self.fontMetrics().height() + 10, 28)

    @property
    def _axis_px(self) -> int:
        return self.fontMetrics().height() + 6

    def _summary(self) -> str:
        names = self._labels.listed(self._labels.data_type(row.data_type) for row in self._rows)
        told = self.tr("The last seven days: %1").replace("%1", names)
        return ". ".join((told, *self._lacks()))

    def _lacks(self) -> list[str]:
        """What a part of the seven days cannot show, in words, with its end or begin."""
        found = []
        for stretch in self._stretches:
            begin_ms = self._begin_ms if stretch.begin_ms is None else stretch.begin_ms
            end_ms = self._end_ms if stretch.end_ms is None else stretch.end_ms
            begin_ms, end_ms = max(begin_ms, self._begin_ms), min(end_ms, self._end_ms)
            if stretch.keeps is not Keeps.ALL and end_ms - begin_ms > 60_000:
                told = words.word(f"picture.legend_{stretch.keeps}", self._labels.lang)
                found.append(f"{told}: {span_text(begin_ms, end_ms, self._zone)}")
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // self._row_px)
        if 0 <= number < len(self._rows):
            self.type_chosen.emit(self._rows[number].data_type)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = text_width(self, 24)
        wide = max(self.width() - left - 8, 60)
        self._paint_ground(painter, QRect(left, 0, wide, self._row_px * len(self._rows)))
        self._paint_days(painter, left, wide)
        if self._rows:
            counts = self._counts(wide // BAR_PX)
            for number, row in enumerate(self._rows):
                self._paint_row(painter, number, row, counts[number], left, wide)
        painter.end()

    def _counts(self, columns: int) -> np.ndarray:
        lanes = [row.lane for row in self._rows]
        found = density(lanes, self._begin_ms, self._end_ms, columns)
        return np.stack([found.of(kind) for kind in MarkClass], axis=1)

    def _paint_ground(self, painter: QPainter, area: QRect) -> None:
        """Nights, and what cannot be known, as on the timeline."""
        length_ms = self._end_ms - self._begin_ms

        def x_of(time_ms):
            return area.left() + (time_ms - self._begin_ms) * area.width() / length_ms

        painter.fillRect(area, QColor(self._theme.surface))
        found = nights_in(self._begin_ms, self._end_ms, self._zone, area.width())
        draw_nights(painter, self._theme, found, x_of, area)
        draw_last_only(painter, self._theme, self._stretches, x_of, area)
        self._hatch.draw(painter, self._stretches, x_of, area)

    def _paint_days(self, painter: QPainter, left: int, wide: int) -> None:
        """A line at each midnight of the phone, with the day below."""
        bottom = self._row_px * len(self._rows)
        midnight = datetime.fromtimestamp(self._begin_ms / 1000, self._zone).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        painter.setFont(self.font())
        day_px = wide / DAYS
        for day in range(1, DAYS + 1):
            at_ms = midnight.timestamp() * 1000 + day * DAY_MS
            x = left + (at_ms - self._begin_ms) / (self._end_ms - self._begin_ms) * wide
            if x > left + wide:
                break
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
            painter.setPen(QColor(self._theme.muted))
            text = f"{datetime.fromtimestamp(at_ms / 1000 + 3600, self._zone):%m-%d}"
            room = QRectF(x + 2, bottom + 2, day_px, self._axis_px)
            if room.left() + painter.fontMetrics().horizontalAdvance(text) <= self.width():
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft, text)

    def _paint_row(
        self, painter: QPainter, number: int, row: _Row, counts: np.ndarray, left: int, wide: int
    ) -> None:
        top, high = number * self._row_px, self._row_px
        color = QColor(self._theme.data[row.data_type])
        painter.setPen(QColor(self._theme.text))
        name = self._labels.data_type(row.data_type)
        place = QRectF(4, top, left - 12, high)
        name = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, int(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawLine(QPointF(left, top + high - 1), QPointF(left + wide, top + high - 1))
        painter.setPen(Qt.PenStyle.NoPen)
        step = wide / max(counts.shape[1], 1)
        single = counts[MarkClass.ACCESS] + counts[MarkClass.BACKGROUND]
        most = max(int(single.max(initial=0)), 1)
        hatch = QBrush(color, Qt.BrushStyle.BDiagPattern)
        for column in np.flatnonzero(counts.any(axis=0)).tolist():
            x = left + column * step
            if counts[MarkClass.AGGREGATE, column]:
                painter.fillRect(QRectF(x, top + high * 0.45, step, high * 0.5), hatch)
            if single[column]:
                tall = (high - 8) * (0.35 + 0.65 * single[column] / most)
                painter.fillRect(QRectF(x, top + high - 2 - tall, max(step - 0.6, 1), tall), color)
                if counts[MarkClass.BACKGROUND, column]:
                    tip = QRectF(x, top + high - 4 - tall, max(step - 0.6, 1), 2)
                    painter.fillRect(tip, QColor(self._theme.text))
            if counts[MarkClass.REJECT, column]:
                self._paint_cross(painter, x + step / 2, top + 6)

    def _paint_cross(self, painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QPen(QColor(self._theme.on_alarm), 1.4))
        painter.drawLine(QPointF(x - 2.5, y - 2.5), QPointF(x + 2.5, y + 2.5))
        painter.drawLine(QPointF(x - 2.5, y + 2.5), QPointF(x + 2.5, y - 2.5))
        painter.setPen(Qt.PenStyle.NoPen)
