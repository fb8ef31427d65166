"""What the phone says beside accesses stands on Home and on an app's page, with line and time."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from auditor.store import Store
from tests.core.cases import event, load
from tests.ui.help import Start, find, settle
from ui.program import Program

PHONE, UID = "SAMPLE-1", 10_121
PEBBLE = "com.pebblechat.messenger"


def texts(program: Program, name: str) -> list[str]:
    """What a list of facts says."""
    return [each.text() for each in find(program, QWidget, name).findChildren(QLabel)]


def test_home_says_who_reads_notifications_and_which_line_tells_it(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case)
    settle(qtbot, program)

    told = texts(program, "phoneFacts")
    at = told.index("Allowed to read every notification: Juniper Fit.")
    assert told[at + 1].startswith(
        "setting-secure_enabled_notification_listeners.txt, line 1, read"
    )
    assert any("Work profile (10)" in text for text in told)
    assert find(program, QLabel, "besideTitle").isVisible()
    stops = find(program, QWidget, "phoneFacts").findChildren(QLabel)
    assert not any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in stops)


def test_home_says_it_in_the_language_of_the_window(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, lang="zh_CN")
    settle(qtbot, program)

    assert any(text.startswith("获准读取所有通知：") for text in texts(program, "phoneFacts"))


def test_a_phone_that_says_nothing_beside_has_no_heading_for_it(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
    program = start(case=tmp_path / "case")
    settle(qtbot, program)

    assert not find(program, QLabel, "besideTitle").isVisible()
    assert not find(program, QWidget, "phoneFacts").isVisible()


def test_the_page_of_an_app_says_what_concerns_it_and_how_much_it_sent(
    qtbot: QtBot, start: Start, sample_case: Path
) -> None:
    program = start(case=sample_case, page="apps")
    settle(qtbot, program)
    page = program.window.page_widget
    page.show_app((PHONE, UID, PEBBLE))
    settle(qtbot, program)

    told = texts(program, "appFacts")
    assert told[0].startswith("It may work while the phone sleeps")
    assert told[1].startswith("deviceidle.txt, line ")
    with Store.open(sample_case, read_only=True) as store:
        (number,) = store.db.execute(
            "SELECT count(*) FROM v_traffic WHERE uid = ?", (UID,)
        ).fetchone()
    assert number > 0
    assert page.view.traffic.table.rows.rowCount() == number

    page.show_app((PHONE, 10_120, "com.lanternmaps.app"))
    settle(qtbot, program)
    assert texts(program, "appFacts") == []
    assert not page.view.facts.isVisible()
