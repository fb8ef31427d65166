"""The window with a phone that lies: nothing it says is markup, turns text around or blocks it."""

import re
import shutil
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from auditor.filters import EventFilter
from auditor.live.alerts import Alert
from auditor.query import events
from auditor.sample import hostile
from auditor.store import Store
from tests.core.hostile_case import make_hostile, read_honest
from tests.ui.help import Start, settle
from tests.ui.scenes import scenes
from tests.ui.structure import description_of, faults, name_of
from tests.ui.test_scenes import leave
from ui.live_words import alert_text
from ui.program import Program
from ui.sidebar import Page
from ui.widgets import clean

HOSTILE = re.compile(r"zq\d\d")
LONGEST = 4_000  # characters of one text in the window
DEVICE = "SAMPLE-1"
ROWS = 60  # of each table
TEN_MB = 10 * 1024 * 1024
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("hostile")
    return make_hostile(read_honest(room / "honest"), room / "case")


def is_harmful(text: str) -> bool:
    """Whether it holds what hides or turns text; joiners and line ends do neither."""
    return any(
        unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t\u200c\u200d" for c in text
    )


MARKUP = re.compile(r"<[A-Za-z!/?][^<>]*>")


def is_markup(text: str) -> bool:
    """Whether Qt could show a text as markup where nothing forbids it: more than Qt itself asks."""
    return bool(MARKUP.search(text))


def texts_of(window: QWidget) -> Iterator[tuple[QWidget, str, bool]]:
    """Every text of every widget, and whether Qt could take it for markup."""
    for each in [window, *window.findChildren(QWidget)]:
        yield each, each.windowTitle(), False
        yield each, each.accessibleName(), False
        yield each, each.accessibleDescription(), False
        yield each, each.toolTip(), False  # all tips are plain text: see below
        yield each, each.statusTip(), False
        yield each, each.whatsThis(), False
        if each.isVisible():  # what a screen reader makes of it
            yield each, name_of(each), False
            yield each, description_of(each), False
        yield from _own_texts(each)
        for action in each.actions():
            yield each, action.text(), False
            yield each, action.toolTip(), False


def _own_texts(each: QWidget) -> Iterator[tuple[QWidget, str, bool]]:
    match each:
        case QLabel():
            is_plain = each.textFormat() is Qt.TextFormat.PlainText
            yield each, each.text(), not is_plain and is_markup(each.text())
        case QAbstractButton():
            yield each, each.text(), False
        case QLineEdit():
            yield each, each.text(), False
            yield each, each.placeholderText(), False
        case QPlainTextEdit():
            yield each, each.toPlainText(), False
        case QTextEdit() | QTextBrowser():
            yield each, each.toPlainText(), True
        case QMenu():
            yield each, each.title(), False
        case QTabBar():
            yield from ((each, each.tabText(n), False) for n in range(each.count()))
            yield from ((each, each.tabToolTip(n), False) for n in range(each.count()))
        case QHeaderView() if each.model() is not None:
            for n in range(each.count()):
                yield each, str(each.model().headerData(n, each.orientation())), False
        case QComboBox():
            yield from ((each, each.itemText(n), False) for n in range(each.count()))
        case QAbstractItemView() if each.model() is not None:
            yield from _cells(each)


def _cells(view: QAbstractItemView) -> Iterator[tuple[QWidget, str, bool]]:
    model = view.model()
    for row in range(min(model.rowCount(), ROWS)):
        for column in range(_columns(model)):
            for role in ROLES:
                text = model.index(row, column).data(role)
                if isinstance(text, str):
                    yield view, text, False


def _columns(model: QAbstractItemModel) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def look(window: QWidget) -> bool:
    """Hold everything in a window to being harmless; gives whether a lie is seen at all."""
    seen = False
    for widget, text, may_be_markup in texts_of(window):
        where = (type(widget).__name__, widget.objectName(), text[:120])
        assert not is_harmful(text), where
        assert not (may_be_markup and HOSTILE.search(text)), where
        if not isinstance(widget, QPlainTextEdit):  # raw lines, with a bar of their own
            assert len(text) < LONGEST, where
        seen = seen or bool(HOSTILE.search(text))
    return seen


@pytest.fixture
def program(qtbot: QtBot, start: Start, case: Path) -> Program:
    made = start(case=case)
    settle(qtbot, made)
    return made


@pytest.mark.parametrize("page", list(Page))
def test_every_page_shows_the_lies_as_text(qtbot: QtBot, program: Program, page: Page) -> None:
    program.window.show_page(page)
    settle(qtbot, program)

    seen = look(program.window)
    assert seen or page in (Page.PREFERENCES, Page.COMPLAINT)


# Of the scenes those that show what a phone wrote, each kind of widget once.
SCENES = {
    *("chip-apps", "range-and-details", "open-lanes", "bundle", "comparison"),
    *("session-setup", "session-running"),
}


def test_every_dialog_menu_and_panel_shows_them_as_text_and_whole(
    qtbot: QtBot, start: Start, case: Path, tmp_path: Path
) -> None:
    program = start(case=Path(shutil.copytree(case, tmp_path / "case")), size=(1280, 800))
    settle(qtbot, program)
    program.window.show_page(Page.TIMELINE)
    settle(qtbot, program)
    wrong: dict[str, list[str]] = {}
    seen = set()
    for scene in (each for each in scenes() if each.name in SCENES):
        shown = scene.show(program, partial(settle, qtbot, program))
        settle(qtbot, program)
        wrong[scene.name] = faults(shown)
        if look(shown):
            seen.add(scene.name)
        leave(program, shown)

    assert {name: found for name, found in wrong.items() if found} == {}
    assert seen >= SCENES


