"""The facts behind the sentences of Home: who used what, and what this phone cannot tell.

Codes and values only; words.py turns them into text. Each sentence carries the filter that
opens exactly the events it counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor import words
from auditor.columns import DATA_TYPES, KINDS, SOURCES, UNKNOWN, EventColumns
from auditor.filters import EventFilter
from auditor.limits import Limit, limits_of
from auditor.query import captures, columns, devices, local_text
from auditor.query import last_capture_ms as last_capture_ms
from auditor.records import UNKNOWN_UID, DataType, DeviceInfo, Kind, Source
from auditor.store import Store

DAY_MS = 86_400_000
DAYS = 7
NAMED_TYPES = tuple(each for each in DataType if each is not DataType.OTHER)
# Said to be unused where nothing is recorded; of the others silence is enough.
ASKED_TYPES = (
    DataType.MICROPHONE,
    DataType.CAMERA,
    DataType.PHOTOS,
    DataType.CONTACTS,
    DataType.LOCATION,
)

Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `code` and `values` for words.sentence, `filter` for the events it counts."""

    code: str
    values: dict[str, int | str]
    filter: EventFilter


@dataclass(frozen=True, slots=True)
class Tile:
    """One data type at a glance. Everything is about accesses within the span.

    `background_share` is the share of the accesses that tell and were in the background, 0 to 1,
    each counted once also where a period counts it too; None when none tells. `spark` is the
    number of apps for each of the last seven spans of 24 hours, the oldest first.
    """

    data_type: DataType
    apps: int
    records: int
    last_ms: int | None
    last_precision_ms: int
    background_share: float | None
    spark: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What Home shows. `device` is None for a case without captures."""

    device: DeviceInfo | None
    since_ms: int | None
    until_ms: int
    sentences: list[Sentence]
    tiles: list[Tile]
    limits: list[Sentence]


def chosen_device(store: Store, wanted: EventFilter) -> DeviceInfo | None:
    """The phone that a summary is about: the filter's, else the one that was read last."""
    known = {device.device_id: device for device in devices(store)}
    if wanted.device_id is not None:
        return known.get(wanted.device_id)
    newest = max(captures(store), key=lambda c: c.ended_ms or c.started_ms, default=None)
    return known.get(newest.device_id) if newest else None


def say(sentence: Sentence, lang: str) -> str:
    """Put one sentence into words."""
    values = dict(sentence.values)
    count = values.pop("count", None)
    number = count if isinstance(count, int) else None
    return words.sentence(sentence.code, lang, number, **values)


def joined(sentences: list[Sentence], said: list[str], lang: str) -> list[str]:
    """Put what follows from a sentence ("2 of them …") on its line."""
    rows: list[str] = []
    for sentence, text in zip(sentences, said, strict=True):
        if sentence.code.startswith("background") and rows:
            rows[-1] += text if lang == "zh_CN" else f" {text}"
        else:
            rows.append(text)
    return rows


def summarize(store: Store, now_ms: int, wanted: EventFilter = EventFilter()) -> Summary:
    """Sum up one phone of a case. `now_ms` is the end of its last capture (`last_capture_ms`).

    Without a time in the filter the last seven days count.
    """
    device = chosen_device(store, wanted)
    base = replace(wanted, device_id=device.device_id if device else wanted.device_id)
    if wanted.since_ms is None and wanted.until_ms is None:
        base = replace(base, since_ms=now_ms - DAYS * DAY_MS)
    facts = _Facts(columns(store, base))
    types = [each for each in DataType if each in wanted.types] or NAMED_TYPES
    span = _span_values(wanted, device)
    whole = replace(base, since_ms=None, until_ms=None)
    limits = limits_of(store, device, columns(store, whole), facts.columns, base.since_ms)
    return Summary(
        device=device,
        since_ms=base.since_ms,
        until_ms=base.until_ms or now_ms,
        sentences=[s for each in types for s in _sentences(facts, each, base, span)],
        tiles=[_tile(facts, each, base.until_ms or now_ms) for each in types],
        limits=[_limit_sentence(limit, base) for limit in limits],
    )


