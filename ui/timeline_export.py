"""Export from the Timeline page: what is seen is what is saved, by the same filter."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ui.actions import add_action
from ui.jobs import Jobs
from ui.labels import Labels
from ui.main_window import MainWindow
from ui.pages import Pages
from ui.session import Session
from ui.sidebar import Page
from ui.theme import Theme

PICTURE_SIZE = (1600, 1000)


class TimelineExport(QObject):
    """Asks where to, hands the work to a child process, tells when it is there."""

    def __init__(
        self,
        window: MainWindow,
        pages: Pages,
        session: Session,
        jobs: Jobs,
        labels: Labels,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window, self._pages = window, pages
        self._session, self._jobs, self._labels, self._theme = session, jobs, labels, theme
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
        """Save what the filter shows; a picture shows the span that is on the screen."""
        from ui import work  # the writers of files and pictures are slow to import

        case = self._session.case
        if case is None:
            return
        wanted = self._session.filter
        if kind in ("png", "svg"):
            shown = self._pages.timeline.view.visible_range()
            wanted = replace(wanted, since_ms=shown.begin_ms, until_ms=shown.end_ms)
        self._jobs.write(
            work.export,
            case.path,
            wanted,
            path,
            kind,
            work.Look(PICTURE_SIZE, str(self._theme.name), self._labels.lang),
            on_done=self._tell,
            on_error=self._window.messages.show_error,
        )

    def _tell(self, path: Path) -> None:
        self._window.messages.show_notice(self.tr("Saved: %1").replace("%1", str(path)))

    def _open_menu(self, page: Page) -> None:
        if page is Page.TIMELINE and self._pages.timeline is not None:
            self._window.header.popup_below_action(self._pages.timeline.export_menu())

    def _open_by_key(self) -> None:
        self._open_menu(self._window.page)
