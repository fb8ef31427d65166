"""The icons: own line drawings in resources/icons, painted in the colour that is asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import RESOURCES


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


class _Drawing(QIconEngine):
    """Paints one drawing sharply at any size and scale."""

    def __init__(self, name: str, color: str, disabled: str) -> None:
        super().__init__()
        self._name, self._color, self._disabled = name, color, disabled

    def paint(self, painter: QPainter, rect, mode: QIcon.Mode, state: QIcon.State) -> None:
        color = self._disabled if mode == QIcon.Mode.Disabled else self._color
        text = _source(self._name).replace("currentColor", color)
        QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, picture.rect(), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _Drawing(self._name, self._color, self._disabled)


def icon(name: str, color: str, disabled: str = "#8a929c") -> QIcon:
    """Give the icon `name` in one colour."""
    return QIcon(_Drawing(name, color, disabled))


def pixmap(name: str, color: str, size_px: int, scale: float = 1.0) -> QPixmap:
    """Give a square picture of an icon; `size_px` is in logical pixels."""
    picture = QPixmap(round(size_px * scale), round(size_px * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    text = _source(name).replace("currentColor", color)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def app_icon() -> QIcon:
    """Give the program's own icon."""
    return QIcon(str(RESOURCES / "icons" / "permission-auditor.svg"))
