"""The cells that every table of events has: a time no more exact than it is known, a duration."""

from datetime import datetime

from auditor.query import EventRow
from auditor.records import Source

EXACT_MS = 1000  # a precision below is shown with milliseconds


def local_span(row: EventRow) -> str | None:
    """Write a time no more exactly than it is known; an aggregate as its period.

    It is the phone's own clock; where the zone is not known it is UTC and ends in Z. None for an
    unknown time.
    """
    if row.time_local is not None:
        return _span(row, row.time_local)
    return utc_span(row)


def utc_span(row: EventRow) -> str | None:
    """Write a time in UTC, with Z, no more exactly than it is known. None for an unknown time."""
    return None if row.time_utc is None else f"{_span(row, row.time_utc)}Z"


def _span(row: EventRow, text: str) -> str:
    begin = datetime.fromisoformat(text)
    if row.source == Source.AGGREGATE and row.duration_ms is not None:
        try:
            end = datetime.fromtimestamp(begin.timestamp() + row.duration_ms / 1000, begin.tzinfo)
        except (ValueError, OverflowError, OSError):  # a phone may claim the end of the year 9999
            return f"{begin:%Y-%m-%d %H:%M}–?"
        same_day = end.date() == begin.date()
        return f"{begin:%Y-%m-%d %H:%M}–{end:{'%H:%M' if same_day else '%m-%d %H:%M'}}"
    if row.precision_ms >= EXACT_MS:
        return f"{begin:%Y-%m-%d %H:%M}"
    return f"{begin:%Y-%m-%d %H:%M:%S}.{begin.microsecond // 1000:03d}"


def is_doubtful(row: EventRow) -> bool:
    """Whether even the precision of a time rests on something that nobody confirmed."""
    return row.zone_assumed or row.about or row.clock_changed


def exactness(row: EventRow) -> str:
    """Say how exact the time is: `1 ms`, `1 min`, `15 min?` where even that is in doubt."""
    if row.time_ms is None:
        return ""
    return duration_text(max(row.precision_ms, 1)) + ("?" if is_doubtful(row) else "")


def duration_text(duration_ms: int | None) -> str:
    """Write a duration with one unit: `300 ms`, `12.5 s`, `3 min`, `2.5 h`, `7 d`."""
    if duration_ms is None:
        return ""
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000)):
        if duration_ms >= size:
            return f"{round(duration_ms / size, 1):g} {unit}"
    return f"{duration_ms} ms"
