"""The .deb of a small frozen folder: what lies where, with which rights; twice the same bytes."""

import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from auditor import DESKTOP_ID, __version__, licences
from auditor.licences import Part
from tests.test_packaging import PACKAGING, load

TEXT = "Do what you like.\n\nBut say who made it."


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    found = load("debian/make.py")
    if why := found.missing():
        pytest.skip(why)
    return found


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """Two programs of this system in place of ours, and the list of whose software is inside."""
    folder = tmp_path / "frozen"
    listed = folder / "_internal" / "auditor" / "licences" / licences.PACKED
    listed.parent.mkdir(parents=True)
    parts = [Part("permission-auditor", "1", "Apache-2.0", ""), Part("Qt", "6", "LGPL-3.0", TEXT)]
    listed.write_text(licences.to_json(parts), encoding="utf-8")
    for name in ("auditor", "permission-auditor"):
        shutil.copy("/bin/true", folder / name)
    (folder / "_internal" / "secret.txt").write_text("only its maker may read it")
    (folder / "_internal" / "secret.txt").chmod(0o600)
    return folder


def said(*command: object) -> str:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=True
    ).stdout


def test_everything_lies_where_debian_has_it(recipe: ModuleType, frozen: Path) -> None:
    package = frozen.with_name("one.deb")
    recipe.write(frozen, package)

    lines = [line.split(None, 5) for line in said("dpkg-deb", "--contents", package).splitlines()]
    found = {line[5].removeprefix("./"): line for line in lines}
    assert {line[1] for line in lines} == {"root/root"}
    assert {line[3] for line in lines} == {"2026-01-01"}
    home = "usr/lib/permission-auditor"
    for name in ("auditor", "permission-auditor"):
        assert f"usr/bin/{name} -> ../lib/permission-auditor/{name}" in found
        assert found[f"{home}/{name}"][0] == "-rwxr-xr-x"
    assert found[f"{home}/_internal/secret.txt"][0] == "-rw-r--r--"
    for name in (
        f"usr/share/applications/{DESKTOP_ID}.desktop",
        "usr/share/man/man1/auditor.1.gz",
        "usr/share/zsh/vendor-completions/_auditor",
        "usr/share/fish/vendor_completions.d/auditor.fish",
        "usr/share/permission-auditor/70-permission-auditor.rules",
        "usr/share/doc/permission-auditor/README.Debian",
    ):
        assert name in found
    assert not [name for name in found if "udev" in name]  # the rule is put in place by a person


def test_it_says_what_it_needs_and_whose_software_is_inside(
    recipe: ModuleType, frozen: Path
) -> None:
    package, inside = frozen.with_name("one.deb"), frozen.with_name("inside")
    recipe.write(frozen, package)
    said("dpkg-deb", "--extract", package, inside)

    needed = said("dpkg-deb", "--field", package, "Depends")
    assert re.match(r"libc6 \(>= [\d.]+\), fontconfig-config$", needed.strip())
    assert said("dpkg-deb", "--field", package, "Version").strip() == f"{__version__}-1"
    told = (inside / "usr/share/doc/permission-auditor/copyright").read_text(encoding="utf-8")
    assert " == Qt 6: LGPL-3.0\n .\n Do what you like.\n .\n But say who made it.\n" in told
    assert all(re.match(r" |\S+: |$|Format", line) for line in told.splitlines())


def test_two_builds_are_the_same_bytes(recipe: ModuleType, frozen: Path) -> None:
    packages = [frozen.with_name(f"{name}.deb") for name in ("one", "two")]
    for package in packages:
        recipe.write(frozen, package)

    assert packages[0].read_bytes() == packages[1].read_bytes()


def test_what_is_left_after_removing_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))
    clean_root = load("clean_root.py")
    root = clean_root.CleanRoot(tmp_path)
    for name in ("etc/same", "etc/other", "etc/gone", "var/log/apt", "home/tester/case.db"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    before = root.files()

    (tmp_path / "etc/other").write_text("after")
    (tmp_path / "etc/gone").unlink()
    (tmp_path / "etc/new").symlink_to("same")
    (tmp_path / "var/log/apt").write_text("installed, removed")
    (tmp_path / "home/tester/case.db").write_text("mine")

    assert root.changes(before) == ["gone: etc/gone", "new: etc/new", "changed: etc/other"]
