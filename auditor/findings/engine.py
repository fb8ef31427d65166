"""Asks rules of a case: a pure function of the case and the rule set.

Every rule is asked twice: of the accesses that count, and of all, also those that have a known
honest reason (suppress.py). What only the second shows is listed as suppressed, with the reason.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from auditor.bulk import UNKNOWN, Int64, is_among
from auditor.errors import WrongFormat
from auditor.filters import EventFilter
from auditor.findings import grades, suppress, tables
from auditor.findings.categories import is_expected
from auditor.findings.decisions import chosen_categories, dismissals
from auditor.findings.records import (
    Carried,
    Finding,
    FindingKey,
    Findings,
    Grade,
    Line,
    Rule,
    Severity,
    Skipped,
    Suppressor,
)
from auditor.findings.rule_files import own_rules, rule_set_sha256
from auditor.findings.sandbox import only_reading, rows
from auditor.findings.watched import CAME_FIRST, SEEN
from auditor.store import Store
from auditor.task import Task
from auditor.uids import PER_USER

MOST_SAMPLES = 20
# One row per app, op, severity and threshold: the rows themselves stay in SQLite.
_GROUPED = """
SELECT device_id, uid, package, op, max(data_type), severity, fired, sum(count),
  group_concat(event_id), max(precision_ms) FILTER (WHERE event_id IS NULL),
  json_group_array(time_ms) FILTER (WHERE event_id IS NULL AND time_ms IS NOT NULL),
  json_group_array(json_array(capture_id, raw_file, line)) FILTER (WHERE line IS NOT NULL)
FROM (
{sql}
) GROUP BY uid, device_id, package, op, iif(op IS NULL, data_type, NULL), severity, fired
ORDER BY device_id, uid, package, op, data_type, severity, fired
"""
_LINES = """
SELECT e.event_id, e.capture_id, e.raw_file, e.line
FROM json_each(?) j CROSS JOIN v_events e ON e.event_id = j.value
"""
_SUBJECTS = """
SELECT d.device_id, p.uid, p.name, p.label, p.is_system
FROM packages p JOIN devices d ON d.id = p.device_id
"""


def find(store: Store, rules: Sequence[Rule], task: Task | None = None) -> Findings:
    """Ask rules of a case. Reads only, in a connection of its own; Cancelled when cancelled.

    WrongFormat when a rule's query cannot be answered.
    """
    task = task or Task()
    with Store.open(store.path, read_only=True) as own:
        return _Run(own.db, rules, task).run()


def findings_of(store: Store, task: Task | None = None) -> Findings:
    """Ask the program's own rules: what a window shows of a case."""
    return find(store, own_rules(), task)


def finding_filter(finding: Finding, wanted: EventFilter | None = None) -> EventFilter:
    """Give the filter that lets through exactly the events of a finding.

    Of a finding that rests on no event it lets through all of its app.
    """
    return replace(
        wanted or EventFilter(),
        packages=frozenset({finding.package}),
        uids=frozenset({finding.uid}),
        device_id=finding.device_id,
        event_ids=frozenset(finding.event_ids),
    )


_Moment = tuple[int | None, int | None]  # a time and its precision


@dataclass(slots=True)
class _Piece:
    """The rows of one severity and threshold of one finding."""

    severity: Severity
    fired: str | None
    count: int
    event_ids: Int64
    precision_ms: int  # of the facts
    fact_times: list[int]
    lines: list[Line]


@dataclass(slots=True)
class _Claim:
    """All rows of one finding."""

    key: FindingKey
    data_type: str | None
    pieces: list[_Piece] = field(default_factory=list)


