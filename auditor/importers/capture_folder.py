"""A capture folder of this program, from another case or computer, into a case."""

from pathlib import Path

from auditor.errors import WrongFormat
from auditor.importers.copying import (
    checked_capture_id,
    copy_hashed,
    new_capture_folder,
    settle,
)
from auditor.manifest import MANIFEST, Manifest, RawFile, read_manifest
from auditor.task import Task


def is_capture(folder: Path) -> bool:
    """Say whether a folder looks like a capture."""
    return (folder / MANIFEST).is_file()


def import_capture(folder: Path, captures: Path, task: Task) -> Manifest:
    """Copy a capture folder, byte for byte. One that is there already stays as it is.

    Raises WrongFormat when a raw file is not what its manifest says, or when the case holds
    another capture of that name.
    """
    manifest = read_manifest(folder)
    capture_id = checked_capture_id(manifest.capture_id, folder)
    seal = (folder / MANIFEST).read_bytes()
    if (captures / capture_id).exists():
        _refuse_other(captures / capture_id, seal)
        return manifest
    with new_capture_folder(captures) as incoming:
        for raw in manifest.files:
            _copy(folder, incoming, raw, task)
        (incoming / MANIFEST).write_bytes(seal)
        settle(incoming, captures, capture_id)
    return manifest


def _copy(folder: Path, incoming: Path, raw: RawFile, task: Task) -> None:
    source = folder / raw.file
    if source.is_symlink() or not source.is_file():
        raise WrongFormat(
            f"The raw file {source} is missing.", "Choose a whole copy of the capture folder."
        )
    _, sha256 = copy_hashed(source, incoming / raw.file, task)
    if sha256 != raw.sha256:
        raise WrongFormat(
            f"The raw file {source} is no longer what was captured: its SHA-256 is not that of "
            "the manifest.",
            "Choose an unchanged copy of the capture folder.",
        )


def _refuse_other(place: Path, seal: bytes) -> None:
    if (place / MANIFEST).read_bytes() != seal:
        raise WrongFormat(
            f"The case holds another capture named {place.name}.",
            "Import this one into a new case.",
        )
