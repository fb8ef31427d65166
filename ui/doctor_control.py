"""Lets the doctor look by itself while a phone is waited for: a job now and then, never a wait."""

import sys

from PySide6.QtCore import QObject, QTimer, Signal

from auditor.adb.devices import DeviceRow
from auditor.adb.doctor import Facts, is_readable
from ui import deferred
from ui.case_actions import CaseActions
from ui.doctor_card import Deed, DoctorCard
from ui.jobs import Jobs

PATIENCE_MS = 1500  # a step that is not met for so long stays unmet
PAUSE_MS = (
    10_000 if sys.platform == "win32" else 4000
)  # the bus changes without a word from the adb server: look again
_KEY = "doctor"


class DoctorControl(QObject):
    """Between the page for connecting and the facts."""

    bus_seen = Signal(object)  # Bus: what is plugged in, whatever the adb server says
    restart_chosen = Signal()  # look for phones anew, with another server
    file_chosen = Signal()

    def __init__(self, card: DoctorCard, jobs: Jobs, actions: CaseActions, parent: QObject) -> None:
        super().__init__(parent)
        self._card, self._jobs, self._actions = card, jobs, actions
        self._is_on = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        card.deed_chosen.connect(self._do)
        actions.phones_changed.connect(self._rows_changed)
        actions.phones_failed.connect(lambda _error: self._wait(0))

    def begin(self) -> None:
        """Look from now on."""
        self._is_on = True
        self._wait(PATIENCE_MS)

    def end(self) -> None:
        """Look no more."""
        self._is_on = False
        self._timer.stop()
        self._jobs.leave(_KEY)
        self._card.forget()

    def _rows_changed(self, _rows: list[DeviceRow]) -> None:
        self._jobs.leave(_KEY)
        self._card.forget()
        self._wait(PATIENCE_MS)

    def _wait(self, time_ms: int) -> None:
        if self._is_on:
            self._timer.start(time_ms)

    def _look(self, was_asked: bool = False) -> None:
        self._timer.stop()
        page = self._card.parentWidget()
        if page is None or not page.isVisible():  # nobody sees it: later
            self._wait(PAUSE_MS)
            return
        self._jobs.run(
            deferred.look_around,
            self._actions.phones.server,
            on_done=lambda facts: self._show(facts, was_asked),
            on_error=lambda _error: self._wait(PAUSE_MS),
            key=_KEY,
        )

    def _show(self, facts: Facts, was_asked: bool) -> None:
        if not self._is_on:
            return
        self.bus_seen.emit(facts.bus)
        self._card.show_facts(facts, was_asked)
        if not is_readable(facts):
            self._wait(PAUSE_MS)

    def _do(self, deed: Deed) -> None:
        if deed is Deed.LOOK and self._actions.phones.is_running:
            self._look(was_asked=True)
        elif deed is Deed.LOOK:  # this computer could not look for phones at all
            self.restart_chosen.emit()
        elif deed is Deed.OPEN_FILE:
            self.file_chosen.emit()
        elif deed is Deed.OWN_SERVER:
            self._actions.phones.use_own_server()
            self.restart_chosen.emit()
        else:
            self._jobs.run(
                deferred.ask_again,
                self._actions.phones.server,
                on_done=lambda _nothing: self._card.show_asked(),
                key="ask_again",
            )