class _Run:
    def __init__(self, db: sqlite3.Connection, rules: Sequence[Rule], task: Task) -> None:
        self._db, self._task = db, task
        self._rules = tuple(sorted(rules, key=lambda rule: rule.id))
        self._skipped: list[Skipped] = []

    def run(self) -> Findings:
        self._task.step(0, len(self._rules), "accesses")
        self._seen = tables.read(self._db)
        self._codes = suppress.codes_of(self._db, self._seen)
        tables.fill(self._db, self._seen, self._codes)
        self._guided = grades.guided(self._db, self._seen)
        self._grades = grades.grades_of(self._seen, self._guided)
        self._apps = suppress.Apps(self._db)
        self._who = {row[:3]: row[3:] for row in self._db.execute(_SUBJECTS)}
        self._zones = dict(self._db.execute("SELECT device_id, zone FROM temp.phones"))
        self._phones = [row[0] for row in self._db.execute(_PHONES_IN_ORDER)]
        self._choices = chosen_categories(self._db)
        self._dismissals = dismissals(self._db)
        counted = list(self._asked(self._rules))
        found = self._with_samples([*counted, *self._only_with_suppressed(counted)])
        return Findings(
            tuple(sorted((each for each in found if not each.suppressed), key=_order)),
            tuple(sorted((each for each in found if each.suppressed), key=_order)),
            rule_set_sha256(self._rules),
            self._rules,
            tuple(self._skipped),
        )

    def _only_with_suppressed(self, counted: list[Finding]) -> Iterator[Finding]:
        """Ask again of all accesses; give what that shows and counting did not."""
        if not (self._codes != UNKNOWN).any():
            return
        tables.show(self._db, tables.EVERY)
        skipped = {each.rule_id for each in self._skipped}
        known = {each.key for each in counted}
        # A rule that reads neither would answer as before.
        again = [r for r in self._rules if r.id not in skipped and _NOT_ALL_COUNT.search(r.sql)]
        for each in self._asked(again, known):
            if reasons := self._reasons_of_events(each):
                yield replace(each, suppressed=(*each.suppressed, *reasons))

    def _reasons_of_events(self, finding: Finding) -> tuple[Suppressor, ...]:
        places = self._seen.places(np.array(finding.event_ids, dtype=np.int64))
        codes = np.unique(self._codes[places]).tolist()
        return tuple(Suppressor(suppress.CODES[code - 1]) for code in codes if code != UNKNOWN)

    def _asked(
        self, rules: Sequence[Rule], known: Set[FindingKey] = frozenset()
    ) -> Iterator[Finding]:
        """Ask rules; give what they find but for what is known."""
        for number, rule in enumerate(rules):
            self._task.step(number, len(rules), rule.id)
            with only_reading(self._db, self._task):
                lacks = self._lacks(rule)
            if lacks:
                self._skipped.append(Skipped(rule.id, lacks))
                continue
            for claim in self._claims(rule):
                if claim.key not in known:
                    yield self._finding(rule, claim)

    def _lacks(self, rule: Rule) -> str | None:
        """Give the first kind of record that a rule needs and the case has not."""
        for need in rule.needs:
            if self._db.execute(tables.NEEDS[need]).fetchone() is None:
                return f"no_{need}"
        return None

    def _claims(self, rule: Rule) -> list[_Claim]:
        claims: dict[FindingKey, _Claim] = {}
        for row in self._answer(rule):
            device_id, uid, package, op, data_type = row[:5]
            key = FindingKey(rule.id, device_id, uid, package, op, None if op else data_type)
            claim = claims.setdefault(key, _Claim(key, data_type))
            piece = _piece(rule, row)
            if device_id not in self._phones or not isinstance(uid, int) or not package:
                raise _refused(rule, "gives evidence that is about no app of a phone of the case")
            if not is_among(piece.event_ids, self._seen.ids).all():
                raise _refused(rule, "gives an event that is none of its accesses or rejects")
            claim.pieces.append(piece)
        return list(claims.values())

    def _answer(self, rule: Rule) -> list[tuple[Any, ...]]:
        try:
            with only_reading(self._db, self._task):
                return rows(self._db, _GROUPED.format(sql=rule.sql), rule)
        except sqlite3.Error as error:
            raise _refused(rule, f"cannot be asked: {error}") from error

    def _finding(self, rule: Rule, claim: _Claim) -> Finding:
        key = claim.key
        severity, grade, before = self._judged(rule, claim)
        ids = np.unique(np.concatenate([piece.event_ids for piece in claim.pieces]))
        place = self._seen.places(ids)
        app = (key.device_id, key.uid, key.package)
        label, is_system = self._who.get(app, (None, None))
        choice = self._choices.get(app)
        category = choice.category if choice else None
        first, last, coarsest = self._span(claim, place)
        return Finding(
            id=finding_id(key, self._phones.index(key.device_id)),
            rule=rule,
            device_id=key.device_id,
            uid=key.uid,
            user_id=None if key.uid < 0 else key.uid // PER_USER,
            package=key.package,
            label=label,
            is_system=None if is_system is None else bool(is_system),
            op=key.op,
            data_type=claim.data_type,
            severity=severity,
            capped_from=before if before.rank > severity.rank else None,
            grade=grade,
            first_ms=first[0],
            first_precision_ms=first[1],
            last_ms=last[0],
            last_precision_ms=last[1],
            precision_ms=coarsest,
            count=self._count(rule, place) + _facts(claim),
            is_at_least=bool(self._seen.is_lower_bound[place].any()),
            days=self._days(claim, place),
            states=self._states(place),
            fired=tuple(sorted({piece.fired for piece in claim.pieces if piece.fired})),
            event_ids=tuple(ids.tolist()),
            samples=tuple(line for piece in claim.pieces for line in piece.lines)[:MOST_SAMPLES],
            carried=self._carried(key.device_id, place, first[0], last[0]),
            suppressed=self._apps.reasons(app, claim.data_type),
            expected=is_expected(category, claim.data_type),
            category=category,
            dismissal=self._dismissals.get(key),
        )

    def _judged(self, rule: Rule, claim: _Claim) -> tuple[Severity, Grade, Severity]:
        """Give the highest severity that the records allow, its grade, and the highest claimed."""
        judged = []
        for piece in claim.pieces:
            own = self._grades[self._seen.places(piece.event_ids)]
            grade = grades.of_pieces(own, piece.fired is not None)
            allowed = grades.capped(piece.severity, grade, rule.is_count_based)
            judged.append((allowed.rank, -grade.rank))
        rank, grade_rank = max(judged)
        before = max((piece.severity for piece in claim.pieces), key=lambda each: each.rank)
        return tuple(Severity)[rank], tuple(Grade)[-grade_rank], before

    def _count(self, rule: Rule, place: Int64) -> int:
        """Count accesses: what other events tell already is taken off, but one there was. A rule
        about counts leaves those others out: there are at least as many as one count says.
        """
        rows = self._seen.rows
        alone = rows.count[place].max(initial=0) if rule.is_count_based else 0
        return max(int(rows.more[place].sum()), min(len(place), 1), int(alone))

    def _days(self, claim: _Claim, place: Int64) -> int:
        days = set(self._seen.day[place].tolist()) - {UNKNOWN}
        times = [time for piece in claim.pieces for time in piece.fact_times]
        if zone := self._zones.get(claim.key.device_id):
            days |= set(tables.local_days(np.array(times, dtype=np.int64), zone).tolist())
        return max(len(days), 1)

    def _span(self, claim: _Claim, place: Int64) -> tuple[_Moment, _Moment, int | None]:
        """Give the first and the last time that is known, and the longest precision of all.

        Of several at one time the most exact counts.
        """
        seen = self._seen.rows
        known = place[seen.time_ms[place] != UNKNOWN]
        facts = [(time, each.precision_ms) for each in claim.pieces for time in each.fact_times]
        told = np.array(facts, dtype=np.int64).reshape(-1, 2)
        times = np.concatenate([seen.time_ms[known], told[:, 0]])
        precisions = np.concatenate([seen.precision_ms[known], told[:, 1]])
        if not len(times):
            return (None, None), (None, None), None
        first, last = int(times.min()), int(times.max())
        return (
            (first, int(precisions[times == first].min())),
            (last, int(precisions[times == last].min())),
            int(precisions.max()),
        )

    def _carried(
        self, device_id: str, place: Int64, first_ms: int | None, last_ms: int | None
    ) -> Carried:
        """Say what watches and guided sessions have to do with the events."""
        seen = self._seen.watched
        how, apart = seen.how[place], seen.looks_apart_ms[place]
        is_seen = how == SEEN
        gaps: list[tuple[int, int]] = []
        if how.any() and first_ms is not None and last_ms is not None:
            span = (device_id, last_ms, first_ms)
            gaps = self._db.execute(_GAPS_WITHIN, span).fetchall()
        return Carried(
            int(self._guided[place].sum()),
            int(is_seen.sum()),
            int((how == CAME_FIRST).sum()),
            int(apart[is_seen].max()) if is_seen.any() else None,
            len(gaps),
            sum(end - begin for begin, end in gaps),
        )

    def _by_time(self, ids: Sequence[int]) -> list[int]:
        numbers = np.array(ids, dtype=np.int64)
        time = self._seen.rows.time_ms[self._seen.places(numbers)]
        ordered: list[int] = numbers[np.lexsort((numbers, time))].tolist()
        return ordered

    def _states(self, place: Int64) -> tuple[str, ...]:
        ways = np.unique(self._seen.table.way[self._seen.series[place]]).tolist()
        found = {self._seen.table.ways[way].uid_state for way in ways}
        return tuple(sorted(state for state in found if state))

    def _with_samples(self, found: list[Finding]) -> list[Finding]:
        """Add raw lines of events, spread over the time, up to MOST_SAMPLES."""
        chosen = {
            each.id: _spread(self._by_time(each.event_ids)) for each in found if not each.samples
        }
        wanted = sorted({number for ids in chosen.values() for number in ids})
        lines: dict[int, Line] = {}
        for event_id, *place in self._db.execute(_LINES, (json.dumps(wanted),)):
            lines[event_id] = Line(*place)
        return [
            replace(each, samples=tuple(lines[number] for number in chosen[each.id]))
            if each.id in chosen
            else each
            for each in found
        ]


