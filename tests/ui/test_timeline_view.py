"""The timeline as a person meets it: mouse, keys, pictures, screen reader."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox

from auditor.columns import UNKNOWN
from auditor.coverage import Reading
from auditor.density import density
from auditor.facts import MarkClass
from auditor.records import DataType, Source
from tests.core.timeline_facts import Row, columns_of
from ui import timeline_view
from ui.labels import Labels
from ui.theme import DARK, LIGHT
from ui.timeline_frame import TimeRange
from ui.timeline_view import TimelineView
from ui.timeline_words import span_text

HOUR_MS = 3_600_000
NOON = 1_764_000_000_000
ROWS = [
    Row(NOON, app=0),
    Row(NOON + HOUR_MS, 20 * 60_000, MarkClass.BACKGROUND, app=0),
    Row(NOON + 2 * HOUR_MS, mark=MarkClass.REJECT, app=1, data_type=DataType.PHOTOS),
    Row(NOON + 3 * HOUR_MS, precision_ms=60_000, app=2, data_type=DataType.CONTACTS),
    Row(NOON + 4 * HOUR_MS, 4 * HOUR_MS, MarkClass.AGGREGATE, app=3, count=17),
    Row(NOON - 9 * HOUR_MS, app=2, source=Source.LAST),
]


@pytest.fixture
def view(qtbot):
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show_columns(columns_of(ROWS), "Europe/Berlin")
    with qtbot.waitExposed(made):
        made.show()
    made.build_plot()
    qtbot.waitUntil(lambda: made.stage.size.height_px > 100)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def area(view):
    return view._plot.viewport()


def place(view, event_id: int) -> QPoint:
    """Where an event's mark begins."""
    stage = view.stage
    row = stage.facts.row_of(event_id)
    y = stage.top_of(stage.lane_of(row)) + stage.size.row_px // 2
    return QPoint(round(stage.x_of(int(stage.facts.start_ms[row]))) + 1, y)


