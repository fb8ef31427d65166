"""The Home page: choices, connecting, reading or the open case, whichever is true now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.blank_page import BlankPage
from ui.home_case import CaseView
from ui.home_choices import ChoicesView
from ui.home_phones import PhonesView
from ui.home_reading import ReadingView
from ui.labels import Labels
from ui.session import CaseInfo
from ui.theme import Theme
from ui.widgets import label

if TYPE_CHECKING:  # it takes numpy along, which is slow to import
    from auditor.summary import Summary


class HomePage(QWidget):
    """Holds the four views and shows one."""

    connect_chosen = Signal()
    connect_left = Signal()
    open_chosen = Signal()
    sample_chosen = Signal()
    case_chosen = Signal(object)  # Path
    read_chosen = Signal(object)  # serial
    stop_chosen = Signal()
    filter_chosen = Signal(object)  # EventFilter
    case_forgotten = Signal(object)  # Path
    welcome_closed = Signal()
    retry_chosen = Signal()
    wireless_chosen = Signal()
    maker_chosen = Signal(object)
    way_out_chosen = Signal(object)  # after trouble: "again" or "close"

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.choices = ChoicesView(theme)
        self.phones = PhonesView(labels, theme)
        self.reading = ReadingView(labels, theme)
        self.case = CaseView(labels, theme)
        self._waiting = label(self.tr("Summing up …"), "muted", name="summing")
        self._waiting.setContentsMargins(36, 30, 36, 30)
        self._stack = QStackedWidget()
        self._trouble = BlankPage(
            theme,
            "homeTrouble",
            "warning",
            self.tr("This case could not be summed up"),
            self.tr("The folder of the case was left as it is."),
            (("again", self.tr("Try again")), ("close", self.tr("Close the case"))),
        )
        views = (self.choices, self.phones, self.reading, self._waiting, self._trouble, self.case)
        for view in views:
            self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._connect()

    def show_choices(self) -> None:
        """Offer the three ways to begin."""
        self._stack.setCurrentWidget(self.choices)

    def show_phones(self) -> None:
        """Show the live list of phones."""
        self._stack.setCurrentWidget(self.phones)

    def show_reading(self) -> None:
        """Show the progress of a reading."""
        self._stack.setCurrentWidget(self.reading)

    def show_waiting(self) -> None:
        """Say that the summary is on its way."""
        if self._stack.currentWidget() is not self.case:  # it stays until the new sums are there
            self._stack.setCurrentWidget(self._waiting)

    def show_trouble(self) -> None:
        """Say that there is no summary, and what one can do."""
        self._stack.setCurrentWidget(self._trouble)

    def show_summary(self, summary: "Summary", case: CaseInfo, is_part: bool) -> None:
        """Show what the case says."""
        self.case.show_summary(summary, case, is_part)
        self._stack.setCurrentWidget(self.case)

    def _connect(self) -> None:
        self.choices.connect_chosen.connect(self.connect_chosen)
        self.choices.open_chosen.connect(self.open_chosen)
        self.choices.sample_chosen.connect(self.sample_chosen)
        self.choices.case_chosen.connect(self.case_chosen)
        self.choices.case_forgotten.connect(self.case_forgotten)
        self.choices.welcome_closed.connect(self.welcome_closed)
        self.phones.retry_chosen.connect(self.retry_chosen)
        self.phones.wireless_chosen.connect(self.wireless_chosen)
        self.phones.maker_chosen.connect(self.maker_chosen)
        self.phones.read_chosen.connect(self.read_chosen)
        self.phones.back_chosen.connect(self.connect_left)
        self.phones.sample_chosen.connect(self.sample_chosen)
        self.reading.cancel_chosen.connect(self.stop_chosen)
        self.case.filter_chosen.connect(self.filter_chosen)
        self._trouble.action_chosen.connect(self.way_out_chosen)
