"""An app's drawables as SVG: pictures, simple vectors, colours and their layers, else nothing.

What cannot be drawn as Android would (an attribute of a theme, an animation, a state list of
pictures) is BadApk (`icon_kind`): a wrong picture would be worse than none. SVG is rendered by
resvg, which knows no scripts and, with the limits here, opens nothing but what is given to it.
"""

import base64
import math
import re
import struct
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from auditor.identity.binary_xml import (
    COLOURS,
    DIMENSION,
    FLOAT,
    FRACTION,
    INTEGERS,
    STRING,
    Element,
    Value,
)
from auditor.identity.chunks import BadApk

SIDE = 108.0  # of the square that everything is drawn into, as for Android's adaptive icons
LARGEST_PICTURE_PX = 2048
_LONGEST_PATH = 60_000
_MOST_SHAPES = 600
_MOST_STOPS = 32
_DEEPEST = 24

# Resource ids of Android's attributes; the same in every version (res/values/public.xml).
DRAWABLE, SRC, COLOUR = 0x01010199, 0x01010119, 0x010101A5
_PATH, _FILL, _STROKE, _STROKE_WIDTH = 0x01010405, 0x01010404, 0x01010406, 0x01010407
_ALPHA, _FILL_ALPHA, _STROKE_ALPHA = 0x0101031F, 0x010104CC, 0x010104CB
_CAP, _JOIN, _FILL_RULE, _TINT = 0x0101040B, 0x0101040C, 0x0101051E, 0x01010121
_TRIM_START, _TRIM_END = 0x01010408, 0x01010409
_VIEW_WIDTH, _VIEW_HEIGHT = 0x01010402, 0x01010403
_ROTATION, _PIVOT_X, _PIVOT_Y = 0x01010326, 0x010101B5, 0x010101B6
_SCALE_X, _SCALE_Y, _MOVE_X, _MOVE_Y = 0x01010324, 0x01010325, 0x0101045A, 0x0101045B
_INSET = 0x010104B5
_INSETS = (0x010101B7, 0x010101B9, 0x010101B8, 0x010101BA)  # left, top, right, bottom
_SHAPE, _OFFSET, _TYPE = 0x0101019A, 0x01010514, 0x010101A1
_BEGIN_X, _BEGIN_Y, _END_X, _END_Y = 0x01010510, 0x01010511, 0x01010512, 0x01010513
_CENTRE_X, _CENTRE_Y, _RADIUS = 0x010101A2, 0x010101A3, 0x010101A4
_STOPS = ((0.0, 0x0101019D), (0.5, 0x0101020B), (1.0, 0x0101019E))

_PATH_TEXT = re.compile(r"[-+0-9.,eEMmZzLlHhVvCcSsQqTtAa\s]*", re.ASCII).fullmatch
_DIMENSION_SCALES = (1 / (1 << 8), 1 / (1 << 15), 1 / (1 << 23), 1 / (1 << 31))


@dataclass(frozen=True, slots=True)
class Gradient:
    """A complex colour: its element."""

    element: Element


Paint = int | Gradient  # a colour as 0xAARRGGBB
Paints = dict[int, Paint]  # what references of a vector were resolved to


def is_picture(data: bytes) -> bool:
    """Whether these are the bytes of a PNG or WebP of reasonable size. BadApk when too large."""
    size = _picture_size(data)
    if size is None:
        return False
    if not all(1 <= side <= LARGEST_PICTURE_PX for side in size):
        raise BadApk("icon_too_large")
    return True


def _picture_size(data: bytes) -> tuple[int, int] | None:
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) > 24:
        return struct.unpack(">II", data[16:24])
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    if data[12:16] == b"VP8X":
        wide, high = data[24:27], data[27:30]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if data[12:16] == b"VP8 ":
        wide, high = struct.unpack("<HH", data[26:30])
        return wide & 0x3FFF, high & 0x3FFF
    return None


def picture(data: bytes) -> str:
    """Draw a PNG or WebP, keeping its proportions."""
    kind = "png" if data[:4] == b"\x89PNG" else "webp"
    text = base64.b64encode(data).decode()
    return f'<image width="{SIDE:g}" height="{SIDE:g}" href="data:image/{kind};base64,{text}"/>'


def plain(paint: int) -> str:
    """Fill all with one colour."""
    return f'<rect width="{SIDE:g}" height="{SIDE:g}" {_paint("fill", paint, 1.0)}/>'


def inset(element: Element, drawing: str) -> str:
    """Put a drawing into a smaller box."""
    whole = _share(element.values.get(_INSET))
    left, top, right, bottom = (
        _share(element.values[each]) if each in element.values else whole for each in _INSETS
    )
    wide, high = 1 - left - right, 1 - top - bottom
    if not (0.01 < wide <= 4 and 0.01 < high <= 4):
        raise BadApk("icon_kind")
    return (
        f'<g transform="translate({left * SIDE:.3f} {top * SIDE:.3f})'
        f' scale({wide:.4f} {high:.4f})">{drawing}</g>'
    )


