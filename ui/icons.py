"""The icons: own line drawings in resources/icons, painted in the colour that is asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from ui.theme import RESOURCES

SIZES_PX = (16, 20)
APP_SIZES_PX = (24, 32, 48, 64, 128, 256)


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon(name: str, color: str, disabled: str = "#8a929c") -> QIcon:
    """Give the icon `name` in one colour."""
    made = QIcon()
    for size_px in SIZES_PX:
        for scale in {1.0, 2.0, sharpest()}:
            made.addPixmap(pixmap(name, color, size_px, scale))
        made.addPixmap(pixmap(name, disabled, size_px), QIcon.Mode.Disabled)
    return made


def sharpest() -> float:
    """Give how many dots of the finest screen lie in a logical pixel, 2 at least."""
    return max(2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens()))


def pixmap(name: str, color: str, size_px: int, scale: float = 1.0) -> QPixmap:
    """Give a square picture of an icon; `size_px` is in logical pixels.

    Each is drawn once: the pages have some hundreds of a few dozen.
    """
    key = f"{name} {color} {size_px} {scale}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    picture = QPixmap(round(size_px * scale), round(size_px * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    text = _source(name).replace("currentColor", color)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    QPixmapCache.insert(key, picture)
    return picture


def app_icon() -> QIcon:
    """Give the program's own icon: at 16 pixels a drawing whose every dot was put by hand."""
    made = QIcon(pixmap("permission-auditor-16", "", 16))
    for size_px in APP_SIZES_PX:
        made.addPixmap(pixmap("permission-auditor", "", size_px))
    return made
