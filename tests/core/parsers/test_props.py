"""Answers of one value are read, and anything else is None."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.parsers.props import parse_date, parse_property, parse_setting, parse_uptime


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1741064460.345678901\n", 1_741_064_460_345),
        ("1741064460.3\n", 1_741_064_460_300),
        ("1741064460\r\n", 1_741_064_460_000),
        ("1741064460.%N\n", 1_741_064_460_000),
        ("1741064460.N\n", 1_741_064_460_000),
        ("Tue Mar 4 13:01:00 CST 2025", None),
        ("-5", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_milliseconds(text: str, milliseconds: int | None) -> None:
    assert parse_date(text) == milliseconds


def test_uptime_is_the_first_of_two_numbers() -> None:
    assert parse_uptime("12345.67 98765.43\n") == 12_345_670
    assert parse_uptime("cat: /proc/uptime: Permission denied") is None


def test_an_empty_property_and_a_null_setting_are_unknown() -> None:
    assert parse_property("Asia/Shanghai\r\n") == "Asia/Shanghai"
    assert parse_property("\n") is None
    assert parse_setting("1\n") == "1"
    assert parse_setting("null\n") is None
    assert parse_property("null\n") == "null"


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    for parse in (parse_date, parse_uptime):
        value = parse(text)
        assert value is None or value >= 0
