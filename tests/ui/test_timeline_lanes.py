"""Lanes as a person arranges them: order, pins, folds, finding; what a screen reader hears."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel

from auditor.facts import MarkClass
from auditor.lane_order import Sort, lane_id
from auditor.records import DataType
from tests.core.timeline_facts import Row, columns_of
from tests.ui.help import settle
from ui.labels import Labels
from ui.sidebar import Page
from ui.timeline_labels import ICON_PX, INDENT_PX, PIN_PX
from ui.timeline_view import TimelineView

CHAT = "com.pebblechat.messenger"
NOON = 1_764_000_000_000
ROWS = [
    Row(NOON + 4, app=0),
    Row(NOON + 3, app=1, mark=MarkClass.BACKGROUND),
    Row(NOON + 2, app=2),
    Row(NOON + 1, app=2, data_type=DataType.PHOTOS),
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


def names(view) -> list[str]:
    return [lane.key.app.label for lane in view.stage.lanes if lane.depth == 0]


def middle(view, index: int, x: int) -> QPoint:
    return QPoint(x, view.stage.top_of(index) + view.stage.size.row_px // 2)


def test_the_order_is_chosen_in_the_box(view):
    assert names(view) == ["App 0", "App 1", "App 2"]

    view.bar.sorts.setCurrentIndex(list(Sort).index(Sort.COUNT))
    assert names(view) == ["App 2", "App 0", "App 1"]
    view.bar.sorts.setCurrentIndex(list(Sort).index(Sort.BACKGROUND))
    assert names(view)[0] == "App 1"


def test_a_click_on_the_pin_keeps_a_lane_on_top(qtbot, view):
    at = middle(view, 2, view._lanes.width() - PIN_PX // 2)

    qtbot.mouseClick(view._lanes, Qt.MouseButton.LeftButton, pos=at)
    assert names(view) == ["App 2", "App 0", "App 1"]
    view.bar.sorts.setCurrentIndex(list(Sort).index(Sort.NAME))
    assert names(view) == ["App 2", "App 0", "App 1"]
    qtbot.mouseClick(view._lanes, Qt.MouseButton.LeftButton, pos=middle(view, 0, at.x()))
    assert names(view) == ["App 0", "App 1", "App 2"]


def test_p_pins_the_lane_of_the_keys_also_from_one_of_its_parts(qtbot, view):
    view.stage.unfold_all()
    view.stage.lane_index = len(view.stage.lanes) - 1
    assert view.stage.lanes[-1].depth == 1

    qtbot.keyClick(view, Qt.Key.Key_P)

    assert names(view)[0] == "App 2"
    assert view.stage.lane_index == 0


def test_o_opens_every_lane_and_c_closes_them(qtbot, view):
    qtbot.keyClick(view, Qt.Key.Key_O)
    assert [lane.depth for lane in view.stage.lanes] == [0, 1, 0, 1, 0, 1, 1]
    assert view.bar.fold.isEnabled()

    qtbot.keyClick(view, Qt.Key.Key_C)
    assert [lane.depth for lane in view.stage.lanes] == [0, 0, 0]
    assert not view.bar.fold.isEnabled()


def test_slash_finds_a_lane_and_enter_gives_the_keys_back(qtbot, view):
    qtbot.keyClick(view, "/")
    qtbot.waitUntil(view.bar.find.hasFocus)

    qtbot.keyClicks(view.bar.find, "app 1")
    assert names(view) == ["App 1"]
    qtbot.keyClick(view.bar.find, Qt.Key.Key_Return)
    assert view.hasFocus()
    view.bar.find.clear()
    assert len(names(view)) == 3


def test_letters_typed_to_find_a_lane_do_not_move_the_view(qtbot, view):
    view.bar.focus_find()
    before = (view.stage.span.begin_ms, view.stage.span.end_ms)

    qtbot.keyClicks(view.bar.find, "was")

    assert view.bar.find.text() == "was"
    assert (view.stage.span.begin_ms, view.stage.span.end_ms) == before


def test_no_lane_found_says_which_name_was_looked_for(qtbot, view):
    view.bar.find.setText("nobody")

    assert view._pages.currentWidget() is view._empty
    assert "nobody" in view._empty.text()
    assert "no proof" not in view._empty.text()


def test_an_event_whose_lane_is_not_found_stays_selected(view):
    view.select_event(100)

    view.bar.find.setText("app 2")

    assert view.stage.selection == 100
    view.picture([]).to_image()
    view.bar.find.clear()
    assert view.stage.lane_of(view.stage.facts.row_of(100)) is not None


def test_the_menu_of_a_lane_has_the_actions_with_keys(view):
    menu = view.lane_menu(1)

    assert all(action.shortcuts() for action in menu.actions())
    menu.actions()[1].trigger()
    assert names(view)[0] == "App 1"


def test_every_lane_in_view_has_a_name_and_a_summary_for_a_screen_reader(qtbot, view):
    view.stage.toggle_pin(1)
    qtbot.waitUntil(lambda: not view._lanes._speak.isActive())

    told = QAccessible.queryAccessibleInterface(view._lanes)
    heard = {
        told.child(i).text(QAccessible.Text.Name): told.child(i).text(QAccessible.Text.Description)
        for i in range(told.childCount())
    }

    assert list(heard) == ["App 1", "App 0", "App 2"]
    assert "1 time" in heard["App 1"]
    assert "100% in the background" in heard["App 1"]
    assert "pinned" in heard["App 1"]
    assert "2 records · 2 times" in heard["App 2"]
    assert "0% in the background" in heard["App 2"]


def test_spoken_lanes_stand_where_the_lanes_are_painted(qtbot, view):
    view.stage.unfold_all()
    view._lanes.speak()

    for index, spoken in enumerate(view._lanes._spoken[: len(view.stage.lanes)]):
        assert spoken.geometry().top() == view.stage.top_of(index)
        assert spoken.height() == view.stage.size.row_px >= 24


def test_lanes_are_sorted_by_what_is_read_in_the_language(view):
    view.set_group("type")
    view.stage.set_sort(Sort.NAME)
    view.set_labels(Labels("zh_CN"))

    shown = [Labels("zh_CN").data_type(lane.key.data_type) for lane in view.stage.lanes]

    assert shown == sorted(shown)


def test_pins_are_kept_by_names_that_last(view):
    view.stage.pin(frozenset({lane_id(view.stage.lanes[2].key)}))

    view.show_columns(columns_of([Row(NOON, app=0), Row(NOON - 5, app=2)]), None)

    assert names(view) == ["App 2", "App 0"]


def png(color: str) -> bytes:
    picture = QImage(96, 96, QImage.Format.Format_ARGB32)
    picture.fill(QColor(color))
    buffer = QBuffer()
    picture.save(buffer, "PNG")
    return buffer.data().data()


def color_of_icon(view, index: int) -> str:
    """The colour in the middle of a lane's icon, which follows the arrow."""
    shot = view._lanes.grab().toImage()
    middle_x = 6 + INDENT_PX + view.stage.lanes[index].depth * INDENT_PX + ICON_PX // 2
    middle_y = view.stage.top_of(index) + view.stage.size.row_px // 2
    ratio = shot.devicePixelRatio()
    return shot.pixelColor(round(middle_x * ratio), round(middle_y * ratio)).name()


