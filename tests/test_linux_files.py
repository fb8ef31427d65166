"""What a Linux desktop gets beside the program agrees with the program and with itself."""

import configparser
import gzip
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication

from auditor import DESKTOP_ID, NAME, __version__
from auditor.adb.doctor import UDEV_FILE, udev_rule
from auditor.adb.usb import vendors
from auditor.cli import cli
from tests.conftest import PROJECT
from ui.options import make_parser

SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
METAINFO = f"metainfo/{DESKTOP_ID}.metainfo.xml"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files, laid out as a package holds them below /usr."""
    folder = tmp_path_factory.mktemp("usr")
    run("linux_files.py", str(folder))
    return folder / "share"


def run(script: str, *arguments: str) -> None:
    command = [sys.executable, str(PROJECT / "packaging" / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def desktop_entry(share: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(share / "applications" / f"{DESKTOP_ID}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_menu_software_centre_and_window_call_the_program_by_one_name(share: Path) -> None:
    entry = desktop_entry(share)
    about = ElementTree.parse(share / METAINFO).getroot()

    assert entry["Name"] == about.findtext("name") == NAME
    assert entry["Comment"] == about.findtext("summary")
    assert entry["Icon"] == about.findtext("icon") == about.findtext("id") == DESKTOP_ID
    assert about.findtext("launchable") == f"{DESKTOP_ID}.desktop"
    assert about.findtext("releases/..") is not None
    assert next(each.get("version") for each in about.iter("release")) == __version__
    assert entry["StartupWMClass"] == make_parser().prog == "permission-auditor"
    assert entry["Exec"].split() == ["permission-auditor", "%F"]


def test_every_text_of_menu_and_software_centre_is_chinese_too(share: Path) -> None:
    entry = desktop_entry(share)
    about = ElementTree.parse(share / METAINFO).getroot()

    for key in ("GenericName", "Comment", "Keywords"):
        assert re.search("[一-鿿]", entry[f"{key}[zh_CN]"])
    for tag in ("summary", "p", "li"):
        languages = [each.get(LANG) for each in about.iter(tag)]
        assert languages == [None, "zh_CN"] * (len(languages) // 2), tag


def test_types_that_the_program_opens_are_the_types_that_are_described(share: Path) -> None:
    kinds = ElementTree.parse(share / "mime" / "packages" / f"{DESKTOP_ID}.xml").getroot()
    described = {each.get("type") for each in kinds}
    about = ElementTree.parse(share / METAINFO).getroot()

    assert set(filter(None, desktop_entry(share)["MimeType"].split(";"))) == described
    assert {each.text for each in about.iter("mediatype")} == described
    assert len(described) == 3
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    for each in kinds.iter(f"{space}icon"):
        for size_px in SIZES_PX:
            place = share / f"icons/hicolor/{size_px}x{size_px}/mimetypes/{each.get('name')}.png"
            assert place.is_file()


def test_files_are_known_by_the_names_that_the_program_gives_them() -> None:
    from auditor.locked_file import SUFFIX
    from ui.bundle_export import NAME_END

    text = (PROJECT / "packaging" / "linux" / "mime.xml.in").read_text(encoding="utf-8")
    installer = (PROJECT / "packaging" / "windows" / "installer.iss.in").read_text(encoding="utf-8")

    assert set(re.findall(r'<glob pattern="\*([^"]+)"/>', text)) == {SUFFIX, NAME_END}
    assert f"Software\\Classes\\{SUFFIX}" in installer


def test_the_store_of_a_case_is_known_by_its_content() -> None:
    from auditor.schema import APPLICATION_ID

    text = (PROJECT / "packaging" / "linux" / "mime.xml.in").read_text(encoding="utf-8")

    assert struct.pack(">I", APPLICATION_ID).decode() == "PAUD"
    assert 'offset="68" value="PAUD"' in text  # where SQLite keeps the id (its file format, 1.3)


def test_the_icon_is_there_in_every_size(share: Path, qapp: QApplication) -> None:
    theme = share / "icons" / "hicolor"

    for size_px in SIZES_PX:
        picture = QImage(str(theme / f"{size_px}x{size_px}" / "apps" / f"{DESKTOP_ID}.png"))
        assert (picture.width(), picture.height()) == (size_px, size_px)
        assert picture.pixelColor(size_px // 4, size_px // 2).alpha() == 255
    assert (theme / "scalable" / "apps" / f"{DESKTOP_ID}.svg").is_file()
    symbolic = (theme / "symbolic" / "apps" / f"{DESKTOP_ID}-symbolic.svg").read_text("utf-8")
    assert set(re.findall(r"#[0-9a-f]{6}", symbolic)) == {"#2e3436"}  # the one that themes replace


def test_the_icons_for_windows_and_macos_hold_every_size(
    tmp_path: Path, qapp: QApplication
) -> None:
    run("make_icons.py", str(tmp_path))

    ico = QImageReader(str(tmp_path / "permission-auditor.ico"))
    sizes = []
    for number in range(ico.imageCount()):
        ico.jumpToImage(number)
        sizes.append(ico.read().width())
    assert sizes == [16, 20, 24, 32, 40, 48, 64, 128, 256]
    data = (tmp_path / "permission-auditor.icns").read_bytes()
    assert data[:4] == b"icns" and struct.unpack(">I", data[4:8])[0] == len(data)
    place, found = 8, []
    while place < len(data):
        length = struct.unpack(">I", data[place + 4 : place + 8])[0]
        found.append(QImage.fromData(data[place + 8 : place + length]).width())
        place += length
    assert sorted(set(found)) == [16, 32, 64, 128, 256, 512, 1024]


def commands_of(group: object, before: str = "auditor") -> list[str]:
    names = []
    for name, command in getattr(group, "commands", {}).items():
        names += [f"{before} {name}", *commands_of(command, f"{before} {name}")]
    return names


def test_the_man_pages_tell_of_every_command_and_option(share: Path) -> None:
    page = gzip.decompress((share / "man/man1/auditor.1.gz").read_bytes()).decode()
    window = gzip.decompress((share / "man/man1/permission-auditor.1.gz").read_bytes()).decode()
    sections = re.findall(r"^\.SS (.+)$", page, re.M)

    assert sections and sections == sorted(sections, key=lambda name: name.split())
    assert set(commands_of(cli)) == {name.replace("\\-", "-") for name in sections}
    for section in page.split("\n.SS ")[1:]:
        assert re.search(r"\n\.PP\n[A-Z]", section), section[:60]  # each says what it does
    for option in ("--case", "--sample", "--grab", "--adb-port", "PATH"):
        assert option.replace("-", "\\-") in window
    assert f'"{NAME} {__version__}"' in page and f'"{NAME} {__version__}"' in window


def test_the_man_pages_are_read_without_a_warning(share: Path) -> None:
    if shutil.which("mandoc") is None:
        pytest.skip("mandoc is not here")
    for page in (share / "man" / "man1").iterdir():
        text = gzip.decompress(page.read_bytes())
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], input=text, check=False)
        assert done.returncode == 0, page.name


def test_completion_asks_the_command_itself(share: Path) -> None:
    for name in (
        "bash-completion/completions/auditor",
        "zsh/site-functions/_auditor",
        "fish/completions/auditor.fish",
    ):
        text = (share / name).read_text(encoding="utf-8")
        shell = name.partition("/")[0].removesuffix("-completion")
        assert f"_AUDITOR_COMPLETE={shell}_complete" in text


def test_the_udev_rules_are_those_that_the_doctor_offers(share: Path) -> None:
    place = share / "permission-auditor" / Path(UDEV_FILE).name
    lines = place.read_text(encoding="utf-8").splitlines()

    rules = [line for line in lines if not line.startswith("#")]
    assert rules == [udev_rule(vendor) for vendor in sorted(vendors())]


def test_what_the_desktops_own_tools_say(share: Path) -> None:
    ran = 0
    for command in (
        ["desktop-file-validate", str(share / "applications" / f"{DESKTOP_ID}.desktop")],
        ["appstreamcli", "validate", "--no-net", str(share / METAINFO)],
    ):
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout
            ran += 1
    if not ran:
        pytest.skip("neither desktop-file-validate nor appstreamcli is here")


def test_screenshots_have_an_address_once_the_project_has_one(tmp_path: Path) -> None:
    code = "import linux_files; print(linux_files.metainfo('https://project.example', 'https://project.example/here'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT / "packaging",
        capture_output=True,
        text=True,
        check=True,
    )
    root = ElementTree.fromstring(done.stdout)

    images = [each.text or "" for each in root.iter("image")]
    assert len(images) == 6
    for image in images:
        assert (
            PROJECT / "docs/images" / image.removeprefix("https://project.example/here/")
        ).is_file()
    if shutil.which("appstreamcli"):
        place = tmp_path / f"{DESKTOP_ID}.metainfo.xml"
        place.write_text(done.stdout, encoding="utf-8")
        command = ["appstreamcli", "validate", "--no-net", str(place)]
        said = subprocess.run(command, capture_output=True, text=True)
        assert said.returncode == 0, said.stdout
