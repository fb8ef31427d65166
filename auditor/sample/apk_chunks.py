"""Writes what Android's build tools write into an APK: binary XML and the table of resources.

Format: AOSP, ResourceTypes.h. Written for the sample phone apart from what reads it (identity/).
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ANDROID = "http://schemas.android.com/apk/res/android"
_NONE = 0xFFFFFFFF
PACKAGE_ID = 0x7F


@dataclass(frozen=True, slots=True)
class Typed:
    """A value with its type; a text is put into the pool of strings where it stands."""

    kind: int
    data: int | str


def text(value: str) -> Typed:
    """A string."""
    return Typed(0x03, value)


def reference(resource_id: int) -> Typed:
    """A reference to a resource."""
    return Typed(0x01, resource_id)


def integer(value: int) -> Typed:
    """A number."""
    return Typed(0x10, value)


def colour(argb: int) -> Typed:
    """A colour, 0xAARRGGBB."""
    return Typed(0x1C, argb)


def real(value: float) -> Typed:
    """A number with a fraction."""
    return Typed(0x04, struct.unpack("<I", struct.pack("<f", value))[0])


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute; resource id 0: one without, such as `package`."""

    name: str
    resource_id: int
    value: Typed


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of XML."""

    name: str
    attributes: tuple[Attribute, ...] = ()
    children: tuple["Tag", ...] = ()


@dataclass(frozen=True, slots=True)
class For:
    """For which phones a variant is; empty: for all."""

    language: str = ""
    region: str = ""
    script: str = ""
    density: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource (`string`, `mipmap`): its names, and values by place in each variant."""

    name: str
    names: Sequence[str]
    variants: Sequence[tuple[For, Mapping[int, Typed]]]


def resource_id(kind: int, entry: int) -> int:
    """Number a resource: kinds count from 1, entries from 0."""
    return PACKAGE_ID << 24 | kind << 16 | entry


def _chunk(kind: int, head: bytes, body: bytes = b"") -> bytes:
    return struct.pack("<HHI", kind, 8 + len(head), 8 + len(head) + len(body)) + head + body


def string_pool(strings: Sequence[str], is_utf8: bool) -> bytes:
    """Write a pool of strings."""
    offsets, data = [], bytearray()
    for each in strings:
        offsets.append(len(data))
        data += _utf8(each) if is_utf8 else _utf16(each)
    data += b"\0" * (-len(data) % 4)
    start = 28 + 4 * len(strings)
    head = struct.pack("<IIIII", len(strings), 0, 0x100 if is_utf8 else 0, start, 0)
    return _chunk(0x0001, head, struct.pack(f"<{len(offsets)}I", *offsets) + bytes(data))


