"""An evidence bundle from the window: figures first, then a file that the core verifies."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor import notes
from auditor.bundle.preview import preview
from auditor.bundle.verify import verify
from auditor.filters import EventFilter
from auditor.query import events
from auditor.store import Store
from tests.ui.help import Start, find, settle
from tests.ui.structure import faults
from ui.labels import Labels
from ui.program import Program
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page

APP = "com.pebblechat.messenger"
KEY = ("SAMPLE-1", 10121, APP)
WANTED = replace(
    DEFAULT_FILTER, packages=frozenset({APP}), uids=frozenset({10121}), device_id="SAMPLE-1"
)


def previewed(qtbot: QtBot, start: Start, case: Path, **options: object) -> Program:
    """Open the app's page and press its button, as a person would."""
    program = start(case=case, page="apps", **options)
    settle(qtbot, program)
    program.window.page_widget.show_app(KEY)  # type: ignore[union-attr]
    settle(qtbot, program)
    qtbot.mouseClick(find(program, QPushButton, "appBundle"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)
    return program


def texts(program: Program, name: str) -> str:
    part = find(program, QWidget, name)
    return "\n".join(each.text() for each in part.findChildren(QLabel))


def test_the_figures_are_the_cores_and_nothing_is_written_yet(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = previewed(qtbot, start, sample_case)
    with Store.open(sample_case, read_only=True) as store:
        told = preview(store, WANTED)

    labels, leaves = Labels("en"), texts(program, "bundleLeaves")

    assert f"{labels.number(told.events)} events" in leaves
    assert f"{labels.number(told.files)} files" in leaves
    assert f"{labels.number(told.lines_not_needed)} lines" in texts(program, "bundleStays")
    # A record without a uid knows no label: that must not hide the one that is known.
    assert f"Pebble Chat ({APP})" in find(program, QLabel, "bundleTitle").text()
    assert "SAMPLE" in find(program, QLabel, "bundleSample").text()
    assert not (sample_case / "pseudonym.key").exists()


def test_a_bundle_is_written_verifies_and_its_number_can_be_copied(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = previewed(qtbot, start, sample_case)
    place = tmp_path / "out" / "about-pebble"
    asked: list[str] = []

    def choose(_parent: QWidget, _title: str, proposed: str, *_rest: object, **_more: object):
        asked.append(proposed)
        return str(place), "*.zip"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)

    qtbot.mouseClick(find(program, QPushButton, "bundleSave"), Qt.MouseButton.LeftButton)
    assert find(program, QWidget, "bundleWindow").isVisible()
    settle(qtbot, program)
    qtbot.mouseClick(find(program, QPushButton, "bundleCopy"), Qt.MouseButton.LeftButton)

    assert asked[0].endswith(f"{APP}.auditor.zip")  # by which desktops know it
    found = verify(place.with_name("about-pebble.zip"))
    assert found.problems == ()
    assert found.is_sample
    assert find(program, QLabel, "bundleDigest").text() == found.manifest_sha256
    assert QGuiApplication.clipboard().text() == found.manifest_sha256
    assert "about-pebble.zip" in find(program, QLabel, "bundleCheck").text()


def test_a_file_that_is_there_is_never_replaced_and_saving_can_be_tried_again(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    program = previewed(qtbot, start, sample_case)
    place = tmp_path / "mine.zip"
    place.write_bytes(b"mine")

    program.bundles.save(place)
    settle(qtbot, program)

    assert "is there already" in find(program, QLabel, "bundleError").text()
    assert place.read_bytes() == b"mine"
    assert find(program, QPushButton, "bundleSave").isEnabled()
    program.bundles.save(tmp_path / "other.zip")
    settle(qtbot, program)
    assert (tmp_path / "other.zip").exists()
    assert program.window.findChild(QLabel, "bundleError") is None


def test_stopping_leaves_no_file(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    program = previewed(qtbot, start, sample_case)
    window = find(program, QWidget, "bundleWindow")

    program.bundles.save(tmp_path / "out.zip")
    stop = window.findChild(QPushButton, "workStop")
    assert stop is not None
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert list(tmp_path.glob("*out.zip*")) == []
    assert find(program, QPushButton, "bundleSave").isEnabled()


def test_chosen_evidence_that_the_filter_hides_is_told(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    everything = EventFilter(packages=frozenset({APP}))
    with Store.open(sample_case) as store:
        ids = {row.id for row in events(store, everything) if row.uid < 100_000}  # the owner's
        shown = {row.id for row in events(store, WANTED)}
        notes.add_evidence(store, 0, 1, everything, sorted(ids), 1)
    assert ids > shown

    program = previewed(qtbot, start, sample_case)

    number = Labels("en").number
    assert f"{number(len(shown))} of these events" in texts(program, "bundleLeaves")
    assert f"{number(len(ids - shown))} events that you chose" in texts(program, "bundleLeaves")


def test_without_an_app_the_export_menu_leads_to_the_apps(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)

    find(program, QAction, "export_bundle").trigger()
    settle(qtbot, program)

    assert program.window.page is Page.APPS
    assert "about one app" in find(program, QLabel, "errorText").text()
    assert program.bundles.shown is None


def test_with_an_app_in_the_filter_the_export_menu_shows_the_figures(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="timeline")
    settle(qtbot, program)
    program.session.set_filter(replace(DEFAULT_FILTER, packages=frozenset({APP})))
    settle(qtbot, program)

    find(program, QAction, "export_bundle").trigger()
    settle(qtbot, program)

    assert program.window.page is Page.TIMELINE
    assert APP in find(program, QLabel, "bundleFilter").text()
    assert find(program, QPushButton, "bundleSave").isEnabled()


def test_a_filter_that_lets_nothing_through_is_said_in_the_language_of_the_window(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="apps", lang="zh_CN")
    settle(qtbot, program)

    program.bundles.open(replace(WANTED, text="nothing is called so"))
    settle(qtbot, program)

    assert "没有符合所选条件的记录" in find(program, QLabel, "bundleError").text()
    assert not find(program, QPushButton, "bundleSave").isEnabled()


def test_the_window_closes_with_its_case(qtbot: QtBot, start: Start, sample_case: Path) -> None:
    program = previewed(qtbot, start, sample_case)

    program.actions.close_case()
    settle(qtbot, program)

    assert not find(program, QWidget, "bundleWindow").isVisible()


def test_another_language_in_the_midst_of_the_work_breaks_nothing(
    qtbot: QtBot, start: Start, sample_case: Path, tmp_path: Path
) -> None:
    program = previewed(qtbot, start, sample_case)

    program.bundles.save(tmp_path / "out.zip")
    program.window.language_chosen.emit("zh_CN")
    settle(qtbot, program)

    assert program.bundles.shown is None
    assert list(tmp_path.glob("*out.zip*")) == []


def test_a_name_longer_than_any_line_leaves_the_window_whole(qtbot: QtBot, start: Start) -> None:
    program = start()
    settle(qtbot, program)
    window = program.bundles._make_window()

    window.open_about("com.example." + "A" * 60_000, "B" * 60_000)
    settle(qtbot, program)

    assert faults(window) == []
    assert "A" * 100 in window._title.toolTip()
