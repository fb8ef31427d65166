"""What a watch saw come is grade A; what it found there, or first after a gap, is not."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.bundle import export_bundle
from auditor.bundle.findings import PATH
from auditor.bundle.rederive import rederive
from auditor.bundle.verify import verify
from auditor.cli import cli
from auditor.findings import tables, words
from auditor.findings.engine import find, finding_filter
from auditor.findings.records import Carried, Finding, Grade, Rule, Severity
from auditor.findings.rule_files import own_rules
from auditor.findings.watched import CAME_FIRST, NOT_WATCHED, SEEN
from auditor.load import load_capture
from auditor.manifest import ClockReading, Gap, read_manifest, write_manifest
from auditor.ops import data_type
from auditor.rebuild import reload_case
from auditor.records import DataType, Event, Kind, Source
from auditor.repeats import WATCH
from auditor.sample.truth import truth
from auditor.store import Store
from tests.core.bundle.conftest import EXPORTED_MS
from tests.core.cases import HOUR_MS, NOW_MS, event, handing_out, load, write_capture
from tests.core.findings.rules import rule
from tests.core.live.lives import FastLife, fast_life

ALL = ("is_background = 1 AND time_ms > :soon", "time_ms > :soon")
SECOND = 1000
Key = tuple[object, ...]


def how_of(store: Store) -> dict[Key, int]:
    """How watches saw each last access of the case."""
    seen = tables.read(store.db)
    found: dict[Key, int] = {}
    for place, series in enumerate(seen.series.tolist()):
        one = seen.table.one(series)
        if one.way.source is Source.LAST and one.way.kind is Kind.ACCESS:
            who, time_ms = one.package, int(seen.rows.time_ms[place])
            key = (who.uid, who.name, one.op.name, one.tag, one.way.uid_state, one.way.flags)
            found[(*key, time_ms)] = int(seen.watched.how[place])
    return found


def truly_seen(life: FastLife) -> dict[Key, bool]:
    """Of each last access that an answer showed: whether the same had been asked before, with the
    phone connected in between. By the ground truth alone.
    """
    with Store.open(life.case, read_only=True) as store:
        ((gap_begin, gap_end),) = store.db.execute("SELECT begin_ms, end_ms FROM live_gaps")
    found: dict[Key, bool] = {}
    asked: dict[str, int] = {}
    for number, (line, at_ms) in enumerate(life.phone.dumps):
        if not line.startswith("dumpsys -t 60 appops") or "--" in line.replace("--op", ""):
            continue
        before = [asked.get(line), asked.get("dumpsys -t 60 appops") if "--op" in line else None]
        is_looked = any(each is not None for each in before)
        if is_looked and gap_end <= at_ms:
            is_looked = any(each is not None and each >= gap_end for each in before)
        for row in truth(life.phone, number):
            if row.source is Source.LAST and data_type(row.op) is not DataType.OTHER:
                key = (row.uid, row.package, row.op, row.tag, row.state, row.flags, row.time_ms)
                found.setdefault(key, is_looked)
        asked[line] = at_ms
    assert gap_begin < gap_end
    return found


def test_a_watched_phone_from_its_answers_to_a_bundle(tmp_path: Path) -> None:
    every = rule(tmp_path / "rules", *ALL)
    with fast_life(tmp_path, seed=2) as life:
        life.after(4, life.unplug)
        life.after(6, life.plug)
        life.watch(14 * 60 * SECOND, fastest_ms=6 * SECOND)

    sees_come_what_the_ground_truth_says(life)
    items = grades_by_what_was_seen(life, every)
    seals_the_same_grade(life, every, tmp_path / "bundle")
    says_so(life)

    reload_case(life.case)
    with Store.open(life.case, read_only=True) as store:
        assert told(find(store, [every]).items) == told(items)


def sees_come_what_the_ground_truth_says(life: FastLife) -> None:
    true = truly_seen(life)
    with Store.open(life.case, read_only=True) as store:
        how = {key: code for key, code in how_of(store).items() if key in true}

    assert {key for key, code in how.items() if code == SEEN} == {k for k in how if true[k]}
    assert sum(true[key] for key in how) > 10
    assert CAME_FIRST in how.values()


def grades_by_what_was_seen(life: FastLife, every: Rule) -> tuple[Finding, ...]:
    with Store.open(life.case, read_only=True) as store:
        items = find(store, [every]).items

    best = [each for each in items if each.carried.seen]
    assert best
    for each in best:
        assert (each.grade, each.severity, each.capped_from) == (Grade.A, Severity.HIGH, None)
        assert each.is_at_least
        assert each.carried.widest_ms is not None
        assert 0 < each.carried.widest_ms < 120 * SECOND
    assert any(each.carried.gaps == 1 for each in best)
    others = [each for each in items if each.carried.came_first and not each.carried.seen]
    assert others
    assert Grade.A not in {each.grade for each in others}
    return items


def told(items: Sequence[Finding]) -> list[Key]:
    return [(each.id, each.grade, each.severity, each.carried) for each in items]


def seals_the_same_grade(life: FastLife, every: Rule, bundle: Path) -> None:
    with Store.open(life.case) as store:
        items = find(store, [every]).items
        # One that still went on at an answer: another line of the text says so.
        best = max(
            items,
            key=lambda each: (each.grade is Grade.A, each.op == "RECORD_AUDIO", each.carried.seen),
        )
        export_bundle(store, finding_filter(best), bundle, EXPORTED_MS, rules=[every])
    said = json.loads((bundle / PATH).read_bytes())

    own = {each["id"]: each for each in said["from_these_files"]}
    (whole,) = (each for each in said["findings"] if each["op"] == best.op)
    assert (whole["grade"], own[whole["id"]]["grade"]) == ("A", "A")
    assert whole["carried"] == own[whole["id"]]["carried"]
    assert whole["carried"]["seen"] == best.carried.seen > 0
    assert set(said["compared"]) == {"same"}
    assert verify(bundle).is_intact
    assert rederive(bundle) == []


def says_so(life: FastLife) -> None:
    with Store.open(life.case, read_only=True) as store:
        found = find(store, own_rules())
    watched = [each for each in (*found.items, *found.suppressed) if each.carried.came_first]

    said = CliRunner().invoke(cli, ["finding", watched[0].id, "--case", str(life.case)]).output
    assert "first look, or came first after a gap" in said


# Cases made by hand: one place at a time

BEGUN = NOW_MS - HOUR_MS


def watch(
    store: Store,
    name: str,
    files: Sequence[tuple[int | None, Sequence[Event]]],
    ahead_ms: Sequence[int] = (0,),
    gaps: Sequence[Gap] = (),
) -> None:
    """Load a watch of texts, each with when the same was asked before; all lie 2 s apart."""
    texts = {f"{name}{number}": records for number, (_, records) in enumerate(files)}
    folder = write_capture(store.path, name, texts, BEGUN)
    manifest = read_manifest(folder)
    raws = [
        replace(
            raw,
            started_utc_ms=BEGUN + number * 2 * SECOND,
            ended_utc_ms=BEGUN + number * 2 * SECOND + 100,
            looked_before_ms=looked,
        )
        for number, (raw, (looked, _)) in enumerate(zip(manifest.files, files, strict=True))
    ]
    clocks = [
        ClockReading(BEGUN + n, BEGUN + n + ahead, None, None, BEGUN + n + 20)
        for n, ahead in enumerate(ahead_ms)
    ]
    write_manifest(
        folder, replace(manifest, plan=WATCH, files=raws, clocks=clocks, gaps=list(gaps))
    )
    load_capture(store, folder, None, handing_out(texts))


def at(ms: int, **changes: object) -> Event:
    """A call of the microphone in the background, so long after the watch began."""
    return event(uid_state="bg", time_ms=BEGUN + ms, **changes)


def how(store: Store) -> list[int]:
    found: list[int] = tables.read(store.db).watched.how.tolist()
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as made:
        yield made


def test_a_stamp_that_was_there_at_the_first_answer_was_not_seen_to_come(
    store: Store, tmp_path: Path
) -> None:
    watch(store, "w", [(None, [at(-5_000)]), (BEGUN, [])])

    (one,) = find(store, [rule(tmp_path / "rules")]).items

    assert how(store) == [CAME_FIRST]
    assert (one.grade, one.severity) == (Grade.C, Severity.MEDIUM)
    assert one.carried == Carried(came_first=1)
    assert [words.grade(one, "en")[:7], len(words.live_texts(one, "en"))] == ["Grade C", 1]


def test_a_stamp_that_changed_was_seen_to_come(store: Store, tmp_path: Path) -> None:
    watch(store, "w", [(None, [at(-5_000)]), (BEGUN, [at(1_500)])])

    (one,) = find(store, [rule(tmp_path / "rules")]).items

    assert how(store) == [CAME_FIRST, SEEN]
    assert (one.grade, one.severity, one.is_at_least) == (Grade.A, Severity.HIGH, True)
    assert one.carried == Carried(seen=1, came_first=1, widest_ms=2_100)


def test_what_came_first_after_a_gap_lowers_the_grade(store: Store, tmp_path: Path) -> None:
    gap = Gap(BEGUN + 200, BEGUN + 4_000, "unplugged")
    records = [(None, [at(-5_000)]), (None, [at(1_900)]), (BEGUN + 2_000, [])]
    watch(store, "w", records, gaps=[gap])

    (one,) = find(store, [rule(tmp_path / "rules")]).items

    assert how(store) == [CAME_FIRST, CAME_FIRST]
    assert (one.grade, one.severity, one.capped_from) == (Grade.C, Severity.MEDIUM, Severity.HIGH)
    assert one.carried == Carried(came_first=2, gaps=1, unseen_ms=3_820)
    assert "for at most 4 s" in words.live_texts(one, "en")[1]


def test_the_end_of_what_ran_already_does_not_make_its_begin_seen(store: Store) -> None:
    ran = at(-5_000, running=True, duration_ms=5_000)
    ended = at(-5_000, duration_ms=6_000)
    watch(store, "w", [(None, [ran]), (BEGUN, [ended])])

    assert how(store) == [CAME_FIRST]


def test_a_time_that_no_clock_can_have_told_between_two_looks_is_not_seen(store: Store) -> None:
    watch(store, "w", [(None, []), (BEGUN, [at(-500), at(9_000, op="CAMERA")])])

    assert how(store) == [CAME_FIRST, CAME_FIRST]


def test_the_times_of_a_phone_whose_clock_is_wrong_are_compared_by_its_own_clock(
    store: Store,
) -> None:
    watch(store, "w", [(None, []), (BEGUN, [at(HOUR_MS + 1_000)])], ahead_ms=[HOUR_MS])

    assert how(store) == [SEEN]


def test_without_the_phones_clock_nobody_can_tell(store: Store) -> None:
    watch(store, "w", [(None, []), (BEGUN, [at(1_000)])], ahead_ms=[])

    assert how(store) == [CAME_FIRST]


def test_a_time_that_is_only_a_distance_is_not_seen_to_the_millisecond(store: Store) -> None:
    watch(store, "w", [(None, []), (BEGUN, [at(1_000, precision_ms=200)])])

    assert how(store) == [CAME_FIRST]


def test_one_watch_that_saw_it_come_is_enough(store: Store) -> None:
    load(store, "before", [at(1_000)], at_ms=BEGUN - HOUR_MS)
    watch(store, "v", [(None, [at(1_000)])])
    assert how(store) == [CAME_FIRST]

    watch(store, "w", [(None, []), (BEGUN, [at(1_000)])])
    assert how(store) == [SEEN]


def test_a_reading_that_is_no_watch_sees_nothing_come(store: Store) -> None:
    load(store, "one", [at(0)])
    load(store, "two", [at(500)], at_ms=NOW_MS + HOUR_MS)

    assert how(store) == [NOT_WATCHED, NOT_WATCHED]


def test_rules_may_ask_what_was_seen_and_when_nothing_was(store: Store, tmp_path: Path) -> None:
    gap = Gap(BEGUN + 200, BEGUN + 4_000, "unplugged")
    records = [(None, [at(-5_000)]), (BEGUN, [at(1_500)])]
    watch(store, "w", records, ahead_ms=[-300, 700], gaps=[gap])
    sql = (
        "is_background = 1 AND time_ms > :soon",
        (
            "seen_live = 1 AND looks_apart_ms <= 3000 AND EXISTS (SELECT 1 FROM watches w"
            " JOIN watch_gaps g ON g.capture_id = w.capture_id AND g.device_id = w.device_id"
            f" WHERE g.begin_ms = {BEGUN + 200 - 320} AND g.end_ms = {BEGUN + 4_000 + 700}"
            f" AND w.begin_ms = {BEGUN + 700} AND g.uncertain_ms = 1020 AND g.reason = 'unplugged')"
        ),
    )

    (one,) = find(store, [rule(tmp_path / "rules", *sql)]).items

    assert (one.count, one.carried.seen) == (1, 1)


def test_a_threshold_needs_half_of_what_it_counts_to_be_seen(store: Store, tmp_path: Path) -> None:
    counting = rule(tmp_path / "rules", "NULL AS fired", "'soon' AS fired")
    first = [at(-5_000, op="CAMERA"), at(-6_000)]
    watch(store, "w", [(None, first), (BEGUN, [at(500)]), (BEGUN + 2_000, [at(3_000, line=2)])])

    by_op = {each.op: each.grade for each in find(store, [counting]).items}

    assert by_op == {"RECORD_AUDIO": Grade.A, "CAMERA": Grade.C}
