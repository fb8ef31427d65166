"""The contract of a bridge, for each library, against the sample phone's own ADB server."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from auditor.adb.bridge import BRIDGES, Bridge, DeviceRow, State, choose_device, make_bridge
from auditor.adb.host import Refused
from auditor.adb.server import ServerAddress
from auditor.errors import (
    DeviceError,
    ManyDevices,
    NoDevice,
    NoServer,
    NotAuthorized,
    NotReady,
    UsageError,
)
from auditor.sample.adb_server import SampleServer
from auditor.task import Cancelled, Task, silent
from tests.core.adb.phones import APPOPS, TablePhone, free_port, until


class Watching:
    """Watches in a thread and keeps what was reported."""

    def __init__(self, bridge: Bridge) -> None:
        self.lists: list[list[tuple[str, State]]] = []
        self.rows: list[DeviceRow] = []
        self.task = Task()
        self.ended: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(bridge,))
        self._thread.start()

    def _run(self, bridge: Bridge) -> None:
        try:
            bridge.watch(self._note, self.task)
        except BaseException as error:  # noqa: BLE001 - looked at by the tests
            self.ended = error

    def _note(self, rows: list[DeviceRow]) -> None:
        self.rows = rows
        self.lists.append([(row.serial, row.state) for row in rows])

    def stop(self) -> None:
        self.task.cancel()
        self._thread.join(5)
        assert not self._thread.is_alive()


@pytest.fixture
def watching(bridge: Bridge) -> Iterator[Watching]:
    watching = Watching(bridge)
    yield watching
    watching.stop()


def test_a_phone_is_listed_with_its_state_and_names(bridge: Bridge) -> None:
    assert bridge.devices() == [
        DeviceRow("TABLE-1", State.DEVICE, "device", model="Table_Phone", product="table")
    ]


def test_a_state_with_spaces_is_read_whole(
    bridge: Bridge, server: SampleServer, phone: TablePhone
) -> None:
    server.plug(phone, "no permissions (user in plugdev group; are your udev rules wrong?)")

    (row,) = bridge.devices()

    assert row.state is State.NO_PERMISSIONS
    assert row.state_text.endswith("wrong?)")


def test_no_phone_is_an_empty_list(bridge: Bridge, server: SampleServer) -> None:
    server.unplug("TABLE-1")

    assert bridge.devices() == []


def test_an_opened_service_gives_a_socket_after_its_okay(
    bridge: Bridge, server: SampleServer
) -> None:
    with bridge.open("TABLE-1", f"shell,v2,raw:{APPOPS}", silent()) as sock:
        sock.settimeout(5)
        assert sock.recv(1) == b"\x01"

    assert server.opened == [f"shell,v2,raw:{APPOPS}"]


def test_a_service_the_phone_does_not_offer_is_refused(bridge: Bridge) -> None:
    with pytest.raises(Refused, match="closed"):
        bridge.open("TABLE-1", "reboot:", silent())


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("unauthorized", NotAuthorized),
        ("authorizing", NotAuthorized),
        ("offline", NotReady),
        ("connecting", NotReady),
        ("recovery", NotReady),
        ("no permissions (missing udev rules?)", NotReady),
    ],
)
def test_a_phone_in_another_state_is_named_with_its_next_step(
    bridge: Bridge, server: SampleServer, phone: TablePhone, state: str, error: type[DeviceError]
) -> None:
    server.plug(phone, state)

    with pytest.raises(error) as opened:
        bridge.open("TABLE-1", f"shell,v2,raw:{APPOPS}", silent())
    with pytest.raises(error) as chosen:
        choose_device(bridge.devices(), None)

    assert type(opened.value) is type(chosen.value) is error
    for each in (opened.value, chosen.value):
        assert each.sentence.endswith(".") and each.next_step.endswith(".")
        assert each.exit_code == 3
    assert server.opened == []


def test_a_phone_that_is_not_there_is_named(bridge: Bridge) -> None:
    with pytest.raises(NoDevice, match="OTHER"):
        bridge.open("OTHER", f"shell,v2,raw:{APPOPS}", silent())


@pytest.mark.parametrize("name", BRIDGES)
def test_no_server_is_said_and_none_is_started(name: str) -> None:
    address = ServerAddress(port=free_port())

    with pytest.raises(NoServer, match=str(address.port)) as raised:
        make_bridge(name, address).devices()

    assert raised.value.exit_code == 3
    with pytest.raises(ConnectionRefusedError):
        address.connect(1)


@pytest.mark.parametrize("name", BRIDGES)
@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"OKAYzzzz", b"OKAY00ff", b""]
)
def test_a_program_that_is_no_adb_server_is_told_apart(name: str, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                client.recv(100)
                client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        bridge = make_bridge(name, ServerAddress(port=listener.getsockname()[1]))

        with pytest.raises(NoServer, match="does not answer as an ADB server"):
            bridge.devices()
        thread.join()


def test_an_unknown_bridge_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="adbutils, ppadb"):
        make_bridge("usb", ServerAddress())


def test_neither_library_is_imported_before_it_is_used() -> None:
    code = (
        "import sys, auditor.capture, auditor.adb.bridge, auditor.adb.server, auditor.adb.stream;"
        "print({'adbutils', 'ppadb', 'requests', 'PIL'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "set()"


def test_plugging_and_unplugging_is_seen_as_whole_lists(
    watching: Watching, server: SampleServer
) -> None:
    until(lambda: watching.lists == [[("TABLE-1", State.DEVICE)]])
    server.plug(TablePhone(serial="TABLE-2"))
    until(lambda: len(watching.lists) == 2)
    server.unplug("TABLE-1")
    until(lambda: len(watching.lists) == 3)

    assert watching.lists[1:] == [
        [("TABLE-1", State.DEVICE), ("TABLE-2", State.DEVICE)],
        [("TABLE-2", State.DEVICE)],
    ]
    assert watching.rows[0].model == "Table_Phone"


def test_states_that_pass_within_moments_are_not_shown(
    watching: Watching, server: SampleServer, phone: TablePhone
) -> None:
    until(lambda: len(watching.lists) == 1)
    for state in ("offline", "authorizing", "unauthorized"):
        server.plug(phone, state)
    until(lambda: len(watching.lists) == 2)
    server.plug(phone, "offline")
    server.allow("TABLE-1")
    until(lambda: len(watching.lists) == 3)

    assert [rows[0][1] for rows in watching.lists] == [
        State.DEVICE,
        State.UNAUTHORIZED,
        State.DEVICE,
    ]


def test_watching_ends_when_it_is_cancelled(watching: Watching) -> None:
    until(lambda: len(watching.lists) == 1)
    watching.stop()

    assert isinstance(watching.ended, Cancelled)


def test_watching_goes_on_when_the_server_comes_back(phone: TablePhone) -> None:
    first = SampleServer(phone)
    first.start()
    watching = Watching(make_bridge("adbutils", ServerAddress(port=first.port)))
    try:
        until(lambda: watching.lists == [[("TABLE-1", State.DEVICE)]])
        first.stop()
        until(lambda: watching.lists[1:] == [[]])
        with SampleServer(phone, port=first.port):
            until(lambda: watching.lists[2:] == [[("TABLE-1", State.DEVICE)]])
    finally:
        watching.stop()
        first.stop()


def test_watching_without_any_server_reports_an_empty_list() -> None:
    watching = Watching(make_bridge("ppadb", ServerAddress(port=free_port())))
    until(lambda: watching.lists == [[]])
    watching.stop()

    assert isinstance(watching.ended, Cancelled)


ROW = DeviceRow("A", State.DEVICE, "device")
OTHER = DeviceRow("B", State.DEVICE, "device")
LOCKED = DeviceRow("C", State.UNAUTHORIZED, "unauthorized")


def test_the_only_phone_that_can_be_read_is_chosen() -> None:
    assert choose_device([LOCKED, ROW], None) is ROW


def test_a_named_phone_is_chosen_among_several() -> None:
    assert choose_device([ROW, OTHER], "B") is OTHER


def test_two_phones_and_no_name_is_an_error_that_names_both() -> None:
    with pytest.raises(ManyDevices, match="A, B") as raised:
        choose_device([ROW, OTHER], None)
    assert raised.value.exit_code == 3


def test_no_phone_at_all_says_what_to_do() -> None:
    with pytest.raises(NoDevice, match="USB debugging"):
        choose_device([], None)


def test_a_named_phone_that_waits_for_allow_is_not_replaced_by_another() -> None:
    with pytest.raises(NotAuthorized, match="Allow"):
        choose_device([ROW, LOCKED], "C")


@pytest.mark.parametrize(
    ("serial", "is_wireless"),
    [
        ("192.168.1.23:37251", True),
        ("[fe80::1%wlan0]:41000", True),
        ("adb-R58N12ABCDE-x1Y2z3._adb-tls-connect._tcp", True),
        ("R58N12ABCDE", False),
        ("emulator-5554", False),
        ("adb-like-serial", False),
    ],
)
def test_a_phone_on_wifi_is_told_from_one_at_the_cable(serial: str, is_wireless: bool) -> None:
    assert DeviceRow(serial, State.DEVICE, "device").is_wireless is is_wireless
