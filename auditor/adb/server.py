"""Which ADB server to talk to: a running one as it is, else a private one that ends with us.

A running server is never started, killed or restarted here, whatever its version: a phone
belongs to one server at a time, and another program may be using it.
"""

import contextlib
import importlib.util
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from auditor.adb.devices import State, parse_devices
from auditor.adb.host import Refused, Strange, ask
from auditor.adb.own_server import OwnServer
from auditor.errors import NoServer
from auditor.task import silent

HOST = "127.0.0.1"
DEFAULT_PORT = 5037
_PROBE_S = 0.5
_START_S = 15.0  # with a slow disk and a virus scanner looking on
_FIRST_LOOK_S = 1.5
_SOCKET_PATH_LIMIT = 100  # of 108 bytes that Linux allows

# Set by the user for other programs; they would lead our server, or its clients, elsewhere.
_NOT_INHERITED = (
    "ADB_SERVER_SOCKET",
    "ANDROID_ADB_SERVER_ADDRESS",
    "ANDROID_ADB_SERVER_PORT",
    "ADB_TRACE",
)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where an ADB server listens: a port of this computer, or a Unix socket when `path` is set."""

    host: str = HOST
    port: int = DEFAULT_PORT
    path: Path | None = None

    def connect(self, timeout_s: float) -> socket.socket:
        """Give a connected socket; it is closed when connecting fails. Raises OSError."""
        unix = self.path is not None
        family = socket.AF_UNIX if unix else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(timeout_s)
            sock.connect(str(self.path) if unix else (self.host, self.port))
        except BaseException:
            sock.close()
            raise
        return sock

    def __str__(self) -> str:
        return f"{self.host}:{self.port}" if self.path is None else str(self.path)


def probe(address: ServerAddress, patience_s: float = _PROBE_S) -> int | None:
    """Ask for the protocol version; None when no ADB server answers there in time.

    This never makes the server end: only adb programs of another version ask for that.
    """
    until = time.monotonic() + patience_s
    answer = b""
    try:
        with address.connect(patience_s) as sock:
            sock.sendall(b"000chost:version")
            while len(answer) < 12 and (left_s := until - time.monotonic()) > 0:
                sock.settimeout(left_s)
                block = sock.recv(12 - len(answer))
                if not block:
                    break
                answer += block
    except OSError:
        return None
    match = re.fullmatch(rb"OKAY0004([0-9a-fA-F]{4})", answer)
    return int(match[1], 16) if match else None


def find_adb(environment: Mapping[str, str]) -> Path | None:
    """Look for an adb program: our package's own, PATH, the places of Android's SDK."""
    return next((path for path in _places(environment) if path.is_file()), None)


def _places(environment: Mapping[str, str]) -> Iterator[Path]:
    name = "adb.exe" if sys.platform == "win32" else "adb"
    package = importlib.util.find_spec("adbutils")  # not imported: that takes 0.1 s
    for folder in (package.submodule_search_locations or ()) if package else ():
        yield Path(folder) / "binaries" / name
    if found := shutil.which("adb", path=environment.get("PATH", "")):
        yield Path(found)
    for key in ("ANDROID_HOME", "ANDROID_SDK_ROOT"):
        if environment.get(key):
            yield Path(environment[key]) / "platform-tools" / name
    home = Path.home()
    for sdk in (home / "Android/Sdk", home / "Library/Android/sdk"):
        yield sdk / "platform-tools" / name
    if environment.get("LOCALAPPDATA"):
        yield Path(environment["LOCALAPPDATA"]) / "Android/Sdk/platform-tools" / name


@contextlib.contextmanager
def adb_server(
    default: ServerAddress | None = None,
    environment: Mapping[str, str] | None = None,
    find: Callable[[Mapping[str, str]], Path | None] = find_adb,
    settle_s: float = _FIRST_LOOK_S,
) -> Iterator[ServerAddress]:
    """Give the address of an ADB server for as long as it is needed.

    `default` is where a running one is looked for (127.0.0.1:5037); it is used untouched. Else
    an own one is started, and ended again by its process id. Raises NoServer.
    """
    default = default or ServerAddress()
    environment = os.environ if environment is None else environment
    if probe(default) is not None:
        yield default
        return
    adb = find(environment)
    if adb is None:
        raise NoServer(
            "No adb program was found on this computer.",
            "Install Android's platform-tools (on Debian and Ubuntu: apt install adb).",
        )
    with private_server(adb, environment, settle_s) as address:
        yield address


@contextlib.contextmanager
def server_of(port: int | None) -> Iterator[ServerAddress]:
    """Give the server that somebody named by its port, as it is; else what `adb_server` gives."""
    if port is not None:
        yield ServerAddress(port=port)
        return
    with adb_server() as address:
        yield address


@contextlib.contextmanager
def private_server(
    adb: Path, environment: Mapping[str, str], settle_s: float = _FIRST_LOOK_S
) -> Iterator[ServerAddress]:
    """Run an own ADB server that only this user (Linux) or this computer can reach.

    It is given after its first look at what is plugged in, for at most `settle_s` seconds. One
    that dies meanwhile is started anew at the same address.
    """
    with tempfile.TemporaryDirectory(prefix="auditor-adb-") as folder:  # made with mode 0700
        address, log = _private_address(Path(folder)), Path(folder) / "log"
        where = f"localfilesystem:{address.path}" if address.path else f"tcp:{address.port}"
        own = OwnServer(adb, where, server_environment(environment), log, address.path)
        with _started(adb, own):
            _wait_until_up(address, own, adb, log)
            own.keep()
            _wait_for_a_phone(address, settle_s)
            yield address


def _private_address(folder: Path) -> ServerAddress:
    path = folder / "adb"
    # Any user and program of this computer may drive a phone through a loopback port, so the
    # socket in a private folder is better; proved on Linux only.
    if sys.platform == "linux" and len(os.fsencode(path)) <= _SOCKET_PATH_LIMIT:
        return ServerAddress(path=path)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.bind((HOST, 0))
        return ServerAddress(port=sock.getsockname()[1])


@contextlib.contextmanager
def _started(adb: Path, own: OwnServer) -> Iterator[None]:
    try:
        own.start()
    except OSError as error:
        raise _not_started(adb, error.strerror or str(error)) from error
    with contextlib.closing(own):
        yield


def server_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of an own server: nothing that opens it to others or to mDNS."""
    ours = {key: value for key, value in environment.items() if key not in _NOT_INHERITED}
    ours |= {"ADB_MDNS": "0", "ADB_MDNS_AUTO_CONNECT": "", "ADB_EMU": "0"}
    if sys.platform == "linux":
        ours["ADB_LIBUSB"] = "0"  # libusb loses some phones (adb 36.0.0) and starts 3 s later
    return ours


