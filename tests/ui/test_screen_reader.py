"""What a screen reader really gets by AT-SPI: controls, lanes, the selected mark, with names.

It runs where there are Xvfb, a session bus, at-spi2-core and the system's Python with Atspi
(Debian: xvfb xauth dbus at-spi2-core python3-gi gir1.2-atspi-2.0); elsewhere it is skipped and
the tests that ask QAccessible stand in for it (test_structure, test_timeline_view).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

READER = "/usr/bin/python3"
TOOLS = ("xvfb-run", "xauth", "dbus-run-session", "gdbus")
LIMIT_S = 60
SESSION = """
gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
  --method org.a11y.Bus.GetAddress > /dev/null
"$1" -m tests.ui.screen_reader_window "$3" "$4" 2> "$4/window.log" &
"$2" tests/ui/screen_reader.py permission-auditor "The raw lines of the phone" "$5"
kill $!
"""


def missing() -> list[str]:
    """Name what is not here."""
    tools = [each for each in TOOLS if shutil.which(each) is None]
    asked = "import gi; gi.require_version('Atspi', '2.0')"
    if not Path(READER).exists():
        return [*tools, READER]
    found = subprocess.run([READER, "-c", asked], capture_output=True, check=False)
    return tools if found.returncode == 0 else [*tools, "gir1.2-atspi-2.0"]


@pytest.fixture
def said(sample_case: Path, tmp_path: Path) -> list[tuple[str, str, str]]:
    """Give what is read out: role, name and description of each thing that is shown."""
    lacking = missing() if sys.platform == "linux" else ["Linux"]
    if lacking:
        pytest.skip(f"AT-SPI cannot be asked here without {', '.join(lacking)}")
    wanted = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(tmp_path))
    run = ["xvfb-run", "-a", "dbus-run-session", "--", "bash", "-c", SESSION, "session"]
    answer = subprocess.run(
        [*run, sys.executable, READER, str(sample_case), str(tmp_path), str(LIMIT_S)],
        cwd=PROJECT,
        env={**os.environ, **wanted, **places},
        capture_output=True,
        text=True,
        timeout=2 * LIMIT_S,
        check=False,
    )
    told = (tmp_path / "window.log").read_text(encoding="utf-8")
    if "platform plugin" in told:
        pytest.skip("this Qt cannot open a window on X11 here: libraries of xcb are missing")
    lines = [line.split("\t") for line in answer.stdout.splitlines() if line.count("\t") == 2]
    assert lines, answer.stderr + told
    return [(role, name, about) for role, name, about in lines]


def test_controls_lanes_and_the_selected_mark_are_read_out(
    said: list[tuple[str, str, str]],
) -> None:
    names = {name for _role, name, _about in said}
    selected = [about for role, name, about in said if name == "Timeline" and role != "check box"]
    pages = ("Home", "Timeline", "Apps", "Findings", "Complaint", "Captures")
    lanes = [about for role, _name, about in said if role == "label" and " records · " in about]

    assert [each for each in pages if not any(name.startswith(each) for name in names)] == []
    assert ("push button", "Export", "Save what is shown: a table or a picture") in said
    assert ("combo box", "Lanes by app", "What a lane stands for") in said
    assert ("table", "Events") in {(role, name) for role, name, _about in said}
    assert len(lanes) >= 3 and all("last at" in each for each in lanes)
    # the sentence about the selected mark
    assert any(" used " in each or "refused" in each for each in selected)
    assert {"Details of the event", "The raw lines of the phone"} <= names
