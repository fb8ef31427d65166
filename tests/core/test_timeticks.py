"""Ticks in the phone's zone, also on the days when its clock is moved."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from auditor.timeticks import DAY_MS, HOUR_MS, nights, step_for, ticks, to_local, to_ms, zone_or_utc

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> int:
    return to_ms(datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold))


def walls(begin: str, end: str, most: int) -> list[str]:
    return [t.local.strftime("%d %H:%M") for t in ticks(at(begin), at(end), BERLIN, most)[1]]


def test_ticks_stand_on_local_hours():
    assert walls("2026-02-01 00:10", "2026-02-01 12:10", 6) == [
        "01 02:00", "01 04:00", "01 06:00", "01 08:00", "01 10:00", "01 12:00",
    ]  # fmt: skip


def test_the_hour_that_is_skipped_in_spring_has_no_tick():
    assert walls("2026-03-29 00:00", "2026-03-29 05:00", 6) == [
        "29 00:00", "29 01:00", "29 03:00", "29 04:00", "29 05:00",
    ]  # fmt: skip


def test_the_hour_that_comes_twice_in_autumn_has_two_ticks():
    found = walls("2026-10-25 00:00", "2026-10-25 04:00", 6)

    assert found == ["25 00:00", "25 01:00", "25 02:00", "25 02:00", "25 03:00", "25 04:00"]


def test_days_begin_at_local_midnight_on_both_sides_of_a_clock_change():
    _, found = ticks(at("2026-03-27 12:00"), at("2026-04-01 12:00"), BERLIN, 6)

    assert [t.local.hour for t in found] == [0, 0, 0, 0, 0]
    assert all(t.is_day for t in found)
    gaps = [b.time_ms - a.time_ms for a, b in pairwise(found)]
    assert gaps == [DAY_MS, DAY_MS - HOUR_MS, DAY_MS, DAY_MS]


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"])
@pytest.mark.parametrize(
    "span_ms", [3_000, 90_000, HOUR_MS, 30 * HOUR_MS, 40 * DAY_MS, 9000 * DAY_MS]
)
def test_ticks_rise_lie_inside_and_are_not_more_than_asked(zone, span_ms):
    begin = at("2026-10-03 11:22")

    _, found = ticks(begin, begin + span_ms, ZoneInfo(zone), 10)

    times = [t.time_ms for t in found]
    assert times == sorted(set(times))
    assert begin <= times[0] and times[-1] <= begin + span_ms
    assert 1 <= len(times) <= 12


def test_an_unknown_zone_is_read_as_utc():
    assert zone_or_utc(None).utcoffset(None) == zone_or_utc("Nowhere/At_All").utcoffset(None)


def test_a_time_no_calendar_holds_is_cut_to_the_last_it_does():
    assert to_local(10**18, BERLIN).year == 9987


def test_nights_last_from_ten_to_six_on_the_phones_clock():
    found = nights(at("2026-03-28 12:00"), at("2026-03-30 12:00"), BERLIN)

    shown = [tuple(to_local(edge, BERLIN).strftime("%d %H") for edge in night) for night in found]
    assert shown == [("28 22", "29 06"), ("29 22", "30 06")]
    assert found[0][1] - found[0][0] == 7 * HOUR_MS


def test_the_coarsest_step_serves_any_span():
    assert step_for(10**15, 5) == step_for(10**17, 5)


def test_beyond_the_calendar_there_are_no_nights():
    assert nights(10**15, 10**15 + 5 * DAY_MS, BERLIN) == []
    assert nights(-(10**15), -(10**15) + 5 * DAY_MS, BERLIN) == []
