"""A picture of exactly what the timeline shows, with a caption: as pixels, or as lines (SVG)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView, QWidget

from ui.theme import Theme

MARGIN_PX = 10
LEAST_SCALE = 2.0  # finer than most screens: a picture is printed too
_MILLIMETRES = re.compile(rb'width="[\d.]+mm" height="[\d.]+mm"')


@dataclass(frozen=True)
class Caption:
    """What stands above the lanes: phone, span, zone, filter; a mark that stands out."""

    lines: tuple[str, ...]
    mark: str
    theme: Theme
    font: QFont

    def height_px(self, width_px: int) -> int:
        """How much room it takes."""
        return 2 * MARGIN_PX + sum(area.height() for area in self._areas(width_px))

    def _areas(self, width_px: int) -> list[QRect]:
        metrics = QFontMetrics(self.font)
        room = QRect(0, 0, width_px - 2 * MARGIN_PX, 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        texts = (*self.lines, *((self.mark,) if self.mark else ()))
        return [metrics.boundingRect(room, flags, text) for text in texts]

    def draw(self, painter: QPainter, width_px: int) -> None:
        """Draw it at the top."""
        painter.setFont(self.font)
        y = MARGIN_PX
        texts = (*self.lines, *((self.mark,) if self.mark else ()))
        for text, area in zip(texts, self._areas(width_px), strict=True):
            is_mark = bool(self.mark) and text == self.mark
            painter.setPen(QColor(self.theme.sample if is_mark else self.theme.text))
            place = QRect(MARGIN_PX, y, width_px - 2 * MARGIN_PX, area.height())
            painter.drawText(place, int(Qt.TextFlag.TextWordWrap), text)
            y += area.height()


class Picture:
    """Draws the parts of the timeline where they are on the screen, below the caption."""

    def __init__(self, parts: Sequence[QWidget], plot: QGraphicsView, caption: Caption) -> None:
        self._parts, self._plot, self._caption = parts, plot, caption
        self._body = parts[0].parentWidget()
        widgets = (*parts, plot)
        self._whole = QRect()
        for each in widgets:
            self._whole = self._whole.united(QRect(self._place(each), each.size()))
        self.width_px = self._whole.width()
        self.height_px = self._whole.height() + caption.height_px(self.width_px)

    def _place(self, part: QWidget) -> QPoint:
        return part.mapTo(self._body, QPoint(0, 0))

    def to_image(self) -> QImage:
        """As pixels, at least twice as fine as a common screen."""
        scale = max(LEAST_SCALE, self._body.devicePixelRatioF())
        image = QImage(
            round(self.width_px * scale), round(self.height_px * scale), QImage.Format.Format_RGB32
        )
        image.setDevicePixelRatio(scale)
        image.fill(QColor(self._caption.theme.surface))
        with QPainter(image) as painter:
            self._draw(painter)
        return image

    def to_png(self) -> bytes:
        """As the bytes of a PNG file."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.to_image().save(buffer, "PNG")
        return bytes(buffer.data().data())

    def to_svg(self) -> bytes:
        """As the bytes of an SVG file; bins of a dense lane are pixels in it."""
        buffer = QBuffer()
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(self._body.logicalDpiX())  # else the texts of the axis shrink
        generator.setViewBox(QRect(0, 0, self.width_px, self.height_px))
        generator.setSize(self._whole.size())
        generator.setTitle(" · ".join(self._caption.lines))
        generator.setDescription(self._caption.mark)
        with QPainter(generator) as painter:
            ground = QColor(self._caption.theme.surface)
            painter.fillRect(QRect(0, 0, self.width_px, self.height_px), ground)
            self._draw(painter)
        size = b'width="%d" height="%d"' % (self.width_px, self.height_px)
        return _MILLIMETRES.sub(size, bytes(buffer.data().data()), count=1)

    def _draw(self, painter: QPainter) -> None:
        self._caption.draw(painter, self.width_px)
        painter.translate(0, self._caption.height_px(self.width_px))
        painter.translate(-self._whole.topLeft())
        for part in self._parts:
            part.render(painter, self._place(part))
        place = QRectF(QRect(self._place(self._plot), self._plot.size()))
        self._plot.render(painter, place, self._plot.viewport().rect())
