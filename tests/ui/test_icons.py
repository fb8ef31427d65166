"""Icons: each drawn once, in the colour asked for, with a dot for every dot of the screen."""

from types import SimpleNamespace

from PySide6.QtGui import QGuiApplication

from ui import icons


def test_an_icon_is_drawn_once_for_each_look(qapp) -> None:
    one, again = (icons.pixmap("microphone", "#112233", 20, 2.0) for _ in range(2))
    other = icons.pixmap("microphone", "#445566", 20, 2.0)

    assert one.cacheKey() == again.cacheKey() != other.cacheKey()
    assert (one.width(), one.devicePixelRatio()) == (40, 2.0)
    shown = one.toImage()
    colors = {shown.pixelColor(x, y).name() for x in range(40) for y in range(40)}
    assert "#112233" in colors


def test_icons_are_as_sharp_as_the_finest_screen(qapp, monkeypatch) -> None:
    fine = SimpleNamespace(devicePixelRatio=lambda: 3.0)
    monkeypatch.setattr(QGuiApplication, "screens", staticmethod(lambda: [fine]))

    sizes = {size.width() for size in icons.icon("home", "#112233").availableSizes()}

    assert icons.sharpest() == 3.0
    assert {60, 48} <= sizes
