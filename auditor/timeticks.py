"""Ticks of a time axis in a zone's own clock, right on the days when that clock is moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS = 1000, 60_000, 3_600_000, 86_400_000
QUARTER_HOUR_MS = 15 * MINUTE_MS
MONTH_MS, YEAR_MS = 30 * DAY_MS, 365 * DAY_MS

STEPS_MS = (
    *(SECOND_MS * n for n in (1, 2, 5, 10, 15, 30)),
    *(MINUTE_MS * n for n in (1, 2, 5, 10, 15, 30)),
    *(HOUR_MS * n for n in (1, 2, 3, 6, 12)),
    *(DAY_MS * n for n in (1, 2, 3, 7, 14)),
    *(MONTH_MS * n for n in (1, 3)),
    *(YEAR_MS * n for n in (1, 2, 5, 10, 25, 100)),
)
EARLIEST_MS, LATEST_MS = -62_000_000_000_000, 253_000_000_000_000  # what datetime can hold


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick and the wall clock there; `is_day` at the begin of a local day."""

    time_ms: int
    local: datetime
    is_day: bool


def zone_or_utc(zone: str | None) -> tzinfo:
    """The named zone; UTC where the phone's zone is unknown or the name is."""
    try:
        return ZoneInfo(zone) if zone else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def to_local(time_ms: int, zone: tzinfo) -> datetime:
    """A time in the zone, cut to what a calendar can hold."""
    kept = min(max(time_ms, EARLIEST_MS), LATEST_MS)
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=kept)).astimezone(zone)


def to_ms(local: datetime) -> int:
    """UTC milliseconds of an aware time."""
    return (local - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def step_for(span_ms: float, most: int) -> int:
    """The finest step that makes at most about `most` ticks."""
    fitting = (step for step in STEPS_MS if span_ms / step <= most)
    return next(fitting, STEPS_MS[-1])


def ticks(begin_ms: int, end_ms: int, zone: tzinfo, most: int) -> tuple[int, list[Tick]]:
    """The step in milliseconds and the ticks within [begin, end], at most about `most`."""
    step = step_for(end_ms - begin_ms, max(1, most))
    found: list[Tick] = []
    for local in _walls(begin_ms, end_ms, zone, step):
        time_ms = to_ms(local)
        if begin_ms <= time_ms <= end_ms and (not found or time_ms > found[-1].time_ms):
            is_day = (local.hour, local.minute, local.second) == (0, 0, 0)
            found.append(Tick(time_ms, local, is_day))
    return step, found


def nights(begin_ms: int, end_ms: int, zone: tzinfo) -> list[tuple[int, int]]:
    """The nights (22:00 to 06:00 local) that touch [begin, end), as begin and end."""
    end_ms = min(end_ms, LATEST_MS)
    first = to_local(max(begin_ms, EARLIEST_MS), zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    found = []
    day = first.replace(tzinfo=None) - timedelta(days=1)
    while (begin := _at(day, 22, zone)) < end_ms:
        end = _at(day + timedelta(days=1), 6, zone)
        if end > begin_ms:
            found.append((begin, end))
        day += timedelta(days=1)
    return found


def _at(day: datetime, hour: int, zone: tzinfo) -> int:
    return to_ms(day.replace(hour=hour, tzinfo=zone))


def _walls(begin_ms: int, end_ms: int, zone: tzinfo, step_ms: int) -> Iterator[datetime]:
    """Wall clock times at multiples of the step, from a little before `begin` to after `end`."""
    if step_ms <= QUARTER_HOUR_MS:  # every zone's offset is a multiple of these
        offset = to_local(begin_ms, zone).utcoffset() or timedelta()
        ahead_ms = offset // timedelta(milliseconds=1)
        for wall_ms in range(
            -(-(begin_ms + ahead_ms) // step_ms) * step_ms, end_ms + ahead_ms + 1, step_ms
        ):
            yield to_local(wall_ms - ahead_ms, zone)
        return
    first = to_local(begin_ms, zone).replace(tzinfo=None, fold=0)
    last = to_local(end_ms, zone).replace(tzinfo=None, fold=0) + timedelta(hours=2)
    if step_ms >= MONTH_MS:
        walls = _months(
            first,
            last,
            round(step_ms / MONTH_MS) if step_ms < YEAR_MS else 12 * (step_ms // YEAR_MS),
        )
    else:
        walls = _multiples(first - timedelta(hours=2), last, step_ms)
    for wall in walls:
        local = wall.replace(tzinfo=zone)
        again = local.replace(fold=1)
        if local.utcoffset() == again.utcoffset():
            yield local
        elif step_ms < DAY_MS:
            yield from (moment for moment in (local, again) if _exists(moment))
        else:
            yield local


def _exists(local: datetime) -> bool:
    """False for a wall clock time that is skipped when clocks go forward."""
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0)


def _multiples(first: datetime, last: datetime, step_ms: int) -> Iterator[datetime]:
    midnight = datetime(1970, 1, 5)  # a Monday, so that weeks begin on one
    step = timedelta(milliseconds=step_ms)
    wall = midnight + (first - midnight) // step * step
    while wall <= last:
        yield wall
        wall += step


def _months(first: datetime, last: datetime, step: int) -> Iterator[datetime]:
    index = (first.year * 12 + first.month - 1) // step * step
    while index // 12 <= min(last.year, 9998):
        if index >= 12:
            yield datetime(index // 12, index % 12 + 1, 1)
        index += step
