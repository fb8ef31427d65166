"""Events as an Excel workbook: a sheet that says what this is, then the events, row by row.

Every cell of a record holds its text or number as it was recorded: text is written as text, so that
nothing of a phone is run as a formula, and numbers with more digits than a spreadsheet keeps are
text too. In front stand two real dates, by the phone's clock and in UTC, cut to what is known.
"""

import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from auditor import words
from auditor.event_cells import EXACT_MS
from auditor.exports.about import About
from auditor.exports.lines import FIELDS, is_risky
from auditor.exports.shown import Shown
from auditor.identity.inert_text import inert_lines, visible
from auditor.query import EventRow

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet, by its format
MOST_CHARACTERS = 32_767  # of a cell
MOST_DIGITS = 10**15  # a spreadsheet calculates with 15
FIRST_YEAR = 1901  # Excel's calendar is wrong in 1900, and it has none before
_HEADS = ("local_head", "utc_head")
_WIDTHS = {"time_utc": 26, "time_local": 30, "op": 26, "package": 36, "label": 24, "id": 20}
_WIDTHS |= {"device_id": 26, "raw_file": 30}


def write_xlsx(what: Shown, stream: BinaryIO, most_rows: int = MOST_ROWS) -> int:
    """Write the events that are shown. Gives their number.

    Rows wait in files beside the target until a sheet is whole. `most_rows` of a sheet hold its
    head and its events.
    """
    folder = Path(tempfile.mkdtemp(prefix=".permission-auditor-", dir=_beside(stream)))
    try:
        return _Workbook(what, stream, folder, most_rows).write()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _beside(stream: BinaryIO) -> Path | None:
    """The folder of a file that is being written: it has the room, and is the person's choice."""
    name = getattr(stream, "name", None)
    return Path(name).parent if isinstance(name, str) else None


class _Workbook:
    def __init__(self, what: Shown, stream: BinaryIO, folder: Path, most_rows: int) -> None:
        from xlsxwriter import Workbook

        self._what, self._most = what, most_rows
        options = {"constant_memory": True, "tmpdir": str(folder), "use_zip64": True}
        self._book = Workbook(stream, options)
        self._sheet_at = 0
        self._cut = 0
        made = datetime.fromtimestamp(what.made_ms / 1000, UTC).replace(tzinfo=None)
        self._book.set_properties({"created": made, "author": "Permission Auditor"})
        form = self._book.add_format
        self._bold = form({"bold": True})
        self._wrapped = form({"text_wrap": True, "valign": "top"})
        self._text = form({"quote_prefix": True})
        self._minute = form({"num_format": "yyyy-mm-dd hh:mm"})
        self._exact = form({"num_format": "yyyy-mm-dd hh:mm:ss.000"})

    def write(self) -> int:
        from xlsxwriter.exceptions import FileCreateError

        try:
            about = self._book.add_worksheet(self._word("about"))
            number = self._events()
            self._about(about)
            self._book.close()
        except FileCreateError as error:  # it wraps what the system said
            cause = error.args[0] if error.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
        finally:
            self._leave()
        return number

    def _leave(self) -> None:
        """Close what is still open of a workbook that was not finished."""
        for sheet in self._book.worksheets():
            with suppress(OSError):
                sheet._opt_close()  # there is no public way to give a workbook up
        self._book.fileclosed = True

    def _events(self) -> int:
        sheet, row, number = self._new_sheet(), 0, 0
        for number, event in enumerate(self._what.events(), start=1):  # noqa: B007
            row += 1
            if row == self._most:
                sheet, row = self._new_sheet(), 1
            self._row(sheet, row, event)
        return number

    def _new_sheet(self) -> "Worksheet":
        self._sheet_at += 1
        name = self._word("events")
        if self._sheet_at > 1:
            name = self._word("more_events").format(number=self._sheet_at)
        sheet = self._book.add_worksheet(name)
        for column, head in enumerate((*map(self._word, _HEADS), *FIELDS)):
            sheet.set_column(column, column, _WIDTHS.get(head, 22 if column < len(_HEADS) else 12))
            sheet.write_string(0, column, head, self._bold)
        sheet.freeze_panes(1, len(_HEADS))
        sheet.autofilter(0, 0, self._most - 1, len(_HEADS) + len(FIELDS) - 1)
        return sheet

    def _row(self, sheet: "Worksheet", row: int, event: EventRow) -> None:
        self._date(sheet, row, 0, event.time_local, event.precision_ms)
        self._date(sheet, row, 1, event.time_utc, event.precision_ms)
        for column, name in enumerate(FIELDS, start=len(_HEADS)):
            self._cell(sheet, row, column, getattr(event, name))

    def _date(
        self, sheet: "Worksheet", row: int, column: int, text: str | None, precision_ms: int
    ) -> None:
        if text is None:
            return
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
        if moment.year < FIRST_YEAR:
            return
        if precision_ms >= EXACT_MS:
            moment = moment.replace(second=0, microsecond=0)
            sheet.write_datetime(row, column, moment, self._minute)
        else:
            sheet.write_datetime(row, column, moment, self._exact)

    def _cell(self, sheet: "Worksheet", row: int, column: int, value: object) -> None:
        match value:
            case None:
                return
            case bool():
                sheet.write_boolean(row, column, value)
            case int() if abs(value) < MOST_DIGITS:
                sheet.write_number(row, column, value)
            case _:
                self._write_text(sheet, row, column, str(value))

    def _write_text(self, sheet: "Worksheet", row: int, column: int, text: str) -> None:
        text = visible(text)  # a person reads it; CSV, JSON and Parquet keep what was printed
        if len(text) > MOST_CHARACTERS:
            text, self._cut = text[: MOST_CHARACTERS - 1] + "…", self._cut + 1
        # With the prefix a spreadsheet that saves the text as CSV or is typed into keeps it text.
        sheet.write_string(row, column, text, self._text if is_risky(text) else None)

    def _about(self, sheet: "Worksheet") -> None:
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 100)
        about = About(self._what)
        lines = [
            *about.lines(),
            about.limits(),
            (self._word("columns"), self._word("columns_text")),
        ]
        if self._sheet_at > 1:
            told = self._word("sheets_text").format(most=f"{self._most:,}")
            lines.append((self._word("sheets"), told))
        if self._cut:
            told = self._word("cut_texts_text").format(count=f"{self._cut:,}")
            lines.append((self._word("cut_texts"), told))
        for row, (head, text) in enumerate(lines):
            sheet.write_string(row, 0, head, self._bold)
            sheet.write_string(row, 1, inert_lines(text), self._wrapped)

    def _word(self, key: str) -> Any:
        return words.word(f"export.{key}", self._what.lang)