class _Facts:
    """The columns of the span, asked for apps by mask."""

    def __init__(self, columns: EventColumns) -> None:
        self.columns = columns
        self.is_access: Bool = columns.kind == KINDS.index(Kind.ACCESS)
        self.is_background: Bool = columns.background == 1
        self.is_partial: Bool = columns.is_partial

    def of_type(self, data_type: DataType) -> Bool:
        found: Bool = self.columns.data_type == DATA_TYPES.index(data_type)
        return found

    def apps(self, mask: Bool) -> int:
        """Count apps. One whose uid a log leaves open is one of the same name, if there is any."""
        codes = np.unique(self.columns.package[mask]).tolist()
        known = [self.columns.packages[code] for code in codes]
        names = {(key.device_id, key.package) for key in known if key.uid != UNKNOWN_UID}
        return sum(
            key.uid != UNKNOWN_UID or (key.device_id, key.package) not in names for key in known
        )

    def at_least(self, mask: Bool) -> str:
        """The ending of a code where no record keeps every access: the number is a lower bound."""
        return "_at_least" if bool(self.is_partial[mask].all()) else ""


def _span_values(wanted: EventFilter, device: DeviceInfo | None) -> dict[str, int | str]:
    zone = (device.zone if device else None) or "UTC"
    since, until = (_minute(time, zone) for time in (wanted.since_ms, wanted.until_ms))
    if since and until:
        return {"span": "span_between", "since": since, "until": until}
    if since:
        return {"span": "span_since", "since": since}
    if until:
        return {"span": "span_until", "until": until}
    return {"span": "span_last", "days": DAYS}


def _minute(time_ms: int | None, zone: str) -> str:
    text = local_text(time_ms, zone) or local_text(time_ms, "UTC") or ""
    return text[:16].replace("T", " ")


def _sentences(
    facts: _Facts, data_type: DataType, base: EventFilter, span: dict[str, int | str]
) -> Iterator[Sentence]:
    values: dict[str, int | str] = {**span, "data_type": data_type.value}
    of_type = replace(base, types=frozenset({data_type}))
    accesses = facts.of_type(data_type) & facts.is_access
    if base.kinds != {Kind.REJECT}:
        yield from _access_sentences(facts, accesses, of_type, values)
    refused = facts.of_type(data_type) & ~facts.is_access
    if refused.any():
        rejects = replace(of_type, kinds=frozenset({Kind.REJECT}))
        code = f"refused{facts.at_least(refused)}"
        yield Sentence(code, {**values, "count": facts.apps(refused)}, rejects)


def _access_sentences(
    facts: _Facts, accesses: Bool, of_type: EventFilter, values: dict[str, int | str]
) -> Iterator[Sentence]:
    only = replace(of_type, kinds=frozenset({Kind.ACCESS}))
    apps = facts.apps(accesses)
    if not apps:
        if of_type.types <= set(ASKED_TYPES):
            yield Sentence("not_used", values, only)
        return
    at_least = facts.at_least(accesses)
    yield Sentence(f"used{at_least}", {**values, "count": apps}, only)
    background = facts.apps(accesses & facts.is_background)
    if background and of_type.background is not True:
        code = "background_only" if background == apps else f"background{at_least}"
        yield Sentence(code, {"count": background}, replace(only, background=True))


def _tile(facts: _Facts, data_type: DataType, until_ms: int) -> Tile:
    mask = facts.of_type(data_type) & facts.is_access
    columns = facts.columns
    known = mask & (columns.background >= 0)
    number = int(columns.more[known].sum())
    share = float(columns.more[known & facts.is_background].sum() / number) if number else None
    last_ms, last_precision_ms = _last(columns, mask)
    return Tile(
        data_type=data_type,
        apps=facts.apps(mask),
        records=int(mask.sum()),
        last_ms=last_ms,
        last_precision_ms=last_precision_ms,
        background_share=share,
        spark=tuple(facts.apps(mask & day) for day in _days(columns, until_ms)),
    )


def _last(columns: EventColumns, mask: Bool) -> tuple[int | None, int]:
    """The newest access and how exact that is; a slot only where nothing better is known."""
    timed = mask & (columns.time_ms != UNKNOWN)
    single = timed & (columns.source != SOURCES.index(Source.AGGREGATE))
    rows = np.flatnonzero(single if single.any() else timed)
    if not len(rows):
        return None, 0
    row = rows[np.argmax(columns.time_ms[rows])]
    return int(columns.time_ms[row]), int(columns.precision_ms[row])


def _days(columns: EventColumns, until_ms: int) -> Iterator[Bool]:
    """For each of the last seven spans of 24 hours: which records touch it."""
    timed = columns.time_ms != UNKNOWN
    last_ms = np.maximum(columns.end_ms - 1, columns.time_ms)
    for day in range(DAYS, 0, -1):
        begin, end = until_ms - day * DAY_MS, until_ms - (day - 1) * DAY_MS
        yield timed & (columns.time_ms < end) & (last_ms >= begin)


def _limit_sentence(limit: Limit, base: EventFilter) -> Sentence:
    return Sentence(f"limit_{limit.code}", limit.values, base)
