"""The Apps page: every app with what it asked for, has and used; a click opens its own page."""

from dataclasses import replace
from datetime import UTC
from functools import cached_property

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from auditor.app_page import app_filter
from auditor.app_table import AppFacts
from auditor.errors import AuditorError
from auditor.filters import PERSONAL
from auditor.identity.records import label_in
from auditor.permissions import AppKey, Grant
from auditor.records import DataType
from ui import icons, reads
from ui.app_icon import AppIcons
from ui.app_view import AppView
from ui.blank_page import BlankPage
from ui.finding_words import named
from ui.flow import FlowLayout
from ui.found import Found
from ui.frozen_column import FrozenTable
from ui.grant_mark import GrantMark
from ui.jobs import Jobs
from ui.labels import UNKNOWN, Labels, zone_of
from ui.reads import AppDetails, AppList
from ui.rows_table import Field
from ui.session import CaseInfo, Session
from ui.theme import Theme
from ui.type_cell import TypeCell, said, sort_key
from ui.widgets import clean, clearable, column, label, row, stacked, text_width

LAST_USED = 1
TYPES = tuple(each for each in DataType if each is not DataType.OTHER)
FIRST_TYPE = 2  # the columns of the kinds of data begin here
CELL_CHARACTERS = 10
ICON_PX = 28


