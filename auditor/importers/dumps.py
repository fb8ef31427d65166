"""Loose dumps into a case: the texts that commands printed, saved by anybody, as one capture.

Nothing in such a file says when it was taken or in which zone the phone was. What the person
does not tell is assumed, and the manifest says that it was.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from auditor import __version__
from auditor.errors import WrongFormat
from auditor.importers.copying import (
    FILE_LIMIT_BYTES,
    copy_hashed,
    fit_name,
    new_capture_folder,
    settle,
    too_big,
)
from auditor.importers.kinds import GETPROP, recognise
from auditor.manifest import (
    RAW,
    Manifest,
    RawFile,
    Skipped,
    read_manifest,
    write_manifest,
)
from auditor.parsers.lines import decode_lines
from auditor.records import DeviceInfo
from auditor.task import Task

_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_PROPERTY = re.compile(r"\[([^\]]+)\]: \[(.*)\]$")
_PROPERTY_LINES = 5_000
ACCEPTED = (
    "Accepted are capture folders of this program and the plain text that dumpsys appops, "
    "dumpsys package, pm list packages, pm list users, dumpsys usagestats, dumpsys audio or "
    "dumpsys media.camera printed."
)


@dataclass(frozen=True, slots=True)
class Dump:
    """One file that was recognised."""

    path: Path
    kind: str
    modified_ms: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the person says about the files; None is unknown."""

    timezone: str | None
    captured_at_ms: int | None
    device_id: str | None = None


def look_at(path: Path) -> Dump:
    """Recognise a file. WrongFormat says what is the matter with it."""
    try:
        status = path.stat()
        with path.open("rb") as stream:
            _refuse_by_first_bytes(path, stream.read(4096), status.st_size)
            stream.seek(0)
            kind = recognise(decode_lines(stream))
    except OSError as error:
        raise WrongFormat(
            f"The file {path} cannot be read: {error.strerror or error}.", "Check its path."
        ) from error
    if kind is None:
        raise WrongFormat(f"The file {path} is not a text that this program knows.", ACCEPTED)
    return Dump(path, kind, status.st_mtime_ns // 1_000_000)


def _refuse_by_first_bytes(path: Path, head: bytes, size: int) -> None:
    if not head:
        raise WrongFormat(f"The file {path} is empty.", "Take the dump again.")
    if head.startswith((_ZIP, _GZIP)):
        raise WrongFormat(f"The file {path} is an archive.", f"Unpack it first. {ACCEPTED}")
    if size > FILE_LIMIT_BYTES:
        raise too_big(path)
    if any("\0" in line for line in decode_lines(BytesIO(head))):
        raise WrongFormat(f"The file {path} is not a text.", ACCEPTED)


def import_dumps(
    dumps: Sequence[Dump],
    skipped: Sequence[Path],
    captures: Path,
    told: Told,
    task: Task,
) -> Manifest:
    """Make one capture of several dumps of one phone. The same files again change nothing."""
    with new_capture_folder(captures) as incoming:
        files = _copy_all(dumps, incoming, told, task)
        capture_id = _capture_id(files)
        manifest = _manifest(capture_id, dumps, files, skipped, told)
        place = captures / capture_id
        if place.exists():
            return _known(read_manifest(place), manifest)
        write_manifest(incoming, manifest)
        settle(incoming, captures, capture_id)
    return manifest


def _copy_all(dumps: Sequence[Dump], incoming: Path, told: Told, task: Task) -> list[RawFile]:
    taken: set[str] = set()
    files = []
    for dump in dumps:
        name = fit_name(dump.path.name, taken)
        size, sha256 = copy_hashed(dump.path, incoming / RAW / name, task)
        at_ms = dump.modified_ms if told.captured_at_ms is None else told.captured_at_ms
        files.append(
            RawFile(
                name=name,
                command=dump.kind,
                parameters={},
                line="",
                file=f"{RAW}/{name}",
                size_bytes=size,
                sha256=sha256,
                started_utc_ms=at_ms,
                ended_utc_ms=at_ms,
                exit_code=None,
                whole=True,
                reason=None,
                phone_before_ms=told.captured_at_ms,
                phone_after_ms=told.captured_at_ms,
            )
        )
    return files


def _capture_id(files: list[RawFile]) -> str:
    hashes = "\n".join(sorted(raw.sha256 for raw in files))
    return f"import-{hashlib.sha256(hashes.encode()).hexdigest()[:16]}"


def _manifest(
    capture_id: str,
    dumps: Sequence[Dump],
    files: list[RawFile],
    skipped: Sequence[Path],
    told: Told,
) -> Manifest:
    device = _device(capture_id, dumps, told)
    return Manifest(
        capture_id=capture_id,
        device=device,
        plan="import",
        origin="import",
        tool={"name": "permission-auditor", "version": __version__},
        started_utc_ms=min(raw.started_utc_ms for raw in files),
        ended_utc_ms=max(raw.ended_utc_ms for raw in files),
        files=files,
        captured_at_assumed=told.captured_at_ms is None,
        zone_assumed=device.zone is None,
        skipped=[Skipped(path.name, "not_recognised") for path in skipped],
    )


def _device(capture_id: str, dumps: Sequence[Dump], told: Told) -> DeviceInfo:
    properties: dict[str, str] = {}
    for dump in dumps:
        if dump.kind == GETPROP:
            properties |= _properties(dump.path)
    serial = properties.get("ro.serialno") or properties.get("ro.boot.serialno")
    device_id = told.device_id or serial or capture_id
    api = properties.get("ro.build.version.sdk", "")
    return DeviceInfo(
        device_id=device_id,
        serial=serial or device_id,
        is_sample=device_id.startswith("SAMPLE-")
        or properties.get("ro.boot.permission_auditor_sample") == "1",
        manufacturer=properties.get("ro.product.manufacturer"),
        model=properties.get("ro.product.model"),
        api=int(api) if api.isascii() and api.isdecimal() and len(api) < 4 else None,
        release=properties.get("ro.build.version.release"),
        fingerprint=properties.get("ro.build.fingerprint"),
        zone=told.timezone or properties.get("persist.sys.timezone"),
        locale=properties.get("persist.sys.locale") or properties.get("ro.product.locale"),
    )


def _properties(path: Path) -> dict[str, str]:
    with path.open("rb") as stream:
        lines = islice(decode_lines(stream), _PROPERTY_LINES)
        found = [match for line in lines if (match := _PROPERTY.match(line))]
    return {match[1]: match[2] for match in found if match[2]}


def _known(there: Manifest, new: Manifest) -> Manifest:
    """Give the capture these files made before, unless something else was said about them."""
    is_same_time = there.captured_at_assumed == new.captured_at_assumed and (
        new.captured_at_assumed or there.started_utc_ms == new.started_utc_ms
    )
    if is_same_time and there.device == new.device:
        return there
    raise WrongFormat(
        f"These files are in the case already, as {there.capture_id}, with another time, zone "
        "or phone.",
        "Import them into a new case to read them differently.",
    )
