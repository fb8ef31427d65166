"""Times, durations and uids are printed as Android prints them."""

import gzip
import re
from pathlib import Path

import pytest

from auditor.sample.text import PhoneTexts, duration, uid_text
from tests.core.sample.reading import DUR, lasting


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0"),
        (33, "+33ms"),
        (30_000, "+30s0ms"),
        (-93_603_005, "-1d2h0m3s5ms"),
        (3_600_000, "+1h0m0s0ms"),
        (-1, "-1ms"),
        (2_147_483_648_000, "+24855d3h14m7s0ms"),
    ],
)
def test_a_duration_drops_leading_units_only(ms: int, text: str) -> None:
    assert duration(ms) == text


@pytest.mark.parametrize(
    ("uid", "text"),
    [
        (0, "0"),
        (1000, "1000"),
        (10123, "u0a123"),
        (1_010_045, "u10a45"),
        (1_001_000, "u10s1000"),
        (99_007, "u0i7"),
        (99_000, "u0ai9000"),
        (90_033, "u0ai33"),
        (20_123, "u0a10123"),
    ],
)
def test_a_uid_tells_its_user_and_kind(uid: int, text: str) -> None:
    assert uid_text(uid) == text


def test_the_wall_clock_follows_summer_time() -> None:
    berlin = PhoneTexts("Europe/Berlin", "de-DE")
    assert berlin.absolute(1_729_990_799_999) == "2024-10-27 02:59:59.999"
    assert berlin.absolute(1_729_990_800_000) == "2024-10-27 02:00:00.000"


def test_digits_are_the_languages_own() -> None:
    assert PhoneTexts("Asia/Kathmandu", "ne-NP").absolute(0) == "१९७०-०१-०१ ०५:३०:००.०००"
    assert PhoneTexts("Asia/Kathmandu", "ne-NP").absolute_ascii(0)[:4] == "1970"


def test_androids_own_durations_come_out_the_same(shared_dir: Path) -> None:
    texts = set()
    for path in sorted((shared_dir / "aosp").glob("3[0-6]-main-1.txt.gz")):
        dump = gzip.decompress(path.read_bytes()).decode()
        texts |= set(re.findall(rf"\({DUR}\)|duration={DUR}", dump))
    found = {part for pair in texts for part in pair if part}
    assert len(found) > 1000
    assert [text for text in found if duration(lasting(text)) != text] == []
