"""The time axis in the phone's zone. Imported with pyqtgraph, late."""

from datetime import datetime

import pyqtgraph as pg
from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, Qt, QTime
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from auditor.timeticks import MINUTE_MS, MONTH_MS, YEAR_MS, Tick
from ui.phrases import tr
from ui.timeline_stage import Stage

TICK_PX, DAY_TICK_PX = 4, 6


class PhoneTimeAxis(pg.AxisItem):
    """pyqtgraph's date axis knows one fixed offset; this one follows the zone through the year.

    It asks the stage what is in view and paints that, which is quicker than a view box's ranges.
    """

    def __init__(self, stage: Stage, locale: QLocale) -> None:
        super().__init__(orientation="bottom")
        self.stage = stage
        self.locale = locale
        self.text_color = QColor()

    def linkToView(self, view: pg.ViewBox) -> None:
        """Follow the stage alone."""

    def set_locale(self, locale: QLocale) -> None:
        """Write dates as another language does."""
        self.locale = locale
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the ticks; the begins of days are longer and stronger."""
        metrics = painter.fontMetrics()
        self.stage.tick_room_px = float(metrics.horizontalAdvance(tr("ddd d MMM") + "nnn"))
        step_ms, found = self.stage.ticks()
        wide, high = self.size().width(), metrics.height()
        painter.setPen(self.pen())
        painter.drawLine(QPointF(0, 0), QPointF(wide, 0))
        for tick in found:
            x = self.stage.x_of(tick.time_ms)
            painter.setPen(self.text_color if tick.is_day else self.pen())
            painter.drawLine(QPointF(x, 0), QPointF(x, DAY_TICK_PX if tick.is_day else TICK_PX))
            text = self._text(tick, step_ms)
            room = metrics.horizontalAdvance(text)
            if x - room / 2 >= 0 and x + room / 2 <= wide:
                painter.setPen(self.text_color)
                place = QRectF(x - room, DAY_TICK_PX + 1, 2 * room, high)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _text(self, tick: Tick, step_ms: int) -> str:
        local = tick.local
        if step_ms >= YEAR_MS:
            return str(local.year)
        if step_ms >= MONTH_MS:
            return self.locale.toString(_date(local), tr("MMM yyyy"))
        if tick.is_day:
            return self.locale.toString(_date(local), tr("ddd d MMM"))
        layout = "HH:mm" if step_ms >= MINUTE_MS else "HH:mm:ss"
        return QLocale.c().toString(QTime(local.hour, local.minute, local.second), layout)


def _date(local: datetime) -> QDate:
    return QDate(local.year, local.month, local.day)
