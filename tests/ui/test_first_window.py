"""The outline that stands until the window is there: quick, in the right colours, soon gone."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from auditor.settings import Settings, save_settings
from tests.conftest import PROJECT
from tests.ui.conftest import OPTIONS
from tests.ui.test_app import environment
from ui import first_window, theme
from ui.first_window import COLORS, SIDEBAR_WIDTH_PX, FirstWindow, make_first_window

SLOW = ("numpy", "pyqtgraph", "sqlite_utils", "sqlite3", "adbutils", "ppadb", "ui.main_window")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.json"
    monkeypatch.setattr(first_window, "settings_path", lambda: path)
    return path


def test_the_colours_are_the_themes() -> None:
    for wanted in (theme.LIGHT, theme.DARK):
        assert COLORS[wanted.name] == (wanted.window, wanted.sidebar)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_sidebar_and_page_are_painted(qtbot: QtBot, name: str) -> None:
    window = FirstWindow(name, QSize(900, 600))
    qtbot.addWidget(window)

    assert window.show_now()

    picture = window.grab().toImage()
    ground, sidebar = (QColor(color) for color in COLORS[name])
    assert picture.pixelColor(picture.width() - 5, 300) == ground
    assert picture.pixelColor(SIDEBAR_WIDTH_PX - 2, 300) == sidebar


def test_it_stays_until_the_other_window_is_painted(qtbot: QtBot) -> None:
    first, window = FirstWindow("light", QSize(400, 300)), QWidget()
    qtbot.addWidget(window)
    first.show_now()

    first.make_way_for(window)
    assert shiboken6.isValid(first) and first.isVisible()
    window.show()

    qtbot.waitUntil(lambda: not shiboken6.isValid(first))


def test_it_has_the_place_that_the_window_had(qtbot: QtBot, settings: Path) -> None:
    before = QWidget()
    qtbot.addWidget(before)
    before.setGeometry(30, 40, 640, 480)
    kept = QSettings(str(settings.parent / "window.ini"), QSettings.Format.IniFormat)
    kept.setValue("geometry", before.saveGeometry())
    kept.sync()

    made = make_first_window(replace(OPTIONS, size=None))
    qtbot.addWidget(made)

    assert made.size() == QSize(640, 480)


def test_it_follows_the_remembered_and_the_asked_for_look(qtbot: QtBot, settings: Path) -> None:
    save_settings(settings, Settings(theme="dark"))

    remembered = make_first_window(replace(OPTIONS, theme=None))
    asked_for = make_first_window(replace(OPTIONS, theme="light"))

    colors = []
    for made in (remembered, asked_for):
        qtbot.addWidget(made)
        colors.append(made.grab().toImage().pixelColor(1000, 500).name())
    assert colors == [COLORS["dark"][0], COLORS["light"][0]]


def test_nothing_slow_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    code = (
        "import sys, ui.app, ui.first_window as first\n"
        "show = first.FirstWindow.show_now\n"
        "def shown(window):\n"
        "    print(show(window), *[name for name in sys.argv[1:] if name in sys.modules])\n"
        "    sys.exit(0)\n"
        "first.FirstWindow.show_now = shown\n"
        "ui.app.main([])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, *SLOW],
        cwd=PROJECT,
        env=environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["True"]
