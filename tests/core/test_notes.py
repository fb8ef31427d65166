"""What a person adds to a case: kept, changed, taken back, and listed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import cli
from auditor.filter_text import from_text, to_text
from auditor.filters import EventFilter
from auditor.notes import (
    LONGEST_TEXT,
    MarkKind,
    Notes,
    add_evidence,
    add_mark,
    change_mark,
    notes,
    remove_evidence,
)
from auditor.query import columns
from auditor.records import DataType
from auditor.store import Store
from tests.core.cases import NOW_MS, event, load

PHOTOS = EventFilter(types=frozenset({DataType.PHOTOS}), since_ms=5, text="a “b”")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
        yield store


def test_a_new_case_has_no_notes(store: Store) -> None:
    assert notes(store) == Notes()


def test_marks_stand_in_order_of_time_and_can_be_changed_and_removed(store: Store) -> None:
    late = add_mark(store, NOW_MS, "  said yes to the camera ", 7)
    early = add_mark(store, NOW_MS - 5, "went out", 8)

    assert [(mark.id, mark.text) for mark in notes(store).marks] == [
        (early, "went out"),
        (late, "said yes to the camera"),
    ]
    change_mark(store, late, "said no")
    change_mark(store, early, "   ")
    assert [(mark.text, mark.made_ms) for mark in notes(store).marks] == [("said no", 7)]


def test_a_text_without_end_is_cut(store: Store) -> None:
    add_mark(store, 1, "x" * 9_999, 2)

    assert len(notes(store).marks[0].text) == LONGEST_TEXT


def test_evidence_keeps_span_filter_and_events(store: Store) -> None:
    add_evidence(store, 10, 20, PHOTOS, (3, 2**40), 99)

    (kept,) = notes(store).evidence
    assert (kept.begin_ms, kept.end_ms, kept.filter) == (10, 20, PHOTOS)
    assert (kept.event_ids, kept.made_ms) == ((3, 2**40), 99)


def test_the_same_span_and_filter_is_kept_once_with_the_newest_events(store: Store) -> None:
    add_evidence(store, 10, 20, PHOTOS, (1,), 5)
    add_evidence(store, 10, 20, PHOTOS, (1, 2), 6)
    add_evidence(store, 10, 20, EventFilter(), (1, 2, 3), 7)

    assert [len(each.event_ids) for each in notes(store).evidence] == [2, 3]
    remove_evidence(store, notes(store).evidence[0].id)
    assert [len(each.event_ids) for each in notes(store).evidence] == [3]


def test_another_reading_changes_no_note_and_evidence_still_names_its_events(store: Store) -> None:
    ids = columns(store).ids.tolist()
    add_evidence(store, 0, NOW_MS, EventFilter(), ids, 5)
    add_mark(store, 1, "before", 2)
    before = notes(store)

    load(store, "two", [event(), event(time_ms=NOW_MS)], at_ms=NOW_MS + 9_000)

    assert notes(store) == before
    assert set(ids) <= set(columns(store).ids.tolist())


def test_a_filter_is_read_back_as_it_was_written() -> None:
    assert from_text(to_text(PHOTOS)) == PHOTOS
    assert to_text(EventFilter()) == "{}"
    assert from_text("no json") == EventFilter()
    assert from_text('{"types": ["moon"]}') == EventFilter()


def test_the_command_line_lists_them(store: Store) -> None:
    add_mark(store, NOW_MS, "said yes", 7)
    add_evidence(store, 0, NOW_MS, PHOTOS, (4, 5), 8)
    case = str(store.path)

    table = CliRunner().invoke(cli, ["notes", "--case", case])
    data = CliRunner().invoke(cli, ["notes", "--case", case, "--json"])

    assert "said yes" in table.output and "evidence" in table.output
    read = json.loads(data.output)
    assert [mark["text"] for mark in read["marks"]] == ["said yes"]
    assert read["evidence"][0]["event_ids"] == [4, 5]
    assert read["evidence"][0]["filter"]["types"] == ["photos"]


def test_a_mark_of_a_guided_session_says_its_step_and_its_app(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        add_mark(store, 5, "", 6, MarkKind.AGREE, "PHONE1", "com.example.chat", 10_101)
        store.db.execute(
            "INSERT INTO own_marks (time_ms, text, made_ms, kind) VALUES (9, '', 9, 'x')"
        )
        first, later = notes(store).marks

        view = store.db.execute("SELECT kind, package, user_id FROM v_marks WHERE time_ms = 5")
        assert view.fetchone() == ("agree", "com.example.chat", 0)

    assert (first.kind, first.device_id, first.uid) == (MarkKind.AGREE, "PHONE1", 10_101)
    assert later.kind is None  # of a version that this one does not know
