"""Sample phones that live at random: what no habit would do, but Android would write down.

A life here is a few dozen calls of a few apps: notes and rejects with every state and flag, runs
that overlap, nest, change their state and never end, tags that look like the text around them.
"""

import random
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from auditor.ops import catalogue
from auditor.records import Proxy
from auditor.sample.appops_state import AppOpsState
from auditor.sample.apps import Install, installs
from auditor.sample.days import Day
from auditor.sample.dump_appops import AppOpsService
from auditor.sample.entries import FINISH, MOVE, NEST, NOTE, REJECT, START, UNNEST, Entry
from auditor.sample.phone import SamplePhone
from auditor.sample.versions import version

MINUTE, DAY = 60_000, 86_400_000
YEAR_2025 = 1_735_689_600_000
STATES = ("pers", "top", "fgsvc", "fg", "bg", "cch")
TAGS = (None, None, "voice", "a=b", "a|b", "a=[", "]", "two words", "emoji😀", "[top-s]", "١٢")
ZONES = ("Asia/Shanghai", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Africa/Cairo")
LOCALES = ("zh-CN", "en-US", "ar-EG", "ne-NP", "my-MM")


class RandomJournal:
    """A life that was told at once; asked like `auditor.sample.journal.Journal`."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries

    def count(self, now_ms: int) -> int:
        return bisect_right(self.entries, now_ms, key=lambda entry: entry.time)

    def until(self, now_ms: int) -> list[Entry]:
        return self.entries[: self.count(now_ms)]

    def days_until(self, now_ms: int) -> list[Day]:
        return []


def random_phone(name: str, seed: int) -> SamplePhone:
    """Make a phone of one Android version whose life, clock, zone and language are random."""
    rng = random.Random(f"{name} {seed}")
    now = YEAR_2025 + rng.randrange(365 * DAY)
    vendor = "miui" if rng.random() < 0.2 else ""
    zone, locale = rng.choice(ZONES), rng.choice(LOCALES)
    phone = SamplePhone(name, seed, lambda: now, zone=zone, locale=locale, vendor=vendor, days=0)
    if rng.random() < 0.2:  # the clock was set back: some events lie in the future
        phone.clock_shift_ms = -rng.randrange(3 * 60 * MINUTE)
    phone.phase = now - rng.randrange(15 * MINUTE)
    journal = RandomJournal(sorted(_life(rng, name, vendor, now), key=lambda entry: entry.time))
    phone.journal = journal  # type: ignore[assignment]
    state = AppOpsState(phone.version)
    service = (phone.version, journal, phone.texts, phone.phase, state, [], phone.config.kept)
    phone.appops = AppOpsService(*service)  # type: ignore[arg-type]
    return phone


def _life(rng: random.Random, name: str, vendor: str, now: int) -> Iterator[Entry]:
    api = version(name).api
    ops = [op.name for op in catalogue().values() if op.since_api and op.since_api <= api]
    ops = [op for op in ops if op.isascii() and op.replace("_", "").isalnum()]
    # A few ops come often, so that apps share them and tags of one op meet.
    some = ["RECORD_AUDIO", "FINE_LOCATION", "CAMERA", *rng.sample(ops, 4)]
    some += ["MIUIOP(10021)"] if vendor else []
    oldest = rng.choice((MINUTE, 60 * MINUTE, DAY, 8 * DAY, 40 * DAY))
    for who in rng.sample(installs(), rng.randint(1, 5)):
        for op in rng.sample(sorted(set(some)), rng.randint(1, 4)):
            # The state of a uid is one: runs of its op under several tags change it together,
            # which before Android 11, without tags, would be one run.
            for tag in set(rng.sample(TAGS, rng.randint(1, 3))) if api >= 30 else (None,):
                yield from _acts(rng, who, op, tag, now - oldest, now)


def _acts(
    rng: random.Random, who: Install, op: str, tag: str | None, first: int, now: int
) -> Iterator[Entry]:
    """Some calls about one op and tag, each at a moment of its own."""
    times = sorted(rng.sample(range(first, now + 1), min(now - first, rng.randint(1, 14))))
    free, runs = times, []
    if len(times) > 3 and rng.random() < 0.6:
        begin = rng.randrange(len(times) - 2)
        length = rng.randint(2, 6)
        runs, free = times[begin : begin + length], times[:begin] + times[begin + length :]
        # What happens while the op runs: mostly to the run, sometimes to others.
        free += [time for time in runs[1:-1] if rng.random() < 0.2]
        runs = [time for time in runs if time not in free]
    for time in free:
        yield _single(rng, who, op, tag, time)
    yield from _run(rng, who, op, tag, runs)


def _single(rng: random.Random, who: Install, op: str, tag: str | None, time: int) -> Entry:
    """A note or a reject, by itself or through another app."""
    kind = NOTE if rng.random() < 0.7 else REJECT
    flag = rng.choice(("s", "s", "tp", "tpd", "up", "upd"))
    proxy = None
    if flag in ("tpd", "upd") and kind == NOTE:
        via = rng.choice(installs())
        proxy = Proxy(via.uid, via.package, rng.choice(TAGS[1:]))
    chained = rng.random() < 0.2
    more = (rng.choice((1, 9, 10)), rng.randint(1, 99)) if chained else (0, -1)
    state = rng.choice(STATES)
    return Entry(time, kind, who.uid, who.package, op, tag, state, flag, time, proxy, "", *more)


def _run(
    rng: random.Random, who: Install, op: str, tag: str | None, times: list[int]
) -> Iterator[Entry]:
    """A run: it changes its state, nests, and may go on for ever."""
    if len(times) < 2:
        return
    state, began, depth = rng.choice(STATES), times[0], 1
    whose = (who.uid, who.package, op, tag)
    yield Entry(began, START, *whose, state, "s", began)
    is_over = rng.random() < 0.75
    for time, _ in pairwise(times[1:] if is_over else [*times[1:], 0]):
        what = rng.choice((MOVE, NEST, UNNEST if depth > 1 else NEST))
        depth += {NEST: 1, UNNEST: -1}.get(what, 0)
        if what == MOVE:
            after = rng.choice([each for each in STATES if each != state])
            yield Entry(time, MOVE, *whose, after, "s", began, was=state)
            state, began = after, time
        else:
            yield Entry(time, what, *whose, state, "s", began)
    if is_over:
        for time in range(times[-1], times[-1] + depth - 1):
            yield Entry(time, UNNEST, *whose, state, "s", began)
        yield Entry(times[-1] + depth - 1, FINISH, *whose, state, "s", began)
