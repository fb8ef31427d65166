"""A random life → what the phone prints → what the parser reads → the same life again.

What must be read is worked out from the life itself (auditor/sample/truth*.py), not from what
prints it. `make nightly` lives a thousand lives of each version, `make test` fifty.
"""

import io
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from auditor.clock import PhoneClock
from auditor.parsers.appops_fast import parse_appops_stream
from auditor.records import AppOpsRecord, Event, Kind, Notice, Running, Source, Unparsed
from auditor.sample.phone import SamplePhone
from auditor.sample.truth import truth
from auditor.sample.truth_last import last_run
from auditor.sample.truth_rows import TrueRow, lives
from auditor.sample.versions import NAMES, Version
from tests.core.sample.random_life import random_phone

SEEDS = range(int(os.environ.get("ROUND_TRIPS", "50")))
MINUTE = 60_000
STATE = "dumpsys -t 60 appops"
HISTORY = "dumpsys -t 60 appops --history --include-discrete 0"
LONG_TABLE = "dumpsys -t 60 appops --history --history-limit 0"
Fact = tuple[object, ...]


@pytest.mark.parametrize("name", NAMES)
def test_a_random_life_is_read_as_it_was_lived(name: str) -> None:
    for seed in SEEDS:
        phone = random_phone(name, seed)
        for line in commands(phone.version, seed):
            read, true = round_trip(phone, line)
            missing, extra = true - read, read - true
            assert not missing and not extra, (
                f"seed {seed}, {line}: missing {list(missing)[:3]}, too much {list(extra)[:3]}"
            )


def test_random_lives_hold_everything_that_can_be_read() -> None:
    """Else the test above would show less than it says."""
    found: Counter[object] = Counter()
    for name in ("26", "28", "29", "30", "34", "36sql", "36post"):
        for seed in range(12):
            phone = random_phone(name, seed)
            for line in commands(phone.version, seed):
                rows, now = ask(phone, line)[1], phone.dumps[-1][1]
                found.update((row.source, row.kind) for row in rows)
                found.update(row.flags for row in rows)
                found.update(row.state for row in rows)
                found["running"] += sum(row.running for row in rows)
                found["proxy"] += sum(row.proxy is not None for row in rows)
                found["future"] += sum(row.time_ms > now for row in rows)
                found["tag"] += sum("|" in (row.tag or "") for row in rows)
    wanted = {(source, kind) for source in (Source.LAST, Source.AGGREGATE) for kind in Kind}
    wanted |= {(Source.DISCRETE, Kind.ACCESS), *("running", "proxy", "future", "tag")}
    wanted |= {*("s", "tp", "tpd", "up", "upd"), *("pers", "top", "fgsvc", "fg", "bg", "cch")}
    assert {each: found[each] for each in wanted if found[each] < 5} == {}


def commands(of: Version, seed: int) -> Iterator[str]:
    yield STATE
    if of.api >= 28 and seed % 5 == 0:
        yield f"{STATE} --op {random.Random(seed).choice(('CAMERA', 'RECORD_AUDIO'))}"
    if of.api >= 31:
        yield HISTORY
    if of.grammar == "post":
        yield LONG_TABLE


def ask(phone: SamplePhone, line: str) -> tuple[list[AppOpsRecord], list[TrueRow]]:
    """Ask the phone and read the answer as loading does."""
    reply = phone.answer(line)
    assert reply is not None
    now = phone.dumps[-1][1]
    clock = PhoneClock(phone.zone, True, now, now)
    return list(parse_appops_stream(io.BytesIO(reply.stdout), clock, line)), truth(phone)


def round_trip(phone: SamplePhone, line: str) -> tuple[Counter[Fact], Counter[Fact]]:
    """Give everything that was read, and everything that is true."""
    records, rows = ask(phone, line)
    assert not [record for record in records if isinstance(record, Unparsed | Notice)]
    events = [record for record in records if isinstance(record, Event)]
    assert not any(event.zone_assumed or event.unattributed for event in events)
    api, zone = phone.version.api, ZoneInfo(phone.zone)
    if phone.version.grammar == "post":
        tables = [event for event in events if event.source is not Source.LAST]
        sizes = (Source.DISCRETE, MINUTE), (Source.AGGREGATE, 15 * MINUTE)
        size = dict(sizes)[Source.AGGREGATE if line == LONG_TABLE else Source.DISCRETE]
        # The table of the last hour begins within a bucket: which of its rows it lists depends on
        # what was flushed when, and is left out on both sides.
        since_ms = 0 if "--history" in line else phone.dumps[-1][1] - 60 * MINUTE
        read = Counter(totals(map(bucket_event, tables), size, zone, since_ms))
        true = Counter(totals(map(bucket_row, rows_of(rows, None)), size, zone, since_ms))
    else:
        read = Counter(map(count_event, of(events, Source.AGGREGATE)))
        true = Counter(map(count_row, rows_of(rows, Source.AGGREGATE)))
        read.update(map(single_event, of(events, Source.DISCRETE)))
        true.update(single_row(row, zone) for row in rows_of(rows, Source.DISCRETE))
    # That an op runs is always told; which access it is not on Android 9, and after a change of
    # the clock not always. Nothing that is over may be taken for it.
    is_told = api != 28 and not phone.clock_shift_ms
    if api != 28:
        running = Counter(last_event(e, True) for e in of(events, Source.LAST) if e.running)
        assert not running - Counter(last_row(r, True) for r in rows if r.running)
    read.update(last_event(event, is_told) for event in of(events, Source.LAST))
    true.update(last_row(row, is_told) for row in rows_of(rows, Source.LAST))
    if api == 28:
        true.update(lost_runs(phone, line, rows))
    elif api > 28 and line.startswith(STATE) and "--history" not in line:
        read.update(
            ("running", each.uid, each.package, each.op, each.tag, each.started_ms)
            for each in records
            if isinstance(each, Running)
        )
        true.update(runs(phone, line))
    return read, true


