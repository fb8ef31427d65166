"""The live list of phones, by way of an ADB server that is kept as long as phones are wanted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.adb.devices import DeviceRow
from auditor.adb.server import ServerAddress
from auditor.errors import AuditorError
from ui import deferred
from ui.jobs import WATCH, Job, Jobs

if TYPE_CHECKING:
    from auditor.wireless import Connected


class PhoneWatch(QObject):
    """Follows one server. An own one ends with the watch, and phones held by Wi-Fi are let go."""

    changed = Signal(object)  # list[DeviceRow]
    failed = Signal(object)  # AuditorError: this computer cannot look for phones
    server_found = Signal()

    def __init__(self, jobs: Jobs, adb_port: int | None, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._adb_port = jobs, adb_port
        self._job: Job | None = None
        self._numbers: dict[str, str] = {}  # of phones on Wi-Fi, by what the server lists them by
        self.address: ServerAddress | None = None
        self.rows: list[DeviceRow] = []

    @property
    def is_running(self) -> bool:
        """Whether the list is followed."""
        return self._job is not None

    @property
    def server(self) -> deferred.Server:
        """The ADB server that is in use now, and the one that was asked for."""
        return deferred.Server(self.address, self._adb_port)

    @property
    def has_own_server(self) -> bool:
        """Whether this program runs an ADB server now, which keeps phones from other programs."""
        return self._adb_port is None and self.address not in (None, ServerAddress())

    def begin(self, bridge: str) -> None:
        """Begin to follow what is plugged in; harmless when it runs already."""
        if self._job is None:
            self._job = self._jobs.run(
                deferred.follow_phones,
                self._adb_port,
                bridge,
                self._numbers,
                on_done=lambda _nothing: self._forget(),
                on_error=self._fail,
                on_progress=self._take,
                on_stopped=self._forget,
                key=WATCH,
            )

    def end(self) -> None:
        """Stop following, so that other programs can have the phones."""
        if self._job is not None:
            self._job.cancel()

    def use_own_server(self) -> None:
        """Forget the server that was asked for by its port, and who is followed there."""
        self._adb_port = None
        if self._job is not None:
            self._job.leave()
            self._forget()

    def hold(self, connected: "Connected") -> None:
        """Let go of a phone on Wi-Fi when the watch ends; until then know whose address it is."""
        self._numbers[connected.serial] = connected.phone.number

    def number_of(self, row: DeviceRow) -> str:
        """Give a phone's own serial number; an address in a network is another each time."""
        return self._numbers.get(row.serial) or row.serial

    def _take(self, value: object) -> None:
        if isinstance(value, ServerAddress):
            self.address = value
            self.server_found.emit()
        elif isinstance(value, list):
            self.rows = value
            self.changed.emit(value)

    def _fail(self, error: AuditorError) -> None:
        self._forget()
        self.failed.emit(error)

    def _forget(self) -> None:
        self._job, self.address, self.rows = None, None, []
