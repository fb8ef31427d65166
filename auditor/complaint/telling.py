"""Findings in the words of a complaint: what was found, when, how sure, what it does not show."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from auditor import words
from auditor.complaint.clauses import clause_name, clauses
from auditor.complaint.moments import event_width_ms, moment, precision_text, width_text
from auditor.complaint.phrases import chosen, core_find, find, object_name, phrase
from auditor.complaint.records import Told
from auditor.complaint.subject import Subject
from auditor.event_words import duration_parts
from auditor.findings import words as finding_words
from auditor.findings.records import Finding, Threshold
from auditor.identity.inert_text import inert, inert_lines
from auditor.query import EventRow

LONGEST_OP = 60
_NAME = "\ue000"  # stands for the app's name, which may hold any word
_MINE = tuple(
    (re.compile(pattern), mine)
    for pattern, mine in (
        (r"\b([Yy]ou were)\b", "I was"),
        (r"\b([Yy]ou are)\b", "I am"),
        (r"\b(to|for|from|by|of|with|ask|asked|tell|told) you\b", r"\1 me"),
        (r"\byourself\b", "myself"),
        (r"\byours\b", "mine"),
        (r"\bYour\b", "My"),
        (r"\byour\b", "my"),
        (r"\b[Yy]ou\b", "I"),
    )
)


def told_finding(
    finding: Finding,
    subject: Subject,
    rows: Sequence[EventRow],
    jurisdictions: Sequence[str],
    lang: str,
) -> Told:
    """Put one finding into words. `rows` are some of its events, for the permission around them."""
    language = _language(finding, lang)
    finding = replace(finding, label=subject.label)  # inert, and in the language of the complaint
    said = inert_lines(_sentence(finding, subject, lang))
    detail = _detail(finding, subject, rows, lang)
    return Told(
        finding=finding,
        title=_text(finding, "title", lang),
        sentence=phrase("frame.sentences", lang, first=said, second=detail),
        caveat=phrase("told.caveat", lang, caveat=_text(finding, "caveat", lang)),
        thresholds=_thresholds(finding, lang),
        clauses=clauses(finding.rule.references, jurisdictions, lang).cited,
        grade=_grade(finding, lang),
        language=language,
    )


def _grade(finding: Finding, lang: str) -> str:
    """Say how strong the records are, and what a watch saw of the accesses and what it did not."""
    own = find(finding_words.grade_key(finding), lang)
    if own is None:
        told = [finding_words.grade(finding, lang), *finding_words.live_texts(finding, lang)]
    else:
        live = finding_words.live_facts(finding)
        told = [own, *(_live(code, count, ms, lang) for code, count, ms in live)]
    return "\n".join(told)


def _live(code: str, count: int, length_ms: int, lang: str) -> str:
    unit, parts = duration_parts(length_ms)
    length = phrase(f"length.{unit}", lang, **parts)
    form = "one" if count == 1 else "other"
    return phrase(f"live.{code}_{form}", lang, count=count, length=length)


def full_text(number: int, told: Told, lang: str) -> str:
    """Write all of a finding as a paragraph of lines."""
    lines = [brief_text(number, told, lang), *told.thresholds, told.grade, told.caveat]
    if not told.finding.rule.is_own:
        lines.append(phrase("told.own_rule", lang))
    if told.clauses:
        joined = phrase("frame.semicolon", lang).join(told.clauses)
        lines.append(phrase("told.clauses", lang, clauses=joined))
    rule = told.finding.rule
    said = phrase("told.rule", lang, id=rule.id, version=str(rule.version), sha256=rule.sha256)
    return "\n".join([*lines, said])


def brief_text(number: int, told: Told, lang: str) -> str:
    """Write only what was found."""
    heading = phrase("told.heading", lang, number=number, title=told.title)
    return f"{heading}\n{told.sentence}"


def _language(finding: Finding, lang: str) -> str:
    """Give the language that the rule's own words are in: not every rule speaks every one."""
    if lang in finding.rule.title or find(f"rule.{finding.rule.id}.title", lang):
        return lang
    return "en" if "en" in finding.rule.title else next(iter(finding.rule.title))


def first_person(text: str, lang: str) -> str:
    """Let the person speak: rules address whoever reads findings, a complaint is theirs."""
    if lang == "zh_CN":
        return text.replace("您自己", "本人").replace("您", "本人")
    for pattern, mine in _MINE:
        text = pattern.sub(mine, text)
    return text


def _text(finding: Finding, part: str, lang: str) -> str:
    own = find(f"rule.{finding.rule.id}.{part}", lang) if finding.rule.is_own else None
    texts = finding.rule.title if part == "title" else finding.rule.caveat
    if own is not None or lang in texts:
        return inert_lines(own if own is not None else first_person(texts[lang], lang))
    return phrase("told.foreign", lang, text=inert_lines(first_person(chosen(texts, lang), "en")))


