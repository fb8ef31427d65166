"""A saved picture is exactly what is shown, with a caption."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray, QPoint
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from auditor.records import DataType
from tests.core.timeline_facts import Row, columns_of
from tests.ui.help import settle
from ui.session import DEFAULT_FILTER
from ui.theme import LIGHT
from ui.timeline_view import TimelineView

HOUR_MS = 3_600_000
NOON = 1_764_000_000_000
ROWS = [Row(NOON, HOUR_MS), Row(NOON + 5 * HOUR_MS, HOUR_MS, app=1, data_type=DataType.PHOTOS)]


@pytest.fixture
def view(qtbot):
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show_columns(columns_of(ROWS), "Europe/Berlin")
    with qtbot.waitExposed(made):
        made.show()
    made.build_plot()
    qtbot.waitUntil(lambda: made.stage.size.width_px > 300)
    return made


def from_svg(data: bytes, image: QImage) -> QImage:
    renderer = QSvgRenderer(QByteArray(data))
    assert renderer.isValid()
    drawn = QImage(image.size(), QImage.Format.Format_RGB32)
    drawn.fill(QColor("white"))
    with QPainter(drawn) as painter:
        renderer.render(painter)
    return drawn


def test_every_mark_is_in_both_pictures_where_it_is_on_the_screen(view):
    picture = view.picture(["one", "two"])
    image = picture.to_image()
    drawn = from_svg(picture.to_svg(), image)
    top = picture.height_px - picture._whole.height()
    stage = view.stage

    for index, data_type in enumerate((DataType.PHOTOS, DataType.MICROPHONE)):
        row = int(stage.lanes[index].rows[0])
        middle = stage.x_of(int(stage.facts.start_ms[row]) + HOUR_MS / 2)
        place = view._plot.mapTo(view._lanes.parentWidget(), QPoint(0, 0))
        at = place - picture._whole.topLeft() + QPoint(round(middle), stage.top_of(index) + 12)
        spot = QPoint(at.x() * 2, (at.y() + top) * 2)
        for each in (image, drawn):
            assert each.pixelColor(spot).name() == LIGHT.data[data_type]


def test_the_svg_has_the_size_of_the_picture_and_its_caption_as_text(view):
    picture = view.picture(["phone & span", "filter"], "SAMPLE")

    root = ElementTree.fromstring(picture.to_svg())

    assert root.get("width") == str(picture.width_px)
    assert root.get("height") == str(picture.height_px)
    texts = [
        "".join(text.itertext()).strip() for text in root.iter("{http://www.w3.org/2000/svg}text")
    ]
    assert {"phone & span", "filter", "SAMPLE", "App 0", "App 1"} <= set(texts)


def test_the_mark_of_a_sample_stands_out(view):
    plain, marked = view.picture(["a"]), view.picture(["a"], "SAMPLE")

    assert marked.height_px > plain.height_px
    image = marked.to_image()
    colors = {image.pixelColor(x, y).name() for x in range(20, 120) for y in range(40, 90)}
    assert LIGHT.sample in colors


def test_a_long_caption_wraps_and_pushes_the_lanes_down(view):
    short, long = view.picture(["a"]), view.picture(["word " * 200])

    assert long.height_px > short.height_px + 50
    assert long.width_px == short.width_px


def test_the_page_copies_the_picture_with_phone_span_zone_and_filter(
    qtbot, start, sample_case: Path
):
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    page = program.pages.timeline

    page.saving.copy()

    clipboard = QGuiApplication.clipboard()
    assert clipboard.image().size() == page.saving.picture().to_image().size()
    page.saving.copy(as_svg=True)
    svg = clipboard.text()
    told = ElementTree.fromstring(svg).findtext("{http://www.w3.org/2000/svg}title")
    assert "Permission Auditor Sample Phone" in told and "Asia/Shanghai (UTC+08:00)" in told
    assert "Filter: all data types" in told
    assert "Lanes by app, Last used first" in told
    assert "made-up phone" in svg


def test_a_picture_that_cannot_be_written_says_so(qtbot, start, sample_case: Path, tmp_path: Path):
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)

    program.export.save(tmp_path / "no such folder" / "out.png", "png")
    settle(qtbot, program)

    assert program.window.messages.isVisible()


def test_nothing_shown_is_no_picture(qtbot, start, sample_case: Path, tmp_path: Path):
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    program.pages.timeline.view.bar.find.setText("no lane has this")

    program.export.save(tmp_path / "out.svg", "svg")
    settle(qtbot, program)

    assert not (tmp_path / "out.svg").exists()
    assert program.pages.timeline.saving.picture() is None
    assert program.window.messages.isVisible()
    assert program.session.filter == DEFAULT_FILTER
