"""Every dump of Android's own code is read as what it must be read as: all of it, nothing else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest

from auditor.clock import PhoneClock
from auditor.records import Event, Notice, Source, Unparsed
from tests.conftest import shared_or_skip
from tests.core.parsers import truth
from tests.core.parsers.truth import Dump, Facts

QUARTER_MS = 15 * 60_000
FILTERED = ("opboth", "pkgboth", "tagboth")

pytestmark = pytest.mark.shared


def same(found: Iterable[Facts], expected: Iterable[Facts]) -> None:
    """Compare as bags, and show what is missing and what is extra."""
    missing, extra = Counter(expected), Counter(found)
    missing, extra = missing - extra, extra - missing
    assert not missing and not extra, (
        f"{missing.total()} missing, {extra.total()} extra, for example"
        f" {list(missing)[:2]} and {list(extra)[:2]}"
    )


def test_the_dumps_are_all_here() -> None:
    shared_or_skip("aosp")
    assert len(truth.names()) == 196


NO_TRUTH = ("28-mode-1", "29-mode-1")  # their truth files are empty, although rows are printed


@pytest.mark.parametrize("name", [name for name in truth.names() if name not in NO_TRUTH])
def test_a_dump_is_read_exactly(name: str) -> None:
    dump = truth.read(name)
    assert not [record for record in dump.records if isinstance(record, Unparsed)]
    by_source = {source: [e for e in dump.events if e.source is source] for source in Source}
    if name.startswith(("23", "26")):
        check_old(dump)
    else:
        check_last(dump, by_source[Source.LAST])
    if "bucket" in dump.rows:
        found = by_source[Source.DISCRETE] + by_source[Source.AGGREGATE]
        expected = [facts for row in dump.of("bucket") for facts in truth.true_bucket(row)]
        same(map(truth.read_bucket, found), expected)
    else:
        singles = dump.of("discrete", "sqlrow")
        same(map(truth.read_single, by_source[Source.DISCRETE]), map(truth.true_single, singles))
        check_precision(dump, by_source[Source.DISCRETE])
        check_history(dump, by_source[Source.AGGREGATE])
    same(truth.read_modes(dump), truth.true_modes(dump))
    same(truth.read_uids(dump), [(row["uid"], row["line"]) for row in dump.of("uid")])
    assert not any(event.zone_assumed for event in dump.events)


def check_last(dump: Dump, events: list[Event]) -> None:
    rows = dump.of("access", "reject")
    if dump.name.startswith("28"):
        expected = truth.true_last_28(rows, dump.of("duration"), dump.now_ms)
    elif dump.name.startswith("29"):
        expected = [truth.true_last_29(row) for row in rows]
    else:
        expected = [truth.true_last(row) for row in rows]
    same(map(truth.read_last, events), expected)
    same(truth.read_running(dump), truth.true_running(dump))
    if not dump.name.startswith(("28", "29")):
        running = [row["line"] for row in rows if row["running"]]
        assert [event.line for event in events if event.running] == running


def check_old(dump: Dump) -> None:
    expected = [facts for row in dump.of("op") for facts in truth.true_old(row)]
    same(map(truth.read_old, dump.events), expected)
    started = [row["t"] for row in dump.of("op") if row["running"]]
    assert [facts[4] for facts in truth.read_running(dump)] == started


def check_precision(dump: Dump, events: list[Event]) -> None:
    expected = 1 if dump.name.startswith("36") else 60_000
    assert {event.precision_ms for event in events} <= {expected}


def check_history(dump: Dump, events: list[Event]) -> None:
    is_filtered = dump.name.split("-")[1] in FILTERED
    if is_filtered and dump.name.split("-")[1] != "opboth":
        assert all(event.unattributed for event in events)
    else:
        assert not any(event.unattributed for event in events)
    is_whose = "pkgboth" not in dump.name and "tagboth" not in dump.name
    expected = [facts for row in dump.of("agg") for facts in truth.true_counts(row, is_whose)]
    same([truth.read_counts(event, is_whose) for event in events], expected)
    check_slots(dump)
    slots = {slot.line: slot for slot in truth.read_slots(dump)}
    for event in events:
        slot = slots[max(line for line in slots if line < event.line)]
        length = slot.end_ms - slot.begin_ms
        found = (event.time_ms, event.duration_ms, event.precision_ms, event.about)
        assert found == (slot.begin_ms, length, length, slot.about)


def check_slots(dump: Dump) -> None:
    """Slots on disk are printed too late by twice the age of the one in memory less 15 minutes."""
    slots, rows = truth.read_slots(dump), dump.of("snapshot")
    same(
        [(slot.index, slot.printed_begin_ms, slot.printed_end_ms, slot.line) for slot in slots],
        [(row["snap"], row["begin"], row["end"], row["line"]) for row in rows],
    )
    for slot in slots:
        row = rows[slot.index]
        late = 2 * (dump.now_ms - rows[0]["begin"]) - QUARTER_MS if slot.index else 0
        end = dump.now_ms if row["end"] < row["begin"] else row["end"]
        assert (slot.begin_ms, slot.end_ms) == (row["begin"] - late, end - late)
        assert slot.about == (end - row["begin"] >= 10 * QUARTER_MS)


@pytest.mark.parametrize("name", NO_TRUTH)
def test_a_dump_of_one_mode_holds_rows_of_the_whole_dump(name: str) -> None:
    shared_or_skip("aosp")
    part, whole = truth.read(name), truth.read(name.replace("mode", "main"))
    found = Counter(truth.read_last(event)[:-1] for event in part.events)
    assert found
    assert found <= Counter(truth.read_last(event)[:-1] for event in whole.events)


@pytest.mark.parametrize("name", [name for name in truth.names() if "both" in name])
def test_a_command_line_with_a_filter_tells_that_counts_belong_to_nobody(name: str) -> None:
    records = truth.read(name, is_command_known=True).records
    counts = [e for e in records if isinstance(e, Event) and e.source is Source.AGGREGATE]
    is_filtered = name.split("-")[1] in FILTERED
    assert {event.unattributed for event in counts} <= {is_filtered}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("31-badopt-1", "unknown_option"),
        ("23-op-1", "unknown_option"),
        ("30-history-1", "unknown_option"),
        ("31-help-1", "help"),
        ("23-help-1", "help"),
    ],
)
def test_a_dump_that_only_answers_says_so(name: str, code: str) -> None:
    shared_or_skip("aosp")
    notice = truth.read(name).records[0]
    assert isinstance(notice, Notice)
    assert notice.code == code


@pytest.mark.parametrize("name", ["28-main-3", "30-main-3", "36-both-3", "36sql-discrete-3"])
@pytest.mark.parametrize("is_zone_known", [True, False])
def test_the_zone_alone_or_the_capture_alone_is_enough(name: str, is_zone_known: bool) -> None:
    """Lines with a distance need no zone; lines without one then say that theirs is assumed."""
    shared_or_skip("aosp")
    whole = truth.read(name)
    clock = PhoneClock(whole.zone, True, None, None)
    if not is_zone_known:
        clock = PhoneClock(None, False, whole.now_ms - 4_000, whole.now_ms + 9_000)
    found = truth.read(name, clock).events
    for event, expected in zip(found, whole.events, strict=True):
        is_assumed = not is_zone_known and not has_distance(expected)
        assert event == replace(expected, zone_assumed=is_assumed)


def has_distance(event: Event) -> bool:
    is_saturated = event.time_ms is not None and event.time_ms > 4_000_000_000_000
    return event.source is not Source.DISCRETE and not is_saturated
