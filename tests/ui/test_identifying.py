"""After a reading the apps are named in the background; nothing waits for it, nothing breaks it."""

from pytestqt.qtbot import QtBot

from tests.ui.help import Start, find, settle
from ui.program import Program
from ui.session import CaseInfo
from ui.sidebar import Page
from ui.timeline_view import TimelineView


def names(case: CaseInfo | None) -> set[str]:
    assert case is not None
    return {app.label for app in case.apps if app.label}


def test_after_a_reading_the_apps_get_their_names(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)
    program.actions.read_sample()
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)

    qtbot.waitUntil(lambda: "Lantern Maps" in names(program.session.case), timeout=60_000)

    settle(qtbot, program)
    assert len(names(program.session.case)) > 40


def test_the_lanes_take_the_new_names_and_pictures(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)
    program.actions.read_sample()
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)
    program.window.show_page(Page.TIMELINE)

    qtbot.waitUntil(lambda: "Lantern Maps" in names(program.session.case), timeout=60_000)
    settle(qtbot, program)

    view = find(program, TimelineView, "timeline")
    apps = [lane.key.app for lane in view.stage.tops if lane.key.app and lane.key.app.label]
    keys = {(app.device_id, app.uid, app.package) for app in apps}
    assert len(keys & view._lanes._pictures._data.keys()) > 10


def test_closing_the_case_meanwhile_stops_the_naming(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)
    program.actions.read_sample()
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)

    program.actions.close_case()

    qtbot.waitUntil(lambda: program.jobs.is_idle, timeout=60_000)
    assert program.session.case is None


def test_a_second_reading_does_not_wait_for_the_naming(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)
    program.actions.read_sample()
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)

    program.actions.read_sample()

    qtbot.waitUntil(lambda: len(_case(program).captures) == 2, timeout=90_000)
    qtbot.waitUntil(lambda: "Lantern Maps" in names(program.session.case), timeout=60_000)
    settle(qtbot, program)


def _case(program: Program) -> CaseInfo:
    assert program.session.case is not None
    return program.session.case
