"""Connecting in the window: green by itself, the maker's words, trouble with a way on."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor.adb.devices import DeviceRow, State
from auditor.errors import NoServer
from auditor.makers import maker
from auditor.sample.adb_server import SampleServer
from auditor.sample.faults import parse_faults
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from tests.ui.help import Start, find, settle
from ui import work
from ui.checklist import Checklist
from ui.home_phones import PhonesView
from ui.labels import Labels
from ui.theme import LIGHT
from ui.widgets import CardButton


@pytest.fixture
def view(qtbot: QtBot) -> PhonesView:
    made = PhonesView(Labels("en"), LIGHT)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def server() -> Iterator[SampleServer]:
    made = SampleServer(SamplePhone(35, 1))
    made.start()
    yield made
    made.stop()


Kind = TypeVar("Kind", bound=QWidget)


def shown(view: QWidget, kind: type[Kind]) -> list[Kind]:
    return [each for each in view.findChildren(kind) if each.isVisibleTo(view)]


def texts(view: QWidget) -> list[str]:
    return [each.text() for each in shown(view, QLabel)]


def test_the_chosen_maker_is_remembered_and_its_words_are_used(
    qtbot: QtBot, start: Start, server: SampleServer
) -> None:
    server.unplug("SAMPLE-1")
    program = start(adb_port=server.port)
    settle(qtbot, program)
    qtbot.mouseClick(find(program, CardButton, "chooseConnect"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No phone" in find(program, QLabel, "phonesState").text())

    box = find(program, QComboBox, "makerChooser")
    place = box.findData("huawei")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    settle(qtbot, program)

    told = "\n".join(texts(program.pages.home.phones))
    assert maker("huawei", "en").options in told
    assert maker("huawei", "en").note in told
    assert program.memory.settings.maker == "huawei"
    assert find(program, QComboBox, "makerChooser").currentData() == "huawei"


@pytest.mark.parametrize(
    ("state", "done"), [(State.UNAUTHORIZED, 1), (State.OFFLINE, 2), (State.DEVICE, 3)]
)
def test_a_step_turns_green_by_itself(
    qtbot: QtBot, view: PhonesView, state: State, done: int
) -> None:
    view.show_rows([DeviceRow("S1", State.NO_PERMISSIONS, "no permissions")])
    view.show_rows([DeviceRow("S1", state, str(state))])
    qtbot.waitUntil(lambda: len(shown(view, Checklist)) == 1)

    (steps,) = shown(view, Checklist)

    assert steps.accessibleName().count(": done") == done
    assert steps.accessibleName().count(": not yet") == 3 - done


def test_a_phone_on_wifi_is_not_said_to_be_at_the_cable(qtbot: QtBot, view: PhonesView) -> None:
    view.show_rows([DeviceRow("192.168.1.23:37251", State.DEVICE, "device", "Pixel_8")])
    qtbot.waitUntil(lambda: len(shown(view, Checklist)) == 1)

    assert (
        shown(view, Checklist)[0]
        .accessibleName()
        .startswith("1. The phone is connected over Wi-Fi: done")
    )


def test_several_phones_are_each_a_card_with_a_button(qtbot: QtBot, view: PhonesView) -> None:
    view.show_rows([DeviceRow(f"S{n}", State.DEVICE, "device", f"One_{n}") for n in (1, 2)])

    qtbot.waitUntil(lambda: len(shown(view, Checklist)) == 2)

    assert {"read_S1", "read_S2"} <= {each.objectName() for each in shown(view, QPushButton)}
    assert "each has a case of its own" in view.findChild(QLabel, "phonesState").text()


def test_no_server_is_said_on_the_page_and_can_be_tried_again(
    qtbot: QtBot, view: PhonesView
) -> None:
    view.show_trouble(NoServer("No ADB server could be started.", "Install adb."))

    told = {"No ADB server could be started.", "Install adb."}
    qtbot.waitUntil(lambda: told <= set(texts(view)))
    with qtbot.waitSignal(view.retry_chosen):
        qtbot.mouseClick(view.findChild(QPushButton, "phonesRetry"), Qt.MouseButton.LeftButton)


def test_a_computer_without_a_server_shows_the_way_on(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_port: int | None) -> None:
        raise NoServer("No ADB server could be started.", "Install adb.")

    monkeypatch.setattr(work, "server_of", none)
    program = start()
    settle(qtbot, program)

    qtbot.mouseClick(find(program, CardButton, "chooseConnect"), Qt.MouseButton.LeftButton)

    def is_shown(name: str) -> bool:
        button = program.window.findChild(QPushButton, name)
        return button is not None and button.isVisible()  # a new widget shows a turn later

    qtbot.waitUntil(lambda: is_shown("phonesRetry") and is_shown("phonesBack"))
    assert find(program, QWidget, "phonesTrouble").isVisible()


@pytest.mark.parametrize(
    ("lang", "lost", "cut"),
    [("en", "The phone was lost while", "cut"), ("zh_CN", "手机应答", "提前中断")],
)
def test_a_pulled_cable_keeps_what_was_read_and_says_so(
    qtbot: QtBot, server: SampleServer, start: Start, lang: str, lost: str, cut: str
) -> None:
    server.faults = parse_faults(["appops_history=vanish:5000"])
    program = start(adb_port=server.port, lang=lang)
    program.actions.set_up(program._cases, "quick", "adbutils")
    settle(qtbot, program)
    qtbot.mouseClick(find(program, CardButton, "chooseConnect"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: program.window.findChild(QPushButton, "read_SAMPLE-1") is not None, timeout=10_000
    )

    qtbot.mouseClick(find(program, QPushButton, "read_SAMPLE-1"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)
    settle(qtbot, program)

    qtbot.waitUntil(lambda: program.actions._identifying is None, timeout=30_000)
    settle(qtbot, program)

    assert find(program, QWidget, "errorBar").isVisible()
    assert find(program, QLabel, "errorText").text().startswith(lost)  # not what follows from it
    assert cut in find(program, QLabel, "limit_cut").text()
    assert program.session.case is not None
    (capture,) = program.session.case.captures
    assert capture.outcome == "cut" and capture.records > 0


def test_what_is_read_and_with_which_library_follows_the_preferences(
    server: SampleServer, tmp_path: Path
) -> None:
    from auditor.adb.server import ServerAddress
    from auditor.query import captures
    from auditor.task import Task

    how = work.How(plan="quick", bridge="ppadb")
    work.read_phone(ServerAddress(port=server.port), "SAMPLE-1", tmp_path / "case", how, Task())
    work.load_new(tmp_path / "case", Task())

    with Store.open(tmp_path / "case", read_only=True) as store:
        (row,) = captures(store)
    assert row.plan == "quick"