def _utf8(value: str) -> bytes:
    data = value.encode()
    return _length8(len(value.encode("utf-16-le")) // 2) + _length8(len(data)) + data + b"\0"


def _length8(number: int) -> bytes:
    return bytes([number]) if number < 0x80 else bytes([0x80 | number >> 8, number & 0xFF])


def _utf16(value: str) -> bytes:
    data = value.encode("utf-16-le")
    size = len(data) // 2
    head = (
        struct.pack("<H", size)
        if size < 0x8000
        else struct.pack("<HH", 0x8000 | size >> 16, size & 0xFFFF)
    )
    return head + data + b"\0\0"


def binary_xml(root: Tag) -> bytes:
    """Write an XML file as the build tools compile it."""
    writer = _XmlWriter()
    writer.collect(root)
    strings = writer.strings
    place = struct.pack("<II", strings.index("android"), strings.index(_ANDROID))
    node = struct.pack("<II", 1, _NONE)
    body = [
        string_pool(strings, is_utf8=False),
        _chunk(0x0180, b"", struct.pack(f"<{len(writer.ids)}I", *writer.ids)),
        _chunk(0x0100, node, place),
        *writer.elements(root),
        _chunk(0x0101, node, place),
    ]
    return _chunk(0x0003, b"", b"".join(body))


class _XmlWriter:
    def __init__(self) -> None:
        self.ids: list[int] = []
        self.strings: list[str] = []  # names with an id first: the map of ids goes by their places

    def collect(self, root: Tag) -> None:
        mapped: dict[str, int] = {}
        others = dict.fromkeys(("android", _ANDROID))
        waiting = [root]
        while waiting:
            tag = waiting.pop()
            waiting += tag.children
            others[tag.name] = None
            for each in tag.attributes:
                if each.resource_id:
                    mapped[each.name] = each.resource_id
                else:
                    others[each.name] = None
                if isinstance(each.value.data, str):
                    others[each.value.data] = None
        self.ids = list(mapped.values())
        self.strings = [*mapped, *(each for each in others if each not in mapped)]

    def elements(self, tag: Tag) -> list[bytes]:
        node = struct.pack("<II", 1, _NONE)
        head = struct.pack("<IIHHHHHH", _NONE, self._place(tag.name), 20, 20, *self._counts(tag))
        attributes = b"".join(self._attribute(each) for each in tag.attributes)
        inner = [part for child in tag.children for part in self.elements(child)]
        end = struct.pack("<II", _NONE, self._place(tag.name))
        return [_chunk(0x0102, node, head + attributes), *inner, _chunk(0x0103, node, end)]

    def _counts(self, tag: Tag) -> tuple[int, int, int, int]:
        return len(tag.attributes), 0, 0, 0

    def _attribute(self, attribute: Attribute) -> bytes:
        data = attribute.value.data
        raw = self._place(data) if isinstance(data, str) else _NONE
        value = raw if isinstance(data, str) else data
        space = self._place(_ANDROID) if attribute.resource_id else _NONE
        name = self._place(attribute.name)
        return struct.pack("<IIIHBBI", space, name, raw, 8, 0, attribute.value.kind, value)

    def _place(self, value: str) -> int:
        return self.strings.index(value)


def resource_table(package: str, kinds: Sequence[Kind]) -> bytes:
    """Write resources.arsc with one package."""
    values = list(
        dict.fromkeys(
            each.data
            for kind in kinds
            for _for, entries in kind.variants
            for each in entries.values()
            if isinstance(each.data, str)
        )
    )
    names = list(dict.fromkeys(name for kind in kinds for name in kind.names))
    type_pool = string_pool([kind.name for kind in kinds], is_utf8=True)
    key_pool = string_pool(names, is_utf8=True)
    head = struct.pack("<I", PACKAGE_ID) + package.encode("utf-16-le")[:254].ljust(256, b"\0")
    head += struct.pack("<IIIII", 288, 0, 288 + len(type_pool), 0, 0)
    body = [type_pool, key_pool]
    for number, kind in enumerate(kinds, start=1):
        flags = b"\0\0\0\0" * len(kind.names)
        spec = struct.pack("<BBHI", number, 0, 0, len(kind.names))
        body.append(_chunk(0x0202, spec, flags))
        for who, entries in kind.variants:
            body.append(_variant(number, kind, who, entries, names, values))
    package_chunk = _chunk(0x0200, head, b"".join(body))
    return _chunk(0x0002, struct.pack("<I", 1), string_pool(values, is_utf8=True) + package_chunk)


def _variant(
    number: int,
    kind: Kind,
    who: For,
    entries: Mapping[int, Typed],
    names: Sequence[str],
    values: Sequence[str],
) -> bytes:
    offsets, data = [], bytearray()
    for place, name in enumerate(kind.names):
        value = entries.get(place)
        if value is None:
            offsets.append(_NONE)
            continue
        offsets.append(len(data))
        payload = values.index(value.data) if isinstance(value.data, str) else value.data
        data += struct.pack("<HHI", 8, 0, names.index(name))
        data += struct.pack("<HBBI", 8, 0, value.kind, payload)
    start = 20 + 64 + 4 * len(offsets)
    head = struct.pack("<BBHII", number, 0, 0, len(offsets), start) + _config(who)
    return _chunk(0x0201, head, struct.pack(f"<{len(offsets)}I", *offsets) + bytes(data))


def _config(who: For) -> bytes:
    data = struct.pack("<II2s2sBBH", 64, 0, who.language.encode(), who.region.encode(), 0, 0,
                       who.density)  # fmt: skip
    data += struct.pack("<IIHHII", 0, 0, who.version, 0, 0, 0)
    return (data + who.script.encode()).ljust(64, b"\0")
