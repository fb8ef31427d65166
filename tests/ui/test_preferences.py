"""Preferences: each choice works at once and survives; what is dismissed can be brought back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QWidget,
)
from pytestqt.qtbot import QtBot

from auditor.settings import Settings, load_settings
from auditor.store import Store
from tests.ui.help import Start, find, settle
from ui.program import Program
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page


def choose(program: Program, name: str, value: object) -> None:
    box = find(program, QComboBox, f"pref_{name}")
    place = box.findData(value)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)


def saved(tmp_path: Path) -> Settings:
    return load_settings(tmp_path / "settings" / "settings.json")


@pytest.fixture
def program(qtbot: QtBot, start: Start) -> Program:
    made = start(page="preferences", lang=None, theme=None)
    settle(qtbot, made)
    return made


def test_the_language_changes_at_once_and_stays_on_the_page(
    program: Program, tmp_path: Path
) -> None:
    choose(program, "language", "zh_CN")

    assert program.window.page is Page.PREFERENCES
    assert find(program, QPushButton, "preferencesBack").text() == "返回"
    assert saved(tmp_path).language == "zh_CN"


def test_the_colours_change_at_once(program: Program, tmp_path: Path) -> None:
    choose(program, "theme", "dark")

    assert QApplication.instance().palette().window().color().lightness() < 80
    assert saved(tmp_path).theme == "dark"


def test_the_text_grows_everywhere(program: Program, tmp_path: Path) -> None:
    label = find(program, QLabel, "caseTitle")
    before = label.fontInfo().pixelSize()

    choose(program, "text_percent", 150)

    after = find(program, QLabel, "caseTitle").fontInfo().pixelSize()
    assert after == pytest.approx(before * 1.5, abs=1)
    assert saved(tmp_path).text_percent == 150
    choose(program, "text_percent", 100)
    assert find(program, QLabel, "caseTitle").fontInfo().pixelSize() == before


def test_reduced_motion_stops_what_moves_by_itself(program: Program, tmp_path: Path) -> None:
    app = QApplication.instance()
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration

    find(program, QCheckBox, "prefReducedMotion").click()

    assert app.style().styleHint(hint) == 0
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
    assert saved(tmp_path).reduced_motion is True


def test_new_cases_go_where_the_person_says(
    qtbot: QtBot, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    wanted = tmp_path / "elsewhere"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(wanted))
    qtbot.mouseClick(find(program, QPushButton, "chooseCasesFolder"), Qt.MouseButton.LeftButton)
    assert saved(tmp_path).cases == wanted

    program.actions.read_sample()
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)
    settle(qtbot, program)

    assert program.session.case is not None
    assert program.session.case.path == wanted / "sample-phone"
    program.window.show_page(Page.PREFERENCES)
    qtbot.mouseClick(find(program, QPushButton, "usualCasesFolder"), Qt.MouseButton.LeftButton)
    assert saved(tmp_path).cases is None


@pytest.mark.parametrize(
    ("name", "value"), [("plan", "quick"), ("bridge", "ppadb"), ("maker", "oppo")]
)
def test_other_choices_are_remembered(
    program: Program, tmp_path: Path, name: str, value: str
) -> None:
    choose(program, name, value)

    assert getattr(saved(tmp_path), name) == value
    assert find(program, QComboBox, f"pref_{name}").currentData() == value


def test_scrolling_over_a_choice_changes_nothing(program: Program) -> None:
    box = find(program, QComboBox, "pref_text_percent")
    before = box.currentIndex()
    wheel = QWheelEvent(
        QPointF(5, 5),
        box.mapToGlobal(QPointF(5, 5)),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    QApplication.sendEvent(box, wheel)

    assert box.currentIndex() == before


def test_back_leads_to_the_page_before_also_after_a_change(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="captures", lang=None)
    settle(qtbot, program)
    program.window.show_page(Page.PREFERENCES)
    choose(program, "language", "zh_CN")

    qtbot.mouseClick(find(program, QPushButton, "preferencesBack"), Qt.MouseButton.LeftButton)

    assert program.window.page is Page.CAPTURES


def test_forgetting_the_recent_cases_can_be_undone(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    program = start(case=sample_case, page="preferences")
    settle(qtbot, program)

    program.window.show_page(Page.HOME)
    program.window.show_page(Page.PREFERENCES)
    program.preferences.forget_chosen.emit(program.memory.recent_cases)
    assert saved(tmp_path).recent_cases == ()
    qtbot.mouseClick(find(program, QPushButton, "messageAction"), Qt.MouseButton.LeftButton)

    assert saved(tmp_path).recent_cases == (sample_case,)


def test_a_case_is_taken_off_the_list_and_comes_back(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    Store.create(tmp_path / "one").close()
    program = start()
    program.memory.remember_case(tmp_path / "one")
    program.home.show_recent()
    settle(qtbot, program)

    qtbot.mouseClick(find(program, QWidget, "forget_0"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)
    assert program.memory.recent_cases == ()
    assert (tmp_path / "one" / "case.db").exists()
    qtbot.mouseClick(find(program, QPushButton, "messageAction"), Qt.MouseButton.LeftButton)

    assert program.memory.recent_cases == (tmp_path / "one",)


def test_the_first_start_shows_three_cards_once(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    first = start()
    settle(qtbot, first)
    assert find(first, QWidget, "welcome").isVisible()

    qtbot.mouseClick(find(first, QPushButton, "welcomeClose"), Qt.MouseButton.LeftButton)
    second = start()
    settle(qtbot, second)

    assert not find(second, QWidget, "welcome").isVisible()
    second.window.show_page(Page.PREFERENCES)
    qtbot.mouseClick(find(second, QPushButton, "showWelcome"), Qt.MouseButton.LeftButton)
    second.window.show_page(Page.HOME)
    assert find(second, QWidget, "welcome").isVisible()


def test_the_last_case_comes_back_as_it_was_left(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    from dataclasses import replace

    first = start(case=sample_case, page="captures")
    settle(qtbot, first)
    wanted = replace(DEFAULT_FILTER, text="pebble")
    first.session.set_filter(wanted)
    settle(qtbot, first)
    first.stop()

    second = start()
    settle(qtbot, second)
    qtbot.mouseClick(find(second, QPushButton, "recent_0"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: second.session.case is not None, timeout=20_000)
    settle(qtbot, second)

    assert second.window.page is Page.CAPTURES
    assert second.session.filter == wanted


def test_a_file_over_the_window_shows_where_it_goes(qtbot: QtBot, program: Program) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/anything")])
    enter = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    QApplication.sendEvent(program.window, enter)
    assert enter.isAccepted()
    assert find(program, QLabel, "dropHint").isVisible()
    program.window.dragLeaveEvent(QDragLeaveEvent())

    assert not find(program, QLabel, "dropHint").isVisible()
    assert QEvent.Type.DragEnter == enter.type()


def test_no_line_of_text_takes_a_dropped_file_for_words(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    for page in Page:
        program.window.show_page(page)
    settle(qtbot, program)

    fields = program.window.centralWidget().findChildren(QLineEdit)

    assert fields
    assert [each.objectName() for each in fields if each.acceptDrops()] == []


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_in_the_smallest_window_the_three_choices_are_seen_at_the_first_start(
    qtbot: QtBot, start: Start, lang: str
) -> None:
    program = start(size=(820, 540), lang=lang)
    settle(qtbot, program)

    room = program.window.rect()
    for name in ("chooseConnect", "chooseOpen", "chooseSample"):
        card = find(program, QWidget, name)
        at = card.mapTo(program.window, card.rect().topLeft())
        middle = card.mapTo(program.window, card.rect().center())
        assert room.contains(at) and room.contains(middle)
