"""Numbers, sizes, shares and dates as the language of the window writes them; times stay ISO."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ui.header import Header
from ui.labels import Labels, local_time, slot_time
from ui.session import CaseInfo
from ui.theme import LIGHT

FEBRUARY_MS = int(datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("lang", "number", "size"),
    [
        ("en", "1,234,567", "2.3 MB"),
        ("de", "1.234.567", "2,3 MB"),
        ("fr", "1\u202f234\u202f567", "2,3 Mo"),
        ("zh_CN", "1,234,567", "2.3 MB"),
    ],
)
def test_numbers_and_sizes_are_written_as_the_language_does(
    lang: str, number: str, size: str
) -> None:
    labels = Labels(lang)

    assert labels.number(1_234_567) == number
    assert labels.size(2_300_000) == size


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.001, "< 1%"), (0.4, "40%"), (0.999, "> 99%"), (1, "100%")],
)
def test_a_share_that_is_not_quite_all_or_nothing_does_not_look_so(share: float, text: str) -> None:
    assert Labels("en").share(share) == text


@pytest.mark.parametrize(
    ("lang", "span"),
    [
        ("en", "3 Feb 2026 – 3 Feb 2026"),
        ("de", "3 Feb. 2026 – 3 Feb. 2026"),
        ("fr", "3 févr. 2026 – 3 févr. 2026"),
    ],
)
def test_the_heading_writes_months_as_the_language_does(qtbot, lang: str, span: str) -> None:
    header = Header(Labels(lang), LIGHT)
    qtbot.addWidget(header)
    case = CaseInfo(Path("case"), (), (), (), FEBRUARY_MS, FEBRUARY_MS)

    assert header._span_of(case) == span


def test_a_time_is_iso_in_every_language_and_no_exacter_than_known() -> None:
    assert local_time(FEBRUARY_MS, 1, UTC) == "2026-02-03 04:05:06"
    assert local_time(FEBRUARY_MS, 60_000, UTC) == "2026-02-03 04:05"
    assert slot_time(FEBRUARY_MS, FEBRUARY_MS + 900_000, UTC) == "2026-02-03 04:05 – 04:20"
