"""The sample phone behind a real adb server: a true handshake and true messages."""

import base64
import hashlib
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.adb.bridge import BRIDGES, State, choose_device, make_bridge
from auditor.adb.commands import find, request
from auditor.adb.server import ServerAddress
from auditor.adb.stream import Limits, Result, run
from auditor.errors import NotAuthorized, NotReady
from auditor.sample.faults import parse_faults
from auditor.sample.wire import Auth, PublicKey, WirePhone, is_signed_by, parse_key
from auditor.task import Cancelled, Task, silent
from tests.core.adb.phones import (
    APPOPS,
    BIG_DUMP,
    TablePhone,
    adb_or_skip,
    ask_server,
    hermetic_environment,
    real_server,
    until,
)

pytestmark = pytest.mark.adb

LIMITS = Limits(silence_s=1.0, total_s=20.0, size_bytes=64 << 20)


@pytest.fixture(scope="module")
def adb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerAddress]:
    """One real server for all tests; each connects a phone of its own."""
    with real_server(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture
def wire(adb: ServerAddress) -> Iterator[WirePhone]:
    with connected(adb, WirePhone(TablePhone())) as wire:
        yield wire


class connected:  # noqa: N801 - reads as a sentence with `with`
    """Start a phone, let the server connect to it, and take it away again."""

    def __init__(self, adb: ServerAddress, wire: WirePhone) -> None:
        self._adb, self._wire = adb, wire

    def __enter__(self) -> WirePhone:
        self._wire.start()
        while 5555 <= self._wire.port <= 5585:  # adb servers take these for emulators
            self._wire.stop()
            self._wire.start()
        ask_server(self._adb, f"host:connect:{serial_of(self._wire)}")
        return self._wire

    def __exit__(self, *_: object) -> None:
        ask_server(self._adb, f"host:disconnect:{serial_of(self._wire)}")
        self._wire.stop()


def serial_of(wire: WirePhone) -> str:
    return f"127.0.0.1:{wire.port}"


def read(
    address: ServerAddress, name: str, serial: str, task: Task | None = None
) -> tuple[Result, bytes]:
    data = bytearray()
    bridge = make_bridge(name, address)
    result = run(bridge, serial, request("appops"), data.extend, task or silent(), LIMITS)
    return result, bytes(data)


@pytest.mark.parametrize("name", BRIDGES)
def test_a_dump_through_a_real_server_is_equal_byte_for_byte(
    adb: ServerAddress, wire: WirePhone, name: str
) -> None:
    result, data = read(adb, name, serial_of(wire))

    assert result == Result(0, len(BIG_DUMP), True, None, b"")
    assert hashlib.sha256(data).digest() == hashlib.sha256(BIG_DUMP).digest()
    assert all(find(line.partition("raw:")[2]) for line in wire.opened)


@pytest.mark.parametrize("name", BRIDGES)
def test_a_real_server_lists_the_phone_with_its_names(
    adb: ServerAddress, wire: WirePhone, name: str
) -> None:
    row = choose_device(make_bridge(name, adb).devices(), serial_of(wire))

    assert (row.state, row.model, row.product) == (State.DEVICE, "Table_Phone", "table")


@pytest.mark.parametrize(
    ("fault", "reason", "size"),
    [
        ("cut:100000", "cut", None),
        ("close:99999", "cut", 99_999),
        ("garbage:100000", "cut", None),  # the server drops the link at once
        ("hang:5000", "silent", 5000),
        ("refuse", "refused", 0),
        ("exit:7", "exit_code", len(BIG_DUMP)),
        ("dump_timeout:0", "dump_timeout", 58),
    ],
)
def test_faults_behind_a_real_server_are_told_apart(
    adb: ServerAddress, wire: WirePhone, fault: str, reason: str, size: int | None
) -> None:
    wire.faults = parse_faults([f"appops={fault}"])

    result, data = read(adb, "adbutils", serial_of(wire))

    assert (result.whole, result.reason) == (False, reason)
    assert result.size == len(data)
    if size is not None:
        assert result.size == size
    if reason != "dump_timeout":
        assert data == BIG_DUMP[: len(data)]


def test_the_real_adb_program_runs_commands_on_the_phone(
    adb: ServerAddress, wire: WirePhone, tmp_path: Path
) -> None:
    program = [str(adb_or_skip()), "-P", str(adb.port), "-s", serial_of(wire)]

    done = subprocess.run(
        [*program, "shell", APPOPS],
        env=hermetic_environment(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=20,
    )

    assert done.returncode == 0
    assert done.stdout == BIG_DUMP


def test_unauthorized_then_allowed_then_a_device(adb: ServerAddress) -> None:
    with connected(adb, WirePhone(TablePhone(), auth=Auth.ASK)) as wire:
        serial = serial_of(wire)
        bridge = make_bridge("adbutils", adb)
        seen: list[State] = []
        task = Task()

        def watch() -> None:
            with pytest.raises(Cancelled):
                bridge.watch(
                    lambda rows: seen.extend(row.state for row in rows if row.serial == serial),
                    task,
                )

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            until(lambda: State.UNAUTHORIZED in seen)
            with pytest.raises(NotAuthorized, match="Allow"):
                read(adb, "adbutils", serial)
            assert wire.opened == []
            wire.allow()
            until(lambda: seen[-1:] == [State.DEVICE])
        finally:
            task.cancel()
            thread.join(5)
        result, data = read(adb, "ppadb", serial)

    assert result.whole
    assert data == BIG_DUMP
    assert len(wire.asked_by) == 1
    assert "@" in wire.asked_by[0]


def test_a_computer_that_was_allowed_once_is_not_asked_again(adb: ServerAddress) -> None:
    wire = WirePhone(TablePhone(), auth=Auth.ASK)
    wire.allow()
    with connected(adb, wire):
        until(lambda: is_ready(adb, wire))
    trusted = list(wire.trusted)

    again = WirePhone(TablePhone(), auth=Auth.ASK)
    again.trusted = trusted
    with connected(adb, again):
        until(lambda: is_ready(adb, again))

    assert len(trusted) == 1
    assert again.asked_by == [], "the signature alone was enough"


def is_ready(adb: ServerAddress, wire: WirePhone) -> bool:
    rows = make_bridge("adbutils", adb).devices()
    return any(row.serial == serial_of(wire) and row.state is State.DEVICE for row in rows)


def test_a_phone_that_never_answers_is_offline(adb: ServerAddress) -> None:
    bridge = make_bridge("ppadb", adb)
    with WirePhone(TablePhone(), auth=Auth.MUTE) as wire, adb.connect(20) as asking:
        serial = serial_of(wire)
        connect = f"host:connect:{serial}"
        asking.sendall(f"{len(connect):04x}{connect}".encode())  # answered only after 10 s

        until(lambda: any(row.serial == serial for row in bridge.devices()))
        (row,) = (row for row in bridge.devices() if row.serial == serial)
        with pytest.raises(NotReady):
            read(adb, "adbutils", serial)
        ask_server(adb, f"host:disconnect:{serial}")

    assert row.state in (State.OFFLINE, State.CONNECTING)


KEY = PublicKey((1 << 2047) + 12345, 65537)


def test_a_key_is_read_as_adb_writes_it() -> None:
    data = struct.pack("<II256s256xI", 64, 0, KEY.modulus.to_bytes(256, "little"), KEY.exponent)

    assert parse_key(base64.b64encode(data) + b" somebody@somewhere\0") == KEY


@pytest.mark.parametrize("text", [b"", b"!!!!", base64.b64encode(b"short")])
def test_what_is_no_key_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError):
        parse_key(text)


def test_a_wrong_signature_is_not_taken() -> None:
    assert not is_signed_by(KEY, bytes(20), bytes(256))
    assert not is_signed_by(KEY, bytes(20), b"\1" * 255)
    assert not is_signed_by(PublicKey(0, 3), bytes(20), bytes(256))
