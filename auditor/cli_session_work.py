"""What the commands of a running test session do: begin it, mark, undo, go on, end it."""

import contextlib
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from auditor.adb.bridge import Bridge, choose_device
from auditor.app_page import choose_app, keys_of
from auditor.cli_phone import opened_bridge, read_and_load
from auditor.cli_session_plans import told_step
from auditor.cli_session_show import result_lines
from auditor.cli_support import clean, running_task, show_error
from auditor.errors import CaptureCut, DeviceError, NotReady, UsageError
from auditor.mark_words import KINDS_OF_DATA, NAMING_DATA, kind_named, kind_title
from auditor.notes import MarkKind
from auditor.permissions import types_with_permission
from auditor.query import devices
from auditor.store import DB_NAME, Store
from auditor.task import Task
from auditor.trials.clocks import host_ms
from auditor.trials.keeping import begin, go_to_step, next_step, open_trial, strike, trial
from auditor.trials.keeping import end as end_trial
from auditor.trials.marking import complete_click, keep_click, serials
from auditor.trials.plan_files import choose_plan
from auditor.trials.records import Clock, Trial, TrialApp


@dataclass(frozen=True, slots=True)
class Phones:
    """How phones are reached."""

    bridge_name: str
    adb_port: int | None

    @property
    def typed(self) -> list[str]:
        """What of it has to be typed for another command too."""
        return [] if self.adb_port is None else ["--adb-port", str(self.adb_port)]

    def opened(self) -> contextlib.AbstractContextManager[Bridge]:
        """Give a bridge to them."""
        return opened_bridge(self.bridge_name, self.adb_port)


