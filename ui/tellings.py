"""What a window says of things that nobody clicked just now: watches, alerts, findings, trouble."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from auditor.error_words import say_error
from auditor.errors import AuditorError, DamagedCase
from ui.case_actions import CaseActions
from ui.finding_words import app_key, app_name
from ui.found import Found
from ui.home_case import CaseView
from ui.labels import Labels
from ui.live import DesktopNotices
from ui.live_words import alert_text, watched_text
from ui.main_window import MainWindow
from ui.session import Session
from ui.sidebar import Page
from ui.widgets import clean

if TYPE_CHECKING:
    from auditor.findings.records import Finding
    from auditor.live.alerts import Alert
    from auditor.live.news import Watched
    from auditor.restore import Rebuilt

WayOut = tuple[str, Callable[[], object]]  # the words of a button, and what it does
NAMED = 4  # so many apps are named on Home


class Tellings(QObject):
    """Belongs to one window and goes with it."""

    def __init__(
        self,
        window: MainWindow,
        home: CaseView,
        session: Session,
        actions: CaseActions,
        found: Found,
        notices: DesktopNotices,
        labels: Labels,
    ) -> None:
        super().__init__(window)
        self._window, self._home, self._session = window, home, session
        self._actions, self._found, self._notices = actions, found, notices
        self._labels, self._lang = labels, labels.lang
        window.messages.way_out = self.way_out

    def tell_watched(self, watched: "Watched", phone: str) -> None:
        """Say what a watch came to when it ended, and of which phone where there are several."""
        case, told = self._session.case, watched_text(watched, self._lang)
        if case is not None and len(case.devices) > 1:
            told = f"{clean(case.phone_name(phone), 60)}: {told}"
        self._notices.hide()
        self._window.messages.show_notice(told)

    def tell_alert(self, alert: "Alert") -> None:
        """Say it on the desktop; where that has no place for it, in the window."""
        title, text = alert_text(alert, self._session.case, self._lang)
        if not self._notices.show(title, text):
            self._window.messages.show_notice(f"{title}. {text}")

    def way_out(self, error: AuditorError) -> WayOut | None:
        """Give what one click can do about trouble, wherever it was met."""
        if not isinstance(error, DamagedCase) or error.case_dir is None:
            return None
        case_dir = error.case_dir
        text = self.tr("Rebuild from the raw files")
        return text, lambda: self._actions.rebuild_case(case_dir)

    def tell_rebuilt(self, done: "Rebuilt") -> None:
        """Say what came of a case that was made anew, and what is lost."""
        from auditor.rebuild_words import rebuilt_lines  # it takes numpy along

        lines = rebuilt_lines(done, self._lang)
        self._window.messages.show_notice("\n".join(lines))

    def tell_unnamed(self, error: AuditorError) -> None:
        """Say beside other trouble, which weighs more, that apps have no names."""
        said = say_error(error.sentence, self._lang)
        text = self.tr("Not all names of apps could be read: %1").replace("%1", said)
        self._window.messages.show_beside(text)

    def offer_opening(self, case_dir: Path) -> None:
        """Say that a reading broke off by a mistake of ours, and offer what it kept."""
        error = AuditorError(
            self.tr("The program made a mistake and stopped. What was read is kept in the case."),
            self.tr("Open the case, or read it in again."),
        )
        text = self.tr("Open the case")
        self._window.messages.show_error(error, text, lambda: self._actions.open_case(case_dir))

    def show_found(self) -> None:
        """Say on Home and in the sidebar how many findings deserve a look."""
        found = self._found.counting
        number, labels = len(found), self._labels
        names = list(dict.fromkeys(map(self._name_of, found)))
        text = self.tr("%Ln finding(s) deserve(s) a look: %1", None, number)
        told = labels.listed(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        self._home.show_findings(text.replace("%1", clean(told)) if number else "")
        spoken = self.tr("%Ln finding(s) that deserve(s) a look", None, number)
        shown = labels.number(number) if number else ""
        self._window.sidebar.show_number(Page.FINDINGS, shown, spoken)

    def _name_of(self, finding: "Finding") -> str:
        """Name an app as the pages do: in the window's language."""
        case = self._session.case
        names = case.names.get(self._lang, {}) if case is not None else {}
        return app_name(app_key(finding), finding.label, names)
