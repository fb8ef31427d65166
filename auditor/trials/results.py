"""What a test session shows: its phases, what each app did in them, what changed, what was found.

A phase is a step as its marks bound it. An access counts in a phase only where all of the time in
which it may lie is within, also by marks that are uncertain; what may belong is counted apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.app_page import app_filter
from auditor.bulk import Int64
from auditor.columns import DATA_TYPES
from auditor.doubt import doubtful_ids
from auditor.facts import Facts, MarkClass, facts_of, is_more_likely
from auditor.filters import PERSONAL, EventFilter
from auditor.findings.engine import findings_of
from auditor.findings.records import Finding, Findings
from auditor.permissions import PermissionChange, changes, states_of_reading
from auditor.phone_changes import Period, periods_of
from auditor.query import CaptureRow, captures, columns, devices
from auditor.records import DataType
from auditor.store import Store
from auditor.task import Task
from auditor.trials.records import Clock, Trial, TrialApp, TrialMark
from auditor.trials.watched import looked_after

ALLOWANCE_MS = 2_000  # for a mark whose phone did not answer: its clock as known before, about


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a phase by the phone's clock, [begin, end); each end is so uncertain.

    `is_placed` is false where an end rests on this computer's clock alone.
    """

    begin_ms: int
    end_ms: int
    begin_uncertainty_ms: int
    end_uncertainty_ms: int
    is_placed: bool

    @property
    def lasted_ms(self) -> int:
        """How long it was."""
        return max(0, self.end_ms - self.begin_ms)


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the plan for one app. `is_short`: it did not last as long as the plan asks."""

    app: TrialApp
    step: str
    spans: tuple[Span, ...]
    is_short: bool

    @property
    def lasted_ms(self) -> int:
        """How long all its stretches were."""
        return sum(each.lasted_ms for each in self.spans)


@dataclass(frozen=True, slots=True)
class Use:
    """What one app did with one kind of data in one phase.

    `accesses` and `rejects` are certainly within, `singly` of the accesses are known one by one;
    they are lower bounds where `is_at_least`. `unsure` records may belong to it, or to a neighbour.
    """

    app: TrialApp
    step: str
    data_type: DataType
    accesses: int
    singly: int
    rejects: int
    is_at_least: bool
    in_front: int
    in_background: int
    unsure: int
    event_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A permission of an app that two readings around the session tell differently."""

    app: TrialApp
    change: PermissionChange


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that a session shows.

    `changes` is None where no readings from before the first mark and after the last tell the
    permissions; `unread` are the apps whose phone was neither read nor watched after the last mark,
    so that what happened is not known.
    """

    trial: Trial
    phases: tuple[Phase, ...]
    uses: tuple[Use, ...]
    changes: tuple[Change, ...] | None
    findings: tuple[Finding, ...]
    rules: Findings
    unread: tuple[TrialApp, ...]
    versions: Mapping[TrialApp, str | None]
    zones: Mapping[str, str | None]  # by phone
    told: tuple[Period, ...]  # when a phone of it was told to keep more


def results(
    store: Store, found: Trial, task: Task | None = None, rules: Findings | None = None
) -> Results:
    """Work out what a session shows. Reads only. `rules`: the case's findings, if known already."""
    rows = captures(store)
    rules = findings_of(store, task) if rules is None else rules
    phases = [phase for app in found.apps for phase in phases_of(found, app)]
    uses: list[Use] = []
    known: dict[TrialApp, Facts] = {}
    for app in found.apps:
        known[app] = _facts(store, app)
        uses += _uses(known[app], [each for each in phases if each.app == app])
    around = {app: _around(found, app, rows) for app in found.apps}
    return Results(
        trial=found,
        phases=tuple(phases),
        uses=tuple(uses),
        changes=_changes(store, around),
        findings=tuple(f for f in rules.items if _is_of(f, phases, known)),
        rules=rules,
        unread=tuple(app for app in found.apps if not _is_read(store, found, app, around, rows)),
        versions={app: _version(store, app, around[app]) for app in found.apps},
        zones={each.device_id: each.zone for each in devices(store)},
        told=tuple(periods_of(store.path, found.phones, *_bounds(phases))),
    )


