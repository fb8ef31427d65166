"""What a capture folder says about itself: device, clocks and every raw file with its hash.

A capture folder is `manifest.json` and `raw/`. It is written by `capture` and by the importers,
and is all that `load` needs; nothing in it depends on a phone or a database.
"""

import errno
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from auditor.errors import CHECK_DISK, StoreError, WrongFormat
from auditor.phone_changes import PhoneChange
from auditor.records import DeviceInfo

FORMAT = "permission-auditor-capture"
VERSION = 1
MANIFEST = "manifest.json"
RAW = "raw"
_MANIFEST_LIMIT = 16 << 20
_RAW_NAME = re.compile(r"raw/[A-Za-z0-9_][A-Za-z0-9._@+-]{0,180}", re.ASCII)
_LARGEST = 1 << 53  # beyond it no number of a manifest makes sense
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RawFile:
    """The exact bytes one command printed, and what is known about how they came."""

    name: str  # unique in the capture
    command: str  # name in adb/commands.py
    parameters: dict[str, str]
    line: str  # what the phone's shell was given; empty for an imported file
    file: str  # relative to the capture folder, "raw/…"
    size_bytes: int
    sha256: str
    started_utc_ms: int
    ended_utc_ms: int
    exit_code: int | None  # None: the phone never said that the command had ended
    whole: bool
    reason: str | None  # why it is not whole, see adb/stream.py
    phone_before_ms: int | None = None  # the phone's clock, UTC, just before and just after
    phone_after_ms: int | None = None
    # Of a watch: when the same was asked before, without a gap in between; None: not before.
    looked_before_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The computer's and the phone's clocks at one moment."""

    host_utc_ms: int
    phone_utc_ms: int | None
    uptime_ms: int | None
    boot_id: str | None
    host_after_ms: int | None = None  # when the phone's clock had answered


@dataclass(frozen=True, slots=True)
class Skipped:
    """A command of the plan that was left out, and why."""

    command: str
    reason: str  # history_too_soon, unknown_option, not_needed


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which a watch could see nothing, by the computer's clock, and why.

    `reason`: unplugged offline unauthorized server_gone other_phone refused rebooted asleep.
    """

    begin_utc_ms: int
    end_utc_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a watch asked for one thing, and what that cost."""

    asked: str  # name of the command, and the op or user it was asked for
    polls: int
    kept: int  # with something new; the texts of the others are not kept
    failed: int
    typical_ms: int | None  # from one answer to the next: the middle one, gaps left out
    longest_ms: int | None
    cost_ms: int  # what the phone was busy with it, together


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a watch means to ask from a moment on, by the computer's clock, and why.

    `reason`: wished; costly (more often would take more than its share of the phone's time);
    battery (that of the phone is low and not being charged).
    """

    since_utc_ms: int
    every_ms: int  # the quickest of its questions
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a capture says about itself. Times are UTC milliseconds of the computer."""

    capture_id: str
    device: DeviceInfo
    plan: str
    origin: str  # "adb" or "import"
    tool: dict[str, str]
    started_utc_ms: int
    ended_utc_ms: int
    clocks: list[ClockReading] = field(default_factory=list)
    files: list[RawFile] = field(default_factory=list)
    captured_at_assumed: bool = False
    zone_assumed: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    phone_changes: list[PhoneChange] = field(default_factory=list)  # known when it was read
    outcome: str = "whole"  # running whole cut cancelled
    gaps: list[Gap] = field(default_factory=list)  # of a watch
    rhythm: list[Rhythm] = field(default_factory=list)
    paces: list[Pace] = field(default_factory=list)
    format: str = FORMAT
    version: int = VERSION

    @property
    def is_whole(self) -> bool:
        """Whether the capture came to its end, with all that this phone offers of its plan."""
        return self.outcome == "whole"


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the folder's manifest in one step, so that a crash leaves the old or the new one."""
    text = _as_text(asdict(manifest))
    temporary = folder / (MANIFEST + ".new")
    try:
        # A file name of another system may hold what is no character: it becomes a "?".
        with temporary.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(folder / MANIFEST)
    except OSError as error:
        raise not_writable(folder, error) from error


def _as_text(data: dict[str, Any]) -> str:
    """Write a list's items on a line each: readable, and fast enough to do after every command."""

    def value(item: Any) -> str:
        if isinstance(item, list) and item:
            return (
                "[\n  " + ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in item) + "]"
            )
        return json.dumps(item, ensure_ascii=False)

    return "{\n" + ",\n".join(f' "{key}": {value(item)}' for key, item in data.items()) + "\n}\n"


_DISK_IS_GONE = frozenset((errno.ENOENT, errno.EIO, errno.ENODEV, errno.ENXIO))


