"""Looking around: real sockets, the sample phone, a made-up bus; nothing is changed by it."""

import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from auditor.adb.doctor import Cause, Debugging, Facts, Reach, diagnose, is_readable
from auditor.adb.server import ServerAddress
from auditor.adb.usb import Bus, Offer, UsbPhone
from auditor.doctor_facts import (
    adb_version,
    debugging_now,
    follow_debugging,
    look_around,
    reach,
    wait_until_off,
)
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.sample.faults import parse_faults
from auditor.task import Cancelled, Task, silent
from tests.core.adb.phones import TablePhone, adb_or_skip, free_port

EMPTY_BUS = Bus(is_seen=True)
USERS = b"Users:\n\tUserInfo{0:Owner:4c13} running\n\tUserInfo{10:Work:1030} running\n"
CAMERA = "dumpsys -t 60 appops --op CAMERA"
DENIED = b"Permission Denial: can't dump AppOps from pid=1, uid=2000 due to missing permission\n"


def nowhere(_: Mapping[str, str]) -> Path | None:
    return None


def looked(address: ServerAddress, bus: Bus = EMPTY_BUS, **environment: str) -> Facts:
    return look_around(
        silent(), usual=address, environment=environment, find=nowhere, look_at_usb=lambda: bus
    )


def causes(facts: Facts) -> list[Cause]:
    return [each.cause for each in diagnose(facts)]


def a_phone(**answers: bytes) -> TablePhone:
    told: dict[str, Reply | bytes] = {
        "getprop ro.product.manufacturer": answers.get("maker", b"Google\n"),
        "getprop ro.build.version.sdk": answers.get("api", b"35\n"),
        CAMERA: answers.get("records", b"Current AppOps Service state:\n"),
        "pm list users": answers.get("users", b"Users:\n\tUserInfo{0:Owner:4c13} running\n"),
    }
    return TablePhone(told)


@pytest.fixture
def nobody() -> ServerAddress:
    return ServerAddress(port=free_port())


def test_a_computer_without_adb_is_told_so(nobody: ServerAddress) -> None:
    assert causes(looked(nobody)) == [Cause.NO_ADB, Cause.NOT_SEEN]


def test_a_port_that_another_program_took_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        facts = looked(ServerAddress(port=other.getsockname()[1]))

    assert facts.is_port_taken
    assert Cause.PORT_TAKEN in causes(facts)
    assert [d.detail for d in diagnose(facts) if d.cause is Cause.PORT_TAKEN] == ["5037"]


@pytest.mark.parametrize(
    ("name", "value", "is_told"),
    [
        ("ANDROID_ADB_SERVER_PORT", "6037", True),
        ("ADB_SERVER_SOCKET", "tcp:10.0.0.2:5037", True),
        ("ANDROID_ADB_SERVER_ADDRESS", "10.0.0.2", True),
        ("ANDROID_ADB_SERVER_ADDRESS", "127.0.0.1", False),
        ("ANDROID_ADB_SERVER_PORT", "", False),
    ],
)
def test_a_variable_that_leads_elsewhere_is_named(
    nobody: ServerAddress, name: str, value: str, is_told: bool
) -> None:
    facts = looked(nobody, **{name: value})

    assert facts.elsewhere == (f"{name}={value}" if is_told else None)


def test_a_ready_phone_is_asked_three_questions_of_the_table() -> None:
    with SampleServer(a_phone()) as server:
        facts = looked(ServerAddress(port=server.port))
        opened = list(server.opened)

    assert causes(facts) == []
    assert is_readable(facts)
    assert facts.phone is not None
    assert (facts.phone.manufacturer, facts.phone.has_work_profile) == ("Google", False)
    assert len(opened) == 4  # two properties, one op, the users


def test_whether_a_phone_is_there_is_told_without_asking_it_anything() -> None:
    with SampleServer(a_phone()) as server:
        facts = look_around(
            usual=ServerAddress(port=server.port),
            environment={},
            find=nowhere,
            look_at_usb=lambda: EMPTY_BUS,
            asks_phone=False,
        )

        assert (len(facts.rows), facts.phone) == (1, None)
        assert list(server.opened) == []


def test_a_phone_that_shows_nothing_to_the_cable_is_told_with_its_own_words() -> None:
    with SampleServer(a_phone(records=DENIED, maker=b"Xiaomi\n")) as server:
        facts = looked(ServerAddress(port=server.port))

    assert causes(facts) == [Cause.REFUSED, Cause.XIAOMI]
    assert diagnose(facts)[0].detail == DENIED.decode().strip()


def test_a_work_profile_is_good_to_know() -> None:
    with SampleServer(a_phone(users=USERS)) as server:
        assert causes(looked(ServerAddress(port=server.port))) == [Cause.WORK_PROFILE]


def test_before_android_9_no_op_is_asked_for_by_name() -> None:
    with SampleServer(a_phone(api=b"27\n")) as server:
        looked(ServerAddress(port=server.port))

        assert not [each for each in server.opened if "--op" in str(each)]


def test_android_6_has_no_shell_that_says_when_it_is_done() -> None:
    faults = parse_faults(["*=refuse"])
    with SampleServer(a_phone(), faults=faults) as server:
        assert causes(looked(ServerAddress(port=server.port))) == [Cause.OLD_ANDROID]


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("unauthorized", Cause.UNAUTHORIZED),
        ("offline", Cause.OFFLINE),
        ("no-permissions", Cause.NO_PERMISSION),
        ("recovery", Cause.RECOVERY),
        ("connecting", Cause.CONNECTING),
        ("two", Cause.SEVERAL),
    ],
)
def test_a_phone_that_the_server_lists_otherwise_is_told(fault: str, cause: Cause) -> None:
    with SampleServer(a_phone(), faults=parse_faults([fault])) as server:
        assert cause in causes(looked(ServerAddress(port=server.port)))


