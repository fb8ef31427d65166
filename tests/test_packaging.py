"""The recipes of packages: their lists agree with the program, without building anything."""

import importlib.util
import re
import struct
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from auditor import __version__
from tests.conftest import PROJECT

PACKAGING = PROJECT / "packaging"
IMPORT = re.compile(r"^\s*(?:from|import) +([A-Za-z_][\w.]*)", re.M)


@pytest.fixture(autouse=True)
def recipes_see_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))


def load(path: str) -> ModuleType:
    """Load a file of packaging/, which is no package: its files are run, not installed."""
    name = f"packaging_{Path(path).stem}"
    found = importlib.util.spec_from_file_location(name, PACKAGING / path)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def recipe() -> ModuleType:
    return load("frozen/recipe.py")


def test_there_is_one_version() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))

    assert "version" not in project["project"] and project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "auditor/__init__.py"
    assert load("product.py").__version__ == __version__


def test_nothing_that_the_program_imports_stays_out_of_the_frozen_folder(
    recipe: ModuleType,
) -> None:
    lab = {"pyarrow", "sqlglot"}  # an extra that no frozen program has
    imported = {
        name
        for folder in recipe.CODE
        for path in (PROJECT / folder).rglob("*.py")
        for name in IMPORT.findall(path.read_text(encoding="utf-8"))
    }
    out = set(recipe.EXCLUDED)

    assert "numpy" in imported and "PySide6.QtWidgets" in imported
    assert {name for name in imported if out & set(prefixes(name))} - lab <= {"pyarrow.parquet"}


WITHOUT = """
import importlib, pkgutil, runpy, sys
sys.path.insert(0, sys.argv[1])
import recipe
runpy.run_path(f"{sys.argv[1]}/{recipe.AT_START}")
class Out:
    def find_spec(self, name, path=None, target=None):
        if any(name == each or name.startswith(each + ".") for each in recipe.EXCLUDED):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Out())
names = ["typst", "docx", "xlsxwriter", "icalendar", "zeroconf", "rfc3161_client", "segno"]
names += ["resvg_py", "sqlite_utils", "cryptography.x509", "adbutils", "ppadb.client"]
for top in recipe.CODE:
    place = importlib.import_module(top).__path__
    names += [found.name for found in pkgutil.walk_packages(place, top + ".")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
"""


def test_the_program_and_its_libraries_start_without_what_stays_out() -> None:
    command = [sys.executable, "-c", WITHOUT, str(PACKAGING / "frozen")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def prefixes(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts) + 1)]


def test_what_comes_in_by_name_is_there(recipe: ModuleType) -> None:
    for name in (*recipe.HIDDEN, *recipe.OURS):
        assert importlib.util.find_spec(name) is not None, name
    for package, file in recipe.FOLDERS.items():
        (folder,) = importlib.util.find_spec(package).submodule_search_locations
        assert (Path(folder) / file).is_file()


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("resources/i18n/ui_zh_CN.qm", True),
        ("auditor/findings/rules/camera_background.toml", True),
        ("numpy/_core/tests/data/any.csv", False),
    ],
)
def test_of_qt_only_what_the_window_uses_goes_in(
    recipe: ModuleType, name: str, is_kept: bool
) -> None:
    assert recipe.is_kept(name) is is_kept


def test_every_file_of_the_program_goes_in(recipe: ModuleType) -> None:
    data = [
        path.relative_to(PROJECT).as_posix()
        for folder in recipe.OURS
        for path in (PROJECT / folder).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc", ".typed", ".ts"}
    ]

    assert len(data) > 100
    assert [name for name in data if not recipe.is_kept(name)] == []


def test_recipes_come_after_what_they_need() -> None:
    package = load("package.py")
    names = list(package.recipes())

    assert {"wheel", "frozen", "portable"} <= set(names)
    for name, each in package.recipes().items():
        assert all(names.index(needed) < names.index(name) for needed in each.AFTER)
        assert callable(each.build) and callable(each.test)
    assert list(package.wanted(["portable"])) == ["wheel", "frozen", "portable"]
    with pytest.raises(SystemExit, match="No recipe windmill"):
        package.wanted(["windmill"])


def test_the_list_of_hashes_is_what_sha256sum_reads(tmp_path: Path) -> None:
    (tmp_path / "one.whl").write_bytes(b"one")
    (tmp_path / "two.tar.gz").write_bytes(b"two")
    package = load("package.py")

    package.write_sums(tmp_path)
    package.write_sums(tmp_path)

    text = (tmp_path / package.SUMS).read_text(encoding="utf-8")
    assert [line.split("  ")[1] for line in text.splitlines()] == ["one.whl", "two.tar.gz"]
    command = ["sha256sum", "--check", "--strict", package.SUMS]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def icu_block(items: dict[str, bytes]) -> bytes:
    """Lay tables out as ICU does: header, offsets from behind it, names, items at sixteens."""
    header = struct.pack("<HBB", 32, 0xDA, 0x27) + bytes(8) + b"CmnD" + bytes(16)
    names_at = 4 + 8 * len(items)
    names = b"".join(name.encode() + b"\0" for name in items)
    items_at = -(-(names_at + len(names)) // 16) * 16
    entries, body, name_at = b"", b"", names_at
    for name, item in items.items():
        entries += struct.pack("<II", name_at, items_at + len(body))
        name_at += len(name) + 1
        body += item + bytes(-len(item) % 16)
    head = struct.pack("<I", len(items)) + entries + names
    return header + head + bytes(items_at - len(head)) + body


def test_of_the_tables_of_icu_those_kept_stay_whole() -> None:
    icu = load("icu_tables.py")
    given = {
        "icudt73l/coll/zh.res": b"z" * 33,
        "icudt73l/root.res": b"root",
        "icudt73l/zu.res": b"u",
    }

    found = icu.reduced(icu_block(given), icu.KEPT)

    del given["icudt73l/zu.res"]
    assert found == icu_block(given)
    with pytest.raises(SystemExit, match="begin otherwise"):
        icu.reduced(b"\x7fELF" + bytes(40), icu.KEPT)
