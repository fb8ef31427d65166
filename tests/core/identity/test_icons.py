"""Icons: drawn as the app drew them, or not at all; never a wrong one."""

import struct
import zlib
from collections.abc import Sequence

import pytest

from auditor.identity.records import Icon
from auditor.sample.apk_chunks import (
    Attribute,
    For,
    Kind,
    Tag,
    Typed,
    binary_xml,
    colour,
    real,
    reference,
    resource_table,
    text,
)
from auditor.sample.apk_pictures import icon
from tests.core.identity.apks import (
    ICON_REFERENCE,
    LABEL,
    PACKAGE,
    PNG,
    Reading,
    facts_of,
    icon_apk,
    manifest,
    zipped,
)

XML, PICTURE = "res/icon.xml", "res/icon.png"
RED, BLUE = 0xFFFF0000, 0xFF0000FF
ANY = For(density=0xFFFE, version=26)


def path(fill: Typed, data: str, *more: Attribute) -> Tag:
    return Tag(
        "path",
        (
            Attribute("fillColor", 0x01010404, fill),
            Attribute("pathData", 0x01010405, text(data)),
            *more,
        ),
    )


def vector(*children: Tag) -> bytes:
    size = (
        Attribute("viewportWidth", 0x01010402, real(24.0)),
        Attribute("viewportHeight", 0x01010403, real(24.0)),
    )
    return binary_xml(Tag("vector", size, children))


def drawable(name: str, value: Typed) -> Tag:
    return Tag(name, (Attribute("drawable", 0x01010199, value),))


def shown(
    icons: Sequence[tuple[For, str]], files: Sequence[tuple[str, bytes]]
) -> tuple[Icon | None, tuple[str, ...]]:
    facts = facts_of(icon_apk(icons, files))
    return facts.icon, facts.troubles


def pixel(png: bytes, x: float, y: float) -> tuple[int, ...]:
    """The colour (RGBA) at a place from 0 to 1 in a PNG as resvg writes it."""
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    rows, step = zlib.decompress(data), 4 * width
    above = bytearray(step)
    for number in range(int(y * (height - 1)) + 1):
        begin = number * (step + 1)
        above = _unfiltered(rows[begin], rows[begin + 1 : begin + 1 + step], above)
    place = 4 * int(x * (width - 1))
    return tuple(above[place : place + 4])


