"""`dumpsys appops` from a stream of bytes: the op section in blocks of columns, the rest by lines.

A block is some whole uids in which the fast reading understands every line. A uid in which it
does not goes to the line parser, as does all that is no op section: what comes out is the same
as from the line parser alone, record for record.
"""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from auditor.blocks import Block
from auditor.clock import PhoneClock
from auditor.parsers.appops import open_appops, read_section
from auditor.parsers.appops_block import Scan
from auditor.parsers.appops_section import UID
from auditor.parsers.cursor import Cursor
from auditor.parsers.lines import LINE_LIMIT, decode_lines, encoding_of
from auditor.records import AppOpsRecord, Notice

BLOCK_BYTES = 2 << 20
LEAST_BYTES = 32 << 10  # below this the line parser is as quick
_HEADER = b"\n  Uid "


def parse_appops_blocks(
    stream: BinaryIO,
    clock: PhoneClock,
    command: str = "",
    is_whole: bool = True,
    block_bytes: int = BLOCK_BYTES,
    least_bytes: int = LEAST_BYTES,
) -> Iterator[AppOpsRecord | Block]:
    """Read as `parse_appops` reads `decode_lines(stream, is_whole)`, but most of it in blocks.

    `block_bytes` is what is held in memory at once; a smaller block is read by lines from
    `least_bytes` down. Raises what `stream.read` raises.
    """
    text = _Text(stream)
    cursor = open_appops(decode_lines(text, is_whole), clock, command)
    cursor.resume_at = 0
    fast = _Fast(text, cursor, is_whole, block_bytes, least_bytes)
    while not cursor.ended:
        if cursor.number >= cursor.resume_at and UID(cursor.line) and text.is_utf8:
            yield from fast.blocks()
        yield from read_section(cursor)
    if cursor.is_open:
        yield Notice("cut", "", cursor.number)


def parse_appops_stream(
    stream: BinaryIO,
    clock: PhoneClock,
    command: str = "",
    is_whole: bool = True,
    block_bytes: int = BLOCK_BYTES,
    least_bytes: int = LEAST_BYTES,
) -> Iterator[AppOpsRecord]:
    """Give the same record by record."""
    every = parse_appops_blocks(stream, clock, command, is_whole, block_bytes, least_bytes)
    for each in every:
        if isinstance(each, Block):
            yield from each.records()
        else:
            yield each


class _Text:
    """A stream that knows where the lines it gave begin, so that reading can go back to one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""  # read from the stream, not given yet
        self._given = b""  # what was given last, from the begin of a line on
        self._number = 1  # of the line that `_given` begins with
        self.is_utf8: bool | None = None

    def read(self, size: int) -> bytes:
        """Give the next bytes, as a stream does."""
        chunk = self._ahead[:size]
        self._ahead = self._ahead[size:]
        chunk = chunk or self._stream.read(size)
        if self.is_utf8 is None:
            self.is_utf8 = encoding_of(chunk)[0] == "utf-8"
        self._number += self._given.count(b"\n")
        unfinished = self._given[self._given.rfind(b"\n") + 1 :]
        # Nobody goes back to a line above the limit.
        self._given = unfinished[-4 * LINE_LIMIT :] + chunk
        return chunk

    def go_back(self, number: int) -> bytes:
        """Take back everything from the begin of a line that is being read."""
        at = 0
        for _ in range(number - self._number):
            at = self._given.index(b"\n", at) + 1
        ahead = self._given[at:] + self._ahead
        self._given = self._ahead = b""
        return ahead

    def fill(self, ahead: bytes, size: int) -> bytes:
        """Read until there are `size` bytes, or the stream ends."""
        parts, length = [ahead], len(ahead)
        while length < size:
            chunk = self._stream.read(size - length)
            if not chunk:
                break
            parts.append(chunk)
            length += len(chunk)
        return b"".join(parts)

    def go_on(self, number: int, ahead: bytes) -> None:
        """Let `read` continue with these bytes, which begin with line `number`."""
        self._number, self._ahead, self._given = number, ahead, b""


class _Fast:
    """Takes blocks from the text while it can, then hands it back to the line parser."""

    def __init__(
        self, text: _Text, cursor: Cursor, is_whole: bool, block_bytes: int, least_bytes: int
    ) -> None:
        self._text = text
        self._cursor = cursor
        self._is_whole = is_whole
        self._block_bytes = block_bytes
        self._least_bytes = max(1, least_bytes)
        self._plain: dict[int, int] = {}  # line -> bytes of plain uids from there on
        self._scanned = 0  # lines before this one need no other look

    def blocks(self) -> Iterator[Block]:
        """Yield blocks from the uid's header at the cursor on; leave it at a uid's header."""
        cursor = self._cursor
        number = cursor.number
        ahead = self._text.go_back(number)
        while True:
            length = self._plain.pop(number, 0)
            if not length:
                if number < self._scanned:
                    break
                ahead = self._text.fill(ahead, self._block_bytes)
                length = _last_header(ahead)
            scan = Scan(ahead[:length], number) if length >= self._least_bytes else None
            if scan is None:
                lines = ahead.count(b"\n", 0, length)
                self._scanned = max(self._scanned, number + lines + 1)
                break
            if scan.is_for(cursor.clock):
                yield scan.read(cursor.clock)
                number += scan.lines
                ahead = ahead[length:]
            elif number not in self._note(scan, length):
                break
        self._text.go_on(number, ahead)
        cursor.resume_at = min(self._plain, default=max(self._scanned, number + 1))
        cursor.start_again(decode_lines(self._text, self._is_whole), number)

    def _note(self, scan: Scan, length: int) -> dict[int, int]:
        """Keep which stretches of plain uids are worth a block of their own."""
        self._scanned = scan.number + scan.lines
        if len(scan.odd_uids):
            odd = scan.odd_uids[scan.odd_uids >= 0]
            starts = np.append(scan.uid_starts, length)
            first = np.concatenate([np.zeros(1, np.int64), odd + 1])
            size = starts[np.append(odd, len(scan.uid_lines))] - starts[first]
            for uid in first[size >= self._least_bytes].tolist():
                at = int(np.flatnonzero(first == uid)[0])
                self._plain[int(scan.uid_lines[uid])] = int(size[at])
        return self._plain


def _last_header(ahead: bytes) -> int:
    """Find where the last uid begins: what is before it is whole. 0 if there is none."""
    end = len(ahead)
    while (at := ahead.rfind(_HEADER, 0, end)) >= 0:
        line, has_end, _ = ahead[at + 1 : at + 1000].partition(b"\n")
        if has_end and UID(line.decode("utf-8", "replace").rstrip("\r")):
            return at + 1
        end = at + 1
    return 0
