"""The icon of an app: its file found in the resource table, drawn, and rendered to a PNG.

An adaptive icon is its two layers within a rounded square: which shape a phone cuts out is its
own choice. Where it cannot be drawn, the picture that the app has for older phones is taken.
"""

from collections.abc import Sequence

from auditor.identity import drawables
from auditor.identity.apk import Apk, Asking, Need
from auditor.identity.binary_xml import COLOURS, STRING, Element, Value, parse_xml
from auditor.identity.chunks import BadApk
from auditor.identity.drawables import DRAWABLE, SIDE, SRC, Gradient, Paint, Paints
from auditor.identity.records import Icon
from auditor.identity.resources import ANY_DENSITY, Resources, Variant, is_framework

ICON_PX = 192
_LARGEST_FILE = 1 << 20
_DEEPEST = 6  # drawables within drawables, and references to references
_MOST_FILES = 24  # of one icon
_MOST_TRIES = 4  # variants of one icon
_SHARP_DENSITY = 480  # enough for ICON_PX; more only costs bytes
# Colours of Android itself, which lie in no app's table; they never change.
_FRAMEWORK_COLOURS = {
    0x0106000B: 0xFFFFFFFF,
    0x0106000C: 0xFF000000,
    0x0106000D: 0x00000000,
}


def read_icon(apk: Apk, resources: Resources, icon: Value, api: int) -> Asking[Icon | None]:
    """Find and draw the icon that a manifest names; None where it names a colour or nothing.

    BadApk with the reason of the best variant when none can be drawn.
    """
    trouble: BadApk | None = None
    for variant in _by_preference(_follow(resources, icon, api), api)[:_MOST_TRIES]:
        path = variant.value.text
        if variant.value.kind != STRING or path is None:
            continue
        try:
            drawing = _Drawing(apk, resources, api)
            body = yield from drawing.file(path, 0)
            return Icon(_render(body, drawing.is_adaptive), drawing.kind)
        except BadApk as error:
            trouble = trouble or error
    if trouble is not None:
        raise trouble
    return None


def _follow(resources: Resources, value: Value, api: int) -> list[Variant]:
    """Give the variants that a reference ends at, through other references."""
    for _ in range(_DEEPEST):
        if value.reference is None:
            return []
        variants = resources.variants(value.reference)
        plain = [each for each in variants if each.value.reference is None]
        if plain or not variants:
            return plain
        value = _by_preference(variants, api)[0].value if _by_preference(variants, api) else value
    raise BadApk("cyclic_reference")


def _by_preference(variants: Sequence[Variant], api: int) -> list[Variant]:
    """Order variants: for any density first, then the nearest to a sharp one, newest first."""

    def rank(variant: Variant) -> tuple[bool, bool, int, int]:
        config = variant.config
        distance = abs(config.density - _SHARP_DENSITY)
        if config.density < _SHARP_DENSITY:
            distance *= 2  # a smaller picture must be blown up
        is_any = config.density == ANY_DENSITY
        return (config.is_special, not is_any, 0 if is_any else distance, -config.version)

    fitting = [each for each in variants if each.config.version <= api]
    return sorted(fitting, key=rank)


