"""Which times rest on something that nobody confirmed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.doubt import doubtful_ids
from auditor.filters import EventFilter
from auditor.load import load_capture
from auditor.manifest import ClockReading, read_manifest, write_manifest
from auditor.query import columns, events
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, event, handing_out, write_capture


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        yield store


def load(store: Store, *looks: ClockReading) -> None:
    records = [
        event(line=1, time_ms=NOW_MS - 9 * HOUR_MS),
        replace(event(line=2, time_ms=NOW_MS - 8 * HOUR_MS), zone_assumed=True),
        replace(event(line=3, time_ms=NOW_MS - 7 * HOUR_MS), about=True),
        event(line=4, time_ms=NOW_MS + 1),
    ]
    folder = write_capture(store.path, "one", {"appops": records}, NOW_MS)
    write_manifest(folder, replace(read_manifest(folder), clocks=list(looks)))
    load_capture(store, folder, None, handing_out({"appops": records}))


def doubtful_lines(store: Store) -> list[int]:
    ids = set(doubtful_ids(store, columns(store)).tolist())
    return [row.line for row in events(store, EventFilter()) if row.id in ids]


def test_assumed_and_about_times_are_doubtful_and_no_others(store: Store) -> None:
    load(store, ClockReading(NOW_MS, NOW_MS, HOUR_MS, "boot"))

    assert doubtful_lines(store) == [2, 3]


def test_a_time_at_which_the_clock_was_set_is_doubtful(store: Store) -> None:
    load(
        store,
        ClockReading(NOW_MS, NOW_MS, HOUR_MS, "boot"),
        ClockReading(NOW_MS + HOUR_MS, NOW_MS + 2 * HOUR_MS, 2 * HOUR_MS, "boot"),
    )

    rows = {row.line: row.clock_changed for row in events(store, EventFilter())}
    assert rows[4] is True
    assert doubtful_lines(store) == [2, 3, 4]


def test_an_empty_case_has_none(store: Store) -> None:
    assert len(doubtful_ids(store, columns(store))) == 0
