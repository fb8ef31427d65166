"""One filter for table, timeline, command line and export.

Every question but the span is one about a series (who, what, how), of which even a big case has
only thousands: they are matched in Python, in one place, and the events follow by number.
"""

import sqlite3
from dataclasses import dataclass

from auditor.ops import is_middleman
from auditor.records import DataType, Kind, Source

FIRST_APP_ID = 10_000  # Android: lower ids belong to the system
PER_USER = 100_000


@dataclass(frozen=True)
class EventFilter:
    """Which events to show. An empty set, None and "" do not filter.

    `since_ms` and `until_ms` keep what touches the span: an event lies between its time and
    that plus its duration or its precision, whichever is longer. An event whose time is unknown
    touches no span. `text` is looked for in package, label, op, data type and tag.
    """

    types: frozenset[DataType] = frozenset()
    packages: frozenset[str] = frozenset()
    uids: frozenset[int] = frozenset()
    since_ms: int | None = None
    until_ms: int | None = None
    kinds: frozenset[Kind] = frozenset()
    background: bool | None = None
    sources: frozenset[Source] = frozenset()
    text: str = ""
    include_system: bool = True
    include_middlemen: bool = False
    device_id: str | None = None
    unmerged: bool = False  # every record of every raw line: superseded and middlemen too


@dataclass(frozen=True, slots=True)
class Series:
    """Everything that many events share: who, what, how, from which record."""

    id: int
    device_id: str
    package_id: int
    package: str
    uid: int
    label: str | None
    is_system: bool
    op: str
    data_type: DataType
    tag: str | None
    uid_state: str | None
    flags: str | None
    kind: Kind
    source: Source

    @property
    def user(self) -> int:
        """The Android user that the uid belongs to."""
        return max(0, self.uid) // PER_USER  # -1: a record without a uid


_SERIES = """
SELECT s.id, d.device_id, p.id, p.name, p.uid, p.label, p.is_system, o.name, o.data_type,
  t.name, u.name, f.name, s.kind, s.source
FROM series s
JOIN packages p ON p.id = s.package_id
JOIN devices d ON d.id = p.device_id
JOIN ops o ON o.id = s.op_id
LEFT JOIN tags t ON t.id = s.tag_id
LEFT JOIN uid_states u ON u.id = s.state_id
LEFT JOIN flags f ON f.id = s.flags_id
"""


def all_series(db: sqlite3.Connection) -> dict[int, Series]:
    """Read every series of a case."""
    return {row[0]: _series(row) for row in db.execute(_SERIES)}


def _series(row: tuple[object, ...]) -> Series:
    uid, is_system = int(str(row[4])), row[6]
    return Series(
        id=int(str(row[0])),
        device_id=str(row[1]),
        package_id=int(str(row[2])),
        package=str(row[3]),
        uid=uid,
        label=_text(row[5]),
        is_system=bool(is_system) or uid % PER_USER < FIRST_APP_ID,
        op=str(row[7]),
        data_type=DataType(str(row[8])),
        tag=_text(row[9]),
        uid_state=_text(row[10]),
        flags=_text(row[11]),
        kind=Kind(str(row[12])),
        source=Source(str(row[13])),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def matches_who(series: Series, wanted: EventFilter) -> bool:
    """Say whether a series passes a filter, but for what is looked at per event.

    That is the span, the background, and the source: an event may have witnesses of several.
    """
    return (
        (not wanted.types or series.data_type in wanted.types)
        and (not wanted.packages or series.package in wanted.packages)
        and (not wanted.uids or series.uid in wanted.uids)
        and (not wanted.kinds or series.kind in wanted.kinds)
        and (wanted.device_id is None or series.device_id == wanted.device_id)
        and (wanted.include_system or not series.is_system)
        and (wanted.include_middlemen or wanted.unmerged or not is_middleman(series.flags))
        and _has_text(series, wanted.text)
    )


def _has_text(series: Series, text: str) -> bool:
    if not text:
        return True
    fields = (series.package, series.label, series.op, series.data_type, series.tag)
    return any(text.casefold() in field.casefold() for field in fields if field)
