"""The Complaint page: from a finding to files that somebody else can check."""

import shutil
import zipfile
from dataclasses import replace
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

from auditor.bundle.verify import verify
from auditor.complaint.channels import channels
from auditor.complaint.keeping import answers_path, kept_answers
from tests.ui.help import Start, find, page_of, settle, wait_steady
from ui.complaint_answers import AnswerField
from ui.complaint_page import ANSWERS, CHANNEL, FINDINGS, PREVIEW, ComplaintPage
from ui.labels import Labels
from ui.sidebar import Page

NAME = "Zoe Example-Person"


def open_page(qtbot: QtBot, start: Start, case: Path, **options: object) -> ComplaintPage:
    return page_of(qtbot, start, case, ComplaintPage, page="complaint", **options)


def go(qtbot: QtBot, page: ComplaintPage, step: int) -> None:
    page.show_step(step)
    wait(qtbot, page)


def wait(qtbot: QtBot, page: ComplaintPage) -> None:
    wait_steady(qtbot, lambda: page._jobs.is_idle, timeout_ms=120_000)


def part(page: QWidget, kind: type, name: str):  # type: ignore[no-untyped-def]
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def answers_file(page: ComplaintPage, case: Path) -> Path:
    return answers_path(page._answers_folder, case)


def test_a_finding_leads_to_a_complaint_about_it_alone(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="findings")
    settle(qtbot, program)
    findings = program.window.page_widget
    finding = findings.view.finding

    qtbot.mouseClick(find(program, QPushButton, "findingComplaint"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    page = program.window.page_widget
    assert program.window.page is Page.COMPLAINT
    assert [each.id for each in page.about.chosen] == [finding.id]
    assert part(page, QComboBox, "complaintApps").currentText().startswith(finding.label)


def test_without_a_finding_the_last_step_stays_shut_and_a_way_on_is_shown(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    listed = part(page, QListWidget, "complaintFindings")

    for number in range(listed.count()):
        listed.item(number).setCheckState(Qt.CheckState.Unchecked)
    page.show_step(PREVIEW)

    assert page.step == FINDINGS
    assert not part(page, QPushButton, "complaintNext").isEnabled()
    page._session.set_filter(type(page._session.filter)(text="no such app"))
    wait(qtbot, page)
    assert part(page, QLabel, "complaintNoFindings").isVisible()
    assert part(page, QPushButton, "complaintToFindings").isVisible()


@pytest.mark.parametrize("channel", [each.id for each in channels()])
def test_every_channel_asks_for_its_own_fields_and_says_what_was_checked(
    qtbot: QtBot, start: Start, sample_case: Path, channel: str
) -> None:
    page = open_page(qtbot, start, sample_case)
    page.channel.choose(channel)
    page.show_step(CHANNEL)
    chosen = page.channel.channel
    told = [each.text() for each in page.channel.findChildren(QLabel)]

    page.show_step(ANSWERS)

    wanted = [each.key for each in chosen.fields if each.filler == "person"]
    assert chosen.id == channel
    assert list(page.answers._shown) == wanted
    for guide in chosen.how:
        assert guide.text["en"] in told
        dates = [text for text in told if guide.verified_on and guide.verified_on in text]
        assert bool(dates) or guide.is_to_check


def test_the_complaint_is_in_the_language_of_its_channel(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case, lang="zh_CN")
    page.channel.choose("fr-cnil")

    go(qtbot, page, PREVIEW)

    said = part(page, QPlainTextEdit, "preview_complaint.txt").toPlainText()
    assert page.channel.lang == "fr"
    assert "téléphone" in said
    assert "清单" in page.preview.tabs.tabText(2) or "清单" in page.preview.tabs.tabText(1)


def test_what_is_wrong_stands_at_its_field(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    page = open_page(qtbot, start, sample_case)
    page.channel.choose("eu-art77")
    page.show_step(ANSWERS)
    note = part(page, QLabel, "answerNote_complainant.name")
    was_told = note.isVisible()

    name = part(page, QLineEdit, "answer_complainant.name")
    qtbot.keyClicks(name, "Z")
    name.clear()
    when = part(page, QLineEdit, "answer_declaration.date")
    qtbot.keyClicks(when, "tomorrow")

    assert not was_told
    assert note.isVisible() and note.text() == "This is required."
    assert "2026-05-31" in part(page, QLabel, "answerNote_declaration.date").text()


def test_a_limit_is_counted_while_one_types(qtbot: QtBot) -> None:
    field = next(each for each in channels()[0].fields if each.filler == "person")
    made = AnswerField(replace(field, longest=5), Labels("en"), "")
    qtbot.addWidget(made)
    note = part(made, QLabel, f"answerNote_{field.key}")

    qtbot.keyClicks(part(made, QLineEdit, f"answer_{field.key}"), "12345")
    fits = note.text()
    qtbot.keyClicks(part(made, QLineEdit, f"answer_{field.key}"), "678")

    assert fits == "5 of 5 characters"
    assert note.text() == "8 of 5 characters  Too long by 3 characters."


def test_answers_are_kept_apart_from_the_case_and_come_back(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    page.show_step(ANSWERS)
    qtbot.keyClicks(part(page, QLineEdit, "answer_complainant.name"), NAME)

    page._session.clear_filter()
    page.window().show_page(Page.HOME)  # type: ignore[attr-defined]

    path = answers_file(page, sample_case)
    assert kept_answers(path).values["complainant.name"] == NAME
    assert not path.is_relative_to(sample_case)
    assert not [
        p for p in sample_case.rglob("*") if p.is_file() and NAME.encode() in p.read_bytes()
    ]
    again = open_page(qtbot, start, sample_case)
    again.show_step(ANSWERS)
    assert part(again, QLineEdit, "answer_complainant.name").text() == NAME


def test_contacts_with_the_operator_are_added_and_removed(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    page.channel.choose("cn-miit")
    page.show_step(ANSWERS)
    add = part(page, QPushButton, "contactAdd")
    for number in (0, 1):
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
        qtbot.keyClicks(part(page, QLineEdit, f"contact_{number}_date"), f"2026-05-0{number + 1}")

    qtbot.mouseClick(part(page, QPushButton, "contactRemove_0"), Qt.MouseButton.LeftButton)

    assert [each.date for each in page.answers.own.contacts] == ["2026-05-02"]


def test_answers_are_forgotten_only_after_a_question(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    page.show_step(ANSWERS)
    qtbot.keyClicks(part(page, QLineEdit, "answer_complainant.name"), NAME)
    page._keep_now()
    path = answers_file(page, sample_case)

    qtbot.mouseClick(part(page, QPushButton, "answersForget"), Qt.MouseButton.LeftButton)
    was_kept = path.exists()
    qtbot.mouseClick(part(page, QPushButton, "askForgetYes"), Qt.MouseButton.LeftButton)

    assert was_kept and not path.exists()
    assert page.answers.own.values == {}


def test_a_damaged_file_of_answers_is_told_and_never_replaced(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    path = answers_path(tmp_path / "complaints", sample_case)
    path.parent.mkdir()
    path.write_text("name = ", encoding="utf-8")

    page = open_page(qtbot, start, sample_case)
    page.show_step(ANSWERS)
    qtbot.keyClicks(part(page, QLineEdit, "answer_complainant.name"), NAME)
    page._keep_now()

    told = page.window().findChild(QLabel, "errorText")
    assert told is not None and told.isVisible() and str(path) in told.text()
    assert path.read_text(encoding="utf-8") == "name = "


def test_everything_that_leaves_is_shown_first(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    page.channel.choose("cn-miit")
    go(qtbot, page, PREVIEW)

    tabs = [page.preview.tabs.tabText(n) for n in range(page.preview.tabs.count())]
    text = part(page, QPlainTextEdit, "preview_complaint.txt").toPlainText()
    qtbot.mouseClick(part(page, QPushButton, "copy_complaint.txt"), Qt.MouseButton.LeftButton)

    wanted = ["Complaint", "Letter to the operator", "Checklist", "Events", "Picture"]
    assert tabs == [*wanted, "Evidence bundle"]
    assert QGuiApplication.clipboard().text() == text
    assert "示例" in text or "SAMPLE" in text
    draft = part(page, QLabel, "complaintDraft")
    assert draft.isVisible() and "Name" in draft.text()
    qtbot.mouseClick(part(page, QPushButton, "complaintDraftDo"), Qt.MouseButton.LeftButton)
    assert page.step == ANSWERS


def test_all_of_it_is_saved_and_can_be_checked_by_others(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("docx")
    page = open_page(qtbot, start, sample_case)
    page.channel.choose("uk-ico")
    page.show_step(ANSWERS)
    qtbot.keyClicks(part(page, QLineEdit, "answer_complainant.name"), NAME)
    go(qtbot, page, PREVIEW)
    (tmp_path / "out").mkdir()

    page.saving.save_all(tmp_path / "out")
    wait(qtbot, page)

    (folder,) = (tmp_path / "out").iterdir()
    names = sorted(each.name for each in folder.iterdir())
    told = verify(folder / "evidence.zip")
    digest = part(page, QLabel, "complaintDigest").text()
    text = (folder / "complaint.txt").read_text(encoding="utf-8")
    assert {"complaint.txt", "complaint.pdf", "complaint.docx", "checklist.txt"} <= set(names)
    assert told.is_intact and told.manifest_sha256 == digest
    assert NAME in text and digest in text
    assert part(page, QLabel, "complaintSavedPath").text() == str(folder)
    with zipfile.ZipFile(folder / "evidence.zip") as bundle:
        inside = b"".join(bundle.read(name) for name in bundle.namelist())
    assert NAME.encode() not in inside


def test_the_text_alone_is_saved_and_nothing_is_ever_replaced(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    go(qtbot, page, PREVIEW)
    shown = part(page, QPlainTextEdit, "preview_complaint.txt").toPlainText()
    target = tmp_path / "mine.txt"

    page.saving.save_one(target)
    wait(qtbot, page)
    written = target.read_text(encoding="utf-8")
    page.saving.save_one(target)
    wait(qtbot, page)

    told = page.window().findChild(QLabel, "errorText")
    assert written == shown
    assert told is not None and told.isVisible() and "is there already" in told.text()
    assert target.read_text(encoding="utf-8") == written


def test_a_folder_that_cannot_be_written_leaves_nothing_half_done(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    page = open_page(qtbot, start, sample_case)
    go(qtbot, page, PREVIEW)
    (tmp_path / "file").write_text("", encoding="utf-8")

    page.saving.save_all(tmp_path / "file")
    wait(qtbot, page)

    told = page.window().findChild(QLabel, "errorText")
    assert told is not None and told.isVisible() and "could not be written" in told.text()
    assert page.findChild(QLabel, "complaintSavedPath") is None


def test_another_case_takes_nothing_of_the_last_one_along(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(sample_case, tmp_path / "other"))
    program = start(case=sample_case, page="complaint")
    settle(qtbot, program)
    page = program.window.page_widget
    page.show_step(ANSWERS)
    qtbot.keyClicks(part(page, QLineEdit, "answer_complainant.name"), NAME)

    program.actions.open_case(other)
    settle(qtbot, program)

    assert page.step == FINDINGS
    assert page.answers.own.values == {}
    assert kept_answers(answers_file(page, sample_case)).values == {"complainant.name": NAME}
    assert not answers_file(page, other).exists()


def test_steps_follow_each_other_by_keys(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    page = open_page(qtbot, start, sample_case)
    part(page, QComboBox, "complaintApps").setFocus()
    control = Qt.KeyboardModifier.ControlModifier

    qtbot.keyClick(page.window(), Qt.Key.Key_Return, control)
    second = page.step
    qtbot.keyClick(page.window(), Qt.Key.Key_Return, control | Qt.KeyboardModifier.ShiftModifier)

    assert (second, page.step) == (CHANNEL, FINDINGS)


def test_findings_that_cannot_be_read_are_not_called_none(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    shutil.rmtree(sample_case)

    program.window.show_page(Page.COMPLAINT)
    settle(qtbot, program)

    told = find(program, QLabel, "complaintNoFindings")
    assert told.isVisible() and told.text().startswith(
        "The findings cannot be read. There is no folder"
    )
    assert not find(program, QLabel, "evidenceNone").isVisible()
    assert "its disk is connected" in find(program, QLabel, "errorText").text()