class _Drawing:
    """One icon while it is drawn; counts what it takes."""

    def __init__(self, apk: Apk, resources: Resources, api: int) -> None:
        self._apk, self._resources, self._api = apk, resources, api
        self._files = 0
        self._vectors = 0
        self.kind = "bitmap"
        self.is_adaptive = False

    def file(self, path: str, depth: int) -> Asking[str]:
        """Draw a file of the app."""
        data = yield from self._read(path, depth)
        if drawables.is_picture(data):
            return _shown(drawables.picture(data))
        if not path.endswith(".xml"):
            raise BadApk("icon_kind")
        return (yield from self._element(parse_xml(data), depth))

    def _read(self, path: str, depth: int) -> Asking[bytes]:
        self._files += 1
        if depth > _DEEPEST or self._files > _MOST_FILES:
            raise BadApk("icon_kind")
        data = yield from self._apk.entry(path, _LARGEST_FILE)
        if data is None:
            raise BadApk("icon_missing")  # it may lie in another of the app's files
        return data

    def _element(self, element: Element, depth: int) -> Asking[str]:
        match element.name:
            case "adaptive-icon":
                return (yield from self._adaptive(element, depth))
            case "vector":
                self.kind = "vector" if self.kind == "bitmap" else self.kind
                paints = yield from self._paints(element, depth)
                self._vectors += 1
                return drawables.vector(element, paints, f"v{self._vectors}-")
            case "shape":
                paints = yield from self._paints(element, depth)
                return drawables.shape(element, paints)
            case "bitmap":
                return (yield from self._value(element.values.get(SRC), depth))
            case "inset":
                drawing = yield from self._inside(element, depth)
                return drawables.inset(element, drawing)
            case "color":
                return (yield from self._value(element.values.get(drawables.COLOUR), depth))
            case "layer-list":
                return (yield from self._layers(element, depth))
        raise BadApk("icon_kind")

    def _adaptive(self, element: Element, depth: int) -> Asking[str]:
        self.kind, self.is_adaptive = "adaptive", True
        back, front = element.child("background"), element.child("foreground")
        if back is None or front is None or depth > 0:
            raise BadApk("icon_kind")
        needs: list[Need] = []
        for layer in (back, front):  # both in one round
            needs += self._needs_of(layer.values.get(DRAWABLE))
        if needs:
            yield needs
        below = yield from self._inside(back, depth)
        above = yield from self._inside(front, depth)
        return below + above

    def _layers(self, element: Element, depth: int) -> Asking[str]:
        body = ""
        for item in element.children:
            body += yield from self._inside(item, depth)
        return body

    def _needs_of(self, value: Value | None) -> list[Need]:
        if value is None or value.reference is None:
            return []
        found = _by_preference(_follow(self._resources, value, self._api), self._api)[:1]
        names = [each.value.text or "" for each in found]
        return [need for name in names for need in self._apk.needs_of(name, _LARGEST_FILE)]

    def _inside(self, element: Element, depth: int) -> Asking[str]:
        """Draw what an element names as its drawable, or holds."""
        value = element.values.get(DRAWABLE)
        if value is not None:
            return (yield from self._value(value, depth))
        if len(element.children) != 1:
            raise BadApk("icon_kind")
        return (yield from self._element(element.children[0], depth + 1))

    def _value(self, value: Value | None, depth: int) -> Asking[str]:
        if value is None:
            raise BadApk("icon_kind")
        if value.kind in COLOURS:
            return drawables.plain(value.data)
        if value.reference in _FRAMEWORK_COLOURS:
            return drawables.plain(_FRAMEWORK_COLOURS[value.reference])
        if value.reference is None or is_framework(value.reference):
            raise BadApk("icon_kind")
        for variant in _by_preference(_follow(self._resources, value, self._api), self._api)[:1]:
            if variant.value.kind in COLOURS:
                return drawables.plain(variant.value.data)
            if variant.value.text:
                return (yield from self.file(variant.value.text, depth + 1))
        raise BadApk("icon_kind")

    def _paints(self, element: Element, depth: int) -> Asking[Paints]:
        """Resolve the references to colours of a vector, and of its gradients."""
        paints: Paints = {}
        for reference in drawables.paint_references(element):
            paint = yield from self._paint(reference, depth)
            if isinstance(paint, Gradient):
                for inner in drawables.paint_references(paint.element):
                    if inner not in paints:
                        paints[inner] = yield from self._paint(inner, depth)
            paints[reference] = paint
        return paints

    def _paint(self, reference: int, depth: int) -> Asking[Paint]:
        if reference in _FRAMEWORK_COLOURS:
            return _FRAMEWORK_COLOURS[reference]
        value = Value(1, reference)
        for variant in _by_preference(_follow(self._resources, value, self._api), self._api)[:1]:
            if variant.value.kind in COLOURS:
                return variant.value.data
            if variant.value.text:
                data = yield from self._read(variant.value.text, depth + 1)
                element = parse_xml(data)
                if element.name == "gradient":
                    return Gradient(element)
        raise BadApk("icon_kind")


def _shown(drawing: str) -> str:
    """Give a picture back if anything of it can be seen: of a damaged one resvg draws nothing."""
    if _render(drawing, is_adaptive=False) == _render("", is_adaptive=False):
        raise BadApk("icon_kind")
    return drawing


def _render(body: str, is_adaptive: bool) -> bytes:
    import resvg_py  # 30 ms to import: only where an icon is drawn

    # The outer sixth of each side of an adaptive icon is only there to be moved about.
    margin = SIDE / 6 if is_adaptive else 0.0
    side = SIDE - 2 * margin
    corner = side * 0.22 if is_adaptive else 0.0
    clip = (
        f'<clipPath id="frame"><rect x="{margin:g}" y="{margin:g}" width="{side:g}"'
        f' height="{side:g}" rx="{corner:g}"/></clipPath>'
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{ICON_PX}" height="{ICON_PX}"'
        f' viewBox="{margin:g} {margin:g} {side:g} {side:g}"><defs>{clip}</defs>'
        f'<g clip-path="url(#frame)">{body}</g></svg>'
    )
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    except ValueError as error:
        raise BadApk("icon_kind") from error
