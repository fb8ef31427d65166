"""The nouns of what stands beside accesses: screen, switches, traffic, processes, the network.

As in `records.py`: times are UTC milliseconds, None means "unknown".
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ScreenState:
    """What `dumpsys power` says about the screen at the moment of the dump."""

    wakefulness: str  # Awake Asleep Dreaming Dozing, as printed
    last_wake_ms: int | None
    last_sleep_ms: int | None
    precision_ms: int  # of both times
    sleep_reason: str | None
    powered: bool | None  # on a charger
    battery_level: int | None  # percent
    line: int


@dataclass(frozen=True, slots=True)
class DozeExemption:
    """An app that may work in the background while the phone sleeps."""

    package: str | None  # None: a uid of the list of app ids
    app_id: int | None
    by: str  # "system", "system_except_idle", or "user"
    removed: bool  # taken off the system's list by the user
    line: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes of one uid over one network within one bucket of time."""

    uid: int  # as printed: -4 removed apps, -5 tethering
    network: str  # as printed: type, name, metered
    types: str  # of that network as printed, joined with "|": WIFI, MOBILE, 1 …
    metered: bool | None
    uid_set: str  # DEFAULT: in the background, FOREGROUND, …
    begin_ms: int
    length_ms: int
    received_bytes: int
    received_packets: int
    sent_bytes: int
    sent_packets: int
    line: int


@dataclass(frozen=True, slots=True)
class SensorSwitch:
    """Whether microphone or camera is switched off for all apps of a user."""

    user_id: int | None
    sensor: str  # "microphone", "camera", or the number as printed
    switch: str | None  # "software", "hardware"; None before Android 13, which has only one
    is_blocked: bool
    line: int


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of `settings get`. A value that is not set is None."""

    namespace: str
    key: str
    value: str | None
    packages: tuple[str, ...]  # of a list of components, without repetition
    line: int


class ProcessChange(StrEnum):
    """What the system's log of events says about a process."""

    START = "start"
    KILL = "kill"  # by the system or the user, with a reason
    DIED = "died"


@dataclass(frozen=True, slots=True)
class ProcessEvent:
    """A process that began or ended, from the log buffer of events."""

    what: ProcessChange
    user_id: int
    pid: int
    uid: int | None  # only a start tells it
    process: str  # as printed: mostly the package, or the package and a part of it
    cause: str | None  # a start: activity, service, broadcast …; a kill: why; as printed
    component: str | None  # what was started
    time_ms: int | None
    precision_ms: int
    zone_assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class Hibernation:
    """Whether an app that nobody used was put to sleep and lost its permissions."""

    user_id: int | None  # None: for all users
    package: str
    is_hibernated: bool
    last_woken_ms: int | None  # None: never, or not with a time of day
    precision_ms: int
    zone_assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class NetworkContact:
    """How an app of an iPhone met one internet domain, within the seven days of a report."""

    package: str  # the app's bundle
    domain: str
    first_ms: int | None
    last_ms: int | None
    hits: int | None
    initiated: str | None  # AppInitiated, NonAppInitiated, as printed
    context: str | None  # the website within the app that led there
    owner: str | None  # of the domain
    domain_type: int | None  # as printed
    line: int
