"""The chunks that Android's binary XML and resource tables are made of, and their string pools.

Format: AOSP, frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h. All of it is
untrusted: every offset is checked by `Bytes`, every count has a limit, nothing recurses.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

STRING_POOL = 0x0001
_UTF8 = 0x100
_LONGEST_STRING = 1 << 17  # bytes; longer ones are cut. No path of a drawable may be that long
_MOST_CHUNKS = 400_000


class BadApk(Exception):  # noqa: N818 - what is wrong with the file, not with the program
    """A file is not what an APK must be, or breaks a limit. `reason` is a code for people's words.

    It ends the work on one part of one app, never more.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Bytes:
    """Numbers out of untrusted bytes; every look beyond the end is BadApk."""

    def __init__(self, data: bytes, reason: str) -> None:
        self.data = data
        self.reason = reason

    def __len__(self) -> int:
        return len(self.data)

    def u8(self, at: int) -> int:
        """Give a byte."""
        if not 0 <= at < len(self.data):
            raise BadApk(self.reason)
        return self.data[at]

    def u16(self, at: int) -> int:
        """Give a little-endian number of two bytes."""
        return self._number("<H", at)

    def u32(self, at: int) -> int:
        """Give a little-endian number of four bytes."""
        return self._number("<I", at)

    def u64(self, at: int) -> int:
        """Give a little-endian number of eight bytes."""
        return self._number("<Q", at)

    def cut(self, begin: int, end: int) -> bytes:
        """Give a part that must be there as a whole."""
        if not 0 <= begin <= end <= len(self.data):
            raise BadApk(self.reason)
        return self.data[begin:end]

    def _number(self, form: str, at: int) -> int:
        if at < 0:
            raise BadApk(self.reason)
        try:
            return int(struct.unpack_from(form, self.data, at)[0])
        except struct.error:
            raise BadApk(self.reason) from None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A header of eight bytes and what it spans: `begin` to `end` in its file."""

    kind: int
    begin: int
    head_end: int  # where its own header ends
    end: int


def chunk_at(data: Bytes, at: int, end: int) -> Chunk:
    """Read the header of a chunk that must end by `end`."""
    head, size = data.u16(at + 2), data.u32(at + 4)
    if head < 8 or size < head or at + size > end:
        raise BadApk(data.reason)
    return Chunk(data.u16(at), at, at + head, at + size)


def chunks(data: Bytes, begin: int, end: int) -> Iterator[Chunk]:
    """Walk the chunks that lie side by side."""
    at = begin
    for _ in range(_MOST_CHUNKS):
        if at + 8 > end:
            return
        found = chunk_at(data, at, end)
        yield found
        at = found.end
    raise BadApk(data.reason)


class StringPool:
    """The strings of a file, read one by one when asked for."""

    def __init__(self, data: Bytes, chunk: Chunk) -> None:
        self._data = data
        self._end = chunk.end
        self._offsets = chunk.head_end
        self._is_utf8 = bool(data.u32(chunk.begin + 16) & _UTF8)
        self._strings = chunk.begin + data.u32(chunk.begin + 20)
        self.count = min(data.u32(chunk.begin + 8), max(0, chunk.end - chunk.head_end) // 4)

    def text(self, index: int) -> str | None:
        """Give a string; None for no or an unreadable one."""
        if not 0 <= index < self.count:
            return None
        at = self._strings + self._data.u32(self._offsets + 4 * index)
        try:
            return self._utf8(at) if self._is_utf8 else self._utf16(at)
        except BadApk:
            return None

    def _utf8(self, at: int) -> str:
        at += 2 if self._data.u8(at) & 0x80 else 1  # the number of characters
        size = self._data.u8(at)
        at += 1
        if size & 0x80:
            size = (size & 0x7F) << 8 | self._data.u8(at)
            at += 1
        return self._cut(at, size).decode("utf-8", "replace")

    def _utf16(self, at: int) -> str:
        size = self._data.u16(at)
        at += 2
        if size & 0x8000:
            size = (size & 0x7FFF) << 16 | self._data.u16(at)
            at += 2
        return self._cut(at, 2 * size).decode("utf-16-le", "replace")

    def _cut(self, at: int, size: int) -> bytes:
        end = at + min(size, _LONGEST_STRING)
        if end > self._end:
            raise BadApk(self._data.reason)
        return self._data.cut(at, end)
