"""Android's history as it lies on disk: discrete XML (12 to 16), aggregated XML, and the database.

Discrete times and those of the database are milliseconds of UTC. The aggregated files hold ages:
how long before the last writing a slot began and ended; that moment is not in them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from auditor.clock import MINUTE_MS
from auditor.parsers.ops_by_code import flag_names, op_name, split_key, state_name
from auditor.parsers.safe_xml import Tag, as_text, tags
from auditor.records import Event, Kind, Notice, Snapshot, Source, Unparsed

Found = Event | Snapshot | Unparsed | Notice
_DEFAULT_DEVICE = "default:0"
_LONG_BUCKET_MS = 15 * MINUTE_MS
_ESCAPED = re.compile(r"\\([\\tnr])")
_PLAIN = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


class _Place:
    """Where in the nested elements a row stands: whose it is."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def enter(self, name: str, value: str) -> None:
        self.values[name] = value

    def leave(self, name: str) -> None:
        self.values.pop(name, None)

    def event(self, line: int) -> Event:
        """Build an event of this place without its own facts. KeyError, ValueError."""
        return Event(
            kind=Kind.ACCESS,
            uid=int(self.values["uid"]),
            package=self.values["package"],
            op=op_name(int(self.values["op"])),
            tag=self.values.get("tag"),
            uid_state=None,
            flags=None,
            time_ms=None,
            precision_ms=1,
            duration_ms=None,
            count=None,
            source=Source.DISCRETE,
            line=line,
            virtual_device=self.values.get("device"),
        )


_DISCRETE = {"u": ("uid", "ui"), "p": ("package", "pn"), "o": ("op", "op")}
_HISTORY = {"uid": ("uid", "na"), "pkg": ("package", "na"), "op": ("op", "na")}


def parse_root_discrete(stream: BinaryIO) -> Iterator[Found]:
    """Read a file of `discrete/`: one element for each access."""
    place = _Place()
    for tag in tags(stream):
        if isinstance(tag, Unparsed):
            yield tag
            continue
        try:
            if _follow(place, tag, _DISCRETE):
                continue
            if tag.name == "a":
                _attribution(place, tag, "at")
            elif tag.name == "e" and tag.attributes is not None:
                yield _discrete(place.event(tag.line), tag.attributes)
        except (ValueError, KeyError):
            yield Unparsed(tag.line, as_text(tag), "bad_entry")


def _follow(place: _Place, tag: Tag, names: dict[str, tuple[str, str]]) -> bool:
    if tag.name not in names:
        return False
    key, attribute = names[tag.name]
    if tag.attributes is None:
        place.leave(key)
    else:
        place.leave(key)  # a damaged heading must not pass its rows to the one before
        place.enter(key, tag.attributes[attribute])
    return True


def _attribution(place: _Place, tag: Tag, attribute: str) -> None:
    place.leave("tag")
    if tag.attributes and attribute in tag.attributes:
        place.enter("tag", tag.attributes[attribute])


def _discrete(event: Event, values: dict[str, str]) -> Event:
    lasted = int(values.get("nd", -1))
    chain = int(values.get("ci", -1))
    return replace(
        event,
        time_ms=int(values["nt"]),
        duration_ms=lasted if lasted >= 0 else None,
        uid_state=state_name(int(values["us"])),
        flags=flag_names(int(values["f"])),
        attribution_flags=int(values.get("af", 0)) or None,
        chain_id=chain if chain >= 0 else None,
    )


def parse_root_history(stream: BinaryIO, written_ms: int, depth_ms: int) -> Iterator[Found]:
    """Read a file of `history/`: counts over slots.

    `written_ms` is when the phone wrote it, `depth_ms` the age from which this file counts (its
    name). Every slot is `about`: neither is known exactly.
    """
    place = _Place()
    slot = Snapshot(0, 0, 0, 0, 0, True, 0)
    index = 0
    for tag in tags(stream):
        if isinstance(tag, Unparsed):
            yield tag
            continue
        try:
            if tag.name == "ops" and tag.attributes is not None:
                index += 1
                slot = _slot(tag, index, written_ms - depth_ms)
                yield slot
            elif _follow(place, tag, _HISTORY):
                continue
            elif tag.name == "ftr":
                _attribution(place, tag, "na")
            elif tag.name == "st" and tag.attributes is not None:
                yield from _counted(place.event(tag.line), tag.attributes, slot)
        except (ValueError, KeyError):
            yield Unparsed(tag.line, as_text(tag), "bad_entry")
    yield Notice("history_times_about", "the moment of writing is not in the file", 1)


