"""A case with several phones: one is chosen, every page is about it, and nothing mixes silently."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from auditor.store import Store
from auditor.task import Task
from tests.core.cases import HOUR_MS, NOW_MS, PHONE, event, load
from tests.ui.help import Start, find, settle
from ui import work
from ui.program import Program
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page

OTHER = replace(
    PHONE, device_id="PHONE2", serial="PHONE2", model="Two", zone="America/New_York", release="15"
)


@pytest.fixture
def two_phones(tmp_path: Path) -> Path:
    """PHONE2 was read last; both have an app of the same name."""
    with Store.create(tmp_path / "case") as store:
        first = [event(), event(package="only.one", uid=10_102, line=2, time_ms=NOW_MS - 9)]
        load(store, "first", first)
        other = [event(op="CAMERA", time_ms=NOW_MS), event(package="only.two", uid=10_102, line=2)]
        load(store, "second", other, at_ms=NOW_MS + HOUR_MS, device=OTHER)
    return tmp_path / "case"


def choose(program: Program, device_id: str | None) -> None:
    """Press the line of a phone in the chip's menu."""
    names = {"PHONE1": "Acme One", "PHONE2": "Acme Two", None: "All phones together"}
    menu = find(program, QToolButton, "chipPhone").menu()
    next(each for each in menu.actions() if each.text() == names[device_id]).trigger()


def test_the_phone_that_was_read_last_is_chosen_and_named(
    qtbot: QtBot, start: Start, two_phones: Path
) -> None:
    program = start(case=two_phones)
    settle(qtbot, program)

    assert program.session.filter == replace(DEFAULT_FILTER, device_id="PHONE2")
    assert find(program, QToolButton, "chipPhone").isVisible()
    assert find(program, QToolButton, "chipPhone").text() == "Acme Two"
    assert not find(program, QToolButton, "clearFilter").isVisible()
    assert "Acme Two" in find(program, QLabel, "caseTitle").text()
    assert "one of 2 phones" in find(program, QLabel, "caseFacts").text()
    assert find(program, QLabel, "saidTitle").text() == "What the phone Acme Two recorded"


def test_every_page_is_about_the_chosen_phone(qtbot: QtBot, start: Start, two_phones: Path) -> None:
    program = start(case=two_phones, page="apps")
    settle(qtbot, program)
    choose(program, "PHONE1")
    settle(qtbot, program)

    apps = program.window.page_widget.table
    assert {each.app.package for each in apps.rows.rows()} == {"com.example.chat", "only.one"}
    assert apps.isColumnHidden(apps.rows.columnCount() - 1)
    program.window.show_page(Page.CAPTURES)
    settle(qtbot, program)
    rows = program.window.page_widget.captures.rows.rows()
    assert [each.capture_id for each in rows] == ["first"]
    program.window.show_page(Page.TIMELINE)
    settle(qtbot, program)
    assert program.window.page_widget.table.events.rowCount() == 2
    assert str(program.window.page_widget.view.stage.zone) == "Asia/Kathmandu"
    program.window.show_page(Page.HOME)
    settle(qtbot, program)
    assert find(program, QLabel, "saidTitle").text() == "What the phone Acme One recorded"
    titles = set(program.window.chips._chooser._titles)
    assert titles == {"com.example.chat", "only.one"}


def test_all_phones_are_shown_only_when_asked_for_and_each_row_says_whose_it_is(
    qtbot: QtBot, start: Start, two_phones: Path
) -> None:
    program = start(case=two_phones, page="apps")
    settle(qtbot, program)
    choose(program, None)
    settle(qtbot, program)

    apps = program.window.page_widget.table
    phone = apps.rows.columnCount() - 1
    assert not apps.isColumnHidden(phone)
    texts = [apps.rows.index(n, phone).data() for n in range(apps.rows.rowCount())]
    assert sorted(texts) == ["Acme One", "Acme One", "Acme Two", "Acme Two"]
    assert find(program, QToolButton, "chipPhone").text() == "All phones together"
    assert find(program, QToolButton, "clearFilter").isVisible()

    program.session.clear_filter()
    assert program.session.filter.device_id == "PHONE2"


def test_the_page_of_an_app_is_left_with_its_phone(
    qtbot: QtBot, start: Start, two_phones: Path
) -> None:
    program = start(case=two_phones, page="apps")
    settle(qtbot, program)
    page = program.window.page_widget
    page.show_app(("PHONE2", 10_102, "only.two"))
    settle(qtbot, program)
    assert page.view.isVisible()

    choose(program, "PHONE1")
    settle(qtbot, program)

    assert not page.view.isVisible()
    assert page.table.isVisible()


def test_the_chosen_phone_comes_back_after_a_restart(
    qtbot: QtBot, start: Start, two_phones: Path
) -> None:
    program = start(case=two_phones)
    settle(qtbot, program)
    choose(program, "PHONE1")
    settle(qtbot, program)
    program.stop()

    again = start(case=two_phones)
    settle(qtbot, again)

    assert again.session.filter.device_id == "PHONE1"


def test_a_case_with_one_phone_has_no_choice_of_phones(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)

    assert not find(program, QToolButton, "chipPhone").isVisible()
    assert find(program, QLabel, "saidTitle").text() == "What the phone recorded"
    assert program.session.filter == DEFAULT_FILTER


def test_phones_that_are_called_the_same_are_told_apart(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    twin = replace(PHONE, device_id="PHONE2", serial="PHONE2")
    with Store.create(tmp_path / "case") as store:
        load(store, "first", [event()])
        load(store, "second", [event()], at_ms=NOW_MS + HOUR_MS, device=twin)

    program = start(case=tmp_path / "case")
    settle(qtbot, program)

    assert find(program, QToolButton, "chipPhone").text() == "Acme One (PHONE2)"


def test_findings_hidden_by_the_chosen_phone_are_told_and_shown_by_the_button(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    work.read_sample(sample_case, "35", 2, Task())
    work.load_new(sample_case, Task())
    program = start(case=sample_case, page="findings")
    settle(qtbot, program)
    page, chosen = program.window.page_widget, program.session.filter.device_id
    items = program.found.findings.items
    part, text = find(program, QWidget, "findingsPart"), find(program, QLabel, "findingsPartText")
    hidden = sum(each.device_id != chosen for each in items)
    assert 0 < hidden < len(items)
    assert part.isVisible() and text.text().startswith(f"{hidden} finding")

    qtbot.mouseClick(find(program, QPushButton, "findingsPartDo"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert program.session.filter.device_id is None
    assert not part.isVisible()
    assert all(page.model.index_of(each.id).isValid() for each in items)


def test_a_finding_is_told_in_the_time_of_its_own_phone(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "first", [event()])
        second = [event(op="CAMERA", uid_state="bg", time_ms=NOW_MS)]
        load(store, "second", second, at_ms=NOW_MS + HOUR_MS, device=OTHER)
    program = start(case=tmp_path / "case", page="findings")
    settle(qtbot, program)

    (finding,) = program.found.counting
    first = find(program, QLabel, "findingFact_1").text()
    assert finding.device_id == "PHONE2" and PHONE.zone != OTHER.zone
    assert "(UTC-05:00)" in first.replace("\N{MINUS SIGN}", "-")
