"""Every sentence that an error can say, and every next step, is said in Chinese too."""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from auditor import capture_words, errors
from auditor.error_words import say_error
from auditor.findings.toml_places import REASONS
from auditor.importers import dumps
from tests.conftest import PROJECT

KINDS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.AuditorError)
}
HAN = re.compile(r"[\u4e00-\u9fff]")
# What stands for words, where a sentence is put together: every way in which it can read.
PUT_IN = {
    ("toml_file.py", "reason"): tuple(told for _, told in REASONS),
    ("app_page.py", "where"): ("", " for user 10"),
    ("capture_words.py", "where"): (" while it answered `date`", " while it was being read"),
    ("lab_extra.py", "what"): (
        "Parquet needs the package pyarrow",
        "Rules for another database need the package sqlglot",
    ),
    ("load.py", "more"): ("", " (and 2 more)"),
    ("load.py", "what"): ("is missing", "is no longer what was captured"),
    ("dumps.py", "_FOREIGN[form]"): tuple(dumps._FOREIGN.values()),
    ("dumps.py", "ACCEPTED"): (dumps.ACCEPTED,),
    ("__init__.py", "what"): ("The folder x", "The archive x"),
}
# Handed on from elsewhere: held by the place that says them.
HANDED_ON = {"sentence", "next_step", "hint", "trouble", "what"}


def calls() -> Iterator[tuple[Path, ast.expr]]:
    """Every text that is given to an error, wherever in the program."""
    for folder in ("auditor", "ui"):
        for path in sorted((PROJECT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                if getattr(node.func, "id", "") in KINDS:
                    yield from ((path, argument) for argument in node.args)
                elif path.parts[-2:] in REFUSING and is_refusal(node.func):
                    yield path, node.args[-1]  # what is wrong, said within a sentence


REFUSING = (
    ("findings", "rule_files.py"),
    ("findings", "toml_file.py"),
    ("findings", "engine.py"),
    ("trials", "plan_files.py"),
)


def is_refusal(function: ast.expr) -> bool:
    name = getattr(function, "attr", "") or getattr(function, "id", "")
    return name in ("_refuse", "_error", "_refused")


def readings(path: Path, node: ast.expr) -> list[str]:
    """How a text may read: what it names is replaced by a word of its own."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            texts = [""]
            numbers = count()
            for value in values:
                texts = [text + part for text in texts for part in parts(path, value, numbers)]
            return texts
        case ast.Name(id=name) if name in HANDED_ON:
            return []
        case ast.Name(id=name):
            module = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
            return [getattr(importlib.import_module(module.removesuffix(".__init__")), name)]
        case ast.Call(func=ast.Attribute(attr="tr")):
            return []  # the window's own words
    raise AssertionError(f"{path.name}: {ast.unparse(node)} cannot be told")


def parts(path: Path, value: ast.expr, numbers: Iterator[int]) -> tuple[str, ...]:
    if isinstance(value, ast.Constant):
        return (str(value.value),)
    assert isinstance(value, ast.FormattedValue)
    return PUT_IN.get((path.name, ast.unparse(value.value)), (f"<{next(numbers)}>",))


def said() -> list[str]:
    found = {text for path, node in calls() for text in readings(path, node)}
    for sentence, next_step in capture_words._SENTENCES.values():
        found |= {sentence.format(line="<0>", exit_code="<1>"), next_step}
    return sorted(found)


def untranslated() -> list[str]:
    """What errors say, and nobody says in Chinese."""
    return [text for text in said() if not HAN.search(say_error(text, "zh_CN"))]


@pytest.mark.parametrize("text", said())
def test_every_sentence_of_an_error_is_said_in_chinese_with_all_that_it_names(text: str) -> None:
    told = say_error(text, "zh_CN")

    assert HAN.search(told), "no translation in auditor/words/errors.zh_CN.toml"
    assert sorted(re.findall(r"<\d>", told)) == sorted(re.findall(r"<\d>", text))
    assert "{" not in told


def test_no_sentence_is_translated_that_nobody_says() -> None:
    path = PROJECT / "auditor" / "words" / "errors.zh_CN.toml"
    texts = said()
    others = {"Unpack it first. {accepted}", "{sentence} {count} answers in all are not whole."}
    others |= {"Write 2025-05-01, 2025-05-01T14:30, 7d or 24h."}
    others |= {"Write 2025-05-01T14:30 or 2025-05-01T14:30+02:00."}
    others |= {"Choose the folder with the dumps."}
    others |= {"it is too large", "it is no manifest of a capture"}
    others |= {"the query cannot be asked: {error}", "the query gives no column {names}"}
    others |= {"a sentence has only these places: {names}"}
    others |= {"there is no place {name} in a sentence"}

    unsaid = [
        sentence
        for sentence in tomllib.loads(path.read_text(encoding="utf-8"))
        if sentence not in others
        and not any(
            re.fullmatch(re.sub(r"\\\{\w+\\\}", "(?:.+)", re.escape(sentence)), text)
            for text in texts
        )
    ]
    assert unsaid == []


def test_english_and_what_nobody_translated_stay_as_they_are() -> None:
    assert say_error("No phone is connected.", "en") == "No phone is connected."
    assert say_error("Something new.", "zh_CN") == "Something new."


def test_a_sentence_within_a_sentence_is_said_in_the_same_language() -> None:
    text = (
        "The phone was lost while it answered `dumpsys appops`. "
        "The phone is connected but does not answer."
    )
    assert say_error(text, "zh_CN") == (
        "手机应答 `dumpsys appops` 时断开了。手机已连接，但没有应答。"
    )


def test_what_a_sentence_names_is_never_read_as_a_pattern() -> None:
    path = r"C:\case\{name}\1 (.+)"

    assert path in say_error(f"The file {path} is empty.", "zh_CN")
