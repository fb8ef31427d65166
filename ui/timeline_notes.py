"""What a person adds on the timeline, written into the case one after the other."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from auditor.filters import EventFilter
from auditor.notes import Evidence, Notes, OwnMark
from ui import reads, work
from ui.jobs import Jobs
from ui.mark_editor import MarkEditor
from ui.session import Session
from ui.timeline_frame import TimeRange
from ui.timeline_view import TimelineView
from ui.timeline_words import moment


class TimelineNotes(QObject):
    """Reads the notes of a case, shows them on the view, and keeps what is new."""

    failed = Signal(object)  # AuditorError
    changed = Signal()  # other notes are shown

    def __init__(self, session: Session, jobs: Jobs, view: TimelineView) -> None:
        super().__init__(view)
        self._session, self._jobs, self._view = session, jobs, view
        self.notes = Notes()
        self._editor: MarkEditor | None = None
        view.mark_wanted.connect(self.edit)

    def read(self) -> None:
        """Show the notes of the open case."""
        case = self._session.case
        if case is None:
            self._show(Notes())
            return
        told = {"on_done": self._show, "on_error": self.failed.emit}
        self._jobs.run(reads.notes, case.path, **told, key="notes")

    def _show(self, notes: Notes) -> None:
        self.notes = notes
        self._view.show_notes(notes)
        self.changed.emit()

    def edit(self, mark: OwnMark | None) -> None:
        """Let a person write a mark: a new one where the selection or the middle is."""
        if self._session.case is None:
            return
        if self._editor is None:
            self._editor = MarkEditor(self._view)
            self._editor.kept.connect(self._keep)
        stage = self._view.stage
        time_ms = mark.time_ms if mark else stage.moment()
        self._editor.write(time_ms, moment(time_ms, 1000, stage.zone), mark)

    def _keep(self, mark_id: int | None, time_ms: int, text: str) -> None:
        if mark_id is None:
            self._write(work.add_mark, time_ms, text, _now_ms())
        else:
            self._write(work.change_mark, mark_id, text)

    def evidence_of(self, chosen: TimeRange) -> Evidence | None:
        """The span as it was chosen as evidence with the filter of now, if it was."""
        for each in self.notes.evidence:
            is_same = (each.begin_ms, each.end_ms) == (chosen.begin_ms, chosen.end_ms)
            if is_same and each.filter == self._session.filter:
                return each
        return None

    def swap_evidence(self, chosen: TimeRange) -> None:
        """Choose a span as evidence, or take it back."""
        known = self.evidence_of(chosen)
        if known is not None:
            self._write(work.remove_evidence, known.id)
            return
        ids = self._view.status.stats(chosen).ids
        span = (chosen.begin_ms, chosen.end_ms)
        self._write(work.add_evidence, *span, self._session.filter, ids, _now_ms())

    def choice_of(self, event_ids: Sequence[int]) -> Evidence | None:
        """The choice of exactly these events, each given once, if they were chosen one by one."""
        number = len(event_ids)
        as_many = (e for e in self.notes.evidence if len(e.filter.event_ids) == number)
        return next((e for e in as_many if e.filter.event_ids.issuperset(event_ids)), None)

    def swap_events(self, event_ids: Sequence[int], begin_ms: int, end_ms: int) -> None:
        """Choose single events as evidence, or take them back."""
        if self.choice_of(event_ids) is not None:
            self._write(work.leave_events, frozenset(event_ids))
            return
        wanted = EventFilter(
            event_ids=frozenset(event_ids),
            include_middlemen=True,
            unmerged=self._session.filter.unmerged,
        )
        self._write(work.add_evidence, begin_ms, end_ms, wanted, tuple(event_ids), _now_ms())

    def _write(self, function: Callable[..., None], *arguments: object) -> None:
        case = self._session.case
        if case is not None:
            self._jobs.write(
                function,
                case.path,
                *arguments,
                on_done=lambda _nothing: self.read(),
                on_error=self.failed.emit,
            )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
