"""Bytes become lines: any encoding a dump arrives in, any line end, and never an exception.

A dump may have been redirected by PowerShell (UTF-16 with BOM, CRLF), saved by an editor (UTF-8
with BOM), or have passed Android 6's terminal (CR CR LF). Bytes that are no text become U+FFFD;
the raw file keeps them. Native digits stay as they are: `int` and a pattern's `\\d` read every
decimal digit of Unicode, while an attribution tag must keep its own.
"""

import codecs
from collections.abc import Iterator
from typing import Protocol

LINE_LIMIT = 1 << 16  # characters; the longest line in any known dump is below 4,000
CUT_MARK = "…[line cut]"  # ends a line that was not read whole: no grammar takes it for one
_CHUNK = 1 << 18


class Readable(Protocol):
    """Whatever gives bytes as a stream does."""

    def read(self, size: int, /) -> bytes:
        """Give at most `size` bytes, none at the end."""
        ...


def decode_lines(stream: Readable, is_whole: bool = True) -> Iterator[str]:
    """Yield the lines of a binary stream without their ends; line N is the N-th yielded.

    Only LF ends a line, so that numbers are those of the raw file. A line above LINE_LIMIT
    keeps its beginning and ends with CUT_MARK; so does a last line without LF where the text
    is known to be cut, since its last number may lack digits. Raises what `stream.read` raises.
    """
    head = stream.read(_CHUNK)
    encoding, skipped = encoding_of(head)
    decode = codecs.getincrementaldecoder(encoding)(errors="replace").decode
    chunk = head[skipped:]
    tail = ""
    while chunk:
        text = decode(chunk)
        *whole, rest = text.split("\n")
        if whole:
            whole[0] = tail + whole[0]
            tail = ""
            yield from _finished(whole, "\r" in text or whole[0].endswith("\r"))
        tail = _grown(tail, rest)
        chunk = stream.read(_CHUNK)
    tail = _grown(tail, decode(b"", True))
    if tail:
        yield from _finished([tail if is_whole else tail + CUT_MARK], True)


def encoding_of(head: bytes) -> tuple[str, int]:
    """Tell the encoding by the byte order mark, or by the zero bytes of UTF-16 without one."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8", 3
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", 2
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", 2
    zeros = head[:4].translate(None, bytes(range(1, 256)))
    if len(zeros) == 2 and head[1:4:2] == b"\0\0":
        return "utf-16-le", 0
    if len(zeros) == 2 and head[0:4:2] == b"\0\0":
        return "utf-16-be", 0
    return "utf-8", 0


def _grown(tail: str, rest: str) -> str:
    """Join an unfinished line with what follows, without letting it grow for ever."""
    return tail if len(tail) > LINE_LIMIT else tail + rest


def _finished(lines: list[str], has_returns: bool) -> Iterator[str]:
    if has_returns:
        lines = [line.rstrip("\r") for line in lines]
    if max(map(len, lines)) > LINE_LIMIT:
        lines = [
            line if len(line) <= LINE_LIMIT else line[:LINE_LIMIT] + CUT_MARK for line in lines
        ]
    return iter(lines)
