"""The live watch of the open case's phones: on and off, how it stands, what it brings.

It outlives the window, which is built anew when another language or look is chosen.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from auditor.errors import AuditorError, NoDevice
from auditor.records import DataType, DeviceInfo
from ui import deferred
from ui.case_actions import CaseActions
from ui.jobs import LIVE, Job, Jobs
from ui.session import CaseInfo, Session

if TYPE_CHECKING:  # numpy takes 0.1 s to import
    from auditor.live.news import State

SHOW_MS = 800  # news within it are shown together


@dataclass(slots=True)
class OnePhone:
    """The watch of one phone: how it stands, and how much it brought."""

    phone: str  # its id
    began_s: float
    job: Job | None = None
    state: "State | None" = None  # once it told one
    events: int = 0
    is_stopping: bool = False

    @property
    def elapsed_s(self) -> int:
        """For how many seconds it has been on."""
        return int(time.monotonic() - self.began_s)


class LiveWatch(QObject):
    """One watch for each phone. Whatever they bring is in the case; pages then read it anew."""

    changed = Signal()  # on or off, watching or away, more news
    failed = Signal(object)  # AuditorError
    ended = Signal(object, object)  # Watched, id of the phone
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
        self._watches: dict[str, OnePhone] = {}
        self._waiting: list[DeviceInfo] = []  # to be begun one after the other
        self._case_path = None
        self._is_reading = self._is_waiting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_MS)
        self._timer.timeout.connect(self._read_case)
        session.case_changed.connect(self._on_case)
        actions.phones.server_found.connect(self._begin_next)
        actions.phones.failed.connect(lambda _error: self._give_up())

    @property
    def is_on(self) -> bool:
        """Whether any phone is watched, or waited for."""
        return bool(self._watches or self._waiting)

    @property
    def watches(self) -> tuple[OnePhone, ...]:
        """One for each phone that is watched."""
        return tuple(self._watches.values())

    @property
    def phones(self) -> tuple[str, ...]:
        """The ids of the phones that are watched or will be at once."""
        return (*self._watches, *(each.device_id for each in self._waiting))

    @property
    def is_stopping(self) -> bool:
        """Whether all of them are about to end."""
        return bool(self._watches) and all(each.is_stopping for each in self.watches)

    @property
    def state(self) -> "State | None":
        """How the first of them stands."""
        return next((each.state for each in self.watches), None)

    @property
    def events(self) -> int:
        """How many events they brought together."""
        return sum(each.events for each in self.watches)

    @property
    def elapsed_s(self) -> int:
        """For how many seconds the first of them has been on."""
        return max((each.elapsed_s for each in self.watches), default=0)

    def name_of(self, phone: str) -> str:
        """Give what a phone is called."""
        case = self._session.case
        return phone if case is None else case.phone_name(phone)

    def swap(self, phones: Sequence[str] = ()) -> None:
        """Begin, or end all."""
        if self.is_on:
            self.stop()
        else:
            self.start(phones)

    def start(self, phones: Sequence[str] = ()) -> None:
        """Watch phones of the open case, by their ids, into it. Without any: that which is shown.

        Phones that are watched already go on.
        """
        case = self._session.case
        if case is None or (self.is_on and not phones):
            return
        asked = phones or (self._session.filter.device_id or case.latest_phone,)
        known = {each.device_id: each for each in case.devices if can_be_watched(each)}
        found = [known[each] for each in asked if each in known and each not in self.phones]
        if not found and not self.is_on:
            self.failed.emit(
                NoDevice(
                    self.tr("This case holds no phone that could be watched."),
                    self.tr("Read a phone into it first."),
                )
            )
        self._case_path = case.path
        self._waiting += found
        if self.is_on:
            self._actions.keep_phones(True)
        self._begin_next()
        self.changed.emit()

    def _begin_next(self) -> None:
        """Begin the next one, as soon as the one before has said its first word.

        A watch that begins finishes what killed ones left: it must not meet a half-begun one.
        """
        if not self._waiting or any(each.state is None for each in self.watches):
            return
        if self._needs_one_server():
            self._actions.find_phones()
            return
        device = self._waiting.pop(0)
        one = self._watches[device.device_id] = OnePhone(device.device_id, time.monotonic())
        one.job = self._jobs.apart(
            deferred.watch_live,
            self._case_path,
            (device.serial, str(device.api or 35) if device.is_sample else None),
            self._actions.way_to_phones,
            tuple(self._alert_types()),
            on_done=lambda watched: self._end(one, watched),
            on_error=lambda error: self._fail(one, error),
            on_progress=lambda value: self._take(one, value),
            on_stopped=lambda: self._end(one, None),
            key=f"{LIVE}:{device.device_id}",
        )

    def _needs_one_server(self) -> bool:
        """Whether phones would each get an ADB server of their own, which would fight for them."""
        real = [each for each in self._waiting if not each.is_sample]
        is_there = self._actions.way_to_phones[0] is not None
        return not is_there and len(real) + len(self._watches) > 1 and bool(real)

    def stop(self, phones: Sequence[str] = ()) -> None:
        """End these, or all: what was recorded is sealed, then `ended` tells what it came to."""
        chosen = frozenset(phones or self.phones)
        self._waiting = [each for each in self._waiting if each.device_id not in chosen]
        for one in self.watches:
            if one.phone in chosen and one.job is not None:
                one.is_stopping = True
                one.job.cancel()
        self._let_go()
        self.changed.emit()

    def _give_up(self) -> None:
        """There is no server: what waits for one is not begun. Why, was said already."""
        if self._waiting:
            self._waiting = []
            self._let_go()
            self.changed.emit()

    def _let_go(self) -> None:
        if not self.is_on:
            self._actions.keep_phones(False)

    def _take(self, one: OnePhone, value: object) -> None:
        from auditor.live.alerts import Alert
        from auditor.live.news import News, State

        if isinstance(value, State):
            one.state = value
            self._begin_next()
            self.changed.emit()
            self._read_soon()
        elif isinstance(value, News):
            one.events += len(value.events)
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

    def _end(self, one: OnePhone, watched: object) -> None:
        """Forget one; the others go on."""
        self._watches.pop(one.phone, None)
        self._begin_next()
        self._let_go()
        self.changed.emit()
        self._read_soon()
        if watched is not None:
            self.ended.emit(watched, one.phone)

    def _fail(self, one: OnePhone, error: AuditorError) -> None:
        self._end(one, None)
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
