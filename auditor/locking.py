"""A whole case in one encrypted file: locked with a passphrase, opened again to work with it.

The file is a zip, not compressed, and in it the format age (age-encryption.org/v1, by pyrage):
`key.age` is an age identity, encrypted with the passphrase (scrypt); `case.tar.gz.age` is the case,
encrypted to it in authenticated pieces (ChaCha20-Poly1305). So the tools of age open it, too:
`age -d -i key.age case.tar.gz.age | tar -xz`. The plain folder is removed only after the file was
read back and every byte was compared.
"""

import errno
import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

from auditor.errors import StoreError, UsageError, WrongFormat
from auditor.live.lock import refuse_while_watched
from auditor.store import CAPTURES, DB_NAME, sentences
from auditor.task import Task
from auditor.whole_file import OWNER_ONLY, refuse_taken, whole_file

SUFFIX = ".lockedcase"
MARKER = "unlocked_from.json"  # in a case that lies open: of which locked file it is
FORMAT, VERSION = "permission-auditor-locked-case", 1
BUSY_S = 5.0
SHORTEST = 8  # characters; what is shorter is tried out in hours
_INFO, _KEY, _CASE, _README = "locked.json", "key.age", "case.tar.gz.age", "README.txt"
_SMALL_BYTES = 1 << 16
_BLOCK_BYTES = 1 << 20
_PAD = tarfile.BLOCKSIZE
_IS_WINDOWS = os.name == "nt"
_IN_NO_NAME = frozenset('\\:*?"<>|')  # of Windows: a way out of the folder, or no name at all
_SIDE_FILES = (f"{DB_NAME}-wal", f"{DB_NAME}-shm", f"{DB_NAME}-journal")
_DISK = "Check that the disk is connected and has room, and that you may write there."
_TEXT = """This is a case of Permission Auditor, locked with a passphrase.
Open it with that program: auditor unlock FILE.
Without it: unpack this zip, then with the tools of age (age-encryption.org)
    age -d -i key.age case.tar.gz.age | tar -xz
Without the passphrase nobody can open it.
"""

Digests = dict[str, str]  # SHA-256 of each file, by its path in the case


class _Identity(Protocol):
    def to_public(self) -> object: ...


def is_locked(path: Path) -> bool:
    """Whether a file is a locked case, whatever its name."""
    try:
        with zipfile.ZipFile(path) as packed:
            return _info(packed) is not None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return False


