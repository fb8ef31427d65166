"""Keep more: what it does, the phone's values before and after, one button to do or undo it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QVBoxLayout, QWidget

from auditor import words
from auditor.adb.keep_more import CUTOFF
from auditor.error_words import say_error
from auditor.errors import AuditorError
from auditor.keeping_more import LAST_API, Standing
from auditor.phone_changes import KeyChange, moment
from ui.keep_more_work import Found
from ui.labels import Labels
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
    text_width,
)

FIRST_WITH_WEEK = 33


class KeepMoreWindow(QDialog):
    """Changes nothing until its button is pressed; Esc closes it."""

    on_chosen = Signal(object)  # bool: for 30 days, too
    off_chosen = Signal()
    again_chosen = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keepMoreWindow")
        self._labels, self._theme = labels, theme
        self._found: Found | None = None
        self.setWindowTitle(self.tr("Keep more"))
        self._title = label(self.tr("Have the phone keep more"), "title", wraps=True)
        self._phone = label(kind="muted", wraps=True, name="keepMorePhone")
        self._sample = label(
            self.tr(
                "SAMPLE: this phone is made up, for trying it out. No real phone is changed, and "
                "what it keeps of that belongs to this case alone."
            ),
            "sample",
            wraps=True,
            name="keepMoreSample",
        )
        self._body, self._values = QVBoxLayout(), QGridLayout()
        self._body.setSpacing(10)
        self.longer = QCheckBox()
        self.longer.setObjectName("keepMoreLonger")
        self.longer.toggled.connect(lambda _on: self._show_values())
        self._on = push_button(
            self.tr("Change this phone"),
            "keepMoreOn",
            self.tr("Store the values that stand under “then” on the phone, and read them back"),
            lambda: self.on_chosen.emit(self.longer.isChecked()),
            "primary",
        )
        self._off = push_button(
            self.tr("Put back what was before"),
            "keepMoreOff",
            self.tr("Store exactly what was there before, and read it back"),
            self.off_chosen.emit,
        )
        self._again = push_button(
            self.tr("Ask the phone again"),
            "keepMoreAgain",
            self.tr("Ask the phone how it stands now; that changes nothing"),
            self.again_chosen.emit,
        )
        close = push_button(
            self.tr("Close"), "keepMoreClose", self.tr("Close this window (Esc)"), self.close
        )
        for button in (self._on, self._off, self._again, close):
            button.setAutoDefault(False)
        inside = QWidget()
        inside.setObjectName("content")
        parts = (self._title, self._phone, self._sample, self._body, self.longer, self._values)
        inside.setLayout(column(*parts, 1, spacing=10, margin=18))
        buttons = row(1, close, self._again, self._off, self._on)
        buttons.setContentsMargins(18, 4, 18, 14)
        layout = column(scrolled(inside), buttons, spacing=6)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.resize(text_width(self, 100), self.fontMetrics().height() * 42)

    def open_for(self, phone: str, is_made_up: bool = False) -> None:
        """Begin anew: the phone is being asked; one that is made up says so."""
        self._phone.setText(clean(phone, 120))
        self._sample.setVisible(is_made_up)
        self.show_waiting(self.tr("Asking the phone …"))
        self.show()
        self.raise_()
        self.activateWindow()

    def show_waiting(self, text: str) -> None:
        """Wait for the phone."""
        self._renew(None, label(text, "muted", wraps=True))

    def show_error(self, error: AuditorError) -> None:
        """Say what stands in the way; the phone can be asked again."""
        parts = (part for part in (error.sentence, error.next_step) if part)
        text = "\n".join(clean(say_error(part, self._labels.lang)) for part in parts)
        self._renew(None, self._marked("warning", text, "alarm", self._theme.on_alarm))
        self._again.setVisible(True)

    def show_found(self, found: Found) -> None:
        """Show how the phone stands, and what can be done."""
        self._renew(found, *self._said(found))
        standing = found.status.standing
        can_begin = standing in (Standing.OFF, Standing.RESET)
        self._on.setVisible(can_begin and bool(found.plain or found.longer))
        is_possible = standing is not Standing.NOT_POSSIBLE
        self._off.setVisible(found.status.told is not None and is_possible)
        self._again.setVisible(is_possible)
        self.longer.setVisible(self._on.isVisibleTo(self) and found.longer != found.plain)
        has_week = (found.status.device.api or 0) >= FIRST_WITH_WEEK
        days = self.tr("7 days") if has_week else self.tr("24 hours")
        self.longer.setText(self._word("longer").format(days=days))
        self.longer.setToolTip(self._word("longer_when"))
        self.longer.setAccessibleDescription(self._word("longer_when"))
        self._show_values()

    def _said(self, found: Found) -> list[QWidget]:
        status = found.status
        when = moment(status.told.time_ms) if status.told else ""
        is_possible = status.standing is not Standing.NOT_POSSIBLE
        code = f"standing_{status.standing}" if is_possible else "not_possible"
        parts = [self._marked("info", self._word(code).format(when=when), "notice")]
        if found.done:
            parts.insert(0, self._marked("check", self._word(f"done_{found.done}"), "done"))
        parts += [
            label(self._word("left_alone").format(key=key), wraps=True) for key in found.left_alone
        ]
        if found.seen is not None:
            parts.append(label(self._seen(found), wraps=True, name="keepMoreSeen"))
        if is_possible:
            codes = ["what", "changes", "longer_when", "noted", "undo"]
            if (status.device.api or 0) >= LAST_API:
                codes.insert(2, "all_types")
            parts += [label(self._word(each), "muted", wraps=True) for each in codes]
        return parts

    def _seen(self, found: Found) -> str:
        seen = found.seen
        if seen is None or not seen.readings:
            return self._word("no_reading")
        code = "kept_some" if seen.accesses else "kept_none"
        return self._word(code).format(count=self._labels.number(seen.accesses))

    def _show_values(self) -> None:
        """Show each value now and then: what would be stored, or what was before it was."""
        clear_layout(self._values)
        found = self._found
        if found is None or not found.status.values:
            return
        plan = {each.key: each for each in (found.longer if self._is_longer else found.plain)}
        can_begin = self._on.isVisibleTo(self)
        line = 0
        for key, value in found.status.values.items():
            name = "key_cutoff" if key == CUTOFF else "key_ops"
            self._values.addWidget(
                label(self._word(name).format(key=key), "heading", wraps=True), line, 0, 1, 2
            )
            rows = [("now", value)]
            if can_begin and key in plan:
                rows.append(("then", plan[key].new))
            rows += [("before", each.old) for each in self._told(found) if each.key == key]
            for number, (code, text) in enumerate(rows, line + 1):
                told = selectable(label(text or self._word("none"), "raw", wraps=True))
                told.setMinimumWidth(1)
                told.setText(_breakable(text) if text else self._word("none"))
                self._values.addWidget(label(self._word(code), "muted"), number, 0)
                self._values.addWidget(told, number, 1)
            line += len(rows) + 1
        self._values.setColumnStretch(1, 1)

    @property
    def _is_longer(self) -> bool:
        return self.longer.isVisibleTo(self) and self.longer.isChecked()

    def _told(self, found: Found) -> list[KeyChange]:
        return found.status.told.keys if found.status.told is not None else []

    def _renew(self, found: Found | None, *parts: QWidget) -> None:
        self._found = found
        clear_layout(self._body)
        clear_layout(self._values)
        for part in parts:
            self._body.addWidget(part)
        for button in (self._on, self._off, self._again, self.longer):
            button.setVisible(False)

    def _marked(self, icon: str, text: str, kind: str, color: str = "") -> QWidget:
        told = selectable(label(text, wraps=True, name="keepMoreSaid"))
        color = color or (self._theme.fine if kind == "done" else self._theme.on_notice)
        line = row(icon_label(icon, color, 20), told, spacing=10)
        line.setStretch(1, 1)
        line.setContentsMargins(12, 8, 12, 8)
        return card(line, kind)

    def _word(self, code: str) -> str:
        return words.word(f"keep_more.{code}", self._labels.lang)


def _breakable(text: str) -> str:
    """Let a long list of numbers go over several lines."""
    return text.replace(",", ", ")