def _bounds(phases: Sequence[Phase]) -> tuple[int | None, int | None]:
    spans = [span for phase in phases for span in phase.spans]
    if not spans:
        return None, None
    return min(each.begin_ms for each in spans), max(each.end_ms for each in spans)


def marks_of(found: Trial, app: TrialApp) -> list[TrialMark]:
    """Give the marks of one app that count, by the phone's clock."""
    counting = [each for each in found.marks if each.counts and each.app == app]
    return sorted(counting, key=lambda each: (each.at.time_ms, each.click))


def phases_of(found: Trial, app: TrialApp) -> list[Phase]:
    """Cut a session into phases at the marks of an app, in the order of the plan."""
    marks = marks_of(found, app)
    spans: dict[str, list[Span]] = {}
    begins = [m for n, m in enumerate(marks) if n == 0 or m.step != marks[n - 1].step]
    for number, begin in enumerate(begins):
        is_last = number + 1 == len(begins)
        if begin.step is not None:
            end = _end(found, marks[-1]) if is_last else _edge(begins[number + 1])
            spans.setdefault(begin.step, []).append(_span(_edge(begin), end))
    return [
        Phase(app, step.id, tuple(spans[step.id]), _is_short(spans[step.id], step.minimum_s))
        for step in found.plan.steps
        if step.id in spans
    ]


Edge = tuple[int, int, bool]  # time, uncertainty, whether it is placed at all


def _edge(mark: TrialMark) -> Edge:
    uncertainty = mark.at.uncertainty_ms
    return (
        mark.at.time_ms,
        ALLOWANCE_MS if uncertainty is None else uncertainty,
        mark.at.clock is not Clock.HOST,
    )


def _end(found: Trial, last: TrialMark) -> Edge:
    """The end of the last phase: when the session was ended; while it goes on, its last mark."""
    time_ms, uncertainty, is_placed = _edge(last)
    if found.ended_ms is None:
        return time_ms, uncertainty, is_placed
    return found.ended_ms + last.at.time_ms - last.at.host_ms, uncertainty, is_placed


def _span(begin: Edge, end: Edge) -> Span:
    return Span(begin[0], max(begin[0], end[0]), begin[1], end[1], begin[2] and end[2])


def _is_short(spans: Sequence[Span], minimum_s: int) -> bool:
    return sum(each.lasted_ms for each in spans) < minimum_s * 1000


def _facts(store: Store, app: TrialApp) -> Facts:
    wanted = app_filter((app.device_id, app.uid, app.package), EventFilter(types=PERSONAL))
    found = columns(store, wanted)
    return facts_of(found, doubtful_ids(store, found))


def _uses(facts: Facts, phases: Sequence[Phase]) -> list[Use]:
    found = []
    for phase in phases:
        inside, touching = _lying(facts, phase)
        codes = np.unique(facts.type_code[touching])
        for code in codes.tolist():
            of_type = facts.type_code == code
            found.append(_use(facts, phase, code, inside & of_type, touching & of_type))
    return found


def _lying(facts: Facts, phase: Phase) -> tuple[np.ndarray, np.ndarray]:
    """Tell which records lie certainly within a phase, and which may."""
    inside = np.zeros(len(facts), dtype=bool)
    touching = np.zeros(len(facts), dtype=bool)
    for span in phase.spans:
        low, high = span.begin_uncertainty_ms, span.end_uncertainty_ms
        touching |= (facts.last_ms >= span.begin_ms - low) & (facts.start_ms < span.end_ms + high)
        if span.is_placed:
            inside |= (facts.start_ms >= span.begin_ms + low) & (facts.last_ms < span.end_ms - high)
    inside &= ~facts.is_doubtful
    return inside, touching


