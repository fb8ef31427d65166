"""Makes the pages when they are first seen, so that the window itself is there at once."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.blank_page import BlankPage
from ui.case_actions import CaseActions
from ui.home import HomePage
from ui.jobs import Jobs
from ui.labels import Labels
from ui.session import Session
from ui.sidebar import Page
from ui.theme import Theme


class Pages(QObject):
    """One maker for all pages of a window; what any of them asks for comes out here."""

    failed = Signal(object)  # AuditorError
    filter_chosen = Signal(object)  # EventFilter: set it and show the timeline
    begin_chosen = Signal(object)  # a page's name: go there
    export_chosen = Signal(object)  # a Format of auditor.exports, png or svg
    timeline_made = Signal(object)  # TimelinePage: it can be put as it was left
    settings_chosen = Signal(object)  # AppPage: show it on the phone
    bundle_chosen = Signal(object)  # EventFilter: seal what it lets through
    app_chosen = Signal(object)  # AppKey: go to its page
    delete_chosen = Signal(object)  # capture_id
    reload_chosen = Signal()
    stop_chosen = Signal()

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        actions: CaseActions,
        labels: Labels,
        theme: Theme,
        make_preferences: Callable[[], QWidget],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._make_preferences = make_preferences
        self._actions = actions
        self._session, self._jobs, self._labels, self._theme = session, jobs, labels, theme
        self.home = HomePage(labels, theme)
        self.home.filter_chosen.connect(self.filter_chosen)
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
            case Page.PREFERENCES:
                return self._make_preferences()

    # The imports stand here because these pages take numpy and pyqtgraph along: 0.1 to 0.4 s.

    def _timeline(self) -> QWidget:
        from ui.timeline_page import TimelinePage

        made = TimelinePage(self._session, self._jobs, self._labels, self._theme)
        made.failed.connect(self.failed)
        made.begin_chosen.connect(self.begin_chosen)
        made.export_chosen.connect(self.export_chosen)
        made.bundle_chosen.connect(self.bundle_chosen)
        self.timeline = made
        self.timeline_made.emit(made)
        return made

    def _apps(self) -> QWidget:
        from ui.apps_page import AppsPage

        made = AppsPage(self._session, self._jobs, self._labels, self._theme)
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

    def _findings(self) -> QWidget:
        text = self.tr(
            "This version does not check rules yet. It shows what the phone recorded: drag over a "
            "span on the timeline and choose “Use as evidence”; what you chose is listed here."
        )
        return self._later("findingsPage", "findings", self.tr("No rule findings yet"), text)

    def _complaint(self) -> QWidget:
        text = self.tr(
            "This version does not write the text of a complaint yet. It seals the evidence for "
            "one: an app's page has “Evidence bundle …”, and so has each app with events that you "
            "chose on the timeline."
        )
        return self._later("complaintPage", "complaint", self.tr("No complaint forms yet"), text)

    def _later(self, name: str, icon_name: str, title: str, text: str) -> QWidget:
        from ui.evidence_page import EvidencePage

        actions = (
            ("timeline", self.tr("Go to the timeline")),
            ("captures", self.tr("Look at the raw files")),
        )
        blank = BlankPage(self._theme, name, icon_name, title, text, actions)
        made = EvidencePage(self._session, self._jobs, self._labels, self._theme, blank)
        made.failed.connect(self.failed)
        made.begin_chosen.connect(self.begin_chosen)
        made.filter_chosen.connect(self.filter_chosen)
        made.bundle_chosen.connect(self.bundle_chosen)
        return made
