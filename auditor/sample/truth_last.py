"""The truth of the op section: the newest access and reject per key, for each Android version.

Times are those of the begin of an access, also where the phone prints when it ended.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from auditor.records import Kind, Proxy, Source
from auditor.sample.entries import Entry
from auditor.sample.truth_rows import Life, Segment, TrueRow, Who, lives
from auditor.sample.versions import Version

_CLOCKS_APART_MS = 5  # Android 9 measures a run by another clock than its times


def last_rows(entries: Iterable[Entry], now: int, lived: int, version: Version) -> list[TrueRow]:
    """List what the op section must show: the newest access and reject per key.

    `lived` is where life is; it differs from the phone's `now` after its clock was set.
    """
    rows: list[TrueRow] = []
    for who, life in lives(entries, version.has_tags).items():
        if version.grammar == "g26":
            rows += _last_26(who, life)
        elif version.grammar == "g28":
            rows += _last_28(who, life, now)
        else:
            rows += _last_by_flag(who, life, lived, version)
    return rows


def _row(kind: Kind, who: Who, state: str | None, flags: str | None, time: int) -> TrueRow:
    return TrueRow(Source.LAST, kind, *who, state, flags, time)


def _last_26(who: Who, life: Life) -> list[TrueRow]:
    allowed = [entry.time for entry in life.notes] + life.starts
    last_end = life.ends[-1] if life.ends else -1
    last_allowed = max(allowed, default=-1)
    rejected = life.rejects[-1].time if life.rejects else -1
    rows: list[TrueRow] = []
    if max(last_allowed, last_end) >= 0:
        lasted: int | None = None
        if last_end >= last_allowed:
            lasted = last_end - last_allowed or None
        is_running = bool(life.depth) and bool(life.starts) and life.starts[-1] == last_allowed
        begin = last_allowed if lasted else max(last_allowed, last_end)
        row = _row(Kind.ACCESS, who, None, None, begin)
        rows.append(replace(row, duration_ms=lasted, running=is_running))
    if rejected > last_allowed:
        rows.append(_row(Kind.REJECT, who, None, None, rejected))
    return rows


def _last_28(who: Who, life: Life, now: int) -> list[TrueRow]:
    allowed: dict[str, int] = {}
    cleared: dict[str, int] = {}  # when a reject of the state was last forgotten
    for entry in life.notes:
        allowed[entry.state] = cleared[entry.state] = entry.time
    starts = set(life.starts)
    for segment in life.segments:
        for at in (segment.begin, segment.end):
            if at is not None:
                allowed[segment.state] = max(allowed.get(segment.state, 0), at)
        if segment.begin in starts:
            cleared[segment.state] = max(cleared.get(segment.state, 0), segment.begin)
    rows = [_row(Kind.ACCESS, who, state, None, at) for state, at in allowed.items()]
    lasted = last_run(life)
    if lasted is not None and _is_in_one_state(allowed, lasted, now):
        newest = max(rows, key=lambda row: row.time_ms)
        begin = newest.time_ms - lasted
        rows[rows.index(newest)] = replace(newest, time_ms=begin, duration_ms=lasted)
    rejects = {entry.state: entry.time for entry in life.rejects}
    return rows + [
        _row(Kind.REJECT, who, state, None, at)
        for state, at in rejects.items()
        if at > cleared.get(state, -1)
    ]


def last_run(life: Life) -> int | None:
    """Measure the last run, the only one whose length API 28 keeps, until the next note."""
    if life.depth or not life.ends or not life.starts:
        return None
    is_forgotten = max((entry.time for entry in life.notes), default=0) > life.ends[-1]
    return None if is_forgotten else life.ends[-1] - life.starts[-1] or None


def _is_in_one_state(allowed: dict[str, int], lasted: int, now: int) -> bool:
    """Say whether nothing but the run itself can have left a time since the run began."""
    *others, newest = sorted(allowed.values())
    return newest <= now and all(at < newest - lasted - _CLOCKS_APART_MS for at in others)


class _Written(NamedTuple):
    """An access as it was written: `at` tells which of several came last."""

    at: int
    time: int
    lasted: int | None = None
    proxy: Proxy | None = None
    running: bool = False


def _last_by_flag(who: Who, life: Life, lived: int, version: Version) -> list[TrueRow]:
    """From API 29: per state and flag. What was written last wins, even if it began earlier."""
    written: dict[tuple[str, str], list[_Written]] = defaultdict(list)
    for entry in life.notes:
        proxy = entry.proxy if version.api >= 30 else None
        note = _Written(entry.time, entry.time, None, proxy)
        written[entry.state, entry.flag].append(note)
    for part in life.segments:
        written[part.state, "s"] += _of_run(part, lived, version)
    rows: list[TrueRow] = []
    for (state, flag), found in written.items():
        last = max(reversed(found), key=lambda one: one.at)
        row = _row(Kind.ACCESS, who, state, flag, last.time)
        lasted = last.lasted or None
        rows.append(replace(row, duration_ms=lasted, proxy=last.proxy, running=last.running))
    rejects = {(entry.state, entry.flag): entry for entry in life.rejects}
    rows += [
        _row(Kind.REJECT, who, state, flag, entry.time) for (state, flag), entry in rejects.items()
    ]
    return rows


def _of_run(part: Segment, lived: int, version: Version) -> list[_Written]:
    """Say what a stretch of a run writes: at its start (29 only), and at its end or now."""
    found: list[_Written] = []
    is_over = part.end is not None
    end = lived if part.end is None else part.end
    if version.api == 29:
        found.append(_Written(part.begin, part.begin, running=not is_over))
        if is_over:
            found.append(_Written(end, part.begin, end - part.begin))
    elif is_over:
        found.append(_Written(end, part.begin, end - part.begin))
    else:
        found.append(_Written(lived + 1, part.begin, end - part.begin, running=True))
    return found
