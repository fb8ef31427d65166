"""The plot of the timeline: view box, axis and marks. Importing this imports pyqtgraph, so late."""

import pyqtgraph as pg
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.theme import Theme
from ui.timeline_axis import PhoneTimeAxis
from ui.timeline_item import MarksItem
from ui.timeline_stage import Stage


class TimelinePlot(pg.PlotWidget):
    """Follows the stage; hands and keys are elsewhere, so pyqtgraph's own are switched off.

    OpenGL stays off: without a fast driver an empty view takes ten times as long with it.
    """

    def __init__(self, stage: Stage, theme: Theme, locale: QLocale, parent: QWidget) -> None:
        self.time_axis = PhoneTimeAxis(stage, locale)
        super().__init__(parent, background=None, axisItems={"bottom": self.time_axis})
        self._stage = stage
        self._build()
        self.marks = MarksItem(stage, theme)
        self.marks.setParentItem(self.plotItem.vb)
        self.set_theme(theme)
        self.plotItem.vb.sigResized.connect(self._take_size)
        stage.moved.connect(self._follow)
        stage.scrolled.connect(self.marks.update)
        stage.rested.connect(self.marks.update)
        stage.lanes_changed.connect(self.marks.update)
        stage.selected.connect(self.marks.update)
        stage.ranged.connect(self.marks.update)
        self._take_size()
        self._follow()

    def _build(self) -> None:
        item, box = self.plotItem, self.plotItem.vb
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        item.hideAxis("left")
        item.hideButtons()
        item.setMenuEnabled(False)
        item.layout.setContentsMargins(0, 0, 0, 0)
        item.layout.setSpacing(0)
        box.setMouseEnabled(False, False)
        box.setMenuEnabled(False)
        box.disableAutoRange()
        self.time_axis.setHeight(self.axis_height_px)

    @property
    def axis_height_px(self) -> int:
        """How much room the axis takes below the marks."""
        return self.fontMetrics().height() + 10

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.setBackground(QColor(theme.surface))
        self.time_axis.setPen(pg.mkPen(theme.border))
        self.time_axis.text_color = QColor(theme.muted)
        self.marks.set_theme(theme)

    def set_locale(self, locale: QLocale) -> None:
        """Write dates in another language."""
        self.time_axis.set_locale(locale)

    def _take_size(self) -> None:
        box = self.plotItem.vb
        self._stage.resize(round(box.width()), round(box.height()))
        self.marks.resize()
        self._follow()

    def _follow(self) -> None:
        """Marks and axis paint what the stage says: the view box's own range stays as it is."""
        self.marks.update()
        self.time_axis.update()
