"""Three people walk through the window by what they see, from the first click to what they want."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from auditor import query
from auditor.adb.visible import SHOWN_LOG
from auditor.bundle.verify import verify
from auditor.records import DataType
from auditor.store import Store
from tests.core.cases import HOUR_MS, event, load
from tests.ui.help import Start, find, settle, wait_steady
from tests.ui.scenes import PEBBLE
from ui.complaint_page import CHANNEL, FINDINGS, PREVIEW
from ui.program import Program
from ui.sidebar import Page
from ui.timeline_stage import TimeRange
from ui.widgets import CardButton, TextButton


def press(qtbot: QtBot, program: Program, name: str) -> None:
    """Click on what can be seen and clicked under that name, and wait for what follows."""
    found = [
        each
        for each in program.window.findChildren(QAbstractButton, name)
        if each.isVisible() and each.isEnabled()
    ]
    assert len(found) == 1, f"{name}: {len(found)} to click on"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    settle(qtbot, program)


def go(qtbot: QtBot, program: Program, page: Page) -> QWidget:
    """Choose a page in the sidebar."""
    press(qtbot, program, f"page_{page}")
    assert program.window.page is page
    return program.window.page_widget


def text_of(program: Program, name: str) -> str:
    return find(program, QLabel, name).text()


def test_an_ordinary_user_finds_who_listened_and_where_to_change_it(
    qtbot: QtBot, start: Start
) -> None:
    program = start()
    settle(qtbot, program)
    assert find(program, QWidget, "welcome").isVisible()
    press(qtbot, program, "welcomeClose")
    qtbot.mouseClick(find(program, CardButton, "chooseSample"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)
    settle(qtbot, program)

    said = [each for each in program.window.findChildren(TextButton) if each.isVisible()]
    asked = next(each for each in said if "of them did it in the background" in each.sentence)
    before = next(each for each in said if "used the microphone" in each.sentence)
    assert said.index(before) < said.index(asked)
    qtbot.mouseClick(asked, Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    timeline = program.pages.timeline
    assert program.window.page is Page.TIMELINE
    assert program.session.filter.types == {DataType.MICROPHONE}
    assert program.session.filter.background is True
    timeline.table.setFocus()
    timeline.table.selectRow(0)
    settle(qtbot, program)
    assert timeline.drawer.isVisible()
    app = text_of(program, "drawerApp").split(" ")[0]
    press(qtbot, program, "eventApp")

    assert program.window.page is Page.APPS
    assert text_of(program, "appTitle").startswith(app)
    press(qtbot, program, "appSettings")
    assert "Nothing is changed" in text_of(program, "askSettingsText")
    with qtbot.waitSignal(program.actions.told, timeout=60_000):
        press(qtbot, program, "askSettingsYes")
    assert program.session.case is not None
    assert (program.session.case.path / SHOWN_LOG).exists()


def read_later(case: Path) -> None:
    """Add a reading of an hour later, which tells of one access more."""
    with Store.open(case) as store:
        (device,) = query.devices(store)
        later_ms = query.captures(store)[-1].phone_end_ms + HOUR_MS
        heard = event(uid=PEBBLE[1], package=PEBBLE[2], time_ms=later_ms - 60_000)
        load(store, "20991231T000000Z", [heard], at_ms=later_ms, device=device)


def test_a_tester_compares_decides_and_takes_a_picture(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    read_later(sample_case)
    program = start(case=sample_case)
    settle(qtbot, program)
    captures = go(qtbot, program, Page.CAPTURES)
    captures.tabs.setCurrentIndex(1)
    settle(qtbot, program)
    differences = captures.comparison.table
    assert differences.isVisible() and differences.rows.rowCount() == 1
    assert text_of(program, "comparisonTold").startswith("1 difference between")

    findings = go(qtbot, program, Page.FINDINGS)
    counted = len(program.found.counting)
    first = findings.view.finding.id
    press(qtbot, program, "findingDismiss")
    reason = find(program, QLineEdit, "reasonText")
    qtbot.keyClicks(reason, "part of the test plan")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: findings.view.finding.dismissal is not None, timeout=60_000)
    settle(qtbot, program)
    assert findings.view.finding.id == first
    assert len(program.found.counting) == counted - 1
    press(qtbot, program, "messageAction")
    qtbot.waitUntil(lambda: findings.view.finding.dismissal is None, timeout=60_000)
    settle(qtbot, program)
    assert len(program.found.counting) == counted

    kinds = find(program, QComboBox, "categoryKinds")
    said = text_of(program, "findingSentence")
    kinds.setCurrentIndex(kinds.findData("news"))
    kinds.activated.emit(kinds.currentIndex())
    qtbot.waitUntil(lambda: text_of(program, "findingSentence") != said, timeout=60_000)

    timeline = go(qtbot, program, Page.TIMELINE)
    stage = timeline.view.stage
    end = stage.facts.span[1]
    stage.select_range(TimeRange(end - 86_400_000, end))
    settle(qtbot, program)
    assert timeline.range_panel.model.rowCount() > 0
    press(qtbot, program, "copyRange")
    assert QGuiApplication.clipboard().text().count("\n") > timeline.range_panel.model.rowCount()
    target = tmp_path / "span.png"
    program.export.save(target, "png")
    qtbot.waitUntil(target.exists, timeout=60_000)
    settle(qtbot, program)
    assert target.read_bytes().startswith(b"\x89PNG")


def test_a_person_with_a_complaint_leaves_with_files_that_others_can_check(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("docx")
    program = start(case=sample_case)
    settle(qtbot, program)
    press(qtbot, program, "homeFindings")
    label = program.window.page_widget.view.finding.label
    press(qtbot, program, "findingComplaint")
    page = program.window.page_widget
    assert program.window.page is Page.COMPLAINT and page.step == FINDINGS

    press(qtbot, program, "complaintNext")
    assert page.step == CHANNEL
    page.channel.choose("uk-ico")
    press(qtbot, program, "complaintNext")
    press(qtbot, program, "complaintNext")
    wait_steady(qtbot, lambda: page._jobs.is_idle, timeout_ms=120_000)
    assert page.step == PREVIEW  # a draft is shown, and says what is missing
    press(qtbot, program, "complaintDraftDo")
    missing = find(program, QLineEdit, "answer_complainant.name")
    assert missing.hasFocus() or missing.isVisible()
    qtbot.keyClicks(missing, "Zoe Example-Person")
    press(qtbot, program, "complaintNext")
    wait_steady(qtbot, lambda: page._jobs.is_idle, timeout_ms=120_000)
    assert (
        "Name" not in text_of(program, "complaintDraft")
        or not find(program, QLabel, "complaintDraft").isVisible()
    )

    (tmp_path / "out").mkdir()
    page.saving.save_all(tmp_path / "out")
    wait_steady(qtbot, lambda: page._jobs.is_idle, timeout_ms=120_000)
    (folder,) = (tmp_path / "out").iterdir()
    told = verify(folder / "evidence.zip")
    text = (folder / "complaint.txt").read_text(encoding="utf-8")
    assert told.is_intact and told.manifest_sha256 == text_of(program, "complaintDigest")
    assert label in text and "Zoe Example-Person" in text