_GAPS_WITHIN = """
SELECT begin_ms, end_ms FROM temp.watch_gaps
WHERE device_id = ? AND begin_ms < ? AND end_ms > ? ORDER BY begin_ms
"""
_NOT_ALL_COUNT = re.compile(r"\b(?:accesses|rejects)\b", re.IGNORECASE)
_PHONES_IN_ORDER = """
SELECT d.device_id FROM devices d JOIN captures c ON c.device_id = d.id
GROUP BY d.id ORDER BY min(c.started_ms), d.device_id
"""


def finding_id(key: FindingKey, phone: int) -> str:
    """Name a finding in few letters. The phone is its number in the case, never its serial
    number, which somebody could guess from such a hash.
    """
    parts = (key.rule_id, phone, key.uid, key.package, key.op or "", key.data_type or "")
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _piece(rule: Rule, row: Sequence[Any]) -> _Piece:
    severity, fired, count, ids, precision, times, lines = row[5:]
    if severity not in tuple(Severity):
        raise _refused(rule, f"gives the severity {severity!r}")
    events = np.array(json.loads(f"[{ids}]") if ids else [], dtype=np.int64)
    return _Piece(
        Severity(str(severity)),
        None if fired is None else str(fired),
        int(str(count or 0)),
        np.unique(events),
        precision or 1,
        json.loads(str(times)) if times else [],
        [Line(*place) for place in json.loads(str(lines))[:MOST_SAMPLES]] if lines else [],
    )


def _refused(rule: Rule, what: str) -> WrongFormat:
    return WrongFormat(
        f"The rule {rule.id} ({rule.file}) {what}.", "Mend the file, or take it away."
    )


def _facts(claim: _Claim) -> int:
    """Count what is no event: as the rule counts it."""
    return sum(piece.count for piece in claim.pieces if not len(piece.event_ids))


def _spread(ids: Sequence[int]) -> list[int]:
    """Choose up to MOST_SAMPLES, the first and the last among them."""
    if len(ids) <= MOST_SAMPLES:
        return list(ids)
    places = np.linspace(0, len(ids) - 1, MOST_SAMPLES).round().astype(int)
    return [ids[place] for place in places.tolist()]


def _order(finding: Finding) -> tuple[object, ...]:
    name = (finding.label or finding.package).casefold()
    who = (name, finding.package, finding.uid, finding.device_id)
    return (
        -finding.severity.rank,
        *who,
        finding.rule.id,
        finding.op or "",
        finding.data_type or "",
    )
