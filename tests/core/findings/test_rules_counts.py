"""Rules about how often: accesses (R09), starts (R16, R17).

Of each: it fires, it just does not, it is set apart, and weaker records say less.
"""

from pathlib import Path

import pytest

from auditor.companion_records import ProcessChange, ProcessEvent
from auditor.findings.records import Grade, Severity
from auditor.record_numbers import Record
from auditor.records import Package
from tests.core.cases import HOUR_MS
from tests.core.findings.rule_cases import (
    APP,
    BASE_MS,
    MINUTE_MS,
    QUARTER_MS,
    UID,
    ask,
    counted,
    last,
    nothing,
    only,
    single,
)


def quarters(*counts: int, op: str = "READ_CLIPBOARD", **changes: object) -> list[Record]:
    """Neighbouring slots of 15 minutes with these counts."""
    return [
        counted(BASE_MS + n * QUARTER_MS, count, op, **changes) for n, count in enumerate(counts)
    ]


# --- R09: accesses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "severity", "fired"),
    [
        ((30, 30), Severity.MEDIUM, ("frequent",)),
        ((450, 450), Severity.HIGH, ("often",)),
        ((450, 449), Severity.MEDIUM, ("frequent",)),
    ],
)
def test_r09_a_rate_that_two_quarters_hold_is_a_finding(
    tmp_path: Path, counts: tuple[int, ...], severity: Severity, fired: tuple[str, ...]
) -> None:
    found = only(ask(tmp_path, "R09", *quarters(*counts, uid_state="top")))

    assert (found.severity, found.fired, found.count) == (severity, fired, sum(counts))
    assert (found.grade, found.capped_from) == (Grade.D, None)  # counts are its nature


@pytest.mark.parametrize("counts", [(30, 29), (10_000,), (29, 29, 29)])
def test_r09_one_quarter_or_a_little_less_is_nothing(
    tmp_path: Path, counts: tuple[int, ...]
) -> None:
    assert nothing(ask(tmp_path, "R09", *quarters(*counts)))


@pytest.mark.parametrize(("count", "is_found"), [(300, True), (299, False)])
def test_r09_a_longer_slot_stands_for_its_quarters_at_its_average(
    tmp_path: Path, count: int, is_found: bool
) -> None:
    slot = counted(BASE_MS, count, "READ_CLIPBOARD", minutes=150)

    assert bool(ask(tmp_path, "R09", slot).items) is is_found


def test_r09_states_and_tags_of_one_slot_are_added_up(tmp_path: Path) -> None:
    parts = [
        counted(BASE_MS + n * QUARTER_MS, 15, "READ_CLIPBOARD", uid_state=state)
        for n in range(2)
        for state in ("top", "bg")
    ]

    assert only(ask(tmp_path, "R09", *parts)).count == 60


def test_r09_fine_and_coarse_location_are_one(tmp_path: Path) -> None:
    both = [*quarters(20, 20, op="FINE_LOCATION"), *quarters(20, 20, op="COARSE_LOCATION")]
    full = [*quarters(30, 30, op="FINE_LOCATION"), *quarters(30, 30, op="COARSE_LOCATION")]

    assert nothing(ask(tmp_path / "both", "R09", *both))
    found = only(ask(tmp_path / "full", "R09", *full))
    assert (found.op, found.count) == ("FINE_LOCATION", 60)


def test_r09_entries_that_are_rounded_to_a_minute_are_never_used(tmp_path: Path) -> None:
    minutes = [single(BASE_MS + n * MINUTE_MS, "FINE_LOCATION", tag=f"t{m}") for n in range(30)
               for m in range(16)]  # fmt: skip

    assert nothing(ask(tmp_path, "R09", *minutes))


def test_r09_times_taken_live_count_one_by_one(tmp_path: Path) -> None:
    live = [last(BASE_MS + n * 30_000, "READ_CLIPBOARD", tag=f"t{n}") for n in range(60)]

    found = only(ask(tmp_path / "full", "R09", *live))

    assert (found.severity, found.fired) == (Severity.MEDIUM, ("frequent",))
    assert found.count == 60  # all of the half hour, not only the one that completes it
    assert nothing(ask(tmp_path / "less", "R09", *live[:59]))


def test_r09_says_no_fewer_than_a_count_alone_though_singles_tell_of_the_same(
    tmp_path: Path,
) -> None:
    live = [last(BASE_MS + n * 25_000, "READ_CLIPBOARD", tag="t") for n in range(36)]

    found = only(ask(tmp_path, "R09", *quarters(40, 40, tag="t"), *live))

    assert found.count >= 40 and found.is_at_least


