"""The Test sessions page: begin, mark, undo, end, results, comparison; by mouse and by keys."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from auditor.adb.screenshots import PNG
from auditor.adb.server import ServerAddress
from auditor.errors import WrongFormat
from auditor.live.lock import WatchLock
from auditor.notes import MarkKind
from auditor.query import devices
from auditor.sample.adb_server import SampleServer
from auditor.store import Store
from auditor.task import Task
from auditor.trials.keeping import add_click, begin, trial, trials
from auditor.trials.marking import keep_click
from auditor.trials.plan_files import own_plan
from auditor.trials.records import Clock, MarkTime, TrialApp
from tests.core.adb.phones import TablePhone
from tests.core.cases import write_capture
from tests.core.lives import NOW_MS, PHONE
from tests.core.trials.cases import APP, BEGIN, at, case_with, run_plan, two_sample_phones
from tests.core.trials.test_results import CLICKS
from tests.ui.help import Start, find, settle
from ui import deferred, reads, trial_jobs, work
from ui.program import Program
from ui.sidebar import Page
from ui.trial_jobs import phones_of
from ui.trial_watch import watched_phones
from ui.trials_page import TrialsPage

SHORT = own_plan("short")


def opened(qtbot: QtBot, start: Start, case: Path, **more: object) -> tuple[Program, TrialsPage]:
    program = start(case=case, page="sessions", **more)
    settle(qtbot, program)
    page = program.window.page_widget
    assert isinstance(page, TrialsPage)
    return program, page


def press(program: Program, name: str) -> None:
    button = find(program, QPushButton, name)
    assert button.isVisible()
    assert button.isEnabled()
    button.click()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case of a phone that is not connected."""
    case_with(tmp_path / "real", [at(30), at(130, "CAMERA")]).close()
    return tmp_path / "real"


@pytest.fixture
def running(case: Path) -> Path:
    with Store.open(case) as store:
        begin(store, SHORT, [APP], NOW_MS + 60_000)
    return case


def test_a_session_is_begun_marked_undone_and_ended(
    qtbot: QtBot, start: Start, sample_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, page = opened(qtbot, start, sample_case)
    press(program, "do_new")
    page.setup.choose_app("com.pebblechat.messenger")
    assert not find(program, QPushButton, "trialBegin").isEnabled(), "nobody said whose phone it is"
    page.setup._mine.setChecked(True)
    page.setup._read.setChecked(False)
    page.setup._live.setChecked(False)
    page.setup._shots.setChecked(True)
    press(program, "trialBegin")
    settle(qtbot, program)
    press(program, "trialNext")
    settle(qtbot, program)
    assert find(program, QLabel, "trialPlace").text() == "Step 2 of 11"
    page.run._shot.setChecked(True)
    press(program, "trialDo_first_launch")
    settle(qtbot, program)
    (row,) = page.run.marks.rows.rows()
    opened_files: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened_files.append(url.toLocalFile())
    )
    page.run.marks.row_opened.emit(row)
    assert Path(opened_files[0]).read_bytes().startswith(PNG)
    assert row.mark.at.clock is Clock.PHONE, "the sample phone was asked for its time"
    assert row.sure.startswith("±")

    press(program, "trialUndo")
    settle(qtbot, program)
    assert page.run.marks.rows.rows()[0].title == "First start of the app (struck out)"
    press(program, "trialEndUnread")
    press(program, "askEndYes")
    settle(qtbot, program)

    assert find(program, QLabel, "trialShownTitle").text() == "Test session 1"
    assert page.list.rows.rowCount() == 1
    with Store.open(sample_case, read_only=True) as store:
        (found,) = trials(store)
    assert [m.kind for m in found.marks] == [MarkKind.FIRST_LAUNCH]
    assert found.ended_ms is not None


