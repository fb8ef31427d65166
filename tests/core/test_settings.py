"""What is remembered between runs, and that nothing in the file can stop the program."""

import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.makers import maker_codes
from auditor.settings import (
    BRIDGES,
    LANGUAGES,
    MOST_RECENT,
    MOST_WIRELESS,
    PLANS,
    TEXT_PERCENTS,
    THEMES,
    Settings,
    WirelessPhone,
    cases_dir,
    load_settings,
    save_settings,
    settings_path,
    with_recent,
    with_wireless,
    without_wireless,
)
from tests.conftest import PROJECT

PHONE = WirelessPhone("adb-A-1", "Pixel 8", "10.0.0.2:41000", "A")


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    settings = Settings(
        "zh_CN",
        "dark",
        (tmp_path / "a", tmp_path / "ü"),
        text_percent=150,
        reduced_motion=True,
        cases=tmp_path / "new cases",
        rules=tmp_path / "rules",
        plan="quick",
        bridge="ppadb",
        maker="vivo",
        welcomed=True,
        wireless=(PHONE, WirelessPhone("adb-B-2", "Two", "")),
        alerts=("contacts",),
    )
    assert not [f.name for f in fields(Settings) if getattr(settings, f.name) == f.default]

    save_settings(tmp_path / "new" / "settings.json", settings)

    assert load_settings(tmp_path / "new" / "settings.json") == settings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 99, "theme": "dark"}',
        '{"theme": "dark"}',
        "[" * 100_000,
        '{"version": 1, "language": 7, "theme": [], "recent_cases": {}}',
        '{"version": 1, "text_percent": 3000, "reduced_motion": 1, "cases": 7, "plan": "all"}',
        '{"version": 1, "bridge": true, "maker": "nokia", "welcomed": "yes"}',
        '{"version": 1, "language": "tlh", "theme": "pink", "recent_cases": [1, "", "\\u0000"]}',
        '{"version": 1, "wireless": {"guid": "a"}}',
        '{"version": 1, "wireless": [7, {"guid": "a"}]}',
        '{"version": 1, "wireless": [{"guid": 1, "name": "", "address": "", "number": ""}]}',
    ],
)
def test_a_file_that_makes_no_sense_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text)

    assert load_settings(tmp_path / "settings.json") == Settings()


def test_a_missing_file_is_no_trouble(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_the_file_says_its_version(tmp_path: Path) -> None:
    save_settings(tmp_path / "settings.json", Settings())

    assert json.loads((tmp_path / "settings.json").read_text())["version"] == 1


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="could not be written"):
        save_settings(tmp_path / "file" / "settings.json", Settings())


def test_the_latest_case_comes_first_and_once(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(MOST_RECENT + 5):
        settings = with_recent(settings, tmp_path / str(number))
    settings = with_recent(settings, tmp_path / "10")

    assert settings.recent_cases[:2] == (tmp_path / "10", tmp_path / "14")
    assert len(settings.recent_cases) == len(set(settings.recent_cases)) == MOST_RECENT


def test_a_phone_that_is_paired_anew_is_kept_once_and_can_be_forgotten() -> None:
    kept = with_wireless(Settings(), PHONE)
    kept = with_wireless(kept, WirelessPhone("adb-B-2", "Two", "10.0.0.3:41000", "B"))
    anew = replace(PHONE, guid="adb-A-9", address="10.0.0.2:42000")  # it was reset meanwhile
    kept = with_wireless(kept, anew)

    assert [each.guid for each in kept.wireless] == ["adb-A-9", "adb-B-2"]
    assert [each.guid for each in without_wireless(kept, anew).wireless] == ["adb-B-2"]
    moved = replace(anew, address="10.0.0.9:1", name="Mine", number="")
    assert [each.guid for each in without_wireless(kept, moved).wireless] == ["adb-B-2"]
    for number in range(MOST_WIRELESS + 3):
        kept = with_wireless(kept, WirelessPhone(f"adb-{number}", "", ""))
    assert len(kept.wireless) == MOST_WIRELESS


def test_settings_and_cases_have_a_place_of_their_own() -> None:
    assert settings_path().name == "settings.json"
    assert settings_path().parent.name == "permission-auditor"
    assert cases_dir().is_absolute()


def test_every_setting_is_documented_with_its_values() -> None:
    text = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.M))

    assert rows.keys() == {field.name for field in fields(Settings)}
    for name, values in {
        "language": LANGUAGES,
        "theme": THEMES,
        "text_percent": TEXT_PERCENTS,
        "plan": PLANS,
        "bridge": BRIDGES,
        "maker": maker_codes(),
    }.items():
        assert re.findall(r"[\w]+", rows[name].replace("null", "")) == [str(v) for v in values]
