"""A watch of a phone in a process of its own: how much it sees, and what it holds for that."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.live.intake import Intake
from auditor.live.watcher import Watcher
from auditor.sample.entries import START
from auditor.sample.fast_life import FastClock
from auditor.sample.fast_process import Life, fast_phone
from auditor.store import Store
from auditor.task import Task
from tests.core.live.lives import BEGIN_MS, MINUTE, FastLife, fast_life

EVERY_SO_OFTEN: dict[str, Any] = {
    "types": (),
    "duty": 1.0,
    "fastest_ms": 30_000,
    "whole_ms": 30_000,
}


def test_every_stamp_shown_is_recorded_whether_unplugged_or_started_anew(tmp_path: Path) -> None:
    clock, case = FastClock(BEGIN_MS), tmp_path / "case"
    with fast_phone(Life(30, accesses=40, silence_ms=20_000, days=1), clock) as phone:
        length_ms = phone.end_ms - BEGIN_MS
        clock.at(BEGIN_MS + length_ms // 4, phone.unplug)
        clock.at(BEGIN_MS + length_ms // 3, phone.plug)
        clock.at(BEGIN_MS + length_ms // 2, phone.unplug)
        clock.at(BEGIN_MS + length_ms * 2 // 3, lambda: phone.plug(is_started_anew=True))
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", phone.port))
        watcher = Watcher(bridge, phone.serial, case, clock=clock, **EVERY_SO_OFTEN)
        watched = watcher.run(Task(), for_ms=length_ms)
        shown, happened = phone.stamps(), phone.accesses(phone.end_ms)

    with Store.open(case, read_only=True) as store:
        recorded = set(
            store.db.execute(
                "SELECT uid, package, op, attribution_tag, uid_state, flags, time_ms"
                " FROM v_records WHERE source = 'last' AND kind = 'access'"
            )
        )
        reasons = [row[0] for row in store.db.execute("SELECT reason FROM live_gaps ORDER BY 1")]
        rhythm = store.db.execute("SELECT typical_ms FROM live_rhythm WHERE asked LIKE 'appops%'")
        assert {30_000} == {row[0] for row in rhythm if row[0] is not None}
    assert shown <= recorded
    assert len({stamp for stamp in shown if stamp[-1] >= BEGIN_MS}) > 10
    assert len(happened) == 40
    assert reasons == ["rebooted", "unplugged"]
    assert len(watched.captures) == 2


def test_a_silence_is_shortened_and_nothing_that_happens_is_lost(tmp_path: Path) -> None:
    with fast_life(tmp_path) as life:
        journal, end_ms = life.phone.journal, BEGIN_MS + 60 * MINUTE
        first, last = journal.count(BEGIN_MS), journal.count(end_ms)
        before = journal.entries[first:last]

        new_end_ms = journal.shorten_silences(BEGIN_MS, end_ms, 20_000)

        after = journal.until(new_end_ms)[first:]
    assert [(e.what, e.package, e.op) for e in after] == [(e.what, e.package, e.op) for e in before]
    times = [BEGIN_MS, *(entry.time for entry in after), new_end_ms]
    assert all(0 <= b - a <= 20_000 for a, b in pairwise(times))
    assert all(entry.began == entry.time for entry in after if entry.what == START)
    assert new_end_ms < end_ms


def test_what_a_watch_remembers_does_not_grow_with_its_looks(
    tmp_path: Path, monkeypatch: Any
) -> None:
    intakes: list[Intake] = []
    begin = Intake.begin_capture

    def remember(self: Intake, rec: Any) -> None:
        intakes.append(self)
        begin(self, rec)

    monkeypatch.setattr(Intake, "begin_capture", remember)
    held: list[tuple[int, ...]] = []
    with fast_life(tmp_path) as life:
        keep_quiet(life)
        for minutes in (4, 11):
            life.after(minutes, lambda: held.append(sizes(intakes[-1])))
        watched = life.watch(12 * MINUTE, **EVERY_SO_OFTEN)

    assert watched.polls > 50
    early, late = held
    assert early[:-1] == late[:-1]
    assert late[-1] < 3 * early[-1]  # distances between answers, to a tenth of a second
    assert late[-1] < watched.polls


def keep_quiet(life: FastLife) -> None:
    """Let nothing happen from now on: every look is told the same."""
    journal = life.phone.journal
    del journal.entries[journal.count(BEGIN_MS + 60 * MINUTE) :]
    del journal.entries[journal.count(BEGIN_MS) :]


def sizes(intake: Intake) -> tuple[int, ...]:
    """Count what is kept by key, by text and by question; last the distances between answers."""
    told, tally = intake._told, intake._rec.tally
    return (
        len(told._accesses),
        len(told._lines),
        sum(len(lines) for lines in told._lines.values()),
        len(tally.files),
        len(tally._names),
        len(tally._asked),
        sum(len(each.apart) for each in tally._asked.values()),
    )
