"""The Apps page: every app with what it used, and one app's data types beside it."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from auditor.apps import AppRow
from auditor.errors import AuditorError
from auditor.filters import EventFilter
from auditor.summary import Summary, Tile
from ui import reads
from ui.blank_page import BlankPage
from ui.jobs import Jobs
from ui.labels import UNKNOWN, Labels, zone_of
from ui.rows_table import Field, RowsTable
from ui.session import DEFAULT_FILTER, PERSONAL, CaseInfo, Session
from ui.theme import Theme
from ui.widgets import (
    CardButton,
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

LAST_USED = 2


class AppPanel(QFrame):
    """One app: who it is and what it used, each data type a link to its events."""

    filter_chosen = Signal(object)  # EventFilter

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("appPanel")
        self.setProperty("kind", "drawer")
        self._labels, self._theme = labels, theme
        self._app: AppRow | None = None
        self._title = label(kind="heading", wraps=True, name="appTitle")
        self._who = selectable(label(kind="muted", wraps=True, name="appWho"))
        self._types = QVBoxLayout()
        self._build()

    def show_app(self, app: AppRow) -> None:
        """Show who an app is; what it used follows."""
        self._app = app
        self._title.setText(clean(app.label or app.package, 120))
        lines = [
            clean(app.package, 200),
            self.tr("Version %1").replace("%1", clean(app.version_name or UNKNOWN, 60)),
            self.tr("Installed by %1").replace("%1", clean(app.installer or UNKNOWN, 120)),
            self.tr("User %1, uid %2").replace("%1", str(app.user)).replace("%2", str(app.uid)),
        ]
        self._who.setText("\n".join(lines))
        clear_layout(self._types)
        self._types.addWidget(label(self.tr("Reading …"), "muted"))

    def show_uses(self, summary: Summary, zone: str | None) -> None:
        """Show what the app used."""
        clear_layout(self._types)
        for tile in summary.tiles:
            if tile.records:
                self._types.addWidget(self._use(tile, zone))

    def _build(self) -> None:
        inner = QWidget()
        whole = push_button(
            self.tr("Show on the timeline"),
            "appOnTimeline",
            self.tr("Show everything this app did"),
            lambda: self._choose(None),
            "primary",
        )
        self._types.setSpacing(8)
        layout = column(self._title, self._who, row(whole, 1), self._types, 1, spacing=12)
        layout.setContentsMargins(18, 14, 18, 18)
        inner.setLayout(layout)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner))
        self.setMinimumWidth(text_width(self, 44))

    def _use(self, tile: Tile, zone: str | None) -> CardButton:
        title = self._labels.data_type(tile.data_type)
        when = self._labels.time(tile.last_ms, zone_of(zone), max(tile.last_precision_ms, 60_000))
        facts = [
            self.tr("%Ln record(s)", None, tile.records),
            self.tr("last %1").replace("%1", when),
        ]
        if tile.background_share is not None:
            share = str(round(tile.background_share * 100))
            facts.append(self.tr("%1% in background").replace("%1", share))
        text = "  ·  ".join(facts)
        made = CardButton(f"use_{tile.data_type}", f"{title}: {text}", self.tr("Show these events"))
        picture = icon_label(str(tile.data_type), self._theme.data[tile.data_type], 22)
        name, told = label(title), label(text, "muted", wraps=True)
        line = row(picture, column(name, told, spacing=2), spacing=10)
        line.setStretch(1, 1)
        line.setContentsMargins(12, 9, 12, 9)
        for part in (picture, name, told):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.setLayout(line)
        made.clicked.connect(lambda _checked=False: self._choose(tile))
        return made

    def _choose(self, tile: Tile | None) -> None:
        if self._app is not None:
            types = frozenset({tile.data_type}) if tile else PERSONAL
            self.filter_chosen.emit(replace(app_filter(self._app), types=types))


def app_filter(app: AppRow) -> EventFilter:
    """What one app of one user did with personal data."""
    return EventFilter(
        types=PERSONAL,
        packages=frozenset({app.package}),
        uids=frozenset({app.uid}),
        device_id=app.device_id,
    )


class AppsPage(QWidget):
    """A table of the apps that pass the shared filter."""

    failed = Signal(object)  # AuditorError
    filter_chosen = Signal(object)  # EventFilter
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
        self._is_stale = True
        self.panel = AppPanel(labels, theme)
        self._count = label(kind="muted", name="appsCount")
        self._build()
        session.case_changed.connect(self._expire)
        session.filter_changed.connect(self._expire)
        self.table.row_chosen.connect(self._show_app)
        self.table.row_opened.connect(lambda app: self.filter_chosen.emit(app_filter(app)))
        self.panel.filter_chosen.connect(self.filter_chosen)
        self._expire(None)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._renew()

    def _build(self) -> None:
        down = Qt.SortOrder.DescendingOrder
        self.table = RowsTable("appsTable", self.tr("Apps"), self._fields(), (LAST_USED, down))
        left = QWidget()
        left.setLayout(column(self._count, self.table, spacing=6))
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self.panel)
        self._split.setStretchFactor(0, 1)
        self.panel.hide()
        body = QWidget()
        body.setLayout(column(self._split, margin=14))
        self._body = body
        self._nothing = BlankPage(
            self._theme,
            "emptyApps",
            "apps",
            self.tr("No apps to show yet"),
            self.tr("Here stand the apps of a phone with what they used, once it was read."),
            (("home", self.tr("Begin on the Home page")),),
        )
        self._no_match = BlankPage(
            self._theme,
            "noApps",
            "findings",
            self.tr("No app passes the filter"),
            self.tr("Clear the filter to see every app with at least one record."),
            (("clear", self.tr("Clear the filter")),),
        )
        self._nothing.action_chosen.connect(self.begin_chosen)
        self._no_match.action_chosen.connect(lambda _code: self._session.clear_filter())
        self._stack = QStackedWidget()
        for page in (self._nothing, self._no_match, body):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _fields(self) -> list[Field[AppRow]]:
        labels = self._labels
        return [
            Field(self.tr("App"), _name, lambda a: _name(a).casefold(), 34),
            Field(self.tr("Used"), self._types_text, lambda a: len(a.data_types), 36),
            Field(self.tr("Last record"), self._last_text, lambda a: a.last_ms or 0, 20),
            Field(
                self.tr("Accesses, at least"),
                lambda a: labels.number(a.accesses),
                lambda a: a.accesses,
                20,
                True,
            ),
            Field(
                self.tr("Refused, at least"),
                lambda a: labels.number(a.rejects),
                lambda a: a.rejects,
                20,
                True,
            ),
            Field(
                self.tr("Background, at least"),
                lambda a: labels.number(a.background),
                lambda a: a.background,
                22,
                True,
            ),
            Field(self.tr("Package"), lambda a: a.package, lambda a: a.package, 34),
            Field(self.tr("User"), lambda a: str(a.user), lambda a: a.user, 9, True),
            Field(
                self.tr("Version"),
                lambda a: a.version_name or UNKNOWN,
                lambda a: a.version_name or "",
                14,
            ),
            Field(
                self.tr("Installed by"),
                lambda a: a.installer or UNKNOWN,
                lambda a: a.installer or "",
                26,
            ),
        ]

    def _types_text(self, app: AppRow) -> str:
        return ", ".join(self._labels.data_type(each) for each in app.data_types)

    def _last_text(self, app: AppRow) -> str:
        case = self._session.case
        return self._labels.time(app.last_ms, zone_of(case.zone if case else None), 60_000)

    def _expire(self, _changed: object) -> None:
        self._is_stale = True
        if self._session.case is None:
            self._stack.setCurrentWidget(self._nothing)
        self._renew()

    def _renew(self) -> None:
        case = self._session.case
        if case is None or not self._is_stale or not self.isVisible():
            return
        self._is_stale = False
        self._jobs.run(
            reads.app_rows,
            case.path,
            self._session.filter,
            on_done=lambda rows: self._show(rows, case),
            on_error=self._fail,
            key="apps",
        )

    def _show(self, rows: list[AppRow], case: CaseInfo) -> None:
        if case is not self._session.case:
            return
        self.panel.hide()
        self.table.rows.show_rows(rows)
        self._count.setText(self.tr("%Ln app(s)", None, len(rows)))
        is_unfiltered = self._session.filter == DEFAULT_FILTER
        blank = self._nothing if is_unfiltered else self._no_match
        self._stack.setCurrentWidget(self._body if rows else blank)

    def _show_app(self, app: AppRow) -> None:
        case = self._session.case
        if case is None:
            return
        self.panel.show_app(app)
        self.panel.show()
        since_ms = case.since_ms or 0
        self._jobs.run(
            reads.summary,
            case.path,
            replace(app_filter(app), since_ms=since_ms),
            on_done=lambda summary: self.panel.show_uses(summary, case.zone),
            on_error=self._fail,
            key="app",
        )

    def _fail(self, error: AuditorError) -> None:
        self.failed.emit(error)


def _name(app: AppRow) -> str:
    """The app's name, with the user behind it where it is not the phone's owner."""
    name = app.label or app.package
    return f"{name} ({app.user})" if app.user else name
