"""The way back and forth through what was looked at."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from tests.core.timeline_facts import Row, columns_of
from ui.timeline_frame import Span
from ui.timeline_hands import Hands
from ui.timeline_history import ViewHistory
from ui.timeline_stage import Stage
from ui.timeline_view import TimelineView

pytestmark = pytest.mark.usefixtures("qapp")
HOUR_MS = 3_600_000
NOON = 1_764_000_000_000


def look(stage: Stage, hour: int) -> Span:
    """Look at an hour and stay there."""
    stage.look_at(NOON + hour * HOUR_MS, NOON + (hour + 1) * HOUR_MS)
    stage.rested.emit()
    return stage.span


def history(stage: Stage) -> ViewHistory:
    from datetime import UTC

    from tests.core.timeline_facts import facts

    stage.show(facts([Row(NOON), Row(NOON + 30 * HOUR_MS)]), UTC)
    made = ViewHistory(stage)
    made.forget()
    return made


def test_back_and_forth_show_the_views_that_were_rested_at():
    stage = Stage()
    made = history(stage)
    first = stage.span
    views = [look(stage, hour) for hour in (1, 2, 3)]

    made.go(-1)
    assert stage.span == views[1]
    made.go(-1)
    made.go(-1)
    assert stage.span == first
    assert not made.can_go_back
    made.go(1)
    assert stage.span == views[0]
    assert made.can_go_forth


def test_a_new_view_ends_the_way_forth():
    stage = Stage()
    made = history(stage)
    look(stage, 1)
    look(stage, 2)
    made.go(-1)

    other = look(stage, 5)

    assert not made.can_go_forth
    made.go(-1)
    made.go(1)
    assert stage.span == other


def test_a_whole_gesture_is_one_step():
    stage = Stage()
    made = history(stage)
    first = stage.span
    for part in range(20):
        stage.zoom(0.9, NOON + part)

    made.go(-1)

    assert stage.span == first


def test_a_rest_is_told_after_the_last_move(qtbot):
    stage = Stage()
    history(stage)

    with qtbot.waitSignal(stage.rested):
        stage.pan(0.1)
        assert stage.is_moving
    assert not stage.is_moving


def test_alt_and_arrows_go_back_and_forth_in_the_window(qtbot):
    view = TimelineView()
    qtbot.addWidget(view)
    view.show_columns(columns_of([Row(NOON), Row(NOON + 30 * HOUR_MS)]), None)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    first = view.stage.span
    assert not view.bar.back.isEnabled()
    second = look(view.stage, 3)

    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.stage.span == first
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert view.stage.span == second
    qtbot.mouseClick(view.bar.back, Qt.MouseButton.LeftButton)
    assert view.stage.span == first


def test_a_pinch_zooms_at_the_fingers(qtbot):
    view = TimelineView()
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show_columns(columns_of([Row(NOON), Row(NOON + 30 * HOUR_MS)]), None)
    with qtbot.waitExposed(view):
        view.show()
    view.build_plot()
    qtbot.waitUntil(lambda: view.stage.size.width_px > 300)
    area = view._plot.viewport()
    stage = view.stage
    at, before = stage.time_at(200), stage.span.length_ms
    center = QPointF(area.mapToGlobal(QPoint(200, 50)))

    hands = view.findChild(Hands)
    hands.pinch_by(2.0, center, center)

    assert stage.span.length_ms == before / 2
    assert abs(stage.time_at(200) - at) < 2