def _sentence(finding: Finding, subject: Subject, lang: str) -> str:
    if lang in words.LANGUAGES and lang in finding.rule.title:
        return _own_sentence(finding, lang)
    template = find(f"rule.{finding.rule.id}.sentence", lang) if finding.rule.is_own else None
    if template is None:
        return phrase("told.foreign", lang, text=_own_sentence(finding, "en"))
    often = "times.at_least" if finding.is_at_least else "times.exactly"
    days = "times.days_one" if finding.days == 1 else "times.days_other"
    said = template.format(
        app=subject.label,
        object=object_name(finding.data_type or "other", lang),
        to=find(f"to.{finding.data_type or 'other'}", lang) or "",
        times=phrase(often, lang, count=finding.count),
        on_days=phrase(days, lang, count=finding.days),
    )
    if finding.expected is None:
        return said
    code = "told.expected" if finding.expected else "told.not_expected"
    return f"{said} {phrase(code, lang)}"


def _own_sentence(finding: Finding, lang: str) -> str:
    """Let the rule's sentence be said by the person; the app's name stays what it is."""
    said = finding_words.sentence(replace(finding, label=_NAME), lang)
    return first_person(said, lang).replace(_NAME, finding.label or finding.package)


def _detail(finding: Finding, subject: Subject, rows: Sequence[EventRow], lang: str) -> str:
    parts = [_when(finding, subject, rows, lang)]
    if finding.op:
        op = inert(finding.op, LONGEST_OP) or "?"
        parts.append(phrase("told.op", lang, op=op))
    if finding.states:
        spoken = words.known_language(lang)  # codes: a comma is a comma in French too
        states = words.listed((inert(each, 20) or "?" for each in finding.states), spoken)
        parts.append(phrase("told.states", lang, states=states))
    granted = {row.permission_granted for row in rows}
    if granted == {True}:
        parts.append(phrase("told.permission_yes", lang))
    elif granted == {False}:
        parts.append(phrase("told.permission_no", lang))
    return phrase("told.detail", lang, parts=phrase("frame.semicolon", lang).join(parts))


def _when(finding: Finding, subject: Subject, rows: Sequence[EventRow], lang: str) -> str:
    """Say first and last, each as exact as its own record; a fact has only its own two times."""
    ends = [_moment(row, subject, lang) for row in rows if row.time_ms is not None]
    if not ends:
        ends = [
            (moment(time_ms, width, subject.zone), width_text(width, lang))
            for time_ms, width in _two_times(finding)
        ]
    if not ends:
        return phrase("told.no_time", lang)
    place = "" if subject.device.zone is not None else " UTC"
    told = [phrase("told.moment", lang, time=t + place, precision=p) for t, p in ends]
    if len(told) == 1:
        return phrase("told.once", lang, first=told[0])
    return phrase("told.when", lang, first=told[0], last=told[-1])


def fact_times(told: Told, subject: Subject) -> list[tuple[str, str, str]]:
    """Give first and last time of a finding without events, local and UTC, and what it is."""
    finding = told.finding
    return [
        (moment(time_ms, width, subject.zone), moment(time_ms, width, UTC), told.title)
        for time_ms, width in _two_times(finding)
    ]


def _two_times(finding: Finding) -> list[tuple[int, int]]:
    """Give first and last time with the width of each; one where both are the same."""
    both = (
        (finding.first_ms, finding.first_precision_ms or 1),
        (finding.last_ms, finding.last_precision_ms or 1),
    )
    return [*dict.fromkeys((time, width) for time, width in both if time is not None)]


def _moment(row: EventRow, subject: Subject, lang: str) -> tuple[str, str]:
    time = moment(row.time_ms or 0, event_width_ms(row), subject.zone)
    return time, precision_text(row, lang)


def _thresholds(finding: Finding, lang: str) -> tuple[str, ...]:
    met = [each for each in finding.rule.thresholds if each.name in finding.fired]
    return tuple(_threshold(finding, each, lang) for each in met)


def _threshold(finding: Finding, threshold: Threshold, lang: str) -> str:
    own = find(f"rule.{finding.rule.id}.threshold.{threshold.name}", lang)
    name = own or chosen(threshold.wording, lang) or threshold.name.replace("_", " ")
    unit = find(f"unit.{threshold.unit}", lang) or core_find(f"unit.{threshold.unit}", lang)
    source = clause_name(threshold.source, lang)
    if threshold.is_ours:
        source = phrase("told.threshold_ours", lang)
    return phrase(
        "told.threshold",
        lang,
        name=inert_lines(name),
        value=threshold.value,
        unit=unit or threshold.unit,
        source=source,
    )
