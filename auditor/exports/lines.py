"""Events as CSV and JSON Lines: the fields of an EventRow, raw file and line last, UTF-8.

Unknown is empty in CSV and null in JSON, never 0. Lines end in a single line feed.

A spreadsheet runs a text that starts with = + - or @ as a formula, in some languages also with
their full-width forms, and package names, tags and labels come from a phone. So in CSV every text
field that starts with one of those, with a tab, a carriage return, a line feed or an apostrophe, or
that is empty without being unknown, gets an apostrophe in front; `plain_text` takes it off again.
Numbers and JSON are never touched.
"""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import TextIO

from auditor.query import EventRow

_PLACE = ("id", "device_id", "capture_id", "raw_file", "line")  # what leads back to the record
FIELDS = (*(item.name for item in fields(EventRow) if item.name not in _PLACE), *_PLACE)
_FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # of = + - @
_RISKY = ("=", "+", "-", "@", *_FULL_WIDTH, "\t", "\r", "\n", "'")


def write_csv(rows: Iterable[EventRow], stream: TextIO) -> int:
    """Write a header and one line per event. Gives the number of events.

    `stream` must be opened with newline="" so that line ends stay as they are.
    """
    stream.write(",".join(FIELDS) + "\n")
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007
        stream.write(csv_line(row) + "\n")
    return number


def write_jsonl(rows: Iterable[EventRow], stream: TextIO) -> int:
    """Write one JSON object per line. Gives the number of events."""
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007
        stream.write(json_line(row) + "\n")
    return number


def json_line(row: EventRow) -> str:
    """Write an event as one JSON object without a line end."""
    return json.dumps(
        {name: getattr(row, name) for name in FIELDS}, ensure_ascii=False, separators=(",", ":")
    )


def csv_line(row: EventRow) -> str:
    """Write an event as one line of CSV without a line end."""
    return csv_fields(getattr(row, name) for name in FIELDS)


def plain_text(field: str) -> str | None:
    """Give the text that a text field of the CSV stands for; None for unknown."""
    if not field:
        return None
    return field.removeprefix("'")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could take a text for something else than this text."""
    return not text or text.startswith(_RISKY)


def guarded(text: str) -> str:
    """Give a text for a cell of a spreadsheet, as on the clipboard: it is never a formula there."""
    return f"'{text}" if text and is_risky(text) else text


def csv_fields(values: Iterable[object]) -> str:
    """Write values as one line of CSV without a line end, as those of an event."""
    return ",".join(_quoted(_csv_text(value)) for value in values)


def _csv_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
    text = str(value)
    return f"'{text}" if is_risky(text) else text


def _quoted(text: str) -> str:
    # The csv module leaves a lone carriage return bare before Python 3.13, which tears the line.
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
