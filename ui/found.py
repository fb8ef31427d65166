"""The findings of the open case: asked for after each opening and reading, shared by the pages."""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.errors import AuditorError
from auditor.findings.records import Dismissal, Finding, Findings
from auditor.permissions import AppKey
from auditor.task import Task
from ui.finding_words import app_key
from ui.jobs import Job, Jobs, Progress
from ui.session import CaseInfo, Session

if TYPE_CHECKING:  # numpy comes along, which the window must not wait for
    from ui.finding_reads import Asked

FEW_EVENTS = 50_000  # so many are asked about in the time that a process takes to start


class Stage(Enum):
    """How far the asking is."""

    NO_CASE = auto()
    ASKING = auto()
    THERE = auto()
    STOPPED = auto()
    FAILED = auto()


class Found(QObject):
    """Holds what rules found in the open case; what is no longer about it is dropped."""

    changed = Signal()
    progressed = Signal(object)  # Progress

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        rules: Callable[[], Path | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._rules = session, jobs, rules
        self._job: Job | None = None
        self._case: CaseInfo | None = None
        self.stage = Stage.NO_CASE
        self.findings: Findings | None = None  # of this case; older ones stay while asking anew
        self.error: AuditorError | None = None  # why there are none, or only of our rules
        session.case_changed.connect(self._follow)

    @property
    def counting(self) -> tuple[Finding, ...]:
        """Those that count, the worst first: the one number that every page says."""
        items = self.findings.items if self.findings else ()
        return tuple(each for each in items if each.is_open)

    def of_app(self, app: AppKey) -> tuple[Finding, ...] | None:
        """Give what was found about an app, what counts first; None until it was asked."""
        if self.findings is None:
            return None
        both = (*self.findings.items, *self.findings.suppressed)
        mine = (each for each in both if app_key(each) == app)
        return tuple(sorted(mine, key=lambda each: not each.is_open))

    def find(self, finding_id: str | None) -> Finding | None:
        """Give a finding by its id, if it is still there."""
        if self.findings is None or finding_id is None:
            return None
        return self.findings.find(finding_id)

    def ask(self) -> None:
        """Ask the rules of the open case anew."""
        self._leave()
        case = self._case = self._session.case
        if case is None or not case.captures:
            self._set(Stage.NO_CASE)
            return
        run = self._jobs.run if case.events <= FEW_EVENTS else self._jobs.apart
        self._job = run(  # without a key: who builds the window anew does not end it
            _ask,
            case.path,
            self._rules(),
            on_done=self._take,
            on_error=self._fail,
            on_progress=self._tell,
            on_stopped=self._stopped,
        )
        self._set(Stage.ASKING)

    def stop(self) -> None:
        """Stop asking; nothing is lost, it can be asked again."""
        if self._job is not None:
            self._job.cancel()

    def note_dismissal(self, finding_id: str, dismissal: Dismissal | None) -> None:
        """Show what a person said to a finding and the case now keeps."""
        if self.findings is None:
            return

        def said(each: Finding) -> Finding:
            return replace(each, dismissal=dismissal) if each.id == finding_id else each

        self.findings = replace(
            self.findings,
            items=tuple(map(said, self.findings.items)),
            suppressed=tuple(map(said, self.findings.suppressed)),
        )
        self.changed.emit()

    def _follow(self, case: CaseInfo | None) -> None:
        if case is None or self._case is None or case.path != self._case.path:
            self.findings = None
        self.ask()

    def _take(self, asked: "Asked") -> None:
        self._job = None
        self.findings, self.error = asked.findings, asked.trouble
        self._set(Stage.THERE)

    def _fail(self, error: AuditorError) -> None:
        self._job, self.error = None, error
        self._set(Stage.FAILED)

    def _stopped(self) -> None:
        self._job = None
        self._set(Stage.STOPPED)

    def _tell(self, value: object) -> None:
        if isinstance(value, Progress):
            self.progressed.emit(value)

    def _leave(self) -> None:
        """Nobody waits for what runs."""
        job, self._job = self._job, None
        if job is not None:
            job.leave()

    def _set(self, stage: Stage) -> None:
        self.stage = stage
        if stage in (Stage.NO_CASE, Stage.ASKING):
            self.error = None
        self.changed.emit()


def _ask(case_dir: Path, rules: Path | None, task: Task) -> "Asked":
    """Runs elsewhere, and the import with it: numpy takes 0.1 s."""
    from ui import finding_reads

    return finding_reads.findings(case_dir, rules, task)
