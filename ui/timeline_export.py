"""Export from the Timeline page: what is seen is what is saved, by the same filter."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from auditor.errors import AuditorError
from ui.actions import add_action
from ui.jobs import Job, Jobs
from ui.labels import Labels
from ui.main_window import MainWindow
from ui.pages import Pages
from ui.session import CaseInfo, Session
from ui.sidebar import Page

if TYPE_CHECKING:  # numpy comes along, which the window must not wait for
    from ui.work import Saved

PICTURES = ("png", "svg")


class TimelineExport(QObject):
    """Asks where to, hands the work to a child process, tells how far it is and when it is there.

    One file at a time, of the case and the filter that were shown when it was asked for.
    """

    def __init__(
        self,
        window: MainWindow,
        pages: Pages,
        session: Session,
        jobs: Jobs,
        labels: Labels,
    ) -> None:
        super().__init__(window)
        self._window, self._pages = window, pages
        self._session, self._jobs, self._lang = session, jobs, labels.lang
        self._job: Job | None = None
        pages.export_chosen.connect(self.ask)
        window.action_triggered.connect(self._open_menu)
        window.work.stop_chosen.connect(self._stop)
        group, text = self.tr("Timeline"), self.tr("Export what is shown")
        add_action(window, "export", group, text, ("Ctrl+E",), self._open_by_key)

    def ask(self, kind: str) -> None:
        """Ask for a file name, then save."""
        case = self._session.case
        if case is None:
            return
        what = "timeline" if kind in PICTURES else "report" if kind == "html" else "events"
        name = f"{case.file_stem}-{what}.{kind}"
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Save what is shown"), str(Path.home() / name), f"*.{kind}"
        )
        if chosen:
            self.save(Path(chosen).with_suffix(f".{kind}"), kind)

    def save(self, path: Path, kind: str) -> None:
        """Save what the filter lets through; a picture is exactly what is on the screen."""
        case = self._session.case
        if case is None:
            return
        if self._job is not None:
            self._window.messages.show_notice(self.tr("Another file is still being written."))
        elif kind in PICTURES:
            self._save_picture(path, kind)
        else:
            self._save_events(case, path, kind)

    def _save_events(self, case: CaseInfo, path: Path, kind: str) -> None:
        from ui import work  # the writers of files are slow to import

        self._window.work.begin(self.tr("Writing %1 …").replace("%1", path.name))
        how = (time.time_ns() // 1_000_000, self._lang)
        self._job = self._jobs.write(
            work.export,
            case.path,
            self._session.filter,
            path,
            kind,
            how,
            on_done=self._tell_number,
            on_error=self._fail,
            on_progress=self._window.work.show_progress,
            on_stopped=self._tell_stopped,
        )

    def _save_picture(self, path: Path, kind: str) -> None:
        from ui import work

        picture = self._pages.timeline.saving.picture() if self._pages.timeline else None
        if picture is None:
            self._window.messages.show_notice(self.tr("The timeline shows nothing to save."))
            return
        data = picture.to_png() if kind == "png" else picture.to_svg()
        show_error = self._window.messages.show_error
        self._jobs.run(work.save_bytes, path, data, on_done=self._tell, on_error=show_error)

    def _tell(self, path: Path) -> None:
        self._show(path, self.tr("Saved: %1").replace("%1", str(path)))

    def _tell_number(self, saved: "Saved") -> None:
        self._end()
        told = self.tr("%n event(s) saved: %1", "", saved.events)
        self._show(saved.path, told.replace("%1", str(saved.path)))

    def _show(self, path: Path, text: str) -> None:
        folder = QUrl.fromLocalFile(str(path.parent))
        self._window.messages.show_notice(
            text, self.tr("Show the folder"), lambda: QDesktopServices.openUrl(folder)
        )

    def _fail(self, error: AuditorError) -> None:
        self._end()
        self._window.messages.show_error(error)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _tell_stopped(self) -> None:
        is_asked = self._job is not None and self._job.task.is_cancelled
        self._end()
        if is_asked:  # else it was a bug of ours, which is shown by itself
            self._window.messages.show_notice(self.tr("Stopped. No file was written."))

    def _end(self) -> None:
        self._job = None
        self._window.work.end()

    def _open_menu(self, page: Page) -> None:
        if page is Page.TIMELINE and self._pages.timeline is not None:
            self._window.header.popup_below_action(self._pages.timeline.saving.menu())

    def _open_by_key(self) -> None:
        self._open_menu(self._window.page)
