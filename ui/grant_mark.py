"""A circle that says by its shape how far a permission goes; words stand beside it."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from auditor.permissions import Grant
from ui.theme import Theme
from ui.type_cell import paint_grant


class GrantMark(QWidget):
    """The sign of the Apps table, larger: full, half, quarter, struck through, hollow, dotted."""

    def __init__(self, grant: Grant | None, color: str, theme: Theme, size_px: int = 20) -> None:
        super().__init__()
        self._grant, self._color, self._size_px = grant, QColor(color), size_px
        self._ground = QColor(theme.border)
        self.setFixedSize(size_px, size_px)

    def sizeHint(self) -> QSize:
        return QSize(self._size_px, self._size_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        if self._grant is None:
            line = QRectF(place.left(), place.center().y(), place.width(), 2)
            painter.fillRect(line, self._ground)
        paint_grant(painter, place, self._grant, self._color)
        painter.end()
