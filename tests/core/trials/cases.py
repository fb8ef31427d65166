"""Small cases with test sessions: apps, clicks at given moments, records between them."""

from collections.abc import Sequence
from pathlib import Path

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.cli_phone import read_and_load
from auditor.notes import MarkKind
from auditor.records import DeviceInfo, Event
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import Task
from auditor.trials.keeping import add_click, begin, end, trial
from auditor.trials.plan_files import own_plan
from auditor.trials.records import Clock, MarkTime, Plan, Trial, TrialApp
from tests.core.cases import load
from tests.core.lives import FIRST_UID, HOUR, NOW_MS, PHONE, access

APP = TrialApp(PHONE.device_id, FIRST_UID, "com.example.chat")
BEGIN = NOW_MS - 3 * HOUR  # by both clocks: the phone of these cases is not off


def phone_time(at_ms: int, uncertainty_ms: int = 5) -> MarkTime:
    """A time that the phone told."""
    return MarkTime(at_ms, Clock.PHONE, at_ms, uncertainty_ms, at_ms, at_ms + 10, at_ms + 5)


def read(
    store: Store, name: str, records: Sequence[Event], at_ms: int, device: DeviceInfo = PHONE
) -> None:
    """Read the phone; the reading takes a second."""
    load(store, name, list(records), at_ms=at_ms, device=device)


def run_plan(
    store: Store,
    clicks: Sequence[tuple[int, MarkKind | None, str]],
    plan: Plan | None = None,
    apps: Sequence[TrialApp] = (APP,),
    begin_ms: int = BEGIN,
    title: str = "",
) -> Trial:
    """Follow a plan: clicks at seconds after the begin. It ends a minute after the last."""
    found = begin(store, plan or own_plan("recommended"), apps, begin_ms, title)
    for seconds, kind, text in clicks:
        at = phone_time(begin_ms + seconds * 1000)
        add_click(store, found.id, kind, text, {app.device_id: at for app in apps})
    last = max((seconds for seconds, _, _ in clicks), default=0)
    end(store, found.id, begin_ms + (last + 60) * 1000)
    return trial(store, found.id)


def at(seconds: int, op: str = "RECORD_AUDIO", begin_ms: int = BEGIN, **more: object) -> Event:
    """An access so long after the begin of the session."""
    return access(APP.package, op, NOW_MS - begin_ms - seconds * 1000, **more)  # type: ignore[arg-type]


def case_with(folder: Path, records: Sequence[Event]) -> Store:
    """A case whose phone was read before and after the session."""
    store = Store.create(folder)
    read(store, "before", [at(-3600, "CAMERA")], BEGIN - 60_000)
    read(store, "after", records, NOW_MS)
    return store


def two_sample_phones(folder: Path) -> tuple[SamplePhone, SamplePhone]:
    """A case of two sample phones, SAMPLE-5 and SAMPLE-7, read by way of one ADB server."""
    phones = SamplePhone(30, 5, days=1), SamplePhone(30, 7, days=1)
    with SampleServer(*phones) as server:
        bridge = make_bridge("adbutils", ServerAddress(port=server.port))
        for phone in phones:
            read_and_load(bridge, phone.serial, folder, "quick", Task())
    return phones