def not_writable(folder: Path, error: OSError) -> StoreError:
    """Say in one sentence why nothing more can be written to the folder."""
    reason = error.strerror or str(error)
    if error.errno in _DISK_IS_GONE:
        return StoreError(
            f"Nothing more could be written to {folder}: {reason}.",
            CHECK_DISK,
        )
    return StoreError(
        f"Nothing more could be written to {folder}: {reason}.",
        "Free some space or choose a folder that you may write to, then read the phone again.",
    )


def read_manifest(folder: Path) -> Manifest:
    """Read and check a capture folder's manifest. Raises WrongFormat; raw files are not opened."""
    path = folder / MANIFEST
    try:
        with path.open("rb") as stream:
            untrusted = stream.read(_MANIFEST_LIMIT + 1)
    except OSError as error:
        raise WrongFormat(
            f"{folder} is no capture: {MANIFEST} cannot be read ({error.strerror or error}).",
            f"Choose a folder that holds a {MANIFEST} and a folder named {RAW}.",
        ) from error
    if len(untrusted) > _MANIFEST_LIMIT:
        raise _wrong(path, "it is too large")
    try:
        return _manifest_of(path, json.loads(untrusted.decode("utf-8")))
    except (ValueError, RecursionError) as error:
        raise _wrong(path, str(error)) from error


def check_hashes(folder: Path, manifest: Manifest) -> list[str]:
    """Give the names of raw files that are missing or not the bytes the manifest vouches for."""
    return [raw.name for raw in manifest.files if not _is_as_recorded(folder, raw)]


def _is_as_recorded(folder: Path, raw: RawFile) -> bool:
    path = folder / raw.file
    try:
        if path.resolve() != folder.resolve() / raw.file:
            return False  # a link that leads out of the folder
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == raw.sha256
    except OSError:
        return False


def _manifest_of(path: Path, untrusted: object) -> Manifest:
    if not isinstance(untrusted, dict) or untrusted.get("format") != FORMAT:
        raise _wrong(path, "it is no manifest of a capture")
    if untrusted.get("version") != VERSION:
        raise WrongFormat(
            f"{path} is of version {untrusted.get('version')!r}, this program reads {VERSION}.",
            "Use a newer version of this program.",
        )
    manifest = _build(Manifest, untrusted, "manifest")
    check_files(manifest.files)
    return manifest


def check_files(files: list[RawFile]) -> None:
    """ValueError for raw files that are none of this capture, or of one name."""
    for raw in files:
        # One flat folder of plain names: a manifest from elsewhere must not point out of it.
        if not _RAW_NAME.fullmatch(raw.file):
            raise ValueError(f"{raw.file[:80]!r} is no file of this capture")
        if not _SHA256.fullmatch(raw.sha256):
            raise ValueError(f"{raw.name[:80]!r} has no SHA-256")
    for key in ("name", "file"):
        if len({getattr(raw, key) for raw in files}) != len(files):
            raise ValueError(f"two raw files have the same {key}")


_Record = TypeVar("_Record")


def from_json(kind: type[_Record], untrusted: object) -> _Record:
    """Build one of the records above from what JSON held. ValueError for anything else."""
    return _build(kind, untrusted, kind.__name__)


def _build(kind: type[_Record], untrusted: object, where: str) -> _Record:
    """Build a dataclass from JSON, checking every type. Unknown keys are left aside."""
    if not isinstance(untrusted, Mapping):
        raise ValueError(f"{where} is not an object")
    hints = get_type_hints(kind)
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    values = {
        key: _checked(hints[key], value, f"{where}.{key}")
        for key, value in untrusted.items()
        if key in known
    }
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"{where} is not complete: {error}") from error


def _checked(hint: Any, value: object, where: str) -> object:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        hint = next(each for each in arguments if each is not NoneType)
        return None if value is None else _checked(hint, value, where)
    if origin is list and isinstance(value, list):
        return [_checked(arguments[0], each, f"{where}[{i}]") for i, each in enumerate(value)]
    if origin is dict and isinstance(value, dict):
        return {
            _checked(str, key, where): _checked(arguments[1], each, f"{where}.{key}")
            for key, each in value.items()
        }
    if origin is None and hasattr(hint, "__dataclass_fields__"):
        return _build(hint, value, where)
    if origin is None and type(value) is hint and _can_be_stored(value):  # True is no int here
        return value
    raise ValueError(f"{where} is not what it should be")


def _can_be_stored(value: object) -> bool:
    """Whether a database takes it: JSON may hold any number, and halves of a character."""
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    return not isinstance(value, int) or abs(value) <= _LARGEST


def _wrong(path: Path, why: str) -> WrongFormat:
    return WrongFormat(
        f"{path} cannot be used: {why}.", "Choose a capture folder that this program wrote."
    )
