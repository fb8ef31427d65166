"""Whatever is changed in a bundle is detected, and the damaged part is named."""

import hashlib
import json
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from auditor.bundle.rederive import rederive
from auditor.bundle.seal import AFTER_MANIFEST, FILES_SHA256, MANIFEST, MANIFEST_SHA256
from auditor.bundle.verify import Problem, verify
from auditor.errors import BundleError


def files_of(bundle: Path) -> list[Path]:
    return sorted(path for path in bundle.rglob("*") if path.is_file())


def is_detected(bundle: Path, name: str) -> bool:
    """Whether a changed file is named; a manifest that nobody can read is an error of its own."""
    try:
        return any(name in (problem.path, problem.detail) for problem in verify(bundle).problems)
    except BundleError as error:
        return MANIFEST in error.sentence or "bundle" in error.sentence


def test_one_flipped_bit_in_each_file_is_named(bundle: Path) -> None:
    pick = random.Random(1)
    for path in files_of(bundle):
        before = path.read_bytes()
        place = pick.randrange(len(before)) if before else 0
        name = path.relative_to(bundle).as_posix()

        path.write_bytes(
            before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :] if before else b"x"
        )

        blamed = MANIFEST if name == MANIFEST_SHA256 else name
        assert is_detected(bundle, blamed), name
        path.write_bytes(before)
    assert verify(bundle).is_intact


def test_a_thousand_random_changes_are_all_named(bundle: Path) -> None:
    pick = random.Random(2)
    paths = [p for p in files_of(bundle) if p.name not in AFTER_MANIFEST and p.stat().st_size]
    contents = {path: path.read_bytes() for path in paths}
    for _ in range(1000):
        path = pick.choice(paths)
        before = contents[path]
        changed = mutated(pick, before)
        if changed == before:
            continue
        name = path.relative_to(bundle).as_posix()
        digest = hashlib.sha256(changed).hexdigest()
        listed = json.loads((bundle / MANIFEST).read_bytes())["files"]
        assert digest != next(each["sha256"] for each in listed if each["path"] == name)
        if pick.random() < 0.02:  # the whole check costs more than the hash that it rests on
            path.write_bytes(changed)
            assert Problem("changed", name) in verify(bundle).problems
            path.write_bytes(before)


def mutated(pick: random.Random, data: bytes) -> bytes:
    """Change a byte, drop one, drop a line, or swap two lines."""
    lines = data.split(b"\n")
    match pick.randrange(4):
        case 0:
            place = pick.randrange(len(data))
            return data[:place] + bytes([pick.randrange(256)]) + data[place + 1 :]
        case 1:
            place = pick.randrange(len(data))
            return data[:place] + data[place + 1 :]
        case 2:
            del lines[pick.randrange(len(lines))]
        case 3:
            a, b = pick.randrange(len(lines)), pick.randrange(len(lines))
            lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def test_a_file_that_is_gone_added_or_renamed_is_named(bundle: Path) -> None:
    (bundle / "limits.md").unlink()
    (bundle / "more.txt").write_text("more")
    (bundle / "verify.md").rename(bundle / "check.md")

    assert set(verify(bundle).problems) == {
        Problem("missing", "limits.md"),
        Problem("missing", "verify.md"),
        Problem("extra", "more.txt"),
        Problem("renamed", "check.md", "verify.md"),
    }


def test_a_link_is_not_followed(bundle: Path, tmp_path: Path) -> None:
    (bundle / "limits.md").rename(tmp_path / "elsewhere.md")
    (bundle / "limits.md").symlink_to(tmp_path / "elsewhere.md")

    assert [problem.code for problem in verify(bundle).problems] == ["unreadable"]


