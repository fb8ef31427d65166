"""The context above the lanes: day and night, when the phone was read, where nothing is known."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor import words
from auditor.coverage import Keeps, Stretch
from auditor.timeticks import DAY_MS, nights
from ui.labels import Labels
from ui.theme import Theme
from ui.timeline_stage import Stage
from ui.timeline_words import tr

NIGHTS_UP_TO_MS = 120 * DAY_MS  # in a longer view a night is narrower than it can be seen


class ContextBand(QWidget):
    """One strip, in step with the marks below it."""

    def __init__(self, stage: Stage, theme: Theme, labels: Labels, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._theme = theme
        self._labels = labels
        self.setObjectName("timeline_context")
        self.setFixedHeight(self.fontMetrics().height() * 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_labels(labels)
        stage.moved.connect(self.update)
        stage.lanes_changed.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def set_labels(self, labels: Labels) -> None:
        """Speak another language."""
        self._labels = labels
        self.setAccessibleName(
            tr("Day and night, readings of the phone, and stretches without data")
        )
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nights, then what is not known, then the readings."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.surface))
            self._draw_nights(painter)
            for stretch in self._stage.stretches:
                self._draw_stretch(painter, stretch)
            self._draw_readings(painter)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _area(self, begin_ms: float | None, end_ms: float | None) -> QRectF:
        """The part of the strip for a stretch, empty when it is out of view."""
        left = 0.0 if begin_ms is None else max(0.0, self._stage.x_of(begin_ms))
        right = self.width() if end_ms is None else min(self.width(), self._stage.x_of(end_ms))
        return QRectF(left, 0, max(0.0, right - left), self.height())

    def _draw_nights(self, painter: QPainter) -> None:
        span = self._stage.span
        if span.length_ms > NIGHTS_UP_TO_MS:
            return
        for begin, end in nights(int(span.begin_ms), int(span.end_ms), self._stage.zone):
            painter.fillRect(self._area(begin, end), QColor(self._theme.raised))

    def _draw_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        area = self._area(stretch.begin_ms, stretch.end_ms)
        if stretch.keeps is Keeps.ALL or area.width() < 1:
            return
        is_nothing = stretch.keeps is Keeps.NOTHING
        hatch = QColor(self._theme.muted)
        hatch.setAlpha(150 if is_nothing else 70)
        style = Qt.BrushStyle.BDiagPattern if is_nothing else Qt.BrushStyle.Dense7Pattern
        painter.fillRect(area, QBrush(hatch, style))
        self._write(painter, area, *self._texts(stretch))

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