def turn(view, x: int, delta: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(x, 60)
    event = QWheelEvent(
        at,
        QPointF(area(view).mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area(view), event)


def drag(qtbot, view, begin: QPoint, end: QPoint, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(area(view), button, modifier, begin)
    for part in (0.3, 0.6, 1.0):
        step = begin + (end - begin) * part
        move = _move(view, step, button, modifier)
        QApplication.sendEvent(area(view), move)
    qtbot.mouseRelease(area(view), button, modifier, end)


def _move(view, at: QPoint, button, modifier):
    on_screen = QPointF(area(view).mapToGlobal(at))
    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), on_screen, Qt.MouseButton.NoButton, button, modifier
    )


def key(qtbot, view, *keys) -> None:
    for one in keys:
        qtbot.keyClick(view, one)


def test_the_plot_is_built_after_the_first_paint(qtbot):
    view = TimelineView()
    qtbot.addWidget(view)
    view.show_columns(columns_of(ROWS), None)
    assert view._plot is None

    view.show()

    qtbot.waitUntil(lambda: view._plot is not None)


def test_a_view_that_ends_before_its_plot_was_built_asks_for_none(qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(TimelineView, "build_plot", asked.append)
    view = TimelineView()
    view.grab()  # paints it, as a window does
    view.deleteLater()
    QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)

    qtbot.wait(1)

    assert asked == []


def test_the_marks_in_view_are_the_columns_own_events(view):
    assert sorted(view.stage.events_in_view()) == columns_of(ROWS).ids.tolist()

    view.stage.look_at(NOON - 60_000, NOON + 2.5 * HOUR_MS)

    assert sorted(view.stage.events_in_view()) == [100, 101, 102]


def test_every_mark_is_painted_where_its_time_is(view):
    picture = view._plot.grab().toImage()
    background = QColor(LIGHT.surface)

    for event_id in (100, 101, 102, 103, 104, 105):
        at = place(view, event_id)
        around = [picture.pixelColor(at + QPoint(dx, 0)) for dx in (-1, 0, 1)]
        assert any(color != background for color in around), event_id


def test_an_access_has_the_colour_of_its_data_type(view):
    picture = view._plot.grab().toImage()

    at = place(view, 100)

    colors = {picture.pixelColor(at + QPoint(dx, 0)).name() for dx in (-2, -1, 0, 1, 2)}
    assert LIGHT.data[DataType.MICROPHONE] in colors


def test_background_use_is_told_by_a_line_below_and_not_by_colour_alone(view):
    picture = view._plot.grab().toImage()
    low = round(view.stage.size.row_px * 0.3)

    marked, plain = (place(view, event_id) + QPoint(0, low) for event_id in (101, 100))

    assert picture.pixelColor(marked + QPoint(2, 0)).name() == LIGHT.text
    assert picture.pixelColor(plain + QPoint(2, 0)).name() != LIGHT.text


def test_an_aggregate_is_as_wide_as_its_slot(view):
    picture = view._plot.grab().toImage()
    begin = place(view, 104)
    stage = view.stage
    end = round(stage.x_of(NOON + 8 * HOUR_MS))
    ground = LIGHT.surface

    row = range(begin.x() + 2, end - 2)
    filled = [x for x in row if picture.pixelColor(x, begin.y()).name() != ground]
    beyond = [picture.pixelColor(end + d, begin.y()).name() for d in (3, 5, 7)]

    assert len(filled) > 0.7 * len(row)
    assert ground in beyond


def test_a_record_known_to_the_minute_is_painted_a_minute_wide(view):
    begin = NOON + 3 * HOUR_MS
    view.stage.look_at(begin - 60_000, begin + 120_000)
    picture = view._plot.grab().toImage()
    y = place(view, 103).y()
    ground = LIGHT.surface

    def at(time_ms: int) -> str:
        return picture.pixelColor(round(view.stage.x_of(time_ms)), y).name()

    assert at(begin + 2_000) != ground
    assert at(begin + 58_000) != ground
    assert at(begin + 2_000) != at(begin + 30_000)
    assert at(begin - 4_000) == at(begin + 64_000) == ground


def test_what_goes_on_and_what_is_not_certain_have_signs_of_their_own(view):
    rows = [Row(NOON, HOUR_MS, app=0), Row(NOON, HOUR_MS, app=1, running=True), Row(NOON, app=2)]
    view.show_columns(columns_of(rows), None, np.array([102], np.int64))
    view.stage.look_at(NOON - 2 * HOUR_MS, NOON + 3 * HOUR_MS)
    picture = view._plot.grab().toImage()

    def around(event_id: int, dx: range, dy: range) -> set[str]:
        at, half = place(view, event_id), view.stage.size.row_px // 2
        return {picture.pixelColor(at + QPoint(x, y - half)).name() for x in dx for y in dy}

    end = round(HOUR_MS / view.stage.ms_per_px)
    beyond = range(end + 2, end + 8)
    whole = range(4, 18)
    assert LIGHT.text in around(101, beyond, whole)
    assert LIGHT.text not in around(100, beyond, whole)
    assert len(around(102, range(-6, 6), range(1, 4))) > 1
    assert len(around(100, range(2, 20), range(1, 4))) == 1
    view.select_event(102)
    assert "That time is not certain." in view.accessibleDescription()
    view.select_event(101)
    assert "still in use" in view.accessibleDescription()


def test_a_click_on_a_mark_selects_its_event(qtbot, view):
    with qtbot.waitSignal(view.event_selected) as told:
        qtbot.mouseClick(area(view), Qt.MouseButton.LeftButton, pos=place(view, 102))

    assert told.args == [102]


def test_a_click_beside_all_marks_selects_nothing(qtbot, view):
    view.select_event(102)

    with qtbot.waitSignal(view.event_selected) as told:
        qtbot.mouseClick(
            area(view), Qt.MouseButton.LeftButton, pos=place(view, 102) + QPoint(40, 0)
        )

    assert told.args == [None]


def test_a_selection_from_outside_is_shown_but_not_told_back(qtbot, view):
    with qtbot.assertNotEmitted(view.event_selected):
        view.select_event(103)

    assert view.stage.selection == 103
    assert "App 2" in view.accessibleDescription()


def test_dragging_selects_a_range(qtbot, view):
    with qtbot.waitSignal(view.range_selected) as told:
        begin, end = (round(view.stage.x_of(NOON + part * HOUR_MS / 2)) for part in (1, 5))
        drag(qtbot, view, QPoint(begin, 50), QPoint(end, 60))

    expected = TimeRange(round(view.stage.time_at(begin)), round(view.stage.time_at(end)))
    assert told.args == [expected]
    told = view.status.sentence.text()
    assert "2 apps; used 1 time; refused 1 time." in told
    assert told.startswith(span_text(expected.begin_ms, expected.end_ms, view.stage.zone))


def test_dragging_with_shift_pans(qtbot, view):
    view.stage.look_at(NOON, NOON + 2 * HOUR_MS)
    before = view.stage.time_at(100)

    drag(qtbot, view, QPoint(100, 50), QPoint(300, 50), Qt.KeyboardModifier.ShiftModifier)

    assert view.stage.range is None
    assert view.stage.time_at(300) == pytest.approx(before, abs=view.stage.ms_per_px)


def test_the_wheel_with_ctrl_zooms_at_the_pointer(view):
    at, before = view.stage.time_at(200), view.stage.span.length_ms

    turn(view, 200, 120, Qt.KeyboardModifier.ControlModifier)

    assert view.stage.span.length_ms == pytest.approx(before * 0.8)
    assert view.stage.time_at(200) == pytest.approx(at, abs=1)


def test_the_wheel_with_shift_pans(view):
    view.stage.look_at(NOON, NOON + HOUR_MS)

    turn(view, 200, -120, Qt.KeyboardModifier.ShiftModifier)

    assert view.stage.span.begin_ms == pytest.approx(NOON + 0.1 * HOUR_MS)


def test_the_plain_wheel_scrolls_the_lanes(qtbot, view):
    rows = [Row(NOON + i, app=i) for i in range(60)]
    view.show_columns(columns_of(rows, apps=60), None)

    turn(view, 200, -120)

    assert view.stage.size.scroll_px > 0
    assert view._scroll_bar.value() == view.stage.size.scroll_px
    view._scroll_bar.setValue(0)
    assert view.stage.size.scroll_px == 0


def test_the_keys_zoom_pan_fit_walk_and_clear(qtbot, view):
    stage = view.stage
    stage.look_at(NOON, NOON + HOUR_MS)

    key(qtbot, view, Qt.Key.Key_W)
    assert stage.span.length_ms == pytest.approx(0.8 * HOUR_MS)
    key(qtbot, view, Qt.Key.Key_S, Qt.Key.Key_D)
    assert stage.span.begin_ms == pytest.approx(NOON + 0.1 * HOUR_MS, abs=1)
    key(qtbot, view, Qt.Key.Key_A, Qt.Key.Key_F)
    assert stage.span.begin_ms == stage.whole().begin_ms
    view.select_event(100)
    key(qtbot, view, Qt.Key.Key_Period)
    assert stage.selection == 101
    key(qtbot, view, Qt.Key.Key_Comma)
    assert stage.selection == 100
    key(qtbot, view, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Escape)
    assert stage.selection is None


def test_the_arrows_go_from_lane_to_lane(qtbot, view):
    view.select_event(102)
    lane = view.stage.lane_index

    key(qtbot, view, Qt.Key.Key_Up)

    assert view.stage.lane_index == lane - 1
    assert view.stage.selection != 102


def test_keys_that_mean_nothing_here_go_on_to_the_page(qtbot, view):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier)
    event.accept()

    view.keyPressEvent(event)

    assert not event.isAccepted()


