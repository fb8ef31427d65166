"""Bytes from elsewhere into a case: copied, hashed as written, all of them or nothing."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from auditor.errors import StoreError, WrongFormat
from auditor.manifest import RAW
from auditor.task import Task

FILE_LIMIT_BYTES = 256 << 20  # the largest dump that is ever taken from a phone
CHUNK_BYTES = 1 << 20
_CAPTURE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}", re.ASCII)
_UNFIT = re.compile(r"[^A-Za-z0-9._@+-]+", re.ASCII)


def copy_hashed(source: Path, target: Path, task: Task) -> tuple[int, str]:
    """Copy a file: size in bytes and SHA-256 of what was written. WrongFormat, Cancelled."""
    digest, size = hashlib.sha256(), 0
    with _readable(source), source.open("rb") as stream, target.open("xb") as out:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > FILE_LIMIT_BYTES:
                raise too_big(source)
            digest.update(chunk)
            out.write(chunk)
            task.step(size, None, source.name)
    return size, digest.hexdigest()


@contextmanager
def writable(path: Path) -> Iterator[BinaryIO]:
    """Open a new file for writing; trouble with it, or with what is read meanwhile, in a sentence.

    Raises WrongFormat.
    """
    with _readable(path), path.open("xb") as out:
        yield out


def too_big(path: Path | str) -> WrongFormat:
    """Say that a file is larger than any dump."""
    return WrongFormat(
        f"The file {path} is larger than {FILE_LIMIT_BYTES >> 20} MiB: no dump is that large.",
        "Import the text that one command printed.",
    )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WrongFormat(
            f"The file {path} could not be copied: {error.strerror or error}.",
            "Check that it can be read and that there is room in the case.",
        ) from error


@contextmanager
def new_capture_folder(captures: Path) -> Iterator[Path]:
    """Give an empty folder with `raw/` in it; it is gone again unless `settle` moved it."""
    try:
        captures.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".incoming-", dir=captures))
        (folder / RAW).mkdir()
    except OSError as error:
        raise StoreError(
            f"Nothing can be written to {captures}: {error.strerror or error}.",
            "Choose a case that you may write to.",
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(folder: Path, captures: Path, capture_id: str) -> None:
    """Give a finished folder its place, in one step."""
    folder.rename(captures / capture_id)


def checked_capture_id(untrusted_id: str, where: Path) -> str:
    """Give a capture id that may name a folder. WrongFormat."""
    if not _CAPTURE_ID.fullmatch(untrusted_id):
        raise WrongFormat(
            f"The capture {where} has a name that cannot be a folder: {untrusted_id[:80]!r}.",
            "Choose a capture folder that this program wrote.",
        )
    return untrusted_id


def fit_name(name: str, taken: set[str]) -> str:
    """Make a file name fit for `raw/`, different from all that are taken, and take it."""
    stem = _UNFIT.sub("_", name).lstrip(".-+@")[:120] or "file"
    fit, number = stem, 2
    while fit in taken:
        fit, number = f"{number}-{stem}", number + 1
    taken.add(fit)
    return fit
