"""Composing: every channel from the sample case, in its language, with what stands in the way."""

import re
from dataclasses import replace
from datetime import date

import pytest

from auditor.complaint import subject
from auditor.complaint.channels import channels
from auditor.complaint.event_rows import EACH_END
from auditor.complaint.limits import statement
from auditor.complaint.own_fields import own_fields
from auditor.complaint.phrases import phrase
from auditor.complaint.records import Annex, Complaint, OwnFields, Trouble
from auditor.errors import UsageError
from auditor.findings.engine import find
from auditor.findings.records import Dismissal, Finding, Grade, Suppressor
from auditor.findings.rule_files import own_rules
from auditor.identity.records import Identity, IdentityKey
from auditor.store import Store
from tests.core.complaint.conftest import Compose, complete

HAN = re.compile(r"[\u4e00-\u9fff]")
IDS = [each.id for each in channels()]


@pytest.mark.parametrize("name", IDS)
def test_a_complete_complaint_is_made_for_every_channel(make: Compose, name: str) -> None:
    complaint = make(name)

    assert not complaint.is_draft and complaint.is_sample
    assert complaint.told and complaint.events and complaint.checklist
    assert complaint.limits[0] == statement(complaint.lang)
    assert complaint.picture_svg is not None and "SAMPLE" in complaint.picture_svg
    texts = {part.field.key: part.text for part in complaint.parts}
    main = texts.get("facts") or texts["summary"]
    assert statement(complaint.lang) in main
    assert complaint.told[0].title in main
    assert bool(HAN.search(main)) == (complaint.lang == "zh_CN")


@pytest.mark.parametrize("name", IDS)
def test_the_text_is_in_the_language_of_the_channel_whatever_the_windows(
    make: Compose, name: str
) -> None:
    chinese, english = make(name, guide_lang="zh_CN"), make(name, guide_lang="en")

    assert chinese.parts == english.parts and chinese.letter == english.letter
    assert all(HAN.search(each) for each in chinese.checklist)
    assert not any(HAN.search(each) for each in english.checklist if "举报" not in each)


@pytest.mark.parametrize("name", ["uk-ico", "us-cppa"])
def test_the_summary_keeps_to_what_the_form_takes(make: Compose, name: str) -> None:
    part = next(part for part in make(name).parts if part.field.key == "summary")

    assert part.field.longest is not None and part.length <= part.field.longest


def test_what_is_missing_is_named_and_makes_a_draft(make: Compose) -> None:
    complaint = make("fr-cnil", own=OwnFields())

    missing = {p.key for p in complaint.problems if p.trouble is Trouble.MISSING}
    assert {"complainant.name", "operator.name", "contact_history", "request"} <= missing
    assert complaint.is_draft
    assert "À remplir : Nom et prénom" in complaint.checklist


def test_the_persons_own_text_is_never_shortened(make: Compose) -> None:
    own = complete("uk-ico", harm="x" * 9_000, request="ask")

    parts = {part.field.key: part for part in make("uk-ico", own=own).parts}

    assert parts["harm"].text == "x" * 9_000


def test_a_date_that_is_none_and_a_key_of_no_field_are_said(make: Compose) -> None:
    own = own_fields({"declaration": {"date": "yesterday"}, "complainant": {"nmae": "A"}})

    troubles = {(p.trouble, p.detail) for p in make("eu-art77", own=own).problems}

    assert (Trouble.NO_DATE, "yesterday") in troubles
    assert (Trouble.UNKNOWN_KEY, "complainant.nmae") in troubles


def test_the_operators_time_to_answer_is_waited_for(make: Compose) -> None:
    asked = own_fields({"contact_history": [{"date": "2026-11-20", "channel": "e-mail"}]})

    waiting = make("cn-miit", own=asked, made_on=date(2026, 12, 4))
    over = make("cn-miit", own=asked, made_on=date(2026, 12, 5))

    assert [p.detail for p in waiting.problems if p.trouble is Trouble.WAIT] == ["2026-12-05"]
    assert Trouble.WAIT not in {p.trouble for p in over.problems}


def test_a_letter_is_written_only_where_the_operator_comes_first(make: Compose) -> None:
    letters = {name: make(name).letter for name in IDS}

    assert {name for name, letter in letters.items() if letter} == {"cn-miit", "fr-cnil", "uk-ico"}
    french = letters["fr-cnil"]
    assert french is not None
    assert any("2026-12-25" in paragraph for paragraph in french.paragraphs)
    assert "____-__-__" in french.paragraphs[-1]


def test_findings_of_two_apps_make_no_complaint(
    make: Compose, findings: tuple[Finding, ...]
) -> None:
    other = replace(findings[0], id="other", package="com.example.other")

    with pytest.raises(UsageError, match="about one app"):
        make("free", findings=(findings[0], other))


