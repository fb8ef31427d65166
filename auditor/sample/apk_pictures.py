"""The icons of invented apps, told from the package's name; and what stands for a screen."""

import colorsys
import struct
import zlib
from collections.abc import Callable
from zlib import crc32

_SIDE = 72
# Figures in a square of 24, as paths; the middle of a launcher's icon is never cut off.
FIGURES = (
    "M12,6a6,6 0 1,0 0.1,0z",
    "M6,6h12v12h-12z",
    "M12,5l7,7l-7,7l-7,-7z",
    "M12,5l7,13h-14z",
    "M6,7h12v3h-12zM6,14h12v3h-12z",
    "M10,5h4v5h5v4h-5v5h-4v-5h-5v-4h5z",
)


def ground_of(package: str) -> int:
    """Give an app's colour as 0xAARRGGBB."""
    hue = crc32(package.encode()) % 997 / 997
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, 0.42, 0.55))
    return 0xFF000000 | red << 16 | green << 8 | blue


def figure_of(package: str) -> int:
    """Choose a figure."""
    return crc32(package.encode()) // 997 % len(FIGURES)


def icon(package: str) -> bytes:
    """Draw the icon as a PNG of two colours."""
    is_inside = _INSIDE[figure_of(package)]
    rows = bytearray()
    for y in range(_SIDE):
        rows.append(0)  # no filter
        for x in range(_SIDE):
            across, down = (x + 0.5) * 24 / _SIDE - 12, (y + 0.5) * 24 / _SIDE - 12
            rows.append(1 if is_inside(across, down) else 0)
    return _png(_SIDE, _SIDE, ground_of(package) & 0xFFFFFF, rows)


def screen(second: int) -> bytes:
    """Draw what stands for a picture of the screen: there is none, so only stripes that move."""
    wide, high = 108, 240
    rows = bytearray()
    for y in range(high):
        rows.append(0)
        rows += bytes((x + y + second) // 12 % 2 for x in range(wide))
    return _png(wide, high, 0x31506E, rows)


def _png(wide: int, high: int, ground: int, rows: bytes | bytearray) -> bytes:
    head = struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _part(b"IHDR", head),
            _part(b"PLTE", ground.to_bytes(3, "big") + b"\xff\xff\xff"),
            _part(b"IDAT", zlib.compress(bytes(rows), 9)),
            _part(b"IEND", b""),
        )
    )


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))


_INSIDE: tuple[Callable[[float, float], bool], ...] = (
    lambda x, y: x * x + y * y < 36,
    lambda x, y: abs(x) < 6 and abs(y) < 6,
    lambda x, y: abs(x) + abs(y) < 7,
    lambda x, y: -7 < y < 6 and abs(x) < (y + 7) * 7 / 13,
    lambda x, y: abs(x) < 6 and (-5 < y < -2 or 2 < y < 5),
    lambda x, y: (abs(x) < 2 and abs(y) < 7) or (abs(y) < 2 and abs(x) < 7),
)
