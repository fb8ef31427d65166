"""The journal of a watch: a line for every answer, on the disk before anything is made of it.

`raw/journal.jsonl` lies beside the texts and becomes one of the capture's raw files when the watch
ends. What a capture is at any moment follows from its lines alone, so a watch that was killed
is finished from them.
"""

import contextlib
import errno
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from auditor.live.plan import ONE_OP, WHOLE, asked
from auditor.manifest import (
    ClockReading,
    Gap,
    Pace,
    RawFile,
    Rhythm,
    Skipped,
    check_files,
    from_json,
    not_writable,
)

FILE = "raw/journal.jsonl"
COMMAND = "journal"
_GRAIN_MS = 100  # of the distances between answers, so that days of them stay few numbers
_LONGEST_LINE = 1 << 20
_LEFT_OUT = Skipped(COMMAND, "damaged")
_WHOLE = frozenset(asked(command, {}) for command in WHOLE)

Line = dict[str, Any]
DAMAGED: Line = {"what": "damaged"}  # stands for a line that cannot be read


def kept(raw: RawFile, cost_ms: int, is_refused: bool = False) -> Line:
    """An answer with something new; its text is whole on the disk."""
    return {"what": "kept", "file": asdict(raw), "cost_ms": cost_ms, "is_refused": is_refused}


def same(raw: RawFile, cost_ms: int, sha256: str) -> Line:
    """An answer that told nothing new; its text was not kept."""
    return {
        "what": "same",
        "asked": asked(raw.command, raw.parameters),
        "begun": raw.started_utc_ms,
        "at": raw.ended_utc_ms,
        "cost_ms": cost_ms,
        "sha256": sha256,
    }


def failed(name: str, at_ms: int, cost_ms: int, reason: str) -> Line:
    """A question without an answer that can be used."""
    return {"what": "failed", "asked": name, "at": at_ms, "cost_ms": cost_ms, "reason": reason}


def gap(found: Gap, is_open: bool = False) -> Line:
    """A stretch without sight: told when it begins, and again with its end."""
    return {"what": "gap", "gap": asdict(found), "is_open": is_open}


def clock(reading: ClockReading) -> Line:
    """The two clocks at one moment."""
    return {"what": "clock", "clock": asdict(reading)}


def pace(found: Pace) -> Line:
    """How often it is asked from now on, and why."""
    return {"what": "pace", "pace": asdict(found)}


def skipped(left_out: Skipped) -> Line:
    """A command that is not asked, and why."""
    return {"what": "skipped", "skipped": asdict(left_out)}


