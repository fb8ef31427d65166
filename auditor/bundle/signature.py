"""Signs a manifest with a key that stays on this computer (Ed25519, RFC 8032).

A signature says that whoever holds the key sealed these bytes; whose key it is, somebody must
know from elsewhere: by its fingerprint.
"""

import os
from pathlib import Path

from auditor.bundle.canonical import sha256
from auditor.errors import BundleError


class Signer:
    """A private key, and what of it goes into a bundle."""

    def __init__(self, key_path: Path) -> None:
        """Load the key, or make it where there is none yet. Raises BundleError."""
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        try:
            if not key_path.exists():
                _make_key(key_path)
            key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError) as error:
            raise BundleError(
                f"The signing key {key_path} cannot be made or read: {error}.",
                "Move the file away to have a new key made, or export without a signature.",
            ) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise BundleError(
                f"{key_path} holds no Ed25519 key.", "Move the file away to have a new key made."
            )
        self._key = key
        self.public_pem = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, manifest: bytes) -> bytes:
        """Give the signature of a manifest: 64 bytes, the same for the same manifest."""
        return self._key.sign(manifest)


def _make_key(path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path.parent.mkdir(parents=True, exist_ok=True)
    data = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)


def is_signed_by(public_pem: bytes, manifest: bytes, signature: bytes) -> bool:
    """Whether a manifest was signed with the private half of a key. Any bytes may be given."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = serialization.load_pem_public_key(public_pem)
        if not isinstance(key, Ed25519PublicKey):
            return False
        key.verify(signature, manifest)
    except (ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def fingerprint(public_pem: bytes) -> str:
    """Name a public key by the SHA-256 of its PEM text, as `sha256sum public-key.pem` does."""
    return sha256(public_pem)
