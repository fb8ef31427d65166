"""A case that is made for something to be put into it, and is gone again when that fails."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from auditor.live.recovery import finish_killed
from auditor.locking import refuse_locked
from auditor.store import CAPTURES, DB_NAME, Store, has_readings, lost


@contextmanager
def filled_case(case_dir: Path) -> Iterator[Store]:
    """Open a case, or make one. When what follows fails and nothing lies in a new one, remove it.

    Watches that were killed are finished first. Whatever was read, also cut or not loaded, keeps
    its case. StoreError; DamagedCase where readings lie without their store: a new one would hide
    them; UsageError where the case is locked: a new one would stand in its way.
    """
    refuse_locked(case_dir)
    is_new = not (case_dir / DB_NAME).exists()
    if is_new and has_readings(case_dir):
        raise lost(case_dir)
    had_folder = case_dir.is_dir()
    try:
        with Store.create(case_dir) as store:
            finish_killed(store)
            yield store
    except BaseException:
        if is_new:
            _remove_empty(case_dir, had_folder)
        raise


def _remove_empty(case_dir: Path, keep_folder: bool) -> None:
    """Remove the files of an empty case. What is not of its making stays, and so its folder."""
    captures = case_dir / CAPTURES
    with suppress(OSError):
        if captures.is_dir():
            captures.rmdir()  # refuses where a reading lies in it
        for suffix in ("", "-wal", "-shm", "-journal"):
            (case_dir / f"{DB_NAME}{suffix}").unlink(missing_ok=True)
        if not keep_folder:
            case_dir.rmdir()
