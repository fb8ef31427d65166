"""The window's outline, on the screen before the program is imported: half a second feels dead.

It says nothing, so it needs no language; the real window takes its place and its size. Imports
little: building the namespace `Qt` takes 20 ms, a fifth of all that Qt needs to show a window, and
so does anything that takes a colour or one of its enums, such as `fillRect`.
"""

import time

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from auditor.settings import load_settings, settings_path
from ui.options import Options

DEFAULT_SIZE = QSize(1180, 760)
SIDEBAR_WIDTH_PX = 190
# Window and sidebar of ui.theme, which takes longer to import than this window to show.
COLORS = {"light": ("#f5f6f8", "#e9edf2"), "dark": ("#15181c", "#101317")}
LIMIT_S = 0.5  # a desktop that paints nothing yet must not keep the program waiting
HALF_BRIGHT = 128  # of 255


class FirstWindow(QWidget):
    """Shows where the sidebar and the page will be."""

    def __init__(self, theme: str, size: QSize, geometry: QByteArray | None = None) -> None:
        super().__init__()
        self._ground, self._sidebar = (_dot(color) for color in COLORS[theme])
        self._is_painted = False
        self.setObjectName("firstWindow")
        self.resize(size)
        if geometry is not None:
            self.restoreGeometry(geometry)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self.width(), self.height(), self._ground)
            painter.drawPixmap(0, 0, SIDEBAR_WIDTH_PX, self.height(), self._sidebar)
        self._is_painted = True

    def show_now(self) -> bool:
        """Show it and come back once it has been painted, or late; says whether it was."""
        self.show()
        until = time.monotonic() + LIMIT_S
        while not self._is_painted and time.monotonic() < until:
            QApplication.processEvents()
        return self._is_painted

    def make_way_for(self, window: QWidget) -> None:
        """Stay until the other window has been painted, then go for good."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self.deleteLater()
        return False


def make_first_window(options: Options) -> FirstWindow:
    """Build it where and as large as the window was last time."""
    settings = settings_path()
    theme = _theme(options.theme or load_settings(settings).theme)
    if options.size is not None:
        return FirstWindow(theme, QSize(*options.size))
    window = QSettings(str(settings.parent / "window.ini"), QSettings.Format.IniFormat)
    value = window.value("geometry")
    return FirstWindow(theme, DEFAULT_SIZE, value if isinstance(value, QByteArray) else None)


def _dot(color: str) -> QPixmap:
    """One pixel, to be stretched."""
    made = QPixmap(1, 1)
    made.fill(QColor(color))
    return made


def _theme(chosen: str) -> str:
    """Follow the desktop where nothing else was chosen, as ui.theme does."""
    if chosen in COLORS:
        return chosen
    return "dark" if QApplication.palette().window().color().lightness() < HALF_BRIGHT else "light"