def test_keys_mark_go_on_and_undo(qtbot: QtBot, start: Start, running: Path) -> None:
    with SampleServer(TablePhone()) as server:
        program, page = opened(qtbot, start, running, adb_port=server.port)
        for key in ("1", "N", "2", "U"):
            qtbot.keyClick(program.window, key)
            settle(qtbot, program)
        note = find(program, QLineEdit, "trialNote")
        qtbot.keyClick(program.window, "T")
        qtbot.keyClicks(note, "1 opened by itself")
        qtbot.keyClick(note, Qt.Key.Key_Return)
        settle(qtbot, program)

    with Store.open(running, read_only=True) as store:
        marks = trial(store, 1).marks
    assert [(m.kind, m.step, m.counts) for m in marks] == [
        (MarkKind.FIRST_LAUNCH, "notice", True),
        (MarkKind.PERMISSION_ASKED, "agree", False),
        (None, "agree", True),
    ]
    assert marks[2].text == "1 opened by itself"
    assert {m.at.clock for m in marks} == {Clock.OFFSET}, "that phone is not connected"
    assert page.run.marks.rows.rowCount() == 3


def test_a_session_that_goes_on_is_there_after_a_restart(
    qtbot: QtBot, start: Start, running: Path
) -> None:
    program, page = opened(qtbot, start, running)

    assert page.run.isVisible()
    assert find(program, QToolButton, "page_sessions").isVisible()


def test_who_has_no_session_is_not_bothered_with_the_page(
    qtbot: QtBot, start: Start, case: Path
) -> None:
    program = start(case=case, page="captures")
    settle(qtbot, program)
    assert not find(program, QToolButton, "page_sessions").isVisible()

    press(program, "toSessions")
    settle(qtbot, program)

    assert program.window.page is Page.SESSIONS
    assert find(program, QToolButton, "page_sessions").isVisible()


def test_a_session_whose_phone_is_gone_is_not_ended_unasked(
    qtbot: QtBot, start: Start, running: Path
) -> None:
    with SampleServer(TablePhone()) as server:
        program, page = opened(qtbot, start, running, adb_port=server.port)
        press(program, "trialEnd")
        press(program, "askEndYes")
        qtbot.waitUntil(page.ask.isVisible, timeout=20_000)

        assert program.window.page is Page.SESSIONS
        assert page.open_trial is not None
        press(program, "askTrialYes")
        settle(qtbot, program)

    assert page.open_trial is None
    assert "was not read after the last mark" in find(program, QLabel, "trialTold").text()


def test_the_phone_is_read_once_more_before_a_session_ends(
    qtbot: QtBot, start: Start, running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(phones: tuple[tuple[str, bool], ...], _port: object, _how: object, *more) -> None:
        assert phones == ((PHONE.serial, False),)
        write_capture(more[0], "last", {}, at_ms=1 << 43, device=PHONE)

    monkeypatch.setattr(deferred, "read_phones", read)
    program, page = opened(qtbot, start, running)
    press(program, "trialEnd")
    press(program, "askEndYes")
    qtbot.waitUntil(lambda: page.list.rows.rowCount() == 1, timeout=30_000)
    settle(qtbot, program)

    assert program.window.page is Page.SESSIONS
    assert page.open_trial is None
    assert not page.ask.isVisible()


@pytest.fixture
def pair(case: Path) -> Path:
    with Store.open(case) as store:
        run_plan(store, CLICKS, title="old")
        run_plan(store, CLICKS, title="new")
    return case


def test_results_and_comparison_say_what_the_core_does(
    qtbot: QtBot, start: Start, pair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, page = opened(qtbot, start, pair)

    assert find(program, QLabel, "trialShownTitle").text() == "Test session 2: new"
    assert page.results.uses.rows.rowCount() == 2
    assert page.results.phases.rows.rowCount() == 3
    assert "R01" in {each.rule.id for each in page.results.findings.rows.rows()}
    comparison = page.results.comparison
    assert comparison.compared is not None
    assert comparison.compared.found.left.results.trial.title == "old", "the earlier one is first"
    assert "2/2" in {line.reproduced for line in comparison.table.rows.rows()}
    assert comparison.compared.shown is not None

    page.results.tabs.setCurrentIndex(5)
    for name, button in (("a.json", "saveTrial"), ("b.json", "saveComparison")):
        chosen = str(tmp_path / name)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, c=chosen: (c, ""))
        press(program, button)
        settle(qtbot, program)
        told = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        assert told["format"].startswith("permission-auditor-")
        assert PHONE.device_id not in json.dumps(told)
    chosen = str(tmp_path / "c.svg")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, c=chosen: (c, ""))
    press(program, "saveTrialPicture")
    settle(qtbot, program)
    assert (tmp_path / "c.svg").read_text(encoding="utf-8").startswith("<svg")


