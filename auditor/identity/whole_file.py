"""Whether every byte of an APK is what its signer signed: the digests of schemes 2 and 3.

Format: AOSP, "APK Signature Scheme v2", *Integrity-protected contents*: everything but the block
of signatures, in chunks of one MiB; the end record counts as if the directory began at the block.
"""

import hashlib
import struct
from collections.abc import Iterator

from auditor.identity.apk import Apk
from auditor.identity.signing import Digest

_CHUNK = 1 << 20
_DIRECTORY_PLACE = 16  # of the directory's offset in the end record
_NAMES = {
    **dict.fromkeys((0x0101, 0x0103, 0x0201, 0x0301), "sha256"),
    **dict.fromkeys((0x0102, 0x0104, 0x0202), "sha512"),
}


def fits_whole(apk: Apk, block_begin: int, digests: tuple[Digest, ...]) -> bool | None:
    """Compare; None when not all of the file is here, or no digest is of a known kind."""
    wanted = [(_NAMES[each.algorithm], each.value) for each in digests if each.algorithm in _NAMES]
    if not wanted or not apk.has(0, apk.size):
        return None
    return all(_digest(apk, block_begin, name) == value for name, value in wanted)


def _digest(apk: Apk, block_begin: int, name: str) -> bytes:
    tops = [
        hashlib.new(name, b"\xa5" + struct.pack("<I", len(chunk)) + chunk).digest()
        for chunk in _chunks(apk, block_begin)
    ]
    return hashlib.new(name, b"\x5a" + struct.pack("<I", len(tops)) + b"".join(tops)).digest()


def _chunks(apk: Apk, block_begin: int) -> Iterator[bytes]:
    spans = ((0, block_begin), (apk.directory_begin, apk.end_begin))
    for begin, end in spans:
        for at in range(begin, end, _CHUNK):
            yield apk.read(at, min(at + _CHUNK, end)) or b""
    record = bytearray(apk.read(apk.end_begin, apk.size) or b"")
    struct.pack_into("<I", record, _DIRECTORY_PLACE, block_begin)
    yield bytes(record)
