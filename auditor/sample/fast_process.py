"""A sample phone that lives by a fast clock, in a process of its own: what it holds is not ours."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from auditor.sample.adb_server import SampleServer
from auditor.sample.entries import Entry
from auditor.sample.fast_life import BusyPhone, FastClock, Times
from auditor.sample.own_process import running
from auditor.sample.phone import SamplePhone
from auditor.sample.seen_stamps import SeenStamps, Stamp, accesses

END_S = 10.0
_MOST_MS = 1_000 * 3_600_000  # no life is told further than this


@dataclass(frozen=True, slots=True)
class Life:
    """What is to be lived: a phone, until so many milliseconds or accesses have passed.

    With `silence_ms` no silence of it is longer than that: what happens is the same, sooner.
    """

    api: int | str = 34
    seed: int = 1
    length_ms: int | None = None
    accesses: int | None = None
    silence_ms: int | None = None
    days: int = 14  # that it lived before


class FastPhone:
    """The other process, seen from this one. Each call ends when it is done there."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.port, self.serial, self.end_ms = pipe.recv()

    def unplug(self) -> None:
        """Pull its cable."""
        self._ask("unplug")

    def plug(self, is_started_anew: bool = False) -> None:
        """Put its cable back; it may have been started anew meanwhile."""
        self._ask("restart" if is_started_anew else "plug")

    def look(self) -> int:
        """Let it work out what its answers showed until now: how many stamps. Frees memory."""
        return int(self._ask("look"))

    def stamps(self) -> set[Stamp]:
        """Give every stamp that an answer showed."""
        self.look()
        return set(self._ask("stamps"))

    def accesses(self, end_ms: int) -> list[Entry]:
        """Give every access of a personal kind from its begin to a moment."""
        return list(self._ask("accesses", end_ms))

    def _ask(self, *words: Any) -> Any:
        self._pipe.send(words)
        return self._pipe.recv()


@contextlib.contextmanager
def fast_phone(life: Life, clock: FastClock) -> Iterator[FastPhone]:
    """Give a phone that lives by `clock` for as long as it is needed."""
    with running("fast-phone", _live, clock.times, life, end_s=END_S) as pipe:
        yield FastPhone(pipe)


def _live(pipe: Connection, times: Times, life: Life) -> None:
    clock = FastClock(times=times)
    begin_ms = clock.utc_ms()
    phone = SamplePhone(life.api, life.seed, clock.utc_ms, days=life.days)
    end_ms = _end_of(phone, begin_ms, life)
    busy, seen = BusyPhone(phone, clock), SeenStamps(phone)
    with SampleServer(busy) as server, contextlib.suppress(EOFError, OSError):
        pipe.send((server.port, phone.serial, end_ms))
        while True:
            found: object = None
            match pipe.recv():
                case ("unplug",):
                    server.unplug(phone.serial)
                case ("plug" | "restart" as how,):
                    if how == "restart":
                        phone.restart()
                    server.plug(busy)
                case ("look",):
                    seen.look()
                    server.opened.clear()
                    server.requests.clear()
                    found = len(seen.stamps)
                case ("stamps",):
                    found = seen.stamps
                case ("accesses", int(until_ms)):
                    found = accesses(phone, begin_ms, until_ms)
            pipe.send(found)


def _end_of(phone: SamplePhone, begin_ms: int, life: Life) -> int:
    """Work out when the life is over, after its silences were shortened."""
    end_ms = begin_ms + (life.length_ms or _MOST_MS)
    if life.accesses:
        far_ms = begin_ms
        found: list[Entry] = []
        while len(found) < life.accesses and far_ms < end_ms:
            far_ms = min(end_ms, far_ms + 24 * 3_600_000)
            found = accesses(phone, begin_ms, far_ms)
        end_ms = found[life.accesses - 1].time + 1 if len(found) >= life.accesses else end_ms
    if life.silence_ms:
        end_ms = phone.journal.shorten_silences(begin_ms, end_ms, life.silence_ms)
    return end_ms
