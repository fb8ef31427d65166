"""Renders every page, language, theme, size and state into sheets to look at.

    QT_QPA_PLATFORM=offscreen python -m tests.contact_sheet FOLDER [--states full,huge]

Run it from the project's folder. FOLDER gets one picture of each, and for each state a sheet of
all of them side by side. Faults of their structure (tests/ui/structure.py) are printed. Nothing of
this is kept in the repository: tests compare the structure, people look at the sheets.
"""

import argparse
import gc
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditor.records import DeviceInfo
from auditor.store import Store
from auditor.task import Task
from tests.core.cases import HOUR_MS, NOW_MS, event, load
from tests.ui.structure import faults
from ui import theme, work
from ui.options import parse
from ui.program import Program
from ui.sidebar import Page

LANGUAGES, THEMES = ("en", "zh_CN"), ("light", "dark")
SIZES = ("820x540", "1280x800")
APPS = 5_000
THUMB_WIDTH_PX, GAP_PX, LABEL_PX = 400, 12, 18
SETTLED_LOOKS, LOOK_MS, LIMIT_S = 6, 25, 60
OPS = ("RECORD_AUDIO", "CAMERA", "READ_CONTACTS", "FINE_LOCATION", "READ_CALENDAR")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture and what it shows."""

    name: str
    picture: QImage


def empty(_folder: Path) -> Path | None:
    """No case."""
    return None


def full(folder: Path) -> Path:
    """One reading of the sample phone."""
    work.read_sample(folder / "full", "35", 1, Task())
    work.load_new(folder / "full", Task())
    return folder / "full"


def huge(folder: Path) -> Path:
    """5,000 apps, some with names of 500 letters, on a phone with a long name."""
    phone = DeviceInfo("PHONE" * 40, "PHONE" * 40, False, "Maker " * 20, "Model " * 20, 34, "14")
    records = [
        event(
            uid=10_000 + number,
            package=f"org.example.{'long' * 120 if number % 50 == 0 else 'app'}{number}",
            op=OPS[(number + turn) % len(OPS)],
            uid_state="bg" if turn else "top",
            time_ms=NOW_MS - (number * 7 + turn) * HOUR_MS // 60,
            line=number * 3 + turn + 1,
        )
        for number in range(APPS)
        for turn in range(3)
    ]
    with Store.create(folder / "huge") as store:
        load(store, "20260101T000000Z", records, device=phone, cut=frozenset({"appops"}))
    return folder / "huge"


def failing(folder: Path) -> Path:
    """A case whose disk goes away while it is open."""
    return Path(shutil.copytree(full(folder), folder / "failing"))


STATES: dict[str, Callable[[Path], Path | None]] = {
    "empty": empty,
    "full": full,
    "huge": huge,
    "failing": failing,
}


def looks() -> Iterator[tuple[str, str, str]]:
    """Give every language, theme and size."""
    for lang in LANGUAGES:
        for name in THEMES:
            for size in SIZES:
                yield lang, name, size


def settle(program: Program) -> None:
    """Wait until the page shows all it is going to show."""
    steady, until_s = 0, time.monotonic() + LIMIT_S
    while steady < SETTLED_LOOKS and time.monotonic() < until_s:
        QTest.qWait(LOOK_MS)
        steady = steady + 1 if program.is_settled else 0


def shots(app: QApplication, state: str, case: Path | None, folder: Path) -> Iterator[Shot]:
    """Open the case anew for each look and go through its pages."""
    for lang, name, size in looks():
        options = parse([f"--lang={lang}", f"--theme={name}", f"--size={size}"])
        program = Program(app, replace(options, case=case), folder / "settings", folder / "cases")
        program.start()
        settle(program)
        if state == "failing" and case is not None:
            case.rename(case.with_name("away"))
        for page in Page:
            program.window.show_page(page)
            settle(program)
            for fault in faults(program.window):
                print(f"{state} {page} {lang} {size}: {fault}")
            yield Shot(f"{page}-{lang}-{name}-{size}", program.window.grab().toImage())
        program.stop()
        program.window.close()
        program.window.deleteLater()
        if state == "failing" and case is not None:
            case.with_name("away").rename(case)


def sheet(taken: list[Shot]) -> QImage:
    """Put the pictures of one state side by side: a page a column, a look a row."""
    columns = len(Page)
    rows = -(-len(taken) // columns)
    tallest = max(each.picture.height() / each.picture.width() for each in taken)
    height = round(THUMB_WIDTH_PX * tallest) + LABEL_PX + GAP_PX
    whole = QImage(columns * (THUMB_WIDTH_PX + GAP_PX), rows * height, QImage.Format.Format_RGB32)
    whole.fill(QColor("#808080"))
    with QPainter(whole) as painter:
        for number, each in enumerate(taken):
            x, y = number % columns * (THUMB_WIDTH_PX + GAP_PX), number // columns * height
            small = each.picture.scaledToWidth(
                THUMB_WIDTH_PX, Qt.TransformationMode.SmoothTransformation
            )
            painter.drawText(QRect(x, y, THUMB_WIDTH_PX, LABEL_PX), 0, each.name)
            painter.drawImage(x, y + LABEL_PX, small)
    return whole


def main() -> None:
    """Make the states, take the pictures, lay out the sheets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--states", default=",".join(STATES), help="some of the states")
    options = parser.parse_args()
    app = QApplication([])
    theme.add_bundled_font(app)
    gc.disable()  # a worker must never collect widgets
    for state in options.states.split(","):
        target = options.folder / state
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            taken = []
            for shot in shots(app, state, STATES[state](Path(name)), Path(name)):
                shot.picture.save(str(target / f"{shot.name}.png"))
                taken.append(shot)
        sheet(taken).save(str(options.folder / f"{state}.png"))
        print(options.folder / f"{state}.png")


if __name__ == "__main__":
    main()
