"""The nouns of findings: a rule, what it found, how sure that is, what stands against it.

A finding is an indication for review, never a verdict. Times are UTC milliseconds; None means
unknown, never zero. Severity and grade: docs/findings.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding deserves a look."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Its place in the order, 0 for `info`."""
        return tuple(Severity).index(self)


class Grade(StrEnum):
    """How strong the kind of record is that carries a finding; A is the strongest.

    A: a guided session with marks, or a watch that saw the accesses come, to the millisecond. B:
    single accesses with a time, and a usage history that agrees; also facts that are no accesses.
    C: only the last access of its kind, or a single access without the usage history. D: only
    counts over a period.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def rank(self) -> int:
        """Its place in the order, 0 for the strongest."""
        return tuple(Grade).index(self)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that a rule compares with. `source` says who set it; `H` is this program."""

    name: str
    value: int
    unit: str
    source: str
    wording: Mapping[str, str] = field(default_factory=dict)  # by language, from the rule file

    @property
    def is_ours(self) -> bool:
        """Whether the number is a judgement of this program, not of a text that can be cited."""
        return self.source == "H"


@dataclass(frozen=True, slots=True)
class Reference:
    """A clause that speaks of this kind of behaviour; `id` such as `191-3.1`."""

    id: str
    jurisdiction: str  # CN EU UK US
    verified_on: str | None  # ISO date on which somebody compared it with the text
    tag: str  # V compared with the text, P partly, G not compared


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file: what it asks of the records, and in which words it says what it found."""

    id: str
    version: int
    base: Severity
    title: Mapping[str, str]  # by language, here and below
    sentence: Mapping[str, str]  # with places for what was found: {app}, {object}, {times} …
    explanation: Mapping[str, str]
    shows: Mapping[str, str]
    caveat: Mapping[str, str]
    thresholds: tuple[Threshold, ...]
    references: tuple[Reference, ...]
    needs: tuple[str, ...]  # kinds of record without which it cannot be asked
    sql: str
    file: str
    sha256: str  # of its content in canonical form, so that line ends and comments do not count
    text: str  # the whole file, as it was read
    is_own: bool  # comes with the program, not from a person's folder
    is_count_based: bool = False  # counts are its nature: grades C and D do not cap it


@dataclass(frozen=True, slots=True)
class Suppressor:
    """A known honest reason that keeps a finding from being counted. It is always shown."""

    code: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One raw line that carries a finding."""

    capture_id: str
    raw_file: str
    line: int


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A person's word that a finding needs no further look, and why."""

    reason: str
    made_ms: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What watches and guided sessions have to do with the events of a finding."""

    guided: int = 0  # in a guided session of the app
    seen: int = 0  # a watch saw them come
    came_first: int = 0  # a watch found them there: at its first look, or after a gap
    widest_ms: int | None = None  # the longest from one look to the next, of those seen to come
    gaps: int = 0  # between first and last, in which a watch saw nothing
    unseen_ms: int = 0  # how long these are together, at most


@dataclass(frozen=True, slots=True)
class FindingKey:
    """What makes a finding the same one at every run: who did what, by which rule."""

    rule_id: str
    device_id: str
    uid: int
    package: str
    op: str | None
    data_type: str | None  # only where no op is told


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found about one op of one app."""

    id: str
    rule: Rule
    device_id: str
    uid: int
    user_id: int | None
    package: str
    label: str | None
    is_system: bool | None
    op: str | None
    data_type: str | None
    severity: Severity  # after the cap of its grade
    capped_from: Severity | None  # what it was before, where that was more
    grade: Grade
    first_ms: int | None
    first_precision_ms: int | None  # it lies within so much after that
    last_ms: int | None
    last_precision_ms: int | None
    precision_ms: int | None  # of the least exact of all its times
    count: int
    is_at_least: bool  # the count is a lower bound
    days: int  # different days in the phone's zone, at least; a period over midnight is of none
    states: tuple[str, ...]  # uid states seen, as printed
    fired: tuple[str, ...]  # names of the thresholds that were met
    event_ids: tuple[int, ...]  # every event that carries it; empty for facts that are no events
    samples: tuple[Line, ...]  # at most 20 raw lines
    carried: Carried = Carried()
    suppressed: tuple[Suppressor, ...] = ()
    expected: bool | None = None  # for the category that the person chose; None: none chosen
    category: str | None = None
    dismissal: Dismissal | None = None

    @property
    def key(self) -> FindingKey:
        """What tells it apart from every other finding of its case."""
        by_type = self.data_type if self.op is None else None
        return FindingKey(self.rule.id, self.device_id, self.uid, self.package, self.op, by_type)

    @property
    def is_open(self) -> bool:
        """Whether it counts: neither suppressed nor dismissed."""
        return not self.suppressed and self.dismissal is None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could not be asked, and the code of the reason: what the records lack."""

    rule_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a rule set says about a case, in a total order: severity, app, rule, op."""

    items: tuple[Finding, ...]  # also dismissed ones
    suppressed: tuple[Finding, ...]
    rule_set_sha256: str
    rules: tuple[Rule, ...]
    skipped: tuple[Skipped, ...]

    def find(self, finding_id: str) -> Finding | None:
        """Give a finding, suppressed or not, by its id; None if there is none."""
        both = (*self.items, *self.suppressed)
        return next((each for each in both if each.id == finding_id), None)
