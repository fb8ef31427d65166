"""Cuts the tables of ICU down to what Qt asks for here: from 32 MB to 2 MB of the frozen folder.

Qt links to ICU for converters of old encodings and for sorting by language. The tables are one
block in libicudata.so: a header, a list of names, the items (ICU, source/common/ucmndata.h). A
library with fewer items takes its place; ICU takes one that is not there as a language it does not
know.
"""

import re
import struct
from pathlib import Path

import kit

KEPT = re.compile(
    r"icudt\d+l/(?:"
    r"coll/(?:root|res_index|en|en_US|zh|zh_Hans)\.res|coll/ucadata\.icu|"
    r"(?:root|res_index|pool|en|en_US|zh|zh_Hans|zh_Hans_CN)\.res|"
    r"(?:keyTypeData|likelySubtags|supplementalData|timezoneTypes|numberingSystems)\.res|"
    r"(?:cnvalias|uprops|ucase|ubidi|pnames|ulayout|uemoji)\.icu|"
    r"(?:nfc|nfkc|nfkc_cf|uts46)\.nrm|"
    r"(?:gb18030|ibm-1252_P100-2000|ibm-5348_P100-1997|windows-936-2000|euc-jp-2007|ibm-943_P15A-2003)"
    r"\.cnv)"
)
_HEADER = struct.Struct("<HBB")  # its size, two magic bytes
_ALIGNMENT = 16


def cut(library: Path, work: Path) -> None:
    """Replace libicudata.so.N by one with fewer tables."""
    data = library.read_bytes()
    symbol, start, size = _symbol(library)
    smaller = reduced(data[start : start + size], KEPT)
    block = work / "icudata.bin"
    block.write_bytes(smaller)
    made = work / "icudata.o"
    kit.run(["ld", "-r", "-b", "binary", "-o", made, block.name], cwd=work)
    section = ".data=.rodata,alloc,load,readonly,data,contents"
    align = f".data={_ALIGNMENT}"
    kit.run(["objcopy", "--set-section-alignment", align, "--rename-section", section, made])
    named = f"{symbol}=_binary_icudata_bin_start"
    link = ["ld", "-shared", "-z", "noexecstack", "-soname", library.name, "--defsym", named]
    kit.run([*link, "-o", library, made])


def reduced(block: bytes, kept: re.Pattern[str]) -> bytes:
    """Give a block of ICU's common data with only the items whose names match."""
    header_size, *magic = _HEADER.unpack_from(block)
    if magic != [0xDA, 0x27] or block[12:16] != b"CmnD":
        raise SystemExit("The tables of ICU begin otherwise than packaging/icu_tables.py expects.")
    items = {name: item for name, item in _items(block[header_size:]) if kept.fullmatch(name)}
    names = b"".join(name.encode() + b"\0" for name in items)
    name_at = 4 + 8 * len(items)
    item_at = _aligned(name_at + len(names))
    entries, body = [], b""
    for name, item in items.items():
        entries.append(struct.pack("<II", name_at, item_at + len(body)))
        name_at += len(name) + 1
        body += item + bytes(_aligned(len(item)) - len(item))
    contents = struct.pack("<I", len(items)) + b"".join(entries) + names
    return block[:header_size] + contents + bytes(item_at - len(contents)) + body


def _items(contents: bytes) -> list[tuple[str, bytes]]:
    """List names and bytes, in the order in which ICU looks names up."""
    (count,) = struct.unpack_from("<I", contents)
    places = [struct.unpack_from("<II", contents, 4 + 8 * number) for number in range(count)]
    ends = [*(item for _name, item in places[1:]), len(contents)]
    return [
        (contents[name : contents.index(b"\0", name)].decode(), contents[item:end])
        for (name, item), end in zip(places, ends, strict=True)
    ]


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _symbol(library: Path) -> tuple[str, int, int]:
    """Give the name of the block, where in the file it begins and how long it is."""
    told = kit.run(["readelf", "--dyn-syms", "--wide", library])
    found = re.search(
        r": ([0-9a-f]+) +(0x[0-9a-f]+|\d+) OBJECT +GLOBAL .* (icudt\d+_dat)$", told, re.M
    )
    if found is None:
        raise SystemExit(f"{library.name} names no tables.")
    address, size, name = int(found[1], 16), int(found[2], 0), found[3]
    for line in kit.run(["readelf", "--segments", "--wide", library]).splitlines():
        parts = line.split()
        if parts[:1] == ["LOAD"]:
            offset, virtual, held = int(parts[1], 16), int(parts[2], 16), int(parts[4], 16)
            if virtual <= address < virtual + held:
                return name, offset + address - virtual, size
    raise SystemExit(f"{library.name} does not hold the tables that it names.")