@pytest.mark.parametrize("before", [1, 29, 30, 31, 59])
def test_r09_a_burst_of_live_times_counts_wherever_it_lies(tmp_path: Path, before: int) -> None:
    # The query looks at spans of half an hour from a fixed time on first: this meets two of them.
    edge_ms = BASE_MS - BASE_MS % (2 * QUARTER_MS) + 2 * QUARTER_MS
    times = [edge_ms + (n - before) * 30_000 for n in range(60)]
    live = [last(at_ms, "READ_CLIPBOARD", tag=f"t{n}") for n, at_ms in enumerate(times)]

    found = only(ask(tmp_path / "full", "R09", *live))

    assert found.fired == ("frequent",)
    assert nothing(ask(tmp_path / "less", "R09", *live[1:]))


@pytest.mark.parametrize(
    ("count", "state", "severity"),
    [
        (30, "top", Severity.LOW),
        (450, "top", Severity.MEDIUM),
        (30, "bg", Severity.MEDIUM),
        (450, "bg", Severity.HIGH),
    ],
)
def test_r09_who_scrolls_through_photos_reads_many(
    tmp_path: Path, count: int, state: str, severity: Severity
) -> None:
    photos = quarters(count, count, op="READ_MEDIA_IMAGES", uid_state=state)

    assert only(ask(tmp_path, "R09", *photos)).severity is severity


def test_r09_users_are_never_added_up_and_the_system_is_set_apart(tmp_path: Path) -> None:
    users = [*quarters(20, 20), *quarters(20, 20, uid=1_110_101)]
    system = ask(tmp_path / "system", "R09", *quarters(90, 90, uid=1000, package="android"))

    assert nothing(ask(tmp_path / "users", "R09", *users))
    assert system.items == () and len(system.suppressed) == 1


# --- R16: an app starts itself ----------------------------------------------------------------


