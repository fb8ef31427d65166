"""The Findings page: from a reading to a finding, its lines and events, and what one says to it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from auditor.columns import DATA_TYPES
from auditor.findings.decisions import dismiss
from auditor.findings.engine import find as find_findings
from auditor.findings.records import Finding
from auditor.findings.rule_files import own_rules
from auditor.notes import evidence_ids
from auditor.store import Store
from tests.core.findings.rules import write_rule
from tests.ui.help import Start, find, page_of, settle
from ui.filter_chips import Chip
from ui.findings_page import FindingsPage
from ui.found import Stage
from ui.sidebar import Page


def open_page(qtbot: QtBot, start: Start, case: Path, **options: object) -> FindingsPage:
    return page_of(qtbot, start, case, FindingsPage, page="findings", **options)


def shown(page: FindingsPage) -> Finding:
    assert page.view.finding is not None
    return page.view.finding


def click(qtbot: QtBot, page: QWidget, name: str) -> None:
    found = [each for each in page.findChildren(QPushButton, name) if each.isVisible()]
    assert len(found) == 1 and found[0].isEnabled(), name
    button = found[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def text_of(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_the_worst_finding_is_shown_whole_beside_the_list(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)

    finding = shown(page)
    with Store.open(sample_case, read_only=True) as store:
        first = find_findings(store, own_rules()).items[0]
    assert finding.id == first.id
    assert text_of(page, "findingTitle") == finding.rule.title["en"]
    said = text_of(page, "findingSentence")
    assert said.startswith(finding.label or "") and "at least" in said
    assert text_of(page, "findingCannotShow") == finding.rule.caveat["en"]
    facts = [label.text() for label in page.view.findChildren(QLabel)]
    assert any("UTC" in fact for fact in facts) and any("(bg)" in fact for fact in facts)
    assert any(fact.startswith("Grade ") for fact in facts)


def test_a_raw_line_is_shown_in_its_file_and_can_be_copied(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    samples = find_in(page, QListWidget, "findingSamples")

    samples.setCurrentRow(1)
    raw = find_in(page, QPlainTextEdit, "findingLines")
    qtbot.waitUntil(raw.isVisible)
    click(qtbot, page, "findingCopyRaw")

    line = shown(page).samples[1]
    path = sample_case / "captures" / line.capture_id / line.raw_file
    written = path.read_text(encoding="utf-8").splitlines()[line.line - 1]
    assert QGuiApplication.clipboard().text() == written
    assert f"line {line.line:,}" in text_of(page, "findingWhere")


def test_the_timeline_shows_exactly_the_events_of_a_finding(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    finding = shown(page)

    click(qtbot, page, "findingEvents")
    program = page.window()
    settle_window(qtbot, page)

    timeline = program.page_widget  # type: ignore[attr-defined]
    events = timeline.table.events
    ids = {events.event_id(row) for row in range(events.rowCount())}
    assert program.page is Page.TIMELINE  # type: ignore[attr-defined]
    assert ids == set(finding.event_ids)


def test_dismissing_takes_a_reason_and_can_be_undone(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    first = shown(page).id
    click(qtbot, page, "findingDismiss")
    keep, reason = find_in(page, QPushButton, "reasonKeep"), find_in(page, QLineEdit, "reasonText")
    could_keep_nothing = keep.isEnabled()

    qtbot.keyClicks(reason, "I was recording a lecture")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view.finding.dismissal is not None, timeout=30_000)  # type: ignore[union-attr]

    assert not could_keep_nothing
    assert shown(page).id == first
    assert "recording a lecture" in text_of(page, "findingDismissed")
    assert kept_reasons(sample_case) == ["I was recording a lecture"]
    undo = page.window().findChild(QPushButton, "messageAction")
    assert undo is not None and undo.text() == "Undo"
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.view.finding.dismissal is None, timeout=30_000)  # type: ignore[union-attr]
    assert kept_reasons(sample_case) == []


def test_a_dismissed_finding_is_listed_so_when_the_case_is_opened_again(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    with Store.open(sample_case) as store:
        dismiss(store, find_findings(store, own_rules()).items[0], "A call.", 5)
    page = open_page(qtbot, start, sample_case)

    rows = [
        str(page.model.index(row, 0, group).data())
        for group in page.model.group_indexes()
        for row in range(page.model.rowCount(group))
    ]

    assert len([row for row in rows if row.startswith("Dismissed")]) == 1


def test_its_events_become_evidence_and_are_taken_back(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    button = find_in(page, QPushButton, "findingEvidence")

    click(qtbot, page, "findingEvidence")
    qtbot.waitUntil(lambda: button.text() == "Take back as evidence", timeout=30_000)
    kept = evidence(sample_case)
    click(qtbot, page, "findingEvidence")
    qtbot.waitUntil(lambda: button.text() == "Use as evidence", timeout=30_000)

    assert kept == set(shown(page).event_ids)
    assert evidence(sample_case) == set()


def test_the_query_is_shown_and_copied_as_it_is(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    text = find_in(page, QPlainTextEdit, "queryText")
    was_shown = text.isVisible()

    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Q)
    click(qtbot, page, "queryCopy")

    assert (was_shown, text.isVisible()) == (False, True)
    assert QGuiApplication.clipboard().text() == shown(page).rule.sql


def test_the_kind_of_an_app_changes_the_sentence_and_hides_nothing(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    kinds = find_in(page, QComboBox, "categoryKinds")
    before, number = text_of(page, "findingSentence"), page.model.rowCount()

    kinds.setCurrentIndex(kinds.findData("news"))
    kinds.activated.emit(kinds.currentIndex())
    qtbot.waitUntil(lambda: text_of(page, "findingSentence") != before, timeout=30_000)

    assert text_of(page, "findingSentence").startswith(before)
    assert page.model.rowCount() >= number


def test_the_shared_filter_narrows_the_list_and_says_so(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    finding = shown(page)
    others = {code for code in DATA_TYPES if code != finding.data_type}

    page._session.set_filter(type(page._session.filter)(types=frozenset(others)))
    settle_window(qtbot, page)

    assert not page.model.index_of(finding.id).isValid()
    assert find_in(page, QWidget, "findingsPart").isVisible()
    click(qtbot, page, "findingsPartDo")
    settle_window(qtbot, page)
    assert page.model.index_of(finding.id).isValid()
    assert not find_in(page, QWidget, "findingsPart").isVisible()


def test_where_there_is_little_room_list_and_finding_follow_each_other(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case, size=(640, 480))
    was_shown = page.view.isVisible()

    page.list.setFocus()
    page.list.setCurrentIndex(page.model.first())
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    is_shown, is_listed = page.view.isVisible(), page.list.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)

    assert (was_shown, is_shown, is_listed) == (False, True, False)
    assert page.list.isVisible() and not page.view.isVisible()


def test_a_bad_rule_of_ones_own_is_told_with_its_line_and_ours_are_asked(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    path = write_rule(tmp_path / "rules", 'base = "high"', 'base = "awful"')
    program = start(case=sample_case, page="findings")
    settle(qtbot, program)
    program.memory.change(rules=path.parent)

    program.found.ask()
    settle(qtbot, program)

    told = find(program, QLabel, "findingsTroubleText")
    assert told.isVisible() and str(path) in told.text() and "line 3" in told.text()
    assert program.found.findings is not None and program.found.findings.items
    path.unlink()
    write_rule(path.parent)
    click(qtbot, program.window, "findingsTroubleDo")
    settle(qtbot, program)
    assert not told.isVisible()
    assert "X01" in {rule.id for rule in program.found.findings.rules}


def test_without_a_case_and_after_a_stop_there_is_a_way_on(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(page="findings")
    settle(qtbot, program)
    assert find(program, QLabel, "findingsNoCaseText").isVisible()
    program.found.changed.connect(lambda: program.found.stop())

    program.actions.open_case(sample_case)
    qtbot.waitUntil(lambda: program.found.stage is Stage.STOPPED, timeout=30_000)

    assert find(program, QLabel, "findingsStoppedText").isVisible()


def test_findings_of_a_case_that_is_closed_meanwhile_are_dropped(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="findings")
    qtbot.waitUntil(lambda: program.found.stage is Stage.ASKING, timeout=30_000)

    program.actions.close_case()
    settle(qtbot, program)

    assert program.found.findings is None
    assert program.found.stage is Stage.NO_CASE


def test_a_case_that_is_gone_is_told_and_can_be_tried_again(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    away = sample_case.rename(sample_case.with_name("away"))
    page._found.findings = None

    page._found.ask()
    settle_window(qtbot, page)
    told = find_in(page, QLabel, "findingsFailedText")
    was_told = told.isVisible() and str(sample_case) in told.text()
    away.rename(sample_case)
    click(qtbot, page, "do_again")
    settle_window(qtbot, page)

    assert was_told
    assert page.view.isVisible()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_an_app_is_called_as_elsewhere_in_the_window(
    qtbot: QtBot, start: Start, sample_case: Path, lang: str
) -> None:
    page = open_page(qtbot, start, sample_case, lang=lang)

    name = text_of(page, "findingApp").split("  ·  ")[0]

    assert text_of(page, "findingSentence").startswith(name)


def test_the_chip_lets_go_of_the_events_of_a_finding(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    click(qtbot, page, "findingEvents")
    settle_window(qtbot, page)
    chip = page.window().findChild(Chip, "chipEvents")

    assert chip is not None and chip.isVisible()
    chip.menu().actions()[0].trigger()

    assert not page._session.filter.event_ids


def find_in(page: QWidget, kind: type, name: str):  # type: ignore[no-untyped-def]
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def settle_window(qtbot: QtBot, page: FindingsPage) -> None:
    looks = 0

    def is_steady() -> bool:
        nonlocal looks
        looks = looks + 1 if page._jobs.is_idle else 0
        return looks >= 5

    qtbot.waitUntil(is_steady, timeout=60_000)


def evidence(case: Path) -> set[int]:
    with Store.open(case, read_only=True) as store:
        return set(evidence_ids(store))


def kept_reasons(case: Path) -> list[str]:
    with Store.open(case, read_only=True) as store:
        return [row[0] for row in store.db.execute("SELECT reason FROM dismissals")]


def test_findings_from_before_a_failure_blame_no_rules_of_ones_own(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    sample_case.rename(sample_case.with_name("away"))

    page._found.ask()
    settle_window(qtbot, page)

    told = page._trouble.said.text()
    assert page._trouble.isVisible() and page.view.isVisible()
    assert told.startswith("The rules could not be asked again; these findings are from before.")
    assert str(sample_case) in told


def test_a_finding_that_was_asked_for_stays_when_a_narrow_window_takes_another_size(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="apps", size=(640, 480))
    settle(qtbot, program)
    wanted = program.found.counting[-1].id

    program._show_finding(wanted)
    settle(qtbot, program)
    page = program.window.page_widget
    is_first = page.view.isVisible()
    program.window.resize(660, 500)

    assert is_first and page.view.isVisible() and not page.list.isVisible()
    assert shown(page).id == wanted


def test_a_case_that_is_gone_is_told_once(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    page = open_page(qtbot, start, sample_case)
    sample_case.rename(sample_case.with_name("away"))

    page._found.ask()
    settle_window(qtbot, page)

    bars = [page._trouble, page.window().findChild(QWidget, "errorBar")]
    assert [bar.isVisible() for bar in bars] == [True, False]


def test_findings_that_cannot_be_read_leave_no_empty_list(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    away = sample_case.rename(sample_case.with_name("away"))

    program.window.show_page(Page.FINDINGS)
    settle(qtbot, program)
    page = program.window.page_widget
    told = find_in(page, QLabel, "findingsFailedText")
    was_told = told.isVisible() and str(sample_case) in told.text() and not page.list.isVisible()
    away.rename(sample_case)
    click(qtbot, page, "do_again")
    settle(qtbot, program)

    assert was_told
    assert page.view.isVisible() and page.list.isVisible()
