"""The truth of counts and single accesses: discrete rows, slots, buckets."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from auditor.records import Kind, Source
from auditor.sample.discrete import Keeping
from auditor.sample.entries import FINISH, MOVE, NEST, NOTE, REJECT, START, UNNEST, Entry
from auditor.sample.truth_rows import Life, TrueRow, Who, lives
from auditor.sample.versions import Version

_MINUTE = 60_000
_QUARTER = 15 * _MINUTE
_KEPT_FLAGS = frozenset({"s", "tp", "tpd"})


class _Point(NamedTuple):
    """A single access: `lasted` None where it has no end yet, or never has one."""

    time: int
    state: str
    flag: str
    lasted: int | None = None
    attribution: int = 0
    chain: int = -1


def _points(life: Life) -> list[_Point]:
    found = [
        _Point(e.time, e.state, e.flag, None, e.attribution, e.chain)
        for e in (*life.notes, *life.nested)
    ]
    for part in life.segments:
        found.append(_Point(part.begin, part.state, "s"))
        if part.end is not None:
            found.append(_Point(part.begin, part.state, "s", part.end - part.begin))
    return sorted(found, key=lambda point: point.time)


def discrete_rows(
    entries: Iterable[Entry], now: int, version: Version, kept: Keeping
) -> list[TrueRow]:
    """List the single accesses of API 31 to 36.0 as printed: at most one alike per minute."""
    ops, since = kept.ops_ever(), kept.since(now)
    is_floored = version.discrete == "floored"
    rows: dict[tuple[object, ...], TrueRow] = {}
    wanted = (entry for entry in entries if entry.op in ops and entry.flag in _KEPT_FLAGS)
    for who, life in lives(wanted, True).items():
        for point in _points(life):
            minute = point.time - point.time % _MINUTE
            lasted, whole = point.lasted, point.lasted
            if lasted is not None:
                whole = (lasted + _MINUTE - 1) // _MINUTE * _MINUTE
            alike = (*who, *point[1:3], minute, whole, *point[4:])
            if point.time < since or alike in rows:
                continue
            if who.op not in kept.ops_at(point.time + (lasted or 0)):  # written when it ends
                continue
            rows[alike] = TrueRow(
                Source.DISCRETE,
                Kind.ACCESS,
                *who,
                state=point.state,
                flags=point.flag,
                time_ms=minute if is_floored else point.time,
                precision_ms=_MINUTE if is_floored else 1,
                duration_ms=whole if is_floored else lasted,
                attribution_flags=point.attribution,
                chain_id=point.chain,
            )
    return list(rows.values())


class _Bin(NamedTuple):
    """What is counted together: one key in one slot."""

    who: Who
    state: str
    flag: str
    attribution: int
    chain: int
    slot: int


class _Totals:
    """Accesses, rejects and milliseconds per bin."""

    def __init__(self) -> None:
        self._counts: dict[_Bin, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, key: _Bin, which: int, amount: int) -> None:
        self._counts[key][which] += amount

    def rows(self, source: Source, edges: list[int], size: int) -> Iterator[TrueRow]:
        """Make rows; `edges` are the slots' boundaries, or empty for slots of one `size`."""
        for key, (accesses, rejects, lasted) in self._counts.items():
            begin = edges[key.slot] if edges else key.slot * size
            end = edges[key.slot + 1] if edges else begin + size
            for kind, count in ((Kind.ACCESS, accesses), (Kind.REJECT, rejects)):
                is_access = kind is Kind.ACCESS
                if count or (is_access and lasted):
                    yield TrueRow(
                        source,
                        kind,
                        *key.who,
                        state=key.state,
                        flags=key.flag,
                        time_ms=begin,
                        end_ms=end,
                        precision_ms=end - begin,
                        duration_ms=(lasted or None) if is_access else None,
                        count=count,
                        attribution_flags=key.attribution,
                        chain_id=key.chain,
                    )


def _boundaries(now: int, first: int, phase: int) -> list[int]:
    """List the slot boundaries, oldest first: ten slots of a size and up to nine more, then
    ten times as long. The last boundary is now.
    """
    step = _QUARTER
    at = now - (now - phase) % step  # where the slot in memory began
    found = [now, at]
    while at > first:
        coarse = step * 10
        stop = at - coarse
        stop -= (stop - phase) % coarse
        while at > stop:
            at -= step
            found.append(at)
        step = coarse
    return found[::-1]


def aggregate_rows(entries: list[Entry], now: int, phase: int) -> list[TrueRow]:
    """List the counts of API 31 to 36.0 per true slot; a reject has a row of its own."""
    if not entries:
        return []
    edges = _boundaries(now, entries[0].time, phase)
    totals = _Totals()
    for entry in entries:
        who = Who(entry.uid, entry.package, entry.op, entry.tag)
        slot = min(bisect_right(edges, entry.time), len(edges) - 1) - 1
        new = _Bin(who, entry.state, entry.flag, 0, -1, slot)
        if entry.what in (NOTE, START, MOVE, NEST):
            totals.add(new, 0, 1)
        elif entry.what == REJECT:
            totals.add(new, 1, 1)
        if entry.what in (MOVE, FINISH):
            totals.add(new._replace(state=entry.was or entry.state), 2, entry.time - entry.began)
    return list(totals.rows(Source.AGGREGATE, edges, 0))


def bucket_rows(entries: Iterable[Entry], now: int, kept: Keeping, is_short: bool) -> list[TrueRow]:
    """List the totals of late Android 16's tables: `time_ms` is where the bucket begins."""
    size = _MINUTE if is_short else _QUARTER
    since = kept.since(now)
    totals = _Totals()
    for entry in entries:
        is_wanted = entry.op in kept.ops_at(entry.time) and entry.flag in _KEPT_FLAGS
        if is_wanted != is_short or entry.what == UNNEST:
            continue
        who = Who(entry.uid, entry.package, entry.op, entry.tag)
        new = _Bin(who, entry.state, entry.flag, entry.attribution, entry.chain, entry.time // size)
        if entry.what in (MOVE, FINISH) and entry.began >= since:
            old = new._replace(state=entry.was or entry.state, slot=entry.began // size)
            totals.add(old, 2, entry.time - entry.began)
        if entry.what != FINISH and entry.time >= since:
            totals.add(new, 1 if entry.what == REJECT else 0, 1)
    return list(totals.rows(Source.DISCRETE if is_short else Source.AGGREGATE, [], size))
