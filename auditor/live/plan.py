"""What a watch asks for and how often it would like to, by Android version (formats.md 8.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.capture_plan import Step, app_steps, history_steps, op_steps, without_limit
from auditor.filters import PERSONAL
from auditor.live.clock import LiveClock
from auditor.records import DataType

WATCHED = (
    DataType.MICROPHONE,
    DataType.CAMERA,
    DataType.LOCATION,
    DataType.CONTACTS,
    DataType.PHOTOS,
)
_FAST_MS, _NEXT_MS = 2_000, 5_000
FULL_MS, _LOG_MS = 30_000, 30_000
_USAGE_MS, _LIST_MS = 10 * 60_000, 15 * 60_000
_ONE_OP_FROM, _LIST_FROM = 28, 31  # the first that know --op and --include-discrete
_UNKNOWN_API = 33
# What lists the last access of every op, as each version takes the question.
WHOLE = frozenset({"appops", "appops_all", without_limit("appops") or "appops"})
ONE_OP = "appops_op"
_FASTEST = {DataType.MICROPHONE, DataType.CAMERA, DataType.LOCATION}
# The ops that an app's reading of the data is noted under; the full dump tells all others.
_OPS: dict[DataType, tuple[str, ...]] = {
    DataType.MICROPHONE: ("RECORD_AUDIO",),
    DataType.CAMERA: ("CAMERA",),
    DataType.LOCATION: ("FINE_LOCATION", "COARSE_LOCATION"),
    DataType.CONTACTS: ("READ_CONTACTS",),
    DataType.CALENDAR: ("READ_CALENDAR",),
    DataType.CALL_LOG: ("READ_CALL_LOG",),
    DataType.SMS: ("READ_SMS",),
    DataType.PHONE: ("READ_PHONE_STATE",),
    DataType.CLIPBOARD: ("READ_CLIPBOARD",),
    DataType.SENSORS: ("BODY_SENSORS", "ACTIVITY_RECOGNITION"),
    DataType.NEARBY: ("BLUETOOTH_SCAN",),
    DataType.SCREEN: ("PROJECT_MEDIA",),
}
_PHOTO_OPS = ("READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO")
_PHOTO_OPS_OLD = ("READ_EXTERNAL_STORAGE",)
_MEDIA_FROM = 33


@dataclass(frozen=True, slots=True)
class Poll:
    """One question that is asked again and again; `wish_ms` is how often, if the phone lets us."""

    step: Step
    wish_ms: int
    is_accesses: bool = True  # its answer tells of accesses: without one, nothing is watched

    @property
    def asked(self) -> str:
        """Name it in journals and tables."""
        return asked(self.step.command, self.step.parameters)


def asked(command: str, parameters: dict[str, str]) -> str:
    """Name a question by its command and what it was asked for."""
    return " ".join((command, *(parameters[key] for key in sorted(parameters))))


def polls_of(
    api: int | None,
    types: Iterable[DataType] = WATCHED,
    fastest_ms: int = _FAST_MS,
    whole_ms: int = FULL_MS,
) -> list[Poll]:
    """List what to ask: one op at a time for what matters most, everything now and then."""
    known = _UNKNOWN_API if api is None else api
    full = op_steps(api)[0]
    if known < _ONE_OP_FROM:
        # Nothing but the whole dump tells of accesses: it is asked as often as the phone lets us.
        polls = [Poll(full, max(_NEXT_MS, fastest_ms))]
    else:
        polls = [
            Poll(Step(ONE_OP, {"op": op}), fastest_ms if kind in _FASTEST else slower)
            for slower in [max(_NEXT_MS, fastest_ms)]
            for kind in sorted(set(types))
            for op in _ops(kind, known)
        ]
        polls += [Poll(full, max(whole_ms, fastest_ms)), Poll(Step("audio"), _LOG_MS, False)]
    polls.append(Poll(Step("camera"), _LOG_MS, False))
    usage = "usagestats" if known >= _ONE_OP_FROM else "usagestats_dates"
    polls.append(Poll(Step(usage), _USAGE_MS, False))
    if known >= _LIST_FROM:
        polls.append(Poll(Step("appops_discrete"), _LIST_MS, False))
    return polls


def first_steps(api: int | None, users: list[str], is_post_36: bool, too_soon: bool) -> list[Step]:
    """What each capture of a watch begins with, after the phone said who it is and what was last.

    The history, which changes the phone's newest slot, is asked for here only: at most once in
    some hours.
    """
    known = _UNKNOWN_API if api is None else api
    usage = "usagestats" if known >= _ONE_OP_FROM else "usagestats_dates"
    logs = ["audio", "camera"] if known >= _ONE_OP_FROM else ["camera"]
    return [
        *history_steps(api, is_post_36, too_soon),
        *app_steps("quick", api, users),
        Step(usage),
        *(Step(log) for log in logs),
    ]


def _ops(kind: DataType, api: int) -> tuple[str, ...]:
    if kind is DataType.PHOTOS:
        return _PHOTO_OPS if api >= _MEDIA_FROM else _PHOTO_OPS_OLD
    return _OPS.get(kind, ())


@dataclass(frozen=True, slots=True)
class Settings:
    """How a phone is watched; as the arguments of Watcher."""

    types: frozenset[DataType]
    clock: LiveClock
    duty: float
    fastest_ms: int
    whole_ms: int
    roll_ms: int  # how long one capture grows

    def polls(self, api: int | None) -> list[Poll]:
        """What a phone of that version is asked."""
        return polls_of(api, self.types, self.fastest_ms, self.whole_ms)

    @property
    def news_types(self) -> frozenset[DataType]:
        """What counts as something new."""
        return PERSONAL | self.types
