"""How much, how fast and at which cost a watch sees what a phone does (docs/live.md).

    python benchmarks/bench_watch.py [--hours 24] [--api 34] [--folder FOLDER]
    python benchmarks/bench_watch.py --latency 60

A sample phone lives by a clock in which waiting takes no time; its answers cost it 30 ms and what
they are long. It is unplugged and started anew now and then. Ctrl-C ends it early. All of the
watcher is the real one: sockets, journal, case. What it recorded is held against the phone's
ground truth.

How long news take from the end of the phone's answer until they are told is measured in real
time, with a phone alone that lives faster than we do, for so many seconds.
"""

import argparse
import random
import shutil
import signal
import statistics
import tempfile
import time
from array import array
from collections import defaultdict
from pathlib import Path
from typing import Any

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.live.news import News
from auditor.live.rhythm import DUTY
from auditor.live.watcher import Watcher
from auditor.ops import data_type
from auditor.records import DataType
from auditor.sample.adb_server import SampleServer
from auditor.sample.entries import Entry
from auditor.sample.fast_life import FastClock
from auditor.sample.fast_process import FastPhone, Life, fast_phone
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import Task

HOUR, MINUTE = 3_600_000, 60_000
QUICKER = 600  # how many times faster than ours the time of the phone passes whose news are timed
BEGIN_MS = 1_780_010_000_000


def memory_mb() -> float:
    """What this process holds, in MB; 0 where the system does not tell."""
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in text.splitlines() if "VmRSS" in line)


