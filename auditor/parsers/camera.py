"""`dumpsys media.camera`: who held a camera, from the service's own log (formats.md 6.6)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.clock import PhoneClock
from auditor.parsers.cursor import unparsed
from auditor.parsers.logtime import LONGEST_LINE, LogMoment, LogTimes, span_between
from auditor.parsers.notices import notice
from auditor.records import UNKNOWN_UID, Event, Kind, Notice, Outcome, Session, Source, Unparsed

CameraRecord = Event | Session | Unparsed | Notice

SECOND_MS = 1000
_MOST_OPEN = 1000  # connections at a time; the ring holds a hundred lines

_HEADER = re.compile(
    r"(?:== Camera service events log|Prior client events) \(most recent at top\):(?: ==)?\s*"
).fullmatch
_ENTRY = re.compile(r"  (\d\d-\d\d) (\d\d:\d\d:\d\d) : (.*)").fullmatch
_CLIENT = re.compile(
    r"(CONNECT|DISCONNECT|REJECT|DENIED connect|EVICT) (?:offline )?device (\S+)"
    r" client (?:for|held by) package (.*?) ?\(PID (\d{1,10})\b[^)]*\)(.*)"
).fullmatch
_DIED = re.compile(r"DIED client\(s\) with PID (\d{1,10}), reason: .*").fullmatch
# Entries that tell of no client: devices that come and go, users, torches, trouble.
_PASSED_OVER = re.compile(
    r"(?:ADD|REMOVE|NOTIFY) device |USER_SWITCH |Torch for camera id |SERVICE ERROR: "
    r"|Device State was changed "
).match
_DETAIL = re.compile(r"   - (?:Blocked|Evicted) by .*").fullmatch
_REASON = re.compile(r", reason: \((.*)\)|\s*(due to .*)").fullmatch
_ACTIVE = re.compile(
    r"\[?\(?Camera ID: (\S+), .*?PID: (\d{1,10}), .*Client Package Name: (.*?), Conflicting .*"
).fullmatch
Key = tuple[str, str, int]  # id of the camera, package, process


def parse_camera(lines: Iterable[str], clock: PhoneClock) -> Iterator[CameraRecord]:
    """Read the log of clients: an event and a session per connection and per refusal.

    The log names no uid: events carry `UNKNOWN_UID`. A connection whose begin the ring has lost
    is an access with count 0 at the time it ended. Cameras and streams are passed over.
    """
    is_log = False
    entries: list[_Entry] = []
    active: set[Key] = set()
    times = LogTimes(clock)
    for number, line in enumerate(lines, 1):
        if _HEADER(line):
            is_log = True
        elif not is_log:
            if len(line) <= LONGEST_LINE and (match := _ACTIVE(line)):
                active.add((match[1], match[3], int(match[2])))
            elif answer := notice(number, line):
                yield answer
        elif not line.strip():
            is_log = False
        else:
            entry = _entry(times, number, line)
            if isinstance(entry, Unparsed):
                yield entry
            elif entry is not None:
                entries.append(entry)
    yield from _Log(active).read(entries)


@dataclass(frozen=True)
class _Entry:
    """One line of the log that tells of a client. `camera` is empty for a process that died."""

    word: str
    camera: str
    package: str
    pid: int
    reason: str | None
    at: LogMoment
    line: int

    @property
    def key(self) -> Key:
        return (self.camera, self.package, self.pid)


def _entry(times: LogTimes, number: int, line: str) -> _Entry | Unparsed | None:
    """Read a line of the log; None for one that tells of no client."""
    match = _ENTRY(line) if len(line) <= LONGEST_LINE else None
    if match is None:
        is_known = _DETAIL(line) or line.strip() in ("...", "[no events yet]")
        return None if is_known else unparsed(number, line, "unknown_line")
    day, time, text = match.groups()
    client, died = _CLIENT(text), _DIED(text)
    if client is None and died is None:
        return None if _PASSED_OVER(text) else unparsed(number, line, "unknown_event")
    try:
        at = times.read(day, f"{time}.000")
    except ValueError:
        return unparsed(number, line, "bad_time")
    if client is None:
        return _Entry("DIED", "", "", int(died[1]) if died else 0, None, at, number)
    word, camera, package, pid, rest = client.groups()
    reason = _REASON(rest)
    why = (reason[1] or reason[2])[:500] if reason else None
    return _Entry(word.split()[0], camera, package, int(pid), why, at, number)


@dataclass
class _Connection:
    """A client that holds a camera. `end` is when it was pushed out or died, if it was."""

    begin: _Entry
    outcome: Outcome = Outcome.UNKNOWN
    end: _Entry | None = None


class _Log:
    """Pairs connects and disconnects. The log is printed newest first, and read from its end."""

    def __init__(self, active: set[Key]) -> None:
        self._active = active
        self._open: dict[Key, _Connection] = {}
        self._denied: dict[Key, _Entry] = {}  # announced refusals of this second

    def read(self, entries: list[_Entry]) -> Iterator[CameraRecord]:
        """Give sessions and their events, oldest end first."""
        for entry in reversed(entries):
            yield from self._flush_denied(entry.at.local_ms)
            match entry.word:
                case "CONNECT":
                    if earlier := self._open.pop(entry.key, None):
                        yield from _closed(earlier, earlier.end, earlier.outcome)
                    if len(self._open) >= _MOST_OPEN:
                        oldest = self._open.pop(next(iter(self._open)))
                        yield from _closed(oldest, oldest.end, oldest.outcome)
                    self._open[entry.key] = _Connection(entry)
                case "DISCONNECT":
                    yield from self._disconnect(entry)
                case "EVICT":
                    self._push_out(entry, Outcome.EVICTED)
                case "DIED":
                    self._push_out(entry, Outcome.DIED)
                case "DENIED":
                    self._denied[entry.key] = entry
                case _:  # REJECT, which a DENIED below it has announced or not
                    self._denied.pop(entry.key, None)
                    yield from _refused(entry)
        yield from self._flush_denied(None)
        for key, connection in self._open.items():
            is_running = key in self._active and connection.end is None
            outcome = Outcome.RUNNING if is_running else connection.outcome
            yield from _closed(connection, connection.end, outcome)

    def _flush_denied(self, local_ms: int | None) -> Iterator[CameraRecord]:
        """Give the refusals that no REJECT has followed within their second."""
        for key, entry in list(self._denied.items()):
            if entry.at.local_ms != local_ms:
                del self._denied[key]
                yield from _refused(entry)

    def _disconnect(self, entry: _Entry) -> Iterator[CameraRecord]:
        connection = self._open.pop(entry.key, None)
        if connection is None and entry.pid == 0:  # the process was gone before its client
            key = next((key for key in reversed(self._open) if key[:2] == entry.key[:2]), None)
            connection = None if key is None else self._open.pop(key)
        if connection is None:
            yield _event(entry, Kind.ACCESS, None, 0)
            yield _session(None, entry, entry, Outcome.ENDED)
        else:
            is_plain = connection.outcome is Outcome.UNKNOWN
            yield from _closed(connection, entry, Outcome.ENDED if is_plain else connection.outcome)

    def _push_out(self, entry: _Entry, outcome: Outcome) -> None:
        """Note why a client is about to be disconnected."""
        for key, connection in self._open.items():
            if key == entry.key or (outcome is Outcome.DIED and key[2] == entry.pid):
                connection.outcome, connection.end = outcome, entry


def _refused(entry: _Entry) -> Iterator[CameraRecord]:
    yield _event(entry, Kind.REJECT, None, 1)
    yield _session(entry, None, entry, Outcome.REFUSED)


def _closed(
    connection: _Connection, end: _Entry | None, outcome: Outcome
) -> Iterator[CameraRecord]:
    begin = connection.begin
    length = None if end is None else span_between(begin.at, end.at)
    yield _event(begin, Kind.ACCESS, length, 1, is_running=outcome is Outcome.RUNNING)
    yield _session(begin, end, begin, outcome)


def _precision(entry: _Entry) -> int:
    return 0 if entry.at.time_ms is None else SECOND_MS + entry.at.spread_ms


def _event(
    entry: _Entry, kind: Kind, duration_ms: int | None, count: int, is_running: bool = False
) -> Event:
    return Event(
        kind=kind,
        uid=UNKNOWN_UID,
        package=entry.package,
        op="CAMERA",
        tag=None,
        uid_state=None,
        flags=None,
        time_ms=entry.at.time_ms,
        precision_ms=_precision(entry),
        duration_ms=duration_ms,
        count=count,
        source=Source.CAMERA,
        line=entry.line,
        running=is_running,
        zone_assumed=entry.at.is_assumed,
    )


def _session(begin: _Entry | None, end: _Entry | None, of: _Entry, outcome: Outcome) -> Session:
    return Session(
        source=Source.CAMERA,
        uid=None,
        package=of.package,
        what=of.camera,
        number=of.pid,
        begin_ms=begin.at.time_ms if begin else None,
        end_ms=end.at.time_ms if end else None,
        precision_ms=_precision(of),
        zone_assumed=of.at.is_assumed,
        outcome=outcome,
        silenced=None,
        reason=of.reason,
        begin_line=begin.line if begin else None,
        end_line=end.line if end else None,
        line=of.line,
    )