def _use(facts: Facts, phase: Phase, code: int, inside: np.ndarray, touching: np.ndarray) -> Use:
    rows: Int64 = np.flatnonzero(inside)
    times, state = facts.times[rows], facts.background[rows]
    is_access = ~facts.is_reject[rows]
    is_single = facts.mark_class[rows] != MarkClass.AGGREGATE
    unsure = int((touching & ~inside).sum())
    return Use(
        app=phase.app,
        step=phase.step,
        data_type=DATA_TYPES[code],
        accesses=int(times[is_access].sum()),
        singly=int(times[is_access & is_single].sum()),
        rejects=int(times[~is_access].sum()),
        is_at_least=bool(unsure or is_more_likely(facts, rows).any()),
        in_front=int(times[is_access & (state == 0)].sum()),
        in_background=int(times[is_access & (state == 1)].sum()),
        unsure=unsure,
        event_ids=tuple(facts.ids[inside].tolist()),
    )


def _first_and_last(found: Trial, app: TrialApp) -> tuple[int, int]:
    """Give when an app's first and last mark were clicked, by this computer's clock."""
    clicks = [each.at.host_ms for each in found.marks if each.counts and each.app == app]
    return min(clicks, default=found.begun_ms), max(clicks, default=found.begun_ms)


def _is_read(
    store: Store,
    found: Trial,
    app: TrialApp,
    around: Mapping[TrialApp, "Around"],
    rows: Sequence[CaptureRow],
) -> bool:
    """Whether a reading began after an app's last mark, or a watch went on to look beyond it."""
    if around[app][1] is not None:
        return True
    _, last_ms = _first_and_last(found, app)
    of_phone = (row for row in rows if row.device_id == app.device_id)
    return any(looked_after(store, row, last_ms) for row in of_phone)


Around = tuple[CaptureRow | None, CaptureRow | None]


def _around(found: Trial, app: TrialApp, rows: Sequence[CaptureRow]) -> Around:
    """Give the readings of an app's phone nearest before its first mark and after its last."""
    first_ms, last_ms = _first_and_last(found, app)
    of_phone = [row for row in rows if row.device_id == app.device_id]
    before = [row for row in of_phone if (row.ended_ms or row.started_ms) <= first_ms]
    after = [row for row in of_phone if row.started_ms >= last_ms]
    if found.ended_ms is not None:  # the reading that ended it, rather than one of days later
        after = [row for row in after if row.started_ms >= found.ended_ms][:1] or after
    return (before[-1] if before else None), (after[-1] if after else None)


def _changes(store: Store, around: Mapping[TrialApp, Around]) -> tuple[Change, ...] | None:
    found: list[Change] = []
    for app, (before, after) in around.items():
        if before is None or after is None:
            return None
        key = (app.device_id, app.uid, app.package)
        both = {
            row.capture_id: states_of_reading(store.db, row.capture_id) for row in (before, after)
        }
        if not all(key in states for states in both.values()):
            return None  # a reading without permissions tells nothing of them
        told = {name: states[key] for name, states in both.items()}
        found += [Change(app, each) for each in changes(told)]
    return tuple(found)


def _is_of(finding: Finding, phases: Sequence[Phase], known: Mapping[TrialApp, Facts]) -> bool:
    """Whether a finding is about an app of the session and something within it."""
    app = TrialApp(finding.device_id, finding.uid, finding.package)
    spans = [span for each in phases if each.app == app for span in each.spans]
    if not spans:
        return False
    begin_ms, end_ms = min(s.begin_ms for s in spans), max(s.end_ms for s in spans)
    facts = known[app]
    if finding.event_ids:
        within = (facts.last_ms >= begin_ms) & (facts.start_ms < end_ms)
        return bool(np.isin(facts.ids[within], finding.event_ids).any())
    first_ms = finding.first_ms
    return first_ms is not None and first_ms < end_ms and (finding.last_ms or first_ms) >= begin_ms


_VERSION = """
SELECT version_name FROM v_packages
WHERE capture_id = ? AND uid = ? AND package = ? AND version_name IS NOT NULL LIMIT 1
"""


def _version(store: Store, app: TrialApp, around: Around) -> str | None:
    """Give the app's version as the reading after the session tells it, else the one before."""
    for row in reversed(around):
        if row is not None:
            asked = (row.capture_id, app.uid, app.package)
            told = store.db.execute(_VERSION, asked).fetchone()
            if told:
                return str(told[0])
    return None