def test_presets_end_at_the_last_record(qtbot, view):
    for name, hours in (("hour", 1), ("day", 24)):
        button = view.findChild(object, f"timeline_preset_{name}")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

        last_ms = view.stage.facts.span[1]
        assert 0 <= view.stage.span.end_ms - last_ms <= hours * HOUR_MS / 40
        assert view.stage.span.length_ms == pytest.approx(hours * HOUR_MS)


def test_clicking_a_lane_opens_it(qtbot, view):
    view._lanes.lane_clicked.emit(0)
    assert [lane.depth for lane in view.stage.lanes][:2] == [0, 1]

    qtbot.mouseClick(view._lanes, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))

    assert all(lane.depth == 0 for lane in view.stage.lanes)


def test_lanes_by_type_are_chosen_in_the_box_or_by_the_page(view):
    view.set_group("type")

    assert view.bar.groups.currentIndex() == 1
    assert {lane.key.app for lane in view.stage.lanes} == {None}


def test_dragging_the_brush_moves_the_view(qtbot, view):
    view.stage.look_at(NOON, NOON + HOUR_MS)
    overview = view._overview
    begin = overview.brush().center().toPoint()
    length = view.stage.span.length_ms

    qtbot.mousePress(overview, Qt.MouseButton.LeftButton, pos=begin)
    qtbot.mouseMove(overview, begin + QPoint(-100, 0))
    qtbot.mouseRelease(overview, Qt.MouseButton.LeftButton, pos=begin + QPoint(-100, 0))

    assert view.stage.span.length_ms == pytest.approx(length)
    assert overview.brush().center().x() == pytest.approx(begin.x() - 100, abs=2)


