"""The findings' body, or a page that says why there is none and what to do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.blank_page import BlankPage
from ui.theme import Theme


class FindingsStack(QStackedWidget):
    """One of its pages is shown; each blank one is an attribute."""

    action_chosen = Signal(object)  # a blank page's action

    def __init__(self, body: QWidget, theme: Theme) -> None:
        super().__init__()
        self.no_case = BlankPage(
            theme,
            "findingsNoCase",
            "findings",
            self.tr("No findings to show yet"),
            self.tr(
                "Once a phone is read, rules are asked of its records. Here stands what deserves "
                "a look, with the lines that show it."
            ),
            (("home", self.tr("Begin on the Home page")),),
        )
        self.failed = BlankPage(
            theme,
            "findingsFailed",
            "warning",
            self.tr("The rules could not be asked"),
            self.tr("The case stays as it is; what it records is on the timeline."),
            (("again", self.tr("Try again")), ("timeline", self.tr("Go to the timeline"))),
        )
        self.stopped = BlankPage(
            theme,
            "findingsStopped",
            "findings",
            self.tr("You stopped the rules"),
            self.tr("Nothing is lost: they can be asked again at any time."),
            (("again", self.tr("Ask the rules")), ("timeline", self.tr("Go to the timeline"))),
        )
        for page in (self.no_case, self.failed, self.stopped):
            page.action_chosen.connect(self.action_chosen)
            self.addWidget(page)
        self.addWidget(body)


class NoChoice(BlankPage):
    """Stands in the place of a finding: why none is shown there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "findingsNone", "check", "", "")

    def say(self, is_any: bool, is_shown: bool) -> None:
        """Say it; `is_any` finding there is, `is_shown` one of them passes the filter."""
        if is_any and not is_shown:
            title = self.tr("No finding passes the filter")
            text = self.tr("Clear the filter to see every finding again.")
        elif is_any:
            title = self.tr("Choose a finding")
            text = self.tr("It is shown here whole: what the log shows, and what it cannot show.")
        else:
            title = self.tr("Nothing stands out")
            text = self.tr(
                "No rule found anything in what the phone recorded. That is no proof that nothing "
                "happened: the phone does not record everything, and does not keep it for long."
            )
        self.show_text(text, title)