def test_the_apps_themselves_and_their_bundle_show_them_as_text(
    qtbot: QtBot, program: Program
) -> None:
    for honest in ("com.babyowl.monitor", "com.pebblechat.messenger"):
        assert program.session.case is not None
        lie = hostile.PACKAGES[honest]
        key = next(each for each in program.session.case.apps if each.package == lie)
        program.window.show_page(Page.APPS)
        settle(qtbot, program)
        program.window.page_widget.show_app((key.device_id, key.uid, key.package))
        settle(qtbot, program)
        assert look(program.window)
    program.bundles.open(EventFilter(packages=frozenset({lie}), device_id=key.device_id))
    settle(qtbot, program)
    assert look(program.bundles.shown)


def test_an_event_its_details_and_menus_show_them_as_text(qtbot: QtBot, program: Program) -> None:
    program.window.show_page(Page.TIMELINE)
    settle(qtbot, program)
    page = program.pages.timeline
    page.view.build_plot()
    settle(qtbot, program)
    for row in range(0, 200, 40):
        program.session.select(page.table.events.event_id(row))
        settle(qtbot, program)
        look(program.window)
    for menu in (page.saving.menu(), page.view.lane_menu(0)):
        for action in menu.findChildren(QAction):
            assert not is_harmful(action.text())
            assert len(action.text()) < LONGEST
    program.window.open_palette()
    settle(qtbot, program)
    look(program.window.palette_window)


def test_every_finding_shows_them_as_text(qtbot: QtBot, program: Program) -> None:
    program.window.show_page(Page.FINDINGS)
    settle(qtbot, program)
    found = [each for each in program.found.counting if HOSTILE.search(each.package)]
    assert found
    for each in found[:4]:
        program.window.page_widget.show_finding(each.id)
        settle(qtbot, program)
        assert look(program.window)


def test_what_is_copied_is_no_formula_in_a_spreadsheet(qtbot: QtBot, program: Program) -> None:
    program.window.show_page(Page.TIMELINE)
    settle(qtbot, program)
    page = program.pages.timeline
    page.view.build_plot()
    settle(qtbot, program)
    program.session.set_filter(EventFilter(include_system=True))
    settle(qtbot, program)
    page.view.stage.select_range(page.view.stage.whole())
    settle(qtbot, program)
    page.table.selectAll()

    for copy in (page.table.copy, page.range_panel.copy):
        copy()
        lines = QApplication.clipboard().text().split("\n")[1:]
        cells = [cell for line in lines for cell in line.split("\t")]
        assert any(cell.startswith("'") for cell in cells)
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
        assert not any(map(is_harmful, cells))


def test_no_name_of_a_file_is_a_way_to_another_folder(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def ask(_parent: object, _title: str, place: str, *_rest: object, **_more: object):
        asked.append(Path(place))
        return "", ""

    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", ask)
    assert program.session.case is not None
    monkeypatch.setattr(program.bundles, "_preview", lambda: None)
    for name in hostile.PACKAGES.values():
        program.bundles.open(EventFilter(packages=frozenset({name}), device_id=DEVICE))
        program.bundles.ask()
    settle(qtbot, program)
    for kind in ("csv", "html", "png"):
        program.export.ask(kind)

    assert len(asked) == len(hostile.PACKAGES) + 3
    assert {each.parent for each in asked} == {Path.home()}
    assert not any(is_harmful(each.name) or set(each.name) & set('<>:"/\\|?*') for each in asked)
    assert max(len(each.name) for each in asked) < 200


def test_an_alert_on_the_desktop_shows_them_as_text(case: Path, program: Program) -> None:
    with Store.open(case, read_only=True) as store:
        rows = {row.package: row for row in events(store, EventFilter())}
    for lie in hostile.PACKAGES.values():
        if lie in rows:
            row = rows[lie]
            alert = Alert(lie, row.user, row.label, (("microphone", 2),), row)
            for text in alert_text(alert, program.session.case, "en"):
                assert not is_harmful(text)
                assert len(text) < 100


def test_a_name_of_ten_megabytes_is_cut_before_it_is_looked_at() -> None:
    name = "<b>\u202e" + "A" * TEN_MB
    looked_at = []

    class Name(str):
        def __getitem__(self, key: slice) -> str:
            looked_at.append(key.stop)
            return super().__getitem__(key)

    assert len(clean(Name(name))) < LONGEST
    assert max(looked_at) < LONGEST


def test_a_tip_is_never_markup(qtbot: QtBot, program: Program) -> None:
    QToolTip.showText(QPoint(5, 5), '<b>zq99</b><img src="file:///etc/passwd">', program.window)
    tips = [
        each
        for each in QApplication.topLevelWidgets()
        if each.metaObject().className() == "QTipLabel"
    ]
    assert [tip.textFormat() for tip in tips] == [Qt.TextFormat.PlainText]
    QToolTip.hideText()
    QCoreApplication.processEvents()


def test_what_the_program_says_itself_is_never_markup_either(program: Program) -> None:
    program.window.messages.show_notice("<b>zq99</b>\u202e\x1b[31m")
    assert look(program.window)
    assert QApplication.topLevelWidgets()
