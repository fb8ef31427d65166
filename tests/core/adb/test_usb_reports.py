"""The bus as Windows and macOS report it, in reports written by us."""

import json
import plistlib
import sys
from typing import Any

import pytest

from auditor.adb import usb_reports
from auditor.adb.usb import Bus, Offer
from auditor.adb.usb_reports import read_macos, read_windows

PHONE = "USB\\VID_18D1&PID_4EE7"


def row(device: str, name: str, code: int = 0, kind: str | None = None) -> dict[str, object]:
    known = [f"USB\\Class_{kind}", "USB\\Class_FF"] if kind else None
    return {"DeviceID": device, "Name": name, "ConfigManagerErrorCode": code, "CompatibleID": known}


ADB_KIND = "FF&SubClass_42&Prot_01"


def windows(*rows: dict[str, object]) -> bytes:
    return b"\xef\xbb\xbf" + json.dumps(rows[0] if len(rows) == 1 else list(rows)).encode()


@pytest.mark.parametrize(("code", "has_driver"), [(0, True), (28, False), (22, True)])
def test_windows_tells_whether_debugging_has_a_driver(code: int, has_driver: bool) -> None:
    answer = windows(
        row(f"{PHONE}\\1A2B", "USB Composite Device"),
        row(f"{PHONE}&MI_00\\6&1", "Pixel 8", kind="06&SubClass_01&Prot_01"),
        row(f"{PHONE}&MI_01\\6&2", "Pixel 8", code, ADB_KIND),
    )

    (phone,) = read_windows(answer).phones

    assert phone.offers == {Offer.ADB, Offer.FILES}
    assert phone.has_driver is has_driver
    assert phone.may_open is None


def test_windows_tells_of_a_phone_without_debugging() -> None:
    answer = windows(row(f"{PHONE}\\1A2B", "Pixel 8", kind="06&SubClass_01&Prot_01"))

    (phone,) = read_windows(answer).phones

    assert (phone.name, phone.has_adb, phone.has_driver) == ("Pixel 8", False, None)


def test_what_windows_says_of_other_things_is_left_out() -> None:
    answer = windows(
        row("USB\\VID_046D&PID_C077\\5", "Mouse", kind="03&SubClass_01&Prot_02"),
        row("USB\\ROOT_HUB30\\4&1", "Hub"),
    )

    assert read_windows(answer) == Bus(is_seen=True)
    assert read_windows(b"") == Bus(is_seen=True)


def mac(vendor: int, *kinds: tuple[int, int, int]) -> dict[str, Any]:
    children = [
        {"bInterfaceClass": a, "bInterfaceSubClass": b, "bInterfaceProtocol": c}
        for a, b, c in kinds
    ]
    return {
        "idVendor": vendor,
        "idProduct": 0x4EE7,
        "USB Product Name": "Pixel 8",
        "IORegistryEntryChildren": [{"IORegistryEntryChildren": children}],
    }


def test_macos_tells_what_a_phone_offers() -> None:
    report = plistlib.dumps([mac(0x18D1, (6, 1, 1), (255, 66, 1)), mac(0x05AC, (3, 1, 1))])

    (phone,) = read_macos(report).phones

    assert (phone.vendor_id, phone.product_id, phone.name) == ("18d1", "4ee7", "Pixel 8")
    assert phone.offers == {Offer.ADB, Offer.FILES}
    assert phone.has_driver is None


def test_macos_without_anything_plugged_in_answers_with_nothing() -> None:
    assert read_macos(b"") == Bus(is_seen=True)


def asked(monkeypatch: pytest.MonkeyPatch, platform: str, *command: str) -> Bus:
    monkeypatch.setattr(usb_reports, "_WINDOWS", command)
    monkeypatch.setattr(usb_reports, "_MACOS", command)
    return usb_reports.look(platform)


SYSTEMS = pytest.mark.parametrize("platform", ["win32", "darwin"])


@SYSTEMS
def test_a_system_that_does_not_answer_shows_no_bus(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(monkeypatch, platform, "no-such-program-here") == Bus(is_seen=False)
    assert asked(monkeypatch, platform, sys.executable, "-c", "exit(1)") == Bus(is_seen=False)


@SYSTEMS
@pytest.mark.parametrize(
    "answer", ["\xff\xfe", "Access denied", '{"a": 1}', "[1, null]", "<plist>"]
)
def test_a_strange_report_names_no_phone(
    platform: str, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(monkeypatch, platform, sys.executable, "-c", f"print({answer!r})").phones == ()


def test_an_answer_of_the_system_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = windows(row(f"{PHONE}&MI_01\\6", "Pixel 8", kind=ADB_KIND)).decode("utf-8-sig")

    (phone,) = asked(monkeypatch, "win32", sys.executable, "-c", f"print({answer!r})").phones

    assert phone.has_adb
