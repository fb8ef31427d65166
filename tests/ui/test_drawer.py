"""The drawer says what the core says of an event, and shows every raw line that tells of it."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from auditor.context import raw_line
from auditor.event_details import EventDetails, event_details
from auditor.event_words import event_facts
from auditor.store import Store
from tests.ui.help import Start, find, settle
from ui.program import Program

SEVERAL = "SELECT event_id FROM v_events WHERE sources LIKE '%audio%' AND sources LIKE '%last%'"
DISAGREES = "SELECT event_id FROM v_events WHERE background_disagrees AND uid_state = 'fgsvc'"
COUNTED = "SELECT event_id FROM v_events WHERE source = 'aggregate' AND known > 0 AND more > 0"


def shown(
    qtbot: QtBot, start: Start, case: Path, sql: str, **options: object
) -> tuple[Program, EventDetails]:
    """Select the first event that a query of the documented views gives."""
    with sqlite3.connect(case / "case.db") as db:
        (number,) = db.execute(f"{sql} ORDER BY event_id LIMIT 1").fetchone()
    program = start(case=case, page="timeline", **options)
    settle(qtbot, program)
    program.session.select(number)
    settle(qtbot, program)
    with Store.open(case, read_only=True) as store:
        return program, event_details(store, number, str(options.get("lang", "en")))


def texts(program: Program) -> list[str]:
    drawer = program.window.page_widget.drawer
    return [each.text() for each in drawer.findChildren(QLabel)]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("sql", [SEVERAL, DISAGREES, COUNTED])
def test_every_fact_of_the_core_stands_in_the_drawer(
    qtbot: QtBot, start: Start, sample_case: Path, sql: str, lang: str
) -> None:
    program, details = shown(qtbot, start, sample_case, sql, lang=lang)

    said = texts(program)
    for fact in event_facts(details, lang):
        assert fact.name in said
        assert fact.value in said


def test_a_disagreement_stands_there_as_a_sentence(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program, details = shown(qtbot, start, sample_case, DISAGREES)

    (about,) = [f.about for f in event_facts(details, "en") if f.code == "background"]
    assert "fgsvc" in about
    assert about in texts(program)


def test_each_witness_is_shown_in_its_file_with_its_hash(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program, details = shown(qtbot, start, sample_case, SEVERAL)
    chooser, raw = find(program, QComboBox, "witnesses"), find(program, QPlainTextEdit, "rawLines")

    assert chooser.count() == len(details.witnesses) > 2
    assert details.witnesses[chooser.currentIndex()].is_best
    for number, witness in enumerate(details.witnesses):
        chooser.activated.emit(number)
        settle(qtbot, program)
        with Store.open(sample_case, read_only=True) as store:
            (line,) = raw_line(store, witness.raw_file_id, witness.line).lines
        where = find(program, QLabel, "rawWhere").text()
        assert raw.textCursor().block().text().endswith(line)
        assert f"{witness.raw_file}, line {witness.line:,}" in where
        assert witness.sha256 in where.replace("\n", "")


def test_one_line_alone_needs_no_choice(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program, details = shown(qtbot, start, sample_case, COUNTED)

    assert len(details.witnesses) == 1
    assert not find(program, QComboBox, "witnesses").isVisible()


def test_everything_can_be_copied_with_every_raw_line(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program, details = shown(qtbot, start, sample_case, SEVERAL)
    QApplication.clipboard().clear()

    qtbot.mouseClick(find(program, QPushButton, "copyEvent"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    copied = QApplication.clipboard().text()
    assert copied.count("SHA-256 ") == len(details.witnesses)
    assert all(f"{each.raw_file}:{each.line} " in copied for each in details.witnesses)
    assert all(fact.value in copied for fact in event_facts(details, "en"))