def resealed(bundle: Path) -> None:
    """Make the lists of hashes anew, as somebody who wants to deceive would."""
    manifest = json.loads((bundle / MANIFEST).read_bytes())
    listed = {each["path"]: each for each in manifest["files"]}
    for name in sorted(listed, key=lambda n: n == FILES_SHA256):
        if name == FILES_SHA256:
            lines = [f"{e['sha256']}  {p}\n" for p, e in sorted(listed.items()) if p != name]
            (bundle / name).write_text("".join(lines))
        listed[name]["sha256"] = hashlib.sha256((bundle / name).read_bytes()).hexdigest()
    data = json.dumps(manifest).encode()
    (bundle / MANIFEST).write_bytes(data)
    (bundle / MANIFEST_SHA256).write_text(f"{hashlib.sha256(data).hexdigest()}  {MANIFEST}\n")


def test_a_forged_record_is_found_by_deriving_it_again(bundle: Path) -> None:
    records = bundle / "derived" / "records.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    row = json.loads(lines[0])
    row["uid_state"] = "cch" if row["uid_state"] != "cch" else "top"
    lines[0] = json.dumps(row).encode() + b"\n"
    records.write_bytes(b"".join(lines))
    resealed(bundle)

    assert verify(bundle).is_intact  # whoever has no other copy of the hash cannot tell …
    found = rederive(bundle)  # … but the raw line still says what it said

    place = f"{row['raw_file']}:{row['line']}"
    assert Problem("record", "derived/records.jsonl", place) in found


def test_a_record_that_was_taken_out_is_found_by_deriving_it_again(bundle: Path) -> None:
    records = bundle / "derived" / "records.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    row = json.loads(lines[0])
    records.write_bytes(b"".join(lines[1:]))
    resealed(bundle)

    assert Problem("record", row["raw_file"], f"line {row['line']}") in rederive(bundle)


def test_a_changed_entry_of_the_custody_log_breaks_its_chain(bundle: Path) -> None:
    path = bundle / "custody.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0].replace(b"acquired", b"imported") + b"".join(lines[1:]))
    resealed(bundle)

    assert Problem("custody", "custody.jsonl", "line 2") in verify(bundle).problems


def test_a_row_that_points_to_an_emptied_line_is_named(bundle: Path) -> None:
    path = bundle / "derived" / "records.jsonl"
    row = json.loads(path.read_bytes().splitlines()[0])
    raw = bundle / row["raw_file"]
    lines = raw.read_bytes().split(b"\n")
    lines[row["line"] - 1] = b""
    raw.write_bytes(b"\n".join(lines))
    resealed(bundle)

    assert any(problem.code == "pointer" for problem in verify(bundle).problems)


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{}",
        b"[]",
        b'{"format": "permission-auditor-bundle", "version": 99, "files": []}',
        b'{"format": "permission-auditor-bundle", "version": 1, "files": [{"path": "../x",'
        b' "sha256": "' + b"0" * 64 + b'"}]}',
        b'{"format": "permission-auditor-bundle", "version": 1, "files": [1]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_manifest_that_is_none_is_a_sentence(bundle: Path, manifest: bytes) -> None:
    (bundle / MANIFEST).write_bytes(manifest)

    with pytest.raises(BundleError):
        verify(bundle)


def test_what_is_no_bundle_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK no zip")
    (tmp_path / "empty").mkdir()

    for name in ("a.zip", "empty", "nothing"):
        with pytest.raises(BundleError):
            verify(tmp_path / name)


def test_an_archive_with_one_name_twice_is_named(bundle: Path, tmp_path: Path) -> None:
    archive = tmp_path / "twice.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for path in files_of(bundle):
            opened.write(path, path.relative_to(bundle).as_posix())
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr("limits.md", "something else")

    assert Problem("twice", "limits.md") in verify(archive).problems


@pytest.mark.skipif(
    not (shutil.which("sha256sum") and shutil.which("find")), reason="needs coreutils"
)
def test_coreutils_alone_can_check_a_bundle(bundle: Path) -> None:
    def check() -> list[int]:
        lists = (MANIFEST_SHA256, FILES_SHA256)
        commands = [["sha256sum", "-c", "--quiet", name] for name in lists]
        return [
            subprocess.run(c, cwd=bundle, capture_output=True, check=False).returncode
            for c in commands
        ]

    assert check() == [0, 0]
    (bundle / "limits.md").write_text("less")
    assert check() == [0, 1]
