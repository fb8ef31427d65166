"""Checking an evidence bundle that was opened: in the background, told in a window of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from auditor.errors import AuditorError
from ui.jobs import Job, Jobs, Progress
from ui.labels import Labels
from ui.theme import Theme

if TYPE_CHECKING:  # cryptography comes along, which the window must not wait for
    from ui.check_window import CheckWindow
    from ui.work import Checked


class BundleCheck(QObject):
    """One bundle at a time; opening another leaves the one before."""

    def __init__(self, window: QWidget, jobs: Jobs, labels: Labels, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._jobs, self._labels, self._theme = window, jobs, labels, theme
        self.shown: CheckWindow | None = None
        self._job: Job | None = None

    def open(self, path: Path) -> None:
        """Check a bundle and say what came of it."""
        from ui import work

        self.leave()
        self.make_window().open_about(path)
        self._job = self._jobs.apart(
            work.check_bundle,
            path,
            on_done=self._show,
            on_error=self._fail,
            on_progress=self._show_progress,
            on_stopped=self._stopped,
        )

    def leave(self) -> None:
        """Stop what runs; nobody waits for it any more."""
        job, self._job = self._job, None
        if job is not None:
            job.leave()

    def make_window(self) -> "CheckWindow":
        """Give the window, which is made when it is first needed."""
        from ui.check_window import CheckWindow

        if self.shown is None:
            self.shown = CheckWindow(self._labels, self._theme, self._window)
            self.shown.left.connect(self.leave)
            self.shown.work.stop_chosen.connect(self.shown.close)
        return self.shown

    def _show(self, checked: "Checked") -> None:
        self._job = None
        self.make_window().show_checked(checked)

    def _show_progress(self, progress: Progress) -> None:
        self.make_window().work.show_progress(progress)

    def _fail(self, error: AuditorError) -> None:
        self._job = None
        self.make_window().show_error(error)

    def _stopped(self) -> None:
        self._job = None
        self.make_window().close()
