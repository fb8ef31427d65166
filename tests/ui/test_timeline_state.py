"""How the timeline was left survives a restart."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from auditor.lane_order import Sort, lane_id
from auditor.timeline import Group
from tests.ui.help import settle
from ui.sidebar import Page
from ui.timeline_state import TimelineState, from_text


def test_a_state_is_read_back_as_it_was_written():
    state = TimelineState(Group.TYPE, Sort.NAME, ("|photos",), False, 5, 9, "here")

    assert from_text(state.to_text()) == state


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", '{"group": "moon"}', '{"sort": 3}', '{"other": 1}', '{"begin_ms": "x"}'],
)
def test_what_cannot_be_read_is_as_at_first(text):
    assert from_text(text) == TimelineState()


def test_a_span_that_ends_before_it_begins_is_none():
    assert TimelineState(begin_ms=9, end_ms=5).span is None


def test_order_pins_table_and_span_survive_a_restart(qtbot, start, sample_case: Path):
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    page = program.pages.timeline
    stage = page.view.stage
    stage.set_sort(Sort.COUNT)
    stage.toggle_pin(4)
    pinned = lane_id(stage.lanes[0].key)
    program.window.activateWindow()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    qtbot.keyClick(page.view, Qt.Key.Key_T)
    whole = stage.whole()
    stage.look_at(whole.end_ms - 3_600_000, whole.end_ms)
    span = stage.span
    qtbot.waitUntil(lambda: not stage.is_moving)
    program.stop()

    again = start(case=sample_case, page="timeline")
    settle(qtbot, again)

    page = again.pages.timeline
    assert page.view.stage.order.sort is Sort.COUNT
    assert lane_id(page.view.stage.lanes[0].key) == pinned
    assert not page.table.isVisible()
    assert page.view.stage.span.length_ms == pytest.approx(span.length_ms, abs=1)
    assert page.view.stage.span.end_ms == pytest.approx(span.end_ms, abs=1)


def test_another_language_leaves_the_view_where_it_was(qtbot, start, sample_case: Path):
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    stage = program.pages.timeline.view.stage
    whole = stage.whole()
    stage.look_at(whole.begin_ms, whole.begin_ms + 7_200_000)
    begin_ms = stage.span.begin_ms
    qtbot.waitUntil(lambda: not stage.is_moving)

    program.window.language_chosen.emit("zh_CN")
    settle(qtbot, program)

    now = program.pages.timeline.view.stage
    assert now is not stage
    assert program.window.page is Page.TIMELINE
    assert now.span.begin_ms == pytest.approx(begin_ms, abs=1)
