"""Plans of test sessions: ours are right, a wrong one is refused with its line."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import UsageError, WrongFormat
from auditor.findings.toml_file import LARGEST_FILE
from auditor.notes import MarkKind
from auditor.trials.plan_files import (
    KEYS,
    OWN,
    STEP_KEYS,
    choose_plan,
    kept_plan,
    own_plans,
    read_plan,
    template,
)
from auditor.trials.records import NOTE, said
from auditor.words import LANGUAGES
from tests.conftest import PROJECT

PLAN = """\
format = "permission-auditor-test-plan"
version = 1
id = "mine"
[title]
en = "Mine"
[[step]]
id = "one"
marks = ["agree", "note"]
minimum_seconds = 60
[step.title]
en = "One"
[step.instruction]
en = "Do it."
[[step]]
id = "two"
[step.title]
en = "Two"
zh_CN = "二"
[step.instruction]
en = "Do that."
"""


def write(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in PLAN
    path = folder / "plan.toml"
    path.write_text(PLAN.replace(old, new, 1) if old else PLAN, encoding="utf-8")
    return path


def test_our_plans_are_whole_in_both_languages() -> None:
    for plan in own_plans():
        for texts in (plan.title, plan.about, *(s.title for s in plan.steps)):
            assert set(texts) == set(LANGUAGES)
        for step in plan.steps:
            assert set(step.instruction) == set(LANGUAGES)
            assert set(step.watch) in (set(), set(LANGUAGES))
    assert tuple(plan.id for plan in own_plans()) == OWN


def test_the_recommended_plan_has_every_kind_of_mark_that_the_guided_rules_need() -> None:
    marks = {mark for step in choose_plan("recommended").steps for mark in step.marks}

    assert set(MarkKind) - marks == set()
    assert NOTE in marks


def test_the_short_plan_takes_ten_minutes() -> None:
    assert choose_plan("short").minimum_s == 600


def test_a_plan_is_read_and_kept_word_for_word(tmp_path: Path) -> None:
    plan = read_plan(write(tmp_path))

    assert [step.id for step in plan.steps] == ["one", "two"]
    assert plan.steps[0].marks == ("agree", "note")
    assert (plan.steps[0].minimum_s, plan.steps[1].minimum_s) == (60, 0)
    assert said(plan.steps[1].title, "zh_CN") == "二"
    assert said(plan.steps[0].title, "zh_CN") == "One", "another language is better than nothing"
    assert kept_plan(plan.text) == plan


def test_the_template_is_a_plan() -> None:
    assert kept_plan(template()).id == "my-plan"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('id = "mine"', 'id = "mine"\ncolour = 1', 4, "'colour' is no key of a test plan"),
        ('"permission-auditor-test-plan"', '"other"', 1, "'format' must be one of"),
        ("version = 1", "version = 2", 2, "knows version 1"),
        ("version = 1", 'version = "1"', 2, "whole number"),
        ('id = "mine"', 'id = "Mine!"', 3, "small letters"),
        ('[title]\nen = "Mine"', '[title]\nde = "Meins"', 5, "'de' is no language"),
        ('[title]\nen = "Mine"', "[title]", 4, "needs a text"),
        ('id = "one"', 'id = "two"', 15, "there twice"),
        ('id = "one"', 'id = "one"\nnext = 1', 8, "'next' is no key of [[step]]"),
        ('"agree", "note"', '"aggree", "note"', 8, "'aggree' is no mark; perhaps agree is meant"),
        ('"agree", "note"', '"agree", "xyz"', 8, "'xyz' is no mark; there are"),
        ('"agree", "note"', '"agree", 5', 8, "'marks' is a list of"),
        ("version = 1", "version = 1\nversion = 1", 3, "no TOML: a key or a table is there twice"),
        ('id = "one"', 'id = "one', 7, "no TOML: a text is not closed by its quotes"),
        ('id = "one"', 'id "one"', 7, "no TOML: after a key comes = and its value"),
        ('id = "one"', "id = “one”", 7, "no TOML: a value is a number"),
        ('id = "one"', 'id = "one" marks = []', 7, "no TOML: a line has more than one key"),
        ('["agree", "note"]', '"agree"', 8, "'marks' is a list of"),
        ("minimum_seconds = 60", "minimum_seconds = -1", 9, "not below 0"),
        ("minimum_seconds = 60", "minimum_seconds = 700000", 9, "a week"),
        ('en = "Two"', "en = 2", 17, "'en' must be there and be a text"),
        ('en = "Two"', f'en = "{"x" * 121}"', 17, "longer than 120"),
        ('[step.title]\nen = "One"\n', "", 6, "the table [title] is missing"),
        ("[[step]]", "[[step", 6, "no TOML"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    with pytest.raises(WrongFormat) as error:
        read_plan(write(tmp_path, old, new))

    assert f"plan.toml, line {line}: " in error.value.sentence
    assert words in error.value.sentence


def test_what_is_no_text_and_what_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    for data, words in ((b"id = '\xff'", "UTF-8"), (b"#" * (LARGEST_FILE + 1), "256 KiB")):
        path.write_bytes(data)
        with pytest.raises(WrongFormat, match=words):
            read_plan(path)
    with pytest.raises(WrongFormat, match="cannot be read"):
        read_plan(tmp_path / "gone.toml")


def test_a_plan_without_steps_is_none(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN.partition("[[step]]")[0], encoding="utf-8")

    with pytest.raises(WrongFormat, match="1 to 100 steps"):
        read_plan(path)


def test_a_name_that_is_neither_ours_nor_a_file_is_refused() -> None:
    with pytest.raises(UsageError, match="There is no test plan nothing"):
        choose_plan("nothing")


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_no_text_ends_in_anything_but_a_plan_or_a_sentence(text: str) -> None:
    try:
        kept_plan(text)
    except WrongFormat as error:
        assert "plan.toml, line " in error.sentence


@settings(max_examples=50)
@given(st.sampled_from(PLAN.splitlines()), st.text(max_size=30))
def test_a_line_that_reads_otherwise_is_a_plan_or_a_sentence(line: str, text: str) -> None:
    try:
        kept_plan(PLAN.replace(line, text, 1))
    except WrongFormat as error:
        assert re.search(r"plan.toml, line \d+: ", error.sentence)


def test_docs_name_every_key_and_every_mark() -> None:
    text = (PROJECT / "docs" / "sessions.md").read_text(encoding="utf-8")

    for name in (*KEYS, *STEP_KEYS, *MarkKind, NOTE, *OWN):
        assert f"`{name}`" in text, name
