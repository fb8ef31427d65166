"""The phone is read-only: after every journey, all it was asked for is in the command table."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from auditor.adb import commands
from auditor.adb.commands import Command
from auditor.adb.commands import find as find_command
from auditor.adb.keep_more import KEEP_MORE
from auditor.adb.screenshots import SCREENSHOTS
from auditor.cli import cli
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from tests.ui.help import Start, find, settle
from ui.program import Program
from ui.sidebar import Page
from ui.widgets import CardButton

HOST_QUESTIONS = (
    "host:version",
    "host:devices",
    "host:devices-l",
    "host:track-devices",
    "host:track-devices-l",
    "host:transport:SAMPLE-1",
    "host:tport:serial:SAMPLE-1",
)


def test_the_window_and_the_command_line_ask_a_phone_only_what_the_table_allows(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    with SampleServer(SamplePhone(35, 1, days=4)) as server:
        read_in_the_window(qtbot, start(adb_port=server.port))
        read_from_the_command_line(server.port, tmp_path)

    lines = [service.removeprefix("shell,v2,raw:") for service in server.opened]
    assert len(lines) > 100
    assert [line for line in lines if find_command(line) is None] == []
    assert set(server.requests) <= set(HOST_QUESTIONS)


def test_what_is_apart_from_the_table_is_asked_only_where_a_person_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journeys of a watch, a test session, the doctor; with a picture; with keeping more."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    case = ["--case", f"{tmp_path}/case"]
    with SampleServer(SamplePhone(34, 1, days=2)) as server:
        asked = journey(server, ["doctor", "--json"])
        asked += journey(server, ["watch", *case, "--for", "2s"])
        asked += journey(server, ["identify", *case, "--package", APP])
        session = ["--package", APP, "--mine", "--reading", "none", "--screenshots"]
        asked += journey(server, ["session", "start", *case, *session])
        asked += journey(server, ["session", "mark", "agree", *case])
        asked += journey(server, ["session", "end", *case, "--reading", "quick"])
        asked += journey(server, ["keep-more", "status"], [*KEEP_MORE[:1]])
        asked += journey(server, ["keep-more", "on", *case], [*KEEP_MORE[:1]])
        pictured = ["session", "start", *case, *session, "--title", "second"]
        asked += journey(server, pictured)
        asked += journey(server, ["session", "mark", "agree", *case, "--screenshot"], SCREENSHOTS)
        asked += journey(server, ["session", "end", *case, "--reading", "none"])
        changing = ["--yes-change-this-phone"]
        asked += journey(server, ["keep-more", "on", *case, *changing], KEEP_MORE)
        asked += journey(server, ["capture", *case, "--plan", "quick"], [*KEEP_MORE[:1]])
        asked += journey(server, ["keep-more", "off", *changing], KEEP_MORE)
        assert set(server.requests) <= set(HOST_QUESTIONS)

    assert len(asked) > 100
    apart = {line.split()[1] for line in asked if line.startswith("device_config")}
    assert {"get", "put", "delete"} <= apart, "keeping more was tried indeed"


APP = "com.pebblechat.messenger"


def journey(server: SampleServer, words: list[str], apart: Sequence[Command] = ()) -> list[str]:
    """Run a command; give what it asked the phone, all of it in the table or in what is apart."""
    before = len(server.opened)
    done = CliRunner().invoke(cli, [*words, "--adb-port", str(server.port)])
    assert done.exit_code == 0, done.output
    lines = [service.removeprefix("shell,v2,raw:") for service in server.opened[before:]]
    lines = [line.removeprefix("exec:") for line in lines]
    patterns = [commands._pattern(each) for each in apart]
    others = [line for line in lines if find_command(line) is None]
    assert [line for line in others if not any(p.fullmatch(line) for p in patterns)] == []
    return lines


def read_in_the_window(qtbot: QtBot, program: Program) -> None:
    """Connect, choose the phone, read it, and look at every page."""
    settle(qtbot, program)
    qtbot.mouseClick(find(program, CardButton, "chooseConnect"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.window.findChild(QPushButton, "read_SAMPLE-1") is not None)
    qtbot.mouseClick(find(program, QPushButton, "read_SAMPLE-1"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)
    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)


def read_from_the_command_line(port: int, folder: Path) -> None:
    """List phones and read them by each library and each plan."""
    for words in (
        ["devices", "--bridge", "ppadb"],
        ["devices", "--json"],
        ["capture", "--case", f"{folder}/one", "--plan", "full"],
        ["capture", "--case", f"{folder}/two", "--plan", "quick", "--bridge", "ppadb"],
    ):
        done = CliRunner().invoke(cli, [*words, "--adb-port", str(port)])
        assert done.exit_code == 0, done.output
