"""How much of a count over a period is listed singly: never counted twice, never negative."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import query
from auditor.filters import EventFilter
from auditor.known import Periods, Singles, Tally
from auditor.record_numbers import Record
from auditor.records import Event, Kind, Snapshot, Source
from auditor.store import Store
from auditor.summary import summarize
from tests.core.cases import NOW_MS, event, load
from tests.core.test_slots import COARSE, QUARTER

MINUTE = 60_000
BEGIN = NOW_MS // QUARTER * QUARTER - 8 * QUARTER


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        yield store


def slot(count: int, length: int = QUARTER, **changes: object) -> list[Record]:
    """What a phone prints of one slot that is over."""
    about = length > QUARTER
    counted = event(
        time_ms=BEGIN,
        duration_ms=length,
        precision_ms=length,
        count=count,
        source=Source.AGGREGATE,
        about=about,
    )
    shot = Snapshot(1, BEGIN, BEGIN + length, BEGIN, BEGIN + length, about, 1)
    return [shot, replace(counted, **changes)]  # type: ignore[arg-type]


def row(after_ms: int, **changes: object) -> Event:
    values = {"source": Source.DISCRETE, "precision_ms": MINUTE, "count": None}
    return event(time_ms=BEGIN + after_ms, **(values | changes))


def put(store: Store, *records: Record, name: str = "one") -> None:
    load(store, name, [replace(each, line=line) for line, each in enumerate(records, start=1)])


def unknown(store: Store) -> list[tuple[int, int] | None]:
    """For each count over a period that is shown: how many more there are, at least and at most."""
    rows = query.events(store, EventFilter(sources=frozenset({Source.AGGREGATE})))
    return [query.times_unknown(store, each.id) for each in rows]


def accesses(store: Store) -> int:
    (app,) = query.apps(store)
    return app.accesses


def test_and_three_more_in_this_period(store: Store) -> None:
    put(store, *slot(5), row(2 * MINUTE), row(9 * MINUTE))

    assert unknown(store) == [(3, 3)]
    assert accesses(store) == 5
    assert [each.count for each in query.events(store)] == [5, None, None]


def test_a_slot_that_is_wholly_explained_is_listed_only_unmerged(store: Store) -> None:
    put(store, *slot(2), row(2 * MINUTE), row(9 * MINUTE))

    assert unknown(store) == []
    assert accesses(store) == 2
    sources = [each.source for each in query.events(store, EventFilter(unmerged=True))]
    assert sources.count("aggregate") == 1
    told = "SELECT known, more FROM v_events WHERE is_explained"
    assert store.db.execute(told).fetchall() == [(2, 0)]


def test_more_known_than_counted_is_none_more(store: Store) -> None:
    put(store, *slot(1), row(2 * MINUTE), row(9 * MINUTE))

    assert unknown(store) == []
    assert accesses(store) == 2


@pytest.mark.parametrize("after_ms", [-10_000, QUARTER - 10_000])
def test_what_may_lie_outside_is_no_explanation_but_is_not_counted_twice(
    store: Store, after_ms: int
) -> None:
    put(store, *slot(5), row(after_ms))

    assert unknown(store) == [(4, 5)]
    assert accesses(store) == 5


@pytest.mark.parametrize(
    "other", [{"tag": "x"}, {"uid_state": "bg"}, {"flags": "tpd"}, {"kind": Kind.REJECT}]
)
def test_an_access_of_another_sort_explains_nothing(store: Store, other: dict[str, object]) -> None:
    put(store, *slot(5), row(2 * MINUTE, **other))

    assert unknown(store) == [(5, 5)]


def test_about_slots_say_at_least_and_at_most(store: Store) -> None:
    put(store, *slot(5, COARSE), row(COARSE // 2), row(COARSE + MINUTE), row(3 * COARSE))

    assert unknown(store) == [(3, 5)]
    assert accesses(store) == 6


def test_an_event_with_many_witnesses_explains_one(store: Store) -> None:
    witnesses = [row(2 * MINUTE), row(2 * MINUTE, duration_ms=MINUTE)]
    put(store, *slot(5), *witnesses, event(time_ms=BEGIN + 2 * MINUTE + 1, count=None))

    assert unknown(store) == [(4, 4)]
    assert accesses(store) == 5


def test_a_session_without_state_may_be_any_of_the_counted(store: Store) -> None:
    session = row(MINUTE, source=Source.AUDIO, uid_state=None, flags=None, precision_ms=1)
    put(store, *slot(5), session)

    assert unknown(store) == [(4, 5)]
    assert accesses(store) == 5


def test_fine_and_coarse_counts_of_one_period_are_not_added(store: Store) -> None:
    fine = slot(5, op="FINE_LOCATION")
    put(store, *fine, slot(7, op="COARSE_LOCATION")[1])

    assert unknown(store) == [(5, 5), (2, 7)]
    assert accesses(store) == 7


def test_one_request_for_both_locations_explains_one_of_each(store: Store) -> None:
    fine = slot(5, op="FINE_LOCATION")
    notes = [row(MINUTE, op="FINE_LOCATION"), row(MINUTE, op="COARSE_LOCATION")]
    put(store, *fine, slot(5, op="COARSE_LOCATION")[1], *notes)

    assert accesses(store) == 5
    assert sorted(filter(None, unknown(store))) == [(0, 4), (4, 4)]


def test_rows_of_a_table_add_up_but_its_last_access_is_one_of_them(store: Store) -> None:
    bucket = row(77, source=Source.AGGREGATE, precision_ms=59_923, duration_ms=59_923, count=3)
    single = row(30_000, precision_ms=1, count=1)
    put(store, bucket, single, event(time_ms=BEGIN + 41_000, count=None))

    assert unknown(store) == [(2, 2)]
    assert accesses(store) == 4


def test_a_count_with_its_end_is_explained_like_any_other(store: Store) -> None:
    end = row(77, precision_ms=1, count=0, duration_ms=500)
    bucket = row(77, source=Source.AGGREGATE, precision_ms=59_923, duration_ms=59_923, count=3)
    put(store, end, bucket, event(time_ms=BEGIN + 41_000, count=None))

    assert unknown(store) == [(2, 2)]
    assert accesses(store) == 3


def test_what_is_known_later_lowers_what_is_unknown(store: Store) -> None:
    put(store, *slot(5))
    before = query.apps(store)[0].accesses
    put(store, row(2 * MINUTE), name="two")

    assert (before, accesses(store)) == (5, 5)
    assert unknown(store) == [(4, 4)]


def test_a_share_in_the_background_counts_no_access_twice(store: Store) -> None:
    put(store, *slot(2), row(2 * MINUTE), row(9 * MINUTE), row(5 * MINUTE, uid_state="bg"))

    tile = next(each for each in summarize(store, NOW_MS).tiles if each.apps)
    assert (tile.records, tile.background_share) == (3, pytest.approx(1 / 3))


def test_an_event_that_is_no_count_has_no_unknown_times(store: Store) -> None:
    put(store, row(MINUTE))

    assert query.times_unknown(store, 1) is None


SINGLES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 50), st.integers(0, 20)), max_size=20
)
SPANS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 50), st.integers(0, 30), st.integers(0, 5)),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(singles=SINGLES, spans=SPANS)
def test_tallies_count_as_looking_at_each_would(
    singles: list[tuple[int, int, int]], spans: list[tuple[int, int, int, int]]
) -> None:
    of = np.array(singles, dtype=np.int64).reshape(-1, 3)
    ask = np.array(spans, dtype=np.int64)
    tally = Tally(Singles(of[:, 0], of[:, 1], of[:, 1] + of[:, 2], of[:, 0] + 1))
    periods = Periods(ask[:, 0], ask[:, 1], ask[:, 1] + ask[:, 2])

    touching = tally.touching(periods, ask[:, 3]).tolist()
    inside = tally.inside(periods).tolist()

    for i, (key, begin, length, slack) in enumerate(spans):
        mine = [(b, b + n) for k, b, n in singles if k == key]
        around = [s for s in mine if s[0] < begin + length + slack and s[1] >= begin - slack]
        within = [s for s in mine if s[0] >= begin and s[1] < begin + length]
        if length + 2 * slack:
            assert touching[i] == len(around) * (key + 1)
        assert 0 <= inside[i] <= len(within) * (key + 1)
