"""Fixtures of the window's tests: a sample case read once, and a program in folders of its own."""

import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from auditor.task import Task
from tests.ui import pseudo
from ui import theme, work
from ui.options import Options
from ui.program import Program

OPTIONS = Options(
    paths=(),
    case=None,
    sample=False,
    page=None,
    lang="en",
    theme="light",
    size=(1280, 800),
    grab=None,
    adb_port=None,
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says so of windows and menus that open; nothing else is let by."""
    said = "does not support (propagateSizeHints|grabbing the keyboard)"
    mark = pytest.mark.qt_log_ignore(said, extend=True)
    for item in items:
        item.add_marker(mark)


@pytest.fixture(autouse=True)
def garbage_in_this_thread_only() -> Iterator[None]:
    """As ui.garbage does in the program: a worker must never collect widgets."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def no_widget_left(garbage_in_this_thread_only: None) -> Iterator[None]:
    """End every widget a test left: each one makes every later change of style slower."""
    yield
    for widget in QApplication.topLevelWidgets():
        if isValid(widget) and widget.parent() is None:
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def read_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one reading of the sample phone. Do not change it: copy it."""
    case_dir = tmp_path_factory.mktemp("sample") / "case"
    work.read_sample(case_dir, "35", 1, Task())
    work.load_new(case_dir, Task())
    work.identify_sample(case_dir, "35", 1, Task())
    return case_dir


@pytest.fixture
def sample_case(read_case: Path, tmp_path: Path) -> Path:
    """A case with one reading of the sample phone, for this test alone."""
    return Path(shutil.copytree(read_case, tmp_path / "sample-case"))


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Start the program as the command line would; it is stopped after the test."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.add_bundled_font(app)
    started: list[Program] = []

    def start_with(**options: object) -> Program:
        made = Program(app, replace(OPTIONS, **options), tmp_path / "settings", tmp_path / "cases")
        started.append(made)
        made.start()
        return made

    yield start_with
    for program in started:
        program.stop()
        program.window.close()
        program.window.deleteLater()


@pytest.fixture
def text_scale(qapp: QApplication) -> Iterator[Callable[[float], None]]:
    """Let a test have larger text, as the system's setting gives it."""
    before = qapp.font()

    def use(factor: float) -> None:
        font = qapp.font()
        font.setPointSizeF(before.pointSizeF() * factor)
        qapp.setFont(font)

    yield use
    qapp.setFont(before)


@pytest.fixture
def right_to_left(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language 40 % longer, read from right to left."""
    pseudo.install(qapp, monkeypatch)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
