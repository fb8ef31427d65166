"""Apps' files on a phone: where they lie, how large they are, and parts of them, many at a time.

Works with the tools of Android 6 and later: `stat` of toybox, `dd` of BSD (to Android 9) and of
toybox. `dd` counts in blocks, so what comes may begin a little earlier and end a little later.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.adb.bridge import Bridge
from auditor.adb.commands import APK_PATH, MOST_PATHS, MOST_READS, Request, request
from auditor.adb.stream import Limits, run
from auditor.errors import DeviceError
from auditor.identity.apk import BLOCK, Need
from auditor.identity.records import ApkFile
from auditor.task import Cancelled, Task

_LONGEST_LINE = 3_500  # a phone of before Android 7 takes 4096 bytes
_STOP_AFTER_SILENT = 3
_MOST_BYTES = 24 << 20  # of one line; a larger part goes alone
_STAT = re.compile(r"(\d{1,12}),(-?\d{1,12}),(/.*)").fullmatch
_PATH = re.compile(APK_PATH, re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Part:
    """Whole blocks of a file; the last one may be short."""

    file: ApkFile
    first: int
    count: int

    @property
    def size(self) -> int:
        """How many bytes will come."""
        return min((self.first + self.count) * BLOCK, self.file.size_bytes) - self.first * BLOCK

    @property
    def line(self) -> str:
        """The command that reads it."""
        return f"dd if={self.file.path} bs={BLOCK} skip={self.first} count={self.count}"


def is_path(untrusted_path: str) -> bool:
    """Whether a path may be sent to a phone."""
    return _PATH(untrusted_path) is not None and len(untrusted_path) <= 512


def part_of(file: ApkFile, need: Need) -> Part:
    """Give the blocks that hold what is needed."""
    first = need.begin // BLOCK
    return Part(file, first, -(-need.end // BLOCK) - first)


class PhoneFiles:
    """Reads files of one phone. Raises DeviceError, Cancelled; never for one file."""

    def __init__(
        self, bridge: Bridge, serial: str, task: Task, limits: Limits | None = None
    ) -> None:
        self._bridge, self._serial, self._task, self._limits = bridge, serial, task, limits
        self._silent = 0  # commands in a row
        self.commands = 0
        self.bytes_read = 0

    def property(self, key: str) -> str:
        """Give a property of the phone; empty where it has none."""
        return self._run(request("property", key=key)).decode("utf-8", "replace").strip()

    def path(self, package: str, user: int) -> str | None:
        """Ask where an app's main file lies; None where the phone does not tell."""
        try:
            asked = request("apk_paths", user=str(user), package=package)
        except ValueError:  # a name without a dot, as only Android's own have
            return None
        text = self._run(asked).decode("utf-8", "replace")
        paths = [line.removeprefix("package:").strip() for line in text.splitlines()]
        fitting = [path for path in paths if is_path(path)]
        return next((path for path in fitting if "/split_" not in path), None)

    def files(self, paths: Sequence[str]) -> dict[str, ApkFile]:
        """Look at files by their paths; those that are gone or may not be seen are left out."""
        found = {}
        for some in _packed(paths):
            text = self._run(request("apk_sizes", paths=" ".join(some))).decode("utf-8", "replace")
            for line in text.splitlines():
                match = _STAT(line.strip())
                if match is not None and match[3] in some:
                    found[match[3]] = ApkFile(match[3], int(match[1]), int(match[2]) * 1000)
        return found

    def read(self, parts: Sequence[Part]) -> dict[Part, bytes]:
        """Read parts of files; those that do not come whole are left out."""
        found: dict[Part, bytes] = {}
        for some in _packed_parts(parts):
            found.update(self._read_some(some))
        return found

    def _read_some(self, parts: Sequence[Part]) -> Iterator[tuple[Part, bytes]]:
        data = self._run(request("apk_bytes", reads="; ".join(part.line for part in parts)))
        if len(data) == sum(part.size for part in parts):
            at = 0
            for part in parts:
                yield part, data[at : at + part.size]
                at += part.size
        elif len(parts) > 1:  # which one was short cannot be told: each alone
            for part in parts:
                yield from self._read_some([part])

    def _run(self, asked: Request) -> bytes:
        self._task.step()
        self.commands += 1
        data = bytearray()
        result = run(self._bridge, self._serial, asked, data.extend, self._task, self._limits)
        self.bytes_read += len(data)
        if result.reason == "cancelled":
            raise Cancelled
        self._silent = self._silent + 1 if result.reason in ("silent", "deadline") else 0
        if result.reason in ("cut", "garbage") or self._silent >= _STOP_AFTER_SILENT:
            raise DeviceError(
                "The phone stopped answering while its apps were read.",
                "Plug it in again; what was read is kept.",
            )
        # Of a file that hangs nothing is taken, and the others go on.
        return b"" if self._silent else bytes(data)


def _packed_parts(parts: Sequence[Part]) -> Iterator[list[Part]]:
    some: list[Part] = []
    for part in parts:
        size = sum(each.size for each in some) + part.size
        line = sum(len(each.line) + 2 for each in some) + len(part.line)
        if some and (len(some) >= MOST_READS or size > _MOST_BYTES or line > _LONGEST_LINE):
            yield some
            some = []
        some.append(part)
    if some:
        yield some


def _packed(paths: Sequence[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for path in paths:
        if some and (
            len(some) >= MOST_PATHS or sum(map(len, some)) + len(some) > _LONGEST_LINE - 550
        ):
            yield some
            some = []
        some.append(path)
    if some:
        yield some
