"""The Captures page: every reading of a phone, its raw files with hashes, what was cut."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from auditor import words
from auditor.errors import AuditorError
from auditor.manifest import RawFile
from auditor.query import CaptureRow
from ui import icons, reads
from ui.blank_page import BlankPage
from ui.jobs import Jobs
from ui.labels import UNKNOWN, Labels, zone_of
from ui.reads import CaptureDetails
from ui.rows_table import Field, RowsTable
from ui.session import CaseInfo, Session
from ui.theme import Theme
from ui.widgets import clean, column, label, push_button, row, selectable

MOST_UNPARSED = 500


class CapturesPage(QWidget):
    """Captures above, the raw files of the chosen one below."""

    failed = Signal(object)  # AuditorError
    begin_chosen = Signal(object)

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
        self._build()
        session.case_changed.connect(self._show_case)
        self.captures.row_chosen.connect(self._show_capture)
        self._show_case(session.case)

    def _build(self) -> None:
        down = Qt.SortOrder.DescendingOrder
        self.captures = RowsTable(
            "capturesTable", self.tr("Readings"), self._capture_fields(), (0, down)
        )
        self.files = RowsTable(
            "filesTable",
            self.tr("Raw files"),
            self._file_fields(),
            (0, Qt.SortOrder.AscendingOrder),
        )
        self._title = label(kind="heading", name="captureTitle")
        self._verdict = selectable(label(kind="muted", wraps=True, name="hashVerdict"))
        self._check = push_button(
            self.tr("Check all hashes"),
            "checkHashes",
            self.tr("Compute SHA-256 of every raw file again and compare"),
            self._check_hashes,
        )
        self._unread = QPlainTextEdit()
        self._unread.setObjectName("unparsedLines")
        self._unread.setProperty("kind", "raw")
        self._unread.setReadOnly(True)
        self._unread.setAccessibleName(self.tr("Lines that were not understood"))
        self._unread.setMaximumHeight(self.fontMetrics().height() * 8)
        self._unread_title = label(kind="heading", name="unparsedTitle")
        head = row(self._title, self._verdict, self._check, spacing=14)
        head.setStretch(1, 1)
        lower = QWidget()
        lower.setLayout(column(head, self.files, self._unread_title, self._unread, spacing=8))
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
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

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
            Field(self.tr("Phone"), lambda c: c.device_id, lambda c: c.device_id, 22),
            Field(self.tr("Android"), lambda c: c.release or UNKNOWN, lambda c: c.api or 0, 10),
            Field(self.tr("Files"), lambda c: labels.number(c.files), lambda c: c.files, 8, True),
            Field(
                self.tr("Cut"), lambda c: labels.number(c.files_cut), lambda c: c.files_cut, 8, True
            ),
            Field(
                self.tr("Size"),
                lambda c: labels.size(c.size_bytes),
                lambda c: c.size_bytes,
                12,
                True,
            ),
            Field(
                self.tr("Records"),
                lambda c: labels.number(c.records),
                lambda c: c.records,
                12,
                True,
            ),
            Field(
                self.tr("Not understood"),
                lambda c: labels.number(c.unparsed),
                lambda c: c.unparsed,
                17,
                True,
            ),
            Field(self.tr("Reading"), lambda c: c.capture_id, lambda c: c.capture_id, 40),
        ]

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

    def _begun_text(self, capture: CaptureRow) -> str:
        return self._labels.time(capture.started_ms, zone_of(capture.zone))

    def _state_text(self, raw: RawFile) -> str:
        if raw.whole:
            return self.tr("whole")
        reason = words.find(f"cut_reason.{raw.reason}", self._labels.lang) or raw.reason or ""
        return self.tr("cut: %1").replace("%1", reason)

    def _show_case(self, case: CaseInfo | None) -> None:
        taken = list(case.captures) if case else []
        self._stack.setCurrentWidget(self._body if taken else self._nothing)
        self.captures.rows.show_rows(taken)
        self.files.rows.show_rows([])
        self._chosen = None
        if taken:
            self.captures.selectRow(0)

    def _show_capture(self, capture: CaptureRow) -> None:
        case = self._session.case
        if case is None:
            return
        self._chosen = capture
        self._title.setText(self.tr("Raw files"))
        self._verdict.setText("")
        self._jobs.run(
            reads.capture_details,
            case.path,
            capture.folder,
            capture.capture_id,
            on_done=self._show_details,
            on_error=self.failed.emit,
            key="capture",
        )

    def _show_details(self, details: CaptureDetails) -> None:
        self.files.rows.show_rows(details.manifest.files)
        number = len(details.unparsed)
        self._unread_title.setVisible(number > 0)
        self._unread.setVisible(number > 0)
        self._unread_title.setText(self.tr("%Ln line(s) not understood", None, number))
        lines = [
            f"{each.raw_file}:{each.line} [{self._labels.code('unparsed', each.reason)}]"
            f"  {clean(each.text)}"
            for each in details.unparsed[:MOST_UNPARSED]
        ]
        if number > MOST_UNPARSED:
            lines.append("…")
        self._unread.setPlainText("\n".join(lines))

    def _check_hashes(self) -> None:
        case = self._session.case
        if case is None or self._chosen is None:
            return
        self._verdict.setText(self.tr("Checking …"))
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
            self._verdict.setText(self.tr("Every file holds exactly the bytes that were read."))
            return
        told = self.tr("%Ln file(s) changed or missing: ", None, len(changed))
        self._verdict.setText(clean(told + ", ".join(changed)))

    def _show_trouble(self, error: AuditorError) -> None:
        self._verdict.setText("")
        self.failed.emit(error)
