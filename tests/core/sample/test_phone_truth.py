"""What a sample phone prints is what it did, on every version: nothing more, nothing less."""

from collections import Counter
from functools import cache

import pytest

from auditor.records import Kind, Source
from auditor.sample.phone import SamplePhone
from auditor.sample.truth import truth
from auditor.sample.truth_rows import TrueRow
from tests.core.sample.reading import (
    by_bucket,
    epoch,
    read_discrete,
    read_history,
    read_ops_26,
    read_ops_28,
    read_ops_29,
    read_ops_30,
    read_table,
    section,
)

START = 1_750_000_000_123  # a Sunday evening in Shanghai
HOUR = 3_600_000
HISTORY = "dumpsys -t 60 appops --history --include-discrete 0"


def _ask(phone: SamplePhone, line: str) -> str:
    reply = phone.answer(line)
    assert reply is not None
    assert not reply.stderr
    return reply.stdout.decode()


def _phone(version: str, seed: int = 1, after: int = 0, days: int = 4) -> SamplePhone:
    clock = [START]
    phone = SamplePhone(version, seed, lambda: clock[0], days=days)
    clock[0] += after
    return phone


@cache
def _history(version: str, after: int) -> tuple[str, list[TrueRow]]:
    """One reading of a phone's history, for several tests."""
    phone = _phone(version, 1, after, days=9)
    return _ask(phone, HISTORY), truth(phone)


def _of(rows: list[TrueRow], source: Source) -> list[TrueRow]:
    return [row for row in rows if row.source is source]


def _last_30(row: TrueRow) -> tuple[object, ...]:
    via = row.proxy.uid if row.proxy else None
    key = (row.kind.value, row.uid, row.package, row.op, row.tag, row.state, row.flags)
    return (*key, row.time_ms, row.duration_ms, via, row.running)


@pytest.mark.parametrize(
    ("version", "seed", "after"),
    [("30", 1, 0), ("34", 2, 41 * 60_000), ("36post", 3, 5 * HOUR)],
)
def test_the_op_section_shows_every_last_access_and_no_other(
    version: str, seed: int, after: int
) -> None:
    phone = _phone(version, seed, after)
    text = _ask(phone, "dumpsys -t 60 appops")
    stop = (
        "History:" if version == "36post" else "  Global restr" if version != "30" else "  User re"
    )
    shown = read_ops_30(section(text, "  Uid ", stop), START + after)
    assert shown == {_last_30(row) for row in truth(phone) if row.end_ms is None}
    assert len(shown) > 400


def test_an_op_in_use_is_shown_as_running_and_lasts_so_far() -> None:
    clock = [START]
    phone = SamplePhone(34, 1, lambda: clock[0], days=4)
    run = next(e for e in phone.journal.until(START) if e.what == "start" and e.tag == "nursery")
    clock[0] = run.time + 61_001
    text = _ask(phone, "dumpsys appops --op RECORD_AUDIO")
    assert "duration=+1m1s1ms" in text
    assert "          Running start at: +1m1s1ms\n" in text
    assert [row.time_ms for row in truth(phone) if row.running] == [run.time]


@pytest.mark.parametrize("version", ["31", "36"])
def test_single_accesses_are_all_listed_until_they_are_too_old(version: str) -> None:
    text, rows = _history(version, 0)
    pad = 2 if version == "36" else 0
    shown = read_discrete(section(text, "Discrete accesses: "), pad)
    expected = Counter(
        (
            *(row.uid, row.package, row.op, row.tag, row.state, row.flags, row.time_ms),
            *(row.duration_ms, row.attribution_flags, row.chain_id),
        )
        for row in _of(rows, Source.DISCRETE)
    )
    assert Counter(shown) == expected
    oldest = min(row[6] for row in shown)  # type: ignore[type-var]
    days = 1 if version == "31" else 7
    assert START - days * 24 * HOUR - 60_000 <= oldest <= START - days * 24 * HOUR + 2 * HOUR  # type: ignore[operator]


def test_the_table_of_android_16_holds_the_same_accesses_newest_first() -> None:
    phone = _phone("36sql")
    rows = read_table(section(_ask(phone, HISTORY), "Discrete accesses: ")[2:])
    times = [epoch(row["ACCESS_TIME"]) for row in rows]
    assert times == sorted(times, reverse=True)
    shown = Counter(
        (
            *(int(r["UID"]), r["PACKAGE_NAME"], r["OP_NAME"], r["UID_STATE"], r["OP_FLAGS"], at),
            *(int(r["DURATION"]), int(r["ATTR_FLAGS"]), int(r["CHAIN_ID"])),
        )
        for r, at in zip(rows, times, strict=True)
    )
    expected = Counter(
        (
            *(row.uid, row.package, row.op, row.state, row.flags, row.time_ms),
            *(-1 if row.duration_ms is None else row.duration_ms, row.attribution_flags),
            row.chain_id,
        )
        for row in _of(truth(phone), Source.DISCRETE)
    )
    assert shown == expected


