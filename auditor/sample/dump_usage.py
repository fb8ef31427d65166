"""`dumpsys usagestats`: what was in front, when the screen was on (formats.md 6.2)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from auditor.sample.apps import USERS, habit
from auditor.sample.days import HOUR, Day, Visit
from auditor.sample.entries import FINISH, START, Entry
from auditor.sample.text import PhoneTexts
from auditor.sample.versions import Version

_DAY = 24 * HOUR
_KEPT_DAYS = 10  # daily files are kept so long
_ASKS = "com.android.permissioncontroller"  # shows the system's question for a permission
_QUESTION = f"{_ASKS}.permission.ui.GrantPermissionsActivity"


class UsageLine(NamedTuple):
    """One event of usagestats."""

    time: int
    type: str
    package: str
    activity: str | None
    instance: str = ""  # what tells one activity from others of its class


def usage_events(days: Sequence[Day], user: int, since: int, now: int, api: int) -> list[UsageLine]:
    """List a user's foreground events, and the owner's screen events, in order of time."""
    front, back = (
        ("ACTIVITY_RESUMED", "ACTIVITY_PAUSED")
        if api >= 29
        else (
            "MOVE_TO_FOREGROUND",
            "MOVE_TO_BACKGROUND",
        )
    )
    found: list[UsageLine] = []
    for day in days:
        if user == 0 and api >= 28:
            found += _screen(day, api)
        for visit in day.visits:
            if visit.who.user == user:
                package = visit.who.package
                activity = f"{package}.MainActivity"
                found.append(UsageLine(visit.begin, front, package, activity))
                found.append(UsageLine(visit.end, back, package, activity))
                if api >= 29:
                    found.append(UsageLine(visit.end + 90, "ACTIVITY_STOPPED", package, activity))
                    found += _dialog(visit, activity)
    return sorted(line for line in found if since <= line.time <= now)


def _dialog(visit: Visit, activity: str) -> Iterator[UsageLine]:
    """An app that asks at each visit is behind the system's dialog for three seconds."""
    names = (*visit.who.app.habits, *visit.who.app.misconduct)
    if all(habit(name).kind != "dialog" for name in names) or visit.end - visit.begin < 8000:
        return
    at, package, number = visit.begin + 1500, visit.who.package, str(visit.begin)
    yield UsageLine(at, "ACTIVITY_PAUSED", package, activity)
    yield UsageLine(at + 30, "ACTIVITY_RESUMED", _ASKS, _QUESTION, number)
    yield UsageLine(at + 3000, "ACTIVITY_PAUSED", _ASKS, _QUESTION, number)
    yield UsageLine(at + 3020, "ACTIVITY_RESUMED", package, activity)
    yield UsageLine(at + 3060, "ACTIVITY_STOPPED", _ASKS, _QUESTION, number)


def _screen(day: Day, api: int) -> Iterator[UsageLine]:
    for on, off in day.screen:
        yield UsageLine(on, "SCREEN_INTERACTIVE", "android", None)
        yield UsageLine(off, "SCREEN_NON_INTERACTIVE", "android", None)
        if api >= 29:
            yield UsageLine(on + 1200, "KEYGUARD_HIDDEN", "android", None)
            yield UsageLine(off + 40, "KEYGUARD_SHOWN", "android", None)


def service_events(entries: Sequence[Entry], user: int, since: int, now: int) -> list[UsageLine]:
    """List when foreground services began and ended (API 29 on)."""
    types = {START: "FOREGROUND_SERVICE_START", FINISH: "FOREGROUND_SERVICE_STOP"}
    return [
        UsageLine(entry.time, types[entry.what], entry.package, f"{entry.package}.SyncService")
        for entry in entries
        if entry.op == "START_FOREGROUND" and entry.what in types
        if since <= entry.time <= now and entry.uid // 100_000 == user
    ]


