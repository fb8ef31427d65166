"""A clock that was set to another time is told by the uptime: in a sentence, and per event."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import query
from auditor.clock_changes import ClockChange, clock_changes, length_text
from auditor.coverage import readings_of
from auditor.load import load_capture
from auditor.manifest import ClockReading, read_manifest, write_manifest
from auditor.store import Store
from auditor.summary import last_capture_ms, say, summarize
from auditor.words import LANGUAGES
from tests.core.cases import HOUR_MS, NOW_MS, PHONE, event, handing_out, write_capture

UP_MS = 5 * HOUR_MS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        yield store


def take(store: Store, name: str, *looks: ClockReading, times: tuple[int, ...] = ()) -> None:
    """Load a capture with these looks at the clock and accesses at these times."""
    at_ms = looks[0].host_utc_ms
    records = [event(line=i, time_ms=time_ms) for i, time_ms in enumerate(times, 1)]
    folder = write_capture(store.path, name, {"appops": records}, at_ms)
    write_manifest(folder, replace(read_manifest(folder), clocks=list(looks)))
    load_capture(store, folder, None, handing_out({"appops": records}))


def look(after_ms: int, phone_ahead_ms: int = 0, boot: str | None = "boot") -> ClockReading:
    """What was seen so long after NOW_MS, by the computer's clock."""
    host_ms = NOW_MS + after_ms
    return ClockReading(host_ms, host_ms + phone_ahead_ms, UP_MS + after_ms, boot)


def limits(store: Store) -> dict[str, dict[str, int | str]]:
    found = summarize(store, last_capture_ms(store) or 0)
    return {limit.code: limit.values for limit in found.limits if "clock" in limit.code}


@pytest.mark.parametrize(
    ("by_ms", "begin_ms", "end_ms"),
    [
        (HOUR_MS, NOW_MS, NOW_MS + 2 * HOUR_MS),
        (-HOUR_MS, NOW_MS - HOUR_MS, NOW_MS + HOUR_MS),
    ],
)
def test_a_clock_that_was_set_marks_what_lies_between_the_looks(
    store: Store, by_ms: int, begin_ms: int, end_ms: int
) -> None:
    times = (begin_ms - HOUR_MS, begin_ms + 1, end_ms - 1, end_ms + HOUR_MS)

    take(store, "one", look(0))
    take(store, "two", look(HOUR_MS, by_ms), look(HOUR_MS + 1000, by_ms), times=times)

    assert clock_changes(store) == [ClockChange(PHONE.device_id, begin_ms, end_ms, by_ms)]
    assert [row.clock_changed for row in query.events(store)] == [False, True, True, False]
    assert limits(store)["limit_clock_changed"] == {"count": 1, "by": "1:00:00"}


def test_a_clock_that_was_set_while_the_phone_was_read_is_told(store: Store) -> None:
    take(store, "one", look(0), look(5000, -60_000))

    assert [change.by_ms for change in clock_changes(store)] == [-60_000]


@pytest.mark.parametrize(
    "second",
    [look(HOUR_MS, 9000), look(HOUR_MS, HOUR_MS, "another"), look(HOUR_MS, HOUR_MS, None)],
    ids=["a slow answer", "another start", "a start that is not told"],
)
def test_what_the_uptime_does_not_tell_is_no_change(store: Store, second: ClockReading) -> None:
    take(store, "one", look(0))
    take(store, "two", second)

    assert clock_changes(store) == []


@pytest.mark.parametrize(
    ("ahead_ms", "found"),
    [
        (155_000, {"limit_clock_ahead": {"by": "0:02:35"}}),
        (-155_000, {"limit_clock_behind": {"by": "0:02:35"}}),
        (4_000, {}),
    ],
)
def test_a_clock_that_is_off_the_computer_s_is_told(
    store: Store, ahead_ms: int, found: dict[str, object]
) -> None:
    take(store, "one", look(0, ahead_ms))

    assert limits(store) == found


def test_readings_lie_where_the_phone_s_clock_was(store: Store) -> None:
    take(store, "one", look(0, -HOUR_MS))

    (reading,) = readings_of(query.captures(store))

    assert (reading.begin_ms, reading.end_ms) == (NOW_MS - HOUR_MS, NOW_MS - HOUR_MS + 1000)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_clock_is_said_in_every_language(store: Store, lang: str) -> None:
    take(store, "one", look(0))
    take(store, "two", look(HOUR_MS, 90_000))

    said = [
        say(limit, lang)
        for limit in summarize(store, last_capture_ms(store) or 0).limits
        if "clock" in limit.code
    ]

    assert len(said) == 2
    assert all("0:01:30" in text for text in said)


def test_lengths_are_written_with_hours_first() -> None:
    assert [length_text(ms) for ms in (0, -1499, 3_599_600, 360_000_000)] == [
        "0:00:00",
        "0:00:01",
        "1:00:00",
        "100:00:00",
    ]
