"""Keep more in the window: nothing is changed before a click; shown, done, noted, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from auditor.adb.commands import find as find_command
from auditor.adb.devices import DeviceRow, State
from auditor.adb.keep_more import CUTOFF, OPS_LIST
from auditor.errors import UsageError
from auditor.phone_changes import CASE_LOG, read_log
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.task import silent
from tests.ui.help import Start, find, settle
from ui.keep_more_work import Wanted, run
from ui.program import Program


@pytest.fixture
def phone() -> SamplePhone:
    return SamplePhone(35, 1, days=2)


@pytest.fixture
def server(phone: SamplePhone) -> Iterator[SampleServer]:
    with SampleServer(phone) as made:
        yield made


def texts(program: Program) -> str:
    assert program.keeping.shown is not None
    return "\n".join(
        each.text() for each in program.keeping.shown.findChildren(QLabel) if each.isVisible()
    )


def press(qtbot: QtBot, program: Program, name: str) -> None:
    assert program.keeping.shown is not None
    button = program.keeping.shown.findChild(QPushButton, name)
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_phone_is_told_by_a_click_only_and_told_back(
    qtbot: QtBot, start: Start, sample_case: Path, server: SampleServer, phone: SamplePhone
) -> None:
    program = start(case=sample_case, adb_port=server.port)
    settle(qtbot, program)

    find(program, QAction, "keepMore").trigger()
    qtbot.waitUntil(lambda: "was not told" in texts(program), timeout=30_000)
    assert phone.config.stored == {}
    window = program.keeping.shown
    assert window is not None
    assert "then" in texts(program)
    assert "2592000000" not in texts(program)
    window.longer.setChecked(True)
    qtbot.waitUntil(lambda: "2592000000" in texts(program))

    press(qtbot, program, "keepMoreOn")
    qtbot.waitUntil(lambda: "were read back" in texts(program), timeout=30_000)
    assert set(phone.config.stored) == {CUTOFF, OPS_LIST}
    steps = read_log(sample_case / CASE_LOG)
    assert [(each.what, each.phase, each.by) for each in steps] == [
        ("on", "asked", "window"),
        ("on", "done", "window"),
    ]
    journal = sample_case.parent / "phone_changes.jsonl"
    assert read_log(journal) == steps
    assert not window.findChild(QPushButton, "keepMoreOn").isVisible()

    press(qtbot, program, "keepMoreOff")
    qtbot.waitUntil(lambda: "earlier values are back" in texts(program), timeout=30_000)
    assert phone.config.stored == {}
    changing = [line for line, _when in phone.dumps if find_command(line) is None]
    assert {line.split()[1] for line in changing} == {"get", "put", "delete"}


def test_a_phone_that_is_not_there_or_refuses_is_said_in_the_window(
    qtbot: QtBot, start: Start, sample_case: Path, server: SampleServer, phone: SamplePhone
) -> None:
    phone.config.refuses = "ignored"
    program = start(case=sample_case, adb_port=server.port, lang="zh_CN")
    settle(qtbot, program)

    find(program, QPushButton, "homeKeepMore").click()
    qtbot.waitUntil(lambda: "没有让这部手机多留记录" in texts(program), timeout=30_000)
    press(qtbot, program, "keepMoreOn")
    qtbot.waitUntil(lambda: "手机没有接受" in texts(program), timeout=30_000)
    press(qtbot, program, "keepMoreAgain")
    qtbot.waitUntil(lambda: "没有让这部手机多留记录" in texts(program), timeout=30_000)


def test_the_sample_phone_of_the_window_keeps_more_for_its_case_alone(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)

    program.keeping.open()
    qtbot.waitUntil(lambda: "was not told" in texts(program), timeout=30_000)
    assert "SAMPLE: this phone is made up" in texts(program)
    press(qtbot, program, "keepMoreOn")
    qtbot.waitUntil(lambda: "were read back" in texts(program), timeout=30_000)

    memory = sample_case / "sample_phone.jsonl"
    assert OPS_LIST in memory.read_text()
    assert not (sample_case.parent / "phone_changes.jsonl").exists()  # other cases know nothing
    press(qtbot, program, "keepMoreAgain")  # another process, the same phone
    qtbot.waitUntil(lambda: "holds the values" in texts(program), timeout=30_000)
    press(qtbot, program, "keepMoreOff")
    qtbot.waitUntil(lambda: "earlier values are back" in texts(program), timeout=30_000)
    assert [each.what for each in read_log(sample_case / CASE_LOG)] == ["on", "on", "off", "off"]


def test_undoing_is_offered_when_the_phone_is_seen_again(
    qtbot: QtBot, start: Start, sample_case: Path, server: SampleServer
) -> None:
    program = start(case=sample_case, adb_port=server.port)
    settle(qtbot, program)
    program.keeping.open()
    qtbot.waitUntil(lambda: "was not told" in texts(program), timeout=30_000)
    press(qtbot, program, "keepMoreOn")
    qtbot.waitUntil(lambda: "were read back" in texts(program), timeout=30_000)
    assert program.keeping.shown is not None
    program.keeping.shown.close()

    row = DeviceRow("SAMPLE-1", State.DEVICE, "device", "Sample_Phone")
    program.actions.phones_changed.emit([row])

    said = program.window.messages.findChild(QLabel, "errorText")
    qtbot.waitUntil(lambda: "put back what was before" in said.text(), timeout=10_000)


def test_another_phone_in_the_place_of_this_one_is_not_changed(
    sample_case: Path, server: SampleServer, phone: SamplePhone, tmp_path: Path
) -> None:
    wanted = Wanted("on", phone.serial, "SAMPLE-OTHER", sample_case, tmp_path / "log.jsonl", False)

    with pytest.raises(UsageError, match="Another phone answers"):
        run(wanted, server.port, silent())

    assert phone.config.stored == {}
    assert not (tmp_path / "log.jsonl").exists()