def test_news_of_a_watch_leave_the_results_and_what_they_are_compared_with(
    qtbot: QtBot, start: Start, pair: Path
) -> None:
    with Store.open(pair) as store:
        run_plan(store, CLICKS, title="newest")
        store.db.execute(
            "INSERT INTO captures SELECT NULL, 'live', device_id, 'captures/live', manifest_sha256,"
            " 'watch', origin, tool, 'running', started_ms, ended_ms, api, release, fingerprint,"
            " zone, locale, zone_assumed, captured_at_assumed FROM captures LIMIT 1"
        )
    (pair / "captures" / "live").mkdir()
    with WatchLock(pair / "captures" / "live"):
        _stay_with_what_is_compared(qtbot, start, pair)


def _stay_with_what_is_compared(qtbot: QtBot, start: Start, pair: Path) -> None:
    program, page = opened(qtbot, start, pair)
    choose = find(program, QComboBox, "trialCompareWith")
    choose.setCurrentIndex(1)
    choose.activated.emit(1)
    settle(qtbot, program)
    shown, compared = page.results.found, page.results.comparison.compared
    assert compared is not None
    assert compared.found.left.results.trial.title == "old"

    def renew(change: str) -> None:
        with Store.open(pair) as store:
            store.db.execute(f"UPDATE captures SET {change} WHERE capture_id = 'live'")
        program.actions.open_case(pair)
        settle(qtbot, program)

    renew("ended_ms = ended_ms + 1000")
    assert page.results.found is shown
    assert page.results.comparison.compared is compared

    renew("outcome = 'whole'")
    assert page.results.found is not shown, "what the watch brought at its end is in the results"
    again = page.results.comparison.compared
    assert again is not None
    assert again.found.left.results.trial.title == "old"
    assert choose.currentIndex() == 1


def test_a_plan_that_is_wrong_is_told_and_a_right_one_is_offered(
    qtbot: QtBot, start: Start, case: Path, tmp_path: Path
) -> None:
    program, page = opened(qtbot, start, case)
    press(program, "do_new")
    failed: list[object] = []
    page.setup.failed.connect(failed.append)
    path = tmp_path / "plan.toml"
    path.write_text("format = 1\n", encoding="utf-8")

    page.setup.open_plan(path)
    assert isinstance(failed[0], WrongFormat)

    path.write_text(SHORT.text, encoding="utf-8")
    page.setup.open_plan(path)
    assert page.setup._plans.currentData() == SHORT
    assert len(failed) == 1
    assert BEGIN < NOW_MS


