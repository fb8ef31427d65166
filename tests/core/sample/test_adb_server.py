"""The sample phone's own ADB server, used by clients that others wrote."""

import asyncio
import errno
import socket
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.adb.server import ServerAddress, probe
from auditor.errors import UsageError
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.sample.faults import Fault, FaultKind, parse_faults
from tests.core.adb.phones import (
    APPOPS,
    BIG_DUMP,
    TablePhone,
    adb_or_skip,
    ask_server,
    hermetic_environment,
)

GETPROP = "getprop ro.product.model"
PROC_TCP = Path("/proc/net/tcp")


@pytest.fixture
def phone() -> TablePhone:
    return TablePhone(
        {GETPROP: b"Table Phone\n", "false": Reply(b"out\n", b"err\n", 7), "cat": Reply(b"")}
    )


@pytest.fixture
def server(phone: TablePhone) -> Iterator[SampleServer]:
    with SampleServer(phone) as server:
        yield server


class Adb:
    """The real adb program, talking to the sample server."""

    def __init__(self, server: SampleServer, home: Path) -> None:
        self._port = str(server.port)
        self._home = home
        self._adb = str(adb_or_skip())

    def __call__(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [self._adb, "-P", self._port, *words],
            env=hermetic_environment(self._home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
        )


@pytest.fixture
def adb(server: SampleServer, tmp_path: Path) -> Adb:
    return Adb(server, tmp_path)


@pytest.mark.adb
def test_the_real_adb_program_lists_the_phone(adb: Adb) -> None:
    assert adb("devices").stdout == b"List of devices attached\nTABLE-1\tdevice\n\n"
    (_, line) = adb("devices", "-l").stdout.decode().strip().splitlines()
    assert line.split() == [
        "TABLE-1", "device", "usb:1-1", "product:table", "model:Table_Phone", "device:tbl",
        "transport_id:1",
    ]  # fmt: skip
    assert adb("get-state").stdout == b"device\n"
    assert adb("get-serialno").stdout == b"TABLE-1\n"


@pytest.mark.adb
def test_the_real_adb_program_runs_commands(adb: Adb) -> None:
    assert adb("shell", GETPROP).stdout == b"Table Phone\n"
    assert adb("-s", "TABLE-1", "shell", APPOPS).stdout == BIG_DUMP
    assert adb("exec-out", APPOPS).stdout == BIG_DUMP


@pytest.mark.adb
def test_the_real_adb_program_hears_the_exit_code_and_both_streams(adb: Adb) -> None:
    done = adb("shell", "false")
    unknown = adb("shell", "wonder")

    assert (done.returncode, done.stdout, done.stderr) == (7, b"out\n", b"err\n")
    assert unknown.returncode == 127
    assert b"wonder: inaccessible or not found" in unknown.stderr


@pytest.mark.adb
@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("unauthorized", b"unauthorized"),
        ("offline", b"offline"),
        ("no permissions (missing udev rules?)", b"insufficient permissions"),
    ],
)
def test_the_real_adb_program_is_told_the_state(
    adb: Adb, server: SampleServer, phone: TablePhone, state: str, words: bytes
) -> None:
    server.plug(phone, state)

    assert f"TABLE-1\t{state}".encode() in adb("devices").stdout
    done = adb("shell", GETPROP)
    assert done.returncode == 1
    assert words in done.stderr


@pytest.mark.adb
def test_the_real_adb_program_is_told_of_two_phones_and_of_none(
    adb: Adb, server: SampleServer
) -> None:
    server.plug(TablePhone({GETPROP: b"Second\n"}, serial="TABLE-2"))
    several = adb("shell", GETPROP)
    named = adb("-s", "TABLE-2", "shell", GETPROP)
    by_id = adb("-t", "2", "shell", GETPROP)
    server.unplug("TABLE-1")
    server.unplug("TABLE-2")
    none = adb("shell", GETPROP)

    assert b"more than one device" in several.stderr
    assert named.stdout == by_id.stdout == b"Second\n"
    assert b"no devices" in none.stderr
    assert several.returncode == none.returncode == 1


@pytest.mark.adb
def test_the_real_adb_program_cannot_end_the_server(adb: Adb, server: SampleServer) -> None:
    adb("kill-server")

    assert probe(ServerAddress(port=server.port)) == 41


def test_adbutils_works_as_with_any_server(server: SampleServer) -> None:
    import adbutils

    client = adbutils.AdbClient("127.0.0.1", server.port, socket_timeout=10)
    device = client.device("TABLE-1")

    assert [(info.serial, info.state) for info in client.list()] == [("TABLE-1", "device")]
    assert client.server_version() == 41
    assert device.get_state() == "device"
    assert device.get_serialno() == "TABLE-1"
    assert device.shell(GETPROP) == "Table Phone"
    assert device.shell(["getprop", "ro.product.model"]) == "Table Phone"
    assert device.shell(APPOPS, encoding=None) == BIG_DUMP
    marked = device.shell2("false")
    assert (marked.returncode, marked.output) == (7, "out\nerr\n")
    framed = device.shell2("false", v2=True)
    assert (framed.returncode, framed.stdout, framed.stderr) == (7, "out\n", "err\n")


def test_ppadb_works_as_with_any_server(server: SampleServer) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # 0.3.0.dev0 has invalid escapes
        from ppadb.client import Client

    client = Client("127.0.0.1", server.port)
    device = client.device("TABLE-1")

    assert client.version() == 41
    assert [each.serial for each in client.devices()] == ["TABLE-1"]
    assert device.get_state() == "device"
    assert device.shell(GETPROP) == "Table Phone\n"


