"""After the work: debugging off again, seen on the bus; its page on the phone only after a yes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor import doctor_facts
from auditor.adb import usb
from auditor.adb.usb import Bus, Offer
from auditor.adb.visible import SHOWN_LOG
from auditor.errors import NoServer
from auditor.makers import maker
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.store import Store
from tests.core.adb.phones import TablePhone
from tests.core.adb.test_doctor import ON_USB
from tests.core.cases import PHONE, event, load
from tests.ui.help import Start, find, settle
from ui.debugging_window import DebuggingWindow
from ui.program import Program

PAGE = "am start -a android.settings.APPLICATION_DEVELOPMENT_SETTINGS"
ON = Bus(is_seen=True, phones=(ON_USB,))
OFF = Bus(is_seen=True, phones=(replace(ON_USB, offers=frozenset({Offer.FILES})),))


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> list[Bus]:
    """What is on the USB bus; the last entry counts."""
    seen = [ON]
    monkeypatch.setattr(doctor_facts.debugging_now, "__defaults__", (lambda: seen[-1],))
    monkeypatch.setattr(doctor_facts.follow_debugging, "__defaults__", (lambda _s: None,))
    monkeypatch.setattr(usb, "look", lambda: seen[-1])
    return seen


@pytest.fixture
def phone() -> TablePhone:
    answers = {PAGE: Reply(b"Starting: Intent { act=android.settings }\n")}
    return TablePhone(answers, PHONE.serial)


@pytest.fixture
def server(phone: TablePhone) -> Iterator[SampleServer]:
    with SampleServer(phone) as made:
        yield made


@pytest.fixture
def case(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "case") as store:
        load(store, "first", [event()])
    return tmp_path / "case"


def opened(qtbot: QtBot, program: Program) -> DebuggingWindow:
    settle(qtbot, program)
    find(program, QAction, "debuggingOff").trigger()
    assert program.debugging.shown is not None
    return program.debugging.shown


def state(shown: QWidget) -> str:
    found = [s.text() for s in shown.findChildren(QLabel, "debuggingState") if s.isVisibleTo(shown)]
    return found[-1] if found else ""


def press(qtbot: QtBot, shown: QWidget, name: str) -> None:
    qtbot.mouseClick(shown.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_it_says_where_and_follows_the_phone_until_it_is_off(
    qtbot: QtBot, server: SampleServer, bus: list[Bus], start: Start, case: Path
) -> None:
    program = start(adb_port=server.port, case=case)
    program.memory.change(maker="samsung")
    shown = opened(qtbot, program)
    told = shown.findChild(QLabel, "debuggingHow").text()
    qtbot.waitUntil(lambda: "still on" in state(shown))
    bus.append(OFF)
    server.unplug(PHONE.serial)
    qtbot.waitUntil(lambda: "Debugging is off" in state(shown))
    off = shown.findChild(QPushButton, "debuggingShow").isEnabled()
    bus.append(Bus(is_seen=True))  # pulled: that proves nothing
    qtbot.waitUntil(lambda: "cannot be told" in state(shown))

    assert maker("samsung", "en").options in told
    assert maker("samsung", "en").switch in told
    assert not off


def test_the_page_is_shown_on_the_phone_only_after_a_yes_and_noted(
    qtbot: QtBot,
    server: SampleServer,
    bus: list[Bus],
    start: Start,
    case: Path,
) -> None:
    program = start(adb_port=server.port, case=case)
    shown = opened(qtbot, program)
    qtbot.waitUntil(lambda: "still on" in state(shown))

    press(qtbot, shown, "debuggingShow")
    press(qtbot, shown, "askDeveloperNo")
    press(qtbot, shown, "debuggingShow")
    before = (case / SHOWN_LOG).exists()
    press(qtbot, shown, "askDeveloperYes")
    trouble = shown.findChild(QLabel, "debuggingTrouble")
    qtbot.waitUntil(trouble.isVisible)

    assert not before
    assert trouble.text() == "The phone shows its developer options now."
    lines = [json.loads(line) for line in (case / SHOWN_LOG).read_text("utf-8").splitlines()]
    assert [(line["line"], line["outcome"]) for line in lines] == [(PAGE, "asked"), (PAGE, "shown")]
    assert [text for text in server.opened if "am start" in text]


@pytest.mark.parametrize(("lang", "said"), [("en", "is not connected"), ("zh_CN", "没有连接")])
def test_a_phone_that_is_gone_is_said(
    qtbot: QtBot,
    server: SampleServer,
    bus: list[Bus],
    start: Start,
    case: Path,
    lang: str,
    said: str,
) -> None:
    program = start(adb_port=server.port, case=case, lang=lang)
    shown = opened(qtbot, program)
    qtbot.waitUntil(lambda: shown.findChild(QPushButton, "debuggingShow").isEnabled())
    qtbot.waitUntil(lambda: program.debugging._address is not None)
    press(qtbot, shown, "debuggingShow")
    server.unplug(PHONE.serial)
    press(qtbot, shown, "askDeveloperYes")
    trouble = shown.findChild(QLabel, "debuggingTrouble")
    qtbot.waitUntil(trouble.isVisible)

    assert said in trouble.text()
    assert not (case / SHOWN_LOG).exists()


def test_without_a_case_that_can_note_it_only_what_to_tap_is_said(
    qtbot: QtBot, bus: list[Bus], start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_port: int | None) -> None:
        raise NoServer("No adb program was found on this computer.", "Install it.")

    monkeypatch.setattr("auditor.adb.server.server_of", none)
    bus.append(OFF)
    shown = opened(qtbot, start())

    qtbot.waitUntil(lambda: "Debugging is off" in state(shown))  # the bus tells enough
    assert not shown.findChild(QPushButton, "debuggingShow").isVisible()


def test_home_offers_it_after_a_reading_until_it_is_off(
    qtbot: QtBot, server: SampleServer, bus: list[Bus], start: Start, case: Path
) -> None:
    program = start(adb_port=server.port, case=case)
    settle(qtbot, program)
    after = find(program, QWidget, "afterWork")
    at_first = after.isVisible()

    program.actions.reading_began.emit(PHONE.serial)
    program.actions.reading_ended.emit()
    settle(qtbot, program)
    offered = after.isVisible()
    press(qtbot, program.window, "homeDebugging")
    bus.append(OFF)
    server.unplug(PHONE.serial)
    qtbot.waitUntil(lambda: not after.isVisible())

    assert not at_first
    assert offered


def test_closing_the_window_ends_the_looking(
    qtbot: QtBot, server: SampleServer, bus: list[Bus], start: Start, case: Path
) -> None:
    program = start(adb_port=server.port, case=case)
    shown = opened(qtbot, program)
    qtbot.waitUntil(lambda: "still on" in state(shown))

    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not program.jobs._running)
    asked = len(server.requests)
    qtbot.wait(60)

    assert program.debugging.shown is None
    assert len(server.requests) == asked
