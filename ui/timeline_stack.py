"""The timeline's body, or a page that says why there is none and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.blank_page import BlankPage
from ui.theme import Theme
from ui.widgets import label


class TimelineStack(QStackedWidget):
    """One of its pages is shown; each blank one is an attribute."""

    action_chosen = Signal(object)  # a blank page's action

    def __init__(self, body: QWidget, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.body = body
        self._build_blanks()
        blanks = (self.nothing, self.no_match, self.no_events, self.no_personal, self.unread)
        for page in (*blanks, self.waiting, body):
            self.addWidget(page)

    @property
    def shows_body(self) -> bool:
        """Whether the timeline itself is to be seen."""
        return self.currentWidget() is self.body

    def _build_blanks(self) -> None:
        self.nothing = self._blank(
            "emptyTimeline",
            "timeline",
            self.tr("No case is open"),
            self.tr("The timeline shows which app used what, and when, once a phone was read."),
            ("home", self.tr("Begin on the Home page")),
        )
        self.no_match = self._blank(
            "noMatch",
            "findings",
            self.tr("No event passes the filter"),
            self.tr("That is no proof that nothing happened: a phone does not record everything."),
            ("clear", self.tr("Clear the filter")),
        )
        self.no_events = self._blank(
            "emptyCase",
            "captures",
            self.tr("This case holds no events"),
            self.tr("Nothing was read yet, or the phone keeps no such records."),
            ("home", self.tr("Read a phone on the Home page")),
        )
        self.no_personal = self._blank(
            "noPersonal",
            "info",
            self.tr("No use of personal data is recorded"),
            self.tr("The phone recorded other operations only. That is no proof of innocence."),
            ("everything", self.tr("Show the other operations")),
        )
        self.unread = self._blank(
            "unreadCase",
            "warning",
            self.tr("The case could not be read"),
            self.tr("The message above says why. Nothing in the case was changed."),
            ("again", self.tr("Try again")),
        )
        self.waiting = label(self.tr("Reading the case …"), "muted", name="timelineWaiting")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _blank(
        self, name: str, icon_name: str, title: str, text: str, action: tuple[str, str]
    ) -> BlankPage:
        page = BlankPage(self._theme, name, icon_name, title, text, (action,))
        page.action_chosen.connect(self.action_chosen)
        return page
