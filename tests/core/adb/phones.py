"""A small phone for tests of the ADB rooms: a table of answers, nothing alive about it."""

import contextlib
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor.adb.server import ServerAddress, find_adb, probe, server_environment
from auditor.sample.answers import Reply

# CRLF, text that is not ASCII, bytes that are not UTF-8, and no newline at the end.
ODD_DUMP = (
    b"Current AppOps Service state:\r\n" + "  麦克风 é\n".encode() * 3 + b"\xff\xfe\x80\0" * 9
)
BIG_DUMP = (ODD_DUMP * 40_000)[: 3 << 20]
APPOPS = "dumpsys -t 60 appops"


class TablePhone:
    """Answers from a table of exact lines."""

    product, model, device = "table", "Table_Phone", "tbl"

    def __init__(self, answers: dict[str, Reply | bytes] | None = None, serial: str = "TABLE-1"):
        self.serial = serial
        self.answers: dict[str, Reply | bytes] = {APPOPS: BIG_DUMP, **(answers or {})}

    def answer(self, line: str) -> Reply | None:
        found = self.answers.get(line)
        return Reply(found) if isinstance(found, bytes) else found


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something another thread does."""
    event, end = threading.Event(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        event.wait(0.01)


def free_port() -> int:
    """A port nobody listens on, and none that adb servers take for an emulator's."""
    while True:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            port = sock.getsockname()[1]
        if not 5555 <= port <= 5585:
            return port


def adb_or_skip() -> Path:
    """The adb binary of the adbutils wheel."""
    adb = find_adb({})
    if adb is None:
        pytest.skip("this platform's adbutils carries no adb binary")
    return adb


def hermetic_environment(home: Path) -> dict[str, str]:
    """Nothing of the person who runs the tests, no USB, no mDNS, no emulators."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TEMP") if key in os.environ}
    return server_environment(kept) | {"ADB_USB": "0", "HOME": str(home), "USERPROFILE": str(home)}


@contextlib.contextmanager
def real_server(home: Path) -> Iterator[ServerAddress]:
    """A true adb server that knows no phone yet."""
    adb, port = adb_or_skip(), free_port()
    (home / ".android").mkdir(exist_ok=True)
    with (home / "adb.log").open("wb") as log:
        process = subprocess.Popen(
            [str(adb), "-L", f"tcp:{port}", "nodaemon", "server"],
            env=hermetic_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            until(lambda: probe(ServerAddress(port=port)) is not None, 20)
            yield ServerAddress(port=port)
        finally:
            process.terminate()
            process.wait()


def ask_server(address: ServerAddress, request: str) -> str:
    """One host request to a server, as `adb connect` would send it."""
    with address.connect(20) as sock:
        sock.sendall(f"{len(request):04x}{request}".encode())
        answer = b""
        while block := sock.recv(4096):
            answer += block
    match = re.fullmatch(rb"(?:OKAY|FAIL)[0-9a-f]{4}(.*)", answer, re.DOTALL)
    assert match is not None, answer
    return match[1].decode()
