"""The command line of the window: no display, wrong words, a picture of a page, Ctrl-C."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.conftest import PROJECT
from tests.ui.help import settle
from ui.app import EXIT_NO_DISPLAY, main
from ui.options import parse
from ui.sidebar import Page


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """A home of its own, so that nothing of this computer's settings is read or changed."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    home = str(tmp_path / "home")
    return {**kept, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, **more}


def run(tmp_path: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        cwd=PROJECT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_it_says_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    code = main([])

    assert code == EXIT_NO_DISPLAY
    assert "no display" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--page", "cellar"], ["--size", "big"], ["--lang", "tlh"]])
def test_wrong_words_leave_with_code_2(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(wrong)

    assert left.value.code == 2


def test_a_page_is_grabbed_without_a_display(tmp_path: Path, read_case: Path) -> None:
    picture = tmp_path / "page.png"

    done = run(
        tmp_path,
        "--case",
        str(read_case),
        "--page=timeline",
        "--size=1100x700",
        "--theme=dark",
        "--lang=zh_CN",
        f"--grab={picture}",
    )

    assert done.returncode == 0, done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1100, 700)
    colors = {image.pixel(x, y) for x in range(0, 1100, 7) for y in range(0, 700, 7)}
    assert len(colors) > 20


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "--grab", str(tmp_path / "no" / "such" / "folder.png"))

    assert done.returncode == 1
    assert "could not be written" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way there")
def test_ctrl_c_ends_the_program_in_an_orderly_way(tmp_path: Path) -> None:
    code = (
        "import sys, ui.program as p\n"
        "start = p.Program.start\n"
        "def started(self):\n"
        "    start(self)\n"
        "    print('shown', flush=True)\n"
        "p.Program.start = started\n"
        "from ui.app import main\n"
        "sys.exit(main([]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env=environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "shown\n"
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=30)

    assert process.returncode == 0, err
    assert "Traceback" not in err


def test_the_help_needs_no_qt() -> None:
    code = (
        "import sys\nfrom ui.app import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print('PySide6' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "False"


def test_the_window_is_built_before_the_slow_imports(tmp_path: Path) -> None:
    code = (
        "import sys, ui.program\n"
        "slow = ('pyqtgraph', 'sqlite_utils', 'adbutils', 'numpy')\n"
        "print(*[name for name in slow if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []


def test_paths_on_the_command_line_are_absolute_wherever_the_window_goes() -> None:
    found = parse(["case", "/else/dump.txt"])

    assert found.paths == (Path.cwd() / "case", Path("/else/dump.txt"))
    assert parse([]).paths == ()


def test_a_path_on_the_command_line_is_opened_as_one_that_is_dropped(qtbot, start, sample_case):
    for path in (sample_case, sample_case / "case.db"):
        program = start(paths=(path,))
        settle(qtbot, program)

        assert program.session.case.path == sample_case


OPENED = """
import sys
from pathlib import Path
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from ui.application import Application
app, taken = Application(sys.argv[:1]), []
def come(name): app.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(name)))
come("/before.zip")
app.hand_on_to(taken.append)
come("/after.zip")
assert taken == [Path("/before.zip"), Path("/after.zip")], taken
"""


def test_files_that_come_as_events_are_taken_also_those_before_the_window() -> None:
    subprocess.run([sys.executable, "-c", OPENED], cwd=PROJECT, check=True)


def test_what_is_read_at_the_start_ends_on_the_page_that_was_asked_for(qtbot, start, tmp_path):
    program = start(sample=True, page="timeline", case=tmp_path / "new")
    qtbot.waitUntil(lambda: program.session.case is not None, timeout=60_000)
    settle(qtbot, program)
    assert program.window.page is Page.TIMELINE

    program.window.show_page(Page.HOME)
    program.actions.open_case(program.session.case.path)
    settle(qtbot, program)
    assert program.window.page is Page.HOME  # asked for once, at the start
