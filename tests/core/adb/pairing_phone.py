"""The phone's side of wireless debugging since Android 11, for a true adb server to pair with.

TLS 1.3 with a certificate on both sides, SPAKE2 over code and exported keying material, identities
under AES-128-GCM (AOSP, packages/modules/adb/pairing_connection and pairing_auth). Plain and slow:
the curve's arithmetic is done with Python's own numbers, and hides nothing from a stopwatch.
"""

import contextlib
import datetime
import hashlib
import os
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from OpenSSL import SSL

GUID = "adb-SAMPLE0000001-x1Y2z3"
_HEADER = struct.Struct(">BBI")  # version, type, length
_SPAKE2, _PEER_INFO = 0, 1
_PEER_INFO_BYTES = 8192
_RSA_KEY, _GUID_KIND = 0, 1

# edwards25519 (RFC 8032), points as (x, y).
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
Point = tuple[int, int]


def _decode(data: bytes) -> Point:
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if (x * x - square) % _P:
        raise ValueError("not on the curve")
    return (_P - x if x & 1 != sign else x), y


def _encode(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def _add(one: Point, other: Point) -> Point:
    k = _D * one[0] * one[1] * other[0] * other[1] % _P
    x = (one[0] * other[1] + one[1] * other[0]) * pow(1 + k, -1, _P) % _P
    y = (one[1] * other[1] + one[0] * other[0]) * pow(1 - k, -1, _P) % _P
    return x, y


def _times(number: int, point: Point) -> Point:
    total = (0, 1)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


def _seed(name: bytes) -> Point:
    return _decode(hashlib.sha256(b"edwards25519 point generation seed (%s)" % name).digest())


_BASE = _decode((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
_M, _N = _seed(b"M"), _seed(b"N")


class Spake2:
    """The phone's half of BoringSSL's SPAKE2."""

    def __init__(self, password: bytes) -> None:
        self._digest = hashlib.sha512(password).digest()
        self._w = int.from_bytes(self._digest, "little") % _ORDER
        for bit in (1, 2, 4):  # the same scalar, made a multiple of the cofactor
            if self._w & bit:
                self._w += _ORDER * bit
        self._secret = int.from_bytes(os.urandom(64), "little") % _ORDER * 8
        self.message = _encode(_add(_times(self._secret, _BASE), _times(self._w, _N)))

    def key(self, theirs: bytes) -> bytes:
        """Give the shared secret; another one where the passwords differ."""
        x, y = _times(self._w, _M)
        shared = _encode(_times(self._secret, _add(_decode(theirs), (_P - x, y))))
        names = (b"adb pair client\0", b"adb pair server\0")
        digest = hashlib.sha512()
        for part in (*names, theirs, self.message, shared, self._digest):
            digest.update(struct.pack("<Q", len(part)) + part)
        return digest.digest()


def certificate() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """Make a key and a certificate that signs itself."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Adb")])
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(begin).not_valid_after(begin + datetime.timedelta(days=99))
    return key, builder.sign(key, hashes.SHA256())


def tls_context(folder: Path) -> ssl.SSLContext:
    """Give what a phone listens with once it was paired."""
    key, own = certificate()
    pem = folder / "phone.pem"
    plain = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    pem.write_bytes(key.private_bytes(*form) + own.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(pem)
    return context


@dataclass
class PairingPhone:
    """A phone whose dialog shows a code. `keys` are the computers that it then knows."""

    code: str
    port: int
    keys: list[bytes] = field(default_factory=list)


@contextlib.contextmanager
def pairing_phone(code: str) -> Iterator[PairingPhone]:
    """Offer pairing under a code on loopback."""
    key, own = certificate()
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_min_proto_version(SSL.TLS1_3_VERSION)
    context.use_privatekey(key)
    context.use_certificate(own)
    asks = SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT
    context.set_verify(asks, lambda *_: True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        phone = PairingPhone(code, listener.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listener, context, phone))
        thread.start()
        try:
            yield phone
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listener: socket.socket, context: SSL.Context, phone: PairingPhone) -> None:
    with contextlib.suppress(OSError):
        while True:
            with listener.accept()[0] as sock:
                link = SSL.Connection(context, sock)
                link.set_accept_state()
                # adb sees nothing of a failure but the connection's end.
                with contextlib.suppress(SSL.Error, InvalidTag, ValueError, OSError):
                    phone.keys.append(_pair(link, phone.code.encode()))


def _pair(link: SSL.Connection, code: bytes) -> bytes:
    link.do_handshake()
    spake = Spake2(code + link.export_keying_material(b"adb-label\0", 64))
    _send(link, _SPAKE2, spake.message)
    secret = spake.key(_receive(link))
    info = b"adb pairing_auth aes-128-gcm key"
    cipher = AESGCM(HKDF(hashes.SHA256(), 16, None, info).derive(secret))
    theirs = cipher.decrypt(bytes(12), _receive(link), None)  # InvalidTag: another code
    own = bytes([_GUID_KIND]) + GUID.encode()
    _send(link, _PEER_INFO, cipher.encrypt(bytes(12), own.ljust(_PEER_INFO_BYTES, b"\0"), None))
    link.shutdown()
    assert theirs[0] == _RSA_KEY
    return theirs[1:].rstrip(b"\0")


def _send(link: SSL.Connection, kind: int, data: bytes) -> None:
    link.sendall(_HEADER.pack(1, kind, len(data)) + data)


def _receive(link: SSL.Connection) -> bytes:
    return _exactly(link, _HEADER.unpack(_exactly(link, _HEADER.size))[2])


def _exactly(link: SSL.Connection, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += link.recv(size - len(data))
    return data
