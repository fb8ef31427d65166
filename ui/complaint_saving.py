"""What would leave with a complaint: built, shown in the preview, and saved, one work at a time."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from auditor.errors import AuditorError
from ui import complaint_work
from ui.case_folders import free
from ui.complaint_preview import PreviewStep
from ui.complaint_work import Draft, Ready, Saved
from ui.jobs import Job, Jobs, Progress
from ui.session import Session


class ComplaintSaving(QObject):
    """Belongs to the page; `draft` gives the complaint as it is at that moment."""

    failed = Signal(object)  # AuditorError
    saved = Signal()

    def __init__(
        self,
        page: QWidget,
        session: Session,
        jobs: Jobs,
        preview: PreviewStep,
        draft: Callable[[], Draft],
    ) -> None:
        super().__init__(page)
        self._page, self._session, self._jobs = page, session, jobs
        self._preview, self._draft = preview, draft
        self._job: Job | None = None
        preview.all_chosen.connect(self.ask_folder)
        preview.one_chosen.connect(self.ask_file)
        preview.work.stop_chosen.connect(self.stop)

    def prepare(self) -> None:
        """Build what would leave, and show it."""
        case = self._session.case
        if case is not None:
            self._start(
                self.tr("Writing the complaint …"),
                complaint_work.ready,
                (case.path, self._draft()),
                self._show_ready,
            )

    def _show_ready(self, ready: Ready) -> None:
        self._job = None
        self._preview.show_ready(ready)

    def ask_folder(self) -> None:
        parent = QFileDialog.getExistingDirectory(self._page, self.tr("Where to save all of it"))
        if parent:
            self.save_all(Path(parent))

    def save_all(self, parent: Path) -> None:
        """Write everything into a new folder of a folder."""
        case, draft = self._session.case, self._draft()
        if case is None or not draft.findings:
            return
        name = f"complaint-{draft.channel_id}-{draft.made_on:%Y-%m-%d}"
        folder = free(parent / name)
        now_ms = time.time_ns() // 1_000_000
        arguments = (case.path, draft, folder, now_ms)
        self._start(self.tr("Saving …"), complaint_work.save_all, arguments, self._show_saved)

    def ask_file(self, form: str) -> None:
        name = f"complaint-{self._draft().channel_id}.{form}"
        chosen, _kind = QFileDialog.getSaveFileName(
            self._page,
            self.tr("Save the complaint"),
            str(Path.home() / name),
            f"*.{form}",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever replaced
        )
        if chosen:
            self.save_one(Path(chosen).with_suffix(f".{form}"))

    def save_one(self, path: Path) -> None:
        """Write the complaint alone; the ending says how."""
        case, draft = self._session.case, self._draft()
        if case is not None and draft.findings:
            arguments = (case.path, draft, path)
            self._start(self.tr("Saving …"), complaint_work.save_one, arguments, self._show_saved)

    def _show_saved(self, saved: Saved) -> None:
        self._job = None
        self._preview.show_saved(saved)
        self.saved.emit()

    def _start(
        self,
        title: str,
        function: Callable[..., object],
        arguments: tuple[object, ...],
        on_done: Callable[..., None],
    ) -> None:
        """One work at a time, of the complaint as it is now, in a process of its own."""
        self.leave()
        self._preview.begin(title)
        self._job = self._jobs.apart(
            function,
            *arguments,
            on_done=on_done,
            on_error=self._fail,
            on_progress=self._show_progress,
            on_stopped=self._stopped,
        )

    def _show_progress(self, progress: object) -> None:
        if isinstance(progress, Progress):
            self._preview.work.show_progress(progress)

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _stopped(self) -> None:
        self._job = None
        self._preview.end()

    def _fail(self, error: AuditorError) -> None:
        self._stopped()
        self.failed.emit(error)

    def leave(self) -> None:
        """Nobody waits for what runs."""
        job, self._job = self._job, None
        if job is not None:
            job.leave()
