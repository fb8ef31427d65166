"""What runs outside the GUI thread for findings: asking the rules, and what stands beside them."""

from dataclasses import dataclass
from pathlib import Path

from auditor.context import RawContext, line_context
from auditor.errors import AuditorError, WrongFormat
from auditor.filters import EventFilter
from auditor.findings.decisions import Choice, chosen_categories
from auditor.findings.engine import find
from auditor.findings.passing import passing
from auditor.findings.records import Findings, Line
from auditor.findings.rule_files import own_rules, with_own
from auditor.identity.names import names_in
from auditor.notes import evidence_ids
from auditor.permissions import AppKey
from auditor.store import Store
from auditor.task import Task
from ui.reads import CONTEXT_LINES, icons, read, still_there


def named_line(case_dir: Path, wanted: Line, task: Task) -> RawContext:
    """Read a raw line that a finding names. StoreError when it is gone."""

    def work(store: Store) -> RawContext:
        place = (wanted.capture_id, wanted.raw_file, wanted.line)
        return line_context(store, *place, around=CONTEXT_LINES)

    return read(case_dir, lambda store: still_there(store, work), task)


@dataclass(frozen=True, slots=True)
class Asked:
    """What rules found. `trouble`: a person's own rules could not be used, so only ours were."""

    findings: Findings
    trouble: AuditorError | None


def findings(case_dir: Path, rules: Path | None, task: Task) -> Asked:
    """Ask the program's rules, and those of a folder, of a case. WrongFormat, StoreError."""

    def ask(store: Store) -> Asked:
        if rules is None:
            return Asked(find(store, own_rules(), task), None)
        try:
            return Asked(find(store, with_own(rules), task), None)
        except WrongFormat as error:
            return Asked(find(store, own_rules(), task), error)

    return read(case_dir, ask, task)


@dataclass(frozen=True, slots=True)
class Around:
    """What the Findings page shows beside the findings themselves.

    `passing` are the ids of those that pass the filter, `kept` of those chosen as evidence.
    """

    passing: frozenset[str]
    kept: frozenset[str]
    names: dict[AppKey, str]
    icons: dict[AppKey, bytes]
    kinds: dict[AppKey, Choice]  # what kind of app a person said an app is


def around(case_dir: Path, found: Findings, wanted: EventFilter, lang: str, task: Task) -> Around:
    """Read it."""

    def work(store: Store) -> Around:
        chosen = evidence_ids(store)
        both = (*found.items, *found.suppressed)
        kept = (f.id for f in both if f.event_ids and chosen.issuperset(f.event_ids))
        return Around(
            passing(store, found, wanted),
            frozenset(kept),
            names_in(store, lang),
            icons(store),
            chosen_categories(store.db),
        )

    return read(case_dir, work, task)
