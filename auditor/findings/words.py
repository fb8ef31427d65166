"""What a finding says, in words. A finding is never called a violation.

A rule's own words are in its file; everything else is in words/findings.<language>.toml.
"""

import string

from auditor import event_words, words
from auditor.clock import MINUTE_MS
from auditor.findings.records import (
    Finding,
    Grade,
    Reference,
    Severity,
    Skipped,
    Suppressor,
    Threshold,
)
from auditor.timeticks import DAY_MS, HOUR_MS

_NO_MARK = "no_mark_"
PLACES = ("app", "object", "op", "times", "on_days")  # what a rule's sentence may name


def template_trouble(text: str) -> str | None:
    """Say what is wrong with a rule's sentence; None if nothing is."""
    try:
        names = [name for _, name, form, turn in string.Formatter().parse(text) if name is not None]
        text.format(**dict.fromkeys(PLACES, ""))
    except (ValueError, IndexError, KeyError, AttributeError):
        return f"a sentence has only these places: {', '.join('{' + p + '}' for p in PLACES)}"
    wrong = [name for name in names if name not in PLACES]
    return f"there is no place {{{wrong[0]}}} in a sentence" if wrong else None


def sentence(finding: Finding, lang: str) -> str:
    """Say what was found in one sentence, and what the chosen category says to it in another."""
    told = words.put_in(
        finding.rule.sentence[lang],
        app=finding.label or finding.package,
        object=words.word(f"object.{finding.data_type or 'other'}", lang),
        op=words.op(finding.op, lang) if finding.op else "",
        times=times(finding, lang),
        on_days=_counted("days", finding.days, lang),
    )
    return f"{told}{_expected(finding, lang)}"


def times(finding: Finding, lang: str) -> str:
    """Say how often: `at least 12 times`, `once`."""
    return _counted("at_least" if finding.is_at_least else "times", finding.count, lang)


def what_it_shows(finding: Finding, lang: str) -> str:
    """Say what the records show."""
    return finding.rule.shows[lang]


def what_it_cannot_show(finding: Finding, lang: str) -> str:
    """Say what the records of this kind cannot show."""
    return finding.rule.caveat[lang]


def severity(code: Severity, lang: str) -> str:
    """Name a severity."""
    return words.word(f"severity.{code}", lang)


def grade(finding: Finding, lang: str) -> str:
    """Say what records the grade of a finding stands for."""
    return words.word(grade_key(finding), lang)


def grade_key(finding: Finding) -> str:
    """Name the text that says it: what rests on no access must not be told of accesses."""
    if not finding.event_ids:
        return "grade.facts"
    carried = finding.carried
    if finding.grade is Grade.A and carried.seen:
        return "grade.A_both" if carried.guided else "grade.A_live"
    return f"grade.{finding.grade}"


def live_texts(finding: Finding, lang: str) -> list[str]:
    """Say what watches saw of the accesses, and what they may not have seen."""
    return [
        words.sentence(f"live_{code}", lang, count=count, length=event_words.duration(ms, lang))
        for code, count, ms in live_facts(finding)
    ]


def live_facts(finding: Finding) -> list[tuple[str, int, int]]:
    """Give what there is to say of watches: `seen`, `first` or `gaps`, how many, and how long that
    was at most, in full seconds, minutes or hours: never less.
    """
    carried = finding.carried
    facts = (
        ("seen", carried.seen, _rounded_up(carried.widest_ms or 0)),
        ("first", carried.came_first, 0),
        ("gaps", carried.gaps, _rounded_up(carried.unseen_ms)),
    )
    return [fact for fact in facts if fact[1]]


def _rounded_up(length_ms: int) -> int:
    sizes = ((DAY_MS, HOUR_MS), (HOUR_MS, MINUTE_MS), (1000, 1000))
    grain = next((grain for least, grain in sizes if length_ms >= least), 1)
    return -(-length_ms // grain) * grain


def cap_text(finding: Finding, lang: str) -> str:
    """Say why the severity was lowered; empty if it was not."""
    if finding.capped_from is None:
        return ""
    return words.sentence(
        "finding_capped",
        lang,
        before=severity(finding.capped_from, lang),
        after=severity(finding.severity, lang),
        grade=finding.grade,
    )


def threshold_text(threshold: Threshold, lang: str) -> str:
    """Say a threshold with its source; of our own numbers that they are ours."""
    what = threshold.wording.get(lang) or threshold.name.replace("_", " ")
    unit = words.find(f"unit.{threshold.unit}", lang) or threshold.unit
    source = (
        words.word("threshold.ours", lang)
        if threshold.is_ours
        else words.word("threshold.from", lang).format(source=threshold.source)
    )
    return words.word("threshold.text", lang).format(
        what=what, value=f"{threshold.value:,}", unit=unit, source=source
    )


def fired_texts(finding: Finding, lang: str) -> list[str]:
    """Say which thresholds were met."""
    by_name = {threshold.name: threshold for threshold in finding.rule.thresholds}
    return [threshold_text(by_name[name], lang) for name in finding.fired if name in by_name]


def suppressor_text(suppressor: Suppressor, lang: str) -> str:
    """Say which known reason keeps a finding from being counted."""
    text = words.word(f"suppressor.{suppressor.code}", lang)
    detail = words.word(f"role.{suppressor.detail}", lang) if suppressor.detail else ""
    return text.format(detail=detail)


def reference_text(reference: Reference, lang: str) -> str:
    """Name a clause, and whether somebody compared it with its text."""
    return f"{reference.id} ({words.word(f'reference.{reference.tag}', lang)})"


def skipped_text(skipped: Skipped, lang: str) -> str:
    """Say why a rule could not be asked."""
    if skipped.reason.startswith(_NO_MARK):
        name = words.word(f"mark.{skipped.reason.removeprefix(_NO_MARK)}", lang)
        return words.word("skipped.no_mark", lang).format(mark=name)
    return words.word(f"skipped.{skipped.reason}", lang)


def _expected(finding: Finding, lang: str) -> str:
    if finding.expected is None or finding.category is None:
        return ""
    name = words.word(f"category.{finding.category}", lang)
    code = "expected" if finding.expected else "not_expected"
    object_ = words.word(f"object.{finding.data_type or 'other'}", lang)
    return words.word(f"finding.{code}", lang).format(category=name, object=object_)


def _counted(key: str, count: int, lang: str) -> str:
    form = "one" if count == 1 else "other"
    return words.word(f"finding_{key}.{form}", lang).format(count=f"{count:,}")
