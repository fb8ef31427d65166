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
    assert set(golden.names()) >= grammars | {"table_36", "table_late", "post_36", "vendors"}


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


def test_a_bucket_of_unknown_length_may_be_the_longest() -> None:
    text = [
        "UID|PACKAGE_NAME|OP_NAME|ACCESS_TIME|ACCESS_COUNTS|REJECT_COUNTS|DURATION",
        "10001|a.b|CAMERA|2025-03-04 12:01:10.000|5|0|100",
    ]

    found = [e for e in parse_appops(text, golden.CLOCK) if isinstance(e, Event)]

    assert [(e.duration_ms, e.precision_ms) for e in found] == [(830_000, 830_000)]


NOW_28 = "2025-03-04 13:01:00.345"


def runs_of_28(*accesses: str) -> list[tuple[str | None, int | None, int | None, int | None]]:
    """Read an op that last ran for two seconds: state, begin before now, length, count."""
    lines = ["Current AppOps Service state:", "  Uid u0a81:", "    Package a.b:"]
    lines.append("      CAMERA (allow): ")
    lines += [f"{'          Access: ' if not i else ' ' * 18}{a}" for i, a in enumerate(accesses)]
    lines.append("          duration=+2s0ms")
    found = [e for e in parse_appops(lines, golden.CLOCK) if isinstance(e, Event)]
    ago = [None if e.time_ms is None else golden.NOW_MS - e.time_ms for e in found]
    return [(e.uid_state, when, e.duration_ms, e.count) for e, when in zip(found, ago, strict=True)]


def test_the_run_of_android_9_is_the_newest_access_when_no_other_lies_within_it() -> None:
    early = "top   = 2025-03-04 13:00:50.345 (-10s0ms)"
    late = "cch   = 2025-03-04 13:00:59.345 (-1s0ms)"

    assert runs_of_28(early, late) == [("top", 10_000, None, None), ("cch", 3_000, 2_000, None)]


def test_a_run_of_android_9_through_two_states_belongs_to_neither() -> None:
    early = "top   = 2025-03-04 13:00:57.344 (-3s1ms)"  # a millisecond before the run: two clocks
    late = "cch   = 2025-03-04 13:00:59.345 (-1s0ms)"

    assert runs_of_28(early, late) == [
        ("top", 3_001, None, None),
        ("cch", 1_000, None, None),
        (None, None, 2_000, 0),
    ]


def test_a_run_of_android_9_belongs_to_no_access_of_the_future() -> None:
    assert runs_of_28("top   = 2025-03-04 13:01:01.345 (+1s0ms)") == [
        ("top", -1_000, None, None),
        (None, None, 2_000, 0),
    ]


def test_a_run_of_android_9_without_any_access_is_one_of_unknown_time() -> None:
    assert runs_of_28() == [(None, None, 2_000, None)]


def test_an_op_of_android_10_that_ended_at_the_dump_is_not_running() -> None:
    lines = ["Current AppOps Service state:", "  Uid u0a81:", "    Package a.b:"]
    lines.append("      CAMERA (allow): ")
    lines.append(f"          Access: [top-s] {NOW_28} (0) duration=+5s0ms")
    lines.append("          Access: [fg-s] 2025-03-04 13:00:59.345 (-1s0ms)")
    lines.append("          Running start at: +1s0ms")
    found = [e for e in parse_appops(lines, golden.CLOCK) if isinstance(e, Event)]

    assert [(golden.NOW_MS - (e.time_ms or 0), e.running) for e in found] == [
        (5_000, False),
        (1_000, True),
    ]
