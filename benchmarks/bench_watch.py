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
from collections import defaultdict
from pathlib import Path

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.live.news import News
from auditor.live.watcher import Watcher
from auditor.ops import data_type
from auditor.records import DataType
from auditor.sample.adb_server import SampleServer
from auditor.sample.appops_state import AppOpsState
from auditor.sample.dump_ops import with_running
from auditor.sample.entries import NOTE, START, Entry
from auditor.sample.fast_life import BusyPhone, FastClock
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import Task

HOUR, MINUTE = 3_600_000, 60_000
QUICKER = 600  # how many times faster than ours the time of the phone passes whose news are timed
BEGIN_MS = 1_780_010_000_000
Stamp = tuple[int, str, str, str | None, str, str, int]


def memory_mb() -> float:
    """What this process holds, in MB; 0 where the system does not tell."""
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in text.splitlines() if "VmRSS" in line)


class SeenStamps:
    """Every last access of a personal kind that the phone showed in an answer.

    The list of the past shows none. From Android 11 on a run that goes on stands in the place of
    the last access of its key (docs/formats.md): that one is not shown, the begin of the run is.
    """

    def __init__(self, phone: SamplePhone) -> None:
        self._phone = phone
        self._state = AppOpsState(phone.version)
        self._read = 0
        self.stamps: set[Stamp] = set()

    def look(self) -> None:
        """Take in what was asked since the last look."""
        dumps = self._phone.dumps
        for line, now in dumps[self._read :]:
            if not line.startswith("dumpsys -t 60 appops") or "--history" in line:
                continue
            words = line.split()
            op = words[words.index("--op") + 1] if "--op" in words else None
            journal = self._phone.journal
            self._state.advance(journal.entries, journal.count(now))
            for (uid, package), ops in self._state.packages.items():
                for name in ops if op is None else (op,) if op in ops else ():
                    if data_type(name) is DataType.OTHER:
                        continue
                    for tag, slot in ops[name].items():
                        shown = with_running(slot, now) if self._phone.version.api >= 30 else slot
                        self.stamps |= {
                            (uid, package, name, tag, *key, access.time)
                            for key, access in shown.access.items()
                        }
        self._read = len(dumps)
        dumps.clear()
        self._read = 0


def accesses(phone: SamplePhone, begin_ms: int, end_ms: int) -> list[Entry]:
    """All accesses of personal kinds that happened."""
    return [
        entry
        for entry in phone.journal.until(end_ms)
        if entry.time >= begin_ms
        and entry.what in (NOTE, START)
        and data_type(entry.op) is not DataType.OTHER
    ]


def visible_share(every: list[Entry], period_ms: int) -> float:
    """The share of accesses that are still the last of their key at the next look."""
    of_key: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for entry in every:
        key = (entry.uid, entry.package, entry.op, entry.tag, entry.state, entry.flag)
        of_key[key].add(entry.time)
    times = sum(map(len, of_key.values()))
    looks = sum(len({time // period_ms for time in found}) for found in of_key.values())
    return looks / times if times else 1.0


def main() -> None:
    """Let the phone live, watch it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--api", default="34")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the case is made, and left")
    parser.add_argument("--latency", type=int, metavar="SECONDS", help="measure this alone")
    wanted = parser.parse_args()
    if wanted.latency:
        print_latency(wanted.api, wanted.seed, wanted.latency)
        return
    folder = wanted.folder or Path(tempfile.mkdtemp())
    clock = FastClock(BEGIN_MS)
    phone = SamplePhone(wanted.api, wanted.seed, clock.utc_ms)
    length_ms = round(wanted.hours * HOUR)
    seen, chance = SeenStamps(phone), random.Random(wanted.seed)
    memory: list[tuple[float, float]] = []
    began = time.monotonic()
    try:
        with SampleServer(BusyPhone(phone, clock)) as server:
            disturb(phone, clock, server, length_ms, chance)
            bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
            watcher = Watcher(bridge, phone.serial, folder / "case", clock=clock)

            def look() -> None:
                seen.look()
                server.opened.clear()  # what the sample server remembers is no memory of the watch
                server.requests.clear()
                passed = (clock.utc_ms() - BEGIN_MS) / HOUR
                memory.append((passed, memory_mb()))
                print(
                    f"  after {passed:5.1f} h: {memory[-1][1]:6.1f} MB,"
                    f" {len(seen.stamps):,} stamps,"
                    f" {time.monotonic() - began:,.0f} s",
                    flush=True,
                )
                clock.at(clock.utc_ms() + HOUR, look)

            clock.at(BEGIN_MS + HOUR // 2, look)
            task = Task()
            signal.signal(signal.SIGINT, lambda _number, _frame: task.cancel())
            watched = watcher.run(task, for_ms=length_ms)
        seen.look()
        report(phone, folder / "case", seen, clock.utc_ms())
        print(f"duty {watched.duty:.2%}, {watched.polls:,} answers, {watched.gaps} gaps,")
        print(f"{watched.away_ms / HOUR:.2f} h unseen, kept {watched.size_bytes / 1e6:.1f} MB")
        print(f"memory {memory[0][1]:.1f} → {memory[-1][1]:.1f} MB")
        took = time.monotonic() - began
        print(f"{took:,.0f} s for {(clock.utc_ms() - BEGIN_MS) / HOUR:.1f} h of life")
    finally:
        if wanted.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


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


def disturb(
    phone: SamplePhone,
    clock: FastClock,
    server: SampleServer,
    length_ms: int,
    chance: random.Random,
) -> None:
    """Unplug the phone some ten times a day, for up to an hour; every fifth time it starts anew."""

    def plug(is_started: bool) -> None:
        if is_started:
            phone.restart()
        server.plug(BusyPhone(phone, clock))

    at, number = BEGIN_MS, 0
    while (at := at + round(chance.uniform(1.5, 3.5) * HOUR)) < BEGIN_MS + length_ms:
        number += 1
        clock.at(at, lambda: server.unplug(phone.serial))
        back = at + round(chance.uniform(1, 60) * MINUTE)
        clock.at(back, lambda is_started=number % 5 == 0: plug(is_started))


def report(phone: SamplePhone, case: Path, seen: SeenStamps, end_ms: int) -> None:
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
    every = accesses(phone, BEGIN_MS, end_ms)
    stamps = {(row[0], row[1], row[2], row[3], row[6]) for row in recorded}
    told = [e for e in every if (e.uid, e.package, e.op, e.tag, e.time) in stamps]
    in_sight = [e for e in every if not any(begin <= e.time < end for begin, end in gaps)]
    known = [e for e in in_sight if (e.uid, e.package, e.op, e.tag, e.time) in stamps]
    print(f"stamps that an answer showed: {len(seen.stamps):,}")
    print(f"  in the case: {len(seen.stamps & recorded) / len(seen.stamps):.3%}")
    for missing in sorted(seen.stamps - recorded, key=lambda each: each[-1])[:20]:
        print("    missing:", *missing)
    print(f"accesses: {len(every):,}; recorded {len(told) / len(every):.1%}")
    print(f"  outside of gaps: {len(in_sight):,}; recorded {len(known) / len(in_sight):.1%}")
    for period_ms in (2_000, 5_000, 30_000):
        share = visible_share(every, period_ms)
        print(f"  at most with a look every {period_ms // 1000} s: {share:.1%}")
    for asked, polls, kept, typical, longest, cost in rhythm:
        print(
            f"{asked}: {polls:,} answers, {kept:,} kept, every {typical / 1000:.1f} s,"
            f" at most {longest / 1000:.0f} s, {cost / polls:.0f} ms each"
        )


if __name__ == "__main__":
    main()