def package(name: str = APP, uid: int = UID, is_system: bool = False) -> Package:
    return Package(name, uid, uid // 100_000, 1, is_system=is_system)


def life(
    at_ms: int, length_ms: int, who: tuple[str, int] = (APP, UID), cause: str = "service",
    process: str = "",
) -> list[Record]:  # fmt: skip
    """A process that begins and ends."""
    name, uid = who
    pid = (at_ms // 1000) % 30_000 + 100
    start = ProcessEvent(
        ProcessChange.START, uid // 100_000, pid, uid, process or name, cause, None, at_ms, 1,
        False, 1,
    )  # fmt: skip
    end = ProcessEvent(
        ProcessChange.DIED, uid // 100_000, pid, None, process or name, None, None,
        at_ms + length_ms, 1, False, 1,
    )  # fmt: skip
    return [start, end]


def starts(number: int, step_ms: int, **more: object) -> list[Record]:
    return [each for n in range(number) for each in life(BASE_MS - n * step_ms, 5000, **more)]


@pytest.mark.parametrize(
    ("number", "minutes", "severity", "fired"),
    [
        (20, 60, Severity.LOW, "per_day"),
        (100, 14, Severity.MEDIUM, "many_per_day"),
        (99, 14, Severity.LOW, "per_day"),
        (60, 0.9, Severity.HIGH, "per_hour"),
        (59, 0.9, Severity.LOW, "per_day"),
    ],
)
def test_r16_what_counts_is_how_many_starts_lie_within_a_day_or_an_hour(
    tmp_path: Path, number: int, minutes: float, severity: Severity, fired: str
) -> None:
    found = only(ask(tmp_path, "R16", package(), *starts(number, int(minutes * MINUTE_MS))))

    assert (found.severity, found.fired, found.count) == (severity, (fired,), number)
    assert found.grade is Grade.B
    assert len(found.samples) == min(number, 20)


@pytest.mark.parametrize(("number", "hours"), [(19, 1), (20, 1.4)])
def test_r16_fewer_or_slower_is_nothing(tmp_path: Path, number: int, hours: float) -> None:
    slow = starts(number, int(hours * HOUR_MS))

    assert nothing(ask(tmp_path, "R16", package(), *slow))


@pytest.mark.parametrize("cause", ["next-top-activity", "activity", "restart", "added application"])
def test_r16_a_start_that_a_person_or_the_system_makes_is_none(tmp_path: Path, cause: str) -> None:
    assert nothing(ask(tmp_path, "R16", package(), *starts(40, 10 * MINUTE_MS, cause=cause)))


def test_r16_further_processes_of_a_running_app_are_no_start_of_it(tmp_path: Path) -> None:
    whole = life(BASE_MS - 9 * HOUR_MS, 9 * HOUR_MS, cause="next-top-activity")
    parts = starts(40, 10 * MINUTE_MS, process=f"{APP}:push")

    assert nothing(ask(tmp_path / "running", "R16", package(), *whole, *parts))
    assert only(ask(tmp_path / "alone", "R16", package(), *parts)).package == APP


def test_r16_a_process_whose_end_nobody_tells_may_still_run(tmp_path: Path) -> None:
    open_start = life(BASE_MS - 9 * HOUR_MS, 0, cause="next-top-activity")[:1]
    parts = starts(40, 10 * MINUTE_MS, process=f"{APP}:push")

    assert nothing(ask(tmp_path, "R16", package(), *open_start, *parts))


def test_r16_isolated_processes_and_unknown_packages_name_no_app(tmp_path: Path) -> None:
    isolated = starts(40, 10 * MINUTE_MS, who=(APP, 99_123), process=f"{APP}:sandboxed:0")

    assert nothing(ask(tmp_path / "isolated", "R16", package(uid=99_123), *isolated))
    assert nothing(ask(tmp_path / "unknown", "R16", package("org.x"), *starts(40, 10 * MINUTE_MS)))


def test_r16_the_system_is_set_apart(tmp_path: Path) -> None:
    system = starts(40, 10 * MINUTE_MS, who=("android", 1000))

    found = ask(tmp_path, "R16", package("android", 1000, is_system=True), *system)

    assert found.items == () and len(found.suppressed) == 1


def test_r16_without_the_log_it_is_not_asked(tmp_path: Path) -> None:
    assert [each.reason for each in ask(tmp_path, "R16", package()).skipped] == [
        "no_process_starts"
    ]


# --- R17: an app starts others ----------------------------------------------------------------


def chains(
    number: int, after_s: float = 3, others: int = 1, step_ms: int = HOUR_MS
) -> list[Record]:
    """The app is opened again and again, and each time others start soon after."""
    found: list[Record] = [package()]
    found += [package(f"org.other{other}", 10_200 + other) for other in range(others)]
    for n in range(number):
        at_ms = BASE_MS - n * step_ms
        found += life(at_ms, 1000, cause="next-top-activity")
        for other in range(others):
            begin_ms = at_ms + int(after_s * 1000) + other
            found += life(begin_ms, 1000, (f"org.other{other}", 10_200 + other))
    return found


def test_r17_the_same_other_app_three_times_is_a_finding(tmp_path: Path) -> None:
    found = only(ask(tmp_path, "R17", *chains(3)))

    assert (found.package, found.severity, found.fired, found.count) == (
        APP, Severity.MEDIUM, ("times",), 3,
    )  # fmt: skip


def test_r17_three_other_apps_are_high(tmp_path: Path) -> None:
    three = only(ask(tmp_path / "three", "R17", *chains(3, others=3)))
    two = only(ask(tmp_path / "two", "R17", *chains(3, others=2)))

    assert (three.severity, three.fired) == (Severity.HIGH, ("apps",))
    assert (two.severity, two.fired) == (Severity.MEDIUM, ("times",))


def test_r17_only_the_first_of_several_starts_can_be_the_cause(tmp_path: Path) -> None:
    found = ask(tmp_path, "R17", *chains(4, others=2)).items

    assert [each.package for each in found] == [APP]


@pytest.mark.parametrize(("number", "after_s"), [(2, 3), (3, 10.001)])
def test_r17_twice_or_later_than_ten_seconds_is_nothing(
    tmp_path: Path, number: int, after_s: float
) -> None:
    assert nothing(ask(tmp_path, "R17", *chains(number, after_s)))


def test_r17_ten_seconds_are_still_within(tmp_path: Path) -> None:
    assert only(ask(tmp_path, "R17", *chains(3, 10))).package == APP


@pytest.mark.parametrize(("alone", "is_found"), [(9, True), (10, False)])
def test_r17_it_must_follow_a_quarter_of_the_apps_starts(
    tmp_path: Path, alone: int, is_found: bool
) -> None:
    more = [
        each
        for n in range(alone)
        for each in life(BASE_MS + n * HOUR_MS // 2 + MINUTE_MS, 1000, cause="activity")
    ]

    assert bool(ask(tmp_path, "R17", *chains(3), *more).items) is is_found


def test_r17_apps_of_the_system_are_no_counterpart_and_set_apart(tmp_path: Path) -> None:
    records = [
        each if not isinstance(each, Package) or each.name == APP else package(
            each.name, each.uid, is_system=True)
        for each in chains(3)
    ]  # fmt: skip

    assert nothing(ask(tmp_path, "R17", *records))
