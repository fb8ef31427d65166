"""The context above the lanes: what the phone did, and where nothing is known of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from auditor.band import Band, BandPackage, Runs, Stretches
from auditor.changes import Change, What
from auditor.coverage import Reading
from auditor.watches import Unseen, WatchSpan
from tests.core.timeline_facts import Row, columns_of
from tests.ui.help import settle
from ui.labels import Labels
from ui.theme import DARK, LIGHT
from ui.timeline_band_paint import CHANGES, FRONT, SCREEN
from ui.timeline_view import TimelineView

HOUR_MS = 3_600_000
NOON = 1_764_000_000_000


def stretches(*rows: tuple[int, int, bool, int]) -> Stretches:
    begin, end, is_on, package = zip(*rows, strict=True)
    ones = np.ones(len(rows), np.int64)
    return Stretches(
        np.array(begin, np.int64),
        ones,
        np.array(end, np.int64),
        ones,
        np.ones(len(rows), np.bool_),
        np.array(is_on, np.bool_),
        np.array(package, np.int32),
    )


def runs(begin: int, end: int) -> Runs:
    return Runs(np.array([begin], np.int64), np.array([end], np.int64))


BAND = Band(
    packages=(BandPackage(0, "com.example.chat", "Chat"),),
    screen=stretches(
        (NOON, NOON + HOUR_MS, False, -1), (NOON + HOUR_MS, NOON + 2 * HOUR_MS, True, -1)
    ),
    lock=stretches((NOON, NOON + HOUR_MS, True, -1)),
    front=stretches((NOON + HOUR_MS, NOON + 2 * HOUR_MS, True, 0)),
    covered=runs(NOON, NOON + 2 * HOUR_MS),
    readings=runs(NOON + 5 * HOUR_MS, NOON + 5 * HOUR_MS),
    changes=(
        Change(What.INSTALLED, 0, "com.example.chat", NOON + HOUR_MS, NOON + HOUR_MS + 999),
        Change(
            What.REVOKED,
            0,
            "com.example.other",
            NOON + 2 * HOUR_MS,
            NOON + 3 * HOUR_MS,
            "android.permission.CAMERA",
        ),
    ),
)


WATCH = WatchSpan(
    "w",
    NOON + 3 * HOUR_MS,
    NOON + 5 * HOUR_MS,
    (Unseen(NOON + 4 * HOUR_MS, NOON + 4 * HOUR_MS + HOUR_MS // 2, "unplugged"),),
)


@pytest.fixture
def view(qtbot):
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show_columns(columns_of([Row(NOON), Row(NOON + 5 * HOUR_MS)]), None)
    made.show_readings([Reading("c", NOON + 5 * HOUR_MS, NOON + 5 * HOUR_MS)])
    with qtbot.waitExposed(made):
        made.show()
    made.build_plot()
    qtbot.waitUntil(lambda: made.stage.size.width_px > 300)
    made.show_band(BAND)
    made.stage.look_at(NOON - HOUR_MS, NOON + 6 * HOUR_MS)
    return made


def at(view, hours: float, row: int) -> QPoint:
    x = view.stage.x_of(NOON + hours * HOUR_MS)
    return QPoint(round(x), 2 + row * view._band.row_px + view._band.row_px // 2)


def colors(view, begin: float, end: float, row: int) -> set[str]:
    picture = view._band.grab().toImage()
    left, right = at(view, begin, row), at(view, end, row)
    return {
        picture.pixelColor(x, y).name()
        for x in range(left.x() + 2, right.x() - 2)
        for y in range(left.y() - 3, left.y() + 3)
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_on_off_and_not_known_look_different(view, theme):
    view.set_theme(theme)

    off, on, unknown = (colors(view, *span, SCREEN) for span in ((0, 1), (1, 2), (2.2, 4)))

    assert off == {theme.surface}
    assert on == {theme.muted}
    assert len(unknown) > 1


def test_the_row_of_the_app_in_front_is_patterned_where_nothing_is_known(view):
    assert colors(view, 0, 1, FRONT) == {LIGHT.surface}
    assert len(colors(view, 2.2, 4, FRONT)) > 1


def test_without_a_phone_nothing_is_known(view):
    view.show_band(None)

    for row in (SCREEN, FRONT):
        assert len(colors(view, 0.1, 1.9, row)) > 1
    assert view._band.text_at(at(view, 0.5, SCREEN)) == ""


def test_of_several_phones_it_says_why_nothing_is_shown(view):
    view.show_band(None, are_several=True)

    assert "Several phones" in view._band.text_at(at(view, 0.5, SCREEN))
    assert "Several phones" in view._band.accessibleDescription()
    view.show_band(BAND)
    assert "Several phones" not in view._band.text_at(at(view, 0.5, SCREEN))
    assert "Several phones" not in view._band.accessibleDescription()


def test_each_part_says_what_it_is(view):
    told = view._band.text_at(at(view, 1.5, SCREEN))
    assert "Screen on: 2025-11-24 17:00 – 2025-11-24 18:00" in told
    assert "In front: Chat" in told
    assert "Locked:" in view._band.text_at(at(view, 0.5, SCREEN))
    assert "not recorded here" in view._band.text_at(at(view, 4, SCREEN))
    assert "no data" in view._band.text_at(at(view, 5.8, SCREEN))
    assert "was read at" in view._band.text_at(at(view, 5, CHANGES))


def test_a_gap_of_a_watch_is_told_and_drawn_apart(view):
    view.show_band(replace(BAND, watches=(WATCH,)))

    assert "Watched live:" in view._band.text_at(at(view, 3.5, CHANGES))
    assert "saw nothing" in view._band.text_at(at(view, 4.2, CHANGES))
    assert "phone not connected" in view._band.text_at(at(view, 4.2, CHANGES))
    assert "Watched" not in view._band.text_at(at(view, 2.5, CHANGES))
    assert "phone not connected" in view._band.accessibleDescription()
    picture = view._band.grab().toImage()
    top = round(view._band._paint.top_of(CHANGES))
    accent, surface = (QColor(LIGHT.accent).name(), QColor(LIGHT.surface).name())
    assert picture.pixelColor(at(view, 3.5, CHANGES).x(), top + 1).name() == accent
    assert picture.pixelColor(at(view, 4.25, CHANGES).x(), top).name() == surface


def test_a_change_seen_between_two_readings_says_between(view):
    told = view._band.text_at(at(view, 3, CHANGES))

    assert told == (
        "com.example.other lost the permission CAMERA"
        " between 2025-11-24 18:00:00 and 2025-11-24 19:00:00."
    )
    assert "Chat (com.example.chat) was installed at" in view._band.text_at(at(view, 1, CHANGES))


def test_an_app_of_another_user_is_told_apart(view):
    band = replace(
        BAND,
        packages=(BandPackage(10, "com.example.chat", "Chat"),),
        changes=(replace(BAND.changes[0], user=10), replace(BAND.changes[1], user=0)),
    )
    view.show_band(band)

    assert "In front: Chat, user 10" in view._band.text_at(at(view, 1.5, SCREEN))
    assert "Chat (com.example.chat), user 10 was" in view._band.text_at(at(view, 1, CHANGES))
    assert "user" not in view._band.text_at(at(view, 3, CHANGES))


def test_a_screen_reader_hears_the_changes_in_view(view):
    view._band._describe()
    assert "was installed" in view._band.accessibleDescription()
    assert "CAMERA" in view._band.accessibleDescription()

    view.stage.look_at(NOON + 4 * HOUR_MS, NOON + 5 * HOUR_MS)
    view.stage.rested.emit()

    assert view._band.accessibleDescription() == ""


def test_thousands_of_stretches_are_drawn_once_per_pixel(view):
    many = [(NOON + i * 1000, NOON + i * 1000 + 500, True, -1) for i in range(5000)]
    band = Band(
        (), stretches(*many), stretches(*many), stretches(*many), BAND.covered, BAND.readings, ()
    )

    view.show_band(band)

    assert LIGHT.muted in colors(view, 0, 1, SCREEN)


def test_the_names_of_the_rows_are_in_the_language(view):
    view.set_labels(Labels("en"))

    assert list(view._band_names.names()) == ["Screen", "In front", "Changes, readings"]


def test_the_page_shows_the_context_of_its_phone(qtbot, start, sample_case: Path):
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)

    band = program.pages.timeline.view._band._words.band

    assert band is not None
    assert len(band.screen) > 10 and len(band.front) > 10
    assert any(change.what is What.INSTALLED for change in band.changes)
