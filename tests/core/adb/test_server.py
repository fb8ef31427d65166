"""Which ADB server is used: a running one untouched, else an own one that ends with us."""

import contextlib
import os
import re
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from auditor.adb.bridge import BRIDGES, make_bridge
from auditor.adb.commands import request
from auditor.adb.server import (
    DEFAULT_PORT,
    ServerAddress,
    adb_server,
    ask_again,
    find_adb,
    private_server,
    probe,
    server_environment,
)
from auditor.adb.stream import run
from auditor.errors import NoServer
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.sample.wire import WirePhone
from auditor.task import silent
from tests.core.adb.phones import (
    BIG_DUMP,
    TablePhone,
    adb_or_skip,
    ask_server,
    free_port,
    hermetic_environment,
    real_server,
    until,
)


def nowhere(_: Mapping[str, str]) -> Path | None:
    """No adb program on this computer."""
    return None


@contextlib.contextmanager
def listener(answer: bytes) -> Iterator[tuple[ServerAddress, list[bytes]]]:
    """Something that listens, notes what it was asked, and answers always the same."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    with client:
                        heard.append(client.recv(1000))
                        client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield ServerAddress(port=listening.getsockname()[1]), heard
        finally:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
            thread.join()


def test_the_usual_port_is_the_default() -> None:
    assert (
        (ServerAddress().host, ServerAddress().port)
        == ("127.0.0.1", DEFAULT_PORT)
        == (
            "127.0.0.1",
            5037,
        )
    )


@pytest.mark.parametrize("version", ["0029", "0028", "0001"])
def test_a_running_server_of_any_version_is_used_and_only_asked_for_it(version: str) -> None:
    with listener(b"OKAY0004" + version.encode()) as (address, heard):
        with adb_server(address, {}, nowhere) as used:
            assert used == address
        assert probe(address) == int(version, 16)

    assert heard == [b"000chost:version"] * 2


@pytest.mark.parametrize(
    "answer", [b"", b"FAIL0003bad", b"OKAY", b"OKAY0004zzzz", b"HTTP/1.1 400 Bad Request\r\n"]
)
def test_what_is_no_adb_server_is_not_used(answer: bytes) -> None:
    with (
        listener(answer) as (address, _),
        pytest.raises(NoServer),
        adb_server(address, {}, nowhere),
    ):
        pytest.fail("a server was given")


def test_a_server_that_says_nothing_is_given_up_after_half_a_second() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = ServerAddress(port=listening.getsockname()[1])

        assert probe(address, 0.1) is None


def test_no_adb_at_all_is_one_sentence_and_what_to_install() -> None:
    address = ServerAddress(port=free_port())

    with pytest.raises(NoServer) as raised, adb_server(address, {}, nowhere):
        pytest.fail("a server was given")

    assert raised.value.exit_code == 3
    assert raised.value.sentence == "No adb program was found on this computer."
    assert "platform-tools" in raised.value.next_step


def test_a_program_that_is_no_adb_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "adb"
    broken.write_text("no program")

    with pytest.raises(NoServer, match="did not start"), private_server(broken, {}):
        pytest.fail("a server was given")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell script")
def test_an_adb_that_ends_at_once_is_said_with_its_last_words(tmp_path: Path) -> None:
    broken = tmp_path / "adb"
    broken.write_text("#!/bin/sh\necho first\necho cannot bind >&2\nexit 1\n")
    broken.chmod(0o755)

    with pytest.raises(NoServer, match="did not start: cannot bind"), private_server(broken, {}):
        pytest.fail("a server was given")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell script")
def test_an_own_server_never_listens_for_others_whatever_the_environment_says(
    tmp_path: Path,
) -> None:
    told = tmp_path / "told"
    program = tmp_path / "adb"
    program.write_text(f'#!/bin/sh\n(echo "$@"; env) > {told}\nexit 1\n')
    program.chmod(0o755)
    environment = {"PATH": os.environ["PATH"], "ADB_SERVER_SOCKET": "tcp:0.0.0.0:5037"}

    with pytest.raises(NoServer), private_server(program, environment):
        pytest.fail("a server was given")

    arguments, *variables = told.read_text().splitlines()
    option, where, *rest = arguments.split()
    assert (option, rest) == ("-L", ["nodaemon", "server"])
    assert where.startswith("localfilesystem:/") or re.fullmatch(r"tcp:\d+", where)
    assert "ADB_MDNS=0" in variables
    assert not [variable for variable in variables if "ADB_SERVER" in variable]


@pytest.mark.adb
@pytest.mark.parametrize("name", BRIDGES)
def test_an_own_server_is_private_works_and_is_gone_afterwards(name: str, tmp_path: Path) -> None:
    adb = adb_or_skip()
    default = ServerAddress(port=free_port())

    with adb_server(default, hermetic_environment(tmp_path), lambda _: adb, 0) as address:
        assert address != default
        assert probe(address) == 41
        assert make_bridge(name, address).devices() == []
        if address.path is not None:
            mode = stat.S_IMODE(address.path.parent.stat().st_mode)
            assert mode == 0o700
        assert probe(default) is None, "nothing was started on the usual port"

    assert probe(address) is None
    assert address.path is None or not address.path.parent.exists()


@pytest.mark.adb
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a loopback port is used")
def test_on_linux_an_own_server_has_no_port_at_all(tmp_path: Path) -> None:
    adb = adb_or_skip()

    with private_server(adb, hermetic_environment(tmp_path), 0) as address:
        assert address.path is not None
        pid = child_pids()[-1]
        assert listening_ports_of(pid) == []


@pytest.mark.adb
def test_an_own_server_is_ended_when_the_work_fails(tmp_path: Path) -> None:
    kept: list[ServerAddress] = []

    with (
        pytest.raises(RuntimeError),
        private_server(adb_or_skip(), hermetic_environment(tmp_path), 0) as address,
    ):
        kept.append(address)
        raise RuntimeError

    assert probe(kept[0]) is None


@pytest.mark.adb
@pytest.mark.skipif(sys.platform != "linux", reason="stops a process by its id")
def test_an_own_server_that_does_not_end_by_itself_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.adb.own_server._END_S", 0.1)

    with private_server(adb_or_skip(), hermetic_environment(tmp_path), 0) as address:
        os.kill(child_pids()[-1], signal.SIGSTOP)

    assert probe(address, 0.1) is None


@pytest.mark.adb
@pytest.mark.skipif(sys.platform != "linux", reason="kills a process by its id")
def test_an_own_server_that_dies_is_started_anew_at_the_same_address(tmp_path: Path) -> None:
    with private_server(adb_or_skip(), hermetic_environment(tmp_path), 0) as address:
        os.kill(child_pids()[-1], signal.SIGKILL)
        until(lambda: probe(address) is None)

        until(lambda: probe(address) == 41)

        assert make_bridge("adbutils", address).devices() == []

    assert probe(address) is None
    assert not any(thread.name == "adb server" for thread in threading.enumerate())


@pytest.mark.adb
def test_a_running_real_server_lives_on_after_it_was_used(tmp_path: Path) -> None:
    with real_server(tmp_path) as running:
        with adb_server(running, {}, nowhere) as used:
            assert make_bridge("adbutils", used).devices() == []
        assert probe(running) == 41


@pytest.mark.adb
@pytest.mark.skipif(sys.platform != "linux", reason="a Unix socket is used on Linux only")
@pytest.mark.parametrize("name", BRIDGES)
def test_a_dump_through_an_own_server_is_equal_byte_for_byte(name: str, tmp_path: Path) -> None:
    data = bytearray()

    with (
        WirePhone(TablePhone()) as phone,
        private_server(adb_or_skip(), hermetic_environment(tmp_path), 0) as address,
    ):
        serial = f"127.0.0.1:{phone.port}"
        ask_server(address, f"host:connect:{serial}")
        result = run(make_bridge(name, address), serial, request("appops"), data.extend, silent())

    assert result.whole
    assert bytes(data) == BIG_DUMP


@pytest.mark.adb
def test_an_own_server_is_given_after_its_first_look_for_phones(tmp_path: Path) -> None:
    began = time.monotonic()

    with private_server(adb_or_skip(), hermetic_environment(tmp_path), 0.4) as address:
        took_s = time.monotonic() - began
        assert make_bridge("adbutils", address).devices() == []

    assert took_s >= 0.4


def test_an_own_server_inherits_nothing_that_opens_it() -> None:
    inherited = {
        "ADB_SERVER_SOCKET": "tcp:0.0.0.0:5037",
        "ANDROID_ADB_SERVER_ADDRESS": "10.0.0.1",
        "ANDROID_ADB_SERVER_PORT": "5038",
        "ADB_MDNS": "1",
        "HOME": "/home/somebody",
    }

    ours = server_environment(inherited)

    assert not {key for key in ours if "SERVER" in key}
    assert (ours["ADB_MDNS"], ours["ADB_EMU"], ours["HOME"]) == ("0", "0", "/home/somebody")
    assert (ours.get("ADB_LIBUSB") == "0") is (sys.platform == "linux")


@pytest.mark.parametrize("name", BRIDGES)
def test_the_environments_server_is_not_used_unseen(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SampleServer(TablePhone()) as theirs, SampleServer() as ours:
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(theirs.port))
        monkeypatch.setenv("ANDROID_ADB_SERVER_HOST", "127.0.0.1")
        monkeypatch.setenv("ADB_SERVER_SOCKET", f"tcp:{theirs.port}")

        assert make_bridge(name, ServerAddress(port=ours.port)).devices() == []

        assert theirs.requests == []


def test_adb_is_looked_for_on_the_path_and_in_the_sdk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    name = "adb.exe" if sys.platform == "win32" else "adb"
    in_sdk, on_path = tmp_path / "sdk/platform-tools" / name, tmp_path / "bin" / name
    for program in (in_sdk, on_path):
        program.parent.mkdir(parents=True)
        program.write_text("")
        program.chmod(0o755)

    assert find_adb({}) is None
    assert find_adb({"ANDROID_HOME": str(tmp_path / "sdk")}) == in_sdk
    assert find_adb({"ANDROID_HOME": str(tmp_path / "sdk"), "PATH": str(on_path.parent)}) == on_path


def child_pids() -> list[int]:
    """The processes this one started, oldest first."""
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text()
    return [int(pid) for pid in children.split()]


def listening_ports_of(pid: int) -> list[int]:
    """TCP ports a process listens on."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            inodes.add(os.readlink(link).removeprefix("socket:[").rstrip("]"))  # noqa: PTH115
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return [
        int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and row[9] in inodes
    ]


def test_phones_that_do_not_answer_are_let_ask_again() -> None:
    with SampleServer(SamplePhone(35, 1)) as server:
        server.plug(SamplePhone(35, 1), "unauthorized")
        ask_again(ServerAddress(port=server.port))
        asked = list(server.requests)

    assert asked == ["host:reconnect-offline"]


def test_a_true_server_knows_the_request(tmp_path: Path) -> None:
    with real_server(tmp_path) as address:
        ask_again(address)


def test_a_server_that_cannot_or_is_gone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with SampleServer() as server:
        monkeypatch.setattr(server, "_answer", lambda _request: (b"FAIL0003old", None))
        with pytest.raises(NoServer, match="cannot let phones ask again"):
            ask_again(ServerAddress(port=server.port))
    with pytest.raises(NoServer, match="ended the conversation"):
        ask_again(ServerAddress(port=free_port()))
