"""Lays out what a Linux desktop needs beside the program: menu entry, icons, types, man pages.

    python packaging/linux_files.py FOLDER [--zsh vendor-completions] [--fish vendor_completions.d]

FOLDER becomes what is below /usr (or /app in a Flatpak). Made anew for each package from the
program as it stands, so that a new command is in the man page at once.
"""

import argparse
import gzip
import shutil
from pathlib import Path
from xml.sax.saxutils import escape

import make_icons
import man_pages
import product
from click.shell_completion import get_completion_class

from auditor.adb.doctor import UDEV_FILE, udev_rule
from auditor.adb.usb import vendors
from auditor.cli import cli

LINUX = Path(__file__).resolve().parent / "linux"
SHELLS = {
    "bash": ("bash-completion/completions", "auditor"),
    "zsh": ("zsh/site-functions", "_auditor"),
    "fish": ("fish/completions", "auditor.fish"),
}
TYPES = ("bundle", "case")
IMAGES = ("timeline", "findings", "home")
UDEV_NOTE = f"""\
# Lets whoever sits at this computer use phones of these makers over USB, without being root.
# Not in force until you put it in place yourself:
#   sudo cp /usr/share/permission-auditor/{Path(UDEV_FILE).name} {Path(UDEV_FILE).parent}/
#   sudo udevadm control --reload && sudo udevadm trigger --subsystem-match=usb
# For the phone that is plugged in alone: auditor doctor --udev-rule
"""


def main() -> None:
    """Lay everything out below one folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--zsh", default="site-functions", help="folder below share/zsh")
    parser.add_argument("--fish", default="completions", help="folder below share/fish")
    options = parser.parse_args()
    lay_out(options.folder, options.zsh, options.fish)
    print(f"Files of the desktop: {options.folder}")


def lay_out(folder: Path, zsh: str = "site-functions", fish: str = "completions") -> None:
    """Write all files; debian's folders for zsh and fish differ from those of the shells."""
    share, name = folder / "share", product.DESKTOP_ID
    _write(share / "applications" / f"{name}.desktop", desktop_entry())
    _write(share / "metainfo" / f"{name}.metainfo.xml", metainfo())
    _write(share / "mime" / "packages" / f"{name}.xml", product.filled(LINUX / "mime.xml.in"))
    _write(share / "permission-auditor" / Path(UDEV_FILE).name, udev_rules())
    for page, text in man_pages.pages().items():
        place = share / "man" / "man1" / f"{page}.gz"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    for shell, text in completions().items():
        where, file = SHELLS[shell]
        where = {"zsh": f"zsh/{zsh}", "fish": f"fish/{fish}"}.get(shell, where)
        _write(share / where / file, text)
    _lay_out_icons(share / "icons" / "hicolor")


def _lay_out_icons(theme: Path) -> None:
    types = [f"application-vnd.permission-auditor.{each}" for each in TYPES]
    for size_px in make_icons.SIZES_PX:
        size = theme / f"{size_px}x{size_px}"
        for place in [size / "apps" / product.DESKTOP_ID, *(size / "mimetypes" / t for t in types)]:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.with_name(f"{place.name}.png").write_bytes(make_icons.png(size_px))
    for where, source, name in (
        ("scalable", "permission-auditor.svg", product.DESKTOP_ID),
        ("symbolic", "permission-auditor-symbolic.svg", f"{product.DESKTOP_ID}-symbolic"),
    ):
        (theme / where / "apps").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(make_icons.ICONS / source, theme / where / "apps" / f"{name}.svg")


def desktop_entry() -> str:
    """Give the entry of the desktop's menu."""
    return product.filled(LINUX / "desktop.in")


def metainfo(homepage: str | None = None, pictures: str | None = None) -> str:
    """Give what software centres show. Home page and pictures wait until they have an address."""
    homepage, pictures = homepage or product.homepage(), pictures or product.pictures()
    releases = []
    for version, day in product.releases():
        is_out = product.is_released() or version != product.__version__
        kind = "stable" if is_out else "development"
        releases.append(f'    <release version="{version}" date="{day}" type="{kind}"/>')
    places = []
    if homepage is not None:
        places.append(f'  <url type="homepage">{escape(homepage)}</url>')
    if pictures is not None:
        places.append("  <screenshots>")
        places += [_screenshot(escape(pictures.rstrip("/")), name) for name in IMAGES]
        places.append("  </screenshots>")
    more = {"PLACES": "\n".join(places), "RELEASES": "\n".join(releases)}
    return product.filled(LINUX / "metainfo.xml.in", **more).replace("\n\n", "\n")


def _screenshot(address: str, name: str) -> str:
    kind = ' type="default"' if name == IMAGES[0] else ""
    return (
        f"    <screenshot{kind}>\n"
        f"      <image>{address}/{name}-en-light.png</image>\n"
        f'      <image xml:lang="zh_CN">{address}/{name}-zh_CN-light.png</image>\n'
        "    </screenshot>"
    )


def udev_rules() -> str:
    """Give the rules that `auditor doctor --udev-rule` offers, for every maker that is known."""
    return UDEV_NOTE + "".join(f"{udev_rule(vendor)}\n" for vendor in sorted(vendors()))


def completions() -> dict[str, str]:
    """Give click's own completion of `auditor` for each shell."""
    made = {}
    for shell in SHELLS:
        kind = get_completion_class(shell)
        assert kind is not None
        source = kind(cli, {}, "auditor", "_AUDITOR_COMPLETE")
        made[shell] = source.source_template % source.source_vars()
    return made


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
