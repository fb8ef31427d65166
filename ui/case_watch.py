"""Notices that another window or a command changed the open case, and has it read anew."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from auditor.store import DB_NAME
from ui.case_actions import CaseActions
from ui.jobs import Jobs
from ui.session import CaseInfo, Session

Stamp = tuple[tuple[int, int] | None, ...]


class CaseWatch(QObject):
    """Looks when a person comes back to the window: that is when it would show what is gone."""

    def __init__(self, session: Session, jobs: Jobs, actions: CaseActions, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._jobs, self._actions = session, jobs, actions
        self._seen: Stamp = ()
        session.case_changed.connect(self._remember)
        self._remember(session.case)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.look()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Have the case read again when its files are not as they were; the next time if busy."""
        case = self._session.case
        if case is None or self._actions.is_reading or not self._jobs.is_idle:
            return
        now = _stamp(case.path)
        is_there = now[0] is not None  # a case that is gone has a sentence of its own
        if is_there and now != self._seen:
            self._seen = now
            self._actions.renew_case(case.path)

    def _remember(self, case: CaseInfo | None) -> None:
        self._seen = _stamp(case.path) if case is not None else ()


def _stamp(case_dir: Path) -> Stamp:
    """When the database and what is not yet merged into it were written, and how large they are."""
    found: list[tuple[int, int] | None] = []
    for name in (DB_NAME, f"{DB_NAME}-wal"):
        try:
            facts = (case_dir / name).stat()
        except OSError:
            found.append(None)
        else:
            found.append((facts.st_mtime_ns, facts.st_size) if facts.st_size else None)
    return tuple(found)
