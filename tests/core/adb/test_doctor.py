"""Every cause that keeps a phone from being read: found from facts, said with one next step."""

import errno
from dataclasses import replace

import pytest

from auditor import words
from auditor.adb.devices import DeviceRow, State
from auditor.adb.doctor import (
    NOTES,
    Cause,
    Debugging,
    Diagnosis,
    Facts,
    PhoneFacts,
    Reach,
    debugging,
    diagnose,
    is_readable,
    reach_of,
    udev_commands,
    udev_rule,
)
from auditor.adb.usb import Bus, Offer, UsbPhone

ON_USB = UsbPhone("18d1", "4ee7", "Pixel 8", "pixel", frozenset({Offer.ADB}), may_open=True)
ANSWERS = PhoneFacts("Google", is_too_old=False, refusal=None, has_work_profile=False)
READY = Facts(
    adb="adb",
    adb_version=(36, 0, 0),
    server_version=None,
    is_port_taken=False,
    elsewhere=None,
    server_error=None,
    rows=(DeviceRow("1A2B", State.DEVICE, "device"),),
    bus=Bus(is_seen=True, phones=(ON_USB,)),
    phone=ANSWERS,
)
NOTHING = replace(READY, rows=(), phone=None)


def listed(state: State, text: str = "", serial: str = "1A2B") -> Facts:
    return replace(READY, rows=(DeviceRow(serial, state, text or state),), phone=None)


def on_usb(phone: UsbPhone) -> Facts:
    return replace(NOTHING, bus=Bus(is_seen=True, phones=(phone,)))


def answering(**facts: object) -> Facts:
    return replace(READY, phone=replace(ANSWERS, **facts))


# One for each cause: what the computer sees when that is what is wrong.
CASES: dict[Cause, Facts] = {
    Cause.NO_ADB: replace(NOTHING, adb=None, adb_version=None),
    Cause.ADB_TOO_OLD: replace(NOTHING, adb_version=(28, 0, 2)),
    Cause.ELSEWHERE: replace(NOTHING, elsewhere="ANDROID_ADB_SERVER_PORT=6037"),
    Cause.WRONG_PORT: replace(NOTHING, silent_port=6037),
    Cause.SERVER_FAILED: replace(NOTHING, server_error="The ADB server did not start."),
    Cause.NO_USB: replace(NOTHING, bus=Bus(is_seen=False)),
    Cause.NOT_SEEN: replace(NOTHING, bus=Bus(is_seen=True)),
    Cause.CHARGING_ONLY: on_usb(replace(ON_USB, offers=frozenset())),
    Cause.DEBUGGING_OFF: on_usb(replace(ON_USB, offers=frozenset({Offer.FILES}))),
    Cause.NO_DRIVER: on_usb(replace(ON_USB, may_open=None, has_driver=False)),
    Cause.NO_PERMISSION: on_usb(replace(ON_USB, may_open=False)),
    Cause.HELD: on_usb(replace(ON_USB, holders=("adb (4711)",))),
    Cause.NOT_LISTED: on_usb(ON_USB),
    Cause.PORT_TAKEN: replace(NOTHING, is_port_taken=True),
    Cause.BOOTLOADER: on_usb(replace(ON_USB, offers=frozenset({Offer.FASTBOOT}))),
    Cause.RECOVERY: listed(State.RECOVERY),
    Cause.CONNECTING: listed(State.CONNECTING),
    Cause.UNAUTHORIZED: listed(State.UNAUTHORIZED),
    Cause.OFFLINE: listed(State.OFFLINE),
    Cause.OTHER_STATE: listed(State.OTHER, "host"),
    Cause.EMULATOR: listed(State.DEVICE, serial="emulator-5554"),
    Cause.OLD_ANDROID: answering(is_too_old=True),
    Cause.REFUSED: answering(refusal="Permission Denial: can't dump AppOps"),
    Cause.SEVERAL: replace(
        READY, rows=(*READY.rows, DeviceRow("2B3C", State.DEVICE, "device")), phone=None
    ),
    Cause.OLD_SERVER: replace(READY, server_version=40),
    Cause.WORK_PROFILE: answering(has_work_profile=True),
    Cause.XIAOMI: answering(refusal="Permission Denial: can't dump AppOps", manufacturer="Xiaomi"),
}


@pytest.mark.parametrize("cause", list(Cause))
def test_each_cause_is_found_from_what_the_computer_sees(cause: Cause) -> None:
    assert cause in [each.cause for each in diagnose(CASES[cause])]


@pytest.mark.parametrize("cause", [each for each in Cause if each not in NOTES])
def test_what_is_in_the_way_comes_first_and_the_phone_cannot_be_read(cause: Cause) -> None:
    found = diagnose(CASES[cause])

    assert found[0].cause is cause or cause is Cause.PORT_TAKEN
    assert not is_readable(CASES[cause])


@pytest.mark.parametrize("cause", [Cause.SEVERAL, Cause.OLD_SERVER, Cause.WORK_PROFILE])
def test_a_note_is_in_nobodys_way(cause: Cause) -> None:
    assert [each.cause for each in diagnose(CASES[cause])] == [cause]
    assert is_readable(CASES[cause])