def locked_file_of(case_dir: Path) -> Path:
    """Give the file that a case is locked into: the one it came from, else beside it."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        name = json.loads((case_dir / MARKER).read_text(encoding="utf-8"))["file"]
        if isinstance(name, str) and Path(name).name == name:
            return case_dir.with_name(name)
    return case_dir.with_name(case_dir.name + SUFFIX)


def case_dir_of(file: Path) -> Path:
    """Give the folder that a locked case is opened into: beside its file."""
    return file.with_suffix("") if file.suffix == SUFFIX else file.with_name(f"{file.name}-open")


def lies_open(case_dir: Path) -> bool:
    """Whether a case is the plain copy of a locked one: whoever is done with it locks it again."""
    return (case_dir / MARKER).is_file()


def lock(case_dir: Path, passphrase: str, task: Task) -> Path:
    """Put a case into one encrypted file and remove its folder; gives the file.

    Killed or failing at any moment, the whole case is there: as a folder, as a file, or as both.
    Raises UsageError, StoreError, Cancelled.
    """
    if len(passphrase) < SHORTEST:
        raise UsageError(
            f"The passphrase is shorter than {SHORTEST} characters.",
            "Choose a longer one: four or five words that do not belong together.",
        )
    if not (case_dir / DB_NAME).is_file():
        raise UsageError(f"The folder {case_dir} is not a case.", "Choose the folder of a case.")
    refuse_while_watched(case_dir / CAPTURES)
    file = locked_file_of(case_dir)
    is_again = _came_from(case_dir, file)
    if not is_again:
        refuse_taken(file, False)
    with _at_rest(case_dir):
        # Before anything is listed: a reading writes its texts while the store is held.
        before = _stats(case_dir)
        files = _files(case_dir)
        digests: Digests = {}
        with whole_file(file, is_again, OWNER_ONLY) as stream:
            _write(stream, case_dir, files, passphrase, digests, task)
            stream.flush()
            with Path(stream.name).open("rb") as written:
                _compare(written, file, passphrase, digests, task)
        _sync_folder(file.parent)
    _remove(case_dir, file, before)
    return file


def unlock(file: Path, passphrase: str, task: Task) -> Path:
    """Open a locked case into a folder for its owner only, beside the file; gives the folder.

    The file stays. Raises WrongFormat, UsageError, StoreError, Cancelled.
    """
    case_dir = case_dir_of(file)
    if lies_open(case_dir):
        raise UsageError(f"The case {case_dir} is open already.", "Open its folder.")
    if case_dir.exists() or case_dir.is_symlink():
        raise UsageError(
            f"The case {case_dir} cannot be opened: its folder is taken.", "Move that away first."
        )
    part = case_dir.with_name(f".{case_dir.name}.unlocking")
    try:
        shutil.rmtree(part, ignore_errors=True)  # what a killed program left
        part.mkdir(mode=0o700)
        with file.open("rb") as stream, _opened(stream, file, passphrase) as tar:
            _unpack(tar, part, file, task)
        _mark(part, file)
        part.rename(case_dir)
    except OSError as error:
        raise StoreError(
            f"The case {case_dir} could not be opened: {error.strerror or error}.", _DISK
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return case_dir


def clean_up(folder: Path) -> list[Path]:
    """Remove what a killed program left plain beside its locked files; give what is gone.

    A half-opened or half-removed case is removed only where its locked file is there, and whole
    by its own word: it was read back before anything was removed.
    """
    gone = []
    for ending in (".unlocking", ".removing"):
        for part in sorted(folder.glob(f".*{ending}")):
            name = part.name.removeprefix(".").removesuffix(ending)
            if part.is_dir() and not part.is_symlink() and is_locked(folder / (name + SUFFIX)):
                shutil.rmtree(part, ignore_errors=True)
                gone.append(part)
    return gone


def _came_from(case_dir: Path, file: Path) -> bool:
    """Whether a case was opened from this very file, which may be replaced by it then.

    A file of the same name beside a case that was moved may be another case.
    """
    with suppress(OSError, ValueError, KeyError, zipfile.BadZipFile):
        marker = json.loads((case_dir / MARKER).read_text(encoding="utf-8"))
        return isinstance(marker, dict) and marker.get("key_sha256") == _key_digest(file)
    return False


def _mark(case_dir: Path, file: Path) -> None:
    """Note in a plain case of which locked file it is."""
    marker = json.dumps({"file": file.name, "key_sha256": _key_digest(file)})
    (case_dir / MARKER).write_text(marker, encoding="utf-8")


def _key_digest(file: Path) -> str:
    """Tell a locked file by its key, which is another each time that it is locked."""
    with zipfile.ZipFile(file) as packed:
        return hashlib.sha256(_small(packed, _KEY)).hexdigest()


# --- writing -------------------------------------------------------------------------------------


@contextmanager
def _at_rest(case_dir: Path) -> Iterator[None]:
    """Hold a case still: all in its one file, and nobody else writes into it. StoreError."""
    uri = f"{(case_dir / DB_NAME).absolute().as_uri()}?mode=rw"
    with sentences(case_dir):
        db = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None)
        try:
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if busy:
                raise StoreError(
                    f"The case {case_dir} is being used by another program.",
                    "Wait until it is done, or close it, and try again.",
                )
            db.execute("BEGIN IMMEDIATE")
            yield
        finally:
            db.close()


def _files(case_dir: Path) -> list[Path]:
    """List everything that a case holds. UsageError for what could not be kept as it is."""
    found = []
    for path in sorted(case_dir.rglob("*")):
        name = path.relative_to(case_dir).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise UsageError(
                f"The case holds {path}, which is no file: a locked case could not keep it.",
                "Move it out of the case.",
            )
        if name != MARKER and name not in _SIDE_FILES:
            found.append(path)
    return found


def _write(
    stream: IO[bytes],
    case_dir: Path,
    files: list[Path],
    passphrase: str,
    digests: Digests,
    task: Task,
) -> None:
    identity = new_identity()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(_README, _TEXT)
        packed.writestr(_INFO, json.dumps({"format": FORMAT, "version": VERSION}))
        packed.writestr(_KEY, seal_key(str(identity), passphrase))
        with packed.open(_CASE, "w", force_zip64=True) as member:
            plain = _Reader(_packed(_tar(case_dir, files, digests, task)))
            try:
                _age().encrypt_io(plain, member, [identity.to_public()])
            except Exception as error:  # pyrage puts its own in place of what reading raised
                raise plain.trouble or error from error


def _tar(case_dir: Path, files: list[Path], digests: Digests, task: Task) -> Iterator[bytes]:
    total = sum(path.stat().st_size for path in files if path.is_file())
    done = 0
    for path in files:
        name, stat = path.relative_to(case_dir).as_posix(), path.stat()
        head = tarfile.TarInfo(name)
        head.mtime, head.mode = int(stat.st_mtime), OWNER_ONLY
        if path.is_dir():
            head.type, head.mode = tarfile.DIRTYPE, 0o700
            yield head.tobuf(tarfile.PAX_FORMAT)
            continue
        head.size = stat.st_size
        yield head.tobuf(tarfile.PAX_FORMAT)
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK_BYTES):
                size += len(block)
                digest.update(block)
                task.step(done + size, 2 * total, "lock")
                yield block
        if size != stat.st_size:
            raise StoreError(
                f"The case {case_dir} is being used by another program.",
                "Wait until it is done, or close it, and try again.",
            )
        yield bytes(-size % _PAD)
        digests[name] = digest.hexdigest()
        done += size
    yield bytes(2 * _PAD)


def _packed(blocks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, wbits=31)  # as gzip
    for block in blocks:
        if packed := packer.compress(block):
            yield packed
    yield packer.flush()


def _compare(stream: IO[bytes], file: Path, passphrase: str, digests: Digests, task: Task) -> None:
    """Read back what was written; StoreError unless it is what was read."""
    found: Digests = {}
    with _opened(stream, file, passphrase) as tar:
        for number, member in enumerate(tar):
            task.step(len(digests) + number, 2 * len(digests), "check")
            if member.isfile():
                found[member.name] = _digest(_content(tar, member))
    if found != digests:
        raise StoreError(
            f"What was written into {file} could not be read back, so the case stays as it is.",
            "Check the disk, or choose another one.",
        )


def _stats(case_dir: Path) -> dict[str, tuple[int, int]]:
    """Give size and time of change of every file, by which a later change is seen."""
    found = {}
    for path in case_dir.rglob("*"):
        stat = path.stat()
        if path.is_file() and (path.name not in _SIDE_FILES or path.name.endswith("-wal")):
            found[path.relative_to(case_dir).as_posix()] = stat.st_size, stat.st_mtime_ns
    return {name: each for name, each in found.items() if not name.endswith("-wal") or each[0]}


def _digest(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(_BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()


def _remove(case_dir: Path, file: Path, before: dict[str, tuple[int, int]]) -> None:
    """Remove the plain folder: first its name, so that a half-removed case is never opened."""
    part = case_dir.with_name(f".{case_dir.name}.removing")
    try:
        shutil.rmtree(part, ignore_errors=True)
        case_dir.rename(part)
        if _stats(part) == before:
            shutil.rmtree(part)
            return
        part.rename(case_dir)
        _mark(case_dir, file)  # so that the next try may replace the file
    except OSError as error:
        with suppress(OSError):
            if case_dir.is_dir():
                _mark(case_dir, file)
        raise StoreError(
            f"The case is locked in {file}, but its plain folder {case_dir} could not be removed:"
            f" {error.strerror or error}.",
            _DISK,
        ) from error
    raise StoreError(
        f"The case {case_dir} changed while it was locked, so its folder stays.",
        "Close other programs that use it, then lock it again.",
    )


# --- reading -------------------------------------------------------------------------------------


@contextmanager
def _opened(stream: IO[bytes], file: Path, passphrase: str) -> Iterator[tarfile.TarFile]:
    """Give the case as a stream of files; that all of it was genuine is known at the end only."""
    try:
        with zipfile.ZipFile(stream) as packed:
            _check_info(packed, file)
            identity = open_key(_small(packed, _KEY), passphrase, file)
            with packed.open(_CASE) as member, _decrypted(member, identity) as plain:
                unpacked = gzip.GzipFile(fileobj=plain)
                with tarfile.open(fileobj=unpacked, mode="r|") as tar:
                    yield tar
                while unpacked.read(_BLOCK_BYTES):
                    pass
                while plain.read(_BLOCK_BYTES):
                    pass
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, KeyError) as error:
        raise _damaged(file) from error
    except OSError as error:
        if error.errno is None:  # how pyrage says that a piece is not genuine
            raise _damaged(file) from error
        raise


@contextmanager
def _decrypted(member: IO[bytes], identity: _Identity) -> Iterator[IO[bytes]]:
    """Decrypt in a thread of its own, which writes into a pipe that is read here."""
    outlet, inlet = os.pipe()
    reader, writer = os.fdopen(outlet, "rb"), os.fdopen(inlet, "wb")
    troubles: list[BaseException] = []

    def work() -> None:
        try:
            with writer:
                _age().decrypt_io(member, writer, [identity])
        except BaseException as error:  # noqa: BLE001 - raised again by who reads
            if getattr(error, "errno", None) != errno.EPIPE:  # nobody reads any more
                troubles.append(error)

    thread = threading.Thread(target=work, name="unlock", daemon=True)
    thread.start()
    try:
        with reader:
            yield reader
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        thread.join()
        if troubles:
            raise _as_known(troubles[0]) from error
        raise
    finally:
        thread.join()
    if troubles:
        raise _as_known(troubles[0])


def _as_known(trouble: BaseException) -> BaseException:
    """An error of pyrage's own kind means the same as its nameless OSError."""
    return EOFError(str(trouble)) if type(trouble).__module__.startswith("pyrage") else trouble


