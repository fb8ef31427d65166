"""What Windows and macOS show of the programs: icon, version, name. Read by frozen.spec."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

PACKAGING = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PACKAGING))

import make_icons  # noqa: E402 - of the folder above
import product  # noqa: E402


def of_program(name: str, work: Path, system: str = sys.platform) -> dict[str, str]:
    """Give EXE what a program carries in itself; on Linux the desktop entry does that."""
    if system != "win32":
        return {}
    icon, version = work / f"{product.PACKAGE}.ico", work / f"{name}-version.txt"
    icon.write_bytes(make_icons.ico())
    version.write_text(_recipe("windows").version_resource(name), encoding="utf-8")
    return {"icon": str(icon), "version": str(version)}


def of_app(work: Path) -> dict[str, object]:
    """Give BUNDLE what an app of macOS says of itself."""
    icon = work / f"{product.PACKAGE}.icns"
    icon.write_bytes(make_icons.icns())
    return {
        "name": f"{product.NAME}.app",
        "icon": str(icon),
        "bundle_identifier": product.APPLE_ID,
        "version": product.__version__,
        "info_plist": _recipe("macos").info_plist(),
    }


def _recipe(name: str) -> ModuleType:
    place = PACKAGING / name / "make.py"
    found = importlib.util.spec_from_file_location(f"recipe_{name}", place)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
