"""The context above the lanes: screen, app in front, changes, readings, own marks, night, no data.

A row in which nothing is known is patterned: blank means that the phone tells it was off.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from auditor.band import Band
from auditor.notes import Notes
from ui.labels import Labels
from ui.phrases import tr
from ui.theme import Theme
from ui.timeline_band_paint import CHANGES, ROWS, BandPaint
from ui.timeline_band_words import BandWords
from ui.timeline_frame import TimeRange
from ui.timeline_stage import Stage


class ContextBand(QWidget):
    """Three rows, in step with the marks below them."""

    mark_clicked = Signal(object)  # OwnMark

    def __init__(self, stage: Stage, theme: Theme, labels: Labels, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._words = BandWords(stage, labels)
        self.row_px = max(16, self.fontMetrics().height())
        self._paint = BandPaint(self, self._words, theme, self.row_px)
        self.setObjectName("timeline_context")
        self.setFixedHeight(self.row_px * ROWS + 4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_labels(labels)
        stage.moved.connect(self.update)
        stage.lanes_changed.connect(self.update)
        stage.rested.connect(self._describe)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._paint.theme = theme
        self.update()

    def set_labels(self, labels: Labels) -> None:
        """Speak another language."""
        self._words.labels = labels
        self.setAccessibleName(tr("Screen, app in front, changes, readings, and what is not known"))
        self._describe()
        self.update()

    def show_band(self, band: Band | None, are_several: bool = False) -> None:
        """Show the context of a phone; None where it is not known, or where phones are several."""
        self._words.band, self._words.are_several = band, are_several
        self._describe()
        self.update()

    def show_notes(self, notes: Notes) -> None:
        """Show a person's own marks, and the spans chosen as evidence."""
        self._words.notes = notes
        self._describe()
        self.update()

    def text_at(self, at: QPoint) -> str:
        """What is under a point, a sentence a line."""
        return self._words.text_at(at.x())

    def _describe(self) -> None:
        """For a screen reader: what happened in the span that is shown."""
        self.setAccessibleDescription(self._words.description())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nights, what is known of the phone, what is not, then moments."""
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time goes
            self._paint.draw(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the mark under the pointer, or select the span of the evidence there."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        mark = self._words.mark_at(event.position().x())
        evidence = self._words.evidence_at(event.position().x())
        is_low = event.position().y() >= self._paint.top_of(CHANGES)
        if mark is not None and is_low:
            self.mark_clicked.emit(mark)
        elif evidence is not None and is_low:
            self._stage.select_range(TimeRange(evidence.begin_ms, evidence.end_ms))

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.text_at(event.pos()), self)
            return True
        return super().event(event)


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
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time goes
            painter.fillRect(self.rect(), QColor(self._theme.surface))
            painter.setPen(QColor(self._theme.muted))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            for row, text in enumerate(self.names()):
                high = self._band.row_px
                painter.drawText(QRectF(0, 2 + row * high, self.width() - 8, high), align, text)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
