"""Builds the objects, wires them, shows the window: the only place that does."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from auditor.filters import EventFilter
from auditor.settings import cases_dir, phone_changes_path, settings_path
from ui import deferred, icons
from ui import theme as themes
from ui.about import About
from ui.application import Application
from ui.bundle_check import BundleCheck
from ui.bundle_export import BundleExport
from ui.case_actions import CaseActions
from ui.case_folders import Folders, case_of, is_new
from ui.case_watch import CaseWatch
from ui.debugging_control import DebuggingControl
from ui.errors import BugCatcher
from ui.first_window import FirstWindow
from ui.found import Found
from ui.garbage import GarbageCollector
from ui.grab import Grabber
from ui.home_control import HomeControl
from ui.interrupts import Interrupts
from ui.jobs import Jobs
from ui.keep_more_control import KeepMoreControl
from ui.labels import Labels
from ui.live import DesktopNotices, LiveWatch
from ui.lock_control import LockControl
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.options import Options
from ui.pages import Pages
from ui.preferences_control import PreferencesControl
from ui.session import CaseInfo, Session
from ui.sidebar import Page
from ui.tellings import Tellings
from ui.theme import Theme, ThemeName
from ui.timeline_export import TimelineExport
from ui.translations import Translations, choose_language
from ui.wireless_control import WirelessControl

if TYPE_CHECKING:
    from auditor.permissions import AppKey


ANSWERS = "complaints"  # beside the cases: what only the person knows, in none of them


class Program(QObject):
    """Owns everything for as long as the program runs."""

    def __init__(self, app: QApplication, options: Options, settings: Path, cases: Path) -> None:
        super().__init__()
        self._app, self._options, self._cases = app, options, cases
        self._font = app.font()
        self.memory = Memory(settings)
        self.memory.trouble = lambda error: self.window.messages.show_error(error)
        self.session = Session(self)
        self.jobs = Jobs(self)
        self.actions = CaseActions(
            self.session, self.jobs, Folders(cases), options.adb_port, parent=self
        )
        self.live = LiveWatch(
            self.session, self.jobs, self.actions, lambda: self.memory.settings.alerts, self
        )
        self.notices = DesktopNotices(icons.app_icon(), self)
        self.found = Found(self.session, self.jobs, lambda: self.memory.settings.rules, self)
        self._translations = Translations(app)
        self._theme_choice = ThemeName(options.theme) if options.theme else self.memory.theme
        self._language_choice = options.lang or self.memory.language
        self._are_pages_ready = self._wants_page = False
        self.window: MainWindow
        self.home: HomeControl
        self._build_window()
        self.session.case_changed.connect(self._remember_case)
        self.session.case_changed.connect(self._get_pages_ready)
        self.session.case_changed.connect(self._show_wanted_page)
        self.live.failed.connect(lambda error: self.window.messages.show_error(error))
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def is_settled(self) -> bool:
        """Whether the page shows all it is going to show."""
        shown = self.window.page_widget
        return (
            self.jobs.is_idle
            and not self.actions.is_reading
            and bool(getattr(shown, "is_settled", True))
        )

    def start(self) -> None:
        """Show the window, then do what the command line asks for."""
        if self._options.size is not None:
            self.window.resize(*self._options.size)
        else:
            self.window.restore(self.memory.geometry)
        self.window.show()
        self._begin()

    def stop(self) -> None:
        """Remember what survives a restart, stop all work and wait for it."""
        if self._options.grab is None:
            self.memory.geometry = self.window.saveGeometry()
            self.memory.page = self.window.last_page
            self.memory.filter = self.session.filter
            self.memory.sync()
        self.jobs.close()
        self._translations.clear()

    def _begin(self) -> None:
        options = self._options
        if options.case is not None and is_new(options.case):
            self.actions.target = options.case
        elif options.case is not None:
            if self.memory.recent_cases[:1] == (options.case,):
                self.session.set_filter(self.memory.filter)
            self.actions.open_case(options.case)
        if options.grab is None and self.memory.recent_cases:
            self.locks.begin(self.memory.recent_cases)
        if options.page and (options.sample or options.paths):
            self._wants_page = True
        if options.sample:
            self.actions.read_sample()
        elif options.paths:
            self.locks.take([case_of(path) for path in options.paths])

    def _build_window(self, page: Page | None = None) -> None:
        lang = choose_language(self._language_choice)
        self._translations.use(lang)
        theme = themes.find(self._theme_choice)
        self._dress(theme)
        labels = Labels(lang)
        self.preferences = PreferencesControl(self.memory, self.actions, self._cases, labels)
        make_preferences = self.preferences.make_page
        self.pages = Pages(
            self.session,
            self.jobs,
            self.found,
            self.actions,
            labels,
            theme,
            self._cases.parent / ANSWERS,
            self.live,
            self.memory,
            make_preferences,
            self,
        )
        self.window = MainWindow(self.session, labels, theme, self.pages.make)
        themes.dress(self.window, theme)
        self.pages.setParent(self.window)
        self.preferences.setParent(self.window)
        self._wire(labels, theme)
        self.window.set_menu(self._theme_choice, self._language_choice)
        self.window.show_page(page or self._first_page())
        self.tellings.show_found()

    def _dress(self, theme: Theme) -> None:
        settings = self.memory.settings
        self._app.setFont(themes.scaled_font(self._font, settings.text_percent))
        themes.apply(self._app, theme, settings.reduced_motion)

    def _wire_preferences(self) -> None:
        preferences, window = self.preferences, self.window
        preferences.look_changed.connect(self._rebuild)
        preferences.rules_changed.connect(self.found.ask)
        preferences.theme_chosen.connect(self._choose_theme)
        preferences.language_chosen.connect(self._choose_language)
        preferences.forget_chosen.connect(self.home.forget)
        preferences.welcome_chosen.connect(self._show_welcome)
        preferences.back_chosen.connect(lambda: window.show_page(window.last_page))

    def _show_welcome(self) -> None:
        self.home.show_recent()
        told = self.tr("The cards stand on the Home page, as soon as no case is open.")
        self.window.messages.show_notice(told)

    def _wire(self, labels: Labels, theme: Theme) -> None:
        window, pages, session, jobs = self.window, self.pages, self.session, self.jobs
        self.home = HomeControl(
            window, pages.home, session, jobs, self.actions, self.memory, labels
        )
        self._wire_preferences()
        CaseWatch(session, jobs, self.actions, window)
        self.export = TimelineExport(window, pages, session, jobs, labels)
        self.bundles = BundleExport(window, session, jobs, labels, theme)
        pages.bundle_chosen.connect(self.bundles.open)
        self._wire_cares(labels, theme)
        self._wire_tellings(labels)
        self.check = BundleCheck(window, jobs, labels, theme)
        self.actions.bundle_found.connect(self.check.open)
        self._wire_wireless(labels, theme)
        self._wire_debugging(labels, theme)
        for failing in (self.actions.failed, jobs.error_occurred, pages.failed):
            failing.connect(window.messages.show_error)
        pages.filter_chosen.connect(self._show_events)
        pages.events_chosen.connect(self._show_events)
        pages.begin_chosen.connect(self._go_to)
        pages.home.case.watch_chosen.connect(self._keep_watching)
        pages.timeline_made.connect(self._restore_timeline)
        pages.app_chosen.connect(self._show_app)
        pages.settings_chosen.connect(self.actions.show_app_settings)
        pages.delete_chosen.connect(self.actions.delete_capture)
        pages.reload_chosen.connect(self.actions.reload_case)
        pages.stop_chosen.connect(self.actions.stop)
        pages.complaint_chosen.connect(self._complain)
        pages.finding_chosen.connect(self._show_finding)
        pages.told.connect(window.messages.show_notice)
        self.actions.told.connect(window.messages.show_notice)
        window.close_case_chosen.connect(self.actions.close_case)
        self.about = About(window, jobs, theme, labels.lang)
        window.about_chosen.connect(self.about.open_about)
        window.theme_chosen.connect(self._choose_theme)
        window.language_chosen.connect(self._choose_language)

    def _wire_tellings(self, labels: Labels) -> None:
        self.tellings = tellings = Tellings(
            self.window,
            self.pages.home.case,
            self.session,
            self.actions,
            self.found,
            self.notices,
            labels,
        )
        self.found.changed.connect(tellings.show_found)
        self.live.ended.connect(tellings.tell_watched)
        self.live.alerted.connect(tellings.tell_alert)
        self.actions.rebuilt.connect(tellings.tell_rebuilt)
        self.actions.broke_off.connect(tellings.offer_opening)
        self.actions.unnamed.connect(tellings.tell_unnamed)

    def _wire_wireless(self, labels: Labels, theme: Theme) -> None:
        window, home = self.window, self.pages.home
        self.wireless = WirelessControl(window, self.jobs, self.actions, self.memory, labels, theme)
        self.wireless.read_chosen.connect(self.actions.read_phone)
        home.wireless_chosen.connect(self.wireless.open)
        home.connect_left.connect(self.wireless.leave)
        window.wireless_chosen.connect(self._connect_wireless)

    def _wire_debugging(self, labels: Labels, theme: Theme) -> None:
        self.debugging = DebuggingControl(
            self.window, self.session, self.jobs, self.actions, self.memory, labels, theme
        )
        self.debugging.turned_off.connect(self.home.end_work)
        self.window.debugging_chosen.connect(self.debugging.open)
        self.pages.home.case.debugging_chosen.connect(self.debugging.open)

    def _connect_wireless(self) -> None:
        if self.actions.is_reading:  # one at a time: show how far that one is
            self.window.show_page(Page.HOME)
        else:
            self.home.connect_phone()
            self.wireless.open()

    def _wire_cares(self, labels: Labels, theme: Theme) -> None:
        """What cares for a case as a whole, and for the phone: locking, keeping more."""
        window, session, jobs = self.window, self.session, self.jobs
        self.locks = LockControl(window, session, jobs, self.actions, self.live, labels, theme)
        journal = self._cases.parent / phone_changes_path().name
        port = self._options.adb_port
        self.keeping = KeepMoreControl(
            window, session, jobs, self.actions, labels, theme, journal, port
        )
        window.paths_dropped.connect(self.locks.take)
        window.lock_chosen.connect(self.locks.lock)
        self.locks.locked.connect(self.home.show_recent)
        window.keep_more_chosen.connect(self.keeping.open)
        self.pages.home.case.keep_more_chosen.connect(self.keeping.open)
        self.home.locked_chosen.connect(self.locks.open)

    def _keep_watching(self) -> None:
        self.window.show_page(Page.TIMELINE)
        if not self.live.is_on:
            self.live.start()

    def _show_events(self, wanted: EventFilter, event_id: int | None = None) -> None:
        self.session.set_filter(wanted)
        if event_id is not None:
            self.session.select(event_id)
        self.window.show_page(Page.TIMELINE)

    def _restore_timeline(self, page: QObject) -> None:
        page.restore(self.memory.timeline)
        if self._options.grab is None:
            page.state_changed.connect(self._remember_timeline)

    def _remember_timeline(self, state: str) -> None:
        self.memory.timeline = state

    def _show_app(self, app: "AppKey") -> None:
        self.window.show_page(Page.APPS)
        self.window.page_widget.show_app(app)

    def _show_finding(self, finding_id: str) -> None:
        self.window.show_page(Page.FINDINGS)
        self.window.page_widget.show_finding(finding_id)

    def _get_pages_ready(self, case: CaseInfo | None) -> None:
        """With a case one goes from page to page: none shall wait for its imports."""
        if case is not None and not self._are_pages_ready:
            self._are_pages_ready = True
            lang = choose_language(self._language_choice)
            self.jobs.run(deferred.get_pages_ready, lang, on_done=lambda _none: None)

    def _complain(self, finding_id: str) -> None:
        self.window.show_page(Page.COMPLAINT)
        self.window.page_widget.begin_with(finding_id)

    def _go_to(self, page: str) -> None:
        self.window.show_page(Page(page))

    def _first_page(self) -> Page:
        if self._options.page:
            return Page(self._options.page)
        return self.memory.page if self._options.case else Page.HOME

    def _show_wanted_page(self, case: CaseInfo | None) -> None:
        """Reading shows Home: go back to the page that was asked for, unless one went elsewhere."""
        if case is None or self.actions.is_reading or not self._wants_page:
            return
        self._wants_page = False
        if self.window.page is Page.HOME:
            self.window.show_page(self._first_page())

    def _choose_theme(self, choice: ThemeName) -> None:
        self._theme_choice = choice
        self.memory.change(theme=str(choice))
        self._rebuild()

    def _choose_language(self, choice: str) -> None:
        self._language_choice = choice
        self.memory.change(language=choice or None)
        self._rebuild()

    def _follow_system(self) -> None:
        if self._theme_choice is ThemeName.SYSTEM:
            self._rebuild()

    def _rebuild(self) -> None:
        """Build the window anew in other words or colours; case, filter, selection stay."""
        old, page, last = self.window, self.window.page, self.window.last_page
        self.jobs.drop_reads()
        self.bundles.leave()
        self.check.leave()
        self.wireless.leave()
        self.debugging.leave()
        self.locks.leave()
        self.keeping.leave()
        self._build_window(page)
        self.window.go_back_to(last)
        self.window.setGeometry(old.geometry())
        self.window.show()
        old.hide()
        old.deleteLater()

    def _remember_case(self, case: CaseInfo | None) -> None:
        if case is not None and self._options.grab is None:
            self.memory.remember_case(case.path)


def run(app: QApplication, options: Options, first: FirstWindow | None = None) -> int:
    """Run the program until its window is closed; gives the exit code. Takes over from `first`."""
    themes.add_bundled_font(app)
    catcher = BugCatcher(options.grab is not None, app)
    sys.excepthook = catcher
    program = Program(app, options, settings_path().parent, cases_dir())
    interrupts = Interrupts(app)
    garbage = GarbageCollector()
    if first is not None:
        first.make_way_for(program.window)
    try:
        if options.grab is not None:
            grabber = Grabber(program, options.grab)
            grabber.start()
        program.start()
        if isinstance(app, Application):
            app.hand_on_to(lambda path: program.locks.take([case_of(path)]))
        return app.exec()
    finally:
        program.stop()
        garbage.close()
        interrupts.close()
        sys.excepthook = sys.__excepthook__
