"""Every page, whole: no text cut, nothing overlapping, small or nameless, in any language or size.

Structure is compared, not pixels: what is wrong is named by its widget.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from auditor import words
from auditor.errors import StoreError
from auditor.store import Store
from tests.conftest import PROJECT
from tests.ui.help import Start, find, settle
from tests.ui.structure import controls, description_of, faults, name_of, place, shown
from ui.program import Program
from ui.sidebar import Page

SIZES = [(820, 540), (1280, 800)]
SMALLEST = (640, 400)  # what is left of 1280×720 pixels at 200 %, of Full HD at 300 %
LANGUAGES = ["en", "zh_CN"]
LONG = "a-package-name-without-any-blank." * 15


def faults_of_all_pages(qtbot: QtBot, program: Program) -> dict[str, list[str]]:
    found = {}
    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
        found[str(page)] = faults(program.window)
    return {page: wrong for page, wrong in found.items() if wrong}


@pytest.mark.parametrize("size", [SMALLEST, *SIZES])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_a_case_is_whole(
    qtbot: QtBot, start: Start, sample_case: Path, lang: str, size: tuple[int, int]
) -> None:
    program = start(case=sample_case, lang=lang, size=size)

    assert faults_of_all_pages(qtbot, program) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_without_a_case_is_whole(qtbot: QtBot, start: Start, lang: str) -> None:
    program = start(lang=lang, size=SIZES[0])

    assert faults_of_all_pages(qtbot, program) == {}


@pytest.mark.parametrize("scale", [2.0, 3.0])
def test_text_two_and_three_times_as_large_fits(
    qtbot: QtBot,
    start: Start,
    sample_case: Path,
    text_scale: Callable[[float], None],
    scale: float,
) -> None:
    text_scale(scale)
    program = start(case=sample_case, size=(1920, 1080))

    assert faults_of_all_pages(qtbot, program) == {}


@pytest.mark.usefixtures("right_to_left")
def test_longer_words_from_right_to_left_fit(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = start(case=sample_case, size=SIZES[1])

    assert faults_of_all_pages(qtbot, program) == {}
    sidebar, content = (find(program, QWidget, name) for name in ("sidebar", "content"))
    assert (
        sidebar.mapToGlobal(sidebar.rect().center()).x()
        > content.mapToGlobal(content.rect().center()).x()
    )


@pytest.mark.usefixtures("right_to_left")
def test_no_text_escapes_translation(qtbot: QtBot, start: Start) -> None:
    program = start(size=SIZES[1])
    readable = re.compile(r"\b(?!Ctrl|Shift|Alt|Esc|Del)[A-Za-z]{3,}")

    left = {}
    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
        left |= {text: where for text, where in texts(program.window) if readable.search(text)}

    # Preferences offer languages, makers and libraries by their own names, and show a folder.
    assert [t for t, where in left.items() if not where.startswith(("pref_", "casesFolder"))] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_details_and_a_long_message_are_whole(
    qtbot: QtBot, start: Start, sample_case: Path, lang: str
) -> None:
    program = start(case=sample_case, page="timeline", lang=lang, size=SIZES[1])
    settle(qtbot, program)
    program.session.select(program.window.page_widget.table.events.event_id(0))
    program.window.messages.show_error(StoreError(f"There is no folder {LONG}.", "Try another."))
    settle(qtbot, program)

    assert faults(program.window) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_apps_page_and_a_comparison_are_whole(
    qtbot: QtBot, start: Start, sample_case: Path, lang: str
) -> None:
    program = start(case=sample_case, page="apps", lang=lang, size=SIZES[0])
    settle(qtbot, program)
    table = program.window.page_widget.table

    table.row_opened.emit(table.rows.row_at(1))
    settle(qtbot, program)
    wrong = faults(program.window)
    program.window.show_page(Page.CAPTURES)
    program.window.page_widget.tabs.setCurrentIndex(1)
    settle(qtbot, program)

    assert wrong + faults(program.window) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_a_phone_to_connect_is_whole(qtbot: QtBot, start: Start, lang: str) -> None:
    program = start(lang=lang, size=SIZES[0])
    program.home._home.show_phones()
    settle(qtbot, program)

    assert faults(program.window) == []


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """Give every text that can be seen, pointed at or heard, and where."""
    for widget in shown(root):
        told = [widget.toolTip(), name_of(widget), description_of(widget)]
        if isinstance(widget, QLabel | QAbstractButton):
            told.append(widget.text())
        elif isinstance(widget, QComboBox):
            told += [widget.itemText(i) for i in range(widget.count())]
        elif isinstance(widget, QLineEdit):
            told.append(widget.placeholderText())
        elif isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
            told += [
                str(widget.model().headerData(i, Qt.Orientation.Horizontal))
                for i in range(widget.count())
            ]
        for text in told:
            if text:
                yield text, place(widget)


def english_texts() -> list[re.Pattern[str]]:
    """What the program says in English, with a gap where something is filled in."""
    root = ElementTree.parse(PROJECT / "resources" / "i18n" / "ui_zh_CN.ts").getroot()
    sources = {
        message.findtext("source") or ""
        for message in root.iter("message")
        if message.findtext("source") != message.findtext("translation")
    }
    sources |= set(words.catalogue("en").values())
    gap = re.compile(r"%L?[0-9n]|\{\w+\}")
    parts = [gap.split(text) for text in sources]
    known = [each for each in parts if len(re.findall("[A-Za-z]", "".join(each))) > 3]
    return [re.compile(".*".join(map(re.escape, each))) for each in known]


def labels_of(case: Path) -> set[str]:
    with Store.open(case) as store:
        return {label for (label,) in store.db.execute("SELECT label FROM packages")}


def test_switching_the_language_leaves_no_word_of_the_old_one(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, lang="en")
    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
    old = program.window

    program._choose_language("zh_CN")
    english = english_texts()
    # An app may be called by a word that the program uses too ("Phone").
    apps = labels_of(sample_case)
    left = {}
    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
        told = [(text, where) for text, where in texts(program.window) if text not in apps]
        left |= {t: where for t, where in told if any(p.fullmatch(t) for p in english)}

    assert program.window is not old
    assert left == {}


def test_the_checks_find_what_they_are_made_for(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QHBoxLayout, QPushButton

    root = QWidget()
    qtbot.addWidget(root)
    layout = QHBoxLayout(root)
    for text in ("a long text on a narrow button", ""):
        button = QPushButton(text)
        button.setFixedSize(20, 20)
        layout.addWidget(button)
    root.show()
    layout.itemAt(1).setGeometry(layout.itemAt(0).geometry())

    kinds = {fault.split(":")[0] for fault in faults(root)}

    assert kinds == {"cut_texts", "small_targets", "overlaps", "unnamed", "undescribed"}
    assert len(list(controls(root))) == 2


def test_a_case_that_vanished_leaves_whole_pages(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, lang="zh_CN", size=SIZES[0])
    settle(qtbot, program)
    shutil.rmtree(sample_case)

    assert faults_of_all_pages(qtbot, program) == {}
