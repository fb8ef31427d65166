"""The nouns: frozen dataclasses and enums that cross between rooms. No behaviour, no I/O.

Times are UTC milliseconds, durations milliseconds, lines count from 1. None means "unknown"
everywhere, never "zero" and never "empty".
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Android's words: an access was done, a reject was refused."""

    ACCESS = "access"
    REJECT = "reject"


class Source(StrEnum):
    """Which record of the phone an event came from (formats.md 8.3)."""

    LAST = "last"  # op section: the last access per (uid, package, op, tag, state, flag)
    DISCRETE = "discrete"  # one entry per access (or per minute bucket), days
    AGGREGATE = "aggregate"  # counts over a slot; single times unknown
    AUDIO = "audio"
    CAMERA = "camera"
    USAGE = "usage"
    IOS = "ios"


UNKNOWN_UID = -1  # the record names a package but no uid, or stands below a lost header


class DataType(StrEnum):
    """What a person calls it. `OTHER` holds every op that concerns none of these."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    PHOTOS = "photos"
    CONTACTS = "contacts"
    LOCATION = "location"
    CALENDAR = "calendar"
    CALL_LOG = "call_log"
    SMS = "sms"
    PHONE = "phone"  # phone identity and calls
    CLIPBOARD = "clipboard"
    SENSORS = "sensors"
    NEARBY = "nearby"
    SCREEN = "screen"  # screen contents, accessibility, notifications
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Proxy:
    """The *other* package that performed the access and had it counted against this one."""

    uid: int | None
    package: str | None
    tag: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One access or reject, as one raw line records it.

    An aggregate carries its slot: `time_ms` is the begin, `duration_ms` the slot's length,
    `count` how often; what the accesses lasted together is `access_duration_ms`.
    A discrete *finish* row of Android 16's tables has count 0 and a duration; so has an op's last
    run on Android 9 when nothing tells in which uid state it was.
    """

    kind: Kind
    uid: int
    package: str
    op: str  # as printed, may be empty or unknown to the catalogue
    tag: str | None  # attribution tag
    uid_state: str | None  # pers top fgsvcl fgsvc fg bg cch, as printed
    flags: str | None  # s tp up tpd upd, several joined with "|", as printed
    time_ms: int | None  # when it began, also where the phone prints when it ended (Android <= 10)
    precision_ms: int
    duration_ms: int | None
    count: int | None
    source: Source
    line: int
    proxy: Proxy | None = None
    running: bool = False
    zone_assumed: bool = False  # the time rests on a zone or a capture time nobody confirmed
    about: bool = False  # slot boundaries are approximate (150 minutes and more, formats.md 11.6)
    printed_begin_ms: int | None = None  # aggregate boundaries as printed, before the correction
    printed_end_ms: int | None = None
    access_duration_ms: int | None = None
    chain_id: int | None = None
    attribution_flags: int | None = None
    virtual_device: str | None = None  # DEVICE_ID where it is not default:0
    unattributed: bool = False  # printed under a header that may not be its own (formats.md 11.5)


@dataclass(frozen=True, slots=True)
class Running:
    """An op that is in use at the moment of the dump."""

    uid: int
    package: str
    op: str
    tag: str | None
    started_ms: int | None
    nesting: int | None
    line: int


@dataclass(frozen=True, slots=True)
class OpMode:
    """The mode of an op for a package, or for a whole uid when `package` is None."""

    uid: int
    package: str | None
    op: str
    mode: str  # allow ignore deny default foreground ask, or a number as printed
    switch_op: str | None
    switch_mode: str | None
    line: int


@dataclass(frozen=True, slots=True)
class UidRow:
    """A `Uid` header of the op section with its state at the moment of the dump."""

    uid: int
    state: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One slot of the aggregated history."""

    index: int  # 0 is the one still in memory
    printed_begin_ms: int
    printed_end_ms: int
    begin_ms: int  # corrected (formats.md 11.6)
    end_ms: int
    about: bool
    line: int


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A line that was not understood: counted, kept, shown."""

    line: int
    text: str  # at most 500 characters
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the text says about itself: refused, unknown option, cut, history disabled …"""

    code: str
    text: str
    line: int


AppOpsRecord = Event | Running | OpMode | UidRow | Snapshot | Unparsed | Notice


@dataclass(frozen=True, slots=True)
class User:
    """A user or profile of the phone."""

    user_id: int
    name: str
    flags: int  # as printed, hexadecimal in the text
    running: bool
    line: int


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package for one user; (uid, name) is the key, never the name alone."""

    name: str
    uid: int
    user_id: int
    line: int
    version_name: str | None = None
    version_code: int | None = None
    target_sdk: int | None = None
    installer: str | None = None
    initiating_package: str | None = None  # who asked the installer to install it
    originating_package: str | None = None  # where the file came from, as the installer says
    update_owner: str | None = None  # who alone may update it unasked
    code_path: str | None = None
    is_system: bool | None = None
    is_hidden_system: bool = False
    first_install_local: str | None = None  # as printed: phone-local, no zone
    last_update_local: str | None = None
    shared_user: str | None = None
    enabled: int | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission of one package for one user. `granted` None means only requested."""

    package: str
    uid: int
    name: str
    granted: bool | None
    flags: tuple[str, ...]
    runtime: bool | None
    line: int


@dataclass(frozen=True, slots=True)
class UsageEvent:
    """A foreground, screen, lock or boot event of usagestats.

    `activity` is the class as printed, `instance` (Android 10 on) tells apart several of it.
    """

    user_id: int
    time_ms: int
    precision_ms: int
    type: str
    package: str
    line: int
    activity: str | None = None
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class UsageSpan:
    """A stretch of time of which a text lists every usage event of a user."""

    user_id: int
    begin_ms: int
    end_ms: int
    line: int


class Outcome(StrEnum):
    """How a session of the audio or camera log went."""

    ENDED = "ended"
    RUNNING = "running"  # at the moment of the dump
    EVICTED = "evicted"  # another client took the camera
    DIED = "died"  # the process of the client died
    REFUSED = "refused"
    UNKNOWN = "unknown"  # the log does not tell the end


@dataclass(frozen=True, slots=True)
class Session:
    """A recording or a camera connection, from the service's own log, with both of its lines.

    A log that was cut may hold only one end: the other time and line are None.
    """

    source: Source  # AUDIO or CAMERA
    uid: int | None  # the camera log does not tell
    package: str  # as printed, empty where the log names none
    what: str  # audio source (MIC, CAMCORDER, …) or the id of the camera
    number: int  # audio: riid, before Android 10 the session; camera: process id
    begin_ms: int | None
    end_ms: int | None
    precision_ms: int
    zone_assumed: bool
    outcome: Outcome
    silenced: bool | None  # audio from Android 12: it was given silence at least at the end
    reason: str | None  # of a refusal, as printed
    begin_line: int | None
    end_line: int | None
    line: int


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A phone: how ADB names it and what it says it is. Unknown fields are None."""

    device_id: str  # ro.serialno, else ADB's serial; starts with SAMPLE- for a sample phone
    serial: str
    is_sample: bool
    manufacturer: str | None = None
    model: str | None = None
    api: int | None = None
    release: str | None = None
    fingerprint: str | None = None
    zone: str | None = None  # IANA name
    locale: str | None = None
