"""The two tables of late Android 16: counts per minute and per 15 minutes (formats.md 4.4)."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.sample.discrete import Keeping
from auditor.sample.entries import Entry
from auditor.sample.recordings import recordings

_MINUTE = 60_000
_SHORT_FLAGS = frozenset({"s", "tp", "tpd"})


@dataclass(slots=True)
class Bucket:
    """One row: `time` is the first event's, the rest are totals of the bucket."""

    time: int
    entry: Entry
    state: str
    accesses: int = 0
    rejects: int = 0
    duration: int = 0


def buckets(
    entries: Iterable[Entry], now: int, kept: Keeping, flushes: Sequence[int], is_short: bool
) -> list[Bucket]:
    """Fill one of the two tables, newest row first.

    Starts, ends and rejects have rows of their own. `flushes` are the times of earlier dumps:
    each wrote the bucket that was being filled, so what came later has another row.
    """
    size = _MINUTE if is_short else 15 * _MINUTE
    since = kept.since(now)
    rows: dict[tuple[object, ...], Bucket] = {}
    for record in recordings(entries):
        entry = record.entry
        is_kept = entry.op in kept.ops_at(record.recorded) and entry.flag in _SHORT_FLAGS
        if is_kept != is_short or record.time < since:
            continue
        key = (
            *(entry.uid, entry.package, entry.op, entry.tag, record.state, entry.flag),
            *(entry.chain, entry.attribution, record.kind, record.time // size),
            bisect_left(flushes, record.recorded),
        )
        row = rows.get(key)
        if row is None:
            row = rows[key] = Bucket(record.time, entry, record.state)
        row.time = min(row.time, record.time)
        if record.kind == "end":
            row.duration += record.duration
        elif record.kind == "access":
            row.accesses += 1
        else:
            row.rejects += 1
    return sorted(rows.values(), key=lambda row: -row.time)
