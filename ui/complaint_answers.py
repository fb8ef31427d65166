"""Step 3 of a complaint: what only the person knows, field by field as the channel asks for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from auditor.complaint.lengths import form_length
from auditor.complaint.phrases import chosen
from auditor.complaint.records import Channel, Contact, Field, Filler, OwnFields, Shape, date_of
from ui.complaint_channel import guide_row
from ui.contact_rows import DATE_HINT, ContactRows
from ui.labels import Labels
from ui.theme import Theme
from ui.widgets import card, clear_layout, column, label, push_button, row, set_kind

TEXT_LINES = 4


class AnswersStep(QWidget):
    """One field under the other. Answers of fields that a channel does not ask for stay kept."""

    changed = Signal()
    forget_chosen = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels, self._theme = labels, theme
        self._channel: Channel | None = None
        self._values: dict[str, str] = {}
        self._contacts: tuple[Contact, ...] = ()
        self._fields, self._warnings = QVBoxLayout(), QVBoxLayout()
        self._shown: dict[str, AnswerField] = {}
        self._place = label(kind="muted", wraps=True, name="answersPlace")
        self._build()

    @property
    def own(self) -> OwnFields:
        """All that was typed, for this channel and others."""
        return OwnFields({key: text for key, text in self._values.items() if text}, self._contacts)

    @property
    def missing(self) -> int:
        """How many required fields of the channel are empty or not as they should be."""
        return sum(bool(each.trouble) for each in self._shown.values())

    def show_own(self, own: OwnFields, place: str) -> None:
        """Show what was kept, and say where that is."""
        self._values, self._contacts = dict(own.values), own.contacts
        text = self.tr(
            "What you type stays on this computer, in a file of its own (%1). It goes into the "
            "complaint and the letter, and never into the evidence bundle."
        )
        self._place.setText(text.replace("%1", place))
        self._fill()

    def show_channel(self, channel: Channel) -> None:
        """Ask for what a channel asks for."""
        if self._channel is not channel:
            self._channel = channel
            self._fill()

    def show_all_troubles(self) -> None:
        """Say of every required field that it is empty, also of those nobody came to yet."""
        for each in self._shown.values():
            each.tell_all()

    def focus_field(self, key: str) -> None:
        """Go to a field, else to the first that needs something."""
        troubled = (each for each in self._shown.values() if each.trouble)
        found = self._shown.get(key) or next(troubled, None)
        if found is not None:
            found.focus()

    def _build(self) -> None:
        forget = push_button(
            self.tr("Forget my answers …"),
            "answersForget",
            self.tr("Delete what you typed from this computer; you are asked first"),
            self.forget_chosen.emit,
        )
        title = label(self.tr("What only you know"), "heading", wraps=True)
        self._fields.setSpacing(12)
        self._warnings.setSpacing(8)
        parts = (title, self._place, self._warnings, self._fields, row(forget, 1))
        self.setLayout(column(*parts, spacing=10))

    def _fill(self) -> None:
        clear_layout(self._fields)
        clear_layout(self._warnings)
        self._shown = {}
        channel = self._channel
        if channel is None:
            return
        lines = [guide_row(each, self._labels.lang, self._theme) for each in channel.warnings]
        if lines:
            before = label(self.tr("Before you add your name"), wraps=True)
            told = column(before, *lines, spacing=8)
            told.setContentsMargins(14, 10, 14, 10)
            self._warnings.addWidget(card(told, "notice", "answersWarnings"))
        for field in channel.fields:
            if field.filler is Filler.PERSON:
                self._add(field)

    def _add(self, field: Field) -> None:
        if field.shape is Shape.CONTACTS:
            rows = ContactRows(field, self._labels.lang)
            rows.show_contacts(self._contacts)
            rows.changed.connect(self._take_contacts)
            self._shown[field.key] = rows
            self._fields.addWidget(rows)
            return
        made = AnswerField(field, self._labels, self._values.get(field.key, ""))
        made.changed.connect(self._take)
        self._shown[field.key] = made
        self._fields.addWidget(made)

    def _take(self, answer: tuple[str, str]) -> None:
        key, text = answer
        self._values[key] = text
        self.changed.emit()

    def _take_contacts(self, contacts: tuple[Contact, ...]) -> None:
        self._contacts = contacts
        self.changed.emit()


class AnswerField(QWidget):
    """A field with its help, how long it is, and what is wrong with it, at the field itself."""

    changed = Signal(object)  # tuple[str, str]: key and text

    def __init__(self, field: Field, labels: Labels, text: str) -> None:
        super().__init__()
        self._field, self._labels = field, labels
        self._was_here = False
        lang = labels.lang
        self._name = chosen(field.label, lang)
        self._said = label(wraps=True, name=f"answerNote_{field.key}")
        self._edit = self._editor(text)
        self._edit.setObjectName(f"answer_{field.key}")
        self._edit.setAccessibleName(self._name)
        self._edit.setAccessibleDescription(chosen(field.help, lang) or self._name)
        required = self.tr("required") if field.is_required else self.tr("not required")
        head = row(label(self._name), label(required, "muted"), 1, spacing=8)
        parts: list = [head, self._edit, self._said]
        if chosen(field.help, lang):
            parts.insert(1, label(chosen(field.help, lang), "muted", wraps=True))
        self.setLayout(column(*parts, spacing=4))
        self._tell()

    @property
    def trouble(self) -> str:
        """What is wrong, in words; empty if nothing is."""
        text, longest = self._text(), self._field.longest
        if not text:
            return self.tr("This is required.") if self._field.is_required else ""
        if longest is not None and form_length(text) > longest:
            over = self._labels.number(form_length(text) - longest)
            return self.tr("Too long by %1 characters.").replace("%1", over)
        if self._field.shape is Shape.DATE and date_of(text) is None:
            return self.tr("Write the date so: %1.").replace("%1", DATE_HINT)
        return ""

    def tell_all(self) -> None:
        """Say also that it is required and empty: not before somebody was here."""
        self._was_here = True
        self._tell()

    def focus(self) -> None:
        """Put the cursor into it."""
        self._edit.setFocus()

    def _editor(self, text: str) -> QLineEdit | QPlainTextEdit:
        if self._field.shape is Shape.TEXT:
            made = QPlainTextEdit(text)
            made.setTabChangesFocus(True)
            made.setFixedHeight(self.fontMetrics().lineSpacing() * TEXT_LINES + 20)
            made.textChanged.connect(self._take)
            return made
        line = QLineEdit(text)
        if self._field.shape is Shape.DATE:
            line.setPlaceholderText(DATE_HINT)
        line.textChanged.connect(self._take)
        return line

    def _text(self) -> str:
        edit = self._edit
        text = edit.toPlainText() if isinstance(edit, QPlainTextEdit) else edit.text()
        return text.strip()

    def _take(self) -> None:
        self._was_here = True
        self._tell()
        self.changed.emit((self._field.key, self._text()))

    def _tell(self) -> None:
        """Say what is wrong, else how long it is where there is a limit."""
        trouble, longest = self.trouble if self._was_here else "", self._field.longest
        told = trouble
        if longest is not None:
            counts = self.tr("%1 of %2 characters")
            counts = counts.replace("%1", self._labels.number(form_length(self._text())))
            told = f"{counts.replace('%2', self._labels.number(longest))}  {trouble}".strip()
        self._said.setText(told)
        self._said.setVisible(bool(told))
        set_kind(self._said, "trouble" if trouble else "muted")