def test_services_that_write_or_are_no_command_are_refused_and_listed(
    server: SampleServer,
) -> None:
    services = ["sync:", "reboot:", "shell:", "root:", "tcpip:5555", "shell,v2,raw:"]

    for service in services:
        with ServerAddress(port=server.port).connect(5) as sock:
            sock.sendall(b"0012host:transport-any")
            assert sock.recv(4) == b"OKAY"
            sock.sendall(f"{len(service):04x}{service}".encode())
            assert sock.recv(100) == b"FAIL0006closed"

    assert server.opened == services


def test_the_two_phones_fault_shows_the_phone_twice(phone: TablePhone) -> None:
    with SampleServer(phone, faults=parse_faults(["two", "unauthorized"])) as server:
        listed = ask_server(ServerAddress(port=server.port), "host:devices")

    assert listed == "TABLE-1\tunauthorized\nTABLE-1-2\tunauthorized\n"


def test_names_with_spaces_stay_one_word_in_the_long_list(phone: TablePhone) -> None:
    phone.model = "Table Phone (2)"
    with SampleServer(phone) as server:
        listed = ask_server(ServerAddress(port=server.port), "host:devices-l")

    assert " model:Table_Phone__2_ " in listed


def test_what_is_no_request_ends_the_conversation(server: SampleServer) -> None:
    with ServerAddress(port=server.port).connect(5) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert sock.recv(100) == b""
    assert ask_server(ServerAddress(port=server.port), "host:wonder") == "unknown host service"


def test_a_taken_port_is_said(server: SampleServer, phone: TablePhone) -> None:
    with pytest.raises(UsageError, match=f"Port {server.port}"):
        SampleServer(phone, port=server.port).start()


def test_stopping_twice_and_before_starting_is_harmless(phone: TablePhone) -> None:
    server = SampleServer(phone)
    server.stop()
    server.start()
    server.stop()
    server.stop()

    assert probe(ServerAddress(port=server.port)) is None


def test_stop_ends_conversations_that_hang(phone: TablePhone) -> None:
    with (
        SampleServer(phone, faults=parse_faults(["hang:3"])) as server,
        ServerAddress(port=server.port).connect(5) as sock,
    ):
        sock.sendall(b"0012host:transport-any")
        assert sock.recv(4) == b"OKAY"
        sock.sendall(f"{len(APPOPS) + 6:04x}shell:{APPOPS}".encode())
        assert sock.recv(4) == b"OKAY"
        assert sock.recv(3, socket.MSG_WAITALL) == BIG_DUMP[:3]
        server.stop()
        assert ended(sock)


def ended(sock: socket.socket) -> bool:
    """Whether the other side is gone, in an orderly way or not."""
    try:
        return sock.recv(1) == b""
    except ConnectionError:
        return True


@pytest.mark.skipif(not PROC_TCP.exists(), reason="only Linux lists sockets in a file")
def test_nothing_but_loopback_is_listened_on(server: SampleServer) -> None:
    rows = [line.split() for line in PROC_TCP.read_text().splitlines()[1:]]

    listening = [
        row[1] for row in rows if row[1].endswith(f":{server.port:04X}") and row[3] == "0A"
    ]

    assert listening == [f"0100007F:{server.port:04X}"]


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("appops=cut:5", "dumpsys -t 60 appops", Fault(FaultKind.CUT, 5)),
        ("appops=cut:5", "dumpsys -t 60 audio", None),
        ("drip", "dumpsys -t 60 audio", Fault(FaultKind.DRIP, 1000)),
        ("drip", "getprop ro.serialno", None),
        ("*=exit", "getprop ro.serialno", Fault(FaultKind.EXIT, 1)),
        ("date +%s=refuse", "date +%s", Fault(FaultKind.REFUSE, 0)),
        ("property=hang", "getprop ro.serialno", Fault(FaultKind.HANG, 0)),
    ],
)
def test_a_fault_concerns_what_it_names(text: str, line: str, fault: Fault | None) -> None:
    assert parse_faults([text]).of(line) == fault


@pytest.mark.parametrize("text", ["", "burn", "cut:x", "cut:-1", "exit:256", "endless:3", "a=b=c"])
def test_what_is_no_fault_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="is no fault"):
        parse_faults([text])


def test_a_fault_of_a_command_that_is_not_there_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no command of the table") as caught:
        parse_faults(["appop=cut:5"])

    assert "appops_history" in caught.value.next_step


def test_a_client_that_is_gone_before_the_end_is_said_leaves_no_trace(
    phone: TablePhone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(_writer: asyncio.StreamWriter) -> None:
        raise OSError(errno.ENOTCONN, "not connected")

    monkeypatch.setattr(asyncio.StreamWriter, "write_eof", gone)
    with (
        SampleServer(phone) as server,
        socket.create_connection(("127.0.0.1", server.port), 5) as client,
    ):
        client.sendall(b"000chost:version")
        while client.recv(64):
            pass

    assert not caplog.records


def test_a_client_that_speaks_late_still_hears_everything(server: SampleServer) -> None:
    place = ("127.0.0.1", server.port)
    with socket.create_connection(place, timeout=10) as sock, sock.makefile("rb") as heard:
        for words in ("host:transport:TABLE-1", f"exec:{GETPROP}"):
            sock.sendall(f"{len(words):04x}{words}".encode())
        begin = heard.read(len(b"OKAYOKAYTable"))
        for _ in range(20):  # as the real adb does when its own input ends
            sock.sendall(b"late words")

        assert begin + heard.read() == b"OKAYOKAYTable Phone\n"
