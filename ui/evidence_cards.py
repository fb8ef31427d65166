"""What is chosen as evidence: each app with its events, and a sealed bundle of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor.app_page import app_filter
from auditor.notes import ChosenApp
from ui import reads
from ui.finding_words import app_name
from ui.jobs import Jobs
from ui.labels import Labels
from ui.session import CaseInfo, Session
from ui.widgets import card, clean, clear_layout, column, label, push_button, row


class EvidenceCards(QWidget):
    """A card for each app with an event that a person chose; a sentence while there is none."""

    failed = Signal(object)  # AuditorError
    begin_chosen = Signal(object)  # a page's name
    filter_chosen = Signal(object)  # EventFilter: show it on the timeline
    bundle_chosen = Signal(object)  # EventFilter

    def __init__(self, session: Session, jobs: Jobs, labels: Labels) -> None:
        super().__init__()
        self._session, self._jobs, self._labels = session, jobs, labels
        self._apps = QVBoxLayout()
        self._none = label(
            self.tr(
                "Nothing is chosen yet. Choose events or drag over a span on the timeline, or open "
                'a finding, and choose "Use as evidence": its app is listed here, with a bundle '
                "of its own."
            ),
            "muted",
            wraps=True,
            name="evidenceNone",
        )
        self._none.hide()  # until it is known
        timeline = push_button(
            self.tr("Go to the timeline"),
            "evidenceTimeline",
            self.tr('Choose more: drag over a span, then "Use as evidence"'),
            lambda: self.begin_chosen.emit("timeline"),
        )
        title = label(self.tr("What you chose as evidence"), "heading", wraps=True)
        self.setLayout(column(title, self._none, self._apps, row(timeline, 1), spacing=10))

    def read(self) -> None:
        """Show what is chosen now."""
        case = self._session.case
        if case is not None:
            self._jobs.run(
                reads.evidence,
                case.path,
                on_done=lambda chosen: self._show(chosen, case),
                on_error=self.failed.emit,
                key="evidence",
            )

    def _show(self, chosen: tuple[ChosenApp, ...], case: CaseInfo) -> None:
        if case is not self._session.case:
            return
        clear_layout(self._apps)
        for number, each in enumerate(chosen):
            self._apps.addWidget(self._app(number, each))
        self._none.setVisible(not chosen)

    def _app(self, number: int, chosen: ChosenApp) -> QWidget:
        app = (chosen.device_id, chosen.uid, chosen.package)
        name = clean(app_name(app, chosen.label, {}), 120)
        told = self.tr("%Ln event(s) chosen", None, chosen.events)
        wanted = app_filter(app, self._session.filter)
        shown = push_button(
            self.tr("Show on the timeline"),
            f"evidenceShow_{number}",
            self.tr("Show everything this app did"),
            lambda: self.filter_chosen.emit(wanted),
        )
        sealed = push_button(
            self.tr("Evidence bundle …"),
            f"evidenceBundle_{number}",
            self.tr("Seal what is recorded about this app, so that others can check it"),
            lambda: self.bundle_chosen.emit(wanted),
        )
        texts = column(
            label(name, "heading", wraps=True, name=f"evidenceApp_{number}"),
            label(clean(f"{chosen.package}  ·  {told}"), "muted", wraps=True),
            spacing=2,
        )
        line = row(texts, shown, sealed, spacing=10)
        line.setStretch(0, 1)
        line.setContentsMargins(14, 10, 14, 10)
        return card(line)
