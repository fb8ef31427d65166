"""Showing an app's settings: one exact command, apart from those that read, noted and answered."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.adb.bridge import make_bridge
from auditor.adb.commands import TABLE, find
from auditor.adb.server import ServerAddress
from auditor.adb.visible import (
    SHOWN_LOG,
    VISIBLE,
    settings_request,
    show_app_settings,
    show_developer_settings,
)
from auditor.errors import NoDevice, NotReady, StoreError
from auditor.sample.adb_server import SampleServer
from auditor.sample.faults import Fault, FaultKind, Faults
from auditor.sample.phone import SamplePhone
from auditor.task import silent
from tests.conftest import PROJECT

PACKAGE = "com.pebblechat.messenger"


@pytest.fixture
def phone() -> SamplePhone:
    return SamplePhone(35, 1)


@pytest.fixture
def server(phone: SamplePhone) -> Iterator[SampleServer]:
    made = SampleServer(phone)
    made.start()
    yield made
    made.stop()


def notes(case_dir: Path) -> list[dict[str, object]]:
    text = (case_dir / SHOWN_LOG).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_phone_gets_one_exact_line_and_the_case_a_note(
    server: SampleServer, phone: SamplePhone, tmp_path: Path
) -> None:
    bridge = make_bridge("adbutils", ServerAddress(port=server.port))

    show_app_settings(bridge, phone.serial, PACKAGE, 0, tmp_path, silent())

    line = f"am start -a android.settings.APPLICATION_DETAILS_SETTINGS -d package:{PACKAGE}"
    assert [asked for asked, _when in phone.dumps] == [line]
    assert [(note["line"], note["outcome"]) for note in notes(tmp_path)] == [
        (line, "asked"),
        (line, "shown"),
    ]


def test_an_app_of_a_work_profile_is_shown_as_that_user() -> None:
    assert settings_request(PACKAGE, 10).line.startswith("am start --user 10 -a android.settings.")


def test_the_developer_options_are_shown_and_noted_in_the_same_way(
    server: SampleServer, phone: SamplePhone, tmp_path: Path
) -> None:
    bridge = make_bridge("adbutils", ServerAddress(port=server.port))
    line = "am start -a android.settings.APPLICATION_DEVELOPMENT_SETTINGS"

    show_developer_settings(bridge, phone.serial, tmp_path, silent())
    server.faults = Faults((("*", Fault(FaultKind.EXIT, 1)),))
    with pytest.raises(NotReady, match="developer options"):
        show_developer_settings(bridge, phone.serial, tmp_path, silent())

    assert {asked for asked, _when in phone.dumps} == {line}
    assert [note["outcome"] for note in notes(tmp_path)] == ["asked", "shown", "asked", "exit_code"]


def test_a_phone_that_refuses_is_told_with_a_way_on(
    server: SampleServer, phone: SamplePhone, tmp_path: Path
) -> None:
    server.faults = Faults((("*", Fault(FaultKind.EXIT, 1)),))
    bridge = make_bridge("adbutils", ServerAddress(port=server.port))

    with pytest.raises(NotReady, match="did not open"):
        show_app_settings(bridge, phone.serial, PACKAGE, 0, tmp_path, silent())

    assert notes(tmp_path)[-1]["outcome"] == "exit_code"


def test_what_cannot_be_noted_is_not_asked(
    server: SampleServer, phone: SamplePhone, tmp_path: Path
) -> None:
    bridge = make_bridge("adbutils", ServerAddress(port=server.port))

    with pytest.raises(StoreError, match="was not asked"):
        show_app_settings(bridge, phone.serial, PACKAGE, 0, tmp_path / "gone", silent())

    assert phone.dumps == []


def test_a_phone_that_is_gone_is_told(server: SampleServer, tmp_path: Path) -> None:
    bridge = make_bridge("adbutils", ServerAddress(port=server.port))

    with pytest.raises(NoDevice):
        show_app_settings(bridge, "NOBODY", PACKAGE, 0, tmp_path, silent())


def test_it_is_no_part_of_the_table_that_only_reads() -> None:
    assert not {command.name for command in VISIBLE} & {command.name for command in TABLE}
    assert all(find(settings_request(PACKAGE, user).line) is None for user in (0, 10))


@given(st.text(max_size=40))
def test_no_name_brings_a_second_command_along(text: str) -> None:
    try:
        line = settings_request(text).line
    except ValueError:
        return

    assert re.fullmatch(
        r"am start -a android\.settings\.APPLICATION_DETAILS_SETTINGS -d package:[A-Za-z0-9_.]+",
        line,
        re.ASCII,
    )


def test_only_the_confirmed_click_of_the_window_reaches_it() -> None:
    users = [
        str(path.relative_to(PROJECT))
        for folder in ("auditor", "ui")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        if re.search(r"adb\.visible", path.read_text(encoding="utf-8"))
        and path.name != "visible.py"
    ]

    assert users == ["ui/phone_settings.py"]
