"""Makes the program's icon in every form that desktops ask for, from drawings in resources/icons.

    python packaging/make_icons.py FOLDER

PNG files of all sizes for Linux, an .ico for Windows, an .icns for macOS. 16 pixels have a drawing
of their own, every dot put by hand. Both containers hold PNG files behind a short table, so writing
them takes no library (formats: Microsoft, "ICO"; Apple, "Icon Services").
"""

import argparse
import struct
from pathlib import Path

import resvg_py

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES_PX = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_SIZES_PX = {  # type of an entry -> pixels; ic11 to ic14 are the same sizes for dense screens
    "icp4": 16,
    "icp5": 32,
    "ic11": 32,
    "ic12": 64,
    "ic07": 128,
    "ic13": 256,
    "ic08": 256,
    "ic14": 512,
    "ic09": 512,
    "ic10": 1024,
}


def main() -> None:
    """Write every form into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for size_px in SIZES_PX:
        (folder / f"permission-auditor-{size_px}.png").write_bytes(png(size_px))
    (folder / "permission-auditor.ico").write_bytes(ico())
    (folder / "permission-auditor.icns").write_bytes(icns())
    print(f"Icons: {folder}")


def drawing(size_px: int) -> Path:
    """Give the drawing that is made for a size."""
    name = "permission-auditor-16.svg" if size_px == 16 else "permission-auditor.svg"
    return ICONS / name


def png(size_px: int) -> bytes:
    """Give the icon as a PNG file, `size_px` wide and high."""
    text = drawing(size_px).read_text(encoding="utf-8")
    return bytes(resvg_py.svg_to_bytes(svg_string=text, width=size_px, height=size_px))


def ico() -> bytes:
    """Give all sizes in one file for Windows."""
    pictures = [(size_px, png(size_px)) for size_px in ICO_SIZES_PX]
    table = struct.pack("<HHH", 0, 1, len(pictures))
    place = len(table) + 16 * len(pictures)
    for size_px, data in pictures:
        side = size_px % 256  # one byte, in which 0 means 256
        table += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), place)
        place += len(data)
    return table + b"".join(data for _size, data in pictures)


def icns() -> bytes:
    """Give all sizes in one file for macOS."""
    entries = b""
    for kind, size_px in ICNS_SIZES_PX.items():
        data = png(size_px)
        entries += kind.encode() + struct.pack(">I", len(data) + 8) + data
    return b"icns" + struct.pack(">I", len(entries) + 8) + entries


if __name__ == "__main__":
    main()
