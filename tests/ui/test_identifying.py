"""After a reading the apps are named in the background; nothing waits for it, nothing breaks it."""

import contextlib
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from auditor.adb.server import ServerAddress
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from tests.ui.help import Start, find, settle
from ui import deferred, work
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


def name_nobody(*_: object) -> None:
    """Stands in for the naming, in a child process too."""


def test_an_own_server_serves_until_the_apps_are_named(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    with SampleServer(SamplePhone(35, 1)) as server:

        @contextlib.contextmanager
        def own_server(_port: int | None) -> Iterator[ServerAddress]:
            try:
                yield ServerAddress(port=server.port)
            finally:
                ended.append(program.actions._identifying is None)

        monkeypatch.setattr(work, "server_of", own_server)
        monkeypatch.setattr(deferred, "identify", name_nobody)  # how it is done: the tests above
        program = start()
        program.actions.set_up(program._cases, "quick", "adbutils")
        settle(qtbot, program)
        program.home.connect_phone()
        qtbot.waitUntil(lambda: program.window.findChild(QPushButton, "read_SAMPLE-1") is not None)
        find(program, QPushButton, "read_SAMPLE-1").click()
        qtbot.waitUntil(lambda: bool(ended), timeout=90_000)
        settle(qtbot, program)

    assert ended == [True]


def _case(program: Program) -> CaseInfo:
    assert program.session.case is not None
    return program.session.case
