"""The names of the lanes, left of the marks: open and close a lane, choose the one for the keys."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from auditor.timeline import Lane
from ui.labels import Labels
from ui.theme import Theme
from ui.timeline_stage import Stage
from ui.timeline_words import lane_texts, tr

INDENT_PX = 18
SWATCH_PX = 10
WIDTH_LETTERS = 38


class LaneLabels(QWidget):
    """Painted, not made of widgets: there may be thousands of lanes."""

    lane_clicked = Signal(object)  # index of the lane (int)

    def __init__(self, stage: Stage, theme: Theme, labels: Labels, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._theme = theme
        self._labels = labels
        self.setObjectName("timeline_lanes")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("n") * WIDTH_LETTERS)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        stage.scrolled.connect(self.update)
        stage.lanes_changed.connect(self.update)
        stage.selected.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def set_labels(self, labels: Labels) -> None:
        """Speak another language."""
        self._labels = labels
        self.setAccessibleName(tr("Names of the lanes; a click opens or closes one"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names of the lanes in view."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.surface))
            for index in self._stage.lanes_in_view():
                self._draw_lane(painter, index, self._stage.lanes[index])
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _draw_lane(self, painter: QPainter, index: int, lane: Lane) -> None:
        row = QRectF(0, self._stage.top_of(index), self.width() - 1, self._stage.size.row_px)
        if index == self._stage.lane_index:
            painter.fillRect(row, QColor(self._theme.selection))
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawLine(QPointF(0, row.bottom() - 0.5), QPointF(row.width(), row.bottom() - 0.5))
        inner = row.adjusted(6 + lane.depth * INDENT_PX, 0, -8, 0)
        if lane.depth == 0:
            self._draw_arrow(painter, inner, lane.key in self._stage.opened)
        inner.setLeft(inner.left() + INDENT_PX)
        self._draw_texts(painter, self._draw_swatch(painter, inner, lane), lane)

    def _draw_arrow(self, painter: QPainter, row: QRectF, is_open: bool) -> None:
        x, y = row.left() + 6, row.center().y()
        closed = [QPointF(x - 2, y - 4), QPointF(x + 3, y), QPointF(x - 2, y + 4)]
        opened = [QPointF(x - 4, y - 2), QPointF(x + 4, y - 2), QPointF(x, y + 3)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.control))
        painter.drawPolygon(QPolygonF(opened if is_open else closed))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_swatch(self, painter: QPainter, row: QRectF, lane: Lane) -> QRectF:
        if lane.key.data_type is None:
            return row
        swatch = QRectF(row.left(), row.center().y() - SWATCH_PX / 2, SWATCH_PX, SWATCH_PX)
        painter.fillRect(swatch, self._theme.data_color(lane.key.data_type))
        return row.adjusted(SWATCH_PX + 6, 0, 0, 0)

    def _draw_texts(self, painter: QPainter, row: QRectF, lane: Lane) -> None:
        """Name, then what tells it apart, then the number of records; the name is cut last."""
        name, note = lane_texts(lane, self._labels)
        number = self._labels.number(lane.records)
        plain, strong = self.font(), QFont(self.font())
        strong.setBold(lane.depth == 0)
        wide = QFontMetricsF(plain)
        numbers = wide.horizontalAdvance(number) + 10
        painter.setFont(plain)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        row = row.adjusted(0, 0, -numbers, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        shown = QFontMetricsF(strong).elidedText(name, Qt.TextElideMode.ElideRight, row.width())
        painter.setFont(strong)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(row, left, shown)
        rest = row.adjusted(QFontMetricsF(strong).horizontalAdvance(shown) + 8, 0, 0, 0)
        if rest.width() > wide.averageCharWidth() * 4:
            painter.setFont(plain)
            painter.setPen(QColor(self._theme.muted))
            elided = wide.elidedText(note, Qt.TextElideMode.ElideMiddle, rest.width())
            painter.drawText(rest, left, elided)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the lane; the window decides what else a click does."""
        index = self._stage.lane_at(event.position().y())
        if index is not None and event.button() is Qt.MouseButton.LeftButton:
            self.lane_clicked.emit(index)

    def event(self, event: QEvent) -> bool:
        """Show the whole name where it was cut."""
        if isinstance(event, QHelpEvent):
            index = self._stage.lane_at(event.pos().y())
            if index is not None:
                texts = lane_texts(self._stage.lanes[index], self._labels)
                QToolTip.showText(event.globalPos(), "\n".join(text for text in texts if text))
            return True
        return super().event(event)
