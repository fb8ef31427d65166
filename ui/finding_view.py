"""One finding whole: what the log shows, what it cannot show, how sure it is, rule and clauses."""

from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from auditor.context import RawContext
from auditor.findings import words as said
from auditor.findings.categories import suggest
from auditor.findings.decisions import Choice
from auditor.findings.records import Finding, Line
from ui.app_icon import AppIcons
from ui.category_box import CategoryBox
from ui.finding_words import (
    app_key,
    jurisdiction,
    precision,
    severity_kind,
    states,
    when,
)
from ui.flow import FlowLayout
from ui.labels import UNKNOWN, Labels
from ui.query_view import QueryView
from ui.raw_lines import RawLines
from ui.reason_editor import ReasonEditor
from ui.theme import Theme
from ui.widgets import (
    card,
    clean,
    clear_layout,
    column,
    icon_label,
    label,
    push_button,
    row,
    scrolled,
    selectable,
    set_kind,
)

ICON_PX = 40
SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown of a finding that is not in it."""

    name: str  # of its app, with the profile
    zone: tzinfo
    is_kept: bool  # its events are chosen as evidence
    kind: Choice | None  # what kind of app a person said it is


class FindingView(QWidget):
    """Shows one finding; what a person chooses comes out as signals."""

    back_chosen = Signal()
    events_chosen = Signal()
    evidence_chosen = Signal()
    complaint_chosen = Signal()
    app_chosen = Signal()
    dismissed = Signal(object)  # the reason (str)
    restored = Signal()
    line_chosen = Signal(object)  # Line: read it and hand it to `show_line`

    def __init__(
        self, labels: Labels, theme: Theme, pictures: AppIcons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("findingView")
        self._labels, self._theme, self._pictures = labels, theme, pictures
        self.finding: Finding | None = None
        self._icon = QLabel()
        self._icon.setFixedSize(ICON_PX, ICON_PX)
        self._severity = label(kind="calmPill", name="findingSeverity")
        self._title = label(kind="heading", wraps=True, name="findingTitle")
        self._app = selectable(label(kind="muted", wraps=True, name="findingApp"))
        self._sentence = selectable(label(kind="lead", wraps=True, name="findingSentence"))
        self._standing = QVBoxLayout()
        self._facts, self._clauses = QFormLayout(), QVBoxLayout()
        self._shows, self._cannot = self._said("findingShows"), self._said("findingCannotShow")
        self._sure, self._rule = QVBoxLayout(), QVBoxLayout()
        self._samples = QListWidget()
        self._raw = RawLines("finding", labels, theme)
        self.query = QueryView()
        self.kind = CategoryBox(labels)
        self.reason = ReasonEditor()
        self._build()

    def show_finding(self, finding: Finding, beside: Beside) -> None:
        """Show a finding in place of the last; the same one again keeps what is open."""
        is_other = self.finding is None or self.finding.id != finding.id
        self.finding = finding
        self._show_head(finding, beside)
        self._show_standing(finding, beside.zone)
        lang = self._labels.lang
        self._shows.setText(clean(said.what_it_shows(finding, lang)))
        self._cannot.setText(clean(said.what_it_cannot_show(finding, lang)))
        self._show_facts(finding, beside.zone)
        self._show_sure(finding)
        self._show_rule(finding)
        self._show_clauses(finding)
        self.kind.show_choice(beside.kind, suggest(finding.package, beside.name))
        if is_other:
            self.reason.hide()
            self.query.show_query(finding.rule.sql)
            self._show_samples(finding)
            self._area.verticalScrollBar().setValue(0)

    def show_line(self, context: RawContext) -> None:
        """Show the raw line that was asked for."""
        self._raw.show_context(context)
        self._raw_part.show()

    def focus_first(self) -> None:
        """Put the keys where one goes on."""
        self._on_timeline.setFocus()

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_chosen.emit()
        else:
            super().keyPressEvent(event)

    def show_back(self, is_shown: bool) -> None:
        """Offer the way back to the list, where both have no room side by side."""
        self._back.setVisible(is_shown)

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("content")
        self._back = push_button(
            self.tr("All findings"),
            "findingBack",
            self.tr("Back to the list of findings (Esc)"),
            self.back_chosen.emit,
        )
        head = row(self._icon, column(self._title, self._app, spacing=2), self._severity)
        head.setStretch(1, 1)
        head.setAlignment(self._severity, Qt.AlignmentFlag.AlignTop)
        self.reason.kept.connect(self.dismissed)
        parts = (
            row(self._back, 1),
            head,
            self._sentence,
            self._standing,
            self._buttons(),
            self.reason,
            *self._sections(),
        )
        layout = column(*parts, 1, spacing=10)
        layout.setContentsMargins(20, 14, 20, 24)
        inner.setLayout(layout)
        self._area = scrolled(inner)
        self.setLayout(column(self._area))

    def _sections(self) -> tuple[QWidget, ...]:
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        return (
            self._section(self.tr("What the log shows"), self._shows, self._facts),
            self._section(self.tr("The phone's own lines"), *self._raw_parts()),
            self._section(self.tr("What the log cannot show"), self._cannot),
            self._section(self.tr("How sure that is"), self._sure),
            self._section(self.tr("What kind of app it is"), self.kind),
            self._section(self.tr("The rule"), self._rule, self.query),
            self._section(self.tr("Clauses about this kind of behaviour"), self._clauses),
        )

    def _section(self, title: str, *parts) -> QWidget:
        return card(column(label(title, "heading", wraps=True), *parts, spacing=8, margin=14))

    def _raw_parts(self) -> tuple[QWidget, ...]:
        self._samples.setObjectName("findingSamples")
        self._samples.setAccessibleName(self.tr("Raw lines that carry this finding"))
        self._samples.setUniformItemSizes(True)
        height = (self.fontMetrics().height() + 8) * SAMPLE_ROWS
        self._samples.setFixedHeight(height)
        self._samples.currentRowChanged.connect(self._choose_line)
        self._samples_text = label(kind="muted", wraps=True, name="findingSamplesText")
        copy = push_button(
            self.tr("Copy the raw line"),
            "findingCopyRaw",
            self.tr("Copy the line exactly as the phone wrote it"),
            self._raw.copy_line,
        )
        self._raw_part = QWidget()
        self._raw_part.setLayout(column(self._raw.where, self._raw, row(copy, 1), spacing=6))
        return self._samples_text, self._samples, self._raw_part

    def _buttons(self) -> FlowLayout:
        self._on_timeline = push_button(
            self.tr("Show on the timeline"),
            "findingEvents",
            self.tr("Show exactly the events that carry this finding"),
            self.events_chosen.emit,
            "primary",
        )
        self._evidence = push_button("", "findingEvidence", "", self.evidence_chosen.emit)
        self._complain = push_button(
            self.tr("File a complaint …"),
            "findingComplaint",
            self.tr("Begin a complaint with this finding; you see everything before it leaves"),
            self.complaint_chosen.emit,
        )
        self._dismiss = push_button("", "findingDismiss", "", self.turn)
        about = push_button(
            self.tr("About this app"),
            "findingAboutApp",
            self.tr("Go to the app's page: who made it, what it may, what it did"),
            self.app_chosen.emit,
        )
        buttons = (self._on_timeline, self._evidence, self._complain, about, self._dismiss)
        return FlowLayout(*buttons, spacing=8)

    def _said(self, name: str) -> QLabel:
        return selectable(label(wraps=True, name=name))

    def _show_head(self, finding: Finding, beside: Beside) -> None:
        lang = self._labels.lang
        self._icon.setPixmap(self._pictures.pixmap(app_key(finding), beside.name, ICON_PX))
        self._title.setText(clean(finding.rule.title[lang], 300))
        has_name = beside.name != finding.package
        told = f"{beside.name}  ·  {finding.package}" if has_name else finding.package
        self._app.setText(clean(told))
        self._sentence.setText(clean(said.sentence(finding, lang), 1000))
        self._severity.setText(said.severity(finding.severity, lang))
        set_kind(self._severity, f"{severity_kind(finding.severity)}Pill")
        has_events = bool(finding.event_ids)
        self._on_timeline.setEnabled(has_events)
        self._evidence.setEnabled(has_events)
        self._complain.setEnabled(not finding.suppressed)
        kept, keep = self.tr("Take back as evidence"), self.tr("Use as evidence")
        self._label(self._evidence, kept if beside.is_kept else keep, self._evidence_tip(beside))
        self._show_dismiss(finding)

    def _evidence_tip(self, beside: Beside) -> str:
        if beside.is_kept:
            return self.tr("Its events are chosen as evidence; take that back")
        return self.tr("Keep its events as evidence in this case")

    def _show_dismiss(self, finding: Finding) -> None:
        if finding.dismissal is None:
            tip = self.tr("Say why it needs no further look; the reason stands in every export")
            self._label(self._dismiss, self.tr("Dismiss …"), tip)
        else:
            tip = self.tr("Let it count again")
            self._label(self._dismiss, self.tr("Bring it back"), tip)
        self._dismiss.setVisible(not finding.suppressed)

    def _label(self, button, text: str, tip: str) -> None:
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)

    def turn(self) -> None:
        """Ask for a reason to dismiss it, or bring it back."""
        if self.finding is None:
            return
        if self.finding.dismissal is None:
            self.reason.ask()
        else:
            self.restored.emit()

    def _show_standing(self, finding: Finding, zone: tzinfo) -> None:
        """Say at once what keeps it from counting."""
        clear_layout(self._standing)
        if finding.dismissal is not None:
            made = when(finding.dismissal.made_ms, 60_000, zone)
            text = self.tr('You dismissed this on %1: "%2". It is listed and exported so.')
            text = text.replace("%1", made).replace("%2", clean(finding.dismissal.reason, 500))
            self._standing.addWidget(self._note(text, "findingDismissed"))
        if finding.suppressed:
            lang = self._labels.lang
            reasons = " ".join(said.suppressor_text(each, lang) for each in finding.suppressed)
            text = self.tr("Set aside and not counted, for a known reason: %1")
            self._standing.addWidget(
                self._note(text.replace("%1", clean(reasons)), "findingSuppressed")
            )

    def _note(self, text: str, name: str) -> QWidget:
        line = row(
            icon_label("info", self._theme.on_notice, 20),
            selectable(label(text, wraps=True, name=name)),
            spacing=10,
        )
        line.setStretch(1, 1)
        line.setContentsMargins(14, 8, 14, 8)
        return card(line, "notice")

    def _show_facts(self, finding: Finding, zone: tzinfo) -> None:
        while self._facts.rowCount():
            self._facts.removeRow(0)
        lang = self._labels.lang
        days = self.tr("at least %1").replace("%1", self._labels.number(finding.days))
        facts = [
            (self.tr("How often"), said.times(finding, lang), self._count_about(finding)),
            (self.tr("First"), when(finding.first_ms, finding.first_precision_ms, zone), ""),
            (self.tr("Last"), when(finding.last_ms, finding.last_precision_ms, zone), ""),
            (self.tr("How exact"), precision(finding.precision_ms, self._labels), ""),
            (self.tr("On different days"), days if finding.days else UNKNOWN, ""),
            (self.tr("App's state"), states(finding, self._labels), ""),
        ]
        if finding.op:
            op = f"{self._labels.op(finding.op)} ({finding.op})"
            facts.append((self.tr("Operation"), op, self._labels.op_about(finding.op)))
        met = self.tr("Threshold met")
        facts += [(met, text, "") for text in said.fired_texts(finding, lang)]
        for number, (name, value, about) in enumerate(facts):
            self._add_fact(number, name, value, about)

    def _count_about(self, finding: Finding) -> str:
        if not finding.is_at_least:
            return ""
        return self.tr("A lower bound: of some accesses the phone keeps only the last.")

    def _add_fact(self, number: int, name: str, value: str, about: str) -> None:
        told = selectable(label(clean(value), wraps=True, name=f"findingFact_{number}"))
        told.setAccessibleName(f"{name}: {value}")
        told.setMinimumWidth(1)
        told.setToolTip(clean(about or value))
        self._facts.addRow(label(name, "muted"), told)
        if about:
            self._facts.addRow(QLabel(), label(clean(about), "muted", wraps=True))

    def _show_sure(self, finding: Finding) -> None:
        clear_layout(self._sure)
        lang = self._labels.lang
        texts = (said.grade(finding, lang), *said.live_texts(finding, lang))
        for text in (*texts, said.cap_text(finding, lang)):
            if text:
                self._sure.addWidget(selectable(label(text, wraps=True)))

    def _show_rule(self, finding: Finding) -> None:
        clear_layout(self._rule)
        rule, lang = finding.rule, self._labels.lang
        whose = self.tr("comes with this program") if rule.is_own else self.tr("from your folder")
        place = self.tr("Rule %1, version %2, %3 (%4)").replace("%1", rule.id)
        place = place.replace("%2", self._labels.number(rule.version)).replace("%3", whose)
        texts = [clean(rule.explanation[lang]), *self._thresholds(finding)]
        for text in texts:
            self._rule.addWidget(selectable(label(text, wraps=True)))
        self._rule.addWidget(label(place.replace("%4", clean(rule.file, 80)), "muted", wraps=True))

    def _thresholds(self, finding: Finding) -> list[str]:
        lang = self._labels.lang
        told = [said.threshold_text(each, lang) for each in finding.rule.thresholds]
        return [f"•  {clean(each)}" for each in told]

    def _show_clauses(self, finding: Finding) -> None:
        clear_layout(self._clauses)
        lang, told = self._labels.lang, dict[str, list[str]]()
        for each in finding.rule.references:
            told.setdefault(each.jurisdiction, []).append(said.reference_text(each, lang))
        for code, texts in told.items():
            clauses = self._labels.parted(clean(each, 200) for each in texts)
            text = f"{jurisdiction(code)}: {clauses}"
            self._clauses.addWidget(selectable(label(text, wraps=True)))
        note = self.tr(
            "The clauses address this kind of behaviour. Whether one applies here is for an "
            "authority to say: a finding is a reason to look, no verdict."
        )
        self._clauses.addWidget(label(note, "muted", wraps=True))

    def _show_samples(self, finding: Finding) -> None:
        self._raw_part.hide()
        self._samples.blockSignals(True)
        self._samples.clear()
        for each in finding.samples:
            self._samples.addItem(self._place(each))
        self._samples.setCurrentRow(-1)
        self._samples.blockSignals(False)
        self._samples.setVisible(bool(finding.samples))
        self._samples_text.setText(self._samples_said(finding))

    def _samples_said(self, finding: Finding) -> str:
        if not finding.samples:
            return self.tr("No single line carries it: it rests on what readings list, or do not.")
        number = len(finding.samples)
        return self.tr("%Ln line(s) of it. Choose one to read it in its file.", None, number)

    def _place(self, line: Line) -> str:
        place = self.tr("%1, line %2").replace("%1", f"{line.capture_id}/{line.raw_file}")
        return clean(place.replace("%2", self._labels.number(line.line)), 200)

    def _choose_line(self, number: int) -> None:
        if self.finding is not None and 0 <= number < len(self.finding.samples):
            self.line_chosen.emit(self.finding.samples[number])
