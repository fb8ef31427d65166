"""Other people's files become the same captures as a phone's own. Nothing here loads them."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

from auditor.errors import UsageError, WrongFormat
from auditor.importers.capture_folder import import_capture, is_capture
from auditor.importers.dumps import ACCEPTED, Dump, Told, import_dumps, look_at
from auditor.manifest import Manifest
from auditor.store import CAPTURES, DB_NAME
from auditor.task import Task

_MOST_FILES = 10_000


def import_paths(
    paths: Sequence[Path],
    case_dir: Path,
    timezone: str | None = None,
    captured_at_ms: int | None = None,
    task: Task | None = None,
    device_id: str | None = None,
) -> list[Manifest]:
    """Copy capture folders and loose dumps into a case; give the captures they became.

    All loose dumps given together are one capture of one phone: `timezone` (IANA name),
    `captured_at_ms` and `device_id` speak of them, and what is None is assumed and marked so.
    A file that was named must be known; in a folder, what is not is listed as skipped.
    Raises WrongFormat naming the file, UsageError, StoreError, Cancelled.
    """
    if timezone is not None and timezone not in available_timezones():
        raise UsageError(f"There is no time zone {timezone}.", "Give a name like Europe/Berlin.")
    task = task or Task()
    captures = case_dir / CAPTURES
    folders, dumps, skipped = _sort(paths, task)
    manifests = [import_capture(folder, captures, task) for folder in folders]
    if dumps:
        told = Told(timezone, captured_at_ms, device_id)
        manifests.append(import_dumps(dumps, skipped, captures, told, task))
    return manifests


def _sort(paths: Sequence[Path], task: Task) -> tuple[list[Path], list[Dump], list[Path]]:
    folders: list[Path] = []
    dumps: list[Dump] = []
    skipped: list[Path] = []
    for path in paths:
        captures = _captures_in(path)
        if captures:
            folders += captures
        elif path.is_dir():
            found, unknown = _look_into(path, task)
            dumps += found
            skipped += unknown
        else:
            task.step(0, None, path.name)
            dumps.append(look_at(path))
    return folders, dumps, skipped


def _captures_in(path: Path) -> list[Path]:
    """Give the capture that a path is, or all captures of the case that it is."""
    if is_capture(path):
        return [path]
    if (path / DB_NAME).is_file():
        return sorted(each for each in (path / CAPTURES).glob("[!.]*") if is_capture(each))
    return []


def _look_into(folder: Path, task: Task) -> tuple[list[Dump], list[Path]]:
    dumps: list[Dump] = []
    unknown: list[Path] = []
    for number, path in enumerate(sorted(each for each in folder.rglob("*") if each.is_file())):
        if number >= _MOST_FILES:
            raise WrongFormat(
                f"The folder {folder} holds more than {_MOST_FILES} files.",
                "Choose the folder with the dumps only.",
            )
        task.step(number, None, path.name)
        try:
            dumps.append(look_at(path))
        except WrongFormat:
            unknown.append(path)
    if not dumps:
        raise WrongFormat(f"The folder {folder} holds no file that this program knows.", ACCEPTED)
    return dumps, unknown
