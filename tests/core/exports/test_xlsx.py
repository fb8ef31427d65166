"""Workbooks read back by another library: every cell as it was recorded, dates as dates."""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from auditor import query
from auditor.exports import Format, export_events, shown
from auditor.exports.lines import FIELDS
from auditor.exports.xlsx import MOST_DIGITS, write_xlsx
from auditor.filters import EventFilter
from auditor.identity.inert_text import visible
from auditor.pseudonyms import pseudonyms
from auditor.store import Store
from tests.core.cases import NOW_MS, event, load
from tests.core.exports.nasty import nasty_events
from tests.core.saved_case import fill

ALL = EventFilter(include_middlemen=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        fill(store)
        load(store, "nasty", nasty_events(), at_ms=1)
        yield store


def sheets(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def cell(value: object) -> object:
    """What a cell should hold: more digits than a spreadsheet keeps are text."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= MOST_DIGITS:
        return str(value)
    return visible(value) if isinstance(value, str) else value


def test_every_cell_read_back_is_the_field(store: Store, tmp_path: Path) -> None:
    number = export_events(store, ALL, tmp_path / "out.xlsx", Format.XLSX, NOW_MS)

    head, *rows = sheets(tmp_path / "out.xlsx")["Events"]
    expected = list(query.rows_of(store, query.columns(store, ALL).ids, False, pseudonyms(store)))
    assert head[2:] == FIELDS
    assert len(rows) == number == len(expected)
    for row, wanted in zip(rows, expected, strict=True):
        assert [unescape(c) if isinstance(c, str) else c for c in row[2:]] == [
            cell(getattr(wanted, name)) for name in FIELDS
        ]


def test_the_first_columns_are_dates_no_more_exact_than_the_record(
    store: Store, tmp_path: Path
) -> None:
    export_events(store, ALL, tmp_path / "out.xlsx", Format.XLSX, NOW_MS)

    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Events"]
    rows = query.events(store, ALL)
    seen = set()
    for cells, wanted in zip(sheet.iter_rows(min_row=2, max_col=2), rows, strict=True):
        for shown_cell, text in zip(cells, (wanted.time_local, wanted.time_utc), strict=True):
            if shown_cell.value is None:
                assert text is None or datetime.fromisoformat(text).year < 1901
                continue
            assert text is not None
            exact = datetime.fromisoformat(text).replace(tzinfo=None)
            is_coarse = wanted.precision_ms >= 1000
            seen.add(is_coarse)
            if is_coarse:
                exact = exact.replace(second=0, microsecond=0)
            assert abs((shown_cell.value - exact).total_seconds()) < 0.001
            assert shown_cell.number_format.endswith("hh:mm" if is_coarse else "ss.000")
    assert seen == {True, False}


def test_nothing_is_a_formula_a_link_or_a_macro(store: Store, tmp_path: Path) -> None:
    export_events(store, ALL, tmp_path / "out.xlsx", Format.XLSX, NOW_MS)

    with zipfile.ZipFile(tmp_path / "out.xlsx") as packed:
        names = packed.namelist()
        text = b"".join(packed.read(name) for name in names if "sheet" in name)
    assert b"<f>" not in text and b"<f " not in text
    assert b"hyperlink" not in text
    assert not [name for name in names if "vba" in name or "external" in name.lower()]


def test_risky_text_stays_text_when_it_is_edited(store: Store, tmp_path: Path) -> None:
    export_events(store, ALL, tmp_path / "out.xlsx", Format.XLSX, NOW_MS)

    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Events"]
    column = FIELDS.index("attribution_tag") + 3
    risky = [c for (c,) in sheet.iter_rows(min_col=column, max_col=column) if c.value == "=1+1"]
    assert risky
    assert all(c.data_type == "s" for c in risky)
    assert all(c.quotePrefix for c in risky)


def test_events_beyond_a_sheet_go_on_in_the_next_and_it_is_said(store: Store) -> None:
    stream = BytesIO()
    number = write_xlsx(shown(store, ALL, NOW_MS), stream, most_rows=101)

    book = openpyxl.load_workbook(stream)
    sizes = [sheet.max_row - 1 for sheet in book.worksheets[1:]]
    assert sum(sizes) == number
    assert sizes[:-1] == [100] * (len(sizes) - 1)
    assert book.sheetnames[1:3] == ["Events", "Events 2"]
    assert all(sheet.freeze_panes == "C2" for sheet in book.worksheets[1:])
    about = [str(row[1]) for row in book["About"].iter_rows(values_only=True)]
    assert any("at most 101 rows" in text for text in about)


def test_a_text_longer_than_a_cell_is_cut_and_it_is_said(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event(tag="x" * 40_000)])
        export_events(store, ALL, tmp_path / "out.xlsx", Format.XLSX, NOW_MS)

    found = sheets(tmp_path / "out.xlsx")
    tag = found["Events"][1][FIELDS.index("attribution_tag") + 2]
    assert str(tag).endswith("x…") and len(str(tag)) == 32_767
    assert any("1 texts are longer" in str(row[1]) for row in found["About"])


@pytest.mark.parametrize(("lang", "sheet"), [("en", "About"), ("zh_CN", "说明")])
def test_the_first_sheet_says_what_it_is(
    store: Store, tmp_path: Path, lang: str, sheet: str
) -> None:
    wanted = EventFilter(packages=frozenset({"com.example.chat"}))
    export_events(store, wanted, tmp_path / "out.xlsx", Format.XLSX, NOW_MS, lang)

    text = "\n".join(f"{row[0]}: {row[1]}" for row in sheets(tmp_path / "out.xlsx")[sheet])
    for part in ("Acme One", "device-", "Asia/Kathmandu", "com.example.chat", "+05:30"):
        assert part in text
    assert ("Missing entries do not mean" if lang == "en" else "没有记录不等于没有发生") in text
    assert "PHONE1" not in text
