"""The phone's time at a click: asked, with an honest uncertainty; else worked out, and said so."""

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.adb.bridge import Bridge, make_bridge
from auditor.adb.server import ServerAddress
from auditor.notes import MarkKind
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.store import Store
from auditor.task import silent
from auditor.trials.clocks import Answer, ask_time, without_phone
from auditor.trials.keeping import begin, trial
from auditor.trials.marking import complete_click, keep_click, serials
from auditor.trials.plan_files import own_plan
from auditor.trials.records import Clock
from tests.core.adb.phones import TablePhone, free_port
from tests.core.lives import NOW_MS, PHONE
from tests.core.trials.cases import APP, BEGIN, case_with, run_plan

MS = st.integers(0, 60_000)


@given(off=st.integers(-(10**9), 10**9), click=MS, wait=MS, way=MS, back=MS, whole=st.booleans())
def test_the_true_time_lies_within_the_uncertainty(
    off: int, click: int, wait: int, way: int, back: int, whole: bool
) -> None:
    clicked_ms = NOW_MS + click
    asked_ms = clicked_ms + wait
    phone_ms = asked_ms + way + off
    first_ms = phone_ms // 1000 * 1000 if whole else phone_ms
    last_ms = first_ms + 999 if whole else phone_ms

    told = Answer(asked_ms, asked_ms + way + back, first_ms, last_ms).at(clicked_ms)

    assert told.uncertainty_ms is not None
    assert abs(told.time_ms - (clicked_ms + off)) <= told.uncertainty_ms
    assert told.uncertainty_ms <= (way + back + (999 if whole else 0)) // 2 + 1
    assert told.uncertainty_ms >= 1  # never better than clocks of whole milliseconds
    assert told.clock is Clock.PHONE


@pytest.fixture
def phone() -> TablePhone:
    return TablePhone()


@pytest.fixture
def bridge(phone: TablePhone) -> Iterator[Bridge]:
    with SampleServer(phone) as server:
        yield make_bridge("adbutils", ServerAddress(port=server.port))


def test_a_phone_is_asked_by_commands_of_the_table(phone: TablePhone, bridge: Bridge) -> None:
    phone.answers["date +%s.%N"] = Reply(b"1746093600.250000000\n")
    clock = chain([5_000, 5_040], repeat(9_000))

    told = ask_time(bridge, phone.serial, silent(), lambda: next(clock))

    assert told == Answer(5_000, 5_040, 1_746_093_600_250, 1_746_093_600_250)


def test_where_nanoseconds_are_not_known_whole_seconds_stand_for_all_of_it(
    phone: TablePhone, bridge: Bridge
) -> None:
    phone.answers["date +%s.%N"] = Reply(b"bad format\n", code=1)
    phone.answers["date +%s"] = Reply(b"1746093600\n")

    told = ask_time(bridge, phone.serial, silent(), lambda: 0)

    assert told is not None
    assert (told.first_ms, told.last_ms) == (1_746_093_600_000, 1_746_093_600_999)


def test_a_phone_that_is_gone_or_talks_nonsense_tells_nothing(
    phone: TablePhone, bridge: Bridge
) -> None:
    phone.answers["date +%s.%N"] = phone.answers["date +%s"] = Reply(b"yesterday\n")

    assert ask_time(bridge, phone.serial, silent()) is None
    assert ask_time(bridge, "NOBODY", silent()) is None


def test_without_the_phone_the_difference_known_last_is_taken(tmp_path: Path) -> None:
    with case_with(tmp_path / "case", []) as store:
        assert without_phone(store, "STRANGER", 5).clock is Clock.HOST
        after_reading = without_phone(store, PHONE.device_id, BEGIN)
        run_plan(store, [(1, MarkKind.AGREE, "")], begin_ms=NOW_MS + 60_000)
        store.db.execute("UPDATE own_marks SET time_ms = time_ms + 250")
        after_mark = without_phone(store, PHONE.device_id, NOW_MS)

    assert (after_reading.time_ms, after_reading.clock) == (BEGIN, Clock.OFFSET)
    assert (after_mark.time_ms, after_mark.uncertainty_ms) == (NOW_MS + 250, None)


def test_a_click_stays_when_no_phone_can_be_asked(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        found = begin(store, own_plan("short"), [APP], BEGIN)
        number = keep_click(store, found, MarkKind.AGREE, "", clicked_ms=BEGIN)

        done = complete_click(store, found.id, number, None, silent(), with_screenshots=True)

        mark = trial(store, found.id).marks[0]
    assert done.silent == (APP.device_id,)
    assert (mark.at.clock, mark.at.time_ms) == (Clock.HOST, BEGIN)


def test_a_click_stays_when_the_server_does_not_answer(tmp_path: Path) -> None:
    bridge = make_bridge("adbutils", ServerAddress(port=free_port()))
    with Store.create(tmp_path / "case") as store:
        found = begin(store, own_plan("short"), [APP], BEGIN)
        number = keep_click(store, found, MarkKind.AGREE, "", clicked_ms=BEGIN)

        done = complete_click(store, found.id, number, bridge, silent(), with_screenshots=True)

    assert done.silent == (APP.device_id,)
    assert [str(each) for each in done.troubles if "answers at" in each.sentence]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [(PHONE.device_id, True), ("ANOTHER", False), ("", False)],
    ids=["come-back-another-way", "another-phone-in-its-place", "says-nothing"],
)
def test_a_phone_is_told_by_what_it_says_of_itself(
    phone: TablePhone, bridge: Bridge, tmp_path: Path, told: str, wanted: bool
) -> None:
    phone.answers["getprop ro.serialno"] = Reply(told.encode() + b"\n")
    with case_with(tmp_path / "case", []) as store:
        found = serials(store, bridge, silent())
        store.db.execute("UPDATE devices SET serial = ?", (phone.serial,))
        again = serials(store, bridge, silent())

    assert found == again == ({PHONE.device_id: phone.serial} if wanted else {})
