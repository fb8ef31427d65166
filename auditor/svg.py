"""A small SVG writer: elements, safe text, and how wide a text will be without drawing it."""

import unicodedata
from xml.sax.saxutils import escape, quoteattr

FONT = "Permission Auditor Sans"  # auditor/fonts; the others are for whoever opens the SVG itself
FONT_FAMILY = f"'{FONT}', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
LONGEST_TEXT = 300

# Advance widths of the bundled font in thousandths of its size, rounded up to the next 30.
_WIDTHS = {
    240: " ",
    270: "|",
    300: "',.:;Iijl",
    330: "!f",
    360: "()-[]{}",
    390: "rt",
    420: "/\\",
    480: '"*?sz',
    510: "cx",
    540: "JYvy",
    570: "#$+0123456789<=>FL^_aegk~",
    600: "ESTVX",
    630: "AZ`bdhnopqu",
    660: "BCKPR",
    690: "&DG",
    750: "HNOQU",
    810: "w",
    840: "M",
    900: "W",
    930: "%m",
    960: "@",
}
_ADVANCE = {char: width for width, chars in _WIDTHS.items() for char in chars} | {"·": 340}
_UNKNOWN_NARROW, _WIDE = 760, 1060  # accented letters; Chinese, ellipsis, arrows


def safe(untrusted_text: str) -> str:
    """Give text that is legal in XML and cannot turn or move what stands around it."""
    kept = untrusted_text[:LONGEST_TEXT]
    return "".join(c if _is_harmless(c) else "�" for c in kept)


def _is_harmless(char: str) -> bool:
    # Cc control, Cf format (also turns of direction), Cs half characters, Co/Cn not assigned.
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def text_width(text: str, size: float) -> float:
    """Estimate a text's width in pixels, rather too much than too little."""
    return sum(_advance(c) for c in text) * size / 1000


def _advance(char: str) -> int:
    known = _ADVANCE.get(char)
    if known is not None:
        return known
    return _UNKNOWN_NARROW if unicodedata.category(char)[0] == "L" and ord(char) < 0x180 else _WIDE


def fit(text: str, size: float, width: float) -> str:
    """Shorten a text with an ellipsis until it is at most `width` pixels wide."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def fit_middle(text: str, size: float, width: float) -> str:
    """Shorten in the middle: the end of a package name tells as much as its beginning."""
    if text_width(text, size) <= width:
        return text
    keep = min(len(text), LONGEST_TEXT)
    while keep > 2 and text_width(text[: keep // 2] + "…" + text[-(keep // 2) :], size) > width:
        keep -= 1
    return text[: keep // 2] + "…" + text[-(keep // 2) :]


class Canvas:
    """Collects the elements of one picture."""

    def __init__(self, width: int, height: int, prefix: str = "") -> None:
        self.width = width
        self.height = height
        self._prefix = prefix  # of names, where two pictures stand in one document
        self._parts: list[str] = []
        self._defs: list[str] = []

    def define(self, markup: str) -> None:
        """Add a pattern or a gradient; `markup` is ours, never text of a phone."""
        self._defs.append(markup)

    def add(self, name: str, **attributes: float | str) -> None:
        """Add an empty element; an underscore in an attribute's name becomes a hyphen."""
        self._parts.append(f"<{name}{_written(attributes)}/>")

    def text(
        self, x: float, y: float, untrusted_text: str, size: float, **attributes: float | str
    ) -> None:
        """Add a line of text with its baseline at `y`."""
        place = _written({"x": x, "y": y, "font_size": size, **attributes})
        self._parts.append(f"<text{place}>{escape(safe(untrusted_text))}</text>")

    def title(self, untrusted_text: str) -> None:
        """Add what a screen reader says for the whole picture."""
        self._parts.insert(0, f"<title>{escape(safe(untrusted_text))}</title>")

    def begin_clip(self, x: float, y: float, width: float, height: float) -> None:
        """Cut everything until `end_clip` to a rectangle."""
        name = f"{self._prefix}clip{len(self._defs)}"
        box = _written({"x": x, "y": y, "width": width, "height": height})
        self.define(f'<clipPath id="{name}"><rect{box}/></clipPath>')
        self._parts.append(f'<g clip-path="url(#{name})">')

    def end_clip(self) -> None:
        """Close what `begin_clip` opened."""
        self._parts.append("</g>")

    def to_svg(self) -> str:
        """Give the finished document."""
        head = _written(
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": self.width,
                "height": self.height,
                "viewBox": f"0 0 {self.width} {self.height}",
                "font_family": FONT_FAMILY,
                "role": "img",
            }
        )
        defs = "<defs>" + "".join(self._defs) + "</defs>"
        body = "\n".join(self._parts)
        return f"<svg{head}>\n{defs}\n{body}\n</svg>\n"


def _written(attributes: dict[str, float | str]) -> str:
    parts = [f" {_name(key)}={_value(value)}" for key, value in attributes.items()]
    return "".join(parts)


def _name(key: str) -> str:
    return key if key in {"viewBox", "gradientUnits"} else key.replace("_", "-")


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return quoteattr(safe(value))
    return f'"{round(value, 2):g}"' if isinstance(value, float) else f'"{value}"'
