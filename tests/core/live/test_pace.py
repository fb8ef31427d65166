"""The pace of a watch: what a battery says, when it is slowed down, and what is told of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from auditor.capture_plan import Step
from auditor.cli import cli
from auditor.live.pace import STEADY_MS, Battery, Pacer, battery_of
from auditor.live.plan import Poll
from auditor.live.rhythm import DUTY, Rhythm
from auditor.live.words import pace_text
from auditor.manifest import Pace
from auditor.rebuild import reload_case
from auditor.sample.dump_misc import battery
from auditor.store import Store
from tests.core.live.lives import MINUTE, FastLife, fast_life
from tests.core.live.test_rhythm import HOUR, live


@pytest.fixture
def life(tmp_path: Path) -> Iterator[FastLife]:
    with fast_life(tmp_path) as found:
        yield found


def text(percent: int, is_powered: bool) -> bytes:
    return "\n".join(battery(percent, is_powered)).encode() + b"\n"


def test_a_battery_is_read() -> None:
    assert battery_of(text(15, False)) == Battery(15, False)
    assert battery_of(text(100, True)) == Battery(100, True)
    assert battery_of(text(50, False).replace(b"scale: 100", b"scale: 200")) == Battery(25, False)
    assert battery_of(b"Can't find service: battery\n") is None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_battery_or_none(untrusted: bytes) -> None:
    battery_of(untrusted)


def test_a_low_battery_is_spared_until_there_is_enough_or_a_charger() -> None:
    pacer, told = Pacer(), []
    for each in ((50, False), (20, False), (19, False), (24, False), (None, None), (25, False),
                 (10, False), (10, True), (5, True)):  # fmt: skip
        pacer.take(None if each[0] is None else Battery(*each))
        told.append(pacer.slower > 1)

    assert told == [False, False, True, True, True, False, True, False, False]


def test_who_is_spared_is_asked_less_and_at_less_of_its_time() -> None:
    costs = {"camera": 30}
    rhythm = Rhythm([Poll(Step("camera"), 2_000)], 0, costs=costs)
    rhythm.slower = 5.0

    asked = live(rhythm, costs, HOUR)

    assert asked["camera"] == pytest.approx(HOUR / 10_000, rel=0.05)
    assert rhythm.spent_ms <= DUTY / 5 * HOUR


def test_a_pace_is_told_when_it_changes_by_much_and_once_a_minute_at_most() -> None:
    poll = Poll(Step("appops"), 2_000)
    rhythm, pacer = Rhythm([poll], 0), Pacer()
    assert pacer.look(rhythm, 0) is None, "what it costs is not known yet"
    rhythm.asked(poll, 0, 40)

    assert pacer.look(rhythm, 10) == Pace(10, 2_041, "wished")
    rhythm.asked(poll, 0, 900)
    assert pacer.look(rhythm, 20) is None
    costly = pacer.look(rhythm, 10 + STEADY_MS)
    assert costly is not None
    assert costly.reason == "costly"
    pacer.take(Battery(10, False))
    rhythm.slower = pacer.slower
    spared = pacer.look(rhythm, 20 + STEADY_MS)
    assert spared is not None
    assert (spared.reason, spared.every_ms) == (
        "battery",
        pytest.approx(5 * costly.every_ms, abs=5),
    )


def test_a_watch_goes_slower_on_a_low_battery_and_says_so(life: FastLife) -> None:
    life.phone.battery = (12, False)
    life.after(16, lambda: setattr(life.phone, "battery", (13, True)))

    life.watch(25 * MINUTE)

    told = [state.pace for state in life.states if state.pace is not None]
    reasons = list(dict.fromkeys(pace.reason for pace in told))
    assert reasons[0] == "battery"
    assert len(reasons) == 2
    spared = next(pace for pace in told if pace.reason == "battery")
    after = told[-1]
    assert spared.every_ms >= 4 * after.every_ms
    for lang in ("en", "zh_CN"):
        assert len({pace_text(pace, lang) for pace in told}) >= 2
    sql = "SELECT since_ms, every_ms, reason FROM live_paces ORDER BY 1"
    with Store.open(life.case, read_only=True) as store:
        kept = store.db.execute(sql).fetchall()
    assert kept[0][2] == "battery"
    assert kept[-1][2] != "battery"
    shown = CliRunner().invoke(cli, ["captures", "--case", str(life.case)]).output
    assert "its battery is low and not being charged" in shown
    reload_case(life.case)
    with Store.open(life.case, read_only=True) as store:
        assert store.db.execute(sql).fetchall() == kept
