"""A sample of each grammar, read to the last field; damage is counted and never misattributed."""

import json
from dataclasses import replace

import pytest

from auditor.clock import PhoneClock
from auditor.parsers.appops import parse_appops
from auditor.records import Event, Notice, Source, Unparsed
from tests.core.parsers import golden


@pytest.mark.parametrize("name", golden.names())
def test_a_sample_is_read_as_recorded(name: str) -> None:
    expected = (golden.FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [golden.facts(record) for record in golden.parse(name)]
    assert found == [json.loads(line) for line in expected]


def test_there_is_a_sample_of_every_grammar() -> None:
    grammars = {"g23", "g28", "g29", "g30", "history", "discrete", "discrete_36"}
    assert set(golden.names()) >= grammars | {"table_36", "table_late"}


def test_a_text_that_breaks_off_says_so() -> None:
    assert golden.parse("cut")[-1] == Notice("cut", "", 9)


def test_several_grammars_in_one_text_are_all_read() -> None:
    names = ("g30", "history", "discrete", "table_36", "g29")
    text = "\n".join((golden.FOLDER / f"{n}.txt").read_text(encoding="utf-8") for n in names)
    records = list(parse_appops(text.split("\n"), golden.CLOCK))
    apart = [len([r for r in golden.parse(n) if isinstance(r, Event)]) for n in names]
    assert len([record for record in records if isinstance(record, Event)]) == sum(apart)
    assert not [record for record in records if isinstance(record, Unparsed)]


@pytest.mark.parametrize("option", ["--package a.b", "--op CAMERA", "--attributionTag x"])
def test_a_filter_in_the_command_takes_the_counts_from_everybody(option: str) -> None:
    lines = (golden.FOLDER / "history.txt").read_text(encoding="utf-8").split("\n")
    plain = f"dumpsys appops --history {option}"
    counts = [r for r in parse_appops(lines, golden.CLOCK, plain) if isinstance(r, Event)]
    assert counts
    assert all(event.unattributed for event in counts)


def test_without_a_clock_times_are_those_of_utc_and_flagged() -> None:
    unknown = golden.parse("g30", PhoneClock(None, False, None, None))
    known = golden.parse("g30", PhoneClock("UTC", True, None, None))
    events = [event for event in unknown if isinstance(event, Event)]
    assert all(event.zone_assumed for event in events)
    expected = [replace(e, zone_assumed=True) for e in known if isinstance(e, Event)]
    assert [replace(event, running=False) for event in events] == [
        replace(event, running=False) for event in expected
    ]


def test_a_virtual_device_is_kept_and_the_phone_itself_is_none() -> None:
    devices = {
        event.virtual_device for event in golden.parse("table_36") if isinstance(event, Event)
    }
    assert devices == {None, "companion:7"}


def test_an_aggregate_ends_with_its_bucket() -> None:
    for event in golden.parse("table_late"):
        if isinstance(event, Event) and event.source is Source.AGGREGATE:
            assert event.time_ms is not None and event.duration_ms is not None
            assert (event.time_ms + event.duration_ms) % 60_000 == 0
