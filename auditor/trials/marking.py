"""A click of a test session over connected phones: kept at once, then timed, then pictured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from auditor.adb.bridge import Bridge, State
from auditor.adb.properties import read_property
from auditor.capture_facts import device_of
from auditor.errors import AuditorError, DeviceError
from auditor.notes import MarkKind
from auditor.query import devices
from auditor.store import Store
from auditor.task import Task
from auditor.trials.clocks import LIMITS, ask_time, host_ms, without_phone
from auditor.trials.keeping import add_click, set_time, trial
from auditor.trials.records import Trial, TrialApp
from auditor.trials.screenshots import take_screenshot


@dataclass(frozen=True, slots=True)
class Clicked:
    """What became of a click: its number, and the phones that could not be asked or pictured."""

    click: int
    silent: tuple[str, ...]  # device ids
    troubles: tuple[AuditorError, ...] = field(default=())  # of screenshots


def keep_click(
    store: Store,
    found: Trial,
    kind: MarkKind | None,
    text: str,
    apps: Sequence[TrialApp] = (),
    clicked_ms: int | None = None,
    step_id: str | None = None,
) -> int:
    """Keep a click at once, with times as they can be worked out. Gives its number. UsageError."""
    clicked = host_ms() if clicked_ms is None else clicked_ms
    times = {phone: without_phone(store, phone, clicked) for phone in found.phones}
    return add_click(store, found.id, kind, text, times, apps, step_id)


def complete_click(
    store: Store,
    trial_id: int,
    click: int,
    bridge: Bridge | None,
    task: Task,
    with_screenshots: bool = False,
    now_ms: Callable[[], int] = host_ms,
) -> Clicked:
    """Ask the phones of a click for their time and, if wanted, for a picture of their screen.

    A phone that does not answer costs nothing but that. StoreError.
    """
    found = trial(store, trial_id)
    marks = {each.app.device_id: each for each in found.marks if each.click == click}
    silent: list[str] = []
    troubles: list[AuditorError] = []
    ready: dict[str, str] = {}
    try:
        ready = {} if bridge is None else serials(store, bridge, task)
    except DeviceError as error:
        troubles.append(error)
    for device_id, mark in marks.items():
        serial = ready.get(device_id)
        answer = None
        if bridge is not None and serial is not None:
            answer = ask_time(bridge, serial, task, now_ms)
        if answer is None:
            silent.append(device_id)
        else:
            set_time(store, trial_id, click, device_id, answer.at(mark.at.host_ms))
        if with_screenshots and bridge is not None and serial is not None:
            try:
                take_screenshot(bridge, serial, store, found, click, device_id, task)
            except AuditorError as error:
                troubles.append(error)
    return Clicked(click, tuple(silent), tuple(troubles))


def serials(store: Store, bridge: Bridge, task: Task) -> dict[str, str]:
    """Give the connected, readable phones of a case: the ADB serial number of each. DeviceError.

    Each is asked who it is: an emulator, or a phone at an address, may be another one by now, and
    one that was read over a cable may come through the air.
    """
    known = {each.device_id for each in devices(store)}
    found: dict[str, str] = {}
    for row in bridge.devices():
        if row.state is State.DEVICE:
            device_id = _device_id(bridge, row.serial, task)
            if device_id in known:
                found.setdefault(device_id, row.serial)
    return found


def _device_id(bridge: Bridge, serial: str, task: Task) -> str | None:
    try:
        name = read_property(bridge, serial, "ro.serialno", task, LIMITS)
    except DeviceError:
        return None
    return None if name is None else device_of(serial, {"ro.serialno": name}).device_id