def test_a_phone_that_can_be_read_needs_no_doctor() -> None:
    assert diagnose(READY) == ()
    assert is_readable(READY)


def test_one_ready_phone_outweighs_whatever_else_is_wrong() -> None:
    facts = replace(READY, adb=None, rows=(*READY.rows, DeviceRow("X", State.OFFLINE, "offline")))

    assert diagnose(facts) == ()
    assert is_readable(facts)


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        (State.AUTHORIZING, Cause.CONNECTING),
        (State.NO_PERMISSIONS, Cause.NO_PERMISSION),
        (State.SIDELOAD, Cause.RECOVERY),
        (State.BOOTLOADER, Cause.BOOTLOADER),
    ],
)
def test_the_servers_words_for_a_phone_are_causes(state: State, cause: Cause) -> None:
    assert [each.cause for each in diagnose(listed(state))] == [cause]


def test_a_port_that_is_taken_is_in_the_way_only_of_who_insists_on_it() -> None:
    taken = replace(NOTHING, is_port_taken=True, bus=Bus(is_seen=True))
    insisted = replace(taken, silent_port=6037)

    assert [each.cause for each in diagnose(taken)] == [Cause.NOT_SEEN, Cause.PORT_TAKEN]
    assert diagnose(insisted)[0].cause is Cause.WRONG_PORT
    assert Diagnosis(Cause.PORT_TAKEN, "6037") in diagnose(insisted)


def test_a_running_server_makes_the_computers_own_adb_unimportant() -> None:
    facts = replace(CASES[Cause.NOT_SEEN], adb=None, server_version=41)

    assert [each.cause for each in diagnose(facts)] == [Cause.NOT_SEEN]


def test_two_phones_with_the_same_trouble_are_told_once() -> None:
    off = replace(ON_USB, offers=frozenset({Offer.FILES}))
    facts = replace(NOTHING, bus=Bus(is_seen=True, phones=(off, replace(off, name="Galaxy"))))

    assert diagnose(facts) == (Diagnosis(Cause.DEBUGGING_OFF, "Pixel 8"),)


def test_a_xiaomi_phone_whose_debugging_is_off_is_told_of_its_second_switch() -> None:
    phone = replace(ON_USB, offers=frozenset({Offer.FILES}), maker="xiaomi")

    found = diagnose(on_usb(phone))

    assert [each.cause for each in found] == [Cause.DEBUGGING_OFF, Cause.XIAOMI]


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("cause", list(Cause))
def test_each_cause_has_a_sentence_and_a_next_step(cause: Cause, lang: str) -> None:
    said, step = (words.word(f"{group}.{cause}", lang) for group in ("doctor_said", "doctor_next"))

    assert said.endswith((".", "。", "}"))
    assert step.endswith((".", "。"))
    assert "{" not in said.replace("{detail}", "")
    assert "{" not in step


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("reach", list(Reach))
def test_each_way_to_miss_a_phone_in_the_air_has_its_words(reach: Reach, lang: str) -> None:
    assert words.word(f"doctor_reach.{reach}", lang)
    assert words.word(f"doctor_reach_next.{reach}", lang)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (None, Reach.REACHED),
        (ConnectionRefusedError(), Reach.WRONG_PORT),
        (TimeoutError(), Reach.SILENT),
        (OSError(errno.EHOSTUNREACH, ""), Reach.OTHER_NETWORK),
        (OSError(errno.ENETUNREACH, ""), Reach.OTHER_NETWORK),
        (OSError(errno.EINVAL, ""), Reach.BAD_ADDRESS),
    ],
)
def test_errors_of_a_connection_are_told_apart(error: OSError | None, expected: Reach) -> None:
    assert reach_of(error) is expected


OFF = replace(ON_USB, offers=frozenset({Offer.FILES}))


@pytest.mark.parametrize(
    ("phones", "rows", "expected"),
    [
        ((ON_USB,), (), Debugging.ON),
        ((), READY.rows, Debugging.ON),  # over the air, or on a system that hides its bus
        ((OFF,), (), Debugging.OFF),
        ((OFF, ON_USB), (), Debugging.ON),
        ((), (), Debugging.UNKNOWN),
    ],
)
def test_debugging_is_off_only_when_a_plugged_phone_shows_it(
    phones: tuple[UsbPhone, ...], rows: tuple[DeviceRow, ...], expected: Debugging
) -> None:
    assert debugging(Bus(is_seen=True, phones=phones), rows) is expected


def test_the_udev_rule_is_for_one_vendor_and_whoever_sits_there() -> None:
    assert udev_rule("18d1") == 'SUBSYSTEM=="usb", ATTR{idVendor}=="18d1", TAG+="uaccess"'
    assert all("18d1" in line or "reload" in line for line in udev_commands("18d1"))


@pytest.mark.parametrize("vendor", ["18d1; rm", "", '"', "18D1", "18d11"])
def test_no_other_text_gets_into_a_rule(vendor: str) -> None:
    with pytest.raises(ValueError, match="no USB vendor"):
        udev_rule(vendor)
