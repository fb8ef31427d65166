"""Signatures and time stamps: made here, checked here and by openssl alone."""

import shutil
import subprocess
from pathlib import Path

import pytest

from auditor.bundle import export_bundle
from auditor.bundle.seal import MANIFEST, PUBLIC_KEY, REPLY, SIGNATURE, add_reply, write_request
from auditor.bundle.signature import Signer, is_signed_by
from auditor.bundle.verify import Problem, verify
from auditor.errors import BundleError
from auditor.filters import EventFilter
from auditor.store import Store
from tests.core.bundle.conftest import APP, EXPORTED_MS

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")


@pytest.fixture
def signed(case: Path, tmp_path: Path) -> Path:
    """A signed bundle."""
    signer = Signer(tmp_path / "keys" / "key.pem")
    with Store.open(case) as store:
        wanted = EventFilter(packages=frozenset({APP}))
        export_bundle(store, wanted, tmp_path / "signed", EXPORTED_MS, signer)
    return tmp_path / "signed"


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key.pem"

    first, second = Signer(path), Signer(path)

    assert first.public_pem == second.public_pem
    assert first.sign(b"x") == second.sign(b"x")
    assert path.stat().st_mode & 0o077 == 0
    assert b"PRIVATE" not in first.public_pem


def test_a_key_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("no key")

    with pytest.raises(BundleError, match="signing key"):
        Signer(tmp_path / "key.pem")


def test_a_signature_is_checked_and_its_key_named(signed: Path) -> None:
    found = verify(signed)

    assert found.is_intact
    assert found.signed_by is not None
    assert b"PRIVATE" not in b"".join(p.read_bytes() for p in signed.rglob("*") if p.is_file())


def test_a_wrong_or_missing_signature_is_named(signed: Path) -> None:
    (signed / SIGNATURE).write_bytes(b"\0" * 64)
    assert Problem("signature", SIGNATURE) in verify(signed).problems

    (signed / SIGNATURE).unlink()
    assert Problem("missing", SIGNATURE) in verify(signed).problems


def test_anything_else_is_no_signature() -> None:
    assert not is_signed_by(b"", b"", b"")
    assert not is_signed_by(b"-----BEGIN PUBLIC KEY-----", b"x", b"y" * 64)


@needs_openssl
def test_openssl_alone_can_check_the_signature(signed: Path) -> None:
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", PUBLIC_KEY, "-rawin"]
    command += ["-in", MANIFEST, "-sigfile", SIGNATURE]

    done = subprocess.run(command, cwd=signed, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


AUTHORITY = """\
[req]
distinguished_name = name
prompt = no
[name]
CN = A made-up authority
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = stamp
[stamp]
serial = serial
crypto_device = builtin
signer_cert = leaf.pem
signer_key = leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time-stamp authority of our own, made by openssl."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(AUTHORITY)
    (folder / "serial").write_text("01")
    new = "req -config tsa.cnf -newkey rsa:2048 -nodes"
    for command in (
        f"{new} -x509 -extensions root -days 3650 -keyout root.key -out root.pem",
        f"{new} -keyout leaf.key -out leaf.csr",
        (
            "x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 2 -days 3650"
            " -extfile tsa.cnf -extensions leaf -out leaf.pem"
        ),
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    return folder


def stamped(authority: Path, request: Path, reply: Path) -> None:
    command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", str(request)]
    subprocess.run([*command, "-out", str(reply)], cwd=authority, check=True, capture_output=True)


@needs_openssl
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_time_stamp_is_asked_for_added_and_checked(
    bundle: Path, authority: Path, tmp_path: Path, form: str
) -> None:
    if form == "zip":
        bundle = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", bundle))
    reply = tmp_path / "reply.tsr"
    stamped(authority, write_request(bundle), reply)

    add_reply(bundle, reply)

    found = verify(bundle, authority / "root.pem")
    assert found.is_intact
    assert found.stamped_ms is not None
    unchecked = verify(bundle)
    assert (unchecked.has_stamp, unchecked.stamped_ms) == (True, None)
    with pytest.raises(BundleError, match="could not be written"):
        add_reply(bundle, reply)


@needs_openssl
def test_a_stamp_of_another_bundle_or_authority_is_named(
    bundle: Path, authority: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / MANIFEST).write_text("another manifest")
    stamped(authority, write_request(tmp_path / "other"), tmp_path / "reply.tsr")
    add_reply(bundle, tmp_path / "reply.tsr")

    assert [p.code for p in verify(bundle, authority / "root.pem").problems] == ["timestamp"]
    assert [p.code for p in verify(bundle, authority / "tsa.cnf").problems] == ["timestamp"]
    assert (bundle / REPLY).exists()
