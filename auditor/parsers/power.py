"""`dumpsys power`: the screen at the moment of the dump (formats.md 6.7)."""

import re
from collections.abc import Iterable, Iterator

from auditor.clock import DumpClock, PhoneClock
from auditor.companion_records import ScreenState
from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.records import Notice, Unparsed

_FIELD = re.compile(
    r"  (mWakefulness|mLastWakeTime|mLastSleepTime|mLastSleepReason|mIsPowered|mBatteryLevel)="
    r"(.{1,200})"
).fullmatch
_AGO = re.compile(r"\d{1,18} \((\d{1,15}) ms ago\)\s*").fullmatch
_LEVEL = re.compile(r"\d{1,3}").fullmatch


def parse_power(
    lines: Iterable[str], clock: PhoneClock
) -> Iterator[ScreenState | Unparsed | Notice]:
    """Read one state of the screen. Its times count from the moment of the dump.

    All else (wake locks, display, configuration) is passed over.
    """
    fields: dict[str, tuple[int, str, str]] = {}
    for number, line in enumerate(lines, 1):
        if line.startswith("  m") and (match := _FIELD(line)):
            fields.setdefault(match[1], (number, line, match[2]))
        elif answer := notice(number, line):
            yield answer
    if "mWakefulness" not in fields:
        return
    now = DumpClock(clock).now()
    times: dict[str, int | None] = {}
    for name in ("mLastWakeTime", "mLastSleepTime"):
        number, line, value = fields.get(name, (0, "", ""))
        ago = _AGO(value)
        if number and ago is None:
            yield unparsed(number, line, "bad_time")
        times[name] = None if now is None or ago is None else now.time_ms - int(ago[1])
    number, _, wakefulness = fields["mWakefulness"]
    level = _text(fields, "mBatteryLevel") or ""
    yield ScreenState(
        wakefulness=wakefulness.strip(),
        last_wake_ms=times["mLastWakeTime"],
        last_sleep_ms=times["mLastSleepTime"],
        precision_ms=0 if now is None else 1 + now.spread_ms,
        sleep_reason=_text(fields, "mLastSleepReason"),
        powered={"true": True, "false": False}.get(_text(fields, "mIsPowered") or ""),
        battery_level=int(level) if _LEVEL(level) else None,
        line=number,
    )


def _text(fields: dict[str, tuple[int, str, str]], name: str) -> str | None:
    return fields[name][2].strip() if name in fields else None
