"""The documented views of a case as they may leave it: typed columns, and names that tell nobody.

Every column is text or a whole number, as SQLite knows it from the tables; a column that a view
works out is a number unless it is listed here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.pseudonyms import Pseudonyms
from auditor.records import DataType
from auditor.store import Store

_WORKED_OUT_TEXT = frozenset(
    {
        "before_capture",
        "flags_before",
        "installer",
        "killed_for",
        "source",
        "sources",
        "version_name",
        "what",
    }
)
# What a person called a profile or wrote beside a mark, and the name of a Wi-Fi network, say
# nothing about an app: they stay in the case. A mark whose text is a kind of data keeps it, since
# rules read it.
WITHHELD = frozenset({("v_users", "name"), ("v_traffic", "network"), ("v_marks", "text")})
_KINDS_OF_DATA = frozenset(DataType)
_CAPTURES = ("capture_id", "before_capture")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view: its name, and what it holds where it is known."""

    name: str
    kind: Literal["text", "integer"]


def columns_of_view(store: Store, view: str) -> tuple[Column, ...]:
    """List the columns of a view in their order."""
    return tuple(
        Column(row[1], _kind(row[1], row[2]))
        for row in store.db.execute(f"PRAGMA table_info({view})")
    )


def _kind(name: str, declared: str) -> Literal["text", "integer"]:
    if declared:
        return "text" if declared == "TEXT" else "integer"
    return "text" if name in _WORKED_OUT_TEXT else "integer"


def rows_of_view(
    store: Store, view: str, columns: Sequence[Column], names: Pseudonyms
) -> Iterator[tuple[int | str | None, ...]]:
    """Stream the rows of a view, with pseudonyms for phones, captures and imported files."""
    places = {each.name: number for number, each in enumerate(columns)}
    withheld = [place for name, place in places.items() if (view, name) in WITHHELD]
    for row in store.db.execute(f"SELECT * FROM {view}"):
        yield _public([*row], places, withheld, names)


def _public(
    row: list[int | str | None], places: dict[str, int], withheld: Sequence[int], names: Pseudonyms
) -> tuple[int | str | None, ...]:
    for place in withheld:
        row[place] = row[place] if "kind" in places and row[place] in _KINDS_OF_DATA else None
    _rename_files(row, places, names)
    if "device_id" in places and row[places["device_id"]] is not None:
        row[places["device_id"]] = names.device(str(row[places["device_id"]]))
    for column in _CAPTURES:
        if column in places and row[places[column]] is not None:
            row[places[column]] = names.capture(str(row[places[column]]))
    return tuple(row)


def _rename_files(row: list[int | str | None], places: dict[str, int], names: Pseudonyms) -> None:
    """Call files as they are called outside; `row` still holds the case's own capture ids."""
    for column in ("raw_file", "file"):
        if column in places and row[places[column]] is not None:
            capture, file = str(row[places["capture_id"]]), str(row[places[column]])
            public = names.raw_file(capture, file)
            row[places[column]] = public
            if column == "file" and public != file:
                row[places["name"]] = public.removeprefix("raw/")
