"""The doctor on the page for connecting: by itself, in plain words, a button where one helps."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from auditor import doctor_facts, words
from auditor.adb.devices import State
from auditor.adb.doctor import NOTES, Cause, Diagnosis, Facts, diagnose, udev_commands
from auditor.adb.server import ServerAddress
from auditor.adb.usb import Bus
from auditor.doctor_words import next_step, said
from auditor.errors import NoServer
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from tests.core.adb.phones import free_port
from tests.core.adb.test_doctor import CASES, READY, listed
from tests.ui.help import Start, find, settle
from ui import doctor_control, work
from ui.checklist import Checklist
from ui.doctor_card import DEEDS, Deed, DoctorCard
from ui.home_phones import PhonesView
from ui.labels import Labels
from ui.program import Program
from ui.theme import LIGHT
from ui.widgets import CardButton, clean


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_control, "PATIENCE_MS", 1)
    monkeypatch.setattr(doctor_control, "PAUSE_MS", 20)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> list[Bus]:
    """What is on the USB bus; the last entry stays."""
    seen = [Bus(is_seen=True)]
    look = doctor_facts.look_around
    monkeypatch.setattr(
        doctor_facts,
        "look_around",
        lambda *args, **more: look(
            *args, **more, environment={}, find=lambda _env: None, look_at_usb=lambda: seen[-1]
        ),
    )
    return seen


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with SampleServer(SamplePhone(35, 1)) as made:
        yield made


def card_of(qtbot: QtBot, facts: Facts, lang: str = "en") -> DoctorCard:
    made = DoctorCard(Labels(lang), LIGHT)
    qtbot.addWidget(made)
    made.show_facts(facts)
    return made


def texts(card: DoctorCard) -> list[str]:
    return [each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(card)]


def press(card: DoctorCard, name: str) -> None:
    card.findChild(QPushButton, name).click()


def connecting(qtbot: QtBot, program: Program) -> DoctorCard:
    settle(qtbot, program)
    qtbot.mouseClick(find(program, CardButton, "chooseConnect"), Qt.MouseButton.LeftButton)
    return program.pages.home.phones.doctor


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("cause", [each for each in Cause if each is not Cause.SEVERAL])
def test_each_cause_is_said_with_its_next_step(qtbot: QtBot, cause: Cause, lang: str) -> None:
    facts = CASES[cause]
    card = card_of(qtbot, facts, lang)
    told = "\n".join(texts(card))
    found = next(each for each in diagnose(facts) if each.cause is cause)

    assert clean(said(found, lang), 600) in told
    assert card.isVisibleTo(None)
    if cause in NOTES:
        assert next_step(found, lang, in_window=True) in told
    elif diagnose(facts)[0].cause is cause:
        assert clean(next_step(found, lang, in_window=True), 600) in told
        assert card.accessibleName() == clean(said(found, lang), 600)
        assert card.findChild(QPushButton, "doctorLook") is not None


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_no_next_step_in_the_window_sends_to_the_terminal(lang: str) -> None:
    named = {Cause.SEVERAL}  # said by the page itself
    steps = [
        next_step(Diagnosis(each), lang, in_window=True) for each in Cause if each not in named
    ]

    assert [step for step in steps if "auditor " in step or "--" in step] == []


@pytest.mark.parametrize(("cause", "deed"), DEEDS.items())
def test_where_the_program_can_do_something_there_is_a_button(
    qtbot: QtBot, cause: Cause, deed: Deed
) -> None:
    card = card_of(qtbot, CASES[cause])

    with qtbot.waitSignal(card.deed_chosen) as caught:
        press(card, f"doctor_{deed}")

    assert caught.args == [deed]


def test_the_udev_rule_is_shown_copied_and_tested(qtbot: QtBot) -> None:
    facts = CASES[Cause.NO_PERMISSION]
    card = card_of(qtbot, facts)
    rule = "\n".join(udev_commands("18d1"))

    press(card, "doctorCopyRule")
    copied = QGuiApplication.clipboard().text()
    with qtbot.waitSignal(card.deed_chosen) as caught:
        press(card, "doctorLook")
    card.show_facts(facts, was_asked=True)

    assert copied == rule
    assert rule in texts(card)
    assert caught.args == [Deed.LOOK]
    assert any("it is still so" in text for text in texts(card))
    card.show_facts(READY, was_asked=True)
    assert not card.isVisibleTo(None)


def test_a_rule_that_cannot_be_made_is_not_promised(qtbot: QtBot) -> None:
    card = card_of(qtbot, replace(listed(State.NO_PERMISSIONS), bus=Bus(is_seen=False)))

    assert card.findChild(QLabel, "doctorRule") is None
    assert not any("below" in text for text in texts(card))


def test_what_was_found_is_copied_without_serial_numbers(qtbot: QtBot) -> None:
    card = card_of(qtbot, CASES[Cause.UNAUTHORIZED])

    press(card, "doctorCopy")
    copied = QGuiApplication.clipboard().text()

    assert "unauthorized: The phone has not allowed" in copied
    assert "18d1:4ee7" in copied
    assert READY.rows[0].serial not in copied


def test_looking_again_and_again_disturbs_nobody(qtbot: QtBot) -> None:
    card = card_of(qtbot, CASES[Cause.DEBUGGING_OFF])
    before = card.findChild(QPushButton, "doctorLook")

    card.show_facts(CASES[Cause.DEBUGGING_OFF])

    assert card.findChild(QPushButton, "doctorLook") is before


def test_the_page_says_a_thing_once(qtbot: QtBot) -> None:
    view = PhonesView(Labels("en"), LIGHT)
    qtbot.addWidget(view)
    facts = CASES[Cause.UNAUTHORIZED]
    view.show_rows(list(facts.rows))
    todo = view.findChild(QLabel, f"todo_{facts.rows[0].serial}")

    view.doctor.show_facts(facts)
    hidden = not todo.isVisibleTo(view)
    view.doctor.forget()

    assert hidden
    assert todo.isVisibleTo(view)


def test_it_looks_by_itself_and_follows_what_is_plugged_in(
    qtbot: QtBot, server: SampleServer, start: Start, bus: list[Bus]
) -> None:
    server.unplug("SAMPLE-1")
    card = connecting(qtbot, start(adb_port=server.port))
    qtbot.waitUntil(lambda: card.findChild(QLabel, "doctorSaid_not_seen") is not None)

    bus.append(CASES[Cause.DEBUGGING_OFF].bus)
    qtbot.waitUntil(lambda: card.findChild(QLabel, "doctorSaid_debugging_off") is not None)
    server.plug(SamplePhone(35, 1))
    qtbot.waitUntil(lambda: not card.isVisible())


def test_the_steps_are_those_of_the_phone_that_is_plugged_in(
    qtbot: QtBot, server: SampleServer, start: Start, bus: list[Bus]
) -> None:
    server.unplug("SAMPLE-1")
    off = CASES[Cause.DEBUGGING_OFF].bus.phones[0]
    bus.append(Bus(is_seen=True, phones=(replace(off, maker="samsung"),)))
    program = start(adb_port=server.port)
    connecting(qtbot, program)

    def maker() -> object:
        box = program.window.findChild(QComboBox, "makerChooser")
        return box and box.currentData()

    qtbot.waitUntil(lambda: maker() == "samsung")
    assert (
        "1. The phone is seen at the cable: done"
        in find(program, Checklist, "stepsNoPhone").accessibleName()
    )
    assert program.memory.settings.maker is None


def test_a_phone_that_did_not_allow_it_is_let_ask_again(
    qtbot: QtBot, server: SampleServer, start: Start, bus: list[Bus]
) -> None:
    server.plug(SamplePhone(35, 1), "unauthorized")
    card = connecting(qtbot, start(adb_port=server.port))
    qtbot.waitUntil(lambda: card.findChild(QPushButton, "doctor_ask_again") is not None)

    press(card, "doctor_ask_again")
    qtbot.waitUntil(lambda: "host:reconnect-offline" in server.requests)
    server.allow("SAMPLE-1")

    qtbot.waitUntil(lambda: not card.isVisible())


def test_a_wrong_port_leads_to_the_programs_own_server(
    qtbot: QtBot,
    server: SampleServer,
    start: Start,
    bus: list[Bus],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served = work.server_of

    def stand_in(port: int | None) -> contextlib.AbstractContextManager[ServerAddress]:
        return served(server.port if port is None else port)

    monkeypatch.setattr(work, "server_of", stand_in)
    program = start(adb_port=free_port())
    card = connecting(qtbot, program)
    qtbot.waitUntil(lambda: card.findChild(QPushButton, "doctor_own_server") is not None)

    press(card, "doctor_own_server")

    qtbot.waitUntil(lambda: program.window.findChild(QPushButton, "read_SAMPLE-1") is not None)
    settle(qtbot, program)


def test_an_own_server_is_said_and_can_be_ended(
    qtbot: QtBot, server: SampleServer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []

    @contextlib.contextmanager
    def own(_port: int | None) -> Iterator[ServerAddress]:
        try:
            yield ServerAddress(port=server.port)
        finally:
            ended.append(True)

    monkeypatch.setattr(work, "server_of", own)
    program = start()
    connecting(qtbot, program)
    qtbot.waitUntil(lambda: find(program, QPushButton, "phonesEndServer").isVisible())

    qtbot.mouseClick(find(program, QPushButton, "phonesEndServer"), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: bool(ended))
    assert find(program, CardButton, "chooseConnect").isVisible()


def test_a_computer_without_adb_is_told_what_to_install_and_can_look_again(
    qtbot: QtBot, start: Start, bus: list[Bus], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int | None] = []

    def none(port: int | None) -> None:
        tried.append(port)
        raise NoServer("No adb program was found on this computer.", "Install it.")

    monkeypatch.setattr(work, "server_of", none)
    monkeypatch.setattr(doctor_facts, "look_around", lambda *_args, **_more: CASES[Cause.NO_ADB])
    card = connecting(qtbot, start())
    qtbot.waitUntil(lambda: card.findChild(QPushButton, "doctorLook") is not None)

    press(card, "doctorLook")

    qtbot.waitUntil(lambda: len(tried) == 2)


def test_whoever_leaves_the_page_is_not_looked_for_any_more(
    qtbot: QtBot, server: SampleServer, start: Start, bus: list[Bus]
) -> None:
    server.unplug("SAMPLE-1")
    program = start(adb_port=server.port)
    card = connecting(qtbot, program)
    qtbot.waitUntil(lambda: card.isVisible())

    qtbot.mouseClick(find(program, QPushButton, "phonesBack"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)
    asked = len(server.requests)
    qtbot.wait(100)

    assert len(server.requests) == asked
    assert not card.isVisible()


@pytest.mark.parametrize("cause", [Cause.REFUSED, Cause.OLD_ANDROID])
def test_a_phone_that_shows_nothing_is_not_called_readable(qtbot: QtBot, cause: Cause) -> None:
    view, facts = PhonesView(Labels("en"), LIGHT), CASES[cause]
    qtbot.addWidget(view)

    def told() -> tuple[str, str]:
        (row,) = facts.rows
        steps = view.findChildren(Checklist, f"steps_{row.serial}")[-1]  # what is gone is there yet
        state = view.findChildren(QLabel, f"state_{row.serial}")[-1]
        return steps.accessibleName().rpartition(": ")[2], state.text()

    view.show_rows(list(facts.rows))
    before = told()
    view.doctor.show_facts(facts)
    refusing = told()
    view.doctor.forget()  # something changed: it may be readable now

    assert before == told() == ("done", "ready")
    assert refusing == ("not yet", "does not show its records")
    assert view.findChild(QPushButton, f"read_{facts.rows[0].serial}") is not None
