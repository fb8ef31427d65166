"""Makes the bundled font anew: Noto Sans CJK SC, cut down to what the pictures need.

    python packaging/make_fonts.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc \
        /usr/share/unicode/Unihan_OtherMappings.txt.bz2

The first file is in the Debian package fonts-noto-cjk (SIL Open Font Licence 1.1; the licence
stands beside the result), the second in unicode-data. What stays: the characters of GB 2312 and of
China's table of standard characters of 2013, which names of people and places are written with;
Latin with its accents, Greek, Cyrillic, punctuation and a few signs. The family gets a name of its
own, so that it never mixes with a whole Noto font of the system.
"""

import argparse
import bz2
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parent.parent / "auditor" / "fonts" / "PermissionAuditorSans.otf"
FAMILY = "Permission Auditor Sans"
SOURCE_FAMILY = "Noto Sans CJK SC"
# Latin with accents, Greek, Cyrillic, punctuation, currency, arrows, shapes, CJK punctuation.
RANGES = (
    (0x20, 0x24F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x2190, 0x21FF),
    (0x25A0, 0x25FF),
)


STANDARD_TABLE = "kTGH"  # Unihan: 通用规范汉字表, 8,105 characters


def wanted_characters(unihan: Path) -> set[int]:
    """List the code points to keep. `unihan` is Unihan_OtherMappings.txt, as bz2 or plain."""
    kept = {point for first, last in RANGES for point in range(first, last + 1)}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            text = bytes((high, low)).decode("gb2312", errors="ignore")
            kept.update(map(ord, text))
    opened = bz2.open if unihan.suffix == ".bz2" else open
    with opened(unihan, "rt", encoding="utf-8") as lines:
        rows = (line.split("\t") for line in lines if line.startswith("U+"))
        kept.update(int(row[0][2:], 16) for row in rows if row[1] == STANDARD_TABLE)
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


def cut(font: TTFont, unihan: Path) -> None:
    """Drop glyphs, hints and layout features that neither pictures nor complaints use.

    `pwid` makes quotation marks as narrow as in Latin text, where a text asks for it.
    """
    options = Options(
        layout_features=["kern", "mark", "ccmp", "pwid"],
        hinting=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409],
        notdef_outline=True,
        drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted_characters(unihan))
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
    parser.add_argument("unihan", type=Path, help="Unihan_OtherMappings.txt or .bz2")
    given = parser.parse_args()
    font = find_source(given.collection)
    use_latin_dots(font)
    cut(font, given.unihan)
    rename(font)
    TARGET.parent.mkdir(exist_ok=True)
    font.save(TARGET)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {len(font.getGlyphOrder())} glyphs")


if __name__ == "__main__":
    main()
