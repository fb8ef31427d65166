"""The board of a phone: the one long text of a bug report, or of `dumpsys` without a service.

Its parts stand one after the other. They are cut out as the text streams by, so that a report
of any length needs no more memory than a chunk, and none of it is read beyond what is wanted.
"""

import codecs
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from auditor.errors import WrongFormat
from auditor.importers.sources import CHUNK_BYTES
from auditor.task import Task

LINE_LIMIT_BYTES = 16 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

SERVICES = {
    "appops": "appops",
    "package": "package_dump",
    "usagestats": "usagestats_dates",
    "audio": "audio",
    "media.camera": "camera",
    "user": "users",
    "power": "power",
    "sensor_privacy": "sensor_privacy",
    "app_hibernation": "app_hibernation",
    "deviceidle": "deviceidle",
    "netstats": "netstats",
}
BANNERS = {
    "SYSTEM PROPERTIES": "getprop",
    "EVENT LOG": "process_events",
    "CHECKIN USAGESTATS": "usagestats",
}
HEADER = "dumpstate_header"

_SIGNS = (b"DUMP OF SERVICE ", b"------", b"== dumpstate: ")  # at the begin of a line
_SERVICE = re.compile(rb"DUMP OF SERVICE (?:CRITICAL |HIGH |NORMAL )?(\S+):\s*").fullmatch
_SERVICE_END = re.compile(
    rb"-{9} (\d+(?:\.\d+)?)s was the duration of dumpsys \S+?"
    rb"(?:, ending at: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d))?\s*"
).fullmatch
_BANNER_END = re.compile(rb"-{6} (\d+(?:\.\d+)?)s was the duration of '([^']*)' -{6}\s*").fullmatch
_BANNER = re.compile(rb"-{6} (.+?)(?: \((.*)\))?(?: -{6})\s*").fullmatch
_STARTED = re.compile(rb"== dumpstate: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*").fullmatch
# What comes after all that is wanted; from here on a report only grows.
_REST = re.compile(rb"(?:CHECKIN PACKAGE|APP (?:ACTIVITIES|SERVICES|PROVIDERS))\b").match
_ALL_SERVICES = (b"DUMPSYS", b"DUMPSYS NORMAL")


@dataclass(slots=True)
class Part:
    """A part of a board and where it begins. Times are the phone's local ones, as printed."""

    name: str  # service or banner
    command: str
    line: str  # the command line, where the board tells it
    ended: str | None = None
    lasted_s: float | None = None
    whole: bool = False  # its end was seen


@dataclass(frozen=True, slots=True)
class Began:
    """A wanted part begins."""

    part: Part


@dataclass(frozen=True, slots=True)
class Bytes:
    """More of the part that is being read."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Ended:
    """The part is at its end."""

    part: Part


@dataclass(frozen=True, slots=True)
class Started:
    """When the report was started, in the phone's local time."""

    local: str


def is_board(head: bytes) -> bool:
    """Say whether these are the first bytes of a board."""
    if head.startswith(_UTF16):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\n== dumpstate: " in head or head.startswith(b"== dumpstate: "):
        return True
    return any(_SERVICE(head[start:end]) for start, end in _marks(head)) or (
        head.startswith(b"Currently running services:")
    )


def as_utf8(stream: BinaryIO, head: bytes) -> BinaryIO:
    """Give a text that a Windows shell saved, two bytes a letter, as the bytes it was."""
    if not head.startswith(_UTF16):
        return stream
    return cast(BinaryIO, codecs.EncodedFile(stream, "utf-8", "utf-16", "replace"))


def cut(stream: BinaryIO, where: str, task: Task) -> Iterator[Began | Bytes | Ended | Started]:
    """Cut a board into its wanted parts. Raises WrongFormat for a line of absurd length."""
    cutter = _Cutter()
    rest, done = b"", 0
    while not cutter.is_done and (chunk := stream.read(CHUNK_BYTES)):
        done += len(chunk)
        task.step(done, None, where.rsplit("/", 1)[-1])
        end = chunk.rfind(b"\n") + 1
        if not end:
            rest += chunk
            if len(rest) > LINE_LIMIT_BYTES:
                raise WrongFormat(
                    f"{where} has a line of more than {LINE_LIMIT_BYTES >> 20} MiB: no report of "
                    "a phone has.",
                    "Choose the report as the phone wrote it.",
                )
            continue
        yield from cutter.block(rest + chunk[:end])
        rest = chunk[end:]
    if rest and not cutter.is_done:
        yield from cutter.block(rest)
    yield from cutter.close()


def _marks(data: bytes) -> Iterator[tuple[int, int]]:
    """Find the lines that may be marks: their begins and ends. Faster than any pattern."""
    starts = [0] if data.startswith(_SIGNS) else []
    for sign in _SIGNS:
        at = data.find(b"\n" + sign)
        while at >= 0:
            starts.append(at + 1)
            at = data.find(b"\n" + sign, at + 1)
    for start in sorted(starts):
        end = data.find(b"\n", start)
        yield start, end if end >= 0 else len(data)


class _Cutter:
    """Follows the marks of a board; a block always ends with a whole line."""

    def __init__(self) -> None:
        self.is_done = False
        self._part: Part | None = None
        self._has_properties = False
        self._has_services = False

    def block(self, data: bytes) -> Iterator[Began | Bytes | Ended | Started]:
        """Take some whole lines."""
        at = 0
        for start, end in _marks(data):
            if self.is_done:
                return
            if self._part is not None and start > at:
                yield Bytes(data[at:start])
            at = min(end + 1, len(data))
            is_text = yield from self._mark(data[start:end])
            if is_text and self._part is not None:
                yield Bytes(data[start:at])
        if self._part is not None and at < len(data) and not self.is_done:
            yield Bytes(data[at:])

    def close(self) -> Iterator[Ended]:
        """End the part that the text breaks off in."""
        if self._part is not None:
            part, self._part = self._part, None
            yield Ended(part)

    def _mark(self, line: bytes) -> Generator[Began | Ended | Started, None, bool]:
        """Follow one mark; give whether it belongs to the part's own text."""
        if match := _STARTED(line):
            yield Started(match[1].decode())
            yield from self._begin("dumpstate", HEADER, "")
            return True
        if match := _SERVICE(line):
            name = match[1].decode("utf-8", "replace")
            yield from self._begin(name, SERVICES.get(name), "")
        elif match := _SERVICE_END(line):
            yield from self._end(float(match[1]), match[2])
        elif match := _BANNER_END(line):
            yield from self._end(float(match[1]), None)
            self._has_services |= match[2] in _ALL_SERVICES
        elif match := _BANNER(line):
            name = match[1].decode("utf-8", "replace")
            if self._has_services and self._has_properties and _REST(match[1]):
                yield from self.close()
                self.is_done = True
                return False
            command_line = (match[2] or b"").decode("utf-8", "replace")
            yield from self._begin(name, BANNERS.get(name), command_line)
        else:
            return True
        return False

    def _begin(self, name: str, command: str | None, line: str) -> Iterator[Began | Ended]:
        if self._part is not None:
            # A new heading ends a part too: some reports have no line for the end of each.
            self._part.whole = True
        yield from self.close()
        if command is not None:
            self._has_properties |= command == "getprop"
            self._part = Part(name, command, line)
            yield Began(self._part)

    def _end(self, lasted_s: float, ended: bytes | None) -> Iterator[Ended]:
        if self._part is not None:
            self._part.lasted_s = lasted_s
            self._part.ended = ended.decode() if ended else None
            self._part.whole = True
        yield from self.close()
