"""How long until the first window is painted, beside a bare PySide6 window.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_startup [--rounds 15]

Run it from the project's folder. The candidates are started in turns as new processes, so that a
busy computer slows all alike. Told are medians from the start of the process: elapsed time, and
processor time, which depends less on what else runs.

`bare` is a QMainWindow with a label, `first` the program's outline, `home` its whole start page.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TELL = """
import os, sys, time
def tell():
    print(time.time(), time.process_time(), flush=True)
    os._exit(0)
"""
BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    is_painted = False
    def paintEvent(self, event):
        self.is_painted = True
app = QApplication(sys.argv[:1])
window = Window()
window.setCentralWidget(QLabel("Hello"))
window.resize(1180, 760)
window.show()
while not window.is_painted:
    app.processEvents()
tell()
"""
FIRST = """
import ui.app
import ui.first_window as first
show_now = first.FirstWindow.show_now
def shown(window):
    show_now(window)
    tell()
first.FirstWindow.show_now = shown
ui.app.main([])
"""
HOME = """
import ui.app
import ui.program as program
from PySide6.QtCore import QTimer
start = program.Program.start
def started(self):
    start(self)
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, tell))
program.Program.start = started
ui.app.main([])
"""
CANDIDATES = {"bare": BARE, "first": FIRST, "home": HOME}


def start(code: str, home: Path) -> tuple[float, float]:
    """Start a candidate without this computer's settings; gives elapsed and processor ms."""
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", TELL + code],
        cwd=PROJECT,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=True,
    )
    ended, used = map(float, done.stdout.split())
    return (ended - begun) * 1000, used * 1000


def main() -> None:
    """Print medians and, beside them, how many times the bare window's."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in CANDIDATES}
    with tempfile.TemporaryDirectory() as home:
        for number in range(rounds + 1):
            for name, code in CANDIDATES.items():
                times = start(code, Path(home))
                if number:  # the first round fills the caches of disk and byte code
                    taken[name].append(times)
    medians = {
        name: tuple(statistics.median(column) for column in zip(*times, strict=True))
        for name, times in taken.items()
    }
    print("candidate  elapsed ms  × bare  processor ms  × bare")
    for name, (elapsed, used) in medians.items():
        ratios = elapsed / medians["bare"][0], used / medians["bare"][1]
        print(f"{name:9} {elapsed:11.0f} {ratios[0]:7.2f} {used:13.0f} {ratios[1]:7.2f}")


if __name__ == "__main__":
    main()