def visible_share(every: list[Entry], period_ms: int) -> float:
    """The share of accesses that are still the last of their key at the next look."""
    of_key: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for entry in every:
        key = (entry.uid, entry.package, entry.op, entry.tag, entry.state, entry.flag)
        of_key[key].add(entry.time)
    times = sum(map(len, of_key.values()))
    looks = sum(len({time // period_ms for time in found}) for found in of_key.values())
    return looks / times if times else 1.0


class Delays:
    """From each event of the watch to its news, by the clock the phone lives by."""

    def __init__(self, clock: FastClock) -> None:
        self._clock = clock
        self._events, self._told = array("q"), array("q")

    def __call__(self, news: News) -> None:
        now_ms = self._clock.utc_ms()
        for event in news.events:
            if event.time_ms is not None and data_type(event.op or "") is not DataType.OTHER:
                self._events.append(event.time_ms)
                self._told.append(now_ms)

    def outside(self, gaps: list[tuple[int, int]]) -> list[int]:
        """Give those of events that no gap hid, shortest first."""
        return sorted(
            told - at
            for at, told in zip(self._events, self._told, strict=True)
            if not any(begin <= at < end for begin, end in gaps)
        )


def main() -> None:
    """Let the phone live, watch it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--accesses", type=int, help="until so many happened, not some hours")
    parser.add_argument("--every", type=float, metavar="SECONDS", help="at this fixed rhythm")
    parser.add_argument("--silence", type=float, metavar="SECONDS", help="shorten silences to this")
    parser.add_argument("--duty", type=float, default=DUTY, help="the phone's share of time")
    parser.add_argument("--api", default="34")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the case is made, and left")
    parser.add_argument("--latency", type=int, metavar="SECONDS", help="measure this alone")
    wanted = parser.parse_args()
    if wanted.latency:
        print_latency(wanted.api, wanted.seed, wanted.latency)
        return
    folder = wanted.folder or Path(tempfile.mkdtemp())
    life = Life(
        wanted.api,
        wanted.seed,
        length_ms=None if wanted.accesses else round(wanted.hours * HOUR),
        accesses=wanted.accesses,
        silence_ms=round(wanted.silence * 1000) if wanted.silence else None,
    )
    rhythm: dict[str, Any] = {"duty": wanted.duty}
    if wanted.every:
        each_ms = round(wanted.every * 1000)
        rhythm = {"types": (), "duty": 1.0, "fastest_ms": each_ms, "whole_ms": each_ms}
    try:
        watch(life, folder / "case", rhythm)
    finally:
        if wanted.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def watch(life: Life, case: Path, rhythm: dict[str, Any]) -> None:
    """Watch one life, print hour by hour what the watch holds, and what came of it."""
    clock = FastClock(BEGIN_MS)
    memory: list[float] = []
    began = time.monotonic()
    with fast_phone(life, clock) as phone:
        length_ms = phone.end_ms - BEGIN_MS
        disturb(phone, clock, length_ms, random.Random(life.seed))
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", phone.port))
        watcher = Watcher(bridge, phone.serial, case, clock=clock, **rhythm)

        def look() -> None:
            stamps = phone.look()
            memory.append(memory_mb())
            print(
                f"  after {(clock.utc_ms() - BEGIN_MS) / HOUR:5.1f} h: {memory[-1]:6.1f} MB,"
                f" {stamps:,} stamps, {time.monotonic() - began:,.0f} s",
                flush=True,
            )
            clock.at(clock.utc_ms() + HOUR, look)

        clock.at(BEGIN_MS + HOUR // 2, look)
        task, delays = Task(), Delays(clock)
        signal.signal(signal.SIGINT, lambda _number, _frame: task.cancel())
        watched = watcher.run(task, delays, for_ms=length_ms)
        memory.append(memory_mb())
        report(phone, case, delays, clock.utc_ms())
    print(f"duty {watched.duty:.2%}, {watched.polls:,} answers, {watched.gaps} gaps,")
    print(f"{watched.away_ms / HOUR:.2f} h unseen, kept {watched.size_bytes / 1e6:.1f} MB")
    print(f"memory of the watch {memory[0]:.1f} → {memory[-1]:.1f} MB")
    took = time.monotonic() - began
    print(f"{took:,.0f} s for {(clock.utc_ms() - BEGIN_MS) / HOUR:.1f} h of life")


def print_latency(api: str, seed: int, seconds: int) -> None:
    """Watch in real time; print how long news took after the end of their answer."""
    begun = time.time()

    def now() -> int:
        return round((begun + (time.time() - begun) * QUICKER) * 1000)

    found: list[News] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        SampleServer(phone := SamplePhone(api, seed, now)) as server,
    ):
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
        watcher = Watcher(bridge, phone.serial, Path(folder) / "case")
        watcher.run(Task(), found.append, for_ms=seconds * 1000)
    took = sorted(news.latency_ms for news in found if news.events)
    print(f"{len(took)} answers with news, of {sum(len(each.events) for each in found):,} events:")
    print(f"told {statistics.median(took):.0f} ms after the answer, at most {took[-1]} ms")


def disturb(phone: FastPhone, clock: FastClock, length_ms: int, chance: random.Random) -> None:
    """Unplug the phone some ten times a day, for up to an hour; every fifth time it starts anew.

    In a life that is shorter than a day it is as often, for shorter.
    """
    share = min(1.0, length_ms / (24 * HOUR))
    at, number = BEGIN_MS, 0
    while (at := at + round(chance.uniform(1.5, 3.5) * HOUR * share)) < BEGIN_MS + length_ms:
        number += 1
        clock.at(at, phone.unplug)
        back = at + round(chance.uniform(1, 60) * MINUTE * share)
        clock.at(back, lambda is_started=number % 5 == 0: phone.plug(is_started))


def report(phone: FastPhone, case: Path, delays: Delays, end_ms: int) -> None:
    """Hold the case against the ground truth."""
    sql = (
        "SELECT uid, package, op, attribution_tag, uid_state, flags, time_ms FROM v_records"
        " WHERE source = 'last' AND kind = 'access'"
    )
    with Store.open(case, read_only=True) as store:
        recorded = set(store.db.execute(sql))
        gaps = store.db.execute("SELECT begin_ms, end_ms FROM live_gaps").fetchall()
        rhythm = store.db.execute(
            "SELECT asked, sum(polls), sum(kept), avg(typical_ms), max(longest_ms), sum(cost_ms)"
            " FROM live_rhythm GROUP BY asked ORDER BY 2 DESC"
        ).fetchall()
    seen = phone.stamps()
    every = phone.accesses(end_ms)
    stamps = {(row[0], row[1], row[2], row[3], row[6]) for row in recorded}
    told = [e for e in every if (e.uid, e.package, e.op, e.tag, e.time) in stamps]
    in_sight = [e for e in every if not any(begin <= e.time < end for begin, end in gaps)]
    known = [e for e in in_sight if (e.uid, e.package, e.op, e.tag, e.time) in stamps]
    print(f"stamps that an answer showed: {len(seen):,}")
    print(f"  in the case: {len(seen & recorded) / len(seen):.3%}")
    for missing in sorted(seen - recorded, key=lambda each: each[-1])[:20]:
        print("    missing:", *missing)
    print(f"accesses: {len(every):,}; recorded {len(told) / len(every):.1%}")
    print(f"  outside of gaps: {len(in_sight):,}; recorded {len(known) / len(in_sight):.1%}")
    for period_ms in (2_000, 5_000, 30_000):
        share = visible_share(every, period_ms)
        print(f"  at most with a look every {period_ms // 1000} s: {share:.1%}")
    waits = delays.outside(gaps)
    middle, most = waits[len(waits) // 2], waits[len(waits) * 95 // 100]
    print(
        f"from access to news: {middle / 1000:.1f} s (median of {len(waits):,} outside of gaps),"
        f" 95 % within {most / 1000:.1f} s, at most {waits[-1] / 1000:.0f} s"
    )
    for asked, polls, kept, typical, longest, cost in rhythm:
        if typical is not None:  # asked once in each capture
            print(
                f"{asked}: {polls:,} answers, {kept:,} kept, every {typical / 1000:.1f} s,"
                f" at most {longest / 1000:.0f} s, {cost / polls:.0f} ms each"
            )


if __name__ == "__main__":
    main()