@dataclass(frozen=True, slots=True)
class Start:
    """What a session is begun with."""

    packages: tuple[str, ...]
    user: int | None
    plan: str
    title: str
    serials: tuple[str, ...]
    reading: str
    takes_screenshots: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked."""

    kind: str | None
    text: str
    app: int | None
    with_screenshot: bool


def start(case: Path, wanted: Start, phones: Phones, lang: str) -> Iterator[str]:
    """Read the phones, then begin a session about the apps of that name on them."""
    plan = choose_plan(wanted.plan)
    begun_ms = host_ms()
    if (case / DB_NAME).is_file():
        with Store.open(case) as store:
            _refuse_second(store)
    read: list[str] | None = None
    are_several = False
    if wanted.reading != "none":
        with running_task() as task, phones.opened() as bridge:
            rows = bridge.devices()
            are_several = len(rows) > 1
            chosen = [choose_device(rows, serial).serial for serial in wanted.serials or (None,)]
            for serial in chosen:
                _read(bridge, serial, case, wanted.reading, task)
        read = chosen
    with Store.open(case) as store:
        known = [d.device_id for d in devices(store) if read is None or d.serial in read]
        apps = [app for name in wanted.packages for app in _apps(store, name, wanted.user, known)]
        found = begin(store, plan, apps, begun_ms, wanted.title, wanted.takes_screenshots)
        are_several = are_several or len(devices(store)) > 1
        watch = ["auditor", "watch", "--case", str(case), *phones.typed]
        if are_several:
            names = {d.device_id: d.serial for d in devices(store)}
            watch += [part for phone in found.phones for part in ("-s", names[phone])]
    yield f"Test session {found.id} has begun."
    whose = "phones" if len(found.phones) > 1 else "phone"
    yield f"To watch the {whose} live meanwhile, in another terminal: {shlex.join(watch)}"
    yield from _step(found, lang)


def _refuse_second(store: Store) -> None:
    """Say at once, not after minutes of reading, that a session goes on already."""
    if (found := open_trial(store)) is not None:
        raise UsageError(
            f"The test session {found.id} of this case still goes on.",
            "End that one first: auditor session end.",
        )


def _read(bridge: Bridge, serial: str, case: Path, plan: str, task: Task) -> None:
    """Read a phone; a reading that was cut is kept, said, and keeps nobody from testing."""
    try:
        read_and_load(bridge, serial, case, plan, task)
    except CaptureCut as error:
        show_error(error)


def _apps(store: Store, package: str, user: int | None, phones: list[str]) -> list[TrialApp]:
    """Give the app on each of the phones: on one of them at least."""
    choose_app(store, package, user)
    found: dict[str, TrialApp] = {}
    for device_id, uid, name in keys_of(store, package, user):
        if device_id in phones:
            found.setdefault(device_id, TrialApp(device_id, uid, name))
    if not found:
        raise UsageError(
            f"None of the phones that were read has the app {package}.",
            "List the apps: auditor apps --all.",
        )
    return [*found.values()]


def mark(case: Path, wanted: Mark, phones: Phones, lang: str) -> Iterator[str]:
    """Keep a mark at once, then ask the phones for their time."""
    clicked_ms = host_ms()
    kind = kind_named(wanted.kind) if wanted.kind else None
    if kind is None and not wanted.text.strip():
        raise UsageError(
            "A mark needs a kind or a text.", "For example: auditor session mark agree."
        )
    with Store.open(case) as store:
        found = _open(store)
        apps = () if wanted.app is None else (_app(found, wanted.app),)
        click_number = keep_click(store, found, kind, wanted.text, apps, clicked_ms)
        yield f"Marked: {click_number}  {kind_title(kind, wanted.text, lang)}"
        with running_task() as task, contextlib.ExitStack() as stack:
            bridge = None
            try:
                bridge = stack.enter_context(phones.opened())
            except DeviceError as error:
                show_error(error)
            done = complete_click(
                store, found.id, click_number, bridge, task, wanted.with_screenshot
            )
        for trouble in done.troubles:
            show_error(trouble)
        found = trial(store, found.id)
    if (missing := _missing_data(kind, wanted.text.strip())) is not None:
        click.echo(missing, err=True)
    for shot in found.screenshots:
        if shot.click == click_number:
            yield f"Screenshot kept in the case: {shot.file}"
    for each in found.marks:
        if each.click == click_number and each.at.clock is not Clock.PHONE:
            told = "its time is worked out" if each.at.clock is Clock.OFFSET else "its time is ours"
            click.echo(f"The phone {each.app.device_id} did not answer: {told}.", err=True)
    yield from _step(found, lang)


def _missing_data(kind: MarkKind | None, text: str) -> str | None:
    """Say that a mark does not tell which kind of data it is about; the results go by that."""
    if kind not in NAMING_DATA or text in KINDS_OF_DATA:
        return None
    names = ", ".join(sorted(types_with_permission()))
    told = f"“{text}” is no kind of data, and kept as words of yours." if text else "Which was it?"
    return clean(f"{told} Results can say so after --text with one of: {names}.")


def _app(found: Trial, number: int) -> TrialApp:
    if not 1 <= number <= len(found.apps):
        raise UsageError(
            f"The test session {found.id} has no app {number}.",
            "List them: auditor session show NUMBER.",
        )
    return found.apps[number - 1]


def undo(case: Path, click_number: int | None, lang: str) -> Iterator[str]:
    """Strike out a mark of the session that goes on."""
    with Store.open(case) as store:
        found = _open(store)
        struck = strike(store, found.id, click_number, host_ms())
        found = trial(store, found.id)
    yield f"Struck out: {struck}"
    yield from _step(found, lang)


def go_on(case: Path, step: str | None, lang: str) -> Iterator[str]:
    """Go to another step."""
    with Store.open(case) as store:
        found = _open(store)
        after = next_step(found)
        if step is None and after is None:
            raise UsageError(
                "This was the last step of the plan.", "End the session: auditor session end."
            )
        found = go_to_step(store, found.id, step or (after.id if after else ""))
    yield from _step(found, lang)


def end(case: Path, reading: str, phones: Phones, lang: str) -> Iterator[str]:
    """Read the phones, end the session and show it. Without its phones it goes on."""
    ended_ms = host_ms()
    with Store.open(case) as store:
        found = _open(store)
        names = {d.device_id: d.serial for d in devices(store)}
    if reading != "none":
        with running_task() as task, phones.opened() as bridge:
            with Store.open(case, read_only=True) as store:
                ready = serials(store, bridge, task)
            gone = [names.get(phone, phone) for phone in found.phones if phone not in ready]
            for phone in found.phones:
                if phone in ready:
                    _read(bridge, ready[phone], case, reading, task)
            if gone:  # the others are read by now, so that nothing of them is missing either way
                raise NotReady(
                    f"The phone {gone[0]} of this session is not connected.",
                    "Connect it, or end without reading: auditor session end --reading none.",
                )
    with Store.open(case) as store:
        end_trial(store, found.id, ended_ms)
    yield from result_lines(case, found.id, lang, as_json=False)


def _open(store: Store) -> Trial:
    found = open_trial(store)
    if found is None:
        raise UsageError(
            "No test session goes on in this case.", "Begin one: auditor session start."
        )
    return found


def _step(found: Trial, lang: str) -> Iterator[str]:
    """Say the step that a session is at, and for how long."""
    step, steps = found.current, found.plan.steps
    yield ""
    yield from told_step(step, lang, f"{steps.index(step) + 1}/{len(steps)}  ")
    if found.step_begun_ms is not None and step.minimum_s:
        since_s = max(0, host_ms() - found.step_begun_ms) // 1000
        yield f"   {since_s} s of {step.minimum_s} s"
