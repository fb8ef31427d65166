"""What a person decided stays with the finding, and hides nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.findings.decisions import choose_category, chosen_categories, dismiss, restore
from auditor.findings.engine import find
from auditor.findings.records import Rule
from auditor.findings.words import sentence
from auditor.rebuild import reload_case
from auditor.store import Store
from tests.core.cases import event, load
from tests.core.findings.rules import rule

APP = ("PHONE1", 10_101, "com.example.chat")


@pytest.fixture
def asked(tmp_path: Path) -> Rule:
    return rule(tmp_path / "rules")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.create(tmp_path / "case")
    load(store, "c1", {"appops": [event(uid_state="bg"), event(uid_state="bg", op="GPS", line=2)]})
    return store


def test_a_dismissed_finding_stays_in_the_list_with_its_reason(store: Store, asked: Rule) -> None:
    first, second = find(store, [asked]).items
    dismiss(store, first, "  my own recorder ", 7)

    found = find(store, [asked])

    assert [each.id for each in found.items] == [first.id, second.id]
    told = found.items[0].dismissal
    assert told is not None and (told.reason, told.made_ms) == ("my own recorder", 7)
    assert [each.is_open for each in found.items] == [False, True]


def test_a_dismissal_can_be_reworded_and_taken_back(store: Store, asked: Rule) -> None:
    first = find(store, [asked]).items[0]
    dismiss(store, first, "one", 1)
    dismiss(store, first, "two", 2)
    again = find(store, [asked]).items[0].dismissal
    restore(store, first)
    restore(store, first)

    assert again is not None and again.reason == "two"
    assert find(store, [asked]).items[0].dismissal is None


def test_a_finding_is_not_set_aside_without_a_reason(store: Store, asked: Rule) -> None:
    first = find(store, [asked]).items[0]

    with pytest.raises(UsageError, match="reason"):
        dismiss(store, first, "  ", 1)


def test_a_dismissal_is_of_one_rule_app_and_op(store: Store, asked: Rule) -> None:
    first = find(store, [asked]).items[0]
    dismiss(store, replace(first, rule=replace(asked, id="X02")), "another rule", 1)
    dismiss(store, replace(first, uid=1_010_101), "another user", 1)
    dismiss(store, replace(first, op="CAMERA"), "another op", 1)

    assert [each.dismissal for each in find(store, [asked]).items] == [None, None]


def test_decisions_survive_a_case_that_is_worked_out_anew(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        choose_category(store, APP, "navigation", "it is a map", 3)
    reload_case(tmp_path / "case")

    with Store.open(tmp_path / "case") as store:
        assert chosen_categories(store.db)[APP].reason == "it is a map"


def test_a_category_changes_the_words_and_hides_nothing(store: Store, asked: Rule) -> None:
    before = [sentence(each, "en") for each in find(store, [asked]).items]
    choose_category(store, APP, "navigation", "it is a map", 3)

    found = find(store, [asked]).items

    assert [each.expected for each in found] == [True, False]
    assert [
        sentence(each, "en").startswith(old) for each, old in zip(found, before, strict=True)
    ] == [True] * 2
    assert "may be needed" in sentence(found[0], "en")
    assert "is not needed" in sentence(found[1], "en")
    assert "您选择的类别" in sentence(found[0], "zh_CN")


def test_a_category_can_be_taken_back_and_must_be_one_of_the_39(store: Store) -> None:
    choose_category(store, APP, "games", "", 1)
    choose_category(store, APP, None, "", 2)

    assert chosen_categories(store.db) == {}
    with pytest.raises(UsageError, match="no category"):
        choose_category(store, APP, "spyware", "", 1)
