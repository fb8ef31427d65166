"""Phones on the USB bus, told from everything else, without opening one."""

from pathlib import Path

import pytest

from auditor.adb.usb import Bus, Offer, UsbPhone, look_linux, maker_of
from auditor.makers import maker_codes
from tests.core.adb.usb_tree import (
    ADB,
    DISK,
    FASTBOOT,
    HUB,
    KEYBOARD,
    MTP,
    PTP,
    RNDIS,
    UsbTree,
)


@pytest.fixture
def tree(tmp_path: Path) -> UsbTree:
    return UsbTree(tmp_path)


def bus_of(tree: UsbTree, may_open: bool = True) -> Bus:
    return look_linux(tree.sysfs, tree.nodes, tree.processes, lambda _: may_open)


def only(bus: Bus) -> UsbPhone:
    (phone,) = bus.phones
    return phone


def test_a_phone_with_debugging_offers_adb_beside_its_files(tree: UsbTree) -> None:
    tree.plug("18d1", (MTP, "MTP"), (ADB, "ADB Interface"), name=("Google", "Pixel 8"))

    phone = only(bus_of(tree))

    assert phone.name == "Google Pixel 8"
    assert phone.maker == "pixel"
    assert phone.offers == {Offer.ADB, Offer.FILES}
    assert (phone.has_adb, phone.may_open, phone.holders) == (True, True, ())


@pytest.mark.parametrize(
    ("interfaces", "offers"),
    [
        ([(MTP, "MTP")], {Offer.FILES}),
        ([(PTP, "")], {Offer.FILES}),
        ([(RNDIS, "")], {Offer.NETWORK}),
        ([(MTP, "")], set()),  # of a maker's own, and it does not say what for
        ([], set()),
    ],
)
def test_a_phone_without_debugging_shows_what_else_it_offers(
    tree: UsbTree, interfaces: list[tuple[tuple[str, str, str], str]], offers: set[Offer]
) -> None:
    tree.plug("04e8", *interfaces)

    assert only(bus_of(tree)).offers == offers


def test_a_phone_of_a_maker_that_nobody_knows_is_known_by_its_adb(tree: UsbTree) -> None:
    tree.plug("abcd", (ADB, ""))

    assert only(bus_of(tree)).maker is None


def test_a_bootloader_is_a_phone(tree: UsbTree) -> None:
    tree.plug("abcd", (FASTBOOT, "fastboot"))

    assert only(bus_of(tree)).offers == {Offer.FASTBOOT}


@pytest.mark.parametrize(
    ("vendor", "kind"), [("04e8", DISK), ("18d1", KEYBOARD), ("1d6b", HUB), ("054c", PTP)]
)
def test_disks_keys_hubs_and_cameras_are_no_phones(
    tree: UsbTree, vendor: str, kind: tuple[str, str, str]
) -> None:
    tree.plug(vendor, (kind, ""))

    assert bus_of(tree) == Bus(is_seen=True)


def test_a_node_that_may_not_be_opened_is_told(tree: UsbTree) -> None:
    tree.plug("18d1", (ADB, ""))

    assert only(bus_of(tree, may_open=False)).may_open is False


def test_the_program_that_holds_a_phone_is_named(tree: UsbTree) -> None:
    node = tree.plug("18d1", (ADB, ""), driver="usbfs")
    tree.hold(node, 4711, "scrcpy")

    assert only(bus_of(tree)).holders == ("scrcpy (4711)",)


def test_a_holder_of_another_user_stays_without_a_name(tree: UsbTree) -> None:
    tree.plug("18d1", (ADB, ""), driver="usbfs")

    assert only(bus_of(tree)).holders == ("?",)


def test_a_kernel_driver_is_no_holder(tree: UsbTree) -> None:
    tree.plug("18d1", (ADB, ""), driver="usb-storage")

    assert only(bus_of(tree)).holders == ()


def test_a_bus_without_anything_is_not_seen_and_one_with_a_hub_is(tree: UsbTree) -> None:
    assert bus_of(tree) == Bus(is_seen=False)
    tree.sysfs.mkdir()
    assert bus_of(tree) == Bus(is_seen=False)
    tree.plug("1d6b", (HUB, ""))
    assert bus_of(tree) == Bus(is_seen=True)


def test_names_that_a_phone_made_up_are_short_and_printable(tree: UsbTree) -> None:
    tree.plug("18d1", (ADB, ""), name=("Evil\x1b[2J", "‮" + "x" * 5000))

    name = only(bus_of(tree)).name

    assert name.isprintable()
    assert len(name) < 420


def test_a_phone_that_is_pulled_while_we_look_spoils_nothing(tree: UsbTree) -> None:
    node = tree.plug("18d1", (ADB, ""))
    node.unlink()
    (tree.sysfs / "1-1" / "devnum").unlink()

    assert only(bus_of(tree)).may_open is None


def test_every_maker_of_a_vendor_has_its_wording() -> None:
    vendors = ["18d1", "04E8", "2717", "12d1", "22d9", "2a70", "2d95", "0bb4"]

    assert {maker_of(vendor) for vendor in vendors} == set(maker_codes())
    assert maker_of("1d6b") is None
