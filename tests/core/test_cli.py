"""The command line: what it prints, how it exits, and that docs/cli.md tells all of it."""

import csv
import errno
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from auditor import cli_support, words
from auditor.cli import cli
from auditor.cli_events import table_row
from auditor.cli_options import data_types, iso_time, when
from auditor.cli_tables import SAMPLE_LINE, cell, lines, width
from auditor.companion_records import Setting
from auditor.companions import KINDS
from auditor.errors import UsageError
from auditor.event_cells import local_span
from auditor.exports.lines import FIELDS
from auditor.filters import EventFilter
from auditor.query import captures, events
from auditor.records import DataType, Kind
from auditor.sample.adb_server import SampleServer
from auditor.sample.faults import parse_faults
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from tests.conftest import PROJECT
from tests.core import cases
from tests.core.lives import DAY, HOUR, MINUTE, NOW_MS, PHONE, SAMPLE, a_full_life, access, slot
from tests.core.lives import make_case as make_life

DOCS = (PROJECT / "docs" / "cli.md").read_text(encoding="utf-8")


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="auditor")


@pytest.fixture
def life(tmp_path: Path) -> Path:
    """A case of an ordinary phone."""
    make_life(tmp_path / "life", a_full_life()).close()
    return tmp_path / "life"


@pytest.fixture
def sample_life(tmp_path: Path) -> Path:
    """A case of a sample phone."""
    make_life(tmp_path / "sample-life", a_full_life(), SAMPLE).close()
    return tmp_path / "sample-life"


@pytest.fixture(scope="module")
def phone() -> SamplePhone:
    """A sample phone; making one takes a second."""
    return SamplePhone(30, 7)


@pytest.fixture(scope="module")
def server(phone: SamplePhone) -> Iterator[SampleServer]:
    """The sample phone with nothing wrong."""
    with SampleServer(phone) as running:
        yield running


# --- the contract in docs/cli.md ---------------------------------------------------------------


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_docs_hold_every_command_and_every_option() -> None:
    sections = dict(re.findall(r"^## (auditor [a-z -]+)\n(.*?)(?=^## |\Z)", DOCS, re.M | re.S))
    found = dict(commands(cli, "auditor"))

    assert sections.keys() == found.keys()
    for path, command in found.items():
        for option in (each for each in command.params if isinstance(each, click.Option)):
            for name in option.opts:
                assert f"`{name}`" in sections[path], f"{path} {name}"


def test_docs_name_no_option_that_is_not_there() -> None:
    known = {
        name for _, command in commands(cli, "auditor") for p in command.params for name in p.opts
    }
    known |= {"--version", "--verbose", "--help"}

    assert set(re.findall(r"`(--[a-z-]+)`", DOCS)) <= known


def test_docs_hold_every_option_of_the_program() -> None:
    for option in cli.params:
        for name in option.opts:
            assert f"`{name}`" in DOCS


def test_docs_list_the_fields_in_their_order() -> None:
    table = DOCS.partition("### Fields")[2].partition("## auditor apps")[0]
    firsts = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]

    assert [name for cells in firsts for name in re.findall(r"`(\w+)`", cells)] == list(FIELDS)


def test_docs_and_help_name_every_data_type() -> None:
    shown = " ".join(run("events", "--help").output.split())

    for data_type in DataType:
        assert f"`{data_type}`" in DOCS
        assert data_type in shown


def test_help_starts_without_the_heavy_libraries() -> None:
    code = "import sys, auditor.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT)

    heavy = {"numpy", "sqlite3", "sqlite_utils", "adbutils", "ppadb", "resvg_py", "asyncio"}
    assert heavy & set(done.stdout.split()) == set()


def test_nobody_but_the_command_line_prints() -> None:
    printing = re.compile(r"\bprint\(|click\.|sys\.std(?:out|err)\.write")
    core = (PROJECT / "auditor").rglob("*.py")

    found = [path.name for path in core if printing.search(path.read_text(encoding="utf-8"))]

    assert {name for name in found if not name.startswith("cli")} == set()


# --- events ------------------------------------------------------------------------------------