def test_a_suppressed_or_dismissed_finding_is_no_ground(
    make: Compose, findings: tuple[Finding, ...]
) -> None:
    suppressed = replace(findings[0], suppressed=(Suppressor("call"),))
    dismissed = replace(findings[0], dismissal=Dismissal("known", 1))

    for each in (suppressed, dismissed):
        with pytest.raises(UsageError, match=each.id):
            make("free", findings=(each,))


def test_a_channel_takes_no_other_language(make: Compose) -> None:
    with pytest.raises(UsageError, match="does not take"):
        make("fr-cnil", lang="en")


def test_the_phones_serial_is_in_no_part(make: Compose, findings: tuple[Finding, ...]) -> None:
    for name in IDS:
        complaint = make(name)
        said = repr(replace(complaint, told=(), channel=complaint.channel, picture_svg=None))
        assert findings[0].device_id not in said


def test_an_apps_name_is_never_reworded(
    make: Compose, findings: tuple[Finding, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = IdentityKey(findings[0].device_id, findings[0].uid, findings[0].package)
    for name, lang, label in (("uk-ico", "en", "Are you here"), ("cn-12321", "zh_CN", "您好助手")):
        who = Identity(key, label=label)
        monkeypatch.setattr(subject, "identities", lambda _store, who=who: {key: who})

        complaint = make(name, lang=lang)

        assert all(label in told.sentence for told in complaint.told)


def test_a_finding_that_is_named_twice_is_told_once(
    make: Compose, findings: tuple[Finding, ...]
) -> None:
    assert make("free", findings=findings + findings).told == make("free").told


def test_the_table_shows_both_ends_of_many_events_and_counts_the_rest(
    make: Compose, findings: tuple[Finding, ...]
) -> None:
    many = max(findings, key=lambda each: len(each.event_ids))

    complaint = make("free", findings=(many,))

    assert complaint.events_left_out == max(0, len(many.event_ids) - 2 * EACH_END)
    assert len(complaint.events) == min(len(many.event_ids), 2 * EACH_END) > 0
    utc = [line.utc for line in complaint.events if line.utc[0].isdigit()]
    assert [each[:16] for each in utc] == sorted(each[:16] for each in utc)


def test_a_fact_that_is_no_event_names_its_raw_lines(
    make: Compose, findings: tuple[Finding, ...]
) -> None:
    fact = replace(findings[0], event_ids=())

    complaint = make("uk-ico", findings=(fact,))

    assert complaint.events == () and len(complaint.raw_lines) == len(set(fact.samples)) > 0
    assert all(line.startswith("1: capture-1/") for line in complaint.raw_lines)
    listed = next(part.text for part in complaint.parts if part.field.key == "events")
    assert complaint.told[0].title in listed


@pytest.mark.parametrize(("name", "lang"), [("free", "en"), ("free", "zh_CN"), ("fr-cnil", "fr")])
def test_annexes_are_spoken_of_only_where_there_is_one(make: Compose, name: str, lang: str) -> None:
    listed = phrase("text.annex_listed", lang)
    annex = Annex("b.zip", "0" * 64, 3, None)

    def facts(complaint: Complaint) -> str:
        return next(p.text for p in complaint.parts if p.field.key in ("facts", "summary"))

    assert listed not in facts(make(name, lang=lang))
    assert listed in facts(make(name, lang=lang, annex=annex))


@pytest.mark.parametrize(("name", "lang"), [("free", "en"), ("free", "zh_CN"), ("fr-cnil", "fr")])
@pytest.mark.parametrize("rule", ["R16", "R17"])
def test_annexes_say_which_findings_rest_on_what_no_bundle_holds(
    make: Compose, store: Store, findings: tuple[Finding, ...], rule: str, name: str, lang: str
) -> None:
    annex = Annex("b.zip", "0" * 64, 3, None)
    found = find(store, own_rules()).items
    starts = next(each for each in found if each.rule.id == rule)
    app = [each for each in found if each.is_open and each.package == starts.package]

    def annexes(complaint: Complaint) -> str:
        return next(p.text for p in complaint.parts if p.field.key == "evidence")

    complaint = make(name, lang=lang, findings=tuple(app), annex=annex)
    place = [each.finding.rule.id for each in complaint.told].index(rule) + 1
    said = phrase("text.annex_lacks", lang, numbers=f"{place}")
    assert annexes(complaint).endswith(f"\n{said}")
    assert said not in annexes(make(name, lang=lang, findings=tuple(app)))
    others = tuple(each for each in app if "process_starts" not in each.rule.needs)
    assert "\n" not in annexes(make(name, lang=lang, findings=others, annex=annex))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("fr-cnil", "Type de preuve B : non des accès"),
        ("eu-art77", "Grade B: no accesses"),
        ("cn-12321", "B 级：并非访问记录"),
    ],
)
def test_the_grade_of_what_is_no_access_speaks_of_none(
    make: Compose, findings: tuple[Finding, ...], name: str, told: str
) -> None:
    facts = replace(findings[0], event_ids=(), grade=Grade.B, capped_from=None)

    assert make(name, findings=(facts,)).told[0].grade.startswith(told)
