"""The two timelines of a comparison: by mouse, by keys, to a screen reader, to the case's own."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from auditor.notes import MarkKind, OwnMark
from auditor.records import DataType
from tests.core.lives import HOUR
from tests.core.trials.cases import APP, BEGIN, at, case_with, run_plan
from tests.ui.help import Start, find, settle
from ui.program import Program
from ui.sidebar import Page
from ui.trial_timelines import TrialTimelines

LATER = BEGIN + HOUR  # when the second session begins
FIRST_CLICKS = [(0, MarkKind.FIRST_LAUNCH, ""), (120, MarkKind.AGREE, "")]
SECOND_CLICKS = [(0, MarkKind.FIRST_LAUNCH, ""), (300, MarkKind.AGREE, ""), (310, None, "odd")]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Two sessions that an app was watched in: agreed to after two minutes, and after five."""
    records = [at(132), at(3600 + 345), at(3600 + 20, "CAMERA")]
    with case_with(tmp_path / "case", records) as store:
        run_plan(store, FIRST_CLICKS, title="old")
        run_plan(store, SECOND_CLICKS, title="new", begin_ms=LATER)
    return tmp_path / "case"


def shown(qtbot: QtBot, start: Start, case: Path) -> tuple[Program, TrialTimelines]:
    program = start(case=case, page="sessions")
    settle(qtbot, program)
    results = program.window.page_widget.results
    results.tabs.setCurrentIndex(5)
    results.comparison.tabs.setCurrentIndex(1)
    settle(qtbot, program)
    timelines = results.comparison.timelines
    for view in timelines.views:
        view.build_plot()
    return program, timelines


def choose(timelines: TrialTimelines, kind: MarkKind) -> None:
    kinds = [timelines.choose.itemData(i)[0].kind for i in range(timelines.choose.count())]
    timelines.choose.setCurrentIndex(kinds.index(kind))
    timelines.choose.activated.emit(timelines.choose.currentIndex())


def test_the_marks_stand_above_each_other_and_both_move_as_one(
    qtbot: QtBot, start: Start, case: Path
) -> None:
    program, timelines = shown(qtbot, start, case)
    first, second = (view.stage for view in timelines.views)
    assert not program.window.page_widget.list.isVisible(), "the timelines need the room"

    for kind, offsets in ((MarkKind.FIRST_LAUNCH, (0, 0)), (MarkKind.AGREE, (120, 300))):
        choose(timelines, kind)
        moments = BEGIN + offsets[0] * 1000, LATER + offsets[1] * 1000
        assert (first.lines_ms[0], second.lines_ms[0]) == moments
        assert first.x_of(moments[0]) == pytest.approx(second.x_of(moments[1]))
        first.zoom(0.3, moments[0])
        assert first.x_of(moments[0]) == pytest.approx(second.x_of(moments[1]))
        assert first.ms_per_px == pytest.approx(second.ms_per_px)


def test_a_mark_that_is_clicked_lays_both_upon_it(qtbot: QtBot, start: Start, case: Path) -> None:
    _program, timelines = shown(qtbot, start, case)
    view = timelines.views[1]
    x = round(view.stage.x_of(LATER + 300_000)) + 2
    QTest.mouseClick(
        view._band, Qt.MouseButton.LeftButton, pos=view._band.rect().bottomLeft() + _right(x)
    )

    assert timelines.pair is not None
    assert timelines.pair[1].kind is MarkKind.AGREE
    assert timelines.choose.currentText() == "Agreed"

    view.mark_wanted.emit(OwnMark(9, LATER + 310_000, "odd", LATER))
    assert timelines.pair[1].kind is MarkKind.AGREE
    assert timelines.line.sentence.text() == "Only one of the two sessions has this mark."


def test_what_is_read_anew_stays_where_it_was_looked_at(
    qtbot: QtBot, start: Start, case: Path
) -> None:
    program, timelines = shown(qtbot, start, case)
    choose(timelines, MarkKind.AGREE)
    stages = [view.stage for view in timelines.views]
    stages[1].zoom(0.2)
    stages[1].step(1)
    before = [(stage.span.begin_ms, stage.span.end_ms, stage.selection) for stage in stages]

    program.window.page_widget._compare((1, 1))
    settle(qtbot, program)

    after = [(stage.span.begin_ms, stage.span.end_ms, stage.selection) for stage in stages]
    assert after == before


def _right(x: int):
    from PySide6.QtCore import QPoint

    return QPoint(x, -4)


def test_keys_walk_the_records_and_lead_to_the_timeline_of_the_case(
    qtbot: QtBot, start: Start, case: Path
) -> None:
    program, timelines = shown(qtbot, start, case)
    choose(timelines, MarkKind.AGREE)
    first, second = timelines.views
    lanes = [lane.key.data_type for lane in second.stage.lanes]
    assert lanes == [DataType.CAMERA, DataType.MICROPHONE]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Period)
    assert first.stage.selection is not None
    assert find(program, QLabel, "trialDistance").text() == "12 s after the mark"
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Down)
    chosen = second.stage.selection
    assert chosen is not None
    assert first.stage.selection is None, "one record of both is selected"
    assert find(program, QLabel, "trialDistance").text() == "45 s after the mark"
    assert "microphone" in timelines.line.sentence.text()
    assert "microphone" in second.accessibleDescription()
    assert second.accessibleName().startswith("Second: Test session 2")
    assert "My mark at" in second._band.accessibleDescription()
    QTest.keyClick(second, Qt.Key.Key_W)
    assert first.stage.ms_per_px == pytest.approx(second.stage.ms_per_px)

    find(program, QPushButton, "trialToTimeline").click()
    settle(qtbot, program)

    assert program.window.page is Page.TIMELINE
    assert program.session.selection == chosen
    wanted = program.session.filter
    assert wanted.packages == {APP.package}
    assert wanted.since_ms is not None
    assert wanted.since_ms < LATER + 345_000 < wanted.until_ms
    assert program.pages.timeline.drawer.isVisible()


def test_a_session_without_a_record_still_shows_its_marks(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    with case_with(tmp_path / "case", [at(130)]) as store:
        run_plan(store, FIRST_CLICKS)
        run_plan(store, SECOND_CLICKS, begin_ms=LATER)
    program, timelines = shown(qtbot, start, tmp_path / "case")

    view = timelines.views[1]
    assert view._band.isVisible()
    qtbot.waitUntil(lambda: "My mark at" in view._band.accessibleDescription())  # once it rests
    assert (
        find(program, QLabel, "trialTitleSecond").text().endswith("no proof that nothing happened")
    )


def test_the_picture_is_saved_as_both_are_laid(
    qtbot: QtBot, start: Start, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, timelines = shown(qtbot, start, case)
    texts = []
    for kind in (MarkKind.FIRST_LAUNCH, MarkKind.AGREE):
        choose(timelines, kind)
        path = tmp_path / f"{kind}.svg"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, p=path: (str(p), ""))
        find(program, QPushButton, "saveTrialPicture").click()
        settle(qtbot, program)
        texts.append(path.read_text(encoding="utf-8"))

    assert texts[0] != texts[1]


def test_sessions_without_a_mark_in_common_have_a_table_alone(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    with case_with(tmp_path / "case", [at(130)]) as store:
        run_plan(store, FIRST_CLICKS[:1])
        run_plan(store, SECOND_CLICKS[1:], begin_ms=LATER)
    program, _timelines = shown(qtbot, start, tmp_path / "case")
    comparison = program.window.page_widget.results.comparison

    assert not comparison.tabs.isTabEnabled(1)
    assert "no mark in common" in find(program, QLabel, "trialComparisonTold").text()
