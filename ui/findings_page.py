"""The Findings page: what deserves a look, the worst first, and one finding whole beside it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from auditor.error_words import say_error
from auditor.errors import AuditorError
from auditor.findings.records import Finding, Line
from ui import finding_reads
from ui.actions import Context, add_action
from ui.app_icon import AppIcons
from ui.finding_deeds import FindingDeeds, events_of
from ui.finding_reads import Around
from ui.finding_view import Beside, FindingView
from ui.finding_words import app_key, named
from ui.findings_list import FindingsList
from ui.findings_model import FindingsModel
from ui.findings_stack import FindingsStack, NoChoice
from ui.found import Found, Stage
from ui.jobs import Jobs, Progress
from ui.labels import Labels, zone_of
from ui.notice_line import NoticeLine
from ui.session import DEFAULT_FILTER, CaseInfo, Session
from ui.theme import Theme
from ui.widgets import (
    clean,
    column,
    label,
    stacked,
    text_width,
)
from ui.work_bar import WorkBar

WIDE_CHARACTERS = 120  # from so many on, list and finding stand side by side
NOTHING = Around(frozenset(), frozenset(), {}, {}, {})


class FindingsPage(QWidget):
    """A list and a finding, side by side where there is room, else one after the other."""

    failed = Signal(object)  # AuditorError
    begin_chosen = Signal(object)  # a page's name
    filter_chosen = Signal(object)  # EventFilter: show it on the timeline
    app_chosen = Signal(object)  # AppKey
    complaint_chosen = Signal(object)  # finding id (str)
    told = Signal(object, object, object)  # a sentence, a button's text, what it does

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        found: Found,
        labels: Labels,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session, self._jobs, self._found = session, jobs, found
        self._labels, self._theme = labels, theme
        self._pictures = AppIcons()
        self._around = NOTHING
        self._is_stale = True
        self._is_wide = True
        self._is_finding = False  # where there is room for one only, the finding and not the list
        self._shown: str | None = None  # the id of the finding that is shown
        self.model = FindingsModel(labels, self)
        self.list = FindingsList(self.model, self._pictures, theme)
        self.view = FindingView(labels, theme, self._pictures)
        self.work = WorkBar()
        self.deeds = FindingDeeds(session, jobs, found, self)
        self._build()
        self._connect()
        self._renew()

    @property
    def is_settled(self) -> bool:
        """Whether it shows all it is going to show."""
        return self._found.stage is not Stage.ASKING

    def show_finding(self, finding_id: str) -> None:
        """Choose a finding and show it whole."""
        self._shown = finding_id
        self._choose_shown()
        self._show_side(is_finding=True)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._renew()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._is_wide = self.width() >= text_width(self, WIDE_CHARACTERS)
        self._show_side(self._is_finding)

    def _build(self) -> None:
        self._count = label(kind="muted", wraps=True, name="findingsCount")
        self._rules = label(kind="muted", wraps=True, name="findingsRules")
        self._part = NoticeLine(
            self._theme,
            "findingsPart",
            self.tr("Show everything again"),
            self.tr("Show the findings of every phone, without a filter"),
            lambda: self._session.set_filter(DEFAULT_FILTER),
        )
        self._trouble = NoticeLine(
            self._theme,
            "findingsTrouble",
            self.tr("Try again"),
            self.tr("Read the rule files again"),
            self._found.ask,
            is_alarm=True,
        )
        left = QWidget()
        left.setLayout(column(self._count, self.list, self._rules, spacing=6))
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        beside = QWidget()
        self._beside = stacked(beside, self.view, self._no_choice())
        for part in (left, beside):
            self._split.addWidget(part)
        self._split.setSizes([42, 58])
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        self._body = QWidget()
        layout = column(self.work, self._trouble, self._part, self._split, spacing=8, margin=14)
        layout.setStretch(3, 1)
        self._body.setLayout(layout)
        self._stack = FindingsStack(self._body, self._theme)
        self._stack.action_chosen.connect(self._begin)
        self.setLayout(column(self._stack))

    def _no_choice(self) -> QWidget:
        self._clean = NoChoice(self._theme)
        return self._clean

    def _connect(self) -> None:
        self._session.filter_changed.connect(self._expire)
        self._found.changed.connect(self._expire)
        self._found.progressed.connect(self._show_progress)
        self.work.stop_chosen.connect(self._found.stop)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        view = self.view
        view.back_chosen.connect(self._go_back)
        view.events_chosen.connect(self._show_events)
        view.evidence_chosen.connect(self._swap_evidence)
        view.complaint_chosen.connect(self._complain)
        view.app_chosen.connect(lambda: self._with_shown(self._show_app))
        view.dismissed.connect(
            lambda reason: self._with_shown(lambda finding: self.deeds.dismiss(finding, reason))
        )
        view.restored.connect(lambda: self._with_shown(self.deeds.restore))
        view.kind.chosen.connect(self._choose_kind)
        self.deeds.failed.connect(self.failed)
        self.deeds.told.connect(self.told)
        self.deeds.evidence_changed.connect(self._expire)
        view.line_chosen.connect(self._read_line)
        self._add_actions()

    def _add_actions(self) -> None:
        group, here = self.tr("Findings"), Context.WidgetWithChildrenShortcut
        view = self.view
        for name, keys, text, do in (
            ("showEvents", "T", self.tr("Show its events on the timeline"), self._show_events),
            ("swapEvidence", "E", self.tr("Use as evidence, or take back"), self._swap_evidence),
            ("dismissFinding", "D", self.tr("Dismiss, or bring back"), view.turn),
            ("fileComplaint", "C", self.tr("File a complaint"), self._complain),
            ("showQuery", "Q", self.tr("Show or hide the rule's query"), view.query.turn),
        ):
            add_action(self, name, group, text, (keys,), do, here)

    def _expire(self, *_changed: object) -> None:
        self._is_stale = True
        self._renew()

    def _renew(self) -> None:
        """Show what is true now; read what stands beside the findings where that is due."""
        self._show_stage()
        case, findings = self._session.case, self._found.findings
        if case is None or findings is None or not self._is_stale or not self.isVisible():
            return
        self._is_stale = False
        self._jobs.run(
            finding_reads.around,
            case.path,
            findings,
            self._session.filter,
            self._labels.lang,
            on_done=lambda around: self._show(around, case),
            on_error=self._fail,
            key="findings",
        )

    def _fail(self, error: AuditorError) -> None:
        """Tell it once: on the page where that is blank or says it already of the rules.

        While the rules are asked it is not told yet: their answer makes the page read again.
        """
        told, is_asking = self._found.error, self._found.stage is Stage.ASKING
        if self._around is NOTHING:  # an empty list would look as if nothing was found
            title = self.tr("The findings could not be read")
            self._stack.failed.show_text(self._said(error), title)
            self._stack.setCurrentWidget(self._stack.failed)
        elif not is_asking and (told is None or told.sentence != error.sentence):
            self.failed.emit(error)

    def _show_stage(self) -> None:
        found = self._found
        if found.findings is not None and found.stage is not Stage.NO_CASE:
            self._stack.setCurrentWidget(self._body)
        else:
            self._stack.setCurrentWidget(
                {
                    Stage.NO_CASE: self._stack.no_case,
                    Stage.FAILED: self._stack.failed,
                    Stage.STOPPED: self._stack.stopped,
                }.get(found.stage, self._body)
            )
        if found.stage is Stage.ASKING and self.work.isHidden():
            self.work.begin(self.tr("Asking the rules of the records …"))
        elif found.stage is not Stage.ASKING:
            self.work.end()
        self._split.setVisible(found.findings is not None)
        self._show_trouble(found.error)

    def _show_trouble(self, error: AuditorError | None) -> None:
        self._trouble.setVisible(error is not None)
        if error is None:
            return
        told = self._said(error)
        if self._found.stage is Stage.FAILED:
            text = self.tr("The rules could not be asked again; these findings are from before. %1")
        else:
            text = self.tr("Your own rules were left out. %1")
        self._trouble.said.setText(text.replace("%1", told))
        self._stack.failed.show_text(told, self.tr("The rules could not be asked"))

    def _said(self, error: AuditorError) -> str:
        parts = (part for part in (error.sentence, error.next_step) if part)
        return " ".join(clean(say_error(part, self._labels.lang)) for part in parts)

    def _show_progress(self, progress: Progress) -> None:
        self.work.show_progress(progress)

    def _show(self, around: Around, case: CaseInfo) -> None:
        findings = self._found.findings
        if case is not self._session.case or findings is None:
            return
        self._around = around
        self._pictures.take(around.icons)
        self.model.show(findings, around.passing, around.names)
        self.list.fold_as_before()
        self._tell()
        self._choose_shown()

    def _tell(self) -> None:
        """Say how many there are, how many a filter hides, and what was asked."""
        findings = self._found.findings
        if findings is None:
            return
        shown = [each for each in findings.items if each.id in self._around.passing]
        hidden = len(findings.items) - len(shown)
        self._count.setText(self.tr("%Ln finding(s) in this case", None, len(self._found.counting)))
        is_narrowed = replace(self._session.filter, device_id=None) != DEFAULT_FILTER
        self._part.setVisible(is_narrowed or hidden > 0)  # the choice of a phone hides some, too
        self._part.said.setText(self.tr("%Ln finding(s) hidden by the filter above.", None, hidden))
        asked = len(findings.rules) - len(findings.skipped)
        text = self.tr("%Ln rule(s) asked. Rule set %1", None, asked)
        self._rules.setText(text.replace("%1", findings.rule_set_sha256[:12]))
        self._rules.setToolTip(f"SHA-256 {findings.rule_set_sha256}")
        self._clean.say(bool(findings.items), bool(shown))

    def _choose_shown(self) -> None:
        """Put the list on the finding that is shown, else on the first."""
        index = self.model.index_of(self._shown) if self._shown else QModelIndex()
        if not index.isValid() and self._is_wide:
            index = self.model.first()
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)
        self._show_chosen(self.model.id_at(index))

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._show_chosen(self.model.id_at(index))

    def _show_chosen(self, finding_id: str | None) -> None:
        finding = self._found.find(finding_id)
        self._shown = finding.id if finding else self._shown
        self._beside.setCurrentIndex(0 if finding else 1)
        if finding is not None:
            shown = named(finding, self._around.names)
            self.view.show_finding(shown, self._beside_of(shown))

    def _beside_of(self, finding: Finding) -> Beside:
        case = self._session.case
        return Beside(
            finding.label or finding.package,
            zone_of(case.of_phone(finding.device_id).zone if case else None),
            finding.id in self._around.kept,
            self._around.kinds.get(app_key(finding)),
        )

    def _open(self, index: QModelIndex) -> None:
        """Enter or a click: a group folds, a finding is shown whole."""
        if self.model.id_at(index) is None:
            self.list.setExpanded(index, not self.list.isExpanded(index))
        elif not self._is_wide and self._found.find(self.model.id_at(index)):
            self._show_side(is_finding=True)
            self.view.focus_first()

    def _go_back(self) -> None:
        self._show_side(is_finding=False)
        self.list.setFocus()

    def _show_side(self, is_finding: bool) -> None:
        """Where there is room for one only, show that one."""
        self._is_finding = is_finding
        self._split.widget(0).setVisible(self._is_wide or not is_finding)
        self._split.widget(1).setVisible(self._is_wide or is_finding)
        self.view.show_back(not self._is_wide)

    def _begin(self, code: str) -> None:
        if code == "again":
            self._found.ask()
        else:
            self.begin_chosen.emit(code)

    def _with_shown(self, do: Callable[[Finding], object]) -> None:
        finding = self._found.find(self._shown)
        if finding is not None and self._beside.currentIndex() == 0:
            do(finding)

    def _show_events(self) -> None:
        self._with_shown(lambda each: each.event_ids and self.filter_chosen.emit(events_of(each)))

    def _show_app(self, finding: Finding) -> None:
        self.app_chosen.emit(app_key(finding))

    def _complain(self) -> None:
        self._with_shown(lambda each: each.suppressed or self.complaint_chosen.emit(each.id))

    def _swap_evidence(self) -> None:
        def swap(finding: Finding) -> None:
            if finding.id in self._around.kept:
                self.deeds.leave_events(finding)
            elif finding.event_ids:
                self.deeds.keep_events(finding)

        self._with_shown(swap)

    def _choose_kind(self, category: str | None, reason: str) -> None:
        def choose(finding: Finding) -> None:
            self.deeds.choose_category(app_key(finding), category, reason)

        self._with_shown(choose)

    def _read_line(self, line: Line) -> None:
        case = self._session.case
        if case is not None:
            told = {"on_done": self.view.show_line, "on_error": self.failed.emit}
            self._jobs.run(finding_reads.named_line, case.path, line, **told, key="finding line")
