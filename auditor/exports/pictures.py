"""The timeline of an export as SVG within HTML: once in light colours, once in dark."""

import xml.etree.ElementTree as ET
from dataclasses import replace

from auditor.errors import UsageError
from auditor.exports.shown import Shown
from auditor.picture import timeline_svg
from auditor.summary import NAMED_TYPES

SIZE_PX = (1280, 720)
_SVG = "http://www.w3.org/2000/svg"


def timelines(what: Shown) -> tuple[str, str]:
    """Draw the timeline light and dark; two empty texts for a case without a reading."""
    wanted = replace(what.wanted, types=what.wanted.types or frozenset(NAMED_TYPES))
    try:
        light, dark = (
            timeline_svg(what.store, wanted, SIZE_PX, theme, what.lang)
            for theme in ("light", "dark")
        )
    except UsageError:  # nothing was read yet: the report says so in words
        return "", ""
    return light, with_own_ids(dark, "dark-")


def with_own_ids(svg: str, prefix: str) -> str:
    """Rename what an SVG refers to within itself, so that two of them fit in one page."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 - our own picture, whose texts are escaped
    for element in root.iter():
        for key, value in element.attrib.items():
            if key == "id":
                element.set(key, prefix + value)
            elif value.startswith("url(#"):
                element.set(key, f"url(#{prefix}{value.removeprefix('url(#')}")
    return ET.tostring(root, encoding="unicode")
