"""Apps: requested, granted, used side by side; an app's own page; its settings on the phone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor.adb.visible import SHOWN_LOG
from auditor.app_page import app_page, choose_app
from auditor.app_table import app_table
from auditor.companion_records import NetworkContact
from auditor.companions import process_starts
from auditor.permissions import Grant
from auditor.query import events
from auditor.records import DataType
from auditor.sample.adb_server import SampleServer
from auditor.store import Store
from tests.core.adb.phones import TablePhone
from tests.core.cases import NOW_MS, PHONE, event, load
from tests.ui.help import Start, find, settle
from ui.app_icon import _telling, letter_of
from ui.app_view import AppView
from ui.apps_page import FIRST_TYPE, TYPES, AppsPage
from ui.labels import Labels, zone_of
from ui.rows_table import FACTS_ROLE, RowsTable
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page
from ui.type_cell import said, short_time, sort_key
from ui.widgets import CardButton

CHAT = "com.pebblechat.messenger"
DAY_MS = 86_400_000


@pytest.fixture
def apps(qtbot: QtBot, start: Start, sample_case: Path) -> AppsPage:
    program = start(case=sample_case, page="apps")
    settle(qtbot, program)
    page = program.window.page_widget
    assert isinstance(page, AppsPage)
    page.program = program  # type: ignore[attr-defined]
    return page


def names(page: AppsPage) -> list[str]:
    return [facts.app.package for facts in page.table.rows.rows()]


def open_app(qtbot: QtBot, page: AppsPage, package: str = CHAT) -> None:
    found = (each for each in page.table.rows.rows() if each.app.package == package)
    facts = min(found, key=lambda each: each.app.uid)  # the owner's, not that of a work profile
    page.show_app((facts.app.device_id, facts.app.uid, package))
    settle(qtbot, page.program)  # type: ignore[attr-defined]


def test_the_table_holds_the_facts_of_the_core(apps: AppsPage, sample_case: Path) -> None:
    with Store.open(sample_case, read_only=True) as store:
        told = {(each.app.package, each.app.uid): each for each in app_table(store, DEFAULT_FILTER)}
    QAbstractItemModelTester(apps.table.rows)

    assert apps.table.rows.rowCount() == len(told)
    for row, facts in enumerate(apps.table.rows.rows()):
        assert facts == told[facts.app.package, facts.app.uid]
        for column, data_type in enumerate(TYPES, start=FIRST_TYPE):
            index = apps.table.rows.index(row, column)
            assert index.data(FACTS_ROLE) == facts.of(data_type)
            spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
            assert spoken.startswith(Labels("en").data_type(data_type))


def test_the_list_narrows_as_one_types_and_keeps_its_order(qtbot: QtBot, apps: AppsPage) -> None:
    whole = names(apps)

    qtbot.keyClicks(apps.findChild(QLineEdit, "narrowApps"), "PEBBLE chat")

    assert set(names(apps)) == {CHAT}
    assert apps.findChild(QLabel, "appsCount").text() == "2 apps"
    qtbot.keyClicks(apps.findChild(QLineEdit, "narrowApps"), "\b" * 11)
    assert names(apps) == whole


def test_a_column_of_a_kind_of_data_sorts_by_last_use(apps: AppsPage) -> None:
    column = FIRST_TYPE + TYPES.index(DataType.CAMERA)

    apps.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)

    keys = [sort_key(facts.of(DataType.CAMERA)) for facts in apps.table.rows.rows()]
    assert keys == sorted(keys, reverse=True)
    assert keys[0][0] > 0


def test_a_cell_says_in_words_what_it_paints(apps: AppsPage) -> None:
    facts = next(f for f in apps.table.rows.rows() if f.app.package == CHAT and not f.app.user)

    told = said(facts.of(DataType.MICROPHONE), Labels("en"), zone_of("Asia/Shanghai"))

    assert told.startswith("Microphone: asked for it: only while in use; used at least ")
    clipboard = said(facts.of(DataType.CLIPBOARD), Labels("en"), zone_of(None))
    assert "needs no permission" in clipboard


@pytest.mark.parametrize("grant", [*Grant, None])
def test_every_state_of_a_permission_has_words(apps: AppsPage, grant: Grant | None) -> None:
    facts = apps.table.rows.rows()[0].of(DataType.CAMERA)
    changed = replace(facts, granted=grant, requested=grant is not None)

    assert len({said(changed, Labels(lang), zone_of(None)) for lang in ("en", "zh_CN")}) == 2


def test_a_narrow_cell_never_says_an_hour_of_another_day() -> None:
    noon = 1_763_000_000_000
    zone = zone_of("UTC")

    assert short_time(noon, zone, noon + DAY_MS - 1) == "02:13"
    assert short_time(noon, zone, noon + DAY_MS) == "11-13"


def test_a_click_opens_the_app_and_escape_goes_back_to_its_row(
    qtbot: QtBot, apps: AppsPage
) -> None:
    place = apps.table.visualRect(apps.table.rows.index(3, 0)).center()
    chosen = apps.table.rows.row_at(3).app.package

    qtbot.mouseClick(apps.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, apps.program)  # type: ignore[attr-defined]

    assert apps.view.isVisible()
    assert apps.view.findChild(QLabel, "appPackage").text() == chosen
    qtbot.keyClick(apps.view, Qt.Key.Key_Escape)
    assert apps.table.isVisible()
    assert apps.table.rows.row_at(apps.table.currentIndex().row()).app.package == chosen


def test_enter_opens_the_app_without_a_mouse(qtbot: QtBot, apps: AppsPage) -> None:
    apps.table.selectRow(0)

    qtbot.keyClick(apps.table, Qt.Key.Key_Return)
    settle(qtbot, apps.program)  # type: ignore[attr-defined]

    assert apps.view.isVisible()


def test_an_apps_page_says_what_the_core_says(
    qtbot: QtBot, apps: AppsPage, sample_case: Path
) -> None:
    with Store.open(sample_case, read_only=True) as store:
        told = app_page(store, choose_app(store, CHAT), DEFAULT_FILTER)

    open_app(qtbot, apps)

    texts = [each.text() for each in apps.view.findChildren(QLabel) if each.isVisibleTo(apps)]
    assert told.newest is not None and f"{told.newest.version_name} (849)" in texts
    assert told.newest.installer in texts
    shown = [each for each in told.types if not each.is_empty]
    cards = [each for each in apps.view.findChildren(CardButton) if not each.isHidden()]
    assert {f"use_{each.data_type}" for each in shown} == {card.objectName() for card in cards}
    assert told.permissions is not None
    assert {each.permission.rpartition(".")[2] for each in told.permissions if each.runtime} <= set(
        texts
    )


def test_an_apps_page_lists_the_starts_of_its_processes(
    qtbot: QtBot, apps: AppsPage, sample_case: Path
) -> None:
    open_app(qtbot, apps)
    view = find(apps.program, AppView, "appView")  # type: ignore[attr-defined]
    with Store.open(sample_case, read_only=True) as store:
        told = process_starts(store, choose_app(store, CHAT))

    assert len(told) > 0
    assert view.processes.isVisible()
    assert sorted(view.processes.table.rows.rows(), key=told.index) == told
    assert not view.domains.isVisible()


def test_an_iphones_app_lists_the_domains_it_met(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    met = NetworkContact(
        "com.example.chat",
        "ads.example",
        1,
        NOW_MS,
        3,
        "NonAppInitiated",
        "shop.example",
        None,
        1,
        2,
    )
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event(), met])
    program = start(case=tmp_path / "case", page="apps")
    settle(qtbot, program)
    page = program.window.page_widget
    page.show_app(("PHONE1", 10_101, "com.example.chat"))
    settle(qtbot, program)
    view = find(program, AppView, "appView")

    rows = view.domains.table.rows
    row = [rows.index(0, column).data() for column in range(rows.columnCount())]

    assert view.domains.isVisible() and not view.processes.isVisible()
    assert row[2:] == ["ads.example", "3", "content within the app: shop.example", "—"]


def test_a_kind_of_data_opens_exactly_its_events(
    qtbot: QtBot, apps: AppsPage, sample_case: Path
) -> None:
    open_app(qtbot, apps)
    program = apps.program  # type: ignore[attr-defined]

    find(program, CardButton, "use_microphone").click()
    settle(qtbot, program)

    assert program.window.page is Page.TIMELINE
    with Store.open(sample_case, read_only=True) as store:
        rows = list(events(store, program.session.filter))
    assert rows and {(row.package, row.user, row.data_type) for row in rows} == {
        (CHAT, 0, "microphone")
    }


def test_the_apps_page_follows_the_shared_filter(qtbot: QtBot, apps: AppsPage) -> None:
    program = apps.program  # type: ignore[attr-defined]
    open_app(qtbot, apps)

    program.session.set_filter(replace(DEFAULT_FILTER, until_ms=1))
    settle(qtbot, program)

    assert apps.view.findChild(QLabel, "appNoEvents").isVisible()
    assert not apps.view.table.isVisible()


def test_settings_open_on_the_phone_only_after_a_yes(
    qtbot: QtBot, apps: AppsPage, sample_case: Path
) -> None:
    program = apps.program  # type: ignore[attr-defined]
    open_app(qtbot, apps)

    qtbot.mouseClick(find(program, QPushButton, "appSettings"), Qt.MouseButton.LeftButton)
    settle(qtbot, program)
    assert find(program, QWidget, "askSettings").isVisible()
    assert not (sample_case / SHOWN_LOG).exists()
    qtbot.mouseClick(find(program, QPushButton, "askSettingsNo"), Qt.MouseButton.LeftButton)
    assert not (sample_case / SHOWN_LOG).exists()

    qtbot.mouseClick(find(program, QPushButton, "appSettings"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(program.actions.told, timeout=30_000):
        qtbot.mouseClick(find(program, QPushButton, "askSettingsYes"), Qt.MouseButton.LeftButton)

    lines = (sample_case / SHOWN_LOG).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["asked", "shown"]
    assert f"package:{CHAT}" in lines[0]
    assert "no screen" in find(program, QLabel, "errorText").text()


@pytest.mark.parametrize(("lang", "gone"), [("en", "is not connected"), ("zh_CN", "没有连接")])
def test_settings_open_on_a_phone_at_the_cable_and_a_pulled_one_is_said(
    qtbot: QtBot, start: Start, tmp_path: Path, lang: str, gone: str
) -> None:
    line = "am start -a android.settings.APPLICATION_DETAILS_SETTINGS -d package:com.example.chat"
    phone = TablePhone({line: b"Starting: Intent { }\n"}, PHONE.serial)
    with Store.create(tmp_path / "case") as store:
        load(store, "first", [event()])
    with SampleServer(phone) as server:
        program = start(case=tmp_path / "case", page="apps", adb_port=server.port, lang=lang)
        settle(qtbot, program)
        program.window.page_widget.show_app((PHONE.device_id, event().uid, "com.example.chat"))
        settle(qtbot, program)

        find(program, QPushButton, "appSettings").click()
        find(program, QPushButton, "askSettingsYes").click()
        qtbot.waitUntil(lambda: find(program, QWidget, "errorBar").isVisible())
        settle(qtbot, program)
        opened = [text for text in server.opened if "am start" in text]
        server.unplug(PHONE.serial)
        find(program, QPushButton, "appSettings").click()
        find(program, QPushButton, "askSettingsYes").click()
        qtbot.waitUntil(lambda: gone in find(program, QLabel, "errorText").text())
        settle(qtbot, program)

    assert len(opened) == 1 and line in opened[0]
    notes = (tmp_path / "case" / SHOWN_LOG).read_text(encoding="utf-8").splitlines()
    outcomes = [json.loads(note)["outcome"] for note in notes]
    assert outcomes == ["asked", "shown", "asked"]  # the last was never answered


def test_five_thousand_rows_are_narrowed_at_once(qtbot: QtBot, apps: AppsPage) -> None:
    some = apps.table.rows.rows()[0]
    table: RowsTable = apps.table
    rows = [replace(some, app=replace(some.app, package=f"org.app{n}")) for n in range(5_000)]
    table.rows.show_rows(rows)

    apps.findChild(QLineEdit, "narrowApps").setText("org.app4999")

    assert names(apps) == ["org.app4999"]


def test_a_name_of_five_hundred_letters_is_shown_and_cuts_nothing(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    with Store.open(sample_case) as store:
        store.db.execute("UPDATE packages SET label = ? WHERE name = ?", ("W" * 500, CHAT))
    program = start(case=sample_case, page="apps")
    settle(qtbot, program)
    page = program.window.page_widget
    page.program = program

    open_app(qtbot, page)

    assert page.view.width() <= program.window.width()
    assert program.window.width() == 1280


@pytest.mark.parametrize(
    ("name", "letter"), [("pebble", "P"), ("  #9", "9"), ("微信", "微"), ("***", "·"), ("", "·")]
)
def test_a_tile_has_the_first_letter_of_any_script(name: str, letter: str) -> None:
    assert letter_of(name) == letter


def test_an_apps_own_picture_and_name_take_the_place_of_the_letter(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    with Store.open(sample_case) as store, store.transaction() as db:
        db.execute("DELETE FROM app_files")
        db.execute("DELETE FROM apks")
        db.execute(
            "INSERT INTO apks (id, device_id, path, size_bytes, modified_ms, locale, read_ms,"
            " tool_version, label, labels, icon, signer_sha256, signer_check, past_signers,"
            " troubles, ranges) VALUES (1, 'SAMPLE-1', '/a', 1, 1, 'en', 1, '1', 'Plauderei',"
            " '[[\"en\", \"Natter\"]]', ?, ?, 'whole_file', '', '', '')",
            (red_square(), "ab" * 32),
        )
        db.execute("INSERT INTO app_files VALUES ('SAMPLE-1', 10121, ?, 1, NULL, 1)", (CHAT,))
    program = start(case=sample_case, page="apps")
    settle(qtbot, program)
    page = program.window.page_widget
    page.program = program

    open_app(qtbot, page)

    row = next(f for f in page.table.rows.rows() if f.app.package == CHAT and not f.app.user)
    icon = page.table.rows._fields[0].icon(row)
    assert icon.pixmap(28, 28).toImage().pixelColor(14, 14) == QColor("#ff0000")
    assert find(program, QLabel, "appTitle").text() == "Natter"
    texts = [each.text() for each in page.view.findChildren(QLabel)]
    assert any(text.startswith(f"SHA-256 {'ab' * 32}") for text in texts)


def red_square() -> bytes:
    """A PNG as a case keeps it."""
    picture = QImage(192, 192, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    data = QBuffer()
    data.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(data, "PNG")
    return bytes(data.data())


def test_apps_without_a_name_do_not_all_have_the_letter_of_com() -> None:
    assert (
        _telling("com.pebblechat.messenger", "com.pebblechat.messenger") == "pebblechat.messenger"
    )
    assert _telling("com.pebble (10)", "com.pebble") == "pebble"
    assert _telling("Pebble Chat", "com.pebblechat") == "Pebble Chat"
    assert _telling("android", "android") == "android"


def test_apps_that_cannot_be_read_are_never_said_to_be_none(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)
    away = sample_case.rename(sample_case.with_name("away"))

    program.window.show_page(Page.APPS)
    settle(qtbot, program)
    seen = find(program, QWidget, "unreadApps").isVisible()
    nothing = find(program, QWidget, "emptyApps").isVisible()
    away.rename(sample_case)
    again = find(program, QWidget, "unreadApps").findChild(QPushButton, "do_again")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    settle(qtbot, program)

    assert seen and not nothing
    assert program.window.page_widget.table.isVisible()
