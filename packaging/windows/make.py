"""The installer for Windows, compiled by Inno Setup from the frozen folder. On Windows only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import journey
import kit
import make_icons
import product

AFTER = ("frozen",)
FOLDER = Path(__file__).resolve().parent
WORK = kit.BUILD / "windows"
COMPILER = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "Inno Setup 6" / "ISCC.exe"
SILENT = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")


def missing() -> str:
    """Say what this computer lacks."""
    if sys.platform != "win32":
        return "It takes Windows."
    return "" if compiler() else "It takes Inno Setup 6."


def compiler() -> str:
    """Give the path of Inno Setup's compiler, or nothing."""
    return shutil.which("iscc") or (str(COMPILER) if COMPILER.is_file() else "")


def installer() -> Path:
    """Give where the installer stands."""
    return kit.DIST / f"{product.PACKAGE}-{product.__version__}-windows-x86_64-setup.exe"


def script() -> str:
    """Give the installer's script for this version."""
    return product.filled(
        FOLDER / "installer.iss.in",
        SOURCE=str(kit.PROJECT),
        OUTPUT=str(kit.DIST),
        FROZEN=str(kit.FROZEN),
        ICON=str(WORK / "permission-auditor.ico"),
    )


def version_resource(program: str) -> str:
    """Give what Windows shows under Properties → Details of a program, as PyInstaller reads it."""
    numbers = ", ".join(product.__version__.split("."))
    return product.filled(FOLDER / "version.txt.in", NUMBERS=numbers, PROGRAM=program)


def build() -> None:
    """Write the installer to dist/."""
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "permission-auditor.ico").write_bytes(make_icons.ico())
    (WORK / "installer.iss").write_text(script(), encoding="utf-8-sig")
    kit.run([compiler(), "/Q", WORK / "installer.iss"])


def test(work: Path) -> None:
    """Install it for this person alone, use it, and remove it again."""
    place = work / "installed"
    subprocess.run([str(installer()), *SILENT, "/CURRENTUSER", f"/DIR={place}"], check=True)
    journey.read_sample_to_bundle(place / "auditor.exe", work / "journey", place)
    journey.open_window(place / "permission-auditor.exe", work / "window")
    subprocess.run([str(place / "unins000.exe"), *SILENT], check=True)
    journey.expect(not (place / "auditor.exe").exists(), "the uninstaller removes the program")
