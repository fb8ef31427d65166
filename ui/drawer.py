"""The drawer: everything about one event, in words, and the raw line itself in its file."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QWidget,
)

from auditor.context import RawContext
from auditor.event_details import Witness
from auditor.event_text import witness_text
from auditor.event_words import Fact, event_facts, event_title
from auditor.permissions import AppKey
from ui.labels import Labels
from ui.raw_lines import RawLines
from ui.reads import ShownEvent
from ui.theme import Theme
from ui.widgets import (
    clean,
    column,
    icon_button,
    label,
    push_button,
    row,
    scrolled,
    selectable,
    text_width,
)

MARGIN_PX = 16
LEAST_CHARACTERS = 58
# Facts whose explanation stands below them; of the others it is a tooltip.
EXPLAINED = {"op", "state", "background", "proxy", "flags"}


class Drawer(QFrame):
    """Shows one event. It asks nothing itself: the page hands in what was read."""

    closed = Signal()
    witness_chosen = Signal(object)  # Witness: read its line and hand it to show_raw
    copy_asked = Signal()  # everything about the event as text
    app_chosen = Signal(object)  # AppKey: who did it, and what it may

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setProperty("kind", "drawer")
        self.setAccessibleName(self.tr("Details of the event"))
        self._labels, self._theme = labels, theme
        self._title = label(kind="heading", wraps=True, name="drawerTitle")
        self._subtitle = selectable(label(kind="muted", wraps=True, name="drawerApp"))
        self._facts = QFormLayout()
        for text in (self._title, self._subtitle):
            text.setMinimumWidth(1)  # a long word is cut off rather than everything
        self._raw = RawLines("raw", labels, theme)
        self._chooser = QComboBox()
        self._witnesses: tuple[Witness, ...] = ()
        self._app: AppKey | None = None
        self._build()

    def show_details(self, shown: ShownEvent) -> None:
        """Show an event in place of the last one."""
        event = shown.details.row
        self._app = (event.device_id, event.uid, event.package)
        title, app = event_title(event, self._labels.lang)
        self._title.setText(title)
        self._subtitle.setText(clean(app))
        self._show_facts(event_facts(shown.details, self._labels.lang))
        self._show_witnesses(shown.details.witnesses)
        self.show_raw(shown.context)

    def show_raw(self, context: RawContext) -> None:
        """Show one raw line among those around it in its file."""
        self._raw.show_context(context)
        room = self._raw.where.heightForWidth(self.minimumWidth() - 2 * MARGIN_PX)
        self._raw.where.setMinimumHeight(room)  # a splitter that is short of room would cut it

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        close = icon_button(
            "close",
            "closeDrawer",
            self.tr("Close the details (Esc)"),
            self._theme,
            self.closed.emit,
        )
        head = row(self._title, close)
        head.setStretch(0, 1)
        self._facts.setHorizontalSpacing(14)
        self._facts.setVerticalSpacing(7)
        self._facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        copy = push_button(
            self.tr("Copy the raw line"),
            "copyRaw",
            self.tr("Copy the line exactly as the phone wrote it"),
            self._raw.copy_line,
        )
        copy_all = push_button(
            self.tr("Copy all"),
            "copyEvent",
            self.tr("Copy everything said here and every raw line, with file, line and SHA-256"),
            self.copy_asked.emit,
        )
        about = push_button(
            self.tr("About this app"),
            "eventApp",
            self.tr("Who made it, what it may, and where to change that on the phone"),
            lambda: self.app_chosen.emit(self._app),
        )
        self._chooser.setObjectName("witnesses")
        self._chooser.setAccessibleName(self.tr("Raw lines that tell of this event"))
        self._chooser.setToolTip(self._chooser.accessibleName())
        self._chooser.setMinimumContentsLength(20)
        self._chooser.activated.connect(self._choose)
        inner = QWidget()
        inner.setObjectName("drawerContent")
        who = row(self._subtitle, about)
        who.setStretch(0, 1)
        told = column(who, self._facts, 1, spacing=10)
        told.setContentsMargins(16, 4, 16, 10)
        inner.setLayout(told)
        raw_head = label(self.tr("The phone's own line"), "heading")
        copies = row(copy, copy_all, 1)
        raw = column(raw_head, copies, self._chooser, self._raw.where, self._raw, spacing=6)
        raw.setContentsMargins(MARGIN_PX, 8, MARGIN_PX, 14)
        head.setContentsMargins(16, 10, 8, 4)
        whole = column(head, scrolled(inner), raw, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setMinimumWidth(text_width(self, LEAST_CHARACTERS))

    def _show_facts(self, facts: list[Fact]) -> None:
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for number, fact in enumerate(facts):
            name = label(fact.name, "muted")
            value = selectable(label(clean(fact.value), wraps=True, name=f"fact_{number}"))
            value.setAccessibleName(f"{fact.name}: {fact.value}")
            value.setMinimumWidth(1)  # a name of 500 letters must not push the rest aside
            value.setToolTip(clean(fact.about or fact.value))
            value.setAccessibleDescription(clean(fact.about))
            name.setToolTip(clean(fact.about))
            self._facts.addRow(name, value)
            if fact.about and fact.code in EXPLAINED:
                self._facts.addRow(QLabel(), label(clean(fact.about), "muted", wraps=True))

    def _show_witnesses(self, witnesses: tuple[Witness, ...]) -> None:
        """List the lines that tell of the event; the one that the time is from is shown first."""
        self._witnesses = witnesses
        self._chooser.clear()
        for number, witness in enumerate(witnesses, start=1):
            said = clean(witness_text(witness, self._labels.lang))
            self._chooser.addItem(f"{number}/{len(witnesses)}  {said}")
        best = next((i for i, each in enumerate(witnesses) if each.is_best), 0)
        self._chooser.setCurrentIndex(best)
        self._chooser.setVisible(len(witnesses) > 1)

    def _choose(self, number: int) -> None:
        self.witness_chosen.emit(self._witnesses[number])
