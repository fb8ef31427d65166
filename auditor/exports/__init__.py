"""Exports: what a filter shows, as a file that may be handed on; one format, one file.

`shown.py` says what goes in and under which names, `about.py` what a file says of itself.
`lines.py` has CSV and JSON Lines, `xlsx.py` workbooks, `parquet.py` tables for laboratories,
`html.py` reports, `ics.py` calendars. All stream, and appear under their name only when whole:
docs/exports.md.
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from auditor.exports.lines import write_csv, write_jsonl
from auditor.exports.parquet import write_parquet
from auditor.exports.shown import Shown, shown
from auditor.filters import EventFilter
from auditor.store import Store
from auditor.task import Task
from auditor.whole_file import text_of, whole_file

__all__ = ["Format", "Shown", "export_events", "shown", "write_events"]


class Format(StrEnum):
    """How to write events; the value is the ending of the file's name."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"
    HTML = "html"
    ICS = "ics"


def export_events(
    store: Store,
    wanted: EventFilter,
    path: Path,
    form: Format,
    made_ms: int,
    lang: str = "en",
    task: Task | None = None,
    is_replacing: bool = False,
) -> int:
    """Write what a filter shows into a file, under pseudonyms. Gives the number of events.

    Raises UsageError where a file stands already or an extra is missing, StoreError where it cannot
    be written, Cancelled; then nothing is written.
    """
    return write_events(shown(store, wanted, made_ms, lang, task), path, form, is_replacing)


def write_events(what: Shown, path: Path, form: Format, is_replacing: bool) -> int:
    """Write what is shown into a file, which appears only when it is whole."""
    with whole_file(path, is_replacing) as stream:
        return _WRITERS[form](what, stream)


def _write_csv(what: Shown, stream: BinaryIO) -> int:
    with text_of(stream) as out:
        return write_csv(what.events(), out)


def _write_jsonl(what: Shown, stream: BinaryIO) -> int:
    with text_of(stream) as out:
        return write_jsonl(what.events(), out)


def _write_xlsx(what: Shown, stream: BinaryIO) -> int:
    from auditor.exports.xlsx import write_xlsx  # what it says about itself is slow to import

    return write_xlsx(what, stream)


def _write_html(what: Shown, stream: BinaryIO) -> int:
    from auditor.exports.html import write_html

    with text_of(stream) as out:
        return write_html(what, out)


def _write_ics(what: Shown, stream: BinaryIO) -> int:
    from auditor.exports.ics import write_ics

    return write_ics(what, stream)


_WRITERS: dict[Format, Callable[[Shown, BinaryIO], int]] = {
    Format.CSV: _write_csv,
    Format.JSONL: _write_jsonl,
    Format.XLSX: _write_xlsx,
    Format.PARQUET: write_parquet,
    Format.HTML: _write_html,
    Format.ICS: _write_ics,
}
