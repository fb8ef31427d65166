"""Writes a bundle: every file, two lists of hashes, and the manifest last, which covers them all.

A bundle is a folder, or a zip file with that folder's files. The bytes depend on the contents
alone: paths are sorted, a zip's times are those of its format's first day.
"""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from auditor.bundle.canonical import Json, json_bytes, sha256
from auditor.bundle.contents import Contents
from auditor.bundle_form import FORMAT
from auditor.errors import BundleError
from auditor.task import Task

VERSION = 1
MANIFEST = "manifest.json"
MANIFEST_SHA256 = "manifest.json.sha256"
FILES_SHA256 = "files.sha256"
SIGNATURE, PUBLIC_KEY = "manifest.json.sig", "public-key.pem"
REQUEST, REPLY = "manifest.json.tsq", "manifest.json.tsr"
# What the manifest cannot cover: itself and what is made from it.
AFTER_MANIFEST = (MANIFEST, MANIFEST_SHA256, SIGNATURE, REQUEST, REPLY)


def sealed(contents: Contents, about: Mapping[str, Json]) -> dict[str, bytes]:
    """Give all files of a bundle by path; `about` goes into the manifest (see docs/bundle.md)."""
    files = dict(contents.files)
    listed = "".join(f"{sha256(files[path])}  {path}\n" for path in sorted(files))
    files[FILES_SHA256] = listed.encode()
    described: dict[str, dict[str, Json]] = {
        **contents.about,
        FILES_SHA256: {"role": "list of hashes"},
    }
    entries: list[Json] = [
        {
            **described[path],
            "path": path,
            "size_bytes": len(files[path]),
            "sha256": sha256(files[path]),
        }
        for path in sorted(files)
    ]
    manifest = json_bytes({**about, "format": FORMAT, "version": VERSION, "files": entries})
    files[MANIFEST] = manifest
    files[MANIFEST_SHA256] = f"{sha256(manifest)}  {MANIFEST}\n".encode()
    return files


def write(files: Mapping[str, bytes], target: Path, task: Task | None = None) -> None:
    """Write a folder, or a zip file if the name ends so; it appears only when it is whole.

    Nothing that is there already is replaced. Raises BundleError, Cancelled.
    """
    task = task or Task()
    if target.exists():
        raise BundleError(f"{target} is there already.", "Choose a new name: nothing is replaced.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _incoming(target) as part:
            if target.suffix.lower() == ".zip":
                _write_zip(files, part / "bundle.zip", task)
                (part / "bundle.zip").rename(target)
            else:
                _write_folder(files, part / "bundle", task)
                (part / "bundle").rename(target)
    except OSError as error:
        raise BundleError(
            f"The bundle {target} could not be written: {error.strerror or error}.",
            "Choose a place that you may write to and that has room.",
        ) from error


def write_request(bundle: Path) -> Path:
    """Write the request for a time stamp over a bundle's manifest; give its place.

    It goes into a folder, and beside a zip file. Raises BundleError.
    """
    from auditor.bundle.timestamp import request

    place = bundle / REQUEST if bundle.is_dir() else bundle.with_name(f"{bundle.name}.tsq")
    try:
        place.write_bytes(request(_manifest_of(bundle)))
    except OSError as error:
        raise _not_changed(place, error) from error
    return place


def add_reply(bundle: Path, reply: Path) -> None:
    """Add an authority's reply to a bundle, which must have none yet. Raises BundleError."""
    try:
        data = reply.read_bytes()
        if bundle.is_dir():
            with (bundle / REPLY).open("xb") as stream:
                _save(stream, data)
            return
        with zipfile.ZipFile(bundle, "a", zipfile.ZIP_DEFLATED) as archive:
            if REPLY in archive.namelist():
                raise FileExistsError(f"{REPLY} is there already")
            archive.writestr(_zip_entry(REPLY), data)
    except (OSError, zipfile.BadZipFile) as error:
        raise _not_changed(bundle, error) from error


def _manifest_of(bundle: Path) -> bytes:
    try:
        if bundle.is_dir():
            return (bundle / MANIFEST).read_bytes()
        with zipfile.ZipFile(bundle) as archive:
            return archive.read(MANIFEST)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise BundleError(
            f"{bundle} is no bundle: its {MANIFEST} cannot be read.",
            "Choose the folder or the zip file that was exported as a bundle.",
        ) from error


def _not_changed(place: Path, error: Exception) -> BundleError:
    return BundleError(
        f"{place} could not be written: {error}.",
        "Check that you may write there, and that it has no time stamp yet.",
    )


@contextmanager
def _incoming(target: Path) -> Iterator[Path]:
    """A folder beside the target, gone again whatever happens."""
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_folder(files: Mapping[str, bytes], folder: Path, task: Task) -> None:
    for number, path in enumerate(sorted(files)):
        task.step(number, len(files), path)
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as stream:
            _save(stream, files[path])


def _write_zip(files: Mapping[str, bytes], place: Path, task: Task) -> None:
    with place.open("xb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for number, path in enumerate(sorted(files)):
                task.step(number, len(files), path)
                archive.writestr(_zip_entry(path), files[path])
        stream.flush()
        os.fsync(stream.fileno())


def _zip_entry(path: str) -> zipfile.ZipInfo:
    """An entry that tells nothing of this computer: neither its clock nor its system."""
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.external_attr, entry.create_system = 0o644 << 16, 3
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _save(stream: IO[bytes], data: bytes) -> None:
    stream.write(data)
    stream.flush()
    os.fsync(stream.fileno())