class UsageDumps:
    """Answers `dumpsys usagestats …` of one phone."""

    def __init__(self, version: Version, texts: PhoneTexts, locale: str, booted: int) -> None:
        self._version = version
        self._texts = texts
        self._is_chinese = locale.startswith("zh")
        self._booted = booted
        self._entries: Sequence[Entry] = ()

    def dump(
        self, words: Sequence[str], days: Sequence[Day], entries: Sequence[Entry], now: int
    ) -> str:
        """Print with `-c` (epoch milliseconds), with dates, or `file USER daily`."""
        self._entries = entries
        api = self._version.api
        match list(words):
            case []:
                lines = self._dates(days, now) if api < 28 else self._day(days, now, False)
            case ["-c"] if api >= 28:
                lines = self._day(days, now, True)
            case ["file", user, "daily"] if api >= 29 and user.isdigit():
                lines = self._files(days, int(user), now)
            case _:
                return f"Unknown option: {words[0]}\n"
        return "".join(f"{line}\n" for line in lines)

    def _events(self, days: Sequence[Day], user: int, since: int, now: int) -> list[UsageLine]:
        api = self._version.api
        found = usage_events(days, user, since, now, api)
        if api >= 29:
            found += service_events(self._entries, user, since, now)
            if user == 0 and since <= self._booted <= now:
                found.append(UsageLine(self._booted - 70_000, "DEVICE_SHUTDOWN", "android", None))
                found.append(UsageLine(self._booted, "DEVICE_STARTUP", "android", None))
        return sorted(found, key=lambda line: line.time)

    def _event(self, line: UsageLine, is_compact: bool) -> str:
        time = str(line.time) if is_compact else f'"{self._texts.absolute(line.time)[:19]}"'
        text = f"time={time} type={line.type} package={line.package} "
        if line.activity is not None:
            text += f"class={line.activity} "
            if self._version.api >= 29 and line.type.startswith("ACTIVITY"):
                name = f"{line.activity}{line.instance}"
                text += f"instanceId={crc32(name.encode()) % 99_999_999} "
                text += f"taskRootPackage={line.package} taskRootClass={line.activity} "
        return text + "flags=0x0 "

    def _day(self, days: Sequence[Day], now: int, is_compact: bool) -> Iterator[str]:
        """Print the last 24 hours and, per interval, what each app was used for."""
        begin = now - _DAY
        for user in USERS:
            yield f"user={user} "
            span = f"beginTime={begin} endTime={now} "
            if not is_compact:
                span = f'timeRange="{self._range(begin, now)}" '
            yield f"  Last 24 hour events ({span})"
            for line in self._events(days, user, begin, now):
                yield "    " + self._event(line, is_compact)
            yield from self._interval(days, user, now, is_compact)

    def _interval(
        self, days: Sequence[Day], user: int, now: int, is_compact: bool
    ) -> Iterator[str]:
        begin = days[-1].begin if days else now
        yield "  In-memory daily stats"
        if is_compact:
            yield f"  beginTime={begin} endTime={now} "
        else:
            yield f'  timeRange="{self._range(begin, now)}" '
        yield "    packages"
        used: dict[str, tuple[int, int]] = {}
        for line in usage_events(days[-1:], user, begin, now, 28):
            if line.activity is not None:
                count, _ = used.get(line.package, (0, 0))
                used[line.package] = (count + 1, line.time)
        for package, (count, last) in sorted(
            used.items(), key=lambda item: crc32(item[0].encode())
        ):
            when = last if is_compact else f'"{self._texts.absolute(last)[:19]}"'
            launches = count // 2 + count % 2
            yield f"      package={package} lastTimeUsed={when} appLaunchCount={launches} "
        yield "    configurations"
        if self._version.api >= 28:
            yield "    event aggregations"

    def _range(self, begin: int, end: int) -> str:
        return f"{self._localised(begin)} – {self._localised(end)}"

    def _localised(self, time: int) -> str:
        at = self._texts.local(time)
        if self._is_chinese:
            return self._texts.native(f"{at.year}/{at.month}/{at.day} {at:%H:%M}")
        return self._texts.native(f"{at.month}/{at.day}/{at.year}, {at:%H:%M}")

    def _dates(self, days: Sequence[Day], now: int) -> Iterator[str]:
        """Until Android 8.1: the day's events, in dates of the phone's zone."""
        for user in USERS:
            yield f"user={user} "
            begin = days[-1].begin if days else now
            yield "  In-memory daily stats"
            yield f'  timeRange="{self._range(begin, now)}" '
            yield "    packages"
            yield "    configurations"
            yield "    events"
            for line in usage_events(days, user, begin, now, self._version.api):
                yield "      " + self._event(line, False)

    def _files(self, days: Sequence[Day], user: int, now: int) -> Iterator[str]:
        """Print the stored daily files: about ten days, and not the last minutes."""
        if user not in USERS:
            yield "the specified user does not exist."
            return
        flushed = now - 9 * 60_000
        for day in days[-_KEPT_DAYS:]:
            end = min(day.end, flushed)
            if end <= day.begin:
                continue
            yield f"file={day.begin}"
            yield f"  beginTime={day.begin} endTime={end} "
            yield from ("  packages", "  ChooserCounts", "  configurations", "  event aggregations")
            yield "  events"
            for line in self._events([day], user, day.begin, end):
                yield "    " + self._event(line, True)
