"""The window: sidebar, case header, shared filter, six pages. It only places."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLineEdit,
    QMainWindow,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.actions import GROUP, add_action
from ui.case_folders import case_of
from ui.errors import MessageBar
from ui.filter_chips import CLEAR_KEYS, FilterChips
from ui.header import Header
from ui.keys_help import KeysHelp
from ui.labels import LANGUAGES, Labels
from ui.palette import Palette
from ui.session import CaseInfo, Session
from ui.sidebar import Page, Sidebar
from ui.theme import Theme, ThemeName
from ui.widgets import label, row, text_width
from ui.work_bar import WorkBar

# A screen of 1280×720 pixels at 200 %, or Full HD at 300 %, less its task bar and title bar.
LEAST_SIZE = (600, 320)
COMPACT_CHARACTERS = 110  # a window narrower than so many letters shows icons in place of words


class PageFrame(QScrollArea):
    """Holds a page: where the window is smaller than the page can be, it scrolls."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setObjectName("pageFrame")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(page)
        self._wanted: QWidget | None = None
        self.horizontalScrollBar().rangeChanged.connect(self._scroll_there)
        if hasattr(page, "part_shown"):
            page.part_shown.connect(self._show_part)

    def _show_part(self, part: QWidget) -> None:
        """Bring a part that opened into view, now or once there is room for it."""
        self._wanted = part
        self._scroll_there()

    def _scroll_there(self) -> None:
        if self._wanted is not None and self._wanted.isVisible():
            self.ensureWidgetVisible(self._wanted, 0, 0)


