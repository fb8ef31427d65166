"""What is chosen as evidence, and a bundle of each app: what later pages can do today."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from auditor.app_page import app_filter
from auditor.notes import ChosenApp
from ui import reads
from ui.blank_page import BlankPage
from ui.jobs import Jobs
from ui.labels import Labels
from ui.session import CaseInfo, Session
from ui.theme import Theme
from ui.widgets import (
    card,
    clean,
    clear_layout,
    column,
    label,
    push_button,
    readable_width,
    row,
    scrolled,
    stacked,
)


class EvidencePage(QWidget):
    """A blank page while nothing is chosen as evidence, else the apps that it is about."""

    failed = Signal(object)  # AuditorError
    begin_chosen = Signal(object)  # a page's name
    filter_chosen = Signal(object)  # EventFilter: show it on the timeline
    bundle_chosen = Signal(object)  # EventFilter

    def __init__(
        self, session: Session, jobs: Jobs, labels: Labels, theme: Theme, blank: BlankPage
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._session, self._jobs, self._labels, self._theme = session, jobs, labels, theme
        self._blank = blank
        self._apps = QVBoxLayout()
        self._stack: QStackedWidget = stacked(self, blank, self._build(blank))
        blank.action_chosen.connect(self.begin_chosen)
        session.case_changed.connect(self._read)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._read(self._session.case)

    def _build(self, blank: BlankPage) -> QWidget:
        inside = QWidget()
        inside.setObjectName("content")
        timeline = push_button(
            self.tr("Go to the timeline"),
            "evidenceTimeline",
            self.tr("Choose more: drag over a span, then “Use as evidence”"),
            lambda: self.begin_chosen.emit("timeline"),
        )
        parts = QWidget()
        parts.setLayout(
            column(
                label(self.tr("What you chose as evidence"), "title", wraps=True),
                self._apps,
                row(timeline, 1),
                label(blank.text, "muted", wraps=True, name="evidenceLater"),
                spacing=12,
            )
        )
        readable_width(parts)
        inside.setLayout(column(parts, 1, margin=24))
        return scrolled(inside)

    def _read(self, case: CaseInfo | None) -> None:
        if case is None:
            self._stack.setCurrentIndex(0)
        elif self.isVisible():
            told = {"on_done": self._show, "on_error": self.failed.emit}
            self._jobs.run(
                reads.evidence, case.path, **told, key=f"evidence {self._blank.objectName()}"
            )

    def _show(self, chosen: tuple[ChosenApp, ...]) -> None:
        clear_layout(self._apps)
        for number, each in enumerate(chosen):
            self._apps.addWidget(self._app(number, each))
        self._stack.setCurrentIndex(1 if chosen else 0)

    def _app(self, number: int, chosen: ChosenApp) -> QWidget:
        app = (chosen.device_id, chosen.uid, chosen.package)
        name = clean(chosen.label or chosen.package, 120)
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
            "primary" if number == 0 else "",
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
