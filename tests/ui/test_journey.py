"""The whole way in the window: sample phone, timeline, a mark, its raw line, an export."""

import csv
import json
import multiprocessing
import threading
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGraphicsView, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from auditor.facts import MarkClass
from auditor.query import event, events
from auditor.store import Store
from tests.ui.help import Start, find, settle
from ui.events_table import EventsTable
from ui.program import Program
from ui.sidebar import Page
from ui.timeline_page import TimelinePage
from ui.widgets import CardButton


def table_ids(table: EventsTable) -> set[int]:
    return {table.events.event_id(row) for row in range(table.events.rowCount())}


def query_ids(program: Program) -> set[int]:
    assert program.session.case is not None
    with Store.open(program.session.case.path, read_only=True) as store:
        return {row.id for row in events(store, program.session.filter)}


def test_from_the_sample_phone_to_the_raw_line_and_the_export(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    program = start()
    settle(qtbot, program)

    qtbot.mouseClick(find(program, CardButton, "chooseSample"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)
    settle(qtbot, program)
    assert find(program, QLabel, "sampleBadge").isVisible()

    program.window.show_page(Page.TIMELINE)
    settle(qtbot, program)
    page = program.window.page_widget
    assert isinstance(page, TimelinePage)
    shown = table_ids(page.table)
    facts = page.view.stage.facts
    assert facts is not None
    assert shown == query_ids(program) != set()
    assert set(facts.ids.tolist()) <= shown
    assert len(facts.ids) + facts.untimed == len(shown)

    page.view.build_plot()
    wanted = click_a_mark(qtbot, page)
    settle(qtbot, program)
    assert program.session.selection == wanted
    assert page.table.events.event_id(page.table.currentIndex().row()) == wanted
    raw = find(program, QPlainTextEdit, "rawLines")
    assert program.session.case is not None
    with Store.open(program.session.case.path, read_only=True) as store:
        row = event(store, wanted)
    capture = program.session.case.captures[0]
    path = program.session.case.path / capture.folder / row.raw_file
    line = path.read_text(encoding="utf-8").splitlines()[row.line - 1]
    assert line.strip() in raw.textCursor().block().text()
    assert f"{row.line}" in raw.textCursor().block().text()

    for kind in ("csv", "jsonl", "png", "svg"):
        target = tmp_path / f"out.{kind}"
        program.export.save(target, kind)
        qtbot.waitUntil(target.exists, timeout=60_000)
        settle(qtbot, program)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == len(shown)
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(shown)
    (phone,) = {json.loads(each)["device_id"] for each in lines}
    assert phone.startswith("SAMPLE-device-")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
    assert "SAMPLE" in (tmp_path / "out.svg").read_text(encoding="utf-8")


def click_a_mark(qtbot: QtBot, page: TimelinePage) -> int:
    """Zoom to the last single access of the first lane that has one, click on it; give its id."""
    stage, facts = page.view.stage, page.view.stage.facts
    assert facts is not None
    number, lane = next(
        (i, lane) for i, lane in enumerate(stage.lanes) if len(lane.classes[MarkClass.ACCESS].rows)
    )
    row = int(lane.classes[MarkClass.ACCESS].rows[-1])
    middle = int(facts.start_ms[row] + facts.last_ms[row]) // 2
    stage.look_at(middle - 60_000, middle + 60_000)
    x, y = stage.x_of(middle), stage.top_of(number) + stage.size.row_px // 2
    assert stage.hit(x, y) is not None
    place = page.view.findChild(QGraphicsView).viewport()
    told: list[object] = []
    page.view.event_selected.connect(told.append)
    qtbot.mouseClick(place, Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(y)))
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], int)
    return told[0]


def test_a_second_reading_extends_the_same_case(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    assert program.session.case is not None
    before = len(program.session.case.captures)

    program.actions.read_sample()
    qtbot.waitUntil(lambda: len(program.session.case.captures) == before + 1, timeout=60_000)
    settle(qtbot, program)

    assert program.session.case.path == sample_case
    assert find(program, QLabel, "caseFacts").accessibleName().startswith("2 readings")


def test_stopping_keeps_what_was_read_and_marks_it_cut(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)
    seen: list[object] = []
    program.actions.progressed.connect(seen.append)
    program.actions.read_sample()
    qtbot.waitUntil(lambda: len(seen) >= 1, timeout=20_000)

    qtbot.mouseClick(find(program, QPushButton, "readingStop"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not program.actions.is_reading, timeout=60_000)
    settle(qtbot, program)

    assert program.session.case is not None
    (capture,) = program.session.case.captures
    manifest = program.session.case.path / capture.folder / "manifest.json"
    assert json.loads(manifest.read_text(encoding="utf-8"))["outcome"] == "cancelled"


def test_closing_while_reading_leaves_no_thread_and_no_process(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)
    seen: list[object] = []
    program.actions.progressed.connect(seen.append)
    program.actions.read_sample()
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)

    program.stop()

    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith(("job", "writer", "sample-phone"))]
    assert multiprocessing.active_children() == []
