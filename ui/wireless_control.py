"""Pairs and connects phones over Wi-Fi while its window is open, and remembers them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.adb.pairing import Address, new_offer
from auditor.errors import AuditorError, UsageError
from auditor.settings import WirelessPhone, with_wireless, without_wireless
from ui import deferred
from ui.case_actions import CaseActions
from ui.jobs import WIRELESS, Jobs
from ui.labels import Labels
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.theme import Theme

if TYPE_CHECKING:  # a window that most never open
    from auditor.wireless import Connected
    from ui.wireless_window import Way, WirelessWindow

NOBODY = WirelessPhone("", "", "")


class WirelessControl(QObject):
    """One phone at a time. Nothing looks around in the network once the window is closed."""

    read_chosen = Signal(object)  # serial

    def __init__(
        self,
        window: MainWindow,
        jobs: Jobs,
        actions: CaseActions,
        memory: Memory,
        labels: Labels,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window, self._jobs, self._actions, self._memory = window, jobs, actions, memory
        self._labels, self._theme = labels, theme
        self._phone = NOBODY  # that is paired, or was chosen
        self._waiting: Callable[[], object] | None = None  # for a server
        self.shown: WirelessWindow | None = None
        actions.phones.server_found.connect(self._go)
        actions.phones_failed.connect(self._fail)

    def open(self) -> None:
        """Show the window; the list of phones is followed already, or about to be."""
        from ui.wireless_window import WirelessWindow

        self.leave()
        shown = WirelessWindow(self._labels, self._theme, self._window)
        shown.way_shown.connect(self._begin)
        shown.pair_chosen.connect(self._pair)
        shown.phone_chosen.connect(self._connect)
        shown.phone_forgotten.connect(self._forget)
        shown.address_chosen.connect(self._connect_at)
        shown.read_chosen.connect(self.read_chosen)
        shown.left.connect(self._end)
        self.shown = shown
        shown.open_with(self._memory.settings.wireless)

    def leave(self) -> None:
        """Close the window, if it is open."""
        if self.shown is not None:
            self.shown.close()

    def _begin(self, way: "Way") -> None:
        """What ran for another way ends; a QR code is good for one try."""
        self._stop()
        self._phone = NOBODY
        if way == "qr" and self.shown is not None:
            offer = new_offer()
            self.shown.show_offer(offer.text)
            self._run(deferred.pair_by_offer, offer)

    def _pair(self, typed_address: str, code: str) -> None:
        if (address := self._parse(typed_address)) is not None:
            self._phone = NOBODY
            self._run(deferred.pair_by_code, address, code)

    def _connect(self, phone: WirelessPhone) -> None:
        self._phone = phone
        self._run(deferred.connect_known, phone)

    def _connect_at(self, typed_address: str) -> None:
        if (address := self._parse(typed_address)) is not None:
            self._run(deferred.connect_at, address, self._phone)

    def _parse(self, typed_address: str) -> Address | None:
        try:
            return Address.parse(typed_address)
        except UsageError as error:
            self._show_error(error)
            return None

    def _run(self, function: Callable[..., object], *arguments: object) -> None:
        """Start once there is a server to ask."""
        self._stop()
        self._waiting = partial(self._start, function, *arguments)
        if self._actions.phones.address is not None:
            self._go()

    def _go(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _start(self, function: Callable[..., object], *arguments: object) -> None:
        self._jobs.run(
            function,
            self._actions.phones.address,
            *arguments,
            on_done=self._show_connected,
            on_error=self._show_error,
            on_progress=self._show_step,
            key=WIRELESS,
        )

    def _show_step(self, step: object) -> None:
        if isinstance(step, WirelessPhone):  # paired: this much is done, whatever follows
            self._phone = step
            if step.guid:
                self._remember(step)
        elif isinstance(step, str) and self.shown is not None:
            self.shown.show_step(step)

    def _show_error(self, error: AuditorError) -> None:
        if self.shown is not None:
            self.shown.show_error(error, can_type_address=self._phone is not NOBODY)

    def _fail(self, error: AuditorError) -> None:
        if self._waiting is not None:
            self._waiting = None
            self._show_error(error)

    def _show_connected(self, connected: "Connected") -> None:
        self._actions.phones.hold(connected)
        self._phone = connected.phone
        self._remember(connected.phone)
        if self.shown is not None:
            self.shown.show_connected(connected.serial, connected.phone.name)

    def _remember(self, phone: WirelessPhone) -> None:
        settings = self._memory.settings
        known = next((each for each in settings.wireless if each.guid == phone.guid), None)
        if known is not None and not phone.address:  # paired once more, and not connected yet
            phone = replace(known, guid=phone.guid)
        self._memory.change(wireless=with_wireless(settings, phone).wireless)

    def _forget(self, phone: WirelessPhone) -> None:
        self._memory.change(wireless=without_wireless(self._memory.settings, phone).wireless)
        self._stop()
        if self.shown is not None:
            self.shown.open_with(self._memory.settings.wireless)

    def _stop(self) -> None:
        self._waiting = None
        self._jobs.leave(WIRELESS)

    def _end(self) -> None:
        self._stop()
        shown, self.shown = self.shown, None
        if shown is not None:
            shown.deleteLater()
