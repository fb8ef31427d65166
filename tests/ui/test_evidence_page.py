"""Findings and Complaint: what is true now of the open case, and a way on from it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from auditor import notes
from auditor.filters import EventFilter
from auditor.notes import chosen_apps
from auditor.query import events
from auditor.store import Store
from tests.ui.help import find, settle, visible
from ui.program import Program
from ui.sidebar import Page

Start = Callable[..., Program]
APP = "com.pebblechat.messenger"


def choose(case: Path, package: str) -> int:
    """Choose all events of an app as evidence, once over and once in part."""
    wanted = EventFilter(packages=frozenset({package}), uids=frozenset({10121}))
    with Store.open(case) as store:
        ids = [row.id for row in events(store, wanted)]
        notes.add_evidence(store, 0, 1, wanted, ids, 1)
        notes.add_evidence(store, 0, 2, wanted, ids[:3], 1)
    assert ids
    return len(ids)


def test_chosen_events_are_counted_once_for_each_app(sample_case: Path) -> None:
    number = choose(sample_case, APP)

    with Store.open(sample_case, read_only=True) as store:
        (found,) = chosen_apps(store)

    assert (found.package, found.uid, found.events) == (APP, 10121, number)


def test_without_a_chosen_event_the_page_says_how_to_choose(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="complaint")
    settle(qtbot, program)

    assert find(program, QLabel, "complaintPageText").isVisible()
    assert program.window.findChild(QLabel, "evidenceApp_0") is None


def test_a_chosen_app_leads_to_its_bundle_and_to_its_events(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    number = choose(sample_case, APP)
    program = start(case=sample_case, page="complaint")
    settle(qtbot, program)

    page = program.window.page_widget
    assert page is not None
    said = "\n".join(each.text() for each in visible(page.findChildren(QLabel)))  # type: ignore[arg-type,attr-defined]
    assert f"{number} events chosen" in said
    qtbot.mouseClick(find(program, QPushButton, "evidenceBundle_0"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)
    assert APP in find(program, QLabel, "bundleTitle").text()
    qtbot.mouseClick(find(program, QPushButton, "evidenceShow_0"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)
    assert program.window.page is Page.TIMELINE
    assert program.session.filter.packages == {APP}


def test_both_pages_can_be_looked_at_and_are_renewed_when_shown_again(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="findings")
    settle(qtbot, program)
    program.window.show_page(Page.COMPLAINT)
    settle(qtbot, program)
    choose(sample_case, APP)

    program.window.show_page(Page.FINDINGS)
    settle(qtbot, program)

    page = program.window.page_widget
    assert page is not None
    assert page.findChild(QLabel, "evidenceApp_0") is not None