@pytest.mark.parametrize(
    ("serial", "state", "version", "cause"),
    [
        ("emulator-5554", "device", 41, Cause.EMULATOR),
        ("A1", "host", 41, Cause.OTHER_STATE),
        ("A1", "bootloader", 41, Cause.BOOTLOADER),
        ("A1", "device", 40, Cause.OLD_SERVER),
    ],
)
def test_emulators_odd_states_and_old_servers_are_told(
    serial: str, state: str, version: int, cause: Cause
) -> None:
    phone = a_phone()
    phone.serial = serial
    with SampleServer(version=version) as server:
        server.plug(phone, state)
        assert causes(looked(ServerAddress(port=server.port)))[0] is cause


@pytest.mark.skipif(sys.platform == "win32", reason="a program of two lines is a shell script here")
@pytest.mark.parametrize(
    ("version", "cause"), [("28.0.2", Cause.ADB_TOO_OLD), ("36.0.0", Cause.SERVER_FAILED)]
)
def test_an_old_program_and_one_that_starts_no_server_are_told(
    nobody: ServerAddress, tmp_path: Path, version: str, cause: Cause
) -> None:
    adb = tmp_path / "adb"
    adb.write_text(f"#!/bin/sh\necho 'Version {version}-1'\nexit 1\n", encoding="utf-8")
    adb.chmod(0o700)

    facts = look_around(
        usual=nobody, environment={}, find=lambda _: adb, look_at_usb=lambda: EMPTY_BUS
    )

    assert causes(facts)[0] is cause


def test_the_program_of_our_package_tells_its_version() -> None:
    version = adb_version(adb_or_skip(), {})

    assert version is not None
    assert version >= (29, 0, 0)


def test_a_program_that_is_no_adb_has_no_version(tmp_path: Path) -> None:
    assert adb_version(tmp_path / "none", {}) is None


def test_an_address_in_the_air_is_reached_or_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as phone:
        assert reach(f"127.0.0.1:{phone.getsockname()[1]}") is Reach.REACHED
    assert reach(f"127.0.0.1:{free_port()}") is Reach.WRONG_PORT


@pytest.mark.parametrize(
    "address", ["", "192.168.1.5", "phone", "127.0.0.1:99999", "a b:5555", "::", "x..y:1"]
)
def test_what_is_no_address_is_told(address: str) -> None:
    assert reach(address) is Reach.BAD_ADDRESS


ON = UsbPhone("18d1", "4ee7", "Pixel", "pixel", frozenset({Offer.ADB}))
OFF = UsbPhone("18d1", "4ee1", "Pixel", "pixel", frozenset({Offer.FILES}))


def looks(nobody: ServerAddress, *phones: UsbPhone | None) -> list[Facts]:
    return [
        looked(nobody, Bus(is_seen=True, phones=() if phone is None else (phone,)))
        for phone in phones
    ]


@pytest.mark.parametrize(("then", "expected"), [(OFF, Debugging.OFF), (None, Debugging.UNKNOWN)])
def test_debugging_is_looked_at_until_it_is_off(
    nobody: ServerAddress, then: UsbPhone | None, expected: Debugging
) -> None:
    seen = iter(looks(nobody, ON, ON, then))
    slept: list[float] = []

    assert wait_until_off(lambda: next(seen), 60, silent(), slept.append) is expected
    assert len(slept) == 2


def test_debugging_that_stays_on_is_said_when_the_time_is_over(nobody: ServerAddress) -> None:
    (facts,) = looks(nobody, ON)

    assert wait_until_off(lambda: facts, 0, silent(), lambda _: None) is Debugging.ON


def test_waiting_for_debugging_can_be_cancelled(nobody: ServerAddress) -> None:
    (facts,) = looks(nobody, ON)
    task = Task()
    task.cancel()

    with pytest.raises(Cancelled):
        wait_until_off(lambda: facts, 60, task, lambda _: None)


def test_a_port_that_was_named_is_not_answered_for_by_another_server() -> None:
    port = free_port()
    facts = look_around(
        named=port, environment={}, find=lambda _env: adb_or_skip(), look_at_usb=lambda: EMPTY_BUS
    )

    assert causes(facts) == [Cause.WRONG_PORT, Cause.NOT_SEEN]
    assert diagnose(facts)[0].detail == str(port)


def test_the_server_in_use_is_asked_and_no_other_started(nobody: ServerAddress) -> None:
    with SampleServer(a_phone()) as server:
        facts = look_around(
            usual=nobody,
            running=ServerAddress(port=server.port),
            environment={},
            find=nowhere,
            look_at_usb=lambda: EMPTY_BUS,
        )

    assert is_readable(facts)


def test_whether_debugging_is_on_is_told_each_time_it_changes() -> None:
    with SampleServer(a_phone()) as server:
        address = ServerAddress(port=server.port)
        seen = [
            debugging_now(address, lambda: EMPTY_BUS),
            debugging_now(address, lambda: Bus(True, (ON,))),
            debugging_now(ServerAddress(port=free_port()), lambda: Bus(True, (OFF,))),
            debugging_now(None, lambda: EMPTY_BUS),
        ]
    task, told, left = Task(), [], list(seen)

    def look() -> Debugging:
        if len(left) == 1:
            task.cancel()
        return left.pop(0)

    with pytest.raises(Cancelled):
        follow_debugging(look, told.append, task, lambda _s: None)

    assert seen == [Debugging.ON, Debugging.ON, Debugging.OFF, Debugging.UNKNOWN]
    assert told == [Debugging.ON, Debugging.OFF, Debugging.UNKNOWN]
