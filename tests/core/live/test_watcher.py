"""A watch of the sample phone: what it sees, and what it says of what it cannot see."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.band import context_band
from auditor.cli import cli
from auditor.errors import DeviceError, UsageError
from auditor.live.lock import marked
from auditor.live.news import Standing
from auditor.manifest import MANIFEST, check_hashes, read_manifest
from auditor.ops import data_type
from auditor.query import captures, event
from auditor.rebuild import reload_case
from auditor.records import DataType, Source
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.sample.fast_life import BusyPhone, FastClock
from auditor.sample.faults import parse_faults
from auditor.sample.phone import SamplePhone
from auditor.sample.truth import truth
from auditor.store import Store
from auditor.task import Task
from tests.core.live.lives import MINUTE, FastLife, fast_life, listed


@pytest.fixture
def life(tmp_path: Path) -> Iterator[FastLife]:
    with fast_life(tmp_path) as found:
        yield found


def stamps(life: FastLife) -> set[tuple[object, ...]]:
    """Every last access of a personal kind that some poll could see, by the ground truth."""
    found: set[tuple[object, ...]] = set()
    for number, (line, _) in enumerate(life.phone.dumps):
        if line.startswith("dumpsys -t 60 appops"):
            found |= {
                (row.uid, row.package, row.op, row.tag, row.state, row.flags, row.time_ms)
                for row in truth(life.phone, number)
                if row.source is Source.LAST and data_type(row.op) is not DataType.OTHER
            }
    return found


def recorded(case: Path) -> set[tuple[object, ...]]:
    sql = (
        "SELECT uid, package, op, attribution_tag, uid_state, flags, time_ms FROM v_records"
        " WHERE source = 'last'"
    )
    with Store.open(case, read_only=True) as store:
        return set(store.db.execute(sql))


def test_every_stamp_that_a_poll_could_see_is_in_the_case(life: FastLife) -> None:
    watched = life.watch(12 * MINUTE)

    assert stamps(life) <= recorded(life.case)
    assert watched.events > 10
    assert watched.duty <= 0.021
    assert life.states[0].standing is Standing.READING
    assert life.states[-1].standing is Standing.ENDED


def test_news_are_in_the_case_when_they_are_told(life: FastLife) -> None:
    told: list[int] = []

    def hear(news: object) -> None:
        with Store.open(life.case, read_only=True) as store:
            for row in news.events:  # type: ignore[attr-defined]
                assert event(store, row.id).time_ms == row.time_ms
                told.append(row.id)

    life.watcher().run(Task(), hear, for_ms=6 * MINUTE)

    assert told
    assert len(told) == len(set(told))


def test_a_watch_that_ended_is_what_its_folder_gives_when_it_is_loaded_anew(life: FastLife) -> None:
    life.watch(8 * MINUTE)
    before = listed(life.case)

    reload_case(life.case)

    assert listed(life.case) == before


def test_unplugging_is_a_gap_and_the_watch_goes_on(life: FastLife) -> None:
    life.after(3, life.unplug)
    life.after(5, life.plug)

    watched = life.watch(8 * MINUTE)

    assert life.reasons == ["unplugged"]
    assert watched.gaps == 1
    assert 1.5 * MINUTE < watched.away_ms < 3 * MINUTE
    with Store.open(life.case, read_only=True) as store:
        (gap,) = store.db.execute("SELECT begin_ms, end_ms, reason FROM live_gaps")
        (watch,) = context_band(store, life.phone.serial, "en").watches
    assert gap[1] - gap[0] == watched.away_ms == watch.unseen_ms
    listed_now = CliRunner().invoke(cli, ["captures", "--case", str(life.case)])
    assert "saw nothing for" in listed_now.output
    assert "UTC: phone not connected" in listed_now.output
    as_json = CliRunner().invoke(cli, ["captures", "--case", str(life.case), "--json"])
    assert json.loads(as_json.output)[0]["gaps"][0]["reason"] == "unplugged"
    assert gap[2] == "unplugged"
    assert stamps(life) <= recorded(life.case)


def test_a_phone_that_was_started_anew_begins_a_new_capture(life: FastLife) -> None:
    def back() -> None:
        life.phone.restart()
        life.plug()

    life.after(2, life.unplug)
    life.after(3, back)

    watched = life.watch(6 * MINUTE)

    assert len(watched.captures) == 2
    assert "rebooted" in life.reasons
    with Store.open(life.case, read_only=True) as store:
        assert [row.outcome for row in captures(store)] == ["whole", "whole"]
        reasons = store.db.execute("SELECT reason FROM live_gaps").fetchall()
    assert reasons == [("rebooted",)]


def test_a_start_between_two_questions_is_a_gap_and_begins_a_new_capture(life: FastLife) -> None:
    """So quick that every question is answered: only the clocks tell of it."""
    life.after(2, life.phone.restart)

    watched = life.watch(12 * MINUTE)

    assert len(watched.captures) == 2
    with Store.open(life.case, read_only=True) as store:
        ((begin_ms, end_ms, reason),) = store.db.execute(
            "SELECT begin_ms, end_ms, reason FROM live_gaps"
        )
    assert reason == "rebooted"
    assert begin_ms <= life.phone.booted_ms <= end_ms < begin_ms + MINUTE
    assert watched.away_ms == end_ms - begin_ms


def test_a_computer_that_slept_has_a_gap(life: FastLife) -> None:
    life.after(2, lambda: life.clock.pass_ms(40 * MINUTE, is_awake=False))

    watched = life.watch(50 * MINUTE)

    assert life.reasons == ["asleep"]
    assert 39 * MINUTE < watched.away_ms < 42 * MINUTE


def test_a_computer_that_slept_while_it_waited_for_an_answer_has_a_gap(life: FastLife) -> None:
    """The answer that straddles the sleep tells nothing of what happened meanwhile."""
    busy = BusyPhone(life.phone, life.clock)
    answer, wanted = busy.answer, [life.clock.utc_ms() + 2 * MINUTE]

    def sleep_meanwhile(line: str) -> Reply | None:
        if "--op" in line and wanted and life.clock.utc_ms() > wanted[0]:
            wanted.clear()
            life.clock.pass_ms(40 * MINUTE, is_awake=False)
        return answer(line)

    busy.answer = sleep_meanwhile  # type: ignore[method-assign]
    life.unplug()
    life.server.plug(busy)

    watched = life.watch(50 * MINUTE)

    assert life.reasons == ["asleep"]
    assert 39 * MINUTE < watched.away_ms < 42 * MINUTE


def test_a_clock_that_is_set_begins_a_capture_with_a_clock_of_its_own(life: FastLife) -> None:
    clock = SetClock(life.clock)
    life.after(7, lambda: clock.set(-60 * MINUTE))

    watched = life.watch(15 * MINUTE, clock=clock)

    assert len(watched.captures) == 2
    assert 14 * MINUTE < watched.watched_ms < 16 * MINUTE
    with Store.open(life.case, read_only=True) as store:
        rows = captures(store)
    moved = sorted((row.clock_difference_ms or 0) // MINUTE for row in rows)
    assert moved == [0, 60]
    assert all((row.clock_moved_ms or 0) < 1_000 for row in rows)
    told = [news for news in life.news if news.capture_id == watched.captures[1]]
    assert sum(len(news.events) for news in told) >= 4
    assert sum(news.older for news in told) == 0


class SetClock:
    """The clock of a computer that somebody sets."""

    def __init__(self, clock: FastClock) -> None:
        self._clock = clock
        self._ahead_ms = 0
        self.steady_ms, self.sleep = clock.steady_ms, clock.sleep

    def set(self, by_ms: int) -> None:
        self._ahead_ms += by_ms

    def utc_ms(self) -> int:
        return self._clock.utc_ms() + self._ahead_ms


def test_a_server_that_dies_is_a_gap_and_the_watch_goes_on_with_the_next(life: FastLife) -> None:
    again = SampleServer(port=life.server.port)

    def come_back() -> None:
        """As a real one: it answers before it has looked at what is plugged in."""
        again.start()
        life.after(0.05, lambda: again.plug(BusyPhone(life.phone, life.clock)))

    life.after(3, life.server.stop)
    life.after(4, come_back)
    try:
        watched = life.watch(6 * MINUTE)
    finally:
        again.stop()

    assert (life.reasons, watched.gaps) == (["server_gone"], 1)
    assert 0.9 * MINUTE < watched.away_ms < 1.5 * MINUTE
    assert stamps(life) <= recorded(life.case)


def test_a_last_look_that_fails_leaves_a_gap(life: FastLife) -> None:
    task = Task()

    def unplug_and_end() -> None:
        life.unplug()
        task.cancel()

    life.after(3, unplug_and_end)

    watched = life.watch(60 * MINUTE, task)

    assert (life.reasons, watched.gaps) == (["unplugged"], 1)
    with Store.open(life.case, read_only=True) as store:
        ((reason,),) = store.db.execute("SELECT reason FROM live_gaps")
    assert reason == "unplugged"


def test_a_phone_that_never_ends_its_log_is_watched_all_the_same(life: FastLife) -> None:
    """What is no dump of accesses may fail; the phone is there and tells the rest."""
    life.server.faults = parse_faults(["audio=refuse"])

    watched = life.watch(3 * MINUTE)

    assert watched.gaps == 0
    assert Standing.WATCHING in {state.standing for state in life.states}


def test_another_phone_in_its_place_is_not_taken_for_it(life: FastLife) -> None:
    def swap() -> None:
        life.unplug()
        life.server.plug(other)

    other = SamplePhone(34, 2, life.clock.utc_ms, days=1)
    life.after(2, swap)
    life.after(4, life.plug)

    life.watch(6 * MINUTE)

    assert life.states[-2].standing is Standing.WATCHING
    with Store.open(life.case, read_only=True) as store:
        assert {row.device_id for row in captures(store)} == {life.phone.serial}


def test_a_phone_that_refuses_to_tell_has_a_gap(life: FastLife) -> None:
    def refuse() -> None:
        life.server.faults = parse_faults(["appops_op=exit:1", "appops=exit:1"])

    def tell() -> None:
        life.server.faults = parse_faults([])

    life.after(2, refuse)
    life.after(3, tell)

    watched = life.watch(6 * MINUTE)

    assert "refused" in life.reasons
    assert watched.away_ms >= 0.5 * MINUTE


def test_a_long_watch_rolls_over_to_another_capture(life: FastLife) -> None:
    watched = life.watch(10 * MINUTE, roll_ms=4 * MINUTE)

    assert len(watched.captures) == 3
    assert marked(life.case / "captures") == []
    with Store.open(life.case, read_only=True) as store:
        rows = captures(store)
    assert [row.capture_id for row in rows] == list(watched.captures)
    for row in rows:
        folder = life.case / row.folder
        assert check_hashes(folder, read_manifest(folder)) == []


def test_a_case_is_not_reloaded_while_a_phone_is_watched_into_it(life: FastLife) -> None:
    refused: list[str] = []

    def try_it() -> None:
        with pytest.raises(UsageError) as caught:
            reload_case(life.case)
        refused.append(caught.value.sentence)

    life.after(1, try_it)
    life.watch(2 * MINUTE)

    assert refused == ["A phone is being watched into this case."]


def test_a_cancel_seals_what_was_recorded(life: FastLife) -> None:
    task = Task()
    life.after(2, task.cancel)

    watched = life.watch(60 * MINUTE, task)

    folder = life.case / "captures" / watched.captures[0]
    manifest = read_manifest(folder)
    assert manifest.outcome == "whole"
    assert manifest.files[-1].command == "journal"
    assert watched.watched_ms < 3 * MINUTE
    assert json.loads((folder / MANIFEST).read_text())["rhythm"]


def test_a_phone_that_is_not_there_leaves_nothing(life: FastLife) -> None:
    life.unplug()

    with pytest.raises(DeviceError):
        life.watch(MINUTE)

    assert list((life.case / "captures").iterdir()) == []


@pytest.mark.parametrize("api", [26, 29, "post36"])
def test_other_versions_are_watched_as_well(tmp_path: Path, api: int | str) -> None:
    with fast_life(tmp_path, api, days=1) as life:
        life.watch(MINUTE)

        with Store.open(life.case, read_only=True) as store:
            (row,) = captures(store)
            (count,) = store.db.execute("SELECT count(*) FROM v_accesses").fetchone()
    assert row.outcome == "whole"
    assert count > 50
