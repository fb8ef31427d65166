"""Signs the sample phone's APKs: schemes 1, 2, 3 and 3.1, the same bytes each time.

Keys are made from names, so everybody has them: they prove nothing, and say SAMPLE. Formats:
AOSP, "APK Signature Scheme v2/v3"; scheme 1 is a signed JAR (PKCS #7).
"""

import base64
import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_V2, _V3, _V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61
_LINEAGE = 0x3BA06F8C
_ECDSA = 0x0201
_CHUNK = 1 << 20
_MAGIC = b"APK Sig Block 42"
_NO_LIMIT = 0x7FFFFFFF
_OLD_ID, _NEW_SINCE = 28, 33


@dataclass(frozen=True)
class Key:
    """A key and its certificate."""

    private: ec.EllipticCurvePrivateKey
    certificate: bytes
    public: bytes

    def sign(self, data: bytes) -> bytes:
        """Sign; the same bytes for the same data."""
        return self.private.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


@cache
def key_of(name: str) -> Key:
    """Make the key of a company. Whoever knows the name can make it too."""
    seed = hashlib.sha256(f"Permission Auditor SAMPLE {name}".encode()).digest()
    private = ec.derive_private_key(int.from_bytes(seed[:31], "big"), ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"SAMPLE {name}")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(private.public_key())
        .serial_number(int.from_bytes(seed[:8], "big") | 1)
        .not_valid_before(datetime(2015, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
        .sign(private, hashes.SHA256(), ecdsa_deterministic=True)
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Key(private, certificate.public_bytes(serialization.Encoding.DER), public)


def sign(apk: bytes, scheme: str, name: str) -> bytes:
    """Put a block of signatures before the zip's directory. `v3.1` has a change of keys."""
    end = apk.rindex(b"PK\x05\x06")
    directory = struct.unpack_from("<I", apk, end + 16)[0]
    digest = _content_digest(apk[:directory], apk[directory:end], apk[end:])
    key = key_of(name)
    if scheme == "v2":
        pairs = [(_V2, _prefixed(_prefixed(_v2_signer(digest, key))))]
    elif scheme == "v3":
        pairs = [(_V3, _prefixed(_prefixed(_v3_signer(digest, [key], _OLD_ID, _NO_LIMIT))))]
    else:
        old = key_of(f"{name} before")
        before = _v3_signer(digest, [old], _OLD_ID, _NEW_SINCE - 1)
        now = _v3_signer(digest, [old, key], _NEW_SINCE, _NO_LIMIT)
        pairs = [(_V3, _prefixed(_prefixed(before))), (_V31, _prefixed(_prefixed(now)))]
    body = b"".join(struct.pack("<QI", 4 + len(each), number) + each for number, each in pairs)
    size = struct.pack("<Q", len(body) + 24)
    block = size + body + size + _MAGIC
    record = bytearray(apk[end:])
    struct.pack_into("<I", record, 16, directory + len(block))
    return apk[:directory] + block + apk[directory:end] + bytes(record)


def _content_digest(*parts: bytes) -> bytes:
    tops = b""
    number = 0
    for part in parts:
        for at in range(0, len(part), _CHUNK):
            piece = part[at : at + _CHUNK]
            tops += hashlib.sha256(b"\xa5" + struct.pack("<I", len(piece)) + piece).digest()
            number += 1
    return hashlib.sha256(b"\x5a" + struct.pack("<I", number) + tops).digest()


def _v2_signer(digest: bytes, key: Key) -> bytes:
    digests = _prefixed(struct.pack("<I", _ECDSA) + _prefixed(digest))
    signed = _prefixed(digests) + _prefixed(_prefixed(key.certificate)) + _prefixed(b"")
    return _prefixed(signed) + _prefixed(_signature(key, signed)) + _prefixed(key.public)


def _v3_signer(digest: bytes, keys: Sequence[Key], since: int, until: int) -> bytes:
    key, span = keys[-1], struct.pack("<II", since, until)
    digests = _prefixed(struct.pack("<I", _ECDSA) + _prefixed(digest))
    attributes = b"" if len(keys) == 1 else _prefixed(_lineage(keys))
    signed = _prefixed(digests) + _prefixed(_prefixed(key.certificate)) + span
    signed += _prefixed(attributes)
    return _prefixed(signed) + span + _prefixed(_signature(key, signed)) + _prefixed(key.public)


def _signature(key: Key, signed: bytes) -> bytes:
    return _prefixed(struct.pack("<I", _ECDSA) + _prefixed(key.sign(signed)))


def _lineage(keys: Sequence[Key]) -> bytes:
    """Prove that each key but the first was named by the one before it."""
    levels = b""
    for number, key in enumerate(keys):
        signed = _prefixed(key.certificate) + struct.pack("<I", _ECDSA if number else 0)
        signature = keys[number - 1].sign(signed) if number else b""
        levels += _prefixed(
            _prefixed(signed) + struct.pack("<II", 0x17, _ECDSA) + _prefixed(signature)
        )
    return struct.pack("<II", _LINEAGE, 1) + levels


def _prefixed(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


def jar_files(entries: Sequence[tuple[str, bytes]], name: str) -> list[tuple[str, bytes]]:
    """Give the three files of scheme 1 for the files of an APK."""
    key = key_of(name)
    sections = [
        (f"Name: {path}\r\nSHA-256-Digest: {_digest(data)}\r\n\r\n").encode()
        for path, data in entries
    ]
    head = b"Manifest-Version: 1.0\r\nCreated-By: SAMPLE\r\n\r\n"
    manifest = head + b"".join(sections)
    listed = [
        f"Name: {path}\r\nSHA-256-Digest: {_digest(section)}\r\n\r\n"
        for (path, _data), section in zip(entries, sections, strict=True)
    ]
    signature = (
        "Signature-Version: 1.0\r\nCreated-By: SAMPLE\r\n"
        f"SHA-256-Digest-Manifest: {_digest(manifest)}\r\n\r\n{''.join(listed)}"
    ).encode()
    return [
        ("META-INF/MANIFEST.MF", manifest),
        ("META-INF/SAMPLE.SF", signature),
        ("META-INF/SAMPLE.EC", _pkcs7(signature, key)),
    ]


def _digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _pkcs7(data: bytes, key: Key) -> bytes:
    """Write a detached signature; the library's own is another each time."""
    certificate = x509.load_der_x509_certificate(key.certificate)
    sha256 = _der(0x30, bytes.fromhex("0609608648016503040201"))
    ecdsa_sha256 = _der(0x30, bytes.fromhex("06082a8648ce3d040302"))
    serial = certificate.serial_number
    number = _der(0x02, serial.to_bytes(serial.bit_length() // 8 + 1, "big"))
    issuer = _der(0x30, certificate.issuer.public_bytes(), number)
    one = bytes.fromhex("020101")
    signer = _der(0x30, one, issuer, sha256, ecdsa_sha256, _der(0x04, key.sign(data)))
    plain_data = bytes.fromhex("06092a864886f70d010701")
    signed_data = bytes.fromhex("06092a864886f70d010702")
    content = _der(
        0x30,
        one,
        _der(0x31, sha256),
        _der(0x30, plain_data),
        _der(0xA0, key.certificate),
        _der(0x31, signer),
    )
    return _der(0x30, signed_data, _der(0xA0, content))


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + body