def jsonl(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_lines_are_the_events_of_the_filter(life: Path) -> None:
    rows = jsonl(run("events", "--case", life, "--format", "jsonl"))

    with Store.open(life, read_only=True) as store:
        wanted = list(events(store, EventFilter()))
    assert len(rows) == len(wanted) > 100
    assert [tuple(row) for row in rows] == [FIELDS] * len(rows)
    assert [row["line"] for row in rows] == [row.line for row in wanted]


def test_csv_has_the_same_fields_and_rows(life: Path) -> None:
    text = run("events", "--case", life, "--format", "csv").stdout

    table = list(csv.reader(io.StringIO(text)))

    assert tuple(table[0]) == FIELDS
    assert len(table) - 1 == len(jsonl(run("events", "--case", life, "--format", "jsonl")))


@pytest.mark.parametrize("style", ["csv", "jsonl", "table"])
def test_a_file_holds_what_standard_output_would(life: Path, tmp_path: Path, style: str) -> None:
    shown = run("events", "--case", life, "--format", style)
    written = run("events", "--case", life, "--format", style, "-o", tmp_path / "out.txt")

    assert written.exit_code == 0
    assert written.stdout == ""
    assert (tmp_path / "out.txt").read_bytes().decode() == shown.stdout


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--type", "microphone,contacts"], lambda r: r["data_type"] in ("microphone", "contacts")),
        (["--package", "cn.example.shop"], lambda r: r["package"] == "cn.example.shop"),
        (["--uid", str(10_100 + 15)], lambda r: r["uid"] == 10_115),
        (["--kind", "reject"], lambda r: r["kind"] == "reject"),
        (["--background"], lambda r: r["is_background"] is True),
        (
            ["--since", "2d", "--until", "24h"],
            lambda r: (
                r["time_ms"] is not None
                and r["time_ms"] < NOW_MS - DAY
                and r["time_ms"] + max(r["duration_ms"] or 0, r["precision_ms"]) > NOW_MS - 2 * DAY
            ),
        ),
    ],
)
def test_each_option_lets_through_exactly_what_it_says(
    life: Path, options: list[str], wanted: object
) -> None:
    every = jsonl(run("events", "--case", life, "--format", "jsonl"))
    shown = jsonl(run("events", "--case", life, "--format", "jsonl", *options))

    assert callable(wanted)
    assert shown == [row for row in every if wanted(row)]
    assert 0 < len(shown) < len(every)


def test_unmerged_lists_middle_men_too(tmp_path: Path) -> None:
    make_life(tmp_path / "case", [access(flags="tp"), access("b.b", flags="tpd")]).close()

    merged = jsonl(run("events", "--case", tmp_path / "case", "--format", "jsonl"))
    unmerged = jsonl(run("events", "--case", tmp_path / "case", "--format", "jsonl", "--unmerged"))

    assert ([row["flags"] for row in merged], len(unmerged)) == (["tpd"], 2)


def test_the_table_is_no_more_exact_than_the_record(tmp_path: Path) -> None:
    records = [
        access(ago_ms=HOUR + 123),
        access(ago_ms=2 * HOUR, precision_ms=MINUTE),
        slot("a.a", "CAMERA", 5 * HOUR, 2 * HOUR, 9),
        slot("b.b", "CAMERA", 30 * HOUR, 25 * HOUR, 9),
        access(timed=False),
    ]
    with make_life(tmp_path / "case", [*records]) as store:
        rows = list(events(store))

    shown = [local_span(row) for row in rows]

    assert shown == [
        "2025-04-30 06:00–05-01 07:00",
        "2025-05-01 07:00–09:00",
        "2025-05-01 10:00",
        "2025-05-01 10:59:59.877",
        None,
    ]
    assert [table_row(row)[1] for row in rows] == ["1 d", "2 h", "1 min", "1 ms", ""]


def test_a_time_without_a_known_zone_says_utc(tmp_path: Path) -> None:
    with make_life(tmp_path / "case", [access()], replace(PHONE, zone=None)) as store:
        row = next(iter(events(store)))

    assert local_span(row) == "2025-05-01 09:00:00.000Z"


def test_the_table_ends_with_the_number_of_records(life: Path) -> None:
    shown = run("events", "--case", life, "--type", "sms").stdout.splitlines()

    assert shown[0].startswith("TIME")
    assert "com.example.old" in shown[1]
    assert shown[-1] == "1 record"


def test_an_unknown_data_type_is_answered_with_all_that_there_are(life: Path) -> None:
    result = run("events", "--case", life, "--type", "microphone,fotos")

    assert result.exit_code == 2
    assert "fotos is no data type" in result.stderr
    assert "contacts" in result.stderr and "microphone, " in result.stderr


@pytest.mark.parametrize("text", ["yesterday", "2025-13-01", "7 days", "", "99999999d", "1d2"])
def test_a_bad_time_is_answered_with_examples(life: Path, text: str) -> None:
    result = run("events", "--case", life, "--since", text or " ")

    assert result.exit_code == 2
    assert "is no time" in result.stderr and "2025-05-01T14:30" in result.stderr


@pytest.mark.parametrize("style", ["table", "csv", "jsonl"])
def test_a_file_that_cannot_be_written_is_a_sentence(
    life: Path, tmp_path: Path, style: str
) -> None:
    file = tmp_path / "no" / "such" / "folder.txt"

    result = run("events", "--case", life, "-o", file, "--format", style)

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_errors_are_said_in_the_language_of_the_program(tmp_path: Path) -> None:
    wrong = ("captures", "--case", tmp_path / "nothing")

    chinese, english = run("--lang", "zh_CN", *wrong), run(*wrong)

    assert chinese.exit_code == english.exit_code == 2
    assert re.search("[\u4e00-\u9fff]", chinese.output)
    assert "There is no folder" in english.output
    assert str(tmp_path / "nothing") in chinese.output


