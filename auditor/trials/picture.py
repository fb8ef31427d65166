"""Two timelines of test sessions one above the other, laid upon each other at a mark, as SVG."""

from dataclasses import replace

from auditor.app_page import app_filter
from auditor.filters import PERSONAL, EventFilter
from auditor.picture import Moment, make_scene
from auditor.picture_paint import paint
from auditor.store import Store
from auditor.svg import Canvas
from auditor.trials.comparison import Marks, Side, room_around
from auditor.trials.plain import mark_title
from auditor.trials.records import TrialMark
from auditor.trials.results import marks_of
from auditor.words import word


def comparison_svg(
    stores: tuple[Store, Store],
    sides: tuple[Side, Side],
    marks: Marks,
    size: tuple[int, int],
    theme: str,
    lang: str,
) -> str:
    """Draw both sides; `marks` stand exactly above each other, and equal lengths are equal.

    `size` is width and height in pixels of both together, `theme` light or dark.
    """
    before, after = room_around(sides, marks)
    labels = word("trial.first", lang), word("trial.second", lang)
    half = size[1] // 2
    parts = []
    for number, side in enumerate(sides):
        at_ms = marks[number].at.time_ms
        wanted = app_filter(
            (side.app.device_id, side.app.uid, side.app.package),
            EventFilter(
                types=PERSONAL,
                since_ms=at_ms - before,
                until_ms=at_ms + after,
                device_id=side.app.device_id,
            ),
        )
        scene = replace(
            make_scene(stores[number], wanted, theme, lang),
            title=f"{labels[number]}: {word('trial.session', lang)} {side.results.trial.id}",
            moments=_moments(side, marks[number], lang),
        )
        drawn = paint(scene, (size[0], half), f"s{number}-")
        parts.append(drawn.replace("<svg", f'<svg y="{half * number}"', 1))
    return Canvas(*size).to_svg().replace("</svg>", "".join(parts) + "</svg>")


def _moments(side: Side, chosen: TrialMark, lang: str) -> tuple[Moment, ...]:
    return tuple(
        Moment(each.at.time_ms, mark_title(each, lang), each.id == chosen.id)
        for each in marks_of(side.results.trial, side.app)
    )
