"""Exports read back: every field of every event, and nothing a spreadsheet would run."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from auditor import query
from auditor.exports import Format, Shown, write_events
from auditor.exports.lines import FIELDS, plain_text, write_csv, write_jsonl
from auditor.filters import EventFilter
from auditor.store import Store
from tests.core.cases import load, random_events
from tests.core.exports.nasty import FULL_WIDTH, nasty_events

ALL = EventFilter(include_middlemen=True)
NUMBERS = {"time_ms", "precision_ms", "duration_ms", "count", "uid", "user", "proxy_uid", "line"}
NUMBERS |= {"id", "left_ago_ms", "left_ago_precision_ms", "battery_level"}
TRUTHS = {"is_background", "background_by_state", "background_by_usage", "background_disagrees"}
TRUTHS |= {"running", "in_front", "screen_on", "locked", "powered"}
TRUTHS |= {"permission_granted", "permission_before", "permission_after"}
TRUTHS |= {"zone_assumed", "about", "clock_changed"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", random_events(21, 300))
        load(store, "two", nasty_events(), at_ms=1)
        yield store


def expected(store: Store, wanted: EventFilter = ALL) -> list[dict[str, object]]:
    return [asdict(row) for row in query.events(store, wanted)]


def from_csv(name: str, field: str) -> object:
    if name in NUMBERS:
        return int(field) if field else None
    if name in TRUTHS:
        return {"": None, "true": True, "false": False}[field]
    return plain_text(field)


def test_the_fields_are_those_of_the_contract_in_their_order() -> None:
    promised = (
        "time_utc time_ms precision_ms time_local duration_ms kind count data_type op package uid "
        "user label attribution_tag uid_state flags is_background background_by_state "
        "background_by_usage background_disagrees in_front screen_on locked left_ago_ms "
        "left_ago_precision_ms permission_granted permission_before permission_after powered "
        "battery_level proxy_package proxy_uid proxy_tag source running zone_assumed about "
        "clock_changed id device_id capture_id raw_file line"
    )

    assert " ".join(FIELDS) == promised


def test_json_lines_read_back_are_the_events(store: Store) -> None:
    out = io.StringIO()
    number = write_jsonl(query.events(store, ALL), out)

    found = [json.loads(line) for line in out.getvalue().split("\n")[:-1]]
    assert number == len(found)
    assert found == expected(store)
    assert all(tuple(line) == FIELDS for line in found)


def test_csv_read_back_is_the_events(store: Store) -> None:
    out = io.StringIO(newline="")
    number = write_csv(query.events(store, ALL), out)

    header, *rows = csv.reader(io.StringIO(out.getvalue(), newline=""))
    found = [
        {name: from_csv(name, field) for name, field in zip(FIELDS, row, strict=True)}
        for row in rows
    ]
    assert tuple(header) == FIELDS
    assert number == len(found)
    assert found == expected(store)


def test_no_text_of_the_csv_begins_like_a_formula(store: Store) -> None:
    out = io.StringIO(newline="")
    write_csv(query.events(store, ALL), out)

    for row in csv.DictReader(io.StringIO(out.getvalue(), newline="")):
        for name, field in row.items():
            if name not in NUMBERS:
                assert not field.startswith(("=", "+", "-", "@", *FULL_WIDTH, "\t", "\r", "\n"))


def test_an_export_holds_what_the_filter_shows(store: Store) -> None:
    for wanted in (EventFilter(), EventFilter(unmerged=True), EventFilter(text="chat")):
        out = io.StringIO()
        write_jsonl(query.events(store, wanted), out)

        assert [json.loads(line) for line in out.getvalue().split("\n")[:-1]] == expected(
            store, wanted
        )


@pytest.mark.parametrize("form", [Format.CSV, Format.JSONL])
def test_a_file_is_utf8_with_line_feeds_and_no_mark(
    store: Store, tmp_path: Path, form: Format
) -> None:
    what = Shown(store, EventFilter(text="ünïcode"), None, 0)
    write_events(what, tmp_path / "out", form, is_replacing=False)

    data = (tmp_path / "out").read_bytes()
    assert "Ünïcode.app".encode() in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" not in data
    assert data.endswith(b"\n")
