"""Text tables for the terminal: columns that line up, also with Chinese text."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from auditor.cli_support import clean

WIDEST = 300  # columns of a terminal for one cell; a phone may make up longer names
SAMPLE_LINE = "SAMPLE: made-up sample phone, not evidence"


def width(text: str) -> int:
    """Say how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def cell(untrusted_text: str, columns: int) -> str:
    """Clean, shorten and pad a text to exactly `columns` columns."""
    head = untrusted_text[: 4 * columns + 4]  # of a name of megabytes, too; marks take no column
    text = clean(head)
    if width(text) > columns or len(untrusted_text) > len(head):
        while width(text) >= columns:
            text = text[:-1]
        text += "…"
    return text + " " * (columns - width(text))


def lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lay out a short table whose columns are as wide as their widest text, up to WIDEST."""
    widths = [
        min(max(width(clean(text[:WIDEST])) for text in column), WIDEST)
        for column in zip(heads, *rows, strict=True)
    ]
    for row in (heads, *rows):
        yield "  ".join(cell(text, size) for text, size in zip(row, widths, strict=True)).rstrip()


def stream(
    heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]
) -> Iterator[str]:
    """Lay out a table of any length line by line; the last column is never shortened."""
    yield _stream_line(heads, widths)
    for row in rows:
        yield _stream_line(row, widths)


def _stream_line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell(text, size) for text, size in zip(row, widths, strict=False)]
    return "  ".join([*cells, *map(clean, row[len(widths) :])]).rstrip()