def _wait_until_up(address: ServerAddress, own: OwnServer, adb: Path, log: Path) -> None:
    until = time.monotonic() + _START_S
    while probe(address) is None:
        if own.has_ended or time.monotonic() > until:
            lines = log.read_bytes()[-2000:].decode("utf-8", "replace").strip().splitlines()
            raise _not_started(adb, lines[-1] if lines else "no answer")
        time.sleep(0.02)


def _wait_for_a_phone(address: ServerAddress, settle_s: float) -> None:
    """Give a plugged-in phone the time to appear: a server answers before it looked at USB."""
    passing = (State.OFFLINE, State.CONNECTING, State.AUTHORIZING)
    until = time.monotonic() + settle_s
    while time.monotonic() < until:
        with contextlib.suppress(OSError, EOFError, Refused, Strange):
            rows = parse_devices(_list(address, until))
            if rows and all(row.state not in passing for row in rows):
                return
        time.sleep(0.05)


def _list(address: ServerAddress, until: float) -> str:
    with address.connect(_PROBE_S) as sock:
        return ask(sock, "host:devices", until, silent())


def _not_started(adb: Path, why: str) -> NoServer:
    return NoServer(
        f"The ADB server {adb} did not start: {why[:200]}.",
        "Install Android's platform-tools, or start `adb start-server` yourself and try again.",
    )


def ask_again(address: ServerAddress, patience_s: float = 10.0) -> None:
    """Let a server connect anew to phones that do not answer or did not allow it: they ask again.

    Phones that can be read are left alone. Raises NoServer.
    """
    try:
        with address.connect(patience_s) as sock:
            ask(sock, "host:reconnect-offline", time.monotonic() + patience_s, silent())
    except Refused as refused:  # adb before 27
        raise NoServer(
            "The ADB server that is running cannot let phones ask again.",
            "Unplug the phone and plug it in again.",
        ) from refused
    except (OSError, EOFError, Strange) as error:
        raise NoServer(
            f"The ADB server at {address} ended the conversation.", "Try once more."
        ) from error
