"""Everything that a Flatpak is built from, in one folder: manifest, wheels by hash, desktop files.

The folder needs no network to be built: flatpak-builder --user --install there BUILD-DIR *.yml
"""

import shutil
import sys
from pathlib import Path

import kit
import linux_files
import product

AFTER = ("wheel",)
FOLDER = Path(__file__).resolve().parent
SOURCES = kit.BUILD / "flatpak"
PYTHON = "3.12"  # of the runtime that the manifest names
PLATFORMS = ("manylinux_2_17_x86_64", "manylinux_2_28_x86_64", "manylinux_2_34_x86_64")


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
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:", "--no-deps"]
    pip += ["--python-version", PYTHON, *(f"--platform={each}" for each in PLATFORMS)]
    kit.run([*pip, "--require-hashes", "-r", requirements, "-d", SOURCES / "wheels"])
    linux_files.lay_out(SOURCES)
    text = product.filled(FOLDER / "manifest.yml.in", WHEEL=wheel.name)
    manifest().write_text(text, encoding="utf-8")


def test(work: Path) -> None:
    """Install from the folder as the manifest does, without an index: is every wheel there?"""
    words = ["--no-index", "--find-links", SOURCES / "wheels", "--require-hashes", "--dry-run"]
    words += ["--python-version", PYTHON, "--only-binary=:all:", "--no-deps", "--target", work]
    words += [f"--platform={each}" for each in PLATFORMS]
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    kit.run([*pip, *words, "-r", SOURCES / "requirements.txt"])
    print("   every requirement is there with its hash; Flatpak itself was not run", flush=True)
