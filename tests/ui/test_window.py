"""The window: every page in every state, by keyboard, by screen reader, after a restart."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from auditor.errors import WrongFormat
from auditor.records import DataType
from auditor.store import Store
from tests.core.test_schema import old_case
from tests.ui.help import Start, find, import_file, settle, visible
from ui.blank_page import BlankPage
from ui.program import Program
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page
from ui.theme import ThemeName

LEAST_TARGET_PX = 24


def controls(program: Program) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QTableView, QProgressBar)
    found: list[QWidget] = []
    for kind in kinds:
        found += visible(program.window.findChildren(kind))
    return [each for each in found if not each.objectName().startswith("qt_")]


def is_named(widget: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return bool(widget.accessibleName() or text)


@pytest.mark.parametrize("page", list(Page))
def test_every_control_has_a_name_and_is_large_enough(
    qtbot: QtBot, start: Start, sample_case: Path, page: Page
) -> None:
    program = start(case=sample_case, page=str(page))
    settle(qtbot, program)

    ours = [each for each in controls(program) if is_ours(each)]

    assert ours
    assert [each for each in ours if not is_named(each)] == []
    assert [each.objectName() for each in ours if not each.objectName()] == []
    small = [
        (each.objectName(), each.width(), each.height())
        for each in ours
        if min(each.width(), each.height()) < LEAST_TARGET_PX and not isinstance(each, QProgressBar)
    ]
    assert small == []


def is_ours(widget: QWidget) -> bool:
    """Leave out what Qt makes by itself: corner buttons of tables, clear buttons of lines."""
    parent = widget.parentWidget()
    is_part = isinstance(parent, QTableView | QLineEdit | QComboBox)
    return not is_part


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("page", list(Page))
def test_no_text_is_cut_off(
    qtbot: QtBot, start: Start, sample_case: Path, page: Page, lang: str
) -> None:
    program = start(case=sample_case, page=str(page), lang=lang)
    settle(qtbot, program)

    cut = [
        (label.objectName(), label.text(), label.height(), label.heightForWidth(label.width()))
        for label in visible(program.window.findChildren(QLabel))
        if label.wordWrap() and label.text() and is_cut(label)
    ]

    assert cut == []


def is_cut(label: QLabel) -> bool:
    return label.heightForWidth(label.width()) > label.height() + 1


@pytest.mark.parametrize("page", [Page.TIMELINE, Page.APPS, Page.CAPTURES])
def test_without_a_case_a_page_says_what_to_do(qtbot: QtBot, start: Start, page: Page) -> None:
    program = start(page=str(page))
    settle(qtbot, program)

    (blank,) = visible(program.window.findChildren(BlankPage))
    button = blank.findChild(QPushButton, "do_home")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert program.window.page is Page.HOME


def test_a_case_without_captures_offers_to_read(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    Store.create(tmp_path / "empty").close()

    program = start(case=tmp_path / "empty")
    settle(qtbot, program)

    assert find(program, QWidget, "choices").isVisible()
    assert not find(program, QWidget, "errorBar").isVisible()


def test_a_case_of_an_older_version_is_brought_up_to_date_and_opens(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    program = start(case=old_case(tmp_path / "old", "case_v1.sql"))
    settle(qtbot, program)

    assert not find(program, QWidget, "errorBar").isVisible()
    assert program.session.case is not None and program.session.case.captures


def test_new_colours_do_not_stop_a_case_from_opening(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)

    program.window.theme_chosen.emit(ThemeName.DARK)  # before the case is read
    settle(qtbot, program)

    assert program.session.case is not None and program.session.case.path == sample_case
    assert find(program, QWidget, "caseView").isVisible()


def test_a_folder_that_is_no_case_gives_one_sentence_and_a_next_step(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "photo.jpg").touch()

    program = start(case=tmp_path / "holiday")
    settle(qtbot, program)

    text = find(program, QLabel, "errorText").text()
    assert "is not a case" in text and "\n" in text
    assert find(program, QWidget, "choices").isVisible()


def test_a_case_that_vanishes_is_told_and_the_window_lives_on(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    shutil.rmtree(sample_case)

    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
    program.session.set_filter(replace(DEFAULT_FILTER, text="x"))
    settle(qtbot, program)

    assert "There is no folder" in find(program, QLabel, "errorText").text()
    assert find(program, QWidget, "errorBar").isVisible()


def test_a_timeline_that_cannot_be_read_says_so_and_can_be_tried_again(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    away = sample_case.rename(sample_case.with_name("away"))
    program.window.show_page(Page.TIMELINE)
    settle(qtbot, program)
    (blank,) = visible(program.window.findChildren(BlankPage))
    away.rename(sample_case)

    qtbot.mouseClick(blank.findChild(QPushButton, "do_again"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert blank.objectName() == "unreadCase"
    assert program.window.page_widget.table.isVisible()


def test_a_raw_file_that_is_gone_is_told_in_the_drawer(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    for raw in sample_case.glob("captures/*/raw/*"):
        raw.unlink()

    program.session.select(program.window.page_widget.table.events.event_id(0))
    settle(qtbot, program)

    assert "cannot be read" in find(program, QLabel, "errorText").text()


def test_a_changed_raw_file_is_found_by_its_hash(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    raw = next(sample_case.glob("captures/*/raw/appops_history.txt"))
    raw.write_bytes(raw.read_bytes() + b" ")
    program = start(case=sample_case, page="captures")
    settle(qtbot, program)

    qtbot.mouseClick(find(program, QPushButton, "checkHashes"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert find(program, QLabel, "hashVerdict").text().startswith("1 file changed or missing: ")


def test_a_filter_that_nothing_passes_can_be_cleared_on_the_spot(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    program.session.set_filter(replace(DEFAULT_FILTER, text="no app has this name"))
    settle(qtbot, program)

    (blank,) = visible(program.window.findChildren(BlankPage))
    qtbot.mouseClick(blank.findChild(QPushButton, "do_clear"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert program.session.filter == DEFAULT_FILTER
    assert visible(program.window.findChildren(BlankPage)) == []


def test_the_keys_of_the_sidebar_go_to_the_pages(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    seen = []

    for number in range(1, 8):
        key = Qt.Key(Qt.Key.Key_0 + number)
        qtbot.keyClick(program.window, key, Qt.KeyboardModifier.ControlModifier)
        seen.append(program.window.page)

    assert seen == [page for page in Page if page is not Page.PREFERENCES]


def test_a_narrow_window_shows_icons_and_leaves_the_page_the_room(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    chips, home = find(program, QWidget, "chips"), find(program, QToolButton, "page_home")
    wide_px = find(program, QWidget, "sidebar").width()
    program.session.set_filter(replace(DEFAULT_FILTER, background=True))

    program.window.resize(640, 400)
    settle(qtbot, program)

    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    assert home.toolButtonStyle() == icon_only and home.accessibleName() == "Home"
    assert find(program, QWidget, "sidebar").width() < wide_px / 2
    assert find(program, QToolButton, "chipSpan").toolButtonStyle() == icon_only
    assert find(program, QToolButton, "chipBackground").toolButtonStyle() != icon_only  # it filters
    frame = program.window.page_widget.parentWidget().parentWidget()
    assert isinstance(frame, QScrollArea)
    assert not frame.horizontalScrollBar().isVisible()

    program.session.clear_filter()
    settle(qtbot, program)
    assert chips.height() < 60  # one line
    program.window.resize(1280, 800)
    settle(qtbot, program)
    assert home.toolButtonStyle() != icon_only
    assert find(program, QWidget, "sidebar").width() == wide_px


def test_escape_closes_the_details(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    page = program.window.page_widget
    program.session.select(page.table.events.event_id(0))
    settle(qtbot, program)

    qtbot.keyClick(page.drawer, Qt.Key.Key_Escape)

    assert program.session.selection is None
    assert not page.drawer.isVisible()


def test_a_sample_is_called_one_on_every_page(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)

    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
        badge = find(program, QLabel, "sampleBadge")
        assert badge.isVisible() and badge.text() == "SAMPLE"


def test_size_page_filter_language_and_theme_survive_a_restart(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    microphone = replace(DEFAULT_FILTER, types=frozenset({DataType.MICROPHONE}))
    first = start(case=sample_case, size=None, lang=None, theme=None)
    settle(qtbot, first)
    first._choose_language("zh_CN")
    first._choose_theme(ThemeName.DARK)
    first.window.resize(780, 640)  # the offscreen screen is small
    first.window.show_page(Page.APPS)
    first.session.set_filter(microphone)
    settle(qtbot, first)
    first.stop()

    second = start(case=sample_case, size=None, lang=None, theme=None)
    settle(qtbot, second)

    assert (second.window.width(), second.window.height()) == (780, 640)
    assert second.window.page is Page.APPS
    assert second.session.filter == microphone
    assert second.memory.language == "zh_CN"
    assert find(second, QAbstractButton, "page_apps").accessibleName() == "应用"
    assert second.memory.theme is ThemeName.DARK


def test_a_window_comes_back_on_a_screen_that_is_there(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    first = start(size=None)
    first.window.setGeometry(4000, 3000, 700, 500)  # a second screen, gone by the next start
    first.stop()
    first.window.close()

    again = start(size=None)

    screen = again.window.screen().availableGeometry()
    assert screen.intersected(again.window.geometry()).width() >= 300
    assert screen.intersected(again.window.geometry()).height() >= 200


def test_the_language_changes_while_the_program_runs(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    program.session.select(program.window.page_widget.table.events.event_id(3))
    settle(qtbot, program)
    selected = program.session.selection

    program._choose_language("zh_CN")
    settle(qtbot, program)

    assert find(program, QAbstractButton, "page_home").accessibleName() == "首页"
    assert program.window.page is Page.TIMELINE
    assert program.session.selection == selected
    assert program.window.page_widget.drawer.isVisible()


def test_a_case_can_be_dropped_anywhere(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = start()
    settle(qtbot, program)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sample_case))])
    event = QDropEvent(
        QPoint(10, 10).toPointF(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    program.window.dropEvent(event)
    settle(qtbot, program)

    assert program.session.case is not None
    assert program.session.case.path == sample_case


def test_a_dropped_dump_becomes_a_case(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    raw = next(sample_case.glob("captures/*/raw/appops_history.txt"))
    dump = tmp_path / "dump.txt"
    shutil.copy(raw, dump)
    program = start()
    settle(qtbot, program)

    import_file(qtbot, program, dump)

    assert program.session.case is not None
    assert program.session.case.captures[0].origin == "import"
    assert program.session.case.since_ms is not None


def test_a_dropped_file_of_another_kind_is_refused_with_a_next_step(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear sir\n" * 30, encoding="utf-8")
    program = start()
    settle(qtbot, program)

    with qtbot.waitSignal(program.actions.failed) as told:
        program.actions.import_files([letter])
    settle(qtbot, program)

    assert isinstance(told.args[0], WrongFormat)
    assert "\n" in find(program, QLabel, "errorText").text()
    assert find(program, QWidget, "choices").isVisible()


def test_a_cut_reading_is_shown_with_its_reason(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    manifest = next(sample_case.glob("captures/*/manifest.json"))
    values = json.loads(manifest.read_text(encoding="utf-8"))
    values["files"][0] |= {"whole": False, "reason": "silent"}
    manifest.write_text(json.dumps(values), encoding="utf-8")
    program = start(case=sample_case, page="captures")
    settle(qtbot, program)

    model = find(program, QTableView, "filesTable").model()
    states = [model.index(row, 1).data() for row in range(model.rowCount())]

    assert "cut: the phone went silent" in states


def test_markup_in_a_name_stays_text(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)

    program.window.messages.show_error(WrongFormat("<b>bold</b>", "<img src=x>"))

    label = find(program, QLabel, "errorText")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<b>" in label.text()


def test_nothing_is_asked_of_the_network_or_the_phone_before_a_choice(
    qtbot: QtBot, start: Start
) -> None:
    program = start()
    settle(qtbot, program)

    qtbot.waitUntil(lambda: not program.actions.phones.is_running)
    assert QApplication.instance() is not None


def test_a_key_hides_the_table_and_brings_it_back(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    page = program.window.page_widget
    page.view.setFocus()

    qtbot.keyClick(page.view, Qt.Key.Key_T)
    hidden = not page.table.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_T)

    assert hidden
    assert page.table.isVisible()
