"""Locks the open case and opens locked ones: the passphrase's way from its window to the work."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.errors import AuditorError
from auditor.store import DB_NAME
from ui import deferred
from ui.case_actions import CaseActions
from ui.jobs import Job, Jobs
from ui.labels import Labels
from ui.live import LiveWatch
from ui.main_window import MainWindow
from ui.session import Session
from ui.theme import Theme
from ui.widgets import clean

if TYPE_CHECKING:
    from ui.lock_window import LockWindow


class LockControl(QObject):
    """One case at a time. The work runs in a child process: trying a passphrase takes a second."""

    locked = Signal()  # the open case is a file now: lists of cases show it so

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        jobs: Jobs,
        actions: CaseActions,
        live: LiveWatch,
        labels: Labels,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._live = live
        live.changed.connect(self._follow_watch)
        self._window, self._session, self._jobs, self._actions = window, session, jobs, actions
        self._labels, self._theme = labels, theme
        self._path: Path | None = None  # the case to lock, or the file to open
        self._is_lock = True
        self._job: Job | None = None
        self._then: Callable[[], None] | None = None  # what waits for the end of a watch
        self.shown: LockWindow | None = None

    def take(self, paths: list[Path]) -> None:
        """Open what was dropped or chosen: a locked case by its passphrase, all else as ever."""
        if len(paths) == 1 and paths[0].is_file() and deferred.is_locked_case(paths[0]):
            self.open(paths[0])
        else:
            self._actions.import_files(paths)

    def lock(self) -> None:
        """Ask for a passphrase for the open case."""
        case = self._session.case
        if case is None or self._is_busy:
            return
        if self._actions.is_reading:
            told = self.tr("A reading goes on: lock the case when it has ended.")
            self._window.messages.show_notice(told)
            return
        self._path, self._is_lock = case.path, True
        self._make_window().ask_new(case.path, self._live.is_on)

    def open(self, file: Path) -> None:
        """Ask for the passphrase of a locked case."""
        if not self._is_busy:
            self._path, self._is_lock = file, False
            self._make_window().ask(file)

    def begin(self, cases: Iterable[Path]) -> None:
        """At the start: remove what a killed program left half open, say which case lies open."""
        known = [each for each in cases if deferred.lies_open(each)]
        if known:
            text = self.tr("The case %1 lies open. Lock it again when you are done: Menu.")
            name = clean(known[0].name, 80)
            show = partial(self._actions.open_case, known[0])
            told = text.replace("%1", name)
            self._window.messages.show_notice(told, self.tr("Open the case"), show)
        folders = tuple({each.parent for each in cases})
        if folders:
            self._jobs.run(deferred.clean_up_locked, folders, on_done=self._tell_cleaned)

    def leave(self) -> None:
        """Stop what runs; nobody waits for it any more."""
        job, self._job = self._job, None
        then, self._then = self._then, None
        if job is not None:
            job.cancel()
        elif then is not None:
            self._stopped()

    @property
    def _is_busy(self) -> bool:
        return self._job is not None or self._then is not None

    def _tell_cleaned(self, gone: list[Path]) -> None:
        if gone:
            text = self.tr("What a killed program had left of a locked case was removed: %1")
            names = self._labels.listed(clean(each.name, 60) for each in gone)
            self._window.messages.show_notice(text.replace("%1", names))

    def _make_window(self) -> "LockWindow":
        from ui.lock_window import LockWindow

        if self.shown is None:
            self.shown = LockWindow(self._labels, self._theme, self._window)
            self.shown.passphrase_given.connect(self._do)
            self.shown.left.connect(self.leave)
            self.shown.work.stop_chosen.connect(self.leave)
        return self.shown

    def _do(self, passphrase: str) -> None:
        path = self._path
        if path is None or self._is_busy:
            return
        if self._is_lock:
            self._actions.close_case()  # which ends a watch into it
            self._lock(path, passphrase)
        else:
            self._make_window().show_work(self.tr("Opening the case …"))
            self._run(deferred.unlock_case, path, passphrase, self._opened)

    def _lock(self, path: Path, passphrase: str) -> None:
        """Lock a case; first what a watch recorded is sealed, so that it is in the file."""
        if self._live.is_on:
            self._then = partial(self._lock, path, passphrase)
            self._make_window().show_work(self.tr("Ending Live …"))
            return
        self._make_window().show_work(self.tr("Locking the case …"))
        self._run(deferred.lock_case, path, passphrase, self._locked)

    def _follow_watch(self) -> None:
        then = self._then
        if then is not None and not self._live.is_on:
            self._then = None
            then()

    def _run(
        self,
        function: Callable[..., object],
        path: Path,
        passphrase: str,
        on_done: Callable[[Path], None],
    ) -> None:
        self._job = self._jobs.write(
            function,
            path,
            passphrase,
            on_done=on_done,
            on_error=self._fail,
            on_progress=self._make_window().show_progress,
            on_stopped=self._stopped,
        )

    def _locked(self, file: Path) -> None:
        self._job = None
        self._make_window().close()
        self.locked.emit()
        told = self.tr("The case is locked in %1, and its folder is removed.")
        self._window.messages.show_notice(told.replace("%1", clean(str(file))))

    def _opened(self, case: Path) -> None:
        self._job = None
        self._make_window().close()
        self._actions.open_case(case)

    def _fail(self, error: AuditorError) -> None:
        self._job = None
        self._open_again()
        self._make_window().end_work(error)

    def _stopped(self) -> None:
        self._job = None
        self._open_again()
        self._make_window().end_work()

    def _open_again(self) -> None:
        """A case that could not be locked is there as before: show it."""
        path = self._path
        if self._is_lock and path is not None and (path / DB_NAME).is_file():
            self._actions.open_case(path)
