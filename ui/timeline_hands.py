"""Mouse and fingers over the marks: every gesture becomes one call of the stage."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QWidget

from ui.timeline_frame import TimeRange
from ui.timeline_stage import Stage

ZOOM_PER_NOTCH = 0.8
NOTCH = 120
PAN_PER_NOTCH = 0.1


class Hands(QObject):
    """Filters the events of the area of the marks, whose origin is `origin_px` in it."""

    hovered = Signal(object)  # QPointF over the marks | None
    range_drawn = Signal(object)  # TimeRange while the mouse still draws it | None

    def __init__(self, stage: Stage, area: QWidget) -> None:
        super().__init__(area)
        self._stage = stage
        self._area = area
        self._pressed: QPointF | None = None
        self._last_x = 0.0
        self._drags = False
        self._pans = False
        area.setMouseTracking(True)
        area.installEventFilter(self)
        area.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        area.grabGesture(Qt.GestureType.PinchGesture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what the timeline understands; let the rest pass."""
        if isinstance(event, QWheelEvent):
            return self._turn(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QNativeGestureEvent):
            return self._native_pinch(event)
        if isinstance(event, QGestureEvent):
            return self._pinch(event)
        if event.type() is QEvent.Type.Leave:
            self.hovered.emit(None)
        return False

    # -- wheel --------------------------------------------------------------------------------

    def _turn(self, event: QWheelEvent) -> bool:
        modifiers = event.modifiers()
        # With Alt or Shift some systems turn the wheel sideways.
        turned = event.angleDelta().y() or event.angleDelta().x()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            at = self._stage.time_at(event.position().x())
            self._stage.zoom(ZOOM_PER_NOTCH ** (turned / NOTCH), at)
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._stage.pan(-PAN_PER_NOTCH * turned / NOTCH)
        else:
            self._scroll(event)
        event.accept()
        return True

    def _scroll(self, event: QWheelEvent) -> None:
        size = self._stage.size
        lines = QApplication.wheelScrollLines()
        exact = event.pixelDelta().y()
        by = exact or event.angleDelta().y() / NOTCH * lines * size.row_px
        self._stage.scroll_to(int(size.scroll_px - by))
        sideways = event.angleDelta().x()
        if sideways:
            self._stage.pan(-PAN_PER_NOTCH * sideways / NOTCH)

    # -- fingers ------------------------------------------------------------------------------

    def _native_pinch(self, event: QNativeGestureEvent) -> bool:
        """A pinch on a touch pad; its value is by how much more there is to see."""
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        at = self._stage.time_at(event.position().x())
        self._stage.zoom(1 / max(0.1, 1 + event.value()), at)
        return True

    def _pinch(self, event: QGestureEvent) -> bool:
        """A pinch on a screen."""
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        self.pinch_by(pinch.scaleFactor(), pinch.centerPoint(), pinch.lastCenterPoint())
        event.accept(pinch)
        return True

    def pinch_by(self, factor: float, center: QPointF, last: QPointF) -> None:
        """Zoom by how far the fingers went apart and pan with their middle, in global pixels."""
        x = self._area.mapFromGlobal(center).x()
        self._stage.pan((last.x() - center.x()) / self._stage.size.width_px)
        self._stage.zoom(1 / max(0.1, factor), self._stage.time_at(x))

    # -- buttons ------------------------------------------------------------------------------

    def _mouse(self, event: QMouseEvent) -> bool:
        kind = event.type()
        left = event.button() is Qt.MouseButton.LeftButton
        if kind is QEvent.Type.MouseButtonPress and left:
            self._press(event)
        elif kind is QEvent.Type.MouseMove:
            self._move(event)
        elif kind is QEvent.Type.MouseButtonRelease and left:
            self._release(event)
        elif kind is QEvent.Type.MouseButtonDblClick and left:
            self._stage.zoom(0.4, self._stage.time_at(event.position().x()))
        return True

    def _press(self, event: QMouseEvent) -> None:
        self._pressed = event.position()
        self._last_x = event.position().x()
        self._drags = False
        self._pans = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)

    def _move(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self.hovered.emit(event.position())
            return
        far = abs(event.position().x() - self._pressed.x())
        self._drags = self._drags or far >= QApplication.startDragDistance()
        if not self._drags:
            return
        if self._pans:
            self._stage.pan((self._last_x - event.position().x()) / self._stage.size.width_px)
        else:
            self.range_drawn.emit(self._range_to(event.position().x()))
        self._last_x = event.position().x()

    def _range_to(self, x_px: float) -> TimeRange:
        assert self._pressed is not None
        ends = sorted((self._stage.time_at(self._pressed.x()), self._stage.time_at(x_px)))
        return TimeRange(round(ends[0]), max(round(ends[1]), round(ends[0]) + 1))

    def _release(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        if self._drags and not self._pans:
            chosen = self._range_to(event.position().x())
            self.range_drawn.emit(None)
            self._stage.select_range(chosen)
        elif not self._drags:
            self._click(event.position())
        self._pressed = None

    def _click(self, at: QPointF) -> None:
        index = self._stage.lane_at(at.y())
        if index is not None:
            self._stage.lane_index = index
        self._stage.select(self._stage.hit(at.x(), at.y()))
