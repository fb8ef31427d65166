"""Captures: what a reading brought, two compared, hashes, parsing anew, deleting after a yes."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor.compare import choose_pair, compare
from auditor.query import captures
from auditor.records import Notice
from auditor.store import Store
from auditor.task import Task
from tests.core.cases import NOW_MS, event, load
from tests.ui.help import Start, find, settle
from ui import work
from ui.capture_words import clock_text, origin_text
from ui.captures_page import CapturesPage
from ui.labels import Labels
from ui.program import Program
from ui.rows_table import RowsTable
from ui.sidebar import Page


@pytest.fixture(scope="module")
def read_twice(read_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample phone read a second time, a moment later. Do not change it: copy it."""
    case_dir = Path(shutil.copytree(read_case, tmp_path_factory.mktemp("twice") / "case"))
    work.read_sample(case_dir, "35", 1, Task())
    work.load_new(case_dir, Task())
    return case_dir


@pytest.fixture
def twice(read_twice: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(read_twice, tmp_path / "twice"))


def opened(qtbot: QtBot, start: Start, case: Path) -> tuple[Program, CapturesPage]:
    program = start(case=case, page="captures")
    settle(qtbot, program)
    page = program.window.page_widget
    assert isinstance(page, CapturesPage)
    return program, page


def test_two_readings_are_compared_as_the_core_does(
    qtbot: QtBot, start: Start, twice: Path
) -> None:
    program, page = opened(qtbot, start, twice)
    with Store.open(twice, read_only=True) as store:
        told = compare(store, *choose_pair(store))

    page.tabs.setCurrentIndex(1)
    settle(qtbot, program)

    number = len(told.updated) + len(told.permissions) + len(told.new)
    number += len(told.came or ()) + len(told.went or ())
    assert page.comparison.table.rows.rowCount() == number
    assert page.comparison.table.isVisible() == (number > 0)  # no empty frame beside the sentence
    assert find(program, QComboBox, "compareWith").count() == 1


