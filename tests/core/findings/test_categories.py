"""The 39 kinds of app, what they need, and what a name suggests."""

import pytest

from auditor import words
from auditor.findings.categories import TYPES, Need, categories, is_expected, suggest
from auditor.records import DataType


def test_there_are_39_with_their_numbers_and_names() -> None:
    found = categories()

    assert [each.number for each in found.values()] == list(range(1, 40))
    assert all(words.word(f"category.{code}", lang) for code in found for lang in words.LANGUAGES)


def test_the_text_names_the_location_in_three_and_nothing_else_on_the_phone() -> None:
    named = {
        (code, data_type)
        for code, each in categories().items()
        for data_type, need in each.needs.items()
        if need is Need.NAMED
    }

    assert named == {
        (code, DataType.LOCATION) for code in ("navigation", "ride_hailing", "vehicle_rental")
    }


@pytest.mark.parametrize("data_type", [DataType.CONTACTS, DataType.SMS, DataType.CALL_LOG])
def test_no_kind_needs_other_peoples_data(data_type: DataType) -> None:
    assert {is_expected(code, data_type) for code in categories()} == {False}


def test_what_the_text_does_not_speak_of_is_not_known() -> None:
    assert DataType.CLIPBOARD not in TYPES
    assert is_expected("browser", "clipboard") is None
    assert is_expected(None, "camera") is None
    assert is_expected("no_such_kind", "camera") is None
    assert is_expected("navigation", None) is None


@pytest.mark.parametrize(
    ("package", "label", "expected"),
    [
        ("com.tencent.mm", None, ("messaging", "known_list")),
        ("com.lanternmaps.app", "Lantern Maps", ("navigation", "name")),
        ("com.example.x", "灯笼地图", ("navigation", "name")),
        ("com.example.x", "Roadmaps of history", None),  # no whole word
        ("com.example.x", "Bank Chat", None),  # two kinds
        ("com.example.x", None, None),
    ],
)
def test_a_kind_is_suggested_by_package_or_by_a_word_of_one_kind_only(
    package: str, label: str | None, expected: tuple[str, str] | None
) -> None:
    found = suggest(package, label)

    assert (found and (found.category, found.because)) == expected
