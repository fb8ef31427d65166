"""Fitting a text into a form: it fits, keeps the limits statement and says what it leaves out."""

import re

from hypothesis import given
from hypothesis import strategies as st

from auditor.complaint.lengths import Narrative, fit, form_length

LIMITS = "These are the limits of the record."
TEXT = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=200)


def narrative(full: list[str], brief: list[str], opening: str = "opening") -> Narrative:
    return Narrative(
        opening=opening,
        short_opening="short",
        full=tuple(full),
        brief=tuple(brief),
        closing="closing",
        limits=LIMITS,
        app_note="[app]",
        brief_note=lambda count: f"[brief {count}]",
        gone_note=lambda count: f"[gone {count}]",
    )


def test_a_form_counts_utf_16_units_and_two_for_an_end_of_line() -> None:
    assert form_length("aé你") == 3
    assert form_length("𠮷") == 2
    assert form_length("a\nb") == 4


def test_what_fits_is_not_touched() -> None:
    fitted = fit(narrative(["one"], ["1"]), None)

    assert fitted.text == f"opening\n\none\n\nclosing\n\n{LIMITS}"
    assert fitted.fits and not fitted.is_shortened


@given(
    st.lists(st.tuples(TEXT, st.text("xyz", min_size=1, max_size=40)), min_size=1, max_size=12),
    st.integers(0, 3_000),
    TEXT,
)
def test_any_text_fits_or_says_that_it_does_not(
    findings: list[tuple[str, str]], longest: int, opening: str
) -> None:
    full = [f"<full {number}>{text}" for number, (text, _) in enumerate(findings)]
    brief = [f"<brief {number}>{text}" for number, (_, text) in enumerate(findings)]

    fitted = fit(narrative(full, brief, opening), longest)

    assert fitted.fits == (form_length(fitted.text) <= longest)
    assert fitted.text.endswith(LIMITS)
    in_full = [number for number in range(len(full)) if f"<full {number}>" in fitted.text]
    in_brief = [number for number in range(len(full)) if f"<brief {number}>" in fitted.text]
    gone = len(full) - len(in_full) - len(in_brief)
    assert [*in_full, *in_brief] == list(range(len(full) - gone))
    assert told(fitted.text, "brief") == len(in_brief)
    assert told(fitted.text, "gone") == gone
    assert fitted.is_shortened == ("[app]" in fitted.text)


def told(text: str, what: str) -> int:
    found = re.search(rf"\[{what} (\d+)\]", text)
    return int(found[1]) if found else 0
