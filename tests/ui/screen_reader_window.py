"""The window as a screen reader meets it: a case, the timeline, its newest event selected.

    python -m tests.ui.screen_reader_window CASE FOLDER

Run by test_screen_reader.py in a display and a session bus of its own; it is ended from there.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.options import parse
from ui.program import Program


def main() -> None:
    """Open the case, and select as soon as there is something to select."""
    case, folder = Path(sys.argv[1]), Path(sys.argv[2])
    app = QApplication(sys.argv[:1])
    app.setApplicationName("permission-auditor")
    theme.add_bundled_font(app)
    look = [f"--case={case}", "--page=timeline", "--lang=en", "--size=1280x800"]
    program = Program(app, parse(look), folder / "settings", folder / "cases")
    program.start()

    def select() -> None:
        page = program.pages.timeline
        if program.is_settled and page.view.stage.facts is not None:
            page.view.build_plot()
            page.view.setFocus()
            page.view.stage.step(-1)
            timer.stop()

    timer = QTimer()
    timer.timeout.connect(select)
    timer.start(100)
    app.exec()


if __name__ == "__main__":
    main()
