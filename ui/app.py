"""The entry point of the window: options and display first, Qt only when it is needed."""

import multiprocessing
import os
import sys

from ui.options import NO_DISPLAY, has_display, parse

EXIT_NO_DISPLAY = 2


def main(arguments: list[str] | None = None) -> int:
    """Open the window (entry point). Gives the exit code."""
    multiprocessing.freeze_support()
    options = parse(arguments)
    if not has_display(options):
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return EXIT_NO_DISPLAY
    if options.grab is not None and not _is_shown_anywhere():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.program import run

    return run(options)


def _is_shown_anywhere() -> bool:
    names = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