def _slot(tag: Tag, index: int, zero_ms: int) -> Snapshot:
    values = tag.attributes or {}
    begin = zero_ms - int(values.get("end", 0))
    end = zero_ms - int(values.get("beg", 0))
    return Snapshot(index, begin, end, begin, end, True, tag.line)


def _counted(event: Event, values: dict[str, str], slot: Snapshot) -> Iterator[Event]:
    state, flags = split_key(int(values["na"]))
    accesses, rejects = _count(values.get("ac")), _count(values.get("rc"))
    lasted = int(values.get("du", 0))
    length = max(0, slot.end_ms - slot.begin_ms)
    row = replace(
        event,
        source=Source.AGGREGATE,
        uid_state=state,
        flags=flags,
        time_ms=slot.begin_ms,
        duration_ms=length,
        precision_ms=max(1, length),
        printed_begin_ms=slot.printed_begin_ms,
        printed_end_ms=slot.printed_end_ms,
        about=True,
        zone_assumed=True,
    )
    if accesses or not rejects:
        yield replace(row, count=accesses, access_duration_ms=lasted if lasted > 0 else None)
    if rejects:
        yield replace(row, kind=Kind.REJECT, count=rejects)


def parse_root_table(lines: Iterable[str]) -> Iterator[Found]:
    """Read the rows of `appops.db` as `importers.appops_db` writes them."""
    columns: list[str] = []
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if not columns:
            columns = cells
            continue
        try:
            if len(cells) != len(columns):
                raise ValueError("a row of another length")
            yield from _row(dict(zip(columns, cells, strict=True)), number)
        except (ValueError, KeyError):
            yield Unparsed(number, line[:500], "bad_row")


def _row(cells: dict[str, str], line: int) -> Iterator[Event]:
    place = _Place()
    place.enter("uid", cells["uid"])
    place.enter("package", _plain(cells["package_name"]))
    place.enter("op", cells["op_code"])
    if cells.get("attribution_tag"):
        place.enter("tag", _plain(cells["attribution_tag"]))
    if cells.get("device_id", _DEFAULT_DEVICE) not in ("", _DEFAULT_DEVICE):
        place.enter("device", _plain(cells["device_id"]))
    chain = int(cells.get("chain_id") or -1)
    event = replace(
        place.event(line),
        time_ms=int(cells["access_time"]),
        uid_state=state_name(int(cells["uid_state"])) if cells.get("uid_state") else None,
        flags=flag_names(int(cells["op_flags"])) if cells.get("op_flags") else None,
        attribution_flags=int(cells.get("attribution_flags") or 0) or None,
        chain_id=chain if chain >= 0 else None,
    )
    if "access_count" not in cells:
        lasted = int(cells.get("access_duration") or -1)
        yield replace(event, duration_ms=lasted if lasted >= 0 else None)
        return
    yield from _bucket(event, cells)


def _bucket(event: Event, cells: dict[str, str]) -> Iterator[Event]:
    """Give what a bucket counts: one event exactly, several as a stretch from the first on."""
    accesses, rejects = _count(cells["access_count"]), _count(cells.get("reject_count"))
    lasted = int(cells.get("total_duration") or 0)
    lasted_ms = lasted if lasted > 0 else None
    if accesses + rejects > 1:
        assert event.time_ms is not None
        # Which of its two files a row is from, it does not say: the longer bucket holds for both.
        rest = _LONG_BUCKET_MS - event.time_ms % _LONG_BUCKET_MS
        event = replace(event, source=Source.AGGREGATE, duration_ms=rest, precision_ms=rest)
        several = replace(event, access_duration_ms=lasted_ms)
    else:
        several = replace(event, duration_ms=lasted_ms)
    if accesses or not rejects:
        yield replace(several, count=accesses)
    if rejects:
        yield replace(event, kind=Kind.REJECT, count=rejects)


def _count(text: str | None) -> int:
    """Read how often; ValueError for less than never."""
    value = int(text or 0)
    if value < 0:
        raise ValueError("less than never")
    return value


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: _PLAIN[match[1]], text)
