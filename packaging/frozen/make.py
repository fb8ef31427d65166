"""The frozen folder: the program, its Python, Qt and adb, so that nothing else must be installed.

PyInstaller makes it from the installed wheel (docs/packaging.md says why PyInstaller).
"""

import shutil
import sys
from pathlib import Path

import contents
import icu_tables
import journey
import kit
from product import PACKAGE

AFTER = ("wheel",)
SPEC = Path(__file__).with_name("frozen.spec")


def missing() -> str:
    """Say what this computer lacks."""
    if sys.platform.startswith("linux") and not shutil.which("objcopy"):
        return "PyInstaller needs objcopy (on Debian and Ubuntu: apt install binutils)."
    return ""


def build() -> None:
    """Write build/frozen/permission-auditor/."""
    folder = kit.FROZEN.parent
    shutil.rmtree(folder, ignore_errors=True)
    work = kit.BUILD / "frozen-work"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    # From a folder without the source: what is frozen is what the wheel holds.
    work.mkdir(parents=True, exist_ok=True)
    kit.run([*command, "--distpath", folder, "--workpath", work, SPEC], cwd=work)
    if sys.platform.startswith("linux"):
        strip()
        for library in kit.FROZEN.rglob("libicudata.so.*"):
            if not library.is_symlink():
                icu_tables.cut(library, work)
    found, sources = contents.read()
    contents.write_licences(found)
    bill = kit.DIST / f"{kit.SYSTEM}.cdx.json"
    bill.write_text(contents.bill_of_materials(found, sources), encoding="utf-8", newline="\n")
    print(f"   {kit.size_mb(kit.FROZEN):.0f} MB unpacked", flush=True)


def strip() -> None:
    """Take the names of functions out of the libraries: a seventh of the folder.

    Not out of those that their wheels had already moved (*.libs): they no longer load after it. And
    not out of adb, which stays as its makers built it.
    """
    libraries = [
        path
        for path in sorted(kit.FROZEN.rglob("*.so*"))
        if path.is_file() and not path.is_symlink() and not path.parent.name.endswith(".libs")
    ]
    kit.run(["strip", "--strip-unneeded", *libraries])


def test(work: Path) -> None:
    """Use both programs from a copy elsewhere, with nothing of this computer's Python in reach."""
    place = work / "elsewhere" / PACKAGE
    shutil.copytree(kit.FROZEN, place, symlinks=True)
    journey.try_folder(place, work)
