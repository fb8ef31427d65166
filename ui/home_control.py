"""Decides which of Home's views is true now, and hands a person's choices to `CaseActions`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.adb.devices import DeviceRow
from auditor.errors import AuditorError
from auditor.filters import EventFilter
from auditor.store import DB_NAME
from ui import deferred
from ui.case_actions import CaseActions
from ui.doctor_control import DoctorControl
from ui.home import HomePage
from ui.jobs import Jobs, Progress
from ui.labels import Labels
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.session import DEFAULT_FILTER, CaseInfo, Session
from ui.sidebar import Page

if TYPE_CHECKING:
    from auditor.summary import Summary


class HomeControl(QObject):
    """Home between the session, the actions and the window."""

    locked_chosen = Signal(object)  # Path: the file that a case of the list is locked in

    def __init__(
        self,
        window: MainWindow,
        home: HomePage,
        session: Session,
        jobs: Jobs,
        actions: CaseActions,
        memory: Memory,
        labels: Labels,
    ) -> None:
        super().__init__(window)
        self._window, self._home, self._labels = window, home, labels
        self._session, self._jobs, self._actions = session, jobs, actions
        self._memory = memory
        self._facts_of: tuple[CaseInfo | None, str | None] = (None, None)
        self._is_connecting = False
        self._doctor = DoctorControl(home.phones.doctor, jobs, actions, self)
        self._has_read = False  # a phone, in this run: then debugging may be on still
        self._was_open = session.case is not None  # whether a case was open in this run
        self._connect()
        self._show_case(session.case)

    def connect_phone(self) -> None:
        """Show the live list of phones."""
        self._is_connecting = True
        self._home.phones.show_maker(self._memory.settings.maker)
        self._home.phones.show_looking()
        self._home.show_phones()
        self._window.show_page(Page.HOME)
        self._actions.watch_phones()
        self._doctor.begin()

    def end_work(self) -> None:
        """Debugging was seen to be off: offer it no more."""
        self._has_read = False
        self._home.case.show_after_work(False)

    def show_recent(self) -> None:
        """Bring the cases that were open lately and the first start's cards in step."""
        self._home.choices.show_recent(self._memory.recent_cases)
        self._home.choices.show_welcome(not self._memory.settings.welcomed)

    def forget(self, cases: tuple[Path, ...]) -> None:
        """Take cases off the list of recent ones; a person can undo that."""
        before = self._memory.recent_cases
        self._memory.change(recent_cases=tuple(each for each in before if each not in cases))
        self.show_recent()
        told = self.tr(
            "%Ln case(s) taken off the list. The cases themselves stay.", None, len(cases)
        )
        self._window.messages.show_notice(told, self.tr("Undo"), lambda: self._remember(before))

    def _remember(self, cases: tuple[Path, ...]) -> None:
        self._memory.change(recent_cases=cases)
        self.show_recent()

    def _forget_case(self, case_dir: Path) -> None:
        self.forget((case_dir,))

    def _open_recent(self, case_dir: Path) -> None:
        """Open a case of the list; the one that was open last comes back as it was left."""
        memory = self._memory
        if not (case_dir / DB_NAME).is_file() and (file := deferred.locked_file(case_dir)):
            self.locked_chosen.emit(file)
            return
        is_last = memory.recent_cases[:1] == (case_dir,)
        if is_last and not self._was_open:
            self._session.set_filter(memory.filter)
            self._window.show_page(memory.page)
        self._actions.open_case(case_dir)

    def _connect(self) -> None:
        home, actions = self._home, self._actions
        home.connect_chosen.connect(self.connect_phone)
        home.connect_left.connect(self._leave_phones)
        home.open_chosen.connect(self._window.ask_for_file)
        home.sample_chosen.connect(actions.read_sample)
        home.case_chosen.connect(self._open_recent)
        home.case_forgotten.connect(self._forget_case)
        home.welcome_closed.connect(lambda: self._memory.change(welcomed=True))
        home.maker_chosen.connect(lambda code: self._memory.change(maker=code))
        home.retry_chosen.connect(self.connect_phone)
        home.read_chosen.connect(actions.read_phone)
        home.stop_chosen.connect(actions.stop)
        home.way_out_chosen.connect(self._leave_trouble)
        self._doctor.bus_seen.connect(home.phones.show_bus)
        self._doctor.restart_chosen.connect(self.connect_phone)
        self._doctor.file_chosen.connect(self._window.ask_for_file)
        phones = actions.phones
        phones.server_found.connect(lambda: home.phones.show_own_server(phones.has_own_server))
        actions.phones_changed.connect(self._show_phones)
        actions.phones_failed.connect(home.phones.show_trouble)
        actions.reading_began.connect(self._show_reading)
        actions.loading_began.connect(self._show_loading)
        actions.rebuilding_began.connect(self._show_rebuilding)
        actions.progressed.connect(self._show_progress)
        actions.reading_ended.connect(self._end_reading)
        self._session.case_changed.connect(self._show_case)
        self._session.filter_changed.connect(self._show_filter)
        self._home.case.clear_chosen.connect(self._session.clear_filter)
        self._window.action_triggered.connect(self._act)

    def _act(self, page: Page) -> None:
        if page not in (Page.HOME, Page.CAPTURES):
            return
        if self._actions.is_reading:  # one at a time: show how far that one is
            self._window.show_page(Page.HOME)
        else:
            self.connect_phone()

    def _leave_phones(self) -> None:
        self._is_connecting = False
        self._doctor.end()
        self._actions.leave_phones()
        self._show_case(self._session.case)

    def _show_phones(self, rows: list[DeviceRow]) -> None:
        self._home.phones.show_rows(rows)

    def _show_reading(self, serial: str | None) -> None:
        self._doctor.end()
        is_phone = serial is not None
        self._has_read |= is_phone
        title = self.tr("Reading the phone") if is_phone else self.tr("Reading the file")
        self._home.reading.begin(title)
        self._home.show_reading()
        self._window.show_page(Page.HOME)

    def _show_loading(self) -> None:
        self._home.reading.begin(self.tr("Sorting what was read into the case"))

    def _show_rebuilding(self) -> None:
        tip = self.tr("Stop now. The damaged case stays as it is.")
        self._home.reading.begin(self.tr("Rebuilding the case from its raw files"), stop_tip=tip)
        self._home.show_reading()
        self._window.show_page(Page.HOME)

    def _show_progress(self, progress: Progress) -> None:
        self._home.reading.show_progress(progress)

    def _end_reading(self) -> None:
        self._is_connecting = False
        self._home.reading.end()
        self._actions.leave_phones()
        self._show_case(self._session.case)

    def _show_case(self, case: CaseInfo | None) -> None:
        """Show the choices, or sum the case up."""
        self._was_open |= case is not None
        self._set_actions(case)
        if self._actions.is_reading or self._is_connecting:
            return
        if case is None or not case.captures:
            self.show_recent()
            self._home.show_choices()
            return
        self._sum_up(case)

    def _show_filter(self, _wanted: EventFilter) -> None:
        case = self._session.case
        if case is not None and case.captures:
            self._sum_up(case)

    def _sum_up(self, case: CaseInfo) -> None:
        from ui import reads  # it takes numpy along, which is slow to import

        if not (self._actions.is_reading or self._is_connecting):
            self._home.show_waiting()
        self._jobs.run(
            reads.summary,
            case.path,
            self._session.filter,
            on_done=lambda summary: self._show_summary(summary, case),
            on_error=self._show_trouble,
            on_stopped=lambda: self._show_trouble(None),  # by a bug: nobody stops a summary
            key="summary",
        )

    def _read_facts(self, case: CaseInfo) -> None:
        """What the phone says beside accesses changes with case and phone, not with the filter."""
        from ui import reads

        device_id = self._session.filter.device_id or case.latest_phone
        before, self._facts_of = self._facts_of, (case, device_id)
        if device_id is None or (before[0] is case and before[1] == device_id):
            return
        self._home.case.show_facts(())
        self._jobs.run(
            reads.facts_of_phone,
            case.path,
            device_id,
            self._labels.lang,
            on_done=self._home.case.show_facts,
            on_error=self._window.messages.show_error,
            key="facts",
        )

    def _show_trouble(self, error: AuditorError | None) -> None:
        if error is not None:
            self._window.messages.show_error(error)
        if not (self._actions.is_reading or self._is_connecting):
            self._home.show_trouble()

    def _leave_trouble(self, code: str) -> None:
        self._window.messages.hide()
        case = self._session.case
        if code == "again" and case is not None:
            self._actions.open_case(case.path)
        else:
            self._actions.close_case()

    def _show_summary(self, summary: "Summary", case: CaseInfo) -> None:
        if case is self._session.case and not self._is_connecting:
            if self._actions.is_reading:
                return
            is_part = replace(self._session.filter, device_id=None) != DEFAULT_FILTER
            self._home.show_summary(summary, case, is_part)
            self._home.case.show_after_work(self._has_read and not case.is_sample)
            self._read_facts(case)

    def _set_actions(self, case: CaseInfo | None) -> None:
        if case is None:
            self._window.set_actions({})
            return
        again = self.tr("Read a phone")
        tip = self.tr("Read a phone again: the case grows, nothing is counted twice")
        export = self.tr("Export")
        export_tip = self.tr("Save what is shown: a table or a picture")
        self._window.set_actions(
            {
                Page.HOME: (again, tip),
                Page.CAPTURES: (again, tip),
                Page.TIMELINE: (export, export_tip),
            }
        )
