"""Other people's files become the same captures as a phone's own. Nothing here loads them."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import available_timezones

from auditor.errors import BeyondLimit, UsageError, WrongFormat
from auditor.importers import forms
from auditor.importers.capture_folder import import_capture, is_capture
from auditor.importers.dumps import (
    ACCEPTED,
    ARCHIVE,
    Dump,
    Told,
    import_dumps,
    is_nameless,
    look_at,
    nameless,
)
from auditor.importers.sources import MOST_FILES, Source, archive, file_source
from auditor.manifest import Manifest
from auditor.store import CAPTURES, DB_NAME
from auditor.task import Task

# Android's own files within an archive are few; whatever else is listed, not opened.
_NOT_LOOKED_INTO = ("/FS/", ": FS/")
_COMPANIONS = ("-wal", "-shm", "-journal")  # of a database; read together with it


def import_paths(
    paths: Sequence[Path],
    case_dir: Path,
    timezone: str | None = None,
    captured_at_ms: int | None = None,
    task: Task | None = None,
    device_id: str | None = None,
    package: str | None = None,
) -> list[Manifest]:
    """Copy capture folders and the files of other programs into a case; give their captures.

    All files given together are one capture of one phone, but for reports of iPhones, which are
    one each: `timezone` (IANA name), `captured_at_ms` and `device_id` speak of them, and what is
    None is taken from the files, else assumed and marked so. `package` tells whose answers those
    are that name no app. A file that was named must be
    known; in a folder or archive, what is not is listed as skipped.
    Raises WrongFormat naming the file, UsageError, StoreError, Cancelled.
    """
    if timezone is not None and timezone not in available_timezones():
        raise UsageError(f"There is no time zone {timezone}.", "Give a name like Europe/Berlin.")
    task = task or Task()
    captures = case_dir / CAPTURES
    told = Told(timezone, captured_at_ms, device_id, package)
    with ExitStack() as opened:
        found = _Found(opened, told, task)
        for path in paths:
            found.add(path)
        manifests = [import_capture(folder, captures, task) for folder in found.folders]
        manifests += [import_dumps([each], [], captures, told, task) for each in found.iphones]
        if found.dumps:
            manifests.append(import_dumps(found.dumps, found.skipped, captures, told, task))
    return manifests


class _Found:
    """Sorts what was named. Files within archives stay readable until `opened` is closed."""

    def __init__(self, opened: ExitStack, told: Told, task: Task) -> None:
        self.folders: list[Path] = []
        self.dumps: list[Dump] = []
        self.iphones: list[Dump] = []
        self.skipped: list[str] = []
        self._opened = opened
        self._told = told
        self._task = task

    def add(self, path: Path) -> None:
        """Take a file, a folder, an archive, a capture or a case. WrongFormat."""
        captures = _captures_in(path)
        if captures:
            self.folders += captures
        elif path.is_dir():
            self._all_of(_files_of(path), f"The folder {path}", "Choose the folder with the dumps.")
        else:
            self._task.step(0, None, path.name)
            dump = look_at(_source(path))
            if is_nameless(dump, self._told):
                raise nameless(dump.source.where)
            self._take(dump)

    def _take(self, dump: Dump) -> None:
        if dump.form == ARCHIVE:
            sources = self._opened.enter_context(archive(dump.source))
            self._all_of(sources, f"The archive {dump.source.where}", ACCEPTED)
        elif dump.form == forms.IOS:
            self.iphones.append(dump)
        else:
            self.dumps.append(dump)

    def _all_of(self, sources: Sequence[Source], what: str, next_step: str) -> None:
        before = len(self.dumps) + len(self.iphones)
        for number, source in enumerate(sources):
            self._task.step(number, len(sources), source.name)
            if source.name.endswith(_COMPANIONS):
                continue
            dump = _look_if_wanted(source)
            if dump is None or is_nameless(dump, self._told):
                inside = source.where.partition(": ")[2]
                self.skipped.append(source.name if source.path is not None else inside)
            else:
                self._take(dump)
        if len(self.dumps) + len(self.iphones) == before:
            raise WrongFormat(f"{what} holds no file that this program knows.", next_step)


def _look_if_wanted(source: Source) -> Dump | None:
    if any(mark in source.where for mark in _NOT_LOOKED_INTO):
        return None
    try:
        dump = look_at(source)
    except BeyondLimit:
        raise
    except WrongFormat:
        return None
    # An app's own package is an archive too, and so are office files: only `.zip` is meant here.
    if dump.form == ARCHIVE and not source.name.lower().endswith(".zip"):
        return None
    return dump


def _source(path: Path) -> Source:
    try:
        return file_source(path)
    except OSError as error:
        raise WrongFormat(
            f"The file {path} cannot be read: {error.strerror or error}.", "Check its path."
        ) from error


def _captures_in(path: Path) -> list[Path]:
    """Give the capture that a path is, or all captures of the case that it is."""
    if is_capture(path):
        return [path]
    if (path / DB_NAME).is_file():
        return sorted(each for each in (path / CAPTURES).glob("[!.]*") if is_capture(each))
    return []


def _files_of(folder: Path) -> list[Source]:
    sources: list[Source] = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        if len(sources) >= MOST_FILES:
            raise WrongFormat(
                f"The folder {folder} holds more than {MOST_FILES} files.",
                "Choose the folder with the dumps only.",
            )
        sources.append(_source(path))
    return sources
