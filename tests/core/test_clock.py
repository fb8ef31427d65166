"""Printed local times become UTC: by the dump's own `now`, by the zone, or flagged."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.clock import SATURATED_MS, DumpClock, Moment, PhoneClock

HOUR_MS = 3_600_000
ZONES = (
    *("Asia/Shanghai", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe"),
    *("Pacific/Chatham", "Africa/Cairo", "Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12"),
)


def printed(utc_ms: int, zone: str) -> int:
    """Milliseconds of the wall time that a phone in a zone prints."""
    offset = datetime.fromtimestamp(utc_ms / 1000, ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return utc_ms + round(offset.total_seconds() * 1000)


def utc(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@given(
    st.sampled_from(ZONES),
    st.integers(utc("1990-01-01"), utc("2037-01-01")),
    st.integers(-400 * 24 * HOUR_MS, 24 * HOUR_MS),
    st.integers(0, 300_000),
)
def test_the_time_of_the_capture_makes_every_line_exact_without_a_zone(
    zone: str, now: int, distance: int, took: int
) -> None:
    clock = DumpClock(PhoneClock(None, False, now - took, now + took))
    event = now + distance
    assert clock.moment(printed(event, zone), distance) == Moment(event, 0, False)
    assert clock.now() == Moment(now, 0, False)


@given(st.sampled_from(ZONES), st.integers(utc("1990-01-01"), utc("2037-01-01")))
def test_without_a_capture_time_the_zone_is_followed(zone: str, event: int) -> None:
    moment = DumpClock(PhoneClock(zone, True, None, None)).moment(printed(event, zone))
    assert not moment.is_assumed
    assert moment.time_ms <= event <= moment.time_ms + moment.spread_ms
    assert event in (moment.time_ms, moment.time_ms + moment.spread_ms)


def test_the_hour_that_happens_twice_stays_an_hour_wide_without_a_distance() -> None:
    first = utc("2025-10-26T00:30:00")  # 02:30 summer time, and 02:30 again one hour later
    clock = DumpClock(PhoneClock("Europe/Berlin", True, None, None))
    local = printed(first, "Europe/Berlin")
    assert local == printed(first + HOUR_MS, "Europe/Berlin")
    assert clock.moment(local) == Moment(first, HOUR_MS, False)


@pytest.mark.parametrize("late_ms", [0, HOUR_MS])
def test_the_hour_that_happens_twice_is_told_apart_by_another_line(late_ms: int) -> None:
    event = utc("2025-10-26T00:30:00") + late_ms
    now = utc("2025-10-27T12:00:00.123")
    clock = DumpClock(PhoneClock("Europe/Berlin", True, None, None))
    assert clock.moment(printed(now, "Europe/Berlin") - 5, -5).time_ms == now - 5
    local = printed(event, "Europe/Berlin")
    assert clock.moment(local, event - now) == Moment(event, 0, False)


def test_a_distance_too_large_to_print_is_left_out() -> None:
    now, event = utc("2025-05-01"), utc("2100-01-01")
    clock = DumpClock(PhoneClock("Asia/Tokyo", True, now, now))
    assert event - now > SATURATED_MS
    local = printed(event, "Asia/Tokyo")
    assert clock.moment(local, SATURATED_MS) == Moment(event, 0, False)
    assert clock.now() == Moment(now, 0, False)


def test_nothing_known_means_utc_and_is_flagged() -> None:
    clock = DumpClock(PhoneClock(None, False, None, None))
    assert clock.moment(1_000, -500) == Moment(1_000, 0, True)
    assert clock.now() is None


def test_a_guessed_zone_is_flagged() -> None:
    clock = DumpClock(PhoneClock("Asia/Shanghai", False, None, None))
    assert clock.moment(8 * HOUR_MS, -500) == Moment(0, 0, True)


def test_an_offset_learned_from_lines_serves_lines_without_a_distance_but_flagged() -> None:
    now = utc("2025-05-01T12:00:00")
    clock = DumpClock(PhoneClock(None, False, now, now))
    clock.moment(printed(now, "Asia/Kolkata") - 7, -7)
    event = utc("2025-04-30T12:00:00")
    assert clock.moment(printed(event, "Asia/Kolkata")) == Moment(event, 0, True)


def test_of_several_offsets_the_one_nearest_to_now_serves_the_others() -> None:
    now = utc("2025-05-01T12:00:00")
    clock = DumpClock(PhoneClock(None, False, now, now))
    for event in (now - 7, utc("1970-01-01T00:00:01")):  # Nepal was 15 minutes off its time now
        clock.moment(printed(event, "Asia/Kathmandu"), event - now)
    event = utc("2025-04-30T12:00:00")
    assert clock.moment(printed(event, "Asia/Kathmandu")) == Moment(event, 0, True)


def test_a_capture_time_that_fits_no_zone_is_not_believed() -> None:
    now = utc("2025-05-01T12:00:00")
    clock = DumpClock(PhoneClock("Europe/Berlin", True, now + 400_000, now + 400_000))
    local = printed(now, "Europe/Berlin")
    assert clock.moment(local - 1000, -1000).time_ms == now - 1000


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd", "/etc/localtime", "\0"])
def test_a_zone_that_does_not_exist_counts_as_unknown(zone: str) -> None:
    clock = DumpClock(PhoneClock(zone, True, None, None))
    assert clock.moment(5_000) == Moment(5_000, 0, True)


def test_one_end_of_the_capture_is_enough() -> None:
    now = utc("2025-05-01T12:00:00")
    local = printed(now, "Asia/Tokyo") - 60_000
    for before, after in ((now - 2_000, None), (None, now + 2_000)):
        clock = DumpClock(PhoneClock(None, False, before, after))
        assert clock.moment(local, -60_000) == Moment(now - 60_000, 0, False)


def test_now_is_as_wide_as_the_capture_until_a_line_tells_it() -> None:
    clock = DumpClock(PhoneClock("Asia/Tokyo", True, 1_000_000, 1_004_000))
    assert clock.now() == Moment(1_000_000, 4_000, False)
    clock.moment(1_002_000 + 9 * HOUR_MS - 10, -10)
    assert clock.now() == Moment(1_002_000, 0, False)


@given(st.integers(-(10**14), 10**15), st.none() | st.integers(-(10**14), 10**14))
def test_no_time_whatsoever_raises(local: int, distance: int | None) -> None:
    clock = DumpClock(PhoneClock("America/New_York", True, None, None))
    assert isinstance(clock.moment(local, distance), Moment)


def test_a_capture_time_that_contradicts_a_known_zone_leaves_every_time_assumed() -> None:
    """Somebody said when a dump was taken, hours off: nobody can tell which is wrong."""
    now_ms = 1_746_093_600_000  # 12:00 in Berlin
    local_now_ms = now_ms + 2 * 3_600_000
    wrong_ms = now_ms + 2 * 3_600_000
    clock = DumpClock(PhoneClock("Europe/Berlin", True, wrong_ms, wrong_ms))

    found = [clock.moment(local_now_ms - ago, -ago) for ago in (60_000, 30_000)]

    assert [moment.is_assumed for moment in found] == [True, True]
    right = DumpClock(PhoneClock("Europe/Berlin", True, now_ms, now_ms))
    assert right.moment(local_now_ms - 60_000, -60_000) == Moment(now_ms - 60_000, 0, False)
