"""What survives a restart, and that nothing unreadable can stop the window from opening."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from auditor.filters import EventFilter
from auditor.records import DataType, Kind, Source
from ui.memory import Memory, filter_from_json, filter_to_json
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page
from ui.theme import ThemeName

FILTERS = [
    DEFAULT_FILTER,
    EventFilter(),
    EventFilter(
        types=frozenset({DataType.SMS}),
        packages=frozenset({"a.b"}),
        uids=frozenset({10_001}),
        since_ms=5,
        kinds=frozenset({Kind.REJECT}),
        background=False,
        sources=frozenset({Source.LAST}),
        text="x",
        include_system=False,
    ),
]


@pytest.mark.parametrize("wanted", FILTERS)
def test_a_filter_comes_back_as_it_was(wanted: EventFilter) -> None:
    assert filter_from_json(filter_to_json(wanted)) == wanted


def test_single_events_are_not_kept_as_their_numbers_are_of_the_open_case() -> None:
    wanted = EventFilter(event_ids=frozenset({1, 2}), text="x")

    assert filter_from_json(filter_to_json(wanted)) == EventFilter(text="x")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"types": ["soul"]}', '{"unheard": 1}', "7"])
def test_an_unreadable_filter_shows_the_usual(text: str) -> None:
    assert filter_from_json(text) == DEFAULT_FILTER


def test_choices_come_back_from_the_folder(qtbot: QtBot, tmp_path: Path) -> None:
    first = Memory(tmp_path)
    first.change(theme="dark", language="zh_CN")
    first.page = Page.APPS
    first.remember_case(tmp_path / "one")
    first.remember_case(tmp_path / "two")
    first.sync()

    second = Memory(tmp_path)

    assert (second.theme, second.language, second.page) == (ThemeName.DARK, "zh_CN", Page.APPS)
    assert second.recent_cases == (tmp_path / "two", tmp_path / "one")


def test_broken_files_count_as_not_set(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{", encoding="utf-8")
    (tmp_path / "window.ini").write_text("[General]\npage=cellar\nfilter=7\n", encoding="utf-8")

    memory = Memory(tmp_path)

    assert (memory.theme, memory.page) == (ThemeName.SYSTEM, Page.HOME)
    assert memory.filter == DEFAULT_FILTER
    assert memory.geometry is None


def test_settings_that_cannot_be_written_are_told_and_kept_for_now(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    memory = Memory(tmp_path / "file")
    told: list[object] = []
    memory.trouble = told.append

    memory.change(theme="dark")

    assert len(told) == 1
    assert memory.theme is ThemeName.DARK
