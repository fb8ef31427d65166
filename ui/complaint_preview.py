"""Step 4 of a complaint: exactly what leaves, what stands in the way, and what is saved."""

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from auditor.complaint.phrases import chosen
from auditor.complaint.problems import problem_text
from auditor.complaint.records import Complaint, EventLine, Filler, Problem, Trouble
from ui.bundle_lists import BundleLists
from ui.complaint_work import BUNDLE, Ready, Saved
from ui.flow import FlowLayout
from ui.labels import Labels
from ui.rows_table import Field, RowsTable
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
)
from ui.work_bar import WorkBar

TEXT_LINES = 24
PICTURE_SCALE = 2.0
UP = Qt.SortOrder.AscendingOrder


class PreviewStep(QWidget):
    """Tabs with every part as it would be written. Nothing is sent by the program."""

    field_chosen = Signal(object)  # key of a field that needs something
    all_chosen = Signal()
    one_chosen = Signal(object)  # txt, pdf or docx

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels, self._theme = labels, theme
        self._standing = QVBoxLayout()
        self.tabs = QTabWidget()
        self.work = WorkBar()
        self._saved = QVBoxLayout()
        self._buttons = self._make_buttons()
        self._build()

    def begin(self, title: str) -> None:
        """Wait for work that has a way to stop it."""
        self.work.begin(title)
        for each in self._buttons:
            each.setEnabled(False)

    def end(self) -> None:
        """The work is over, whatever came of it."""
        self.work.end()
        for each in self._buttons:
            each.setEnabled(self.tabs.count() > 0)

    def clear(self) -> None:
        """Show nothing: another complaint is on its way."""
        clear_layout(self._standing)
        clear_layout(self._saved)
        while self.tabs.count():
            old = self.tabs.widget(0)
            self.tabs.removeTab(0)
            old.deleteLater()
        self.tabs.hide()

    def show_ready(self, ready: Ready) -> None:
        """Show a complaint as it would leave."""
        place = self.tabs.currentIndex()
        self.clear()
        made = ready.complaint
        self._show_standing(made)
        for document in ready.texts:
            self._add_text(document.name, document.text or "")
        self._add_events(made)
        self._add_picture(made.picture_svg)
        self.tabs.addTab(scrolled(self._bundle(ready)), self.tr("Evidence bundle"))
        self.tabs.setCurrentIndex(max(place, 0))
        self.tabs.show()
        self.end()

    def show_saved(self, saved: Saved) -> None:
        """Say what lies where, and the number that seals the bundle."""
        clear_layout(self._saved)
        self.end()
        lines = [
            label(self.tr("Saved. Nothing was sent: you decide who gets it."), "heading", True),
            selectable(label(clean(str(saved.path)), "raw", wraps=True, name="complaintSavedPath")),
        ]
        if saved.digest is not None:
            names = self._labels.listed(saved.names)
            lines.append(label(clean(names), "muted", wraps=True, name="complaintSavedNames"))
            lines.append(
                label(self.tr("SHA-256 of the bundle's manifest: write it down elsewhere."))
            )
            lines.append(selectable(label(saved.digest, "raw", wraps=True, name="complaintDigest")))
        self._saved.addWidget(card(column(*lines, spacing=6, margin=14), name="complaintSaved"))

    def _build(self) -> None:
        self.tabs.setObjectName("complaintTabs")
        self.tabs.setAccessibleName(self.tr("What leaves this computer"))
        self.tabs.hide()
        title = label(self.tr("Exactly what would leave"), "heading", wraps=True)
        note = label(
            self.tr(
                "Nothing is sent. Files are written where you choose, and you hand them in. What "
                "you typed stands in the complaint and the letter only."
            ),
            "muted",
            wraps=True,
        )
        buttons = FlowLayout(*self._buttons, spacing=8)
        parts = (title, note, self._standing, self.work, buttons, self._saved, self.tabs)
        self.setLayout(column(*parts, spacing=10))

    def _make_buttons(self) -> tuple[QWidget, ...]:
        made = push_button(
            self.tr("Save all of it …"),
            "complaintSaveAll",
            self.tr("Complaint, letter, checklist and evidence bundle into a new folder"),
            self.all_chosen.emit,
            "primary",
        )
        tip = self.tr("Only the complaint, without the bundle")
        texts = {
            "txt": self.tr("Only text …"),
            "pdf": self.tr("Only PDF …"),
            "docx": self.tr("Only Word …"),
        }
        single = [
            push_button(text, f"complaintSave_{form}", tip, self._sender(form))
            for form, text in texts.items()
        ]
        return made, *single

    def _sender(self, form: str):
        return lambda: self.one_chosen.emit(form)

    def _show_standing(self, made: Complaint) -> None:
        """Say what stands in the way, each with a way to the field."""
        if made.is_sample:
            text = self._labels.sentence("limit_sample", {})
            self._standing.addWidget(label(text, "sample", wraps=True, name="complaintSample"))
        missing = [each for each in made.problems if each.trouble is Trouble.MISSING]
        if missing:
            self._standing.addWidget(self._missing(missing, made))
        rest = [each for each in made.problems if each.trouble is not Trouble.MISSING]
        for number, problem in enumerate(rest):
            said = problem_text(problem, made.channel, self._labels.lang)
            field = made.channel.field(problem.key or "")
            is_persons = field is not None and field.filler is Filler.PERSON
            note = self._note(said, problem.key or "", f"complaintProblem_{number}", is_persons)
            self._standing.addWidget(note)

    def _missing(self, missing: list[Problem], made: Complaint) -> QWidget:
        """Name all that is required and empty at once."""
        fields = (made.channel.field(each.key or "") for each in missing)
        names = self._labels.listed(
            chosen(each.label, self._labels.lang) for each in fields if each
        )
        said = self.tr("It is a draft. Required and empty: %1. You can save it so.")
        return self._note(said.replace("%1", names), missing[0].key or "", "complaintDraft")

    def _note(self, text: str, key: str, name: str, is_persons: bool = True) -> QWidget:
        icon = icon_label("warning" if is_persons else "info", self._theme.on_notice, 20)
        line = row(icon, label(clean(text), wraps=True, name=name), spacing=10)
        line.setStretch(1, 1)
        if is_persons:
            tip = self.tr("Go to this field")
            line.addWidget(
                push_button(
                    self.tr("Fill it in"), f"{name}Do", tip, lambda: self.field_chosen.emit(key)
                )
            )
        line.setContentsMargins(12, 7, 12, 7)
        return card(line, "notice")

    def _add_text(self, name: str, text: str) -> None:
        titles = {
            "complaint.txt": self.tr("Complaint"),
            "letter.txt": self.tr("Letter to the operator"),
            "checklist.txt": self.tr("Checklist"),
        }
        title = titles.get(name, name)
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setObjectName(f"preview_{name}")
        shown.setAccessibleName(title)
        shown.setAccessibleDescription(self.tr("As it would be written; it can be copied"))
        shown.setMinimumHeight(self.fontMetrics().lineSpacing() * TEXT_LINES)
        copy = push_button(
            self.tr("Copy the text"),
            f"copy_{name}",
            self.tr("Copy all of it, to paste it into the authority's form"),
            lambda: QGuiApplication.clipboard().setText(text),
        )
        page = QWidget()
        page.setLayout(column(shown, row(copy, 1), spacing=6, margin=8))
        self.tabs.addTab(page, title)

    def _add_events(self, made: Complaint) -> None:
        fields: list[Field[EventLine]] = [
            Field(self.tr("Finding"), lambda e: str(e.number), lambda e: e.number, 9, True),
            Field(self.tr("Local time"), lambda e: e.local, lambda e: e.utc, 24),
            Field(self.tr("UTC"), lambda e: e.utc, lambda e: e.utc, 24),
            Field(self.tr("Exact to"), lambda e: e.precision, lambda e: e.precision, 14),
            Field(self.tr("What"), lambda e: e.what, lambda e: e.what, 26),
            Field(self.tr("State"), lambda e: e.state, lambda e: e.state, 16),
            Field(self.tr("How often"), lambda e: e.count, lambda e: e.count, 10),
            Field(self.tr("Raw line"), lambda e: e.place, lambda e: e.place, 40),
        ]
        table = RowsTable("complaintEvents", self.tr("Events of the complaint"), fields, (0, UP))
        table.rows.show_rows(made.events)
        left = made.events_left_out
        said = self.tr("%Ln event(s) stand in the table of the PDF.", None, len(made.events))
        if left:
            said += " " + self.tr("%Ln more are in the bundle only.", None, left)
        page = QWidget()
        page.setLayout(column(label(said, "muted", wraps=True), table, spacing=6, margin=8))
        self.tabs.addTab(page, self.tr("Events"))

    def _add_picture(self, svg: str | None) -> None:
        if svg is None:
            return
        shown = QLabel()
        shown.setPixmap(_pixmap(svg))
        shown.setObjectName("complaintPicture")
        shown.setAccessibleName(self.tr("The timeline as it stands in the complaint"))
        inside = QWidget()
        inside.setObjectName("content")
        inside.setLayout(column(shown, 1, margin=8))
        area = scrolled(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.tabs.addTab(area, self.tr("Picture"))

    def _bundle(self, ready: Ready) -> QWidget:
        inside = QWidget()
        inside.setObjectName("content")
        said = self.tr(
            "A sealed file, %1, that others can check. It holds nothing of what you typed."
        )
        intro = label(said.replace("%1", BUNDLE), wraps=True)
        inside.setLayout(
            column(intro, BundleLists(ready.bundle, self._labels), 1, spacing=8, margin=10)
        )
        return inside


def _pixmap(svg: str) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    made = QPixmap(renderer.defaultSize() * PICTURE_SCALE)
    made.fill(Qt.GlobalColor.white)
    with QPainter(made) as painter:
        renderer.render(painter)
    made.setDevicePixelRatio(PICTURE_SCALE)
    return made
