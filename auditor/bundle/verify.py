"""Checks a bundle against its own manifest, without a case and without a phone.

Everything about the bundle is untrusted. What is wrong is named: the file, and what about it.
"""

import hashlib
import json
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auditor.bundle.canonical import sha256
from auditor.bundle.custody import FIRST
from auditor.bundle.seal import (
    AFTER_MANIFEST,
    FILES_SHA256,
    MANIFEST,
    MANIFEST_SHA256,
    PUBLIC_KEY,
    REPLY,
    SIGNATURE,
    VERSION,
)
from auditor.bundle.signature import fingerprint, is_signed_by
from auditor.bundle.timestamp import stamped_ms
from auditor.bundle_form import FORMAT
from auditor.errors import BundleError
from auditor.task import Task

LARGEST_FILE = 512 << 20
LARGEST_BUNDLE = 4 << 30
MOST_FILES = 100_000
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+-]*(?:/[A-Za-z0-9_][A-Za-z0-9._@+-]*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was sealed.

    `code` is one of changed missing extra renamed twice unreadable manifest custody pointer
    record finding signature timestamp, `path` the file, `detail` the line or the other path.
    """

    code: str
    path: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking found. `manifest_sha256` is what somebody may have written down elsewhere.

    `signed_by` is the fingerprint of the key whose signature fits, `stamped_ms` the time an
    authority vouches for; None where there is none or it was not checked.
    """

    manifest_sha256: str
    files: int
    is_sample: bool
    problems: tuple[Problem, ...]
    signed_by: str | None = None
    stamped_ms: int | None = None
    has_stamp: bool = False

    @property
    def is_intact(self) -> bool:
        """Whether everything is as it was sealed."""
        return not self.problems


class Opened:
    """The files of a bundle, a folder or a zip, with limits on what is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip: zipfile.ZipFile | None = None
        self.twice: list[str] = []
        try:
            if path.is_dir():
                found = [p for p in path.rglob("*") if p.is_symlink() or not p.is_dir()]
                self._sizes = {p.relative_to(path).as_posix(): _size(p) for p in found}
            else:
                self._zip = zipfile.ZipFile(path)
                entries = [e for e in self._zip.infolist() if not e.is_dir()]
                self._sizes = {entry.filename: entry.file_size for entry in entries}
                names = [entry.filename for entry in entries]
                self.twice = sorted(n for n, times in Counter(names).items() if times > 1)
        except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
            raise BundleError(
                f"{path} is no bundle that can be opened: {error}.",
                "Choose the folder or the zip file that was exported as a bundle.",
            ) from error
        if len(self._sizes) > MOST_FILES or sum(self._sizes.values()) > LARGEST_BUNDLE:
            raise BundleError(
                f"{path} holds more than any bundle does.", "Make sure it is the right file."
            )

    @property
    def names(self) -> set[str]:
        """The paths of all files."""
        return set(self._sizes)

    def size(self, name: str) -> int:
        """How many bytes a file has, as the folder or archive says."""
        return self._sizes[name]

    def read(self, name: str) -> bytes:
        """Give a file's bytes; OSError when it cannot be read or is larger than it says."""
        if self._sizes[name] > LARGEST_FILE:
            raise OSError(f"{name} is too large")
        if self._zip is None:
            place = self._path / name
            if not stat.S_ISREG(place.lstat().st_mode):
                raise OSError(f"{name} is no file: a link, a pipe or a device")
            return place.read_bytes()
        try:
            with self._zip.open(name) as stream:
                data = stream.read(self._sizes[name] + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise OSError(str(error)) from error
        if len(data) != self._sizes[name]:
            raise OSError(f"{name} does not have the size that its archive says")
        return data

    def close(self) -> None:
        """Close the archive."""
        if self._zip is not None:
            self._zip.close()


def verify(path: Path, authority: Path | None = None, task: Task | None = None) -> Verification:
    """Check every file of a bundle against its manifest, its lists, its logs and its signature.

    A time stamp is checked against the root certificates of `authority` (PEM), if given. Raises
    BundleError where there is no manifest to check against.
    """
    task = task or Task()
    bundle = Opened(path)
    try:
        return _verify(bundle, path, authority, task)
    finally:
        bundle.close()


def _verify(bundle: Opened, path: Path, authority: Path | None, task: Task) -> Verification:
    data, manifest = _manifest(bundle, path)
    listed = _entries(manifest)
    problems = [Problem("twice", name) for name in bundle.twice]
    problems += _seal_problems(bundle, data, listed)
    found: dict[str, bytes] = {}
    for number, (name, digest) in enumerate(sorted(listed.items())):
        task.step(number, len(listed), name)
        problem = _file_problem(bundle, name, digest, found)
        if problem is not None:
            problems.append(problem)
    problems += _unlisted(bundle, listed, problems)
    problems += _chain_problems(found.get("custody.jsonl", b""))
    problems += _pointer_problems(found)
    signed_by = _signed_by(bundle, data, found, problems)
    stamp = _stamped_ms(bundle, data, authority, problems)
    return Verification(
        manifest_sha256=sha256(data),
        files=len(listed),
        is_sample=manifest.get("is_sample") is True,
        problems=tuple(problems),
        signed_by=signed_by,
        stamped_ms=stamp,
        has_stamp=REPLY in bundle.names,
    )


def _signed_by(
    bundle: Opened, manifest: bytes, found: Mapping[str, bytes], problems: list[Problem]
) -> str | None:
    """Give the fingerprint of the key that signed. A key without a signature is a problem."""
    key = found.get(PUBLIC_KEY)
    if SIGNATURE not in bundle.names:
        if key is not None:
            problems.append(Problem("missing", SIGNATURE))
        return None
    signature = _safe_read(bundle, SIGNATURE)
    if key is None or signature is None or not is_signed_by(key, manifest, signature):
        problems.append(Problem("signature", SIGNATURE))
        return None
    return fingerprint(key)


def _stamped_ms(
    bundle: Opened, manifest: bytes, authority: Path | None, problems: list[Problem]
) -> int | None:
    reply = _safe_read(bundle, REPLY) if REPLY in bundle.names else None
    if reply is None or authority is None:
        return None
    try:
        return stamped_ms(reply, manifest, authority)
    except BundleError as error:
        problems.append(Problem("timestamp", REPLY, error.sentence))
        return None


def _size(path: Path) -> int:
    return path.lstat().st_size


def _manifest(bundle: Opened, path: Path) -> tuple[bytes, Mapping[str, object]]:
    try:
        data = bundle.read(MANIFEST)
        untrusted = json.loads(data.decode("utf-8"))
    except KeyError as error:
        raise BundleError(
            f"{path} is no bundle: it has no {MANIFEST}.",
            "Choose the folder or zip file that was exported as a bundle.",
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise BundleError(
            f"The {MANIFEST} of {path} cannot be read: nothing can be checked against it.",
            "It was damaged or changed. Ask for another copy of the bundle.",
        ) from error
    if not isinstance(untrusted, dict) or untrusted.get("format") != FORMAT:
        raise BundleError(f"{path} is no bundle of this program.", "Choose another file.")
    if untrusted.get("version") != VERSION:
        raise BundleError(
            f"{path} is a bundle of version {untrusted.get('version')!r}; this program reads"
            f" {VERSION}.",
            "Use the newest version of this program.",
        )
    return data, untrusted


def _entries(manifest: Mapping[str, object]) -> dict[str, str]:
    """Give the SHA-256 of each file that the manifest lists."""
    listed: dict[str, str] = {}
    untrusted = manifest.get("files")
    for entry in untrusted if isinstance(untrusted, list) else []:
        name, digest = (
            (entry.get("path"), entry.get("sha256"))
            if isinstance(entry, dict)
            else (
                None,
                None,
            )
        )
        is_sound = (
            isinstance(name, str)
            and _PATH.fullmatch(name)
            and ".." not in PurePosixPath(name).parts
            and isinstance(digest, str)
            and _SHA256.fullmatch(digest)
            and name not in listed
        )
        if not is_sound:
            raise BundleError(
                f"The {MANIFEST} of the bundle lists what no bundle holds: {str(entry)[:80]}.",
                "It was changed. Ask for another copy of the bundle.",
            )
        listed[str(name)] = str(digest)
    return listed


def _seal_problems(bundle: Opened, manifest: bytes, listed: Mapping[str, str]) -> Iterator[Problem]:
    """Check the two lists of hashes that sha256sum reads."""
    expected = f"{sha256(manifest)}  {MANIFEST}\n".encode()
    if MANIFEST_SHA256 not in bundle.names:
        yield Problem("missing", MANIFEST_SHA256)
    elif _safe_read(bundle, MANIFEST_SHA256) != expected:
        yield Problem("manifest", MANIFEST, "its SHA-256 is not the one that was sealed")
    names = sorted(name for name in listed if name != FILES_SHA256)
    lines = "".join(f"{listed[name]}  {name}\n" for name in names).encode()
    if FILES_SHA256 not in listed or sha256(lines) != listed[FILES_SHA256]:
        yield Problem("manifest", FILES_SHA256, "it does not list what the manifest lists")


def _safe_read(bundle: Opened, name: str) -> bytes | None:
    try:
        return bundle.read(name)
    except OSError:
        return None


def _file_problem(
    bundle: Opened, name: str, digest: str, found: dict[str, bytes]
) -> Problem | None:
    if name not in bundle.names:
        return Problem("missing", name)
    try:
        data = bundle.read(name)
    except OSError as error:
        return Problem("unreadable", name, str(error))
    if hashlib.sha256(data).hexdigest() != digest:
        return Problem("changed", name)
    found[name] = data
    return None


def _unlisted(
    bundle: Opened, listed: Mapping[str, str], problems: list[Problem]
) -> Iterator[Problem]:
    missing = {listed[p.path]: p.path for p in problems if p.code == "missing" and p.path in listed}
    for name in sorted(bundle.names - set(listed) - set(AFTER_MANIFEST)):
        data = _safe_read(bundle, name)
        before = None if data is None else missing.get(sha256(data))
        yield Problem("extra", name) if before is None else Problem("renamed", name, before)


def _chain_problems(log: bytes) -> Iterator[Problem]:
    """Follow the custody log: each entry holds the hash of the one before."""
    before, number = FIRST, 0
    for number, line in enumerate(log.splitlines(keepends=True), start=1):
        try:
            entry = json.loads(line)
            is_next = entry["prev_sha256"] == before and entry["seq"] == number
        except (ValueError, KeyError, TypeError, RecursionError):
            is_next = False
        if not is_next:
            yield Problem("custody", "custody.jsonl", f"line {number}")
            return
        before = sha256(line)


def _pointer_problems(found: Mapping[str, bytes]) -> Iterator[Problem]:
    """Check that each derived row points to a line that is in the bundle."""
    lines: dict[str, list[bytes]] = {}
    for name, data in sorted(found.items()):
        if not (name.startswith("derived/") and name.endswith(".jsonl")):
            continue
        for number, line in enumerate(data.splitlines(), start=1):
            for place, place_line in _pointers(line):
                if place not in lines:
                    lines[place] = found.get(place, b"").split(b"\n")
                texts = lines[place]
                if not 1 <= place_line <= len(texts) or not texts[place_line - 1].strip():
                    yield Problem("pointer", name, f"line {number}: {place}:{place_line}")


def _pointers(untrusted_line: bytes) -> Iterator[tuple[str, int]]:
    try:
        row = json.loads(untrusted_line)
        pairs = row["witnesses"] if "witnesses" in row else [[row["raw_file"], row["line"]]]
        for place, number in pairs:
            yield str(place), int(number)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        yield "", 0  # a row that points nowhere
