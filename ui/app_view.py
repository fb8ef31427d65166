"""One app's page: who it is, what it asked for, has and used, how that changed, its accesses."""

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from auditor import words
from auditor.app_page import AppPage, Installed, signer
from auditor.app_table import TypeFacts
from auditor.permissions import Grant, PermissionChange, PermissionState, is_personal, set_by
from ui.app_findings import AppFindings
from ui.app_icon import AppIcons
from ui.app_strip import AppStrip
from ui.ask import Ask
from ui.companion_tables import Domains, Processes, Traffic
from ui.events_table import Column, EventsTable
from ui.fact_list import FactList
from ui.flow import FlowLayout
from ui.grant_mark import GrantMark
from ui.labels import MINUTE_MS, UNKNOWN, Labels, zone_of
from ui.reads import AppDetails
from ui.theme import Theme
from ui.type_cell import used_texts
from ui.widgets import (
    CardButton,
    clean,
    clear_layout,
    column,
    label,
    push_button,
    row,
    scrolled,
    selectable,
)

EVENT_ROWS = 8
ICON_PX = 44


class AppView(QWidget):
    """Shows `AppDetails`; what a person chooses comes out as signals."""

    back_chosen = Signal()
    type_chosen = Signal(object)  # DataType | None for all
    event_chosen = Signal(object)  # event id (int)
    settings_chosen = Signal(object)  # AppPage: the person said yes
    bundle_chosen = Signal()

    def __init__(
        self, labels: Labels, theme: Theme, pictures: AppIcons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("appView")
        self._labels, self._theme = labels, theme
        self._pictures = pictures
        self._page: AppPage | None = None
        self._icon = QLabel()
        self._icon.setFixedSize(ICON_PX, ICON_PX)
        self._title = selectable(label(kind="title", wraps=True, name="appTitle"))
        self._package = selectable(label(kind="muted", wraps=True, name="appPackage"))
        self._gone = label(kind="muted", wraps=True, name="appGone")
        for text in (self._title, self._package):
            text.setMinimumWidth(1)  # a name of 500 letters must not push the rest aside
        self._facts, self._types = QGridLayout(), QGridLayout()
        self._permissions, self._changes = QGridLayout(), QVBoxLayout()
        self.strip = AppStrip(labels, theme)
        self.ask = Ask("askSettings", theme)
        self.table = EventsTable(labels, theme)
        self.table.setObjectName("appEvents")
        for redundant in (Column.APP, Column.PACKAGE):
            self.table.setColumnHidden(redundant, True)
        self._none = label(kind="muted", wraps=True, name="appNoEvents")
        self.findings = AppFindings(labels)
        self.processes, self.domains = Processes(labels), Domains(labels)
        self.traffic, self.facts = Traffic(labels), FactList("appFacts")
        self._build()

    def show_details(self, details: AppDetails, name: str) -> None:
        """Show one app in place of the last."""
        page = self._page = details.page
        zone = page.device.zone
        self.ask.hide()
        app = (page.device.device_id, page.uid, page.package)
        self._icon.setPixmap(self._pictures.pixmap(app, name, ICON_PX))
        self._title.setText(clean(name, 300))
        self._title.setToolTip(clean(name))
        self._package.setText(clean(page.package, 500))
        self._package.setToolTip(clean(page.package))
        self._package.setVisible(name != page.package)
        self._gone.setVisible(bool(page.is_gone))
        self._gone.setText(self.tr("The newest reading does not list this app any more."))
        self._show_facts(page)
        self._show_types(page.types, zone_of(zone))
        self._show_permissions(page)
        self._show_changes(page.changes, zone_of(zone))
        self.strip.show_columns(details.columns, details.now_ms, zone, details.stretches)
        self.table.events.show_columns(details.columns, zone)
        self.table.setVisible(len(details.columns) > 0)
        self._none.setVisible(not len(details.columns))
        self._none.setText(
            self.tr("No event of this app passes the filter. That is no proof that nothing was.")
        )

        self.processes.show_rows(details.processes, zone_of(zone))
        self.domains.show_rows(details.domains, zone_of(zone))
        self.traffic.show_rows(details.traffic, zone_of(zone))
        self.facts.show_facts(details.facts)
        self._beside.setVisible(bool(details.facts))

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_chosen.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("content")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(24, 14, 24, 24)
        layout.setSpacing(10)
        names = column(self._title, self._package, self._gone, spacing=1)
        head = row(self._icon, names, spacing=14)
        head.setStretch(1, 1)
        layout.addLayout(row(self._back(), 1))
        layout.addLayout(head)
        layout.addLayout(FlowLayout(*self._buttons(), spacing=10))
        layout.addWidget(self.ask)
        self._facts.setHorizontalSpacing(18)
        self._types.setSpacing(10)
        self._permissions.setHorizontalSpacing(18)
        sections = (
            (self.tr("Who made and installed it"), self._facts),
            (self.tr("Findings about it"), column(self.findings)),
            (self.tr("Requested · granted · used"), self._types),
            (self.tr("The last seven days"), column(self.strip)),
            (self.tr("Permissions"), column(self._changes, self._permissions, spacing=10)),
            (self.tr("Its accesses and refusals"), column(self._none, self.table)),
        )
        for title, part in sections:
            layout.addSpacing(8)
            layout.addWidget(label(title, "heading"))
            layout.addLayout(part)
        self._beside = QWidget()
        title = label(self.tr("What else the phone says about it"), "heading")
        self._beside.setLayout(column(title, self.facts, spacing=8))
        for companions in (self._beside, self.traffic, self.domains, self.processes):
            layout.addWidget(companions)
        layout.addStretch(1)
        rows = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(rows * EVENT_ROWS)
        self.table.activated.connect(self._open_event)
        self.strip.type_chosen.connect(self.type_chosen)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))

    def _back(self) -> QWidget:
        return push_button(
            self.tr("All apps"),
            "appBack",
            self.tr("Back to the list of apps (Esc)"),
            self.back_chosen.emit,
        )

    def _buttons(self) -> tuple[QWidget, ...]:
        on_phone = push_button(
            self.tr("Open its settings on the phone …"),
            "appSettings",
            self.tr("There you can change what it may. You are asked before it is done."),
            self._ask_settings,
        )
        shown = push_button(
            self.tr("Show on the timeline"),
            "appOnTimeline",
            self.tr("Show everything this app did"),
            lambda: self.type_chosen.emit(None),
            "primary",
        )
        sealed = push_button(
            self.tr("Evidence bundle …"),
            "appBundle",
            self.tr("Seal what is recorded about this app, so that others can check it"),
            self.bundle_chosen.emit,
        )
        return shown, sealed, on_phone

    def _ask_settings(self) -> None:
        page = self._page
        if page is None:
            return
        question = self.tr(
            "The phone will show the settings page of %1 on its screen. Nothing is changed; the "
            "phone notes that its settings were opened, and this case notes it too. Is the phone "
            "connected and unlocked?"
        )
        self.ask.ask(
            question.replace("%1", clean(self._title.text(), 80)),
            self.tr("Open on the phone"),
            lambda: self.settings_chosen.emit(page),
        )

    def _show_facts(self, page: AppPage) -> None:
        clear_layout(self._facts)
        top = Qt.AlignmentFlag.AlignTop
        signed = label(clean(signer(page, self._labels.lang)), wraps=True, name="appSigner")
        self._facts.addWidget(label(self.tr("Signed by"), "muted"), 0, 0, top)
        self._facts.addWidget(selectable(signed), 0, 1, 1, 3, top)  # a long number: all the room
        for number, (name, text) in enumerate(self._who(page)):
            line, place = number // 2 + 1, number % 2 * 2
            told = selectable(label(clean(text), wraps=True))
            told.setMinimumWidth(1)
            told.setToolTip(clean(text))
            self._facts.addWidget(label(name, "muted"), line, place, top)
            self._facts.addWidget(told, line, place + 1, top)
        for number in (1, 3):
            self._facts.setColumnStretch(number, 1)

    def _who(self, page: AppPage) -> list[tuple[str, str]]:
        newest = page.newest
        user = self.tr("User %1, uid %2").replace("%1", str(page.user))
        runs_as = (self.tr("Runs as"), user.replace("%2", str(page.uid)))
        if newest is None:
            return [runs_as, (self.tr("Installed"), self.tr("no reading lists it"))]
        return [runs_as, *self._installed(newest)]

    def _installed(self, newest: Installed) -> list[tuple[str, str]]:
        version = newest.version_name or UNKNOWN
        if newest.version_code is not None:
            version += f" ({newest.version_code})"
        installer = newest.installer or (
            self.tr("part of the phone's system") if newest.is_system else UNKNOWN
        )
        if newest.initiating_package and newest.initiating_package != newest.installer:
            asked = self.tr("%1, asked by %2").replace("%1", installer)
            installer = asked.replace("%2", newest.initiating_package)
        return [
            (self.tr("Version"), version),
            (self.tr("Installed by"), installer),
            (self.tr("First installed"), newest.first_install_local or UNKNOWN),
            (self.tr("Last updated"), newest.last_update_local or UNKNOWN),
        ]

    def _show_types(self, types: tuple[TypeFacts, ...], zone: tzinfo) -> None:
        clear_layout(self._types)
        told = [facts for facts in types if not facts.is_empty]
        for number, facts in enumerate(told):
            self._types.addWidget(self._use(facts, zone), number // 2, number % 2)
        for number in (0, 1):
            self._types.setColumnStretch(number, 1)
        if not told:
            text = self.tr("It asked for no personal data, and no use of any is recorded.")
            self._types.addWidget(label(text, "muted", wraps=True), 0, 0, 1, 2)

    def _use(self, facts: TypeFacts, zone: tzinfo) -> CardButton:
        title = self._labels.data_type(facts.data_type)
        asked, used = self._asked(facts), self._used(facts, zone)
        made = CardButton(
            f"use_{facts.data_type}", f"{title}: {asked}. {used}", self.tr("Show these events")
        )
        color = self._theme.data[facts.data_type]
        mark = GrantMark(facts.granted, color, self._theme)
        name = label(title)
        name.setStyleSheet("font-weight: 600;")
        parts = (name, label(asked, "muted", wraps=True), label(used, wraps=True))
        line = row(mark, column(*parts, spacing=2), spacing=10)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        line.setContentsMargins(12, 9, 12, 9)
        for part in (mark, *parts):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.setLayout(line)
        made.clicked.connect(lambda _checked=False: self.type_chosen.emit(facts.data_type))
        return made

    def _asked(self, facts: TypeFacts) -> str:
        if not facts.needs_permission:
            return self.tr("Android asks for no permission here")
        if facts.requested is None:
            return self.tr("No reading tells its permissions")
        if facts.granted is None:
            return self.tr("Did not ask for it")
        return self.tr("Asked for it; %1").replace("%1", self._grant(facts.granted))

    def _used(self, facts: TypeFacts, zone: tzinfo) -> str:
        parts = used_texts(facts.accesses, facts.background, facts.rejects, self._labels)
        if facts.last_ms is not None:
            precision_ms = max(facts.last_precision_ms, MINUTE_MS)
            when = self._labels.time(facts.last_ms, zone, precision_ms)
            parts.append(self.tr("last %1").replace("%1", when))
        return "  ·  ".join(parts) or self.tr("no use recorded")

    def _grant(self, grant: Grant | None) -> str:
        if grant is None:
            return self.tr("not asked for")
        return words.word(f"grant.{grant}", self._labels.lang)

    def _show_permissions(self, page: AppPage) -> None:
        clear_layout(self._permissions)
        if page.permissions is None:
            text = self.tr("No reading tells the permissions of this app.")
            self._permissions.addWidget(label(text, "muted", wraps=True), 0, 0)
            return
        told = [each for each in page.permissions if is_personal(each)]
        for number, state in enumerate(told):
            self._add_permission(number, state)
        self._permissions.setColumnStretch(2, 1)

    def _add_permission(self, number: int, state: PermissionState) -> None:
        color = self._theme.data[state.data_type]
        name = selectable(label(clean(state.permission.rpartition(".")[2], 80)))
        name.setToolTip(clean(state.permission))
        has = label(self._grant(state.grant))
        has.setToolTip(self._labels.about("grant", state.grant))
        by = label(set_by(state, self._labels.lang), "muted", wraps=True)
        place = row(GrantMark(state.grant, color, self._theme, 16), name, spacing=8)
        self._permissions.addLayout(place, number, 0)
        self._permissions.addWidget(has, number, 1)
        self._permissions.addWidget(by, number, 2)

    def _show_changes(self, changes: tuple[PermissionChange, ...], zone: tzinfo) -> None:
        clear_layout(self._changes)
        if not changes:
            text = self.tr("No reading shows a change of a permission.")
            self._changes.addWidget(label(text, "muted", wraps=True))
        for change in changes:
            self._changes.addWidget(selectable(label(self._change(change, zone), wraps=True)))

    def _change(self, change: PermissionChange, zone: tzinfo) -> str:
        text = self.tr("%1: %2 → %3, between %4 and %5")
        values = (
            clean(change.permission.rpartition(".")[2], 80),
            self._grant(change.before),
            self._grant(change.after),
            self._labels.time(change.seen_before_ms, zone, MINUTE_MS),
            self._labels.time(change.seen_after_ms, zone, MINUTE_MS),
        )
        for number, value in enumerate(values, start=1):
            text = text.replace(f"%{number}", value)
        return text

    def _open_event(self, index) -> None:
        self.event_chosen.emit(self.table.events.event_id(index.row()))
