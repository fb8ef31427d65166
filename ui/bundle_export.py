"""Export of an evidence bundle: figures first, then a file, both worked out in a child process."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from auditor.errors import AuditorError
from auditor.filters import EventFilter
from ui.finding_words import profile
from ui.jobs import Job, Jobs, Progress
from ui.labels import Labels, local_time, zone_of
from ui.main_window import MainWindow
from ui.session import CaseInfo, Session, name_of_file
from ui.sidebar import Page
from ui.theme import Theme

if TYPE_CHECKING:  # numpy comes along, which the window must not wait for
    from auditor.bundle.preview import Preview
    from ui.bundle_window import BundleWindow
    from ui.work import Written

NAME_END = ".auditor.zip"  # by which desktops know a bundle from other zip files


class BundleExport(QObject):
    """One bundle at a time, of the case that was open when it was asked for."""

    def __init__(
        self, window: MainWindow, session: Session, jobs: Jobs, labels: Labels, theme: Theme
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._jobs = window, session, jobs
        self._labels, self._theme = labels, theme
        self._case: CaseInfo | None = None
        self._wanted = EventFilter()
        self._job: Job | None = None
        self.shown: BundleWindow | None = None
        session.case_changed.connect(self._follow_case)

    def open(self, wanted: EventFilter) -> None:
        """Show what a bundle of a filter would hold; without an app, lead to a choice of apps."""
        case = self._session.case
        if case is None:
            return
        if not wanted.packages or (wanted.device_id is None and len(case.devices) > 1):
            self._window.show_page(Page.APPS)
            text = self.tr(
                'An evidence bundle is about one app: choose it here, then "Evidence bundle …" on '
                "its page."
            )
            self._window.messages.show_notice(text)
            return
        self.leave()
        self._case, self._wanted = case, wanted
        self._make_window().open_about(self._names(case), self._filter_text(case))
        self._preview()

    def ask(self) -> None:
        """Ask where to, then write."""
        if self._case is None:
            return
        about = "-".join((self._case.file_stem, *sorted(self._wanted.packages)))
        name = name_of_file(about, 120) + NAME_END
        chosen, _kind = QFileDialog.getSaveFileName(
            self.shown,
            self.tr("Save the evidence bundle"),
            str(Path.home() / name),
            "*.zip",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever replaced
        )
        if chosen:
            self.save(Path(chosen).with_name(f"{Path(chosen).name.removesuffix('.zip')}.zip"))

    def save(self, path: Path) -> None:
        """Write the bundle that is shown into a zip file."""
        from ui import work

        if self._case is None or self.shown is None or self._job is not None:
            return
        self.shown.begin(self.tr("Writing the bundle …"))
        self._run(
            work.export_bundle,
            (self._case.path, self._wanted, path, time.time_ns() // 1_000_000),
            self._show_written,
        )

    def leave(self) -> None:
        """Stop what runs; nobody waits for it any more."""
        job, self._job = self._job, None
        if job is not None:
            job.leave()

    def _make_window(self) -> "BundleWindow":
        from ui.bundle_window import BundleWindow

        if self.shown is None:
            self.shown = BundleWindow(self._labels, self._theme, self._window)
            self.shown.save_chosen.connect(self.ask)
            self.shown.left.connect(self.leave)
            self.shown.work.stop_chosen.connect(self._stop)
        return self.shown

    def _preview(self) -> None:
        from ui import work

        if self._case is not None:
            self._run(work.preview_bundle, (self._case.path, self._wanted), self._show_preview)

    def _run(
        self,
        function: Callable[..., object],
        arguments: tuple[object, ...],
        on_done: Callable[..., None],
    ) -> None:
        self._job = self._jobs.write(
            function,
            *arguments,
            on_done=on_done,
            on_error=self._fail,
            on_progress=self._show_progress,
            on_stopped=self._show_stopped,
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_preview(self, told: "Preview") -> None:
        self._job = None
        self._make_window().show_preview(told)

    def _show_written(self, written: "Written") -> None:
        self._job = None
        self._make_window().show_written(written.path, written.sha256, written.is_sample)

    def _show_progress(self, progress: Progress) -> None:
        self._make_window().show_progress(progress)

    def _fail(self, error: AuditorError) -> None:
        self._job = None
        self._make_window().show_error(error)

    def _show_stopped(self) -> None:
        self._job = None
        self._make_window().show_stopped()

    def _follow_case(self, case: CaseInfo | None) -> None:
        """A window about a case that is not open any more would mislead."""
        is_other = self._case is not None and (case is None or case.path != self._case.path)
        if is_other and self.shown is not None:
            self.shown.close()

    def _names(self, case: CaseInfo) -> str:
        apps = case.apps_in(self._labels.lang)
        known = {each.package: each.label for each in apps if each.label}
        listed = self._labels.listed
        whose = listed(filter(None, map(profile, sorted(self._wanted.uids))))
        told = []
        for package in sorted(self._wanted.packages):
            beside = listed(filter(None, (package if package in known else "", whose)))
            told.append(known.get(package, package) + (f" ({beside})" if beside else ""))
        return listed(told)

    def _filter_text(self, case: CaseInfo) -> str:
        from auditor.picture import filter_text

        since, until = (
            ms if ms is None else local_time(ms, 60_000, zone_of(case.zone))
            for ms in (self._wanted.since_ms, self._wanted.until_ms)
        )
        parts = [filter_text(self._wanted, self._labels.lang)]
        if since is not None:
            parts.append(self.tr("from %1").replace("%1", since))
        if until is not None:
            parts.append(self.tr("until %1").replace("%1", until))
        return self._labels.listed(parts)