def test_the_language_of_the_program_is_that_of_its_commands(
    life: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("--lang", "zh_CN", "summary", "--case", life).output
    overruled = run("--lang", "zh_CN", "summary", "--case", life, "--lang", "en").output
    monkeypatch.setenv("AUDITOR_LANG", "zh_CN")
    for_good = run("summary", "--case", life).output

    assert re.search("[\u4e00-\u9fff]", told)
    assert not re.search("[\u4e00-\u9fff]", overruled)
    assert for_good == told


def test_without_a_choice_it_is_english_whatever_the_system_speaks(
    life: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    assert not re.search("[\u4e00-\u9fff]", run("summary", "--case", life).output)


def test_a_folder_that_is_no_case_is_unreadable_input(tmp_path: Path) -> None:
    assert run("events", "--case", tmp_path).exit_code == 5
    assert run("events", "--case", tmp_path / "nowhere").exit_code == 2


def test_text_of_a_phone_cannot_steer_the_terminal(tmp_path: Path) -> None:
    make_life(tmp_path / "case", [access("a\x1b[2J\u202eb\nc")]).close()

    shown = run("events", "--case", tmp_path / "case").stdout

    assert "a�[2J�b�c" in shown
    assert not set(shown) & {"\x1b", "\u202e"}


@pytest.mark.parametrize("style", ["table", "csv", "jsonl"])
@pytest.mark.parametrize("name", ["", "."])
def test_a_folder_is_no_place_for_a_file(life: Path, tmp_path: Path, style: str, name: str) -> None:
    result = run("events", "--case", life, "-o", name and tmp_path, "--format", style)

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links that anybody may make")
def test_a_link_is_written_through_and_stays_a_link(life: Path, tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link.svg"
    file.touch()
    link.symlink_to(file)

    for command in (("events", "--format", "csv"), ("timeline",)):
        file.write_text("")
        assert run(*command, "--case", life, "-o", link).exit_code == 0
        assert link.is_symlink() and file.stat().st_size > 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("command", ["events", "summary", "apps"])
def test_a_full_disk_is_a_sentence(life: Path, command: str) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "auditor", command, "--case", life],
            cwd=PROJECT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )

    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert "cannot be written: No space left" in ended.stderr


def test_a_picture_appears_only_when_it_is_whole(
    life: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, _data: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run("timeline", "--case", life, "-o", tmp_path / "t.svg")

    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert not list(tmp_path.glob("*t.svg*")) and not list(tmp_path.glob(".*"))


def test_a_folder_that_may_not_be_looked_into_is_unreadable_input(
    life: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(self: Path) -> bool:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "is_dir", locked)
    result = run("events", "--case", life)

    assert result.exit_code == 5
    assert f"{life} cannot be used: Permission denied." in result.stderr


def test_what_may_not_be_read_is_unreadable_input_not_wrong_usage(
    life: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked.txt").touch()
    monkeypatch.setattr(os, "access", lambda *_args, **_named: False)

    result = run("import", tmp_path / "locked.txt", "--case", tmp_path / "new")

    assert result.exit_code == 5
    assert run("captures", "--case", life).exit_code == 0


def test_a_span_that_ends_before_it_begins_is_usage(life: Path, tmp_path: Path) -> None:
    span = ("--since", "2026-01-02", "--until", "2026-01-01T00:00")

    for command in (("events",), ("timeline", "-o", tmp_path / "t.svg")):
        result = run(*command, "--case", life, *span)
        assert (result.exit_code, "ends before it begins" in result.stderr) == (2, True)


def test_names_in_any_script_pass_a_pipe_of_any_locale(life: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "auditor", "summary", "--lang", "zh_CN", "--case", life],
        cwd=PROJECT,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        timeout=60,
    )

    assert ended.returncode == 0, ended.stderr
    assert "过去 7 天" in ended.stdout.decode("utf-8")


# --- the other commands that show a case -------------------------------------------------------


@pytest.mark.parametrize("command", ["events", "apps", "captures", "summary"])
def test_everything_from_a_sample_phone_begins_and_ends_with_that_word(
    sample_life: Path, life: Path, command: str
) -> None:
    shown = run(command, "--case", sample_life).stdout.splitlines()
    real = run(command, "--case", life).stdout

    assert (shown[0], shown[-1]) == (SAMPLE_LINE, SAMPLE_LINE)
    assert "SAMPLE" not in real


@pytest.mark.parametrize("command", ["apps", "captures"])
def test_json_lists_name_the_sample_phone_in_every_row(sample_life: Path, command: str) -> None:
    rows = json.loads(run(command, "--case", sample_life, "--json").stdout)

    assert rows and all(row["device_id"].startswith("SAMPLE-") for row in rows)


def test_apps_are_listed_with_the_last_used_first(life: Path) -> None:
    rows = json.loads(run("apps", "--case", life, "--json").stdout)
    table = run("apps", "--case", life).stdout.splitlines()

    times = [row["last_ms"] or 0 for row in rows]
    assert times == sorted(times, reverse=True)
    assert [row["package"] for row in rows] == [line.split()[0] for line in table[1:]]


def test_captures_show_when_and_how_much(life: Path) -> None:
    make_life(life, [access()], capture_id="second", at_ms=NOW_MS + HOUR, is_cut=True).close()

    table = run("captures", "--case", life).stdout.splitlines()
    rows = json.loads(run("captures", "--case", life, "--json").stdout)

    assert [row["capture_id"] for row in rows] == ["first", "second"]
    assert [line.split()[0] for line in table] == ["CAPTURE", "first", "second"]
    assert "2025-05-01 11:59:59+02:00" in table[1]


def test_captures_name_a_reading_that_is_kept_but_not_loaded(life: Path) -> None:
    folder = life / "captures" / "lost"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")

    result = run("captures", "--case", life, "--json")

    assert json.loads(result.stdout)
    assert "The reading lost is kept but not loaded." in result.stderr
    assert f"auditor import {folder} --case {life}" in result.stderr


def test_summary_prints_the_sentences_and_the_limits(life: Path) -> None:
    shown = run("summary", "--case", life).stdout

    assert shown.splitlines()[0] == (
        "In the last 7 days 3 apps used the microphone. "
        "All 3 of them did it in the background at least once."
    )
    assert "no proof of innocence" in shown


def test_summary_speaks_chinese_when_asked(life: Path) -> None:
    assert run("summary", "--case", life, "--lang", "zh_CN").stdout.startswith("过去 7 天内")


def test_summary_json_has_codes_values_and_text(sample_life: Path) -> None:
    found = json.loads(run("summary", "--case", sample_life, "--json").stdout)

    assert found["device_id"] == "SAMPLE-1" and found["is_sample"] is True
    assert found["until_ms"] - found["since_ms"] == 7 * DAY
    assert {"code", "values", "text"} == set(found["sentences"][0])
    assert {tile["data_type"] for tile in found["tiles"]} == set(DataType) - {"other"}
    assert found["limits"][0]["text"].startswith("SAMPLE")


def test_summary_of_an_empty_case_asks_for_a_reading(tmp_path: Path) -> None:
    Store.create(tmp_path / "case").close()

    result = run("summary", "--case", tmp_path / "case")

    assert result.exit_code == 2
    assert "no reading" in result.stderr


@pytest.mark.parametrize(("name", "magic"), [("a.png", b"\x89PNG"), ("a.svg", b"<svg")])
def test_timeline_writes_what_the_ending_says(
    life: Path, tmp_path: Path, name: str, magic: bytes
) -> None:
    options = ["--size", "800x600", "--theme", "dark", "--lang", "zh_CN", "--type", "camera"]

    result = run("timeline", "--case", life, "-o", tmp_path / name, "--since", "3d", *options)

    assert result.exit_code == 0, result.output
    assert (tmp_path / name).read_bytes().startswith(magic)


def test_timeline_leaves_unnamed_operations_out_unless_asked(tmp_path: Path) -> None:
    make_life(tmp_path / "case", [access(), access("b.b", "WAKE_LOCK")]).close()
    out = tmp_path / "a.svg"

    run("timeline", "--case", tmp_path / "case", "-o", out)
    plain = out.read_text(encoding="utf-8")
    run("timeline", "--case", tmp_path / "case", "-o", out, "--type", "other")

    assert ">b.b<" not in plain
    assert ">b.b<" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", ["800", "10x10", "99999x800", "axb"])
def test_a_bad_size_is_usage(life: Path, tmp_path: Path, size: str) -> None:
    assert run("timeline", "--case", life, "-o", tmp_path / "a.png", "--size", size).exit_code == 2


def test_a_picture_of_an_unknown_kind_is_usage(life: Path, tmp_path: Path) -> None:
    result = run("timeline", "--case", life, "-o", tmp_path / "a.jpg")

    assert result.exit_code == 2
    assert ".png or .svg" in result.stderr


# --- phones ------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def test_devices_lists_serial_state_and_model(server: SampleServer) -> None:
    table = run("devices", "--adb-port", server.port).stdout.splitlines()
    rows = json.loads(run("devices", "--adb-port", server.port, "--json").stdout)

    assert table == ["SERIAL    STATE  MODEL", "SAMPLE-7  ready  Sample Phone"]
    assert [(row["serial"], row["state"]) for row in rows] == [("SAMPLE-7", "device")]


def test_no_phone_is_exit_code_3_and_an_empty_list() -> None:
    with SampleServer() as empty:
        result = run("devices", "--adb-port", empty.port, "--json")

    assert result.exit_code == 3
    assert json.loads(result.stdout) == []
    assert "No phone is connected." in result.stderr


def test_no_server_is_exit_code_3() -> None:
    result = run("devices", "--adb-port", free_port())

    assert result.exit_code == 3
    assert "No ADB server answers" in result.stderr


@pytest.mark.parametrize("state", ["unauthorized", "offline", "recovery", "no-permissions"])
def test_a_phone_that_cannot_be_read_is_listed_but_not_captured(
    phone: SamplePhone, tmp_path: Path, state: str
) -> None:
    with SampleServer(phone, faults=parse_faults([state])) as running:
        listed = run("devices", "--adb-port", running.port)
        read = run("capture", "--case", tmp_path / "case", "--adb-port", running.port)

    shown = words.word(f"device_state.{state.replace('-', '_')}", "en")
    assert listed.exit_code == 0 and shown in listed.stdout
    assert read.exit_code == 3
    assert len(read.stderr.splitlines()) == 2  # what happened, what to do
    assert not (tmp_path / "case").exists()


def test_two_phones_need_a_name(phone: SamplePhone, tmp_path: Path) -> None:
    case = tmp_path / "case"
    with SampleServer(phone, faults=parse_faults(["two"])) as running:
        port = running.port
        unnamed = run("capture", "--case", case, "--adb-port", port)
        named = run(
            "capture", "--case", case, "--adb-port", port, "--serial", "SAMPLE-7", "--plan", "quick"
        )
        wrong = run("capture", "--case", case, "--adb-port", port, "--serial", "NONE")

    assert (unnamed.exit_code, named.exit_code, wrong.exit_code) == (3, 0, 3)
    assert "SAMPLE-7" in unnamed.stderr


@pytest.mark.parametrize("bridge", ["adbutils", "ppadb"])
def test_capture_fills_a_case_that_events_can_list(
    server: SampleServer, tmp_path: Path, bridge: str
) -> None:
    case = tmp_path / "case"

    result = run(
        "capture", "--case", case, "--adb-port", server.port, "--bridge", bridge, "--plan", "quick"
    )

    assert result.exit_code == 0, result.output
    assert "(SAMPLE)" in result.stdout
    rows = jsonl(run("events", "--case", case, "--format", "jsonl", "--type", "microphone"))
    assert rows and {row["device_id"] for row in rows} == {"SAMPLE-7"}


def test_a_second_capture_extends_the_case(server: SampleServer, tmp_path: Path) -> None:
    first, second = (
        run("capture", "--case", tmp_path / "case", "--adb-port", server.port, "--plan", "quick")
        for _ in range(2)
    )

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert len(json.loads(run("captures", "--case", tmp_path / "case", "--json").stdout)) == 2


def test_a_cut_capture_is_exit_code_4_and_still_loaded(phone: SamplePhone, tmp_path: Path) -> None:
    faults = parse_faults(["appops=cut:60000"])
    with SampleServer(phone, faults=faults) as running:
        result = run("capture", "--case", tmp_path / "case", "--adb-port", running.port)

    assert result.exit_code == 4
    assert "files cut" in result.stdout
    assert jsonl(run("events", "--case", tmp_path / "case", "--format", "jsonl"))
    with Store.open(tmp_path / "case", read_only=True) as store:
        assert captures(store)[0].files_cut >= 1


# --- who apps are ------------------------------------------------------------------------------


def test_apps_are_named_after_a_capture_and_on_demand(
    server: SampleServer, phone: SamplePhone, tmp_path: Path
) -> None:
    case, port = tmp_path / "case", server.port
    few = run("capture", "--case", case, "--adb-port", port, "--plan", "quick", "--identify", 3)
    one = run("identify", "--case", case, "--adb-port", port, "--package", "com.nobody.here")
    rest = run("identify", "--case", case, "--adb-port", port)

    rows = json.loads(run("apps", "--case", case, "--json").stdout)
    table = run("apps", "--case", case).stdout
    page = run("app", "com.lanternmaps.app", "--case", case).stdout
    lantern = next(row for row in rows if row["package"] == "com.lanternmaps.app")
    assert (few.exit_code, one.exit_code, rest.exit_code) == (0, 0, 0)
    assert "3 read from the phone, 0 known before, 0 could not" in few.stdout
    assert "no app com.nobody.here" in one.stderr
    assert " 3 known before, 0 could not" in rest.stdout
    assert (lantern["label"], lantern["label_source"]) == ("Lantern Maps", "phone")
    assert lantern["labels"]["zh-Hans"] == "灯笼地图"
    assert len(lantern["signer_sha256"]) == 64
    assert lantern["signer_check"] in ("signing_block", "whole_file")
    assert lantern["signer_sha256"][:16] in table
    assert page.count(lantern["signer_sha256"]) == 1
    assert f"SHA-256 {lantern['signer_sha256']} (" in page


def test_a_phone_that_goes_while_its_apps_are_named_costs_no_reading(
    phone: SamplePhone, tmp_path: Path
) -> None:
    with SampleServer(phone, faults=parse_faults(["apk_bytes=vanish:9000"])) as running:
        result = run("capture", "--case", tmp_path / "case", "--adb-port", running.port)

    assert result.exit_code == 0
    assert "new records" in result.stdout
    assert "The reading is whole." in result.stderr


def test_apps_of_no_case_are_not_named(server: SampleServer, tmp_path: Path) -> None:
    result = run("identify", "--case", tmp_path / "none", "--adb-port", server.port)

    assert result.exit_code == 2
    assert not (tmp_path / "none").exists()


# --- import ------------------------------------------------------------------------------------


def test_a_capture_folder_and_its_dump_can_be_imported(
    server: SampleServer, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    run("capture", "--case", case, "--adb-port", server.port, "--plan", "quick", "--identify", 0)
    folder = next((case / "captures").iterdir())
    dump = next((folder / "raw").glob("appops*.txt"))

    whole = run("import", folder, "--case", tmp_path / "whole")
    loose = run(
        "import", dump, "--case", tmp_path / "loose", "--timezone", "Asia/Shanghai",
        "--captured-at", "2025-05-01T12:00:00+08:00",
    )  # fmt: skip

    assert (whole.exit_code, loose.exit_code) == (0, 0), whole.output + loose.output
    assert (
        run("events", "--case", tmp_path / "whole").stdout == run("events", "--case", case).stdout
    )
    assert jsonl(run("events", "--case", tmp_path / "loose", "--format", "jsonl"))


def test_a_file_of_another_kind_is_unreadable_input(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam", encoding="utf-8")

    result = run("import", tmp_path / "letter.txt", "--case", tmp_path / "case")

    assert result.exit_code == 5
    assert "letter.txt" in result.stderr


@pytest.mark.parametrize("options", [["--timezone", "Mars/Base"], ["--captured-at", "noon"]])
def test_import_answers_a_bad_zone_or_time(tmp_path: Path, options: list[str]) -> None:
    result = run("import", tmp_path, "--case", tmp_path / "case", *options)

    assert result.exit_code == 2


# --- the sample phone --------------------------------------------------------------------------


def test_sample_case_walks_the_whole_path(tmp_path: Path) -> None:
    case = tmp_path / "case"

    result = run("sample", "case", case, "--api", "30", "--seed", "5")

    assert result.exit_code == 0, result.output
    assert (case / "timeline.png").read_bytes().startswith(b"\x89PNG")
    written = (case / "summary.txt").read_text(encoding="utf-8")
    assert written in result.stdout
    assert written.startswith(SAMPLE_LINE) and written.endswith(SAMPLE_LINE + "\n")
    rows = [json.loads(line) for line in (case / "events.jsonl").read_text("utf-8").splitlines()]
    assert {row["device_id"] for row in rows} == {"SAMPLE-5"}
    with (case / "events.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.reader(stream))) == len(rows) + 1


def test_sample_case_leaves_the_case_of_a_real_phone_alone(life: Path) -> None:
    result = run("sample", "case", life)

    assert result.exit_code == 2
    assert "another phone" in result.stderr
    assert len(json.loads(run("captures", "--case", life, "--json").stdout)) == 1


def test_an_unknown_sample_phone_is_usage(tmp_path: Path) -> None:
    assert run("sample", "case", tmp_path / "case", "--api", "12").exit_code == 2
    assert run("sample", "serve", "--fault", "explode").exit_code == 2


# --- in a process of its own -------------------------------------------------------------------


def started(*args: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "auditor", *map(str, args)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_sample_serve_tells_its_port_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    with started("sample", "serve", "--api", "30", "--seed", "9") as process:
        assert process.stdout is not None
        said = process.stdout.readline() + process.stdout.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", said)
        assert found, said
        listed = run("devices", "--adb-port", found[1])
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)

    assert "SAMPLE-9" in said and "SAMPLE-9" in listed.stdout
    assert (process.returncode, errors) == (0, "")


def test_ctrl_c_cancels_a_capture_and_keeps_what_was_read(tmp_path: Path) -> None:
    case = tmp_path / "case"
    silent = threading.Event()

    class Watched(SamplePhone):
        def answer(self, line: str) -> object:  # type: ignore[override]
            if "package packages" in line:
                silent.set()
            return super().answer(line)

    faults = parse_faults(["package_dump=hang:500"])
    with (
        SampleServer(Watched(30, 1), faults=faults) as running,
        started("capture", "--case", case, "--adb-port", running.port) as process,
    ):
        assert silent.wait(30)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)

    assert process.returncode == 130, errors
    assert "Cancelled." in errors
    assert "1 of" in out and "files cut" in out
    assert jsonl(run("events", "--case", case, "--format", "jsonl"))


INTERRUPTED = """
import builtins, os, signal
from auditor import cli_start
imported = builtins.__import__
def import_slowly(name, *more):
    if name == "auditor.cli":
        os.kill(os.getpid(), signal.SIGINT)
    return imported(name, *more)
builtins.__import__ = import_slowly
cli_start.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process that is sent SIGINT")
def test_ctrl_c_before_anything_is_imported_ends_quietly() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, cwd=PROJECT
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Cancelled.\n")


def test_an_import_that_fails_leaves_no_empty_case(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear phone,\n")
    (tmp_path / "there").mkdir()

    for folder in ("new", "there"):
        result = run("import", tmp_path / "letter.txt", "--case", tmp_path / folder)
        assert result.exit_code == 5

    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.txt", "there"]
    assert not list((tmp_path / "there").iterdir())


def test_an_import_that_fails_leaves_a_case_that_was_there(life: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear phone,\n")
    before = run("captures", "--case", life, "--json").output

    assert run("import", tmp_path / "letter.txt", "--case", life).exit_code == 5
    assert run("captures", "--case", life, "--json").output == before


def test_a_phone_that_cannot_be_read_leaves_no_empty_case(tmp_path: Path) -> None:
    with SampleServer(SamplePhone(30, 1)) as running:
        pass  # a server that is gone
    result = run("capture", "--case", tmp_path / "case", "--adb-port", running.port)

    assert result.exit_code == 3
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize("style", ["table", "jsonl", "csv"])
def test_a_reader_that_has_had_enough_is_no_error(life: Path, style: str) -> None:
    more = [access(f"com.example.n{i}", uid=20_000 + i) for i in range(3000)]
    make_life(life, [*more], capture_id="second").close()

    with started("events", "--case", life, "--format", style) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()

    assert (process.wait(), errors) == (0, "")


def test_wrong_usage_exits_with_2_in_a_real_process() -> None:
    with started("events") as process:
        out, errors = process.communicate(timeout=20)

    assert (process.returncode, out) == (2, "")
    assert "--case" in errors


# --- what every command shares -----------------------------------------------------------------


def test_a_mistake_of_ours_is_exit_code_1_with_a_traceback(
    life: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("upside down")

    monkeypatch.setattr("auditor.cli_case.captures", fail)

    result = run("captures", "--case", life)

    assert result.exit_code == 1
    assert "upside down" in result.stderr and "Traceback" in result.stderr


def test_no_progress_is_shown_where_nobody_watches(server: SampleServer, tmp_path: Path) -> None:
    result = run("capture", "--case", tmp_path / "case", "--adb-port", server.port)

    assert result.stderr == ""


def test_the_bar_grows_and_goes_away(capsys: pytest.CaptureFixture[str]) -> None:
    bar = cli_support.Bar()

    bar.report(10, 10, "appops\x1b")
    bar.clear()

    shown = capsys.readouterr().err
    assert "100 %" in shown and "appops�" in shown
    assert shown.endswith("\r")


def test_ctrl_c_twice_ends_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), cli_support.running_task() as task:
        os.kill(os.getpid(), signal.SIGINT)
        assert task.is_cancelled
        os.kill(os.getpid(), signal.SIGINT)


def test_the_handler_of_ctrl_c_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)

    with cli_support.running_task():
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-05-01", "2025-04-30T22:00:00Z"),
        ("2025-05-01T14:30", "2025-05-01T12:30:00Z"),
        ("2025-05-01 14:30:15", "2025-05-01T12:30:15Z"),
        ("2025-01-01T14:30", "2025-01-01T13:30:00Z"),
        ("2025-05-01T14:30+05:30", "2025-05-01T09:00:00Z"),
        ("2025-05-01T14:30Z", "2025-05-01T14:30:00Z"),
        ("24h", "2025-04-30T10:00:00Z"),
        ("90m", "2025-05-01T08:30:00Z"),
        ("7d", "2025-04-24T10:00:00Z"),
        ("2w", "2025-04-17T10:00:00Z"),
    ],
)
def test_a_time_without_an_offset_is_the_clock_of_the_phone(text: str, utc: str) -> None:
    assert when(text, NOW_MS, "Europe/Berlin") == iso_time(utc, None)


def test_a_date_as_an_end_means_the_end_of_that_day() -> None:
    assert when("2025-05-01", NOW_MS, "Europe/Berlin", is_end=True) == iso_time(
        "2025-05-02", "Europe/Berlin"
    )
    assert when("2025-05-01T10:00", NOW_MS, None, is_end=True) == iso_time("2025-05-01T10:00", None)


def test_a_zone_that_is_not_there_is_usage() -> None:
    with pytest.raises(UsageError, match="Mars/Base"):
        iso_time("2025-05-01", "Mars/Base")


def test_data_types_are_read_with_spaces_and_hyphens() -> None:
    assert data_types("Microphone, call-log,") == {DataType.MICROPHONE, DataType.CALL_LOG}
    assert data_types(None) == frozenset()


def test_columns_line_up_with_wide_signs() -> None:
    table = list(lines(("APP", "COUNT"), [("微信读书", "1"), ("chat", "22"), ("e\u0301a", "3")]))

    assert [width(row[: row.rindex(" ")]) for row in table] == [9, 9, 9, 9]
    assert cell("微信读书", 5) == "微信…"
    assert width(cell("微信读书", 6)) == 6


def test_a_kind_is_one_of_two(life: Path) -> None:
    assert run("events", "--case", life, "--kind", "maybe").exit_code == 2
    assert {kind.value for kind in Kind} == {"access", "reject"}


def test_one_event_is_told_with_all_its_raw_lines(life: Path) -> None:
    listed = run("events", "--case", life, "--format", "jsonl").output.splitlines()
    row = json.loads(listed[len(listed) // 2])

    text = run("event", str(row["id"]), "--case", life)
    found = json.loads(run("event", str(row["id"]), "--case", life, "--json").output)
    records = run("events", "--case", life, "--unmerged", "--format", "jsonl").output
    record = run("event", str(json.loads(records.splitlines()[0])["id"]), "--case", life)

    assert text.exit_code == record.exit_code == 0
    assert {name: found[name] for name in row} == row
    assert f"{row['raw_file']}:{row['line']}" in text.output
    assert all(each["text"] in text.output for each in found["witnesses"])
    assert all(each["sha256"] in text.output for each in found["witnesses"])
    assert [fact["code"] for fact in found["facts"]][:3] == ["time", "utc", "precision"]


def test_an_event_is_told_in_chinese_too(life: Path) -> None:
    listed = run("events", "--case", life, "--format", "jsonl").output.splitlines()
    number = str(json.loads(listed[0])["id"])

    assert "手机时间: " in run("event", number, "--case", life, "--lang", "zh_CN").output


def test_an_event_that_is_not_there_is_wrong_usage(life: Path) -> None:
    result = run("event", "99999999", "--case", life)

    assert result.exit_code == 2
    assert "auditor events" in result.output


# --- records -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with everything that a sample phone tells."""
    folder = tmp_path_factory.mktemp("read") / "case"
    assert run("sample", "case", folder, "--api", "35").exit_code == 0
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_record_is_listed_in_every_style(read: Path, kind: str) -> None:
    with Store.open(read, read_only=True) as store:
        wanted = len(store.db.execute(f"SELECT 1 FROM v_{kind}").fetchall())

    csv_rows = list(
        csv.reader(io.StringIO(run("records", kind, "--case", read, "--format", "csv").output))
    )
    json_lines = run("records", kind, "--case", read, "--format", "jsonl").output.splitlines()
    table = run("records", kind, "--case", read).output.splitlines()

    assert len(csv_rows) - 1 == len(json_lines) == len(table) - 3 == wanted
    assert all(list(json.loads(line)) == csv_rows[0] for line in json_lines)
    assert (table[0], table[-1]) == (SAMPLE_LINE, SAMPLE_LINE)


def test_records_of_a_kind_that_is_not_there_are_wrong_usage(read: Path) -> None:
    result = run("records", "dreams", "--case", read)

    assert result.exit_code == 2
    assert "process_starts" in result.output


# --- a case with several phones ------------------------------------------------------------------


@pytest.fixture
def two_phones(tmp_path: Path) -> Path:
    """Two phones with an app of the same name; PHONE2 was read last."""
    other = replace(cases.PHONE, device_id="PHONE2", serial="PHONE2", model="Two")
    with Store.create(tmp_path / "two") as store:
        cases.load(store, "first", [cases.event()])
        later = cases.NOW_MS + HOUR
        cases.load(store, "second", [cases.event(op="CAMERA")], at_ms=later, device=other)
    return tmp_path / "two"


def test_a_phone_of_several_can_be_chosen(two_phones: Path) -> None:
    rows = run("events", "--case", two_phones, "--device", "PHONE1", "--format", "jsonl").stdout
    apps = json.loads(run("apps", "--case", two_phones, "--device", "PHONE1", "--json").stdout)
    summary = json.loads(
        run("summary", "--case", two_phones, "--device", "PHONE1", "--json").stdout
    )

    assert [json.loads(row)["op"] for row in rows.splitlines()] == ["RECORD_AUDIO"]
    assert [(app["device_id"], app["events"]) for app in apps] == [("PHONE1", 1)]
    assert summary["device_id"] == "PHONE1"


def test_a_list_of_several_phones_says_so_and_a_summary_names_its_phone(two_phones: Path) -> None:
    events_table = run("events", "--case", two_phones).stdout
    apps_table = run("apps", "--case", two_phones).stdout
    alone = run("apps", "--case", two_phones, "--device", "PHONE2").stdout
    told = run("summary", "--case", two_phones).stdout

    said = "Of 2 phones together: PHONE1, PHONE2. Choose one with --device."
    assert said in events_table and said in apps_table and said not in alone
    assert told.splitlines()[0] == "Phone: Acme Two (PHONE2)"


def test_summary_says_what_the_phone_tells_beside_accesses(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        setting = Setting("secure", "assistant", "com.example.chat/.A", ("com.example.chat",), 4)
        cases.load(store, "one", [cases.event(), setting])

    shown = run("summary", "--case", tmp_path / "case").stdout.splitlines()
    (fact,) = json.loads(run("summary", "--case", tmp_path / "case", "--json").stdout)["phone"]

    assert shown[-1].startswith("The assistant, which may listen and see the screen")
    assert "[appops.txt, line 4, read 2025-11-13 07:58]" in shown[-1]
    assert (fact["code"], fact["line"]) == ("assistant_some", 4)
    assert fact["text"] in shown[-1]


@pytest.mark.parametrize("command", ["events", "apps", "summary"])
def test_a_phone_that_is_not_in_the_case_is_refused_with_those_that_are(
    two_phones: Path, command: str
) -> None:
    refused = run(command, "--case", two_phones, "--device", "PHONE9")

    assert refused.exit_code == 2
    assert "holds no phone PHONE9" in refused.stderr and "PHONE1, PHONE2" in refused.stderr
