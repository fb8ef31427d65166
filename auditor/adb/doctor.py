"""What stands between this computer and a phone, and the one thing to do next.

Judges facts, without the world, so that every cause can be tried; doctor_facts.py gathers them.
The words are in words/doctor.<language>.toml; docs/connecting.md is their table.
"""

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from auditor.adb.devices import DeviceRow, State
from auditor.adb.server import DEFAULT_PORT
from auditor.adb.usb import Bus, Offer, UsbPhone

PROTOCOL = 41  # of every adb from 29 to 37; another number is another age
OLDEST_ADB = 29  # the oldest that this program was tried with
_UNREACHABLE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN})
_EMULATOR = re.compile(r"emulator-\d+")


class Cause(StrEnum):
    """Why a phone cannot be read, in the order in which things must be put right."""

    NO_ADB = "no_adb"
    ADB_TOO_OLD = "adb_too_old"
    ELSEWHERE = "elsewhere"  # the environment sends adb programs to another server
    WRONG_PORT = "wrong_port"  # nothing listens on the port that somebody named
    SERVER_FAILED = "server_failed"
    NO_USB = "no_usb"  # this program cannot look at USB: a container, a virtual machine
    NOT_SEEN = "not_seen"  # no phone on any USB socket: cable, socket, or switched off
    CHARGING_ONLY = "charging_only"
    DEBUGGING_OFF = "debugging_off"
    NO_DRIVER = "no_driver"
    NO_PERMISSION = "no_permission"
    HELD = "held"  # another program has the phone
    NOT_LISTED = "not_listed"  # the phone offers ADB, the server does not list it, nobody has it
    PORT_TAKEN = "port_taken"  # by no ADB server; an own one does without that port
    BOOTLOADER = "bootloader"
    RECOVERY = "recovery"
    CONNECTING = "connecting"
    UNAUTHORIZED = "unauthorized"
    OFFLINE = "offline"
    OTHER_STATE = "other_state"
    EMULATOR = "emulator"  # the only thing to read is no phone
    OLD_ANDROID = "old_android"  # it cannot say when an answer is complete
    REFUSED = "refused"  # the phone does not let the cable read its records
    SEVERAL = "several"
    OLD_SERVER = "old_server"  # a running server of another protocol
    WORK_PROFILE = "work_profile"
    XIAOMI = "xiaomi"


# What is worth a word and stands in nobody's way.
NOTES = frozenset({Cause.SEVERAL, Cause.OLD_SERVER, Cause.WORK_PROFILE, Cause.XIAOMI})
_OF_READY = frozenset({Cause.EMULATOR, Cause.OLD_ANDROID, Cause.REFUSED})
_OF_STATE = {
    State.UNAUTHORIZED: Cause.UNAUTHORIZED,
    State.AUTHORIZING: Cause.CONNECTING,
    State.CONNECTING: Cause.CONNECTING,
    State.OFFLINE: Cause.OFFLINE,
    State.NO_PERMISSIONS: Cause.NO_PERMISSION,
    State.RECOVERY: Cause.RECOVERY,
    State.SIDELOAD: Cause.RECOVERY,
    State.BOOTLOADER: Cause.BOOTLOADER,
    State.OTHER: Cause.OTHER_STATE,
}


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """What a phone that is listed as ready answers."""

    manufacturer: str | None
    is_too_old: bool  # it offers no shell that says when an answer is complete (Android 6)
    refusal: str | None  # the phone's own words when it does not let its records be read
    has_work_profile: bool | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is looked at. None: not known here."""

    adb: str | None  # the adb program that would be started
    adb_version: tuple[int, int, int] | None
    server_version: int | None  # of a server that was running already
    is_port_taken: bool
    elsewhere: str | None  # the variable of the environment, with its value
    server_error: str | None
    rows: tuple[DeviceRow, ...]
    bus: Bus
    phone: PhoneFacts | None = None  # asked only where one phone is ready
    silent_port: int | None = None  # it was named, and no server answers there


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One cause, and what is known of it: the value for `{detail}` in its words."""

    cause: Cause
    detail: str = ""

    @property
    def is_note(self) -> bool:
        """Whether the phone can be read all the same."""
        return self.cause in NOTES


def diagnose(facts: Facts) -> tuple[Diagnosis, ...]:
    """Say what is in the way, the first thing to put right first; then notes.

    Empty: a phone can be read, and there is nothing to say.
    """
    found = [*_of_computer(facts), *_of_bus(facts), *_of_list(facts), *_of_phone(facts)]
    if _ready(facts):  # what is not in that phone's way is in nobody's
        found = [each for each in found if each.is_note or each.cause in _OF_READY]
    order = list(Cause)
    unique = {each.cause: each for each in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda each: (each.is_note, order.index(each.cause))))


def is_readable(facts: Facts) -> bool:
    """Whether a phone can be read now."""
    return all(each.is_note for each in diagnose(facts)) and bool(_ready(facts))


def _ready(facts: Facts) -> list[DeviceRow]:
    return [row for row in facts.rows if row.state is State.DEVICE]


