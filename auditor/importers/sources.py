"""Where bytes to import come from: files, folders and archives, none of which are trusted.

A `Source` is one file anywhere in them. Names inside an archive are only ever looked at, never
used as a place to write to; sizes are counted while reading, never believed.
"""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from auditor.errors import BeyondLimit, WrongFormat

CHUNK_BYTES = 1 << 20
MOST_FILES = 10_000
INFLATED_LIMIT_BYTES = 16 << 30  # all that is ever unpacked of one archive
INNER_LIMIT_BYTES = 4 << 30  # an archive within an archive is unpacked to a temporary file
RATIO_LIMIT = 250  # the text of a bug report shrinks to about a tenth
RATIO_FROM_BYTES = 64 << 20  # little that is made large harms nobody
DEPTH_LIMIT = 2
_HEAD_BYTES = 1 << 16
_ZIP = b"PK\x03\x04"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_NEXT = "Import the one text file in it that you trust."
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Source:
    """One file, wherever it lies."""

    name: str  # the last part of its path
    where: str  # for sentences: `report.zip: FS/data/x`
    modified_ms: int
    size_bytes: int | None  # as the archive claims
    opened: Callable[[], BinaryIO]  # raises OSError, or WrongFormat from within an archive
    path: Path | None = None  # None inside an archive

    def head(self) -> bytes:
        """Read the first bytes: enough to tell what it is."""
        with self.opened() as stream:
            return stream.read(_HEAD_BYTES)


def file_source(path: Path) -> Source:
    """Describe a file of this computer. Raises OSError."""
    status = path.stat()
    return Source(
        name=path.name,
        where=str(path),
        modified_ms=status.st_mtime_ns // 1_000_000,
        size_bytes=status.st_size,
        opened=lambda: cast(BinaryIO, path.open("rb")),
        path=path,
    )


def is_zip(head: bytes) -> bool:
    """Say whether these are the first bytes of a zip archive."""
    return head.startswith(_ZIP)


@contextmanager
def archive(outer: Source, depth: int = 1) -> Iterator[list[Source]]:
    """Open a zip archive and those within it: all their files. Usable only inside the `with`.

    Raises WrongFormat for one that is damaged, encrypted, names places outside of itself,
    is nested too deeply, or grows beyond the limits while it is read.
    """
    if depth > DEPTH_LIMIT:
        raise WrongFormat(
            f"{outer.where} is an archive in an archive in an archive.", "Unpack the outer ones."
        )
    with ExitStack() as stack, _zip_errors(outer.where):
        zipped = stack.enter_context(zipfile.ZipFile(stack.enter_context(_seekable(outer))))
        budget = _Budget(outer.where)
        sources: list[Source] = []
        for info in _checked(outer.where, zipped):
            source = _member(outer, zipped, info, budget)
            if _may_hold_reports(source.name) and is_zip(source.head()):
                sources += stack.enter_context(archive(source, depth + 1))
            else:
                sources.append(source)
        yield sources


def _may_hold_reports(name: str) -> bool:
    return name.lower().endswith(".zip")


@contextmanager
def _seekable(source: Source) -> Iterator[BinaryIO]:
    """Open the file itself, or a temporary copy of what lies within an archive."""
    with source.opened() as stream:
        if source.path is not None:
            yield stream
            return
        with tempfile.TemporaryFile() as copy:
            size = 0
            while chunk := stream.read(CHUNK_BYTES):
                size += len(chunk)
                if size > INNER_LIMIT_BYTES:
                    raise _too_large(source.where)
                copy.write(chunk)
            copy.seek(0)
            yield cast(BinaryIO, copy)


def _checked(where: str, zipped: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    infos = zipped.infolist()
    if len(infos) > MOST_FILES:
        raise WrongFormat(f"{where} holds more than {MOST_FILES:,} files.", _NEXT)
    for info in infos:
        parts = info.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
            raise WrongFormat(
                f"{where} names a file outside of itself: {info.filename[:80]!r}.", _NEXT
            )
        if info.is_dir():
            continue
        if info.flag_bits & 1:
            raise WrongFormat(
                f"{where} is encrypted.", "Unpack it with its password and import what was in it."
            )
        if info.compress_type not in _METHODS:
            raise WrongFormat(f"{where} is packed in a way that is not known.", "Unpack it first.")
        yield info


def _member(
    outer: Source, zipped: zipfile.ZipFile, info: zipfile.ZipInfo, budget: "_Budget"
) -> Source:
    where = f"{outer.where}: {info.filename}"
    return Source(
        name=info.filename.rsplit("/", 1)[-1],
        where=where,
        modified_ms=_zip_time_ms(info, outer.modified_ms),
        size_bytes=info.file_size,
        opened=lambda: cast(BinaryIO, io.BufferedReader(_Inflating(zipped, info, where, budget))),
    )


def _zip_time_ms(info: zipfile.ZipInfo, otherwise_ms: int) -> int:
    """Give the time of a member: local, two seconds exact, in a zone that nobody tells."""
    try:
        return int(datetime(*info.date_time, tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        return otherwise_ms


class _Budget:
    """How much may still be unpacked of one archive."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.left = INFLATED_LIMIT_BYTES

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _too_large(self.where)


class _Inflating(io.RawIOBase):
    """A member as it is unpacked, counted against the limits, its errors in a sentence."""

    def __init__(
        self, zipped: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: _Budget
    ) -> None:
        self._where = where
        self._budget = budget
        self._packed = max(1, info.compress_size)
        self._size = 0
        with _zip_errors(where):
            self._stream = zipped.open(info)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        with _zip_errors(self._where):
            chunk = self._stream.read(min(len(view), CHUNK_BYTES))
        self._size += len(chunk)
        self._budget.take(len(chunk))
        if self._size > RATIO_FROM_BYTES and self._size > self._packed * RATIO_LIMIT:
            raise BeyondLimit(
                f"{self._where} unpacks to more than {RATIO_LIMIT} times its size: it is made to "
                "fill a computer.",
                _NEXT,
            )
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed and hasattr(self, "_stream"):
            self._stream.close()
        super().close()


@contextmanager
def _zip_errors(where: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise WrongFormat(
            f"{where} is damaged or no zip archive.", "Copy it again from where it came."
        ) from error


def _too_large(where: str) -> BeyondLimit:
    return BeyondLimit(f"{where} unpacks to more than {INFLATED_LIMIT_BYTES >> 30} GiB.", _NEXT)
