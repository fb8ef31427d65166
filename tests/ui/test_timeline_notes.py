"""A person's own marks and evidence: written in the window, kept in the case, seen again."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from auditor.columns import UNKNOWN
from auditor.notes import add_mark, notes
from auditor.store import Store
from tests.ui.help import settle
from ui.timeline_band_paint import CHANGES
from ui.timeline_frame import TimeRange


@pytest.fixture
def program(qtbot, start, sample_case: Path):
    made = start(case=sample_case, page="timeline")
    settle(qtbot, made)
    made.window.activateWindow()
    made.pages.timeline.view.build_plot()
    made.pages.timeline.view.setFocus()
    qtbot.waitUntil(made.pages.timeline.view.hasFocus)
    return made


def kept(program):
    with Store.open(program.session.case.path, read_only=True) as store:
        return notes(store)


def test_m_writes_a_mark_at_the_selected_event(qtbot, program):
    page = program.pages.timeline
    stage = page.view.stage
    stage.step(-1)
    time_ms = int(stage.facts.start_ms[stage.facts.row_of(stage.selection)])
    settle(qtbot, program)

    qtbot.keyClick(page.view, Qt.Key.Key_M)
    editor = page.notes._editor
    text = editor.findChild(QLineEdit, "markText")
    qtbot.waitUntil(text.hasFocus)
    qtbot.keyClicks(text, "Said yes to the camera")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.notes.notes.marks) == 1, timeout=30_000)

    assert not editor.isVisible()
    (mark,) = kept(program).marks
    assert (mark.time_ms, mark.text) == (time_ms, "Said yes to the camera")
    assert "Said yes to the camera" in page.view._band.accessibleDescription()


def test_escape_leaves_no_mark(qtbot, program):
    page = program.pages.timeline
    page.notes.edit(None)
    text = page.notes._editor.findChild(QLineEdit, "markText")
    qtbot.keyClicks(text, "no")

    qtbot.keyClick(text, Qt.Key.Key_Escape)
    settle(qtbot, program)

    assert not page.notes._editor.isVisible()
    assert kept(program).marks == ()


def test_a_click_on_a_flag_opens_its_mark_to_change_or_remove_it(qtbot, program):
    page = program.pages.timeline
    stage, band = page.view.stage, page.view._band
    with Store.open(program.session.case.path) as store:
        add_mark(store, stage.moment(), "went out", 5)
    page.notes.read()
    qtbot.waitUntil(lambda: len(page.notes.notes.marks) == 1)
    at = band.rect().center()
    at.setX(round(stage.x_of(page.notes.notes.marks[0].time_ms)) + 2)
    at.setY(2 + CHANGES * band.row_px + 4)
    assert "went out" in band.text_at(at)

    qtbot.mouseClick(band, Qt.MouseButton.LeftButton, pos=at)
    editor = page.notes._editor
    assert editor.findChild(QLineEdit, "markText").text() == "went out"
    qtbot.mouseClick(editor.findChild(QPushButton, "removeMark"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.notes.notes.marks == (), timeout=30_000)

    assert kept(program).marks == ()


def test_a_span_is_kept_as_evidence_and_taken_back(qtbot, program):
    page = program.pages.timeline
    stage = page.view.stage
    end = stage.facts.span[1]
    chosen = TimeRange(end - 7_200_000, end)
    stage.select_range(chosen)
    button = page.findChild(QPushButton, "rangeEvidence")
    assert button.text() == "Use as evidence"

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.notes.notes.evidence) == 1, timeout=30_000)

    (one,) = kept(program).evidence
    assert (one.begin_ms, one.end_ms) == (chosen.begin_ms, chosen.end_ms)
    assert one.filter == program.session.filter
    assert one.event_ids == page.view.status.stats(chosen).ids
    assert len(one.event_ids) > 3
    assert button.text() == "Take back from evidence"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.notes.notes.evidence == (), timeout=30_000)
    assert button.text() == "Use as evidence"


def test_a_click_on_evidence_selects_its_span(qtbot, program):
    page = program.pages.timeline
    stage, band = page.view.stage, page.view._band
    end = stage.facts.span[1]
    chosen = TimeRange(end - 5 * 86_400_000, end - 4 * 86_400_000)
    page.notes.swap_evidence(chosen)
    qtbot.waitUntil(lambda: len(page.notes.notes.evidence) == 1, timeout=30_000)
    at = band.rect().bottomLeft()
    at.setX(round(stage.x_of((chosen.begin_ms + chosen.end_ms) / 2)))
    at.setY(band.height() - 4)

    qtbot.mouseClick(band, Qt.MouseButton.LeftButton, pos=at)

    assert stage.range == chosen
    assert page.range_panel.isVisible()


def test_another_filter_is_other_evidence(qtbot, program):
    page = program.pages.timeline
    end = page.view.stage.facts.span[1]
    chosen = TimeRange(end - 7_200_000, end)
    page.notes.swap_evidence(chosen)
    qtbot.waitUntil(lambda: page.notes.evidence_of(chosen) is not None, timeout=30_000)

    program.session.set_filter(type(program.session.filter)(background=True))
    settle(qtbot, program)

    assert page.notes.evidence_of(chosen) is None


def test_single_rows_of_the_table_are_kept_as_evidence_and_taken_back(qtbot, program):
    page = program.pages.timeline
    button = page.findChild(QPushButton, "rowEvidence")
    assert not button.isEnabled()
    page.table.selectRow(2)
    assert button.text() == "Use as evidence"

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.notes.notes.evidence) == 1, timeout=30_000)

    (one,) = kept(program).evidence
    row = int(page.table.events._order[2])
    begin_ms = int(page.table.events._columns.time_ms[row])
    assert one.event_ids == (page.table.events.event_id(2),)
    assert one.begin_ms == begin_ms < one.end_ms
    assert button.text() == "Take back as evidence"
    page.table.selectRow(3)
    assert button.text() == "Use as evidence"
    page.table.selectRow(2)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.notes.notes.evidence == (), timeout=30_000)
    assert button.text() == "Use as evidence"


def test_an_event_without_a_time_can_be_evidence_too(qtbot, program):
    table = program.pages.timeline.table.events
    rows = np.arange(3)
    table._columns.time_ms[table._order[rows]] = UNKNOWN

    ids, begin_ms, end_ms = table.chosen(rows)

    assert ids == tuple(map(table.event_id, range(3)))
    assert (begin_ms, end_ms) == (0, 1)


def test_rows_here_and_there_and_all_of_them_are_chosen_in_their_order(qtbot, program):
    page = program.pages.timeline
    evidence, table = page._evidence, page.table
    select = QItemSelectionModel.SelectionFlag
    model = table.selectionModel()
    for row in (7, 2, 3, 2):
        model.select(table.events.index(row, 0), select.Select | select.Rows)

    few = evidence._rows().tolist()
    table.selectAll()

    assert few == [2, 3, 7]
    assert evidence._rows().tolist() == list(range(table.events.rowCount()))
    table.clearSelection()
    assert evidence._rows().tolist() == []
