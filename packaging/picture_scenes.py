"""Takes pictures of what no command line option opens: one event, one app, a complaint.

    QT_QPA_PLATFORM=offscreen python packaging/picture_scenes.py CASE LANG FOLDER

Called by make_pictures.py, in a process of its own because each language needs its own window.
"""

import argparse
import gc
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.complaint_page import PREVIEW
from ui.events_table import Column
from ui.options import parse
from ui.program import Program
from ui.sidebar import Page

PACKAGE = "com.magpiebrowser.web"  # of the sample phone: asks for much, uses some
STEADY_LOOKS, LOOK_MS, LIMIT_S = 8, 40, 60


def settle(program: Program) -> None:
    """Wait until the page shows all it is going to show."""
    steady, until_s = 0, time.monotonic() + LIMIT_S
    while steady < STEADY_LOOKS and time.monotonic() < until_s:
        QTest.qWait(LOOK_MS)
        steady = steady + 1 if program.is_settled else 0


def show_event(program: Program) -> None:
    """Open the details of the browser's latest event."""
    program.window.show_page(Page.TIMELINE)
    settle(program)
    events = program.window.page_widget.table.events
    rows = (events.index(row, Column.PACKAGE) for row in range(events.rowCount()))
    found = next(index.row() for index in rows if index.data().startswith(PACKAGE))
    program.session.select(events.event_id(found))
    settle(program)


def show_app(program: Program) -> None:
    """Open the browser's page."""
    program.window.show_page(Page.APPS)
    settle(program)
    table = program.window.page_widget.table
    rows = (table.rows.row_at(number) for number in range(table.rows.rowCount()))
    table.row_opened.emit(next(row for row in rows if row.app.package == PACKAGE))
    settle(program)


def show_check(program: Program) -> None:
    """Open the last step of a complaint about the first finding."""
    program.window.show_page(Page.COMPLAINT)
    settle(program)
    program.window.page_widget.show_step(PREVIEW)
    settle(program)


def main() -> None:
    """Open the case, go to each scene, save its picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", type=Path)
    parser.add_argument("lang")
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    app = QApplication([])
    theme.add_bundled_font(app)
    gc.disable()  # a worker must never collect widgets
    places = asked.case.parent / "settings", asked.case.parent / "cases"
    look = [f"--case={asked.case}", f"--lang={asked.lang}", "--theme=light", "--size=1280x800"]
    program = Program(app, parse(look), *places)
    program.start()
    settle(program)
    for name, show in (("app", show_app), ("event", show_event), ("check", show_check)):
        show(program)
        target = asked.folder / f"{name}-{asked.lang}-light.png"
        program.window.grab().save(str(target))
        print(target)
    program.stop()


if __name__ == "__main__":
    main()
