"""How the sample phone can be told to fail: faults of a command, and states of the whole phone.

Written `[WHAT=]KIND[:N]`, e.g. `appops_history=cut:4096`, `drip:2000`, `unauthorized`. WHAT is a
name of the command table, an exact command line or `*`; without it every `dumpsys` fails.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from auditor.adb.commands import TABLE, find
from auditor.errors import UsageError


class FaultKind(StrEnum):
    """What goes wrong with one command. N counts bytes unless said otherwise."""

    CUT = "cut"  # N bytes, then the cable is pulled and put back
    VANISH = "vanish"  # N bytes, then the cable is pulled for good
    CLOSE = "close"  # N bytes, then an orderly end without an exit packet
    GARBAGE = "garbage"  # N bytes, then bytes that are no ADB at all
    HANG = "hang"  # N bytes, then silence
    DRIP = "drip"  # N bytes a second
    ENDLESS = "endless"  # the output over and over
    REFUSE = "refuse"  # the phone does not offer the service
    EXIT = "exit"  # the whole output, then exit code N
    DUMP_TIMEOUT = "dump_timeout"  # N bytes, then dumpsys gives up on the service, exit code 0


_DEFAULT = {FaultKind.EXIT: 1, FaultKind.DRIP: 1000}
_NO_NUMBER = {FaultKind.ENDLESS, FaultKind.REFUSE}

# As an adb server prints them; "ask" is unauthorized until somebody taps Allow.
STATES = {
    "unauthorized": "unauthorized",
    "ask": "unauthorized",
    "offline": "offline",
    "authorizing": "authorizing",
    "connecting": "connecting",
    "no-permissions": "no permissions (missing udev rules? user is in the plugdev group)",
    "recovery": "recovery",
}
TWO_PHONES = "two"
LIES = "hostile"  # names made to harm whoever shows them (hostile.py)
SERVER_SYNC = "server-sync"  # N seconds after a value was stored the maker's server takes it away
_SYNC_S = 60
_LONGEST_SYNC_S = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a command fails."""

    kind: FaultKind
    number: int


@dataclass(frozen=True, slots=True)
class Faults:
    """All that shall go wrong. The first matching command fault wins."""

    commands: tuple[tuple[str, Fault], ...] = ()
    state: str = "device"  # as an adb server prints it
    two_phones: bool = False
    lies: bool = False
    sync_after_s: int | None = None

    def of(self, line: str) -> Fault | None:
        """Give the fault of a command line, if it has one."""
        return next((fault for what, fault in self.commands if _concerns(what, line)), None)


NO_FAULTS = Faults()


def parse_faults(texts: Iterable[str]) -> Faults:
    """Read faults as people write them. Raises UsageError."""
    commands: list[tuple[str, Fault]] = []
    state, two_phones, lies, sync_after_s = "device", False, False, None
    for text in texts:
        if text in STATES:
            state = STATES[text]
        elif text == TWO_PHONES:
            two_phones = True
        elif text == LIES:
            lies = True
        elif text.partition(":")[0] == SERVER_SYNC:
            sync_after_s = _seconds(text)
        else:
            commands.append(_command_fault(text))
    return Faults(tuple(commands), state, two_phones, lies, sync_after_s)


def _seconds(text: str) -> int:
    number = text.partition(":")[2] or str(_SYNC_S)
    if not (number.isascii() and number.isdigit() and int(number[:9]) <= _LONGEST_SYNC_S):
        raise UsageError(
            f"{text!r} is no fault.", f"Write {SERVER_SYNC}:SECONDS, at most {_LONGEST_SYNC_S}."
        )
    return int(number)


def _command_fault(text: str) -> tuple[str, Fault]:
    what, _, fault = text.rpartition("=")
    name, _, number = fault.partition(":")
    try:
        kind = FaultKind(name)
        if number and kind in _NO_NUMBER:
            raise ValueError(number)
        value = int(number) if number else _DEFAULT.get(kind, 0)
        if value < 0 or (kind is FaultKind.EXIT and value > 255):
            raise ValueError(number)
    except ValueError as error:
        kinds = " ".join((*FaultKind, *STATES, TWO_PHONES, LIES, SERVER_SYNC))
        raise UsageError(
            f"{text!r} is no fault.", f"Write [WHAT=]KIND[:N] with {kinds}."
        ) from error
    if not _is_known(what):
        raise UsageError(
            f"{text!r} is no fault: {what!r} is no command of the table.",
            f"Name one of {' '.join(command.name for command in TABLE)}.",
        )
    return what, Fault(kind, value)


def _is_known(what: str) -> bool:
    return (
        what in ("", "*")
        or any(command.name == what for command in TABLE)
        or find(what) is not None
    )


def _concerns(what: str, line: str) -> bool:
    if not what:
        return line.startswith("dumpsys ")
    command = find(line)
    return what in ("*", line) or (command is not None and command.name == what)
