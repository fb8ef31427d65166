"""What the commands about findings do: list and explain them, keep what a person says of them."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path

from auditor.app_page import choose_app
from auditor.cli_case import framed
from auditor.cli_options import iso_time
from auditor.cli_support import opened_case, running_task
from auditor.cli_tables import lines
from auditor.complaint.moments import moment, offset
from auditor.complaint.subject import LONGEST_PACKAGE
from auditor.errors import UsageError
from auditor.filters import EventFilter
from auditor.findings import words
from auditor.findings.categories import categories, suggest
from auditor.findings.decisions import choose_category, chosen_categories, dismiss, restore
from auditor.findings.engine import find
from auditor.findings.records import Finding, Findings
from auditor.findings.rule_files import with_own
from auditor.identity.inert_text import inert, inert_lines
from auditor.mark_words import kind_named
from auditor.notes import add_mark, change_mark, notes
from auditor.query import devices
from auditor.store import Store
from auditor.summary import chosen_device
from auditor.timeticks import zone_or_utc
from auditor.words import word

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
            yield f"{each.id}  {each.rule.id}  {_said(each, lang)} {reasons}"
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
        inert(finding.label or finding.package) or "?",
        _said(finding, lang),
    )


def explained(case: Path, finding_id: str, rules: Path | None, lang: str) -> list[str]:
    """Say everything about one finding."""
    with opened_case(case) as store:
        found = _one(store, finding_id, rules)
        zone = {each.device_id: each.zone for each in devices(store)}.get(found.device_id)
        return framed(store, list(_explanation(found, zone, lang)))


def _said(finding: Finding, lang: str) -> str:
    """Say it for a terminal, which would obey what an app wrote into its name."""
    return inert_lines(words.sentence(finding, lang))


def _times(found: Finding, zone: tzinfo) -> str:
    """Write first and last by the phone's clock, each as exactly as its own record."""
    both = (
        (found.first_ms, found.first_precision_ms),
        (found.last_ms, found.last_precision_ms),
    )
    told = dict.fromkeys(
        f"{moment(time_ms, width or 1, zone)} {offset(time_ms, zone)}"
        for time_ms, width in both
        if time_ms is not None
    )
    return " … ".join(told) or "?"


def _explanation(found: Finding, zone: str | None, lang: str) -> Iterator[str]:
    yield _said(found, lang)
    yield f"{words.severity(found.severity, lang)}. {words.grade(found, lang)}"
    yield from words.live_texts(found, lang)
    yield from filter(None, [words.cap_text(found, lang)])
    package = inert(found.package, LONGEST_PACKAGE)
    yield f"{found.device_id}  {package}  uid {found.uid}  {_times(found, zone_or_utc(zone))}"
    yield from (words.suppressor_text(each, lang) for each in found.suppressed)
    yield from words.fired_texts(found, lang)
    yield words.what_it_shows(found, lang)
    yield words.what_it_cannot_show(found, lang)
    yield from (words.reference_text(each, lang) for each in found.rule.references)
    if found.dismissal:
        yield f"DISMISSED: {found.dismissal.reason}"
    yield ""
    yield from (f"{each.capture_id}  {each.raw_file}:{each.line}" for each in found.samples)
    yield ""
    yield f"{found.rule.id} version {found.rule.version}, {found.rule.file}"
    yield from found.rule.sql.splitlines()


def dismiss_one(case: Path, finding_id: str, reason: str, rules: Path | None) -> str:
    """Set a finding aside."""
    with Store.open(case) as store:
        found = _one(store, finding_id, rules)
        dismiss(store, found, reason, _now_ms())
    return f"Set aside: {_said(found, 'en')}"


def restore_one(case: Path, finding_id: str, rules: Path | None) -> str:
    """Take a dismissal back."""
    with Store.open(case) as store:
        found = _one(store, finding_id, rules)
        restore(store, found)
    return f"Counts again: {_said(found, 'en')}"


def _one(store: Store, finding_id: str, rules: Path | None) -> Finding:
    with running_task() as task:
        found = find(store, with_own(rules), task).find(finding_id)
    if found is None:
        raise UsageError(
            f"The case has no finding {finding_id}.", "List them: auditor findings --case DIR"
        )
    return found


def category_lines(
    case: Path, package: str, chosen: str | None, user: int | None, reason: str, lang: str
) -> list[str]:
    """Keep what kind of app an app is, or list the kinds, what was chosen and what is suggested."""
    with opened_case(case) as store:
        app = choose_app(store, package, user)
        label = store.db.execute(_LABEL, app).fetchone()
        now = chosen_categories(store.db).get(app)
    if chosen is None:
        hint = suggest(package, label[0] if label else None)
        told = [("chosen", now.category)] if now else [("suggested", hint.category)] if hint else []
        marks = {code: mark for mark, code in told}
        rows = [
            (str(each.number), code, word(f"category.{code}", lang), marks.get(code, ""))
            for code, each in categories().items()
        ]
        return list(lines(("NUMBER", "CATEGORY", "KIND OF APP", ""), rows))
    wanted = None if chosen == "none" else chosen
    with Store.open(case) as store:
        choose_category(store, app, wanted, reason, _now_ms())
    return [f"{package}: {word(f'category.{wanted}', lang) if wanted else '-'}"]


_LABEL = "SELECT label FROM v_identities WHERE device_id = ? AND uid = ? AND package = ?"


def mark_moment(
    case: Path, time: str | None, kind: str | None, text: str, package: str | None, user: int | None
) -> str:
    """Keep a mark at a moment, in the phone's zone where the text names none."""
    if time is None or not (kind or text.strip()):
        raise UsageError("A mark needs a time, and a kind or a text.", "auditor mark TIME --text …")
    step = kind_named(kind) if kind else None
    with Store.open(case) as store:
        app = choose_app(store, package, user) if package else (None, None, None)
        device = chosen_device(store, EventFilter(device_id=app[0]))
        at_ms = iso_time(time, device.zone if device else None)
        device_id = app[0] or (device.device_id if device else None)
        number = add_mark(store, at_ms, text, _now_ms(), step, device_id, app[2], app[1])
    return f"Marked: {number}"


def unmark(case: Path, number: int) -> str:
    """Take a mark away."""
    with Store.open(case) as store:
        if number not in {each.id for each in notes(store).marks}:
            raise UsageError(
                f"The case has no mark {number}.", "List them: auditor notes --case DIR --json"
            )
        change_mark(store, number, "")
    return f"Taken away: {number}"


def _now_ms() -> int:
    return int(time.time() * 1000)
