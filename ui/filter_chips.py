"""The one filter of all pages as a row of chips: what is active is marked and one key clears it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QToolButton, QWidget

from auditor.filters import PERSONAL, EventFilter
from auditor.records import DataType, Kind
from ui import icons
from ui.app_chooser import AppChooser
from ui.flow import FlowLayout
from ui.labels import Labels, slot_time, zone_of
from ui.session import CaseInfo, Session
from ui.theme import Theme
from ui.widgets import clean, clearable, text_width

HOUR_MS = 3_600_000
TYPING_PAUSE_MS = 250
CLEAR_KEYS = "Ctrl+Backspace"


class Chip(QToolButton):
    """A rounded button with a menu; it is marked while it filters something."""

    def __init__(self, name: str, icon_name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setIcon(icons.icon(icon_name, theme.text))
        self.setIconSize(QSize(16, 16))
        self.setProperty("kind", "chip")
        self._is_compact = False
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_value(self, text: str, active: bool) -> None:
        """Say what the chip lets through."""
        self.setText(clean(text, 48))
        self.setAccessibleName(text)
        self._show_style(active)
        if self.property("active") != active:
            self.setProperty("active", active)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_compact(self, is_compact: bool) -> None:
        """In a narrow window only a chip that filters says so in words."""
        self._is_compact = is_compact
        self._show_style(bool(self.property("active")))

    def _show_style(self, active: bool) -> None:
        style = Qt.ToolButtonStyle
        is_bare = self._is_compact and not active
        self.setToolButtonStyle(
            style.ToolButtonIconOnly if is_bare else style.ToolButtonTextBesideIcon
        )


class FilterChips(QFrame):
    """Shows and changes `Session.filter`."""

    def __init__(
        self, session: Session, labels: Labels, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chips")
        self.setAccessibleName(self.tr("Filter"))
        self._session, self._labels, self._theme = session, labels, theme
        self._phone_actions: dict[str | None, QAction] = {}
        self._listed: tuple[CaseInfo | None, str | None] = (None, None)  # whose apps are listed
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._filter_text)
        self._build()
        session.filter_changed.connect(self.show_filter)
        session.case_changed.connect(self._show_case)
        self._show_case(session.case)
        self.show_filter(session.filter)

    def show_filter(self, wanted: EventFilter) -> None:
        """Bring every chip in step with the filter."""
        self._show_phone(wanted)
        self._span.show_value(self._span_text(wanted), wanted.since_ms or wanted.until_ms)
        self._types.show_value(self._types_text(wanted), wanted.types != PERSONAL)
        for data_type, action in self._type_actions.items():
            action.setChecked(wanted.types != PERSONAL and data_type in wanted.types)
        chosen = bool(wanted.packages or wanted.uids)
        self._apps.show_value(self._apps_text(wanted), chosen)
        self._chooser.show_chosen(wanted.packages)
        self._show_background(wanted)
        self._show_kinds(wanted)
        self._events.setVisible(bool(wanted.event_ids))
        number = len(wanted.event_ids)
        self._events.show_value(self.tr("%Ln chosen event(s)", None, number), True)
        self._system.show_value(
            self.tr("System apps") if wanted.include_system else self.tr("No system apps"),
            not wanted.include_system,
        )
        if not self._typing.isActive() and self._text.text() != wanted.text:
            self._text.setText(wanted.text)
        self._clear.setVisible(wanted != self._session.default_filter)

    def set_compact(self, is_compact: bool) -> None:
        """Take one line, not two, in a narrow window."""
        for chip in self.findChildren(Chip):
            chip.set_compact(is_compact)

    def focus_text(self) -> None:
        """Put the cursor where one types."""
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        self._phone = self._chip("chipPhone", "phone", self.tr("Which phone to show"))
        self._span = self._chip("chipSpan", "clock", self.tr("Which time to show"))
        self._types = self._chip("chipTypes", "photos", self.tr("Which data to show"))
        self._apps = self._chip("chipApps", "apps", self.tr("Which apps to show"))
        self._background = self._chip(
            "chipBackground",
            "background",
            self.tr("Foreground or background, as Android counts it"),
        )
        self._kinds = self._chip("chipKinds", "reject", self.tr("Accesses or refusals"))
        self._system = self._chip("chipSystem", "system", self.tr("Apps that are part of Android"))
        tip = self.tr("Only events that were chosen one by one, such as those of a finding")
        self._events = self._chip("chipEvents", "findings", tip)
        self._build_menus()
        self._text = QLineEdit()
        self._text.setObjectName("filterText")
        self._text.setPlaceholderText(self.tr("Filter by text"))
        self._text.setAccessibleName(self.tr("Filter by text"))
        self._text.setToolTip(self.tr("App, operation, data type or tag (Ctrl+F)"))
        clearable(self._text, self.tr("Empty this line"))
        self._text.setMinimumWidth(text_width(self, 18))
        self._text.setMaximumWidth(text_width(self, 30))
        self._text.textEdited.connect(lambda _text: self._typing.start())
        self._clear = QToolButton()
        self._clear.setObjectName("clearFilter")
        self._clear.setText(self.tr("Clear"))
        self._clear.setAccessibleName(self.tr("Clear the filter"))
        self._clear.setToolTip(self.tr("Show everything again (Ctrl+Backspace)"))
        self._clear.setIcon(icons.icon("clear", self._theme.text))
        self._clear.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._clear.setProperty("kind", "chip")
        self._clear.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clear.clicked.connect(self._session.clear_filter)
        chips = (
            self._phone,
            self._events,
            self._span,
            self._types,
            self._apps,
            self._background,
            self._kinds,
        )
        layout = FlowLayout(*chips, self._system, self._text, self._clear, spacing=6)
        layout.setContentsMargins(16, 6, 12, 6)
        self.setLayout(layout)

    def _chip(self, name: str, icon_name: str, tip: str) -> Chip:
        chip = Chip(name, icon_name, self._theme)
        chip.setToolTip(tip)
        chip.setAccessibleDescription(tip)
        return chip

    def _build_menus(self) -> None:
        self._span.setMenu(self._span_menu())
        self._types.setMenu(self._types_menu())
        self._chooser = AppChooser(self._theme, self)
        self._chooser.packages_chosen.connect(lambda names: self._change(packages=names))
        self._apps.setMenu(self._chooser)
        self._background_actions = self._choices(
            self._background,
            {
                None: self.tr("Foreground and background"),
                True: self.tr("Only background"),
                False: self.tr("Only foreground"),
            },
            lambda value: self._change(background=value),
        )
        self._kind_actions = self._choices(
            self._kinds,
            {
                frozenset(): self.tr("Accesses and refusals"),
                frozenset({Kind.ACCESS}): self.tr("Only accesses"),
                frozenset({Kind.REJECT}): self.tr("Only refusals"),
            },
            lambda value: self._change(kinds=value),
        )
        self._events.setMenu(self._events_menu())
        self._choices(
            self._system,
            {True: self.tr("With system apps"), False: self.tr("No system apps")},
            lambda value: self._change(include_system=value),
        )

    def _choices(
        self, chip: Chip, texts: dict[object, str], choose: Callable[[object], None]
    ) -> dict[object, QAction]:
        menu, group = QMenu(chip), QActionGroup(chip)
        actions = {}
        for value, text in texts.items():
            action = menu.addAction(text)
            action.setObjectName(f"{chip.objectName()}_{len(actions)}")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, value=value: choose(value))
            actions[value] = action
        next(iter(actions.values())).setChecked(True)
        chip.setMenu(menu)
        return actions

    def _events_menu(self) -> QMenu:
        menu = QMenu(self)
        again = menu.addAction(self.tr("Other events as well"))
        again.setObjectName("chipEvents_all")
        again.triggered.connect(lambda _checked=False: self._change(event_ids=frozenset()))
        return menu

    def _span_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, hours in (
            (self.tr("All time"), None),
            (self.tr("7 days before the last reading"), 24 * 7),
            (self.tr("24 hours before the last reading"), 24),
            (self.tr("1 hour before the last reading"), 1),
        ):
            action = menu.addAction(text)
            action.setObjectName(f"chipSpan_{hours or 'all'}")
            action.triggered.connect(lambda _checked=False, hours=hours: self._choose_span(hours))
        return menu

    def _types_menu(self) -> QMenu:
        menu = QMenu(self)
        personal = menu.addAction(self.tr("All personal data"))
        personal.triggered.connect(lambda _checked=False: self._change(types=PERSONAL))
        personal.setObjectName("chipTypes_personal")
        everything = menu.addAction(self.tr("Everything, also other operations"))
        everything.triggered.connect(lambda _checked=False: self._change(types=frozenset()))
        everything.setObjectName("chipTypes_everything")
        menu.addSeparator()
        self._type_actions: dict[DataType, QAction] = {}
        for data_type in DataType:
            text = self._labels.data_type(data_type)
            picture = icons.icon(str(data_type), self._theme.data[data_type])
            action = menu.addAction(picture, text)
            action.setObjectName(f"chipTypes_{data_type}")
            action.setCheckable(True)
            action.triggered.connect(
                lambda checked, data_type=data_type: self._toggle_type(data_type, checked)
            )
            self._type_actions[data_type] = action
        return menu

    def _change(self, **parts: object) -> None:
        self._session.set_filter(replace(self._session.filter, **parts))

    def _toggle_type(self, data_type: DataType, wanted: bool) -> None:
        types = self._session.filter.types
        chosen = frozenset() if types == PERSONAL else types
        chosen = chosen | {data_type} if wanted else chosen - {data_type}
        self._change(types=chosen or PERSONAL)

    def _choose_span(self, hours: int | None) -> None:
        shown = self._session.shown
        if hours is None or shown is None or not shown.captures:
            self._change(since_ms=None, until_ms=None)
        else:
            last_ms = shown.captures[-1].started_ms
            self._change(since_ms=last_ms - hours * HOUR_MS, until_ms=None)

    def _filter_text(self) -> None:
        self._change(text=self._text.text().strip())

    def _show_case(self, case: CaseInfo | None) -> None:
        self.setEnabled(case is not None)
        old = self._phone.menu()
        self._phone.setMenu(self._phone_menu(case))
        if old is not None:
            old.deleteLater()
        self.show_filter(self._session.filter)

    def _span_text(self, wanted: EventFilter) -> str:
        if wanted.since_ms is None and wanted.until_ms is None:
            return self.tr("Time")
        shown = self._session.shown
        zone = zone_of(shown.zone if shown else None)
        if wanted.until_ms is None:
            since = self._labels.time(wanted.since_ms, zone, 60_000)
            return self.tr("Since %1").replace("%1", since)
        if wanted.since_ms is None:
            until = self._labels.time(wanted.until_ms, zone, 60_000)
            return self.tr("Until %1").replace("%1", until)
        return slot_time(wanted.since_ms, wanted.until_ms, zone)

    def _types_text(self, wanted: EventFilter) -> str:
        if wanted.types == PERSONAL:
            return self.tr("Data")
        if not wanted.types:
            return self.tr("Everything")
        if len(wanted.types) > 2:
            return self.tr("%Ln data type(s)", None, len(wanted.types))
        return self._labels.listed(
            self._labels.data_type(each) for each in DataType if each in wanted.types
        )

    def _apps_text(self, wanted: EventFilter) -> str:
        if not wanted.packages and not wanted.uids:
            return self.tr("Apps")
        if len(wanted.packages) == 1 and not wanted.uids:
            return self._chooser.title_of(next(iter(wanted.packages)))
        return self.tr("%Ln app(s)", None, max(len(wanted.packages), len(wanted.uids)))

    def _phone_menu(self, case: CaseInfo | None) -> QMenu:
        menu, group = QMenu(self._phone), QActionGroup(self._phone)
        devices = case.devices if case else ()
        names = {each.device_id: case.phone_name(each.device_id) for each in devices}
        self._phone_actions = {}
        for device_id, text in {**names, None: self.tr("All phones together")}.items():
            action = menu.addAction(clean(text, 80))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(
                lambda _checked=False, device_id=device_id: self._choose_phone(device_id)
            )
            self._phone_actions[device_id] = action
        return menu

    def _choose_phone(self, device_id: str | None) -> None:
        """Events chosen one by one are of the phone before."""
        self._change(device_id=device_id, event_ids=frozenset())

    def _show_phone(self, wanted: EventFilter) -> None:
        case = self._session.case
        self._phone.setVisible(case is not None and len(case.devices) > 1)
        if wanted.device_id in self._phone_actions:
            action = self._phone_actions[wanted.device_id]
            action.setChecked(True)
            self._phone.show_value(action.text(), True)
        if self._listed != (case, wanted.device_id):
            self._listed = (case, wanted.device_id)
            shown = self._session.shown
            self._chooser.show_apps(shown.apps_in(self._labels.lang) if shown else ())

    def _show_background(self, wanted: EventFilter) -> None:
        action = self._background_actions[wanted.background]
        action.setChecked(True)
        is_active = wanted.background is not None
        self._background.show_value(
            action.text() if is_active else self.tr("Background"), is_active
        )

    def _show_kinds(self, wanted: EventFilter) -> None:
        known = wanted.kinds if wanted.kinds in self._kind_actions else frozenset()
        self._kind_actions[known].setChecked(True)
        text = self._kind_actions[known].text() if known else self.tr("Refusals")
        self._kinds.show_value(text, bool(known))
