"""Test sessions as JSON can hold them: docs/schemas/session.json and session-comparison.json.

For handing on, phones have the pseudonyms of every export, and what a person typed stays in the
case unless it is asked for; the name of a kind of data, which rules read, is no such text.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from auditor import __version__
from auditor.findings import words
from auditor.findings.records import Finding
from auditor.identity.inert_text import inert
from auditor.limits_statement import STATEMENT
from auditor.mark_words import KINDS_OF_DATA, kind_title
from auditor.notes import known_kind
from auditor.permissions import PermissionChange
from auditor.phone_changes import said as said_period
from auditor.pseudonyms import Pseudonyms
from auditor.query import utc_text
from auditor.trials.comparison import FindingRow, Row, Side, TrialComparison
from auditor.trials.plan_files import LONGEST_TEXT
from auditor.trials.records import Plan, Step, Trial, TrialApp, TrialMark, said
from auditor.trials.results import Phase, Results, Use
from auditor.uids import PER_USER

SESSION, COMPARISON = "permission-auditor-test-session", "permission-auditor-session-comparison"
VERSION = 1
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """How a session is told: in which language, under which names, with a person's own texts.

    Without `names` phones are called by their own ids: for the computer that holds the case.
    """

    lang: str
    names: Pseudonyms | None = None
    with_texts: bool = True

    def phone(self, device_id: str) -> str:
        """Name a phone."""
        return device_id if self.names is None else self.names.device(device_id)

    def text(self, text: str) -> str | None:
        """Give a text that somebody typed, where it may be told."""
        if self.with_texts or text in KINDS_OF_DATA:
            return inert(text, 10_000) or ""
        return None if text else ""


def mark_title(mark: TrialMark, lang: str) -> str:
    """Say what a mark is: its kind and the kind of data that it names, or that it is a note."""
    return kind_title(mark.kind, mark.text, lang)


def plain_session(found: Results, how: Words) -> Plain:
    """Give a session with all that it shows."""
    apps = {app: number for number, app in enumerate(found.trial.apps, start=1)}
    return {
        "format": SESSION,
        "version": VERSION,
        "tool": {"name": "permission-auditor", "version": __version__},
        "session": _head(found.trial, how),
        "apps": [_app(found, app, how) for app in found.trial.apps],
        "marks": [_mark(each, apps[each.app], how) for each in found.trial.marks],
        "phases": [_phase(each) | {"app": apps[each.app]} for each in found.phases],
        "uses": [_use(each) | {"app": apps[each.app]} for each in found.uses],
        "changes": None
        if found.changes is None
        else [_change(each.change) | {"app": apps[each.app]} for each in found.changes],
        "findings": [_finding(each, apps, how.lang) for each in found.findings],
        "not_asked": [
            {
                "rule": each.rule_id,
                "reason": each.reason,
                "text": words.skipped_text(each, how.lang),
            }
            for each in found.rules.skipped
        ],
        "screenshots": [
            {
                "click": each.click,
                "phone": how.phone(each.device_id),
                "sha256": each.sha256,
                "size_bytes": each.size_bytes,
                "taken_ms": each.taken_ms,
            }
            for each in found.trial.screenshots
        ],
        "phone_was_told": [said_period(each, how.lang) for each in found.told],
        "limits": STATEMENT[how.lang],
    }


def plain_comparison(found: TrialComparison, how: Words, labels: tuple[str, str]) -> Plain:
    """Give what two sides have in common and what not. `labels` name the sides."""
    return {
        "format": COMPARISON,
        "version": VERSION,
        "tool": {"name": "permission-auditor", "version": __version__},
        "left": _side(found.left, how, labels[0]),
        "right": _side(found.right, how, labels[1]),
        "rows": [_row(each) for each in found.rows],
        "findings": [_finding_row(each, how.lang) for each in found.findings],
        "changes": None
        if found.changes is None
        else [
            _change(each.change) | {"left": each.in_left, "right": each.in_right}
            for each in found.changes
        ],
        "limits": STATEMENT[how.lang],
    }


def _head(found: Trial, how: Words) -> Plain:
    plan = found.plan
    return {
        "number": found.id,
        "title": how.text(found.title),
        "is_sample": any(each.startswith("SAMPLE-") for each in found.phones),
        "begun_ms": found.begun_ms,
        "ended_ms": found.ended_ms,
        "plan": {
            "id": plan.id,
            "title": _of_plan(plan.title, how.lang),
            "sha256": plan.sha256,
            "steps": [
                {
                    "id": s.id,
                    "title": _of_plan(s.title, how.lang),
                    "minimum_seconds": s.minimum_s,
                }
                for s in plan.steps
            ],
        },
    }


def _of_plan(texts: Mapping[str, str], lang: str) -> str:
    """Give a text of a plan, which may be a stranger's, made harmless."""
    return inert(said(texts, lang), LONGEST_TEXT) or ""


