"""Two test sessions side by side: two phones, two apps, before and after an update, a repeat."""

from dataclasses import dataclass

from auditor.errors import UsageError
from auditor.findings.records import Finding
from auditor.notes import MarkKind
from auditor.permissions import PermissionChange
from auditor.records import DataType
from auditor.trials.records import Plan, TrialApp, TrialMark
from auditor.trials.results import Phase, Results, Use, marks_of

Marks = tuple[TrialMark, TrialMark]  # of the left and of the right side
AIR = 0.03  # of what two timelines show, on both sides
LEAST_MS = 60_000  # after the marks
REPRODUCED = "2/2"  # how what both sessions show is written, in every language


@dataclass(frozen=True, slots=True)
class Side:
    """One app in one session."""

    results: Results
    app: TrialApp

    @property
    def plan(self) -> Plan:
        """The plan that was followed."""
        return self.results.trial.plan

    def uses(self) -> dict[tuple[str, DataType], Use]:
        """What the app did, by step and kind of data."""
        return {(u.step, u.data_type): u for u in self.results.uses if u.app == self.app}

    def phases(self) -> dict[str, Phase]:
        """The phases that there were, by step."""
        return {p.step: p for p in self.results.phases if p.app == self.app}

    def findings(self) -> dict[tuple[str, str], Finding]:
        """What was found about the app, by rule and op or kind of data."""
        mine = (self.app.device_id, self.app.uid, self.app.package)
        return {
            (f.rule.id, f.op or f.data_type or ""): f
            for f in self.results.findings
            if (f.device_id, f.uid, f.package) == mine
        }

    def changes(self) -> dict[tuple[str, str, str], PermissionChange] | None:
        """Which permissions changed; None where no two readings tell."""
        if self.results.changes is None:
            return None
        mine = [each.change for each in self.results.changes if each.app == self.app]
        return {(c.permission, str(c.before), str(c.after)): c for c in mine}


@dataclass(frozen=True, slots=True)
class Row:
    """One step and kind of data on both sides. A side that had no such step is not in it."""

    step: str
    data_type: DataType
    left: Use | None
    right: Use | None
    in_left: bool  # whether the session had this step at all
    in_right: bool

    @property
    def is_reproduced(self) -> bool:
        """Whether both had certain accesses or refusals of this kind in this step."""
        return _happened(self.left) and _happened(self.right)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One rule and op, on one side or on both."""

    rule: str
    about: str
    left: Finding | None
    right: Finding | None

    @property
    def is_reproduced(self) -> bool:
        """Whether both sides have it."""
        return self.left is not None and self.right is not None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A permission that changed in the same way, on one side or on both."""

    change: PermissionChange
    in_left: bool
    in_right: bool


@dataclass(frozen=True, slots=True)
class TrialComparison:
    """Two sides. `changes` is None where one of them lacks a reading before or after."""

    left: Side
    right: Side
    rows: tuple[Row, ...]
    findings: tuple[FindingRow, ...]
    changes: tuple[ChangeRow, ...] | None


def compare_sides(left: Side, right: Side) -> TrialComparison:
    """Compare two sides, step by step in the order of the left plan."""
    ours, theirs = left.uses(), right.uses()
    steps = [step.id for step in left.plan.steps]
    steps += [step.id for step in right.plan.steps if step.id not in steps]
    in_left, in_right = left.phases(), right.phases()
    keys = sorted(ours.keys() | theirs.keys(), key=lambda key: (steps.index(key[0]), key[1]))
    rows = [
        Row(*key, ours.get(key), theirs.get(key), key[0] in in_left, key[0] in in_right)
        for key in keys
    ]
    both = left.findings(), right.findings()
    findings = [
        FindingRow(*key, both[0].get(key), both[1].get(key))
        for key in sorted(both[0].keys() | both[1].keys())
    ]
    return TrialComparison(left, right, tuple(rows), tuple(findings), _changes(left, right))


def choose_side(found: Results, number: int | None = None) -> Side:
    """Give one app of a session by its number from 1. UsageError when there is none such."""
    apps = found.trial.apps
    place = 1 if number is None else number
    if not 1 <= place <= len(apps):
        raise UsageError(
            f"The test session {found.trial.id} has no app {place}.",
            "List them: auditor session show NUMBER.",
        )
    return Side(found, apps[place - 1])


def common_marks(left: Side, right: Side) -> tuple[Marks, ...]:
    """Give the marks that both sides have: the first of each kind, as they came on the left."""
    ours, theirs = (_first_marks(side) for side in (left, right))
    return tuple((mark, theirs[kind]) for kind, mark in ours.items() if kind in theirs)


def _first_marks(side: Side) -> dict[MarkKind, TrialMark]:
    found: dict[MarkKind, TrialMark] = {}
    for mark in marks_of(side.results.trial, side.app):
        if mark.kind is not None:
            found.setdefault(mark.kind, mark)
    return found


def room_around(sides: tuple[Side, Side], marks: Marks) -> tuple[int, int]:
    """Give how much time to show before and after two marks: all of both sessions, and some air.

    Milliseconds; the same for both sides, so that equal lengths are equal.
    """
    before, after = 0, LEAST_MS
    for side, mark in zip(sides, marks, strict=True):
        spans = [span for phase in side.phases().values() for span in phase.spans]
        before = max(before, mark.at.time_ms - min(each.begin_ms for each in spans))
        after = max(after, max(each.end_ms for each in spans) - mark.at.time_ms)
    air = int(AIR * (before + after))
    return before + air, after + air


def aligned_at(left: Side, right: Side, kind: MarkKind | None) -> Marks:
    """Give the marks at which two sides are laid upon each other: the first of a kind on both.

    Without a kind: the first of the first kind that both have. UsageError when there is none.
    """
    both = common_marks(left, right)
    for ours, theirs in both:
        if kind in (None, ours.kind):
            return ours, theirs
    names = ", ".join(str(ours.kind) for ours, _ in both)
    if names:
        raise UsageError(
            "The two test sessions have no such mark in common.", f"Both have: {names}."
        )
    raise UsageError(
        "The two test sessions have no mark in common.",
        "Without one nothing says which moments belong together; the table needs none.",
    )


def _happened(use: Use | None) -> bool:
    return use is not None and use.accesses + use.rejects > 0


def _changes(left: Side, right: Side) -> tuple[ChangeRow, ...] | None:
    ours, theirs = left.changes(), right.changes()
    if ours is None or theirs is None:
        return None
    both = ours | theirs
    return tuple(ChangeRow(both[key], key in ours, key in theirs) for key in sorted(both))
