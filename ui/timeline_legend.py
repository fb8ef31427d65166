"""The key to the marks: each shape beside its word, drawn by the code that draws the marks."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor import words
from ui import timeline_shapes as shapes
from ui.labels import Labels
from ui.theme import Theme
from ui.timeline_shapes import Spots

SHAPES = ("tick", "bar", "minute", "background", "block", "cross", "running", "doubt")
SHAPE_PX = 22
GAP_PX = 14


class Legend(QWidget):
    """As many entries as fit, in one line; the tool tip has them all."""

    def __init__(self, theme: Theme, labels: Labels, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("timeline_legend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set_labels(labels)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def set_labels(self, labels: Labels) -> None:
        """Speak another language."""
        self._texts = [words.word(f"picture.legend_{shape}", labels.lang) for shape in SHAPES]
        self.setToolTip("\n".join(self._texts))
        self.setAccessibleName(words.listed(self._texts, labels.lang))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all entries; less will do."""
        return QSize(sum(self._widths()), self.fontMetrics().height() + 8)

    def minimumSizeHint(self) -> QSize:
        """The legend never makes a window wider."""
        return QSize(0, self.fontMetrics().height() + 8)

    def _widths(self) -> list[int]:
        metrics = self.fontMetrics()
        return [SHAPE_PX + 6 + metrics.horizontalAdvance(text) + GAP_PX for text in self._texts]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits, from the left."""
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time goes
            left = GAP_PX
            for shape, text, width in zip(SHAPES, self._texts, self._widths(), strict=True):
                if left + width > self.width():
                    break
                self._draw_shape(painter, shape, left)
                area = QRectF(left + SHAPE_PX + 6, 0, width, self.height())
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
                left += width

    def _draw_shape(self, painter: QPainter, shape: str, left: float) -> None:
        height = 24
        ink, ground = QColor(self._theme.accent), QColor(self._theme.window)
        wide = {"tick": 2.0, "cross": 2.0, "background": 10.0, "running": 10.0, "doubt": 10.0}.get(
            shape, float(SHAPE_PX)
        )
        x = np.array([left + (SHAPE_PX - wide) / 2])
        spots = Spots(x, np.array([wide]), np.array([(self.height() - height) / 2]))
        is_soft = np.array([shape == "minute"])
        match shape:
            case "cross":
                shapes.draw_crosses(painter, QColor(self._theme.on_alarm), ground, spots, height)
            case "block":
                shapes.draw_blocks(painter, ink, spots, height)
            case "running":
                shapes.draw_uses(painter, ink, spots, is_soft, height, 0.64)
                shapes.draw_running(painter, QColor(self._theme.text), spots, height)
            case "doubt":
                shapes.draw_uses(painter, ink, spots, is_soft, height, 0.64)
                shapes.draw_doubts(painter, QColor(self._theme.muted), spots, height)
            case "background":
                shapes.draw_uses(painter, ink, spots, is_soft, height, 0.50)
                shapes.draw_underlines(painter, QColor(self._theme.text), spots, height)
            case _:
                shapes.draw_uses(painter, ink, spots, is_soft, height, 0.64)