def shape(element: Element, paints: Paints) -> str:
    """Draw a `<shape>`: a rectangle or an oval of one colour."""
    solid, kind = element.child("solid"), element.values.get(_SHAPE)
    colour = None if solid is None else paint_of(solid.values.get(COLOUR), paints)
    if not isinstance(colour, int) or element.child("gradient") is not None:
        raise BadApk("icon_kind")
    if kind is not None and kind.data == 1:
        half = SIDE / 2
        return f'<circle cx="{half:g}" cy="{half:g}" r="{half:g}" {_paint("fill", colour, 1.0)}/>'
    if kind is not None and kind.data != 0:
        raise BadApk("icon_kind")
    return plain(colour)


def paint_references(element: Element) -> list[int]:
    """List the references to colours in a vector, a shape or a gradient."""
    found, waiting = [], [element]
    while waiting:
        each = waiting.pop()
        waiting += each.children
        for key in (_FILL, _STROKE, COLOUR, _TINT, *(stop for _at, stop in _STOPS)):
            value = each.values.get(key)
            if value is not None and value.reference is not None:
                found.append(value.reference)
    return list(dict.fromkeys(found))[:100]


def paint_of(value: Value | None, paints: Paints) -> Paint | None:
    """Give a colour; None for none at all. BadApk for one that a theme decides."""
    if value is None or (value.kind == 0 and value.data == 0):
        return None
    if value.kind in COLOURS:
        return value.data
    if value.reference is not None and value.reference in paints:
        return paints[value.reference]
    raise BadApk("icon_kind")


def vector(element: Element, paints: Paints, prefix: str) -> str:
    """Draw a `<vector>`. BadApk (`icon_kind`) for what goes beyond paths, groups and colours.

    `prefix` keeps the names of its definitions apart from those of other layers.
    """
    return _Vector(paints, prefix).draw(element)


class _Vector:
    def __init__(self, paints: Paints, prefix: str) -> None:
        self._paints = paints
        self._shapes = 0
        self._definitions: list[str] = []
        self._prefix = prefix

    def draw(self, element: Element) -> str:
        wide = number(element.values.get(_VIEW_WIDTH), 0.0)
        high = number(element.values.get(_VIEW_HEIGHT), 0.0)
        if not (0 < wide < 1e5 and 0 < high < 1e5):
            raise BadApk("icon_kind")
        if paint_of(element.values.get(_TINT), self._paints) is not None:
            raise BadApk("icon_kind")
        alpha = number(element.values.get(_ALPHA), 1.0)
        body = self._group_body(element, 0)
        return (
            f'<svg width="{SIDE:g}" height="{SIDE:g}" viewBox="0 0 {wide:g} {high:g}"'
            f' opacity="{_unit(alpha):g}">{"".join(self._definitions)}{body}</svg>'
        )

    def _group_body(self, element: Element, depth: int) -> str:
        if depth > _DEEPEST:
            raise BadApk("icon_kind")
        body, clips = [], 0
        for child in element.children:
            match child.name:
                case "path":
                    body.append(self._path(child))
                case "group":
                    inner = self._group_body(child, depth + 1)
                    body.append(f'<g transform="{_transform(child)}">{inner}</g>')
                case "clip-path":
                    body.append(self._clip(child))
                    clips += 1
                case _:
                    raise BadApk("icon_kind")
        return "".join(body) + "</g>" * clips

    def _clip(self, element: Element) -> str:
        """Begin a group that shows only what is inside a path."""
        name = f"{self._prefix}c{len(self._definitions)}"
        path = self._path_text(element)
        self._definitions.append(f'<clipPath id="{name}"><path d={path}/></clipPath>')
        return f'<g clip-path="url(#{name})">'

    def _path_text(self, element: Element) -> str:
        self._shapes += 1
        value = element.values.get(_PATH)
        text = value.text if value is not None and value.kind == STRING else None
        if text is None or len(text) > _LONGEST_PATH or not _PATH_TEXT(text):
            raise BadApk("icon_kind")
        if self._shapes > _MOST_SHAPES:
            raise BadApk("icon_too_large")
        return quoteattr(text)

    def _path(self, element: Element) -> str:
        values = element.values
        if number(values.get(_TRIM_START), 0.0) or number(values.get(_TRIM_END), 1.0) != 1:
            raise BadApk("icon_kind")
        fill = paint_of(values.get(_FILL), self._paints)
        stroke = paint_of(values.get(_STROKE), self._paints)
        parts = [
            f"d={self._path_text(element)}",
            self._painted("fill", fill, number(values.get(_FILL_ALPHA), 1.0)),
            self._painted("stroke", stroke, number(values.get(_STROKE_ALPHA), 1.0)),
        ]
        if stroke is not None:
            cap = ("butt", "round", "square")[_choice(values.get(_CAP), 3)]
            join = ("miter", "round", "bevel")[_choice(values.get(_JOIN), 3)]
            width = max(0.0, number(values.get(_STROKE_WIDTH), 0.0))
            parts.append(f'stroke-width="{width:g}" stroke-linecap="{cap}"')
            parts.append(f'stroke-linejoin="{join}"')
        if _choice(values.get(_FILL_RULE), 2) == 1:
            parts.append('fill-rule="evenodd"')
        return f"<path {' '.join(parts)}/>"

    def _painted(self, name: str, paint: Paint | None, alpha: float) -> str:
        if isinstance(paint, Gradient):
            place = f"{self._prefix}p{len(self._definitions)}"
            self._definitions.append(_gradient(paint.element, place, self._paints))
            return f'{name}="url(#{place})" {name}-opacity="{_unit(alpha):g}"'
        return f'{name}="none"' if paint is None else _paint(name, paint, alpha)


