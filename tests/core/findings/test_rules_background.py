"""Rules about what happens while nobody looks: R04 to R08, R11, R18.

Of each: it fires, it just does not, it is set apart, and weaker records say less.
"""

from contextlib import closing
from pathlib import Path

import pytest

from auditor.findings.engine import find
from auditor.findings.records import Grade, Severity
from auditor.records import Kind, Source
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS
from tests.core.findings.rule_cases import (
    APP,
    BASE_MS,
    DAY_MS,
    MINUTE_MS,
    SYSTEM,
    Reading,
    ask,
    counted,
    history,
    last,
    nothing,
    only,
    screen_off,
    screen_on,
    seen,
    single,
    the_rule,
)

AWAY = [
    *seen(BASE_MS - 5 * HOUR_MS, BASE_MS - 4 * HOUR_MS),
    *seen(BASE_MS - 4 * HOUR_MS + 1, NOW_MS - HOUR_MS, "org.other"),
]


# --- R04: the microphone ----------------------------------------------------------------------


def test_r04_one_recording_in_the_background_is_high(tmp_path: Path) -> None:
    found = only(ask(tmp_path, "R04", single(BASE_MS), *history(*AWAY)))

    assert (found.severity, found.grade, found.fired) == (Severity.HIGH, Grade.B, ())
    assert (found.count, found.days) == (1, 1)


def test_r04_ten_minutes_in_a_row_are_very_high_and_nine_are_not(tmp_path: Path) -> None:
    ten = [single(BASE_MS + n * MINUTE_MS) for n in range(10)]

    full = only(ask(tmp_path / "ten", "R04", *ten, *history(*AWAY)))
    less = only(ask(tmp_path / "nine", "R04", *ten[:9], *history(*AWAY)))

    assert (full.severity, full.fired) == (Severity.CRITICAL, ("times",))
    assert (less.severity, less.fired) == (Severity.HIGH, ())


def test_r04_ten_minutes_with_longer_pauses_are_not_in_a_row(tmp_path: Path) -> None:
    slow = [single(BASE_MS + n * 2 * MINUTE_MS) for n in range(10)]

    assert only(ask(tmp_path, "R04", *slow, *history(*AWAY))).fired == ()


@pytest.mark.parametrize(("minutes", "fired"), [(6, ("day_minutes",)), (5, ())])
def test_r04_what_was_rounded_up_to_minutes_counts_one_less(
    tmp_path: Path, minutes: int, fired: tuple[str, ...]
) -> None:
    long = single(BASE_MS, duration_ms=minutes * MINUTE_MS)

    found = only(ask(tmp_path, "R04", long, *history(*AWAY)))

    assert found.fired == fired
    assert found.severity is (Severity.CRITICAL if fired else Severity.HIGH)


def test_r04_durations_of_different_days_are_not_added_up(tmp_path: Path) -> None:
    two = [single(BASE_MS - n * DAY_MS, duration_ms=4 * MINUTE_MS) for n in range(2)]

    assert (
        only(ask(tmp_path, "R04", *two, *history(*AWAY, begin_ms=BASE_MS - 3 * DAY_MS))).fired == ()
    )


