"""Wireless debugging: pairing with a phone and connecting to it, by way of an ADB server.

The server does the handshake and keeps the key; what the `adb` program hides of its reasons is
read from the server's socket. Nothing here looks around in the network: discovery.py does.
The phone offers pairing and connecting on two different ports, and both change each time.
"""

import contextlib
import re
import secrets
import string
import time
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.adb.devices import State, parse_devices
from auditor.adb.host import Refused, Strange, block_length, read_block, read_exactly, read_status
from auditor.adb.server import ServerAddress
from auditor.errors import DeviceError, NoServer, PairingFailed, UsageError
from auditor.task import Task, silent

PAIRING_TYPE = "_adb-tls-pairing._tcp.local."  # what a phone advertises while it shows a code
CONNECT_TYPE = "_adb-tls-connect._tcp.local."  # … while wireless debugging is on
_PATIENCE_S = 30.0
_TRIES = 15
_PAUSE_S = 0.2
_SETTLING_S = 2.0
_LETTERS = string.ascii_letters + string.digits
_HOST = re.compile(
    r"[0-9A-Za-z][0-9A-Za-z.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}(?:%[0-9A-Za-z]{1,15})?\]"
)
_GUID = re.compile(r"\[guid=([^\]\s]{1,100})\]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a phone listens in the local network: a host, in brackets if IPv6, and a port."""

    host: str
    port: int

    @classmethod
    def parse(cls, untrusted_text: str) -> "Address":
        """Read `192.168.1.23:37251`. UsageError when it is none."""
        host, colon, port = untrusted_text.strip().rpartition(":")
        is_port = port.isascii() and port.isdigit() and 0 < int(port[:6]) < 1 << 16
        if not (colon and is_port and _HOST.fullmatch(host)):
            raise UsageError(
                f"{untrusted_text[:60]!r} is no address of a phone.",
                "Take the address and port shown under Wireless debugging: 192.168.1.23:37251.",
            )
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a phone reads from the screen: a name that it then advertises, and a password."""

    name: str
    password: str

    @property
    def text(self) -> str:
        """The text of the QR code, as Android's "Pair device with QR code" reads it."""
        return f"WIFI:T:ADB;S:{self.name};P:{self.password};;"


def new_offer() -> Offer:
    """Make a name and a password for one try; neither is ever used again."""
    return Offer(f"studio-{_random(10)}", _random(12))


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def pair(server: ServerAddress, phone: Address, code: str, task: Task | None = None) -> str | None:
    """Pair with a phone that shows this six-digit code (or read our offer's password).

    Gives the phone's own name of the pairing (guid) if the server tells it. `phone` is the address
    in the phone's dialog of the code, not the one above it. PairingFailed, NoServer, UsageError.
    """
    if not re.fullmatch(r"[0-9A-Za-z]{6,40}", code):
        raise UsageError(
            "The code is no pairing code.", "Type the six digits that the phone shows."
        )
    try:
        answer = _ask(server, f"host:pair:{code}:{phone}", task or silent())
    except Refused as refused:
        raise why_not_paired(refused.text) from refused
    if not answer.startswith("Successfully paired"):
        raise why_not_paired(answer)
    match = _GUID.search(answer)
    return match[1] if match else None


def connect(server: ServerAddress, phone: Address, task: Task | None = None) -> str:
    """Let the server connect to a paired phone; gives the serial number it lists it by.

    Harmless when it is connected already. PairingFailed, NoServer, Cancelled.
    """
    task = task or silent()
    for number in range(1, _TRIES + 1):
        answer = _asked_to_connect(server, phone, task)
        match = re.match(r"(?:already )?connected to (\S+)", answer)
        if match and _answers(server, match[1], task):
            return match[1]
        if match is None and answer.strip() != f"failed to connect to {phone}":
            break
        # adb 36.0.0 loses its own answer to the phone's request for TLS about every second time
        # (its writer is stopped before it wrote): then it gives no reason, or lists a phone that
        # stays offline.
        disconnect(server, str(phone))
        task.step(number, _TRIES, "connect")
        time.sleep(_PAUSE_S)
    raise why_not_connected(answer, phone)


def _asked_to_connect(server: ServerAddress, phone: Address, task: Task) -> str:
    try:
        return _ask(server, f"host:connect:{phone}", task)
    except Refused as refused:
        return refused.text


def _answers(server: ServerAddress, serial: str, task: Task) -> bool:
    """Say whether a phone that is listed as connected is there, within a moment."""
    passing = {State.OFFLINE, State.CONNECTING, State.AUTHORIZING}
    until = time.monotonic() + _SETTLING_S
    while time.monotonic() < until:
        rows = parse_devices(_ask(server, "host:devices", task))
        if any(row.serial == serial and row.state not in passing for row in rows):
            return True
        time.sleep(_PAUSE_S / 4)
    return False


def disconnect(server: ServerAddress, serial: str) -> None:
    """Let go of a phone that `connect` connected. Harmless when it is gone."""
    with contextlib.suppress(Refused, DeviceError):
        _ask(server, f"host:disconnect:{serial}", silent())


def _ask(server: ServerAddress, request: str, task: Task) -> str:
    """Ask the server, which answers when it is done. Raises Refused, NoServer or Cancelled."""
    until = time.monotonic() + _PATIENCE_S
    try:
        with server.connect(_PATIENCE_S) as sock:
            sock.sendall(f"{len(request.encode()):04x}{request}".encode())
            read_status(sock, until, task)
            digits = read_exactly(sock, 4, until, task)
            if digits == b"FAIL":  # adb 36 says OKAY first, that it will try, and FAIL after it
                raise Refused(read_block(sock, until, task))
            return read_exactly(sock, block_length(digits), until, task).decode("utf-8", "replace")
    except TimeoutError as error:
        raise PairingFailed(
            "The phone did not answer in time.",
            "Keep its screen on, put both into the same Wi-Fi, and allow this program in the"
            " firewall.",
        ) from error
    except (OSError, EOFError, Strange) as error:
        raise NoServer(
            f"The ADB server at {server} ended the conversation.", "Try once more."
        ) from error


def why_not_paired(untrusted_text: str) -> PairingFailed:
    """Say why a pairing failed, from the server's own words (adb 36)."""
    text = untrusted_text.lower()
    if "wrong password" in text:
        return PairingFailed(
            "The phone refused the code.",
            "Codes are good for one try: open “Pair device with pairing code” again, type the new"
            " one.",
        )
    if "unable to start pairing client" in text:
        return PairingFailed(
            "Nothing offers pairing at that address.",
            "Leave the phone's dialog with the code open and take the address in it: it is not the"
            " one on the page behind it. Both must be in the same Wi-Fi.",
        )
    if "unknown host service" in text or "unknown command" in text:
        return PairingFailed(
            "The ADB server that is running is too old for wireless debugging.",
            "End it (adb kill-server in the program that started it), then try again; or use a"
            " cable.",
        )
    return PairingFailed(
        f"The pairing failed: {_short(untrusted_text)}.", "Open the phone's dialog anew, try again."
    )


def why_not_connected(untrusted_text: str, phone: Address) -> PairingFailed:
    """Say why a phone could not be connected, from the server's own words (adb 29 and 36)."""
    text = untrusted_text.lower()
    if "failed to authenticate" in text:
        return PairingFailed(
            "The phone does not know this computer.", "Pair it first, or use a cable."
        )
    if "refused" in text:
        return PairingFailed(
            f"The phone is there, but nothing listens at {phone}.",
            "Take the address shown under Wireless debugging now: its port changes each time.",
        )
    if "timed out" in text or "no route" in text or "unreachable" in text:
        return PairingFailed(
            f"Nothing answers at {phone}.",
            "Put both into the same Wi-Fi (no guest network), keep the phone's screen on.",
        )
    if not text.strip() or text.startswith("failed to connect"):
        return PairingFailed(
            f"The phone at {phone} could not be connected.",
            "Pair it first if you have not; then take the address shown under Wireless debugging.",
        )
    return PairingFailed(
        f"The phone at {phone} could not be connected: {_short(untrusted_text)}.",
        "Switch Wireless debugging off and on again, then take the address shown there.",
    )


def _short(untrusted_text: str) -> str:
    return untrusted_text.strip().rstrip(".")[:100]


@contextlib.contextmanager
def connected(server: ServerAddress, phone: Address, task: Task | None = None) -> Iterator[str]:
    """Have a phone connected for as long as it is needed; gives its serial number."""
    serial = connect(server, phone, task)
    try:
        yield serial
    finally:
        disconnect(server, serial)
