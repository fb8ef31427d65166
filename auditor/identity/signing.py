"""Who signed an APK: signature schemes 2, 3 and 3.1 in the block before the zip's directory.

Format: AOSP, "APK Signature Scheme v2/v3". What can be checked with the block alone is checked:
that its signature over the digests and the certificate is made with the certificate's key. Only
a file that was read as a whole is compared with these digests (`whole_file.py`).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.identity.chunks import BadApk, Bytes
from auditor.identity.records import Signer, SignerCheck

_V2, _V3, _V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61
_LINEAGE = 0x3BA06F8C
_SCHEMES = ((_V31, "v3.1", 33), (_V3, "v3", 28), (_V2, "v2", 24))  # newest first; since API
_MOST_PAIRS = 64
_MOST_SIGNERS = 10  # as Android
_MOST_PARTS = 64


@dataclass(frozen=True, slots=True)
class Digest:
    """What a signer says of the whole file, and how it was computed (an id of AOSP's list)."""

    algorithm: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A signer of the block, with the digests that the whole file must have."""

    signer: Signer
    digests: tuple[Digest, ...]


def signer_of_block(untrusted_block: bytes, api: int) -> Signed | None:
    """Read who signed, by the newest scheme that Android `api` looks at; None when none is there.

    BadApk (`bad_signature`) when a scheme is there and cannot be read: an older one in the same
    file is then not believed, as Android does not.
    """
    found: dict[int, bytes] = {}
    for number, value in _pairs(untrusted_block):
        found.setdefault(number, value)  # as Android, which takes the first
    for scheme_id, name, since in _SCHEMES:
        if since <= api and scheme_id in found:
            signed = _signed(found[scheme_id], name, api)
            if signed is not None:
                return signed
    return None


def _pairs(block: bytes) -> Iterator[tuple[int, bytes]]:
    data = Bytes(block, "bad_signature")
    at, end = 8, len(block) - 24
    for _ in range(_MOST_PAIRS):
        if at >= end:
            return
        size = data.u64(at)
        if size < 4 or at + 8 + size > end:
            raise BadApk("bad_signature")
        yield data.u32(at + 8), data.cut(at + 12, at + 8 + size)
        at += 8 + size
    if at < end:
        raise BadApk("bad_signature")


def _signed(value: bytes, scheme: str, api: int) -> Signed | None:
    signers = _parts(_one(value))
    if not 1 <= len(signers) <= _MOST_SIGNERS:
        raise BadApk("bad_signature")
    if scheme == "v2":
        read = _read_signer(signers[0], scheme)
        if len(signers) > 1:  # every one of them must fit
            rest = [_read_signer(each, scheme) for each in signers[1:]]
            if any(each.signer.check is SignerCheck.MISMATCH for each in rest):
                bad = replace(read.signer, check=SignerCheck.MISMATCH)
                return replace(read, signer=bad)
        return read
    # Since scheme 3 a file has one signer for each span of Android versions.
    for each in signers:
        data = Bytes(each, "bad_signature")
        at = 4 + data.u32(0)
        if data.u32(at) <= api <= data.u32(at + 4):
            return _read_signer(each, scheme)
    return None


def _read_signer(signer: bytes, scheme: str) -> Signed:
    data = Bytes(signer, "bad_signature")
    signed_data, at = _prefixed(data, 0)
    if scheme != "v2":
        spans, at = data.cut(at, at + 8), at + 8
    signatures, at = _prefixed(data, at)
    public_key, _at = _prefixed(data, at)
    inner = Bytes(signed_data, "bad_signature")
    digests, at = _prefixed(inner, 0)
    certificates, at = _prefixed(inner, at)
    fits = True
    if scheme != "v2":
        fits = inner.cut(at, at + 8) == spans
        at += 8
    attributes, _at = _prefixed(inner, at)
    chain = _parts(certificates)
    if not chain:
        raise BadApk("bad_signature")
    from auditor.identity.signatures import is_signed_by

    fits = fits and is_signed_by(signed_data, _tagged(signatures), public_key, chain[0])
    return Signed(
        Signer(
            scheme=scheme,
            certificate=chain[0],
            sha256=hashlib.sha256(chain[0]).hexdigest(),
            check=SignerCheck.SIGNING_BLOCK if fits else SignerCheck.MISMATCH,
            past=_past(attributes, chain[0]) if scheme != "v2" else (),
        ),
        tuple(Digest(number, value) for number, value in _tagged(digests)),
    )


def _past(attributes: bytes, current: bytes) -> tuple[str, ...]:
    """Give the certificates before this one, as the signer's proof of rotation lists them."""
    for part in _parts(attributes):
        data = Bytes(part, "bad_signature")
        if data.u32(0) == _LINEAGE:
            found = []
            for level in _parts(part[8:]):  # after the id and a version
                signed, _at = _prefixed(Bytes(level, "bad_signature"), 0)
                certificate, _at = _prefixed(Bytes(signed, "bad_signature"), 0)
                if certificate != current:
                    found.append(hashlib.sha256(certificate).hexdigest())
            return tuple(found)
    return ()


def _tagged(sequence: bytes) -> list[tuple[int, bytes]]:
    """Read a list of number and length-prefixed value."""
    found = []
    for part in _parts(sequence):
        data = Bytes(part, "bad_signature")
        found.append((data.u32(0), _prefixed(data, 4)[0]))
    return found


def _one(value: bytes) -> bytes:
    return _prefixed(Bytes(value, "bad_signature"), 0)[0]


def _parts(sequence: bytes) -> list[bytes]:
    data, at, found = Bytes(sequence, "bad_signature"), 0, []
    while at < len(sequence):
        part, at = _prefixed(data, at)
        found.append(part)
        if len(found) > _MOST_PARTS:
            raise BadApk("bad_signature")
    return found


def _prefixed(data: Bytes, at: int) -> tuple[bytes, int]:
    """Read a value with its length in front; give it and where the next one begins."""
    end = at + 4 + data.u32(at)
    return data.cut(at + 4, end), end
