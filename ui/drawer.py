"""The drawer: everything about one event, in words, and the raw line itself in its file."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from auditor import words
from auditor.context import RawContext
from auditor.query import EventRow
from auditor.records import DataType, Kind, Source
from ui.labels import Labels, local_time, offset_text, slot_time, tr, zone_of
from ui.reads import EventDetails
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

LEAST_CHARACTERS = 58
SHORT_HASH = 16


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the drawer: a name, a value, and a longer explanation where there is one."""

    name: str
    value: str
    about: str = ""


class Drawer(QFrame):
    """Shows one event. It asks nothing itself: the page hands in what was read."""

    closed = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setProperty("kind", "drawer")
        self.setAccessibleName(self.tr("Details of the event"))
        self._labels, self._theme = labels, theme
        self._title = label(kind="heading", wraps=True, name="drawerTitle")
        self._subtitle = selectable(label(kind="muted", wraps=True, name="drawerApp"))
        self._facts = QFormLayout()
        self._where = selectable(label(kind="muted", wraps=True, name="rawWhere"))
        for text in (self._title, self._subtitle, self._where):
            text.setMinimumWidth(1)  # a long word is cut off rather than everything
        self._raw = QPlainTextEdit()
        self._build()

    def show_details(self, details: EventDetails, zone: str | None) -> None:
        """Show an event in place of the last one."""
        event = details.row
        kind = self._labels.kind(Kind(event.kind))
        data_type = self._labels.data_type(DataType(event.data_type))
        self._title.setText(f"{data_type} · {kind}")
        user = f" · {words.word('picture.profile', self._labels.lang).format(user=event.user)}"
        app = event.label or event.package
        shown = f"{app} · {event.package}" if event.label else app
        self._subtitle.setText(clean(shown + (user if event.user else "")))
        self._show_facts(event_facts(event, zone, self._labels))
        self._show_raw(details.context)

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
        self._raw.setObjectName("rawLines")
        self._raw.setProperty("kind", "raw")
        self._raw.setAccessibleName(self.tr("The raw lines of the phone"))
        self._raw.setAccessibleDescription(
            self.tr("The line that recorded this event is marked; around it are its neighbours.")
        )
        self._raw.setReadOnly(True)
        self._raw.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._raw.setFixedHeight(self.fontMetrics().height() * 11)
        copy = push_button(
            self.tr("Copy the raw line"),
            "copyRaw",
            self.tr("Copy the line exactly as the phone wrote it"),
            self._copy,
        )
        inner = QWidget()
        inner.setObjectName("drawerContent")
        told = column(self._subtitle, self._facts, 1, spacing=10)
        told.setContentsMargins(16, 4, 16, 10)
        inner.setLayout(told)
        raw_head = row(label(self.tr("The phone's own line"), "heading"), 1, copy)
        raw = column(raw_head, self._where, self._raw, spacing=6)
        raw.setContentsMargins(16, 8, 16, 14)
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
            value.setToolTip(clean(fact.value))
            self._facts.addRow(name, value)
            if fact.about:
                self._facts.addRow(QLabel(), label(fact.about, "muted", wraps=True))

    def _show_raw(self, context: RawContext) -> None:
        self._line = context.lines[context.line - context.first_line] if context.lines else ""
        place = self.tr("%1, line %2").replace("%1", context.raw_file)
        place = place.replace("%2", self._labels.number(context.line))
        cut = "" if context.whole else self.tr("This file was cut while it was read.")
        command = context.command_line
        digest = f"SHA-256 {context.sha256[:SHORT_HASH]}…"
        self._where.setToolTip(f"SHA-256 {context.sha256}")
        parts = [place, f"$ {command}" if command else "", digest, cut]
        self._where.setText("\n".join(clean(part) for part in parts if part))
        numbered = [
            f"{number:>6}  {clean(line, 2000)}"
            for number, line in enumerate(context.lines, start=context.first_line)
        ]
        self._raw.setPlainText("\n".join(numbered))
        self._highlight(context.line - context.first_line)

    def _highlight(self, number: int) -> None:
        block = self._raw.document().findBlockByNumber(number)
        cursor = QTextCursor(block)
        mark = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setBackground(QColor(self._theme.selection))
        style.setProperty(QTextFormat.Property.FullWidthSelection, True)
        mark.format, mark.cursor = style, cursor
        self._raw.setExtraSelections([mark])
        self._raw.setTextCursor(cursor)
        self._raw.centerCursor()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._line)


