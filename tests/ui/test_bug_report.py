"""A whole bug report of a real phone, from the zip to the window: events, apps, front, clock."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from auditor.app_table import app_table
from auditor.importers import import_paths
from auditor.load import load_capture
from auditor.query import captures, columns
from auditor.store import Store
from tests.conftest import shared_or_skip
from tests.ui.help import find, settle
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page
from ui.timeline_band import ContextBand

pytestmark = pytest.mark.shared
DAY_MS = 86_400_000
TRAINING = "com.jeanboy.app.training"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A case with the report, which is read as `auditor import` does."""
    path = shared_or_skip("corpus", "bugreport") / "emulator-psr1-9-bugreport.zip"
    case = tmp_path / "report"
    with Store.create(case) as store:
        for manifest in import_paths([path], case, None, None):
            load_capture(store, case / "captures" / manifest.capture_id)
    return case


def test_a_real_bug_report_is_shown_as_a_whole(
    qtbot: QtBot, start: Callable[..., object], report: Path
) -> None:
    with Store.open(report, read_only=True) as store:
        wanted, everybody = columns(store, DEFAULT_FILTER), app_table(store, DEFAULT_FILTER)
        (capture,) = captures(store)
        begun, ended = store.db.execute(
            "SELECT begin_ms, end_ms FROM v_foreground WHERE package = ?"
            " ORDER BY end_ms - begin_ms DESC",
            (TRAINING,),
        ).fetchone()
    program = start(case=report, page="timeline")
    settle(qtbot, program)
    page = program.window.page_widget

    assert "Android 9" in find(program, QLabel, "caseTitle").text()
    assert page.table.events.rowCount() == len(wanted) > 200
    band = find(program, ContextBand, "timeline_context")
    page.view.stage.look_at(begun - 60_000, ended + 60_000)
    x = round(page.view.stage.x_of((begun + ended) // 2))
    assert f"In front: {TRAINING}" in band.text_at(QPoint(x, 5))
    assert "Screen on: " in band.text_at(QPoint(x, 5))
    assert str(page.view.stage.zone) == capture.zone == "Asia/Shanghai"

    program.window.show_page(Page.APPS)
    settle(qtbot, program)
    shown = find(program, QLabel, "appsCount").text()
    assert shown.startswith(f"{len(everybody)} ")

    program.window.show_page(Page.CAPTURES)
    settle(qtbot, program)
    tables = program.window.page_widget.findChildren(QTableView)
    texts = [
        str(model.index(0, column).data(Qt.ItemDataRole.DisplayRole))
        for model in (table.model() for table in tables)
        for column in range(model.columnCount())
    ]
    assert "2019-08-15 15:08:46" in texts
