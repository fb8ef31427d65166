"""What is chosen as evidence: counted once for each app and user, and a way on from it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from auditor import notes
from auditor.bundle.preview import preview
from auditor.filters import EventFilter
from auditor.notes import chosen_apps
from auditor.query import events
from auditor.store import Store
from tests.core.cases import event, load
from tests.ui.help import Start, find, settle, visible
from ui.sidebar import Page

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

    assert find(program, QLabel, "evidenceNone").isVisible()
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


def test_what_is_chosen_meanwhile_is_shown_when_the_page_is_shown_again(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="complaint")
    settle(qtbot, program)
    program.window.show_page(Page.FINDINGS)
    settle(qtbot, program)
    choose(sample_case, APP)

    program.window.show_page(Page.COMPLAINT)
    settle(qtbot, program)

    page = program.window.page_widget
    assert page is not None
    assert page.findChild(QLabel, "evidenceApp_0") is not None


def test_one_package_of_two_users_says_whose_it_is(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    records = [event(line=1), event(uid=1_010_101, line=2)]
    with Store.create(tmp_path / "case") as store:
        load(store, "one", records)
        ids = [row.id for row in events(store, EventFilter())]
        notes.add_evidence(store, 0, 1, EventFilter(), ids, 1)
    program = start(case=tmp_path / "case", page="complaint")
    settle(qtbot, program)

    names = [find(program, QLabel, f"evidenceApp_{number}").text() for number in (0, 1)]

    assert names == ["com.example.chat", "com.example.chat (user 10)"]


def test_the_bundle_of_one_user_counts_nothing_of_another(tmp_path: Path) -> None:
    records = [event(line=1), event(uid=1_010_101, line=2)]
    with Store.create(tmp_path / "case") as store:
        load(store, "one", records)
        ids = [row.id for row in events(store, EventFilter())]
        notes.add_evidence(store, 0, 1, EventFilter(), ids, 1)
        mine = EventFilter(packages=frozenset({"com.example.chat"}), uids=frozenset({10_101}))

        told = preview(store, mine)

    assert (told.evidence, told.evidence_left_out) == (1, 0)