def event_facts(event: EventRow, zone: str | None, labels: Labels) -> list[Fact]:
    """Put an event into words, in the order a person asks: when, who, how, whence."""
    return [
        *_time_facts(event, zone, labels),
        *_state_facts(event, labels),
        *_proxy_facts(event),
        *_source_facts(event, labels),
    ]


def _time_facts(event: EventRow, zone_name: str | None, labels: Labels) -> list[Fact]:
    if event.time_ms is None:
        return [Fact(tr("Time"), words.word("precision.unknown", labels.lang))]
    zone = zone_of(zone_name)
    is_slot = event.source == Source.AGGREGATE
    place = f"{zone_name or 'UTC'}, {offset_text(event.time_ms, zone)}"
    if is_slot and event.duration_ms is not None:
        end_ms = event.time_ms + event.duration_ms
        local, utc = (slot_time(event.time_ms, end_ms, z) for z in (zone, zone_of(None)))
    else:
        local, utc = (
            local_time(event.time_ms, event.precision_ms, z, milliseconds=True)
            for z in (zone, zone_of(None))
        )
    facts = [
        Fact(tr("Time on the phone"), f"{local} ({place})"),
        Fact(tr("UTC"), utc),
        Fact(
            tr("How exact"),
            "; ".join([labels.precision(event.precision_ms, is_slot), *_doubts(event, labels)]),
            labels.precision_about(event.precision_ms, is_slot),
        ),
    ]
    if not is_slot:
        facts.append(Fact(tr("Duration"), _duration(event, labels)))
    facts.append(Fact(tr("How often"), labels.number(event.count)))
    return facts


def _doubts(event: EventRow, labels: Labels) -> list[str]:
    """Say why a time may be wrong by more than it is exact to."""
    said = {
        "zone_assumed": event.zone_assumed,
        "about": event.about,
        "clock_changed": event.clock_changed,
    }
    return [words.word(f"doubt.{code}", labels.lang) for code, is_so in said.items() if is_so]


def _duration(event: EventRow, labels: Labels) -> str:
    if event.running:
        return words.word("running.yes", labels.lang)
    if event.duration_ms is None:
        return words.word("background.unknown", labels.lang)
    return labels.duration(event.duration_ms)


def _state_facts(event: EventRow, labels: Labels) -> list[Fact]:
    state = f" ({event.uid_state})" if event.uid_state else ""
    flags = f" ({event.flags})" if event.flags else ""
    return [
        Fact(tr("Operation"), f"{labels.op(event.op)} ({event.op})", _op_about(event, labels)),
        Fact(
            tr("State of the app"),
            labels.uid_state(event.uid_state) + state,
            words.about("uid_state", event.uid_state or "none", labels.lang),
        ),
        Fact(
            tr("How it asked"),
            (labels.flags(event.flags) or words.word("background.unknown", labels.lang)) + flags,
            labels.flags_about(event.flags),
        ),
        Fact(tr("Part of the app"), event.attribution_tag or tr("not named")),
    ]


def _op_about(event: EventRow, labels: Labels) -> str:
    """An access is explained by its op; a reject first by what a reject is."""
    if event.kind == Kind.REJECT:
        return labels.about("kind", event.kind)
    return labels.op_about(event.op)


def _proxy_facts(event: EventRow) -> list[Fact]:
    if event.proxy_package is None and event.proxy_uid is None:
        return []
    uid = f" (uid {event.proxy_uid})" if event.proxy_uid is not None else ""
    about = tr("That package did it, and the phone counts it for this app.")
    return [Fact(tr("Through"), (event.proxy_package or "") + uid, about)]


def _source_facts(event: EventRow, labels: Labels) -> list[Fact]:
    source = labels.source(Source(event.source))
    return [
        Fact(tr("Source"), source, words.about("source", event.source, labels.lang)),
        Fact(tr("Phone"), event.device_id),
        Fact(tr("Reading"), event.capture_id),
    ]
