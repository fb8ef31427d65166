"""Times as a complaint writes them: never more exactly than known, local and UTC side by side."""

from datetime import UTC, datetime, timedelta, tzinfo

from auditor.complaint.phrases import phrase
from auditor.query import EventRow
from auditor.records import Source

SECOND_MS, MINUTE_MS = 1000, 60_000


def moment(time_ms: int, precision_ms: int, zone: tzinfo) -> str:
    """Write a time that lies within `precision_ms` after `time_ms`; a wide one with both ends."""
    begin = _at(time_ms, zone)
    if begin is None:
        return f"{time_ms} ms"  # a year that no calendar has
    if precision_ms > MINUTE_MS:
        end = _at(time_ms + precision_ms, zone)
        is_same_day = end is not None and end.date() == begin.date()
        layout = "%H:%M" if is_same_day else "%Y-%m-%d %H:%M"
        return f"{begin:%Y-%m-%d %H:%M} – {f'{end:{layout}}' if end else '…'}"
    if precision_ms == MINUTE_MS:
        return f"{begin:%Y-%m-%d %H:%M}"
    if precision_ms >= SECOND_MS:
        return f"{begin:%Y-%m-%d %H:%M:%S}"
    return f"{begin:%Y-%m-%d %H:%M:%S}.{time_ms % 1000:03d}"


def offset(time_ms: int, zone: tzinfo) -> str:
    """Write how far a zone is from UTC then: `UTC+08:00`."""
    found = _at(time_ms, zone)
    digits = f"{found:%z}" if found else ""
    return f"UTC{digits[:3]}:{digits[3:5]}" if digits else "UTC"


def event_width_ms(row: EventRow) -> int:
    """Give how wide the stretch is in which an event lies: a count's is its whole period."""
    if row.source == Source.AGGREGATE and row.duration_ms is not None:
        return max(row.duration_ms, row.precision_ms)
    return row.precision_ms


def precision_text(row: EventRow, lang: str) -> str:
    """Say how exact the time of an event is."""
    if row.source == Source.AGGREGATE:
        return phrase("precision.about" if row.about else "precision.slot", lang)
    return width_text(row.precision_ms, lang)


def width_text(precision_ms: int, lang: str) -> str:
    """Say a precision."""
    if precision_ms > MINUTE_MS:
        return phrase("precision.other", lang, minutes=-(-precision_ms // MINUTE_MS))
    if precision_ms == MINUTE_MS:
        return phrase("precision.minute", lang)
    return phrase("precision.second" if precision_ms >= SECOND_MS else "precision.exact", lang)


def _at(time_ms: int, zone: tzinfo) -> datetime | None:
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time_ms)).astimezone(zone)
    except OverflowError:
        return None
