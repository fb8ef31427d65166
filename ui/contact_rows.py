"""What was written to the operator and what it answered: a card each, added and removed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from auditor.complaint.phrases import chosen
from auditor.complaint.records import Contact, Field, date_of
from ui.widgets import card, clear_layout, column, label, push_button, row, set_kind, text_width

KEYS = ("date", "channel", "text", "answer")
MOST = 30
DATE_HINT = "2026-05-31"


class ContactRows(QWidget):
    """One card for each contact, and a button for one more."""

    changed = Signal(object)  # tuple[Contact, ...]

    def __init__(self, field: Field, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._rows: list[dict[str, QLineEdit]] = []
        self._was_here = False
        self._layout = QVBoxLayout()
        self._said = label(wraps=True, name=f"answerNote_{field.key}")
        self._texts = {
            "date": self.tr("Date (2026-05-31)"),
            "channel": self.tr("How: e-mail, form, phone"),
            "text": self.tr("What you wrote or said"),
            "answer": self.tr("What they answered, if they did"),
        }
        self._add = push_button(
            self.tr("Add a contact with the operator"),
            "contactAdd",
            self.tr("A letter, an e-mail or a call, and what came back"),
            self._add_empty,
        )
        required = self.tr("required") if field.is_required else self.tr("not required")
        head = row(label(chosen(field.label, lang)), label(required, "muted"), 1, spacing=8)
        help_text = label(chosen(field.help, lang), "muted", wraps=True)
        self.setLayout(
            column(head, help_text, self._layout, row(self._add, 1), self._said, spacing=4)
        )
        help_text.setVisible(bool(chosen(field.help, lang)))

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Those of which anything is told."""
        texts = [[each[key].text().strip() for key in KEYS] for each in self._rows]
        return tuple(Contact(*each) for each in texts if any(each))

    @property
    def trouble(self) -> str:
        """What is wrong, in words; empty if nothing is."""
        if any(each.date and date_of(each.date) is None for each in self.contacts):
            return self.tr("Write each date so: %1.").replace("%1", DATE_HINT)
        if self._field.is_required and not self.contacts:
            return self.tr("This is required: the authority wants you to ask the operator first.")
        return ""

    def show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        """Show what was kept."""
        self._rows = []
        clear_layout(self._layout)
        for each in contacts[:MOST]:
            self._add_row(each)
        self._tell()

    def tell_all(self) -> None:
        """Say also that it is required and empty: not before somebody was here."""
        self._was_here = True
        self._tell()

    def focus(self) -> None:
        """Put the cursor into the first row, or on the button for one."""
        (self._rows[0]["date"] if self._rows else self._add).setFocus()

    def _add_empty(self) -> None:
        self._add_row(Contact("", "", "", ""))
        self._rows[-1]["date"].setFocus()

    def _add_row(self, contact: Contact) -> None:
        number = len(self._rows)
        fields = {key: self._line(key, number, getattr(contact, key)) for key in KEYS}
        self._rows.append(fields)
        remove = push_button(
            self.tr("Remove"), f"contactRemove_{number}", self.tr("Remove this contact")
        )
        first = row(fields["date"], fields["channel"], remove)
        first.setStretch(1, 1)
        layout = column(first, fields["text"], fields["answer"], spacing=6, margin=10)
        made = card(layout)
        remove.clicked.connect(lambda _checked=False: self._remove(fields, made))
        self._layout.addWidget(made)
        self._add.setEnabled(len(self._rows) < MOST)

    def _line(self, key: str, number: int, text: str) -> QLineEdit:
        made = QLineEdit(text)
        made.setObjectName(f"contact_{number}_{key}")
        made.setPlaceholderText(self._texts[key])
        made.setAccessibleName(self._texts[key])
        made.setToolTip(self._texts[key])
        if key == "date":
            made.setMinimumWidth(text_width(made, 19))
        made.textChanged.connect(lambda _text: self._take())
        return made

    def _remove(self, fields: dict[str, QLineEdit], frame: QWidget) -> None:
        self._rows = [each for each in self._rows if each is not fields]
        self._layout.removeWidget(frame)
        frame.hide()
        frame.deleteLater()
        self._add.setEnabled(True)
        self._add.setFocus()
        self._take()

    def _take(self) -> None:
        self._was_here = True
        self._tell()
        self.changed.emit(self.contacts)

    def _tell(self) -> None:
        trouble = self.trouble if self._was_here else ""
        self._said.setText(trouble)
        self._said.setVisible(bool(trouble))
        set_kind(self._said, "trouble")
