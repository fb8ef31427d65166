"""Export from the Timeline page: what is seen is what is saved, by the same filter."""

import time
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ui.actions import add_action
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.pages import Pages
from ui.session import Session
from ui.sidebar import Page


class TimelineExport(QObject):
    """Asks where to, hands the work to a child process, tells when it is there."""

    def __init__(
        self,
        window: MainWindow,
        pages: Pages,
        session: Session,
        jobs: Jobs,
    ) -> None:
        super().__init__(window)
        self._window, self._pages = window, pages
        self._session, self._jobs = session, jobs
        pages.export_chosen.connect(self.ask)
        window.action_triggered.connect(self._open_menu)
        group, text = self.tr("Timeline"), self.tr("Export what is shown")
        add_action(window, "export", group, text, ("Ctrl+E",), self._open_by_key)

    def ask(self, kind: str) -> None:
        """Ask for a file name, then save."""
        case = self._session.case
        if case is None:
            return
        name = f"{case.path.name}-events.{kind}"
        if kind in ("png", "svg"):
            name = f"{case.path.name}-timeline.{kind}"
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Save what is shown"), str(Path.home() / name), f"*.{kind}"
        )
        if chosen:
            self.save(Path(chosen).with_suffix(f".{kind}"), kind)

    def save(self, path: Path, kind: str) -> None:
        """Save what the filter lets through; a picture is exactly what is on the screen."""
        from ui import work  # the writers of files are slow to import

        case = self._session.case
        if case is None:
            return
        told = {"on_done": self._tell, "on_error": self._window.messages.show_error}
        if kind not in ("png", "svg"):
            how = (time.time_ns() // 1_000_000, "en")
            self._jobs.write(work.export, case.path, self._session.filter, path, kind, how, **told)
            return
        picture = self._pages.timeline.picture() if self._pages.timeline else None
        if picture is None:
            self._window.messages.show_notice(self.tr("The timeline shows nothing to save."))
            return
        data = picture.to_png() if kind == "png" else picture.to_svg()
        self._jobs.run(work.save_bytes, path, data, **told)

    def _tell(self, path: Path) -> None:
        self._window.messages.show_notice(self.tr("Saved: %1").replace("%1", str(path)))

    def _open_menu(self, page: Page) -> None:
        if page is Page.TIMELINE and self._pages.timeline is not None:
            self._window.header.popup_below_action(self._pages.timeline.export_menu())

    def _open_by_key(self) -> None:
        self._open_menu(self._window.page)
