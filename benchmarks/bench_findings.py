"""How long the program's rules take on a large case.

    python -m benchmarks.bench_findings --events 1M

Run it from the project's folder. Two cases of that many last accesses by 300 apps over two weeks, a
good part of them in the background, with a usage history, permissions, counts over periods and
starts of processes, so that every rule has something to read. `usual`: one access in twelve is of
personal data, as on a phone; `hard`: every one. Seconds are those of the processor: of the whole,
then of each rule asked by itself, without the reading of the events.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from auditor.blocks import NONE, Block, EventColumns, ModeColumns
from auditor.companion_records import ProcessChange, ProcessEvent
from auditor.findings.engine import find
from auditor.findings.rule_files import own_rules
from auditor.load import load_capture
from auditor.notes import MarkKind, add_mark
from auditor.records import Event, Kind, Package, Permission, Source, UsageEvent, UsageSpan
from auditor.store import Store
from benchmarks.bench_ingest import SIZES, write_capture

NOW_MS, DAY_MS, MINUTE_MS = 1_770_372_000_000, 86_400_000, 60_000
DAYS, APPS, BLOCK = 14, 300, 25_000
OPS = (
    "RECORD_AUDIO", "CAMERA", "FINE_LOCATION", "COARSE_LOCATION", "READ_CONTACTS", "READ_SMS",
    "READ_CALL_LOG", "READ_CALENDAR", "READ_MEDIA_IMAGES", "READ_CLIPBOARD", "READ_PHONE_STATE",
)  # fmt: skip
MORE_OPS = tuple(f"OP_{number}" for number in range(11 * len(OPS)))  # of no personal data
ACTORS = [(Kind.ACCESS, state, "s") for state in ("top", "fgsvc", "bg", "cch")]
ACTORS += [(Kind.REJECT, "bg", "s")]


def name(app: int) -> str:
    """Name an app."""
    return f"com.example.app{app}"


def blocks(number: int, ops: tuple[str, ...]) -> Iterator[Block]:
    """Last accesses, as a parser hands them out."""
    rng = np.random.default_rng(1)
    owners = [(10_000 + app, name(app)) for app in range(APPS)]
    none = np.zeros(0, np.int64)
    modes = ModeColumns(none, none.astype(np.int32), none.astype(np.int32))
    for begin in range(0, number, BLOCK):
        size = min(BLOCK, number - begin)
        events = EventColumns(
            line=np.arange(begin + 1, begin + size + 1),
            owner=np.minimum(rng.zipf(1.3, size) - 1, APPS - 1).astype(np.int32),
            op=rng.integers(0, len(ops), size).astype(np.int32),
            tag=np.zeros(size, np.int32),
            actor=rng.integers(0, len(ACTORS), size).astype(np.int32),
            proxy=np.full(size, NONE, np.int32),
            time_ms=NOW_MS - rng.integers(0, DAYS * DAY_MS, size),
            precision_ms=np.ones(size, np.int64),
            duration_ms=np.where(rng.random(size) < 0.3, rng.integers(0, 900_000, size), NONE),
            running=np.zeros(size, np.bool_),
            zone_assumed=np.zeros(size, np.bool_),
        )
        yield Block(owners, list(ops), [None], ACTORS, [], [], [], modes, [], events)


def facts(lines: Iterator[int]) -> Iterator[object]:
    """What stands beside the accesses."""
    rng = np.random.default_rng(2)
    begin = NOW_MS - DAYS * DAY_MS
    yield UsageSpan(0, begin, NOW_MS, next(lines))
    for at in range(begin, NOW_MS, 4 * MINUTE_MS):
        app = name(int(rng.integers(APPS)))
        for after, what in (
            (0, "ACTIVITY_RESUMED"),
            (3, "ACTIVITY_PAUSED"),
            (3, "ACTIVITY_STOPPED"),
        ):
            time_ms = at + after * MINUTE_MS
            yield UsageEvent(0, time_ms, 1, what, app, next(lines), f"{app}.Main", 1)
    for at in range(begin, NOW_MS, 20 * MINUTE_MS):
        yield UsageEvent(0, at, 1, "SCREEN_INTERACTIVE", "android", next(lines))
        yield UsageEvent(0, at + 9 * MINUTE_MS, 1, "SCREEN_NON_INTERACTIVE", "android", next(lines))
    for app in range(APPS):
        who = (name(app), 10_000 + app)
        yield Package(
            *who, 0, next(lines), is_system=False, first_install_local="2025-01-02 03:04:05"
        )
        for op in OPS:
            permission, flags = f"android.permission.{op}", ("USER_SET",)
            yield Permission(*who, permission, op != "CAMERA", flags, True, next(lines))
        for slot in range(96):
            at = NOW_MS - (slot + 1) * 15 * MINUTE_MS
            yield Event(
                Kind.ACCESS, who[1], who[0], "READ_CLIPBOARD", None, "top", "s", at, 15 * MINUTE_MS,
                15 * MINUTE_MS, int(rng.integers(1, 60)), Source.AGGREGATE, next(lines),
            )  # fmt: skip
    for number in range(20_000):
        app = int(rng.integers(APPS))
        at = NOW_MS - 36 * 3_600_000 + number * 6000
        start = (ProcessChange.START, 0, number % 30_000, 10_000 + app, name(app))
        yield ProcessEvent(*start, "service", None, at, 1, False, next(lines))
        end = (ProcessChange.DIED, 0, number % 30_000, None, name(app))
        yield ProcessEvent(*end, None, None, at + 4000, 1, False, next(lines))


def make_case(folder: Path, number: int, ops: tuple[str, ...]) -> None:
    """Load it all as one reading, and mark a guided session."""
    capture = write_capture(folder, "one", NOW_MS)
    lines = iter(range(number + 1, 1 << 40))
    records = [*blocks(number, ops), *facts(lines)]
    with Store.create(folder) as store:
        load_capture(store, capture, readers={"appops": lambda *_: iter(records)})
        app = {"package": name(0), "uid": 10_000}
        for kind, hours in (
            (MarkKind.FIRST_LAUNCH, 40), (MarkKind.PERMISSION_ASKED, 40), (MarkKind.AGREE, 39),
            (MarkKind.HANDS_OFF_BEGIN, 30), (MarkKind.HANDS_OFF_END, 29),
            (MarkKind.FEATURE_NOT_USED, 1),
        ):  # fmt: skip
            add_mark(store, NOW_MS - hours * 3_600_000, "", NOW_MS, kind, None, **app)


def main() -> None:
    """Make the cases and ask."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", default="1M", choices=SIZES)
    parser.add_argument(
        "--keep", type=Path, help="keep the cases here, or ask those that are there"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for kind, ops in (("usual", OPS + MORE_OPS), ("hard", OPS)):
            case = (args.keep or Path(temporary)) / kind
            if not case.exists():
                make_case(case, SIZES[args.events], ops)
            with closing(Store.open(case, read_only=True)) as store:
                told(f"{args.events} events, {kind}", store)


def told(title: str, store: Store) -> None:
    """Print what the rules take, together and each by itself."""
    rules = own_rules()
    print(f"{title}: every rule {asked(store, rules):.2f} s")
    nothing = asked(store, ())
    parts = [f"{rule.id} {asked(store, [rule]) - nothing:.2f}" for rule in rules]
    print(f"  reading the events {nothing:.2f} s; besides: {', '.join(parts)}")


def asked(store: Store, rules: object) -> float:
    """Ask rules once; give the seconds of the processor."""
    begin = time.process_time()
    find(store, rules)  # type: ignore[arg-type]
    return time.process_time() - begin


if __name__ == "__main__":
    main()
