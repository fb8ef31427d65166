"""The channels as data: whole, in their languages, and honest about what nobody confirmed."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from string import Formatter

import pytest

from auditor.complaint.channels import all_fields, channel, channels
from auditor.complaint.checklist import said
from auditor.complaint.clauses import clause_name, clauses
from auditor.complaint.phrases import find, phrase
from auditor.complaint.records import LANGUAGES, Channel, Filler, Guide
from auditor.complaint.telling import first_person
from auditor.errors import UsageError
from auditor.findings.records import Reference, Rule
from auditor.findings.rule_files import own_rules

ROOM = files("auditor.complaint")
EVERY = pytest.mark.parametrize("each", channels(), ids=lambda each: each.id)
VERDICT = re.compile(r"violat|illegal|unlawful|违法|illicite|illégal", re.IGNORECASE)


def guides(each: Channel) -> list[Guide]:
    prior = [each.prior_contact.about] if each.prior_contact else []
    return [*each.how, *each.attach, *each.warnings, *prior]


def test_every_file_of_a_channel_is_offered() -> None:
    written = {path.name.removesuffix(".toml") for path in ROOM.joinpath("channels").iterdir()}

    assert written == {each.id for each in channels()}


@EVERY
def test_a_channel_speaks_its_own_languages_and_those_of_the_window(each: Channel) -> None:
    wanted = {"en", "zh_CN", *each.languages}

    assert set(each.opening) == set(each.closing) == set(each.languages) <= set(LANGUAGES)
    for field in each.fields:
        assert set(each.languages) <= set(field.label) and wanted <= set(field.help) | {"fr"}
        assert all(field.label[lang] for lang in each.languages)
    for guide in guides(each):
        assert wanted <= set(guide.text), guide.text["en"]
    assert {"en", "zh_CN"} <= set(each.name) & set(each.authority)


@EVERY
def test_a_channel_asks_no_field_twice_and_always_states_the_limits(each: Channel) -> None:
    keys = [field.key for field in each.fields]

    assert len(keys) == len(set(keys))
    limits = each.field("cannot_prove")
    assert limits is not None and limits.is_required and limits.filler is Filler.PROGRAM
    assert {"facts", "summary"} & set(keys)


@EVERY
def test_what_was_compared_has_a_date_and_what_was_not_says_so(each: Channel) -> None:
    for guide in guides(each):
        assert guide.tag in ("V", "P", "G")
        assert (guide.verified_on is None) == (guide.tag == "G")
        if guide.verified_on is not None:
            date.fromisoformat(guide.verified_on)
        assert guide.is_to_check == ("confirmed" in said(guide, "en"))


@EVERY
def test_no_channel_speaks_of_a_verdict_or_swears_for_anybody(each: Channel) -> None:
    keys = {field.key for field in each.fields}

    assert not any("sworn" in key or "oath" in key for key in keys)
    texts = [text for guide in guides(each) for text in guide.text.values()]
    texts += [*each.opening.values(), *each.closing.values()]
    assert [text for text in texts if VERDICT.search(text)] == []


def test_the_catalogues_have_the_same_keys_and_places() -> None:
    tables = {
        lang: tomllib.loads(ROOM.joinpath("words", f"{lang}.toml").read_text(encoding="utf-8"))
        for lang in LANGUAGES
    }
    only_french = {"object", "to", "unit", "grade", "times", "rule", "live", "length"}

    for name, english in tables["en"].items():
        for lang in LANGUAGES:
            assert places(tables[lang][name]) == places(english), (lang, name)
    assert tables["fr"].keys() - tables["en"].keys() == only_french
    assert tables["zh_CN"].keys() == tables["en"].keys()


def places(table: dict[str, str]) -> dict[str, set[str]]:
    return {
        key: {name for _, name, _, _ in Formatter().parse(t) if name} for key, t in table.items()
    }


def test_no_phrase_speaks_of_a_verdict() -> None:
    for lang in LANGUAGES:
        text = ROOM.joinpath("words", f"{lang}.toml").read_text(encoding="utf-8")
        assert VERDICT.search(text) is None, lang


def test_every_field_is_asked_by_some_channel() -> None:
    asked = {field.key for each in channels() for field in each.fields}

    assert asked == set(all_fields())


def test_limits_of_length_are_those_of_the_forms() -> None:
    limits = {(c.id, f.key): f.longest for c in channels() for f in c.fields if f.longest}

    assert limits == {
        ("uk-ico", "summary"): 2000,
        ("us-cppa", "summary"): 4000,
        ("us-cppa", "evidence"): 1000,
    }


def test_the_operator_is_asked_first_where_the_channel_demands_it() -> None:
    waits = {c.id: c.prior_contact.wait_days for c in channels() if c.prior_contact}

    assert waits == {"cn-miit": 15, "fr-cnil": 30, "uk-ico": 30}


def test_an_unknown_channel_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="no channel"):
        channel("xx")


def test_an_unknown_kind_of_clause_keeps_its_id() -> None:
    assert clause_name("ABC-7", "fr") == "ABC-7"
    assert clause_name("191-3.1", "zh_CN") == "国信办秘字〔2019〕191 号认定方法 3.1 项"


def test_what_nobody_compared_and_what_is_no_law_is_not_cited() -> None:
    ids = {"GDPR 5(1)(c)": "G", "GDPR 14": "G", "ePrivacy 5(3)": "V", "CAC draft 2026 14": "P"}
    references = [Reference(name, "EU", None, tag) for name, tag in ids.items()]
    chinese = Reference("191-4.4", "CN", None, "P")

    european = clauses([*references, chinese], ["EU"], "fr")

    assert european.cited == ("RGPD art. 5(1)(c)", "directive 2002/58/CE, art. 5(3)")
    assert european.unverified == ("GDPR 14",)
    assert "not compared" in clauses([chinese], ["CN"], "en").cited[0]


def test_every_clause_of_our_rules_has_a_name() -> None:
    ids = {each.id for rule in own_rules() for each in rule.references}
    ids |= {t.source for rule in own_rules() for t in rule.thresholds if not t.is_ours}

    nameless = {each for each in ids if clause_name(each, "fr") == each}
    assert {each for each in nameless if not each.startswith("CAC draft")} == set()


def test_every_rule_of_ours_speaks_french() -> None:
    for rule in own_rules():
        for part in ("title", "sentence", "caveat"):
            assert find(f"rule.{rule.id}.{part}", "fr"), f"{rule.id} {part}"
        for threshold in rule.thresholds:
            key = f"rule.{rule.id}.threshold.{threshold.name}"
            assert find(key, "fr") or not can_be_met(rule, threshold.name), key
            assert find(f"unit.{threshold.unit}", "fr"), threshold.unit


def test_a_rule_claims_no_more_in_french_than_in_english() -> None:
    for rule in own_rules():
        said, french = rule.sentence["en"], find(f"rule.{rule.id}.sentence", "fr") or ""
        assert ("at least {times}" in said) == ("au moins {times}" in french), rule.id
        for place in ("{times}", "{on_days}"):
            assert (place in said) == (place in french), f"{rule.id} {place}"
        has_object = "{object}" in french or "{to}" in french
        assert not has_object or "{object}" in said, rule.id
        # A limit that is left out claims more: a sentence of English is about one of French.
        caveat = find(f"rule.{rule.id}.caveat", "fr") or ""
        assert len(re.findall("[.;]", caveat)) >= rule.caveat["en"].count("."), rule.id


def can_be_met(rule: Rule, name: str) -> bool:
    """Whether the query of a rule can say that this threshold was met."""
    return f"'{name}'" in rule.sql


def test_a_complaint_speaks_for_the_person_and_to_nobody() -> None:
    for rule in own_rules():
        for texts in (rule.title, rule.sentence, rule.caveat):
            assert not re.search(r"\b[Yy]ou(r|rs|rself)?\b", first_person(texts["en"], "en"))
            assert "您" not in first_person(texts["zh_CN"], "zh_CN")
    told = "What you were using was yours to choose; nobody asked you."
    assert first_person(told, "en").startswith("What I was using")
    assert first_person("Nobody told you where you were.", "en") == "Nobody told me where I was."
    assert first_person("您自己开始的录音，您拒绝", "zh_CN") == "本人开始的录音，本人拒绝"


def test_numbers_in_phrases_have_their_thousands_marked() -> None:
    assert phrase("table.left_out", "en", count=1234).startswith("1,234 ")
