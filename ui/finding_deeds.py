"""What a person does with a finding: dismiss it, use it as evidence, name the kind of its app."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from auditor.filters import EventFilter
from auditor.findings.records import Dismissal, Finding
from auditor.permissions import AppKey
from ui import work
from ui.found import Found
from ui.jobs import Jobs
from ui.session import Session


class FindingDeeds(QObject):
    """Each is written into the case by a child process; what came of it is told by signals."""

    failed = Signal(object)  # AuditorError
    told = Signal(object, object, object)  # a sentence, a button's text, what the button does
    evidence_changed = Signal()

    def __init__(self, session: Session, jobs: Jobs, found: Found, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._found = session, jobs, found

    def dismiss(self, finding: Finding, reason: str) -> None:
        """Set a finding aside; it stays listed, with the reason."""
        made_ms = _now_ms()
        text = self.tr("Dismissed. It stays listed, with your reason.")

        def done() -> None:
            self._found.note_dismissal(finding.id, Dismissal(reason, made_ms))
            self.told.emit(text, self.tr("Undo"), lambda: self.restore(finding))

        self._write(done, work.dismiss, finding, reason, made_ms)

    def restore(self, finding: Finding) -> None:
        """Let it count again."""
        self._write(lambda: self._found.note_dismissal(finding.id, None), work.restore, finding)

    def keep_events(self, finding: Finding) -> None:
        """Choose the events that carry it as evidence."""
        begin_ms, end_ms = finding.first_ms or 0, (finding.last_ms or 0) + 1
        more = (begin_ms, end_ms, events_of(finding), finding.event_ids, _now_ms())
        self._write(self.evidence_changed.emit, work.add_evidence, *more)

    def leave_events(self, finding: Finding) -> None:
        """Take that back."""
        self._write(self.evidence_changed.emit, work.leave_events, frozenset(finding.event_ids))

    def choose_category(self, app: AppKey, category: str | None, reason: str) -> None:
        """Keep what kind of app it is, then ask the rules anew: some compare with it."""
        self._write(self._found.ask, work.choose_category, app, category, reason, _now_ms())

    def _write(
        self, then: Callable[[], object], function: Callable[..., None], *more: object
    ) -> None:
        case = self._session.case
        if case is None:
            return

        def done(_nothing: object) -> None:
            if self._session.case is not None and self._session.case.path == case.path:
                then()

        self._jobs.write(function, case.path, *more, on_done=done, on_error=self.failed.emit)


def events_of(finding: Finding) -> EventFilter:
    """Let through exactly the events that carry a finding."""
    return EventFilter(
        packages=frozenset({finding.package}),
        uids=frozenset({finding.uid}),
        device_id=finding.device_id,
        event_ids=frozenset(finding.event_ids),
        include_middlemen=True,
    )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
