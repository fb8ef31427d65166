"""The command that lists findings, with everything that explains them."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from auditor.cli_case import framed
from auditor.cli_support import opened_case, running_task
from auditor.cli_tables import lines
from auditor.findings import words
from auditor.findings.engine import find
from auditor.findings.records import Finding, Findings
from auditor.findings.rule_files import with_own

HEADS = ("ID", "SEVERITY", "GRADE", "RULE", "APP", "WHAT WAS FOUND")


def finding_lines(case: Path, rules: Path | None, lang: str, as_json: bool) -> list[str]:
    """List the findings of a case, the most severe first, then what was suppressed and skipped."""
    rule_set = with_own(rules)
    with opened_case(case) as store, running_task() as task:
        found = find(store, rule_set, task)
        if as_json:
            return [json.dumps(as_plain(found, lang), indent=2, ensure_ascii=False)]
        return framed(store, list(_text(found, lang)))


def as_plain(found: Findings, lang: str) -> dict[str, object]:
    """Give all findings as JSON can hold them."""
    return {
        "rule_set_sha256": found.rule_set_sha256,
        "findings": [_plain(each, lang) for each in found.items],
        "suppressed": [_plain(each, lang) for each in found.suppressed],
        "skipped": [
            {"rule": each.rule_id, "reason": each.reason, "text": words.skipped_text(each, lang)}
            for each in found.skipped
        ],
    }


def _plain(finding: Finding, lang: str) -> dict[str, object]:
    fields = asdict(finding)
    rule = fields.pop("rule")
    return {
        **fields,
        "rule": {name: rule[name] for name in ("id", "version", "file", "sha256", "is_own")},
        "title": finding.rule.title[lang],
        "sentence": words.sentence(finding, lang),
        "shows": words.what_it_shows(finding, lang),
        "cannot_show": words.what_it_cannot_show(finding, lang),
        "references": [asdict(each) for each in finding.rule.references],
        "thresholds": words.fired_texts(finding, lang),
    }


def _text(found: Findings, lang: str) -> Iterator[str]:
    yield from lines(HEADS, [_cells(each, lang) for each in found.items])
    if found.suppressed:
        yield ""
        yield "SUPPRESSED"
        for each in found.suppressed:
            reasons = " ".join(words.suppressor_text(one, lang) for one in each.suppressed)
            yield f"{each.id}  {each.rule.id}  {words.sentence(each, lang)} {reasons}"
    if found.skipped:
        yield ""
        yield "NOT ASKED"
        for skipped in found.skipped:
            yield f"{skipped.rule_id}  {words.skipped_text(skipped, lang)}"


def _cells(finding: Finding, lang: str) -> tuple[str, ...]:
    return (
        finding.id,
        words.severity(finding.severity, lang),
        finding.grade,
        finding.rule.id,
        finding.label or finding.package,
        words.sentence(finding, lang),
    )