def test_with_one_reading_the_comparison_says_what_to_do(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program, page = opened(qtbot, start, sample_case)

    footprint = find(program, QLabel, "footprint")
    assert "In the time of this reading the phone noted" in footprint.text()
    assert "cannot be measured" in footprint.toolTip()

    page.tabs.setCurrentIndex(1)

    assert "Read it again" in find(program, QLabel, "comparisonTold").text()
    assert not page.comparison.table.isVisible()
    assert not find(program, QComboBox, "compareWith").isVisible()


def test_an_app_that_differs_opens_its_page(qtbot: QtBot, start: Start, twice: Path) -> None:
    program, page = opened(qtbot, start, twice)

    page.comparison.app_chosen.emit(("SAMPLE-1", 10121, "com.pebblechat.messenger"))
    settle(qtbot, program)

    assert program.window.page is Page.APPS
    assert find(program, QLabel, "appPackage").text() == "com.pebblechat.messenger"


def test_a_reading_is_deleted_only_after_a_yes(qtbot: QtBot, start: Start, twice: Path) -> None:
    program, page = opened(qtbot, start, twice)
    before = [row.capture_id for row in program.session.case.captures]  # type: ignore[union-attr]

    qtbot.mouseClick(find(program, QPushButton, "deleteCapture"), Qt.MouseButton.LeftButton)
    assert find(program, QWidget, "askDelete").isVisible()
    qtbot.keyClick(find(program, QWidget, "askDelete"), Qt.Key.Key_Escape)
    assert not find(program, QWidget, "askDelete").isVisible()
    assert len(list((twice / "captures").iterdir())) == 2

    qtbot.mouseClick(find(program, QPushButton, "deleteCapture"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(find(program, QPushButton, "askDeleteYes"), Qt.MouseButton.LeftButton)
    assert page.work.isVisible()
    assert not find(program, QPushButton, "deleteCapture").isEnabled()
    qtbot.waitUntil(lambda: len(program.session.case.captures) == 1, timeout=60_000)
    settle(qtbot, program)

    assert program.window.page is Page.CAPTURES
    assert not page.work.isVisible()
    with Store.open(twice, read_only=True) as store:
        assert [row.capture_id for row in captures(store)] == before[:1]
    assert [path.name for path in (twice / "captures").iterdir()] == before[:1]


def test_a_case_is_parsed_again_and_says_so(qtbot: QtBot, start: Start, twice: Path) -> None:
    program, _page = opened(qtbot, start, twice)

    with qtbot.waitSignal(program.actions.told, timeout=60_000):
        qtbot.mouseClick(find(program, QPushButton, "reloadCase"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert "read anew" in find(program, QLabel, "errorText").text()
    assert len(program.session.case.captures) == 2  # type: ignore[union-attr]


def test_parsing_again_can_be_stopped_and_changes_nothing(
    qtbot: QtBot, start: Start, twice: Path
) -> None:
    program, page = opened(qtbot, start, twice)
    before = (twice / "case.db").read_bytes()

    qtbot.mouseClick(find(program, QPushButton, "reloadCase"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.work.findChild(QPushButton, "workStop"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)
    settle(qtbot, program)

    assert not page.work.isVisible()
    assert (twice / "case.db").read_bytes() == before


def test_a_changed_raw_file_stops_the_deletion_with_a_sentence(
    qtbot: QtBot, start: Start, twice: Path
) -> None:
    program, _page = opened(qtbot, start, twice)
    other = sorted((twice / "captures").iterdir())[0]
    next((other / "raw").glob("appops*")).write_bytes(b"changed")

    qtbot.mouseClick(find(program, QPushButton, "deleteCapture"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(find(program, QPushButton, "askDeleteYes"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)
    settle(qtbot, program)

    assert "no longer what was captured" in find(program, QLabel, "errorText").text()
    assert len(list((twice / "captures").iterdir())) == 2


def test_cut_files_and_what_was_left_out_are_listed(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    manifest = next(sample_case.glob("captures/*/manifest.json"))
    text = manifest.read_text(encoding="utf-8")
    text = text.replace('"whole": true, "reason": null', '"whole": false, "reason": "silent"', 1)
    text = text.replace(
        ' "skipped": []', ' "skipped": [\n  {"command": "camera", "reason": "unknown_option"}]'
    )
    manifest.write_text(text, encoding="utf-8")
    program, page = opened(qtbot, start, sample_case)

    notes = find(program, QPlainTextEdit, "unparsedLines").toPlainText()

    assert "the phone went silent" in notes
    assert "left out: camera" in notes
    assert page.tabs.tabText(2).endswith("(2)")


def test_what_a_text_says_about_itself_has_a_tab_only_where_there_is_any(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event(), Notice("dump_timeout", "TIMEOUT 10000ms", 2)])
        load(store, "two", [event()], at_ms=NOW_MS + 60_000)
    program, page = opened(qtbot, start, tmp_path / "case")
    told = page.notices.rows
    assert not page.tabs.isTabVisible(3)

    page.captures.select_row(lambda each: each.capture_id == "one")
    settle(qtbot, program)

    assert page.tabs.isTabVisible(3)
    assert page.tabs.tabText(3) == "Notices (1)"
    row = [told.index(0, column).data() for column in range(told.columnCount())]
    assert row[0] == "the phone gave up"
    assert "took too long" in row[1]
    assert row[2:] == ["raw/appops.txt", "2", "TIMEOUT 10000ms"]


def test_the_clock_is_told_and_an_unasked_one_is_a_dash(read_case: Path) -> None:
    from dataclasses import replace

    with Store.open(read_case, read_only=True) as store:
        (row,) = captures(store)
    labels = Labels("en")

    assert clock_text(replace(row, clock_difference_ms=None), labels) == "—"
    assert clock_text(replace(row, clock_difference_ms=-1_500), labels) == "as this computer's"
    assert clock_text(replace(row, clock_difference_ms=-65_000), labels) == "1 min 5 s behind"
    moved = replace(row, clock_difference_ms=3_000, clock_moved_ms=3_000)
    assert clock_text(moved, labels) == "3 s ahead, changed while it was read"
    assert origin_text(row) == "cable"
    assert origin_text(replace(row, origin="import")) == "imported from files"
    assert origin_text(replace(row, plan="watch")) == "watched live"
    assert origin_text(replace(row, plan="watch", outcome="running")) == "watched live, goes on"
    assert origin_text(replace(row, plan="watch", outcome="cut")) == "watched live, broke off"


def test_the_tables_are_named_for_a_screen_reader(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program, _page = opened(qtbot, start, sample_case)

    named = [find(program, RowsTable, each) for each in ("capturesTable", "filesTable")]

    assert all(each.accessibleName() for each in named)


def test_a_reading_on_a_disk_that_vanished_tells_of_the_case_and_not_of_a_manifest(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program, page = opened(qtbot, start, sample_case)
    shutil.rmtree(sample_case)
    (reading,) = page.captures.rows.rows()

    for look in (lambda: page._show_capture(reading), page._check_hashes):
        program.window.messages.hide()
        look()
        settle(qtbot, program)
        told = find(program, QLabel, "errorText").text()
        assert find(program, QWidget, "errorBar").isVisible()
        assert told.startswith(f"There is no folder {sample_case}.")
        assert "manifest.json" not in told


@pytest.mark.parametrize("words", [10, 25, 40, 55])
def test_a_long_question_is_whole_in_a_small_window(
    qtbot: QtBot, start: Start, sample_case: Path, words: int
) -> None:
    program = start(case=sample_case, page="captures", size=(820, 540))
    settle(qtbot, program)
    page = program.window.page_widget
    assert isinstance(page, CapturesPage)

    page.ask.ask("question " * words, "yes " * 5, lambda: None)
    settle(qtbot, program)

    text = find(program, QLabel, "askDeleteText")
    assert text.height() >= text.heightForWidth(text.width())
