"""The Complaint page: findings, where to, what only the person knows, then exactly what leaves."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from auditor.complaint.keeping import answers_path, keep_answers
from auditor.complaint.records import OwnFields
from auditor.errors import AuditorError, StoreError
from ui import complaint_work, finding_reads
from ui.actions import Context, add_action
from ui.ask import Ask
from ui.blank_page import BlankPage
from ui.complaint_answers import AnswersStep
from ui.complaint_channel import ChannelStep
from ui.complaint_findings import FindingsStep, choices_of
from ui.complaint_preview import PreviewStep
from ui.complaint_saving import ComplaintSaving
from ui.complaint_steps import StepHeads
from ui.complaint_work import Draft
from ui.evidence_cards import EvidenceCards
from ui.finding_reads import Around
from ui.finding_words import named
from ui.found import Found, Stage
from ui.jobs import Jobs
from ui.labels import Labels
from ui.session import CaseInfo, Session
from ui.theme import Theme
from ui.widgets import column, push_button, readable_width, row, scrolled, stacked

KEEP_PAUSE_MS = 800
FINDINGS, CHANNEL, ANSWERS, PREVIEW = range(4)


class ComplaintPage(QWidget):
    """Four steps, each open at any time; nothing is lost by going back."""

    failed = Signal(object)  # AuditorError
    begin_chosen = Signal(object)  # a page's name
    filter_chosen = Signal(object)  # EventFilter
    bundle_chosen = Signal(object)  # EventFilter

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        found: Found,
        labels: Labels,
        theme: Theme,
        answers: Path,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._session, self._jobs, self._found = session, jobs, found
        self._labels, self._theme, self._answers_folder = labels, theme, answers
        self._step = FINDINGS
        self._wanted: str | None = None  # the finding that somebody came from
        self._is_stale = True
        self._case_path: Path | None = None
        self._own: OwnFields | None = None  # as kept; None until read
        self.about = FindingsStep(labels)
        self.channel = ChannelStep(labels, theme)
        self.answers = AnswersStep(labels, theme)
        self.preview = PreviewStep(labels, theme)
        self.saving = ComplaintSaving(self, session, jobs, self.preview, self._draft)
        self.evidence = EvidenceCards(session, jobs, labels)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(KEEP_PAUSE_MS)
        self._build()
        self._connect()
        self._renew()

    @property
    def step(self) -> int:
        """The number of the step that is shown, from 0."""
        return self._step

    def begin_with(self, finding_id: str) -> None:
        """Begin a complaint about one finding."""
        self._wanted = finding_id
        self.show_step(FINDINGS)
        self._expire()

    def show_step(self, number: int) -> None:
        """Go to a step."""
        number = min(max(number, 0), PREVIEW)
        if number == PREVIEW and not self.about.chosen:
            number = FINDINGS
        self._step = number
        self._heads.show_step(number)
        for place, part in enumerate(self._steps):
            part.setVisible(place == number)
        self._back.setEnabled(number > FINDINGS)
        self._next.setVisible(number < PREVIEW)
        self._area.verticalScrollBar().setValue(0)
        if number == PREVIEW:
            self.answers.show_all_troubles()
            self._keep_now()
            self.saving.prepare()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._renew()
        self.evidence.read()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._keep_now()

    def _build(self) -> None:
        self._blank = BlankPage(
            self._theme,
            "complaintNoCase",
            "complaint",
            self.tr("Nothing to complain about yet"),
            self.tr(
                "Once a phone is read and rules found something, a complaint is written here: its "
                "text, a letter to the operator, and evidence that others can check."
            ),
            (("home", self.tr("Begin on the Home page")),),
        )
        self._blank.action_chosen.connect(self.begin_chosen)
        self.ask = Ask("askForget", self._theme)
        first = QWidget()
        first.setLayout(column(self.about, self.evidence, 1, spacing=18))
        self._steps = (first, self.channel, self.answers, self.preview)
        for each in self._steps[1:]:
            each.hide()
        self._heads = StepHeads()
        self._heads.chosen.connect(self.show_step)
        self._back = push_button(
            self.tr("Back"), "complaintBack", self.tr("The step before"), lambda: self._go(-1)
        )
        self._next = push_button(
            self.tr("Next"),
            "complaintNext",
            self.tr("The next step"),
            lambda: self._go(1),
            "primary",
        )
        inner = QWidget()
        inner.setObjectName("content")
        layout = column(self.ask, *self._steps, 1, spacing=10)
        layout.setContentsMargins(20, 8, 20, 16)
        inner.setLayout(layout)
        readable_width(inner, 130)
        self._area = scrolled(inner)
        body = QWidget()
        foot = row(1, self._back, self._next)
        foot.setContentsMargins(20, 6, 20, 12)
        whole = column(self._heads, self._area, foot, spacing=0)
        whole.setStretch(1, 1)
        body.setLayout(whole)
        self._stack = stacked(self, self._blank, body)

    def _go(self, by: int) -> None:
        self.show_step(self.step + by)

    def _connect(self) -> None:
        self._session.filter_changed.connect(self._expire)
        self._found.changed.connect(self._expire)
        self.about.changed.connect(self._follow)
        self.about.page_chosen.connect(self.begin_chosen)
        self.channel.changed.connect(self._follow_channel)
        self.answers.changed.connect(self._keeping.start)
        self.answers.forget_chosen.connect(self._ask_forget)
        self._keeping.timeout.connect(self._keep_now)
        self.preview.field_chosen.connect(self._go_to_field)
        self.saving.saved.connect(lambda: self._area.ensureWidgetVisible(self.preview))
        self.saving.failed.connect(self.failed)
        self.evidence.failed.connect(self.failed)
        self.evidence.begin_chosen.connect(self.begin_chosen)
        self.evidence.filter_chosen.connect(self.filter_chosen)
        self.evidence.bundle_chosen.connect(self.bundle_chosen)
        self._follow_channel()
        group, here = self.tr("Complaint"), Context.WidgetWithChildrenShortcut
        for name, keys, text, by in (
            ("nextStep", "Ctrl+Return", self.tr("Next step of the complaint"), 1),
            ("stepBefore", "Ctrl+Shift+Return", self.tr("Step before of the complaint"), -1),
        ):
            add_action(self, name, group, text, (keys,), lambda by=by: self._go(by), here)

    def _expire(self, *_changed: object) -> None:
        self._is_stale = True
        self._renew()

    def _renew(self) -> None:
        case, findings = self._session.case, self._found.findings
        self._stack.setCurrentIndex(0 if case is None or not case.captures else 1)
        if case is None or not self.isVisible():
            return
        if case.path != self._case_path:
            self._open(case)
        if findings is None:
            self._say_why_none()
        if findings is None or not self._is_stale:
            return
        self._is_stale = False
        self.evidence.read()
        self._jobs.run(
            finding_reads.around,
            case.path,
            findings,
            self._session.filter,
            self._labels.lang,
            on_done=lambda around: self._show(around, case),
            on_error=self._cannot_read,
            key="complaint",
        )

    def _say_why_none(self) -> None:
        """Not known yet, or out of reach: the two look alike only to a program."""
        error = self._found.error
        if self._found.stage is Stage.FAILED and error is not None:
            self.about.show_unreadable(error)
        else:
            self.about.show_unknown()

    def _cannot_read(self, error: AuditorError) -> None:
        self.about.show_unreadable(error)
        self.failed.emit(error)

    def _open(self, case: CaseInfo) -> None:
        """Another case: its answers, and nothing of the last one's."""
        self._keep_now()
        self.saving.leave()
        self._case_path, self._own = case.path, None
        self.about.show_unknown()
        self.preview.clear()
        self.show_step(FINDINGS)
        path = answers_path(self._answers_folder, case.path)
        self._jobs.run(
            complaint_work.answers,
            path,
            on_done=lambda own: self._show_own(own, path),
            on_error=self._cannot_read_own,
        )

    def _show_own(self, own: OwnFields, path: Path) -> None:
        if self._case_path is not None and path == self._own_path():
            self._own = own
            self.answers.show_own(own, str(path))

    def _cannot_read_own(self, error: AuditorError) -> None:
        """What cannot be read is not replaced either: it may hold hours of typing."""
        self.failed.emit(error)

    def _own_path(self) -> Path:
        assert self._case_path is not None
        return answers_path(self._answers_folder, self._case_path)

    def _show(self, around: Around, case: CaseInfo) -> None:
        findings = self._found.findings
        if case is not self._session.case or findings is None:
            return
        items = tuple(named(each, around.names) for each in findings.items)
        self.about.show_choices(choices_of(items, around.passing))
        if self._wanted is not None:
            self.about.choose(self._wanted)
            self._wanted = None
        if self.step == PREVIEW:
            self.show_step(PREVIEW)

    def _follow(self) -> None:
        has_any = bool(self.about.chosen)
        self._heads.open_step(PREVIEW, has_any)
        if self.step == FINDINGS:
            self._next.setEnabled(has_any)

    def _follow_channel(self) -> None:
        self.answers.show_channel(self.channel.channel)

    def _keep_now(self) -> None:
        """Write what was typed, if it is other than what is kept."""
        self._keeping.stop()
        if self._own is None or self.answers.own == self._own:
            return
        self._own = self.answers.own
        try:  # a small file, written at once: also when the program ends now
            keep_answers(self._own_path(), self._own)
        except StoreError as error:
            self.failed.emit(error)

    def _ask_forget(self) -> None:
        self.ask.ask(
            self.tr("Delete everything you typed for this case? This cannot be undone."),
            self.tr("Delete my answers"),
            self._forget,
        )

    def _forget(self) -> None:
        self.answers.show_own(OwnFields(), str(self._own_path()))
        self._keep_now()

    def _go_to_field(self, key: str) -> None:
        self.show_step(ANSWERS)
        self.answers.focus_field(key)

    def _draft(self) -> Draft:
        known = self._found.find
        findings = tuple(f for each in self.about.chosen if (f := known(each.id)) is not None)
        return Draft(
            findings,
            self.channel.channel.id,
            self.channel.lang,
            self._labels.lang,
            self.answers.own,
            date.today(),
        )
