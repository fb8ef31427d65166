"""What is imported late, and where: never while the window waits."""

import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.help import Start, settle
from ui.deferred import PAGE_MODULES


def test_pages_are_imported_before_one_goes_there(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)  # a module that is not there would have been raised as a bug

    assert set(PAGE_MODULES) <= set(sys.modules)
    assert program.pages.timeline is None  # imported, not built
