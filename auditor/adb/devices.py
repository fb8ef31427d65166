"""What an ADB server says about phones: rows with a state, and what stands in the way of reading.

Its words are mapped here, and only here, to one sentence and one next step each.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from auditor.errors import DeviceError, ManyDevices, NoDevice, NotAuthorized, NotReady


class State(StrEnum):
    """How a phone is listed. Only DEVICE can be read."""

    DEVICE = "device"
    UNAUTHORIZED = "unauthorized"
    OFFLINE = "offline"
    AUTHORIZING = "authorizing"
    CONNECTING = "connecting"
    NO_PERMISSIONS = "no permissions"
    RECOVERY = "recovery"
    SIDELOAD = "sideload"
    BOOTLOADER = "bootloader"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A phone in an ADB server's list. Model and product are as the server spells them."""

    serial: str
    state: State
    state_text: str
    model: str | None = None
    product: str | None = None

    @property
    def is_wireless(self) -> bool:
        """Whether it is listed by an address, or by the name it has in a network."""
        return bool(re.fullmatch(r".+:\d{1,5}|adb-.+\._tcp\.?", self.serial))


def parse_devices(untrusted_text: str) -> list[DeviceRow]:
    """Read the short list: serial, tab, state. Lines without a tab are no phones."""
    rows = []
    for line in untrusted_text.splitlines():
        serial, tab, state_text = line.partition("\t")  # the state may hold spaces
        if tab and serial:
            rows.append(DeviceRow(serial, _state(state_text.strip()), state_text.strip()))
    return rows


def parse_names(untrusted_text: str) -> dict[str, tuple[str | None, str | None]]:
    """Read model and product of each serial from the long list."""
    names = {}
    for line in untrusted_text.splitlines():
        serial = re.split(r"[ \t]", line, maxsplit=1)[0]
        names[serial] = (_word(line, "model"), _word(line, "product"))
    return names


def choose_device(rows: list[DeviceRow], serial: str | None) -> DeviceRow:
    """Give the one phone that is meant and can be read.

    Raises NoDevice, ManyDevices, NotAuthorized or NotReady.
    """
    if serial is not None:
        rows = [row for row in rows if row.serial == serial]
        if not rows:
            raise no_device(serial)
    ready = [row for row in rows if row.state is State.DEVICE]
    if len(ready) == 1:
        return ready[0]
    if ready:
        names = ", ".join(row.serial for row in ready)
        raise ManyDevices(f"Several phones are connected: {names}.", "Name one by its serial.")
    if not rows:
        raise no_device(None)
    asking = next((row for row in rows if row.state is State.UNAUTHORIZED), rows[0])
    raise not_usable(asking.state, asking.state_text)


def no_device(serial: str | None) -> NoDevice:
    """Say that no phone, or not this one, is connected."""
    if serial is not None:
        return NoDevice(
            f"The phone {serial} is not connected.", "Plug it in, or choose another phone."
        )
    return NoDevice(
        "No phone is connected.",
        "Plug one in with a cable that carries data, and switch on USB debugging on it.",
    )


def not_usable(state: State, text: str) -> DeviceError:
    """Say why a phone in this state cannot be read."""
    match state:
        case State.UNAUTHORIZED | State.AUTHORIZING:
            return NotAuthorized(
                "The phone has not allowed this computer to read it.",
                'Unlock the phone and tap "Allow" in its question about USB debugging.',
            )
        case State.OFFLINE:
            return NotReady(
                "The phone is connected but does not answer.",
                "Unlock it, unplug the cable and plug it in again.",
            )
        case State.NO_PERMISSIONS:
            return NotReady(
                "This computer does not let you use the phone's USB connection.",
                "On Linux, install the udev rules for Android (package android-sdk-platform-tools"
                "-common), then plug the phone in again.",
            )
        case State.CONNECTING:
            return NotReady("The phone is still connecting.", "Wait a moment and try again.")
        case State.RECOVERY | State.SIDELOAD | State.BOOTLOADER:
            return NotReady(
                f"The phone is in its {state} mode.", "Start Android on it and unlock it."
            )
        case _:
            return NotReady(
                f"The phone cannot be read now: {text[:100]}.",
                "Unlock it, unplug the cable and plug it in again.",
            )


def refusal(untrusted_text: str, serial: str) -> DeviceError | None:
    """Map a server's FAIL text about a phone; None when it speaks of something else."""
    first = untrusted_text.strip().split("\n", maxsplit=1)[0]
    if re.search(r"not found|no devices|no such device|disconnected", first):
        return no_device(serial)
    if "more than one" in first:
        return ManyDevices("Several phones are connected.", "Name one by its serial.")
    if first.startswith("insufficient permissions"):
        return not_usable(State.NO_PERMISSIONS, first)
    if match := re.match(r"device (?:is |still )?(.+?)\.?$", first):
        return not_usable(_state(match[1]), match[1])
    return None


def _state(text: str) -> State:
    if text.startswith("no permissions"):
        return State.NO_PERMISSIONS
    try:
        return State(text)
    except ValueError:
        return State.OTHER


def _word(line: str, key: str) -> str | None:
    match = re.search(rf"\s{key}:(\S+)", line)
    return match[1] if match else None
