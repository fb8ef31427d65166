"""The entry point of the window: options first, then an outline, then all the rest."""

import os
import sys

from auditor import DESKTOP_ID, NAME
from ui.options import NO_DISPLAY, Options, has_display, parse

EXIT_NO_DISPLAY = 2


def main(arguments: list[str] | None = None) -> int:
    """Open the window (entry point). Gives the exit code."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    options = parse(arguments)
    if not has_display(options):
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return EXIT_NO_DISPLAY
    if options.grab is not None and not _is_shown_anywhere():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return _open(options)


def _open(options: Options) -> int:
    from ui.application import Application
    from ui.first_window import make_first_window

    app = Application(sys.argv[:1])
    app.setApplicationName("permission-auditor")
    app.setApplicationDisplayName(NAME)
    app.setDesktopFileName(DESKTOP_ID)
    first = None
    if options.grab is None:
        first = make_first_window(options)
        first.show_now()

    from ui.program import run  # takes longer than showing the first window

    return run(app, options, first)


def _is_shown_anywhere() -> bool:
    names = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
