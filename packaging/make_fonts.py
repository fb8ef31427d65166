"""Makes the bundled font anew: Noto Sans CJK SC, cut down to what the pictures need.

    python packaging/make_fonts.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

The source file is in the Debian package fonts-noto-cjk (SIL Open Font Licence 1.1; the licence
stands beside the result). What stays: the characters of GB 2312, Latin with its accents, Greek,
Cyrillic, punctuation and a few signs. The family gets a name of its own, so that it never mixes
with a whole Noto font of the system.
"""

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parent.parent / "auditor" / "fonts" / "PermissionAuditorSans.otf"
FAMILY = "Permission Auditor Sans"
SOURCE_FAMILY = "Noto Sans CJK SC"
# Latin with accents, Greek, Cyrillic, punctuation, currency, arrows, shapes, CJK punctuation.
RANGES = ((0x20, 0x17F), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2190, 0x21FF), (0x25A0, 0x25FF))


def wanted_characters() -> set[int]:
    """List the code points to keep."""
    kept = {point for first, last in RANGES for point in range(first, last + 1)}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            text = bytes((high, low)).decode("gb2312", errors="ignore")
            kept.update(map(ord, text))
    return kept | {ord(sign) for sign in "−≈≤≥✓✕�"}


def find_source(path: Path) -> TTFont:
    """Open the one face of the collection that is drawn for simplified Chinese."""
    for font in TTCollection(str(path)).fonts:
        if font["name"].getDebugName(1) == SOURCE_FAMILY:
            return font
    raise SystemExit(f"{path} holds no {SOURCE_FAMILY}")


def use_latin_dots(font: TTFont) -> None:
    """Let ellipsis and middle dot be as wide as in Latin text, not as wide as a Chinese sign."""
    for char, feature in (("…", "pwid"), ("·", "locl")):
        for table in font["cmap"].tables:
            if ord(char) in table.cmap:
                table.cmap[ord(char)] = substitute(font, feature, table.cmap[ord(char)])


def substitute(font: TTFont, feature: str, glyph: str) -> str:
    """Give the glyph that a layout feature puts in the place of another one."""
    layout = font["GSUB"].table
    for record in layout.FeatureList.FeatureRecord:
        for index in record.Feature.LookupListIndex if record.FeatureTag == feature else ():
            for outer in layout.LookupList.Lookup[index].SubTable:
                mapping = getattr(getattr(outer, "ExtSubTable", outer), "mapping", {})
                if glyph in mapping:
                    return str(mapping[glyph])
    return glyph


def cut(font: TTFont) -> None:
    """Drop glyphs, hints and layout features that the pictures do not use."""
    options = Options(
        layout_features=["kern", "mark", "ccmp"],
        hinting=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409],
        notdef_outline=True,
        drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted_characters())
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """Give the family its own name; copyright and licence lines stay."""
    names = {1: FAMILY, 3: f"{FAMILY} 1", 4: FAMILY, 6: FAMILY.replace(" ", "")}
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["CFF "].cff.fontNames[0] = names[6]


def main() -> None:
    """Read the collection named on the command line and write the bundled font."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", type=Path, help="NotoSansCJK-Regular.ttc")
    font = find_source(parser.parse_args().collection)
    use_latin_dots(font)
    cut(font)
    rename(font)
    TARGET.parent.mkdir(exist_ok=True)
    font.save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {len(font.getGlyphOrder())} glyphs")


if __name__ == "__main__":
    main()
