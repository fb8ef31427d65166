"""An app's picture: its own where the case holds one, else a tile with the first letter."""

import unicodedata
import zlib
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from ui.theme import Theme

SCALE = 2.0
GROUNDS = ("#7a3b2e", "#6b4fa0", "#0f6b63", "#2455b8", "#3f6d1f", "#8a5a00", "#a0265b", "#3b5166")


def letter_of(name: str) -> str:
    """Give the first letter or digit of a name as a capital; a dot for a name without any."""
    found = next((c for c in name if unicodedata.category(c)[0] in "LN"), "·")
    return found.upper()[:1]


def app_icon(name: str, package: str, theme: Theme) -> QIcon:
    """Give the icon for tables."""
    return _icon(letter_of(name), _ground(package), theme.name)


def app_pixmap(name: str, package: str, size_px: int) -> QPixmap:
    """Give the picture for a heading; `size_px` in logical pixels."""
    return _tile(letter_of(name), _ground(package), size_px)


def _ground(package: str) -> str:
    """One colour for each package, the same in every run. White reaches 4.5:1 on all of them."""
    return GROUNDS[zlib.crc32(package.encode()) % len(GROUNDS)]


@lru_cache(maxsize=1024)
def _icon(letter: str, ground: str, _theme: str) -> QIcon:
    return QIcon(_tile(letter, ground, 28))


@lru_cache(maxsize=256)
def _tile(letter: str, ground: str, size_px: int) -> QPixmap:
    picture = QPixmap(round(size_px * SCALE), round(size_px * SCALE))
    picture.setDevicePixelRatio(SCALE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    whole = QRectF(0, 0, size_px, size_px)
    painter.drawRoundedRect(whole, size_px * 0.24, size_px * 0.24)
    font = QFont(painter.font())
    font.setPixelSize(round(size_px * 0.52))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return picture
