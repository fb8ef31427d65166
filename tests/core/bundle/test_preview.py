"""What a bundle would hold is told before: the figures are those of the bundle that is written."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import notes
from auditor.bundle import export_bundle
from auditor.bundle.preview import Preview, preview
from auditor.errors import UsageError
from auditor.filters import EventFilter
from auditor.pseudonyms import KEY_FILE
from auditor.query import events
from auditor.records import DataType
from auditor.store import Store
from tests.core.bundle.conftest import APP, EXPORTED_MS

ABOUT_APP = EventFilter(packages=frozenset({APP}))


def told(case: Path, wanted: EventFilter = ABOUT_APP) -> Preview:
    with Store.open(case, read_only=True) as store:
        return preview(store, wanted)


def rows(bundle: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (bundle / name).read_text("utf-8").splitlines()]


def test_figures_are_those_of_the_bundle_that_is_written(case: Path, tmp_path: Path) -> None:
    figures = told(case)

    with Store.open(case) as store:
        export_bundle(store, ABOUT_APP, tmp_path / "bundle", EXPORTED_MS)

    written = [path for path in (tmp_path / "bundle").rglob("*") if path.is_file()]
    gaps = rows(tmp_path / "bundle", "redaction.jsonl")
    emptied = {"not_needed": 0, "other_app": 0}
    for gap in gaps:
        emptied[str(gap["rule"])] += int(str(gap["last"])) - int(str(gap["first"])) + 1
    commands = rows(tmp_path / "bundle", "command_log.jsonl")
    assert figures.files == len(written)
    assert figures.events == len(rows(tmp_path / "bundle", "derived/events.jsonl"))
    assert figures.raw_kept == sum(each["file"] is not None for each in commands)
    assert figures.raw_left_out == sum(each["file"] is None for each in commands)
    assert (figures.lines_not_needed, figures.lines_other_app) == tuple(emptied.values())
    assert figures.lines_not_needed > 0
    assert figures.is_sample


def test_size_is_that_of_the_files_but_for_digits_of_the_time(case: Path, tmp_path: Path) -> None:
    figures = told(case)

    with Store.open(case) as store:
        export_bundle(store, ABOUT_APP, tmp_path / "bundle", EXPORTED_MS)

    written = sum(p.stat().st_size for p in (tmp_path / "bundle").rglob("*") if p.is_file())
    assert abs(figures.size_bytes - written) < 100


def test_nothing_is_written_not_even_the_key(tmp_path: Path, case: Path) -> None:
    (case / KEY_FILE).unlink(missing_ok=True)
    before = sorted(case.rglob("*"))

    told(case)

    assert not (case / KEY_FILE).exists()
    after = [p for p in sorted(case.rglob("*")) if not p.name.startswith("case.db-")]
    assert after == [p for p in before if not p.name.startswith("case.db-")]


def test_chosen_evidence_is_counted_inside_and_outside_the_filter(case: Path) -> None:
    camera = EventFilter(packages=frozenset({APP}), types=frozenset({DataType.CAMERA}))
    with Store.open(case) as store:
        ids = [row.id for row in events(store, ABOUT_APP)]
        inside = [row.id for row in events(store, camera)]
        notes.add_evidence(store, 0, 1, ABOUT_APP, ids, 1)
        try:
            assert notes.evidence_ids(store) == set(ids)
            everything, only_camera = told(case), told(case, camera)
        finally:
            notes.remove_evidence(store, notes.notes(store).evidence[0].id)

    assert (everything.evidence, everything.evidence_left_out) == (len(ids), 0)
    assert only_camera.evidence == len(inside)
    assert only_camera.evidence_left_out == len(ids) - len(inside) > 0


@pytest.mark.parametrize("case", ["34"], indirect=True)
def test_chosen_evidence_of_a_middleman_is_counted_too(case: Path) -> None:
    plain = EventFilter(packages=frozenset({"com.sampleworks.speech"}))
    shown = replace(plain, include_middlemen=True)
    with Store.open(case) as store:
        assert not list(events(store, plain))
        ids = [row.id for row in events(store, shown)]
        notes.add_evidence(store, 0, 1, shown, ids, 1)
        try:
            every, one = told(case, shown), told(case, replace(shown, event_ids=frozenset(ids[:1])))
        finally:
            notes.remove_evidence(store, notes.notes(store).evidence[0].id)

    assert (every.evidence, every.evidence_left_out) == (len(ids), 0)
    assert (one.evidence, one.evidence_left_out) == (1, len(ids) - 1)


def test_an_app_without_records_is_refused_as_the_export_refuses_it(case: Path) -> None:
    with pytest.raises(UsageError, match="Nothing is recorded"):
        told(case, EventFilter(packages=frozenset({"org.example.nothing"})))
