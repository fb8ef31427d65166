"""Promises about the project as a whole: what imports what, what no file may name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

CODE_TO_IMPORT_ALL = """
import importlib, pkgutil, sys
import auditor
for found in pkgutil.walk_packages(auditor.__path__, "auditor."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
bad = sorted(name for name in sys.modules if name.split(".")[0] in
             ("PySide6", "shiboken6", "pyqtgraph", "ui"))
print(*bad)
"""


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of the project's files")
    return [PROJECT / name for name in listed.stdout.splitlines() if (PROJECT / name).is_file()]


def test_the_whole_core_imports_without_qt() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CODE_TO_IMPORT_ALL],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    hosts = [r"pypi\.org", r"pythonhosted\.org", r"registry\.npmjs\.org", r"deb\.debian\.org"]
    paths = ["/" + "work/main", "/" + "root/", "/" + "home/[a-z]+/"]
    pattern = re.compile("|".join([r"\b(?:" + "|".join(hosts) + r")\b", *paths]))

    found = []
    for path in tracked_files():
        if path == Path(__file__) or path.suffix in {".png", ".otf", ".ttf", ".qm"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(PROJECT)}: {m[0]}" for m in pattern.finditer(text)]

    assert found == []


def test_requirements_are_pinned_and_hashed_and_name_no_index() -> None:
    for path in sorted((PROJECT / "packaging" / "requirements").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()

        pins = [line for line in lines if re.match(r"[a-z0-9]", line)]
        assert pins and all("==" in pin for pin in pins), path.name
        assert sum("--hash=sha256:" in line for line in lines) >= len(pins), path.name
        assert not [line for line in lines if line.startswith("-") or "://" in line], path.name


def test_top_level_holds_only_what_the_map_names() -> None:
    allowed = {"pyproject.toml", "auditor", "ui", "resources", "tests", "packaging", "benchmarks"}
    allowed |= {"docs", "Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}

    top = {path.relative_to(PROJECT).parts[0] for path in tracked_files()}

    assert {name for name in top if not name.startswith(".")} <= allowed


def test_no_sql_numbers_its_parameters() -> None:
    """Early releases of Python 3.12 warn of `?1` with a sequence, and 3.14 was to refuse it."""
    numbered = re.compile(r"(?:SELECT|WHERE|=|,|\() *\?\d")

    found = [
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for path in tracked_files()
        if path.suffix == ".py" and path.parent.name in ("auditor", "ui")
        for line in path.read_text(encoding="utf-8").splitlines()
        if numbered.search(line)
    ]

    assert found == []


def test_the_map_names_every_file_of_the_core() -> None:
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    files = [p for p in tracked_files() if p.is_relative_to(PROJECT / "auditor")]

    names = {p.stem for p in files if p.suffix == ".py" and p.stem != "__init__"}

    assert sorted(name for name in names if name not in text) == []