def runs(phone: SamplePhone, line: str) -> Iterator[Fact]:
    """Ops in use, and since when by the clock as it is set now."""
    lived = phone.dumps[-1][1] - phone.clock_shift_ms
    _, _, op = line.partition(" --op ")
    for who, life in lives(phone.journal.until(lived), phone.version.has_tags).items():
        if life.depth and op in ("", who.op):
            yield ("running", *who, life.segments[-1].begin + phone.clock_shift_ms)


def lost_runs(phone: SamplePhone, line: str, rows: list[TrueRow]) -> Iterator[Fact]:
    """Android 9 tells how long an op's last run was, but not always which access that was."""
    _, _, op = line.partition(" --op ")
    lived = phone.dumps[-1][1] - phone.clock_shift_ms
    told = {(row.uid, row.package, row.op) for row in rows if row.duration_ms}
    for who, life in lives(phone.journal.until(lived), has_tags=False).items():
        lasted = last_run(life)
        if lasted and op in ("", who.op) and who[:3] not in told:
            nothing = (None, None, None, None)  # tag, state, flags, time
            key = (who.uid, who.package, who.op)
            yield ("last", Kind.ACCESS, *key, *nothing, lasted, 0, False, None)


def of(events: list[Event], source: Source) -> list[Event]:
    return [event for event in events if event.source is source]


def rows_of(rows: list[TrueRow], source: Source | None) -> list[TrueRow]:
    """Rows of one source; None: of all but the op section."""
    if source is None:
        return [row for row in rows if row.source is not Source.LAST]
    return [row for row in rows if row.source is source]


def last_event(event: Event, is_told: bool) -> Fact:
    key = (event.kind, event.uid, event.package, event.op, event.tag, event.uid_state)
    lasting = (event.time_ms, event.duration_ms, event.count, event.running and is_told)
    return ("last", *key, event.flags, *lasting, event.proxy)


def last_row(row: TrueRow, is_told: bool) -> Fact:
    key = (row.kind, row.uid, row.package, row.op, row.tag, row.state)
    lasting = (row.time_ms, row.duration_ms, row.count, row.running and is_told)
    return ("last", *key, row.flags, *lasting, row.proxy)


def single_event(event: Event) -> Fact:
    key = (event.uid, event.package, event.op, event.tag, event.uid_state, event.flags)
    chain = (event.attribution_flags or 0, -1 if event.chain_id is None else event.chain_id)
    return ("single", *key, event.time_ms, event.precision_ms, event.duration_ms, *chain)


def single_row(row: TrueRow, zone: ZoneInfo) -> Fact:
    key = (row.uid, row.package, row.op, row.tag, row.state, row.flags)
    first, spread = as_printed(row.time_ms, zone)
    when = (first, row.precision_ms + spread)
    return ("single", *key, *when, row.duration_ms, row.attribution_flags, row.chain_id)


def as_printed(time_ms: int, zone: ZoneInfo) -> tuple[int, int]:
    """Give the first moment that a printed local time may mean, and how much later it may be."""
    local = datetime.fromtimestamp(time_ms / 1000, UTC).astimezone(zone)
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    assert first is not None and second is not None
    spread = round((first - second).total_seconds() * 1000)
    return time_ms - (spread if local.fold else 0), spread


def count_event(event: Event) -> Fact:
    key = (event.kind, event.uid, event.package, event.op, event.tag, event.uid_state, event.flags)
    assert event.time_ms is not None and event.duration_ms is not None
    slot = (event.time_ms, event.time_ms + event.duration_ms)
    return ("count", *key, *slot, event.count, event.access_duration_ms)


def count_row(row: TrueRow) -> Fact:
    key = (row.kind, row.uid, row.package, row.op, row.tag, row.state, row.flags)
    return ("count", *key, row.time_ms, row.end_ms, row.count, row.duration_ms)


Bucket = tuple[Fact, int, Kind, int, int]


def bucket_event(event: Event) -> Bucket:
    chain = (event.attribution_flags or 0, -1 if event.chain_id is None else event.chain_id)
    key = (event.uid, event.package, event.op, event.tag, event.uid_state, event.flags, *chain)
    lasted = event.duration_ms if event.source is Source.DISCRETE else event.access_duration_ms
    assert event.time_ms is not None
    return key, event.time_ms, event.kind, event.count or 0, lasted or 0


def bucket_row(row: TrueRow) -> Bucket:
    chain = (row.attribution_flags, row.chain_id)
    key = (row.uid, row.package, row.op, row.tag, row.state, row.flags, *chain)
    return key, row.time_ms, row.kind, row.count or 0, row.duration_ms or 0


def totals(buckets: Iterable[Bucket], size: int, zone: ZoneInfo, since_ms: int) -> Iterator[Fact]:
    """Add up what the rows of a bucket say; in an hour that happens twice the first counts."""
    found: dict[Fact, list[int]] = defaultdict(lambda: [0, 0, 0])
    for key, time_ms, kind, count, lasted in buckets:
        first, _ = as_printed(time_ms, zone)
        if time_ms // size * size < since_ms:
            continue
        numbers = found[*key, first // size * size]
        numbers[kind is Kind.REJECT] += count
        numbers[2] += lasted
    for key, (accesses, rejects, lasted) in found.items():
        yield ("bucket", *key, accesses, rejects, lasted)
