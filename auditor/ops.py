"""The catalogue of app ops: code, printed names, permission, data type, since which Android."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from auditor.records import DataType

# formats.md 5.1. Ops not listed are DataType.OTHER, and so are some that are grouped with others
# there, but do not say that the app got the data: RECORD_AUDIO_OUTPUT records what the phone plays,
# the `_SOURCE` ops are noted for whoever supplies a location or movement (formats.md 7.22), and
# drawing over others or asking to install reads nothing from the screen.
_GROUPS: dict[DataType, str] = {
    DataType.MICROPHONE: "RECORD_AUDIO PHONE_CALL_MICROPHONE RECORD_AUDIO_HOTWORD "
    "RECORD_INCOMING_PHONE_AUDIO RECEIVE_SOUNDTRIGGER_AUDIO "
    "RECEIVE_EXPLICIT_USER_INTERACTION_AUDIO RECORD_AUDIO_SANDBOXED RECEIVE_SANDBOX_TRIGGER_AUDIO",
    DataType.CAMERA: "CAMERA PHONE_CALL_CAMERA CAMERA_SANDBOXED",
    DataType.LOCATION: "COARSE_LOCATION FINE_LOCATION GPS WIFI_SCAN NEIGHBORING_CELLS "
    "MONITOR_LOCATION MONITOR_HIGH_POWER_LOCATION EMERGENCY_LOCATION",
    DataType.CONTACTS: "READ_CONTACTS WRITE_CONTACTS GET_ACCOUNTS",
    DataType.PHOTOS: "READ_EXTERNAL_STORAGE WRITE_EXTERNAL_STORAGE READ_MEDIA_AUDIO "
    "WRITE_MEDIA_AUDIO READ_MEDIA_VIDEO WRITE_MEDIA_VIDEO READ_MEDIA_IMAGES WRITE_MEDIA_IMAGES "
    "LEGACY_STORAGE ACCESS_MEDIA_LOCATION MANAGE_EXTERNAL_STORAGE NO_ISOLATED_STORAGE "
    "READ_MEDIA_VISUAL_USER_SELECTED",
    DataType.SMS: "READ_SMS WRITE_SMS SEND_SMS RECEIVE_SMS RECEIVE_EMERGECY_SMS "
    "RECEIVE_EMERGENCY_BROADCAST RECEIVE_MMS RECEIVE_WAP_PUSH READ_ICC_SMS WRITE_ICC_SMS "
    "READ_CELL_BROADCASTS",
    DataType.CALL_LOG: "READ_CALL_LOG WRITE_CALL_LOG",
    DataType.PHONE: "READ_PHONE_STATE OP_READ_PHONE_STATE READ_PHONE_NUMBERS CALL_PHONE "
    "PROCESS_OUTGOING_CALLS READ_DEVICE_IDENTIFIERS",
    DataType.CALENDAR: "READ_CALENDAR WRITE_CALENDAR",
    DataType.CLIPBOARD: "READ_CLIPBOARD WRITE_CLIPBOARD",
    DataType.SENSORS: "BODY_SENSORS ACTIVITY_RECOGNITION "
    "READ_HEART_RATE READ_SKIN_TEMPERATURE READ_OXYGEN_SATURATION READ_WRITE_HEALTH_DATA",
    DataType.NEARBY: "BLUETOOTH_SCAN BLUETOOTH_CONNECT BLUETOOTH_ADVERTISE UWB_RANGING "
    "NEARBY_WIFI_DEVICES RANGING",
    DataType.SCREEN: "PROJECT_MEDIA ASSIST_STRUCTURE ASSIST_SCREENSHOT "
    "BIND_ACCESSIBILITY_SERVICE ACCESS_ACCESSIBILITY ACCESS_NOTIFICATIONS GET_USAGE_STATS",
}
# Not Android's: categories of an iPhone's App Privacy Report, as `ios:<category>`.
_IOS_GROUPS: dict[DataType, str] = {
    DataType.MICROPHONE: "ios:microphone",
    DataType.CAMERA: "ios:camera",
    DataType.LOCATION: "ios:location",
    DataType.CONTACTS: "ios:contacts",
    DataType.PHOTOS: "ios:photos ios:mediaLibrary",
    DataType.CALENDAR: "ios:calendar ios:reminders",
    DataType.SENSORS: "ios:motion",
    DataType.NEARBY: "ios:bluetooth",
    DataType.SCREEN: "ios:screenRecording",
}
_TYPE_OF = {op: data_type for data_type, names in _GROUPS.items() for op in names.split()}
_TYPE_OF |= {op: data_type for data_type, names in _IOS_GROUPS.items() for op in names.split()}

# formats.md 0.7: values above 500 are background in the platform's own permission screens.
UID_STATES = {
    "pers": 100,
    "top": 200,
    "fgsvcl": 300,
    "fgsvc": 400,
    "fg": 500,
    "bg": 600,
    "cch": 700,
}


@dataclass(frozen=True, slots=True)
class Op:
    """One printed name of an op. A renamed op has two rows with one code."""

    code: int
    name: str
    public_name: str | None
    permission: str | None
    is_runtime: bool
    since_api: int | None  # None: a vendor's own op


@cache
def catalogue() -> dict[str, Op]:
    """Read ops.csv: printed name -> Op. The empty name (code 96, API 34+) is left out."""
    text = files("auditor").joinpath("ops.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["debug_name"]: _op(row) for row in rows if row["debug_name"]}


def _op(row: dict[str, str]) -> Op:
    return Op(
        code=int(row["op_code"]),
        name=row["debug_name"],
        public_name=row["public_name"] or None,
        permission=row["permission"] or None,
        is_runtime=row["runtime"] == "true",
        since_api=int(row["since_api"]) if row["since_api"] else None,
    )


def data_type(op: str) -> DataType:
    """Say what a person calls the data behind an op's printed name."""
    return _TYPE_OF.get(op, DataType.OTHER)


def ops_of(wanted: DataType) -> tuple[str, ...]:
    """List the printed op names of a data type; empty for OTHER."""
    return tuple(op for op, found in _TYPE_OF.items() if found is wanted)


def is_background(uid_state: str | None) -> bool | None:
    """Say whether a uid state counts as background; None when the record does not tell."""
    value = UID_STATES.get(uid_state or "")
    return None if value is None else value > 500


def is_middleman(flags: str | None) -> bool:
    """Say whether every flag marks a middle-man (tp, up) and not the receiver (formats.md 0.8)."""
    parts = set((flags or "").split("|")) - {""}
    return bool(parts) and parts <= {"tp", "up"}
