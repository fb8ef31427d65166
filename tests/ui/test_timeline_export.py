"""Export from the timeline: what is shown, how far it is, a way to stop, and where it lies."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton

from auditor.exports import Format
from auditor.pseudonyms import pseudonyms
from auditor.query import columns, devices
from auditor.store import Store
from ui.sidebar import Page

OFFERED = ("html", "xlsx", "csv", "jsonl", "ics")


@pytest.fixture
def program(qtbot, start, sample_case: Path):
    program = start(case=sample_case)
    qtbot.waitUntil(lambda: program.session.case is not None)
    program.window.show_page(Page.TIMELINE)
    return program


def said(program) -> str:
    return program.window.messages._text.text()


@pytest.mark.parametrize("kind", OFFERED)
def test_each_kind_is_saved_with_its_number_and_a_way_to_its_folder(
    qtbot, program, sample_case: Path, tmp_path: Path, monkeypatch, kind: str
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    path = tmp_path / f"out.{kind}"

    program.export.save(path, kind)
    qtbot.waitUntil(lambda: "saved" in said(program), timeout=120_000)
    program.window.messages._undo.click()

    with Store.open(sample_case, read_only=True) as store:
        number = len(columns(store, program.session.filter))
    assert said(program).startswith(f"{number} event")
    assert path.stat().st_size > 0
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]
    assert not program.window.work.isVisible()


def test_the_menu_offers_every_format_of_the_core_but_that_of_laboratories(program) -> None:
    program.window.show_page(Page.TIMELINE)

    names = {action.objectName() for action in program.pages.timeline.saving.menu().actions()}

    assert {f"export_{form}" for form in Format} - names == {"export_parquet"}


def test_how_far_it_is_is_shown_and_stopping_leaves_no_file(qtbot, program, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    program.export.save(folder / "out.xlsx", "xlsx")
    assert program.window.work.isVisibleTo(program.window)
    stop = program.window.work.findChild(QPushButton, "workStop")

    stop.click()
    qtbot.waitUntil(lambda: "Stopped" in said(program), timeout=120_000)

    assert list(folder.iterdir()) == []
    assert not program.window.work.isVisibleTo(program.window)


def test_a_second_export_waits_for_the_person(qtbot, program, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    program.export.save(folder / "one.xlsx", "xlsx")
    program.export.save(folder / "two.csv", "csv")

    assert "still being written" in said(program)
    qtbot.waitUntil(lambda: "saved" in said(program), timeout=120_000)
    assert [path.name for path in folder.iterdir()] == ["one.xlsx"]


def test_a_place_that_cannot_be_written_is_one_sentence(qtbot, program, tmp_path: Path) -> None:
    program.export.save(tmp_path / "nowhere" / "out.csv", "csv")

    qtbot.waitUntil(lambda: "could not be written" in said(program), timeout=120_000)
    assert not program.window.work.isVisibleTo(program.window)


def test_no_proposed_name_holds_the_number_of_the_phone(
    program, sample_case: Path, monkeypatch
) -> None:
    proposed: list[str] = []

    def ask(_parent, _title, name, *_more, **_named):
        proposed.append(Path(name).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    for kind in (*OFFERED, "png"):
        program.export.ask(kind)

    with Store.open(sample_case, read_only=True) as store:
        (device,) = devices(store)
        assert pseudonyms(store).device(device.device_id) != device.device_id
    assert len(proposed) == len(OFFERED) + 1
    assert not [name for name in proposed if device.serial in name or sample_case.name in name]
    assert proposed[0] == "Permission-Auditor-Sample-Phone-report.html"
