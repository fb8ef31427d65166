"""How often a phone is asked now and why: as wished, or less for its work or for its battery.

A dark screen is no reason to look away: what apps do then is what a watch is for.
"""

import re
from dataclasses import dataclass

from auditor.live.rhythm import Rhythm
from auditor.manifest import Pace

LOW_PERCENT, ENOUGH_PERCENT = 20, 25  # below the one it is spared, until the other or a charger
SPARED = 5.0  # how many times less often, and with how many times less of its time
STEADY_MS = 60_000  # what answers cost changes all the time: that is said once a minute at most
_MUCH = 1.5  # a change worth being told
_POWERED = re.compile(rb"(?:AC|USB|Wireless|Dock) powered: (true|false)")
_LEVEL, _SCALE = re.compile(rb"\n *level: (\d{1,5})\s"), re.compile(rb"\n *scale: (\d{1,5})\s")


@dataclass(frozen=True, slots=True)
class Battery:
    """How full a phone's battery is, in percent, and whether the phone gets power from outside."""

    percent: int
    is_powered: bool


def battery_of(untrusted_text: bytes) -> Battery | None:
    """Read `dumpsys battery`; None for anything else."""
    powered, level = _POWERED.findall(untrusted_text), _LEVEL.search(untrusted_text)
    scale = _SCALE.search(untrusted_text)
    full = int(scale[1]) if scale else 100
    if not powered or level is None or not full:
        return None
    return Battery(int(level[1]) * 100 // full, b"true" in powered)


class Pacer:
    """Decides about the battery, and tells of every change of the pace that is worth it."""

    def __init__(self) -> None:
        self._is_low = False
        self.now: Pace | None = None  # None: a capture has begun, and nothing is known yet

    def begin_capture(self) -> None:
        """Tell the pace anew."""
        self.now = None

    def take(self, battery: Battery | None) -> None:
        """Take in how the battery is; None: the phone does not tell, and it stays as it was."""
        if battery is not None:
            enough = ENOUGH_PERCENT if self._is_low else LOW_PERCENT
            self._is_low = not battery.is_powered and battery.percent < enough

    @property
    def slower(self) -> float:
        """How many times less often than else the battery lets us ask."""
        return SPARED if self._is_low else 1.0

    def look(self, rhythm: Rhythm, now_ms: int) -> Pace | None:
        """Give the pace of a rhythm at a moment, if it is worth telling."""
        every_ms = rhythm.every_ms
        if every_ms is None:
            return None
        costly = "costly" if rhythm.factor >= _MUCH else "wished"
        found = Pace(now_ms, every_ms, "battery" if self._is_low else costly)
        last = self.now
        if last is not None:
            is_other = (found.reason == "battery") != (last.reason == "battery")
            is_much = not last.every_ms / _MUCH < every_ms < last.every_ms * _MUCH
            is_due = not 0 <= now_ms - last.since_utc_ms < STEADY_MS
            if not is_other and not (is_due and is_much):
                return None
        self.now = found
        return found
