"""The phone's clock and UTC: which moment a printed time means, and how surely.

A dump prints local wall time without a zone, and beside it the distance to one `now`. When the
capture knows between which two moments that `now` lay, the zone's offset follows from each line
by itself, exact to the millisecond and through every change of summer time (formats.md 0.4).
Without such an interval the zone of the phone is used, without a zone UTC, and that is said.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

MINUTE_MS = 60_000
_QUARTER_MS = 15 * MINUTE_MS
_FARTHEST_OFFSET_MS = 15 * 60 * MINUTE_MS  # no zone is farther from UTC than 14 hours
_SLACK_MS = 10_000  # `date` may give whole seconds and answer late
_OPEN_END_MS = 6 * MINUTE_MS  # longest reading of one command when only one end is known
SATURATED_MS = 2_147_483_647_000  # Android prints larger distances as this one (formats.md 11.1)
KNOWN_NOWS = 4096  # a dump has one or two; hostile text has more
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class PhoneClock:
    """What is known of a phone's clock at the time of one command.

    `before_ms` and `after_ms` are the phone's own UTC milliseconds around the command.
    """

    zone: str | None  # IANA name
    zone_known: bool  # False: somebody guessed it
    before_ms: int | None
    after_ms: int | None


class Moment(NamedTuple):
    """A moment in UTC. The true one lies in `time_ms` … `time_ms + spread_ms`."""

    time_ms: int
    spread_ms: int  # 0, or the length of the hour that happens twice
    is_assumed: bool  # rests on a zone that nobody confirmed


class DumpClock:
    """Turns the times of one dump into UTC, and learns the dump's `now` while doing so."""

    def __init__(self, clock: PhoneClock) -> None:
        # Local time of `now` -> offset, as found so far: a reader of many lines may look first.
        self.offset_of_now: dict[int, int] = {}
        self._zone = _zone(clock.zone)
        self._is_zone_known = clock.zone_known and self._zone is not None
        self._interval = _interval(clock)
        self._clock = clock
        self._zone_offsets: dict[int, tuple[int, int]] = {}  # local quarter hour -> offsets
        self._now_ms: int | None = None
        self._nearest: tuple[int, int] = (SATURATED_MS, 0)  # how far from now, and its offset

    def moment(self, local_ms: int, distance_ms: int | None = None) -> Moment:
        """Find the moment of a printed local time; `distance_ms` is event − now as printed."""
        if distance_ms is None:
            return self._by_zone(local_ms, None)
        offset = self.offset_of_now.get(local_ms - distance_ms)
        if offset is not None:
            return Moment(local_ms - offset, 0, False)
        if abs(distance_ms) >= SATURATED_MS:
            return self._by_zone(local_ms, None)
        return self._learn(local_ms, distance_ms)

    def now(self) -> Moment | None:
        """Give the dump's `now`: as learned from its lines, else as the capture saw it."""
        if self._now_ms is not None:
            return Moment(self._now_ms, 0, False)
        before, after = self._clock.before_ms, self._clock.after_ms
        if before is not None and after is not None and before <= after:
            return Moment(before, after - before, False)
        known = before if before is not None else after
        return None if known is None else Moment(known, 0, True)

    def _learn(self, local_ms: int, distance_ms: int) -> Moment:
        now_local = local_ms - distance_ms
        offsets = self._fitting_offsets(now_local)
        if len(offsets) == 1:
            # A known zone that never has this offset: the zone or the time of the capture is
            # wrong, most likely a time that somebody gave in another zone.
            is_disputed = self._is_zone_known and offsets[0] not in self._offsets(local_ms)
            if len(self.offset_of_now) >= KNOWN_NOWS:
                self.offset_of_now.clear()
            if not is_disputed:
                self.offset_of_now[now_local] = offsets[0]
            self._now_ms = now_local - offsets[0]
            self._nearest = min(self._nearest, (abs(distance_ms), offsets[0]))
            return Moment(local_ms - offsets[0], 0, is_disputed)
        moment = self._by_zone(local_ms, distance_ms)
        if moment.spread_ms == 0 and self._zone is not None:
            self._now_ms = moment.time_ms - distance_ms
        return moment

    def _fitting_offsets(self, now_local: int) -> list[int]:
        """List the offsets by which `now` falls into the time of the capture."""
        if self._interval is None:
            return []
        first, last = now_local - self._interval[1], now_local - self._interval[0]
        first = max(first, -_FARTHEST_OFFSET_MS)
        last = min(last, _FARTHEST_OFFSET_MS)
        return list(range(-(-first // _QUARTER_MS) * _QUARTER_MS, last + 1, _QUARTER_MS))

    def _by_zone(self, local_ms: int, distance_ms: int | None) -> Moment:
        if self._zone is None:
            return Moment(local_ms - self._nearest[1], 0, True)
        earlier, later = self._offsets(local_ms)
        is_assumed = not self._is_zone_known
        if earlier == later:
            return Moment(local_ms - earlier, 0, is_assumed)
        if distance_ms is not None and self._now_ms is not None:
            chosen = min(
                (earlier, later), key=lambda offset: self._gap(local_ms - offset - distance_ms)
            )
            return Moment(local_ms - chosen, 0, is_assumed)
        return Moment(local_ms - max(earlier, later), abs(earlier - later), is_assumed)

    def _gap(self, now_ms: int) -> int:
        return abs(now_ms - (self._now_ms or 0))

    def _offsets(self, local_ms: int) -> tuple[int, int]:
        """Give both readings of a local time; they differ in an hour that a change touches."""
        quarter = local_ms // _QUARTER_MS
        found = self._zone_offsets.get(quarter)
        if found is None:
            found = self._zone_offsets[quarter] = self._ask_zone(local_ms)
        return found

    def _ask_zone(self, local_ms: int) -> tuple[int, int]:
        try:
            local = (_EPOCH + timedelta(milliseconds=local_ms)).replace(tzinfo=self._zone)
            return _milliseconds(local), _milliseconds(local.replace(fold=1))
        except OverflowError:  # outside the years 1 … 9999
            return 0, 0


def _milliseconds(local: datetime) -> int:
    offset = local.utcoffset()
    return 0 if offset is None else round(offset.total_seconds() * 1000)


def _interval(clock: PhoneClock) -> tuple[int, int] | None:
    before, after = clock.before_ms, clock.after_ms
    if before is None:
        before = None if after is None else after - _OPEN_END_MS
    if before is None:
        return None
    if after is None:
        after = before + _OPEN_END_MS
    if after < before:  # the clock was moved back during the command
        return None
    return before - _SLACK_MS, after + _SLACK_MS


@lru_cache(maxsize=64)
def _zone(name: str | None) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # not a name, a path, or not in the database
        return None
