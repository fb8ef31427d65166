"""What people install: a wheel with the whole program and nothing else, twice the same bytes."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PARTS = ("auditor", "ui", "resources")


def kept_files() -> set[str]:
    """The files of the program, as git keeps them."""
    if shutil.which("git") is None or not (PROJECT / ".git").exists():
        pytest.skip("only a clone knows which files are the program's")
    found = subprocess.run(
        ["git", "ls-files", "-z", *PARTS], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return set(filter(None, found.stdout.split("\0")))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A wheel and a source archive, built without the network."""
    folder = tmp_path_factory.mktemp("dist")
    build(folder)
    (wheel,) = folder.glob("*.whl")
    (source,) = folder.glob("*.tar.gz")
    return wheel, source


def build(folder: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=PROJECT, capture_output=True, check=True)


def test_the_wheel_holds_every_file_of_the_program_and_no_other(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert inside == kept_files()


def test_the_source_archive_holds_the_program_and_what_it_takes_to_build_it(
    built: tuple[Path, Path],
) -> None:
    with tarfile.open(built[1]) as source:
        inside = {name.partition("/")[2] for name in source.getnames()}

    more = {"CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml", ".gitignore"}
    assert inside == kept_files() | more


def test_two_builds_are_the_same_bytes(built: tuple[Path, Path], tmp_path: Path) -> None:
    build(tmp_path)

    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        each.name: each.read_bytes() for each in built
    }


def test_the_base_needs_no_window(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        (name,) = (each for each in wheel.namelist() if each.endswith("/METADATA"))
        lines = wheel.read(name).decode().splitlines()
    needed = [line for line in lines if line.startswith("Requires-Dist:")]

    always = [line for line in needed if "extra ==" not in line]
    assert always
    assert not [line for line in always if "pyside" in line.lower() or "pyqtgraph" in line]
    assert [line for line in needed if "pyside6" in line.lower() and "gui" in line]


START = """
import sys
from pathlib import Path
import auditor, ui
from auditor import ops, words
from auditor.findings.rule_files import own_rules
from ui.theme import RESOURCES
home = Path(sys.argv[1])
assert Path(auditor.__file__).is_relative_to(home) and Path(ui.__file__).is_relative_to(home)
assert own_rules() and words.word("data_type.camera", "zh_CN")
for name in ("style/window.qss", "i18n/ui_zh_CN.qm", "icons/app.svg"):
    assert (RESOURCES / name).is_relative_to(home) and (RESOURCES / name).stat().st_size
"""


def test_the_program_starts_from_the_wheel_alone(built: tuple[Path, Path], tmp_path: Path) -> None:
    home = tmp_path / "installed"
    with zipfile.ZipFile(built[0]) as wheel:
        wheel.extractall(home)
    environment = {**os.environ, "PYTHONPATH": str(home)}

    for command in (["-c", START, str(home)], ["-m", "auditor", "--version"]):
        subprocess.run([sys.executable, *command], cwd=tmp_path, env=environment, check=True)
