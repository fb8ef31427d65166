"""How the window looks: palettes, style sheet, the bundled font. One accent, light and dark."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QWidget

from auditor.picture_colors import PALETTES
from auditor.records import DataType

# Sizes of text beside the system's, so that all of it grows with that.
SIZES = {
    "small_size": 0.9,
    "title_size": 1.8,
    "heading_size": 1.35,
    "big_size": 2.2,
    "sentence_size": 1.25,
}
RESOURCES = Path(__file__).resolve().parent.parent / "resources"


class ThemeName(StrEnum):
    """What a person can choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, as #rrggbb. Text colours reach 4.5:1 on the grounds they meet."""

    name: ThemeName
    window: str
    surface: str
    raised: str
    sidebar: str
    text: str
    muted: str
    border: str
    control: str  # the outline of things to click: 3:1 against surface and window
    accent: str
    on_accent: str
    accent_hover: str
    ring: str  # around what has the keys, where the ground is the accent: 3:1 against it
    selection: str
    notice: str
    on_notice: str
    alarm: str
    on_alarm: str
    fine: str
    sample: str
    on_sample: str
    data: dict[DataType, str]

    def data_color(self, data_type: DataType) -> QColor:
        """Give the colour of a data type; a shape or a word must stand beside it."""
        return QColor(self.data[data_type])


# Data types have the colours of the pictures, so that a saved picture looks like the window.
LIGHT = Theme(
    name=ThemeName.LIGHT,
    window="#f5f6f8",
    surface="#ffffff",
    raised="#eef1f5",
    sidebar="#e9edf2",
    text="#1b1f24",
    muted="#545d68",
    border="#d5dbe2",
    control="#828b96",
    accent="#0b5cad",
    on_accent="#ffffff",
    accent_hover="#094a8c",
    ring="#000000",
    selection="#d6e7f9",
    notice="#fff3d1",
    on_notice="#664200",
    alarm="#fde6e4",
    on_alarm="#8c1d18",
    fine="#1a6b3c",
    sample="#5b3a9e",
    on_sample="#ffffff",
    data=PALETTES["light"].data_types,
)
DARK = Theme(
    name=ThemeName.DARK,
    window="#15181c",
    surface="#1d2126",
    raised="#272c33",
    sidebar="#101317",
    text="#e7eaee",
    muted="#a5aeb9",
    border="#353c45",
    control="#768290",
    accent="#6cb2f7",
    on_accent="#08213a",
    accent_hover="#93c7fa",
    ring="#08213a",
    selection="#1b3753",
    notice="#3a2f12",
    on_notice="#f4d58a",
    alarm="#43201f",
    on_alarm="#ffb4ab",
    fine="#7bd69b",
    sample="#c9b3ff",
    on_sample="#24124d",
    data=PALETTES["dark"].data_types,
)


def find(name: ThemeName) -> Theme:
    """Give the palette of a choice; SYSTEM asks the desktop."""
    if name is ThemeName.SYSTEM:
        scheme = QApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    return DARK if name is ThemeName.DARK else LIGHT


class StillStyle(QProxyStyle):
    """Fusion without anything that moves by itself."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, data)


MOVING = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


def apply(app: QApplication, theme: Theme, reduced_motion: bool = False) -> None:
    """Set style and colours of the whole application; `dress` does the rest for each window."""
    if reduced_motion:
        app.setStyle(StillStyle())
        for effect in MOVING:
            app.setEffectEnabled(effect, False)
    else:
        app.setStyle("Fusion")  # the one style that follows a palette on every system
    app.setPalette(_palette(theme))


def dress(window: QWidget, theme: Theme) -> None:
    """Give a window, all within it and its dialogs the style sheet.

    The application has none: with one, Qt styles every part of a page anew each time that a part
    is put into another, which was most of the time that a page took to build.
    """
    window.setStyleSheet(style_sheet(theme, QFontInfo(QApplication.font()).pointSizeF()))


def dress_alike(dialog: QWidget) -> None:
    """Dress a dialog that belongs to no window as the window that is there."""
    sheets = (each.styleSheet() for each in QApplication.topLevelWidgets())
    dialog.setStyleSheet(next(filter(None, sheets), ""))


class _Dresser(QObject):
    def __init__(self, widget: QWidget, fit: Callable[[], object]) -> None:
        super().__init__(widget)
        self._fit = fit
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        return False


def when_dressed(widget: QWidget, fit: Callable[[], object]) -> None:
    """Do now what goes by a size that a widget asks for, and again once a window has dressed it."""
    fit()
    _Dresser(widget, fit)


def style_sheet(theme: Theme, text_pt: float) -> str:
    """Fill the colours of a theme and sizes beside the text's into resources/style/window.qss."""
    text = (RESOURCES / "style" / "window.qss").read_text(encoding="utf-8")
    colors = {name: str(getattr(theme, name)) for name in Theme.__slots__}
    sizes = {name: f"{text_pt * factor:.1f}pt" for name, factor in SIZES.items()}
    words = {**colors, **sizes, "icons": (RESOURCES / "icons").as_posix()}
    return re.sub(r"@(\w+)", lambda found: words[found[1]], text)


def scaled_font(font: QFont, text_percent: int) -> QFont:
    """Give the system's font in another size."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * text_percent / 100)
    else:
        made.setPixelSize(round(font.pixelSize() * text_percent / 100))
    return made


def add_bundled_font(app: QApplication) -> None:
    """Make Chinese readable on a machine without fonts: the bundled face is the last resort."""
    with as_file(files("auditor").joinpath("fonts/PermissionAuditorSans.otf")) as path:
        number = QFontDatabase.addApplicationFont(str(path))
    bundled = QFontDatabase.applicationFontFamilies(number)
    font = QFont(app.font())
    font.setFamilies([*font.families(), *bundled])
    app.setFont(font)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.on_alarm,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.selection,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Mid: theme.border,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Dark: theme.border,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    palette.setColor(
        QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor(theme.muted)
    )
    return palette
