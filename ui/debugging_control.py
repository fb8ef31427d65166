"""Looks whether debugging is off again while its window is open, and shows the page for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.adb.doctor import Debugging
from auditor.adb.server import ServerAddress
from auditor.errors import AuditorError
from ui import deferred
from ui.case_actions import CaseActions
from ui.jobs import ASKING, LOOKING, Jobs
from ui.labels import Labels
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.session import CaseInfo, Session
from ui.theme import Theme

if TYPE_CHECKING:  # a window that most never open
    from ui.debugging_window import DebuggingWindow


class DebuggingControl(QObject):
    """One window, about whatever phone is plugged in."""

    turned_off = Signal()  # it was seen to be off

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        jobs: Jobs,
        actions: CaseActions,
        memory: Memory,
        labels: Labels,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._jobs = window, session, jobs
        self._actions, self._memory = actions, memory
        self._labels, self._theme = labels, theme
        self._address: ServerAddress | None = None
        self.shown: DebuggingWindow | None = None

    def open(self) -> None:
        """Show the window and begin to look."""
        from ui.debugging_window import DebuggingWindow

        self.leave()
        shown = DebuggingWindow(self._labels, self._theme, self._window)
        shown.show_chosen.connect(self._show_page)
        shown.left.connect(self._end)
        self.shown = shown
        shown.open_for(self._memory.settings.maker, can_show=bool(self._serials()))
        self._jobs.run(
            deferred.follow_debugging,
            self._actions.phones.server,
            on_done=lambda _nothing: None,
            on_error=self._show_error,
            on_progress=self._take,
            key=LOOKING,
        )

    def leave(self) -> None:
        """Close the window, if it is open."""
        if self.shown is not None:
            self.shown.close()

    def _serials(self) -> tuple[str, ...]:
        """Name the phones of the open case, which notes what is asked of them."""
        case: CaseInfo | None = self._session.case
        devices = case.devices if case is not None else ()
        real = [each for each in devices if not each.is_sample]
        return tuple(dict.fromkeys(name for d in real for name in (d.serial, d.device_id)))

    def _take(self, value: object) -> None:
        if isinstance(value, ServerAddress):
            self._address = value
        elif isinstance(value, Debugging) and self.shown is not None:
            self.shown.show_state(value)
            if value is Debugging.OFF:
                self.turned_off.emit()

    def _show_page(self) -> None:
        case = self._session.case
        if case is None or self._address is None:
            return
        self._jobs.run(
            deferred.show_developer_settings,
            self._address,
            self._serials(),
            case.path,
            on_done=lambda _nothing: self._say_shown(),
            on_error=self._show_error,
            key=ASKING,
        )

    def _say_shown(self) -> None:
        if self.shown is not None:
            self.shown.show_shown()

    def _show_error(self, error: AuditorError) -> None:
        if self.shown is not None:
            self.shown.show_error(error)

    def _end(self) -> None:
        self._jobs.leave(LOOKING)
        shown, self.shown, self._address = self.shown, None, None
        if shown is not None:
            shown.deleteLater()
