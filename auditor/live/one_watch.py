"""One watch through all of its captures: asks as often as the rhythm says, comes through gaps."""

import re

from auditor.adb.stream import Limits
from auditor.capture_facts import device_of
from auditor.capture_plan import Step, history_is_too_soon, identity_steps, op_steps
from auditor.errors import DeviceError
from auditor.live.asking import Asking
from auditor.live.clock import CLOCK_SET_MS, Wakefulness
from auditor.live.gaps import Gaps
from auditor.live.intake import Intake, OnNews
from auditor.live.news import OnState, Standing, State, Watched
from auditor.live.pace import Pacer
from auditor.live.phone import (
    LAST_LOOK,
    LIMITS,
    LOST,
    Answer,
    AskedPhone,
    PhoneGone,
    not_there,
    patience,
)
from auditor.live.plan import WHOLE, Poll, Settings, asked, first_steps
from auditor.live.recorder import Recorder
from auditor.live.rhythm import Rhythm
from auditor.records import DeviceInfo
from auditor.store import Store
from auditor.task import Cancelled, Task

CLOCKS_MS = 5 * 60_000  # how often the phone's clock is read
LOOK_S, LONGEST_LOOK_S = 1.0, 60.0  # how often a phone that is away is looked for
GIVE_UP = 3  # failures in a row after which a question is not asked any more


class _Ended(Exception):  # noqa: N818 - no error
    """The time that was asked for is over."""


class _Roll(Exception):  # noqa: N818 - no error
    """A new capture is to be begun."""


