"""A run of the built-in plan on the sample phone: the rules of guided sessions can be asked."""

from collections.abc import Iterator

import pytest

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.app_page import choose_app
from auditor.capture import capture
from auditor.load import load_capture
from auditor.notes import MarkKind
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import silent
from auditor.trials.keeping import begin, end, trial
from auditor.trials.marking import complete_click, keep_click
from auditor.trials.plan_files import own_plan
from auditor.trials.records import NOTE, Clock, TrialApp
from auditor.trials.results import Results, results
from tests.core.lives import MINUTE, NOW_MS

GUIDED = {"R01", "R10", "R13", "R15"}
TEXTS = {MarkKind.PERMISSION_ASKED: "microphone", MarkKind.FEATURE_NOT_USED: "camera"}
APP = "com.pebblechat.messenger"


class Time:
    """A clock that goes where it is put: the phone's, a quarter of a second ahead of ours."""

    def __init__(self) -> None:
        self.ms = NOW_MS

    def __call__(self) -> int:
        return self.ms

    def phone(self) -> int:
        return self.ms + 250


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """The whole plan followed in time that passes at once."""
    now = Time()
    case = tmp_path_factory.mktemp("guided") / "case"
    phone = SamplePhone(34, 3, now.phone, days=2)
    with SampleServer(phone) as server, Store.create(case) as store:
        bridge = make_bridge("adbutils", ServerAddress(port=server.port))

        def read() -> None:
            told = capture(bridge, phone.serial, case, "full", silent(), now_ms=now)
            load_capture(store, case / "captures" / told.capture_id, silent())

        read()
        app = TrialApp(*choose_app(store, APP))
        number = begin(store, own_plan("recommended"), [app], now()).id
        for step in own_plan("recommended").steps:
            for place, mark in enumerate(step.marks):
                kind = None if mark == NOTE else MarkKind(mark)
                text = step.id if kind is None else TEXTS.get(kind, "")
                begun = trial(store, number)
                click = keep_click(store, begun, kind, text, (), now(), step.id)
                complete_click(store, number, click, bridge, silent(), now_ms=now)
                is_long = step.minimum_s and place == 0
                now.ms += step.minimum_s * 1000 if is_long else 5_000
        end(store, number, now())
        now.ms += 20 * MINUTE
        read()
        yield results(store, trial(store, number))


def test_the_guided_rules_are_asked(found: Results) -> None:
    skipped = {each.rule_id for each in found.rules.skipped}

    assert skipped & GUIDED == set()


def test_every_step_with_a_mark_is_a_phase_that_lasted_as_long_as_it_should(
    found: Results,
) -> None:
    plan = found.trial.plan

    assert [p.step for p in found.phases] == [s.id for s in plan.steps if s.marks]
    assert [p.step for p in found.phases if p.is_short] == []
    assert {m.at.clock for m in found.trial.marks} == {Clock.PHONE}
    assert all(m.at.time_ms == m.at.host_ms + 250 for m in found.trial.marks)


def test_the_readings_around_it_are_found(found: Results) -> None:
    assert found.unread == ()
    assert found.changes is not None
    assert found.versions[found.trial.apps[0]]


def test_what_is_counted_lies_within_by_the_phones_own_truth(found: Results) -> None:
    spans = [span for phase in found.phases for span in phase.spans]

    assert found.uses, "the messenger is used on every day of the sample phone"
    assert sum(use.accesses for use in found.uses) > 0
    assert spans[0].begin_ms == NOW_MS + 250
