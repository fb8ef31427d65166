"""`dumpsys audio`: who recorded sound, from the service's own log (formats.md 6.5)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.clock import PhoneClock
from auditor.parsers.cursor import unparsed
from auditor.parsers.logtime import LONGEST_LINE, LogMoment, LogTimes, span_between
from auditor.parsers.notices import notice
from auditor.records import (
    UNKNOWN_UID,
    Event,
    Kind,
    Notice,
    Outcome,
    Running,
    Session,
    Source,
    Unparsed,
)

AudioRecord = Event | Session | Running | Unparsed | Notice

_MONITOR = re.compile(r"RecordActivityMonitor dump time: .*").fullmatch
_TITLE = re.compile(r"(?:Audio event|Events) log: (.*)").fullmatch
_ENTRY = re.compile(
    r"(\d\d-\d\d) (\d\d:\d\d:\d\d):(\d{3}) rec (start|update|stop|release)"
    r"(?: riid:(-?\d{1,10}))? uid:(-?\d{1,10}) session:(-?\d{1,10}) src:(.*?)"
    r"(?: (not silenced|silenced))?(?: pack:(\S*)(?: .*)?)?"
).fullmatch
_ACTIVE = re.compile(
    r"riid (-?\d{1,10}); active\? (true|false) +(?:no config|(session:.*))\s*"
).fullmatch
_CONFIG = re.compile(
    r" *session:(-?\d{1,10}) -- source client=(.*?), dev=.*? -- uid:(-?\d{1,10})"
    r"(?: -- .*?pack:(\S*))?(?: .*)?"
).fullmatch
# Which op Android notes for a source: most are the microphone, some the phone's own sound.
_OPS = {
    "HOTWORD": "RECORD_AUDIO_HOTWORD",
    "REMOTE_SUBMIX": "RECORD_AUDIO_OUTPUT",
    "ECHO_REFERENCE": "RECORD_AUDIO_OUTPUT",
    "VOICE_DOWNLINK": "RECORD_INCOMING_PHONE_AUDIO",
}
Key = tuple[int, ...]  # riid; before Android 10 session and uid


def parse_audio(lines: Iterable[str], clock: PhoneClock) -> Iterator[AudioRecord]:
    """Read the recording log: an event per stretch of recording, a session per recording.

    A stretch that the phone filled with silence is a REJECT: the app asked and got nothing. A
    recording whose start the ring has lost is an access with count 0 at the time it ended.
    The rest of the dump (playback, volume, devices) is passed over.
    """
    log = _Log(clock)
    is_log = is_monitor = False
    for number, line in enumerate(lines, 1):
        is_long = len(line) > LONGEST_LINE
        if " rec " in line and not is_long and (match := _ENTRY(line)):
            yield from log.take(number, line, match)
        elif match := _TITLE(line):
            is_log, is_monitor = match[1].startswith("recording activity"), False
        elif _MONITOR(line):
            is_log, is_monitor = False, True
        elif not line.strip():
            is_log = is_monitor = False
        elif is_monitor:
            if is_long or not log.see_active(number, line):
                yield unparsed(number, line, "unknown_line")
        elif is_log:
            yield unparsed(number, line, "bad_event")
        elif answer := notice(number, line):
            yield answer
    yield from log.finish()


@dataclass(frozen=True)
class _Entry:
    """One line of the log."""

    at: LogMoment
    uid: int
    session: int
    source: str
    is_silenced: bool | None
    package: str
    line: int

    @property
    def precision_ms(self) -> int:
        return 0 if self.at.time_ms is None else 1 + self.at.spread_ms


@dataclass
class _Recording:
    """A recording that goes on. `stretch` began when it started, or silence began or ended."""

    number: int
    begin: _Entry
    stretch: _Entry


@dataclass(frozen=True)
class _Active:
    """A recorder of the list of recorders at the moment of the dump."""

    uid: int
    package: str
    source: str
    line: int


class _Log:
    """Pairs starts and stops, oldest first."""

    def __init__(self, clock: PhoneClock) -> None:
        self._times = LogTimes(clock)
        self._open: dict[Key, _Recording] = {}
        self._active: dict[Key, _Active] = {}
        self._has_list = False

    def see_active(self, number: int, line: str) -> bool:
        """Take a line of the list of recorders; False if it is none."""
        recorder = _ACTIVE(line)
        config = _CONFIG(recorder[3] or "" if recorder else line)
        if recorder is None and config is None:
            return False
        self._has_list = True
        if config is not None and (recorder is None or recorder[2] == "true"):
            session, source, uid, package = config.groups()
            key = (int(recorder[1]),) if recorder else (int(session), int(uid))
            self._active[key] = _Active(int(uid), package or "", source, number)
        return True

    def take(self, number: int, line: str, match: re.Match[str]) -> Iterator[AudioRecord]:
        """Take a line of the log; give what it ends."""
        day, time, fraction, act, riid, uid, session, source, silenced, package = match.groups()
        try:
            at = self._times.read(day, f"{time}.{fraction}")
        except ValueError:
            yield unparsed(number, line, "bad_time")
            return
        is_silenced = None if silenced is None else silenced == "silenced"
        entry = _Entry(at, int(uid), int(session), source, is_silenced, package or "", number)
        key = (int(riid),) if riid is not None else (int(session), int(uid))
        going_on = self._open.get(key)
        if act in ("stop", "release"):
            if going_on is not None:
                del self._open[key]
                yield from _ended(going_on, entry)
            elif act == "stop":  # a release alone is a recorder that was never heard of
                yield from _only_end(entry, key[0])
        elif going_on is None:
            self._open[key] = _Recording(key[0], entry, entry)
        elif act == "start":
            yield from _never_ended(going_on, Outcome.UNKNOWN)
            self._open[key] = _Recording(key[0], entry, entry)
        elif is_silenced != going_on.stretch.is_silenced:
            yield _stretch(going_on.stretch, entry.at)
            going_on.stretch = entry

    def finish(self) -> Iterator[AudioRecord]:
        """Give what was going on at the moment of the dump."""
        for key, recording in self._open.items():
            is_running = key in self._active if self._has_list else False
            yield from _never_ended(recording, Outcome.RUNNING if is_running else Outcome.UNKNOWN)
        for key, active in self._active.items():
            known = self._open.get(key)
            began_ms = known.begin.at.time_ms if known else None
            op = _op(active.source)
            yield Running(active.uid, active.package, op, None, began_ms, None, active.line)


def _op(source: str) -> str:
    return _OPS.get(source, "RECORD_AUDIO")


def _ended(recording: _Recording, end: _Entry) -> Iterator[AudioRecord]:
    yield _stretch(recording.stretch, end.at)
    yield _session(recording.number, recording.begin, end, recording.stretch, Outcome.ENDED)


def _never_ended(recording: _Recording, outcome: Outcome) -> Iterator[AudioRecord]:
    yield _stretch(recording.stretch, None, is_running=outcome is Outcome.RUNNING)
    yield _session(recording.number, recording.begin, None, recording.stretch, outcome)


def _only_end(end: _Entry, number: int) -> Iterator[AudioRecord]:
    yield _event(end, None, 0, False)
    yield _session(number, None, end, end, Outcome.ENDED)


def _stretch(begin: _Entry, end: LogMoment | None, is_running: bool = False) -> Event:
    length = None if end is None else span_between(begin.at, end)
    return _event(begin, length, 1, is_running)


def _event(entry: _Entry, duration_ms: int | None, count: int, is_running: bool) -> Event:
    return Event(
        kind=Kind.REJECT if entry.is_silenced else Kind.ACCESS,
        uid=entry.uid if entry.uid >= 0 else UNKNOWN_UID,
        package=entry.package,
        op=_op(entry.source),
        tag=None,
        uid_state=None,
        flags=None,
        time_ms=entry.at.time_ms,
        precision_ms=entry.precision_ms,
        duration_ms=duration_ms,
        count=count,
        source=Source.AUDIO,
        line=entry.line,
        running=is_running,
        zone_assumed=entry.at.is_assumed,
    )


def _session(
    number: int, begin: _Entry | None, end: _Entry | None, of: _Entry, outcome: Outcome
) -> Session:
    return Session(
        source=Source.AUDIO,
        uid=of.uid if of.uid >= 0 else None,
        package=of.package,
        what=of.source,
        number=number,
        begin_ms=begin.at.time_ms if begin else None,
        end_ms=end.at.time_ms if end else None,
        precision_ms=of.precision_ms,
        zone_assumed=of.at.is_assumed,
        outcome=outcome,
        silenced=of.is_silenced,
        reason=None,
        begin_line=begin.line if begin else None,
        end_line=end.line if end else None,
        line=begin.line if begin else of.line,
    )
