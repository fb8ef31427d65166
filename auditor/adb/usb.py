"""What this computer's own USB bus says about phones, before any ADB server is asked.

A phone shows one interface for each thing it offers: a file transfer, a network, ADB. So the bus
tells "debugging is off" from "no phone at all", which an ADB server cannot. Only reads: no device
is opened. Class numbers: USB-IF; ADB's own (ff/42/01): AOSP, system/core/adb, adb.h.
"""

import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

SYSFS = Path("/sys/bus/usb/devices")
NODES = Path("/dev/bus/usb")
PROCESSES = Path("/proc")
_LONGEST = 200  # characters of a name that a device made up
_OTHERS = frozenset({"01", "03", "07", "08", "09", "0b", "0e"})  # sound, keys, printer, disk, hub …
Kind = tuple[str, str, str]  # class, subclass and protocol of an interface, two digits each


class Offer(StrEnum):
    """What an interface of a phone is for."""

    ADB = "adb"
    FASTBOOT = "fastboot"
    FILES = "files"  # MTP or PTP
    NETWORK = "network"  # tethering


@dataclass(frozen=True, slots=True)
class UsbPhone:
    """A phone on the bus. None: this system does not tell."""

    vendor_id: str  # four hexadecimal digits
    product_id: str
    name: str
    maker: str | None  # a code of makers.toml
    offers: frozenset[Offer]
    may_open: bool | None = None  # this user may talk to it
    holders: tuple[str, ...] = ()  # programs that hold its ADB interface
    has_driver: bool | None = None  # Windows knows a driver for its ADB interface

    @property
    def has_adb(self) -> bool:
        """Whether the phone offers ADB: debugging is on."""
        return Offer.ADB in self.offers


@dataclass(frozen=True, slots=True)
class Bus:
    """All phones on the bus; `is_seen` False: this program cannot look at USB here at all."""

    is_seen: bool
    phones: tuple[UsbPhone, ...] = ()


@cache
def vendors() -> dict[str, str]:
    """Give the USB vendors that make phones, each with its code of makers.toml."""
    text = files("auditor").joinpath("adb", "usb_vendors.toml").read_text(encoding="utf-8")
    return {
        vendor: maker
        for maker, numbers in tomllib.loads(text)["vendors"].items()
        for vendor in numbers
    }


def maker_of(vendor_id: str) -> str | None:
    """Give the code of makers.toml for a USB vendor that makes phones; None for others."""
    return vendors().get(vendor_id.lower())


def offer_of(kind: Kind, name: str = "") -> Offer | None:
    """Say what an interface of this class, subclass and protocol (two digits each) is for."""
    match kind:
        case ("ff", "42", "01"):
            return Offer.ADB
        case ("ff", "42", "03"):
            return Offer.FASTBOOT
        case ("06", "01", "01"):
            return Offer.FILES
        case ("ff", "ff", "00") if name.strip().upper() == "MTP":
            return Offer.FILES
        case ("e0", "01", "03") | ("ef", "04", "01") | ("02", "0d", "00") | ("02", "06", "00"):
            return Offer.NETWORK
    return None


def is_phone(vendor_id: str, kinds: Iterable[Kind], offers: Iterable[Offer]) -> bool:
    """Tell phones from cameras, disks and keyboards.

    ADB is a phone's alone. Anything else is one where the maker makes phones and the device is
    nothing else: Samsung makes disks and printers, too.
    """
    if not {Offer.ADB, Offer.FASTBOOT}.isdisjoint(offers):
        return True
    return maker_of(vendor_id) is not None and not any(kind[0] in _OTHERS for kind in kinds)


def look(platform: str = sys.platform) -> Bus:
    """Look at the bus of this computer as its system allows."""
    if platform == "linux":
        return look_linux()
    from auditor.adb import usb_reports

    return usb_reports.look(platform)


def look_linux(
    sysfs: Path = SYSFS,
    nodes: Path = NODES,
    processes: Path = PROCESSES,
    may_open: Callable[[Path], bool] | None = None,
) -> Bus:
    """Read the kernel's tree of devices (Documentation/ABI/stable/sysfs-bus-usb)."""
    try:
        devices = sorted(each for each in sysfs.iterdir() if (each / "idVendor").is_file())
    except OSError:
        return Bus(is_seen=False)
    # In a container or under WSL the tree is there, and empty: not even the hubs of the computer.
    if not devices:
        return Bus(is_seen=False)
    can_open = may_open or _may_open
    found = (_linux_phone(device, nodes, processes, can_open) for device in devices)
    return Bus(is_seen=True, phones=tuple(phone for phone in found if phone is not None))


def _linux_phone(
    device: Path, nodes: Path, processes: Path, may_open: Callable[[Path], bool]
) -> UsbPhone | None:
    interfaces = sorted(device.glob(f"{device.name}:*"))
    kinds = [_kind(each) for each in interfaces]
    offers = [
        offer_of(kind, _text(path / "interface"))
        for kind, path in zip(kinds, interfaces, strict=True)
    ]
    vendor_id = _text(device / "idVendor").lower()
    told = frozenset(offer for offer in offers if offer is not None)
    if not is_phone(vendor_id, kinds, told):
        return None
    node = _node(device, nodes)
    is_claimed = any(
        offer is Offer.ADB and _driver(path) == "usbfs"
        for offer, path in zip(offers, interfaces, strict=True)
    )
    return UsbPhone(
        vendor_id=vendor_id,
        product_id=_text(device / "idProduct").lower(),
        name=" ".join(filter(None, (_text(device / "manufacturer"), _text(device / "product")))),
        maker=maker_of(vendor_id),
        offers=told,
        may_open=None if node is None else may_open(node),
        holders=tuple(_holders(processes, node)) or ("?",) if node and is_claimed else (),
    )


def _kind(interface: Path) -> Kind:
    names = ("bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")
    first, second, third = (_text(interface / name).lower() for name in names)
    return first, second, third


def _text(path: Path) -> str:
    """Read a short file that may be gone by now: a phone is pulled while we look."""
    try:
        untrusted = path.read_bytes()[:_LONGEST].decode("utf-8", "replace").strip()
    except OSError:
        return ""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in untrusted)


def _node(device: Path, nodes: Path) -> Path | None:
    try:
        bus, number = (int(_text(device / name)) for name in ("busnum", "devnum"))
    except ValueError:
        return None
    node = nodes / f"{bus:03d}" / f"{number:03d}"
    return node if node.exists() else None


def _driver(interface: Path) -> str:
    try:
        return (interface / "driver").readlink().name
    except OSError:
        return ""


def _may_open(node: Path) -> bool:
    return os.access(node, os.R_OK | os.W_OK)


def _holders(processes: Path, node: Path) -> Iterator[str]:
    """Name the programs that have a device open. Those of other users are not told to us."""
    for process in sorted(processes.glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            is_open = any(_points_to(link, node) for link in (process / "fd").iterdir())
        except OSError:
            continue
        if is_open:
            yield f"{_text(process / 'comm')} ({process.name})"


def _points_to(link: Path, node: Path) -> bool:
    try:
        return link.readlink() == node
    except OSError:
        return False
