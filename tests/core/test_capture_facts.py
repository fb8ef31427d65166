"""Answers of one value are read, and anything else is None."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.capture_facts import boot_id_of, date_ms, device_of, uptime_of

BOOT = b"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        (b"1741064460.345678901\n", 1_741_064_460_345, 1_741_064_460_345),
        (b"1741064460.3\n", 1_741_064_460_300, 1_741_064_460_399),
        (b"1741064460\r\n", 1_741_064_460_000, 1_741_064_460_999),
        (b"1741064460.%N\n", 1_741_064_460_000, 1_741_064_460_999),
        (b"1741064460.N\n", 1_741_064_460_000, 1_741_064_460_999),
        (b"Tue Mar 4 13:01:00 CST 2025", None, None),
        (b"-5", None, None),
        (b"", None, None),
    ],
)
def test_a_date_is_read_as_far_as_the_phone_knows_it(
    text: bytes, earliest: int | None, latest: int | None
) -> None:
    assert (date_ms(text), date_ms(text, is_latest=True)) == (earliest, latest)


def test_uptime_is_the_first_of_two_numbers() -> None:
    assert uptime_of(b"12345.67 98765.43\n") == 12_345_670
    assert uptime_of(b"cat: /proc/uptime: Permission denied") is None


def test_the_name_of_a_start_is_all_of_the_answer() -> None:
    assert boot_id_of(BOOT + b"\n") == BOOT.decode()
    assert boot_id_of(BOOT + b" and more") is None


def test_a_property_that_is_not_set_is_unknown() -> None:
    found = device_of(
        "S1", {"ro.product.model": "", "ro.build.version.sdk": "x", "ro.serialno": ""}
    )

    assert (found.device_id, found.model, found.api) == ("S1", None, None)


@given(st.binary(max_size=60))
def test_no_answer_raises(text: bytes) -> None:
    for read in (date_ms, uptime_of):
        value = read(text)
        assert value is None or value >= 0
    boot_id_of(text)
