"""What a test session shows: accesses by phase, findings, permissions that changed, its marks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from auditor import words
from auditor.findings import words as finding_words
from auditor.findings.records import Finding
from auditor.phone_changes import said as said_period
from auditor.trials.records import TrialApp, said
from auditor.trials.results import Change, Phase, Results, Use
from ui.finding_words import named
from ui.labels import Labels
from ui.rows_table import Field, RowsTable
from ui.session import CaseInfo
from ui.theme import Theme
from ui.trial_comparison import TrialComparisonView
from ui.trial_marks import MarksTable, accesses_text, app_names
from ui.widgets import clean, column, label


class TrialResults(QWidget):
    """Tabs over the results of one session; the last ones compare it with another."""

    finding_chosen = Signal(object)  # finding id (str)
    needs_room_changed = Signal(object)  # bool: two timelines are shown, which need all the height

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trialResults")
        self._labels = labels
        self.found: Results | None = None
        self._steps: dict[str, str] = {}
        self._order: list[str] = []
        self._names: dict[TrialApp, str] = {}
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        word = self._word
        self.uses = RowsTable("trialUses", word("uses"), self._use_fields(), (1, up))
        self.phases = RowsTable("trialPhases", word("phases"), self._phase_fields(), (1, up))
        self.findings = RowsTable(
            "trialFindings", word("findings"), self._finding_fields(), (0, down)
        )
        self.changes = RowsTable("trialChanges", word("changes"), self._change_fields(), (1, up))
        self.marks = MarksTable(labels)
        self.comparison = TrialComparisonView(labels, theme)
        self.findings.row_opened.connect(lambda finding: self.finding_chosen.emit(finding.id))
        self._told = label(kind="muted", wraps=True, name="trialTold")
        self._found_told = label(kind="muted", wraps=True, name="trialFindingsTold")
        self._changes_told = label(kind="muted", wraps=True, name="trialChangesTold")
        self.tabs = QTabWidget()
        self.tabs.setObjectName("trialTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._add(word("uses"), self.uses, self._told)
        self._add(word("phases"), self.phases)
        self._add(word("findings"), self.findings, self._found_told)
        self._add(word("changes"), self.changes, self._changes_told)
        self._add(word("marks"), self.marks)
        self._add(self.tr("Compare"), self.comparison)
        self.setLayout(column(self.tabs))
        self.tabs.currentChanged.connect(lambda _place: self._ask_for_room())
        self.comparison.tab_changed.connect(self._ask_for_room)

    def _ask_for_room(self) -> None:
        is_there = self.tabs.currentWidget().isAncestorOf(self.comparison)
        self.needs_room_changed.emit(is_there and self.comparison.shows_timelines)

    def _word(self, key: str) -> str:
        return words.word(f"trial.{key}", self._labels.lang)

    def _add(self, title: str, *parts: QWidget) -> None:
        made = QWidget()
        made.setLayout(column(*parts, spacing=6, margin=8))
        self.tabs.addTab(made, title)

    def show_results(self, found: Results, case: CaseInfo) -> None:
        """Show what a session shows."""
        lang, plan = self._labels.lang, found.trial.plan
        self.found = found
        self._steps = {step.id: said(step.title, lang) for step in plan.steps}
        self._order = [step.id for step in plan.steps]
        self._names = app_names(case, lang)
        self.uses.rows.show_rows(found.uses)
        self.phases.rows.show_rows(found.phases)
        titles = dict(case.names.get(lang, {}))
        self.findings.rows.show_rows([named(each, titles) for each in found.findings])
        self.changes.rows.show_rows(found.changes or ())
        self.marks.show_trial(found.trial, found.zones, self._names)
        several = len(found.trial.apps) > 1
        for table in (self.uses, self.phases, self.findings, self.changes):
            table.setColumnHidden(0 if table is not self.findings else 1, not several)
        parts = [self._word("counts")] if found.uses else [self._word("no_uses")]
        for app in found.unread:
            name = self._app(app)
            parts.append(self._word("unread").format(app=clean(name, 80)))
        parts += [said_period(each, lang) for each in found.told]
        self._told.setText(" ".join(parts))
        self._found_told.setText("" if found.findings else self._word("no_findings"))
        self._found_told.setVisible(not found.findings)
        unknown = found.changes is None
        self._changes_told.setText(self._word("changes_unknown" if unknown else "no_changes"))
        self._changes_told.setVisible(not found.changes)

    def _app(self, app: TrialApp) -> str:
        return self._names.get(app, app.package)

    def _step(self, step_id: str) -> str:
        return self._steps.get(step_id, step_id)

    def _place(self, step_id: str) -> int:
        return self._order.index(step_id) if step_id in self._order else len(self._order)

    def _use_fields(self) -> list[Field[Use]]:
        word, labels = self._word, self._labels
        return [
            Field(word("app"), lambda u: self._app(u.app), lambda u: u.app.package, 24),
            Field(
                word("step"),
                lambda u: self._step(u.step),
                lambda u: (self._place(u.step), u.data_type),
                36,
            ),
            Field(
                word("data"),
                lambda u: labels.data_type(u.data_type),
                lambda u: labels.data_type(u.data_type),
                22,
            ),
            Field(word("accesses"), self._accesses, lambda u: u.accesses, 20, True),
            self._number("singly", lambda u: u.singly),
            self._number("refused", lambda u: u.rejects),
            self._number("background", lambda u: u.in_background),
            self._number("unsure", lambda u: u.unsure),
        ]

    def _accesses(self, use: Use) -> str:
        return accesses_text(use, self._labels)

    def _number(self, key: str, value) -> Field[Use]:
        title = self._word(key)
        wide = max(len(title) + 4, 9)
        return Field(title, lambda u: self._labels.number(value(u)), value, wide, True)

    def _phase_fields(self) -> list[Field[Phase]]:
        word = self._word
        return [
            Field(word("app"), lambda p: self._app(p.app), lambda p: p.app.package, 24),
            Field(word("step"), lambda p: self._step(p.step), lambda p: self._place(p.step), 44),
            Field(word("lasted"), self._lasted, lambda p: p.lasted_ms, 40),
        ]

    def _lasted(self, phase: Phase) -> str:
        text = self._labels.duration(phase.lasted_ms)
        return f"{text} ({self._word('short')})" if phase.is_short else text

    def _finding_fields(self) -> list[Field[Finding]]:
        word, lang = self._word, self._labels.lang
        return [
            Field(
                word("severity"),
                lambda f: finding_words.severity(f.severity, lang),
                lambda f: _SEVERITIES.index(f.severity),
                14,
            ),
            Field(word("app"), self._app_found, lambda f: f.package, 24),
            Field(word("rule"), lambda f: f.rule.id, lambda f: f.rule.id, 8),
            Field(
                word("found"),
                lambda f: finding_words.sentence(f, lang),
                lambda f: f.rule.id,
                100,
            ),
        ]

    def _app_found(self, finding: Finding) -> str:
        return self._app(TrialApp(finding.device_id, finding.uid, finding.package))

    def _change_fields(self) -> list[Field[Change]]:
        word = self._word
        return [
            Field(word("app"), lambda c: self._app(c.app), lambda c: c.app.package, 24),
            Field(
                word("permission"),
                lambda c: c.change.permission.rpartition(".")[2],
                lambda c: c.change.permission,
                40,
            ),
            Field(word("text"), self._grants, lambda c: str(c.change.after), 40),
        ]

    def _grants(self, change: Change) -> str:
        told = [
            "–" if each is None else words.find(f"grant.{each}", self._labels.lang) or str(each)
            for each in (change.change.before, change.change.after)
        ]
        return " → ".join(told)


_SEVERITIES = ("info", "low", "medium", "high", "critical")
