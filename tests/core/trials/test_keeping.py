"""Sessions in a case: each click stays, nothing is erased, the step follows the marks."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.notes import MarkKind, change_mark, notes
from auditor.rebuild import reload_case
from auditor.store import Store
from auditor.trials.keeping import (
    add_click,
    begin,
    end,
    go_to_step,
    next_step,
    open_trial,
    set_time,
    step_for,
    strike,
    trial,
    trials,
)
from auditor.trials.plan_files import own_plan
from auditor.trials.records import Clock, MarkTime, TrialApp
from tests.core.trials.cases import APP, BEGIN, phone_time, run_plan

OTHER = TrialApp("PHONE2", 10_200, APP.package)
SHORT = own_plan("short")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "case")


def click(store: Store, number: int, kind: MarkKind | None, seconds: int, text: str = "") -> int:
    when = phone_time(BEGIN + seconds * 1000)
    return add_click(store, number, kind, text, {APP.device_id: when, OTHER.device_id: when})


def test_a_session_is_what_was_begun_and_is_found_again(store: Store) -> None:
    begun = begin(store, SHORT, [APP, APP, OTHER], BEGIN, " before ", takes_screenshots=True)

    with Store.open(store.path, read_only=True) as again:
        found = open_trial(again)
    assert found == begun
    assert found.apps == (APP, OTHER)
    assert (found.title, found.takes_screenshots, found.is_open) == ("before", True, True)
    assert found.plan == SHORT
    assert found.current.id == "notice"
    assert found.phones == (APP.device_id, OTHER.device_id)


def test_a_click_is_an_own_mark_of_each_app_and_moves_the_step(store: Store) -> None:
    number = begin(store, SHORT, [APP, OTHER], BEGIN).id
    click(store, number, MarkKind.FIRST_LAUNCH, 1)
    click(store, number, MarkKind.AGREE, 130)
    click(store, number, None, 140, "opened the chat")

    found = trial(store, number)
    assert [(m.click, m.step, m.kind, m.app) for m in found.marks] == [
        (1, "notice", MarkKind.FIRST_LAUNCH, APP),
        (1, "notice", MarkKind.FIRST_LAUNCH, OTHER),
        (2, "agree", MarkKind.AGREE, APP),
        (2, "agree", MarkKind.AGREE, OTHER),
        (3, "agree", None, APP),
        (3, "agree", None, OTHER),
    ]
    assert found.step_begun_ms == BEGIN + 130_000, "the step's time begins with its first mark"
    own = notes(store).marks
    assert len(own) == 6
    assert (own[0].package, own[0].uid, own[0].device_id) == (APP.package, APP.uid, APP.device_id)


def test_a_mark_can_be_about_one_app_only(store: Store) -> None:
    number = begin(store, SHORT, [APP, OTHER], BEGIN).id
    when = {app.device_id: phone_time(BEGIN) for app in (APP, OTHER)}

    add_click(store, number, MarkKind.AGREE, "", when, [OTHER])

    assert [m.app for m in trial(store, number).marks] == [OTHER]
    with pytest.raises(UsageError, match="not about this app"):
        add_click(store, number, MarkKind.AGREE, "", when, [TrialApp("X", 1, "y")])


def test_a_mark_belongs_to_the_next_step_that_asks_for_it(store: Store) -> None:
    found = begin(store, own_plan("recommended"), [APP], BEGIN)

    assert step_for(found, MarkKind.FIRST_LAUNCH).id == "notice"
    assert step_for(found, MarkKind.AGREE).id == "agree"
    assert step_for(found, None).id == "prepare"
    late = go_to_step(store, found.id, "unused")
    assert step_for(late, MarkKind.AGREE).id == "unused", "no step after it asks for that"
    assert next_step(late) is None


def test_undo_strikes_out_the_last_mark_that_counts_and_erases_nothing(store: Store) -> None:
    number = begin(store, SHORT, [APP], BEGIN).id
    click(store, number, MarkKind.FIRST_LAUNCH, 1)
    click(store, number, MarkKind.AGREE, 2)

    assert strike(store, number, None, BEGIN + 5000) == 2
    assert strike(store, number, None, BEGIN + 6000) == 1

    marks = trial(store, number).marks
    assert [(m.kind, m.struck_ms) for m in marks] == [
        (MarkKind.FIRST_LAUNCH, BEGIN + 6000),
        (MarkKind.AGREE, BEGIN + 5000),
    ]
    assert notes(store).marks == ()
    assert store.db.execute("SELECT count(*) FROM v_marks").fetchone() == (0,)
    assert store.db.execute("SELECT count(*) FROM own_marks").fetchone() == (2,)
    for wrong in (None, 1, 7):
        with pytest.raises(UsageError, match="no such mark"):
            strike(store, number, wrong, BEGIN)


def test_taking_a_mark_away_on_the_timeline_strikes_it_out_too(store: Store) -> None:
    number = begin(store, SHORT, [APP], BEGIN).id
    click(store, number, MarkKind.AGREE, 2)

    change_mark(store, notes(store).marks[0].id, "")

    assert [m.counts for m in trial(store, number).marks] == [False]


def test_a_time_that_the_phone_told_takes_the_place_of_what_was_worked_out(store: Store) -> None:
    number = begin(store, SHORT, [APP, OTHER], BEGIN).id
    host = MarkTime(BEGIN, Clock.HOST, BEGIN)
    add_click(store, number, MarkKind.AGREE, "", {APP.device_id: host, OTHER.device_id: host})

    set_time(store, number, 1, APP.device_id, MarkTime(BEGIN + 700, Clock.PHONE, BEGIN, 4, 1, 9, 5))

    ours, theirs = trial(store, number).marks
    assert ours.at == MarkTime(BEGIN + 700, Clock.PHONE, BEGIN, 4, 1, 9, 5)
    assert theirs.at == host


def test_one_session_at_a_time_and_none_after_its_end(store: Store) -> None:
    number = begin(store, SHORT, [APP], BEGIN).id
    with pytest.raises(UsageError, match="going on"):
        begin(store, SHORT, [APP], BEGIN)
    ended = end(store, number, BEGIN + 9000)

    assert ended.ended_ms == BEGIN + 9000
    assert end(store, number, BEGIN + 99_000).ended_ms == BEGIN + 9000
    assert open_trial(store) is None
    with pytest.raises(UsageError, match="has ended"):
        click(store, number, MarkKind.AGREE, 1)
    assert begin(store, SHORT, [APP], BEGIN + 10_000).id != number
    assert len(trials(store)) == 2


def test_what_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(UsageError, match="no test session 3"):
        trial(store, 3)
    with pytest.raises(UsageError, match="needs an app"):
        begin(store, SHORT, [], BEGIN)
    number = begin(store, SHORT, [APP], BEGIN).id
    with pytest.raises(UsageError, match="no step nowhere"):
        go_to_step(store, number, "nowhere")


def test_sessions_stay_when_a_case_is_parsed_anew(store: Store) -> None:
    before = run_plan(store, [(1, MarkKind.FIRST_LAUNCH, ""), (5, MarkKind.AGREE, "")])

    reload_case(store.path)

    assert trial(store, before.id) == before


# A process that is killed right after the click was acknowledged, with no time for anything more.
KILLED = """
import os, signal, sys
from pathlib import Path
from auditor.store import Store
from auditor.notes import MarkKind
from auditor.trials.keeping import add_click, begin
from auditor.trials.plan_files import own_plan
from tests.core.trials.cases import APP, BEGIN, phone_time
store = Store.open(Path(sys.argv[1]))
found = begin(store, own_plan("short"), [APP], BEGIN)
add_click(store, found.id, MarkKind.AGREE, "", {APP.device_id: phone_time(BEGIN)})
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal")
def test_a_mark_outlives_the_program(store: Store) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(store.path)], check=False)

    assert ended.returncode == -signal.SIGKILL
    found = open_trial(store)
    assert found is not None
    assert [m.kind for m in found.marks] == [MarkKind.AGREE]
    assert click(store, found.id, MarkKind.HOME_PRESSED, 9) == 2, "and it goes on"
