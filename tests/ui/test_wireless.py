"""Connecting over Wi-Fi in the window: a true adb server, true pairing, live steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from auditor import wireless
from auditor.adb.pairing import CONNECT_TYPE, PAIRING_TYPE, Address, Offer
from auditor.adb.server import ServerAddress
from auditor.errors import PairingFailed
from auditor.sample.phone import SamplePhone
from auditor.sample.wire import WirePhone
from auditor.settings import WirelessPhone
from auditor.task import Task
from tests.core.adb.pairing_phone import GUID, pairing_phone
from tests.core.adb.phones import ask_server, real_server
from tests.ui.help import Start, find, settle
from ui import deferred, wireless_control
from ui.checklist import StepList
from ui.program import Program
from ui.qr_code import LEAST_PX, QUIET, QrCode
from ui.wireless_window import WirelessWindow

CODE = "271828"
OFFER = Offer("studio-abcdefghij", "p4sSw0rd1234")
LONG_MS = 40_000


class Network:
    """Who advertises what, in place of multicast DNS (tests/core/adb/test_discovery.py)."""

    def __init__(self) -> None:
        self.there: dict[str, Address] = {}
        self.asked: list[str] = []
        self.searching = 0

    def find(self, service: str, name: str, _wait_s: float, task: Task) -> Address:
        self.asked.append(service)
        self.searching += 1
        try:
            while service == PAIRING_TYPE and f"{service}{name}" not in self.there:
                task.step()
        finally:
            self.searching -= 1
        if f"{service}{name}" not in self.there:
            raise PairingFailed("No phone was found in this network.")
        return self.there[f"{service}{name}"]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    made = Network()
    monkeypatch.setattr(wireless, "find", made.find)
    monkeypatch.setattr(wireless_control, "new_offer", lambda: OFFER)
    return made


@pytest.fixture
def adb(tmp_path: Path) -> Iterator[ServerAddress]:
    with real_server(tmp_path) as address:
        yield address


@pytest.fixture
def phone() -> Iterator[WirePhone]:
    """Without TLS, whose answers adb 36 loses now and then: tests/core/test_wireless.py has it."""
    with WirePhone(SamplePhone(35, 5)) as made:
        yield made


def opened(qtbot: QtBot, program: Program) -> WirelessWindow:
    settle(qtbot, program)
    find(program, QAction, "connectWireless").trigger()
    assert program.wireless.shown is not None
    return program.wireless.shown


def steps(shown: WirelessWindow) -> str:
    names = [s.accessibleName() for s in shown.findChildren(StepList) if s.isVisibleTo(shown)]
    return names[-1] if names else ""


def text(shown: WirelessWindow, name: str) -> str:
    found = [each.text() for each in shown.findChildren(QLabel, name) if each.isVisibleTo(shown)]
    return found[-1] if found else ""


def type_into(qtbot: QtBot, shown: WirelessWindow, name: str, typed: str) -> None:
    field = shown.findChild(QLineEdit, name)
    field.clear()
    qtbot.keyClicks(field, typed)


def wait_for_done(qtbot: QtBot, shown: WirelessWindow) -> None:
    """Wait until the phone is connected, or fail with what the window says instead."""
    qtbot.waitUntil(lambda: not text(shown, "wirelessError"))
    qtbot.waitUntil(
        lambda: bool(text(shown, "wirelessDone") or text(shown, "wirelessError")), timeout=LONG_MS
    )
    assert text(shown, "wirelessError") == ""


def press(qtbot: QtBot, shown: WirelessWindow, name: str) -> None:
    qtbot.mouseClick(shown.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def tab(shown: WirelessWindow, name: str) -> None:
    tabs = shown.findChild(QTabWidget, "wirelessTabs")
    tabs.setCurrentWidget(shown.findChild(QWidget, name))


def test_a_phone_that_reads_the_code_is_paired_connected_remembered_and_read(
    qtbot: QtBot,
    adb: ServerAddress,
    phone: WirePhone,
    network: Network,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[tuple[str, Path]] = []
    monkeypatch.setattr(  # how a phone is read over the air: tests/core/test_cli_pair.py
        deferred,
        "read_phone",
        lambda _server, serial, _how, folder, _task: read.append((serial, folder)),
    )
    program = start(adb_port=adb.port)
    shown = opened(qtbot, program)
    qtbot.waitUntil(lambda: network.searching == 1)
    assert "1. The phone has read the code: not yet" in steps(shown)

    with pairing_phone(OFFER.password) as pairing:
        network.there[f"{CONNECT_TYPE}{GUID}"] = Address("127.0.0.1", phone.port)
        network.there[f"{PAIRING_TYPE}{OFFER.name}"] = Address("127.0.0.1", pairing.port)
        wait_for_done(qtbot, shown)
    done = steps(shown)
    serial = f"127.0.0.1:{phone.port}"
    (known,) = program.memory.settings.wireless
    qtbot.waitUntil(lambda: program.window.findChild(QPushButton, f"read_{serial}") is not None)
    press(qtbot, shown, "wirelessRead")
    qtbot.waitUntil(lambda: bool(read))
    settle(qtbot, program)

    assert done.count(": done") == 4
    assert (known.guid, known.address, known.number) == (GUID, serial, "SAMPLE-5")
    assert program.wireless.shown is None
    ((asked, folder),) = read
    assert asked == serial
    assert folder.name.endswith("SAMPLE-5")  # not an address, which is another each time
    qtbot.waitUntil(lambda: ask_server(adb, "host:devices") == "")  # let go of, by itself


def test_six_digits_pair_and_an_address_connects_where_nobody_is_found(
    qtbot: QtBot, adb: ServerAddress, phone: WirePhone, network: Network, start: Start
) -> None:
    program = start(adb_port=adb.port)
    shown = opened(qtbot, program)
    tab(shown, "codeTab")
    qtbot.waitUntil(lambda: network.searching == 0)
    with pairing_phone(CODE) as pairing:
        type_into(qtbot, shown, "pairAddress", f"127.0.0.1:{pairing.port}")
        type_into(qtbot, shown, "pairCode", "000000")
        qtbot.keyClick(shown.findChild(QLineEdit, "pairCode"), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(text(shown, "wirelessError")), timeout=LONG_MS)
        refused = text(shown, "wirelessError")
        type_into(qtbot, shown, "pairCode", CODE)
        press(qtbot, shown, "pairNow")
        qtbot.waitUntil(lambda: "not found" in text(shown, "wirelessError"), timeout=LONG_MS)
    address = shown.findChild(QLineEdit, "connectAddress")
    assert refused.startswith("The phone refused the code.\nCodes are good for one try")
    assert address.isVisibleTo(shown)
    assert "1. Phone and computer are paired: done" in steps(shown)

    type_into(qtbot, shown, "connectAddress", f"127.0.0.1:{phone.port}")
    qtbot.keyClick(address, Qt.Key.Key_Return)
    wait_for_done(qtbot, shown)

    assert steps(shown).count(": done") == 3
    (known,) = program.memory.settings.wireless
    assert (known.guid, known.address) == (GUID, f"127.0.0.1:{phone.port}")


def test_a_phone_of_before_is_offered_connected_and_can_be_forgotten(
    qtbot: QtBot, adb: ServerAddress, phone: WirePhone, network: Network, start: Start
) -> None:
    program = start(adb_port=adb.port)
    program.memory.change(
        wireless=(WirelessPhone(GUID, "Kitchen phone", f"127.0.0.1:{phone.port}", "SAMPLE-5"),)
    )
    shown = opened(qtbot, program)
    assert not network.asked  # nothing is looked for before somebody wants it

    press(qtbot, shown, "connectKnown_0")
    wait_for_done(qtbot, shown)
    assert network.asked == [CONNECT_TYPE]
    assert shown.findChild(QPushButton, "connectKnown_0").accessibleName() == (
        "Connect Kitchen phone"
    )
    press(qtbot, shown, "forgetKnown_0")

    assert program.memory.settings.wireless == ()
    assert shown.findChild(QTabWidget).count() == 2


def test_closing_the_window_ends_the_search_and_wipes_the_code(
    qtbot: QtBot, adb: ServerAddress, network: Network, start: Start
) -> None:
    program = start(adb_port=adb.port)
    shown = opened(qtbot, program)
    qtbot.waitUntil(lambda: network.searching == 1)

    qtbot.keyClick(shown, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: network.searching == 0)
    assert program.wireless.shown is None
    settle(qtbot, program)
    assert network.asked == [PAIRING_TYPE]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "is no address of a phone"), ("zh_CN", "不是手机的地址")]
)
def test_what_is_no_address_is_said_and_nothing_is_asked(
    qtbot: QtBot, adb: ServerAddress, network: Network, start: Start, lang: str, said: str
) -> None:
    program = start(adb_port=adb.port, lang=lang)
    shown = opened(qtbot, program)
    tab(shown, "codeTab")

    type_into(qtbot, shown, "pairAddress", "my phone")
    press(qtbot, shown, "pairNow")
    qtbot.waitUntil(lambda: bool(text(shown, "wirelessError")))

    assert said in text(shown, "wirelessError")
    assert "192.168.1.23:37251" in text(shown, "wirelessError")


@pytest.mark.parametrize("side", [185, 250, 333])
def test_the_code_is_drawn_in_whole_dots_black_on_white(qtbot: QtBot, side: int) -> None:
    code = QrCode("spoken")
    qtbot.addWidget(code)
    code.show_text(OFFER.text)
    code.setFixedSize(side, side)
    image = code.grab().toImage()

    colors = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert colors == {QColor("black").rgb(), QColor("white").rgb()}  # no grey: no half dots
    assert drawn(image, len(code._rows)) == [[bool(each) for each in line] for line in code._rows]


def drawn(image, modules: int) -> list[list[bool]]:
    """Read the modules back from a picture."""
    dots = image.width() // (modules + 2 * QUIET)
    left = round((image.width() - dots * (modules + 2 * QUIET)) / 2) + QUIET * dots
    black = QColor("black").rgb()
    return [
        [
            image.pixel(left + x * dots + dots // 2, left + y * dots + dots // 2) == black
            for x in range(modules)
        ]
        for y in range(modules)
    ]


def test_the_code_is_large_enough_for_a_camera_and_empty_after_use(qtbot: QtBot) -> None:
    code = QrCode("spoken")
    qtbot.addWidget(code)
    code.show_text(OFFER.text)

    assert code.sizeHint().width() == (len(code._rows) + 2 * QUIET) * LEAST_PX
    code.show_text("")
    image = code.grab().toImage()
    assert {image.pixel(x, x) for x in range(image.width())} == {QColor("white").rgb()}
