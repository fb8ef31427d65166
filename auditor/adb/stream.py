"""Runs one command on a phone and hands on its bytes: the only place that reads them.

shell,v2 is the one service that says when the output is complete; half a dump is never success.
"""

import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from auditor.adb.bridge import Bridge
from auditor.adb.commands import Command, Request
from auditor.adb.host import TICK_S, Refused
from auditor.task import Cancelled, Task

OnBytes = Callable[[bytes], None]

_STDOUT, _STDERR, _EXIT = 1, 2, 3
_HEADER = struct.Struct("<BI")
_FRAME_LIMIT = 1 << 24  # a phone sends at most 1 MiB at once
STDERR_LIMIT = 1 << 16
_READ_BYTES = 1 << 16

# dumpsys gives up on a slow service with exit code 0 and only says so in its text.
_TIMEOUT_WORDS = b" DUMP TIMEOUT ("
_TIMEOUT_MARK = re.compile(rb"\*\*\* SERVICE '[^'\n]{1,120}' DUMP TIMEOUT \([^)\n]{1,30}\) EXPIRED")
_MARK_BYTES = 200  # at most; so much of a block's end is kept for the next one


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much a command may take."""

    silence_s: float
    total_s: float
    size_bytes: int

    @classmethod
    def of(cls, command: Command) -> "Limits":
        """Give the limits of the table."""
        return cls(command.silence_s, command.total_s, command.size_bytes)


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended. `whole` means: the phone said it was over, and nothing spoke against it.

    `reason` is None or one of cut silent deadline too_big garbage refused exit_code dump_timeout
    cancelled. `size` counts the bytes handed on; `stderr` holds at most its first 64 KiB.
    """

    exit_code: int | None
    size: int
    whole: bool
    reason: str | None
    stderr: bytes


def run(
    bridge: Bridge,
    serial: str,
    request: Request,
    on_bytes: OnBytes,
    task: Task,
    limits: Limits | None = None,
) -> Result:
    """Run a command and hand on what it prints as it comes.

    Raises DeviceError when the phone cannot be reached at all, and what `on_bytes` raises;
    everything that happens after the command began is told by the result.
    """
    reading = _Reading(on_bytes, limits or Limits.of(request.command))
    try:
        with bridge.open(serial, f"shell,v2,raw:{request.line}", task) as sock:
            reason = _read(sock, reading, task)
    except Refused:
        reason = "refused"
    except Cancelled:
        reason = "cancelled"
    return reading.result(reason)


def _read(sock: socket.socket, reading: "_Reading", task: Task) -> str | None:
    """Read until the end, of whatever kind; None when it was the phone's own."""
    limits = reading.limits
    began = heard = time.monotonic()
    while not task.is_cancelled:
        now = time.monotonic()
        if now - began >= limits.total_s:
            return "deadline"
        if now - heard >= limits.silence_s:
            return "silent"
        sock.settimeout(min(TICK_S, limits.silence_s, limits.total_s))
        try:
            untrusted = sock.recv(_READ_BYTES)
        except TimeoutError:
            continue
        except OSError:
            return "cut"
        if not untrusted:
            return "cut"
        reason = reading.take(untrusted)
        heard = time.monotonic()  # a slow disk of ours is no silence of the phone's
        if reason is not None or reading.is_over:
            return reason
    return "cancelled"


@dataclass
class _Reading:
    """What has come of a command so far; takes frames apart wherever blocks end."""

    on_bytes: OnBytes
    limits: Limits
    size: int = 0
    stderr: bytearray = field(default_factory=bytearray)
    exit_code: int | None = None
    timed_out: bool = False
    _header: bytes = b""
    _packet: int = 0
    _left: int = 0  # of the current frame's payload
    _tail: bytes = b""

    @property
    def is_over(self) -> bool:
        """Whether the exit packet has come."""
        return self.exit_code is not None

    def take(self, untrusted: bytes) -> str | None:
        """Take bytes as they come; a reason ends the reading. Nothing after the exit counts."""
        at = 0
        while at < len(untrusted) and not self.is_over:
            if self._left == 0:
                missing = _HEADER.size - len(self._header)
                self._header += untrusted[at : at + missing]
                at += missing
                if len(self._header) < _HEADER.size:
                    return None
                if not self._begin_frame():
                    return "garbage"
                continue
            part = untrusted[at : at + self._left]
            at += len(part)
            self._left -= len(part)
            if not self._payload(part):
                return "too_big"
        return None

    def result(self, reason: str | None) -> Result:
        """Say how it ended."""
        if reason is None and (self.timed_out or _TIMEOUT_MARK.search(self.stderr)):
            reason = "dump_timeout"
        if reason is None and self.exit_code:
            reason = "exit_code"
        return Result(self.exit_code, self.size, reason is None, reason, bytes(self.stderr))

    def _begin_frame(self) -> bool:
        self._packet, self._left = _HEADER.unpack(self._header)
        self._header = b""
        if self._packet == _EXIT:
            return self._left == 1
        return self._packet in (_STDOUT, _STDERR) and self._left <= _FRAME_LIMIT

    def _payload(self, part: bytes) -> bool:
        """Hand on a piece of a frame; false when it goes beyond the limit of size."""
        if self._packet == _EXIT:
            self.exit_code = part[0]
            return True
        if self._packet == _STDERR:
            self.stderr += part[: STDERR_LIMIT - len(self.stderr)]
            return True
        self._look_for_timeout(part)
        room = self.limits.size_bytes - self.size
        self.size += min(len(part), room)
        self.on_bytes(part[:room])
        return len(part) <= room

    def _look_for_timeout(self, part: bytes) -> None:
        text = self._tail + part
        if _TIMEOUT_WORDS in text and _TIMEOUT_MARK.search(text):
            self.timed_out = True
        self._tail = text[-_MARK_BYTES:]
