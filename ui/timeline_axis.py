"""The time axis in the phone's zone. Imported with pyqtgraph, late."""

from datetime import datetime

import pyqtgraph as pg
from PySide6.QtCore import QDate, QLocale, QTime

from auditor.timeticks import DAY_MS, MINUTE_MS, MONTH_MS, YEAR_MS, Tick
from ui.phrases import tr
from ui.timeline_stage import Stage


class PhoneTimeAxis(pg.DateAxisItem):
    """pyqtgraph's date axis knows one fixed offset; this one follows the zone through the year."""

    def __init__(self, stage: Stage, locale: QLocale) -> None:
        super().__init__(orientation="bottom")
        self.stage = stage
        self.locale = locale
        self._step_ms = DAY_MS
        self._ticks: dict[float, Tick] = {}

    def set_locale(self, locale: QLocale) -> None:
        """Write dates as another language does."""
        self.locale = locale
        self.picture = None
        self.update()

    def tickValues(
        self, begin_s: float, end_s: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Ticks in seconds: begins of days apart from the others, which are drawn paler."""
        if self.fontMetrics:
            need_px = self.fontMetrics.horizontalAdvance(tr("ddd d MMM") + "nnn")
            self.stage.tick_room_px = float(need_px)
        self._step_ms, found = self.stage.ticks()
        self._ticks = {tick.time_ms / 1000: tick for tick in found}
        strong = [at for at, tick in self._ticks.items() if tick.is_day]
        others = [at for at, tick in self._ticks.items() if not tick.is_day]
        step = self._step_ms / 1000
        return [(max(step, 86_400.0), strong), (step, others)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Dates at the begin of a day, times elsewhere."""
        return [self._text(self._ticks[value]) if value in self._ticks else "" for value in values]

    def _text(self, tick: Tick) -> str:
        local = tick.local
        if self._step_ms >= YEAR_MS:
            return str(local.year)
        if self._step_ms >= MONTH_MS:
            return self.locale.toString(_date(local), tr("MMM yyyy"))
        if tick.is_day:
            return self.locale.toString(_date(local), tr("ddd d MMM"))
        layout = "HH:mm" if self._step_ms >= MINUTE_MS else "HH:mm:ss"
        return QLocale.c().toString(QTime(local.hour, local.minute, local.second), layout)


def _date(local: datetime) -> QDate:
    return QDate(local.year, local.month, local.day)
