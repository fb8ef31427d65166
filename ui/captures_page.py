"""The Captures page: every reading, its files with hashes, what was cut; two of them compared."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSplitter, QTabWidget, QWidget

from auditor import words
from auditor.compare import Comparison
from auditor.errors import AuditorError
from auditor.filters import EventFilter
from auditor.footprint import said
from auditor.manifest import RawFile
from auditor.query import CaptureRow
from ui import icons, reads
from ui.ask import Ask
from ui.blank_page import BlankPage
from ui.capture_words import clock_text, left_out_lines, origin_text
from ui.companion_tables import NoticesTable
from ui.comparison_table import ComparisonView
from ui.jobs import Jobs, Progress
from ui.labels import UNKNOWN, Labels, zone_of
from ui.reads import CaptureDetails
from ui.rows_table import Field, RowsTable, choose_row
from ui.session import CaseInfo, Session
from ui.theme import Theme
from ui.widgets import clean, column, label, push_button, row, selectable, stacked
from ui.work_bar import WorkBar


class CapturesPage(QWidget):
    """Captures above; below the files of the chosen one, and what differs from an earlier one."""

    failed = Signal(object)  # AuditorError
    begin_chosen = Signal(object)
    app_chosen = Signal(object)  # AppKey
    delete_chosen = Signal(object)  # capture_id
    reload_chosen = Signal()
    stop_chosen = Signal()

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        labels: Labels,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session, self._jobs, self._labels, self._theme = session, jobs, labels, theme
        self._chosen: CaptureRow | None = None
        self._phone: str | None = None
        self.ask, self.work = Ask("askDelete", theme), WorkBar()
        self.comparison = ComparisonView(labels, theme)
        self._build()
        session.case_changed.connect(self._show_case)
        session.filter_changed.connect(self._follow_filter)
        self.captures.row_chosen.connect(self._show_capture)
        self.comparison.before_chosen.connect(self._compare)
        self.comparison.app_chosen.connect(self.app_chosen)
        self.work.stop_chosen.connect(self.stop_chosen)
        self._show_case(session.case)

    def show_work(self, title: str) -> None:
        """Say that the case is being worked out anew."""
        self.ask.hide()
        self._set_busy(True)
        self.work.begin(title)

    def show_progress(self, progress: Progress) -> None:
        """Show how far that is."""
        self.work.show_progress(progress)

    def end_work(self) -> None:
        """Offer again what one can do."""
        self._set_busy(False)
        self.work.end()

    def _set_busy(self, is_busy: bool) -> None:
        for button in (self._delete, self._reload):
            button.setEnabled(not is_busy)

    def _build(self) -> None:
        down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        self.captures = RowsTable(
            "capturesTable", self.tr("Readings"), self._capture_fields(), (0, down)
        )
        self.files = RowsTable("filesTable", self.tr("Raw files"), self._file_fields(), (0, up))
        self._verdict = selectable(label(kind="muted", wraps=True, name="hashVerdict"))
        self._notes = QPlainTextEdit()
        self._notes.setObjectName("unparsedLines")
        self._notes.setProperty("kind", "raw")
        self._notes.setReadOnly(True)
        self._notes.setAccessibleName(self.tr("Cut, left out, not understood"))
        self._notes.setToolTip(self.tr("All of it is kept in the raw files, as the phone wrote it"))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("captureTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self._files_tab(), self.tr("Raw files"))
        self.tabs.addTab(self.comparison, self.tr("What changed"))
        self.tabs.addTab(self._notes, "")
        self.notices = NoticesTable(self._labels)
        self._notices_at = self.tabs.addTab(self.notices, "")
        self.tabs.setTabVisible(self._notices_at, False)
        lower = _Lower()
        lower.setLayout(column(self._bar(), self.ask, self.work, self.tabs, spacing=8))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.captures)
        split.addWidget(lower)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 2)
        self._body = QWidget()
        self._body.setLayout(column(split, margin=14))
        self._nothing = BlankPage(
            self._theme,
            "emptyCaptures",
            "captures",
            self.tr("No readings yet"),
            self.tr("Here stands every reading of a phone, with its raw files and their hashes."),
            (("home", self.tr("Begin on the Home page")),),
        )
        self._nothing.action_chosen.connect(self.begin_chosen)
        self._stack = stacked(self, self._nothing, self._body)

    def _files_tab(self) -> QWidget:
        made = QWidget()
        self._footprint = selectable(label(kind="muted", wraps=True, name="footprint"))
        self._footprint.setToolTip(words.word("footprint.limits", self._labels.lang))
        made.setLayout(column(self.files, self._verdict, self._footprint, spacing=6))
        return made

    def _bar(self) -> QHBoxLayout:
        self._title = label(kind="heading", name="captureTitle", wraps=True)
        check = push_button(
            self.tr("Check all hashes"),
            "checkHashes",
            self.tr("Compute SHA-256 of every raw file again and compare"),
            self._check_hashes,
        )
        self._reload = push_button(
            self.tr("Parse again"),
            "reloadCase",
            self.tr("Read every raw file of the case anew, as this version of the program does"),
            self.reload_chosen.emit,
        )
        self._delete = push_button(
            self.tr("Delete …"),
            "deleteCapture",
            self.tr("Delete this reading with its raw files for good"),
            self._ask_to_delete,
        )
        sessions = push_button(
            self.tr("Test sessions"),
            "toSessions",
            self.tr("Follow a test plan over an app, mark by mark"),
            lambda: self.begin_chosen.emit("sessions"),
        )
        line = row(self._title, sessions, check, self._reload, self._delete, spacing=8)
        line.setStretch(0, 1)
        return line

    def _capture_fields(self) -> list[Field[CaptureRow]]:
        labels = self._labels
        return [
            Field(self.tr("Begun"), self._begun_text, lambda c: c.started_ms, 22),
            Field(
                self.tr("Took"),
                lambda c: labels.duration(c.ended_ms - c.started_ms if c.ended_ms else None),
                lambda c: (c.ended_ms or c.started_ms) - c.started_ms,
                14,
                True,
            ),
            Field(self.tr("Phone"), self._phone_text, self._phone_text, 34),
            Field(self.tr("Read by"), origin_text, lambda c: (c.origin, c.plan), 24),
            Field(self.tr("Android"), lambda c: c.release or UNKNOWN, lambda c: c.api or 0, 10),
            self._number(self.tr("Files"), lambda c: c.files),
            self._number(self.tr("Cut"), lambda c: c.files_cut),
            Field(
                self.tr("Size"),
                lambda c: labels.size(c.size_bytes),
                lambda c: c.size_bytes,
                12,
                True,
            ),
            self._number(self.tr("Records"), lambda c: c.records),
            self._number(self.tr("Not understood"), lambda c: c.unparsed),
            Field(
                self.tr("Clock of the phone"),
                lambda c: clock_text(c, labels),
                lambda c: abs(c.clock_difference_ms or 0),
                26,
            ),
            Field(self.tr("Reading"), lambda c: c.capture_id, lambda c: c.capture_id, 40),
        ]

    def _number(self, title: str, value) -> Field[CaptureRow]:
        wide = max(len(title) + 4, 9)
        return Field(title, lambda c: self._labels.number(value(c)), value, wide, True)

    def _file_fields(self) -> list[Field[RawFile]]:
        labels, theme = self._labels, self._theme
        whole = icons.icon("check", theme.fine)
        cut = icons.icon("warning", theme.on_alarm)
        return [
            Field(self.tr("File"), lambda f: f.file, lambda f: f.file, 34),
            Field(
                self.tr("State"),
                self._state_text,
                lambda f: (f.whole, f.reason or ""),
                30,
                icon=lambda f: whole if f.whole else cut,
            ),
            Field(
                self.tr("Size"),
                lambda f: labels.size(f.size_bytes),
                lambda f: f.size_bytes,
                12,
                True,
            ),
            Field(self.tr("Command"), lambda f: f.line or UNKNOWN, lambda f: f.line, 44),
            Field("SHA-256", lambda f: f.sha256, lambda f: f.sha256, 70),
        ]

    def _phone_text(self, capture: CaptureRow) -> str:
        case = self._session.case
        return case.phone_name(capture.device_id) if case else capture.device_id

    def _begun_text(self, capture: CaptureRow) -> str:
        return self._labels.time(capture.started_ms, zone_of(capture.zone))

    def _state_text(self, raw: RawFile) -> str:
        if raw.whole:
            return self.tr("whole")
        reason = words.find(f"cut_reason.{raw.reason}", self._labels.lang) or raw.reason or ""
        return self.tr("cut: %1").replace("%1", reason)

    def _follow_filter(self, wanted: EventFilter) -> None:
        """Of the filter only the phone matters here."""
        if wanted.device_id != self._phone:
            self._show_case(self._session.case)

    def _show_case(self, case: CaseInfo | None) -> None:
        self._phone = self._session.filter.device_id
        taken = list(case.of_phone(self._phone).captures) if case else []
        self._stack.setCurrentWidget(self._body if taken else self._nothing)
        self.captures.rows.show_rows(taken)
        self.files.rows.show_rows([])
        self._chosen = None
        self.ask.hide()
        if case is not None:
            apps = case.apps_in(self._labels.lang)
            names = {(a.device_id, a.uid, a.package): a.label or a.package for a in apps}
            self.comparison.show_titles(names)
        if taken:
            choose_row(self.captures, 0)

    def _show_capture(self, capture: CaptureRow) -> None:
        case = self._session.case
        if case is None:
            return
        self._chosen = capture
        begun = self.tr("Reading of %1").replace("%1", self._begun_text(capture))
        self._title.setText(begun)
        self._say("")
        self.ask.hide()
        self._jobs.run(
            reads.capture_details,
            case.path,
            capture.folder,
            capture.capture_id,
            on_done=self._show_details,
            on_error=self.failed.emit,
            key="capture",
        )
        self._offer_comparison(case, capture)

    def _show_details(self, details: CaptureDetails) -> None:
        self.files.rows.show_rows(details.manifest.files)
        left = details.footprint
        self._footprint.setVisible(left is not None)
        self._footprint.setText(said(left, self._labels.lang) if left is not None else "")
        lines = left_out_lines(details, self._labels)
        self._notes.setPlainText("\n".join(lines) or self.tr("Nothing: every file is whole."))
        number = len(details.unparsed) + sum(not raw.whole for raw in details.manifest.files)
        number += len(details.manifest.skipped)
        title = self.tr("Cut, left out, not understood (%1)")
        self.tabs.setTabText(2, title.replace("%1", self._labels.number(number)))
        self.notices.rows.show_rows(details.notices)
        title = self.tr("Notices (%1)").replace("%1", self._labels.number(len(details.notices)))
        self.tabs.setTabText(self._notices_at, title)
        self.tabs.setTabVisible(self._notices_at, bool(details.notices))

    def _offer_comparison(self, case: CaseInfo, capture: CaptureRow) -> None:
        others = [
            each
            for each in case.captures
            if each.device_id == capture.device_id and each.capture_id != capture.capture_id
        ]
        earlier = [each for each in others if each.started_ms < capture.started_ms]
        chosen = earlier[-1] if earlier else others[0] if others else None
        self.comparison.show_choices(others, chosen)
        if chosen is not None:
            self._compare(chosen.capture_id)

    def _compare(self, other_id: str) -> None:
        case, chosen = self._session.case, self._chosen
        if case is None or chosen is None:
            return
        self._jobs.run(
            reads.comparison,
            case.path,
            other_id,
            chosen.capture_id,
            on_done=self._show_comparison,
            on_error=self.failed.emit,
            key="comparison",
        )

    def _show_comparison(self, found: Comparison) -> None:
        self.comparison.show_comparison(found)

    def _ask_to_delete(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        question = self.tr(
            "Delete the reading of %1 with its %2 raw files? This cannot be undone: they exist "
            "nowhere else unless you exported or copied them. The other readings are kept."
        )
        question = question.replace("%1", self._begun_text(chosen))
        self.ask.ask(
            question.replace("%2", self._labels.number(chosen.files)),
            self.tr("Delete for good"),
            lambda: self.delete_chosen.emit(chosen.capture_id),
        )

    def _check_hashes(self) -> None:
        case = self._session.case
        if case is None or self._chosen is None:
            return
        self.tabs.setCurrentIndex(0)
        self._say(self.tr("Checking …"))
        self._jobs.run(
            reads.changed_files,
            case.path,
            self._chosen.folder,
            on_done=self._show_verdict,
            on_error=self._show_trouble,
            key="hashes",
        )

    def _show_verdict(self, changed: list[str]) -> None:
        if not changed:
            self._say(self.tr("Every file holds exactly the bytes that were read."))
            return
        told = self.tr("%Ln file(s) changed or missing: ", None, len(changed))
        self._say(clean(told + self._labels.listed(changed)))

    def _say(self, verdict: str) -> None:
        self._verdict.setText(verdict)
        self._verdict.setVisible(bool(verdict))

    def _show_trouble(self, error: AuditorError) -> None:
        self._say("")
        self.failed.emit(error)


class _Lower(QWidget):
    """What stands below the table; texts that wrap at its width get the height they need."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        needed = self.layout().totalMinimumHeightForWidth(max(self.width(), least.width()))
        return least.expandedTo(QSize(0, needed))
