"""The phone is read-only: after every journey, all it was asked for is in the command table."""

from pathlib import Path

from click.testing import CliRunner
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from auditor.adb.commands import find as find_command
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