def _unpack(tar: tarfile.TarFile, folder: Path, file: Path, task: Task) -> None:
    for number, member in enumerate(tar):
        task.step(number, None, "unlock")
        path = _place(folder, member, file)
        if member.isdir():
            path.mkdir(mode=0o700, exist_ok=True)
            continue
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        source = _content(tar, member)
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, OWNER_ONLY)) as out:
            while block := source.read(_BLOCK_BYTES):
                task.step(number, None, "unlock")
                out.write(block)
        os.utime(path, (member.mtime, member.mtime))


def _place(folder: Path, member: tarfile.TarInfo, file: Path) -> Path:
    """Say where a file goes; a made-up one must not lead out of the folder."""
    parts = member.name.split("/")
    is_plain = member.isfile() or member.isdir()
    if not is_plain or any(part in ("", ".", "..") for part in parts):
        raise _damaged(file)
    if _IS_WINDOWS and not _IN_NO_NAME.isdisjoint(member.name):
        raise WrongFormat(
            f"The case in {file} holds a file that Windows cannot name: {member.name}.",
            "Open it on the system that it was locked on, and give that file another name.",
        )
    return folder.joinpath(*parts)


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    found = tar.extractfile(member)
    if found is None:
        raise tarfile.TarError(member.name)
    return found


