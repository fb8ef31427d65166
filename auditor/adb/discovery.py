"""Phones in the local network that offer wireless debugging: asked for only while somebody waits.

Multicast DNS by `zeroconf`, which is imported here and nowhere else. adb's own discovery stays
off: it would go on, and connect by itself.
"""

import contextlib
import queue
import time
from typing import TYPE_CHECKING

from auditor.adb.pairing import Address
from auditor.errors import PairingFailed
from auditor.task import Task, silent

if TYPE_CHECKING:
    from zeroconf import Zeroconf

_BEAT_S = 0.2
_ASK_MS = 3000


def find(
    service: str,
    name: str = "",
    wait_s: float = 120.0,
    task: Task | None = None,
    interfaces: list[str] | None = None,
) -> Address:
    """Wait until a phone advertises a service under a name that begins so; gives where.

    `service` is PAIRING_TYPE or CONNECT_TYPE of pairing.py. Nothing is asked of the network before
    and after. PairingFailed when the time is over or the network does not let us, Cancelled.
    """
    from zeroconf import InterfaceChoice, ServiceBrowser, ServiceStateChange, Zeroconf

    task = task or silent()
    seen: queue.SimpleQueue[str] = queue.SimpleQueue()

    def note(name: str, state_change: ServiceStateChange, **_: object) -> None:
        if state_change is not ServiceStateChange.Removed:
            seen.put(name)  # in zeroconf's own thread

    try:
        zeroconf = Zeroconf(interfaces=interfaces or InterfaceChoice.Default)
    except OSError as error:
        raise PairingFailed(
            f"The network cannot be searched: {error.strerror or error}.",
            "Pair by the six-digit code, or use a cable.",
        ) from error
    try:
        ServiceBrowser(zeroconf, service, handlers=[note])
        until = time.monotonic() + wait_s
        while time.monotonic() < until:
            task.step(0, None, "search")
            with contextlib.suppress(queue.Empty):
                found = seen.get(timeout=_BEAT_S)
                if found.startswith(name) and (address := _address(zeroconf, service, found)):
                    return address
    finally:
        zeroconf.close()
    raise PairingFailed(
        "No phone was found in this network.",
        "Put both into the same Wi-Fi (no guest network), open Wireless debugging on the phone, or"
        " pair by the six-digit code.",
    )


def _address(zeroconf: "Zeroconf", service: str, untrusted_name: str) -> Address | None:
    from zeroconf import IPVersion, ServiceInfo

    info = ServiceInfo(service, untrusted_name)
    if not info.request(zeroconf, _ASK_MS) or info.port is None:
        return None
    for version, form in ((IPVersion.V4Only, "{}"), (IPVersion.V6Only, "[{}]")):
        for host in info.parsed_scoped_addresses(version):
            return Address.parse(f"{form.format(host)}:{info.port}")
    return None
