"""One data type at a glance: icon and word, number of apps, last access, background, seven days."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditor.records import DataType
from ui.labels import Labels, zone_of
from ui.theme import Theme
from ui.widgets import CardButton, column, icon_label, label, row

if TYPE_CHECKING:  # it takes numpy along, which is slow to import
    from auditor.summary import Tile

SPARK_HEIGHT_PX = 26


class Spark(QWidget):
    """Seven bars, the oldest day first; a day without use is a short grey line, never a gap."""

    def __init__(self, values: tuple[int, ...], color: QColor, ground: QColor) -> None:
        super().__init__()
        self._values, self._color, self._ground = values, color, ground
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(90, SPARK_HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / max(len(self._values), 1)
        most = max([*self._values, 1])
        for day, value in enumerate(self._values):
            height = max(value / most * self.height(), 2.0)
            painter.setBrush(self._color if value else self._ground)
            corner = QPointF(day * step + 1, self.height() - height)
            end = QPointF((day + 1) * step - 2, self.height())
            painter.drawRoundedRect(QRectF(corner, end), 2, 2)
        painter.end()


class TileCard(CardButton):
    """A tile of Home; a click shows its data type on the timeline."""

    chosen = Signal(object)  # DataType

    def __init__(self, tile: "Tile", zone_name: str | None, labels: Labels, theme: Theme) -> None:
        self._tile = tile
        title = labels.data_type(tile.data_type)
        super().__init__(f"tile_{tile.data_type}", title, "")
        apps = self.tr("%Ln app(s)", None, tile.apps) if tile.apps else self.tr("no use recorded")
        facts = [apps, self._last(zone_name, labels), self._background(labels)]
        spoken = ". ".join(part for part in (title, *facts) if part)
        self.setAccessibleName(spoken)
        self.setToolTip(self.tr("Show %1 on the timeline").replace("%1", title))
        self._build(title, facts, theme)
        self.clicked.connect(lambda _checked=False: self.chosen.emit(self._tile.data_type))

    @property
    def data_type(self) -> DataType:
        """Which data type it stands for."""
        return self._tile.data_type

    def _build(self, title: str, facts: list[str], theme: Theme) -> None:
        color = theme.data[self._tile.data_type]
        name = label(title, wraps=True)
        name.setStyleSheet("font-weight: 600;")
        head = row(icon_label(str(self._tile.data_type), color, 22), name, spacing=8)
        head.setStretch(1, 1)
        lines = [label(fact, "" if not i else "muted", wraps=True) for i, fact in enumerate(facts)]
        spark = Spark(self._tile.spark, QColor(color), QColor(theme.border))
        layout = column(*[head, *lines, 1, spark], spacing=5)
        layout.setContentsMargins(14, 12, 14, 12)
        for inner in (name, *lines):
            inner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(layout)

    def _last(self, zone_name: str | None, labels: Labels) -> str:
        if self._tile.last_ms is None:
            return ""
        precision_ms = max(self._tile.last_precision_ms, 60_000)
        when = labels.time(self._tile.last_ms, zone_of(zone_name), precision_ms)
        return self.tr("last %1").replace("%1", when)

    def _background(self, labels: Labels) -> str:
        share = self._tile.background_share
        if share is None:
            return self.tr("background not recorded") if self._tile.apps else ""
        return self.tr("%1 in background").replace("%1", labels.share(share))
