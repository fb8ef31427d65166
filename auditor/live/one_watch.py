"""One watch through all of its captures: asks, keeps what is new, loads it, comes through gaps."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

from auditor.adb.stream import Limits
from auditor.capture import history_is_too_soon
from auditor.capture_facts import device_of, knows_no_limit
from auditor.capture_plan import Step, identity_steps, op_steps, without_limit
from auditor.errors import AuditorError, BusyCase, DeviceError, NoDevice
from auditor.filters import PERSONAL
from auditor.live.clock import LiveClock
from auditor.live.news import News, Standing, State, Watched
from auditor.live.phone import LOST, Answer, AskedPhone, PhoneGone
from auditor.live.plan import Poll, asked, first_steps, polls_of
from auditor.live.recorder import Recorder
from auditor.live.rhythm import Rhythm
from auditor.load import load_more
from auditor.manifest import Gap, RawFile
from auditor.query import EventRow, listed
from auditor.readers import READERS
from auditor.records import DataType, DeviceInfo, Notice, Source
from auditor.repeats import Told
from auditor.store import Store
from auditor.task import Cancelled, Task

ROLL_FILES = 20_000  # and has no more texts: its manifest must stay readable
CLOCKS_MS = 5 * 60_000  # how often the phone's clock is read
LOOK_S = 1.0  # how often a phone that is away is looked for
ASLEEP_MS = 20_000  # time that passes unnoticed: the computer slept
GIVE_UP = 3  # failures in a row after which a question is not asked any more
LAST_LOOK = Limits(silence_s=10.0, total_s=15.0, size_bytes=64 << 20)
_RELATIVE_BELOW = 28  # before, times are told as a distance from the phone's clock alone
_REFUSALS = {"refused", "unknown_option", "no_service", "error", "help"}

OnNews = Callable[[News], None]
OnState = Callable[[State], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a phone is watched; as the arguments of Watcher."""

    types: frozenset[DataType]
    clock: LiveClock
    duty: float
    fastest_ms: int
    roll_ms: int  # how long one capture grows

    def polls(self, api: int | None) -> list[Poll]:
        """What a phone of that version is asked."""
        return polls_of(api, self.types, self.fastest_ms)

    @property
    def news_types(self) -> frozenset[DataType]:
        """What counts as something new."""
        return PERSONAL | self.types


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
        self._on_news = on_news
        self._on_state = on_state
        self._clock = settings.clock
        now_ms = self._clock.utc_ms()
        self._until_ms = None if for_ms is None else now_ms + for_ms
        self._ticked = (now_ms, self._clock.steady_ms())
        self._device: DeviceInfo | None = None
        self._boot_id: str | None = None
        self._ahead_ms = 0  # the phone's clock less ours
        self._began_ms = now_ms
        self._gap: Gap | None = None
        self._seen_ms = now_ms  # until when the phone was watched
        self._takes_limit = True
        self._failures: dict[str, int] = {}
        self._clocks_ms = now_ms
        self._captures: list[str] = []
        self._gaps: list[Gap] = []
        self._events = self._polls = self._size = self._cost_ms = 0
        self._rec: Recorder
        self._rhythm: Rhythm | None = None  # None: the first reading of a capture is not over
        self._told = Told()

    def run(self) -> Watched:
        ended = False
        while not ended:
            started_ms = self._clock.utc_ms()
            device = self._device or device_of(self._phone.serial, {})
            tool = {"bridge": self._phone.bridge.name}
            self._rec = Recorder(self._store.captures_dir, device, started_ms, tool)
            self._told = Told()
            self._rhythm = None
            self._captures.append(self._rec.folder.name)
            with self._rec:
                ended = self._one_capture()
        self._tell_state(Standing.ENDED)
        away_ms = sum(gap.end_utc_ms - gap.begin_utc_ms for gap in self._gaps)
        whole_ms = max(0, self._clock.utc_ms() - self._began_ms)
        return Watched(
            tuple(self._captures),
            self._events,
            self._polls,
            len(self._gaps),
            max(0, whole_ms - away_ms),
            away_ms,
            self._cost_ms,
            self._size,
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
        except BaseException as error:
            self._close_badly(error)
            raise
        raise AssertionError("a watch goes on until it is ended")

    # The first reading of a capture

    def _begin(self) -> None:
        """Read who the phone is and what it kept; a phone that is lost meanwhile is waited for."""
        while True:
            self._tell_state(Standing.READING)
            try:
                self._read_first(self._identify())
                break
            except PhoneGone as gone:
                if self._device is None:
                    raise _not_there(gone.reason, self._phone.serial) from gone
                self._lose(gone.reason)
                self._wait_for_phone()
        api = self._device.api if self._device else None
        self._rhythm = Rhythm(
            self._settings.polls(api), self._clock.steady_ms(), self._settings.duty
        )
        self._failures = {}
        self._load()
        self._tell_state(Standing.WATCHING)

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
        """Ask once, and keep the answer whatever it tells."""
        answer = self._ask(step)
        self._keep(answer)
        if answer.raw.reason in LOST:
            raise PhoneGone(self._phone.why_lost(answer.raw.reason))
        if answer.raw.whole and step.command.startswith("appops"):
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
                self._pause(rhythm, wait_ms)
                continue
            try:
                if self._clock.utc_ms() - self._clocks_ms >= CLOCKS_MS:
                    self._read_clocks()
                self._poll(rhythm, poll)
            except PhoneGone as gone:
                self._lose_again(gone.reason)
                self._wait_for_phone()
                rhythm.again(self._clock.steady_ms())

    def _tick(self) -> None:
        """Look at the time: is it over, is the capture long enough, did the computer sleep?"""
        self._task.step()
        now_ms = self._clock.utc_ms()
        if self._until_ms is not None and now_ms >= self._until_ms:
            raise _Ended
        if now_ms - self._rec.started_ms >= self._settings.roll_ms or self._rec.files >= ROLL_FILES:
            raise _Roll

    def _pause(self, rhythm: Rhythm, wait_ms: int) -> None:
        """Wait, and notice when far more time has passed than that: the computer slept."""
        if self._until_ms is not None:
            wait_ms = min(wait_ms, max(1, self._until_ms - self._clock.utc_ms()))
        begun, steady = self._clock.utc_ms(), self._clock.steady_ms()
        self._clock.sleep(wait_ms / 1000, self._task)
        passed = max(self._clock.utc_ms() - begun, self._clock.steady_ms() - steady)
        if passed - wait_ms >= ASLEEP_MS:
            self._lose_again("asleep")
            rhythm.again(self._clock.steady_ms())

    def _poll(self, rhythm: Rhythm, poll: Poll) -> None:
        begun = self._clock.steady_ms()
        answer = self._ask(poll.step)
        rhythm.asked(poll, begun, answer.cost_ms)
        self._polls += 1
        self._cost_ms += answer.cost_ms
        raw = answer.raw
        if raw.reason in LOST:
            self._keep_if_new(answer)
            self._rec.failed(poll.asked, raw.ended_utc_ms, answer.cost_ms, raw.reason or "")
            raise PhoneGone(self._phone.why_lost(raw.reason))
        is_refused = self._keep_if_new(answer)
        if raw.whole and not is_refused:
            self._failures.pop(poll.asked, None)
            if poll.is_accesses:
                self._see(answer)
            return
        self._fail(rhythm, poll, answer)

    def _fail(self, rhythm: Rhythm, poll: Poll, answer: Answer) -> None:
        """Note an answer that is none, of a phone that is there."""
        reason = answer.raw.reason or "refused"
        self._rec.failed(poll.asked, answer.raw.ended_utc_ms, answer.cost_ms, reason)
        self._failures[poll.asked] = self._failures.get(poll.asked, 0) + 1
        others = [each for each in rhythm.polls if each.is_accesses and each is not poll]
        if poll.is_accesses and all(self._failures.get(each.asked) for each in others):
            self._lose("refused")
        elif self._failures[poll.asked] >= GIVE_UP and reason in ("refused", "exit_code"):
            rhythm.drop(poll)
            self._rec.skip(poll.step.command, "refused")

    def _ask(self, step: Step) -> Answer:
        """Ask; once more without -t where dumpsys turns out not to know it."""
        fallback = without_limit(step.command)
        if fallback is not None and not self._takes_limit:
            step = replace(step, command=fallback)
        is_relative = self._device is not None and (self._device.api or 99) < _RELATIVE_BELOW
        is_timed = is_relative and step.command.startswith("appops")
        before = self._phone.date_ms() if is_timed else None
        name = self._rec.name_of("-".join((step.command, *step.parameters.values())))
        answer = self._phone.ask(step, name)
        if is_timed and answer.raw.exit_code is not None:
            after = self._phone.date_ms(is_latest=True)
            raw = replace(answer.raw, phone_before_ms=before, phone_after_ms=after)
            answer = replace(answer, raw=raw)
        if fallback is not None and self._takes_limit and knows_no_limit(answer.head):
            self._takes_limit = False
            self._rec.skip(step.command, "unknown_option")
            return self._ask(step)
        return answer

    # What an answer brings

    def _keep_if_new(self, answer: Answer) -> bool:
        """Keep, load and tell what is new in an answer; whether it is a refusal."""
        raw = answer.raw
        reader = READERS[raw.command]
        sifted = self._told.sift(raw, reader(BytesIO(answer.text), raw, self._rec.manifest()))
        is_refused = any(
            isinstance(each, Notice) and each.code in _REFUSALS for each in sifted.fresh
        )
        if is_refused or not sifted.has_news(self._settings.news_types):
            if raw.whole and not is_refused:
                name = asked(raw.command, raw.parameters)
                self._rec.told_nothing(name, raw.ended_utc_ms, answer.cost_ms, answer.text)
            return is_refused
        self._keep(answer)
        self._load(raw.ended_utc_ms)
        return False

    def _keep(self, answer: Answer) -> RawFile:
        raw = self._rec.keep(answer.raw, answer.text, answer.cost_ms)
        self._size += raw.size_bytes
        return raw

    def _load(self, answered_ms: int | None = None) -> None:
        """Load what was kept, and tell it. While another program writes, it waits on the disk."""
        told = self._told.copy()
        try:
            grown = load_more(self._store, self._rec.folder, self._rec.manifest(), told)
        except BusyCase:
            return
        self._told = told
        if not grown.added and not grown.changed:
            return
        now_ms = self._clock.utc_ms()
        since_ms = self._began_ms + self._ahead_ms
        found = self._rows(grown.added)
        live = tuple(each for each in found if each.time_ms and each.time_ms >= since_ms)
        self._events += len(live)
        self._on_news(
            News(
                live,
                len(found) - len(live),
                len(grown.changed),
                answered_ms or now_ms,
                max(0, now_ms - answered_ms) if answered_ms else 0,
                self._rec.folder.name,
            )
        )

    def _rows(self, ids: list[int]) -> list[EventRow]:
        if not ids:
            return []
        return [row for row in listed(self._store, ids) if row.source != Source.AGGREGATE]

    # Gaps

    def _see(self, answer: Answer) -> None:
        """The phone told of its accesses: a gap is over."""
        if self._gap is not None:
            found = replace(self._gap, end_utc_ms=answer.raw.started_utc_ms)
            self._rec.gap(found, is_open=False)
            self._gaps.append(found)
            self._gap = None
            self._tell_state(Standing.WATCHING)
        self._seen_ms = answer.raw.ended_utc_ms

    def _lose(self, reason: str) -> None:
        """Nothing is seen since the last answer."""
        now_ms = self._clock.utc_ms()
        if self._gap is None:
            self._gap = Gap(self._seen_ms, now_ms, reason)
        elif reason == self._gap.reason:
            return
        else:
            self._gap = replace(self._gap, end_utc_ms=now_ms, reason=reason)
        self._rec.gap(self._gap, is_open=True)
        self._tell_state(Standing.AWAY)

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
            self._lose_again(reason)
            self._until_or_sleep()

    def _lose_again(self, reason: str) -> None:
        """Say what stands in the way now, where the first reason was another."""
        if self._gap is None or self._gap.reason not in ("rebooted", "asleep"):
            self._lose(reason)

    def _until_or_sleep(self) -> None:
        if self._until_ms is not None and self._clock.utc_ms() >= self._until_ms:
            raise _Ended
        self._clock.sleep(LOOK_S, self._task)

    # Ends

    def _last_look(self) -> None:
        """Ask for everything once more: how what runs has gone on, and what came last."""
        if self._gap is not None or self._device is None or self._rhythm is None:
            return
        self._phone.listen_to(Task(), LAST_LOOK)
        try:
            answer = self._ask(op_steps(self._device.api)[0])
            self._cost_ms += answer.cost_ms
            if answer.raw.whole:
                self._keep_if_new(answer)
                self._see(answer)
        except (PhoneGone, AuditorError):
            return  # what was recorded until now is sealed without it

    def _seal(self) -> None:
        now_ms = self._clock.utc_ms()
        if self._gap is not None:
            found = replace(self._gap, end_utc_ms=now_ms)
            self._rec.gap(found, is_open=False)
            self._gaps.append(found)
            self._gap = None
        self._seen_ms = now_ms
        manifest = self._rec.seal(now_ms, "whole" if self._rhythm else "cancelled")
        load_more(self._store, self._rec.folder, manifest, self._told)
        self._rec.is_loaded()

    def _close_badly(self, error: BaseException) -> None:
        """Leave nothing of a phone that never said who it is; anything else is finished later."""
        if isinstance(error, DeviceError) and self._device is None:
            self._rec.remove()
            self._captures.pop()

    def _read_clocks(self) -> None:
        before = self._phone.spent_ms
        reading = self._phone.clocks()
        if self._rhythm is not None:
            self._rhythm.spend(self._phone.spent_ms - before)
            self._cost_ms += self._phone.spent_ms - before
        self._clocks_ms = self._clock.utc_ms()
        if reading.phone_utc_ms is not None:
            self._ahead_ms = reading.phone_utc_ms - reading.host_utc_ms
        self._boot_id = reading.boot_id or self._boot_id
        self._rec.clock(reading)

    def _tell_state(self, standing: Standing) -> None:
        gap = self._gap
        since_ms = gap.begin_utc_ms if gap else self._clock.utc_ms()
        reason = gap.reason if gap else None
        self._on_state(State(standing, since_ms, reason, self._rec.folder.name))


def _not_there(reason: str, serial: str) -> DeviceError:
    return NoDevice(
        f"The phone {serial} went away before it could be watched ({reason}).",
        "Check its cable and that it allows this computer, then try again.",
    )
