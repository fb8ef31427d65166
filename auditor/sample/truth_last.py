"""The truth of the op section: the newest access and reject per key, for each Android version."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from auditor.records import Kind, Source
from auditor.sample.entries import Entry
from auditor.sample.truth_rows import Life, TrueRow, Who, lives
from auditor.sample.versions import Version


def last_rows(entries: Iterable[Entry], now: int, version: Version) -> list[TrueRow]:
    """List what the op section must show: the newest access and reject per key."""
    rows: list[TrueRow] = []
    for key, life in lives(entries, version.has_tags).items():
        if version.grammar == "g26":
            rows += _last_26(key, life)
        elif version.grammar == "g28":
            rows += _last_28(key, life)
        else:
            rows += _last_by_flag(key, life, now, version)
    return rows


def _row(kind: Kind, key: Who, state: str | None, flags: str | None, time: int) -> TrueRow:
    return TrueRow(Source.LAST, kind, *key, state, flags, time)


def _last_26(key: Who, life: Life) -> list[TrueRow]:
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
        row = _row(Kind.ACCESS, key, None, None, max(last_allowed, last_end))
        rows.append(replace(row, duration_ms=lasted, running=is_running))
    if rejected > last_allowed:
        rows.append(_row(Kind.REJECT, key, None, None, rejected))
    return rows


def _last_28(key: Who, life: Life) -> list[TrueRow]:
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
    rows = [_row(Kind.ACCESS, key, state, None, at) for state, at in allowed.items()]
    rejects = {entry.state: entry.time for entry in life.rejects}
    return rows + [
        _row(Kind.REJECT, key, state, None, at)
        for state, at in rejects.items()
        if at > cleared.get(state, -1)
    ]


def _last_by_flag(key: Who, life: Life, now: int, version: Version) -> list[TrueRow]:
    """From API 29: per state and flag. What was written last wins, even if it began earlier."""
    written: dict[tuple[str, str], list[tuple[int, TrueRow]]] = defaultdict(list)
    for entry in life.notes:
        row = _row(Kind.ACCESS, key, entry.state, entry.flag, entry.time)
        proxy = entry.proxy if version.api >= 30 else None
        written[entry.state, entry.flag].append((entry.time, replace(row, proxy=proxy)))
    for segment in life.segments:
        row = _row(Kind.ACCESS, key, segment.state, "s", segment.begin)
        if version.api == 29:
            live = replace(row, running=segment.end is None)
            written[segment.state, "s"].append((segment.begin, live))
            row = replace(row, time_ms=segment.end or segment.begin)
        if segment.end is not None:
            lasted = segment.end - segment.begin or None
            written[segment.state, "s"].append((segment.end, replace(row, duration_ms=lasted)))
        elif version.api >= 30:
            live = replace(row, duration_ms=now - segment.begin or None, running=True)
            written[segment.state, "s"].append((now + 1, live))
    rows = [max(reversed(found), key=lambda pair: pair[0])[1] for found in written.values()]
    rejects = {(entry.state, entry.flag): entry for entry in life.rejects}
    rows += [
        _row(Kind.REJECT, key, state, flag, entry.time) for (state, flag), entry in rejects.items()
    ]
    return rows
