"""An app's picture: its own where the case holds one, else a tile with the first letter."""

import unicodedata
import zlib
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from auditor.permissions import AppKey

SCALE = 2.0
GROUNDS = ("#7a3b2e", "#6b4fa0", "#0f6b63", "#2455b8", "#3f6d1f", "#8a5a00", "#a0265b", "#3b5166")


class AppIcons:
    """The pictures of a case's apps, made when they are first asked for."""

    def __init__(self) -> None:
        self._data: dict[AppKey, bytes] = {}
        self._made: dict[AppKey, QPixmap] = {}
        self._sized: dict[tuple[AppKey, int], QPixmap] = {}

    def take(self, data: dict[AppKey, bytes]) -> None:
        """Take the PNG files of another case, or of the same one read again."""
        self._data, self._made, self._sized = data, {}, {}

    def icon(self, app: AppKey, name: str) -> QIcon:
        """Give the icon for tables."""
        picture = self._picture(app)
        if picture is None:
            return _icon(letter_of(_telling(name, app[2])), _ground(app[2]))
        return QIcon(picture)

    def pixmap(self, app: AppKey, name: str, size_px: int) -> QPixmap:
        """Give the picture for a heading or a lane; `size_px` in logical pixels."""
        picture = self._picture(app)
        if picture is None:
            return _tile(letter_of(_telling(name, app[2])), _ground(app[2]), size_px)
        if (app, size_px) not in self._sized:
            smooth = Qt.TransformationMode.SmoothTransformation
            made = picture.scaledToWidth(round(size_px * SCALE), smooth)
            made.setDevicePixelRatio(SCALE)
            self._sized[app, size_px] = made
        return self._sized[app, size_px]

    def _picture(self, app: AppKey) -> QPixmap | None:
        data = self._data.get(app)
        if data is None:
            return None
        if app not in self._made:
            picture = QPixmap()
            picture.loadFromData(data, "PNG")
            self._made[app] = picture
        made = self._made[app]
        return None if made.isNull() else made


def _telling(name: str, package: str) -> str:
    """Of a package without a name the part after `com.`: nearly all begin alike."""
    if not name.startswith(package):
        return name
    return package.partition(".")[2] or package


def letter_of(name: str) -> str:
    """Give the first letter or digit of a name as a capital; a dot for a name without any."""
    found = next((c for c in name if unicodedata.category(c)[0] in "LN"), "·")
    return found.upper()[:1]


def _ground(package: str) -> str:
    """One colour for each package, the same in every run. White reaches 4.5:1 on all of them."""
    return GROUNDS[zlib.crc32(package.encode()) % len(GROUNDS)]


@lru_cache(maxsize=1024)
def _icon(letter: str, ground: str) -> QIcon:
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
