"""The resource table of an app (resources.arsc): one resource by its id, in all its variants.

Format: AOSP, ResourceTypes.h (ResTable_*). Only headers are walked; a table of 30 MB is asked for
one resource in milliseconds. References are followed a limited number of times.
"""

from dataclasses import dataclass

from auditor.identity.binary_xml import STRING, Value
from auditor.identity.chunks import STRING_POOL, BadApk, Bytes, Chunk, StringPool, chunk_at, chunks

_PACKAGE, _TYPE = 0x0200, 0x0201
_SPARSE, _SHORT_OFFSETS = 0x01, 0x02
_COMPLEX, _COMPACT = 0x0001, 0x0008
_NO_ENTRY, _NO_SHORT_ENTRY = 0xFFFFFFFF, 0xFFFF
_MOST_PACKAGES = 64
_MOST_VARIANTS = 2_000  # of one resource
_FRAMEWORK = 0x01

ANY_DENSITY, NO_DENSITY = 0xFFFE, 0xFFFF


@dataclass(frozen=True, slots=True)
class Config:
    """For which phones a variant is. Empty and 0 mean: for all of them."""

    language: str
    script: str
    region: str
    density: int
    version: int  # least API level
    is_special: bool  # for one operator, the dark theme, a watch, an orientation, a size …


@dataclass(frozen=True, slots=True)
class Variant:
    """One value of a resource and for which phones it is."""

    config: Config
    value: Value


class Resources:
    """A table that was read; looks up resources one at a time. BadApk (`bad_resources`)."""

    def __init__(self, untrusted_data: bytes) -> None:
        self._data = Bytes(untrusted_data, "bad_resources")
        self._strings: StringPool | None = None
        self._types: dict[tuple[int, int], list[Chunk]] = {}  # package and type id
        self._own = 0x7F
        whole = chunk_at(self._data, 0, len(self._data))
        number = 0
        for chunk in chunks(self._data, whole.head_end, whole.end):
            if chunk.kind == STRING_POOL and self._strings is None:
                self._strings = StringPool(self._data, chunk)
            elif chunk.kind == _PACKAGE:
                number += 1
                self._index(chunk, is_first=number == 1)
                if number >= _MOST_PACKAGES:
                    raise BadApk("bad_resources")

    def _index(self, package: Chunk, is_first: bool) -> None:
        package_id = self._data.u32(package.begin + 8) & 0xFF
        if is_first and package_id:
            self._own = package_id
        for chunk in chunks(self._data, package.head_end, package.end):
            if chunk.kind == _TYPE:
                key = (package_id or self._own, self._data.u8(chunk.begin + 8))
                self._types.setdefault(key, []).append(chunk)

    def variants(self, resource_id: int) -> list[Variant]:
        """Give every variant of a resource; none when the table does not have it."""
        package, kind, entry = resource_id >> 24, resource_id >> 16 & 0xFF, resource_id & 0xFFFF
        found = []
        for chunk in self._types.get((package or self._own, kind), [])[:_MOST_VARIANTS]:
            at = self._entry_at(chunk, entry)
            value = None if at is None else self._value(at, chunk.end)
            if value is not None:
                found.append(Variant(_config(self._data, chunk.begin + 20), value))
        return found

    def _entry_at(self, chunk: Chunk, entry: int) -> int | None:
        """Find where an entry lies in one variant of a type; None where that does not have it."""
        data = self._data
        flags, count = data.u8(chunk.begin + 9), data.u32(chunk.begin + 12)
        start, offsets = chunk.begin + data.u32(chunk.begin + 16), chunk.head_end
        if flags & _SPARSE:
            return self._sparse_entry_at(offsets, min(count, 0xFFFF), start, entry)
        if entry >= count:
            return None
        if flags & _SHORT_OFFSETS:
            short = data.u16(offsets + 2 * entry)
            return None if short == _NO_SHORT_ENTRY else start + 4 * short
        offset = data.u32(offsets + 4 * entry)
        return None if offset == _NO_ENTRY else start + offset

    def _sparse_entry_at(self, offsets: int, count: int, start: int, entry: int) -> int | None:
        low, high = 0, count  # sorted by entry
        while low < high:
            middle = (low + high) // 2
            if self._data.u16(offsets + 4 * middle) < entry:
                low = middle + 1
            else:
                high = middle
        if low < count and self._data.u16(offsets + 4 * low) == entry:
            return start + 4 * self._data.u16(offsets + 4 * low + 2)
        return None

    def _value(self, at: int, end: int) -> Value | None:
        """Read a simple value; None for a bag of values, such as a style."""
        if at + 8 > end:
            raise BadApk("bad_resources")
        flags = self._data.u16(at + 2)
        if flags & _COMPACT:
            kind, data = flags >> 8, self._data.u32(at + 4)
        elif flags & _COMPLEX:
            return None
        else:
            at += self._data.u16(at)
            kind, data = self._data.u8(at + 3), self._data.u32(at + 4)
        text = self._strings.text(data) if kind == STRING and self._strings else None
        return Value(kind, data, text)


def is_framework(resource_id: int) -> bool:
    """Whether a resource is Android's own: it lies in another file than the app's."""
    return resource_id >> 24 == _FRAMEWORK


def _config(data: Bytes, at: int) -> Config:
    size = data.u32(at)
    if size < 28:
        raise BadApk("bad_resources")
    script = data.cut(at + 36, at + 40) if size >= 40 else b""
    screen = data.u32(at + 28) if size >= 32 else 0
    night = screen >> 8 & 0x30 == 0x20
    # Orientation, size in pixels, least width, screen class, right to left.
    other = data.u8(at + 12) or data.u32(at + 20) or screen & 0xFFFF008F or _device_kind(screen)
    return Config(
        language=_letters(data.cut(at + 8, at + 10), "a"),
        script=script.rstrip(b"\0").decode("ascii", "replace"),
        region=_letters(data.cut(at + 10, at + 12), "0"),
        density=data.u16(at + 14),
        version=data.u16(at + 24),
        is_special=bool(data.u32(at + 4) or night or other),
    )


def _device_kind(screen: int) -> bool:
    """Whether the variant is for a desk, a car, a television, a watch …, not for a phone."""
    return screen >> 8 & 0x0F not in (0, 1)


def _letters(code: bytes, base: str) -> str:
    """Read two letters, or three packed into fifteen bits."""
    if code == b"\0\0":
        return ""
    if not code[0] & 0x80:
        return code.rstrip(b"\0").decode("ascii", "replace")
    packed = (code[1] & 0x1F, (code[1] & 0xE0) >> 5 | (code[0] & 0x03) << 3, code[0] >> 2 & 0x1F)
    return "".join(chr(ord(base) + number) for number in packed)