def _app(found: Results, app: TrialApp, how: Words) -> Plain:
    return {
        "number": found.trial.apps.index(app) + 1,
        "phone": how.phone(app.device_id),
        "uid": app.uid,
        "user": app.uid // PER_USER,
        "package": inert(app.package, 255) or "",
        "version": inert(found.versions[app] or "") or None,
        "zone": found.zones.get(app.device_id),
        "is_read_after": app not in found.unread,
    }


def _mark(mark: TrialMark, app: int, how: Words) -> Plain:
    return {
        "click": mark.click,
        "app": app,
        "step": mark.step,
        "kind": mark.kind,
        "title": mark_title(mark, how.lang),
        "text": how.text(mark.text),
        "time_ms": mark.at.time_ms,
        "time_utc": utc_text(mark.at.time_ms),
        "uncertainty_ms": mark.at.uncertainty_ms,
        "clock": mark.at.clock,
        "host_ms": mark.at.host_ms,
        "struck_ms": mark.struck_ms,
    }


def _phase(phase: Phase) -> Plain:
    return {
        "step": phase.step,
        "spans": [[each.begin_ms, each.end_ms] for each in phase.spans],
        "lasted_ms": phase.lasted_ms,
        "is_short": phase.is_short,
    }


def _use(use: Use) -> Plain:
    return {
        "step": use.step,
        "data_type": use.data_type,
        "accesses": use.accesses,
        "singly": use.singly,
        "rejects": use.rejects,
        "is_at_least": use.is_at_least,
        "in_front": use.in_front,
        "in_background": use.in_background,
        "unsure": use.unsure,
    }


def _change(change: PermissionChange) -> Plain:
    return {
        "permission": change.permission,
        "data_type": change.data_type,
        "before": change.before,
        "after": change.after,
    }


def _finding(finding: Finding, apps: Mapping[TrialApp, int], lang: str) -> Plain:
    app = TrialApp(finding.device_id, finding.uid, finding.package)
    return _finding_facts(finding, lang) | {"app": apps[app]}


def _finding_facts(finding: Finding, lang: str) -> Plain:
    return {
        "rule": finding.rule.id,
        "rule_version": finding.rule.version,
        "title": finding.rule.title[lang],
        "severity": finding.severity,
        "grade": finding.grade,
        "carried": asdict(finding.carried),
        "op": finding.op,
        "data_type": finding.data_type,
        "count": finding.count,
        "is_at_least": finding.is_at_least,
        "sentence": inert(words.sentence(finding, lang), 1000) or "",
        "cannot_show": words.what_it_cannot_show(finding, lang),
    }


def _side(side: Side, how: Words, label: str) -> Plain:
    found = side.results
    return {
        "label": label,
        "session": _head(found.trial, how),
        "app": _app(found, side.app, how),
        "phases": [_phase(each) for each in found.phases if each.app == side.app],
        "phone_was_told": [said_period(each, how.lang) for each in found.told],
    }


def _row(row: Row) -> Plain:
    return {
        "step": row.step,
        "data_type": row.data_type,
        "left": None if row.left is None else _use(row.left),
        "right": None if row.right is None else _use(row.right),
        "in_left": row.in_left,
        "in_right": row.in_right,
        "is_reproduced": row.is_reproduced,
    }


def _finding_row(row: FindingRow, lang: str) -> Plain:
    return {
        "rule": row.rule,
        "about": row.about,
        "left": None if row.left is None else _finding_facts(row.left, lang),
        "right": None if row.right is None else _finding_facts(row.right, lang),
        "is_reproduced": row.is_reproduced,
    }


def plan_plain(plan: Plan, lang: str) -> Plain:
    """Give a plan with all its steps in one language."""
    return {
        "id": plan.id,
        "title": _of_plan(plan.title, lang),
        "about": _of_plan(plan.about, lang),
        "sha256": plan.sha256,
        "minimum_seconds": plan.minimum_s,
        "steps": [
            {
                "id": each.id,
                "title": _of_plan(each.title, lang),
                "instruction": _of_plan(each.instruction, lang),
                "watch": _of_plan(each.watch, lang),
                "marks": list(each.marks),
                "minimum_seconds": each.minimum_s,
            }
            for each in plan.steps
        ],
    }


def step_titles(step: Step, lang: str) -> list[tuple[str, str]]:
    """Give the marks of a step, each with its name in words."""
    return [(mark, kind_title(known_kind(mark), "", lang)) for mark in step.marks]
