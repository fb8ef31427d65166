"""Sample phone → case → context: what is said of an event is what the person really did."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor import query
from auditor.adb.server import ServerAddress
from auditor.filters import EventFilter
from auditor.query import EventRow
from auditor.sample.adb_server import SampleServer
from auditor.sample.days import Day, Visit
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from tests.core.test_end_to_end_core import Clock, read_once

HOUR_MS = 3_600_000
MARGIN_MS = 5_000
UNLOCKS_MS, LOCKS_MS = 1_200, 40  # after the screen goes on, and off


@dataclass
class Life:
    """Events of two readings, and the days that the person lived."""

    api: int
    rows: list[EventRow]
    days: list[Day]
    visits: list[Visit]
    booted_ms: int
    now_ms: int

    def stretch(self, row: EventRow) -> tuple[int, int]:
        """Where an event lies: its first and last millisecond."""
        assert row.time_ms is not None
        return row.time_ms, row.time_ms + max(row.precision_ms, 1) - 1

    def told(self, *names: str) -> list[EventRow]:
        """The events of which any of these is known, but for those about the last start."""
        about = range(self.booted_ms - 70_000, self.booted_ms + HOUR_MS)
        known = [r for r in self.rows if any(getattr(r, name) is not None for name in names)]
        return [r for r in known if r.time_ms not in about]

    def in_front(self, row: EventRow, time_ms: int) -> bool:
        return any(
            visit.begin <= time_ms < visit.end
            for visit in self.visits
            if (visit.who.package, visit.who.user) == (row.package, row.user)
        )

    def is_on(self, time_ms: int, on_ms: int = 0, off_ms: int = 0) -> bool:
        return any(a + on_ms <= time_ms < b + off_ms for day in self.days for a, b in day.screen)


@pytest.fixture(scope="module", params=["26", "30", "35"])
def life(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Life]:
    clock = Clock()
    phone = SamplePhone(request.param, seed=5, now=clock)
    case: Path = tmp_path_factory.mktemp("context") / "case"
    with SampleServer(phone) as server, Store.create(case) as store:
        address = ServerAddress("127.0.0.1", server.port)
        read_once(phone, store, address, clock)
        clock.now_ms += 3 * HOUR_MS
        read_once(phone, store, address, clock)
        rows = list(query.events(store, EventFilter(include_middlemen=True)))
    days = phone.journal.days_until(clock.now_ms)
    yield Life(
        api=int(request.param),
        rows=rows,
        days=days,
        visits=[visit for day in days for visit in day.visits],
        booted_ms=phone.booted_ms,
        now_ms=clock.now_ms,
    )


def test_who_was_in_front_is_who_the_person_looked_at(life: Life) -> None:
    told = life.told("in_front")

    for row in told:
        for time_ms in life.stretch(row):
            assert row.in_front is life.in_front(row, time_ms), (row, time_ms)
    assert {row.in_front for row in told} == {True, False}


def test_the_screen_is_on_and_unlocked_when_it_really_was(life: Life) -> None:
    for row in life.told("screen_on"):
        assert {row.screen_on} == {life.is_on(time_ms) for time_ms in life.stretch(row)}
    for row in life.told("locked"):
        open_ = {life.is_on(ms, UNLOCKS_MS, LOCKS_MS) for ms in life.stretch(row)}
        assert open_ == {not row.locked}


def test_the_screen_is_known_from_android_9_on_and_the_lock_from_10(life: Life) -> None:
    assert bool(life.told("screen_on")) is (life.api >= 28)
    assert bool(life.told("locked")) is (life.api >= 29)


def test_the_time_since_an_app_left_is_that_since_its_last_visit(life: Life) -> None:
    told = life.told("left_ago_ms")

    for row in told:
        assert row.time_ms is not None and row.left_ago_ms is not None
        assert row.left_ago_precision_ms is not None
        ends = [
            visit.end
            for visit in life.visits
            if (visit.who.package, visit.who.user) == (row.package, row.user)
            and visit.end <= row.time_ms
        ]
        first = row.time_ms - max(ends)
        last = first + max(row.precision_ms, 1) - 1
        assert row.left_ago_ms <= first
        assert last < row.left_ago_ms + row.left_ago_precision_ms
    assert told


def test_nobody_is_said_to_have_been_away_who_was_there(life: Life) -> None:
    """By the usage history alone, with the margins about coming and going."""
    for row in life.told("background_by_usage"):
        first, last = life.stretch(row)
        if row.background_by_usage:
            seen = any(
                visit.begin <= last + MARGIN_MS and visit.end > first - MARGIN_MS
                for visit in life.visits
                if (visit.who.package, visit.who.user) == (row.package, row.user)
            )
            assert not seen or not life.is_on(first)
        else:
            assert life.in_front(row, first)


def test_most_of_what_happened_in_the_last_day_is_known(life: Life) -> None:
    """Not knowing is always right, and no use."""
    since = life.now_ms - (24 if life.api >= 28 else 3) * HOUR_MS
    recent = [
        row
        for row in life.rows
        if row.source == "last" and row.time_ms is not None and row.time_ms >= since
    ]

    known = [row for row in recent if row.in_front is not None]

    assert len(known) > 0.9 * len(recent) > 10


def test_state_and_usage_history_agree_but_for_what_android_counts_otherwise(life: Life) -> None:
    contradicted = [row for row in life.told("background_by_usage") if row.uid_state == "top"]

    assert {row.background_disagrees for row in contradicted} <= {False}
    assert {
        row.uid_state
        for row in life.rows
        if row.background_disagrees and not row.background_by_state
    } <= {"fgsvc", "fgsvcl", "fg", "pers"}