class Watch:
    """One watch, through all of its captures."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        phone: AskedPhone,
        task: Task,
        on_news: OnNews,
        on_state: OnState,
        for_ms: int | None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._phone = phone
        self._task = task
        self._on_state = on_state
        self._clock = settings.clock
        self._for_ms = for_ms
        self._awake = Wakefulness(self._clock)
        self._gaps = Gaps(self._clock.utc_ms(), self._tell_gap)
        self._intake = Intake(store, settings.news_types, self._clock, on_news)
        self._pacer = Pacer()
        self._device: DeviceInfo | None = None
        self._boot_id: str | None = None
        self._ahead_ms: int | None = None  # the phone's clock less ours
        self._asking = Asking(phone)
        self._failures: dict[str, int] = {}
        self._clocks_ms = 0  # when the phone's clock was read, in passed time
        self._captures: list[str] = []
        self._polls = self._cost_ms = 0
        self._rec: Recorder
        self._began_ms = 0  # the capture, in passed time
        self._rhythm: Rhythm | None = None  # None: the first reading of a capture is not over
        self._costs: dict[str, int] = {}  # of the answers of that reading

    def run(self) -> Watched:
        ended = False
        while not ended:
            device = self._device or device_of(self._phone.serial, {})
            tool = {"bridge": self._phone.bridge.name}
            self._rec = Recorder(self._store.captures_dir, device, self._clock.utc_ms(), tool)
            self._gaps.begin_capture(self._rec.gap)
            self._intake.begin_capture(self._rec)
            self._pacer.begin_capture()
            self._began_ms = self._awake.passed_ms
            self._rhythm = None
            self._captures.append(self._rec.folder.name)
            with self._rec:
                ended = self._one_capture()
        self._tell_state(Standing.ENDED)
        return Watched(
            tuple(self._captures),
            self._intake.events,
            self._polls,
            self._gaps.count,
            max(0, self._awake.passed_ms - self._gaps.length_ms),
            self._gaps.length_ms,
            self._cost_ms,
            self._intake.size_bytes,
        )

    def _one_capture(self) -> bool:
        """Let one capture grow until it is over; whether the watch is, too."""
        try:
            self._begin()
            self._keep_on()
        except _Roll:
            self._seal()
            return False
        except (_Ended, Cancelled):
            self._last_look()
            self._seal()
            return True
        except DeviceError:
            if self._device is None:  # leave nothing of a phone that never said who it is
                self._rec.remove()
            raise
        raise AssertionError("a watch goes on until it is ended")

    # The first reading of a capture

    def _begin(self) -> None:
        """Read who the phone is and what it kept; a phone that is lost meanwhile is waited for."""
        pause_s = LOOK_S
        while True:
            self._tell_state(Standing.READING)
            try:
                self._read_first(self._identify())
                break
            except PhoneGone as gone:
                if self._device is None:
                    raise not_there(gone.reason, self._phone.serial) from gone
                self._lose(gone.reason)
                self._until_or_sleep(pause_s)
                self._wait_for_phone()
                pause_s = min(pause_s * 2, LONGEST_LOOK_S)  # it may be there and never tell
        api = self._device.api if self._device else None
        self._rhythm = Rhythm(
            self._settings.polls(api), self._clock.steady_ms(), self._settings.duty, self._costs
        )
        self._rhythm.slower = self._pacer.slower
        self._failures = {}
        self._intake.load()
        self._tell_gap()

    def _identify(self) -> list[str]:
        """Learn who the phone is, and give its users."""
        properties: dict[str, str] = {}
        users = ["0"]
        for step in identity_steps():
            answer = self._first(step)
            text = answer.head.decode("utf-8", "replace").strip()
            if step.command == "property" and answer.raw.whole:
                properties[step.parameters["key"]] = text
            elif step.command == "users":
                users = re.findall(r"UserInfo\{([0-9]{1,5}):", text) or users
        device = device_of(self._phone.serial, properties)
        if self._device is not None and device.device_id != self._device.device_id:
            raise PhoneGone("other_phone")
        self._device = device
        self._rec.is_of(device)
        self._read_clocks()
        return list(dict.fromkeys(users))

    def _read_first(self, users: list[str]) -> None:
        assert self._device is not None
        api = self._device.api
        head = b""
        for step in op_steps(api):
            head = self._first(step).head
        is_post_36 = head.lstrip().startswith(b"AppOps Service state:")
        too_soon = history_is_too_soon(
            self._store.captures_dir, self._device.device_id, self._clock.utc_ms()
        )
        for step in first_steps(api, users, is_post_36, too_soon):
            answer = self._first(step)
            if answer.head.lstrip().startswith(b"Unknown option"):
                self._rec.skip(step.command, "unknown_option")
        self._read_clocks()

    def _first(self, step: Step) -> Answer:
        """Ask once, with all the patience of a whole reading; keep the answer whatever it tells."""
        self._task.step()
        limits = patience(step)
        self._awake.begin()
        answer = self._ask(step, limits)
        is_refused = step.command in WHOLE and self._intake.is_refusal(answer)
        self._intake.keep(answer, is_refused)
        self._costs[asked(step.command, step.parameters)] = answer.cost_ms
        slept = self._has_slept(limits)
        is_of_accesses = step.command.startswith("appops")
        is_needed = is_of_accesses or step in identity_steps()
        if answer.raw.reason in LOST and (is_needed or not self._phone.is_there()):
            raise PhoneGone(self._phone.why_lost(answer.raw.reason))
        if answer.raw.whole and is_of_accesses and not slept:
            self._see(answer)
        return answer

    # Asking again and again

    def _keep_on(self) -> None:
        assert self._rhythm is not None
        rhythm = self._rhythm
        while True:
            self._tick()
            poll, wait_ms = rhythm.next(self._clock.steady_ms())
            if poll is None:
                self._pause(wait_ms)
                continue
            try:
                if self._awake.was_set or self._awake.passed_ms - self._clocks_ms >= CLOCKS_MS:
                    self._read_clocks()
                self._poll(rhythm, poll)
                self._tell_pace(rhythm)
            except PhoneGone as gone:
                self._lose(gone.reason)
                self._wait_for_phone()
                rhythm.again(self._clock.steady_ms())

    def _tick(self) -> None:
        """Look at the time: is it over, is the capture long enough?"""
        self._task.step()
        passed_ms = self._awake.passed_ms
        if self._for_ms is not None and passed_ms >= self._for_ms:
            raise _Ended
        if self._rec.is_full or passed_ms - self._began_ms >= self._settings.roll_ms:
            raise _Roll

    def _pause(self, wait_ms: int) -> None:
        """Wait, and notice when the computer slept meanwhile."""
        if self._for_ms is not None:
            wait_ms = min(wait_ms, max(1, self._for_ms - self._awake.passed_ms))
        self._awake.begin()
        self._clock.sleep(wait_ms / 1000, self._task)
        if self._awake.slept(wait_ms):
            self._wake()

    def _has_slept(self, limits: Limits) -> bool:
        """Whether the computer slept while it waited for an answer, which is a gap then."""
        if not self._awake.slept(round(limits.total_s * 1000)):
            return False
        self._wake()
        return True

    def _wake(self) -> None:
        self._lose("asleep")
        if self._rhythm is not None:
            self._rhythm.again(self._clock.steady_ms())

    def _poll(self, rhythm: Rhythm, poll: Poll) -> None:
        self._awake.begin()
        begun = self._clock.steady_ms()
        answer = self._ask(poll.step)
        rhythm.asked(poll, begun, answer.cost_ms)
        self._polls += 1
        self._cost_ms += answer.cost_ms
        slept = self._has_slept(LIMITS)
        raw = answer.raw
        is_refused = self._intake.keep_if_new(answer)
        if raw.reason in LOST and not (self._phone.is_there() and raw.reason != "cut"):
            self._rec.failed(poll.asked, raw.ended_utc_ms, answer.cost_ms, raw.reason or "")
            raise PhoneGone(self._phone.why_lost(raw.reason))
        if not raw.whole or is_refused:
            self._fail(rhythm, poll, answer)
            return
        self._failures.pop(poll.asked, None)
        if poll.is_accesses and not slept:
            self._see(answer)

    def _fail(self, rhythm: Rhythm, poll: Poll, answer: Answer) -> None:
        """Note an answer that is none, of a phone that is there."""
        reason = answer.raw.reason or "refused"
        self._rec.failed(poll.asked, answer.raw.ended_utc_ms, answer.cost_ms, reason)
        self._failures[poll.asked] = self._failures.get(poll.asked, 0) + 1
        others = [each for each in rhythm.polls if each.is_accesses and each is not poll]
        if poll.is_accesses and all(self._failures.get(each.asked) for each in others):
            self._lose("offline" if reason in ("silent", "deadline") else "refused")
        elif self._failures[poll.asked] >= GIVE_UP:
            rhythm.drop(poll)
            self._rec.skip(poll.step.command, "refused")

    def _ask(self, step: Step, limits: Limits | None = None) -> Answer:
        api = self._device.api if self._device else None
        return self._asking.ask(step, self._rec, api, limits)

    # Gaps

    def _see(self, answer: Answer) -> None:
        """The phone told of its accesses: a gap is over."""
        self._gaps.see(answer.raw.started_utc_ms, answer.raw.ended_utc_ms)

    def _lose(self, reason: str) -> None:
        self._gaps.lose(reason, self._clock.utc_ms())

    def _wait_for_phone(self) -> None:
        """Look for the phone until it can be asked. A phone that was started anew: _Roll."""
        assert self._device is not None
        while True:
            reason = self._phone.look_for(self._device.device_id)
            if reason is None:
                try:
                    before = self._boot_id
                    self._read_clocks()
                except PhoneGone as gone:
                    reason = gone.reason
                else:
                    if before and self._boot_id and before != self._boot_id:
                        self._lose("rebooted")
                        raise _Roll
                    return
            self._lose(reason)
            self._until_or_sleep(LOOK_S)

    def _until_or_sleep(self, seconds: float) -> None:
        """Wait while nothing is seen anyway, asleep or awake."""
        if self._for_ms is not None:
            left_ms = self._for_ms - self._awake.passed_ms
            if left_ms <= 0:
                raise _Ended
            seconds = min(seconds, left_ms / 1000)
        self._clock.sleep(seconds, self._task)
        self._awake.slept(0)

    # Ends

    def _last_look(self) -> None:
        """Ask for everything once more: how what runs has gone on, and what came last."""
        if self._gaps.open is not None or self._device is None or self._rhythm is None:
            return
        self._phone.listen_to(Task(), LAST_LOOK)
        try:
            answer = self._ask(op_steps(self._device.api)[0])
        except PhoneGone as gone:
            self._lose(gone.reason)  # what was recorded until now is sealed without it
            return
        self._cost_ms += answer.cost_ms
        is_refused = self._intake.keep_if_new(answer)
        if answer.raw.whole and not is_refused:
            self._see(answer)
        else:
            self._lose(self._phone.why_lost("refused"))

    def _seal(self) -> None:
        now_ms = self._clock.utc_ms()
        self._gaps.end_capture(now_ms)
        self._intake.seal(now_ms, "whole" if self._rhythm else "cancelled")

    def _read_clocks(self) -> None:
        """Read both clocks. One that was set meanwhile, or a phone that was started anew: _Roll."""
        before = self._phone.spent_ms
        reading = self._phone.clocks()
        self._pacer.take(self._phone.battery())
        if self._rhythm is not None:
            self._rhythm.slower = self._pacer.slower
            self._rhythm.spend(self._phone.spent_ms - before)
            self._cost_ms += self._phone.spent_ms - before
        self._clocks_ms, self._awake.was_set = self._awake.passed_ms, False
        is_new_start = self._boot_id and reading.boot_id not in (None, self._boot_id)
        if is_new_start and self._rhythm and self._gaps.open is None:
            # So quick that it lay between two questions.
            began_ms = reading.host_utc_ms - (reading.uptime_ms or 0)
            self._gaps.miss(began_ms, "rebooted", reading.host_utc_ms)
            raise _Roll
        if reading.phone_utc_ms is not None:
            ahead_ms = reading.phone_utc_ms - reading.host_utc_ms
            known_ms, self._ahead_ms = self._ahead_ms, ahead_ms
            is_set = known_ms is not None and abs(ahead_ms - known_ms) >= CLOCK_SET_MS
            if known_ms is None:
                self._intake.since_ms = reading.phone_utc_ms - self._awake.passed_ms
            elif is_set:  # what came since the last reading is told, whichever clock it was
                since_ms = reading.phone_utc_ms - CLOCKS_MS
                self._intake.since_ms = min(self._intake.since_ms, since_ms)
            if is_set and self._rhythm and self._clocks_ms - self._began_ms >= CLOCKS_MS:
                raise _Roll
        self._boot_id = reading.boot_id or self._boot_id
        self._rec.clock(reading)

    def _tell_pace(self, rhythm: Rhythm) -> None:
        """Keep and tell how often the phone is asked, whenever that is another pace."""
        found = self._pacer.look(rhythm, self._clock.utc_ms())
        if found is not None:
            self._rec.pace(found)
            self._tell_gap()

    def _tell_gap(self) -> None:
        self._tell_state(Standing.WATCHING if self._gaps.open is None else Standing.AWAY)

    def _tell_state(self, standing: Standing) -> None:
        gap = self._gaps.open
        since_ms = gap.begin_utc_ms if gap else self._clock.utc_ms()
        reason = gap.reason if gap else None
        self._on_state(State(standing, since_ms, reason, self._rec.folder.name, self._pacer.now))
