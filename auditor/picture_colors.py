"""Colours of pictures, light and dark: text at least 4.5:1 on every ground it stands on.

The colours of data types tell them apart also for people who see few colours, mostly by
lightness; each row names its data type in words as well.
"""

from dataclasses import dataclass, field

from auditor.records import DataType


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme."""

    ground: str
    plot: str
    stripe: str
    night: str
    line: str
    strong_line: str
    text: str
    muted: str
    accent: str
    banner: str
    banner_text: str
    data_types: dict[DataType, str] = field(default_factory=dict)

    @property
    def grounds(self) -> tuple[str, ...]:
        """Everything that text and marks may stand on."""
        return (self.ground, self.plot, self.stripe, self.night)


_LIGHT_TYPES = [
    "#b03a06",
    "#6d28d9",
    "#0b6b63",
    "#1d4ed8",
    "#166534",
    "#7a4a0c",
    "#9d174d",
    "#be185d",
    "#3730a3",
    "#475569",
    "#0e6580",
    "#03568a",
    "#7e22ce",
    "#57606a",
]
_DARK_TYPES = [
    "#fb923c",
    "#c4b5fd",
    "#5eead4",
    "#93c5fd",
    "#86efac",
    "#fcd34d",
    "#f9a8d4",
    "#f472b6",
    "#a5b4fc",
    "#cbd5e1",
    "#67e8f9",
    "#7dd3fc",
    "#d8b4fe",
    "#a3acb8",
]

PALETTES = {
    "light": Palette(
        ground="#ffffff",
        plot="#fbfcfd",
        stripe="#f4f6f9",
        night="#e9edf3",
        line="#dde2e9",
        strong_line="#a9b3c0",
        text="#1b1f24",
        muted="#4d5661",
        accent="#0b57d0",
        banner="#ffd24a",
        banner_text="#2b2000",
        data_types=dict(zip(DataType, _LIGHT_TYPES, strict=True)),
    ),
    "dark": Palette(
        ground="#14181d",
        plot="#1a1f26",
        stripe="#1f252d",
        night="#0e1115",
        line="#2b323c",
        strong_line="#566172",
        text="#e8ebef",
        muted="#a9b2be",
        accent="#8ab4f8",
        banner="#ffd24a",
        banner_text="#2b2000",
        data_types=dict(zip(DataType, _DARK_TYPES, strict=True)),
    ),
}


def contrast(first: str, second: str) -> float:
    """Give the contrast of two `#rrggbb` colours as WCAG counts it, 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
