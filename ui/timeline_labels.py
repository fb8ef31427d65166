"""The names of the lanes, left of the marks: open, close and pin a lane, choose the keys' one."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from auditor.permissions import AppKey
from auditor.timeline import Group, Lane
from ui import icons
from ui.app_icon import AppIcons
from ui.labels import Labels
from ui.phrases import tr
from ui.theme import Theme
from ui.timeline_stage import Stage
from ui.timeline_words import app_name, lane_note, lane_texts, number_text

INDENT_PX = 18
ICON_PX = 16
PIN_PX = 26  # what one clicks at the right edge to pin a lane
WIDTH_LETTERS = 40
SPEAK_AFTER_MS = 80  # a screen reader follows a scroll when it is over


class SpokenLane(QLabel):
    """What a screen reader finds where a lane is painted: its name and a summary."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lane is painted already."""


class LaneLabels(QWidget):
    """Painted, not made of widgets: there may be thousands of lanes."""

    lane_clicked = Signal(object)  # index of the lane (int)
    menu_wanted = Signal(object, object)  # index of the lane (int), QPoint on the screen

    def __init__(self, stage: Stage, theme: Theme, labels: Labels, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._theme, self._labels = stage, theme, labels
        self._hovered: int | None = None
        self._icons: dict[tuple[str, str, float], QPixmap] = {}
        self._pictures = AppIcons()
        self._spoken: list[SpokenLane] = []
        self._speak = QTimer(self)
        self._speak.setSingleShot(True)
        self._speak.setInterval(SPEAK_AFTER_MS)
        self._speak.timeout.connect(self.speak)
        self.setObjectName("timeline_lanes")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("n") * WIDTH_LETTERS)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        for changed in (stage.scrolled, stage.lanes_changed, stage.selected):
            changed.connect(self._renew)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._icons.clear()
        self.update()

    def set_labels(self, labels: Labels) -> None:
        """Speak another language."""
        self._labels = labels
        self.setAccessibleName(tr("Names of the lanes; a click opens or closes one"))
        self._renew()

    def show_icons(self, icons: dict[AppKey, bytes]) -> None:
        """Take the pictures of apps, PNG files."""
        self._pictures.take(icons)
        self.update()

    def _renew(self) -> None:
        self.update()
        self._speak.start()

    def speak(self) -> None:
        """Put a spoken lane where each lane in view is."""
        stage = self._stage
        shown = stage.lanes_in_view()
        while len(self._spoken) < len(shown):
            self._spoken.append(SpokenLane(self))
        for spoken, index in zip(self._spoken, shown, strict=False):
            lane = stage.lanes[index]
            name, _ = self.texts(lane)
            if spoken.text() != name:
                spoken.setText(name)
            spoken.setAccessibleName(name)
            spoken.setAccessibleDescription(self.summary(lane))
            place = QRect(0, stage.top_of(index), self.width(), stage.size.row_px)
            spoken.setGeometry(place)
            spoken.show()
        for spoken in self._spoken[len(shown) :]:
            spoken.hide()

    def texts(self, lane: Lane) -> tuple[str, str]:
        """The name of a lane and what stands behind it in grey; an app of a data type by name."""
        name, note = lane_texts(lane, self._labels)
        return (note, name) if self._is_app_of_type(lane) else (name, note)

    def summary(self, lane: Lane) -> str:
        """What a lane holds, in a sentence."""
        is_pinned = self._stage.is_pinned(lane)
        return lane_note(lane, self._labels, self._stage.zone, is_pinned)

    # -- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names of the lanes in view."""
        with QPainter(self) as painter:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time goes
            painter.fillRect(self.rect(), QColor(self._theme.surface))
            for index in self._stage.lanes_in_view():
                self._draw_lane(painter, index, self._stage.lanes[index])
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _draw_lane(self, painter: QPainter, index: int, lane: Lane) -> None:
        row = QRectF(0, self._stage.top_of(index), self.width() - 1, self._stage.size.row_px)
        is_current = index == self._stage.lane_index
        if is_current:
            painter.fillRect(row, QColor(self._theme.selection))
        elif index == self._hovered:
            painter.fillRect(row, QColor(self._theme.raised))
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawLine(QPointF(0, row.bottom() - 0.5), QPointF(row.width(), row.bottom() - 0.5))
        inner = row.adjusted(6 + lane.depth * INDENT_PX, 0, -PIN_PX, 0)
        if lane.depth == 0:
            self._draw_arrow(painter, inner, lane.key in self._stage.opened)
            self._draw_pin(painter, row, lane, is_current or index == self._hovered)
        inner.setLeft(inner.left() + INDENT_PX)
        self._draw_icon(painter, inner, lane)
        self._draw_texts(painter, inner.adjusted(ICON_PX + 7, 0, 0, 0), lane)

    def _draw_arrow(self, painter: QPainter, row: QRectF, is_open: bool) -> None:
        x, y = row.left() + 6, row.center().y()
        closed = [QPointF(x - 2, y - 4), QPointF(x + 3, y), QPointF(x - 2, y + 4)]
        opened = [QPointF(x - 4, y - 2), QPointF(x + 4, y - 2), QPointF(x, y + 3)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.control))
        painter.drawPolygon(QPolygonF(opened if is_open else closed))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_pin(self, painter: QPainter, row: QRectF, lane: Lane, is_offered: bool) -> None:
        is_pinned = self._stage.is_pinned(lane)
        if is_pinned or is_offered:
            color = self._theme.accent if is_pinned else self._theme.control
            place = QPointF(row.right() - PIN_PX + 5, row.center().y() - ICON_PX / 2)
            painter.drawPixmap(place, self._icon("pin", color))

    def _draw_icon(self, painter: QPainter, row: QRectF, lane: Lane) -> None:
        """A data type's own icon; an app's picture, or its letter."""
        place = QRectF(row.left(), row.center().y() - ICON_PX / 2, ICON_PX, ICON_PX)
        app, data_type = lane.key.app, lane.key.data_type
        if data_type is not None and not self._is_app_of_type(lane):
            name, color = str(data_type), self._theme.data[data_type]
            painter.drawPixmap(place.topLeft(), self._icon(name, color))
        elif app is not None:
            key = (app.device_id, app.uid, app.package)
            picture = self._pictures.pixmap(key, app_name(app), ICON_PX)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
            painter.drawPixmap(place, picture, QRectF(picture.rect()))

    def _is_app_of_type(self, lane: Lane) -> bool:
        return lane.depth > 0 and self._stage.group is Group.TYPE

    def _icon(self, name: str, color: str) -> QPixmap:
        key = (name, color, self.devicePixelRatioF())
        if key not in self._icons:
            self._icons[key] = icons.pixmap(name, color, ICON_PX, key[2])
        return self._icons[key]

    def _draw_texts(self, painter: QPainter, row: QRectF, lane: Lane) -> None:
        """Name, then what tells it apart, then how often it happened; the name is cut last."""
        name, note = self.texts(lane)
        if lane.depth:  # it stands below what the note says
            note = ""
        number = number_text(lane.times, lane.is_lower_bound, self._labels)
        plain, strong = self.font(), QFont(self.font())
        strong.setBold(lane.depth == 0)
        wide = QFontMetricsF(plain)
        numbers = wide.horizontalAdvance(number) + 10
        painter.setFont(plain)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        row = row.adjusted(0, 0, -numbers, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        shown = QFontMetricsF(strong).elidedText(name, Qt.TextElideMode.ElideRight, row.width())
        painter.setFont(strong)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(row, left, shown)
        rest = row.adjusted(QFontMetricsF(strong).horizontalAdvance(shown) + 8, 0, 0, 0)
        if rest.width() >= min(wide.horizontalAdvance(note), wide.horizontalAdvance("n") * 12):
            painter.setFont(plain)
            painter.setPen(QColor(self._theme.muted))
            elided = wide.elidedText(note, Qt.TextElideMode.ElideMiddle, rest.width())
            painter.drawText(rest, left, elided)

    # -- hands --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pin at the right edge; elsewhere choose the lane, the window decides what else."""
        index = self._stage.lane_at(event.position().y())
        if index is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if event.position().x() >= self.width() - PIN_PX and self._stage.lanes[index].depth == 0:
            self._stage.toggle_pin(index)
        else:
            self.lane_clicked.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the pin of the lane under the pointer."""
        self._hover(self._stage.lane_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show it no longer."""
        self._hover(None)

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the lane."""
        index = self._stage.lane_at(event.pos().y())
        if index is not None:
            self.menu_wanted.emit(index, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Show the whole name where it was cut, and what the lane holds."""
        if isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _show_tip(self, at: QPoint, on_screen: QPoint) -> None:
        index = self._stage.lane_at(at.y())
        if index is None:
            return
        lane = self._stage.lanes[index]
        texts = (*self.texts(lane), self.summary(lane))
        QToolTip.showText(on_screen, "\n".join(text for text in texts if text))
