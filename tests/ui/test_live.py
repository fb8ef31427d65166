"""The switch *Live*: a watch in a child process whose news come into the picture."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from auditor import words
from auditor.live.alerts import Alert
from auditor.live.news import Standing, State, Watched
from auditor.manifest import Pace, read_manifest
from auditor.query import captures, events
from auditor.store import Store
from tests.core.trials.cases import two_sample_phones
from tests.ui.help import settle
from ui.home_case import CaseView
from ui.live_words import alert_text, watched_text
from ui.program import Program
from ui.sidebar import Page

LONG_MS = 60_000


@pytest.fixture
def program(start: Callable[..., Program], sample_case: Path, qtbot: QtBot) -> Program:
    made = start(case=sample_case, page="timeline")
    settle(qtbot, made)
    return made


def test_the_switch_watches_the_phone_and_seals_what_came(
    program: Program, sample_case: Path, qtbot: QtBot
) -> None:
    bar = program.pages.timeline.live_bar
    standings: list[str] = []
    program.live.changed.connect(
        lambda: standings.append(program.live.state.standing) if program.live.state else None
    )

    bar.button.click()
    assert program.live.is_on
    assert bar.button.isChecked()
    qtbot.waitUntil(lambda: Standing.WATCHING in standings, timeout=LONG_MS)
    assert "Watching for" in bar._text.text()
    with qtbot.waitSignal(program.live.ended, timeout=LONG_MS) as told:
        bar.button.click()

    settle(qtbot, program)
    assert not program.live.is_on
    watched, _phone = told.args
    assert len(watched.captures) == 1
    folder = sample_case / "captures" / watched.captures[0]
    assert read_manifest(folder).outcome == "whole"
    qtbot.waitUntil(
        lambda: watched.captures[0] in [row.capture_id for row in program.session.case.captures]
    )
    with Store.open(sample_case, read_only=True) as store:
        assert captures(store)[-1].plan == "watch"


def test_a_phone_that_is_not_there_is_said_and_the_switch_goes_back(
    program: Program, qtbot: QtBot
) -> None:
    case = program.session.case
    gone = replace(case, devices=())
    program.session.set_case(gone)

    with qtbot.waitSignal(program.live.failed):
        program.pages.timeline.live_bar.button.click()

    assert not program.live.is_on
    assert not program.pages.timeline.live_bar.button.isChecked()


def test_each_standing_has_a_sentence(program: Program) -> None:
    bar = program.pages.timeline.live_bar
    away = [State(Standing.AWAY, 0, reason) for reason in REASONS]
    said = [
        bar.sentence(state)
        for state in (State(Standing.READING, 0), State(Standing.WATCHING, 0), *away)
    ]

    assert len(set(said)) == len(said)


def test_the_pace_is_said_in_short_and_at_length(program: Program) -> None:
    bar = program.pages.timeline.live_bar
    state = State(Standing.WATCHING, 0, pace=Pace(0, 10_000, "battery"))

    assert bar.sentence(state).endswith(" · every 10 s: its battery is low")
    assert "not being charged" in bar.explanation(state)
    assert bar.explanation(State(Standing.WATCHING, 0)) == ""


REASONS = (
    "unplugged",
    "offline",
    "unauthorized",
    "server_gone",
    "other_phone",
    "refused",
    "rebooted",
    "asleep",
)


def test_what_to_be_told_about_is_remembered(program: Program) -> None:
    bar = program.pages.timeline.live_bar
    assert program.memory.settings.alerts == ("microphone", "camera", "location")

    bar._alerts["contacts"].trigger()
    bar._alerts["camera"].trigger()

    assert program.memory.settings.alerts == ("microphone", "contacts", "location")


def test_an_alert_is_said_in_the_window_where_the_desktop_has_no_place(
    program: Program, sample_case: Path
) -> None:
    with Store.open(sample_case, read_only=True) as store:
        row = next(row for row in events(store) if row.label)
    alert = Alert(row.package, row.user, row.label, (("microphone", 2), ("camera", 1)), row)

    program.live.alerted.emit(alert)

    title, text = alert_text(alert, program.session.case, "en")
    assert text == "Microphone ×2, Camera"
    assert title.endswith("in the background")
    told = [each.text() for each in program.window.messages.findChildren(QLabel)]
    assert any(title in each for each in told)


def test_what_a_watch_came_to_is_said_with_its_gaps() -> None:
    watched = Watched(("one",), 12, 900, 1, 3_600_000, 60_000, 70_000, 1)

    assert watched_text(watched, "en") == (
        "Watched for 1 h 0 min: 12 new events. The phone was busy with it 1.9% of the time. "
        "Nothing was seen for 1 min 0 s."
    )


def test_home_offers_to_keep_watching(program: Program, qtbot: QtBot) -> None:
    program.window.show_page(Page.HOME)
    settle(qtbot, program)
    view = program.window.findChild(CaseView)

    view.watch_chosen.emit()

    assert program.window.page is Page.TIMELINE
    assert program.live.is_on
    program.live.stop()  # it may not have begun to read yet: then there is nothing to tell
    qtbot.waitUntil(lambda: not program.live.is_on, timeout=LONG_MS)


def test_the_picture_goes_on_to_now_only_while_the_newest_is_in_view(program: Program) -> None:
    page = program.pages.timeline
    stage, follower = page.view.stage, page._follower
    begin, end = stage.facts.span
    stage.look_at(end - 60_000, end + 1_000)

    follower.go_on(0)
    assert stage.span.end_ms > end + 1_000
    assert stage.span.length_ms == pytest.approx(61_000)

    stage.look_at(begin, begin + 60_000)
    before = stage.span
    follower.go_on(0)
    assert stage.span == before


@pytest.fixture
def two_phones(tmp_path: Path) -> Path:
    two_sample_phones(tmp_path / "two")
    return tmp_path / "two"


def test_several_phones_are_watched_at_once_and_one_that_ends_ends_no_other(
    start: Callable[..., Program], two_phones: Path, qtbot: QtBot
) -> None:
    program = start(case=two_phones, page="timeline")
    settle(qtbot, program)
    live, bar = program.live, program.pages.timeline.live_bar
    bar.phones = ("SAMPLE-5", "SAMPLE-7")

    bar.swap()
    assert live.phones == ("SAMPLE-5", "SAMPLE-7")

    def standings() -> list[str]:
        return [one.state.standing for one in live.watches if one.state]

    qtbot.waitUntil(lambda: standings() == [Standing.WATCHING] * 2, timeout=LONG_MS)
    assert bar._text.accessibleName().startswith("2 of 2 phones are watched for")
    assert bar._text.toolTip().count("Watching for") == 2
    one = live.watches[1]
    one.state = State(Standing.AWAY, 0, "unplugged")
    live.changed.emit()
    assert bar._text.accessibleName().startswith("1 of 2 phones are watched. ")
    assert bar._text.accessibleName().endswith(f"SAMPLE-7): {_gap_text('unplugged')}")

    with qtbot.waitSignal(live.ended, timeout=LONG_MS) as told:
        live.stop(("SAMPLE-7",))
    assert told.args[1] == "SAMPLE-7"
    assert live.phones == ("SAMPLE-5",)
    assert bar.button.isChecked()

    with qtbot.waitSignal(live.ended, timeout=LONG_MS):
        bar.swap()
    settle(qtbot, program)
    assert not live.is_on
    with Store.open(two_phones, read_only=True) as store:
        watched = {row.device_id for row in captures(store) if row.plan == "watch"}
    assert watched == {"SAMPLE-5", "SAMPLE-7"}


def _gap_text(reason: str) -> str:
    return words.word(f"live_gap_short.{reason}", "en")
