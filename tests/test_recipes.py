"""Recipes of the systems' packages: their texts agree with the program, in version and names."""

import plistlib
import re
from pathlib import Path
from types import ModuleType

import pytest

from auditor import DESKTOP_ID, NAME, __version__
from tests.conftest import PROJECT
from tests.test_packaging import PACKAGING, load

WORKFLOW = PROJECT / ".github" / "workflows" / "package.yml"


@pytest.fixture(autouse=True)
def recipes_see_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))


@pytest.fixture
def product() -> ModuleType:
    return load("product.py")


def test_every_template_is_filled_and_a_name_that_nobody_knows_stops_it(
    product: ModuleType, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.in"
    wrong.write_text("${NOBODY_KNOWS}", encoding="utf-8")

    with pytest.raises(KeyError):
        product.filled(wrong)
    assert "${" not in load("windows/make.py").script()
    assert "${" not in load("windows/make.py").version_resource("auditor")


def test_no_recipe_writes_the_version_down_itself() -> None:
    for path in PACKAGING.rglob("*"):
        if path.suffix in {".py", ".in", ".plist", ".spec"} and path.parent.name != "requirements":
            text = path.read_text(encoding="utf-8")
            assert not re.search(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])", text), path


def test_the_installer_for_windows_is_of_this_version_and_asks_for_no_rights() -> None:
    text = load("windows/make.py").script()

    assert f"AppVersion={__version__}\n" in text and f"AppName={NAME}\n" in text
    assert "PrivilegesRequired=lowest" in text
    for program in ("permission-auditor.exe", "auditor"):
        assert program in text
    sections = re.findall(r"^\[(\w+)\]$", text, re.M)
    assert len(sections) == len(set(sections)) and {"Setup", "Files", "Registry"} <= set(sections)
    keys = [line for line in text.splitlines() if line.startswith("Root: ")]
    assert keys and all(line.startswith("Root: HKA;") for line in keys)  # never another person's
    assert all("uninsdelete" in line for line in keys)  # removed with the program
    begins, ends = (len(re.findall(rf"^ *{word}\b", text, re.M)) for word in ("begin", "end"))
    assert begins == ends > 0


def test_the_programs_for_windows_say_who_they_are() -> None:
    text = load("windows/make.py").version_resource("permission-auditor")

    numbers = ", ".join(__version__.split("."))
    assert f"filevers=({numbers}, 0)" in text
    assert f"StringStruct('ProductName', '{NAME}')" in text
    assert "StringStruct('OriginalFilename', 'permission-auditor.exe')" in text
    compile(text, "version", "eval")


def test_the_app_for_macos_says_who_it_is_and_asks_for_nothing_private() -> None:
    about = load("macos/make.py").info_plist()

    assert plistlib.loads(plistlib.dumps(about)) == about
    assert about["CFBundleIdentifier"] == DESKTOP_ID.replace("_", "-")
    assert about["CFBundleName"] == NAME
    assert about["CFBundleShortVersionString"] == about["CFBundleVersion"] == __version__
    assert re.fullmatch(r"[A-Za-z0-9.-]+", about["CFBundleIdentifier"])  # what Apple allows
    place = PACKAGING / "macos" / "entitlements.plist"
    rights = plistlib.loads(place.read_bytes())
    assert set(rights) == {"com.apple.security.cs.allow-unsigned-executable-memory"}


def test_the_flatpak_has_no_network_and_no_files_of_the_person(product: ModuleType) -> None:
    text = product.filled(PACKAGING / "flatpak" / "manifest.yml.in", WHEEL="any.whl")
    rights = re.findall(r"^  - (--\S+)$", text, re.M)

    assert rights == [
        "--socket=wayland",
        "--socket=fallback-x11",
        "--share=ipc",
        "--device=dri",
        "--device=usb",
    ]
    assert f"id: {DESKTOP_ID}\n" in text and "command: permission-auditor\n" in text
    assert "--no-index" in text and "--require-hashes" in text and "://" not in text


def test_the_debian_package_says_what_it_is(product: ModuleType) -> None:
    recipe = load("debian/make.py")
    more = dict.fromkeys(("ARCHITECTURE", "INSTALLED_KB", "DEPENDS", "HOMEPAGE"), "")
    text = product.filled(PACKAGING / "debian" / "control.in", DEB_VERSION=recipe.version(), **more)

    assert f"Package: permission-auditor\nVersion: {__version__}-1\n" in text
    assert re.search(r"^Maintainer: [^<]+ <[^@>]+@[^>]+>$", text, re.M)
    described = text.partition("\nDescription: ")[2].splitlines()
    assert len(described[0]) < 80
    assert all(line.startswith(" ") and len(line) <= 80 for line in described[1:])
    assert recipe.debian_changelog().startswith(f"permission-auditor ({__version__}-1) unstable;")


def test_what_builds_the_packages_elsewhere_is_pinned_and_calls_recipes_that_are_there() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    names = {path.parent.name for path in PACKAGING.glob("*/make.py")}

    used = re.findall(r"uses: (\S+)", text)
    assert used and all(re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", each) for each in used)
    asked = re.findall(r"package(?:-test)? -- ([\w ]+)$", text, re.M)
    assert asked and set(" ".join(asked).split()) <= names
    for system in ("linux", "windows", "macos"):
        assert f"\n  {system}:\n" in text
    assert "permissions:\n  contents: read\n" in text


def test_the_programs_carry_icon_and_version_where_the_system_looks_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING / "frozen"))
    looks = load("frozen/looks.py")

    assert looks.of_program("auditor", tmp_path, "linux") == {}
    given = looks.of_program("auditor", tmp_path, "win32")
    assert Path(given["icon"]).read_bytes()[:4] == b"\0\0\1\0"
    assert "'auditor.exe'" in Path(given["version"]).read_text(encoding="utf-8")
    app = looks.of_app(tmp_path)
    assert app["bundle_identifier"] == app["info_plist"]["CFBundleIdentifier"]
    assert app["version"] == __version__
    assert Path(app["icon"]).read_bytes()[:4] == b"icns"
    assert app["info_plist"]["CFBundleName"] == NAME
