"""Findings in a bundle, twice: as the whole case gives them, and as the bundle's own files do.

The whole case knows more: other apps' roles, settings, the usage history far from the events. What
only it gives is marked, so that nobody takes it for something that can be derived again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from auditor.bundle.canonical import Json
from auditor.bundle.selection import Selection
from auditor.findings import words
from auditor.findings.decisions import choose_category, chosen_categories
from auditor.findings.engine import find, finding_id
from auditor.findings.records import Finding, Findings, Line, Rule
from auditor.findings.rule_files import ENGINE_VERSION
from auditor.notes import MarkKind, add_mark
from auditor.store import Store
from auditor.task import Task
from auditor.words import LANGUAGES

PATH = "derived/findings.json"
RULES = "rules/"
Place = Callable[[Line], Json]  # where a raw line lies in the bundle; None: not in it


def of_case(
    store: Store, chosen: Selection, rules: Sequence[Rule], task: Task
) -> tuple[Findings, list[Finding]]:
    """Ask rules of the whole case; give the answer, and what of it is about the selection."""
    found = find(store, rules, task)
    events = {row.id for row in chosen.events}
    both = (*found.items, *found.suppressed)
    return found, [each for each in both if _is_about(each, chosen, events)]


def _is_about(finding: Finding, chosen: Selection, events: set[int]) -> bool:
    wanted = chosen.wanted
    if finding.device_id != chosen.device_id or finding.package not in chosen.packages:
        return False
    if wanted.uids and finding.uid not in wanted.uids:
        return False
    if finding.event_ids:
        return not events.isdisjoint(finding.event_ids)
    return not wanted.types or finding.data_type in wanted.types


def told(
    store: Store, chosen: Selection, found: Findings, about: Sequence[Finding], place: Place
) -> dict[str, Json]:
    """Give everything about the findings of the whole case."""
    numbers = {row.id: number for number, row in enumerate(chosen.events, start=1)}
    return {
        "engine": ENGINE_VERSION,
        "rule_set_sha256": found.rule_set_sha256,
        "rules": [_rule(rule) for rule in found.rules],
        "not_asked": [{"rule": each.rule_id, "reason": each.reason} for each in found.skipped],
        "marks": _marks(store, chosen),
        "categories": _categories(store, chosen),
        "findings": [_whole(each, numbers, place) for each in about],
    }


def _rule(rule: Rule) -> Json:
    return {"id": rule.id, "version": rule.version, "sha256": rule.sha256, "is_own": rule.is_own}


def _whole(finding: Finding, numbers: Mapping[int, int], place: Place) -> Json:
    inside: list[Json] = [numbers[each] for each in finding.event_ids if each in numbers]
    away = finding.dismissal
    return {
        **plain(finding, place),
        "events": inside,
        "events_left_out": len(finding.event_ids) - len(inside),
        "category": finding.category,
        "expected": finding.expected,
        "dismissal": {"reason": away.reason, "made_ms": away.made_ms} if away else None,
        "sentence": {lang: words.sentence(finding, lang) for lang in LANGUAGES},
        "cannot_show": {lang: words.what_it_cannot_show(finding, lang) for lang in LANGUAGES},
        "references": [
            {"id": each.id, "jurisdiction": each.jurisdiction, "tag": each.tag}
            for each in finding.rule.references
        ],
    }


def plain(finding: Finding, place: Place) -> dict[str, Json]:
    """Give what the raw records alone say. The phone is the first of its case: there is one."""
    lines: list[Json] = [where for each in finding.samples if (where := place(each)) is not None]
    return {
        "id": finding_id(finding.key, 0),
        "rule": finding.rule.id,
        "package": finding.package,
        "uid": finding.uid,
        "user_id": finding.user_id,
        "op": finding.op,
        "data_type": finding.data_type,
        "severity": finding.severity,
        "capped_from": finding.capped_from,
        "grade": finding.grade,
        "first_ms": finding.first_ms,
        "first_precision_ms": finding.first_precision_ms,
        "last_ms": finding.last_ms,
        "last_precision_ms": finding.last_precision_ms,
        "precision_ms": finding.precision_ms,
        "count": finding.count,
        "is_at_least": finding.is_at_least,
        "days": finding.days,
        "states": list(finding.states),
        "fired": list(finding.fired),
        "suppressed": [{"code": each.code, "detail": each.detail} for each in finding.suppressed],
        "event_count": len(finding.event_ids),
        "carried": asdict(finding.carried),
        "lines": lines,
    }


def _marks(store: Store, chosen: Selection) -> list[Json]:
    """Give the steps of guided sessions, without what a person wrote beside them."""
    rows = store.db.execute(
        "SELECT time_ms, kind, package, uid FROM v_marks WHERE kind IS NOT NULL"
        " AND ifnull(device_id, :device) = :device ORDER BY time_ms, kind, package, uid",
        {"device": chosen.device_id},
    )
    return [list(row) for row in rows if row[2] is None or row[2] in chosen.packages]


def _categories(store: Store, chosen: Selection) -> list[Json]:
    found = chosen_categories(store.db)
    return [
        [app[1], app[2], choice.category, choice.reason]
        for app, choice in sorted(found.items())
        if app[0] == chosen.device_id and app[2] in chosen.packages
    ]


def from_own_files(
    store: Store, untrusted_told: Mapping[str, Json], rules: Sequence[Rule], task: Task
) -> list[dict[str, Json]]:
    """Ask rules of a case that was loaded from the bundle's files, with what a person marked."""
    device = store.db.execute("SELECT device_id FROM devices").fetchone()
    _write_marks(store, untrusted_told, device[0] if device else "")
    found = find(store, rules, task)
    both = (*found.items, *found.suppressed)
    return [plain(each, lambda line: [_path(line), line.line]) for each in both]


def _path(line: Line) -> str:
    return f"raw/{line.capture_id}/{Path(line.raw_file).name}"


def _write_marks(store: Store, untrusted_told: Mapping[str, Json], device_id: str) -> None:
    marks, kinds = untrusted_told["marks"], untrusted_told["categories"]
    for time_ms, kind, package, uid in _rows(marks):
        add_mark(store, int(time_ms), "", 0, MarkKind(kind), device_id, package, uid)  # type: ignore[arg-type]
    for uid, package, category, reason in _rows(kinds):
        app = (device_id, uid, package)
        choose_category(store, app, str(category), str(reason), 0)  # type: ignore[arg-type]


def _rows(untrusted: Json) -> Iterable[tuple[Json, ...]]:
    if not isinstance(untrusted, list):
        raise ValueError("a list is missing")
    return [tuple(row) if isinstance(row, list) else () for row in untrusted]


def compared(
    whole: Sequence[Mapping[str, Json]], own: Sequence[Mapping[str, Json]]
) -> Iterable[Json]:
    """Say of each finding of the whole case how the bundle's files give it: same, other, none."""
    known = {row["id"]: row for row in own}
    for row in whole:
        other = known.get(row["id"])
        if other is None:
            yield "none"
        else:
            yield "same" if all(row[key] == other[key] for key in _ALIKE) else "other"


_ALIKE = (
    "severity",
    "grade",
    "first_ms",
    "last_ms",
    "count",
    "days",
    "fired",
    "suppressed",
    "event_count",
    "carried",
)
