"""Cases of sample phones, read twice, with what a person would mark in a guided session."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from auditor import notes
from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.capture import capture
from auditor.findings.decisions import choose_category
from auditor.load import load_capture
from auditor.notes import MarkKind
from auditor.sample.adb_server import SampleServer
from auditor.sample.apps import install
from auditor.sample.days import Visit
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import silent

BUILT_MS = 1_763_000_000_123
BETWEEN_MS = 22 * 3_600_000  # from one reading to the next
DAY_MS = 86_400_000
MINUTE_MS = 60_000

GUIDED_START = "com.starlinghoroscope.fate"
GUIDED_PROMPTS = "com.candyburst.puzzle"
GUIDED_IDLE = "com.magpiebrowser.web"
GUIDED_UNUSED = "com.brightbeam.torch"
# What a person would say that these apps are: two that go beyond it, some that do not.
CATEGORIES = {
    "com.brightbeam.torch": "tools",
    "com.starlinghoroscope.fate": "news",
    "com.lanternmaps.app": "navigation",
    "com.meadowtaxi.rider": "ride_hailing",
    "com.otterreader.books": "e_books",
    "com.sparrownews.daily": "news",
    "com.willowcall.video": "meetings",
    "com.marigoldphotos.album": "photo_and_beauty",
}
HONEST_START = "com.quincerecipes.kitchen"
HONEST_IDLE = "com.otterreader.books"
HONEST_UNUSED = "com.sedgescan.papers"


class Clock:
    """Phone and computer share it; it moves on with every look at it."""

    def __init__(self) -> None:
        self.now_ms = BUILT_MS

    def __call__(self) -> int:
        self.now_ms += 3
        return self.now_ms


@dataclass(frozen=True)
class SampleCase:
    """An open case and the phone that it is of."""

    store: Store
    phone: SamplePhone
    read_ms: int  # when the second reading began


@contextmanager
def sample_case(folder: Path, api: str, seed: int) -> Iterator[SampleCase]:
    """Read a sample phone twice, a day apart, and mark what a guided session would."""
    clock = Clock()
    phone = SamplePhone(api, seed, clock)
    with SampleServer(phone) as server, Store.create(folder) as store:
        address = ServerAddress("127.0.0.1", server.port)
        _read(phone, store, address, clock)
        clock.now_ms = BUILT_MS + BETWEEN_MS
        _read(phone, store, address, clock)
        made = SampleCase(store, phone, BUILT_MS + BETWEEN_MS)
        mark(made)
        yield made


def _read(phone: SamplePhone, store: Store, address: ServerAddress, clock: Clock) -> None:
    bridge = make_bridge("adbutils", address)
    manifest = capture(bridge, phone.serial, store.path, "full", silent(), now_ms=clock)
    load_capture(store, store.captures_dir / manifest.capture_id)


def mark(made: SampleCase) -> None:
    """Mark first starts, untouched stretches, functions not used, and questions."""
    _mark_start(made, GUIDED_START, agrees_at_once=False)
    _mark_start(made, HONEST_START, agrees_at_once=True)
    for package in (GUIDED_IDLE, HONEST_IDLE):
        for visit in _visits(made, package):
            if visit.end - visit.begin > 10 * MINUTE_MS + 3000:
                _mark(made, package, MarkKind.HANDS_OFF_BEGIN, visit.begin + 1000)
                _mark(made, package, MarkKind.HANDS_OFF_END, visit.end - 1000)
    for package in (GUIDED_UNUSED, HONEST_UNUSED):
        for number in range(4):
            at = made.read_ms - number * DAY_MS
            _mark(made, package, MarkKind.FEATURE_NOT_USED, at, "contacts")
    for package, category in CATEGORIES.items():
        app = made.phone.serial, install(package, 0).uid, package
        choose_category(made.store, app, category, "", made.read_ms)
    last = _visits(made, GUIDED_PROMPTS)[-1]
    _mark(made, GUIDED_PROMPTS, MarkKind.FIRST_LAUNCH, last.begin)
    for number, text in enumerate(("location", "contacts", "phone")):
        _mark(made, GUIDED_PROMPTS, MarkKind.PERMISSION_ASKED, last.begin + 900 * number, text)


def _mark_start(made: SampleCase, package: str, agrees_at_once: bool) -> None:
    visit = _visits(made, package)[-1]
    _mark(made, package, MarkKind.FIRST_LAUNCH, visit.begin)
    agreed = visit.begin + 100 if agrees_at_once else visit.end
    _mark(made, package, MarkKind.AGREE, agreed)


def _visits(made: SampleCase, package: str) -> list[Visit]:
    days = made.phone.journal.days_until(made.read_ms)
    return [
        visit
        for day in days
        for visit in day.visits
        if visit.who.package == package and visit.who.user == 0 and visit.end < made.read_ms
    ]


def _mark(made: SampleCase, package: str, kind: MarkKind, time_ms: int, text: str = "") -> None:
    uid = install(package, 0).uid
    notes.add_mark(made.store, time_ms, text, time_ms, kind, made.phone.serial, package, uid)
