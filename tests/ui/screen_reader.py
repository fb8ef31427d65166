"""Reads the window out as a screen reader would, by AT-SPI: one line `role<TAB>name<TAB>about`.

Run by the system's Python, which has the library; waits until a text is among what is said.
"""

import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

DEEPEST, MOST_CHILDREN = 30, 60  # a table has a million cells


def said(node, depth=0):
    """Give a line for each thing below that is shown."""
    try:
        if depth > 1 and not node.get_state_set().contains(Atspi.StateType.SHOWING):
            return
        yield f"{node.get_role_name()}\t{node.get_name()}\t{node.get_description()}"
        number = min(node.get_child_count(), MOST_CHILDREN)
        children = [node.get_child_at_index(i) for i in range(number)]
    except GLib.Error:  # it went away while it was looked at
        return
    for child in children:
        if child is not None and depth < DEEPEST:
            yield from said(child, depth + 1)


def main():
    """Look until the text is there or the time is over; print what was said last."""
    name, awaited, limit_s = sys.argv[1], sys.argv[2], float(sys.argv[3])
    until_s, lines = time.monotonic() + limit_s, []
    while time.monotonic() < until_s and not any(awaited in line for line in lines):
        desktop = Atspi.get_desktop(0)
        programs = [desktop.get_child_at_index(i) for i in range(desktop.get_child_count())]
        lines = [
            line for each in programs if each and each.get_name() == name for line in said(each)
        ]
        time.sleep(0.2)
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
