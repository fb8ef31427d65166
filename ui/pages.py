"""Makes the pages when they are first seen, so that the window itself is there at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.case_actions import CaseActions
from ui.found import Found
from ui.home import HomePage
from ui.jobs import Jobs
from ui.labels import Labels
from ui.live import LiveWatch
from ui.memory import Memory
from ui.session import Session
from ui.sidebar import Page
from ui.theme import Theme


class Pages(QObject):
    """One maker for all pages of a window; what any of them asks for comes out here."""

    failed = Signal(object)  # AuditorError
    filter_chosen = Signal(object)  # EventFilter: set it and show the timeline
    events_chosen = Signal(object, object)  # the same, and which event (int) is selected | None
    begin_chosen = Signal(object)  # a page's name: go there
    export_chosen = Signal(object)  # a Format of auditor.exports, png or svg
    timeline_made = Signal(object)  # TimelinePage: it can be put as it was left
    settings_chosen = Signal(object)  # AppPage: show it on the phone
    bundle_chosen = Signal(object)  # EventFilter: seal what it lets through
    app_chosen = Signal(object)  # AppKey: go to its page
    delete_chosen = Signal(object)  # capture_id
    reload_chosen = Signal()
    complaint_chosen = Signal(object)  # finding id (str)
    finding_chosen = Signal(object)  # finding id (str): show it whole
    told = Signal(object, object, object)  # a sentence, a button's text, what the button does
    stop_chosen = Signal()

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        found: Found,
        actions: CaseActions,
        labels: Labels,
        theme: Theme,
        answers: Path,
        live: LiveWatch,
        memory: Memory,
        make_preferences: Callable[[], QWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._make_preferences = make_preferences
        self._actions, self._found, self._answers = actions, found, answers
        self._live, self._memory = live, memory
        self._session, self._jobs, self._labels, self._theme = session, jobs, labels, theme
        self.home = HomePage(labels, theme)
        self.home.filter_chosen.connect(self.filter_chosen)
        self.home.case.findings_chosen.connect(lambda: self.begin_chosen.emit("findings"))
        self.timeline: QWidget | None = None

    def make(self, page: Page) -> QWidget:
        """Give the widget of a page; called once for each."""
        match page:
            case Page.HOME:
                return self.home
            case Page.TIMELINE:
                return self._timeline()
            case Page.APPS:
                return self._apps()
            case Page.FINDINGS:
                return self._findings()
            case Page.COMPLAINT:
                return self._complaint()
            case Page.CAPTURES:
                return self._captures()
            case Page.SESSIONS:
                return self._sessions()
            case Page.PREFERENCES:
                return self._make_preferences()

    # The imports stand here because these pages take numpy and pyqtgraph along: 0.1 to 0.4 s.

    def _timeline(self) -> QWidget:
        from ui.timeline_page import TimelinePage

        alerts = self._memory.settings.alerts
        made = TimelinePage(
            self._session, self._jobs, self._labels, self._theme, self._live, alerts
        )
        made.live_bar.alerts_chosen.connect(lambda chosen: self._memory.change(alerts=chosen))
        made.failed.connect(self.failed)
        made.begin_chosen.connect(self.begin_chosen)
        made.export_chosen.connect(self.export_chosen)
        made.bundle_chosen.connect(self.bundle_chosen)
        made.app_chosen.connect(self.app_chosen)
        self.timeline = made
        self.timeline_made.emit(made)
        return made

    def _apps(self) -> QWidget:
        from ui.apps_page import AppsPage

        made = AppsPage(self._session, self._jobs, self._found, self._labels, self._theme)
        made.finding_chosen.connect(self.finding_chosen)
        made.failed.connect(self.failed)
        made.begin_chosen.connect(self.begin_chosen)
        made.filter_chosen.connect(self.filter_chosen)
        made.settings_chosen.connect(self.settings_chosen)
        made.bundle_chosen.connect(self.bundle_chosen)
        return made

    def _captures(self) -> QWidget:
        from ui.captures_page import CapturesPage

        made = CapturesPage(self._session, self._jobs, self._labels, self._theme)
        made.failed.connect(self.failed)
        made.begin_chosen.connect(self.begin_chosen)
        made.app_chosen.connect(self.app_chosen)
        made.delete_chosen.connect(self.delete_chosen)
        made.reload_chosen.connect(self.reload_chosen)
        made.stop_chosen.connect(self.stop_chosen)
        self._actions.rework_began.connect(made.show_work)
        self._actions.progressed.connect(made.show_progress)
        self._actions.reading_ended.connect(made.end_work)
        return made

    def _sessions(self) -> QWidget:
        from ui.trials_page import TrialsPage

        made = TrialsPage(
            self._session,
            self._jobs,
            self._found,
            self._actions,
            self._live,
            self._labels,
            self._theme,
        )
        made.failed.connect(self.failed)
        made.begin_chosen.connect(self.begin_chosen)
        made.finding_chosen.connect(self.finding_chosen)
        made.events_chosen.connect(self.events_chosen)
        made.told.connect(lambda text: self.told.emit(text, "", None))
        return made

    def _findings(self) -> QWidget:
        from ui.findings_page import FindingsPage

        made = FindingsPage(self._session, self._jobs, self._found, self._labels, self._theme)
        made.failed.connect(self.failed)
        made.begin_chosen.connect(self.begin_chosen)
        made.filter_chosen.connect(self.filter_chosen)
        made.app_chosen.connect(self.app_chosen)
        made.complaint_chosen.connect(self.complaint_chosen)
        made.told.connect(self.told)
        return made

    def _complaint(self) -> QWidget:
        from ui.complaint_page import ComplaintPage

        made = ComplaintPage(
            self._session, self._jobs, self._found, self._labels, self._theme, self._answers
        )
        made.failed.connect(self.failed)
        made.begin_chosen.connect(self.begin_chosen)
        made.filter_chosen.connect(self.filter_chosen)
        made.bundle_chosen.connect(self.bundle_chosen)
        return made
