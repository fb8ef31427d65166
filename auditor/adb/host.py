"""The few words one exchanges with an ADB server: request, status, length and text.

Reading is ours for every library, so that limits and cancelling hold while a server is silent.
"""

import re
import socket
import time
from typing import Protocol

from auditor.task import Cancelled, Task

TICK_S = 0.05  # how long a silent socket is waited for before somebody may have cancelled


class Link(Protocol):
    """A library's connection to an ADB server."""

    @property
    def sock(self) -> socket.socket: ...

    def send(self, request: str) -> None:
        """Send one request; the answer is read from `sock`."""


class Refused(Exception):  # noqa: N818 - the server's FAIL, not yet anybody's error
    """The server answered FAIL; `text` is what it said."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Strange(Exception):  # noqa: N818 - turned into NoServer by the bridge
    """What answered does not speak like an ADB server."""


def read_exactly(sock: socket.socket, size: int, until: float, task: Task) -> bytes:
    """Read so many bytes before `until`, a time.monotonic().

    Raises EOFError, TimeoutError or Cancelled.
    """
    data = b""
    while len(data) < size:
        if task.is_cancelled:
            raise Cancelled
        left_s = until - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("the ADB server did not answer in time")
        sock.settimeout(min(TICK_S, left_s))
        try:
            block = sock.recv(size - len(data))
        except TimeoutError:
            continue
        if not block:
            raise EOFError("the ADB server ended the conversation")
        data += block
    return data


def read_block(sock: socket.socket, until: float, task: Task) -> str:
    """Read a text with its length in four hexadecimal digits in front."""
    digits = read_exactly(sock, 4, until, task)
    return read_exactly(sock, block_length(digits), until, task).decode("utf-8", "replace")


def block_length(untrusted_digits: bytes) -> int:
    """Give the length the four digits stand for. Raises Strange."""
    if not re.fullmatch(rb"[0-9a-fA-F]{4}", untrusted_digits):
        raise Strange(f"{untrusted_digits!r} is no length")
    return int(untrusted_digits, 16)


def read_status(sock: socket.socket, until: float, task: Task) -> None:
    """Read OKAY, or raise Refused with the text of a FAIL."""
    status = read_exactly(sock, 4, until, task)
    if status == b"FAIL":
        raise Refused(read_block(sock, until, task))
    if status != b"OKAY":
        raise Strange(f"{status!r} is no status")


def ask(sock: socket.socket, request: str, until: float, task: Task) -> str:
    """Send one request of the server itself; gives the text of its answer.

    Raises Refused, Strange, OSError, EOFError, TimeoutError or Cancelled.
    """
    sock.sendall(f"{len(request.encode()):04x}{request}".encode())
    read_status(sock, until, task)
    return read_block(sock, until, task)
