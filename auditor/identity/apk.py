"""An APK of which only parts are here: what is missing is asked for, piece by piece.

The functions that read it are generators: they yield the `Need`s of one round and go on when
these bytes were added, so that one command can bring what many apps need. The zip part is the
standard library's, over a file object that refuses to make up bytes.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

from auditor.identity.chunks import BadApk, Bytes

T = TypeVar("T")

BLOCK = 4096
LARGEST_APK = 1 << 32  # Android reads no zip64
TAIL = 128 << 10  # holds the directory and the signatures of most apps
MOST_READ = 96 << 20  # of one app
_LARGEST_DIRECTORY = 16 << 20
_MOST_ENTRIES = 100_000
_LARGEST_SIGNATURES = 8 << 20
_END = b"PK\x05\x06"
_END_SIZE = 22
_SIGNATURES_MAGIC = b"APK Sig Block 42"
_LOCAL_HEAD = 30


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes of a file that must be read: `begin` to before `end`."""

    begin: int
    end: int


Asking = Generator[list[Need], None, T]  # yields one round of needs, returns a T


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that were read from the phone, and their hash."""

    begin: int
    data: bytes
    sha256: str

    @property
    def end(self) -> int:
        """Where it ends in the file."""
        return self.begin + len(self.data)


class Apk:
    """The parts of one file that were read so far. Nothing of it is trusted."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pieces: list[Piece] = []  # by where they begin
        self.directory_begin = 0  # of the zip's directory; the signatures end there
        self.end_begin = 0  # of the zip's end record
        self._asked = 0
        self._zip: zipfile.ZipFile | None = None
        self._ends: dict[int, int] = {}  # where an entry begins -> where it must end by

    def add(self, begin: int, data: bytes) -> None:
        """Take bytes that were read."""
        if data:
            self.pieces.append(Piece(begin, data, hashlib.sha256(data).hexdigest()))
            self.pieces.sort(key=lambda piece: piece.begin)

    def has(self, begin: int, end: int) -> bool:
        """Whether all of a part is here."""
        return self.read(begin, end) is not None

    def read(self, begin: int, end: int) -> bytes | None:
        """Give a part, also across pieces that meet; None when something of it is missing."""
        parts, at = [], begin
        while at < end:
            piece = self._piece_with(at)
            if piece is None:
                return None
            parts.append(piece.data[at - piece.begin : end - piece.begin])
            at = min(piece.end, end)
        return b"".join(parts)

    def _piece_with(self, at: int) -> Piece | None:
        # Later pieces may begin earlier and reach further: look back until one covers the place.
        place = bisect_right(self.pieces, at, key=lambda piece: piece.begin)
        return next((each for each in reversed(self.pieces[:place]) if each.end > at), None)

    def fetch(self, begin: int, end: int) -> Asking[bytes]:
        """Give a part, asking for it when it is not here."""
        if not 0 <= begin <= end <= self.size:
            raise BadApk("bad_zip")
        if not self.has(begin, end):
            self._asked += end - begin
            if self._asked > MOST_READ:
                raise BadApk("too_large")
            yield [Need(begin, end)]
        data = self.read(begin, end)
        if data is None:
            raise BadApk("short_read")
        return data

    def open(self) -> Asking[None]:
        """Read the zip's directory. BadApk."""
        if not _END_SIZE <= self.size < LARGEST_APK:
            raise BadApk("bad_zip")
        tail_begin = max(0, self.size - TAIL)
        tail = yield from self.fetch(tail_begin, self.size)
        end = self._find_end(tail)
        self.end_begin = tail_begin + end
        entries, size, offset = struct.unpack_from("<HII", tail, end + 10)
        if offset + size > self.end_begin:
            raise BadApk("bad_zip")
        if size > _LARGEST_DIRECTORY or entries > _MOST_ENTRIES:
            raise BadApk("too_large")
        self.directory_begin = offset
        yield from self.fetch(offset, self.size)
        self._zip = self._open_zip()

    def _find_end(self, tail: bytes) -> int:
        at = len(tail) - _END_SIZE + 1
        while (at := tail.rfind(_END, 0, at + len(_END) - 1)) >= 0:  # each before the last one
            if at + _END_SIZE + struct.unpack_from("<H", tail, at + 20)[0] == len(tail):
                return at
        raise BadApk("bad_zip")

    def _open_zip(self) -> zipfile.ZipFile:
        try:
            found = zipfile.ZipFile(_Window(self))
        except (
            zipfile.BadZipFile,
            NotImplementedError,  # needs another version of zip
            OSError,
            ValueError,
            struct.error,
            _NotHere,
        ) as error:
            raise BadApk("bad_zip") from error
        entries = found.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise BadApk("too_large")
        if len(found.NameToInfo) != len(entries):
            raise BadApk("twin_entries")  # Android refuses it: which one counts is a trick
        begins = sorted({entry.header_offset for entry in entries})
        self._ends = dict(zip(begins, [*begins[1:], self.directory_begin], strict=False))
        return found

    def forget(self) -> None:
        """Let go of the bytes: what they told is known."""
        self.pieces.clear()

    @property
    def names(self) -> list[str]:
        """The names of all entries."""
        return [] if self._zip is None else self._zip.namelist()

    def needs_of(self, name: str, most: int) -> list[Need]:
        """Say what must be read for an entry of at most so many bytes; nothing for a larger one,
        or when it is here, or there is none."""
        span = self._span(name)
        if span is None or self.has(span.begin, span.end):
            return []
        info = self._zip.getinfo(name) if self._zip is not None else None
        return [] if info is None or info.compress_size > most else [span]

    def entry(self, name: str, most: int) -> Asking[bytes | None]:
        """Give the contents of an entry, at most so many bytes; None when there is none. BadApk."""
        span = self._span(name)
        if span is None or self._zip is None:
            return None
        info = self._zip.getinfo(name)
        if info.file_size > most or info.compress_size > most:
            raise BadApk("too_large")
        yield from self.fetch(span.begin, span.end)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,  # another way to compress, or encrypted
            RuntimeError,
            EOFError,
            ValueError,
            struct.error,
            OSError,
            _NotHere,
        ) as error:
            raise BadApk("bad_entry") from error
        if len(data) > most:
            raise BadApk("too_large")
        return data

    def _span(self, name: str) -> Need | None:
        """Find where an entry lies: its head, whose length only it tells, and its data."""
        if self._zip is None or name not in self._zip.NameToInfo:
            return None
        info = self._zip.getinfo(name)
        begin, longest = info.header_offset, self._ends.get(info.header_offset, 0)
        # The lengths of name and extra field in its own head may differ from the directory's.
        most = begin + _LOCAL_HEAD + info.compress_size + 2 * 0xFFFF
        end = min(longest, most, self.directory_begin)
        if begin + _LOCAL_HEAD + info.compress_size > end:
            raise BadApk("bad_zip")
        return Need(begin, end)

    def signing_block(self) -> Asking[bytes | None]:
        """Give the block of signatures before the zip's directory; None when there is none."""
        if self.directory_begin < 32:
            return None
        foot = yield from self.fetch(self.directory_begin - 24, self.directory_begin)
        if not foot.endswith(_SIGNATURES_MAGIC):
            return None
        size = Bytes(foot, "bad_signature").u64(0)
        begin = self.directory_begin - size - 8
        if not 24 <= size <= _LARGEST_SIGNATURES or begin < 0:
            raise BadApk("bad_signature")
        block = yield from self.fetch(begin, self.directory_begin)
        if Bytes(block, "bad_signature").u64(0) != size:
            raise BadApk("bad_signature")
        return block


class _NotHere(Exception):  # noqa: N818 - never leaves this module
    """The zip pointed at bytes that were not read: it is not what its directory says."""


class _Window(io.RawIOBase):
    """The file as `zipfile` sees it."""

    def __init__(self, apk: Apk) -> None:
        super().__init__()
        self._apk = apk
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be sought in."""
        return True

    def tell(self) -> int:
        """Give the place."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._apk.size}[whence]
        if base + offset < 0:
            raise OSError("before the beginning")  # as a file does; zipfile reckons with it
        self._at = base + offset
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Give bytes that are here; _NotHere for any other."""
        end = self._apk.size if size < 0 else min(self._at + size, self._apk.size)
        if end <= self._at:
            return b""
        data = self._apk.read(self._at, end)
        if data is None:
            raise _NotHere
        self._at = end
        return data
