"""Home: live phones in words, reading with a way out, sentences that open exactly their events."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor import words
from auditor.adb.devices import DeviceRow, State
from auditor.connecting import what_to_do
from auditor.query import events
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.summary import last_capture_ms, summarize
from tests.ui.help import Start, find, settle
from ui.home_phones import PhonesView
from ui.home_reading import ReadingView
from ui.jobs import Progress
from ui.labels import Labels
from ui.program import Program
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page
from ui.theme import LIGHT
from ui.tile import TileCard
from ui.widgets import CardButton, TextButton


@pytest.fixture
def server() -> Iterator[SampleServer]:
    made = SampleServer(SamplePhone(35, 1))
    made.start()
    yield made
    made.stop()


def test_a_phone_that_is_plugged_in_and_allowed_can_be_read(
    qtbot: QtBot, start: Start, server: SampleServer
) -> None:
    server.unplug("SAMPLE-1")
    program = start(adb_port=server.port)
    settle(qtbot, program)

    qtbot.mouseClick(find(program, CardButton, "chooseConnect"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No phone" in find(program, QLabel, "phonesState").text())
    # the card of the look before lives until the event loop runs again
    qtbot.waitUntil(lambda: find(program, QWidget, "connectHelp").isVisible())

    server.plug(SamplePhone(35, 1), "unauthorized")
    qtbot.waitUntil(lambda: said(program) == "not allowed yet", timeout=10_000)
    assert program.window.findChild(QPushButton, "read_SAMPLE-1") is None

    server.allow("SAMPLE-1")
    qtbot.waitUntil(lambda: said(program) == "ready", timeout=10_000)
    qtbot.mouseClick(find(program, QPushButton, "read_SAMPLE-1"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)
    settle(qtbot, program)

    assert program.session.case is not None
    assert program.session.case.devices[0].device_id == "SAMPLE-1"
    assert not program.actions.phones.is_running  # an own server would have been ended with it


def said(program: Program) -> str:
    label = program.window.findChild(QLabel, "state_SAMPLE-1")
    return label.text() if label is not None else ""


@pytest.mark.parametrize("state", list(State))
def test_every_state_of_a_phone_has_words_and_a_next_step(qtbot: QtBot, state: State) -> None:
    view = PhonesView(Labels("en"), LIGHT)
    qtbot.addWidget(view)

    view.show_rows([DeviceRow("S1", state, str(state))])
    view.show()

    texts = [each.text() for each in view.findChildren(QLabel) if each.isVisible()]
    assert words.word(f"device_state.{state.name.lower()}", "en") in texts
    card = view.findChild(QWidget, "phone_S1")
    assert (card.findChild(QPushButton) is not None) == (state is State.DEVICE)
    told = what_to_do(state, "en")
    assert not told or told in texts
    assert bool(told) == (state is not State.DEVICE)


def test_reading_shows_step_bytes_and_stops_once(qtbot: QtBot) -> None:
    view = ReadingView(Labels("en"), LIGHT)
    qtbot.addWidget(view)
    view.begin("Reading the phone")

    view.show_progress(Progress(3, 10, "appops_history 2345678"))
    with qtbot.waitSignal(view.cancel_chosen):
        qtbot.mouseClick(view.findChild(QPushButton, "readingStop"), Qt.MouseButton.LeftButton)
    view.end()

    text = view.findChild(QLabel, "readingStep").text()
    assert text == "Record of accesses · appops_history · 2.3 MB"
    assert view.findChild(QProgressBar).value() == 300
    assert not view.findChild(QPushButton, "readingStop").isEnabled()


def test_home_says_the_sentences_of_the_summary(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)

    with Store.open(sample_case, read_only=True) as store:
        facts = summarize(store, last_capture_ms(store) or 0, DEFAULT_FILTER)
    shown = [find(program, TextButton, f"sentence_{n}") for n in range(len(facts.sentences))]
    labels = Labels("en")
    assert [button.sentence for button in shown] == [
        labels.sentence(each.code, each.values) for each in facts.sentences
    ]
    limits = [find(program, QLabel, each.code).text() for each in facts.limits]
    assert limits[0].startswith("SAMPLE")
    assert "proof of innocence" in limits[-1]


def test_a_sentence_opens_exactly_the_events_it_counts(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    sentence = find(program, TextButton, "sentence_1")
    assert "background" in sentence.sentence

    qtbot.mouseClick(sentence, Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert program.window.page is Page.TIMELINE
    table = program.window.page_widget.table
    shown = {table.events.event_id(row) for row in range(table.events.rowCount())}
    with Store.open(sample_case, read_only=True) as store:
        rows = list(events(store, program.session.filter))
    assert shown == {row.id for row in rows}
    assert all(row.is_background and row.kind == "access" for row in rows)
    apps = {(row.device_id, row.uid, row.package) for row in rows}
    assert sentence.sentence.startswith(f"{len(apps)} of them")


def test_a_tile_shows_its_data_type_on_the_timeline(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    tile = find(program, TileCard, "tile_contacts")

    tile.click()

    assert program.session.filter.types == {tile.data_type}
    assert program.window.page is Page.TIMELINE


def test_home_follows_the_shared_filter(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)

    program.session.set_filter(replace(DEFAULT_FILTER, text="pebblechat"))
    settle(qtbot, program)

    # The messenger of the owner and its clone in the work profile.
    assert "2 apps" in find(program, TextButton, "sentence_0").sentence


def test_home_says_when_a_filter_hides_the_rest_and_offers_all_of_it(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    assert not find(program, QWidget, "partOnly").isVisible()

    program.session.set_filter(replace(DEFAULT_FILTER, background=True))
    settle(qtbot, program)
    assert find(program, QWidget, "partOnly").isVisible()
    qtbot.mouseClick(find(program, QPushButton, "showAll"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert program.session.filter == DEFAULT_FILTER
    assert not find(program, QWidget, "partOnly").isVisible()


def test_the_sentence_about_findings_names_apps_in_the_windows_language(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, lang="zh_CN")
    qtbot.waitUntil(lambda: bool(program.found.counting), timeout=60_000)
    settle(qtbot, program)

    said = find(program, TextButton, "homeFindings").sentence

    assert "小猫头鹰看护" in said and "Baby Owl" not in said