class Journal:
    """Appends lines. Each is on the disk when `write` returns. StoreError."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def __enter__(self) -> Self:
        try:
            self._stream = self._path.open("ab", buffering=0)  # nothing is left to be written late
        except OSError as error:
            raise not_writable(self._path.parent, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):  # of a disk that is gone
            self._stream.close()

    def write(self, line: Line) -> None:
        """Add a line."""
        text = json.dumps(line, separators=(",", ":"), ensure_ascii=True).encode() + b"\n"
        try:
            if self._stream.write(text) != len(text):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise not_writable(self._path.parent, error) from error


def read_journal(folder: Path) -> Iterator[Line]:
    """Give the lines of a journal. One that a crash tore ends it; another that is none is DAMAGED.

    What a line says is not checked: see Tally.
    """
    try:
        with (folder / FILE).open("rb") as stream:
            while untrusted := stream.readline(_LONGEST_LINE):
                if not untrusted.endswith(b"\n"):
                    return
                yield _line(untrusted)
    except OSError:
        return


def _line(untrusted: bytes) -> Line:
    try:
        line = json.loads(untrusted)
    except (ValueError, RecursionError):
        return DAMAGED
    return line if isinstance(line, dict) else DAMAGED


@dataclass
class _Asked:
    polls: int = 0
    kept: int = 0
    failed: int = 0
    cost_ms: int = 0
    longest_ms: int = 0
    last_ms: int | None = None
    apart: Counter[int] = field(default_factory=Counter)


class Tally:
    """What the lines of a journal come to. Its size does not grow with those that told nothing."""

    def __init__(self) -> None:
        self.files: list[RawFile] = []
        self.clocks: list[ClockReading] = []
        self.skipped: list[Skipped] = []
        self.paces: list[Pace] = []
        self.last_ms: int | None = None  # when the newest answer ended
        self._gaps: dict[int, Gap] = {}  # by their begin
        self._asked: dict[str, _Asked] = {}
        self._names: set[str] = set()
        self._looks: dict[str, int] = {}  # when each was asked last, since the last gap

    def take(self, untrusted: Line) -> None:
        """Add a line. One that cannot be read or is none of ours is noted as left out, once."""
        try:
            self._take(untrusted)
        except ValueError:
            self._looks.clear()  # it may have told of a gap
            if _LEFT_OUT not in self.skipped:
                self.skipped.append(_LEFT_OUT)

    def _take(self, untrusted: Line) -> None:
        match untrusted.get("what"):
            case "kept":
                raw = from_json(RawFile, untrusted.get("file"))
                check_files([raw])
                if raw.file in self._names or raw.name in self._names:
                    raise ValueError("two texts have the same name")
                name = asked(raw.command, raw.parameters)
                self._count(name, raw.ended_utc_ms, untrusted).kept += 1
                self._names |= {raw.file, raw.name}
                self.files.append(replace(raw, looked_before_ms=self._look_before(raw, name)))
                if raw.whole and not untrusted.get("is_refused"):
                    self._looks[name] = raw.started_utc_ms
            case "same":
                name = str(untrusted.get("asked"))
                self._count(name, untrusted.get("at"), untrusted)
                if isinstance(begun_ms := untrusted.get("begun"), int):
                    self._looks[name] = begun_ms
            case "failed":
                self._count(str(untrusted.get("asked")), untrusted.get("at"), untrusted).failed += 1
            case "gap":
                found = from_json(Gap, untrusted.get("gap"))
                self._gaps[found.begin_utc_ms] = found
                for each in self._asked.values():
                    each.last_ms = None
                # The answer that ends it is told before its end is, and is the first look again.
                end_ms = found.end_utc_ms
                self._looks = {name: at for name, at in self._looks.items() if at >= end_ms}
            case "clock":
                self.clocks.append(from_json(ClockReading, untrusted.get("clock")))
            case "pace":
                self.paces.append(from_json(Pace, untrusted.get("pace")))
            case "skipped":
                self.skipped.append(from_json(Skipped, untrusted.get("skipped")))
            case "damaged":
                raise ValueError("a line of the journal cannot be read")

    @property
    def gaps(self) -> list[Gap]:
        """The stretches without sight, in order of time."""
        return [self._gaps[begin] for begin in sorted(self._gaps)]

    @property
    def rhythm(self) -> list[Rhythm]:
        """How often each thing was asked for."""
        return [
            Rhythm(
                name,
                each.polls,
                each.kept,
                each.failed,
                _middle(each.apart),
                each.longest_ms or None,
                each.cost_ms,
            )
            for name, each in self._asked.items()
            if each.polls > 1 or each.failed
        ]

    def _look_before(self, raw: RawFile, name: str) -> int | None:
        """Give when a text's question was asked before; whoever lists every op lists each one."""
        names = {name, *_WHOLE} if raw.command == ONE_OP else {name}
        return max((self._looks[each] for each in names if each in self._looks), default=None)

    def _count(self, name: str, at_ms: object, line: Line) -> _Asked:
        cost_ms = line.get("cost_ms")
        if not isinstance(at_ms, int) or not isinstance(cost_ms, int):
            raise ValueError("a line of the journal tells no time")
        found = self._asked.setdefault(name, _Asked())
        found.polls += 1
        found.cost_ms += cost_ms
        if found.last_ms is not None:
            apart_ms = max(0, at_ms - found.last_ms)
            found.apart[round(apart_ms / _GRAIN_MS) * _GRAIN_MS] += 1
            found.longest_ms = max(found.longest_ms, apart_ms)
        found.last_ms = at_ms
        self.last_ms = max(self.last_ms or 0, at_ms)
        return found


def _middle(apart: Counter[int]) -> int | None:
    left = (apart.total() - 1) // 2
    for distance in sorted(apart):
        if left < apart[distance]:
            return distance
        left -= apart[distance]
    return None
