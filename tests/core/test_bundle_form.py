"""A bundle is told by its manifest; nothing else is taken for one, and nothing makes it fail."""

import json
import zipfile
from pathlib import Path

import pytest

from auditor.bundle_form import FORMAT, is_bundle

MANIFEST = json.dumps({"format": FORMAT, "version": 1, "files": []})


def zipped(place: Path, name: str, text: str) -> Path:
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(name, text)
    return place


def test_a_folder_and_a_zip_with_its_manifest_are_bundles(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "manifest.json").write_text(MANIFEST, encoding="utf-8")

    assert is_bundle(folder)
    assert is_bundle(zipped(tmp_path / "any.zip", "manifest.json", MANIFEST))


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "permission-auditor-capture"}',
        "[]",
        "not JSON",
        "[" * 100_000,
        "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
    ],
)
def test_another_manifest_makes_no_bundle(tmp_path: Path, text: str) -> None:
    assert not is_bundle(zipped(tmp_path / "other.zip", "manifest.json", text))


def test_what_is_no_zip_or_is_not_there_is_no_bundle(tmp_path: Path) -> None:
    plain = tmp_path / "dump.txt"
    plain.write_bytes(b"Uid 10123:\n")

    assert not is_bundle(plain)
    assert not is_bundle(tmp_path)
    assert not is_bundle(tmp_path / "gone")
    assert not is_bundle(zipped(tmp_path / "empty.zip", "readme.txt", ""))
    cut = zipped(tmp_path / "cut.zip", "manifest.json", MANIFEST)
    cut.write_bytes(cut.read_bytes()[:-30])
    assert not is_bundle(cut)
