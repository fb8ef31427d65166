"""From a QR code or six digits to a phone that can be read over Wi-Fi, one step after the other.

Looks around in the network only while one of these functions runs. The phone stays connected to
the server that is given, until somebody lets go of it (adb/pairing.py, disconnect).
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from auditor.adb.bridge import make_bridge
from auditor.adb.commands import request
from auditor.adb.devices import choose_device
from auditor.adb.discovery import find
from auditor.adb.doctor import Reach
from auditor.adb.pairing import CONNECT_TYPE, PAIRING_TYPE, Address, Offer, connect, pair
from auditor.adb.server import ServerAddress
from auditor.adb.stream import run
from auditor.doctor_facts import reach
from auditor.errors import DeviceError, PairingFailed
from auditor.settings import WirelessPhone
from auditor.task import Task

SCAN_WAIT_S = 180.0  # as long as a person may take to find the page on the phone
FIND_WAIT_S = 12.0
_NOTHING_THERE = "Nothing offers pairing at that address."


class Step(StrEnum):
    """What is waited for."""

    SCAN = "scan"  # the person, who lets the phone read the QR code
    PAIR = "pair"
    FIND = "find"  # where the paired phone can be connected: another port than the pairing's
    CONNECT = "connect"
    READ = "read"  # an answer


Tell = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Connected:
    """A phone that answered; `serial` is what the server lists it by."""

    serial: str
    phone: WirelessPhone


def pair_by_offer(server: ServerAddress, offer: Offer, tell: Tell, task: Task) -> str:
    """Wait until a phone read the QR code, pair with it; gives its name in the network (guid).

    PairingFailed, NoServer, Cancelled.
    """
    tell(Step.SCAN)
    address = find(PAIRING_TYPE, offer.name, SCAN_WAIT_S, task)
    tell(Step.PAIR)
    return pair(server, address, offer.password, task) or ""


def pair_by_code(server: ServerAddress, address: Address, code: str, tell: Tell, task: Task) -> str:
    """Pair with the phone that shows this code; gives its name in the network (guid).

    PairingFailed, NoServer, UsageError, Cancelled.
    """
    tell(Step.PAIR)
    try:
        return pair(server, address, code, task) or ""
    except PairingFailed as failed:
        if failed.sentence == _NOTHING_THERE:
            _explain(address, failed)
        raise


def connect_known(
    server: ServerAddress, guid: str, last: str, name: str, tell: Tell, task: Task
) -> Connected:
    """Connect a phone that was paired: where the network says it is, else at its last address."""
    tell(Step.FIND)
    try:
        address = find(CONNECT_TYPE, guid, FIND_WAIT_S, task)
    except PairingFailed as failed:
        if last:
            address = Address.parse(last)
        else:
            raise PairingFailed(
                "The phone is paired, but it was not found in this network.",
                "Type the address shown on its page Wireless debugging.",
            ) from failed
    return connect_at(server, address, guid, name, tell, task)


def connect_at(
    server: ServerAddress, address: Address, guid: str, name: str, tell: Tell, task: Task
) -> Connected:
    """Connect a paired phone at an address and ask who it is. DeviceError, Cancelled."""
    from auditor.identity.inert_text import inert  # its package takes long to import

    tell(Step.CONNECT)
    serial = connect(server, address, task)
    tell(Step.READ)
    bridge = make_bridge("adbutils", server)
    choose_device(bridge.devices(), serial)

    def ask(key: str) -> str:
        blocks: list[bytes] = []
        with contextlib.suppress(DeviceError):
            run(bridge, serial, request("property", key=key), blocks.append, task)
        return inert(b"".join(blocks).decode("utf-8", "replace").strip(), 80) or ""

    name = ask("ro.product.model") or name
    number = ask("ro.serialno")
    return Connected(serial, WirelessPhone(guid, name, str(address), number))


def _explain(address: Address, failed: PairingFailed) -> None:
    """Say what the server does not: whether anything is at that address at all."""
    match reach(str(address)):
        case Reach.SILENT:
            raise PairingFailed(
                f"Nothing answers at {address}.",
                "Keep the phone's screen on, put both into the same Wi-Fi (no guest network), and"
                " allow this program in the firewall; or use a cable.",
            ) from failed
        case Reach.OTHER_NETWORK:
            raise PairingFailed(
                f"There is no way from this network to {address}.",
                "Put the computer and the phone into the same Wi-Fi, or use a cable.",
            ) from failed
