"""An iPhone's App Privacy Report: JSON lines of seven days, versions 1 to 4.

An access is one line (`event`) or two with one identifier (`intervalBegin`, `intervalEnd`); a
domain of the internet is one line for each app, with its first and last time. Times carry their
offset from UTC. Source: "Inspecting app activity data" in the developer's documentation of iOS.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from auditor.companion_records import NetworkContact
from auditor.records import Event, Kind, Source, Unparsed

NO_UID = -1  # an iPhone's report names bundles, not uids
OUT_OF_PROCESS = "outOfProcess"
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
    count: int | None  # how often within it, where the report counts
    is_elsewhere: bool  # by a part of iOS outside of the app, such as the photo picker
    number: int


def parse_ios_report(lines: Iterable[str]) -> Iterator[Event | NetworkContact | Unparsed]:
    """Read a report. An interval's event has the line and the time of its begin.

    Where only the end is in the report the event has the end's time and no duration. What iOS
    did outside of the app's own process for it has the tag `outOfProcess`.
    """
    begun: dict[str, _Line] = {}
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        record = _record(text)
        if record is not None and _is_network(record):
            yield _contact(record, number) or Unparsed(number, text[:500], "bad_record")
            continue
        line = _line(record, number) if record is not None else None
        if line is None:
            yield Unparsed(number, text[:500], "bad_record")
        elif line.kind == "intervalBegin" and len(begun) < _MOST_OPEN:
            if line.identifier in begun:
                yield _event(begun[line.identifier])
            begun[line.identifier] = line
        elif line.kind == "intervalEnd" and line.identifier in begun:
            yield _event(begun.pop(line.identifier), line)
        else:
            yield _event(line)
    for line in begun.values():
        yield _event(line)


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
    package = _text(accessor.get("identifier")) if isinstance(accessor, dict) else None
    time_ms = _time_ms(record.get("timeStamp", record.get("timestamp")))
    category = _category(record)
    kind = record.get("kind", "event")
    if package is None or time_ms is None or category is None:
        return None
    if kind not in ("event", "intervalBegin", "intervalEnd"):
        return None
    return _Line(
        identifier=f"{record.get('identifier')} {package} {category}",
        kind=str(kind),
        package=package,
        category=category,
        time_ms=time_ms,
        count=_number(record.get("accessCount")),
        is_elsewhere=record.get("outOfProcess") is True,
        number=number,
    )


def _contact(record: dict[str, object], number: int) -> NetworkContact | None:
    package, domain = _text(record.get("bundleID")), _text(record.get("domain"))
    if package is None or domain is None:
        return None
    return NetworkContact(
        package=package,
        domain=domain,
        first_ms=_time_ms(record.get("firstTimeStamp")),
        last_ms=_time_ms(record.get("timeStamp")),
        hits=_number(record.get("hits")),
        initiated=_text(record.get("initiatedType")),
        context=_text(record.get("context")),
        owner=_text(record.get("domainOwner")),
        domain_type=_number(record.get("domainType")),
        line=number,
    )


def _text(value: object) -> str | None:
    """Give a text that is there; halves of a character, which JSON can spell, are replaced."""
    if not isinstance(value, str) or not value:
        return None
    return value[:500].encode("utf-8", "replace").decode("utf-8")


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and type(value) is int and value >= 0 else None


def _category(record: dict[str, object]) -> str | None:
    for key in ("category", "tccService", "stream"):
        value = _text(record.get(key))
        if value is not None:
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


def _event(line: _Line, end: _Line | None = None) -> Event:
    lasted_ms = None if end is None else end.time_ms - line.time_ms
    counts = [each.count for each in (line, end) if each is not None and each.count]
    is_elsewhere = line.is_elsewhere or (end is not None and end.is_elsewhere)
    return Event(
        kind=Kind.ACCESS,
        uid=NO_UID,
        package=line.package,
        op=f"ios:{line.category}",
        tag=OUT_OF_PROCESS if is_elsewhere else None,
        uid_state=None,
        flags=None,
        time_ms=line.time_ms,
        precision_ms=1,
        duration_ms=lasted_ms if lasted_ms is not None and lasted_ms >= 0 else None,
        count=max(counts, default=None),
        source=Source.IOS,
        line=line.number,
    )