def _check_info(packed: zipfile.ZipFile, file: Path) -> None:
    info = _info(packed)
    if info is None:
        raise WrongFormat(
            f"{file} is no locked case.", f"Choose a file whose name ends in {SUFFIX}."
        )
    if info.get("version") != VERSION:
        raise WrongFormat(
            f"{file} was locked by a newer version of this program.",
            "Install the newest version to open it.",
        )


def _info(packed: zipfile.ZipFile) -> dict[str, Any] | None:
    if _INFO not in packed.namelist():
        return None
    try:
        info = json.loads(_small(packed, _INFO))
    except (ValueError, RecursionError, RuntimeError, zlib.error):  # made up, or packed strangely
        return None
    return info if isinstance(info, dict) and info.get("format") == FORMAT else None


def _small(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as member:
        return member.read(_SMALL_BYTES)


# --- the key -------------------------------------------------------------------------------------


def new_identity() -> Any:
    """Make a key pair for one file."""
    return _age().x25519.Identity.generate()


def seal_key(secret: str, passphrase: str) -> bytes:
    """Encrypt a key with a passphrase; it takes about a second, also for who guesses."""
    return bytes(_age().passphrase.encrypt(secret.encode(), passphrase))


def open_key(sealed: bytes, passphrase: str, file: Path) -> Any:
    """Decrypt the key. UsageError for a passphrase that is not its own."""
    age = _age()
    try:
        secret = age.passphrase.decrypt(sealed, passphrase).decode()
        return age.x25519.Identity.from_str(secret.strip())
    except age.DecryptError as error:
        raise UsageError(
            f"That is not the passphrase of {file.name}.",
            "Try again; mind capital letters and the layout of the keyboard.",
        ) from error
    except (age.IdentityError, UnicodeDecodeError) as error:
        raise _damaged(file) from error


def _age() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise UsageError(
            "Locking cases needs pyrage, which is not installed.",
            "Install it: pip install 'permission-auditor[lock]'.",
        ) from error
    return pyrage


def _damaged(file: Path) -> WrongFormat:
    return WrongFormat(
        f"{file} is damaged or was changed: the case in it cannot be opened.",
        "Take another copy of the file, if you have one.",
    )


def _sync_folder(folder: Path) -> None:
    """Wait until the new name is on the disk; not every system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


class _Reader(io.RawIOBase):
    """Blocks of bytes as a stream to read."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks, self._rest = blocks, b""
        self.trouble: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._blocks)
        except StopIteration:
            return b""
        except BaseException as error:
            self.trouble = error
            raise
        size = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:size], self._rest[size:]
        return found