class AppsPage(QWidget):
    """A table of the apps that pass the shared filter, and the page of one of them."""

    failed = Signal(object)  # AuditorError
    filter_chosen = Signal(object)  # EventFilter
    begin_chosen = Signal(object)
    settings_chosen = Signal(object)  # AppPage
    bundle_chosen = Signal(object)  # EventFilter
    finding_chosen = Signal(object)  # finding id (str)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        found: Found,
        labels: Labels,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session, self._jobs, self._labels, self._theme = session, jobs, labels, theme
        self._found = found
        self._is_stale = True
        self._app: AppKey | None = None
        self._pictures = AppIcons()
        self._names: dict[AppKey, str] = {}
        self._cell = TypeCell(labels, theme, self)
        self._build()
        self._connect()
        self._expire(None)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._renew()

    def show_app(self, app: AppKey) -> None:
        """Open the page of one app."""
        self._app = app
        self._read_app()

    def show_list(self) -> None:
        """Go back to the table, with the app still chosen."""
        app, self._app = self._app, None
        self._stack.setCurrentWidget(self._body)
        if app is not None:
            self.table.select_row(lambda facts: _key(facts) == app)
        self.table.setFocus()

    def _connect(self) -> None:
        self._session.case_changed.connect(self._expire)
        self._session.filter_changed.connect(self._expire)
        for chosen in (self.table.row_clicked, self.table.row_opened):
            chosen.connect(lambda facts: self.show_app(_key(facts)))
        self._find.textChanged.connect(self._narrow)
        self._found.changed.connect(self._show_findings)

    @cached_property
    def view(self) -> AppView:
        """The page of one app, made when the first one is opened: the list comes first."""
        made = AppView(self._labels, self._theme, self._pictures)
        made.back_chosen.connect(self.show_list)
        made.type_chosen.connect(self._choose_type)
        made.event_chosen.connect(self._choose_event)
        made.settings_chosen.connect(self.settings_chosen)
        made.bundle_chosen.connect(self._choose_bundle)
        made.findings.finding_chosen.connect(self.finding_chosen)
        self._stack.addWidget(made)
        return made

    def _build(self) -> None:
        self._find = QLineEdit()
        self._find.setObjectName("narrowApps")
        self._find.setPlaceholderText(self.tr("Find an app, package, installer"))
        self._find.setAccessibleName(self.tr("Find an app, package, installer"))
        clearable(self._find, self.tr("Empty this line"))
        self._find.setMinimumWidth(text_width(self, 34))
        self._find.setToolTip(self.tr("Narrows the list as you type (Ctrl+L)"))
        keys = QShortcut(QKeySequence("Ctrl+L"), self)
        keys.activated.connect(self._find.setFocus)
        self._count = label(kind="muted", name="appsCount")
        down = Qt.SortOrder.DescendingOrder
        self.table = FrozenTable("appsTable", self.tr("Apps"), self._fields(), (LAST_USED, down))
        self._dress_table()
        legend = self._legend()
        head = row(self._find, self._count, legend, spacing=12)
        head.setAlignment(legend, Qt.AlignmentFlag.AlignVCenter)
        head.setStretch(2, 1)
        self._body = QWidget()
        self._body.setLayout(column(head, self.table, spacing=8, margin=14))
        self._stack = stacked(self, *self._blanks(), self._body)

    def _dress_table(self) -> None:
        for number in range(FIRST_TYPE, FIRST_TYPE + len(TYPES)):
            self.table.setItemDelegateForColumn(number, self._cell)
        rows = self.table.verticalHeader()
        rows.setDefaultSectionSize(max(self.fontMetrics().height() * 2 + 12, 44))
        self.table.setIconSize(QSize(ICON_PX, ICON_PX))
        self.table.horizontalHeader().setSectionsMovable(True)

    def _legend(self) -> FlowLayout:
        """What the circles mean, in words, where one looks for it."""
        texts = {
            Grant.GRANTED: self.tr("granted"),
            Grant.WHILE_IN_USE: self.tr("while in use"),
            Grant.DENIED: self.tr("asked for, not granted"),
        }
        parts: list[QWidget] = []
        for grant, text in texts.items():
            mark = GrantMark(grant, self._theme.text, self._theme, 17)
            part = QWidget()
            part.setLayout(row(mark, label(text, "muted"), spacing=5))
            parts.append(part)
        return FlowLayout(*parts, label(self.tr("number: used at least"), "muted"), spacing=12)

    def _blanks(self) -> tuple[BlankPage, ...]:
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
            self.tr("Clear the filter to see every app again."),
            (("clear", self.tr("Clear the filter")),),
        )
        self._unread = BlankPage(
            self._theme,
            "unreadApps",
            "warning",
            self.tr("The apps could not be read"),
            self.tr("The message above says why. Nothing in the case was changed."),
            (("again", self.tr("Try again")),),
        )
        self._nothing.action_chosen.connect(self.begin_chosen)
        self._unread.action_chosen.connect(self._expire)
        self._no_match.action_chosen.connect(lambda _code: self._session.clear_filter())
        return self._nothing, self._no_match, self._unread

    def _fields(self) -> list[Field[AppFacts]]:
        number = self._labels.number
        return [
            Field(
                self.tr("App"),
                self._name,
                lambda f: self._name(f).casefold(),
                30,
                icon=lambda f: self._pictures.icon(_key(f), self._name(f)),
                tip=lambda f: f"{self._name(f)}\n{f.app.package}",
            ),
            self._last_field(),
            *(self._type_field(data_type) for data_type in TYPES),
            self._number(self.tr("Accesses, at least"), lambda f: f.app.accesses),
            self._number(self.tr("In background, at least"), lambda f: f.app.background),
            self._number(self.tr("Refused, at least"), lambda f: f.app.rejects),
            Field(self.tr("Package"), lambda f: f.app.package, lambda f: f.app.package, 34),
            Field(
                self.tr("Version"),
                lambda f: f.app.version_name or UNKNOWN,
                lambda f: f.app.version_name or "",
                14,
            ),
            Field(
                self.tr("Installed by"),
                lambda f: f.app.installer or UNKNOWN,
                lambda f: f.app.installer or "",
                26,
            ),
            Field(self.tr("User"), lambda f: number(f.app.user), lambda f: f.app.user, 9, True),
            Field(self.tr("Phone"), self._phone_text, self._phone_text, 46),
        ]

    def _phone_text(self, facts: AppFacts) -> str:
        case = self._session.case
        return case.phone_name(facts.app.device_id) if case else facts.app.device_id

    def _number(self, title: str, value) -> Field[AppFacts]:
        return Field(
            title,
            lambda f: self._labels.number(value(f)),
            value,
            len(title) + 4,
            is_number=True,
            is_searched=False,
        )

    def _last_field(self) -> Field[AppFacts]:
        return Field(
            self.tr("Last record"),
            self._last_text,
            lambda f: f.app.last_ms or 0,
            17,
            is_searched=False,
        )

    def _type_field(self, data_type: DataType) -> Field[AppFacts]:
        return Field(
            self._labels.data_type(data_type),
            lambda f: said(f.of(data_type), self._labels, self._zone()),
            lambda f: sort_key(f.of(data_type)),
            CELL_CHARACTERS,
            facts=lambda f: f.of(data_type),
            head=icons.icon(str(data_type), self._theme.data[data_type]),
        )

    def _name(self, facts: AppFacts) -> str:
        return self._title(_key(facts), facts.app.label, facts.app.user)

    def _title(self, app: AppKey, label_text: str | None, user: int) -> str:
        """The app's name, with the user behind it where it is not the phone's owner."""
        name = clean(self._names.get(app) or label_text or app[2], 200)
        return f"{name} ({user})" if user else name

    def _zone(self):
        shown = self._session.shown
        return zone_of(shown.zone) if shown else UTC

    def _last_text(self, facts: AppFacts) -> str:
        return self._labels.time(facts.app.last_ms, self._zone(), 60_000)

    def _expire(self, _changed: object) -> None:
        self._is_stale = True
        shown = self._session.shown
        if self._app is not None and (shown is None or self._app[0] not in _devices(shown)):
            self._app = None
        if shown is None:
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
            self._labels.lang,
            on_done=lambda found: self._show(found, case),
            on_error=self._fail_whole,
            key="apps",
        )
        if self._app is not None:
            self._read_app()

    def _show(self, found: AppList, case: CaseInfo) -> None:
        if case is not self._session.case:
            return
        rows, self._names = list(found.rows), found.names
        self._pictures.take(found.icons)
        part = case.of_phone(self._session.filter.device_id)
        self._cell.zone = zone_of(part.zone)
        self._cell.until_ms = part.until_ms or 0
        self.table.rows.show_rows(rows)
        self._show_columns(found.told)
        self.table.setColumnHidden(self.table.rows.columnCount() - 1, len(part.devices) < 2)
        self._narrow(self._find.text())
        if self._app is not None:
            return
        is_unfiltered = self._session.filter == self._session.default_filter
        blank = self._nothing if is_unfiltered else self._no_match
        self._stack.setCurrentWidget(self._body if rows else blank)

    def _show_columns(self, told: frozenset[DataType]) -> None:
        """Leave out the kinds of data that no app of the list asked for or used."""
        wanted = self._session.filter.types or frozenset(TYPES)
        for number, data_type in enumerate(TYPES, start=FIRST_TYPE):
            self.table.setColumnHidden(number, data_type not in told & wanted)

    def _narrow(self, text: str) -> None:
        self.table.rows.narrow(text)
        self._count.setText(self.tr("%Ln app(s)", None, self.table.rows.rowCount()))

    def _read_app(self) -> None:
        case, app = self._session.case, self._app
        if case is None or app is None:
            return
        self._jobs.run(
            reads.app_details,
            case.path,
            app,
            self._session.filter,
            self._labels.lang,
            on_done=lambda details: self._show_app(details, app),
            on_error=self._leave_app,
            key="app",
        )

    def _show_app(self, details: AppDetails, app: AppKey) -> None:
        if app != self._app:
            return
        page = details.page
        known = page.identity and label_in(page.identity, self._labels.lang)
        self.view.show_details(details, self._title(app, known or page.label, page.user))
        self._show_findings()
        self._stack.setCurrentWidget(self.view)

    def _show_findings(self) -> None:
        """List what rules found about the app; it may come later than the page."""
        case = self._session.case
        if self._app is None or case is None:
            return
        found, names = self._found.of_app(self._app), case.names.get(self._labels.lang, {})
        self.view.findings.show_findings(found and tuple(named(each, names) for each in found))

    def _leave_app(self, error: AuditorError) -> None:
        self.show_list()
        self._fail(error)

    def _choose_type(self, data_type: DataType | None) -> None:
        if self._app is not None:
            wanted = app_filter(self._app, self._session.filter)
            types = frozenset({data_type}) if data_type else wanted.types or PERSONAL
            self.filter_chosen.emit(replace(wanted, types=types))

    def _choose_bundle(self) -> None:
        if self._app is not None:
            self.bundle_chosen.emit(app_filter(self._app, self._session.filter))

    def _choose_event(self, event_id: int) -> None:
        self._choose_type(None)
        self._session.select(event_id)

    def _fail_whole(self, error: AuditorError) -> None:
        """Never say that there are no apps where they could not be read."""
        if self._app is None and self._stack.currentWidget() in (self._nothing, self._no_match):
            self._stack.setCurrentWidget(self._unread)
        self._fail(error)

    def _fail(self, error: AuditorError) -> None:
        self.failed.emit(error)


def _key(facts: AppFacts) -> AppKey:
    return facts.app.device_id, facts.app.uid, facts.app.package


def _devices(case: CaseInfo) -> set[str]:
    return {device.device_id for device in case.devices}