def _unfiltered(kind: int, row: bytes, above: bytearray) -> bytearray:
    out = bytearray(row)
    for i in range(len(out)):
        left = out[i - 4] if i >= 4 else 0
        corner = above[i - 4] if i >= 4 else 0
        guess = (0, left, above[i], (left + above[i]) // 2, _paeth(left, above[i], corner))[kind]
        out[i] = (out[i] + guess) & 0xFF
    return out


def _paeth(left: int, up: int, corner: int) -> int:
    straight = left + up - corner
    return min((left, up, corner), key=lambda each: abs(straight - each))


def test_a_picture_is_shown() -> None:
    found, troubles = shown([(For(density=480), PICTURE)], [(PICTURE, PNG)])

    assert troubles == ()
    assert found is not None
    assert found.kind == "bitmap"
    assert pixel(found.png, 0.02, 0.02)[3] == 255


def test_the_sharpest_fitting_picture_is_taken() -> None:
    names = {density: f"res/{density}.png" for density in (120, 240, 480, 640)}
    files = [(name, icon(name)) for name in names.values()]
    apk = icon_apk([(For(density=d), name) for d, name in names.items()], files)

    alone, _ = shown([(For(), names[480])], files)

    assert facts_of(apk).icon == alone


def test_a_vector_is_drawn() -> None:
    data = vector(path(colour(RED), "M0,0h12v24h-12z"), path(colour(BLUE), "M12,0h12v24h-12z"))

    found, troubles = shown([(ANY, XML)], [(XML, data)])

    assert troubles == ()
    assert found is not None
    assert found.kind == "vector"
    assert pixel(found.png, 0.25, 0.5) == (255, 0, 0, 255)
    assert pixel(found.png, 0.75, 0.5) == (0, 0, 255, 255)


def test_an_adaptive_icon_is_its_two_layers_within_a_frame() -> None:
    front = binary_xml(
        Tag(
            "adaptive-icon",
            (),
            (
                drawable("background", colour(RED)),
                Tag("foreground", (), (_inset(),)),
            ),
        )
    )

    found, troubles = shown([(ANY, XML)], [(XML, front)])

    assert troubles == ()
    assert found is not None
    assert found.kind == "adaptive"
    assert pixel(found.png, 0.5, 0.5) == (0, 0, 255, 255)
    assert pixel(found.png, 0.5, 0.05) == (255, 0, 0, 255)
    assert pixel(found.png, 0.01, 0.01)[3] == 0


def _inset() -> Tag:
    """A blue square in the middle third of the whole."""
    third = Attribute("inset", 0x010104B5, Typed(0x06, 0x2AAAAA30))  # a fraction, 0.333
    return Tag("inset", (Attribute("drawable", 0x01010199, colour(BLUE)), third))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (vector(path(reference(0x7F090000), "M0,0z")), "icon_kind"),
        (vector(path(Typed(0x02, 0x01010038), "M0,0z")), "icon_kind"),  # a theme decides
        (vector(path(colour(RED), 'M0,0"/><image href="file:///etc/passwd"/>')), "icon_kind"),
        (vector(path(colour(RED), "M0,0h1" * 20_000)), "icon_kind"),
        (vector(*[path(colour(RED), "M0,0z")] * 700), "icon_too_large"),
        (vector(Tag("animation")), "icon_kind"),
        (binary_xml(Tag("animated-vector")), "icon_kind"),
        (binary_xml(drawable("bitmap", reference(0x01080000))), "icon_kind"),
        (b"\0" * 100, "bad_xml"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_truly_is_not_drawn(data: bytes, reason: str) -> None:
    assert shown([(ANY, XML)], [(XML, data)]) == (None, (f"icon:{reason}",))


def test_the_picture_for_older_phones_stands_in() -> None:
    broken = vector(path(Typed(0x02, 0x01010038), "M0,0z"))

    found, troubles = shown(
        [(ANY, XML), (For(density=480), PICTURE)], [(XML, broken), (PICTURE, PNG)]
    )

    assert troubles == ()
    assert found is not None
    assert found.kind == "bitmap"


def test_a_drawable_that_draws_itself_ends() -> None:
    circle = binary_xml(Tag("layer-list", (), (drawable("item", reference(0x7F010000)),)))

    assert shown([(ANY, XML)], [(XML, circle)]) == (None, ("icon:icon_kind",))


def test_a_picture_beyond_reason_is_not_unpacked() -> None:
    huge = PNG[:16] + struct.pack(">II", 60_000, 60_000) + PNG[24:]

    assert shown([(ANY, PICTURE)], [(PICTURE, huge)]) == (None, ("icon:icon_too_large",))


def test_a_damaged_picture_is_not_shown_as_an_empty_one() -> None:
    assert shown([(ANY, PICTURE)], [(PICTURE, PNG[:60])]) == (None, ("icon:icon_kind",))


def test_a_layer_beyond_reason_is_not_even_read() -> None:
    layers = (drawable("background", reference(0x7F020000)), drawable("foreground", colour(RED)))
    kinds = [
        Kind("mipmap", ["icon"], [(ANY, {0: text(XML)})]),
        Kind("drawable", ["back"], [(For(), {0: text(PICTURE)})]),
    ]
    entries = [
        ("AndroidManifest.xml", manifest(LABEL, ICON_REFERENCE)),
        ("resources.arsc", resource_table(PACKAGE, kinds)),
        (XML, binary_xml(Tag("adaptive-icon", (), layers))),
        (PICTURE, PNG + bytes(30 << 20)),
    ]

    reading = Reading(zipped(entries))

    assert reading.facts.troubles == ("icon:too_large",)
    assert reading.bytes_read < 1 << 20


def test_an_icon_in_another_file_of_the_app_is_said_to_be_missing() -> None:
    assert shown([(ANY, PICTURE)], []) == (None, ("icon:icon_missing",))
