"""Wheel and source archive, made by hatchling; the wheel is also what the frozen folder is made of.

Two builds of one commit are the same bytes (tests/test_package.py).
"""

import sys
from pathlib import Path

import journey
import kit
from product import PACKAGE

AFTER = ()


def build() -> None:
    """Write wheel and source archive to dist/ and install the wheel beside the build tools."""
    for old in (*kit.DIST.glob("*.whl"), *kit.DIST.glob("permission_auditor-*.tar.gz")):
        old.unlink()
    kit.run([sys.executable, "-m", "hatchling", "build", "-d", kit.DIST])
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall"]
    kit.run([*pip, kit.only(kit.DIST, "*.whl")])


def test(work: Path) -> None:
    """Install the wheel as `pipx install` does and use it, with every Python that is here.

    The requirements come from the package index, each with the hash that it must have.
    """
    wheel = kit.only(kit.DIST, "*.whl")
    requirements = kit.PACKAGING / "requirements"
    for python in journey.pythons():
        place = work / Path(python).name
        kit.run([python, "-m", "venv", place])
        pip = [place / "bin" / "python", "-m", "pip", "install", "--quiet"]
        kit.run([*pip, "--require-hashes", "-r", requirements / "gui.txt"])
        kit.run([*pip, "--no-deps", wheel])
        kit.run([place / "bin" / "python", "-m", "pip", "check"])
        journey.read_sample_to_bundle(place / "bin" / "auditor", work / f"{place.name}-journey")
        journey.open_window(place / "bin" / PACKAGE, work / f"{place.name}-window")
        print(f"   {place.name}: sample phone read, bundle verified, window opened", flush=True)
