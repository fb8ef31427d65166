"""The encrypted file that a locked case is: how it is written, read back and unpacked.

A zip, not compressed, and in it the format age (age-encryption.org/v1, by pyrage):
`key.age` is an age identity, encrypted with the passphrase (scrypt); `case.tar.gz.age` is the case,
encrypted to it in authenticated pieces (ChaCha20-Poly1305). So the tools of age open it, too:
`age -d -i key.age case.tar.gz.age | tar -xz`.
"""

import errno
import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol, Self

from auditor.errors import StoreError, UsageError, WrongFormat
from auditor.task import Task
from auditor.whole_file import OWNER_ONLY, for_owner

SUFFIX = ".lockedcase"
FORMAT, VERSION = "permission-auditor-locked-case", 1
_INFO, _KEY, _CASE, _README = "locked.json", "key.age", "case.tar.gz.age", "README.txt"
_SMALL_BYTES = 1 << 16
_BLOCK_BYTES = 1 << 20
_PAD = tarfile.BLOCKSIZE
_LONG_HEADERS = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE}
_LONG_HEADERS |= {tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
_IS_WINDOWS = os.name == "nt"
_IN_NO_NAME = frozenset('\\:*?"<>|')  # of Windows: a way out of the folder, or no name at all
_WORK = re.compile(rb"\n-> scrypt [^\s]+ ([0-9]{1,9})\n")  # of age: two to this power of steps
_MOST_WORK = 21  # 2 GB and some seconds; written are 18 to 20, as a second takes on the computer
_TEXT = """This is a case of Permission Auditor, locked with a passphrase.
Open it with that program: auditor unlock FILE.
Without it: unpack this zip, then with the tools of age (age-encryption.org)
    age -d -i key.age case.tar.gz.age | tar -xz
Without the passphrase nobody can open it.
"""

Digests = dict[str, str]  # SHA-256 of each file, by its path in the case


class _Identity(Protocol):
    def to_public(self) -> object: ...


class _Member(tarfile.TarInfo):
    """One that was made up must fill neither memory, by its name, nor a disk, by its holes."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read a header. TarError for one that `_tar` would not write."""
        found = super().frombuf(buf, encoding, errors)
        is_long = found.type in _LONG_HEADERS and found.size > _SMALL_BYTES
        if is_long or found.type == tarfile.GNUTYPE_SPARSE:
            raise tarfile.TarError("a header that no locked case has")
        return found


def is_locked(path: Path) -> bool:
    """Whether a file is a locked case, whatever its name."""
    try:
        with zipfile.ZipFile(path) as packed:
            return _info(packed) is not None
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return False


def key_digest(file: Path) -> str:
    """Tell a locked file by its key, which is another each time that it is locked."""
    with zipfile.ZipFile(file) as packed:
        return hashlib.sha256(_small(packed, _KEY)).hexdigest()


def write_locked(
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
            raise in_use(case_dir)
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


def read_back(stream: IO[bytes], file: Path, passphrase: str, digests: Digests, task: Task) -> None:
    """Read back what was written; StoreError unless it is what was read."""
    found: Digests = {}
    with opened(stream, file, passphrase) as tar:
        for number, member in enumerate(tar):
            task.step(len(digests) + number, 2 * len(digests), "check")
            if member.isfile():
                found[member.name] = _digest(_content(tar, member))
    if found != digests:
        raise StoreError(
            f"What was written into {file} could not be read back, so the case stays as it is.",
            "Check the disk, or choose another one.",
        )


def _digest(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(_BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()


@contextmanager
def opened(stream: IO[bytes], file: Path, passphrase: str) -> Iterator[tarfile.TarFile]:
    """Give the case as a stream of files; that all of it was genuine is known at the end only."""
    try:
        with zipfile.ZipFile(stream) as packed:
            _check_info(packed, file)
            identity = open_key(_small(packed, _KEY), passphrase, file)
            with packed.open(_CASE) as member, _decrypted(member, identity) as plain:
                unpacked = gzip.GzipFile(fileobj=plain)
                with tarfile.open(fileobj=unpacked, mode="r|", tarinfo=_Member) as tar:
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


def unpack(tar: tarfile.TarFile, folder: Path, file: Path, task: Task) -> None:
    for number, member in enumerate(tar):
        task.step(number, None, "unlock")
        path = _place(folder, member, file)
        if member.isdir():
            path.mkdir(mode=0o700, exist_ok=True)
            continue
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        source = _content(tar, member)
        with open(path, "xb", opener=for_owner) as out:
            while block := source.read(_BLOCK_BYTES):
                task.step(number, None, "unlock")
                out.write(block)
        with suppress(OverflowError, ValueError):  # a made-up time
            os.utime(path, (member.mtime, member.mtime))


def _place(folder: Path, member: tarfile.TarInfo, file: Path) -> Path:
    """Say where a file goes; a made-up one must not lead out of the folder."""
    parts = member.name.split("/")
    is_plain = (member.isfile() and not member.issparse()) or member.isdir()
    is_named = all(part not in ("", ".", "..") and "\0" not in part for part in parts)
    if not is_plain or not is_named:
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


def new_identity() -> Any:
    """Make a key pair for one file."""
    return _age().x25519.Identity.generate()


def seal_key(secret: str, passphrase: str) -> bytes:
    """Encrypt a key with a passphrase; it takes about a second, also for who guesses."""
    return bytes(_age().passphrase.encrypt(secret.encode(), passphrase))


def open_key(sealed: bytes, passphrase: str, file: Path) -> Any:
    """Decrypt the key. UsageError for a passphrase that is not its own."""
    work = _WORK.search(sealed)
    if work is not None and int(work[1]) > _MOST_WORK:
        raise _damaged(file)
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


def in_use(case_dir: Path) -> StoreError:
    """Say that a case cannot be held still."""
    return StoreError(
        f"The case {case_dir} is being used by another program.",
        "Wait until it is done, or close it, and try again.",
    )


def _damaged(file: Path) -> WrongFormat:
    return WrongFormat(
        f"{file} is damaged or was changed: the case in it cannot be opened.",
        "Take another copy of the file, if you have one.",
    )


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
