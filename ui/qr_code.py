"""A QR code drawn dot by dot: sharp on every screen, black on white in every look."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET = 4  # modules of white around it, as the standard (ISO/IEC 18004) asks for
LEAST_PX = 5  # of a module: a phone reads it from an arm's length


class QrCode(QWidget):
    """Shows a text that a phone's camera can read. Readers of screens hear `spoken` instead."""

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("qrCode")
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._rows: list[bytes] = []

    def show_text(self, text: str) -> None:
        """Show another text; none: only white."""
        import segno

        made = segno.make(text, error="m", micro=False) if text else None
        self._rows = [bytes(line) for line in made.matrix] if made is not None else []
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = (max(len(self._rows), 29) + 2 * QUIET) * LEAST_PX
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        modules = len(self._rows) + 2 * QUIET
        ratio = self.devicePixelRatioF()
        dots = int(min(self.width(), self.height()) * ratio) // modules  # whole dots of the screen
        if not self._rows or dots < 1:
            return
        side = dots / ratio
        left = round((self.width() - side * modules) / 2 * ratio) / ratio + QUIET * side
        top = round((self.height() - side * modules) / 2 * ratio) / ratio + QUIET * side
        black = QColor(Qt.GlobalColor.black)
        for y, line in enumerate(self._rows):
            for x, is_dark in enumerate(line):
                if is_dark:
                    painter.fillRect(QRectF(left + x * side, top + y * side, side, side), black)