@pytest.mark.parametrize(
    "changes",
    [{"uid_state": "top"}, {"uid_state": None}, {"op": "RECORD_AUDIO_HOTWORD"},
     {"op": "PHONE_CALL_MICROPHONE"}, {"kind": Kind.REJECT}, {"flags": "tp"}],
    ids=["in front", "no state told", "hotword", "phone call", "refused", "for another app"],
)  # fmt: skip
def test_r04_nobody_is_accused_of_what_is_no_recording_in_the_background(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    # Something else has to be there, so that the rule is asked at all.
    other = single(BASE_MS - HOUR_MS, "READ_CONTACTS", package="org.other", uid=10_102)

    assert nothing(ask(tmp_path, "R04", single(BASE_MS, **changes), other))


def test_r04_a_service_counts_long_after_the_app_left_the_screen(tmp_path: Path) -> None:
    left = history(*seen(BASE_MS - 40 * MINUTE_MS, BASE_MS - 32 * MINUTE_MS))
    early = history(*seen(BASE_MS - 40 * MINUTE_MS, BASE_MS - 28 * MINUTE_MS))

    late = only(ask(tmp_path / "late", "R04", single(BASE_MS, uid_state="fgsvc"), *left))

    assert (late.severity, late.fired) == (Severity.MEDIUM, ("left_minutes",))
    assert nothing(ask(tmp_path / "early", "R04", single(BASE_MS, uid_state="fgsvc"), *early))


def test_r04_a_last_access_alone_says_no_more_than_medium(tmp_path: Path) -> None:
    found = only(ask(tmp_path, "R04", last(BASE_MS)))

    assert (found.severity, found.capped_from, found.grade) == (
        Severity.MEDIUM, Severity.HIGH, Grade.C,
    )  # fmt: skip


def test_r04_counts_that_reach_one_a_minute_are_capped_too(tmp_path: Path) -> None:
    found = only(ask(tmp_path / "much", "R04", counted(BASE_MS, 15, "RECORD_AUDIO")))
    less = only(ask(tmp_path / "less", "R04", counted(BASE_MS, 14, "RECORD_AUDIO")))

    assert (found.severity, found.capped_from, found.grade) == (
        Severity.MEDIUM, Severity.CRITICAL, Grade.D,
    )  # fmt: skip
    assert (found.fired, found.count) == (("times",), 15)
    assert less.fired == ()


def test_r04_the_system_is_set_apart(tmp_path: Path) -> None:
    found = ask(tmp_path, "R04", single(BASE_MS, **SYSTEM))

    assert found.items == ()
    assert [each.suppressed[0].code for each in found.suppressed] == ["system_app"]


def test_days_are_told_apart_only_in_a_known_zone(tmp_path: Path) -> None:
    midnight = BASE_MS // DAY_MS * DAY_MS
    around = [last(midnight + hours * HOUR_MS, tag=f"t{hours}") for hours in (-20, 20)]
    told = only(ask(tmp_path, "R04", *around))
    with closing(Store.open(tmp_path)) as store:
        with store.transaction():
            store.db.execute("UPDATE devices SET zone = NULL")
        unknown = only(find(store, [the_rule("R04")]))

    assert (told.days, unknown.days) == (2, 1)


# --- R05: the camera --------------------------------------------------------------------------


def test_r05_the_camera_in_the_background_is_very_high(tmp_path: Path) -> None:
    found = only(ask(tmp_path, "R05", single(BASE_MS, "CAMERA"), *history(*AWAY)))

    assert (found.severity, found.grade) == (Severity.CRITICAL, Grade.B)


def test_r05_a_service_with_the_screen_off_is_high_and_with_the_screen_on_nothing(
    tmp_path: Path,
) -> None:
    dark = history(screen_off(BASE_MS - HOUR_MS), *AWAY)
    lit = history(screen_on(BASE_MS - HOUR_MS), *AWAY)
    service = single(BASE_MS, "CAMERA", uid_state="fgsvc")

    assert only(ask(tmp_path / "dark", "R05", service, *dark)).severity is Severity.HIGH
    assert nothing(ask(tmp_path / "lit", "R05", service, *lit))


def test_r05_in_front_is_nothing(tmp_path: Path) -> None:
    assert nothing(ask(tmp_path, "R05", single(BASE_MS, "CAMERA", uid_state="top")))


def test_r05_a_last_access_is_capped_and_the_system_set_apart(tmp_path: Path) -> None:
    found = only(ask(tmp_path / "last", "R05", last(BASE_MS, "CAMERA")))
    system = ask(tmp_path / "system", "R05", single(BASE_MS, "CAMERA", **SYSTEM))

    assert (found.severity, found.grade) == (Severity.MEDIUM, Grade.C)
    assert system.items == () and len(system.suppressed) == 1


# --- R06: location ----------------------------------------------------------------------------


def positions(number: int, step_ms: int = 5 * MINUTE_MS) -> list:
    return [single(BASE_MS + n * step_ms, "FINE_LOCATION") for n in range(number)]


def test_r06_twelve_positions_in_an_hour_are_high_and_eleven_are_medium(tmp_path: Path) -> None:
    step_ms = 4 * MINUTE_MS
    full = only(ask(tmp_path / "full", "R06", *positions(12, step_ms), *history(*AWAY)))
    less = only(ask(tmp_path / "less", "R06", *positions(11, step_ms), *history(*AWAY)))

    assert (full.severity, full.fired, full.count) == (Severity.HIGH, ("per_hour",), 12)
    assert (less.severity, less.fired, less.count) == (Severity.MEDIUM, (), 11)


def test_r06_twelve_positions_in_more_than_an_hour_are_medium(tmp_path: Path) -> None:
    found = only(ask(tmp_path, "R06", *positions(12, 6 * MINUTE_MS), *history(*AWAY)))

    assert (found.severity, found.fired) == (Severity.MEDIUM, ())


@pytest.mark.parametrize(
    ("minutes", "count", "fired"),
    [(15, 12, True), (15, 11, False), (150, 30, True), (150, 29, False)],
)
def test_r06_counts_reach_twelve_an_hour_only_if_their_average_does(
    tmp_path: Path, minutes: int, count: int, fired: bool
) -> None:
    found = only(ask(tmp_path, "R06", counted(BASE_MS, count, "FINE_LOCATION", minutes)))

    assert found.fired == (("per_hour",) if fired else ())
    assert (found.severity, found.grade) == (Severity.MEDIUM, Grade.D)


def test_r06_neighbouring_quarters_add_up_within_an_hour(tmp_path: Path) -> None:
    quarters = [counted(BASE_MS + n * 15 * MINUTE_MS, 4, "FINE_LOCATION") for n in range(3)]

    assert only(ask(tmp_path, "R06", *quarters)).fired == ("per_hour",)


def test_r06_fine_and_coarse_position_of_one_moment_are_one(tmp_path: Path) -> None:
    both = [single(BASE_MS, op) for op in ("FINE_LOCATION", "COARSE_LOCATION")]
    slots = [counted(BASE_MS - HOUR_MS, 7, op) for op in ("FINE_LOCATION", "COARSE_LOCATION")]

    found = only(ask(tmp_path, "R06", *both, *slots))

    assert (found.op, found.count) == ("FINE_LOCATION", 8)


@pytest.mark.parametrize("op", ["WIFI_SCAN", "MONITOR_LOCATION", "NEIGHBORING_CELLS"])
def test_r06_scans_are_no_position(tmp_path: Path, op: str) -> None:
    assert nothing(ask(tmp_path, "R06", single(BASE_MS, op)))


def test_r06_users_are_never_added_up(tmp_path: Path) -> None:
    here, there = positions(11, 4 * MINUTE_MS), positions(11, 4 * MINUTE_MS)
    there = [single(each.time_ms, "FINE_LOCATION", uid=1_110_101) for each in there]

    found = ask(tmp_path, "R06", *here, *there).items

    assert [(each.user_id, each.count, each.fired) for each in found] == [(0, 11, ()), (11, 11, ())]


def test_r06_the_system_is_set_apart(tmp_path: Path) -> None:
    found = ask(tmp_path, "R06", single(BASE_MS, "FINE_LOCATION", **SYSTEM))

    assert found.items == () and len(found.suppressed) == 1


# --- R07: contacts, calls, messages, calendar -------------------------------------------------


@pytest.mark.parametrize("op", ["READ_CONTACTS", "READ_CALL_LOG", "READ_SMS", "READ_CALENDAR"])
def test_r07_reading_in_the_background_is_a_finding(tmp_path: Path, op: str) -> None:
    found = only(ask(tmp_path, "R07", single(BASE_MS, op), *history(*AWAY)))

    assert (found.op, found.severity, found.grade) == (op, Severity.HIGH, Grade.B)


@pytest.mark.parametrize("op", ["READ_CONTACTS", "RECEIVE_SMS", "WRITE_CALENDAR", "GET_ACCOUNTS"])
def test_r07_in_front_or_not_reading_is_nothing(tmp_path: Path, op: str) -> None:
    state = "top" if op == "READ_CONTACTS" else "bg"

    assert nothing(ask(tmp_path, "R07", single(BASE_MS, op, uid_state=state)))


def test_r07_what_android_mostly_keeps_is_capped(tmp_path: Path) -> None:
    only_last = only(ask(tmp_path / "last", "R07", last(BASE_MS, "READ_CONTACTS")))
    counts = only(ask(tmp_path / "counts", "R07", counted(BASE_MS, 3, "READ_CONTACTS")))

    assert (only_last.severity, only_last.grade) == (Severity.MEDIUM, Grade.C)
    assert (counts.severity, counts.grade, counts.count) == (Severity.MEDIUM, Grade.D, 3)


def test_r07_a_provider_that_reads_for_an_app_is_not_accused(tmp_path: Path) -> None:
    through = single(BASE_MS, "READ_CONTACTS", flags="tpd")
    provider = single(BASE_MS, "READ_CONTACTS", flags="tp", package="org.provider", uid=10_300)

    assert only(ask(tmp_path, "R07", through, provider)).package == APP


def test_r07_the_system_is_set_apart(tmp_path: Path) -> None:
    found = ask(tmp_path, "R07", single(BASE_MS, "READ_CALENDAR", **SYSTEM))

    assert found.items == () and len(found.suppressed) == 1


# --- R08: photos and files --------------------------------------------------------------------


def test_r08_a_hundred_in_a_quarter_of_an_hour_is_high_before_the_cap(tmp_path: Path) -> None:
    full = only(ask(tmp_path / "full", "R08", counted(BASE_MS, 100, "READ_MEDIA_IMAGES")))
    less = only(ask(tmp_path / "less", "R08", counted(BASE_MS, 99, "READ_MEDIA_IMAGES")))

    assert (full.severity, full.capped_from, full.fired) == (
        Severity.MEDIUM, Severity.HIGH, ("per_quarter",),
    )  # fmt: skip
    assert (less.severity, less.capped_from, less.fired) == (Severity.MEDIUM, None, ())


def test_r08_a_longer_slot_must_have_the_same_average(tmp_path: Path) -> None:
    full = only(ask(tmp_path / "full", "R08", counted(BASE_MS, 1000, "READ_MEDIA_IMAGES", 150)))
    less = only(ask(tmp_path / "less", "R08", counted(BASE_MS, 999, "READ_MEDIA_IMAGES", 150)))

    assert (full.fired, less.fired) == (("per_quarter",), ())


def test_r08_times_taken_live_are_counted_within_a_quarter(tmp_path: Path) -> None:
    live = [last(BASE_MS + n * 9000, "READ_MEDIA_IMAGES", tag=f"t{n}") for n in range(100)]

    assert only(ask(tmp_path / "full", "R08", *live)).fired == ("per_quarter",)
    assert only(ask(tmp_path / "less", "R08", *live[:99])).fired == ()


@pytest.mark.parametrize("op", ["READ_MEDIA_AUDIO", "WRITE_MEDIA_IMAGES", "LEGACY_STORAGE"])
def test_r08_music_and_an_apps_own_files_are_left_out(tmp_path: Path, op: str) -> None:
    assert nothing(ask(tmp_path, "R08", single(BASE_MS, op)))


def test_r08_in_front_is_nothing_and_the_system_is_set_apart(tmp_path: Path) -> None:
    front = counted(BASE_MS, 500, "READ_MEDIA_IMAGES", uid_state="top")
    system = ask(tmp_path / "system", "R08", single(BASE_MS, "READ_MEDIA_IMAGES", **SYSTEM))

    assert nothing(ask(tmp_path / "front", "R08", front))
    assert system.items == () and len(system.suppressed) == 1


# --- R11: the screen off ----------------------------------------------------------------------

DARK = [*AWAY, screen_off(BASE_MS - 30 * MINUTE_MS + 10_000), screen_on(BASE_MS + 30 * MINUTE_MS)]


@pytest.mark.parametrize(
    ("op", "severity"),
    [
        ("READ_CONTACTS", Severity.HIGH),
        ("CAMERA", Severity.HIGH),
        ("FINE_LOCATION", Severity.MEDIUM),
    ],
)
def test_r11_personal_data_with_the_screen_off_is_a_finding(
    tmp_path: Path, op: str, severity: Severity
) -> None:
    found = only(ask(tmp_path, "R11", single(BASE_MS, op), *history(*DARK)))

    assert (found.severity, found.grade) == (severity, Grade.B)


@pytest.mark.parametrize("minute", [-31, -30, 30, 31])
def test_r11_around_the_moment_that_the_screen_changes_nothing_is_said(
    tmp_path: Path, minute: int
) -> None:
    # The screen goes off in the minute of -30, within that minute's entry, and on again at 30.
    access = single(BASE_MS + minute * MINUTE_MS - (1000 if minute > 0 else 0), "READ_CONTACTS")

    assert nothing(ask(tmp_path, "R11", access, *history(*DARK)))


def test_r11_a_service_long_after_the_app_was_left_is_low(tmp_path: Path) -> None:
    found = only(
        ask(tmp_path, "R11", single(BASE_MS, "CAMERA", uid_state="fgsvc"), *history(*DARK))
    )

    assert (found.severity, found.fired) == (Severity.LOW, ("left_minutes",))


def test_r11_a_last_access_is_capped_and_the_system_set_apart(tmp_path: Path) -> None:
    found = only(ask(tmp_path / "last", "R11", last(BASE_MS, "READ_SMS"), *history(*DARK)))
    system = ask(tmp_path / "system", "R11", single(BASE_MS, "READ_SMS", **SYSTEM), *history(*DARK))

    assert (found.severity, found.grade) == (Severity.MEDIUM, Grade.C)
    assert system.items == () and len(system.suppressed) == 1


def test_r11_without_the_screens_history_it_is_not_asked(tmp_path: Path) -> None:
    found = ask(tmp_path, "R11", single(BASE_MS, "READ_SMS"))

    assert [each.reason for each in found.skipped] == ["no_screen"]


# --- R18: long sessions -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        ({"duration_ms": 11 * MINUTE_MS}, True),  # rounded up: ten minutes at least
        ({"duration_ms": 10 * MINUTE_MS}, False),
        ({"duration_ms": 10 * MINUTE_MS, "precision_ms": 1, "source": Source.LAST}, True),
        ({"duration_ms": 10 * MINUTE_MS - 1, "precision_ms": 1, "source": Source.LAST}, False),
    ],
)
def test_r18_ten_minutes_at_a_time_are_long(
    tmp_path: Path, changes: dict[str, object], is_found: bool
) -> None:
    found = ask(tmp_path, "R18", single(BASE_MS, **changes))

    assert bool(found.items) is is_found


def test_r18_in_front_it_is_low_and_in_a_service_medium(tmp_path: Path) -> None:
    long_ms = 20 * MINUTE_MS
    front = single(BASE_MS, "CAMERA", uid_state="top", duration_ms=long_ms)
    service = single(BASE_MS, "CAMERA", uid_state="fgsvc", duration_ms=long_ms)

    assert only(ask(tmp_path / "front", "R18", front)).severity is Severity.LOW
    assert only(ask(tmp_path / "service", "R18", service)).severity is Severity.MEDIUM


def test_r18_the_system_is_set_apart(tmp_path: Path) -> None:
    found = ask(tmp_path, "R18", single(BASE_MS, duration_ms=20 * MINUTE_MS, **SYSTEM))

    assert found.items == () and len(found.suppressed) == 1


def test_r18_what_the_same_reading_tells_twice_counts_once(tmp_path: Path) -> None:
    long = last(BASE_MS, duration_ms=20 * MINUTE_MS)

    found = only(ask(tmp_path, "R18", Reading([long]), Reading([long], NOW_MS + HOUR_MS)))

    assert found.count == 1
