"""One filter for table, timeline, command line and export; series.py says what passes it."""

from dataclasses import dataclass

from auditor.records import DataType, Kind, Source

# What a person asks about; "other operations", such as keeping the phone awake, on demand.
PERSONAL = frozenset(DataType) - {DataType.OTHER}


@dataclass(frozen=True)
class EventFilter:
    """Which events to show. An empty set, None and "" do not filter.

    `since_ms` and `until_ms` keep what touches the span: an event lies between its time and
    that plus its duration or its precision, whichever is longer. An event whose time is unknown
    touches no span. `text` is looked for in package, label (of every language), op, data type and
    tag. `event_ids` are those of one case, as they are listed there; they change when the case is
    worked out anew.
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
    event_ids: frozenset[int] = frozenset()
    include_system: bool = True
    include_middlemen: bool = False
    device_id: str | None = None
    unmerged: bool = False  # every record of every raw line: superseded and middlemen too
