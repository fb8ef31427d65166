"""A file that one running program holds: a lock of the system, which dies with the program."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from auditor.whole_file import OWNER_ONLY

if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Lock an open file for as long as it is open; False where another program holds it."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Lock an open file for as long as it is open; False where another program holds it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a file that is gone afterwards; gives False where another program does. OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), OWNER_ONLY)
    is_ours = False
    try:
        is_ours = try_lock(handle) and _is_still(path, handle)
        yield is_ours
    finally:
        if is_ours and os.name == "posix":  # before it is let go of: nobody else has it yet
            with suppress(OSError):
                path.unlink()
        os.close(handle)
        if is_ours and os.name != "posix":
            with suppress(OSError):
                path.unlink()


def _is_still(path: Path, handle: int) -> bool:
    """Whether the name still leads to what was locked: who held it before took it away."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except OSError:
        return False
