"""Bundles that a stranger made to harm who checks them: one sentence each, nothing written."""

import hashlib
import json
import os
import random
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.bundle.seal import FILES_SHA256, MANIFEST, MANIFEST_SHA256, VERSION
from auditor.bundle_form import FORMAT
from auditor.cli import cli
from auditor.cli_bundle import check
from auditor.errors import BundleError

DEEP = b"[" * 200_000
BOMB = bytes(64 << 20)  # 64 MB of zeros take 64 kB in a zip


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def lying(names: str) -> bytes:
    return ('{"format": "x", "files": {' + names + "}}").encode()


HOSTILE = {
    "deep": {"manifest.json": DEEP},
    "bomb": {"manifest.json": b'{"files": {}}' + b" " * (64 << 20)},
    "bomb beside": {"manifest.json": b"{}", "raw/a.txt": BOMB},
    "no JSON": {"manifest.json": b"\xff\xfe\x00"},
    "a list": {"manifest.json": b"[1, 2]"},
    "way out": {"manifest.json": lying('"../../etc/passwd": "00"'), "../../evil.txt": b"x"},
    "absolute": {"manifest.json": lying('"/etc/passwd": "00"'), "/tmp/evil.txt": b"x"},
    "numbers": {"manifest.json": b'{"files": 1e999999, "a": ' + b"9" * 100_000 + b"}"},
    "backslash": {"manifest.json": lying('"..\\\\..\\\\a": "00"'), "..\\..\\a": b"x"},
    "name": {"manifest.json": lying('"\\u001b[31m\\u202e": "00"'), "\x1b[31m\u202e": b"x"},
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_bundle_is_refused_in_sentences(tmp_path: Path, name: str) -> None:
    bundle = packed(tmp_path / "b.zip", HOSTILE[name])
    refused(bundle, tmp_path)


def refused(bundle: Path, room: Path) -> None:
    before = sorted(room.rglob("*"))
    for words in (["verify", str(bundle)], ["verify", str(bundle), "--rederive"]):
        result = CliRunner().invoke(cli, words, prog_name="auditor")
        assert result.exit_code in (2, 5), result.output[-2000:]
        assert all(c.isprintable() or c == "\n" for c in result.output)
    assert sorted(room.rglob("*")) == before


def test_a_folder_whose_files_are_links_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    secret = tmp_path / "secret.json"
    secret.write_text('{"secret": 1}', encoding="utf-8")
    try:
        (folder / "manifest.json").symlink_to(secret)
    except OSError:
        pytest.skip("this user may make no links")
    refused(folder, tmp_path)


def sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Seal made-up files as whoever knows the form can."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    listing = "".join(f"{digest}  {name}\n" for name, digest in hashes.items()).encode()
    hashes[FILES_SHA256] = hashlib.sha256(listing).hexdigest()
    entries = [{"path": name, "sha256": digest} for name, digest in hashes.items()]
    manifest = json.dumps({"format": FORMAT, "version": VERSION, "files": entries}).encode()
    seal = f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()
    return files | {FILES_SHA256: listing, MANIFEST: manifest, MANIFEST_SHA256: seal}


SEALED = {
    "a line at infinity": {"derived/records.jsonl": b'{"raw_file": "raw/a.txt", "line": Infinity}'},
    "a line that is no number": {
        "derived/records.jsonl": b'{"raw_file": "raw/a.txt", "line": NaN}'
    },
    "findings that are a list": {"derived/findings.json": b"[1]"},
    "a finding without a name": {
        "derived/findings.json": b'{"engine": 2, "rule_set_sha256": "", "from_these_files": [[]]}'
    },
    "a reading of numbers": {"captures/a.json": b'{"files": [1, 2]}'},
    "a reading that leads out": {"captures/a.json": b'{"files": [{"file": "../../.."}]}'},
}


@pytest.mark.parametrize("name", sorted(SEALED))
def test_what_is_sealed_and_makes_no_sense_is_refused_in_sentences(
    tmp_path: Path, name: str
) -> None:
    bundle = packed(tmp_path / "b.zip", sealed({"raw/a.txt": b"x", **SEALED[name]}))
    with pytest.raises(BundleError, match="not as it was sealed"):
        list(check(bundle, None, True))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    os.mkfifo(folder / "manifest.json")
    refused(folder, tmp_path)


@pytest.mark.parametrize("seed", range(12))
def test_any_bytes_for_a_bundle_are_refused_in_sentences(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = packed(tmp_path / "a.zip", {"manifest.json": lying('"a": "00"'), "a": b"x" * 200})
    data = bytearray(whole.read_bytes())
    for _ in range(chance.randrange(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    whole.write_bytes(bytes(data[: chance.randrange(1, len(data) + 1)]))
    refused(whole, tmp_path)
