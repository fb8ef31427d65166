"""Every dump of Android's own code is read as what it must be read as: all of it, nothing else."""

from collections import Counter
from dataclasses import replace

import pytest

from auditor.clock import PhoneClock
from auditor.records import Event, Notice, Source, Unparsed
from tests.conftest import shared_or_skip
from tests.core.parsers import truth
from tests.core.parsers.truth import Dump
from tests.core.parsers.truth_pairs import Pair, Score, is_old, pairs, score

QUARTER_MS = 15 * 60_000
FILTERED = ("opboth", "pkgboth", "tagboth")

pytestmark = pytest.mark.shared


def same(pair: Pair) -> None:
    """Compare as bags, and show what is missing and what is extra."""
    missing, extra = pair.missing, pair.extra
    assert not missing and not extra, (
        f"{missing.total()} missing, {extra.total()} extra, for example"
        f" {list(missing)[:2]} and {list(extra)[:2]}"
    )


def test_the_dumps_are_all_here() -> None:
    shared_or_skip("aosp")
    assert len(truth.names()) == 196


@pytest.mark.parametrize("name", [name for name in truth.names() if name not in truth.NO_TRUTH])
def test_a_dump_is_read_exactly(name: str) -> None:
    dump = truth.read(name)
    assert not [record for record in dump.records if isinstance(record, Unparsed)]
    for pair in pairs(dump):
        same(pair)
    if is_old(dump):
        started = [row["t"] for row in dump.of("op") if row["running"]]
        assert [facts[4] for facts in truth.read_running(dump)] == started
    else:
        check_running(dump)
    if "bucket" not in dump.rows:
        check_precision(dump)
        check_history(dump)
    assert not any(event.zone_assumed for event in dump.events)


def check_running(dump: Dump) -> None:
    if not dump.name.startswith(("28", "29")):
        running = [row["line"] for row in dump.of("access", "reject") if row["running"]]
        events = [event for event in dump.events if event.source is Source.LAST]
        assert [event.line for event in events if event.running] == running


def check_precision(dump: Dump) -> None:
    expected = 1 if dump.name.startswith("36") else 60_000
    singles = [event for event in dump.events if event.source is Source.DISCRETE]
    assert {event.precision_ms for event in singles} <= {expected}


def check_history(dump: Dump) -> None:
    events = [event for event in dump.events if event.source is Source.AGGREGATE]
    is_filtered = dump.name.split("-")[1] in FILTERED
    if is_filtered and dump.name.split("-")[1] != "opboth":
        assert all(event.unattributed for event in events)
    else:
        assert not any(event.unattributed for event in events)
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
    for slot in slots:
        row = rows[slot.index]
        late = 2 * (dump.now_ms - rows[0]["begin"]) - QUARTER_MS if slot.index else 0
        end = dump.now_ms if row["end"] < row["begin"] else row["end"]
        assert (slot.begin_ms, slot.end_ms) == (row["begin"] - late, end - late)
        assert slot.about == (end - row["begin"] >= 10 * QUARTER_MS)


def test_a_score_tells_a_record_that_is_missing_from_one_that_is_too_much() -> None:
    shared_or_skip("aosp")
    dump = truth.read("30-op-1")
    rows = sum(map(len, dump.rows.values()))
    assert score(dump) == Score(rows, rows, 0)
    event = dump.events[3]
    others = [record for record in dump.records if record != event]
    assert score(replace(dump, records=others)) == Score(rows, rows - 1, 0)
    changed = [*others, replace(event, uid=event.uid + 1)]
    assert score(replace(dump, records=changed)) == Score(rows, rows - 1, 1)
    tagged = [*others, replace(event, tag="another")]  # its heading is read wrongly, too
    assert score(replace(dump, records=tagged)) == Score(rows, rows - 2, 1)


@pytest.mark.parametrize("name", truth.NO_TRUTH)
def test_a_dump_of_one_mode_holds_rows_of_the_whole_dump(name: str) -> None:
    shared_or_skip("aosp")
    part, whole = truth.read(name), truth.read(name.replace("mode", "main"))
    assert len(part.events) > 20
    for some, every in zip(pairs(part), pairs(whole), strict=True):
        here, there = Counter(f[:-1] for f in some.found), Counter(f[:-1] for f in every.found)
        assert here <= there


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
