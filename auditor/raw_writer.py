"""A raw file: the exact bytes of a command, hashed as they are written."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor.errors import DeviceError
from auditor.manifest import not_writable
from auditor.task import Cancelled


class RawWriter:
    """Writes one raw file; it is gone again if nothing was ever run for it.

    Raises StoreError when the disk is full or the folder may not be written to.
    """

    def __init__(self, folder: Path, file: str, on_size: Callable[[int], None]) -> None:
        self._folder = folder
        self._path = folder / file
        self._on_size = on_size
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The hash of what was written so far."""
        return self._hash.hexdigest()

    def write(self, block: bytes) -> None:
        """Write a block as it came."""
        try:
            self._stream.write(block)
            self._stream.flush()
        except OSError as error:
            raise not_writable(self._folder, error) from error
        self._hash.update(block)
        self.size += len(block)
        self._on_size(self.size)

    def __enter__(self) -> Self:
        try:
            self._stream = self._path.open("xb")
        except OSError as error:
            raise not_writable(self._folder, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            with self._stream as stream:  # closed also when the disk is full
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as failure:
            if error is None:
                raise not_writable(self._folder, failure) from failure
        if isinstance(error, DeviceError | Cancelled) and self.size == 0:
            self._path.unlink()
