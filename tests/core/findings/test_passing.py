"""The shared filter also narrows findings: by the events that carry them, else by their facts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import query
from auditor.filters import PERSONAL, EventFilter
from auditor.findings.engine import find
from auditor.findings.passing import passing
from auditor.findings.records import Finding, Findings
from auditor.records import DataType, Kind
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, event, load
from tests.core.findings.rules import rule

RECORDS = [
    event(uid_state="bg", time_ms=NOW_MS - 9 * HOUR_MS, line=1),
    event(uid_state="bg", package="com.example.map", uid=10_102, op="FINE_LOCATION", line=2),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", RECORDS)
        yield store


@pytest.fixture
def found(store: Store, tmp_path: Path) -> Findings:
    made = find(store, [rule(tmp_path / "rules")])
    assert [each.package for each in made.items] == ["com.example.chat", "com.example.map"]
    return made


def fact(found: Findings, **changes: object) -> Findings:
    """A finding of facts that are no events, such as starts of an app."""
    made = replace(found.items[0], id="fact", event_ids=(), op=None, data_type=None, **changes)
    return replace(found, items=(made,), suppressed=())


def names(found: Findings, store: Store, wanted: EventFilter) -> list[str]:
    shown = passing(store, found, wanted)
    return [each.package for each in found.items if each.id in shown]


def test_without_a_filter_all_pass(store: Store, found: Findings) -> None:
    assert len(passing(store, found, EventFilter())) == 2
    assert len(passing(store, found, EventFilter(types=PERSONAL))) == 2


def test_a_finding_passes_with_any_of_its_events(store: Store, found: Findings) -> None:
    late = EventFilter(since_ms=NOW_MS - 2 * HOUR_MS)
    heard = EventFilter(types=frozenset({DataType.MICROPHONE}))
    chosen = EventFilter(event_ids=frozenset(query.columns(store, heard).ids.tolist()))

    assert names(found, store, late) == ["com.example.map"]
    assert names(found, store, heard) == ["com.example.chat"]
    assert names(found, store, chosen) == ["com.example.chat"]
    assert names(found, store, EventFilter(kinds=frozenset({Kind.REJECT}))) == []


def test_suppressed_findings_are_narrowed_alike(store: Store, found: Findings) -> None:
    aside = replace(found, items=(), suppressed=found.items)
    wanted = EventFilter(packages=frozenset({"com.example.map"}))

    assert passing(store, aside, wanted) == {found.items[1].id}


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter(),
        EventFilter(types=PERSONAL),
        EventFilter(packages=frozenset({"com.example.chat"})),
        EventFilter(text="CHAT"),
        EventFilter(include_system=False),
        EventFilter(since_ms=NOW_MS - 10 * HOUR_MS, until_ms=NOW_MS - 8 * HOUR_MS),
    ],
)
def test_facts_pass_by_app_span_and_text(
    store: Store, found: Findings, wanted: EventFilter
) -> None:
    assert passing(store, fact(found), wanted) == {"fact"}


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter(types=frozenset({DataType.CAMERA})),
        EventFilter(uids=frozenset({1})),
        EventFilter(device_id="other"),
        EventFilter(text="map"),
        EventFilter(since_ms=NOW_MS),
        EventFilter(until_ms=NOW_MS - 10 * HOUR_MS),
        EventFilter(background=True),
        EventFilter(kinds=frozenset({Kind.ACCESS})),
        EventFilter(event_ids=frozenset({1})),
    ],
)
def test_facts_do_not_pass_what_they_are_not_or_cannot_be_asked(
    store: Store, found: Findings, wanted: EventFilter
) -> None:
    assert passing(store, fact(found), wanted) == frozenset()


def test_a_fact_without_a_time_lies_in_no_span(store: Store, found: Findings) -> None:
    timeless = fact(found, first_ms=None, last_ms=None, precision_ms=None)

    assert passing(store, timeless, EventFilter()) == {"fact"}
    assert passing(store, timeless, EventFilter(until_ms=NOW_MS)) == frozenset()


def test_a_system_app_is_left_out_with_the_others(store: Store, found: Findings) -> None:
    ours: Finding = found.items[0]

    assert passing(store, fact(found, is_system=True), EventFilter(include_system=False)) == set()
    assert passing(store, fact(found, uid=1_000), EventFilter(include_system=False)) == set()
    assert not ours.is_system
