"""Events as a calendar (iCalendar, RFC 5545): what a person can lay beside their own appointments.

An event lasts from its time to the end of what it may have taken: its duration or its precision,
whichever is longer. A count over a period is that whole period, and says so. A calendar knows whole
seconds; the description has the time as it was recorded. Events without a known time are counted
in the calendar's description and are not in it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from icalendar import Calendar, Event, vText

from auditor import __version__, words
from auditor.event_cells import exactness, local_span
from auditor.exports.about import About, title_phones
from auditor.exports.shown import Shown
from auditor.identity.inert_text import inert, inert_lines
from auditor.pseudonyms import SAMPLE
from auditor.query import EventRow
from auditor.records import Kind, Source

END = b"END:VCALENDAR\r\n"


def write_ics(what: Shown, stream: BinaryIO) -> int:
    """Write the events that are shown and have a time. Gives the number of all that are shown."""
    stamp = datetime.fromtimestamp(what.made_ms // 1000, UTC)
    stream.write(_head(what).removesuffix(END))
    number = 0
    for number, row in enumerate(what.events(), start=1):  # noqa: B007
        event = _event(row, stamp, what.lang)
        if event is not None:
            stream.write(event.to_ical())
    stream.write(END)
    return number


def _head(what: Shown) -> bytes:
    about = About(what)
    calendar = Calendar()
    calendar.add("prodid", f"-//Permission Auditor//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = _word("name", what.lang).format(phone=_plain(title_phones(about.phones())))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-caldesc", vText(inert_lines("\n".join(_description(about, what.lang)))))
    return bytes(calendar.to_ical())


def _description(about: About, lang: str) -> Iterator[str]:
    for head, text in about.lines():
        yield f"{head}: {text}" if head else text
    if about.untimed:
        yield _word("untimed", lang).format(count=f"{about.untimed:,}")
    yield ": ".join(about.limits())


def _event(row: EventRow, stamp: datetime, lang: str) -> Event | None:
    span = _span(row)
    if span is None:
        return None
    event = Event()
    event.add("uid", f"{row.device_id}-{row.id}@permission-auditor")
    event.add("dtstamp", stamp)
    event.add("dtstart", span[0])
    if span[1] > span[0]:
        event.add("dtend", span[1])
    event.add("summary", _summary(row, lang))
    event.add("description", "\n".join(_told(row, lang)))
    event.add("categories", [words.data_type(row.data_type, lang)])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # nobody is busy because an app was
    return event


def _span(row: EventRow) -> tuple[datetime, datetime] | None:
    """Give begin and end in whole seconds, the begin rounded down and the end up."""
    if row.time_ms is None or row.time_utc is None:
        return None
    begin = datetime.fromisoformat(row.time_utc)
    lasted_ms = max(row.duration_ms or 0, row.precision_ms if row.precision_ms > 1 else 0)
    try:
        end = begin + timedelta(milliseconds=lasted_ms, microseconds=999_999 if lasted_ms else 0)
    except OverflowError:  # beyond the year 9999
        return None
    return begin.replace(microsecond=0), end.replace(microsecond=0)


def _summary(row: EventRow, lang: str) -> str:
    is_period = row.source == Source.AGGREGATE and row.count is not None
    code = "count" if is_period else "access"
    if row.kind == Kind.REJECT:
        code = "reject_count" if is_period else "reject"
    app = _plain(row.label or row.package)
    if row.device_id.startswith(SAMPLE):
        app = f"SAMPLE · {app}"
    named = {"app": app, "type": words.data_type(row.data_type, lang)}
    return _word(code, lang).format(**named, count="" if row.count is None else f"{row.count:,}")


def _told(row: EventRow, lang: str) -> Iterator[str]:
    """Say the time as it is known, what was done, and which line tells it."""
    yield f"{local_span(row)} ({row.time_utc})"
    if row.source == Source.AGGREGATE:
        yield _word("period", lang)
    else:
        yield _word("exact", lang).format(precision=exactness(row))
    done = words.word(f"kind.{row.kind}", lang)
    yield f"{_plain(row.package)} · {_plain(row.op)} · {done}"
    yield words.word(f"source.{row.source}", lang)
    yield f"{row.capture_id} · {row.raw_file}:{row.line}"


def _plain(untrusted_text: str) -> str:
    """Show what cannot be seen: a calendar's text may hold no control characters."""
    return inert(untrusted_text) or "–"


def _word(key: str, lang: str) -> str:
    return words.word(f"export_ics.{key}", lang)
