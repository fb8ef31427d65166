"""A file that stands under its name only when it is whole: written beside it, then moved there."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from auditor.errors import StoreError, UsageError


@contextmanager
def whole_file(path: Path, is_replacing: bool) -> Iterator[BinaryIO]:
    """Give the stream to write to. Whatever goes wrong, `path` stays as it was.

    Raises UsageError where something else stands there, or a file that `is_replacing` does not
    give away; StoreError where it cannot be written.
    """
    refuse_taken(path, is_replacing)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        refuse_taken(path, is_replacing)  # somebody may have come first meanwhile
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"The file {path} could not be written: {error.strerror or error}.",
            "Choose a place that you may write to and that has room.",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def refuse_taken(path: Path, is_replacing: bool) -> None:
    """Raise UsageError unless a new file may stand there."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UsageError(
            f"{path} is a folder, a link or a device: no file is put in its place.",
            "Choose another name.",
        )
    if path.exists() and not is_replacing:
        raise UsageError(
            f"There is a file {path} already.",
            "Choose another name, or say that it may be replaced: --overwrite.",
        )


@contextmanager
def text_of(stream: BinaryIO) -> Iterator[TextIO]:
    """Write text into a stream of bytes as UTF-8 with the line ends that are written."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    try:
        yield text
        text.flush()
    finally:
        with suppress(OSError):  # what could not be written was told by the flush before
            text.detach()
