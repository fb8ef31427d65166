"""Aggregated slots of several captures: nothing counts twice, nothing is lost without a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import query
from auditor.filters import EventFilter
from auditor.load import load_capture
from auditor.query import EventRow
from auditor.record_numbers import Record
from auditor.records import Snapshot, Source
from auditor.slots import TOLERANCE_MS, Slot, choose
from auditor.store import Store
from tests.core.cases import NOW_MS, PHONE, event, handing_out, load

MINUTE = 60_000
QUARTER = 15 * MINUTE
COARSE = 10 * QUARTER
START = NOW_MS - 100 * QUARTER
CHAT, MAPS = "com.example.chat", "com.example.maps"

Count = tuple[int, int, dict[str, int]]  # begin, end, accesses per package


def history(slots: Sequence[Count], first_index: int = 0) -> list[Record]:
    """What a phone prints: the newest slot first, slot 0 the one in memory."""
    records: list[Record] = []
    line = 0
    for index, (begin, end, packages) in enumerate(slots, start=first_index):
        line += 1
        records.append(Snapshot(index, begin, end, begin, end, end - begin > QUARTER, line))
        for package, count in packages.items():
            line += 1
            records.append(
                event(
                    package=package,
                    time_ms=begin,
                    duration_ms=end - begin,
                    precision_ms=end - begin,
                    count=count,
                    source=Source.AGGREGATE,
                    line=line,
                )
            )
    return records


def quarters(begin: int, counts: Sequence[int], package: str = CHAT) -> list[Count]:
    """15-minute slots from `begin` on, printed newest first; a count of 0 is not printed."""
    found = [
        (begin + i * QUARTER, begin + (i + 1) * QUARTER, {package: count} if count else {})
        for i, count in enumerate(counts)
    ]
    return found[::-1]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        yield store


def shown(store: Store, package: str = CHAT) -> list[tuple[int, int, int, str]]:
    rows = query.events(store, EventFilter(packages=frozenset({package})))
    return [brief(row) for row in rows]


def brief(row: EventRow) -> tuple[int, int, int, str]:
    assert row.time_ms is not None and row.duration_ms is not None and row.count is not None
    begin = (row.time_ms - START) // MINUTE
    return begin, row.duration_ms // MINUTE, row.count, row.capture_id


def total(store: Store) -> int:
    return sum(row.count or 0 for row in query.events(store))


def test_one_capture_shows_all_its_slots(store: Store) -> None:
    load(store, "one", history(quarters(START, [1, 2, 3])))

    assert shown(store) == [(0, 15, 1, "one"), (15, 15, 2, "one"), (30, 15, 3, "one")]


@pytest.mark.parametrize("drift_ms", [0, 1000, -1000, TOLERANCE_MS, -TOLERANCE_MS])
def test_the_same_slots_seen_again_count_once(store: Store, drift_ms: int) -> None:
    first = quarters(START, [1, 2, 3])
    memory = [(START + 3 * QUARTER, START + 3 * QUARTER + MINUTE, {})]
    load(store, "one", history([*memory, *first]), at_ms=NOW_MS)

    moved = [(begin + drift_ms, end + drift_ms, counts) for begin, end, counts in first]
    load(store, "two", history([(START + 4 * QUARTER, START + 4 * QUARTER + 1, {}), *moved]))

    assert total(store) == 6
    assert len(shown(store)) == 3


def test_the_slot_in_memory_is_replaced_once_it_is_closed(store: Store) -> None:
    begin = START
    load(store, "one", history([(begin, begin + 7 * MINUTE, {CHAT: 2})]))
    closed = [(begin + QUARTER, begin + QUARTER + MINUTE, {CHAT: 1}), *quarters(begin, [5])]
    load(store, "two", history(closed), at_ms=NOW_MS + 1)

    assert shown(store) == [(0, 15, 5, "two"), (15, 1, 1, "two")]


def test_the_slot_in_memory_read_twice_counts_as_the_later_says(store: Store) -> None:
    load(store, "one", history([(START, START + 5 * MINUTE, {CHAT: 2})]))
    load(store, "two", history([(START, START + 9 * MINUTE, {CHAT: 4})]), at_ms=NOW_MS + 1)

    assert shown(store) == [(0, 9, 4, "two")]


def test_quarters_stay_when_the_phone_coarsens_them(store: Store) -> None:
    memory: list[Count] = [(START + COARSE, START + COARSE + MINUTE, {})]
    load(store, "one", history([*memory, *quarters(START, [1] * 10)]))
    load(
        store,
        "two",
        history([(NOW_MS, NOW_MS + 1, {}), (START, START + COARSE, {CHAT: 10})]),
        at_ms=NOW_MS + 1,
    )

    assert len(shown(store)) == 10
    assert {row[3] for row in shown(store)} == {"one"}


def test_a_coarse_slot_is_covered_also_by_quarters_in_which_the_app_did_nothing(
    store: Store,
) -> None:
    memory: list[Count] = [(START + COARSE, START + COARSE + MINUTE, {})]
    load(store, "one", history([*memory, *quarters(START, [0, 0, 3, 0, 0, 0, 0, 0, 0, 0])]))
    load(
        store,
        "two",
        history([(NOW_MS, NOW_MS + 1, {}), (START, START + COARSE, {CHAT: 3})]),
        at_ms=NOW_MS + 1,
    )

    assert shown(store) == [(30, 15, 3, "one")]


def test_a_coarse_slot_that_is_only_partly_covered_replaces_the_quarters(store: Store) -> None:
    memory: list[Count] = [(START + COARSE, START + COARSE + MINUTE, {})]
    load(store, "one", history([*memory, *quarters(START + 5 * QUARTER, [1] * 5)]))
    load(
        store,
        "two",
        history([(NOW_MS, NOW_MS + 1, {}), (START, START + COARSE, {CHAT: 9})]),
        at_ms=NOW_MS + 1,
    )

    assert shown(store) == [(0, 150, 9, "two")]


def test_every_slot_of_every_capture_is_there_unmerged(store: Store) -> None:
    load(store, "one", history(quarters(START, [1, 2])))
    load(store, "two", history(quarters(START, [1, 2])), at_ms=NOW_MS + 1)

    rows = list(query.events(store, EventFilter(unmerged=True)))
    assert [(row.count, row.capture_id) for row in rows] == [
        (1, "one"),
        (1, "two"),
        (2, "one"),
        (2, "two"),
    ]


def test_counts_of_an_app_that_was_removed_stay(store: Store) -> None:
    begin = START
    load(store, "one", history([(begin, begin + 7 * MINUTE, {CHAT: 2, MAPS: 3})]))
    later = [(begin + QUARTER, begin + QUARTER + MINUTE, {CHAT: 1}), *quarters(begin, [5])]
    load(store, "two", history(later), at_ms=NOW_MS + 1)

    assert shown(store, MAPS) == [(0, 7, 3, "one")]
    assert shown(store, CHAT) == [(0, 15, 5, "two"), (15, 1, 1, "two")]


def test_the_slot_a_cut_file_breaks_off_in_replaces_nothing(store: Store) -> None:
    load(store, "one", history([(START + QUARTER, START + QUARTER + 1, {}), *quarters(START, [5])]))
    cut = history([(START + COARSE, START + COARSE + 1, {}), *quarters(START, [2])])
    load(store, "two", cut, at_ms=NOW_MS + 1, cut=frozenset({"appops"}))

    assert shown(store) == [(0, 15, 5, "one")]


def test_the_slot_a_cut_file_breaks_off_in_is_replaced_by_a_whole_one(store: Store) -> None:
    cut = history([(START + QUARTER, START + QUARTER + 1, {}), *quarters(START, [2])])
    load(store, "one", cut, cut=frozenset({"appops"}))
    whole = history([(START + COARSE, START + COARSE + 1, {}), *quarters(START, [5])])
    load(store, "two", whole, at_ms=NOW_MS + 1)

    assert shown(store) == [(0, 15, 5, "two")]


def test_captures_loaded_in_any_order_show_the_same(tmp_path: Path) -> None:
    one = history([(START, START + 7 * MINUTE, {CHAT: 2})])
    two = history([(START + COARSE, START + COARSE + 1, {}), *quarters(START, [5, 1])])
    found = []
    for places in ((0, 1), (1, 0)):
        with Store.create(tmp_path / f"case{places[0]}") as store:
            for i in places:
                load(store, f"c{i}", (one, two)[i], at_ms=NOW_MS + i)
            found.append(shown(store))

    assert found[0] == found[1] == [(0, 15, 5, "c1"), (15, 15, 1, "c1")]


def test_slots_of_two_phones_have_nothing_to_do_with_each_other(store: Store) -> None:
    load(store, "one", history(quarters(START, [1])))
    load(store, "two", history(quarters(START, [2])), device=replace(PHONE, device_id="P2"))

    assert total(store) == 3


def test_rows_of_a_history_without_slots_are_recognised_again(store: Store) -> None:
    row = event(source=Source.AGGREGATE, duration_ms=QUARTER, count=2)
    load(store, "one", [row])
    load(store, "two", [row], at_ms=NOW_MS + 1)

    assert total(store) == 2


def test_loading_again_leaves_what_is_hidden_hidden(store: Store) -> None:
    memory: list[Count] = [(START, START + 7 * MINUTE, {CHAT: 2})]
    later = [(START + QUARTER, START + QUARTER + 1, {}), *quarters(START, [5])]
    load(store, "one", history(memory))
    load(store, "two", history(later), at_ms=NOW_MS + 1)
    before = shown(store)

    load_capture(store, store.captures_dir / "one", None, handing_out({"appops": []}))
    load(store, "three", [event(package="other")], at_ms=NOW_MS + 2)

    assert shown(store) == before


@settings(max_examples=60, deadline=None)
@given(
    accesses=st.lists(st.integers(0, 40 * QUARTER - 1), max_size=60),
    reads=st.lists(st.integers(1, 40 * QUARTER), min_size=1, max_size=5, unique=True),
)
def test_with_exact_slots_every_access_before_the_last_reading_counts_once(
    accesses: list[int], reads: list[int]
) -> None:
    slots: list[Slot] = []
    counts: dict[int, int] = {}
    for file, now in enumerate(sorted(reads)):
        for begin, end, is_closed in printed(now):
            slot = Slot(len(slots), file, begin, end, is_closed, False)
            slots.append(slot)
            counts[slot.id] = sum(begin <= time < end for time in accesses)

    choose(slots)

    last = max(reads)
    found = sum(counts[slot.id] for slot in slots if slot.is_shown)
    assert found == sum(time < last for time in accesses)


def printed(now: int) -> list[tuple[int, int, bool]]:
    """The slots a phone holds at a time: one in memory, nearer ones fine, older ones coarse."""
    memory = now // QUARTER * QUARTER
    border = max(0, (memory - COARSE) // COARSE * COARSE)
    fine = [(t, t + QUARTER, True) for t in range(border, memory, QUARTER)]
    coarse = [(t, t + COARSE, True) for t in range(0, border, COARSE)]
    return [(memory, now, False), *fine, *coarse]


def test_reading_daily_for_years_does_not_use_up_the_numbers_of_series(store: Store) -> None:
    number, kept = [], 12  # slots that the phone keeps
    for day in range(30):
        slots = quarters(START + day * QUARTER, [3] * kept)
        load(store, f"{day:02}", history(slots), at_ms=START + (day + kept) * QUARTER)
        number.append(store.db.execute("SELECT count(*) FROM series").fetchone()[0])
    events, slots_known = (
        store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("events", "slots")
    )

    assert number[kept] == number[-1] <= kept + 1
    assert events == slots_known == 30 * kept  # each reading keeps its own


def test_a_case_that_numbered_its_series_by_slots_keeps_all_counts_apart(store: Store) -> None:
    load(store, "one", history(quarters(START, [3, 5])))
    (newest,) = store.db.execute("SELECT id FROM slots WHERE begin_ms = ?", (START,)).fetchone()
    move_as_before(store, newest)

    load(store, "two", history(quarters(START, [3, 6])), at_ms=NOW_MS + 1)

    told = "SELECT slot_id, count(*) FROM event_details GROUP BY slot_id"
    assert store.db.execute(told).fetchall() == [(number, 1) for number in (1, 2, 3, 4)]
    assert store.db.execute("SELECT count(*) FROM events").fetchone() == (4,)


def move_as_before(store: Store, slot: int) -> None:
    """Put the count of a slot into a series of the slot's own number, as was done before."""
    (old,) = store.db.execute("SELECT event_id FROM event_details WHERE slot_id = ?", (slot,))
    series, (last,) = old[0] >> 40, store.db.execute("SELECT max(id) FROM series").fetchone()
    assert slot == 2  # what the next slot with this begin is called now
    new = old[0] - (series << 40) + (last + 1 << 40)
    store.db.execute("PRAGMA foreign_keys = OFF")
    store.db.execute(
        "INSERT INTO series SELECT ?, package_id, op_id, tag_id, way_id, ?, era FROM series"
        " WHERE id = ?",
        (last + 1, slot, series),
    )
    store.db.execute("UPDATE events SET id = ? WHERE id = ?", (new, old[0]))
    store.db.execute("UPDATE event_details SET event_id = ? WHERE event_id = ?", (new, old[0]))
