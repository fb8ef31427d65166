"""Trusted time stamps (RFC 3161), without a network: a request out, a reply in, both as files.

Only the request, which holds a hash, goes to an authority, and only the person sends it. The reply
proves that the manifest existed at its time; it proves nothing about what the manifest says.
"""

from datetime import UTC, datetime
from pathlib import Path

from auditor.errors import BundleError


def request(manifest: bytes) -> bytes:
    """Give the request for a time stamp over the SHA-256 of a manifest, as a `.tsq` file."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder(data=manifest, hash_algorithm=HashAlgorithm.SHA256)
    return builder.build().as_bytes()


def stamped_ms(reply: bytes, manifest: bytes, authority: Path) -> int:
    """Check a reply against a manifest and an authority's root certificates (PEM).

    Gives the time that the authority vouches for, UTC milliseconds. Raises BundleError.
    """
    from cryptography import x509
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        roots = x509.load_pem_x509_certificates(authority.read_bytes())
    except (OSError, ValueError) as error:
        raise BundleError(
            f"{authority} holds no certificates: {error}.",
            "Choose the file with the authority's root certificates, in PEM form.",
        ) from error
    try:
        response = decode_timestamp_response(reply)
        builder = VerifierBuilder()
        for root in roots:
            builder = builder.add_root_certificate(root)
        builder.build().verify_message(response, manifest)
    except (VerificationError, ValueError) as error:
        raise BundleError(
            f"The time stamp does not fit this bundle and authority: {error}.",
            "Ask the authority again with the request file, or give its own root certificates.",
        ) from error
    return _ms(response.tst_info.gen_time)


def _ms(moment: datetime) -> int:
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000)
