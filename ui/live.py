"""The live watch of the open case's phone: on and off, how it stands, what it brings.

It outlives the window, which is built anew when another language or look is chosen.
"""

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from auditor.errors import AuditorError, NoDevice
from auditor.records import DataType, DeviceInfo
from ui import deferred
from ui.case_actions import CaseActions
from ui.jobs import LIVE, Job, Jobs
from ui.session import CaseInfo, Session

SHOW_MS = 800  # news within it are shown together


class LiveWatch(QObject):
    """One watch at a time. Whatever it brings is in the case already; pages then read it anew."""

    changed = Signal()  # on or off, watching or away, more news
    failed = Signal(object)  # AuditorError
    ended = Signal(object)  # Watched
    alerted = Signal(object)  # Alert of auditor.live

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        actions: CaseActions,
        alert_types: Callable[[], Iterable[str]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._actions = session, jobs, actions
        self._alert_types = alert_types
        self._job: Job | None = None
        self._case_path = None
        self._is_reading = self._is_waiting = False
        self._began_s = 0.0
        self.is_stopping = False
        self.state = None  # State of auditor.live, once it told one
        self.events = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_MS)
        self._timer.timeout.connect(self._read_case)
        session.case_changed.connect(self._on_case)

    @property
    def is_on(self) -> bool:
        """Whether a phone is watched, or waited for."""
        return self._job is not None

    @property
    def elapsed_s(self) -> int:
        """For how many seconds it has been on."""
        return int(time.monotonic() - self._began_s) if self.is_on else 0

    def swap(self, phone: str | None = None) -> None:
        """Begin, or end."""
        if self.is_on:
            self.stop()
        else:
            self.start(phone)

    def start(self, phone: str | None = None) -> None:
        """Watch a phone of the open case, by its id, into it. Without one: that which is shown."""
        case = self._session.case
        if self.is_on or case is None:
            return
        wanted_id = phone or self._session.filter.device_id or case.latest_phone
        device = next((each for each in case.devices if each.device_id == wanted_id), None)
        if device is None or not can_be_watched(device):
            self.failed.emit(
                NoDevice(
                    self.tr("This case holds no phone that could be watched."),
                    self.tr("Read a phone into it first."),
                )
            )
            self.changed.emit()
            return
        self.events, self.state, self.is_stopping = 0, None, False
        self._case_path, self._began_s = case.path, time.monotonic()
        self._job = self._jobs.apart(
            deferred.watch_live,
            case.path,
            (device.serial, str(device.api or 35) if device.is_sample else None),
            self._actions.way_to_phones,
            tuple(self._alert_types()),
            on_done=self._end,
            on_error=self._fail,
            on_progress=self._take,
            on_stopped=lambda: self._end(None),
            key=LIVE,
        )
        self._actions.keep_phones(True)
        self.changed.emit()

    def stop(self) -> None:
        """End it: what was recorded is sealed, then `ended` tells what it came to."""
        if self._job is not None:
            self.is_stopping = True
            self._job.cancel()
            self.changed.emit()

    def _take(self, value: object) -> None:
        from auditor.live.alerts import Alert
        from auditor.live.news import News, State

        if isinstance(value, State):
            self.state = value
            self.changed.emit()
            self._read_soon()
        elif isinstance(value, News):
            self.events += len(value.events)
            self.changed.emit()
            self._read_soon()
        elif isinstance(value, Alert):
            self.alerted.emit(value)

    def _read_soon(self) -> None:
        """Let the pages show what is new; not while they still read what came before."""
        if self._is_reading:
            self._is_waiting = True
        elif not self._timer.isActive():
            self._timer.start()

    def _read_case(self) -> None:
        case = self._session.case
        if case is None or case.path != self._case_path:
            return
        self._is_reading = True
        self._jobs.run(
            deferred.case_info,
            case.path,
            on_done=self._show,
            on_error=lambda _error: self._have_read(),
            on_stopped=self._have_read,
        )

    def _show(self, case: CaseInfo) -> None:
        now = self._session.case
        if now is not None and now.path == case.path and now != case:
            self._session.set_case(case)
        self._have_read()

    def _have_read(self) -> None:
        self._is_reading = False
        if self._is_waiting:
            self._is_waiting = False
            self._read_soon()

    def _on_case(self, case: CaseInfo | None) -> None:
        """A case that is closed is not watched into any more."""
        if self.is_on and (case is None or case.path != self._case_path):
            self.stop()

    def _end(self, watched: object) -> None:
        self._job, self.state, self.is_stopping = None, None, False
        self._actions.keep_phones(False)
        self.changed.emit()
        self._read_soon()
        if watched is not None:
            self.ended.emit(watched)

    def _fail(self, error: AuditorError) -> None:
        self._end(None)
        self.failed.emit(error)


def can_be_watched(device: DeviceInfo) -> bool:
    """Whether a phone of a case was read over ADB; of an imported one there are only files."""
    return not device.serial.startswith("import")


class DesktopNotices(QObject):
    """Notifications of the desktop, where it has a place for them; else the window says it."""

    def __init__(self, icon: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tray: QSystemTrayIcon | None = None

    def show(self, title: str, text: str) -> bool:
        """Show a notification; whether this desktop could."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setToolTip(title)
        self._tray.show()
        self._tray.showMessage(title, text, self._icon)
        return True

    def hide(self) -> None:
        """Take the icon away."""
        if self._tray is not None:
            self._tray.hide()


ALERT_TYPES = tuple(each for each in DataType if each is not DataType.OTHER)
