"""Everything that a Flatpak is built from, in one folder: manifest, wheels by hash, desktop files.

The folder needs no network to be built: flatpak-builder --user --install there BUILD-DIR *.yml
"""

import shutil
import sys
from pathlib import Path

import journey
import kit
import linux_files
import product

AFTER = ("wheel",)
FOLDER = Path(__file__).resolve().parent
SOURCES = kit.BUILD / "flatpak"
PYTHON = "3.12"  # of the runtime that the manifest names
GLIBC = ("1", "2010", "2014", *(f"_2_{number}" for number in range(5, 40)))
PLATFORMS = tuple(f"manylinux{each}_x86_64" for each in GLIBC)  # what that runtime can load


def manifest() -> Path:
    """Give where the manifest stands."""
    return SOURCES / f"{product.DESKTOP_ID}.yml"


def build() -> None:
    """Write the folder anew. The wheels come from pip's own source, each with its known hash."""
    shutil.rmtree(SOURCES, ignore_errors=True)
    SOURCES.mkdir(parents=True)
    wheel = kit.only(kit.DIST, "*.whl")
    shutil.copy(wheel, SOURCES)
    requirements = kit.PACKAGING / "requirements" / "gui.txt"
    shutil.copy(requirements, SOURCES / "requirements.txt")
    fetch(SOURCES / "wheels")
    linux_files.lay_out(SOURCES)
    text = product.filled(FOLDER / "manifest.yml.in", WHEEL=wheel.name)
    manifest().write_text(text, encoding="utf-8")


def fetch(target: Path, *more: str | Path) -> None:
    """Let pip lay every required file into a folder, for the runtime's Python and by its hash.

    pure-python-adb comes as source; it is pure Python, so building it takes nothing.
    """
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--prefer-binary", "--no-deps"]
    pip += ["--python-version", PYTHON, *(f"--platform={each}" for each in PLATFORMS), *more]
    requirements = kit.PACKAGING / "requirements" / "gui.txt"
    kit.run([*pip, "--require-hashes", "-r", requirements, "-d", target])


def test(work: Path) -> None:
    """Gather the same from the folder alone, without an index: is each file there, as it was?"""
    fetch(work, "--no-index", "--no-build-isolation", "--find-links", SOURCES / "wheels")
    journey.expect(manifest().is_file(), "there is a manifest")
    print("   every requirement is there with its hash; Flatpak itself was not run", flush=True)