def test_dragging_an_edge_of_the_brush_zooms(qtbot, view):
    view.stage.look_at(NOON, NOON + 4 * HOUR_MS)
    overview, end = view._overview, view.stage.span.end_ms
    edge = QPoint(round(overview.brush().left()), 10)

    qtbot.mousePress(overview, Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(overview, edge + QPoint(-50, 0))
    qtbot.mouseRelease(overview, Qt.MouseButton.LeftButton)

    assert view.stage.span.end_ms == pytest.approx(end)
    assert view.stage.span.length_ms > 4 * HOUR_MS


def test_hovering_says_one_sentence(qtbot, view):
    view._hands.hovered.emit(QPointF(place(view, 102)))

    assert view.status.sentence.text() == (
        "App 1 asked for photos and files (RECORD_AUDIO) at 2025-11-24 19:00:00.000"
        " and was refused, in the foreground."
    )
    view._hands.hovered.emit(None)
    assert view.status.sentence.text() == ""


def test_a_minute_is_not_told_as_a_second(view):
    view.select_event(103)

    assert "at 2025-11-24 20:00, in" in view.accessibleDescription()


def test_an_aggregate_is_told_as_a_count_over_a_period(view):
    view.select_event(104)

    told = view.accessibleDescription()
    assert "17×" in told and "2025-11-24 21:00 – 2025-11-25 01:00" in told
    assert "single times are not recorded" in told


def test_too_many_marks_become_bins_that_count_them(qtbot, view):
    rows = [Row(NOON + i * 100, app=i % 2) for i in range(12_000)]
    view.show_columns(columns_of(rows), None)
    view.stage.fit()

    view.picture([]).to_image()

    assert view._plot.marks.shows_bins
    lane, x = view.stage.lanes[0], view.stage.size.width_px // 2
    view._hands.hovered.emit(QPointF(x, 10))
    half = max(1.0, view.stage.ms_per_px)
    time_ms = view.stage.time_at(x)
    count = lane.count(int(time_ms - half), int(time_ms + half) + 1)
    assert f"{count} records here" in view.status.sentence.text()


def test_bins_show_background_and_refusals_as_strips(qtbot, view):
    classes = (MarkClass.ACCESS, MarkClass.BACKGROUND, MarkClass.REJECT)
    rows = [Row(NOON + i * 100, mark=classes[i % 3], app=i % 3) for i in range(12_000)]
    view.show_columns(columns_of(rows), None)
    view.stage.fit()

    picture = view._plot.grab().toImage()

    x = view.stage.size.width_px // 2
    for i, lane in enumerate(view.stage.lanes):
        top = view.stage.top_of(i)
        column = {picture.pixelColor(x, top + y).name() for y in range(view.stage.size.row_px)}
        one = classes[int(lane.key.app.package[-1])]
        assert (LIGHT.text in column) == (one is MarkClass.BACKGROUND)
        assert (LIGHT.on_alarm in column) == (one is MarkClass.REJECT)


def test_bins_show_what_goes_on_and_what_is_not_certain(qtbot, view):
    rows = [Row(NOON + i * 100, app=i % 3) for i in range(12_000)]
    rows[-3] = Row(NOON + 11_997 * 100, HOUR_MS, app=0, running=True)
    doubtful = np.arange(101, 12_100, 3, dtype=np.int64)  # all of app 1
    view.show_columns(columns_of(rows), None, doubtful)
    view.stage.look_at(NOON, NOON + 2 * HOUR_MS)

    picture = view._plot.grab().toImage()

    assert view._plot.marks.shows_bins
    row_px = view.stage.size.row_px
    end = round(view.stage.x_of(NOON + 11_997 * 100 + HOUR_MS))
    middle = view.stage.size.width_px // 20
    for lane in view.stage.lanes:
        top, app = view.stage.top_of(view.stage.lanes.index(lane)), lane.key.app.package[-1]
        beyond = {picture.pixelColor(end + x, top + y).name() for x in range(10) for y in range(18)}
        above = {picture.pixelColor(middle + x, top).name() for x in range(8)}
        assert (LIGHT.text in beyond) == (app == "0"), app
        assert (LIGHT.muted in above) == (app == "1"), app
        view._hands.hovered.emit(QPointF(middle, top + row_px // 2))
        assert ("Time not certain" in view.status.sentence.text()) == (app == "1")


@pytest.mark.parametrize("are_many", [False, True])
def test_nights_are_shaded_behind_marks_and_bins_and_in_the_overview(view, are_many):
    rows = [Row(NOON + i * 100, app=0) for i in range(12_000 if are_many else 3)]
    view.show_columns(columns_of([*rows, Row(NOON + 30 * HOUR_MS, app=1)]), "Europe/Berlin")
    view.stage.look_at(NOON - HOUR_MS, NOON + 24 * HOUR_MS)

    plot = view._plot.grab().toImage()
    view._overview.draw_now()
    overview = view._overview.grab().toImage()

    assert view._plot.marks.shows_bins == are_many
    y = view.stage.top_of(1) + 8
    for hours, is_night in ((3, False), (8, True), (12, True), (16, False)):  # 17:00 is noon here
        at_ms = NOON + hours * HOUR_MS
        ground = LIGHT.raised if is_night else LIGHT.surface
        assert plot.pixelColor(round(view.stage.x_of(at_ms)) + 5, y).name() == ground, hours
        x = round(view._overview.x_of(at_ms))
        assert overview.pixelColor(x, 8).name() == ground, hours


def test_no_night_is_shaded_where_it_would_be_too_narrow(view):
    view.show_columns(columns_of([Row(NOON), Row(NOON + 400 * 24 * HOUR_MS)]), "Europe/Berlin")
    view.stage.fit()
    assert LIGHT.raised not in colors_of(view._plot.grab().toImage())


def colors_of(picture) -> set[str]:
    return {picture.pixelColor(x, 40).name() for x in range(picture.width())}


def test_the_overview_counts_in_a_turn_of_its_own(qtbot, view):
    view._overview.draw_now()
    before = view._overview._picture
    view.show_columns(columns_of(ROWS[:2]), "Europe/Berlin")
    assert view._overview._picture is before
    qtbot.waitUntil(lambda: view._overview._picture is not before)


def test_nothing_to_show_is_said_and_is_no_proof(view):
    view.show_columns(columns_of([]), None)

    assert view._pages.currentWidget() is view._empty
    assert "no proof" in view._empty.text()
    view.show_columns(columns_of(ROWS), None)
    assert view._pages.currentIndex() == 0


def test_records_without_a_time_are_counted_in_words(view):
    view.show_columns(columns_of([Row(NOON), Row(UNKNOWN)]), None)

    assert "1 record has no known time" in view.status.sentence.text()


def test_an_unknown_zone_is_named_as_such(view):
    view.show_columns(columns_of(ROWS), None)

    told = view._zone_label
    assert "not known" in told.text()
    assert told.fontMetrics().horizontalAdvance(told.text()) <= told.contentsRect().width()


def test_a_long_name_of_a_zone_never_cuts_the_day_off(view):
    view.show_columns(columns_of(ROWS), "America/Argentina/ComodRivadavia")

    told = view._zone_label
    assert told.text().startswith("2025-11-24  ·  America/Argentina")
    assert told.fontMetrics().horizontalAdvance(told.text()) <= told.width() - 12
    assert told.toolTip().endswith("(UTC-03:00)")


def test_no_data_never_looks_like_nothing_happened(qtbot, view):
    view.show_readings([Reading("c1", NOON + 9 * HOUR_MS, NOON + 9 * HOUR_MS + 1)])
    view.stage.look_at(NOON - 20 * HOUR_MS, NOON + 20 * HOUR_MS)
    band = view._band.grab().toImage()

    def colors(begin_ms: int, end_ms: int) -> set[str]:
        xs = range(round(view.stage.x_of(begin_ms)), round(view.stage.x_of(end_ms)))
        low = range(view._band.row_px * 2 + 4, band.height() - 3)  # the row of readings
        return {band.pixelColor(x, y).name() for x in xs for y in low}

    assert len(colors(NOON + 10 * HOUR_MS, NOON + 18 * HOUR_MS)) > 2
    assert len(colors(NOON - 18 * HOUR_MS, NOON - 10 * HOUR_MS)) > 2
    assert len(colors(NOON + HOUR_MS // 2, NOON + 3 * HOUR_MS)) == 1
    plot = view._plot.grab().toImage()
    y = view.stage.top_of(0) + 4
    for begin, is_known in ((10, False), (-18, False), (1, True)):
        left = round(view.stage.x_of(NOON + begin * HOUR_MS))
        seen = {plot.pixelColor(left + x, y + dy).name() for x in range(3, 30) for dy in range(8)}
        assert (len(seen) == 1) == is_known, begin


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_theme_and_language_can_change_at_any_time(view, theme, lang):
    view.set_theme(theme)
    view.set_labels(Labels(lang))
    view.stage.toggle(0)

    picture = view.picture([]).to_image()

    assert picture.width() == 2 * (view._lanes.width() + view._plot.width())
    ground = view._plot.grab().toImage().pixelColor(3, view.stage.size.height_px - 5)
    assert ground.name() == theme.surface


def test_every_control_has_a_name_for_a_screen_reader(view):
    controls = [*view.findChildren(QAbstractButton), *view.findChildren(QComboBox)]
    parts = [view, view._lanes, view._band, view._overview, view.status.legend, *controls]

    assert [part.objectName() for part in parts if not part.accessibleName()] == []


def test_the_view_tells_what_is_visible_after_a_move(qtbot, view):
    with qtbot.waitSignal(view.view_changed) as told:
        view.stage.look_at(NOON, NOON + HOUR_MS)

    assert told.args == [TimeRange(NOON, NOON + HOUR_MS)]


def test_times_far_beyond_any_calendar_are_painted_without_failing(view):
    rows = [Row(-(10**18)), Row(0), Row(NOON), Row(10**18, length_ms=10**18)]
    view.show_columns(columns_of(rows), "Europe/Berlin")
    view.stage.fit()

    for _ in range(12):
        view.picture([]).to_image()
        view.stage.zoom(0.1, NOON)

    assert view.stage.span.begin_ms < NOON < view.stage.span.end_ms
    view.select_event(103)
    assert view.accessibleDescription()


def test_the_screen_reader_hears_the_selected_event(view):
    view.select_event(102)

    interface = QAccessible.queryAccessibleInterface(view)

    assert interface.text(QAccessible.Text.Name) == "Timeline"
    assert "was refused" in interface.text(QAccessible.Text.Description)


def heard(widget) -> tuple[str, str]:
    interface = QAccessible.queryAccessibleInterface(widget)
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description)
    name, description = (interface.text(kind) for kind in kinds)
    return name, description


@pytest.fixture
def updates(view, monkeypatch):
    """What a screen reader is told of while it listens: the kind of each event, of the timeline."""
    told = []
    send = timeline_view.QAccessible.updateAccessibility

    def listen(event):
        if event.object() is view:
            told.append(event.type())
        send(event)

    monkeypatch.setattr(timeline_view.QAccessible, "updateAccessibility", listen)
    return told


def test_the_screen_reader_follows_the_keys_from_mark_to_mark(qtbot, view, updates):
    view.select_event(100)
    before = heard(view)[1]
    key(qtbot, view, Qt.Key.Key_Right)
    after = heard(view)[1]

    assert before != after
    assert after.startswith("App 0 used") and "in the background" in after
    assert updates == [QAccessible.Event.DescriptionChanged] * 2


def test_the_screen_reader_is_not_told_twice_of_the_same_mark(view, updates):
    view.select_event(100)
    view.select_event(100)

    assert updates == [QAccessible.Event.DescriptionChanged]


def test_the_screen_reader_hears_a_range_and_its_end(qtbot, view, updates):
    view.stage.select_range(TimeRange(NOON - 60_000, NOON + 90 * 60_000))
    chosen = heard(view)[1]
    key(qtbot, view, Qt.Key.Key_Escape)

    assert "1 app; used" in chosen
    assert chosen.startswith(span_text(NOON - 60_000, NOON + 90 * 60_000, view.stage.zone))
    assert heard(view)[1] == ""
    assert updates == [QAccessible.Event.DescriptionChanged] * 2


def test_the_screen_reader_hears_the_lane_that_was_opened(view):
    view._on_lane_clicked(0)

    name, description = heard(view._lanes)
    assert name.startswith("Names of the lanes")
    assert description.startswith("App 3")


def test_a_thousand_lanes_draw_only_those_in_view(view):
    rows = [Row(NOON + i, app=i) for i in range(1000)]

    view.show_columns(columns_of(rows, apps=1000), None)

    assert len(view.stage.lanes) == 1000
    assert len(view.stage.events_in_view()) == len(view.stage.lanes_in_view()) < 40


def test_bins_are_coarser_while_the_view_moves_and_fine_once_it_rests(qtbot, view, monkeypatch):
    asked = []

    def counted(lanes, begin_ms, end_ms, columns):
        asked.append(columns)
        return density(lanes, begin_ms, end_ms, columns)

    monkeypatch.setattr("ui.timeline_item.MOST_SINGLE", 0)
    monkeypatch.setattr("ui.timeline_item.density", counted)

    view.stage.zoom(0.9)
    qtbot.waitUntil(lambda: bool(asked))
    with qtbot.waitSignal(view.stage.rested):
        pass
    qtbot.waitUntil(lambda: asked[-1] == view.stage.size.width_px)

    assert asked[0] == view.stage.size.width_px // 2
