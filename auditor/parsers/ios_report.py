"""An iPhone's App Privacy Report: JSON lines of seven days, versions 1 to 4.

An access is one line (`event`) or two with one identifier (`intervalBegin`, `intervalEnd`); times
carry their offset from UTC. Contacts with internet domains are counted, not listed.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from auditor.records import Event, Kind, Notice, Source, Unparsed

NO_UID = -1  # an iPhone's report names bundles, not uids
_MOST_OPEN = 100_000
_STREAM = "com.apple.privacy.accounting.stream."
_CATEGORIES = {  # as older versions say it -> as version 4 does
    "kTCCServiceAddressBook": "contacts",
    "kTCCServicePhotos": "photos",
    "kTCCServicePhotosAdd": "photos",
    "kTCCServiceMicrophone": "microphone",
    "kTCCServiceCamera": "camera",
    "kTCCServiceCalendar": "calendar",
    "kTCCServiceReminders": "reminders",
    "kTCCServiceMotion": "motion",
    "kTCCServiceBluetoothAlways": "bluetooth",
    "kTCCServiceMediaLibrary": "mediaLibrary",
    "calendars": "calendar",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One access line."""

    identifier: str
    kind: str
    package: str
    category: str
    time_ms: int
    number: int


def parse_ios_report(lines: Iterable[str]) -> Iterator[Event | Unparsed | Notice]:
    """Read a report. An interval's event has the line and the time of its begin.

    Where only the end is in the report the event has the end's time and no duration.
    """
    begun: dict[str, _Line] = {}
    domains, first_network = 0, 0
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        record = _record(text)
        if record is not None and _is_network(record):
            domains, first_network = domains + 1, first_network or number
            continue
        line = _line(record, number) if record is not None else None
        if line is None:
            yield Unparsed(number, text[:500], "bad_record")
        elif line.kind == "intervalBegin" and len(begun) < _MOST_OPEN:
            if line.identifier in begun:
                yield _event(begun[line.identifier], None)
            begun[line.identifier] = line
        elif line.kind == "intervalEnd" and line.identifier in begun:
            begin = begun.pop(line.identifier)
            yield _event(begin, line.time_ms - begin.time_ms)
        else:
            yield _event(line, None)
    for line in begun.values():
        yield _event(line, None)
    if domains:
        text = f"{domains} contacts of apps with internet domains are in the report; not listed"
        yield Notice("ios_network", text, first_network)


def _record(text: str) -> dict[str, object] | None:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _is_network(record: dict[str, object]) -> bool:
    return record.get("type") == "networkActivity" or ("domain" in record and "hits" in record)


def _line(record: dict[str, object], number: int) -> _Line | None:
    accessor = record.get("accessor")
    package = accessor.get("identifier") if isinstance(accessor, dict) else None
    time_ms = _time_ms(record.get("timeStamp", record.get("timestamp")))
    category = _category(record)
    kind = record.get("kind", "event")
    if not isinstance(package, str) or not package or time_ms is None or category is None:
        return None
    if kind not in ("event", "intervalBegin", "intervalEnd"):
        return None
    identifier = f"{record.get('identifier')} {package} {category}"
    return _Line(identifier, str(kind), package[:500], category, time_ms, number)


def _category(record: dict[str, object]) -> str | None:
    for key in ("category", "tccService", "stream"):
        value = record.get(key)
        if isinstance(value, str) and value:
            name = value.removeprefix(_STREAM)
            return _CATEGORIES.get(name, name)[:100]
    return None


def _time_ms(value: object) -> int | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return round(moment.timestamp() * 1000) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _event(line: _Line, lasted_ms: int | None) -> Event:
    return Event(
        kind=Kind.ACCESS,
        uid=NO_UID,
        package=line.package,
        op=f"ios:{line.category}",
        tag=None,
        uid_state=None,
        flags=None,
        time_ms=line.time_ms,
        precision_ms=1,
        duration_ms=lasted_ms if lasted_ms is not None and lasted_ms >= 0 else None,
        count=None,
        source=Source.IOS,
        line=line.number,
    )
