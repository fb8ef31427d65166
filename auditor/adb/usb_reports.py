"""The USB bus as Windows and macOS report it: a command of theirs, and its answer read here.

Not tried on either system yet: the forms are those of the systems' documentation
(Win32_PnPEntity; IORegistry), and the tests' reports are written by us.
"""

import json
import plistlib
import re
import subprocess
import xml.parsers.expat
from collections.abc import Iterable, Iterator
from typing import Any

from auditor.adb.usb import Bus, Kind, Offer, UsbPhone, is_phone, maker_of, offer_of

# As JSON, because the words of Windows' own lists are in the language of the person.
_WINDOWS = (
    "powershell.exe",
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    (
        "[Console]::OutputEncoding=[Text.Encoding]::UTF8;"
        "Get-CimInstance Win32_PnPEntity -Filter \"DeviceID LIKE 'USB\\\\VID_%'\""
        " | Select-Object DeviceID,Name,ConfigManagerErrorCode,CompatibleID"
        " | ConvertTo-Json -Compress"
    ),
)
_MACOS = ("ioreg", "-a", "-l", "-r", "-c", "IOUSBHostDevice")
_BAD_LIST = (plistlib.InvalidFileException, xml.parsers.expat.ExpatError)
_PATIENCE_S = 15
_MOST_BYTES = 16 << 20
_DEVICE = re.compile(r"USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})(?:&MI_([0-9A-F]{2}))?\\(.+)", re.I)
_CLASS = re.compile(r"USB\\Class_([0-9A-F]{2})&SubClass_([0-9A-F]{2})&Prot_([0-9A-F]{2})", re.I)
_NO_DRIVER = 28  # CM_PROB_FAILED_INSTALL: "the drivers for this device are not installed"


def look(platform: str) -> Bus:
    """Ask a system, by its `sys.platform`; a bus that is not seen when it does not answer."""
    command, read = (_WINDOWS, read_windows) if platform == "win32" else (_MACOS, read_macos)
    try:
        answer = subprocess.run(
            command,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=True,
            stdin=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ).stdout
        return read(answer[:_MOST_BYTES])
    except (OSError, subprocess.SubprocessError, ValueError, *_BAD_LIST):
        return Bus(is_seen=False)


def read_windows(answer: bytes) -> Bus:
    """Read the JSON of Win32_PnPEntity. ValueError when it is none.

    A phone with several interfaces is a row of its own and one more for each of them.
    """
    text = answer.decode("utf-8-sig", "replace").strip()
    told = json.loads(text) if text else []
    rows = [row for row in (told if isinstance(told, list) else [told]) if isinstance(row, dict)]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if match := _DEVICE.match(str(row.get("DeviceID", ""))):
            groups.setdefault((match[1].lower(), match[2].lower()), []).append(row)
    found = (_windows_phone(*key, group) for key, group in groups.items())
    return Bus(is_seen=True, phones=tuple(phone for phone in found if phone is not None))


def _windows_phone(vendor: str, product: str, rows: list[dict[str, Any]]) -> UsbPhone | None:
    kinds = [kind for row in rows if (kind := _windows_kind(row)) is not None]
    names = [str(row.get("Name") or "") for row in rows]
    offers = frozenset(
        offer
        for row in rows
        if (kind := _windows_kind(row)) and (offer := offer_of(kind, str(row.get("Name") or "")))
    )
    if not is_phone(vendor, kinds, offers):
        return None
    adb = [row for row in rows if (k := _windows_kind(row)) and offer_of(k) is Offer.ADB]
    return UsbPhone(
        vendor_id=vendor,
        product_id=product,
        name=next(filter(None, names), ""),
        maker=maker_of(vendor),
        offers=offers,
        has_driver=all(row.get("ConfigManagerErrorCode") != _NO_DRIVER for row in adb)
        if adb
        else None,
    )


def _windows_kind(row: dict[str, Any]) -> Kind | None:
    for each in row.get("CompatibleID") or ():
        if match := _CLASS.match(str(each)):
            return match[1].lower(), match[2].lower(), match[3].lower()
    return None


def read_macos(answer: bytes) -> Bus:
    """Read the property list of `ioreg`. ValueError or one of _BAD_LIST when it is none."""
    told = plistlib.loads(answer) if answer.strip() else []
    devices = told if isinstance(told, list) else [told]
    found = (_macos_phone(device) for device in devices if isinstance(device, dict))
    return Bus(is_seen=True, phones=tuple(phone for phone in found if phone is not None))


def _macos_phone(device: dict[str, Any]) -> UsbPhone | None:
    interfaces = list(_interfaces(device))
    kinds = [_macos_kind(each) for each in interfaces]
    names = [
        str(each.get("kUSBString") or each.get("USB Interface Name") or "") for each in interfaces
    ]
    offers = frozenset(
        offer for kind, name in zip(kinds, names, strict=True) if (offer := offer_of(kind, name))
    )
    vendor = _hex(device.get("idVendor"), 4)
    if not is_phone(vendor, kinds, offers):
        return None
    return UsbPhone(
        vendor_id=vendor,
        product_id=_hex(device.get("idProduct"), 4),
        name=str(device.get("USB Product Name") or "")[:200],
        maker=maker_of(vendor),
        offers=offers,
    )


def _interfaces(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    children: Iterable[Any] = entry.get("IORegistryEntryChildren") or ()
    for child in children:
        if isinstance(child, dict):
            if "bInterfaceClass" in child:
                yield child
            yield from _interfaces(child)


def _macos_kind(interface: dict[str, Any]) -> Kind:
    first, second, third = (
        _hex(interface.get(name), 2)
        for name in ("bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")
    )
    return first, second, third


def _hex(number: object, digits: int) -> str:
    return f"{number:0{digits}x}" if isinstance(number, int) and number >= 0 else ""
