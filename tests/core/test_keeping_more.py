"""Telling a phone to keep more: read back, noted, heeded, taken back exactly; and who says no."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor import keeping_more, phone_changes
from auditor.adb import keep_more
from auditor.adb.bridge import Bridge, make_bridge
from auditor.adb.commands import TABLE, find
from auditor.adb.keep_more import CUTOFF, KEEP_MORE, OPS_LIST
from auditor.adb.server import ServerAddress
from auditor.bundle import custody
from auditor.capture import capture
from auditor.cli import cli
from auditor.complaint import limits as complaint_limits
from auditor.errors import NotReady, StoreError, UsageError
from auditor.keeping_more import Standing, look, look_if_told, switch_off, switch_on
from auditor.kept_more import Seen, seen_since
from auditor.load import load_capture
from auditor.manifest import read_manifest
from auditor.ops import catalogue
from auditor.phone_changes import CASE_LOG, last_on, moment, periods, read_log
from auditor.sample import memory
from auditor.sample.adb_server import SampleServer
from auditor.sample.discrete import kept_ops
from auditor.sample.faults import parse_faults
from auditor.sample.phone import SamplePhone
from auditor.sample.versions import version
from auditor.store import Store
from auditor.task import silent
from tests.conftest import PROJECT

START = 1_750_000_000_123
DAY = 86_400_000
VERSIONS = ("31", "32", "33", "34", "35", "36", "36sql", "36post")


class Bench:
    """A sample phone on a server, its clock, and a case beside it."""

    def __init__(self, api: str, folder: Path) -> None:
        self.now = START
        self.phone = SamplePhone(api, 1, lambda: self.now, days=2)
        self.server = SampleServer(self.phone)
        self.server.start()
        self.serial = self.phone.serial
        self.bridge: Bridge = make_bridge("adbutils", ServerAddress(port=self.server.port))
        self.case = folder / "case"
        Store.create(self.case).close()
        self.journal = folder / "phone_changes.jsonl"
        self.logs = (self.journal, self.case / CASE_LOG)

    @property
    def stored(self) -> dict[str, str]:
        return dict(self.phone.config.stored)

    def on(self, longer: bool = False) -> phone_changes.PhoneChange:
        return switch_on(
            self.bridge, self.serial, self.logs, longer, "test", silent(), now_ms=lambda: self.now
        )

    def off(self) -> keeping_more.Undone:
        return switch_off(
            self.bridge, self.serial, self.logs, "test", silent(), now_ms=lambda: self.now
        )

    def status(self) -> keeping_more.Status:
        return look(self.bridge, self.serial, self.logs, silent(), now_ms=lambda: self.now)

    def read(self) -> Path:
        Store.create(self.case).close()
        known = read_log(self.journal)
        made = capture(
            self.bridge,
            self.serial,
            self.case,
            "quick",
            silent(),
            now_ms=lambda: self.now,
            changes=known,
        )
        folder = self.case / "captures" / made.capture_id
        with Store.open(self.case) as store:
            load_capture(store, folder)
        return folder


@pytest.fixture
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(getattr(request, "param", "34"), tmp_path)
    yield made
    made.server.stop()


every_version = pytest.mark.parametrize("bench", VERSIONS, indirect=True)


@every_version
def test_what_is_stored_is_read_back_and_taken_back_exactly(bench: Bench) -> None:
    before = bench.stored

    bench.on(longer=True)

    api = bench.phone.version.api
    codes = [int(each) for each in bench.stored[OPS_LIST].split(",")]
    names = {op.code: op.name for op in catalogue().values()}
    count = max(op.code for op in catalogue().values() if op.since_api and op.since_api <= api)
    assert max(codes) <= count
    assert codes == sorted(set(codes))
    kept = {names[code] for code in codes}
    assert kept_ops(bench.phone.version) <= kept
    assert {"READ_CONTACTS", "READ_SMS", "READ_CALL_LOG", "READ_CALENDAR"} <= kept
    assert ("READ_MEDIA_VISUAL_USER_SELECTED" in kept) == (api >= 34)
    assert bench.stored[CUTOFF] == str(30 * DAY)
    assert bench.status().standing is Standing.ON
    # The list is stored last: a change of another key would make the phone forget it.
    lines = [line for line, _when in bench.phone.dumps if " put " in line]
    assert [line.split()[3] for line in lines] == [CUTOFF, OPS_LIST]

    assert bench.off().left_alone == ()

    assert bench.stored == before == {}
    assert bench.status().standing is Standing.OFF


@every_version
def test_the_phone_keeps_single_accesses_from_then_on_and_not_before(bench: Bench) -> None:
    bench.on()
    bench.now += DAY
    bench.read()

    with Store.open(bench.case) as store:
        told = last_on(read_log(bench.journal), bench.serial)
        assert told is not None
        assert seen_since(store, told).accesses > 0
        since = told.time_ms - told.time_ms % 60_000
        wanted = ("READ_CONTACTS", "READ_SMS", "READ_CALENDAR", "READ_CALL_LOG")
        earlier = store.db.execute(
            "SELECT count(*) FROM v_records WHERE source = 'discrete' AND time_ms < ?"
            " AND raw_file NOT LIKE '%history_table%'"  # its lone accesses are of no other list
            f" AND op IN ({','.join('?' * len(wanted))})",
            (since, *wanted),
        ).fetchone()[0]
    assert earlier == 0


def test_a_reading_whose_list_was_cut_shows_nothing_either_way(bench: Bench) -> None:
    bench.on()
    bench.now += DAY
    bench.read()
    told = last_on(read_log(bench.journal), bench.serial)
    assert told is not None

    with Store.open(bench.case) as store:
        assert seen_since(store, told).readings == 1
        store.db.execute("UPDATE raw_files SET whole = 0 WHERE command LIKE 'appops_%'")
        assert seen_since(store, told) == Seen(0, 0)


def test_values_of_somebody_else_are_kept_and_put_back(bench: Bench) -> None:
    bench.phone.config.sync({OPS_LIST: "26,27,56", CUTOFF: "1209600000"}, bench.now)
    before = bench.stored

    bench.on(longer=True)
    codes = bench.stored[OPS_LIST].split(",")
    assert {"26", "27", "56", "4"} <= set(codes)
    assert "0" not in codes  # what the phone kept is what its list said, not what is usual
    bench.off()

    assert bench.stored == before


def test_a_value_that_could_not_be_put_back_is_left_alone(bench: Bench) -> None:
    bench.phone.config.sync({OPS_LIST: "26, 27"}, bench.now)

    with pytest.raises(UsageError, match="could not be put back exactly"):
        bench.on()

    assert bench.stored == {OPS_LIST: "26, 27"}
    assert read_log(bench.journal) == []


def test_a_reset_from_afar_is_seen_noted_once_and_not_undone_over(bench: Bench) -> None:
    bench.on(longer=True)
    bench.now += DAY
    bench.phone.config.sync({OPS_LIST: "26,27"}, bench.now)

    assert bench.status().standing is Standing.RESET
    assert bench.status().standing is Standing.RESET
    (period,) = periods(read_log(bench.case / CASE_LOG))
    assert (period.on_ms, period.resets, period.off_ms) == (START, (bench.now,), None)
    assert [each.what for each in read_log(bench.journal)].count("seen") == 1

    bench.now += 1000
    assert bench.off().left_alone == (OPS_LIST,)
    assert bench.stored == {OPS_LIST: "26,27"}  # theirs stays, our longer time is gone
    (period,) = periods(read_log(bench.case / CASE_LOG))
    assert period.off_ms == bench.now


def test_after_a_reset_it_can_be_told_again(bench: Bench) -> None:
    bench.on()
    bench.phone.config.sync({OPS_LIST: None}, bench.now)
    bench.now += 1000

    bench.on()
    assert bench.status().standing is Standing.ON
    bench.off()
    assert bench.stored == {}


def test_what_a_reset_left_of_ours_is_taken_back_with_the_rest(bench: Bench) -> None:
    bench.on(longer=True)
    bench.phone.config.sync({OPS_LIST: None}, bench.now)
    bench.now += 1000

    told = bench.on(longer=True)
    assert told.longer
    assert [each.key for each in told.keys] == list(keep_more.KEYS)
    bench.off()
    assert bench.stored == {}
    assert bench.status().standing is Standing.OFF


def test_a_longer_time_counts_after_a_restart_only(bench: Bench) -> None:
    bench.on(longer=True)
    kept = bench.phone.config.kept
    assert bench.now - kept.since(bench.now) == 7 * DAY

    bench.phone.restart()
    bench.now += 20 * DAY

    assert bench.now - kept.since(bench.now) == 27 * DAY  # what was deleted does not come back
    assert bench.status().standing is Standing.ON


@pytest.mark.parametrize("refuses", ["denied", "ignored"])
def test_a_phone_that_does_not_take_it_is_as_it_was_and_it_is_said(
    bench: Bench, refuses: str
) -> None:
    bench.phone.config.refuses = refuses

    with pytest.raises(NotReady, match="did not take it"):
        bench.on(longer=True)

    assert bench.stored == {}
    assert [each.phase for each in read_log(bench.journal)] == ["asked", "refused"]
    assert periods(read_log(bench.case / CASE_LOG)) == []
    assert bench.status().standing is Standing.OFF


@pytest.mark.parametrize("bench", ["26", "29", "30"], indirect=True)
def test_before_android_12_there_is_nothing_to_tell(bench: Bench) -> None:
    assert bench.status().standing is Standing.NOT_POSSIBLE
    with pytest.raises(UsageError, match="Android before 12 keeps no list"):
        bench.on()
    assert [line for line, _when in bench.phone.dumps if "device_config" in line] == []


def test_nothing_is_changed_when_it_cannot_be_noted(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    bench.logs = (bench.journal, tmp_path / "file" / CASE_LOG)

    with pytest.raises(StoreError, match="So the phone was not"):
        bench.on()

    assert bench.stored == {}
    assert periods(read_log(bench.journal)) == []  # what the first log had says that it was not


def test_a_crash_between_storing_and_noting_is_known_and_can_be_taken_back(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        pass

    def crash(*_args: object) -> bool:
        raise Crash

    store, done = keep_more.store_value, []

    def once(*args: object) -> bool:
        if done:
            crash()
        done.append(args)
        return store(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping_more, "store_value", once)
    with pytest.raises(Crash):
        bench.on(longer=True)
    monkeypatch.undo()

    assert bench.stored == {CUTOFF: str(30 * DAY)}
    assert bench.status().standing is Standing.UNFINISHED
    with pytest.raises(UsageError, match="told already"):
        bench.on()
    bench.off()
    assert bench.stored == {}
    assert bench.status().standing is Standing.OFF


@pytest.mark.skipif(os.name == "nt", reason="it takes links")
def test_a_log_that_is_a_link_leads_nowhere(tmp_path: Path, bench: Bench) -> None:
    other = tmp_path / "other.txt"
    other.write_text("mine\n")
    (bench.case / CASE_LOG).symlink_to(other)

    with pytest.raises(StoreError, match="could not be noted"):
        bench.on()

    assert other.read_text() == "mine\n"
    assert bench.stored == {}


def test_a_line_cut_by_a_crash_hides_no_other(tmp_path: Path, bench: Bench) -> None:
    change = bench.on()
    text = bench.journal.read_bytes()
    bench.journal.write_bytes(text + b'{"id": "half')

    phone_changes.add_to_log(bench.journal, replace(change, what="off"))

    assert [each.what for each in read_log(bench.journal)] == ["on", "on", "off"]
    assert bench.journal.stat().st_mode & 0o077 == 0


def test_later_readings_carry_it_into_any_case(bench: Bench) -> None:
    bench.on()
    bench.now += DAY
    bench.case = bench.case.with_name("other")
    folder = bench.read()

    (first, last) = read_manifest(folder).phone_changes
    assert (first.phase, last.phase, first.who) == ("asked", "done", "")
    assert [each.on_ms for each in periods(read_log(bench.case / CASE_LOG))] == [START]
    with Store.open(bench.case) as store:
        load_capture(store, folder)  # once more: nothing is noted twice
    assert len(read_log(bench.case / CASE_LOG)) == 2


def test_a_made_up_manifest_puts_nothing_strange_into_the_log(tmp_path: Path, bench: Bench) -> None:
    change, tmp_path = bench.on(), tmp_path / "strange"
    tmp_path.mkdir()

    phone_changes.adopt(tmp_path, [replace(change, types=["no such type"])])

    assert not (tmp_path / CASE_LOG).exists()
    (tmp_path / CASE_LOG).write_text('[]\n{"keys": 3}\n{"keys": [], "x": 1}\nnull\n' + "[" * 9999)
    assert read_log(tmp_path / CASE_LOG) == []


def test_a_phone_that_was_not_told_is_not_asked_after_a_reading(bench: Bench) -> None:
    change = bench.on()
    bench.off()
    bench.phone.dumps.clear()
    assert look_if_told(bench.bridge, bench.serial, bench.logs, silent(), "test") is None
    phone_changes.add_to_log(bench.journal, replace(change, id="x", device_id="another"))
    assert look_if_told(bench.bridge, bench.serial, bench.logs, silent(), "test") is None

    assert [line for line, _when in bench.phone.dumps if find(line) is None] == []


# --- who may reach the table ---------------------------------------------------------------------


def test_no_command_that_reads_changes_and_no_line_is_in_both_tables() -> None:
    lines = [
        f"device_config get privacy {OPS_LIST}",
        f"device_config put privacy {OPS_LIST} 1,2",
        f"device_config delete privacy {CUTOFF}",
    ]
    assert [find(line) for line in lines] == [None] * 3
    assert not {each.name for each in KEEP_MORE} & {each.name for each in TABLE}
    with pytest.raises(ValueError, match="may be sent"):
        keep_more._request(OPS_LIST, "1; reboot")
    with pytest.raises(ValueError, match="may be sent"):
        keep_more._request("other_key", "1")


def test_nothing_but_keeping_more_reaches_the_table_that_changes_a_phone() -> None:
    named = ("adb.keep_more", "STORE_VALUE", "DELETE_VALUE", "store_value", "device_config put")
    found = {
        path.relative_to(PROJECT).as_posix()
        for folder in ("auditor", "ui")
        for path in (PROJECT / folder).rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in named)
    }
    found -= {"auditor/adb/keep_more.py", "auditor/keeping_more.py"}
    keys_only = "from auditor.adb.keep_more import CUTOFF\n"
    for name in sorted(found):
        text = (PROJECT / name).read_text(encoding="utf-8").replace(keys_only, "")
        assert not any(each in text for each in named), name


# --- the command line ----------------------------------------------------------------------------


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in words])


def test_the_command_line_changes_nothing_unless_it_is_told_that_it_may(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    phone = ("--adb-port", bench.server.port)

    told = run("keep-more", "on", "--case", bench.case, "--longer", *phone)
    assert told.exit_code == 0, told.output
    assert "Nothing was changed." in told.output
    assert f"{OPS_LIST}: ops whose single accesses are kept" in told.output
    assert bench.stored == {}

    done = run("keep-more", "on", "--case", bench.case, "--yes-change-this-phone", *phone)
    assert done.exit_code == 0, done.output
    assert "read back" in done.output
    assert set(bench.stored) == {OPS_LIST}
    status = run("keep-more", "status", "--case", bench.case, "--json", *phone)
    assert json.loads(status.output)["standing"] == "on"
    assert json.loads(status.output)["seen"] == {"readings": 0, "accesses": 0}

    read = run("capture", "--case", bench.case, "--plan", "quick", "--identify", 0, *phone)
    assert read.exit_code == 0, read.output
    assert "auditor keep-more off" in read.output
    assert bench.stored

    asked = run("keep-more", "off", *phone)
    assert "Nothing was changed." in asked.output
    assert bench.stored
    back = run("keep-more", "off", "--yes-change-this-phone", *phone, "--lang", "zh_CN")
    assert back.exit_code == 0, back.output
    assert "已恢复原来的值" in back.output
    assert bench.stored == {}
    none = run("keep-more", "off", "--yes-change-this-phone", *phone)
    assert none.exit_code == 2
    assert "was not told to keep more" in none.output


def test_every_usual_op_of_a_version_is_known_by_a_number() -> None:
    for name in VERSIONS:
        api = version(name).api
        usual = keeping_more.usual_ops(api)
        assert kept_ops(version(name)) <= usual
        assert usual <= set(catalogue())


# --- what is told of it later --------------------------------------------------------------------


def test_every_period_has_the_end_that_was_seen(bench: Bench) -> None:
    log = bench.case / CASE_LOG
    bench.on()
    bench.now += DAY
    held = bench.now
    bench.status()
    bench.now += DAY
    bench.phone.config.sync({OPS_LIST: None}, bench.now)
    bench.now += DAY
    bench.on()
    again = bench.now

    first, second = periods(read_log(log))
    assert (first.held_ms, first.resets, first.end_ms) == (held, (again,), again)
    assert (second.on_ms, second.held_ms, second.end_ms) == (again, again, None)
    assert not first.touches(again + 1, None)
    assert second.touches(again + 1, None)
    told = phone_changes.said(first, "en")
    assert f"last seen to hold all values that it had been told on {moment(held)}" in told
    assert f"On {moment(again)} the phone held other values" in told
    assert "earlier values were put back" not in told

    bench.now += DAY
    bench.off()
    first, second = periods(read_log(log))
    assert (first.end_ms, second.end_ms) == (again, bench.now)


def test_values_that_come_back_are_no_end(bench: Bench) -> None:
    change = bench.on()
    ours = bench.stored
    for values in ({OPS_LIST: None}, dict(ours), {OPS_LIST: "26"}):
        bench.now += DAY
        bench.phone.config.sync(values, bench.now)
        bench.status()

    (period,) = periods(read_log(bench.case / CASE_LOG))
    days = [change.time_ms + number * DAY for number in (1, 2, 3)]
    assert (period.resets, period.held_ms) == ((days[0], days[2]), days[1])
    assert period.end_ms == days[2]


def test_what_is_left_of_it_is_no_end(bench: Bench) -> None:
    bench.on(longer=True)
    bench.now += DAY
    bench.phone.config.sync({OPS_LIST: None}, bench.now)
    bench.status()

    (period,) = periods(read_log(bench.case / CASE_LOG))
    assert (period.resets, period.end_ms) == ((bench.now,), None)  # the longer time is still there


def test_nothing_is_said_to_be_put_back_where_nothing_was_left(bench: Bench) -> None:
    bench.on()
    bench.phone.config.sync({OPS_LIST: None}, bench.now)
    bench.now += DAY
    seen = bench.now
    bench.off()

    (period,) = periods(read_log(bench.case / CASE_LOG))
    assert (period.off_ms, period.end_ms) == (None, seen)
    assert "put back" not in phone_changes.said(period, "en")


def test_a_reading_takes_only_the_last_time_it_held_along(bench: Bench) -> None:
    bench.on()
    for _each in range(3):
        bench.now += DAY
        bench.status()
    log = read_log(bench.journal)
    assert [each.what for each in log] == ["on", "on", "held", "held", "held"]

    handed = phone_changes.handed_on(log, bench.serial)
    assert [(each.what, each.time_ms) for each in handed[2:]] == [("held", bench.now)]
    assert periods(handed)[0].held_ms == periods(log)[0].held_ms


def test_how_it_stands_is_told_where_it_cannot_be_noted(bench: Bench, tmp_path: Path) -> None:
    bench.on()
    bench.now += DAY
    (tmp_path / "file").write_text("")
    bench.logs = (bench.journal, tmp_path / "file" / CASE_LOG)

    assert bench.status().standing is Standing.ON


def test_the_whole_journey_with_a_server_that_takes_it_away(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for function in (look, switch_on, switch_off):
        known = partial(function, now_ms=lambda: bench.now)
        monkeypatch.setattr(keeping_more, function.__name__, known)
    bench.phone.config.sync_after_s = parse_faults(["server-sync:600"]).sync_after_s
    phone = ("--adb-port", bench.server.port)
    sure = ("--yes-change-this-phone", *phone)

    def standing() -> str:
        told = run("keep-more", "status", "--case", bench.case, "--json", *phone)
        assert told.exit_code == 0, told.output
        return str(json.loads(told.output)["standing"])

    assert run("keep-more", "on", "--case", bench.case, *sure).exit_code == 0
    bench.now += 590_000
    assert standing() == "on"
    bench.now += 20_000
    assert standing() == "reset"
    assert bench.stored == {}
    assert run("keep-more", "on", "--case", bench.case, *sure).exit_code == 0
    bench.now += 300_000
    assert run("keep-more", "off", "--case", bench.case, *sure).exit_code == 0
    assert bench.stored == {}

    minutes = [moment(START + seconds * 1000) for seconds in (0, 590, 610, 910)]
    for lang in ("en", "zh_CN", "fr"):
        first, second = complaint_limits.changes(bench.case, bench.serial, None, None, lang)
        assert all(each in first for each in minutes[:3]), first
        assert all(each in second for each in minutes[2:]), second
    found = periods(read_log(bench.case / CASE_LOG))
    assert [(each["what"], each["at_utc_ms"] - START) for each in custody.told(found)] == [
        ("phone told to keep more", 0),
        ("last seen that the phone holds that", 590_000),
        ("seen that others changed that", 610_000),
        ("phone told to keep more", 610_000),
        ("phone told back", 910_000),
    ]


@pytest.mark.parametrize("text", ["server-sync:", "server-sync:-1", "server-sync:x", "server-syn"])
def test_a_word_for_the_server_that_is_none_is_refused(text: str) -> None:
    if text == "server-sync:":
        assert parse_faults([text]).sync_after_s == 60
        return
    with pytest.raises(UsageError, match="is no fault"):
        parse_faults([text])


def test_the_sample_phone_of_a_case_remembers_across_its_processes(tmp_path: Path) -> None:
    path = tmp_path / memory.NAME
    first, second = SamplePhone("34", 1, lambda: START), SamplePhone("34", 1, lambda: START + DAY)
    memory.remember(first.config, path)
    first.answer(f"device_config put privacy {OPS_LIST} 4,26")
    path.write_bytes(path.read_bytes() + b'{"half": \n[1, 2]\n')

    memory.remember(second.config, path)

    assert second.config.stored == {OPS_LIST: "4,26"}
    assert "READ_CONTACTS" in second.config.kept.ops_at(START + 1)
    assert "READ_CONTACTS" not in second.config.kept.ops_at(START - 1)
    assert len(path.read_text().splitlines()) == 3  # what was remembered is not written anew