@pytest.mark.parametrize(("version", "after"), [("31", 0), ("36", 26 * HOUR)])
def test_slots_hold_every_count_once_and_their_printed_times_are_off_as_androids(
    version: str, after: int
) -> None:
    text, rows = _history(version, after)
    now = START + after
    lines = section(text, "  History:", "Discrete accesses: ")
    slots, shown = read_history(lines, now)
    shift = 2 * (now - slots[0][0]) - 15 * 60_000
    true = [slots[0], *((begin - shift, end - shift) for begin, end in slots[1:])]
    expected: dict[tuple[object, ...], list[int]] = {}
    for row in _of(rows, Source.AGGREGATE):
        assert row.end_ms is not None
        place = true.index((row.time_ms, row.end_ms))
        key = (place, row.uid, row.package, row.op, row.tag, row.state, row.flags)
        counts = expected.setdefault(key, [0, 0, 0])
        counts[1 if row.kind is Kind.REJECT else 0] += row.count or 0
        counts[2] += row.duration_ms or 0
    assert shown == {(*key, *counts) for key, counts in expected.items()}


def test_a_second_call_within_a_slot_ends_in_1970() -> None:
    clock = [START]
    phone = SamplePhone(34, 1, lambda: clock[0], days=4)
    first, _ = read_history(section(_ask(phone, HISTORY), "  History:", "Discrete"), clock[0])
    clock[0] = first[0][0] + 15 * 60_000 - 1
    again, _ = read_history(section(_ask(phone, HISTORY), "  History:", "Discrete"), clock[0])
    clock[0] += 1
    later, _ = read_history(section(_ask(phone, HISTORY), "  History:", "Discrete"), clock[0])
    assert first[0][1] == START
    assert again[0] == (first[0][0], 15 * 60_000 - 1)
    assert later[0] == (clock[0], clock[0])


@pytest.mark.parametrize(
    ("line", "size", "source"),
    [
        ("dumpsys -t 60 appops --history --history-limit 0", 900_000, Source.AGGREGATE),
        ("dumpsys -t 60 appops --history --include-discrete 0", 60_000, Source.DISCRETE),
    ],
)
def test_the_tables_of_late_android_16_add_up_even_after_earlier_dumps(
    line: str, size: int, source: Source
) -> None:
    phone = _phone("36post")
    clock = [START - 9 * HOUR]
    phone.now = lambda: clock[0]
    for _ in range(3):
        _ask(phone, "dumpsys -t 60 appops --op CAMERA")
        clock[0] += 17_000 + 3 * HOUR
    rows = read_table(section(_ask(phone, line), "UID|"))
    assert {"DURATION", "ACCESS_TIME"} <= rows[0].keys()
    expected: dict[tuple[object, ...], list[int]] = {}
    for row in _of(truth(phone), source):
        key = (row.uid, row.package, row.op, row.tag, row.state, row.flags, row.time_ms)
        counts = expected.setdefault(key, [0, 0, 0])
        counts[1 if row.kind is Kind.REJECT else 0] += row.count or 0
        counts[2] += row.duration_ms or 0
    shown = by_bucket(rows, size)
    assert shown == {key: tuple(counts) for key, counts in expected.items()}
    assert len(rows) > len(shown)  # starts, ends and flushed buckets have rows of their own


def test_android_10_shows_the_last_access_per_state_and_flag() -> None:
    phone = _phone("29")
    lines = section(_ask(phone, "dumpsys -t 60 appops"), "  Uid ", "  User restrictions")
    assert read_ops_29(lines, START) == {
        (r.kind.value, r.uid, r.package, r.op, r.state, r.flags, r.time_ms, r.duration_ms)
        for r in truth(phone)
    }


def test_android_9_shows_the_last_access_per_state() -> None:
    phone = _phone("28")
    lines = section(_ask(phone, "dumpsys -t 60 appops"), "  Uid ", "  User restrictions")
    assert read_ops_28(lines, START) == {
        (r.kind.value, r.uid, r.package, r.op, r.state, r.time_ms + (r.duration_ms or 0))
        for r in truth(phone)
    }


def test_android_8_shows_one_access_and_one_reject_per_op() -> None:
    phone = _phone("26")
    lines = section(_ask(phone, "dumpsys -t 60 appops"), "  Uid ", "  User restrictions")
    assert read_ops_26(lines, START) == {
        (r.kind.value, r.uid, r.package, r.op, r.time_ms, r.duration_ms, r.running)
        for r in truth(phone)
    }


def test_a_clock_that_was_set_back_puts_events_into_the_future() -> None:
    phone = _phone("34")
    phone.clock_shift_ms = -2 * HOUR
    text = _ask(phone, "dumpsys -t 60 appops")
    shown = read_ops_30(section(text, "  Uid ", "  Global"), START - 2 * HOUR)
    assert shown == {_last_30(row) for row in truth(phone)}
    assert "(+1h" in text
    assert _ask(phone, "date +%s") == f"{(START - 2 * HOUR) // 1000}\n"
