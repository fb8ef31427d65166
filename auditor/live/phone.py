"""Asks one phone one question at a time, and keeps the answer in memory until it is judged."""

from dataclasses import dataclass, replace

from auditor.adb.bridge import Bridge
from auditor.adb.commands import request
from auditor.adb.devices import State
from auditor.adb.stream import Limits, Result, run
from auditor.capture_facts import boot_id_of, date_ms, uptime_of
from auditor.capture_plan import Step
from auditor.errors import DeviceError, NoDevice, NoServer
from auditor.live.clock import LiveClock
from auditor.live.pace import Battery, battery_of
from auditor.live.recorder import raw_file
from auditor.manifest import ClockReading, RawFile
from auditor.task import Cancelled, Task

# An answer that is longer, or takes longer, is no answer to a question that is asked this often.
LIMITS = Limits(silence_s=20.0, total_s=60.0, size_bytes=64 << 20)
LAST_LOOK = Limits(silence_s=10.0, total_s=15.0, size_bytes=64 << 20)  # who ends it waits
LOST = ("cut", "silent", "deadline", "garbage", "refused")  # the phone is gone, or as good as
_HEAD_BYTES = 4096


class PhoneGone(Exception):  # noqa: N818 - an answer like others: the phone is not there
    """The phone cannot be asked; `reason` is one of those of a gap."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def patience(step: Step) -> Limits:
    """Give the limits of a whole reading, which asks once."""
    return Limits.of(request(step.command, **step.parameters).command)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question brought. `raw` has neither size nor hash yet."""

    raw: RawFile
    text: bytes
    cost_ms: int  # how long the phone was busy with it, at most

    @property
    def head(self) -> bytes:
        """The first bytes."""
        return self.text[:_HEAD_BYTES]


class AskedPhone:
    """One phone by its serial number, which may change when it comes back another way."""

    def __init__(
        self, bridge: Bridge, serial: str, clock: LiveClock, task: Task, limits: Limits = LIMITS
    ) -> None:
        self.bridge = bridge
        self.serial = serial
        self._clock = clock
        self._task = task
        self._limits = limits
        self._strangers: set[str] = set()
        self.spent_ms = 0  # how long the phone was busy with questions, all of them together

    def listen_to(self, task: Task, limits: Limits) -> None:
        """Let another task stop what is asked from now on."""
        self._task, self._limits = task, limits

    def ask(self, step: Step, name: str, limits: Limits | None = None) -> Answer:
        """Ask, and give what came. Raises PhoneGone when nothing can be asked, Cancelled."""
        asked = request(step.command, **step.parameters)
        text = bytearray()
        begun, steady = self._clock.utc_ms(), self._clock.steady_ms()
        try:
            result = run(
                self.bridge, self.serial, asked, text.extend, self._task, limits or self._limits
            )
        except DeviceError as error:
            raise PhoneGone(self._why(error)) from error
        cost_ms = self._clock.steady_ms() - steady
        self.spent_ms += cost_ms
        if result.reason == "cancelled":
            raise Cancelled
        raw = raw_file(
            name, step.command, dict(step.parameters), asked.line, begun, self._clock.utc_ms()
        )
        return Answer(_ended(raw, result), bytes(text), cost_ms)

    def small(self, command: str, **parameters: str) -> bytes:
        """Ask for one line; empty where the phone does not tell. Raises PhoneGone, Cancelled."""
        answer = self.ask(Step(command, parameters), command)
        if answer.raw.reason in LOST:
            raise PhoneGone(self.why_lost(answer.raw.reason))
        return answer.head if answer.raw.whole else b""

    def clocks(self) -> ClockReading:
        """Read the computer's and the phone's clock."""
        before = self._clock.utc_ms()
        phone_ms = self.date_ms()
        return ClockReading(
            host_utc_ms=before,
            host_after_ms=self._clock.utc_ms(),
            phone_utc_ms=phone_ms,
            uptime_ms=uptime_of(self.small("uptime")),
            boot_id=boot_id_of(self.small("boot_id")),
        )

    def battery(self) -> Battery | None:
        """Read how full the battery is; None where the phone does not tell."""
        return battery_of(self.small("battery"))

    def date_ms(self, is_latest: bool = False) -> int | None:
        """Read the phone's clock, in milliseconds where it tells them."""
        moment = date_ms(self.small("date"), is_latest)
        return moment if moment is not None else date_ms(self.small("date_seconds"), is_latest)

    def look_for(self, device_id: str) -> str | None:
        """Look once for the phone that calls itself so: why it cannot be asked, None when it can.

        It may have come back under another serial number, as through the air instead of a cable.
        """
        try:
            rows = self.bridge.devices()
        except NoServer:
            return "server_gone"
        except DeviceError:
            return "offline"
        states = {row.serial: row.state for row in rows}
        self._strangers &= states.keys()
        reason = _why_not(states.get(self.serial))
        ready = [serial for serial, state in states.items() if state is State.DEVICE]
        for serial in sorted(ready, key=lambda each: each != self.serial):
            if serial in self._strangers:
                continue
            try:
                found = self._id_of(serial)
            except PhoneGone as gone:
                reason = gone.reason
                continue
            if found == device_id:
                self.serial = serial
                return None
            self._strangers.add(serial)
            if serial == self.serial:
                reason = "other_phone"
        return reason

    def why_lost(self, reason: str | None) -> str:
        """Say what an answer that broke off means: what the server says of the phone now."""
        try:
            state = self._state()
        except NoServer:
            return "server_gone"
        except DeviceError:
            return "offline"
        return "refused" if state is State.DEVICE and reason == "refused" else _why_not(state)

    def is_there(self) -> bool:
        """Whether the server says that the phone can be asked."""
        try:
            return self._state() is State.DEVICE
        except DeviceError:
            return False

    def _state(self) -> State | None:
        return next((row.state for row in self.bridge.devices() if row.serial == self.serial), None)

    def _id_of(self, serial: str) -> str:
        mine, self.serial = self.serial, serial
        try:
            told = self.small("property", key="ro.serialno").decode("utf-8", "replace").strip()
        finally:
            self.serial = mine
        return told or serial

    def _why(self, error: DeviceError) -> str:
        return "server_gone" if isinstance(error, NoServer) else self.why_lost(None)


def _why_not(state: State | None) -> str:
    if state is None:
        return "unplugged"
    return "unauthorized" if state in (State.UNAUTHORIZED, State.AUTHORIZING) else "offline"


def _ended(raw: RawFile, result: Result) -> RawFile:
    return replace(raw, exit_code=result.exit_code, whole=result.whole, reason=result.reason)


def not_there(reason: str, serial: str) -> DeviceError:
    """Say of a phone that is lost before it said who it is why that is."""
    return NoDevice(
        f"The phone {serial} went away before it could be watched ({reason}).",
        "Check its cable and that it allows this computer, then try again.",
    )
