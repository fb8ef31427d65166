"""Whether a signature was made with the key of a certificate: what `cryptography` is used for.

The algorithms are those of Android's APK signature schemes; imported only when there is
something to check, as the library takes a tenth of a second.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs7

from auditor.identity.chunks import BadApk
from auditor.identity.records import Signer, SignerCheck

log = logging.getLogger(__name__)

_HASHES: dict[int, Callable[[], hashes.HashAlgorithm]] = {
    0x0101: hashes.SHA256,  # RSA-PSS
    0x0102: hashes.SHA512,
    0x0103: hashes.SHA256,  # RSA PKCS #1 v1.5
    0x0104: hashes.SHA512,
    0x0201: hashes.SHA256,  # ECDSA
    0x0202: hashes.SHA512,
    0x0301: hashes.SHA256,  # DSA
    0x0421: hashes.SHA256,  # the same with fs-verity digests: RSA, ECDSA, DSA
    0x0423: hashes.SHA256,
    0x0425: hashes.SHA256,
}
_PSS = (0x0101, 0x0102)
_RSA = (0x0103, 0x0104, 0x0421)
_ECDSA = (0x0201, 0x0202, 0x0423)
_DSA = (0x0301, 0x0425)


def is_signed_by(
    signed: bytes,
    signatures: Sequence[tuple[int, bytes]],
    public_key: bytes,
    certificate: bytes,
) -> bool:
    """Whether every signature of a known algorithm fits, there is one, and the key is the
    certificate's."""
    known = [(number, value) for number, value in signatures if number in _HASHES]
    try:
        key = serialization.load_der_public_key(public_key)
        if not known or public_key_of(certificate) != public_key:
            return False
        for algorithm, signature in known:
            _verify(key, algorithm, signature, signed)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm) as error:
        log.info("A signature does not fit: %r", error)
        return False
    return True


def public_key_of(certificate: bytes) -> bytes:
    """Give the public key of a certificate (DER, SubjectPublicKeyInfo). ValueError."""
    found = x509.load_der_x509_certificate(certificate).public_key()
    return found.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _verify(key: PublicKeyTypes, algorithm: int, signature: bytes, signed: bytes) -> None:
    digest = _HASHES[algorithm]()
    if isinstance(key, rsa.RSAPublicKey) and algorithm in _PSS:
        pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
        key.verify(signature, signed, pss, digest)
    elif isinstance(key, rsa.RSAPublicKey) and algorithm in _RSA:
        key.verify(signature, signed, padding.PKCS1v15(), digest)
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm in _ECDSA:
        key.verify(signature, signed, ec.ECDSA(digest))
    elif isinstance(key, dsa.DSAPublicKey) and algorithm in _DSA:
        key.verify(signature, signed, digest)
    else:
        raise InvalidSignature


def signer_of_pkcs7(untrusted_data: bytes) -> Signer | None:
    """Read the certificate of a signature of scheme 1. BadApk; None when it holds none.

    Of a chain it is the one that issued none of the others.
    """
    try:
        chain = pkcs7.load_der_pkcs7_certificates(untrusted_data)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadApk("bad_signature") from error
    if not chain:
        return None
    issuers = {each.issuer for each in chain if each.issuer != each.subject}
    leaf = next((each for each in chain if each.subject not in issuers), chain[0])
    data = leaf.public_bytes(serialization.Encoding.DER)
    sha256 = hashlib.sha256(data).hexdigest()
    return Signer("v1", data, sha256, SignerCheck.CERTIFICATE_ONLY)
