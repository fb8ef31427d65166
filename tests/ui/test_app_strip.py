"""An app's seven days: what cannot be known never looks like nothing happened."""

from auditor.coverage import Keeps, Stretch
from tests.core.timeline_facts import Row, columns_of
from ui.app_strip import AppStrip
from ui.labels import Labels
from ui.theme import LIGHT
from ui.widgets import text_width

DAY_MS = 86_400_000
NOW = 1_764_000_000_000


def test_what_nothing_is_known_about_is_hatched_and_said(qtbot):
    made = AppStrip(Labels("en"), LIGHT)
    qtbot.addWidget(made)
    made.resize(900, 60)
    since = NOW - 3 * DAY_MS
    stretches = (
        Stretch(None, since, Keeps.NOTHING),
        Stretch(since, NOW - DAY_MS, Keeps.LAST_ONLY),
        Stretch(NOW - DAY_MS, NOW, Keeps.ALL),
    )
    made.show_columns(columns_of([Row(NOW - 1000)]), NOW, "Europe/Berlin", stretches)
    picture = made.grab().toImage()
    left = text_width(made, 24)

    def covered(begin_day: float, end_day: float) -> float:
        """How much of a part is neither day nor night; lines of days are a little of it."""
        wide = picture.width() - left - 8
        xs = (left + int(wide * day / 7) for day in (begin_day, end_day))
        seen = [picture.pixelColor(x, y).name() for x in range(*xs) for y in range(4, 20)]
        return sum(color not in (LIGHT.surface, LIGHT.raised) for color in seen) / len(seen)

    assert covered(0.2, 3.8) > 0.08
    assert covered(4.35, 5.2) > 0.05
    assert covered(6.35, 6.9) < 0.03  # from midnight to noon
    assert "no data: " in made.accessibleName()
    assert "only last accesses known: " in made.toolTip()
