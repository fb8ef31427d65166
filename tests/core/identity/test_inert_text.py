"""A label is a stranger's text: whatever it holds, it shows and does nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.identity.inert_text import LONGEST, inert, inert_lines


@pytest.mark.parametrize(
    ("untrusted", "shown"),
    [
        ("Lantern Maps", "Lantern Maps"),
        ("  微信 \n 输入法\t", "微信 输入法"),
        ("Bank\u202eknaB", "Bank[U+202E]knaB"),
        ("a\x00b\x1b[31m", "a[U+0000]b[U+001B][31m"),
        ("soft\u00adhyphen", "soft[U+00AD]hyphen"),
        ("zero\u200bwidth", "zero[U+200B]width"),
        ("\ufeffBOM", "[U+FEFF]BOM"),
        ("tag\U000e0041", "tag[U+E0041]"),
        ("filler\u3164", "filler[U+3164]"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\ud800", "[U+D800]"),
        ("line\u2028line", "line[U+2028]line"),
    ],
)
def test_what_cannot_be_seen_is_written_out(untrusted: str, shown: str) -> None:
    assert inert(untrusted) == shown


@pytest.mark.parametrize("nothing", ["", "  ", "\n\t"])
def test_a_label_without_a_letter_is_none(nothing: str) -> None:
    assert inert(nothing) is None


def test_a_huge_label_is_cut_and_says_so() -> None:
    shown = inert("x" * 10_000_000)

    assert shown is not None
    assert len(shown) == LONGEST
    assert shown.endswith("…")


@given(st.text(max_size=300))
def test_no_text_keeps_anything_that_acts(untrusted: str) -> None:
    shown = inert(untrusted) or ""

    bad = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    acting = [c for c in shown if unicodedata.category(c) in bad and c not in "\u200c\u200d"]
    assert acting == []
    assert len(shown) <= LONGEST


def test_lines_stay_lines_and_nothing_of_a_long_text_is_cut() -> None:
    text = "a\x00" * 5_000 + "\r\nsecond  line\n\n\u202eend"

    shown = inert_lines(text)

    assert shown == "a[U+0000]" * 5_000 + "\nsecond line\n\n[U+202E]end"


@given(st.text(max_size=300))
def test_lines_keep_nothing_that_acts_either(untrusted: str) -> None:
    shown = inert_lines(untrusted).replace("\n", "")

    assert all(c.isprintable() or c in "\u200c\u200d" for c in shown)