def test_a_lane_has_the_picture_of_its_app(view):
    app = view.stage.lanes[1].key.app

    view.show_icons({(app.device_id, app.uid, app.package): png("#12ab34")})

    assert color_of_icon(view, 1) == "#12ab34"
    assert color_of_icon(view, 0) != "#12ab34"
    view.show_icons({})
    assert color_of_icon(view, 1) != "#12ab34"


def test_an_app_in_a_lane_of_a_data_type_has_its_name_and_picture(view):
    view.set_group("type")
    view.stage.unfold_all()
    index = next(i for i, lane in enumerate(view.stage.lanes) if lane.depth)
    app = view.stage.lanes[index].key.app

    view.show_icons({(app.device_id, app.uid, app.package): png("#12ab34")})

    assert color_of_icon(view, index) == "#12ab34"
    assert view._lanes.texts(view.stage.lanes[index])[0] == app.label


def test_lanes_table_drawer_and_chips_call_an_app_as_the_apps_page_does(
    qtbot, start, sample_case: Path
):
    program = start(case=sample_case, page="timeline", lang="zh_CN")
    settle(qtbot, program)
    page = program.pages.timeline
    apps = [each for each in page.view.stage.lanes if each.key.app.package == CHAT]
    lane = min(apps, key=lambda each: each.key.app.uid)  # the owner's, not that of a work profile
    name = lane.key.app.label

    assert name and not name.isascii()
    page.view.stage.select(lane.nearest(lane.last_use_ms))
    settle(qtbot, program)
    told = " ".join(each.text() for each in page.drawer.findChildren(QLabel))
    assert name in told
    assert name in page.view.accessibleDescription()
    assert name in program.window.chips._chooser._titles.values()
    program.window.show_page(Page.APPS)
    settle(qtbot, program)
    rows = program.window.page_widget.table.rows
    assert name in {rows.index(i, 0).data() for i in range(rows.rowCount())}


def test_what_is_painted_looks_the_same_where_one_reads_from_right_to_left(view):
    parts = (view._lanes, view.status.legend, view._band_names)
    before = [part.grab().toImage() for part in parts]

    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        after = [part.grab().toImage() for part in parts]
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert [one == other for one, other in zip(before, after, strict=True)] == [True] * 3
