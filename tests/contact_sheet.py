"""Renders every page, language, theme, size and state into sheets to look at.

    QT_QPA_PLATFORM=offscreen python -m tests.contact_sheet FOLDER [--states full,huge]

Run it from the project's folder, with QT_SCALE_FACTOR=2 for a screen of that many dots. FOLDER gets
one picture of each, and for each state a sheet of all of them side by side. The state `scenes` is
everything besides the pages (tests/ui/scenes.py): dialogs, menus, steps of connecting, trouble;
`hostile-scenes` the same with a case of a phone that lies.
Faults of their structure (tests/ui/structure.py) are printed. Nothing of this is kept in the
repository: tests compare the structure, people look at the sheets.
"""

import argparse
import gc
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from auditor.records import DeviceInfo
from auditor.store import Store
from auditor.task import Task
from tests.core.cases import HOUR_MS, NOW_MS, event, load
from tests.core.hostile_case import make_hostile, read_honest
from tests.ui.scenes import scenes
from tests.ui.structure import faults
from ui import theme, work
from ui.options import parse
from ui.program import Program
from ui.sidebar import Page

LANGUAGES, THEMES = ("en", "zh_CN"), ("light", "dark")
SIZES = ("820x540", "1280x800")
APPS = 5_000
THUMB_WIDTH_PX, GAP_PX, LABEL_PX = 400, 12, 18
SCENES, SCENE_COLUMNS = "scenes", 8
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
    """Two readings of the sample phone."""
    for _reading in range(2):
        work.read_sample(folder / "full", "35", 1, Task())
    work.load_new(folder / "full", Task())
    work.identify_sample(folder / "full", "35", 1, Task())
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


def hostile(folder: Path) -> Path:
    """A phone whose names are made to harm whoever shows them."""
    return make_hostile(read_honest(folder / "honest"), folder / "hostile")


STATES: dict[str, Callable[[Path], Path | None]] = {
    "empty": empty,
    "full": full,
    "huge": huge,
    "failing": failing,
    "hostile": hostile,
}

SCENES_OF = {SCENES: "full", f"hostile-{SCENES}": "hostile"}


def looks(only: str) -> Iterator[tuple[str, str, str]]:
    """Give every language, theme and size of which the name holds a text."""
    for lang in LANGUAGES:
        for name in THEMES:
            for size in SIZES:
                if only in f"{lang}-{name}-{size}":
                    yield lang, name, size


def settle(program: Program) -> None:
    """Wait until the page shows all it is going to show."""
    steady, until_s = 0, time.monotonic() + LIMIT_S
    while steady < SETTLED_LOOKS and time.monotonic() < until_s:
        QTest.qWait(LOOK_MS)
        steady = steady + 1 if program.is_settled else 0


@contextmanager
def opened(
    app: QApplication, look: tuple[str, str, str], case: Path | None, folder: Path
) -> Iterator[Program]:
    """Start the program as a person would for the first time, and end it."""
    lang, name, size = look
    options = parse([f"--lang={lang}", f"--theme={name}", f"--size={size}"])
    settings = Path(tempfile.mkdtemp(dir=folder))
    program = Program(app, replace(options, case=case), settings, folder / "cases")
    program.start()
    settle(program)
    yield program
    program.stop()
    program.window.close()
    program.window.deleteLater()


def taken(name: str, widget: QWidget) -> Shot:
    """Take a picture, and print what is wrong with what it shows."""
    for fault in faults(widget):
        print(f"{name}: {fault}")
    return Shot(name, widget.grab().toImage())


def page_shots(
    app: QApplication, state: str, folder: Path, only: str, named: tuple[str, ...]
) -> Iterator[Shot]:
    """Open the case of a state anew for each look and go through its pages."""
    case = STATES[state](folder)
    for look in looks(only):
        with opened(app, look, case, folder) as program:
            if state == "failing" and case is not None:
                case.rename(case.with_name("away"))
            for page in (each for each in Page if is_wanted(each, named)):
                program.window.show_page(page)
                settle(program)
                yield taken("-".join((page, *look)), program.window)
        if state == "failing" and case is not None:
            case.with_name("away").rename(case)


def is_wanted(name: str, named: tuple[str, ...]) -> bool:
    """Whether a page or scene is one of those asked for; none asked for are all."""
    return not named or any(each in name for each in named)


def scene_shots(
    app: QApplication, folder: Path, only: str, named: tuple[str, ...], state: str
) -> Iterator[Shot]:
    """Open the program anew for each scene."""
    case = STATES[state](folder)
    for look in looks(only):
        for scene in (each for each in scenes() if is_wanted(each.name, named)):
            with opened(app, look, case if scene.needs_case else None, folder) as program:
                shown = scene.show(program, partial(settle, program))
                settle(program)
                yield taken("-".join((scene.name, *look)), shown)
                shown.close()


def sheet(shots: list[Shot], columns: int) -> QImage:
    """Put the pictures of one state side by side."""
    rows = -(-len(shots) // columns)
    tallest = max(each.picture.height() / each.picture.width() for each in shots)
    height = round(THUMB_WIDTH_PX * min(tallest, 1.0)) + LABEL_PX + GAP_PX
    whole = QImage(columns * (THUMB_WIDTH_PX + GAP_PX), rows * height, QImage.Format.Format_RGB32)
    whole.fill(QColor("#808080"))
    with QPainter(whole) as painter:
        for number, each in enumerate(shots):
            x, y = number % columns * (THUMB_WIDTH_PX + GAP_PX), number // columns * height
            room = QSize(THUMB_WIDTH_PX, height - LABEL_PX - GAP_PX)
            small = each.picture.scaled(
                room.boundedTo(each.picture.size()),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawText(QRect(x, y, THUMB_WIDTH_PX, LABEL_PX), 0, each.name)
            painter.drawImage(x, y + LABEL_PX, small)
    return whole


def main() -> None:
    """Make the states, take the pictures, lay out the sheets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--states", default=",".join((*STATES, *SCENES_OF)), help="some of the states"
    )
    parser.add_argument("--only", default="", help="looks that hold a text, such as en-dark-820")
    parser.add_argument("--named", default="", help="pages and scenes that hold one of these texts")
    options = parser.parse_args()
    named = tuple(filter(None, options.named.split(",")))
    app = QApplication([])
    theme.add_bundled_font(app)
    gc.disable()  # a worker must never collect widgets
    for state in options.states.split(","):
        target = options.folder / state
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            place, only = Path(name), options.only
            is_page = not state.endswith(SCENES)
            made = (
                page_shots(app, state, place, only, named)
                if is_page
                else scene_shots(app, place, only, named, SCENES_OF[state])
            )
            shots = []
            for shot in made:
                shot.picture.save(str(target / f"{shot.name}.png"))
                shots.append(shot)
        columns = min(len(Page) if is_page else SCENE_COLUMNS, max(len(shots), 1))
        if not shots:
            continue
        sheet(shots, columns).save(str(options.folder / f"{state}.png"))
        print(options.folder / f"{state}.png")


if __name__ == "__main__":
    main()