def test_a_session_is_watched_live_from_its_begin_to_its_end(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program, page = opened(qtbot, start, sample_case)
    press(program, "do_new")
    page.setup.choose_app("com.pebblechat.messenger")
    page.setup._mine.setChecked(True)
    assert page.setup._live.isChecked(), "the phone of the case can be read"
    page.setup._read.setChecked(False)
    press(program, "trialBegin")
    bar = page.run.live_bar
    qtbot.waitUntil(lambda: "Watching for" in bar._text.text(), timeout=60_000)
    assert bar.button.isVisible()
    assert bar.button.isChecked()
    assert bar.bell.isHidden(), "what to be told about is chosen on the timeline"
    press(program, "trialNext")
    settle(qtbot, program)
    press(program, "trialDo_first_launch")
    settle(qtbot, program)
    assert page.run.isVisible(), "news of the watch take nobody away"

    press(program, "trialEndUnread")
    press(program, "askEndYes")
    qtbot.waitUntil(lambda: not program.live.is_on, timeout=60_000)
    qtbot.waitUntil(
        lambda: page.results.found is not None and page.results.found.unread == (), timeout=60_000
    )

    assert page.results.isVisible()


def test_news_of_a_watch_leave_the_setting_up_of_a_session_alone(
    qtbot: QtBot, start: Start, case: Path
) -> None:
    program, page = opened(qtbot, start, case)
    press(program, "do_new")
    page.setup.choose_app(APP.package)
    page.setup._mine.setChecked(True)

    with Store.open(case) as store:
        store.db.execute("UPDATE captures SET ended_ms = ended_ms + 1")
    program.actions.open_case(case)
    settle(qtbot, program)

    assert page.setup.isVisible()
    assert [each.package for each in page.setup.chosen] == [APP.package]
    assert page.setup._mine.isChecked()


def test_an_imported_phone_is_not_offered_to_be_watched(
    qtbot: QtBot, start: Start, case: Path
) -> None:
    with Store.open(case) as store:
        store.db.execute("UPDATE devices SET serial = 'import-1'")
    _program, page = opened(qtbot, start, case)

    assert not page.setup._live.isEnabled()
    assert not page.setup._live.isChecked()


def test_each_phone_of_a_click_is_asked_for_its_own_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = {phone.serial: phone for phone in two_sample_phones(tmp_path / "two")}
    apps = [TrialApp(name, 10_100, "org.example.app") for name in phones]
    with Store.open(tmp_path / "two") as store:
        found = begin(store, SHORT, apps, NOW_MS)
        number = keep_click(store, found, MarkKind.AGREE, "")
        asked = phones_of(found, devices(store))
    assert [each.is_sample for each in asked] == [True, True]

    @contextmanager
    def reached(sample: str | None, _server: object, _case: object) -> Iterator[ServerAddress]:
        assert sample is not None, "no other phone is asked"
        with SampleServer(phones[sample]) as server:
            yield ServerAddress(port=server.port)

    monkeypatch.setattr(work, "reached", reached)
    wanted = ((found.id, number), asked, deferred.Server(None, None), False)
    clicked = trial_jobs.complete_click(tmp_path / "two", *wanted, Task())

    assert clicked.silent == ()
    with Store.open(tmp_path / "two", read_only=True) as store:
        clocks = {mark.app.device_id: mark.at.clock for mark in trial(store, found.id).marks}
    assert clocks == {"SAMPLE-5": Clock.PHONE, "SAMPLE-7": Clock.PHONE}


def test_every_phone_of_a_session_that_can_be_watched_is(tmp_path: Path) -> None:
    two_sample_phones(tmp_path / "two")
    apps = [TrialApp(name, 10_100, "org.example.app") for name in ("SAMPLE-5", "SAMPLE-7", "gone")]
    with Store.open(tmp_path / "two") as store:
        found = begin(store, SHORT, apps, NOW_MS)
    case = reads.case_info(tmp_path / "two", Task())

    assert watched_phones(found, case) == ("SAMPLE-5", "SAMPLE-7")


def test_the_clock_of_each_phone_is_shown_where_it_was_asked(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    two_sample_phones(tmp_path / "two")
    apps = [TrialApp(name, 10_100, "org.example.app") for name in ("SAMPLE-5", "SAMPLE-7")]
    told = {name: MarkTime(NOW_MS + 5_000, Clock.PHONE, NOW_MS, 8) for name in ("SAMPLE-5",)}
    told["SAMPLE-7"] = MarkTime(NOW_MS, Clock.HOST, NOW_MS)
    with Store.open(tmp_path / "two") as store:
        found = begin(store, SHORT, apps, NOW_MS)
        add_click(store, found.id, MarkKind.FIRST_LAUNCH, "", told)
    program, _page = opened(qtbot, start, tmp_path / "two")
    clock = find(program, QLabel, "trialClock")
    assert clock.text().startswith("Phone's clock: "), "nobody knows that of the other phone"

    told["SAMPLE-7"] = MarkTime(NOW_MS + 9_000, Clock.OFFSET, NOW_MS)
    with Store.open(tmp_path / "two") as store:
        add_click(store, found.id, MarkKind.AGREE, "", told)
    program.actions.open_case(tmp_path / "two")
    settle(qtbot, program)

    assert clock.text().startswith("Phones' clocks: ")
    assert "(SAMPLE-7): " in clock.toolTip()
