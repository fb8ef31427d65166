"""Several phones watched into one case at once, by `auditor watch -s … -s …`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.cli import cli
from auditor.errors import NoDevice
from auditor.live.news import Standing, State, Watched
from auditor.live.several import Heard, watch_several
from auditor.live.watcher import Watcher
from auditor.manifest import read_manifest
from auditor.query import captures
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import Task

WATCHED = Watched((), 0, 0, 0, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with SampleServer(SamplePhone(30, 5, days=1), SamplePhone(34, 6, days=1)) as running:
        yield running


def watch(server: SampleServer, case: Path, *more: str) -> Result:
    typed = ["watch", "--case", str(case), "--adb-port", str(server.port), "--for", "1s", *more]
    return CliRunner().invoke(cli, typed)


def test_two_phones_are_watched_into_one_case(server: SampleServer, tmp_path: Path) -> None:
    result = watch(server, tmp_path / "case", "-s", "SAMPLE-5", "-s", "SAMPLE-6", "--json")

    assert result.exit_code == 0, result.output
    told = [json.loads(line) for line in result.stdout.splitlines()]
    ends = {each["phone"]: each["end"] for each in told if "end" in each}
    assert set(ends) == {"SAMPLE-5", "SAMPLE-6"}
    assert {each["phone"] for each in told if "state" in each} == set(ends)
    with Store.open(tmp_path / "case", read_only=True) as store:
        kept = {row.capture_id: row for row in captures(store)}
    for phone, end in ends.items():
        (capture_id,) = end["captures"]
        assert kept[capture_id].device_id == phone, "each watch is of its own phone"
        assert read_manifest(tmp_path / "case" / "captures" / capture_id).outcome == "whole"


def test_a_phone_that_goes_away_ends_no_other(tmp_path: Path) -> None:
    phones = SamplePhone(30, 5, days=1), SamplePhone(30, 7, days=1)
    task, told, ends = Task(), [], {}
    with SampleServer(*phones) as server:

        def follow(name: str, state: State) -> None:
            told.append((name, state.standing, state.reason))
            if told[-1] == ("SAMPLE-7", Standing.WATCHING, None):
                server.unplug("SAMPLE-7")
            elif state.standing is Standing.AWAY:
                task.cancel()

        bridge = make_bridge("adbutils", ServerAddress(port=server.port))
        watch_several(
            {phone.serial: Watcher(bridge, phone.serial, tmp_path / "case") for phone in phones},
            task,
            Heard(
                on_news=lambda _name, _news: None,
                on_state=follow,
                on_error=lambda name, error: told.append((name, error, None)),
                on_end=ends.__setitem__,
            ),
        )

    assert ("SAMPLE-7", Standing.AWAY, "unplugged") in told
    assert [end.gaps for end in (ends["SAMPLE-5"], ends["SAMPLE-7"])] == [0, 1]


def test_a_phone_that_is_not_there_is_said_before_anything_is_written(
    server: SampleServer, tmp_path: Path
) -> None:
    result = watch(server, tmp_path / "case", "-s", "SAMPLE-5", "-s", "NONE")

    assert result.exit_code == 3
    assert "NONE is not connected" in result.stderr
    assert not (tmp_path / "case").exists()


class _Watcher:
    """Stands for one phone's watch."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.task: Task | None = None

    def run(self, task: Task, _news, on_state, _for_ms) -> Watched:
        self.task = task
        if self.error is not None:
            raise self.error
        on_state(State(Standing.READING, 0))
        return WATCHED


def heard(told: list[tuple[str, object]]) -> Heard:
    return Heard(
        on_news=lambda name, news: told.append((name, news)),
        on_state=lambda name, state: told.append((name, state.standing)),
        on_error=lambda name, error: told.append((name, type(error))),
        on_end=lambda name, watched: told.append((name, watched)),
    )


def test_the_trouble_of_one_is_told_and_the_others_go_on() -> None:
    told: list[tuple[str, object]] = []
    gone = NoDevice("It went away.", "Plug it in.")

    watch_several({"a": _Watcher(gone), "b": _Watcher()}, Task(), heard(told))

    assert ("a", NoDevice) in told
    assert ("b", WATCHED) in told


def test_what_nobody_foresaw_is_raised_after_the_others_have_ended() -> None:
    told: list[tuple[str, object]] = []

    with pytest.raises(ZeroDivisionError):
        watch_several({"a": _Watcher(ZeroDivisionError()), "b": _Watcher()}, Task(), heard(told))

    assert ("b", WATCHED) in told


def test_a_stop_reaches_all_of_them() -> None:
    task, watcher = Task(), _Watcher()
    watch_several({"a": watcher}, task, heard([]))
    assert watcher.task is not None
    assert not watcher.task.is_cancelled

    task.cancel()

    assert watcher.task.is_cancelled
