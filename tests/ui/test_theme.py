"""Colours can be read by everybody, and every icon and colour that is named is there."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from auditor.picture_colors import contrast
from auditor.records import DataType
from tests.ui.help import Start, settle
from ui.errors import BugCatcher
from ui.rows_table import Field, RowsTable
from ui.theme import DARK, LIGHT, RESOURCES, Theme, dress, style_sheet

THEMES = [pytest.param(each, id=str(each.name)) for each in (LIGHT, DARK)]


def grounds(theme: Theme) -> tuple[str, ...]:
    """Give what texts and marks may stand on, also where a line is chosen."""
    return (theme.window, theme.surface, theme.raised, theme.sidebar, theme.selection)


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_from_every_ground_it_meets(theme: Theme) -> None:
    texts = (theme.text, theme.muted, theme.accent, theme.fine, theme.on_alarm)
    pairs = list(itertools.product(texts, grounds(theme)))
    pairs += [
        (theme.on_accent, theme.accent),
        (theme.on_accent, theme.accent_hover),
        (theme.on_notice, theme.notice),
        (theme.on_alarm, theme.alarm),
        (theme.on_sample, theme.sample),
    ]

    weak = [(a, b, round(contrast(a, b), 2)) for a, b in pairs if contrast(a, b) < 4.5]

    assert weak == []


@pytest.mark.parametrize("theme", THEMES)
def test_data_types_stand_out_and_differ(theme: Theme) -> None:
    assert set(theme.data) == set(DataType)
    weak = [
        (str(each), ground)
        for each in DataType
        for ground in grounds(theme)
        if contrast(theme.data[each], ground) < 4.5
    ]
    assert weak == []
    assert len(set(theme.data.values())) == len(DataType)


@pytest.mark.parametrize("theme", THEMES)
def test_outlines_of_controls_can_be_seen(theme: Theme) -> None:
    assert contrast(theme.control, theme.surface) >= 3
    assert contrast(theme.control, theme.window) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_style_sheet_has_every_colour_filled_in(theme: Theme) -> None:
    assert "@" not in style_sheet(theme, 9.0)


def test_large_text_grows_with_the_text_of_the_system() -> None:
    small, large = (style_sheet(LIGHT, points) for points in (9.0, 18.0))

    assert "16.2pt" in small and "32.4pt" in large
    assert not re.search(r"font-size:[^;]*px", small)


@pytest.mark.parametrize("theme", THEMES)
def test_the_frame_of_what_has_the_keys_can_be_seen(theme: Theme) -> None:
    grounds = (theme.window, theme.surface, theme.raised, theme.sidebar, theme.selection)

    assert [g for g in grounds if contrast(theme.accent, g) < 3] == []
    assert contrast(theme.ring, theme.accent) >= 3


def test_every_data_type_and_page_has_an_icon_that_takes_a_colour() -> None:
    for name in (*DataType, "home", "timeline", "apps", "findings", "complaint", "captures"):
        text = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")

        assert ElementTree.fromstring(text).tag.endswith("svg")
        assert "currentColor" in text


def test_every_icon_that_the_code_names_is_there() -> None:
    code = "".join(path.read_text("utf-8") for path in (RESOURCES.parent / "ui").glob("*.py"))
    called = r"(?:icon_label|icon_button|icons\.icon|icons\.pixmap)\(\s*\"([a-z_-]+)\""

    missing = [
        name
        for name in set(re.findall(called, code))
        if not (RESOURCES / "icons" / f"{name}.svg").is_file()
    ]

    assert missing == []


def test_windows_are_dressed_and_the_application_is_not(
    qapp: QApplication, start: Start, qtbot: QtBot
) -> None:
    program = start()
    settle(qtbot, program)
    program.window.open_palette()
    catcher = BugCatcher()
    catcher._show("a report")  # what sys.excepthook leads to
    shown = catcher._dialog
    assert shown is not None
    qtbot.addWidget(shown)

    assert qapp.styleSheet() == ""  # it would dress each part of a page at each step of building it
    assert shown.styleSheet() == program.window.styleSheet() != ""
    undressed = [
        each.objectName()
        for each in qapp.topLevelWidgets()
        if each.isVisible() and not _is_dressed(each)
    ]
    assert undressed == []


def _is_dressed(widget: QWidget | None) -> bool:
    return widget is not None and (bool(widget.styleSheet()) or _is_dressed(widget.parentWidget()))


def test_titles_have_room_once_a_table_is_dressed(qtbot: QtBot) -> None:
    fields = [Field[str](title, str, str, 1) for title in ("Begun", "Background", "Phone")]
    table = RowsTable("made", "Made", fields, (0, Qt.SortOrder.AscendingOrder))
    window = QMainWindow()
    qtbot.addWidget(window)
    dress(window, LIGHT)
    header = table.horizontalHeader()
    before = header.sectionSize(1)
    window.setCentralWidget(table)

    assert header.sectionSize(1) >= header.sectionSizeHint(1) > before