def _gradient(element: Element, name: str, paints: Paints) -> str:
    values = element.values
    stops = [
        (_unit(number(item.values.get(_OFFSET), 0.0)), item.values.get(COLOUR))
        for item in element.children[:_MOST_STOPS]
        if item.name == "item"
    ] or [(at, values.get(key)) for at, key in _STOPS if key in values]
    inner = []
    for at, value in stops:
        colour = paint_of(value, paints)
        if not isinstance(colour, int):
            raise BadApk("icon_kind")
        inner.append(f'<stop offset="{at:g}" {_paint("stop", colour, 1.0)}/>')
    place = f'id="{name}" gradientUnits="userSpaceOnUse"'
    kind = _choice(values.get(_TYPE), 3)
    if kind == 0:
        begin = f'x1="{_at(values, _BEGIN_X)}" y1="{_at(values, _BEGIN_Y)}"'
        end = f'x2="{_at(values, _END_X)}" y2="{_at(values, _END_Y)}"'
        return f"<linearGradient {place} {begin} {end}>{''.join(inner)}</linearGradient>"
    if kind == 1:
        centre = f'cx="{_at(values, _CENTRE_X)}" cy="{_at(values, _CENTRE_Y)}"'
        radius = f'r="{_at(values, _RADIUS)}"'
        return f"<radialGradient {place} {centre} {radius}>{''.join(inner)}</radialGradient>"
    raise BadApk("icon_kind")  # a sweep: SVG has none


def _at(values: dict[int | str, Value], key: int) -> str:
    return f"{number(values.get(key), 0.0):g}"


def _transform(group: Element) -> str:
    values = group.values
    x, y = number(values.get(_PIVOT_X), 0.0), number(values.get(_PIVOT_Y), 0.0)
    move_x, move_y = number(values.get(_MOVE_X), 0.0), number(values.get(_MOVE_Y), 0.0)
    return (
        f"translate({move_x + x:g} {move_y + y:g}) rotate({number(values.get(_ROTATION), 0.0):g})"
        f" scale({number(values.get(_SCALE_X), 1.0):g} {number(values.get(_SCALE_Y), 1.0):g})"
        f" translate({-x:g} {-y:g})"
    )


def number(value: Value | None, default: float) -> float:
    """Read a number of any kind; `default` where there is none. BadApk for one that is none."""
    if value is None:
        return default
    found: float
    if value.kind == FLOAT:
        found = struct.unpack("<f", struct.pack("<I", value.data))[0]
    elif value.kind in (DIMENSION, FRACTION):
        found = _complex_number(value.data)
    elif value.kind in INTEGERS:
        found = float(value.data if value.data < 1 << 31 else value.data - (1 << 32))
    else:
        raise BadApk("icon_kind")
    if not math.isfinite(found) or abs(found) > 1e6:
        raise BadApk("icon_kind")
    return found


def _complex_number(data: int) -> float:
    mantissa = data & 0xFFFFFF00
    signed = mantissa if mantissa < 1 << 31 else mantissa - (1 << 32)
    return signed * _DIMENSION_SCALES[data >> 4 & 3]


def _share(value: Value | None) -> float:
    """Read an inset as a share of the box: a fraction, or a length of the 108 there are."""
    if value is None:
        return 0.0
    found = number(value, 0.0)
    share = found if value.kind == FRACTION else found / SIDE
    if not -1.5 <= share < 0.5:
        raise BadApk("icon_kind")
    return share


def _choice(value: Value | None, count: int) -> int:
    data = 0 if value is None else value.data
    return data if data < count else 0


def _unit(alpha: float) -> float:
    return min(max(alpha, 0.0), 1.0)


def _paint(name: str, argb: int, alpha: float) -> str:
    opacity = (argb >> 24) / 255 * _unit(alpha)
    colour = "stop-color" if name == "stop" else name
    return f'{colour}="#{argb & 0xFFFFFF:06x}" {name}-opacity="{opacity:.3f}"'
