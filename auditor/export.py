"""Events as CSV and JSON Lines: streamed, the fields of an EventRow in their order, UTF-8.

Unknown is empty in CSV and null in JSON, never 0. Lines end in a single line feed.

A spreadsheet runs a text that starts with = + - or @ as a formula, and package names, tags and
labels come from a phone. So in CSV every text field that starts with one of those, with a tab, a
carriage return, a line feed or an apostrophe, or that is empty without being unknown, gets an
apostrophe in front; `plain_text` takes it off again. Numbers and JSON are never touched.
"""

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from auditor.errors import StoreError
from auditor.query import EventFilter, EventRow, events
from auditor.store import Store
from auditor.task import Task

FIELDS = (*(item.name for item in fields(EventRow) if item.name != "id"), "id")
BATCH = 1_000
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


class Format(StrEnum):
    """How to write events."""

    CSV = "csv"
    JSONL = "jsonl"


def write_csv(store: Store, wanted: EventFilter, stream: TextIO, task: Task | None = None) -> int:
    """Write a header and one line per event. Gives the number of events.

    `stream` must be opened with newline="" so that line ends stay as they are.
    """
    stream.write(",".join(FIELDS) + "\n")
    return _each(store, wanted, lambda row: stream.write(csv_line(row) + "\n"), task)


def write_jsonl(store: Store, wanted: EventFilter, stream: TextIO, task: Task | None = None) -> int:
    """Write one JSON object per line. Gives the number of events."""
    return _each(store, wanted, lambda row: stream.write(json_line(row) + "\n"), task)


def export_events(
    store: Store, wanted: EventFilter, path: Path, form: Format, task: Task | None = None
) -> int:
    """Write events into a file, which appears only when it is whole. StoreError, Cancelled."""
    write = write_csv if form is Format.CSV else write_jsonl
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            number = write(store, wanted, stream, task)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"The file {path} could not be written: {error.strerror or error}.",
            "Choose a place that you may write to and that has room.",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
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
    return f"'{text}" if not text or text.startswith(_RISKY) else text


def _quoted(text: str) -> str:
    # The csv module leaves a lone carriage return bare before Python 3.13, which tears the line.
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _each(
    store: Store, wanted: EventFilter, write: Callable[[EventRow], object], task: Task | None
) -> int:
    task = task or Task()
    number = 0
    for number, row in enumerate(events(store, wanted), start=1):
        write(row)
        if number % BATCH == 0:
            task.step(number, None, "events")
    task.step(number, number, "events")
    return number
