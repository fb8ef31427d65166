"""Findings beyond their page: a number in the sidebar, a sentence on Home, a list for each app."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.help import Start, find, settle
from ui.finding_words import app_key
from ui.sidebar import Page


def test_home_and_the_sidebar_say_how_many_deserve_a_look_and_lead_there(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    number = len(program.found.counting)
    button, told = (
        find(program, QToolButton, "page_findings"),
        find(program, QPushButton, "homeFindings"),
    )

    texts = button.text(), told.accessibleName()
    qtbot.mouseClick(told, Qt.MouseButton.LeftButton)

    assert number > 0
    assert texts[0].endswith(f" {number}") and texts[1].startswith(f"{number} finding")
    assert program.window.page is Page.FINDINGS
    settle(qtbot, program)
    assert find(program, QLabel, "findingsCount").text() == f"{number} findings in this case"
    program.actions.close_case()
    settle(qtbot, program)
    assert button.text().strip() == "Findings"


def test_an_apps_page_lists_its_findings_and_opens_them(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="apps")
    settle(qtbot, program)
    finding = program.found.counting[0]
    program.window.page_widget.show_app(app_key(finding))
    settle(qtbot, program)

    first = find(program, QPushButton, "appFinding_0")
    mine = program.found.of_app(app_key(finding))
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert mine
    shown = program.window.page_widget.view.finding
    assert program.window.page is Page.FINDINGS
    assert shown is not None and shown.id == mine[0].id


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_an_apps_page_calls_the_app_in_its_findings_as_in_its_title(
    qtbot: QtBot, start: Start, sample_case: Path, lang: str
) -> None:
    program = start(case=sample_case, page="apps", lang=lang)
    settle(qtbot, program)

    program.window.page_widget.show_app(app_key(program.found.counting[0]))
    settle(qtbot, program)

    title = find(program, QLabel, "appTitle").text()
    assert title in find(program, QPushButton, "appFinding_0").accessibleName()