class MainWindow(QMainWindow):
    """Places what app.py built, and turns keys, drops and menus into signals."""

    page_changed = Signal(object)  # Page
    paths_dropped = Signal(object)  # list[Path]
    action_triggered = Signal(object)  # Page on which the primary action was pressed
    close_case_chosen = Signal()
    lock_chosen = Signal()
    keep_more_chosen = Signal()
    about_chosen = Signal()
    wireless_chosen = Signal()
    debugging_chosen = Signal()
    theme_chosen = Signal(object)  # ThemeName
    language_chosen = Signal(object)  # str
    closing = Signal()

    def __init__(
        self,
        session: Session,
        labels: Labels,
        theme: Theme,
        make_page: Callable[[Page], QWidget],
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("Permission Auditor"))
        self.setWindowIcon(icons.app_icon())
        self.setAcceptDrops(True)
        self._session, self._theme = session, theme
        self._make_page = make_page
        self._pages: dict[Page, PageFrame] = {}
        self._last_page = Page.HOME
        self._is_compact = False
        self._close_case: QAction | None = None
        self._lock_case: QAction | None = None
        self._keep_more: QAction | None = None
        self._actions: dict[Page, tuple[str, str]] = {}
        self.sidebar = Sidebar(theme)
        self.header = Header(labels, theme)
        self.chips = FilterChips(session, labels, theme)
        self.messages = MessageBar(labels.lang, theme)
        self.work = WorkBar()
        self.palette_window: Palette | None = None
        self.keys_window: KeysHelp | None = None
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.show_case(session.case)

    @property
    def page(self) -> Page:
        """The page that is shown; Home before any is."""
        shown = self._stack.currentWidget()
        return next((p for p, widget in self._pages.items() if widget is shown), Page.HOME)

    @property
    def last_page(self) -> Page:
        """The page of the sidebar that was shown last."""
        return self._last_page

    def go_back_to(self, page: Page) -> None:
        """Say which page comes after the preferences."""
        self._last_page = page

    @property
    def page_widget(self) -> QWidget | None:
        """The widget of the page that is shown."""
        shown = self._stack.currentWidget()
        return shown.widget() if isinstance(shown, PageFrame) else None

    def show_page(self, page: Page) -> None:
        """Go to a page."""
        if page not in self._pages:  # built when it is first seen: the window comes first
            made = self._make_page(page)
            self._pages[page] = PageFrame(made)
            self._stack.addWidget(self._pages[page])
            _let_drops_through(made)
        if page is not Page.PREFERENCES:
            self._last_page = page
        self._stack.setCurrentWidget(self._pages[page])
        self.sidebar.show_page(page)
        self._show_action()
        self.page_changed.emit(page)

    def set_actions(self, actions: dict[Page, tuple[str, str]]) -> None:
        """Set the primary action of pages: its text and tooltip."""
        self._actions = actions
        self._show_action()

    def show_case(self, case: CaseInfo | None) -> None:
        """Bring header, chips and title in step with the case."""
        self._show_header()
        self.chips.setVisible(case is not None)
        self.sidebar.offer(Page.SESSIONS, case is not None and case.trials > 0)
        for action in self._of_case:
            action.setEnabled(case is not None)
        name = self.tr("Permission Auditor")
        self.setWindowTitle(f"{case.path.name} – {name}" if case else name)

    @property
    def _of_case(self) -> list[QAction]:
        """The actions that need an open case, once the menu is built."""
        found = (self._close_case, self._lock_case, self._keep_more)
        return [each for each in found if each is not None]

    def _show_header(self) -> None:
        self.header.show_case(self._session.case, self._session.filter.device_id)

    def set_menu(self, theme: ThemeName, language: str) -> None:
        """Build the menu with the choices as they are."""
        menu = QMenu(self)
        self._add(menu, "openFile", self.tr("Open a case or a file …"), "Ctrl+O", self.ask_for_file)
        folder = self.tr("Open a folder …")
        self._add(menu, "openFolder", folder, "Ctrl+Shift+O", self.ask_for_folder)
        self._close_case = self._add(
            menu, "closeCase", self.tr("Close the case"), "Ctrl+W", self.close_case_chosen.emit
        )
        lock = self.tr("Lock this case with a passphrase …")
        self._lock_case = self._add(menu, "lockCase", lock, "Ctrl+Shift+L", self.lock_chosen.emit)
        more = self.tr("Keep more …")
        self._keep_more = self._add(menu, "keepMore", more, "", self.keep_more_chosen.emit)
        for action in self._of_case:
            action.setEnabled(self._session.case is not None)
        menu.addSeparator()
        wireless = self.tr("Connect a phone over Wi-Fi …")
        self._add(menu, "connectWireless", wireless, "", self.wireless_chosen.emit)
        off = self.tr("Turn debugging off again …")
        self._add(menu, "debuggingOff", off, "", self.debugging_chosen.emit)
        menu.addSeparator()
        themes = {
            ThemeName.SYSTEM: self.tr("As the system"),
            ThemeName.LIGHT: self.tr("Light"),
            ThemeName.DARK: self.tr("Dark"),
        }
        self._choices(menu, "theme", self.tr("Look"), themes, theme, self.theme_chosen.emit)
        names = {**LANGUAGES, "": self.tr("As the system")}
        title = self.tr("Language")
        self._choices(menu, "language", title, names, language, self.language_chosen.emit)
        menu.addSeparator()
        menu.addActions([self.findChild(QAction, name) for name in ("showPalette", "showKeys")])
        menu.addSeparator()
        self._add(
            menu,
            "showPreferences",
            self.tr("Preferences"),
            "Ctrl+,",
            lambda: self.show_page(Page.PREFERENCES),
        )
        about = self.tr("About Permission Auditor")
        self._add(menu, "showAbout", about, "", self.about_chosen.emit)
        self._add(menu, "quit", self.tr("Quit"), "Ctrl+Q", self.close)
        self.header.set_menu(menu)

    def ask_for_file(self) -> None:
        """Let a person choose a file."""
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Open a case or a file"))
        if names:
            self.paths_dropped.emit([case_of(Path(name)) for name in names])

    def ask_for_folder(self) -> None:
        """Let a person choose a case or capture folder."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Open a folder"))
        if name:
            self.paths_dropped.emit([Path(name)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._drop_hint.setGeometry(self.centralWidget().rect().adjusted(24, 24, -24, -24))
            self._drop_hint.show()
            self._drop_hint.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hide()
        urls = event.mimeData().urls()
        paths = [case_of(Path(url.toLocalFile())) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.paths_dropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the page the room in a narrow window."""
        is_compact = self.width() < text_width(self, COMPACT_CHARACTERS)
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self.sidebar.set_compact(is_compact)
            self.chips.set_compact(is_compact)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def restore(self, geometry: QByteArray | None) -> None:
        """Take the size and place of last time."""
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1180, 760)

    def _build(self) -> None:
        right = QWidget()
        right.setObjectName("content")
        layout = QVBoxLayout(right)
        layout.setSpacing(0)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.header)
        layout.addWidget(self.chips)
        layout.addWidget(self.messages)
        work = row(self.work)
        work.setContentsMargins(16, 12, 16, 0)
        layout.addLayout(work)
        layout.addWidget(self._stack, 1)
        whole = QWidget()
        both = row(self.sidebar, right, spacing=0)
        both.setStretch(1, 1)
        whole.setLayout(both)
        self.setCentralWidget(whole)
        self._drop_hint = label(
            self.tr("Drop it here: a case is opened, anything else is read into a case."),
            "drop",
            wraps=True,
        )
        self._drop_hint.setParent(whole)
        self._drop_hint.setObjectName("dropHint")
        self._drop_hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._drop_hint.hide()
        _let_drops_through(whole)
        self.setMinimumSize(*LEAST_SIZE)

    def _connect(self) -> None:
        self.sidebar.page_chosen.connect(self.show_page)
        self.header.action_triggered.connect(self._trigger)
        self._session.case_changed.connect(self.show_case)
        self._session.filter_changed.connect(lambda _wanted: self._show_header())
        self._key("clearAll", self.tr("Clear the filter"), CLEAR_KEYS, self._session.clear_filter)
        self._key("typeFilter", self.tr("Filter by text"), "Ctrl+F", self.chips.focus_text)
        self._key("openMenu", self.tr("Open the menu"), "F10", self.header.open_menu)
        self._key("showPalette", self.tr("All commands"), "Ctrl+Shift+P", self.open_palette)
        self._key("showKeys", self.tr("All keys"), "?", self.open_keys)

    def _key(self, name: str, text: str, keys: str, do: Callable[[], object]) -> None:
        add_action(self, name, self.tr("Window"), text, (keys,), do)

    def open_palette(self) -> None:
        """Let a person type what to do."""
        if self.palette_window is None:
            self.palette_window = Palette(self, self._theme)
        self.palette_window.open_palette(self.page_widget)

    def open_keys(self) -> None:
        """Show every key there is now."""
        if self.keys_window is None:
            self.keys_window = KeysHelp(self)
        self.keys_window.open_help()

    def _trigger(self) -> None:
        self.action_triggered.emit(self.page)

    def _show_action(self) -> None:
        text, tip = self._actions.get(self.page, ("", ""))
        self.header.set_action(text, tip)

    def _add(
        self, menu: QMenu, name: str, text: str, keys: str, action: Callable[[], object]
    ) -> QAction:
        made = menu.addAction(text)
        made.setObjectName(name)
        made.setProperty(GROUP, self.tr("Window"))
        made.setShortcut(QKeySequence(keys))
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda _checked=False: action())
        self.addAction(made)  # so that its keys work while the menu is closed
        return made

    def _choices(
        self,
        menu: QMenu,
        name: str,
        title: str,
        texts: dict[str, str],
        current: str,
        choose: Callable[[str], object],
    ) -> None:
        inner = menu.addMenu(title)
        group = QActionGroup(inner)
        for value, text in texts.items():
            action = inner.addAction(text)
            action.setObjectName(f"{name}_{value or 'system'}")
            action.setCheckable(True)
            action.setChecked(value == current)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, value=value: choose(value))


def _let_drops_through(widget: QWidget) -> None:
    """A file that is dropped on a line of text is for the window, not to be typed into it."""
    for field in widget.findChildren(QLineEdit):
        field.setAcceptDrops(False)
