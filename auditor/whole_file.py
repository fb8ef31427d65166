"""Files and folders that stand under their name only when whole: made beside, then moved."""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from auditor.errors import StoreError, UsageError

OWNER_ONLY = 0o600


def for_owner(name: str, flags: int) -> int:
    """Open a file as the `opener` of open(): a new one for its owner only; a link leads nowhere."""
    return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), OWNER_ONLY)


@contextmanager
def whole_file(path: Path, is_replacing: bool, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Give the stream to write to. Whatever goes wrong, `path` stays as it was.

    `mode` is what a new file allows before the umask: OWNER_ONLY where it names a person. Raises
    UsageError where something else stands there, or a file that `is_replacing` does not give away;
    StoreError where it cannot be written.
    """
    refuse_taken(path, is_replacing)
    part = path.with_name(f".{path.name}.part")
    try:
        with suppress(FileNotFoundError):
            part.unlink()  # what a killed program left; a link there is not followed
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
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


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder, for its owner only, that becomes `folder` at the end of the block.

    Whatever goes wrong, nothing of it is left. Raises UsageError where something stands there
    already, StoreError where it cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder} is there already.", "Choose a new name: nothing is replaced.")
    part: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name[:80]}.", dir=folder.parent))
        yield part
        part.rename(folder)
    except StoreError as error:
        if part is None or str(part) not in error.sentence:
            raise
        # Nobody knows of the place that it was made in.
        sentence, next_step = error.sentence.replace(str(part), str(folder)), error.next_step
        raise StoreError(sentence, next_step) from error.__cause__
    except OSError as error:
        raise StoreError(
            f"The folder {folder} could not be written: {error.strerror or error}.",
            "Choose a place that you may write to and that has room.",
        ) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


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