def _of_computer(facts: Facts) -> Iterator[Diagnosis]:
    has_server = facts.server_version is not None
    if facts.elsewhere:
        yield Diagnosis(Cause.ELSEWHERE, facts.elsewhere)
    if facts.silent_port is not None:
        yield Diagnosis(Cause.WRONG_PORT, str(facts.silent_port))
    if facts.is_port_taken:
        yield Diagnosis(Cause.PORT_TAKEN, str(facts.silent_port or DEFAULT_PORT))
    if has_server and facts.server_version != PROTOCOL:
        yield Diagnosis(Cause.OLD_SERVER, str(facts.server_version))
    if has_server or facts.silent_port is not None:
        return
    if facts.adb is None:
        yield Diagnosis(Cause.NO_ADB)
    elif facts.adb_version is not None and facts.adb_version[0] < OLDEST_ADB:
        yield Diagnosis(Cause.ADB_TOO_OLD, ".".join(map(str, facts.adb_version)))
    elif facts.server_error:
        yield Diagnosis(Cause.SERVER_FAILED, facts.server_error)


def _of_bus(facts: Facts) -> Iterator[Diagnosis]:
    """Judge the bus, but for phones that a server lists by another way than USB."""
    if facts.rows:
        return
    if not facts.bus.is_seen:
        yield Diagnosis(Cause.NO_USB)
    elif not facts.bus.phones:
        yield Diagnosis(Cause.NOT_SEEN)
    for phone in facts.bus.phones:
        yield _of_usb_phone(phone)
        if phone.maker == "xiaomi":
            yield Diagnosis(Cause.XIAOMI)


def _of_usb_phone(phone: UsbPhone) -> Diagnosis:
    name = phone.name or f"{phone.vendor_id}:{phone.product_id}"
    if Offer.FASTBOOT in phone.offers:
        return Diagnosis(Cause.BOOTLOADER, name)
    if not phone.has_adb:
        is_quiet = not phone.offers
        return Diagnosis(Cause.CHARGING_ONLY if is_quiet else Cause.DEBUGGING_OFF, name)
    if phone.has_driver is False:
        return Diagnosis(Cause.NO_DRIVER, name)
    if phone.may_open is False:
        return Diagnosis(Cause.NO_PERMISSION, name)
    if phone.holders:
        return Diagnosis(Cause.HELD, ", ".join(phone.holders))
    return Diagnosis(Cause.NOT_LISTED, name)


def _of_list(facts: Facts) -> Iterator[Diagnosis]:
    ready = _ready(facts)
    if len(ready) > 1:
        yield Diagnosis(Cause.SEVERAL, ", ".join(row.serial for row in ready))
    if ready and all(_EMULATOR.fullmatch(row.serial) for row in ready):
        yield Diagnosis(Cause.EMULATOR, ", ".join(row.serial for row in ready))
    for row in facts.rows:
        if row.state is not State.DEVICE:
            yield Diagnosis(_OF_STATE[row.state], row.state_text[:100])


def _of_phone(facts: Facts) -> Iterator[Diagnosis]:
    if facts.phone is None:
        return
    is_xiaomi = (facts.phone.manufacturer or "").lower() == "xiaomi"
    if facts.phone.is_too_old:
        yield Diagnosis(Cause.OLD_ANDROID)
    if facts.phone.refusal:
        yield Diagnosis(Cause.REFUSED, facts.phone.refusal)
        if is_xiaomi:
            yield Diagnosis(Cause.XIAOMI)
    if facts.phone.has_work_profile:
        yield Diagnosis(Cause.WORK_PROFILE)


class Debugging(StrEnum):
    """Whether a phone offers ADB over the cable."""

    ON = "on"
    OFF = "off"  # the phone is plugged in and offers none
    UNKNOWN = "unknown"  # unplugged, or this system does not show the bus


def debugging(bus: Bus, rows: tuple[DeviceRow, ...]) -> Debugging:
    """Tell whether debugging is off again: a phone that was pulled proves nothing."""
    if any(phone.has_adb for phone in bus.phones) or any(row.state is State.DEVICE for row in rows):
        return Debugging.ON
    return Debugging.OFF if bus.phones else Debugging.UNKNOWN


def udev_rule(vendor_id: str) -> str:
    """Give a rule by which whoever sits at this computer may talk to phones of a USB vendor.

    It goes by the person logged in at the seat (`uaccess`, systemd), not by a group that differs
    from one distribution to the next. Its file must sort before 73-seat-late.rules.
    """
    if not re.fullmatch(r"[0-9a-f]{4}", vendor_id):
        raise ValueError(f"{vendor_id!r} is no USB vendor number")
    return f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{vendor_id}", TAG+="uaccess"'


UDEV_FILE = "/etc/udev/rules.d/70-permission-auditor.rules"


def udev_commands(vendor_id: str) -> tuple[str, ...]:
    """Give what to type so that the rule holds, also for a phone that is plugged in already."""
    return (
        f"echo '{udev_rule(vendor_id)}' | sudo tee {UDEV_FILE}",
        "sudo udevadm control --reload",
        f"sudo udevadm trigger --subsystem-match=usb --attr-match=idVendor={vendor_id}",
    )


class Reach(StrEnum):
    """What came of reaching for a phone over the network."""

    REACHED = "reached"
    WRONG_PORT = "wrong_port"  # the phone is there, nothing listens: the port is new at each start
    SILENT = "silent"  # a firewall, a guest network, or the phone asleep
    OTHER_NETWORK = "other_network"
    BAD_ADDRESS = "bad_address"


def reach_of(error: OSError | None) -> Reach:
    """Judge the error of a TCP connection; None: there was none."""
    if error is None:
        return Reach.REACHED
    if isinstance(error, ConnectionRefusedError):
        return Reach.WRONG_PORT
    if isinstance(error, TimeoutError):
        return Reach.SILENT
    if error.errno in _UNREACHABLE:
        return Reach.OTHER_NETWORK
    return Reach.BAD_ADDRESS
