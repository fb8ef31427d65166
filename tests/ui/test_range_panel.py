"""The panel of a selected span: its table, and what its buttons do."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from auditor.facts import MarkClass
from auditor.range_stats import range_stats
from auditor.records import Source
from tests.core.timeline_facts import Row, facts
from tests.ui.help import settle
from ui.labels import Labels
from ui.range_panel import RangeModel, RangePanel
from ui.theme import LIGHT
from ui.timeline_frame import TimeRange

ROWS = [
    Row(10, 120_000, app=0),
    Row(20, app=0, source=Source.LAST),
    Row(30, app=1, mark=MarkClass.BACKGROUND),
    Row(40, app=1, mark=MarkClass.REJECT),
]


def texts(model: RangeModel, place: int) -> list[str]:
    return [model.index(i, place).data() for i in range(model.rowCount())]


def panel(qtbot) -> RangePanel:
    made = RangePanel(Labels("en"), LIGHT)
    qtbot.addWidget(made)
    made.show_stats(range_stats(facts(ROWS), 0, 300_000), UTC)
    return made


def test_the_model_keeps_its_promises(qtbot, qtmodeltester):
    qtmodeltester.check(panel(qtbot).model)


def test_numbers_that_may_be_larger_say_so(qtbot):
    model = panel(qtbot).model

    assert [text.split("\n")[0] for text in texts(model, 0)] == ["App 0", "App 1"]
    assert texts(model, 1) == ["≥ 2", "1\n1 refused"]
    assert texts(model, 2) == ["2 min 0 s", "—"]
    assert texts(model, 3) == ["0%", "100%"]


def test_unknown_values_come_last_in_both_orders(qtbot):
    model = panel(qtbot).model

    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        model.sort(2, order)
        assert texts(model, 2)[-1] == "—"


def test_a_click_on_a_header_sorts(qtbot):
    made = panel(qtbot)
    made.table.horizontalHeader().setSortIndicator(3, Qt.SortOrder.DescendingOrder)

    assert [text.split("\n")[0] for text in texts(made.model, 0)] == ["App 1", "App 0"]


def test_the_table_is_copied_with_its_sentence(qtbot):
    panel(qtbot).copy()

    lines = QGuiApplication.clipboard().text().splitlines()
    assert "used at least 3 times" in lines[0]
    assert lines[1].split("\t")[:4] == ["App", "Data", "Accesses", "Refusals"]
    assert lines[2].split("\t")[:4] == ["App 0", "Microphone", "≥ 2", "0"]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("percent", [100, 150, 200, 300])
def test_nothing_has_to_be_scrolled_sideways(qtbot, lang, percent):
    font = QApplication.font()
    large = QFont(font)
    large.setPointSizeF(font.pointSizeF() * percent / 100)
    QApplication.setFont(large)
    try:
        made = RangePanel(Labels(lang), LIGHT)
        qtbot.addWidget(made)
        rows = [replace(row, app=i % 2, length_ms=7_000_000) for i, row in enumerate(ROWS)]
        made.show_stats(range_stats(facts(rows), 0, 3_000_000), UTC)
        made.resize(made.minimumSizeHint().width(), 500)
        with qtbot.waitExposed(made):
            made.show()
        assert made.table.horizontalScrollBar().maximum() == 0
        assert made.table.columnWidth(0) >= made.table.width() // 4
    finally:
        QApplication.setFont(font)


def test_a_span_on_the_page_opens_the_panel_and_filters_all_pages(qtbot, start, sample_case: Path):
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    page = program.pages.timeline
    stage = page.view.stage
    assert not page.range_panel.isVisible()
    end = stage.facts.span[1]
    chosen = TimeRange(end - 7_200_000, end)

    stage.select_range(chosen)
    assert page.range_panel.isVisible()
    expected = range_stats(stage.facts, chosen.begin_ms, chosen.end_ms)
    assert page.range_panel.model.rowCount() == len(expected.rows) > 0
    button = page.findChild(QPushButton, "filterRange")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert program.session.filter.since_ms == chosen.begin_ms
    assert program.session.filter.until_ms == chosen.end_ms
    stage.clear()
    assert not page.range_panel.isVisible()
