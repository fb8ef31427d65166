"""Dialogs, menus, panels and steps of connecting, whole: in each language, size and direction."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.help import Start, settle, visible
from tests.ui.scenes import Scene, scenes
from tests.ui.structure import faults
from ui.actions import commands
from ui.program import Program
from ui.sidebar import Page

SMALL = (820, 540)
MODES = ("en", "zh_CN", "longer words from the right", "text twice as large")


@pytest.fixture(params=MODES)
def look(request: pytest.FixtureRequest) -> dict[str, object]:
    """Give language and size; two of the modes make the texts longer or larger as well."""
    if request.param == "longer words from the right":
        request.getfixturevalue("right_to_left")
        return {"size": SMALL}
    if request.param == "text twice as large":
        request.getfixturevalue("text_scale")(2.0)
        return {"size": (2 * SMALL[0], 2 * SMALL[1])}
    return {"lang": request.param, "size": SMALL}


def leave(program: Program, shown: QWidget) -> None:
    """Go back to where the scene began."""
    if shown is not program.window:
        shown.close()
    program.window.messages.hide()
    program.pages.home.phones.doctor.forget()
    program.window.dragLeaveEvent(None)
    program.session.select(None)
    program.session.clear_filter()
    if program.session.case is not None:
        program.pages.timeline.view.stage.select_range(None)


def faults_of(qtbot: QtBot, program: Program, wanted: list[Scene]) -> dict[str, list[str]]:
    found = {}
    for scene in wanted:
        shown = scene.show(program, partial(settle, qtbot, program))
        settle(qtbot, program)
        found[scene.name] = faults(shown)
        leave(program, shown)
    return {name: wrong for name, wrong in found.items() if wrong}


def test_everything_that_shows_without_a_case_is_whole(
    qtbot: QtBot, start: Start, look: dict[str, object]
) -> None:
    program = start(**look)
    settle(qtbot, program)

    assert faults_of(qtbot, program, [each for each in scenes() if not each.needs_case]) == {}


def test_everything_that_shows_with_a_case_is_whole(
    qtbot: QtBot, start: Start, sample_case: Path, look: dict[str, object]
) -> None:
    program = start(case=sample_case, **look)
    settle(qtbot, program)
    program.window.show_page("timeline")
    settle(qtbot, program)

    assert faults_of(qtbot, program, [each for each in scenes() if each.needs_case]) == {}


@pytest.mark.parametrize("name", ["details", "range"])
def test_what_opens_beyond_the_edge_of_a_small_window_is_brought_into_view(
    qtbot: QtBot, start: Start, sample_case: Path, name: str
) -> None:
    program = start(case=sample_case, size=SMALL)
    settle(qtbot, program)

    next(each for each in scenes() if each.name == name).show(
        program, partial(settle, qtbot, program)
    )

    page = program.pages.timeline
    part = page.drawer if name == "details" else page.range_panel
    assert 0.9 * part.width() < part.visibleRegion().boundingRect().width()
    program.window.resize(1280, 800)
    settle(qtbot, program)
    assert page.mapTo(program.window, page.rect().topLeft()).x() > 0  # nothing is scrolled away


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_window_of_usual_size_never_scrolls_sideways(
    qtbot: QtBot, start: Start, sample_case: Path, lang: str
) -> None:
    program = start(case=sample_case, size=(1280, 800), lang=lang)
    settle(qtbot, program)
    wide: list[str] = []

    for page in Page:
        program.window.show_page(page)
        settle(qtbot, program)
        wide += [page for each in frames(program) if each.horizontalScrollBar().maximum() > 0]
    for scene in (each for each in scenes() if each.name in ("app", "range-and-details")):
        scene.show(program, partial(settle, qtbot, program))
        wide += [scene.name for each in frames(program) if each.horizontalScrollBar().maximum()]

    assert wide == []


def frames(program: Program) -> list[QScrollArea]:
    return visible(program.window.findChildren(QScrollArea))


@pytest.mark.parametrize("name", ["keys", "palette", "mark", "bundle", "check", "bug"])
def test_escape_closes_every_dialog(
    qtbot: QtBot, start: Start, sample_case: Path, name: str
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    scene = next(each for each in scenes() if each.name == name)
    shown = scene.show(program, partial(settle, qtbot, program))

    qtbot.keyClick(shown.focusWidget() or shown, Qt.Key.Key_Escape)

    assert isinstance(shown, QDialog) and not shown.isVisible()


def test_every_action_has_a_name_and_no_key_does_two_things(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)

    actions = [each.action for each in commands(program.window)]

    assert [each.text() for each in actions if not each.objectName()] == []
    assert [each.objectName() for each in actions if not each.toolTip()] == []
    keys = [key.toString() for each in actions for key in each.shortcuts()]
    assert [key for key in keys if keys.count(key) > 1] == []
